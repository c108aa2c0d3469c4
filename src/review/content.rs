//! What a finding says, without where it stands.

use crate::{
    engine::Checked,
    model::{Finding, Span, hash_word},
    rule::RuleSet,
    text::word_similarity,
};

/// A finding as it is known again: rule, text found, the sentences it touches, and the fingerprint of all that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Id of the rule.
    pub rule: String,
    /// The text found.
    pub text: String,
    /// The sentences it touches; of very long ones the part around it.
    pub sentence: String,
    /// The finding's fingerprint, where it is known.
    pub fingerprint: Option<u64>,
}

/// Sentences of more bytes are cut around the text found.
const LONG: usize = 1200;
const REACH: usize = 500;

impl Content {
    /// The content of a finding.
    pub fn of(rules: &RuleSet, checked: &Checked, finding: &Finding) -> Self {
        let text = &checked.document.target;
        let sentences = text.sentences();
        let span = match sentences.get(finding.sentence as usize) {
            Some(first) => {
                let last = &sentences[text.sentence_at(finding.span.end.saturating_sub(1))];
                first.span.cover(Span::new(last.span.start.max(first.span.start), last.span.end.max(first.span.end)))
            }
            None => finding.span,
        };
        let at = finding.span.start.saturating_sub(span.start) as usize;
        Self {
            rule: rules.get(finding.rule).id.to_string(),
            text: text.slice(finding.span).to_owned(),
            sentence: around(text.slice(span), at).to_owned(),
            fingerprint: Some(finding.fingerprint),
        }
    }

    /// The content of a finding as a table names it.
    pub fn told(rule: &str, text: &str, sentence: &str, fingerprint: Option<u64>) -> Self {
        let sentence = around(sentence, sentence.find(text).unwrap_or(0));
        Self { rule: rule.to_owned(), text: text.to_owned(), sentence: sentence.to_owned(), fingerprint }
    }

    /// What never changes with light editing: rule and text found, as a number to look up.
    pub(super) fn key(&self) -> u64 {
        let text: Vec<String> = self.text.split_whitespace().map(str::to_lowercase).collect();
        hash_word(&format!("{} {}", self.rule, text.join(" ")))
    }

    /// The words of the sentence, as numbers, without case and outer punctuation.
    pub(super) fn words(&self) -> Vec<u64> {
        self.sentence
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .map(|word| hash_word(&word.to_lowercase()))
            .collect()
    }
}

/// How alike two sentences are, 0 to 1, if at least `least`.
pub(super) fn likeness(a: &[u64], b: &[u64], least: f64) -> Option<f64> {
    if a == b { Some(1.0) } else { word_similarity(a, b, least) }
}

/// A sentence, or of a very long one the part around byte `at`.
fn around(sentence: &str, at: usize) -> &str {
    if sentence.len() <= LONG {
        return sentence;
    }
    let (mut start, mut end) = (at.saturating_sub(REACH), (at + REACH).min(sentence.len()));
    while !sentence.is_char_boundary(start) {
        start -= 1;
    }
    while !sentence.is_char_boundary(end) {
        end += 1;
    }
    &sentence[start..end]
}

/// A fingerprint as it is written: 16 hexadecimal digits.
pub(super) mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Reads one.
    pub(in crate::review) fn parse(text: &str) -> Option<u64> {
        let digits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if digits { u64::from_str_radix(text, 16).ok() } else { None }
    }

    #[expect(clippy::ref_option, reason = "serde passes fields by reference")]
    pub(in crate::review) fn serialize<S: Serializer>(value: &Option<u64>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => to.collect_str(&format_args!("{value:016x}")),
            None => to.serialize_none(),
        }
    }

    pub(in crate::review) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("`{text}` is no fingerprint of 16 hex digits")))
    }
}
