//! A quick answer for most tokens: they lead nowhere.

use super::{
    index::spread,
    key::START,
    sieve::{CELLS, Sieve, cell, place},
};
use crate::model::Token;

/// A [`Sieve`] at work.
#[derive(Clone, Copy)]
pub(super) struct Sift<'s> {
    cells: &'s [u64; CELLS],
    marks: [u64; 2],
}

impl<'s> Sift<'s> {
    /// None where nothing leads anywhere.
    pub(super) fn with(sieve: &'s Sieve) -> Option<Self> {
        Some(Self { cells: sieve.cells.first_chunk()?, marks: sieve.marks })
    }

    /// Whether a token of a text may lead to an expression: of those that do not nine in ten are told.
    #[inline]
    pub(super) fn may_lead(&self, bytes: &[u8], token: &Token) -> bool {
        if token.is_plain_word() {
            return self.word(bytes, token);
        }
        let mark = bytes.get(token.start() as usize).filter(|mark| token.is_punct() && mark.is_ascii());
        mark.is_none_or(|mark| self.has_mark(*mark))
    }

    /// The same of a word without digits, apostrophes and letters outside ASCII.
    #[inline]
    pub(super) fn word(&self, bytes: &[u8], token: &Token) -> bool {
        // A short word is taken together with what follows it: a look in vain now and then is cheaper than asking.
        let start = token.start() as usize;
        let starts = match bytes.get(start..start + START) {
            // The high bits are those of what is mixed from it.
            Some(&[a, b, c, d]) => self.may(spread(u32::from_le_bytes([a, b, c, d]) | 0x2020_2020)),
            _ => false,
        };
        starts | self.may(token.hash())
    }

    /// Whether a key may be in the table; one that is not is taken for one now and then.
    #[inline]
    fn may(&self, key: u64) -> bool {
        self.cells[cell(key)] >> (place(key) & 63) & 1 == 1
    }

    /// Whether a mark of ASCII is in the table.
    #[inline]
    pub(super) fn has_mark(&self, mark: u8) -> bool {
        self.marks[usize::from((mark / 64) & 1)] >> (mark % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::trigger::index::mixed;
    use crate::text::tokens_of;

    #[test]
    fn every_key_passes_and_few_others() {
        let key = |i: u64| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let sieve = Sieve::of((0..1500).map(key), |mark| key(u64::from(mark) + 1480));
        let sift = Sift::with(&sieve).expect("it has keys");
        assert!((0..1500).all(|i| sift.may(key(i))));
        assert!((1500..11_500).filter(|&i| sift.may(key(i))).count() < 400);
        assert_eq!((0..0x80).filter(|&mark| sift.has_mark(mark)).collect::<Vec<u8>>(), (0..20).collect::<Vec<u8>>());
        assert!(Sift::with(&Sieve::default()).is_none());
    }

    #[test]
    fn tokens_lead_by_their_word_their_first_letters_or_their_mark() {
        let text = "The cookie, cookies: cook (a) no naïve don't 5th end";
        let word = |text: &str| tokens_of(text)[0].hash();
        let start = mixed(u32::from_le_bytes(*b"cook"));
        let keys = [word("end"), start, mixed(u32::from(b':'))];
        let sieve = Sieve::of(keys.into_iter(), |mark| mixed(mark.into()));
        let sift = Sift::with(&sieve).expect("it has keys");
        let tokens = tokens_of(text);
        let led = tokens.iter().filter(|token| sift.may_lead(text.as_bytes(), token));
        let led: Vec<&str> = led.map(|token| &text[token.span().range()]).collect();
        assert_eq!(led, ["cookie", "cookies", ":", "cook", "naïve", "don't", "5th", "end"]);
    }
}
