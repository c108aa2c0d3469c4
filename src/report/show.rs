//! Text of articles made fit for people: on one line, nothing hidden, what a fix proposes.

use crate::model::{Finding, Span, Text};
use std::{borrow::Cow, fmt::Write};

/// Whether a character does something to a line that nobody sees, or ends it: control characters, line separators,
/// direction overrides, zero-width spaces. Joiners and variation selectors are part of words and emoji.
pub(super) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Appends a character, a hidden one by its number.
pub(super) fn push_visible(c: char, out: &mut String) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if hidden(c) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// The text with every hidden character written by its number, so that it is one line whatever it holds.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push_visible(c, &mut line));
    Cow::Owned(line)
}

/// At most `most` characters (no fewer than 8), cut in the middle, on one line.
pub(super) fn brief(text: &str, most: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= most {
        return one_line(text);
    }
    let head = most * 3 / 5;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - (most - head - 1)).collect();
    Cow::Owned(format!("{}…{}", one_line(&start), one_line(&end)))
}

/// What the best fix of a finding would make of the text.
pub(super) struct Proposal<'t> {
    /// The text that changes, at least the text found.
    pub(super) before: &'t str,
    /// What stands there afterwards.
    pub(super) after: String,
    /// Whether more changes than the text found.
    pub(super) wider: bool,
}

impl<'t> Proposal<'t> {
    /// The proposal for a finding, if it has one.
    pub(super) fn of(text: &'t Text, finding: &Finding) -> Option<Self> {
        let fix = finding.fixes.first()?;
        let cover = fix.edits.iter().fold(finding.span, |cover, edit| cover.cover(edit.span));
        let mut after = String::new();
        let mut at = cover.start;
        for edit in &fix.edits {
            after.push_str(text.slice(Span::new(at, edit.span.start.max(at))));
            after.push_str(&edit.text);
            at = edit.span.end.max(at);
        }
        after.push_str(text.slice(Span::new(at, cover.end)));
        Some(Self { before: text.slice(cover), after, wider: cover != finding.span })
    }

    /// Whether nothing visible is left.
    pub(super) fn removes(&self) -> bool {
        self.after.is_empty() || self.after.trim().is_empty() && !self.before.trim().is_empty()
    }
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands() {
        let shown: Vec<String> = [0, 12, 999, 1000, 12_345, 1_234_567].map(grouped).into();
        assert_eq!(shown, ["0", "12", "999", "1,000", "12,345", "1,234,567"]);
    }
}
