//! From bytes to articles.
//!
//! A [`Source`] reads a file in batches of [`Unit`]s, which is cheap and happens in order; [`parse`] turns a unit into a
//! [`Document`], which is the work, and happens on all threads.

mod allow;
mod draft;
mod encoding;
mod error;
mod html;
mod jsonl;
mod markdown;
mod plain;
mod source;
mod tree;

pub use error::InputError;
pub use source::{Batch, Source};

use crate::model::{Document, Lang, Raw};
use crate::text;
use std::sync::Arc;

/// A format of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs and headlines, divided by line breaks.
    Text,
    /// `CommonMark` with front matter.
    Markdown,
    /// A JSON object a line, with the article in `text`.
    Jsonl,
    /// A web page.
    Html,
}

impl Format {
    /// The format that a file name promises.
    pub fn of_name(path: &str) -> Option<Format> {
        let (_, extension) = path.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            _ => None,
        }
    }

    /// The format that the first bytes show: an object on the first line is JSONL, anything else is text.
    pub fn of_content(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if head.starts_with(b"{\"") || head.starts_with(b"{ \"") { Format::Jsonl } else { Format::Text }
    }
}

/// The raw bytes of one article, not yet read.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Path as given by the user.
    pub path: Arc<str>,
    /// Number of the record in its file, from 1.
    pub record: Option<u64>,
    /// How to read it.
    pub format: Format,
    /// Its bytes.
    pub raw: Raw,
}

/// What readers are told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The language of all articles, whatever they say.
    pub lang: Option<Lang>,
}

/// Reads an article.
///
/// # Errors
/// What makes the unit no article: bytes that are no text, a record without `text`.
pub fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    match unit.format {
        Format::Text => plain::parse(unit, options),
        Format::Markdown => markdown::parse(unit, options),
        Format::Jsonl => jsonl::parse(unit, options),
        Format::Html => html::parse(unit, options),
    }
}

/// Reads all articles of a unit, in order, and what could not be read among them.
pub fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    vec![parse(unit, options)]
}

/// The language of an article: as told, else as declared, else as guessed from the text, else English for a text in
/// Latin letters that is too short to tell.
fn language(options: Options, declared: Option<&str>, content: &str) -> Lang {
    let declared = options.lang.or_else(|| declared.and_then(Lang::parse));
    declared.or_else(|| text::guess_language(content).map(|g| g.lang)).unwrap_or_else(|| {
        let (mut latin, mut other) = (0, 0);
        for c in content.chars().filter(|c| c.is_alphabetic()).take(500) {
            if c < '\u{250}' { latin += 1 } else { other += 1 }
        }
        if latin > other { Lang::EN } else { Lang::UNKNOWN }
    })
}
