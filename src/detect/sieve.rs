//! A quick answer for most words: whether a word may be one of a set.

use crate::model::WordSet;

/// Words of 64 bits each.
const WORDS: usize = 64;

/// One bit for each of 4096 kinds of words, set for those of a set: half a kilobyte that stays in the cache, where the
/// set itself does not.
#[derive(Clone)]
pub(super) struct Sieve([u64; WORDS]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl Sieve {
    /// A sieve for a set of words.
    pub(super) fn of<'w>(hashes: impl IntoIterator<Item = &'w u64>) -> Self {
        let mut sieve = Self::default();
        hashes.into_iter().for_each(|hash| sieve.add(*hash));
        sieve
    }

    /// Takes a word into the set.
    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        self.0[(hash >> 58) as usize] |= 1 << (hash >> 52 & 63);
    }

    /// Whether a word may be in the set; a word that is not is taken for one now and then.
    #[inline]
    pub(super) fn may(&self, hash: u64) -> bool {
        self.0[(hash >> 58) as usize] >> (hash >> 52 & 63) & 1 == 1
    }

    /// Forgets all words.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }
}

/// A set of words behind its sieve.
#[derive(Default)]
pub(super) struct Sieved {
    sieve: Sieve,
    set: WordSet,
}

impl From<WordSet> for Sieved {
    fn from(set: WordSet) -> Self {
        Self { sieve: Sieve::of(&set), set }
    }
}

impl Sieved {
    /// Whether a word is in the set.
    #[inline]
    pub(super) fn contains(&self, hash: &u64) -> bool {
        self.sieve.may(*hash) && self.set.contains(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash_word;

    #[test]
    fn every_word_of_the_set_passes_and_few_others() {
        let words: WordSet = (0..100).map(|n| hash_word(&format!("word{n}"))).collect();
        let sieved = Sieved::from(words.clone());
        assert!(words.iter().all(|hash| sieved.contains(hash)));
        let others = (0..1000).map(|n| hash_word(&format!("other{n}")));
        assert!(others.clone().all(|hash| !sieved.contains(&hash)));
        assert!(others.filter(|&hash| sieved.sieve.may(hash)).count() < 100);
        let mut sieve = Sieve::of(&words);
        sieve.clear();
        assert!(!words.iter().any(|&hash| sieve.may(hash)));
    }
}
