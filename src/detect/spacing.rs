//! `spacing`: punctuation marks and the white space around them, in one pass over the tokens.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, Block, BlockKind, Edit, Lang, RuleId, Severity, Span, Token, TokenFlags, hash_word};
use serde::Deserialize;
use std::{cell::OnceCell, collections::HashSet};

/// Parameters of a `spacing` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What the rule looks for.
    check: Check,
    /// A list of words that keep their mark: abbreviations for `doubled`, schemes and namespaces for `missing`.
    except_words: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// `word ,`
    Before,
    /// `word,,`
    Doubled,
    /// `word,word`
    Missing,
    /// `it ’s`, `( so )`, `@-@`: tokens that were never joined again.
    Residue,
    /// White space other than one ordinary space.
    White,
}

struct Active {
    rule: RuleId,
    check: Check,
    except: HashSet<u64>,
}

struct Spacing(Vec<Active>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut all = Vec::new();
    for (rule_id, rule, params) in compile.params::<Params>() {
        let mut except = HashSet::new();
        if let Some(name) = &params.except_words {
            match compile.lists.words(name) {
                Some(words) => except.extend(words.map(hash_word)),
                None => compile.problems.push(rule.problem(None, format!("there is no list `{name}`"))),
            }
        }
        all.push(Active { rule: rule_id, check: params.check, except });
    }
    Box::new(Spacing(all))
}

impl Detector for Spacing {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for active in &self.0 {
            if !out.wants(active.rule) {
                continue;
            }
            for block in cx.text.blocks() {
                let seen = Seen { cx, block, start: block.tokens.start as usize, end: block.tokens.end as usize };
                match active.check {
                    Check::Before => seen.marks(|i| seen.before(i), active.rule, out),
                    Check::Doubled => seen.marks(|i| seen.doubled(i, &active.except), active.rule, out),
                    Check::Missing => seen.marks(|i| seen.missing(i, &active.except), active.rule, out),
                    Check::Residue => seen.residue(active.rule, out),
                    Check::White => seen.white(active.rule, out),
                }
            }
        }
    }
}

/// What a check found: where, and the edits that mend it.
struct Found {
    span: Span,
    trust: Applicability,
    edits: Vec<Edit>,
}

impl Found {
    fn new(span: Span, trust: Applicability, at: Span, text: &str) -> Self {
        Self { span, trust, edits: vec![Edit { span: at, text: text.to_owned() }] }
    }

    fn hit(self, rule: RuleId) -> Hit {
        Hit::new(rule, self.span).edits(self.trust, self.edits)
    }
}

/// A block as the checks see it.
struct Seen<'d, 'c> {
    cx: &'c Cx<'d>,
    block: &'d Block,
    start: usize,
    end: usize,
}

impl Seen<'_, '_> {
    /// Runs a check on every comma, point, colon and the like.
    fn marks(&self, check: impl Fn(usize) -> Option<Found>, rule: RuleId, out: &mut Sink<'_>) {
        for index in self.start + 1..self.end {
            let token = &self.cx.tokens()[index];
            let first = self.cx.text.content().as_bytes()[token.start() as usize];
            if token.is_punct()
                && matches!(first, b',' | b';' | b':' | b'.' | b'!' | b'?')
                && let Some(found) = check(index)
            {
                out.report(found.hit(rule));
            }
        }
    }

    fn token(&self, index: usize) -> Option<&Token> {
        (self.start..self.end).contains(&index).then(|| &self.cx.tokens()[index])
    }

    fn word(&self, index: usize) -> &str {
        self.token(index).map_or("", |_| self.cx.word(index))
    }

    /// White space before a token, none of it a line break.
    fn gap(&self, index: usize) -> bool {
        index > self.start && self.token(index).is_some_and(|t| t.spaced() && !t.has(TokenFlags::BREAK_BEFORE))
    }

    /// White space or the block's end behind a token.
    fn gap_after(&self, index: usize) -> bool {
        self.token(index + 1).is_none_or(Token::spaced)
    }

    fn is_word(&self, index: usize) -> bool {
        self.token(index).is_some_and(Token::is_word)
    }

    fn is_number(&self, index: usize) -> bool {
        self.token(index).is_some_and(Token::is_number)
    }

    /// A word of a script that puts spaces between words.
    fn spaced_word(&self, index: usize) -> bool {
        self.token(index).is_some_and(|t| t.is_word() && !t.has(TokenFlags::UNCASED))
    }

    fn closer(&self, index: usize) -> bool {
        matches!(self.word(index), ")" | "]" | "”" | "’" | "»" | "\"" | "'")
    }

    fn cover(&self, from: usize, to: usize) -> Span {
        self.cx.tokens()[from].span().cover(self.cx.tokens()[to].span())
    }

    /// The white space before a token.
    fn gap_span(&self, index: usize) -> Span {
        Span::new(self.cx.tokens()[index - 1].end(), self.cx.tokens()[index].start())
    }

    /// `word ,`
    fn before(&self, i: usize) -> Option<Found> {
        let mark = self.word(i);
        if mark.len() > 1 || !self.gap(i) {
            return None;
        }
        let prev = i - 1;
        let stands = self.spaced_word(prev)
            || self.is_number(prev)
            || self.closer(prev) && prev > self.start
            || self.word(prev) == "%";
        if !stands {
            return None;
        }
        let next_is_quote = self.closer(i + 1) && !matches!(mark, ":" | ";");
        let glued = matches!(mark, "," | ";") && self.spaced_word(i + 1) && !self.gap_after(i);
        if !(self.gap_after(i) || next_is_quote || glued) {
            return None;
        }
        // Ratios, spaced decimals and ellipses.
        let between_numbers = self.is_number(prev) && self.is_number(i + 1) && matches!(mark, ":" | ".");
        let ellipsis = mark == "." && matches!(self.word(i + 1), "." | ".." | "...");
        // `Which of the : ; marks`, `the sign ! means`: a mark that is spoken of.
        if between_numbers || ellipsis {
            return None;
        }
        let gap = self.gap_span(i);
        let span = Span::new(gap.start, self.cx.tokens()[i].end());
        let text = if glued { format!("{mark} ") } else { mark.to_owned() };
        Some(Found::new(span, Applicability::Safe, span, &text))
    }

    /// `word,,`
    fn doubled(&self, i: usize, abbreviations: &HashSet<u64>) -> Option<Found> {
        let mark = self.word(i);
        let prev = self.token(i - 1)?;
        let pointed = prev.has(TokenFlags::POINTED) && !self.gap(i) && self.word(i - 1).ends_with('.');
        if pointed && mark == "." && self.gap_after(i) {
            // `9 a.m..`: the abbreviation has the full stop already.
            let span = Span::new(self.cx.tokens()[i].start() - 1, self.cx.tokens()[i].end());
            return Some(Found::new(span, Applicability::Safe, span, "."));
        }
        if mark == ".." {
            // `the U.S...` ends in an ellipsis.
            let stands = (prev.counts() || self.closer(i - 1)) && !pointed;
            if !stands || self.gap(i) || !(self.gap_after(i) || self.closer(i + 1)) {
                return None;
            }
            let trust = if self.token(i + 1).is_some_and(Token::is_lower) {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            };
            let span = self.cx.tokens()[i].span();
            return Some(Found::new(span, trust, span, "."));
        }
        if mark.len() > 1 || !(prev.counts() || self.closer(i - 1)) {
            return None;
        }
        let mut last = i + 1;
        let next = self.word(last);
        let bad = match mark {
            "," | ";" => matches!(next, "," | ";" | "." | ":"),
            ":" => matches!(next, "," | ";" | ":" | "."),
            "." => matches!(next, "," | ";") && !self.gap(last) && self.not_abbreviated(i - 1, abbreviations),
            "?" | "!" => next == "." && !self.gap(last) && prev.is_lower() && self.gap_after(last),
            _ => false,
        };
        // `&oslash;,` is an entity, `, . . .` an ellipsis.
        let entity = mark == ";" && i >= self.start + 2 && self.word(i - 2) == "&";
        let ellipsis = next == "." && matches!(self.word(last + 1), "." | ".." | "...");
        if !bad || next.len() > 1 || entity || ellipsis {
            return None;
        }
        while self.word(last + 1) == next && !self.gap(last + 1) {
            last += 1;
        }
        // `std::vector`, `;-)`, `.,5`: the pair must end what it stands behind.
        if !(self.gap_after(last) || self.closer(last + 1) && mark != ":" && mark != ";") {
            return None;
        }
        let ends = self.token(last + 1).is_none_or(Token::is_capital);
        let (keep, trust) = match (mark, next) {
            (a, b) if a == b => (a, Applicability::Safe),
            (",", ".") | (".", ",") if last + 1 == self.end => (".", Applicability::Safe),
            (",", ".") | (".", ",") => (if ends { "." } else { "," }, Applicability::Unsafe),
            ("?" | "!", _) => (mark, Applicability::Safe),
            (_, b) => (b, Applicability::Unsafe),
        };
        let span = self.cover(i, last);
        Some(Found::new(span, trust, span, keep))
    }

    /// Whether a word can stand before a full stop only as the end of a sentence.
    fn not_abbreviated(&self, index: usize, abbreviations: &HashSet<u64>) -> bool {
        let Some(token) = self.token(index).filter(|t| t.is_word()) else { return false };
        let word = self.word(index);
        let letters = word.chars().count();
        let long = if self.cx.lang == Lang::EN { letters >= 3 } else { letters >= 8 };
        let vowels =
            word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U']) || token.has(TokenFlags::NON_ASCII);
        let caps =
            token.has(TokenFlags::POINTED) || token.has(TokenFlags::ALL_CAPS) || token.is_capital() && letters <= 4;
        long && vowels && !caps && !abbreviations.contains(&token.hash())
    }

    /// `word,word`
    fn missing(&self, i: usize, except: &HashSet<u64>) -> Option<Found> {
        let mark = self.word(i);
        let (prev, next) = (i - 1, i + 1);
        if self.gap(i) || self.gap_after(i) || !self.spaced_word(next) {
            return None;
        }
        let (before, after) = (self.word(prev), self.word(next));
        let tight = |index: usize, marks: &[&str]| {
            index > self.start && !self.gap(index) && marks.contains(&self.word(index - 1))
        };
        let right = match mark {
            "," => {
                let stands = self.spaced_word(prev) && before.chars().count() > 1
                    || self.is_number(prev) && after.len() > 2
                    || matches!(before, ")" | "”");
                stands && (after.len() > 1 || matches!(after, "a" | "I") && self.spaced_word(prev))
            }
            // `&nbsp;word` is an entity.
            ";" => self.spaced_word(prev) && before.len() > 1 && !tight(prev, &["&", "#", ";"]),
            ":" => {
                let code = tight(prev, &[":", "@", "/", "<", ".", "#", "-", "\\"])
                    || !self.gap_after(next) && matches!(self.word(next + 1), ":" | "/" | "-" | "=" | "(" | "\\" | "_");
                let token = self.token(prev)?;
                let named =
                    token.has(TokenFlags::ALL_CAPS) || token.has(TokenFlags::DIGIT) || except.contains(&token.hash());
                let lower_case = token.is_lower() && self.token(next).is_some_and(Token::is_lower);
                self.spaced_word(prev)
                    && !code
                    && !named
                    && before.chars().count() >= 3
                    && after.chars().count() >= 2
                    && (lower_case && before.len() >= 4 || token.is_capital())
            }
            _ => false,
        };
        let code = before.contains('_') || after.contains('_');
        if !right || code {
            return None;
        }
        let at = Span::new(self.cx.tokens()[next].start(), self.cx.tokens()[next].start());
        Some(Found::new(self.cover(i, next), Applicability::Safe, at, " "))
    }

    fn residue(&self, rule: RuleId, out: &mut Sink<'_>) {
        for i in self.start + 1..self.end {
            let token = &self.cx.tokens()[i];
            let found = match self.word(i) {
                "’" | "'" if self.cx.lang == Lang::EN => self.clitic(i),
                "n't" | "n’t" if self.gap(i) && self.is_word(i - 1) => {
                    Some(Found::new(self.cover(i - 1, i), Applicability::Safe, self.gap_span(i), ""))
                }
                "(" | "[" => self.opened(i),
                ")" | "]" => self.closed(i),
                "@" if token.is_punct() => self.joiner(i),
                "." if self.gap(i) && self.gap(i + 1) => self.decimal(i),
                _ => None,
            };
            if let Some(found) = found {
                out.report(found.hit(rule));
            }
        }
        // A bracket may be the first token.
        if let Some(found) = matches!(self.word(self.start), "(" | "[").then(|| self.opened(self.start)).flatten() {
            out.report(found.hit(rule));
        }
    }

    /// `country ’s`, `country’ s`, `country ’ s`.
    fn clitic(&self, i: usize) -> Option<Found> {
        let tail = self.word(i + 1);
        let (left, right) = (self.gap(i), self.gap(i + 1));
        let ends = self.gap_after(i + 1) || matches!(self.word(i + 2), "," | "." | ";" | ":" | "?" | "!");
        let known = if right { tail == "s" } else { matches!(tail, "s" | "re" | "ve" | "ll" | "d" | "m" | "t") };
        let prev = self.spaced_word(i - 1) || self.is_number(i - 1) && !left;
        if !(left || right) || !known || !ends || !prev {
            return None;
        }
        let mut edits = Vec::new();
        if left {
            edits.push(Edit { span: self.gap_span(i), text: String::new() });
        }
        if right {
            edits.push(Edit { span: self.gap_span(i + 1), text: String::new() });
        }
        Some(Found { span: self.cover(i - 1, i + 1), trust: Applicability::Safe, edits })
    }

    /// Whether the tokens of a bracket are prose, not a formula or a box to tick.
    fn prose(&self, inside: std::ops::Range<usize>) -> bool {
        let mut words = 0;
        for i in inside {
            match self.word(i) {
                "+" | "=" | "*" | "/" | "<" | ">" | "^" | "×" | "−" | "|" | "..." | "…" => return false,
                word => words += u32::from(self.spaced_word(i) && word.chars().count() > 1),
            }
        }
        words > 0
    }

    /// `( so )` and `( so)`.
    fn opened(&self, i: usize) -> Option<Found> {
        const REACH: usize = 50;
        let close = if self.word(i) == "(" { ")" } else { "]" };
        if !self.gap(i + 1) || !(self.spaced_word(i + 1) || self.is_number(i + 1)) {
            return None;
        }
        let end = (i + 1..self.end.min(i + REACH)).find(|&j| self.word(j) == close)?;
        if !self.prose(i + 1..end) {
            return None;
        }
        let mut edits = vec![Edit { span: self.gap_span(i + 1), text: String::new() }];
        let both = self.gap(end);
        if both {
            edits.push(Edit { span: self.gap_span(end), text: String::new() });
        }
        let span = if both { self.cover(i, end) } else { self.cover(i, i + 1) };
        Some(Found { span, trust: Applicability::Safe, edits })
    }

    /// `(so )`.
    fn closed(&self, i: usize) -> Option<Found> {
        const REACH: usize = 50;
        let open = if self.word(i) == ")" { "(" } else { "[" };
        let stands = self.gap(i) && (self.spaced_word(i - 1) || self.is_number(i - 1) || self.closer(i - 1));
        if !stands {
            return None;
        }
        let start = (self.start.max(i.saturating_sub(REACH))..i).rev().find(|&j| self.word(j) == open)?;
        // Both sides are reported at the opening one.
        let both = self.gap(start + 1);
        (!both && self.prose(start + 1..i))
            .then(|| Found::new(self.cover(i - 1, i), Applicability::Safe, self.gap_span(i), ""))
    }

    /// `3 . 5 million`.
    fn decimal(&self, i: usize) -> Option<Found> {
        const UNITS: &[&str] = &[
            "%",
            "percent",
            "per",
            "million",
            "billion",
            "trillion",
            "thousand",
            "times",
            "points",
            "degrees",
            "meters",
            "metres",
            "kilometers",
            "kilometres",
            "km",
            "tons",
            "tonnes",
            "hectares",
            "dollars",
            "euros",
            "yuan",
            "rubles",
            "hryvnias",
        ];
        let digits =
            |j: usize| self.is_number(j) && self.word(j).len() <= 3 && self.word(j).bytes().all(|b| b.is_ascii_digit());
        if !digits(i - 1) || !digits(i + 1) || !UNITS.contains(&self.word(i + 2)) {
            return None;
        }
        let span = self.cover(i - 1, i + 1);
        let around = Span::new(self.cx.tokens()[i - 1].end(), self.cx.tokens()[i + 1].start());
        Some(Found::new(span, Applicability::Unsafe, around, "."))
    }

    /// `@-@`, as tokenisers write a hyphen inside a word.
    fn joiner(&self, i: usize) -> Option<Found> {
        let mark = self.word(i + 1);
        let shaped = matches!(mark, "-" | "," | "." | "/" | ":")
            && self.word(i + 2) == "@"
            && !self.gap(i + 1)
            && !self.gap(i + 2);
        if !shaped || i + 3 >= self.end {
            return None;
        }
        let around = Span::new(self.cx.tokens()[i - 1].end(), self.cx.tokens()[i + 3].start());
        Some(Found::new(self.cover(i, i + 2), Applicability::Safe, around, mark))
    }

    fn white(&self, rule: RuleId, out: &mut Sink<'_>) {
        let tabular = OnceCell::new();
        for i in self.start + 1..self.end {
            let token = &self.cx.tokens()[i];
            if !token.spaced() || token.has(TokenFlags::ONE_SPACE) || token.has(TokenFlags::BREAK_BEFORE) {
                continue;
            }
            let gap = self.gap_span(i);
            if !gap.is_empty() && self.odd(i, self.cx.text.slice(gap), &|| *tabular.get_or_init(|| self.tabular())) {
                let white = self.cx.text.slice(gap);
                let hit = Hit::new(rule, gap).slot("better", name(white)).fix(Applicability::Safe, gap, " ");
                // A second space does not show on a page.
                out.report(if white == "  " { hit.severity(Severity::Neutral) } else { hit });
            }
        }
    }

    /// Whether white space before a token has no business there.
    fn odd(&self, i: usize, gap: &str, tabular: &dyn Fn() -> bool) -> bool {
        // White space before a mark is another rule’s.
        if self.closer(i) || matches!(self.word(i), "," | ";" | ":" | "." | "!" | "?" | "}") {
            return false;
        }
        let between_words = self.spaced_word(i - 1) && self.spaced_word(i);
        if gap.contains('\t') {
            return !tabular();
        }
        if gap.bytes().all(|b| b == b' ') {
            let typist = matches!(
                self.word(i - 1),
                "." | "!" | "?" | ":" | "…" | "..." | "”" | "\"" | "’" | ")" | "]" | "|" | "•" | "*" | "-"
            ) || self.cx.tokens()[i - 1].has(TokenFlags::POINTED);
            return !typist && self.cx.tokens()[i].kind() != crate::model::TokenKind::Symbol && !tabular();
        }
        if gap.chars().any(|c| matches!(c, '\u{a0}' | '\u{202f}')) {
            return between_words && !self.bound(i);
        }
        between_words
            && gap.chars().any(|c| matches!(c, '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' | '\u{1680}'))
            && !tabular()
    }

    /// Whether a no-break space keeps two words together as typography wants it: initials, titles, short words of
    /// languages that bind them, the last word of a headline.
    fn bound(&self, i: usize) -> bool {
        let before = &self.cx.tokens()[i - 1];
        let letters = self.word(i - 1).chars().count();
        let short = if matches!(self.cx.lang.code(), "en") { 1 } else { 3 };
        let title = matches!(self.word(i - 1), "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Prof" | "Sir" | "No");
        let last = i + 2 >= self.end;
        letters <= short
            || before.has(TokenFlags::POINTED)
            || title
            || last
            || self.block.kind == BlockKind::Headline
            || self.cx.lang.code() == "fr"
            || self.word(i).chars().count() == 1
    }

    /// Rows of a table, and verse set with spaces: several wide gaps in a line that does not end like a sentence.
    fn tabular(&self) -> bool {
        let tokens = &self.cx.tokens()[self.start..self.end];
        let ended = matches!(self.word(self.end - 1), "." | "!" | "?" | "”" | "\"" | ":" | "…" | ")");
        let wide = tokens.iter().skip(1).filter(|t| t.spaced() && !t.has(TokenFlags::ONE_SPACE)).count();
        !ended && (wide > 1 || self.cx.text.slice(self.block.span).contains('\t'))
            || wide * 3 > tokens.len() && tokens.len() > 6
    }
}

/// What a piece of white space is called.
fn name(gap: &str) -> String {
    match gap.chars().next() {
        _ if gap.contains('\t') => "a tab".to_owned(),
        Some(' ') if gap.bytes().all(|b| b == b' ') => format!("{} spaces", gap.len()),
        Some('\u{a0}' | '\u{202f}') => "a no-break space".to_owned(),
        Some(c) => format!("U+{:04X}", c as u32),
        None => String::new(),
    }
}
