//! A finding in its sentence, and the sentence as a fix would have it.

use crate::model::{Finding, Span, Text};
use serde::{Deserialize, Serialize};

/// Longer stretches before, in and after a finding are cut: a text without marks is one sentence.
const LONGEST: usize = 3_000;
/// Unchanged stretches between two edits are cut to this.
const BETWEEN: usize = 300;

/// The sentences that a finding touches, divided at its ends.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Quote {
    pub(super) before: String,
    pub(super) found: String,
    pub(super) after: String,
    /// Whether the start is cut off.
    pub(super) cut_before: bool,
    /// Whether the end is cut off.
    pub(super) cut_after: bool,
}

impl Quote {
    pub(super) fn of(text: &Text, finding: &Finding) -> Self {
        let span = finding.span;
        let whole = sentences(text, finding);
        let before = text.slice(Span::new(whole.start, span.start));
        let after = text.slice(Span::new(span.end, whole.end));
        Self {
            before: tail(before, LONGEST).to_owned(),
            found: head(text.slice(span), LONGEST).to_owned(),
            after: head(after, LONGEST).to_owned(),
            cut_before: before.len() > LONGEST,
            cut_after: after.len() > LONGEST,
        }
    }
}

/// The sentences that a finding touches, the finding itself in any case.
fn sentences(text: &Text, finding: &Finding) -> Span {
    [finding.span.start, finding.span.end.saturating_sub(1).max(finding.span.start)]
        .into_iter()
        .filter_map(|at| text.sentences().get(text.sentence_at(at)))
        .fold(finding.span, |cover, sentence| cover.cover(sentence.span))
}

/// What becomes of a stretch of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fate {
    /// It stays.
    Same,
    /// It goes.
    Del,
    /// It comes.
    Ins,
}

/// A stretch of the mended sentence.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretch {
    pub(super) fate: Fate,
    pub(super) text: String,
}

/// The sentences as the best fix would have them; nothing where there is no fix.
pub(super) fn mended(text: &Text, finding: &Finding) -> Vec<Stretch> {
    let Some(fix) = finding.fixes.first() else { return Vec::new() };
    let whole = fix.edits.iter().fold(sentences(text, finding), |cover, edit| cover.cover(edit.span));
    let mut stretches = Vec::new();
    let mut push = |fate: Fate, text: String| {
        if !text.is_empty() {
            stretches.push(Stretch { fate, text });
        }
    };
    let mut at = whole.start;
    for (number, edit) in fix.edits.iter().enumerate() {
        let same = text.slice(Span::new(at, edit.span.start.max(at)));
        push(Fate::Same, if number == 0 { lead(same) } else { middle(same) });
        let gone = text.slice(Span::new(edit.span.start.max(at), edit.span.end.max(at)));
        let (start, end) = unchanged(gone, &edit.text);
        push(Fate::Same, gone[..start].to_owned());
        push(Fate::Del, middle_of(&gone[start..gone.len() - end], LONGEST));
        push(Fate::Ins, edit.text[start..edit.text.len() - end].to_owned());
        push(Fate::Same, gone[gone.len() - end..].to_owned());
        at = edit.span.end.max(at);
    }
    let rest = text.slice(Span::new(at, whole.end));
    let cut = if rest.len() > LONGEST { "…" } else { "" };
    push(Fate::Same, format!("{}{cut}", head(rest, LONGEST)));
    stretches
}

fn lead(text: &str) -> String {
    let cut = if text.len() > LONGEST { "…" } else { "" };
    format!("{cut}{}", tail(text, LONGEST))
}

fn middle(text: &str) -> String {
    middle_of(text, BETWEEN)
}

fn middle_of(text: &str, most: usize) -> String {
    if text.len() <= most { text.to_owned() } else { format!("{} … {}", head(text, most / 2), tail(text, most / 2)) }
}

/// How many bytes two texts have in common at the start and, of the rest, at the end; whole words only, for half a word
/// that changes is hard to read.
fn unchanged(old: &str, new: &str) -> (usize, usize) {
    let mut start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    while inside(&old[..start], &old[start..]) || inside(&new[..start], &new[start..]) {
        start -= old[..start].chars().next_back().map_or(start, char::len_utf8);
    }
    let (old, new) = (&old[start..], &new[start..]);
    let mut end: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let ends = |text: &str, end: usize| inside(&text[..text.len() - end], &text[text.len() - end..]);
    while end > 0 && (ends(old, end) || ends(new, end)) {
        end -= old[old.len() - end..].chars().next().map_or(end, char::len_utf8);
    }
    (start, end)
}

/// Whether a cut between two texts would go through a word or a number.
fn inside(left: &str, right: &str) -> bool {
    let (mut before, mut after) = (left.chars().rev(), right.chars());
    let (Some(a), Some(b)) = (before.next(), after.next()) else { return false };
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let mark = |c: char| matches!(c, '.' | ',' | ':');
    a.is_alphanumeric() && b.is_alphanumeric()
        || a.is_numeric() && mark(b) && digit(after.next())
        || mark(a) && b.is_numeric() && digit(before.next())
}

/// The first bytes of a text, whole characters.
pub(super) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// The last bytes of a text, whole characters.
fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    &text[(from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_change() {
        let parts = |old: &'static str, new: &'static str| {
            let (start, end) = unchanged(old, new);
            (&old[start..old.len() - end], &new[start..new.len() - end])
        };
        assert_eq!(parts(". said", " said"), (".", ""));
        assert_eq!(parts("the recieved note", "the received note"), ("recieved", "received"));
        assert_eq!(parts("he said. he said", "he said"), (". he said", ""));
        assert_eq!(parts("aa", "aaa"), ("aa", "aaa"));
        assert_eq!(parts("same", "same"), ("", ""));
        assert_eq!(parts("1,5 Meter", "1.5 Meter"), ("1,5", "1.5"));
        assert_eq!(parts("", "new"), ("", "new"));
        assert_eq!(parts("été.", "ète."), ("été", "ète"));
    }

    #[test]
    fn cuts_keep_whole_characters() {
        assert_eq!((head("aé", 2), tail("éa", 2)), ("a", "a"));
        assert_eq!((head("aé", 9), tail("éa", 0)), ("aé", ""));
        assert_eq!(middle_of(&"é".repeat(10), 9), "éé … éé");
    }
}
