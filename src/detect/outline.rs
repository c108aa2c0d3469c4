//! Where an expression cannot match, told without compiling it.
//!
//! An outline is a small automaton that the build script makes of an expression of the binary. It is blind to edges of
//! words, to upper limits of repetitions and to letters outside ASCII, and where it would grow too large it gives up and
//! says "perhaps": it may say so where the expression does not match, never the other way round. Most expressions are
//! never compiled in the life of a process, because no article has what looks like a match of them.

use memchr::memchr_iter;
use std::ops::Range;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/outlines.bin"));

/// Where a state leads that leads nowhere, and where the automaton gives up or has a match.
const NO: u16 = u16::MAX - 1;
const PERHAPS: u16 = u16::MAX;
/// The place of each byte in a row, and that of the end of the text, and where matches start; then the rows, which hold
/// the places of rows.
const HEAD: usize = 258;
const END: usize = 256;
const WHERE: usize = 257;
/// Matches start anywhere, or at lines; else at the start of the text.
const ANYWHERE: u8 = 0;
const LINES: u8 = 1;

/// An outline of an expression.
#[derive(Clone, Copy)]
pub(super) struct Outline(&'static [u8]);

/// The outline at a place that the build script remembered.
pub(super) fn outline(at: u32) -> Outline {
    Outline(BYTES.get(at as usize..).unwrap_or_default())
}

/// Where one state leads with one class of bytes.
fn next(table: &[u8], row: u16, place: u8) -> u16 {
    let at = usize::from(row) + usize::from(place);
    table.get(at..at + 2).map_or(PERHAPS, |two| u16::from_le_bytes([two[0], two[1]]))
}

impl Outline {
    /// Whether matches start nowhere but at the start of a text.
    pub(super) fn is_at_start(self) -> bool {
        self.0.get(WHERE).is_some_and(|place| *place > LINES)
    }

    /// Whether the expression may match in a text.
    pub(super) fn may_match(self, text: &[u8]) -> bool {
        let Some((head, table)) = self.0.split_first_chunk::<HEAD>() else { return true };
        let mut row = 0;
        for &byte in text {
            row = next(table, row, head[usize::from(byte)]);
            if row >= NO {
                return row == PERHAPS;
            }
        }
        next(table, row, head[END]) == PERHAPS
    }

    /// Whether a match may start in a part of a text, which itself starts at `first`: nothing says "perhaps", else it is
    /// up to where none starts.
    pub(super) fn read(self, text: &[u8], first: usize, part: Range<usize>) -> Option<usize> {
        let (head, table) = self.0.split_first_chunk::<HEAD>()?;
        let (from, to) = (part.start, part.end);
        if head[WHERE] != ANYWHERE {
            let lines = text.get(from.max(first + 1) - 1..to - 1).filter(|_| head[WHERE] == LINES).unwrap_or_default();
            let mut lines = memchr_iter(b'\n', lines).map(|at| from.max(first + 1) + at);
            let may_match = |at: usize| self.may_match(&text[at..]);
            return (!(from <= first && may_match(first) || lines.any(may_match))).then_some(to);
        }
        let mut row = 0;
        let to = to.min(text.len());
        for &byte in text.get(from..to).unwrap_or_default() {
            row = next(table, row, head[usize::from(byte)]);
            if row >= NO {
                return (row == NO).then_some(text.len());
            }
        }
        for (&byte, at) in text[to..].iter().zip(to..) {
            // Nothing that started before is left.
            if row == 0 {
                return Some(at);
            }
            row = next(table, row, head[usize::from(byte)]);
            if row >= NO {
                return (row == NO).then_some(text.len());
            }
        }
        (next(table, row, head[END]) != PERHAPS).then_some(text.len())
    }
}
