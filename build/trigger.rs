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
mod sieve;

pub(crate) use index::mixed;
pub(crate) use index::{Index, Triggers};
pub(crate) use key::Edges;
pub(crate) use lead::Lead;
use require::cost;
pub(crate) use require::{Required, required, required_by_all};
pub(crate) use sieve::Sieve;

/// So many tokens in a hundred thousand are rare at the start of a line.
const RARE: u32 = 3_000;

impl Required {
    /// Whether a match starts with a token that is known and rare.
    pub(crate) fn starts_rarely(&self) -> bool {
        self.first.as_ref().is_some_and(|keys| cost(keys) < RARE)
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
