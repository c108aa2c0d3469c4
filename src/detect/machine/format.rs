//! How machines are written down. The build script writes them with this file, the library reads them with it.
//!
//! A machine is a run of words of eight bytes: a head of two, instructions, and the names of its groups. Sets of bytes and
//! ranges of characters are shared by all machines.

/// The byte of an operation, a byte, and three numbers. Numbers of sets carry [`END`].
pub(crate) type Word = [u8; 8];

/// Matches nothing.
pub(crate) const FAIL: u8 = 0;
/// The end of a match.
pub(crate) const MATCH: u8 = 1;
/// Up to [`LITERAL_MOST`] bytes as they stand in the word; the byte is how many.
pub(crate) const LITERAL: u8 = 2;
/// The same for letters of ASCII in any case, which stand in lower case.
pub(crate) const FOLDED: u8 = 11;
/// A byte of a set.
pub(crate) const SET: u8 = 3;
/// A character: the set of its first byte, and its ranges.
pub(crate) const CLASS: u8 = 4;
/// A set or class several times: set, ranges, and the set of what may follow; then a word with least, most and row.
pub(crate) const REPEAT: u8 = 5;
/// Two ways on: the place of the second, and what each may start with; then a word with its row as the third number.
pub(crate) const SPLIT: u8 = 6;
/// The same without a row, where no byte allows both.
pub(crate) const CHOICE: u8 = 10;
/// Goes on elsewhere.
pub(crate) const JUMP: u8 = 7;
/// Remembers where a group starts or ends.
pub(crate) const SAVE: u8 = 8;
/// Looks around; the byte is the kind.
pub(crate) const LOOK: u8 = 9;

pub(crate) const LITERAL_MOST: usize = 6;
/// Of a repetition: as often as possible, and characters instead of bytes.
pub(crate) const GREEDY: u8 = 1;
pub(crate) const CHARS: u8 = 2;
/// Of a split: the second way goes first.
pub(crate) const SWAPPED: u8 = 1;
/// Of a repetition: as often as there is text.
pub(crate) const EVER: u16 = u16::MAX;

/// Kinds of looking around.
pub(crate) const TEXT_START: u8 = 0;
pub(crate) const TEXT_END: u8 = 1;
pub(crate) const LINE_START: u8 = 2;
pub(crate) const LINE_END: u8 = 3;
pub(crate) const ASCII_EDGE: u8 = 4;
pub(crate) const ASCII_NO_EDGE: u8 = 5;
pub(crate) const EDGE: u8 = 6;
pub(crate) const NO_EDGE: u8 = 7;

/// Of a number of a set: the end of the text is among it.
pub(crate) const END: u16 = 1 << 15;

/// The head of a machine: as bits of the byte, that it matches nowhere but at the start of a text, and only on
/// boundaries of characters. Numbers: what a match may start with, groups, rows.
pub(crate) const HEAD: usize = 2;
pub(crate) const ANCHORED: u8 = 1;
pub(crate) const TEXT: u8 = 2;

/// The ranges of letters as edges of words see them.
pub(crate) const WORD: u16 = 0;

pub(crate) fn word(op: u8, byte: u8, numbers: [u16; 3]) -> Word {
    let mut word = [op, byte, 0, 0, 0, 0, 0, 0];
    word[2..].as_chunks_mut().0.iter_mut().zip(numbers).for_each(|(two, number)| *two = number.to_le_bytes());
    word
}

pub(crate) fn numbers(word: Word) -> [u16; 3] {
    let word = u64::from_le_bytes(word);
    [(word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16]
}

/// Two large numbers as a word.
pub(crate) fn pair(first: u32, second: u32) -> Word {
    (u64::from(first) | u64::from(second) << 32).to_le_bytes()
}

pub(crate) fn two(word: Word) -> (u32, u32) {
    let word = u64::from_le_bytes(word);
    (word as u32, (word >> 32) as u32)
}
