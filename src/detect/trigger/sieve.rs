//! What tells most words that they are none of those that an article remembers. The build script makes sieves with this file.

/// Cells of 64 bits each: sixteen kilobytes, which stay in the fastest cache.
pub(crate) const CELLS: usize = 2048;

/// A bit for each key, by its high bits.
pub(crate) struct Sieve(pub(crate) [u64; CELLS]);

impl Sieve {
    /// Whether a key may be one of those that the sieve is made for; another is taken for one now and then.
    #[inline]
    pub(super) fn may(&self, key: u64) -> bool {
        self.0[cell(key)] >> (key >> 47 & 63) & 1 == 1
    }

    /// Takes a key in.
    pub(crate) fn add(&mut self, key: u64) {
        self.0[cell(key)] |= 1 << (key >> 47 & 63);
    }
}

/// The cell of a key.
#[inline]
fn cell(key: u64) -> usize {
    (key >> 53) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_passes_and_few_others() {
        let key = |i: u64| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut sieve = Sieve([0; CELLS]);
        (0..1500).for_each(|i| sieve.add(key(i)));
        assert!((0..1500).all(|i| sieve.may(key(i))));
        assert!((1500..11_500).filter(|&i| sieve.may(key(i))).count() < 400);
    }
}
