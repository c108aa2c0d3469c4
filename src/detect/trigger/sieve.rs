//! What answers for most tokens that they lead nowhere; `sift.rs` asks it. The build script makes sieves with this file.

use std::borrow::Cow;

/// Cells of 64 bits each: sixteen kilobytes, which stay in the fastest cache.
pub(super) const CELLS: usize = 2048;

/// A bit for each key of a table, by the high bits of the key.
#[derive(Clone, Default)]
pub(crate) struct Sieve {
    /// Nothing, or all cells.
    pub(crate) cells: Cow<'static, [u64]>,
    /// The marks of ASCII among the keys.
    pub(crate) marks: [u64; 2],
}

impl Sieve {
    /// For keys; a mark is among them by what `key_of` makes of it.
    pub(crate) fn of(keys: impl Iterator<Item = u64>, key_of: impl Fn(u8) -> u64) -> Self {
        let (mut cells, mut marks) = (vec![0; CELLS], [0; 2]);
        for key in keys {
            cells[cell(key)] |= 1 << (place(key) & 63);
            for mark in (0..0x80_u8).filter(|mark| key_of(*mark) == key) {
                marks[usize::from(mark / 64)] |= 1 << (mark % 64);
            }
        }
        Self { cells: cells.into(), marks }
    }
}

/// The cell of a key.
#[inline]
pub(super) fn cell(key: u64) -> usize {
    (key >> (64 - CELLS.ilog2())) as usize % CELLS
}

/// The bit of a key in its cell, by the lowest six bits.
#[inline]
pub(super) fn place(key: u64) -> u64 {
    key >> (58 - CELLS.ilog2())
}
