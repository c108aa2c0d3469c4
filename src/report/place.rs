//! Lines and columns of the file in the units that formats ask for.

use crate::model::{Document, Span};
use memchr::{memchr_iter, memrchr};
use std::{borrow::Cow, ops::Range};

/// A place between two characters of the file. Lines and columns count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    /// In characters (Unicode scalar values).
    pub(super) chars: u64,
    /// In bytes of UTF-8.
    pub(super) bytes: u64,
    /// In UTF-16 code units.
    pub(super) utf16: u64,
}

/// A stretch of the file; the end is the place behind its last character.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) raw: Range<u64>,
    pub(super) start: Place,
    pub(super) end: Place,
}

/// Finds places of one article. It walks from the last place to the next, so that neighbours are cheap.
pub(super) struct Places<'d> {
    document: &'d Document,
    bytes: &'d [u8],
    first_line: u64,
    at: usize,
    line: u64,
    columns: Columns,
}

#[derive(Clone, Copy, Default)]
struct Columns {
    chars: u64,
    bytes: u64,
    utf16: u64,
}

impl Columns {
    fn of(bytes: &[u8]) -> Self {
        let chars = bytes.iter().filter(|b| **b & 0xc0 != 0x80).count() as u64;
        // Characters of four bytes are two units.
        let wide = bytes.iter().filter(|b| **b >= 0xf0).count() as u64;
        Self { chars, bytes: bytes.len() as u64, utf16: chars + wide }
    }

    fn add(&mut self, other: Columns) {
        self.chars += other.chars;
        self.bytes += other.bytes;
        self.utf16 += other.utf16;
    }

    fn take(&mut self, other: Columns) {
        self.chars = self.chars.saturating_sub(other.chars);
        self.bytes = self.bytes.saturating_sub(other.bytes);
        self.utf16 = self.utf16.saturating_sub(other.utf16);
    }
}

impl<'d> Places<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        // Other encodings were transcoded character by character: lines and columns of the text are those of the file.
        let (bytes, first_line) = if document.raw.utf8 {
            (document.raw.bytes(), document.raw.line)
        } else {
            (document.target.content().as_bytes(), 1)
        };
        Self { document, bytes, first_line, at: 0, line: first_line, columns: Columns::default() }
    }

    /// The file behind a span of the text.
    pub(super) fn span(&mut self, span: Span) -> Region {
        let raw = self.document.map.raw(span);
        if self.document.raw.utf8 {
            return self.raw(raw);
        }
        let (start, end) = (self.place(span.start as usize), self.place(span.end as usize));
        Region { raw, start, end }
    }

    /// A range of the bytes of a file in UTF-8.
    pub(super) fn raw(&mut self, raw: Range<u64>) -> Region {
        let offset = self.document.raw.offset;
        let start = self.place(raw.start.saturating_sub(offset) as usize);
        let end = self.place(raw.end.saturating_sub(offset) as usize);
        Region { raw, start, end }
    }

    /// What stands in the file, where it is UTF-8.
    pub(super) fn slice(&self, raw: &Range<u64>) -> Option<Cow<'d, str>> {
        let offset = self.document.raw.offset;
        let place = |at: u64| at.checked_sub(offset).map(|at| at as usize);
        let bytes = self.document.raw.bytes().get(place(raw.start)?..place(raw.end)?)?;
        self.document.raw.utf8.then(|| String::from_utf8_lossy(bytes))
    }

    fn place(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.bytes.len());
        if offset >= self.at {
            let passed = &self.bytes[self.at..offset];
            if let Some(last) = memrchr(b'\n', passed) {
                self.line += memchr_iter(b'\n', passed).count() as u64;
                self.columns = Columns::of(&passed[last + 1..]);
            } else {
                self.columns.add(Columns::of(passed));
            }
        } else {
            let passed = &self.bytes[offset..self.at];
            let lines = memchr_iter(b'\n', passed).count() as u64;
            if lines > 0 {
                self.line -= lines;
                let start = memrchr(b'\n', &self.bytes[..offset]).map_or(0, |i| i + 1);
                self.columns = Columns::of(&self.bytes[start..offset]);
            } else {
                self.columns.take(Columns::of(passed));
            }
        }
        self.at = offset;
        let mut columns = self.columns;
        // A byte order mark is no character that an editor counts.
        if self.line == self.first_line && offset > 0 && self.bytes.starts_with(b"\xef\xbb\xbf") {
            columns.take(Columns { chars: 1, bytes: 3, utf16: 1 });
        }
        Place { line: self.line, chars: columns.chars + 1, bytes: columns.bytes + 1, utf16: columns.utf16 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::Lang, text::text_document};

    #[test]
    fn places_are_the_same_in_any_order_and_in_three_units() {
        let text = "é👍a\nб👩‍🚒 end\n\nlast";
        let document = text_document(text, None, Lang::EN);
        let expected = |offset: usize| {
            let before = &text[..offset];
            let line = before.rsplit('\n').next().unwrap_or_default();
            Place {
                line: before.matches('\n').count() as u64 + 1,
                chars: line.chars().count() as u64 + 1,
                bytes: line.len() as u64 + 1,
                utf16: line.encode_utf16().count() as u64 + 1,
            }
        };
        let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut places = Places::new(&document);
        for i in 0..offsets.len() * 7 {
            // 7 and the number of offsets have no common divisor here, so every step goes elsewhere.
            let offset = offsets[i * 7 % offsets.len()];
            assert_eq!(places.place(offset), expected(offset), "at {offset}");
        }
    }
}
