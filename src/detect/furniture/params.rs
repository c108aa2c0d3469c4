//! What a `furniture` rule says.

use super::vocabulary::Words;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Parameters of a `furniture` rule. In expressions a space is any white space, `’` any apostrophe, case is ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Params {
    /// Expressions for a whole line.
    #[serde(default)]
    pub(super) lines: Vec<Spanned<String>>,
    /// Expressions for a whole line that count only next to other furniture: words that may be a heading.
    #[serde(default)]
    pub(super) beside: Vec<Spanned<String>>,
    /// Expressions for a whole line or a whole sentence inside one.
    #[serde(default)]
    pub(super) sentences: Vec<Spanned<String>>,
    /// Expressions for the beginning of a line; only what they match is reported.
    #[serde(default)]
    pub(super) starts: Vec<Spanned<String>>,
    /// Expressions that all have to be found, anywhere in one of the first or last blocks of the article.
    #[serde(default)]
    pub(super) edges: Vec<Vec<Spanned<String>>>,
    /// Lines made of the words of a vocabulary.
    pub(super) words: Option<Words>,
    /// Name of a table under `rules/lists/` with the columns `find` and `at` (`line` or `prefix`).
    pub(super) list: Option<Spanned<String>>,
    /// Keeps the rows of the list whose column has one of these values.
    #[serde(default, rename = "where")]
    pub(super) keep: BTreeMap<String, Vec<String>>,
    /// A line where this is found is prose after all.
    pub(super) unless: Option<Spanned<String>>,
    /// The longest line, in bytes.
    #[serde(default = "Params::max_bytes")]
    pub(super) max_bytes: usize,
    /// Only in the first so many blocks of the article, or in the last so many if `last` is given.
    pub(super) first: Option<usize>,
    /// Only in the last so many blocks of the article, or in the first so many if `first` is given.
    pub(super) last: Option<usize>,
    /// What becomes of the line.
    #[serde(default)]
    pub(super) fix: FixMode,
}

impl Params {
    fn max_bytes() -> usize {
        240
    }
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FixMode {
    #[default]
    None,
    /// Removes the line; offered only where a sentence of a longer line is meant.
    DropLine,
    /// Offers to remove it.
    OfferDrop,
}
