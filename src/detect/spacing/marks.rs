//! Commas, points, colons and the like: a space before, none behind, or two in a row.

use super::seen::{Found, Seen};
use crate::model::{Applicability, Hashes, Lang, Span, Token, TokenFlags};

impl Seen<'_, '_> {
    /// `word ,`
    pub(super) fn before(&self, i: usize) -> Option<Found> {
        // Hardly a mark has white space before it.
        if !self.gap(i) || self.cx.tokens()[i].span().len() > 1 {
            return None;
        }
        let mark = self.word(i);
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
    pub(super) fn doubled(&self, i: usize, abbreviations: &Hashes) -> Option<Found> {
        let prev = self.token(i - 1)?;
        // Behind a single mark and an ordinary word only another mark is one too many.
        let alone = self.cx.tokens()[i].span().len() == 1 && !self.token(i + 1).is_some_and(Token::is_punct);
        if alone && !prev.has(TokenFlags::POINTED) {
            return None;
        }
        let mark = self.word(i);
        let pointed = prev.has(TokenFlags::POINTED) && !self.gap(i) && self.word(i - 1).ends_with('.');
        if pointed && mark == "." && self.gap_after(i) {
            // `9 a.m..`: the abbreviation has the full stop already.
            let span = Span::new(self.cx.tokens()[i].start() - 1, self.cx.tokens()[i].end());
            return Some(Found::new(span, Applicability::Safe, span, "."));
        }
        if mark == ".." {
            // `the U.S...` ends in an ellipsis.
            // `g.. geh`: somebody stammers.
            let stammer = prev.is_word() && prev.span().len() == 1;
            let stands = (prev.counts() || self.closer(i - 1)) && !pointed && !stammer;
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
            "," | ";" => matches!(next, "," | ";" | "." | ":" | "!" | "?"),
            ":" => matches!(next, "," | ";" | ":" | "."),
            "." => matches!(next, "," | ";" | ":" | "!") && self.not_abbreviated(i - 1, abbreviations),
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
            (".", "!") => ("!", Applicability::Unsafe),
            (",", ".") | (".", ",") if last + 1 == self.end => (".", Applicability::Safe),
            (",", ".") | (".", ",") => (if ends { "." } else { "," }, Applicability::Unsafe),
            ("?" | "!", _) => (mark, Applicability::Safe),
            (_, b) => (b, Applicability::Unsafe),
        };
        let span = self.cover(i, last);
        Some(Found::new(span, trust, span, keep))
    }

    /// Whether a word can stand before a full stop only as the end of a sentence.
    fn not_abbreviated(&self, index: usize, abbreviations: &Hashes) -> bool {
        let Some(token) = self.token(index).filter(|t| t.is_word()) else { return false };
        let word = self.word(index);
        let letters = word.chars().count();
        let long = if self.cx.lang == Lang::EN { letters >= 3 } else { letters >= 8 };
        let vowels =
            word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U']) || token.has(TokenFlags::NON_ASCII);
        let caps =
            token.has(TokenFlags::POINTED) || token.has(TokenFlags::ALL_CAPS) || token.is_capital() && letters <= 4;
        long && vowels && !caps && !abbreviations.contains(token.hash())
    }

    /// `word,word`
    pub(super) fn missing(&self, i: usize, except: &Hashes) -> Option<Found> {
        let (prev, next) = (i - 1, i + 1);
        if self.gap_after(i) || self.gap(i) || !self.spaced_word(next) {
            return None;
        }
        let mark = self.word(i);
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
                    token.has(TokenFlags::ALL_CAPS) || token.has(TokenFlags::DIGIT) || except.contains(token.hash());
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
}
