//! An article as it was read.

use super::{Cursor, Lang, SourceMap, Span, Text};
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
    /// When it was published, as the file says.
    pub published: Option<String>,
    /// When it was last changed, as the file says.
    pub modified: Option<String>,
    /// Its address.
    pub url: Option<String>,
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
    /// Line of the file at which the part starts, from 1.
    pub line: u64,
    /// Characters of that line that stand before the part.
    pub chars: u64,
    /// Whether the bytes are UTF-8, so that lines and columns can be counted in them.
    pub utf8: bool,
    /// Where the bytes are not UTF-8 and the article is only a part of their text: all of their text and its map, to
    /// count lines and columns in.
    pub decoded: Option<Arc<(String, SourceMap)>>,
}

impl Raw {
    /// A whole file.
    pub fn whole(bytes: Vec<u8>, utf8: bool) -> Self {
        let range = 0..bytes.len();
        Self { buffer: Arc::new(bytes), range, offset: 0, line: 1, chars: 0, utf8, decoded: None }
    }

    /// A part of it, given in bytes from its start.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> Self {
        let before = &self.bytes()[..part.start];
        let mut raw = self.clone();
        raw.range = self.range.start + part.start..self.range.start + part.end;
        raw.offset += part.start as u64;
        if !self.utf8 || self.decoded.is_some() {
            return raw;
        }
        let position = Cursor::within(before, self.line, self.chars).locate(before.len());
        raw.line = position.line;
        raw.chars = position.column - 1;
        raw
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

/// What inline markup says of the words inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A link.
    Link,
    /// Bold, italic, underlined, highlighted.
    Emphasis,
    /// Code, a sub- or superscript, an abbreviation: anything else that stands inside a line.
    Other,
}

/// A stretch of the text that stood inside inline markup. Its edges are where pipelines cut sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What was inside.
    pub span: Span,
    /// What the markup was.
    pub kind: MarkKind,
}

/// A comment in the file that lets rules pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Ids and categories, as written.
    pub rules: Vec<String>,
    /// Why, if the comment says.
    pub reason: String,
    /// The block it is written for; without one, the whole article.
    pub span: Option<Span>,
    /// Bytes of the comment in the file.
    pub raw: Range<u64>,
}

/// The text that was translated, where the file holds it.
#[derive(Clone, Debug, Default)]
pub struct Original {
    /// Its language, if the file says.
    pub lang: Option<Lang>,
    /// The text.
    pub text: Text,
    /// From its bytes to the file's.
    pub map: SourceMap,
    /// Units in order: a span of the translation, and the span of this text that it renders.
    pub units: Vec<(Span, Span)>,
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
    /// Links, emphasis and other inline markup, by where it ends.
    pub marks: Vec<Mark>,
    /// Comments that let rules pass.
    pub allows: Vec<Allow>,
    /// What was translated, if the file holds it.
    pub original: Option<Box<Original>>,
}

impl Document {
    /// An article with nothing beyond its text.
    pub fn new(origin: Origin, lang: Lang, target: Text, map: SourceMap, raw: Raw) -> Self {
        let source = Source::default();
        Self { origin, lang, source, target, map, raw, marks: Vec::new(), allows: Vec::new(), original: None }
    }

    /// A cursor and the function of it that turns raw offsets of the file into positions.
    pub fn locator(&self) -> Locator<'_> {
        let cursor = match &self.raw.decoded {
            _ if self.raw.utf8 => Cursor::within(self.raw.bytes(), self.raw.line, self.raw.chars),
            Some(whole) => Cursor::within(whole.0.as_bytes(), self.raw.line, self.raw.chars),
            None => Cursor::new(self.target.content().as_bytes(), 1),
        };
        Locator { doc: self, cursor }
    }
}

/// Finds raw range and position of spans of one document.
#[derive(Clone, Debug)]
pub struct Locator<'d> {
    doc: &'d Document,
    cursor: Cursor<'d>,
}

impl Locator<'_> {
    /// Raw bytes of the file behind a span, and the position where they start.
    pub fn locate(&mut self, span: super::Span) -> (Range<u64>, super::Position) {
        let raw = self.doc.map.raw(span);
        let offset = match &self.doc.raw.decoded {
            _ if self.doc.raw.utf8 => raw.start.saturating_sub(self.doc.raw.offset) as usize,
            Some(whole) => whole.1.text(raw.start) as usize,
            // The whole file is the article, transcoded character by character: its lines and columns are the file's.
            None => span.start as usize,
        };
        let position = self.cursor.locate(offset);
        (raw, position)
    }
}
