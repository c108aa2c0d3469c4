//! `quote`: quotation marks as a system: one style, every mark with its partner, in the marks of the language.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::{
    model::{Applicability, Edit, Lang, RuleId, Severity, Span, TokenFlags},
    text::{Quotation, QuoteStyle},
};
use serde::Deserialize;

/// Parameters of a `quote` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What the rule looks for.
    check: Check,
    /// Words of a sentence that speaks of typography or quotes an original: it keeps its marks.
    #[serde(default)]
    except_with: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// Quotations in a rarer style than the others.
    Mixed,
    /// Marks that the language does not use.
    Foreign,
    /// Comma and full stop sometimes inside, sometimes outside.
    Order,
    /// White space inside the marks.
    Space,
    /// Opening marks without a partner.
    Unclosed,
    /// Closing marks without a partner.
    Unopened,
    /// Straight marks where the language has its own.
    Straight,
    /// A quotation inside one with the same marks.
    Nested,
}

struct Quote(Vec<(RuleId, Check, Vec<String>)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Quote(
        compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.check, params.except_with)).collect(),
    ))
}

impl Detector for Quote {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let found = cx.quotations();
        for (rule, check, except) in &self.0 {
            let rule = *rule;
            if !out.wants(rule) {
                continue;
            }
            match check {
                Check::Mixed => mixed(cx, rule, except, out),
                Check::Foreign => foreign(cx, rule, except, out),
                Check::Order => order(cx, rule, out),
                Check::Space => space(cx, rule, out),
                Check::Unclosed => found.unclosed.iter().for_each(|&t| lone(cx, rule, t, out)),
                Check::Unopened => found.unopened.iter().for_each(|&t| lone(cx, rule, t, out)),
                Check::Straight => {
                    let to = locale_style(cx.lang);
                    for pair in found.pairs().iter().filter(|p| p.style == QuoteStyle::Straight && !code(cx, p)) {
                        out.report(converted(cx, rule, pair, to));
                    }
                }
                Check::Nested => nested(cx, rule, out),
            }
        }
    }
}

/// The marks of a style in a language.
fn marks(style: QuoteStyle, lang: Lang, nested: bool) -> (&'static str, &'static str) {
    match (style, nested) {
        (QuoteStyle::Straight, false) => ("\"", "\""),
        (QuoteStyle::Straight, true) | (QuoteStyle::StraightSingle, _) => ("'", "'"),
        (QuoteStyle::CurlySingle, _) | (QuoteStyle::Curly, true) => ("‘", "’"),
        (QuoteStyle::Low, false) if matches!(lang.code(), "pl" | "ro" | "hu" | "nl") => ("„", "”"),
        (QuoteStyle::Low, false) => ("„", "“"),
        (QuoteStyle::Low, true) => ("‚", "‘"),
        (QuoteStyle::Guillemet, _) if lang.code() == "fr" => ("«\u{a0}", "\u{a0}»"),
        (QuoteStyle::Guillemet, _) => ("«", "»"),
        (QuoteStyle::Corner, _) => ("「", "」"),
        _ => ("“", "”"),
    }
}

/// The style that edited prose of a language uses.
fn locale_style(lang: Lang) -> QuoteStyle {
    match lang.code() {
        "de" | "cs" | "pl" | "ro" | "hu" | "bg" | "sk" | "hr" | "sl" | "et" | "lt" | "ka" => QuoteStyle::Low,
        "fr" | "ru" | "uk" | "it" | "es" | "el" | "be" => QuoteStyle::Guillemet,
        "ja" => QuoteStyle::Corner,
        _ => QuoteStyle::Curly,
    }
}

/// Whether a language does not use a style at all.
fn is_foreign(style: QuoteStyle, lang: Lang) -> bool {
    use QuoteStyle::{Corner, Curly, Guillemet, Low};
    match lang.code() {
        "en" | "zh" | "ko" => matches!(style, Guillemet | Low) || style == Corner && lang == Lang::EN,
        "de" => matches!(style, Curly | Corner),
        "fr" | "it" | "es" | "pt" | "ar" | "fa" => matches!(style, Low | Corner),
        "ru" | "uk" | "pl" | "cs" => style == Corner,
        "ja" => matches!(style, Guillemet | Low),
        _ => false,
    }
}

fn span_of(cx: &Cx<'_>, pair: &Quotation) -> Span {
    cx.tokens()[pair.open].span().cover(cx.tokens()[pair.close].span())
}

/// A hit on a quotation with the fix that gives it the marks of another style.
fn converted(cx: &Cx<'_>, rule: RuleId, pair: &Quotation, to: QuoteStyle) -> Hit {
    let tokens = cx.tokens();
    let (open, close) = marks(to, cx.lang, pair.nested);
    let (mut from, mut upto) = (tokens[pair.open].span(), tokens[pair.close].span());
    if pair.style == QuoteStyle::Guillemet && pair.open + 1 < pair.close {
        // French white space inside goes with the marks.
        from.end = tokens[pair.open + 1].start();
        upto.start = tokens[pair.close - 1].end();
    }
    // Marks inside that become like the outer ones would have to change too.
    let pairs = cx.quotations().pairs();
    let from_here = pairs.partition_point(|p| p.open <= pair.open);
    let like_outer = pairs[from_here..].iter().take(NEAR).take_while(|p| p.open < pair.close).any(|p| p.style == to);
    let backwards = cx.word(pair.open) == "”" && pair.style == QuoteStyle::Mixed;
    let trust = if like_outer || backwards { Applicability::Unsafe } else { Applicability::Safe };
    let edits = vec![Edit { span: from, text: open.to_owned() }, Edit { span: upto, text: close.to_owned() }];
    Hit::new(rule, span_of(cx, pair)).slot("better", format!("{}…{}", open.trim(), close.trim())).edits(trust, edits)
}

/// Whether a quotation is a piece of code: `print("x")`, `name = "max_users"`, `"ls -l"`.
fn code(cx: &Cx<'_>, pair: &Quotation) -> bool {
    let tokens = cx.tokens();
    let tight = |i: usize| i > 0 && !tokens[i].spaced();
    let before = pair.open.checked_sub(1).map_or("", |i| cx.word(i));
    let called = tight(pair.open)
        && matches!(before, "(" | "[")
        && tight(pair.open - 1)
        && tokens[pair.open.saturating_sub(2)].is_word();
    called
        || before == "="
        || coded(cx, pair)
            && (pair.open + 1..pair.close.min(pair.open + NEAR)).any(|i| {
                let word = cx.word(i);
                let flag =
                    matches!(word, "-" | "--") && tokens[i].spaced() && i + 1 < pair.close && !tokens[i + 1].spaced();
                flag || matches!(word, "\\" | "{" | "}" | "<" | ">" | "=" | "==" | "|")
                    || word.contains('_') && tokens[i].is_word()
            })
}

/// Whether a byte of code stands between the marks, and be it a dash: most quotations hold none.
fn coded(cx: &Cx<'_>, pair: &Quotation) -> bool {
    let tokens = cx.tokens();
    let last = pair.close.min(pair.open + NEAR);
    let range = tokens[pair.open].end() as usize..tokens[last].start().max(tokens[pair.open].end()) as usize;
    let text = &cx.text.content().as_bytes()[range];
    memchr::memchr3(b'-', b'_', b'=', text).is_some()
        || memchr::memchr3(b'\\', b'{', b'}', text).is_some()
        || memchr::memchr3(b'<', b'>', b'|', text).is_some()
}

const STYLES: [QuoteStyle; 4] = [QuoteStyle::Curly, QuoteStyle::Straight, QuoteStyle::Guillemet, QuoteStyle::Low];

/// How many quotations of each of [`STYLES`] the text has at its outer level.
fn counts(cx: &Cx<'_>) -> [u32; 4] {
    let mut counts = [0; 4];
    for pair in cx.quotations().pairs() {
        if let Some(i) = STYLES.iter().position(|s| *s == pair.style)
            && !pair.nested
            && !code(cx, pair)
        {
            counts[i] += 1;
        }
    }
    counts
}

/// The style of most quotations; where two are equal, the typographic one.
fn majority(counts: [u32; 4]) -> QuoteStyle {
    let (mut best, mut most) = (QuoteStyle::Curly, counts[0]);
    for (style, count) in STYLES.into_iter().zip(counts) {
        if count > most {
            (best, most) = (style, count);
        }
    }
    best
}

/// The style of most quotations that is right in the language; marks of another are not what to turn the others into.
fn house(cx: &Cx<'_>, mut counts: [u32; 4]) -> QuoteStyle {
    let own = |(style, count): (&QuoteStyle, &u32)| *count > 0 && !is_foreign(*style, cx.lang);
    if STYLES.iter().zip(&counts).any(own) {
        for (style, count) in STYLES.iter().zip(&mut counts) {
            if is_foreign(*style, cx.lang) {
                *count = 0;
            }
        }
    }
    majority(counts)
}

/// A mark without partner. In hand-typed copy, with straight marks, a paragraph that is one speech and lacks the mark at
/// its start or end misleads nobody: the paragraph shows where the speech begins and ends.
fn lone(cx: &Cx<'_>, rule: RuleId, mark: usize, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let block = &cx.text.blocks()[cx.text.block_at(tokens[mark].start())];
    let (start, end) = (block.tokens.start as usize, block.tokens.end as usize);
    let others = (start..end).any(|i| i != mark && matches!(cx.word(i), "\"" | "“" | "”" | "„"));
    // One sentence and nothing else is cut from a longer text: what its edge opens or closes has its partner there.
    let excerpt = cx.sentences().len() == 1 && (mark == start || mark + 1 == end);
    let harmless = excerpt || cx.word(mark) == "\"" && !others;
    let hit = Hit::new(rule, tokens[mark].span());
    out.report(if harmless { hit.severity(Severity::Neutral) } else { hit });
}

fn mixed(cx: &Cx<'_>, rule: RuleId, except: &[String], out: &mut Sink<'_>) {
    let pairs = cx.quotations().pairs();
    let counts = counts(cx);
    let house = house(cx, counts);
    let double = |p: &&Quotation| matches!(p.style, QuoteStyle::Curly | QuoteStyle::Straight);
    let speeches = pairs.iter().filter(double).filter(|p| speech(cx, p)).count();
    for pair in pairs {
        let to = match pair.style {
            // A pair that does not match itself needs no other evidence.
            QuoteStyle::Mixed => house,
            // Single marks serve titles and words; a whole speech in them, beside speeches in double ones, does not.
            QuoteStyle::CurlySingle | QuoteStyle::StraightSingle if speeches >= 2 && speech(cx, pair) => house,
            QuoteStyle::StraightSingle if house == QuoteStyle::Curly && counts[0] > 0 => QuoteStyle::CurlySingle,
            QuoteStyle::Straight | QuoteStyle::Curly | QuoteStyle::Guillemet | QuoteStyle::Low
                if pair.style != house && counts.iter().sum::<u32>() > 0 =>
            {
                // Languages other than English have a second pair of marks for the inner level.
                let inner = pair.nested && pair.style != QuoteStyle::Straight && house != QuoteStyle::Straight;
                if inner || counts[STYLES.iter().position(|s| *s == house).unwrap_or(0)] == 0 {
                    continue;
                }
                house
            }
            _ => continue,
        };
        if !code(cx, pair) && !about_marks(cx, pair, except) {
            // One quotation among many in the other style is a slip that no reader notices.
            let slip = STYLES.iter().position(|s| *s == pair.style).is_some_and(|i| counts[i] == 1)
                && STYLES.iter().position(|s| *s == house).is_some_and(|i| counts[i] >= 3);
            let hit = converted(cx, rule, pair, to);
            out.report(if slip { hit.severity(Severity::Neutral) } else { hit });
        }
    }
}

/// Whether a quotation is something said: it begins with a capital and its last mark stands inside.
fn speech(cx: &Cx<'_>, pair: &Quotation) -> bool {
    !pair.nested
        && pair.close > pair.open + 3
        && cx.tokens()[pair.open + 1].is_capital()
        && matches!(cx.word(pair.close - 1), "," | "." | "!" | "?")
}

fn foreign(cx: &Cx<'_>, rule: RuleId, except: &[String], out: &mut Sink<'_>) {
    let pairs = cx.quotations().pairs();
    if !pairs.iter().any(|p| is_foreign(p.style, cx.lang)) {
        return;
    }
    let [curly, straight, ..] = counts(cx);
    let own = locale_style(cx.lang);
    let to = if own == QuoteStyle::Curly && straight > curly { QuoteStyle::Straight } else { own };
    for pair in pairs.iter().filter(|p| is_foreign(p.style, cx.lang)) {
        let inside = pair.open + 1..pair.close;
        let tokens = cx.tokens();
        // A title in its own script keeps its own marks.
        let readable = inside.clone().take(NEAR).any(|i| tokens[i].counts() && !tokens[i].has(TokenFlags::UNCASED));
        let foreign_script = inside.clone().take(NEAR).any(|i| cx.lang == Lang::EN && !latin(cx.word(i)));
        if readable && !foreign_script && !about_marks(cx, pair, except) && !code(cx, pair) {
            out.report(converted(cx, rule, pair, to));
        }
    }
}

/// Tokens around a mark that are read.
const NEAR: usize = 40;

/// Whether the sentence speaks of typography or shows an original.
fn about_marks(cx: &Cx<'_>, pair: &Quotation, except: &[String]) -> bool {
    let sentence = &cx.sentences()[cx.text.sentence_at(cx.tokens()[pair.open].start())];
    let start = (sentence.tokens.start as usize).max(pair.open.saturating_sub(NEAR));
    let end = (sentence.tokens.end as usize).min(pair.close + NEAR);
    let near = (start..pair.open).chain(pair.open + 1..end.min(pair.open + NEAR)).chain(pair.close..end);
    near.into_iter().any(|i| except.iter().any(|e| cx.word(i).eq_ignore_ascii_case(e)))
}

fn latin(word: &str) -> bool {
    !word.chars().any(|c| c.is_alphabetic() && c as u32 > 0x24f && !matches!(c as u32, 0x1e00..=0x1eff))
}

/// Commas and full stops at closing marks: `,”` against `”,`.
fn order(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let point = |i: usize| matches!(cx.word(i), "," | ".");
    let (mut speeches, mut inside, mut outside) = (0, Vec::new(), Vec::new());
    for pair in cx.quotations().pairs() {
        if !matches!(pair.style, QuoteStyle::Curly | QuoteStyle::Straight)
            || pair.open + 2 > pair.close
            || code(cx, pair)
        {
            continue;
        }
        let before = point(pair.close - 1) && !tokens[pair.close].spaced();
        let after = tokens.get(pair.close + 1).is_some_and(|t| !t.spaced()) && point(pair.close + 1);
        // A quoted phrase that is part of the sentence around it; a quoted sentence has its own stop.
        // Speech that goes on behind its speaker begins in lower case as well, and is longer.
        let short = pair.close - pair.open <= PHRASE;
        let (behind_word, lower) = (pair.open > 0 && tokens[pair.open - 1].is_word(), tokens[pair.open + 1].is_lower());
        match (before, after) {
            (true, false) if behind_word && (short || lower) || short && lower => inside.push(pair),
            (true, false) => speeches += usize::from(cx.word(pair.close - 1) == ","),
            (false, true) => outside.push(pair),
            _ => {}
        }
    }
    // British usage: the comma of quoted speech stands inside, the mark behind a quoted phrase outside. Only phrases that
    // are set both ways are in conflict there, or where the spelling is American; a few lines have no such spelling.
    let few_lines = || outside.len() == 1 && tokens.len() < LINES;
    let conflict = !inside.is_empty() || speeches > 0 && !british(cx) && (few_lines() || american(cx));
    if outside.is_empty() || !conflict {
        return;
    }
    let outside_is_rarer = inside.is_empty() || inside.len() + speeches >= outside.len() && !british(cx);
    if outside_is_rarer || inside.len() >= outside.len() {
        for pair in outside {
            swap(cx, rule, pair.close, out);
        }
        return;
    }
    // Where the marks stand outside, the comma that ends quoted speech may still stand inside.
    for pair in inside {
        swap(cx, rule, pair.close - 1, out);
    }
}

/// Tokens from mark to mark of a quotation that may be a phrase or a title though it begins with a capital.
const PHRASE: usize = 7;

/// Tokens of an article in which the spelling tells Britain from America.
const LINES: usize = 120;

/// A hit on a mark and its neighbour that stand in the wrong order.
fn swap(cx: &Cx<'_>, rule: RuleId, at: usize, out: &mut Sink<'_>) {
    let span = cx.tokens()[at].span().cover(cx.tokens()[at + 1].span());
    let better = format!("{}{}", cx.word(at + 1), cx.word(at));
    out.report(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Unsafe, span, better));
}

/// Words that are spelled so in America only.
const AMERICAN: &[&str] = &[
    "U.S.",
    "Mr.",
    "Mrs.",
    "Dr.",
    "Prof.",
    "Gov.",
    "Sen.",
    "Rep.",
    "color",
    "favor",
    "labor",
    "behavior",
    "neighbors",
    "harbor",
    "honor",
    "center",
    "centers",
    "meters",
    "kilometers",
    "theater",
    "defense",
    "toward",
    "traveled",
    "aging",
    "gray",
    "percent",
];

/// Whether the spelling of the article is American: titles with a point, *-or*, *-er*, *-ized*.
fn american(cx: &Cx<'_>) -> bool {
    let tokens = cx.tokens();
    let pointed = |i: usize| tokens.get(i + 1).is_some_and(|t| !t.spaced()) && cx.word(i + 1) == ".";
    (0..tokens.len()).filter(|&i| tokens[i].counts()).any(|i| match cx.word(i) {
        "Mr" | "Mrs" | "Dr" | "Prof" => pointed(i),
        word if AMERICAN.contains(&word) => true,
        word => {
            word.len() >= 8
                && tokens[i].is_lower()
                && ["ized", "izes", "ize", "izing", "ization"].iter().any(|end| word.ends_with(end))
        }
    })
}

/// Whether the spelling of the article is British: titles without a point, *-our*, *-re*, *per cent*.
fn british(cx: &Cx<'_>) -> bool {
    let tokens = cx.tokens();
    let follows = |i: usize, what: &dyn Fn(&str) -> bool| i + 1 < tokens.len() && what(cx.word(i + 1));
    (0..tokens.len()).filter(|i| tokens[*i].is_word()).any(|i| match cx.word(i) {
        "Mr" | "Mrs" | "Dr" | "Prof" => tokens.get(i + 1).is_some_and(|t| t.is_word() && t.is_capital()),
        "per" => follows(i, &|next| next == "cent"),
        "colour" | "favour" | "labour" | "behaviour" | "neighbours" | "harbour" | "honour" | "centre" | "metres"
        | "kilometres" | "litres" | "tonnes" | "programme" | "organisation" | "organised" | "recognise" | "realise"
        | "defence" | "towards" | "whilst" | "travelled" | "licence" | "ageing" | "analyse" | "grey" | "tyre" => true,
        // “recognised”, “privatisation”, but “surprised” is written so everywhere.
        word => {
            let own =
                ["adver", "compro", "super", "exer", "impro", "enter", "franch", "merch", "surpr", "prom", "disg"];
            word.len() >= 9
                && ["ised", "ising", "isation"].iter().any(|end| word.ends_with(end))
                && !own.iter().any(|start| word.starts_with(start))
        }
    })
}

fn space(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let quote = |i: usize| matches!(cx.word(i), "“" | "”" | "‘" | "’" | "\"" | "'" | "„" | "«" | "»");
    let broken = |i: usize| tokens[i].has(TokenFlags::BREAK_BEFORE);
    for pair in cx.quotations().pairs() {
        let fits = matches!(
            pair.style,
            QuoteStyle::Curly | QuoteStyle::Straight | QuoteStyle::Low | QuoteStyle::CurlySingle | QuoteStyle::Mixed
        );
        if !fits || pair.open + 1 >= pair.close || code(cx, pair) {
            continue;
        }
        let (first, last) = (pair.open + 1, pair.close - 1);
        // `"/var/", "/tmp/"`: straight marks around paths pair up wrongly.
        let path = |i: usize| cx.word(i) == "/" && pair.style == QuoteStyle::Straight;
        if path(first) || path(last) || pair.open > 0 && path(pair.open - 1) {
            continue;
        }
        let hit = |start: u32, end: u32, keep: Span| {
            let gap = if keep.start == start { Span::new(keep.end, end) } else { Span::new(start, keep.start) };
            Hit::new(rule, Span::new(start, end)).fix(Applicability::Safe, gap, "")
        };
        if tokens[first].spaced() && !quote(first) && !broken(first) && tokens[pair.open].spaced() {
            out.report(hit(tokens[pair.open].start(), tokens[first].start(), tokens[pair.open].span()));
        }
        // The space stands on the wrong side: `said," We go"`, `"We go "is`.
        let swapped =
            |a: Span, b: Span, text: &str| Hit::new(rule, a.cover(b)).fix(Applicability::Unsafe, a.cover(b), text);
        if tokens[first].spaced() && !broken(first) && !tokens[pair.open].spaced() && pair.style == QuoteStyle::Straight
        {
            let mark = tokens[pair.open].span();
            out.report(swapped(mark, Span::new(mark.end, tokens[first].start()), " \""));
        }
        let next_word = tokens.get(pair.close + 1).is_some_and(|t| !t.spaced() && t.is_word());
        if tokens[pair.close].spaced() && !broken(pair.close) && next_word && pair.style == QuoteStyle::Straight {
            let mark = tokens[pair.close].span();
            out.report(swapped(Span::new(tokens[last].end(), mark.start), mark, "\" "));
        }
        let follows = tokens.get(pair.close + 1).is_none_or(|t| t.spaced() || t.is_punct());
        if tokens[pair.close].spaced() && !quote(last) && !broken(pair.close) && follows {
            out.report(hit(tokens[last].end(), tokens[pair.close].end(), tokens[pair.close].span()));
        }
    }
}

fn nested(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let mut around: Vec<&Quotation> = Vec::new();
    for pair in cx.quotations().pairs() {
        while around.last().is_some_and(|outer| outer.close < pair.open) {
            around.pop();
        }
        let same = around.last().is_some_and(|outer| outer.style == pair.style);
        if same && matches!(pair.style, QuoteStyle::Curly | QuoteStyle::Straight) {
            out.report(converted(cx, rule, pair, pair.style));
        }
        around.push(pair);
    }
}
