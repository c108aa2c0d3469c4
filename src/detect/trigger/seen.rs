//! The tokens of a block as bits, for expressions that are tried on all of it.

use super::{
    Triggers,
    index::{APOSTROPHE, BITS, DIGIT, FOREIGN, bit, mixed},
    is_foreign, letters,
};
use crate::{
    detect::Cx,
    model::{Block, TokenFlags, TokenKind},
};

/// No key, but what an address holds is no tokens.
const ADDRESS: u16 = BITS + 3;

/// The tokens of a block.
pub(in crate::detect) struct Seen([u64; BITS as usize / 64 + 1]);

impl Seen {
    pub(in crate::detect) fn of(cx: &Cx<'_>, block: &Block) -> Self {
        let bytes = cx.text.content().as_bytes();
        let mut seen = Self([0; BITS as usize / 64 + 1]);
        for token in cx.text.tokens_in(&block.tokens) {
            let kind = token.kind();
            if token.is_plain_word() {
                seen.set(bit(token.hash()));
                if let Some(start) = letters(bytes, token) {
                    seen.set(bit(start));
                }
                continue;
            }
            let first = bytes[token.start() as usize];
            if !matches!(kind, TokenKind::Punct | TokenKind::Symbol) {
                seen.set(bit(token.hash()));
                if let Some(start) = letters(bytes, token) {
                    seen.set(bit(start));
                }
            } else if first.is_ascii() {
                seen.set(bit(mixed(first.into())));
            } else {
                seen.set(bit(token.hash()));
            }
            let high = token.has(TokenFlags::NON_ASCII);
            let foreign = match kind {
                TokenKind::Word => high && is_foreign(&cx.text.content()[token.span().range()]),
                TokenKind::Number | TokenKind::Symbol | TokenKind::Address => high,
                TokenKind::Punct => false,
            };
            let address = kind == TokenKind::Address;
            let digit = address || kind == TokenKind::Number || token.has(TokenFlags::DIGIT);
            let apostrophe = kind == TokenKind::Word && token.has(TokenFlags::APOSTROPHE);
            for (holds, bit) in [(foreign, FOREIGN), (digit, DIGIT), (apostrophe, APOSTROPHE), (address, ADDRESS)] {
                if holds {
                    seen.set(bit);
                }
            }
        }
        seen
    }

    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }
}

impl Triggers {
    /// Whether a block holds a key of each further set of an expression.
    pub(in crate::detect) fn may_match(&self, number: u32, seen: &Seen) -> bool {
        let at = self.further[number as usize] as usize;
        let mut rest = &self.sets[at + 1..];
        let all = (0..self.sets[at]).all(|_| {
            let (keys, behind) = rest[1..].split_at(usize::from(rest[0]));
            rest = behind;
            keys.iter().any(|key| seen.has(*key))
        });
        // What an address holds is no tokens.
        all || seen.has(ADDRESS) && self.addresses.binary_search(&number).is_ok()
    }
}
