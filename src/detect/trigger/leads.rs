//! What the tokens of an article lead to: one pass for all expressions of the binary.

use super::{Met, Seen, Triggers, index::NO_MARK, letters, sieve::Sieve};
use crate::model::{Block, Slot, Table, Text, TokenKind};
use std::{borrow::Cow, cell::Cell};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Cow, Sieve, Slot, Table, Triggers};

    include!(concat!(env!("OUT_DIR"), "/leads.rs"));
}

/// The marks of a block that may have any.
pub(super) const EVERY_MARK: u128 = u128::MAX;

/// What an article knows of the expressions of the binary.
pub(in crate::detect) struct Leads {
    /// The tokens that lead to one that may match in their block, in order, by the number that it has among
    /// [all](Triggers::joined).
    pub(super) met: Vec<Met>,
    /// The [marks](Held::marks) of its blocks together.
    pub(super) marks: u128,
}

/// What a text holds that rules expressions out.
pub(super) struct Held {
    /// The marks of ASCII, as bits; all where an address may hide some, and anything else.
    pub(super) marks: u128,
    /// The tokens that may lead to an expression or are rare enough to rule one out.
    pub(super) seen: Seen,
}

thread_local! {
    /// Room with nothing in it.
    static ROOM: Cell<Vec<Met>> = const { Cell::new(Vec::new()) };
}

impl Leads {
    /// Goes through the tokens of an article once.
    pub(in crate::detect) fn of(text: &Text) -> Self {
        let mut leads = Self { met: ROOM.take(), marks: NO_MARK };
        leads.met.clear();
        // Where articles are many at once, only one of them finds room.
        leads.met.reserve(text.tokens().len() / 4);
        for block in text.blocks() {
            let (first, mut held) = (leads.met.len(), Held { marks: NO_MARK, seen: Seen::default() });
            held.add(text, block, &mut leads.met);
            leads.keep(first, &held);
            leads.marks |= held.marks;
        }
        leads
    }

    /// Forgets those met from a place on that cannot match in their block.
    fn keep(&mut self, first: usize, held: &Held) {
        let mut kept = first;
        for at in first..self.met.len() {
            let met = self.met[at];
            self.met[kept] = met;
            kept += usize::from(written::TRIGGERS.may_hold(met.number, held));
        }
        self.met.truncate(kept);
    }
}

impl Held {
    /// Adds the tokens of a block, and collects what they lead to.
    fn add(&mut self, text: &Text, block: &Block, met: &mut Vec<Met>) {
        let (all, sieve) = (&written::TRIGGERS, &written::SIEVE);
        let content = text.content();
        let bytes = content.as_bytes();
        for (own, token) in (block.tokens.start..).zip(text.tokens_in(&block.tokens)) {
            if token.is_plain_word() {
                // Nearly all words stop here.
                let (word, start) = (token.hash(), letters(bytes, token));
                let may_start = start.is_some_and(|start| sieve.may(start));
                if sieve.may(word) {
                    self.word(word, own, met);
                }
                if let Some(start) = start.filter(|_| may_start) {
                    self.word(start, own, met);
                }
                continue;
            }
            if matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol)
                && let Some(mark) = bytes.get(token.start() as usize).filter(|mark| mark.is_ascii())
            {
                self.marks |= 1 << mark;
                if written::MARKS >> mark & 1 == 1 {
                    all.led(content, token, own, met);
                }
                continue;
            }
            if token.kind() == TokenKind::Address {
                self.marks = EVERY_MARK;
            }
            self.seen.add(content, token);
            all.led(content, token, own, met);
        }
    }

    /// Adds a word or the start of one, and collects what it leads to.
    fn word(&mut self, key: u64, token: u32, met: &mut Vec<Met>) {
        self.seen.add_key(key);
        for &number in written::TRIGGERS.words.at(key) {
            met.push(Met { number, token });
        }
    }
}

impl Drop for Leads {
    fn drop(&mut self) {
        ROOM.set(std::mem::take(&mut self.met));
    }
}
