//! A set of word hashes in one array, so that the build script can write it as a constant.

use std::borrow::Cow;

/// Word hashes: open addressing, at most half full; 0 is a free place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hashes {
    pub(crate) places: Cow<'static, [u64]>,
    len: usize,
}

impl Hashes {
    /// The set that the build script wrote: its places, and how many hashes they hold.
    pub(crate) fn written(places: Vec<u64>, len: usize) -> Self {
        Self { places: places.into(), len }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// All of them, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> {
        self.places.iter().copied().filter(|hash| *hash != 0)
    }
}

/// Where a hash is, or could be put.
fn place(places: &[u64], hash: u64) -> usize {
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
        let mut places = vec![0; (hashes.len() * 2).max(2).next_power_of_two()];
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

    #[test]
    fn what_was_put_in_is_there_and_nothing_else() {
        let hash = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let set: Hashes = (1..=300).chain(1..=10).map(hash).collect();
        assert_eq!((set.len(), set.iter().count()), (300, 300));
        let has = |set: &Hashes, hash: u64| set.places[place(&set.places, hash)] == hash;
        assert!((1..=300).all(|i| has(&set, hash(i))) && (301..=900).all(|i| !has(&set, hash(i))));
        assert!(!has(&Hashes::from_iter([]), 7));
    }
}
