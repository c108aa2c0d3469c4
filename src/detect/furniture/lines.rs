//! Listed lines, by a hash of their words. The build script reads the lists of the binary with this file.

use crate::{model::Collect, rule::Table, text::tokens_of};
use std::collections::BTreeMap;

/// The longest listed line, in words.
pub(crate) const LISTED: usize = 16;

/// Hash of words so far and one more.
pub(crate) fn roll(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Listed lines and beginnings of lines, as they are collected.
#[derive(Default)]
pub(crate) struct Listed {
    /// The first words of all.
    pub(crate) firsts: Collect,
    /// Lines by the hash of all their words.
    pub(crate) lines: Collect,
    /// The same for beginnings of lines.
    pub(crate) prefixes: Collect,
}

impl Listed {
    /// Makes the lines of a table, and beginnings of lines, lead to a rule.
    pub(crate) fn add(&mut self, table: &Table, keep: &BTreeMap<String, Vec<String>>, rule: u32) {
        for row in table.rows.iter().filter(|row| table.keeps(row, keep)) {
            let tokens = tokens_of(table.cell(row, "find"));
            let words = || tokens.iter().filter(|t| t.counts());
            let hash = words().fold(0, |hash, token| roll(hash, token.hash()));
            let to = if table.cell(row, "at") == "prefix" { &mut self.prefixes } else { &mut self.lines };
            to.add(hash, rule);
            if let Some(first) = words().next() {
                self.firsts.add(first.hash(), rule);
            }
        }
    }
}
