//! Compiled sequences as they are run: plain numbers in one run of bytes, which name each other by their places. The build
//! script writes those of the binary, so nothing of them is made at start, and only what an article touches is read.

use std::borrow::Cow;

/// What [`Row`]s and [`Look`]s are about, and the instructions of programs.
pub(super) mod kind {
    /// What a token must be. What stands outside the bytes reads as zeros, which no token passes.
    pub(crate) const NEVER: u8 = 0;
    pub(crate) const WORD: u8 = 1;
    pub(crate) const EXACT: u8 = 2;
    pub(crate) const LIST: u8 = 3;
    pub(crate) const ONE_OF: u8 = 4;
    pub(crate) const SUFFIX: u8 = 5;
    pub(crate) const PREFIX: u8 = 6;
    pub(crate) const KIND: u8 = 7;
    pub(crate) const COUNTS: u8 = 8;
    pub(crate) const NAME: u8 = 9;
    pub(crate) const TERMINAL: u8 = 10;
    pub(crate) const QUOTE: u8 = 11;
    pub(crate) const YEAR: u8 = 12;
    pub(crate) const NOT: u8 = 13;
    pub(crate) const ALL: u8 = 14;
    pub(crate) const ANY: u8 = 15;

    /// What a look asks for: a token that passes, the same word as another, an edge.
    pub(crate) const PASSES: u8 = 1;
    pub(crate) const SAME: u8 = 2;
    pub(crate) const SENTENCE: u8 = 3;
    pub(crate) const BLOCK: u8 = 4;
    pub(crate) const BLOCK_END: u8 = 5;
    pub(crate) const SENTENCE_END: u8 = 6;

    /// Instructions, in the low four bits; what they need stands above.
    pub(crate) const FAIL: u32 = 0;
    pub(crate) const TEST: u32 = 1;
    pub(crate) const SPLIT: u32 = 2;
    pub(crate) const JUMP: u32 = 3;
    pub(crate) const GLUE: u32 = 4;
    pub(crate) const EDGE: u32 = 5;
    pub(crate) const MARK: u32 = 6;
    pub(crate) const MARK_END: u32 = 7;
    pub(crate) const SAVE: u32 = 8;
    pub(crate) const SAVE_END: u32 = 9;
    pub(crate) const BACK: u32 = 10;
    pub(crate) const STEM: u32 = 11;
    pub(crate) const MATCH: u32 = 12;
}

/// A test: its kind, and what the kind makes of the rest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) kind: u8,
    pub(super) small: u8,
    pub(super) count: u16,
    pub(super) at: u32,
    pub(super) value: u64,
}

impl Row {
    pub(super) const SIZE: usize = 16;

    pub(super) fn bytes(self) -> [u8; Row::SIZE] {
        let head = u64::from(self.kind)
            | u64::from(self.small) << 8
            | u64::from(self.count) << 16
            | u64::from(self.at) << 32;
        (u128::from(head) | u128::from(self.value) << 64).to_le_bytes()
    }

    #[inline]
    fn of(all: u128) -> Self {
        let head = all as u64;
        Self {
            kind: head as u8,
            small: (head >> 8) as u8,
            count: (head >> 16) as u16,
            at: (head >> 32) as u32,
            value: (all >> 64) as u64,
        }
    }
}

/// Asks for something between two distances from a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) kind: u8,
    pub(super) from: i16,
    pub(super) to: i16,
    /// Where the token stands that must be the same word.
    pub(super) with: i16,
    /// What a token must pass.
    pub(super) row: Row,
}

impl Look {
    pub(super) const SIZE: usize = 8 + Row::SIZE;

    pub(super) fn bytes(self) -> [u8; Look::SIZE] {
        let half = |number: i16, by: u32| u64::from(number.cast_unsigned()) << by;
        let head = u64::from(self.kind) | half(self.from, 16) | half(self.to, 32) | half(self.with, 48);
        let mut bytes = [0; Look::SIZE];
        bytes[..8].copy_from_slice(&head.to_le_bytes());
        bytes[8..].copy_from_slice(&self.row.bytes());
        bytes
    }
}

/// What stands before the looks of a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Index of its rule and of its group among those of the detector.
    pub(super) rule: u16,
    pub(super) group: u32,
    /// How far before the word that it is found by it starts, at least and at most.
    pub(super) near: u16,
    pub(super) far: u16,
    /// Its program.
    pub(super) program: u32,
    /// How many looks follow.
    pub(super) looks: u16,
}

impl Head {
    pub(super) const SIZE: usize = 16;

    pub(super) fn bytes(self) -> [u8; Head::SIZE] {
        let [kind, small] = self.rule.to_le_bytes();
        let value = u64::from(self.program) | u64::from(self.far) << 32 | u64::from(self.looks) << 48;
        Row { kind, small, count: self.near, at: self.group, value }.bytes()
    }
}

/// The parts of a program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    /// Its instructions.
    pub(super) ops: u32,
    /// Looks from its start, which rule nearly every place out, and their number.
    pub(super) looks: u32,
    pub(super) count: u16,
    /// The names of what it remembers, with a space between.
    pub(super) names: (u32, u16),
}

impl Parts {
    pub(super) const SIZE: usize = 16;

    pub(super) fn bytes(self) -> [u8; Parts::SIZE] {
        let numbers = [self.ops, self.looks, self.names.0, u32::from(self.count) | u32::from(self.names.1) << 16];
        let mut bytes = [0; Parts::SIZE];
        for (four, number) in bytes.chunks_exact_mut(4).zip(numbers) {
            four.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }
}

/// Sequences as bytes, and the letters that they ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) letters: Cow<'static, str>,
}

impl Code {
    #[inline]
    fn array<const N: usize>(&self, at: usize) -> [u8; N] {
        self.bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
    }

    #[inline]
    pub(super) fn four(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.array(at))
    }

    #[inline]
    pub(super) fn eight(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.array(at))
    }

    #[inline]
    pub(super) fn row(&self, at: usize) -> Row {
        Row::of(u128::from_le_bytes(self.array(at)))
    }

    #[inline]
    pub(super) fn look(&self, at: usize) -> Look {
        let bytes: [u8; Look::SIZE] = self.array(at);
        let (head, row) = bytes.split_at(8);
        let head = u64::from_le_bytes(head.try_into().unwrap_or_default());
        let half = |by: u32| ((head >> by) as u16).cast_signed();
        let row = Row::of(u128::from_le_bytes(row.try_into().unwrap_or_default()));
        Look { kind: head as u8, from: half(16), to: half(32), with: half(48), row }
    }

    #[inline]
    pub(super) fn head(&self, at: usize) -> Head {
        let row = self.row(at);
        Head {
            rule: u16::from_le_bytes([row.kind, row.small]),
            group: row.at,
            near: row.count,
            far: (row.value >> 32) as u16,
            program: row.value as u32,
            looks: (row.value >> 48) as u16,
        }
    }

    pub(super) fn parts(&self, at: usize) -> Parts {
        let [ops, looks, names, counts] = [0, 4, 8, 12].map(|behind| self.four(at + behind));
        Parts { ops, looks, count: counts as u16, names: (names, (counts >> 16) as u16) }
    }

    /// Letters at a place.
    #[inline]
    pub(super) fn text(&self, at: u32, len: u16) -> &str {
        let at = at as usize;
        self.letters.get(at..at + usize::from(len)).unwrap_or_default()
    }

    /// Where in a set of so many places, by their power of two, a hash stands. See [`Hashes`](crate::model::Hashes).
    #[inline]
    pub(super) fn place_of(&self, set: u32, power: u16, hash: u64) -> Option<usize> {
        let mask = (1usize << (power & 31)) - 1;
        let mut place = (hash >> 20) as usize & mask;
        loop {
            match self.eight(set as usize + place * 8) {
                0 => return None,
                known if known == hash => return Some(place),
                _ => place = (place + 1) & mask,
            }
        }
    }
}

/// The bit of a hash in a row's value: most words that are not in a small set are told apart by it.
#[inline]
pub(super) fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}
