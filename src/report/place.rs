//! Lines and columns of the file in the units that formats ask for.

use crate::model::{Document, Raw, Span};
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
    /// What stands on the first line before the article.
    before: Columns,
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

/// What stands on the line before the part of the file that an article is, as several records on one line have it.
fn before(raw: &Raw) -> Columns {
    if raw.chars == 0 {
        return Columns::default();
    }
    let read = &raw.buffer[..raw.range.start];
    let line = &read[memrchr(b'\n', read).map_or(0, |i| i + 1)..];
    let seen = Columns::of(line);
    // The buffer may hold only the end of a long line; the rest is taken for ASCII.
    let unseen = raw.chars.saturating_sub(seen.chars);
    Columns { chars: raw.chars, bytes: seen.bytes + unseen, utf16: seen.utf16 + unseen }
}

impl<'d> Places<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let raw = &document.raw;
        // Other encodings were transcoded character by character: lines and columns of their text are those of the file.
        let (bytes, first_line, before) = match &raw.decoded {
            _ if raw.utf8 => (raw.bytes(), raw.line, before(raw)),
            Some(whole) => (whole.0.as_bytes(), raw.line, before(raw)),
            None => (document.target.content().as_bytes(), 1, Columns::default()),
        };
        Self { document, bytes, first_line, before, at: 0, line: first_line, columns: before }
    }

    /// The file behind a span of the text.
    pub(super) fn span(&mut self, span: Span) -> Region {
        let raw = self.document.map.raw(span);
        if self.document.raw.utf8 || self.document.raw.decoded.is_some() {
            return self.raw(raw);
        }
        let (start, end) = (self.place(span.start as usize), self.place(span.end as usize));
        Region { raw, start, end }
    }

    /// A range of the bytes of the file.
    pub(super) fn raw(&mut self, raw: Range<u64>) -> Region {
        let (start, end) = (self.offset(raw.start), self.offset(raw.end));
        let (start, end) = (self.place(start), self.place(end));
        Region { raw, start, end }
    }

    /// What stands in the file.
    pub(super) fn slice(&self, raw: &Range<u64>) -> Option<Cow<'d, str>> {
        let bytes = self.bytes.get(self.offset(raw.start)..self.offset(raw.end))?;
        Some(String::from_utf8_lossy(bytes))
    }

    /// Where in the bytes that are counted a byte of the file is.
    fn offset(&self, raw: u64) -> usize {
        match &self.document.raw.decoded {
            _ if self.document.raw.utf8 => raw.saturating_sub(self.document.raw.offset) as usize,
            Some(whole) => whole.1.text(raw) as usize,
            None => self.document.map.text(raw) as usize,
        }
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
                let start = memrchr(b'\n', &self.bytes[..offset]);
                self.columns = start.map_or(self.before, |_| Columns::default());
                self.columns.add(Columns::of(&self.bytes[start.map_or(0, |i| i + 1)..offset]));
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
