//! An article as it was read.

use super::{Cursor, Lang, SourceMap, Text};
use std::{ops::Range, sync::Arc};

/// Where an article came from and what it says of itself.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Path as given by the user, `-` for standard input.
    pub path: Arc<str>,
    /// Number of the record in its file, from 1, where a file holds several.
    pub record: Option<u64>,
    /// The record's own id, or the path.
    pub id: String,
    /// Title from the record or front matter.
    pub title: Option<String>,
    /// Site the article was published on.
    pub site: Option<String>,
    /// Whether the title stands in the text as its first block.
    pub title_in_text: bool,
}

/// The raw bytes behind an article: a range of a buffer that the articles of a batch share.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The shared buffer.
    pub buffer: Arc<Vec<u8>>,
    /// This article's part of it.
    pub range: Range<usize>,
    /// Where the part starts in the file.
    pub offset: u64,
    /// Line of the file at which the part starts, from 1. The part starts at a line start.
    pub line: u64,
    /// Whether the bytes are UTF-8, so that lines and columns can be counted in them.
    pub utf8: bool,
}

impl Raw {
    /// A whole file.
    pub fn whole(bytes: Vec<u8>, utf8: bool) -> Self {
        let range = 0..bytes.len();
        Self { buffer: Arc::new(bytes), range, offset: 0, line: 1, utf8 }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.range.clone()]
    }
}

/// How the source language of an article is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceFrom {
    /// It is not.
    #[default]
    Unknown,
    /// The user said it for all articles.
    Declared,
    /// The record or front matter says it.
    Metadata,
    /// The article shows it.
    Guessed,
}

impl SourceFrom {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            SourceFrom::Unknown => "unknown",
            SourceFrom::Declared => "declared",
            SourceFrom::Metadata => "metadata",
            SourceFrom::Guessed => "guessed",
        }
    }
}

/// The language an article was translated from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The language, or unknown.
    pub lang: Lang,
    /// How it is known.
    pub from: SourceFrom,
    /// Words of the article that a guess rests on.
    pub evidence: Vec<String>,
}

/// An article: immutable once read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it came from.
    pub origin: Origin,
    /// Language of the text: declared or detected, else unknown.
    pub lang: Lang,
    /// Language it was translated from, where it is known.
    pub source: Source,
    /// The translation.
    pub target: Text,
    /// From the target's bytes to the file's.
    pub map: SourceMap,
    /// The file's bytes.
    pub raw: Raw,
}

impl Document {
    /// A cursor and the function of it that turns raw offsets of the file into positions.
    pub fn locator(&self) -> Locator<'_> {
        let (bytes, line) =
            if self.raw.utf8 { (self.raw.bytes(), self.raw.line) } else { (self.target.content().as_bytes(), 1) };
        Locator { doc: self, cursor: Cursor::new(bytes, line) }
    }
}

/// Finds raw range and position of spans of one document.
#[derive(Debug)]
pub struct Locator<'d> {
    doc: &'d Document,
    cursor: Cursor<'d>,
}

impl Locator<'_> {
    /// Raw bytes of the file behind a span, and the position where they start.
    pub fn locate(&mut self, span: super::Span) -> (Range<u64>, super::Position) {
        let raw = self.doc.map.raw(span);
        // Bytes that are not UTF-8 were transcoded character by character, so lines and columns of the text are those
        // of the file.
        let offset = if self.doc.raw.utf8 {
            raw.start.saturating_sub(self.doc.raw.offset) as usize
        } else {
            span.start as usize
        };
        let position = self.cursor.locate(offset);
        (raw, position)
    }
}
