//! Expressions that are compiled when an article first needs them: with all rules, compiling takes longer than checking an
//! article.

use super::{light::light, reach::Reach};
use crate::detect::{outline::Outline, written::Written};
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// An expression that is compiled when an article first needs it.
pub(super) struct Lazy {
    source: Written,
    /// Told ahead where it cannot match.
    outline: Option<Outline>,
    regex: OnceLock<Option<Regex>>,
}

impl Lazy {
    pub(super) fn new(source: Written, outline: Option<Outline>) -> Self {
        Self { source, outline, regex: OnceLock::new() }
    }

    /// One that is compiled already.
    pub(super) fn made(source: Written, regex: Regex) -> Self {
        Self { source, outline: None, regex: Some(regex).into() }
    }

    /// Its outline, if there is one.
    pub(super) fn outline(&self) -> Option<Outline> {
        self.outline
    }

    /// Whether it may match in a text.
    pub(super) fn may_match(&self, text: &str) -> bool {
        self.outline.is_none_or(|outline| outline.may_match(text.as_bytes()))
    }

    pub(super) fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(self.source.text()).ok()).as_ref()
    }
}

/// `^` and `$` are the edges of a line: blocks of an article are lines more often than not. An expression that starts
/// with `^` is tried at each line, where it gives up after a few letters, instead of being looked for in all of it.
pub(super) fn build(source: &str) -> Result<Regex, regex::Error> {
    let line = Reach::of(source) == Reach::Line;
    let source = light(source);
    let source = if line { source.replacen('^', r"\A", 1) } else { source };
    RegexBuilder::new(&source).multi_line(true).build()
}
