//! Where an expression cannot match, told without compiling it.
//!
//! An outline is a small automaton that the build script makes of an expression of the binary. It is blind to edges of
//! words, to upper limits of repetitions and to letters outside ASCII, and where it would grow too large it gives up and
//! says "perhaps": it may say so where the expression does not match, never the other way round. Most expressions are
//! never compiled in the life of a process, because no article has what looks like a match of them.

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/outlines.bin"));

/// Where a state leads that leads nowhere, and where the automaton gives up or has a match.
const NO: u16 = u16::MAX - 1;
const PERHAPS: u16 = u16::MAX;
/// The place of each byte in a row, and that of the end of the text; then the rows, which hold the places of rows.
const HEAD: usize = 257;

/// An outline of an expression.
#[derive(Clone, Copy)]
pub(super) struct Outline(&'static [u8]);

/// The outline at a place that the build script remembered.
pub(super) fn outline(at: u32) -> Outline {
    Outline(BYTES.get(at as usize..).unwrap_or_default())
}

impl Outline {
    /// Whether the expression may match in a text.
    pub(super) fn may_match(self, text: &[u8]) -> bool {
        let Some((head, table)) = self.0.split_first_chunk::<HEAD>() else { return true };
        let next = |row: u16, place: u8| {
            let at = usize::from(row) + usize::from(place);
            table.get(at..at + 2).map_or(PERHAPS, |two| u16::from_le_bytes([two[0], two[1]]))
        };
        let mut row = 0;
        for &byte in text {
            row = next(row, head[usize::from(byte)]);
            if row >= NO {
                return row == PERHAPS;
            }
        }
        next(row, head[HEAD - 1]) == PERHAPS
    }
}
