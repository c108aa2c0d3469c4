//! Tokens that were cut apart for a translation engine and never joined again.

use super::seen::{Found, Seen};
use crate::model::{Applicability, Edit, Lang, Span};

impl Seen<'_, '_> {
    /// Runs every check of this file on a mark that is not the first token, or a bracket that opens.
    pub(super) fn residue(&self, i: usize) -> Option<Found> {
        match self.word(i) {
            "’" | "'" if self.cx.lang == Lang::EN => self.clitic(i),
            "n't" | "n’t" if self.gap(i) && self.is_word(i - 1) => {
                Some(Found::new(self.cover(i - 1, i), Applicability::Safe, self.gap_span(i), ""))
            }
            "(" | "[" => self.opened(i),
            ")" | "]" => self.closed(i),
            "@" if self.cx.tokens()[i].is_punct() => self.joiner(i),
            "." if self.gap(i) && self.gap(i + 1) => self.decimal(i),
            _ => None,
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
}
