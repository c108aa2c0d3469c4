//! Lines and columns, made in one place.

use memchr::{memchr_iter, memrchr};

/// A line and column for people and editors, both from 1; columns count characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

/// Turns byte offsets into positions. Asking in ascending order reads the bytes once, however long their lines are.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    first_line: u64,
    first_chars: u64,
    /// Everything before this offset is counted.
    at: usize,
    /// Line of `at`.
    line: u64,
    /// Characters between the start of that line and `at`.
    chars: u64,
}

impl<'a> Cursor<'a> {
    /// A cursor over UTF-8 bytes (broken ones count a character for each byte that starts one) whose first byte stands
    /// at the start of line `first_line`.
    pub fn new(bytes: &'a [u8], first_line: u64) -> Self {
        Self::within(bytes, first_line, 0)
    }

    /// The same where `chars` characters of line `first_line` stand before the first byte.
    pub fn within(bytes: &'a [u8], first_line: u64, chars: u64) -> Self {
        Self { bytes, first_line, first_chars: chars, at: 0, line: first_line, chars }
    }

    /// The position of a byte offset; past the end it is that of the end.
    pub fn locate(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        if offset < self.at {
            *self = Self::within(self.bytes, self.first_line, self.first_chars);
        }
        let passed = &self.bytes[self.at..offset];
        if let Some(last) = memrchr(b'\n', passed) {
            self.line += memchr_iter(b'\n', passed).count() as u64;
            self.chars = characters(&passed[last + 1..]);
        } else {
            self.chars += characters(passed);
        }
        // A byte order mark is no character that an editor counts.
        if self.at == 0 && passed.starts_with(b"\xef\xbb\xbf") && self.line == self.first_line {
            self.chars -= 1;
        }
        self.at = offset;
        Position { line: self.line, column: self.chars + 1 }
    }
}

/// Characters that start in the bytes.
fn characters(bytes: &[u8]) -> u64 {
    // A sum of bytes is one that the compiler does many at a time; so few cannot overflow it.
    let starts = |bytes: &[u8]| bytes.iter().map(|&b| u8::from(b & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(192).map(|chunk| u64::from(starts(chunk))).sum()
}
