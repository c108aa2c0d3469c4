//! The machines of the binary, and how one of them is read.

use super::format::{ANCHORED, END, HEAD, TEXT, Word, numbers, two};

/// All machines, and what they share.
pub(super) struct Library<'b> {
    /// Places of expressions in the tree of rules, and of their machines.
    index: &'b [Word],
    directory: &'b [Word],
    ranges: &'b [Word],
    sets: &'b [[u8; 32]],
    machines: &'b [Word],
}

impl<'b> Library<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        let words = bytes.as_chunks::<8>().0;
        let (head, mut rest) = words.split_at_checked(2).unwrap_or_default();
        let count = |at: usize| head.get(at).map_or((0, 0), |word| two(*word));
        let mut take = |count: u32| {
            let (part, behind) = rest.split_at_checked(count as usize).unwrap_or_default();
            rest = behind;
            part
        };
        let ((index, directory), (ranges, sets)) = (count(0), count(1));
        let (index, directory, ranges, sets) = (take(index), take(directory), take(ranges), take(sets * 4));
        Self { index, directory, ranges, sets: sets.as_flattened().as_chunks().0, machines: rest }
    }

    /// The machine of the expression that stands at a place of the tree.
    pub(super) fn machine(&'b self, at: u32) -> Option<Machine<'b>> {
        let found = self.index.binary_search_by_key(&at, |word| two(*word).0).ok()?;
        Machine::new(self, two(self.index[found]).1 as usize)
    }

    pub(super) fn set(&self, number: u16) -> Set<'b> {
        const NONE: &[u8; 32] = &[0; 32];
        Set { bits: self.sets.get(usize::from(number & !END)).unwrap_or(NONE), end: number & END != 0 }
    }

    /// Whether a character outside ASCII is in the ranges of a number.
    pub(super) fn holds(&self, number: u16, c: u32) -> bool {
        let Some((start, count)) = self.directory.get(usize::from(number)).map(|word| two(*word)) else { return false };
        let ranges = self.ranges.get(start as usize..(start + count) as usize).unwrap_or_default();
        let at = ranges.partition_point(|range| two(*range).1 < c);
        ranges.get(at).is_some_and(|range| two(*range).0 <= c)
    }
}

/// A set of bytes, perhaps with the end of the text.
#[derive(Clone, Copy)]
pub(super) struct Set<'b> {
    bits: &'b [u8; 32],
    end: bool,
}

impl Set<'_> {
    pub(super) fn has(self, byte: u8) -> bool {
        self.bits[usize::from(byte >> 3)] >> (byte & 7) & 1 == 1
    }

    /// The same with the end of the text, which is no byte.
    pub(super) fn admits(self, next: Option<u8>) -> bool {
        next.map_or(self.end, |byte| self.has(byte))
    }

    pub(super) fn end(self) -> bool {
        self.end
    }
}

/// A machine.
#[derive(Clone, Copy)]
pub(super) struct Machine<'b> {
    pub(super) library: &'b Library<'b>,
    /// What a match may start with; where it is at most three bytes, they are here.
    pub(super) first: Set<'b>,
    pub(super) few: Option<[u8; 3]>,
    /// Matches only at the start of a text.
    pub(super) anchored: bool,
    /// Matches only on boundaries of characters.
    pub(super) text: bool,
    /// How many groups there are, the whole match among them.
    pub(super) groups: usize,
    /// How many of its instructions remember where they have been.
    pub(super) rows: u32,
    pub(super) code: &'b [Word],
    names: &'b [u8],
}

impl<'b> Machine<'b> {
    fn new(library: &'b Library<'b>, at: usize) -> Option<Self> {
        let (head, rest) = library.machines.get(at..)?.split_at_checked(HEAD)?;
        let [first, groups, rows] = numbers(head[0]);
        let flags = head[0][1];
        let (count, few) = two(head[1]);
        let (code, names) = rest.split_at_checked(count as usize)?;
        let [some, few @ ..] = few.to_le_bytes();
        Some(Self {
            library,
            first: library.set(first),
            few: (some > 0).then_some(few),
            anchored: flags & ANCHORED != 0,
            text: flags & TEXT != 0,
            groups: groups.into(),
            rows: rows.into(),
            code,
            names: names.as_flattened(),
        })
    }

    /// The number of a named group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        let (count, mut rest) = self.names.split_first()?;
        for _ in 0..*count {
            let [group, len, behind @ ..] = rest else { return None };
            let (own, behind) = behind.split_at_checked(usize::from(*len))?;
            if own == name.as_bytes() {
                return Some(usize::from(*group));
            }
            rest = behind;
        }
        None
    }
}
