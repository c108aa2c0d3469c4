//! What is known of words that repeat: closed classes and right repetitions, by language. The build script reads the lists
//! of the binary with this file.

use crate::{
    model::{Lang, Marked, hash_word},
    rule::Lists,
};

/// Names of the lists, in `rules/lists/`.
pub(crate) const DOUBLINGS: &str = "doublings";
pub(crate) const CLASSES: &str = "repeat_words";

/// Bits of a word.
pub(crate) mod is {
    /// Right when doubled: `had had`.
    pub(crate) const DOUBLING: u32 = 1;
    /// Right when doubled behind a question word: `what it is is`.
    pub(crate) const AFTER_WH: u32 = 1 << 1;
    /// Right when doubled behind a phrasal verb: `came in in`.
    pub(crate) const PARTICLE: u32 = 1 << 2;
    /// Right when joined to itself: `more and more`.
    pub(crate) const COORDINATION: u32 = 1 << 3;
    pub(crate) const FUNCTION: u32 = 1 << 4;
    /// A slip when doubled.
    pub(crate) const DOUBLED: u32 = 1 << 5;
    /// The doubling may be repaired unattended.
    pub(crate) const SAFE: u32 = 1 << 6;
    pub(crate) const CONJUNCTION: u32 = 1 << 7;
    pub(crate) const DETERMINER: u32 = 1 << 8;
    pub(crate) const PREPOSITION: u32 = 1 << 9;
    pub(crate) const QUESTION: u32 = 1 << 10;
    pub(crate) const PARTICLE_VERB: u32 = 1 << 11;
    /// `but`.
    pub(crate) const CONTRAST: u32 = 1 << 12;
    /// First and second person.
    pub(crate) const PERSON: u32 = 1 << 13;
}

/// The words of a language by their hash.
#[derive(Clone, Default)]
pub(crate) struct Words {
    pub(crate) bits: Marked,
    /// A bit for each of 64 kinds of words, set for those of conjunctions.
    pub(crate) joints: u64,
    pub(crate) off: bool,
}

/// The kind of a word, one of 64, as a bit.
#[inline]
pub(super) fn kind(hash: u64) -> u64 {
    1 << (hash >> 58)
}

impl Words {
    /// Reads both lists; a column value that means nothing is passed over, so that packs may add notes.
    pub(crate) fn read(lists: &Lists, lang: Lang) -> Self {
        let (mut bits, mut joints, mut off) = (Vec::new(), 0, false);
        for (list, column) in [(DOUBLINGS, "repeat"), (CLASSES, "words")] {
            let Some(table) = lists.table(list) else {
                continue;
            };
            for row in table.rows.iter().filter(|row| Lang::parse(table.cell(row, "lang")) == Some(lang)) {
                let bit = match table.cell(row, "kind") {
                    "doubling" => is::DOUBLING,
                    "after-wh" => is::AFTER_WH,
                    "particle" => is::PARTICLE,
                    "coordination" => is::COORDINATION,
                    "function" => is::FUNCTION,
                    "doubled" => is::DOUBLED,
                    "safe" => is::SAFE,
                    "conjunction" => is::CONJUNCTION,
                    "determiner" => is::DETERMINER | is::FUNCTION,
                    "preposition" => is::PREPOSITION | is::FUNCTION,
                    "question" => is::QUESTION,
                    "particle-verb" => is::PARTICLE_VERB,
                    "contrast" => is::CONTRAST | is::FUNCTION,
                    "person" => is::PERSON,
                    "off" => {
                        off = true;
                        continue;
                    }
                    _ => continue,
                };
                for word in table.cell(row, column).split_whitespace() {
                    let hash = hash_word(word);
                    joints |= if bit == is::CONJUNCTION { kind(hash) } else { 0 };
                    bits.push((hash, bit));
                }
            }
        }
        Self { bits: bits.into_iter().collect(), joints, off }
    }

    /// Whether doubling words is grammar in the language.
    pub(super) fn off(&self) -> bool {
        self.off
    }

    /// The bits of the words; none for a language without any.
    pub(super) fn bits(&self) -> Option<&Marked> {
        (!self.bits.is_empty()).then_some(&self.bits)
    }
}
