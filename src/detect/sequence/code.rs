//! Compiled sequences as they are run: plain numbers in one run of bytes, which name each other by their places. The build
//! script writes those of the binary, so nothing of them is made at start, and only what an article touches is read.

use super::{
    glance::{Glance, SEEN, Signs, Window},
    reach::If,
};

/// What [`Row`]s and [`Look`]s are about, and the instructions of programs.
pub(super) mod kind {
    /// What a token must be; 0, which is what is read outside the bytes, no token passes.
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

    /// Instructions, in the low four bits; what they need stands above. 0 fails.
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

/// A test: its kind, and what the kind makes of the rest. Rows, looks and heads stay packed until a part is asked for: they
/// are read at every other token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row(u64, u64);

impl Row {
    pub(super) const SIZE: usize = 16;
    pub(super) const NEVER: Row = Row(0, 0);

    pub(super) fn new(kind: u8, small: u8, (at, count): (u32, u16), value: u64) -> Self {
        Self(u64::from(kind) | u64::from(small) << 8 | u64::from(count) << 16 | u64::from(at) << 32, value)
    }

    #[inline]
    pub(super) fn kind(self) -> u8 {
        self.0 as u8
    }

    #[inline]
    pub(super) fn small(self) -> u8 {
        (self.0 >> 8) as u8
    }

    #[inline]
    pub(super) fn count(self) -> u16 {
        (self.0 >> 16) as u16
    }

    #[inline]
    pub(super) fn at(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline]
    pub(super) fn value(self) -> u64 {
        self.1
    }

    pub(super) fn numbers(self) -> [u64; 2] {
        [self.0, self.1]
    }
}

/// Asks for something between two distances from a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    head: u64,
    kinds: u32,
    hashes: u64,
    row: Row,
}

impl Look {
    pub(super) const SIZE: usize = 24 + Row::SIZE;

    pub(super) fn new(kind: u8, (from, to): (i16, i16), with: i16, signs: Signs, row: Row) -> Self {
        let half = |number: i16, by: u32| u64::from(number.cast_unsigned()) << by;
        let head = u64::from(kind) | half(from, 16) | half(to, 32) | half(with, 48);
        Self { head, kinds: signs.kinds, hashes: signs.hashes, row }
    }

    pub(super) fn kind(&self) -> u8 {
        self.head as u8
    }

    pub(super) fn from(&self) -> isize {
        ((self.head >> 16) as u16).cast_signed().into()
    }

    pub(super) fn to(&self) -> isize {
        ((self.head >> 32) as u16).cast_signed().into()
    }

    /// Where the token stands that must be the same word.
    pub(super) fn with(&self) -> isize {
        ((self.head >> 48) as u16).cast_signed().into()
    }

    /// Whether a token of this sign may pass.
    #[inline]
    pub(super) fn heeds(&self, sign: u16) -> bool {
        u64::from(self.kinds >> (sign >> 6)) & self.hashes >> (sign & 63) & 1 == 1
    }

    /// What a token must pass.
    pub(super) fn row(&self) -> Row {
        self.row
    }

    pub(super) fn numbers(self) -> [u64; 5] {
        let [head, value] = self.row.numbers();
        [self.head, self.kinds.into(), self.hashes, head, value]
    }
}

/// The number of a sequence, with what must hold of the word that leads to it in the two high bits: so of those that a
/// word leads to the ones that hold least often come last.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) u32);

impl Number {
    const CAPITAL: u32 = 1 << 30;
    const AGAIN: u32 = 1 << 31;

    pub(super) fn new(number: u32, counts: If) -> Self {
        Self(match counts {
            If::Always => number,
            If::Capital => number | Self::CAPITAL,
            If::Again => number | Self::AGAIN,
        })
    }

    #[inline]
    pub(super) fn number(self) -> u32 {
        self.0 & (Self::CAPITAL - 1)
    }

    #[inline]
    pub(super) fn counts(self) -> If {
        match self.0 {
            ..Self::CAPITAL => If::Always,
            Self::CAPITAL..Self::AGAIN => If::Capital,
            _ => If::Again,
        }
    }
}

/// A sequence that passed the glance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Index of its rule among those of the detector.
    pub(super) rule: u16,
    /// How far before the word that it is found by it starts, at least and at most.
    pub(super) near: u16,
    pub(super) far: u16,
    /// How many looks follow.
    pub(super) looks: u16,
    pub(super) program: u32,
    /// Index of its group among those of the detector.
    pub(super) group: u32,
}

impl Head {
    pub(super) const SIZE: usize = 16;

    pub(super) fn numbers(self) -> [u64; 2] {
        let [rule, near, far, looks] = [self.rule, self.near, self.far, self.looks].map(u64::from);
        [rule | near << 16 | far << 32 | looks << 48, two(self.program, self.group)]
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
    pub(super) fn numbers(self) -> [u64; 2] {
        let counts = u32::from(self.count) | u32::from(self.names.1) << 16;
        [two(self.ops, self.looks), two(self.names.0, counts)]
    }
}

/// Sequences as bytes, and the letters that they ask for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code<'c> {
    /// What is asked first of each sequence; it is asked so often that it should stand close together.
    pub(crate) glances: &'c [u8],
    pub(crate) bytes: &'c [u8],
    pub(crate) letters: &'c str,
}

impl<'c> Code<'c> {
    #[inline]
    pub(super) fn eight(self, at: usize) -> u64 {
        eights(self.bytes, at).map_or(0, |[one]| eight(*one))
    }

    #[inline]
    pub(super) fn four(self, at: usize) -> u32 {
        self.bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_le_bytes(*four))
    }

    #[inline]
    pub(super) fn row(self, at: usize) -> Row {
        eights(self.bytes, at).map_or(Row::NEVER, |[head, value]| Row(eight(*head), eight(*value)))
    }

    #[inline]
    pub(super) fn look(self, at: usize) -> Look {
        let Some([head, kinds, hashes, row, value]) = eights(self.bytes, at) else { return Look::default() };
        Look {
            head: eight(*head),
            kinds: eight(*kinds) as u32,
            hashes: eight(*hashes),
            row: Row(eight(*row), eight(*value)),
        }
    }

    /// What is asked first of each sequence, by its number.
    #[inline]
    pub(super) fn glances(self) -> &'c [[u8; GLANCED]] {
        self.glances.as_chunks().0
    }

    pub(super) fn head(self, at: usize) -> Head {
        let [first, second] = [self.eight(at), self.eight(at + 8)];
        Head {
            rule: first as u16,
            near: (first >> 16) as u16,
            far: (first >> 32) as u16,
            looks: (first >> 48) as u16,
            program: second as u32,
            group: (second >> 32) as u32,
        }
    }

    pub(super) fn parts(self, at: usize) -> Parts {
        let [first, second] = [self.eight(at), self.eight(at + 8)];
        Parts {
            ops: first as u32,
            looks: (first >> 32) as u32,
            count: (second >> 32) as u16,
            names: (second as u32, (second >> 48) as u16),
        }
    }

    /// Letters at a place.
    #[inline]
    pub(super) fn text(self, at: u32, len: u16) -> &'c str {
        let at = at as usize;
        self.letters.get(at..at + usize::from(len)).unwrap_or_default()
    }

    /// Where in a set of so many places, by their power of two, a hash stands. See [`Hashes`](crate::model::Hashes).
    #[inline]
    pub(super) fn place_of(self, set: u32, power: u16, hash: u64) -> Option<usize> {
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

/// A glance, and where the head is, each part read when it is asked for.
#[derive(Clone, Copy)]
pub(super) struct Glanced<'c>(&'c [[u8; 8]; GLANCED / 8]);

/// How many bytes it takes.
pub(super) const GLANCED: usize = 7 * 8;

impl<'c> Glanced<'c> {
    #[inline]
    pub(super) fn new(bytes: &'c [u8; GLANCED]) -> Option<Self> {
        bytes.as_chunks().0.first_chunk().map(Self)
    }

    /// The glance but for its windows.
    #[inline]
    pub(super) fn glance(self) -> Glance {
        let [first, kinds, hash, other, ..] = *self.0;
        let kinds = eight(kinds);
        let kinds = [kinds as u32, (kinds >> 32) as u32];
        Glance { word: eight(first) as u32, kinds, hashes: [eight(hash), eight(other)] }
    }

    /// Whether its windows allow a word.
    #[inline]
    pub(super) fn sees(self, signs: &[u16; SEEN]) -> bool {
        let [one, next] = self.windows();
        one.allows(signs) && next.allows(signs)
    }

    #[inline]
    pub(super) fn windows(self) -> [Window; 2] {
        let [.., [from, width, other, wide, ..], one, next] = *self.0;
        [Window { from, width, hashes: eight(one) }, Window { from: other, width: wide, hashes: eight(next) }]
    }

    #[inline]
    pub(super) fn head(self) -> u32 {
        (eight(self.0[0]) >> 32) as u32
    }
}

/// Numbers of eight bytes, one after the other, if they are all there.
#[inline]
fn eights<const N: usize>(bytes: &[u8], at: usize) -> Option<&[[u8; 8]; N]> {
    bytes.get(at..)?.as_chunks().0.first_chunk()
}

/// One of them.
#[inline]
fn eight(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes)
}

/// A glance, and where the head is.
pub(super) fn glance_numbers(glance: &Glance, windows: [Window; 2], head: u32) -> [u64; 7] {
    let [[a, b], [hash, other]] = [glance.kinds.map(u64::from), glance.hashes];
    let [one, next] = windows;
    let places = u64::from_le_bytes([one.from, one.width, next.from, next.width, 0, 0, 0, 0]);
    [two(glance.word, head), a | b << 32, hash, other, places, one.hashes, next.hashes]
}

fn two(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}
