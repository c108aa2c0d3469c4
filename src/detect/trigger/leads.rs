//! What the tokens of an article lead to: one pass for all expressions of the binary.

use super::{
    Met, Seen, Triggers,
    index::{EVERY_MARK, NO_MARK},
    letters,
    sieve::Sieve,
};
use crate::model::{Block, Slot, Table, Text, TokenKind};
use std::{borrow::Cow, cell::Cell};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Cow, Sieve, Slot, Table, Triggers};

    include!(concat!(env!("OUT_DIR"), "/leads.rs"));
}

/// What an article knows of the expressions of the binary.
pub(in crate::detect) struct Leads {
    /// The tokens that lead to one that may match in their block, in order, by the number that it has among
    /// [all](Triggers::joined).
    pub(super) met: Vec<Met>,
    /// What its blocks hold together.
    pub(super) held: Held,
}

/// What a text holds that rules expressions out.
#[derive(Default)]
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
        let mut leads = Self { met: ROOM.take(), held: Held::default() };
        leads.met.clear();
        for block in text.blocks() {
            let (first, mut held) = (leads.met.len(), Held { marks: NO_MARK, seen: Seen::default() });
            held.add(text, block, &mut leads.met);
            leads.keep(first, &held);
            leads.held.marks |= held.marks;
            leads.held.seen.join(&held.seen);
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
        for (token, index) in text.tokens_in(&block.tokens).iter().zip(block.tokens.start..) {
            if token.is_plain_word() {
                // Nearly all words stop here.
                let (word, start) = (token.hash(), letters(bytes, token));
                for key in [Some(word).filter(|word| sieve.may(*word)), start.filter(|start| sieve.may(*start))] {
                    let Some(key) = key else { continue };
                    self.seen.add_key(key);
                    met.extend(all.words.at(key).iter().map(|&number| Met { number, token: index }));
                }
                continue;
            }
            if matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol)
                && let Some(mark) = bytes.get(token.start() as usize).filter(|mark| mark.is_ascii())
            {
                self.marks |= 1 << mark;
                if written::MARKS >> mark & 1 == 1 {
                    all.led(content, token, index, met);
                }
                continue;
            }
            if token.kind() == TokenKind::Address {
                self.marks = EVERY_MARK;
            }
            self.seen.add(content, token);
            all.led(content, token, index, met);
        }
    }
}

impl Drop for Leads {
    fn drop(&mut self) {
        ROOM.set(std::mem::take(&mut self.met));
    }
}
