//! A set of word hashes in one array, so that it can be a constant, which costs nothing at start.

use super::{hash_lower, hash_word};
use std::borrow::Cow;

/// Word hashes: open addressing, at most half full; 0 is a free place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hashes {
    pub(crate) places: Cow<'static, [u64]>,
    len: usize,
}

impl Hashes {
    /// A set that was made before: by the build script, or by [`places`].
    pub(crate) const fn written(places: &'static [u64], len: usize) -> Self {
        Self { places: Cow::Borrowed(places), len }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// All of them, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> {
        self.places.iter().copied().filter(|hash| *hash != 0)
    }

    /// Whether a hash is there.
    #[inline]
    pub(crate) fn contains(&self, hash: u64) -> bool {
        self.find(hash).is_some()
    }

    /// The place of a hash.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> Option<usize> {
        if hash == 0 || self.places.is_empty() {
            return None;
        }
        let place = place(&self.places, hash);
        (self.places[place] == hash).then_some(place)
    }
}

/// Those words of a list that it has with a capital only.
pub(crate) fn only_capitals<'w>(words: impl Iterator<Item = &'w str>) -> Hashes {
    let (capital, lower): (Vec<&str>, Vec<&str>) = words.partition(|word| word.starts_with(char::is_uppercase));
    let lower: Hashes = lower.into_iter().map(hash_word).collect();
    capital.into_iter().map(hash_word).filter(|hash| !lower.contains(*hash)).collect()
}

/// How many words a text has, divided by white space; they must be in lower case.
pub(crate) const fn count(text: &str) -> usize {
    let (bytes, mut at, mut count) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        assert!(!bytes[at].is_ascii_uppercase());
        count += (is_letter(bytes, at) && (at == 0 || !is_letter(bytes, at - 1))) as usize;
        at += 1;
    }
    count
}

const fn is_letter(bytes: &[u8], at: usize) -> bool {
    at < bytes.len() && !bytes[at].is_ascii_whitespace()
}

/// How many places a set of so many words has.
pub(crate) const fn room(words: usize) -> usize {
    if words == 0 { 2 } else { (words * 2).next_power_of_two() }
}

/// The set of the words of a text, worked out by the compiler.
pub(crate) const fn places<const N: usize>(text: &str) -> [u64; N] {
    let (bytes, mut places, mut at) = (text.as_bytes(), [0; N], 0);
    while at < bytes.len() {
        let start = at;
        while is_letter(bytes, at) {
            at += 1;
        }
        if at > start {
            let hash = hash_lower(bytes, start, at);
            let free = place(&places, hash);
            places[free] = hash;
        }
        at += 1;
    }
    places
}

/// Where a hash is, or could be put.
const fn place(places: &[u64], hash: u64) -> usize {
    let mask = places.len() - 1;
    let mut at = (hash >> 20) as usize & mask;
    while places[at] != hash && places[at] != 0 {
        at = (at + 1) & mask;
    }
    at
}

impl FromIterator<u64> for Hashes {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Self {
        // No word has the hash 0 but by a chance of one in 10 to the 19th.
        let hashes: Vec<u64> = hashes.into_iter().filter(|hash| *hash != 0).collect();
        let mut places = vec![0; room(hashes.len())];
        let mut len = 0;
        for hash in hashes {
            let at = place(&places, hash);
            len += usize::from(places[at] == 0);
            places[at] = hash;
        }
        Self { places: places.into(), len }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = " the  a\nan 't über ";
    const PLACES: [u64; room(count(TEXT))] = places(TEXT);

    #[test]
    fn what_was_put_in_is_there_and_nothing_else() {
        let hash = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let set: Hashes = (1..=300).chain(1..=10).map(hash).collect();
        assert_eq!((set.len(), set.iter().count()), (300, 300));
        assert!((1..=300).all(|i| set.contains(hash(i))) && (301..=900).all(|i| !set.contains(hash(i))));
        let constant = Hashes::written(&PLACES, count(TEXT));
        assert!(["the", "A", "an", "’t", "Über"].iter().all(|word| constant.contains(crate::model::hash_word(word))));
        assert_eq!((constant.len(), constant.iter().count()), (5, 5));
        assert!(!set.contains(0) && !Hashes::default().contains(7) && !Hashes::from_iter([]).contains(7));
    }
}
