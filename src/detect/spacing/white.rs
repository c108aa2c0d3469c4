//! White space other than one ordinary space.

use super::seen::Seen;
use crate::{
    detect::{Hit, Sink},
    model::{Applicability, BlockKind, RuleId, Severity, TokenFlags, TokenKind},
};
use std::cell::OnceCell;

impl Seen<'_, '_> {
    /// Odd white space between the tokens of a block.
    pub(super) fn white(&self, rule: RuleId, out: &mut Sink<'_>) {
        let tabular = OnceCell::new();
        for i in self.start + 1..self.end {
            let token = &self.cx.tokens()[i];
            let wide = token.spaced() & !token.has(TokenFlags::ONE_SPACE) & !token.has(TokenFlags::BREAK_BEFORE);
            if !wide {
                continue;
            }
            let gap = self.gap_span(i);
            if !gap.is_empty() && self.odd(i, self.cx.text.slice(gap), &|| *tabular.get_or_init(|| self.tabular())) {
                let white = self.cx.text.slice(gap);
                let hit = Hit::new(rule, gap).slot("better", name(white)).fix(Applicability::Safe, gap, " ");
                // A second space does not show on a page.
                out.report(if white == "  " { hit.severity(Severity::Neutral) } else { hit });
            }
        }
    }

    /// Whether white space before a token has no business there.
    fn odd(&self, i: usize, gap: &str, tabular: &dyn Fn() -> bool) -> bool {
        // White space before a mark is another rule’s.
        if self.closer(i) || matches!(self.word(i), "," | ";" | ":" | "." | "!" | "?" | "}") {
            return false;
        }
        let between_words = self.spaced_word(i - 1) && self.spaced_word(i);
        if gap.contains('\t') {
            return !tabular();
        }
        if gap.bytes().all(|b| b == b' ') {
            let typist = matches!(
                self.word(i - 1),
                "." | "!" | "?" | ":" | "…" | "..." | "”" | "\"" | "’" | ")" | "]" | "|" | "•" | "*" | "-"
            ) || self.cx.tokens()[i - 1].has(TokenFlags::POINTED);
            return !typist && self.cx.tokens()[i].kind() != TokenKind::Symbol && !tabular();
        }
        if gap.chars().any(|c| matches!(c, '\u{a0}' | '\u{202f}')) {
            return between_words && !self.bound(i);
        }
        between_words
            && gap.chars().any(|c| matches!(c, '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' | '\u{1680}'))
            && !tabular()
    }

    /// Whether a no-break space keeps two words together as typography wants it: initials, titles, short words of
    /// languages that bind them, the last word of a headline.
    fn bound(&self, i: usize) -> bool {
        let before = &self.cx.tokens()[i - 1];
        let letters = self.word(i - 1).chars().count();
        let short = if matches!(self.cx.lang.code(), "en") { 1 } else { 3 };
        let title = matches!(self.word(i - 1), "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Prof" | "Sir" | "No");
        let last = i + 2 >= self.end;
        letters <= short
            || before.has(TokenFlags::POINTED)
            || title
            || last
            || self.block.kind == BlockKind::Headline
            || self.cx.lang.code() == "fr"
            || self.word(i).chars().count() == 1
    }

    /// Rows of a table, and verse set with spaces: several wide gaps in a line that does not end like a sentence.
    fn tabular(&self) -> bool {
        let tokens = &self.cx.tokens()[self.start..self.end];
        let ended = matches!(self.word(self.end - 1), "." | "!" | "?" | "”" | "\"" | ":" | "…" | ")");
        let wide = tokens.iter().skip(1).filter(|t| t.spaced() && !t.has(TokenFlags::ONE_SPACE)).count();
        !ended && (wide > 1 || self.cx.text.slice(self.block.span).contains('\t'))
            || wide * 3 > tokens.len() && tokens.len() > 6
    }
}

/// What a piece of white space is called.
fn name(gap: &str) -> String {
    match gap.chars().next() {
        _ if gap.contains('\t') => "a tab".to_owned(),
        Some(' ') if gap.bytes().all(|b| b == b' ') => format!("{} spaces", gap.len()),
        Some('\u{a0}' | '\u{202f}') => "a no-break space".to_owned(),
        Some(c) => format!("U+{:04X}", c as u32),
        None => String::new(),
    }
}
