//! Expressions as rules write them, compiled when a line first needs them.

use super::loose::loose;
use crate::{
    detect::{Compile, outline::Outline, written::Written},
    rule::Rule,
};
use regex::bytes::{Regex, RegexBuilder};
use std::sync::OnceLock;
use toml::Spanned;

/// An expression of a rule. Compiling all of them takes longer than checking an article, and few are ever needed.
pub(super) struct Expression {
    /// As the rule has it.
    written: Written,
    /// What stands around it: the edges of a line.
    around: (&'static str, &'static str),
    /// Told ahead where it cannot match.
    outline: Option<Outline>,
    regex: OnceLock<Option<Regex>>,
}

impl Expression {
    /// An expression that matches anywhere, from the start of a text, or all of it. Those of the binary are tested; a
    /// user's is compiled at once, to show what is wrong with it.
    pub(super) fn new(
        compile: &mut Compile<'_>,
        rule: &Rule,
        text: &Spanned<String>,
        around: (&'static str, &'static str),
    ) -> Option<Self> {
        let made = Self::lazy(Written::Own(text.get_ref().clone()), around, None);
        if rule.is_embedded() {
            return Some(made);
        }
        match made.build() {
            Ok(regex) => Some(Self { regex: OnceLock::from(Some(regex)), ..made }),
            Err(error) => {
                let reason = error.to_string();
                let line = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                compile.problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {line}")));
                None
            }
        }
    }

    /// An expression that is known to be right.
    pub(super) fn lazy(written: Written, around: (&'static str, &'static str), outline: Option<Outline>) -> Self {
        Self { written, around, outline, regex: OnceLock::new() }
    }

    fn build(&self) -> Result<Regex, regex::Error> {
        let source = format!("{}{}{}", self.around.0, loose(self.written.text()), self.around.1);
        RegexBuilder::new(&source).case_insensitive(true).build()
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.build().ok()).as_ref()
    }

    /// Whether it matches nowhere but at the start of a text, as far as can be told without compiling it.
    pub(super) fn is_at_start(&self) -> bool {
        self.outline.is_some_and(Outline::is_at_start)
    }

    /// Whether it may match, as far as can be told without compiling it.
    pub(super) fn may_match(&self, text: &str) -> bool {
        self.outline.is_none_or(|outline| outline.may_match(text.as_bytes()))
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.may_match(text) && self.regex().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }

    /// Where its first match ends, on a character boundary.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        if !self.may_match(text) {
            return None;
        }
        let mut end = self.regex()?.find(text.as_bytes())?.end();
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Some(end)
    }
}
