//! Words as they grow: where they stop, what they hold, their hash.

use super::{
    lane::Lane,
    script::{is_mark, unspaced},
};
use crate::model::{Hasher, TokenFlags as F};

/// What is seen in a word, as bits of [`Word::seen`].
pub(super) const UPPER: u8 = 1;
const LOWER: u8 = 2;
const DIGIT: u8 = 4;
/// Two letters of upper case.
const UPPERS: u8 = 8;

/// What is seen in the first `len` bytes of a lane, which are letters and digits.
#[inline]
fn seen(lane: Lane, len: u32) -> u8 {
    let word = (1 << len) - 1;
    let (capitals, digits) = (lane.capitals & word, lane.digits & word);
    let mut seen = 0;
    for (holds, bit) in [
        (capitals != 0, UPPER),
        (capitals | digits != word, LOWER),
        (digits != 0, DIGIT),
        (capitals & capitals.wrapping_sub(1) != 0, UPPERS),
    ] {
        seen |= if holds { bit } else { 0 };
    }
    seen
}

/// Sixteen bytes, with zeros beyond the end.
#[inline]
fn sixteen(bytes: &[u8], at: usize) -> [u8; 16] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut all = [0; 16];
        all[..rest.len()].copy_from_slice(rest);
        all
    })
}

/// The start of a word: fewer than sixteen letters and digits of ASCII, a letter first. Most words are no more.
pub(super) struct Short {
    bytes: [u8; 16],
    lane: Lane,
    pub(super) len: u32,
    /// The byte behind it; a space at the end of the text.
    pub(super) behind: u8,
}

impl Short {
    /// The word at a place of a text, of which it belongs to what stands before `end`; none if it is longer, or less than
    /// sixteen bytes are left.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize, end: usize) -> Option<Self> {
        let bytes = *bytes.get(at..)?.first_chunk::<16>()?;
        let lane = Lane::of(bytes);
        let len = lane.word.trailing_ones();
        let behind = *bytes.get(len as usize)?;
        Some(match end - at {
            left if left > len as usize => Self { bytes, lane, len, behind },
            left => Self { bytes, lane, len: left as u32, behind: b' ' },
        })
    }

    #[inline]
    pub(super) fn hash(&self) -> Hasher {
        Hasher::of_short(self.bytes, self.len)
    }

    /// The flags of a word that is no longer.
    #[inline]
    pub(super) fn flags(&self) -> u16 {
        let word = (1 << self.len) - 1;
        let (capitals, digits) = (self.lane.capitals & word, self.lane.digits & word);
        let first = if capitals & 1 == 0 { F::LOWER } else { F::CAPITAL };
        if capitals & !1 | digits == 0 {
            return first;
        }
        let caps = capitals.count_ones() > 1 && (capitals | digits).count_ones() == self.len;
        first | if caps { F::ALL_CAPS } else { 0 } | if digits == 0 { 0 } else { F::DIGIT }
    }

    /// The word as it may grow.
    pub(super) fn word(&self, start: usize) -> Word {
        Word { stop: start + self.len as usize, hash: self.hash(), seen: seen(self.lane, self.len), flags: 0 }
    }
}

/// A word as it grows: where it stops, its hash, its flags.
pub(super) struct Word {
    pub(super) stop: usize,
    pub(super) hash: Hasher,
    seen: u8,
    pub(super) flags: u16,
}

impl Word {
    pub(super) fn new(start: usize) -> Self {
        Self { stop: start, hash: Hasher::new(), seen: 0, flags: 0 }
    }

    /// Takes ASCII letters and digits.
    #[inline]
    pub(super) fn ascii(&mut self, bytes: &[u8]) {
        loop {
            let chunk = sixteen(bytes, self.stop);
            let lane = Lane::of(chunk);
            let len = lane.word.trailing_ones();
            if len == 0 {
                return;
            }
            self.hash.push_short(chunk, len);
            self.letter(seen(lane, len));
            self.stop += len as usize;
            if len < 16 {
                return;
            }
        }
    }

    #[inline]
    fn letter(&mut self, seen: u8) {
        self.seen |= seen | (self.seen & seen & UPPER) << 3;
    }

    /// Takes letters, digits, inner apostrophes, underscores and combining marks of any script.
    #[inline]
    pub(super) fn letters(&mut self, text: &str, bytes: &[u8]) {
        loop {
            self.ascii(bytes);
            let Some(&byte) = bytes.get(self.stop) else {
                return;
            };
            let taken = match byte {
                0x80.. => self.high(text, bytes),
                b'\'' if letter_at(text, bytes, self.stop + 1) => {
                    self.flags |= F::APOSTROPHE;
                    self.hash.push(byte);
                    1
                }
                b'_' if alphanumeric_at(text, bytes, self.stop + 1) => {
                    self.hash.push(byte);
                    1
                }
                _ => 0,
            };
            if taken == 0 {
                return;
            }
            self.stop += taken;
        }
    }

    /// Takes one character outside ASCII, if it belongs to the word. Gives its length.
    fn high(&mut self, text: &str, bytes: &[u8]) -> usize {
        let at = self.stop;
        if let Some((lower, seen)) = two_bytes(bytes[at], bytes[at + 1]) {
            self.hash.push(lower[0]);
            self.hash.push(lower[1]);
            self.letter(seen);
            self.flags |= F::NON_ASCII;
            return 2;
        }
        if bytes[at] == 0xe2 && bytes[at + 1] == 0x80 {
            // General punctuation: apostrophe and joiners belong to words.
            match bytes[at + 2] {
                0x99 if letter_at(text, bytes, at + 3) => {
                    self.flags |= F::APOSTROPHE | F::NON_ASCII;
                    self.hash.push(b'\'');
                    return 3;
                }
                0x8b..=0x8d => {}
                _ => return 0,
            }
        }
        let Some(c) = text[at..bytes.len()].chars().next() else {
            return 0;
        };
        let len = c.len_utf8();
        if c == 'ʼ' {
            if !letter_at(text, bytes, at + len) {
                return 0;
            }
            self.flags |= F::APOSTROPHE;
            self.hash.push(b'\'');
        } else {
            if c == '\u{200b}' || c == '\u{ad}' || c == '\u{200c}' || c == '\u{200d}' || is_mark(c) {
                // Invisible inside a word, and combining marks belong to the letter before.
            } else if c.is_alphabetic() && !unspaced(c) {
                self.letter(if c.is_uppercase() { UPPER } else { LOWER });
            } else if c.is_numeric() {
                self.flags |= F::DIGIT;
            } else {
                return 0;
            }
            self.hash.push_char(c);
        }
        self.flags |= F::NON_ASCII;
        len
    }

    /// The flags of a word that starts with `first`.
    pub(super) fn flags(&self, first: u16) -> u16 {
        let digit = if self.seen & DIGIT != 0 { F::DIGIT } else { 0 };
        let caps = if self.seen & (UPPERS | LOWER) == UPPERS { F::ALL_CAPS } else { 0 };
        self.flags | digit | caps | first
    }
}

/// The commonest letters of two bytes, Latin-1 and Russian, in lower case; and their case.
#[inline]
pub(super) fn two_bytes(first: u8, second: u8) -> Option<([u8; 2], u8)> {
    Some(match (first, second) {
        (0xc3, 0x97 | 0xb7) => return None,
        (0xc3, 0x80..=0x9e) | (0xd0, 0x90..=0x9f) => ([first, second + 0x20], UPPER),
        (0xd0, 0xa0..=0xaf) => ([0xd1, second - 0x20], UPPER),
        (0xd0, 0x81) => ([0xd1, 0x91], UPPER),
        (0xc3, _) | (0xd0, 0xb0..=0xbf) | (0xd1, 0x80..=0x8f | 0x91) => ([first, second], LOWER),
        _ => return None,
    })
}

pub(super) fn letter_at(text: &str, bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphabetic),
        None => false,
    }
}

pub(super) fn alphanumeric_at(text: &str, bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphanumeric),
        None => false,
    }
}
