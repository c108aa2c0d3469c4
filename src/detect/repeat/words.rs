//! What is known of words that repeat: closed classes and right repetitions, by language.

use crate::{
    model::{Lang, WordMap, hash_word},
    rule::Lists,
};
use std::collections::{HashMap, HashSet};

/// Names of the lists, in `rules/lists/`.
pub(super) const DOUBLINGS: &str = "doublings";
pub(super) const CLASSES: &str = "repeat_words";

/// Bits of a word.
pub(super) mod is {
    /// Right when doubled: `had had`.
    pub(crate) const DOUBLING: u16 = 1;
    /// Right when doubled behind a question word: `what it is is`.
    pub(crate) const AFTER_WH: u16 = 1 << 1;
    /// Right when doubled behind a phrasal verb: `came in in`.
    pub(crate) const PARTICLE: u16 = 1 << 2;
    /// Right when joined to itself: `more and more`.
    pub(crate) const COORDINATION: u16 = 1 << 3;
    pub(crate) const FUNCTION: u16 = 1 << 4;
    /// A slip when doubled.
    pub(crate) const DOUBLED: u16 = 1 << 5;
    /// The doubling may be repaired unattended.
    pub(crate) const SAFE: u16 = 1 << 6;
    pub(crate) const CONJUNCTION: u16 = 1 << 7;
    pub(crate) const DETERMINER: u16 = 1 << 8;
    pub(crate) const PREPOSITION: u16 = 1 << 9;
    pub(crate) const QUESTION: u16 = 1 << 10;
    pub(crate) const PARTICLE_VERB: u16 = 1 << 11;
    /// `but`.
    pub(crate) const CONTRAST: u16 = 1 << 12;
    /// First and second person.
    pub(crate) const PERSON: u16 = 1 << 13;
}

/// The lists, by language and hash of the word.
#[derive(Default)]
pub(super) struct Words {
    bits: HashMap<Lang, WordMap<u16>>,
    off: HashSet<Lang>,
}

impl Words {
    /// Reads both lists; a column value that means nothing is passed over, so that packs may add notes.
    pub(super) fn new(lists: &Lists) -> Self {
        let mut words = Self::default();
        for (list, column) in [(DOUBLINGS, "repeat"), (CLASSES, "words")] {
            let Some(table) = lists.table(list) else {
                continue;
            };
            for row in &table.rows {
                let Some(lang) = Lang::parse(table.cell(row, "lang")) else {
                    continue;
                };
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
                        words.off.insert(lang);
                        continue;
                    }
                    _ => continue,
                };
                let of_lang = words.bits.entry(lang).or_default();
                for word in table.cell(row, column).split_whitespace() {
                    *of_lang.entry(hash_word(word)).or_default() |= bit;
                }
            }
        }
        words
    }

    /// Whether doubling words is grammar in the language.
    pub(super) fn off(&self, lang: Lang) -> bool {
        self.off.contains(&lang)
    }

    /// The words of one language.
    pub(super) fn of(&self, lang: Lang) -> Option<&WordMap<u16>> {
        self.bits.get(&lang)
    }
}
