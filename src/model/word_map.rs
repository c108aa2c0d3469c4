//! Maps and sets keyed by word hashes, which need no second hashing.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// A map from [`hash_word`](super::hash_word) to anything.
pub type WordMap<V> = HashMap<u64, V, BuildHasherDefault<AlreadyHashed>>;

/// A set of [`hash_word`](super::hash_word)s.
pub type WordSet = HashSet<u64, BuildHasherDefault<AlreadyHashed>>;

/// Takes a `u64` for its own hash. Words come from articles, so somebody could make words that collide; that costs time
/// in one bucket, and lookups stay right.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0.rotate_left(8) ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
