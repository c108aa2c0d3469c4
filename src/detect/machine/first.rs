//! What a match may start with: bytes, or the end of the text.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// A set of bytes; bit 256 is the end of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct First([u64; 5]);

impl First {
    pub(crate) const ALL: Self = Self([u64::MAX, u64::MAX, u64::MAX, u64::MAX, 1]);
    pub(crate) const END: Self = Self([0, 0, 0, 0, 1]);

    pub(crate) fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
    }

    pub(crate) fn has_end(&self) -> bool {
        self.0[4] == 1
    }

    pub(crate) fn or(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(one, two)| *one |= two);
        self
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(one, two)| *one &= two);
        self
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.and(other) != Self::default()
    }

    pub(crate) fn of(byte: u8) -> Self {
        let mut set = Self::default();
        set.insert(byte);
        set
    }

    pub(crate) fn bytes(self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(move |byte| self.has(*byte))
    }

    /// What a character of a class starts with.
    pub(crate) fn of_class(class: &Class) -> Self {
        let mut set = Self::default();
        match class {
            Class::Bytes(class) => {
                class.iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| set.insert(byte));
            }
            Class::Unicode(class) => chars(class, &mut set),
        }
        set
    }

    /// What a match of a piece starts with, and whether it may be empty.
    pub(crate) fn of_piece(hir: &Hir) -> (Self, bool) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => (Self::default(), true),
            HirKind::Literal(literal) => (literal.0.first().map_or(Self::default(), |byte| Self::of(*byte)), false),
            HirKind::Class(class) => (Self::of_class(class), false),
            HirKind::Repetition(repetition) => {
                let (set, empty) = Self::of_piece(&repetition.sub);
                (set, empty || repetition.min == 0)
            }
            HirKind::Capture(capture) => Self::of_piece(&capture.sub),
            HirKind::Concat(parts) => Self::of_run(parts),
            HirKind::Alternation(branches) => {
                let both = |(set, empty): (Self, bool), (more, also)| (Self::or(set, more), empty || also);
                branches.iter().map(Self::of_piece).fold((Self::default(), false), both)
            }
        }
    }

    /// The same for pieces one after the other.
    pub(crate) fn of_run(parts: &[Hir]) -> (Self, bool) {
        let mut set = Self::default();
        for part in parts {
            let (more, empty) = Self::of_piece(part);
            set = set.or(more);
            if !empty {
                return (set, false);
            }
        }
        (set, true)
    }
}

fn chars(class: &ClassUnicode, set: &mut First) {
    let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
    for range in class.iter() {
        // No character starts with a byte from the middle of one.
        let bytes = (lead(range.start())..=lead(range.end())).filter(|byte| !(0x80..0xc2).contains(byte));
        bytes.for_each(|byte| set.insert(byte));
    }
}
