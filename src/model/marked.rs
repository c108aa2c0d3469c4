//! What is known of words, as bits, in two arrays, so that it can be a constant, which costs nothing at start.

use super::Hashes;
use std::borrow::Cow;

/// Word hashes with bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marked {
    pub(crate) words: Hashes,
    /// By the place of the word among `words`.
    pub(crate) marks: Cow<'static, [u32]>,
}

impl Marked {
    /// What the build script worked out.
    pub(crate) const fn written(words: Hashes, marks: &'static [u32]) -> Self {
        Self { words, marks: Cow::Borrowed(marks) }
    }

    /// The bits of a word; none for one that is not there.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> u32 {
        self.words.find(hash).map_or(0, |place| self.marks[place])
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.len() == 0
    }
}

impl FromIterator<(u64, u32)> for Marked {
    /// A word that comes twice has the bits of both.
    fn from_iter<I: IntoIterator<Item = (u64, u32)>>(all: I) -> Self {
        let all: Vec<(u64, u32)> = all.into_iter().collect();
        let words: Hashes = all.iter().map(|(hash, _)| *hash).collect();
        let mut marks = vec![0; words.places.len()];
        for (hash, bits) in all {
            if let Some(place) = words.find(hash) {
                marks[place] |= bits;
            }
        }
        Self { words, marks: marks.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_a_word_add_up_and_others_have_none() {
        let hash = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let all: Marked = (1..=100).map(|i| (hash(i), 1)).chain([(hash(7), 2), (hash(101), 4)]).collect();
        assert_eq!([1, 7, 101, 102].map(|i| all.get(hash(i))), [1, 3, 4, 0]);
        assert!(!all.is_empty() && Marked::default().is_empty() && Marked::default().get(hash(1)) == 0);
    }
}
