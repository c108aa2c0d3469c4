//! A quick answer for most words: whether a word may be one of a set.

/// Cells of 64 bits each.
const CELLS: usize = 64;

/// One bit for each of 4096 kinds of words, set for those of a set: half a kilobyte that stays in the cache, where the
/// set itself does not.
#[derive(Clone)]
pub(super) struct Sieve([u64; CELLS]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; CELLS])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{WordSet, hash_word};

    #[test]
    fn every_word_of_the_set_passes_and_few_others() {
        let words: WordSet = (0..100).map(|n| hash_word(&format!("word{n}"))).collect();
        let mut sieve = Sieve::of(&words);
        assert!(words.iter().all(|&hash| sieve.may(hash)));
        let others = (0..1000).map(|n| hash_word(&format!("other{n}")));
        assert!(others.filter(|&hash| sieve.may(hash)).count() < 100);
        sieve.clear();
        assert!(!words.iter().any(|&hash| sieve.may(hash)));
    }
}
