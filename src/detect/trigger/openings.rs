//! Which expressions a line can begin as: the automaton that the build script makes of all that give up soon on ordinary
//! lines.

/// Where a cell leads: to no expression, to a list of them (by its place), else to a row.
const NONE: u16 = u16::MAX;
const LIST: u16 = 1 << 15;
/// Places of lists are counted in so many numbers.
const STEP: usize = 4;

/// An automaton: a row of cells for each state, in each row a cell for each class of bytes.
#[derive(Clone, Copy)]
pub(in crate::detect) struct Openings {
    pub(in crate::detect) classes: &'static [u8; 256],
    pub(in crate::detect) width: usize,
    pub(in crate::detect) cells: &'static [u16],
    /// Lists of expressions, each behind its length; all start at a multiple of [`STEP`].
    pub(in crate::detect) lists: &'static [u16],
}

impl Openings {
    /// The expressions that may match at the start of a text, in order.
    #[inline]
    pub(in crate::detect) fn read(&self, text: &[u8]) -> &'static [u16] {
        let mut row = 0;
        for &byte in text {
            match self.cells.get(row + usize::from(self.classes[usize::from(byte)])) {
                Some(&next) if next < LIST => row = usize::from(next) * self.width,
                Some(&NONE) | None => return &[],
                Some(&list) => return self.list(list),
            }
        }
        // What matches this text, or the beginning of it, would have been named by now.
        &[]
    }

    fn list(&self, cell: u16) -> &'static [u16] {
        let list = self.lists.get(usize::from(cell & !LIST) * STEP..).and_then(<[u16]>::split_first);
        list.map_or(&[], |(length, rest)| &rest[..usize::from(*length).min(rest.len())])
    }
}
