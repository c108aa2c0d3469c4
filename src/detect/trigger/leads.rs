//! What the tokens of an article lead to: one pass for all expressions of the binary.

use super::{
    Met, Seen, Triggers,
    index::EVERY_MARK,
    letters,
    sieve::Sieve,
};
use crate::model::{Slot, Table, Text, TokenKind};
use std::{borrow::Cow, cell::Cell};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Cow, Sieve, Slot, Table, Triggers};

    include!(concat!(env!("OUT_DIR"), "/leads.rs"));
}

/// What an article knows of the expressions of the binary.
pub(in crate::detect) struct Leads {
    /// The tokens that lead to one, in order, by the number that it has among [all](Triggers::joined).
    pub(super) met: Vec<Met>,
    /// The marks of ASCII that the article has, as bits; all where an address may hide some, and anything else.
    pub(super) marks: u128,
    /// These marks, and all tokens that may lead to an expression or are rare enough to rule one out.
    pub(super) seen: Seen,
}

thread_local! {
    /// Room with nothing in it.
    static ROOM: Cell<Vec<Met>> = const { Cell::new(Vec::new()) };
}

impl Leads {
    /// Goes through the tokens of an article once.
    pub(in crate::detect) fn of(text: &Text) -> Self {
        let mut leads = Self { met: ROOM.take(), marks: 1, seen: Seen::default() };
        leads.met.clear();
        let (all, sieve) = (&written::TRIGGERS, &written::SIEVE);
        let content = text.content();
        let bytes = content.as_bytes();
        for (token, index) in text.tokens().iter().zip(0..) {
            if token.is_plain_word() {
                // Nearly all words stop here.
                if !sieve.may(token.hash()) && !letters(bytes, token).is_some_and(|start| sieve.may(start)) {
                    continue;
                }
            } else if matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol)
                && let Some(mark) = bytes.get(token.start() as usize).filter(|mark| mark.is_ascii())
            {
                leads.marks |= 1 << mark;
                all.led(content, token, index, &mut leads.met);
                continue;
            } else if token.kind() == TokenKind::Address {
                leads.marks = EVERY_MARK;
            }
            leads.seen.add(content, token);
            all.led(content, token, index, &mut leads.met);
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
        ROOM.set(std::mem::take(&mut self.met));
    }
}
