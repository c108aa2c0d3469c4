//! The part of a text that is shown around a finding: its sentence, or what fits on a line of the terminal.

use super::show::push_visible;
use crate::model::{Finding, Span, Text};
use std::{borrow::Cow, ops::Range};

/// The longest line that is shown, in columns: about two lines of a newspaper.
const LONGEST: usize = 200;
/// A cut moves at most so many characters to reach the next space.
const TO_SPACE: usize = 15;

/// A line to show and the bytes of it to underline.
pub(super) struct Window {
    pub(super) line: String,
    pub(super) mark: Range<usize>,
}

impl Window {
    /// The sentences that the finding touches, or what of them fits into `columns` with the finding in the middle.
    pub(super) fn around(text: &Text, finding: &Finding, columns: usize) -> Self {
        let most = columns.clamp(20, LONGEST);
        let span = finding.span;
        let cover = [span.start, span.end.saturating_sub(1).max(span.start)]
            .into_iter()
            .filter_map(|at| text.sentences().get(text.sentence_at(at)))
            .fold(span, |cover, sentence| cover.cover(sentence.span));
        // More than this cannot be shown, so more is not looked at: a sentence may be as long as the article.
        let reach = LONGEST * 8;
        let before = last_bytes(text.slice(Span::new(cover.start, span.start)), reach);
        let after = first_bytes(text.slice(Span::new(span.end, cover.end)), reach);
        let (before, marked, after) = (drawn(before), drawn(text.slice(span)), drawn(after));

        let marked = middle(&marked, most - 4);
        let (left, right) = (columns_of(&before), columns_of(&after));
        let rest = most.saturating_sub(columns_of(&marked));
        // Each side gets half; what one side does not need, the other takes.
        let left = left.min((rest / 2).max(rest.saturating_sub(right)));
        let right = right.min(rest - left);
        let (before, after) = (tail(&before, left), head(&after, right));
        let mark = before.len()..before.len() + marked.len();
        Self { line: [&*before, &*marked, &*after].concat(), mark }
    }
}

/// The text as a terminal can draw it at a known width: line breaks become spaces, hidden characters are written by
/// their number, and what only changes the look of the emoji before it goes, because terminals differ in it.
fn drawn(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => line.push(' '),
            '\t' => line.push('\t'),
            '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => {}
            c => push_visible(c, &mut line),
        }
    }
    line
}

/// Columns that a character takes, or more: wide where it may be wide. Only the room for text is counted with it; the
/// underline is drawn by the library, which knows exactly.
fn columns(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{300}'..='\u{36f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{10000}'.. => 2,
        _ => 1,
    }
}

fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The first characters that fit, up to a space if one is near, and an ellipsis where something is cut.
fn head(text: &str, most: usize) -> Cow<'_, str> {
    let end = fitting(text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)), most);
    let Some(end) = end else {
        return Cow::Borrowed(text);
    };
    let kept = &text[..end];
    let space = kept.char_indices().rev().take(TO_SPACE).find(|(_, c)| c.is_whitespace());
    let kept = space.map_or(kept, |(at, _)| &kept[..at]);
    Cow::Owned(format!("{kept}…"))
}

/// The last characters that fit, from a space on if one is near, and an ellipsis where something is cut.
fn tail(text: &str, most: usize) -> Cow<'_, str> {
    let start = fitting(text.char_indices().rev(), most);
    let Some(start) = start else {
        return Cow::Borrowed(text);
    };
    let start = if start == 0 { text.len() } else { start };
    let kept = &text[start..];
    let space = kept.char_indices().take(TO_SPACE).find(|(_, c)| c.is_whitespace());
    let kept = space.map_or(kept, |(at, c)| &kept[at + c.len_utf8()..]);
    // A mark without its letter would stand on the ellipsis.
    let kept = kept.trim_start_matches(|c| columns(c) == 0);
    Cow::Owned(format!("…{kept}"))
}

/// Both ends of a text that does not fit.
fn middle(text: &str, most: usize) -> Cow<'_, str> {
    if columns_of(text) <= most {
        return Cow::Borrowed(text);
    }
    let first = most * 3 / 5;
    Cow::Owned(format!("{} {}", head(text, first), tail(text, most - first - 1).trim_start_matches('…')))
}

/// Where to cut so that the characters before it and an ellipsis fit; `None` where all fit, 0 where none does. The
/// characters come with the offset that is reached after each.
fn fitting(chars: impl Iterator<Item = (usize, char)>, most: usize) -> Option<usize> {
    let (mut used, mut cut) = (0, 0);
    for (at, c) in chars {
        used += columns(c);
        if used > most {
            return Some(cut);
        }
        if used < most {
            cut = at;
        }
    }
    None
}

fn first_bytes(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

fn last_bytes(text: &str, most: usize) -> &str {
    let start =
        (text.len().saturating_sub(most)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_keep_to_the_room() {
        let text = "Die Sprecherin der Behörde sagte am Dienstag 消防隊は火を消した and more words";
        for most in 1..60 {
            for cut in [head(text, most), tail(text, most), middle(text, most.max(8))] {
                assert!(columns_of(&cut) <= most.max(8), "{most}: {cut}");
            }
        }
        assert_eq!(head("short", 5), "short");
        assert_eq!(tail("short", 5), "short");
        assert_eq!(head("short", 4), "sho…");
        assert_eq!(tail("short", 4), "…ort");
        assert_eq!(head("one two three", 9), "one two…");
        assert_eq!(tail("one two three", 9), "…three");
        assert_eq!(tail("one", 0), "…");
        assert_eq!(tail("xe\u{301}", 1), "…");
    }
}
