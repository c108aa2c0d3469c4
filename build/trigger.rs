//! What leads to an expression.

#[path = "../src/detect/trigger/byte.rs"]
mod byte;
#[path = "../src/detect/trigger/class.rs"]
mod class;
#[path = "../src/detect/trigger/edge.rs"]
mod edge;
#[path = "../src/detect/trigger/index.rs"]
mod index;
#[path = "../src/detect/trigger/key.rs"]
mod key;
#[path = "../src/detect/trigger/lead.rs"]
mod lead;
#[path = "../src/detect/trigger/piece.rs"]
mod piece;
#[path = "../src/detect/trigger/require.rs"]
mod require;
#[path = "../src/detect/trigger/sieve.rs"]
#[expect(dead_code, reason = "made here, asked in the library")]
mod sieve;

use crate::model::{Collect, Table};
use index::mixed;
pub(crate) use index::{Index, Triggers};
pub(crate) use key::Edges;
pub(crate) use lead::Lead;
use require::cost;
pub(crate) use require::{Required, required, required_by_all};
use sieve::{CELLS, Sieve};

/// So many tokens in a hundred thousand are rare at the start of a line.
const RARE: u32 = 3_000;

impl Required {
    /// Whether a match starts with a token that is known and rare.
    pub(crate) fn starts_rarely(&self) -> bool {
        self.first.as_ref().is_some_and(|keys| cost(keys) < RARE)
    }
}

/// All keys of a table.
fn keys(table: &Table) -> impl Iterator<Item = u64> {
    table.slots.iter().filter(|slot| slot.1 != slot.2).map(|slot| slot.0)
}

impl Triggers {
    /// The expressions of several indexes, one after the other, and the tokens that lead to them.
    pub(crate) fn joined(all: &[&Self]) -> Self {
        let (mut words, mut joined) = (Collect::default(), Self::default());
        for triggers in all {
            let (base, sets) = (joined.leads.len() as u32, joined.sets.len() as u32);
            let number = |number: &u32| base + number;
            for key in keys(&triggers.words) {
                triggers.words.at(key).iter().for_each(|entry| words.add(key, number(entry)));
            }
            joined.digits.to_mut().extend(triggers.digits.iter().map(number));
            joined.apostrophes.to_mut().extend(triggers.apostrophes.iter().map(number));
            joined.foreign.to_mut().extend(triggers.foreign.iter().map(number));
            joined.addresses.to_mut().extend(triggers.addresses.iter().map(number));
            joined.leads.to_mut().extend(triggers.leads.iter());
            joined.marks.to_mut().extend(triggers.marks.iter());
            joined.known.to_mut().extend(triggers.known.iter());
            // Groups of expressions have no sets.
            let places = triggers.further.iter().map(|at| sets + at);
            joined.further.to_mut().extend(places);
            joined.further.to_mut().resize(joined.leads.len(), 0);
            joined.sets.to_mut().extend(triggers.sets.iter());
        }
        joined.words = words.table();
        // How far before a token a match can start is asked of each index by itself.
        joined.leads = Vec::new().into();
        joined
    }

    /// The marks of ASCII that lead to one of them, as bits.
    pub(crate) fn leading_marks(&self) -> u128 {
        (0..0x80).filter(|mark| !self.words.at(mixed(*mark)).is_empty()).fold(0, |all, mark| all | 1 << mark)
    }

    /// A sieve for the words that lead to one of them, and for hints.
    pub(crate) fn sieve(&self, hints: &[u64]) -> Sieve {
        let mut sieve = Sieve([0; CELLS]);
        keys(&self.words).chain(hints.iter().copied()).for_each(|key| sieve.add(key));
        sieve
    }

    /// What is asked of them where it is known which tokens lead to them.
    pub(crate) fn without_tokens(&self) -> Self {
        let (words, none) = (Table::default(), || Vec::new().into());
        let part = self.clone();
        Self { words, digits: none(), apostrophes: none(), foreign: none(), ..part }
    }
}

impl Index {
    /// Takes the expressions that digits lead to, of those for which something holds.
    pub(crate) fn take_digits(&mut self, some: impl Fn(u32) -> bool) -> Vec<u32> {
        let (met, rest): (Vec<u32>, Vec<u32>) = self.digits.iter().partition(|number| some(**number));
        self.digits = rest;
        met
    }

    /// Makes digits lead to a group of expressions, by the next number.
    pub(crate) fn lead_by_digits(&mut self, group: &[u32]) {
        self.digits.push(self.leads.len() as u32);
        self.marks.push(1);
        self.known.push(false);
        self.leads.push(group.iter().fold(Lead::NONE, |all, number| all.or(self.leads[*number as usize])));
    }

    /// Takes the expressions of which nothing is known that could lead to them, of those for which something holds.
    pub(crate) fn take_anywhere(&mut self, some: impl Fn(u32) -> bool) -> Vec<u32> {
        let (met, rest): (Vec<u32>, Vec<u32>) = self.always.iter().partition(|number| some(**number));
        self.always = rest;
        met
    }
}
