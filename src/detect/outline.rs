//! Where an expression cannot match, told without compiling it.
//!
//! An outline is a small automaton that the build script makes of an expression of the binary. It is blind to edges of
//! words, to upper limits of repetitions and to letters outside ASCII, and where it would grow too large it gives up and
//! says "perhaps": it may say so where the expression does not match, never the other way round. Most expressions are
//! never compiled in the life of a process, because no article has what looks like a match of them.

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/outlines.bin"));

/// Rows of the table that are no states.
const NO: u16 = 0;
const PERHAPS: u16 = 1;
const START: u16 = 2;
/// The class of each byte, and the number of classes; then a row for each state: where each class and, last, the end of
/// the text leads.
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
        let Some((classes, rest)) = self.0.split_at_checked(HEAD - 1) else { return true };
        let Some((&width, table)) = rest.split_first() else { return true };
        let width = usize::from(width);
        let next = |state: u16, class: usize| {
            // States are counted from the first row of the table.
            let at = (usize::from(state - START) * (width + 1) + class) * 2;
            table.get(at..at + 2).map_or(PERHAPS, |two| u16::from_le_bytes([two[0], two[1]]))
        };
        let mut state = START;
        for &byte in text {
            state = next(state, usize::from(classes[usize::from(byte)]));
            if state < START {
                return state == PERHAPS;
            }
        }
        next(state, width) != NO
    }
}
