//! The tokens of an article that may lead to an expression of the binary: one pass for all that ask.

use super::{Seen, index::EVERY_MARK, sieve::Sieve, sift::Sift};
use crate::model::{Text, TokenKind};
use std::cell::Cell;

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::Sieve;
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/leads.rs"));
}

/// What of an article may lead to an expression.
pub(in crate::detect) struct Leads {
    /// The indexes of the tokens, in order; one in ten of them leads nowhere after all.
    pub(super) tokens: Vec<u32>,
    /// The marks of ASCII that the article has, as bits; all where an address may hide some, and anything else.
    pub(super) marks: u128,
    /// These tokens and marks as bits.
    pub(super) seen: Seen,
}

thread_local! {
    /// Room with nothing in it.
    static ROOM: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
}

impl Leads {
    /// Goes through the tokens of an article once.
    pub(in crate::detect) fn of(text: &Text) -> Self {
        let mut leads = Self { tokens: ROOM.take(), marks: 1, seen: Seen::default() };
        leads.tokens.clear();
        let Some(sift) = Sift::with(&written::SIEVE) else { return leads };
        let bytes = text.content().as_bytes();
        for (token, index) in text.tokens().iter().zip(0..) {
            let may_lead = if token.is_plain_word() {
                sift.word(bytes, token)
            } else {
                match (token.kind(), bytes.get(token.start() as usize)) {
                    (TokenKind::Punct | TokenKind::Symbol, Some(mark)) if mark.is_ascii() => {
                        leads.marks |= 1 << mark;
                        sift.has_mark(*mark)
                    }
                    (TokenKind::Address, _) => {
                        leads.marks = EVERY_MARK;
                        true
                    }
                    _ => true,
                }
            };
            if may_lead {
                leads.tokens.push(index);
            }
        }
        for &index in &leads.tokens {
            leads.seen.add(text.content(), &text.tokens()[index as usize]);
        }
        let mut marks = leads.marks;
        while marks != 0 && leads.marks != EVERY_MARK {
            leads.seen.add_mark(marks.trailing_zeros() as u8);
            marks &= marks - 1;
        }
        leads
    }
}

impl Drop for Leads {
    fn drop(&mut self) {
        ROOM.set(std::mem::take(&mut self.tokens));
    }
}
