//! Ordinals with the ending of another figure.

use super::near;
use crate::{
    detect::{Cx, Hit},
    model::{Applicability, RuleId, Span, Token, TokenFlags},
};

/// Monarchs and popes, whose number is Roman in English.
const MONARCHS: &[&str] = &[
    "Elizabeth",
    "Charles",
    "George",
    "Henry",
    "Edward",
    "Nicholas",
    "Alexander",
    "Catherine",
    "Louis",
    "Napoleon",
    "Wilhelm",
    "Felipe",
    "Philip",
    "Pius",
    "Benedict",
    "Francis",
    "Frederick",
    "Gustaf",
    "Margrethe",
    "Leopold",
    "Umberto",
    "Abdullah",
];

/// The ending of a figure as an ordinal.
fn ending(digits: &str) -> &'static str {
    let tens = digits.len() > 1 && digits.as_bytes()[digits.len() - 2] == b'1';
    match digits.bytes().last() {
        Some(b'1') if !tens => "st",
        Some(b'2') if !tens => "nd",
        Some(b'3') if !tens => "rd",
        _ => "th",
    }
}

fn is_ending(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th")
}

pub(super) fn ordinal(cx: &Cx<'_>, rule: RuleId, at: usize) -> Option<Hit> {
    let tokens = cx.tokens();
    let token = tokens[at];
    let word = cx.word(at);
    let suggest = |span: Span, better: String, trust: Applicability| {
        Some(Hit::new(rule, span).slot("better", better.clone()).fix(trust, span, better))
    };
    if token.is_word() {
        // `XXth`: a Roman figure takes no ending. Two letters at least: “Ith”, “Vth” may be names.
        let letters = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let roman = letters.len() >= 2 && letters.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
        return (roman && is_ending(&word[letters.len()..]))
            .then(|| Hit::new(rule, token.span()).slot("better", letters));
    }
    // A figure alone, without `-th` behind it.
    let bytes = cx.text.content().as_bytes();
    let tied = |next: &Token| !next.spaced() && bytes[next.start() as usize] == b'-';
    if word.ends_with(|c: char| c.is_ascii_digit()) && !tokens.get(at + 1).is_some_and(tied) {
        return None;
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    if digits.is_empty() || digits.contains(['.', ':']) || !digits.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return None;
    }
    let right = ending(digits);
    if is_ending(suffix) {
        let monarch = suffix.len() == 2
            && matches!(digits, "1" | "2" | "3")
            && near(cx, at, -1).is_some_and(|i| MONARCHS.contains(&cx.word(i)));
        if monarch && right == suffix {
            let ends = near(cx, at, 1).is_none_or(|i| !matches!(cx.word(i), "," | ")"));
            let alone = near(cx, at, -2)
                .is_none_or(|i| !tokens[i].is_capital() || matches!(cx.word(i), "King" | "Queen" | "Pope" | "Tsar"));
            let span = Span::new(tokens[at - 1].start(), token.end());
            let roman = format!("{} {}", cx.word(at - 1), ["I", "II", "III"][usize::from(digits.as_bytes()[0] - b'1')]);
            return (ends && alone).then(|| suggest(span, roman, Applicability::Unsafe)).flatten();
        }
        return (!suffix.eq_ignore_ascii_case(right))
            .then(|| suggest(token.span(), format!("{digits}{right}"), Applicability::Safe))
            .flatten();
    }
    // `5-th`
    let (hyphen, end) = (near(cx, at, 1)?, near(cx, at, 2)?);
    let joined =
        suffix.is_empty() && cx.word(hyphen) == "-" && is_ending(cx.word(end)) && tokens[end].has(TokenFlags::LOWER);
    let tight = !tokens[hyphen].spaced() && !tokens[end].spaced();
    if joined && tight {
        return suggest(Span::new(token.start(), tokens[end].end()), format!("{digits}{right}"), Applicability::Safe);
    }
    None
}
