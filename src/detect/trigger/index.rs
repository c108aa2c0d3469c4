//! Expressions by what leads to them. The build script makes the index of the binary's rules with this file.

use super::key::Key;
use crate::detect::table::{Collect, Table};
use std::borrow::Cow;

/// Expressions, by number, and the tokens that lead to them.
#[derive(Default)]
pub(crate) struct Triggers {
    pub(crate) words: Table,
    /// By the [mixed] four letters.
    pub(crate) starts: Table,
    /// By the [mixed] character.
    pub(crate) marks: Table,
    pub(crate) digits: Cow<'static, [u32]>,
    pub(crate) apostrophes: Cow<'static, [u32]>,
    pub(crate) foreign: Cow<'static, [u32]>,
    /// Expressions that may match inside an address, which is one token.
    pub(crate) addresses: Cow<'static, [u32]>,
    /// Expressions of which nothing is known.
    pub(crate) always: Cow<'static, [u32]>,
}

/// Spreads a small number over all bits.
pub(super) fn mixed(letters: u32) -> u64 {
    let h = u64::from(letters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ h >> 32
}

/// Collects what goes into an index.
#[derive(Default)]
pub(crate) struct Index {
    words: Collect,
    starts: Collect,
    marks: Collect,
    digits: Vec<u32>,
    apostrophes: Vec<u32>,
    foreign: Vec<u32>,
    addresses: Vec<u32>,
    always: Vec<u32>,
}

impl Index {
    /// Makes expression `number` found by what each of its matches holds.
    pub(crate) fn add(&mut self, number: u32, source: &str, keys: Option<&[Key]>) {
        self.lead(number, keys);
        if source.contains(['/', '@', '_', '#', '=', '%']) || ["http", "www", r"\."].iter().any(|s| source.contains(s))
        {
            self.addresses.push(number);
        }
    }

    /// The same for what cannot be part of an address.
    pub(crate) fn lead(&mut self, number: u32, keys: Option<&[Key]>) {
        let Some(keys) = keys else { return self.always.push(number) };
        for key in keys {
            match *key {
                Key::Word(hash) => self.words.add(hash, number),
                Key::Start(letters) => self.starts.add(mixed(letters), number),
                Key::Mark(byte) => self.marks.add(mixed(byte.into()), number),
                Key::Digit => self.digits.push(number),
                Key::Apostrophe => self.apostrophes.push(number),
                Key::Foreign => self.foreign.push(number),
            }
        }
    }

    /// The index.
    pub(crate) fn triggers(self) -> Triggers {
        Triggers {
            words: self.words.table(),
            starts: self.starts.table(),
            marks: self.marks.table(),
            digits: self.digits.into(),
            apostrophes: self.apostrophes.into(),
            foreign: self.foreign.into(),
            addresses: self.addresses.into(),
            always: self.always.into(),
        }
    }
}
