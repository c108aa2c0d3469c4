//! Tokens as bits, for expressions that are tried on all of it.

use super::{
    Triggers,
    index::{APOSTROPHE, BITS, DIGIT, FOREIGN, bit, mixed},
    is_foreign,
    leads::{EVERY_MARK, Held},
    letters,
};
use crate::{
    detect::Cx,
    model::{Block, Token, TokenFlags, TokenKind},
};

/// No key, but what an address holds is no tokens.
const ADDRESS: u16 = BITS + 3;

/// Some tokens of a text.
pub(in crate::detect) struct Seen([u64; BITS as usize / 64 + 1]);

impl Default for Seen {
    fn default() -> Self {
        Self([0; BITS as usize / 64 + 1])
    }
}

impl Seen {
    pub(in crate::detect) fn of(cx: &Cx<'_>, block: &Block) -> Self {
        let mut seen = Self::default();
        for token in cx.text.tokens_in(&block.tokens) {
            seen.add(cx.text.content(), token);
        }
        seen
    }

    /// Adds a token of a text.
    #[inline]
    pub(super) fn add(&mut self, content: &str, token: &Token) {
        let bytes = content.as_bytes();
        if token.is_plain_word() {
            self.set(bit(token.hash()));
            if let Some(start) = letters(bytes, token) {
                self.set(bit(start));
            }
            return;
        }
        let kind = token.kind();
        let first = bytes[token.start() as usize];
        if !matches!(kind, TokenKind::Punct | TokenKind::Symbol) {
            self.set(bit(token.hash()));
            if let Some(start) = letters(bytes, token) {
                self.set(bit(start));
            }
        } else if first.is_ascii() {
            self.set(bit(mixed(first.into())));
        } else {
            self.set(bit(token.hash()));
        }
        let high = token.has(TokenFlags::NON_ASCII);
        let foreign = match kind {
            TokenKind::Word => high && is_foreign(&content[token.span().range()]),
            TokenKind::Number | TokenKind::Symbol | TokenKind::Address => high,
            TokenKind::Punct => false,
        };
        let address = kind == TokenKind::Address;
        let digit = address || kind == TokenKind::Number || token.has(TokenFlags::DIGIT);
        let apostrophe = kind == TokenKind::Word && token.has(TokenFlags::APOSTROPHE);
        for (holds, bit) in [(foreign, FOREIGN), (digit, DIGIT), (apostrophe, APOSTROPHE), (address, ADDRESS)] {
            if holds {
                self.set(bit);
            }
        }
    }

    /// Adds a word or the start of one.
    #[inline]
    pub(super) fn add_key(&mut self, key: u64) {
        self.set(bit(key));
    }

    #[inline]
    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    #[inline]
    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }
}

impl Triggers {
    /// Whether an expression may match in a text, as far as can be told by what the text is known to hold: a mark that each
    /// match holds, and a key of the set whose keys are remembered.
    #[inline]
    pub(super) fn may_hold(&self, number: u32, held: &Held) -> bool {
        let number = number as usize;
        if self.marks[number] & held.marks == 0 {
            return false;
        }
        !self.known[number]
            || held.marks == EVERY_MARK
            || self.has_all(self.further[number] as usize + 1, 1, &held.seen)
    }

    /// Whether a key is there of each of some sets, so many from a place on.
    fn has_all(&self, at: usize, count: u16, seen: &Seen) -> bool {
        let mut rest = self.sets.get(at..).unwrap_or_default();
        (0..count).all(|_| {
            let Some((&length, behind)) = rest.split_first() else { return true };
            let (keys, behind) = behind.split_at(usize::from(length).min(behind.len()));
            rest = behind;
            keys.iter().any(|key| seen.has(*key))
        })
    }

    /// Whether a block holds a key of each further set of an expression.
    pub(in crate::detect) fn may_match(&self, number: u32, seen: &Seen) -> bool {
        let at = self.further[number as usize] as usize;
        let all = self.has_all(at + 1, self.sets[at], seen);
        // What an address holds is no tokens.
        all || seen.has(ADDRESS) && self.addresses.binary_search(&number).is_ok()
    }
}
