//! The shapes that other programs read: version 1. Fields are added, never changed or removed, within a version.

use crate::{
    engine::{Checked, RawEdit, Splicer},
    model::{self, Applicability, Category, Finding, Locator},
    rule::RuleSet,
};
use serde::{Serialize, Serializer};
use std::fmt::Display;

/// Version of the shapes.
pub const VERSION: u32 = 1;

/// An article.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "document")]
pub struct Document<'a> {
    /// Version of the shapes.
    pub v: u32,
    /// Path as given.
    pub path: &'a str,
    /// The article's id: that of its record, or the path.
    pub id: &'a str,
    /// Its title, if it has one.
    pub title: Option<&'a str>,
    /// Its language, ISO 639-1; `und` where unknown.
    pub lang: &'a str,
    /// Words and numbers.
    pub words: u32,
    /// Sentences.
    pub sentences: usize,
    /// Findings.
    pub findings: usize,
    /// Penalty points of the translation.
    pub points: f64,
    /// Penalty points per 1,000 words.
    pub per_1000: f64,
    /// 100 minus points per 1,000 words, floor 0.
    pub score: f64,
    /// Whether a critical finding forbids publication.
    pub blocked: bool,
    /// Flags that rules set, such as `declared-mt`.
    pub flags: Vec<&'a str>,
    /// Penalty points of page furniture, once a kind; not part of `points`.
    pub furniture: f64,
    /// Site the article was published on, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<&'a str>,
    /// Language it was translated from, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_lang: Option<SourceLang<'a>>,
}

/// The language an article was translated from.
#[derive(Debug, Serialize)]
pub struct SourceLang<'a> {
    /// ISO 639-1.
    pub lang: &'a str,
    /// `declared` for all articles, from the article's `metadata`, or `guessed`.
    pub from: &'a str,
    /// Words of the article that a guess rests on.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub evidence: &'a [String],
}

/// A sentence.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "sentence")]
pub struct Sentence<'a> {
    /// Path as given.
    pub path: &'a str,
    /// The article's id.
    pub id: &'a str,
    /// Number of the sentence in the article, from 0.
    pub index: usize,
    /// First byte in the raw file.
    pub start: u64,
    /// One past the last byte in the raw file.
    pub end: u64,
    /// Line in the raw file, from 1.
    pub line: u64,
    /// The sentence.
    pub text: &'a str,
    /// Penalty points.
    pub points: f64,
    /// 100 minus points per 100 words (at least 10 words counted), floor 0.
    pub score: f64,
    /// Findings that start in it.
    pub findings: u32,
}

/// A finding.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "finding")]
pub struct FindingRecord<'a> {
    /// Path as given.
    pub path: &'a str,
    /// The article's id.
    pub id: &'a str,
    /// Id of the rule.
    pub rule: &'a str,
    /// Entry of the rule's list, if it has one.
    pub entry: Option<&'a str>,
    /// MQM category.
    #[serde(serialize_with = "as_written")]
    pub category: Category,
    /// `neutral`, `minor`, `major` or `critical`.
    pub severity: &'a str,
    /// First byte in the raw file.
    pub start: u64,
    /// One past the last byte in the raw file.
    pub end: u64,
    /// Line in the raw file, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
    /// Number of the sentence in the article, from 0.
    pub sentence: u32,
    /// The text found.
    pub text: &'a str,
    /// What is wrong and what would be right.
    pub message: &'a str,
    /// Ways to mend it, best first.
    pub fixes: Vec<Fix<'a>>,
    /// Names the finding across runs, 16 hexadecimal digits.
    #[serde(serialize_with = "as_hex")]
    pub fingerprint: u64,
    /// Penalty points.
    pub points: f64,
}

/// A fix.
#[derive(Debug, Serialize)]
pub struct Fix<'a> {
    /// `safe`, `unsafe` or `display`. A fix that cannot be written into the file is one to look at only.
    pub applicability: &'a str,
    /// What it changes.
    pub edits: Vec<Edit>,
}

/// An edit of the raw file. Those of a fix do not overlap and are in the order of the file.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// First byte in the raw file.
    pub start: u64,
    /// One past the last byte in the raw file.
    pub end: u64,
    /// What comes there, as it is written in the file, escapes included, before it is encoded as the file is.
    pub text: String,
}

/// Scores are written with two decimals: more would be noise. Never minus zero.
pub fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0 + 0.0
}

fn as_written<S: Serializer>(value: &impl Display, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn as_hex<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{value:016x}"))
}

impl<'a> Document<'a> {
    /// The record of an article.
    pub fn of(checked: &'a Checked) -> Self {
        let (doc, score) = (&checked.document, &checked.score);
        Self {
            v: VERSION,
            path: &doc.origin.path,
            id: &doc.origin.id,
            title: doc.origin.title.as_deref(),
            lang: doc.lang.code(),
            words: score.words,
            sentences: checked.sentences.len(),
            findings: checked.findings.len(),
            points: rounded(score.points),
            per_1000: rounded(score.per_1000()),
            score: rounded(score.score()),
            blocked: score.blocked,
            flags: checked.flags.iter().map(String::as_str).collect(),
            furniture: rounded(score.furniture),
            site: doc.origin.site.as_deref(),
            source_lang: doc.source.lang.is_known().then(|| SourceLang {
                lang: doc.source.lang.code(),
                from: doc.source.from.name(),
                evidence: &doc.source.evidence,
            }),
        }
    }
}

impl<'a> Sentence<'a> {
    /// The record of sentence `index`.
    pub fn of(checked: &'a Checked, index: usize, locator: &mut Locator<'_>) -> Self {
        let doc = &checked.document;
        let span = doc.target.sentences()[index].span;
        let (raw, position) = locator.locate(span);
        let score = checked.sentences[index];
        Self {
            path: &doc.origin.path,
            id: &doc.origin.id,
            index,
            start: raw.start,
            end: raw.end,
            line: position.line,
            text: doc.target.slice(span),
            points: rounded(score.points),
            score: rounded(score.score()),
            findings: score.findings,
        }
    }
}

impl<'a> FindingRecord<'a> {
    /// The record of a finding; with its fixes where they are carried over to a file.
    pub fn of(
        rules: &'a RuleSet,
        checked: &'a Checked,
        finding: &'a Finding,
        locator: &mut Locator<'_>,
        file: Option<&Splicer<'_>>,
    ) -> Self {
        let doc = &checked.document;
        let rule = rules.get(finding.rule);
        let (raw, position) = locator.locate(finding.span);
        let written = |RawEdit { range, text, .. }| Edit { start: range.start, end: range.end, text };
        let shown = |edit: &model::Edit| {
            let raw = doc.map.raw(edit.span);
            Edit { start: raw.start, end: raw.end, text: edit.text.clone() }
        };
        let fix = |file: &Splicer<'_>, fix: &'a model::Fix| match file.edits(fix) {
            Some(edits) => {
                Fix { applicability: fix.applicability.name(), edits: edits.into_iter().map(written).collect() }
            }
            None => Fix { applicability: Applicability::Display.name(), edits: fix.edits.iter().map(shown).collect() },
        };
        let fixes = file.map_or_else(Vec::new, |file| finding.fixes.iter().map(|f| fix(file, f)).collect());
        Self {
            path: &doc.origin.path,
            id: &doc.origin.id,
            rule: &rule.id,
            entry: finding.entry.as_deref(),
            category: rule.category,
            severity: finding.severity.name(),
            start: raw.start,
            end: raw.end,
            line: position.line,
            column: position.column,
            sentence: finding.sentence,
            text: doc.target.slice(finding.span),
            message: &finding.message,
            fixes,
            fingerprint: finding.fingerprint,
            points: rounded(finding.points),
        }
    }
}
