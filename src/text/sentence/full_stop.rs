//! Whether a point is a full stop, from the word before it and what follows.

use super::{Next, View};
use crate::{
    model::TokenKind,
    text::abbreviation::{Abbreviation, abbreviation, before_ordinal, follows_time, german_month, opens_sentences},
};

impl View<'_> {
    /// Whether a point before white space is a full stop.
    pub(super) fn full_stop(&self, at: usize, closed: bool, next: Next) -> bool {
        if next == Next::Inside {
            return false;
        }
        if closed && at == self.start + 1 && self.tokens[self.start].is_number() {
            // `1.) First`
            return false;
        }
        if closed || at == self.start || self.tokens[at].spaced() {
            return next != Next::Lower || !closed;
        }
        let before = self.tokens[at - 1];
        match before.kind() {
            TokenKind::Word => self.stop_after_word(at - 1, next),
            TokenKind::Number => self.stop_after_number(at - 1, next),
            _ => true,
        }
    }

    /// `1. First` at the start of a sentence, `am 3. Mai`, `die 3. Liga`.
    fn stop_after_number(&self, index: usize, next: Next) -> bool {
        let number = self.tokens[index];
        let short = number.span().len() <= 3;
        if index == self.start {
            return !short && !self.word(index).contains('.');
        }
        let before = &self.tokens[index - 1];
        if !short {
            return true;
        }
        match next {
            Next::Capital(i) => {
                opens_sentences(&self.tokens[i]) || !(german_month(&self.tokens[i]) || before_ordinal(before))
            }
            Next::Lower => false,
            _ => true,
        }
    }

    fn stop_after_word(&self, index: usize, next: Next) -> bool {
        let word = self.tokens[index];
        if word.span().len() == 1 || self.word(index).chars().nth(1).is_none() {
            return self.stop_after_letter(index, next);
        }
        // `IV. Results`
        if index == self.start && self.word(index).bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
            return false;
        }
        // The second half of `M.Sc.`
        if index > self.start && !word.spaced() && self.word(index - 1) == "." {
            return self.stop_after_abbreviation(Abbreviation::BeforeName, next);
        }
        match abbreviation(&word) {
            Some(Abbreviation::Calendar) if !word.is_capital() => true,
            Some(kind) => self.stop_after_abbreviation(kind, next),
            // `5 in. of rain`
            None if self.word(index) == "in" && index > self.start && self.tokens[index - 1].is_number() => {
                self.stop_after_abbreviation(Abbreviation::Closing, next)
            }
            None => true,
        }
    }

    fn stop_after_abbreviation(&self, kind: Abbreviation, next: Next) -> bool {
        match (kind, next) {
            (Abbreviation::Bound, _) => false,
            (Abbreviation::BeforeNumber, _) => next != Next::Number,
            (Abbreviation::Closing, Next::Capital(i)) if follows_time(&self.tokens[i]) => false,
            (_, Next::Capital(i)) => kind == Abbreviation::Closing || opens_sentences(&self.tokens[i]),
            (_, Next::Uncased) => true,
            (_, Next::Lower | Next::Number | Next::Inside) => false,
        }
    }

    /// `J. K. Rowling`, `vitamin C. The`, `World War I. In`, `20 °C. The`, `A. First`, `z. B.`
    fn stop_after_letter(&self, index: usize, next: Next) -> bool {
        let Next::Capital(i) = next else { return false };
        if index == self.start {
            return false;
        }
        let (letter, before) = (self.tokens[index], self.tokens[index - 1]);
        match self.word(index) {
            // `Smith v. Jones`
            "v" => return false,
            // A sentence cut off behind its article: `blocked by a. Volunteers cleared it.`
            "a" if before.is_lower() => return true,
            // `в 2006 г. Он`
            "г" if before.is_number() => return true,
            _ => {}
        }
        if self.word(index) == "I" && before.is_lower()
            || !letter.spaced() && matches!(self.word(index - 1), "°" | "º" | ";")
        {
            return true;
        }
        opens_sentences(&self.tokens[i]) && self.tokens[i].span().len() > 1
    }

    pub(super) fn initialism_ends(&self, at: usize, closed: bool, next: Next) -> bool {
        if closed {
            return matches!(next, Next::Capital(_));
        }
        let kind = abbreviation(&self.tokens[at]).unwrap_or(Abbreviation::BeforeName);
        if at == self.start && kind != Abbreviation::Closing {
            return false;
        }
        self.stop_after_abbreviation(kind, next)
    }
}
