//! `quote`: quotation marks as a system: one style, every mark with its partner, in the marks of the language.

mod order;
mod style;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::{
    model::{Applicability, Edit, Lang, RuleId, Severity, Span, TokenFlags},
    text::{Quotation, QuoteStyle},
};
use order::order;
use serde::Deserialize;
use style::{foreign, mixed};

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
    if !matches!(style, Corner | Curly | Guillemet | Low) || style == Curly && lang == Lang::EN {
        return false;
    }
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

fn space(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let quote = |i: usize| matches!(cx.word(i), "“" | "”" | "‘" | "’" | "\"" | "'" | "„" | "«" | "»");
    let broken = |i: usize| tokens[i].has(TokenFlags::BREAK_BEFORE);
    for pair in cx.quotations().pairs() {
        let fits = matches!(
            pair.style,
            QuoteStyle::Curly | QuoteStyle::Straight | QuoteStyle::Low | QuoteStyle::CurlySingle | QuoteStyle::Mixed
        );
        if !fits || pair.open + 1 >= pair.close {
            continue;
        }
        let (first, last) = (pair.open + 1, pair.close - 1);
        if !tokens[first].spaced() && !tokens[pair.close].spaced() || code(cx, pair) {
            continue;
        }
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
    let pairs = cx.quotations().pairs();
    if !pairs.iter().any(|pair| pair.nested) {
        return;
    }
    let mut around: Vec<&Quotation> = Vec::new();
    for pair in pairs {
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
