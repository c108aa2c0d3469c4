//! From bytes to articles.
//!
//! A [`Source`] reads a file in batches of [`Unit`]s, which is cheap and happens in order; [`parse`] turns a unit into a
//! [`Document`], which is the work, and happens on all threads.

mod allow;
mod archive;
mod csv;
mod draft;
mod encoding;
mod error;
mod fields;
mod format;
mod html;
mod json;
mod jsonl;
mod markdown;
mod plain;
mod po;
mod source;
mod split;
mod stream;
mod subtitles;
mod table;
mod tree;
mod unpack;
mod warc;
mod xml;

pub use csv::Columns;
pub use error::InputError;
pub use format::Format;
pub use source::{Batch, Source};

use crate::model::{Document, Lang, Raw, Source as SourceLang, SourceFrom, Text};
use crate::text;
use std::sync::Arc;

/// The raw bytes of one article, or of several that only a look at all of them can tell apart; not yet read.
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
    /// The columns of the table that it is a row of.
    pub columns: Option<Arc<Columns>>,
}

impl Unit {
    /// A file that is no record among others.
    pub fn whole(path: Arc<str>, format: Format, raw: Raw) -> Self {
        Self { path, record: None, format, raw, columns: None }
    }
}

/// What readers are told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The language of all articles, whatever they say.
    pub lang: Option<Lang>,
    /// The language that all articles were translated from, whatever they say.
    pub source_lang: Option<Lang>,
    /// Field or column that holds the text of an article.
    pub text_field: Option<&'a str>,
    /// Field or column that holds what was translated.
    pub source_field: Option<&'a str>,
}

/// What is refused, because it would take all memory or all time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest file or record, in MiB.
    pub size: usize,
    /// How many times its size a packed file may unpack to; 0 is no limit. Small files are always unpacked.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { size: 256, ratio: 1000 }
    }
}

/// Reads all articles of a unit, in order, and what could not be read among them.
pub fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    match unit.format {
        Format::Text => vec![plain::parse(unit, options)],
        Format::Parquet => table::articles(unit, options),
        Format::Markdown => vec![markdown::parse(unit, options)],
        Format::Jsonl => jsonl::articles(&unit, options),
        Format::Json => json::articles(&unit, options),
        Format::Html => vec![html::parse(unit, options)],
        Format::Csv => csv::articles(unit, options),
        Format::Warc => warc::articles(unit, options),
        Format::Xml => xml::articles(&unit, options),
        Format::Po => po::articles(unit, options),
        Format::Subtitles => vec![subtitles::parse(unit, options)],
    }
}

/// Reads the article of a unit that holds one; of several, the first.
///
/// # Errors
/// What makes the unit no article: bytes that are no text, a record without `text`.
pub fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let path = unit.path.clone();
    let none = || Err(InputError::Broken { path, reason: "there is no article in it".into() });
    articles(unit, options).into_iter().next().unwrap_or_else(none)
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

/// The language an article was translated from: as told, else as the article says, else as guessed.
fn source_language(options: Options, stated: Option<&str>, target: &Text, lang: Lang) -> SourceLang {
    let known = |lang, from| SourceLang { lang, from, evidence: Vec::new() };
    match (options.source_lang, stated.and_then(Lang::parse)) {
        (Some(told), _) => known(told, SourceFrom::Declared),
        (None, Some(stated)) if stated.code() != "und" => known(stated, SourceFrom::Metadata),
        _ => text::guess_source(target, lang),
    }
}
