//! `mtlint.toml` as written.

use crate::rule::RuleProblem;
use serde::Deserialize;
use std::{collections::BTreeMap, ops::Range, sync::Arc};
use toml::Spanned;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Profile to start from.
    pub profile: Option<Spanned<String>>,
    /// Severity from which findings fail.
    pub fail_on: Option<Spanned<String>>,
    /// Score that every article must reach.
    pub min_score: Option<Spanned<f32>>,
    /// Penalty points per 1,000 words that all articles together may have.
    pub max_per_1000: Option<Spanned<f32>>,
    /// Findings that may be new.
    pub max_new: Option<Spanned<u64>>,
    /// Language of all articles.
    pub lang: Option<Spanned<String>>,
    /// Language all articles were translated from.
    pub source_lang: Option<Spanned<String>>,
    /// Folders with rules of one's own.
    pub packs: Option<Spanned<Vec<String>>>,
    /// Only these rules.
    pub select: Option<Spanned<Vec<String>>>,
    /// Not these rules.
    pub ignore: Option<Spanned<Vec<String>>>,
    /// File with decisions on findings.
    pub reviews: Option<Spanned<String>>,
    /// File with findings that are known.
    pub baseline: Option<Spanned<String>>,
    /// Rules that are off, on, or of another severity.
    #[serde(default)]
    pub rules: BTreeMap<Spanned<String>, Spanned<String>>,
    /// What differs for some paths.
    #[serde(default)]
    pub r#override: Vec<Override>,
    /// Words and phrases that are right here.
    #[serde(default)]
    pub allow: Vec<Word>,
}

/// What differs for some paths.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs, from the folder of the file.
    pub paths: Vec<Spanned<String>>,
    /// Rules that are off, on, or of another severity there.
    #[serde(default)]
    pub rules: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Language of these articles.
    pub lang: Option<Spanned<String>>,
    /// Language these articles were translated from.
    pub source_lang: Option<Spanned<String>>,
}

/// A word or phrase that is right here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Word {
    /// The wording.
    pub text: Spanned<String>,
    /// Why it is right.
    pub reason: Spanned<String>,
    /// The rule or category that is wrong about it; without one, all.
    pub rule: Option<Spanned<String>>,
}

/// A file and its text, for problems.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: Arc<str>,
    pub(super) text: Arc<str>,
}

impl File {
    pub(super) fn problem(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> RuleProblem {
        let problem = RuleProblem {
            file: self.name.clone(),
            source: self.text.clone(),
            span,
            message: message.into(),
            help: None,
        };
        problem.help(help)
    }

    /// The word that stands at a place as a value, without the quotation marks that it needs.
    fn bare_word(&self, at: usize) -> Option<&str> {
        let (before, behind) = self.text.split_at_checked(at)?;
        let end = behind.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '@' | '/'));
        let word = &behind[..end.unwrap_or(behind.len())];
        let is_word = word.starts_with(|c: char| c.is_alphabetic() || c == '@');
        (is_word && before.trim_end().ends_with('=')).then_some(word)
    }

    /// Line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at.min(self.text.len())]).count() + 1
    }
}

impl Options {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, with its place: syntax, a key that does not exist, a value of the wrong kind.
    pub(super) fn parse(file: &File) -> Result<Options, RuleProblem> {
        toml::from_str(&file.text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            if let Some((key, known)) = unknown(error.message()) {
                let near = nearest(&key, known.iter().map(String::as_str));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`? keys here are: {}", known.join(", ")),
                    None => format!("keys here are: {}", known.join(", ")),
                };
                return file.problem(span, format!("there is no key `{key}`"), help);
            }
            let help = match file.bare_word(span.start) {
                Some(word) => format!("a text stands in quotation marks: \"{word}\""),
                None => "docs/config.md describes every key".to_owned(),
            };
            file.problem(span, error.message().trim().to_owned(), help)
        })
    }
}

/// The key and the keys that are known, of the library's message on a key that is not.
pub(super) fn unknown(message: &str) -> Option<(String, Vec<String>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (key, rest) = rest.split_once('`')?;
    let known = rest.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    Some((key.to_owned(), known))
}

/// The name most like `name`, if any is.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = name.to_lowercase().replace('_', "-");
    known
        .map(|other| (strsim::jaro_winkler(other, &wanted), other))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, other)| other)
}
