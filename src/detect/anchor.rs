//! The index that finds, in one pass over the tokens, where a phrase or sequence may match: by its rarest word.

use crate::model::{Token, WordMap, hash_word};

/// Words so frequent in English that they make bad anchors, with the other languages' articles.
const FREQUENT: &str = "the of to and a in that is for it on was with as by at he be his from an this are which or had \
    but not they were have one you her she their all we there has been would more will its who if when so what about \
    up out said no into than them can only other new some time could these two may then do first any my now such like \
    our over man me even most made after also did many before must through years where much your way well down should \
    because each just those people mr how too little state good very make world still own see men work long get here \
    between both life being under never day same another know while last might us great old year off come since against \
    go came right used take three . , ; : ? ! \" “ ” ’ ' ( ) - – — … der die das und le la les des el los";

/// Entry numbers by the hash of the word that they are found by.
#[derive(Default)]
pub(super) struct Anchors {
    /// One bit for the low 16 bits of each anchor's hash: most tokens stop here.
    bits: Vec<u64>,
    entries: WordMap<Vec<u32>>,
}

impl Anchors {
    /// Makes `entry` found by the word.
    pub(super) fn add(&mut self, hash: u64, entry: u32) {
        if self.bits.is_empty() {
            self.bits = vec![0; 1024];
        }
        self.bits[(hash & 0xffff) as usize / 64] |= 1 << (hash & 63);
        let entries = self.entries.entry(hash).or_default();
        if entries.last() != Some(&entry) {
            entries.push(entry);
        }
    }

    /// The entries to try at a token.
    pub(super) fn at(&self, token: &Token) -> &[u32] {
        let hash = token.hash();
        match self.bits.get((hash & 0xffff) as usize / 64) {
            Some(bits) if bits >> (hash & 63) & 1 == 1 => self.entries.get(&hash).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}

/// How many tokens in a hundred thousand are this word, roughly: what an anchor costs.
pub(super) struct Frequencies(WordMap<u32>);

impl Frequencies {
    pub(super) fn new() -> Self {
        let ranked = FREQUENT.split_whitespace().enumerate();
        Self(ranked.map(|(rank, word)| (hash_word(word), 6000 / (rank as u32 + 1) + 50)).collect())
    }

    /// Cost of a word by its hash.
    pub(super) fn of(&self, hash: u64) -> u32 {
        self.0.get(&hash).copied().unwrap_or(15)
    }
}
