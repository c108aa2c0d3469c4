//! `locale-marks`: punctuation and digits that belong to another script or lack what the language’s typography asks for.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::{
    model::{Applicability, RuleId, Span, Token, TokenFlags},
    text::tally,
};
use serde::Deserialize;

/// Parameters of a `locale-marks` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What the rule looks for.
    check: Check,
    /// Names that end in a mark: `Yahoo!`.
    #[serde(default)]
    except_after: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// Full-width punctuation between letters of an alphabet.
    Fullwidth,
    /// Arabic punctuation in other scripts, and the other way round.
    Arabic,
    /// A question or exclamation without its opening mark in Spanish.
    Spanish,
    /// ASCII punctuation and spaces between Chinese and Japanese characters.
    Cjk,
    /// Two systems of digits in Arabic or Persian.
    ArabicDigits,
}

impl Check {
    /// Whether some of the text holds a mark of the other script: hardly any does.
    fn may_hold(self, cx: &Cx<'_>, bytes: &[u8]) -> bool {
        match self {
            // By the first byte of the marks.
            Check::Fullwidth => !cx.odd().is_ascii() && memchr::memchr2(0xe3, 0xef, bytes).is_some(),
            Check::Arabic if !matches!(cx.lang.code(), "ar" | "fa" | "ur") => {
                !cx.odd().is_ascii() && memchr::memchr(0xd8, bytes).is_some()
            }
            _ => true,
        }
    }
}

struct Script(Vec<(RuleId, Check, Vec<String>)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Script(
        compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.check, params.except_after)).collect(),
    ))
}

impl Detector for Script {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for (rule, check, except) in &self.0 {
            if !out.wants(*rule) {
                continue;
            }
            if matches!(check, Check::ArabicDigits) {
                arabic_digits(cx, *rule, out);
                continue;
            }
            if !check.may_hold(cx, cx.text.content().as_bytes()) || matches!(check, Check::Spanish) && !spanish(cx) {
                continue;
            }
            for block in
                cx.text.blocks().iter().filter(|block| check.may_hold(cx, cx.text.slice(block.span).as_bytes()))
            {
                let seen = Seen { cx, start: block.tokens.start as usize, end: block.tokens.end as usize, rule: *rule };
                match check {
                    Check::Fullwidth => seen.fullwidth(out),
                    Check::Arabic => seen.arabic(out),
                    Check::Spanish => seen.spanish(except, out),
                    Check::Cjk => seen.cjk(out),
                    Check::ArabicDigits => {}
                }
            }
        }
    }
}

/// A block and the rule that looks at it.
struct Seen<'d, 'c> {
    cx: &'c Cx<'d>,
    start: usize,
    end: usize,
    rule: RuleId,
}

impl Seen<'_, '_> {
    fn token(&self, index: usize) -> Option<&Token> {
        (self.start..self.end).contains(&index).then(|| &self.cx.tokens()[index])
    }

    fn word(&self, index: usize) -> &str {
        self.token(index).map_or("", |_| self.cx.word(index))
    }

    /// The token before, where no white space stands between.
    fn before(&self, index: usize) -> &str {
        if index == self.start || self.cx.tokens()[index].spaced() { "" } else { self.cx.word(index - 1) }
    }

    /// The token behind, where no white space stands between.
    fn after(&self, index: usize) -> &str {
        self.token(index + 1).filter(|t| !t.spaced()).map_or("", |_| self.cx.word(index + 1))
    }

    fn replace(&self, index: usize, text: String, out: &mut Sink<'_>) {
        let span = self.cx.tokens()[index].span();
        out.report(Hit::new(self.rule, span).slot("better", text.trim().to_owned()).fix(
            Applicability::Safe,
            span,
            text,
        ));
    }

    fn fullwidth(&self, out: &mut Sink<'_>) {
        for i in self.start..self.end {
            let token = &self.cx.tokens()[i];
            if !token.has(TokenFlags::NON_ASCII) || !token.is_punct() {
                continue;
            }
            let plain = match self.word(i) {
                "，" | "、" => ",",
                "。" | "．" => ".",
                "：" => ":",
                "；" => ";",
                "！" => "!",
                "？" => "?",
                "（" => "(",
                "）" => ")",
                "【" | "［" => "[",
                "】" | "］" => "]",
                "％" => "%",
                "＆" => "&",
                _ => continue,
            };
            let (before, after) = (self.before(i), self.after(i));
            // `the comma (、)`: a mark that is spoken of.
            let spoken_of =
                matches!(before, "(" | "“" | "\"" | "‘" | "'") && matches!(after, ")" | "”" | "\"" | "’" | "'");
            let near = |index: Option<usize>| {
                index.is_some_and(|j| {
                    self.word(j).chars().all(|c| !ideograph(c)) && self.token(j).is_some_and(Token::counts)
                })
            };
            let alphabet = near(i.checked_sub(1)) || near(Some(i + 1)) || near(i.checked_sub(2));
            let own = [before, after].iter().any(|w| w.chars().any(ideograph));
            if spoken_of || own || !alphabet {
                continue;
            }
            let word_after = self.token(i + 1).is_some_and(|t| {
                !t.spaced() && (t.counts() || matches!(self.word(i + 1), "(" | "（" | "“" | "\"" | "【"))
            });
            let word_before = i > self.start && !token.spaced() && self.cx.tokens()[i - 1].counts();
            let text = match plain {
                "(" | "[" if word_before => format!(" {plain}"),
                "(" | "[" => plain.to_owned(),
                _ if word_after => format!("{plain} "),
                _ => plain.to_owned(),
            };
            // No white space inside brackets or before the mark.
            let mut edit = token.span();
            if matches!(plain, "(" | "[") {
                edit.end = self.token(i + 1).map_or(edit.end, Token::start);
            } else if i > self.start && plain != "&" {
                edit.start = self.cx.tokens()[i - 1].end();
            }
            out.report(Hit::new(self.rule, token.span()).slot("better", plain).fix(Applicability::Safe, edit, text));
        }
    }

    fn arabic(&self, out: &mut Sink<'_>) {
        let running_arabic = matches!(self.cx.lang.code(), "ar" | "fa" | "ur");
        for i in self.start + 1..self.end {
            let token = &self.cx.tokens()[i];
            if !token.is_punct() || token.spaced() {
                continue;
            }
            let before = self.word(i - 1);
            let is_arabic = before.chars().any(arabic_letter);
            if running_arabic {
                let mark = match self.word(i) {
                    "," => "،",
                    ";" => "؛",
                    "?" => "؟",
                    _ => continue,
                };
                let after = self.after(i);
                if is_arabic
                    && (after.is_empty() || after.chars().any(arabic_letter) || matches!(after, "»" | "\"" | "”"))
                {
                    self.replace(i, mark.to_owned(), out);
                }
            } else {
                let mark = match self.word(i) {
                    "،" => ",",
                    "؛" => ";",
                    "؟" => "?",
                    _ => continue,
                };
                if !is_arabic && (self.cx.tokens()[i - 1].counts() || matches!(before, ")" | "”" | "\"" | "%")) {
                    self.replace(i, mark.to_owned(), out);
                }
            }
        }
    }

    fn spanish(&self, names: &[String], out: &mut Sink<'_>) {
        let mut opened: [Option<usize>; 2] = [None, None];
        let mut words = 0;
        let mut foreign = 0;
        for i in self.start..self.end {
            let token = &self.cx.tokens()[i];
            if token.counts() {
                words += 1;
                foreign += u32::from(matches!(
                    self.word(i),
                    "the"
                        | "The"
                        | "you"
                        | "You"
                        | "is"
                        | "and"
                        | "What"
                        | "of"
                        | "to"
                        | "We"
                        | "it"
                        | "who"
                        | "Who"
                        | "Where"
                ));
            }
            match self.word(i) {
                "¿" => opened[0] = Some(i),
                "¡" => opened[1] = Some(i),
                mark @ ("?" | "!") => {
                    let other = matches!(self.after(i), "?" | "!") || matches!(self.before(i), "?" | "!");
                    let known = opened.iter().any(Option::is_some) || other || foreign > 0;
                    // `:packadd!` and `%retab!` are commands.
                    let command = i > self.start + 1 && matches!(self.before(i - 1), ":" | "%" | "/" | "\\" | "$");
                    let name = command || names.iter().any(|n| n == self.before(i));
                    let ends = self
                        .token(i + 1)
                        .is_none_or(|t| t.spaced() || matches!(self.word(i + 1), "»" | "”" | "\"" | ")"));
                    if !known
                        && !name
                        && ends
                        && words > 0
                        && i > self.start
                        && self.cx.tokens()[i - 1].is_word()
                        && !token.spaced()
                    {
                        let span = token.span();
                        out.report(Hit::new(self.rule, span).slot("better", if mark == "?" { "¿" } else { "¡" }));
                    }
                    if !matches!(self.after(i), "?" | "!") {
                        (opened, words, foreign) = ([None, None], 0, 0);
                    }
                }
                "." if opened == [None, None] => (words, foreign) = (0, 0),
                _ => {}
            }
        }
        for open in opened.into_iter().flatten() {
            let closed = (open..self.end).any(|i| self.word(i).contains(['?', '!']));
            let ended = matches!(self.word(self.end - 1), "." | "…" | "..." | "»" | "”");
            if !closed && ended {
                out.report(
                    Hit::new(self.rule, self.cx.tokens()[open].span())
                        .slot("better", if self.word(open) == "¿" { "?" } else { "!" }),
                );
            }
        }
    }

    fn cjk(&self, out: &mut Sink<'_>) {
        let ja = self.cx.lang.code() == "ja";
        let cjk = |i: usize| self.token(i).is_some_and(Token::is_word) && self.word(i).chars().any(ideograph);
        let mut gaps = 0;
        for i in self.start + 1..self.end {
            let token = &self.cx.tokens()[i];
            if token.is_punct() && !token.spaced() && cjk(i - 1) {
                let mark = match self.word(i) {
                    "," if ja => "、",
                    "," => "，",
                    "." => "。",
                    ";" => "；",
                    // At the end of a line Japanese writers leave it narrow.
                    ":" if ja && self.token(i + 1).is_none() => continue,
                    ":" => "：",
                    "?" => "？",
                    "!" => "！",
                    _ => continue,
                };
                let after = self.after(i);
                if self.token(i + 1).is_none()
                    || after.chars().any(ideograph)
                    || matches!(after, "”" | "」" | "』" | "“" | "「")
                {
                    self.replace(i, mark.to_owned(), out);
                }
            }
            gaps += u32::from(self.stray_gap(i, &cjk));
        }
        // Chinese sets no spaces; one or two may part names or headings.
        if !ja && gaps >= 3 {
            for i in (self.start + 1..self.end).filter(|&i| self.stray_gap(i, &cjk)) {
                let gap = Span::new(self.cx.tokens()[i - 1].end(), self.cx.tokens()[i].start());
                out.report(Hit::new(self.rule, gap).slot("better", "no space").fix(Applicability::Safe, gap, ""));
            }
        }
    }

    fn stray_gap(&self, i: usize, cjk: &impl Fn(usize) -> bool) -> bool {
        let token = &self.cx.tokens()[i];
        token.has(TokenFlags::ONE_SPACE)
            && !token.has(TokenFlags::BREAK_BEFORE)
            && cjk(i - 1)
            && (cjk(i) || matches!(self.word(i), "。" | "，" | "、" | "！" | "？"))
    }
}

/// Words of an article whose language a guess tells for sure.
const SURE: usize = 30;

/// Whether a text that is taken for Spanish is Spanish: a line of Italian or Portuguese is easily mistaken for it.
fn spanish(cx: &Cx<'_>) -> bool {
    let words = || cx.tokens().iter().enumerate().filter(|(_, t)| t.is_word());
    let count = tally(cx.tokens(), cx.lang);
    let mixed = count.other > 0 && count.shared >= count.own;
    words().nth(SURE).is_some() && !mixed
        || words().any(|(i, _)| SPANISH.split_whitespace().any(|own| cx.word(i).to_lowercase() == own))
}

/// Common words that Italian and Portuguese lack.
const SPANISH: &str = "el los las y es muy pero hay yo ya qué quién quiénes cómo cuándo dónde cuál cuánto cuántos";

fn ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' | '々')
}

fn arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' | '\u{6d5}')
}

fn arabic_digits(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let system = |word: &str| {
        let (mut ascii, mut indic, mut persian) = (false, false, false);
        for c in word.chars() {
            ascii |= c.is_ascii_digit();
            indic |= matches!(c, '\u{660}'..='\u{669}');
            persian |= matches!(c, '\u{6f0}'..='\u{6f9}');
        }
        (ascii, indic, persian)
    };
    // Dates in links, models and other names keep their digits.
    let bound = |i: usize| {
        let joined = |j: usize| {
            cx.word(j).chars().all(|c| c.is_ascii_alphabetic()) || matches!(cx.word(j), "/" | "-" | "_" | "=" | "@")
        };
        i > 0 && !tokens[i].spaced() && joined(i - 1)
            || i + 1 < tokens.len() && !tokens[i + 1].spaced() && joined(i + 1)
            || cx.word(i).bytes().any(|b| b.is_ascii_alphabetic())
    };
    let (mut ascii, mut native) = (0u32, 0u32);
    for (i, _) in tokens.iter().enumerate().filter(|(_, t)| t.is_number()) {
        match system(cx.word(i)) {
            (true, false, false) => ascii += u32::from(!bound(i)),
            (false, true, false) | (false, false, true) => native += 1,
            _ => {}
        }
    }
    let fewer_ascii = ascii <= native;
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_number()) {
        let (a, n, p) = system(cx.word(i));
        let mixed = u32::from(a) + u32::from(n) + u32::from(p) > 1;
        // ٤٥٦ have other shapes in Persian.
        let variant = cx.lang.code() == "fa" && cx.word(i).contains(['٤', '٥', '٦']) || cx.lang.code() == "ar" && p;
        let rarer = ascii > 0 && native > 0 && if fewer_ascii { a && !bound(i) } else { !a };
        if mixed || variant || rarer {
            out.report(Hit::new(rule, token.span()));
        }
    }
}
