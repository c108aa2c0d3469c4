//! A mark in the place of a letter that was lost: U+FFFD, or a question mark.

use super::word_around;
use crate::{
    detect::{Cx, Hit, Sink},
    model::{RuleId, Span},
};

/// U+FFFD with the word around it, and `Pe?a`.
pub(super) fn replacement(cx: &Cx<'_>, id: RuleId, ascii: bool, out: &mut Sink<'_>) {
    let text = cx.text.content();
    if !ascii {
        let mut last = 0;
        for (index, _) in text.match_indices('\u{fffd}') {
            if index >= last {
                let span = word_around(text, index, index + 3, |c| c == '\u{fffd}');
                last = span.end as usize;
                out.report(Hit::new(id, span));
            }
        }
    }
    for at in memchr::memchr_iter(b'?', text.as_bytes()) {
        if let Some(span) = lost_letter(text, at) {
            out.report(Hit::new(id, span));
        }
    }
}

/// A capitalised word with a question mark for a letter. `Really?he` is a missing space: there, both parts are words.
fn lost_letter(text: &str, at: usize) -> Option<Span> {
    let left = text[..at].len()
        - text[..at].chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let right = at + 1 + text[at + 1..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let (head, tail) = (&text[left..at], &text[at + 1..right]);
    let edge = text[..left].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '“' | '"' | '(' | '‘'));
    let end = text[right..]
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | '’' | '\'' | '”' | '"' | ')' | ';' | ':' | '-'));
    let letters = head.chars().count();
    let capital = head.starts_with(char::is_uppercase) && head.chars().skip(1).all(char::is_lowercase);
    let lower = !tail.is_empty() && tail.chars().all(char::is_lowercase);
    let vowelless = |s: &str| !s.chars().any(|c| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    // No English sentence ends in so short a capitalised word or goes on with such a stump.
    let stump = (1..=4).contains(&letters) && !QUESTIONS.contains(&head) && (tail.chars().count() <= 3 || letters <= 2);
    let impossible = vowelless(head) && letters <= 3 || vowelless(tail);
    (edge && end && capital && lower && (stump || impossible)).then(|| Span::new(left as u32, right as u32))
}

/// Short words that do end a question.
const QUESTIONS: &[&str] = &[
    "Who", "What", "Why", "How", "When", "Me", "You", "He", "She", "It", "Us", "We", "They", "Them", "Him", "Her",
    "So", "Now", "Then", "Here", "Yes", "No", "Ok", "Oh", "Eh", "Huh", "Hm", "Mr", "Is", "Or", "And", "But", "Yet",
    "Well", "Sure", "Too", "Not", "That", "This",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_inside_words() {
        assert_eq!(lost_letter("Pe?a Nieto", 2), Some(Span::new(0, 4)));
        assert_eq!(lost_letter("Really?he said", 6), None);
        assert_eq!(lost_letter("Who?me and you", 3), None);
    }
}
