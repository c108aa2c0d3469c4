//! Marks that stand wrong: glued to the next sentence, alone, at the start of a paragraph, without a partner.

use super::{Shape, Splice, Walk, Words};
use crate::{
    detect::Sink,
    model::{Applicability, Span, Token, TokenFlags, TokenKind},
};

const CLOSING: &[&str] = &["”", "\"", "’", "»", ")"];

/// Looks at the stop `at`.
pub(super) fn at(splice: &Splice, walk: &Walk<'_>, at: usize, out: &mut Sink<'_>) {
    // Nearly all stops stand right behind a word and before white space.
    let behind_word = !walk.cx.tokens()[at].spaced() && !walk.before(at).is_some_and(Token::is_punct);
    if behind_word && walk.token(at + 1).is_none_or(Token::spaced) {
        return;
    }
    glued(splice, walk, at, out);
    orphan(splice, walk, at, out);
}

/// `week.The`, `June.“Nobody`, `said.”The`.
fn glued(splice: &Splice, walk: &Walk<'_>, at: usize, out: &mut Sink<'_>) {
    let tokens = walk.cx.tokens();
    let stop = &tokens[at];
    let Some(before) = walk.before(at) else {
        return;
    };
    let touches = |i: usize| walk.token(i).filter(|t| !t.spaced());
    if stop.spaced() || touches(at + 1).is_none() {
        return;
    }
    // Where a link begins or ends between the two, they are no name with a point.
    let edge = walk.inline.is_edge(stop.end());
    if !ends_word(walk, before, at, edge) {
        return;
    }
    // A curly mark says on which side it belongs; a straight one only if the sentence before has closed its own.
    let Some(after) = touches(at + 1) else { return };
    // German and its neighbours close with these marks: `gefährlich?“, fragte er`.
    let closes = matches!(walk.cx.lang.code(), "de" | "cs" | "sk" | "sl" | "hr" | "bg" | "et" | "lt" | "is");
    let opens = !closes
        && walk.is_mark(at + 1, &["“", "«", "‘"])
        && touches(at + 2).is_some_and(|t| t.counts() || t.is_punct());
    let (from, to, gap) = if opens || capital_word(walk, at + 1, edge) {
        (at, at + 1, Some(stop.end()))
    } else if walk.is_mark(at + 1, &["”", "»"]) && touches(at + 2).is_some() && capital_word(walk, at + 2, false) {
        (at, at + 2, Some(after.end()))
    } else if walk.is_mark(at + 1, &["\""]) && touches(at + 2).is_some() && capital_word(walk, at + 2, false) {
        (at, at + 2, None)
    } else {
        return;
    };
    let span = walk.span(from, to);
    splice.report(Shape::Glued, span, out, |hit| match gap {
        Some(gap) => hit.fix(Applicability::Safe, Span::new(gap, gap), " "),
        None => hit,
    });
}

/// Whether the token before a stop ends a sentence for sure.
fn ends_word(walk: &Walk<'_>, before: &Token, at: usize, edge: bool) -> bool {
    let word = walk.cx.word(at - 1);
    if before.is_number() {
        // `1.The` may be an item of a list, `9.B` a section; a year or the day of a month ends a sentence.
        let day = word.len() <= 2 && walk.before(at - 1).is_some_and(|t| t.is_capital() && walk.words.month.has(t));
        return (word.len() >= 4 || day)
            && word.bytes().all(|b| b.is_ascii_digit())
            && walk.before(at - 1).is_some_and(Token::is_word);
    }
    if !before.is_word() {
        return walk.is_mark(at - 1, &["”", "’", "»", ")", "%"]) && !before.spaced();
    }
    // `Yahoo!News`
    if before.is_capital() && walk.is_mark(at, &["!"]) {
        return false;
    }
    // `Yandex.Taxi`
    if walk.words.named_point.has(before) && !edge {
        return false;
    }
    let long = word.chars().count() >= 3 || before.is_lower() && word.len() == 2;
    long && !before.has(TokenFlags::ALL_CAPS)
        && !before.has(TokenFlags::POINTED)
        && word.chars().next_back().is_some_and(char::is_lowercase)
        && !walk.words.is_abbreviation(before, word, walk.cx.lang)
        // `news.Example.com`, `@name.Name`, `a/b.C`: the word is the tail of something technical.
        && (before.spaced() || !walk.is_mark(at - 2, &[".", "@", "/", "_", "#", "\\", "="]))
}

/// A capitalised word that begins a sentence and not the second half of a name with a point.
fn capital_word(walk: &Walk<'_>, at: usize, edge: bool) -> bool {
    let Some(token) = walk.token(at) else {
        return false;
    };
    if !token.is_word() || !token.is_capital() || token.has(TokenFlags::POINTED) || token.has(TokenFlags::DIGIT) {
        return false;
    }
    let word = walk.cx.word(at);
    let inner = !edge && word.chars().skip(1).any(char::is_uppercase) && !token.has(TokenFlags::ALL_CAPS);
    let follows = match walk.token(at + 1) {
        Some(next) if next.spaced() => next.kind() != TokenKind::Symbol,
        Some(_) => walk.is_mark(at + 1, &[",", "-", "’", "'", ":"]),
        None => false,
    };
    // `Kostroma.Today`, `Grew.A`: behind a name these are the second half of another one.
    let named = !edge && walk.before(at - 1).is_some_and(Token::is_capital);
    follows && !inner && !walk.words.domain.has(token) && !(named && (word.len() == 1 || walk.words.site.has(token)))
}

/// `Tass. .`, `said . .`, `lost.” .`, `postponed ,.`
fn orphan(splice: &Splice, walk: &Walk<'_>, at: usize, out: &mut Sink<'_>) {
    let tokens = walk.cx.tokens();
    let stop = &tokens[at];
    if !Words::is_point(stop) {
        return;
    }
    let Some(before) = walk.before(at) else {
        return;
    };
    if !stop.spaced() && !before.is_punct() {
        return;
    }
    // `.NET`, `.5`, `. . .`
    if walk.token(at + 1).is_some_and(|t| !t.spaced() && (t.counts() || t.kind() == TokenKind::Symbol))
        || dotted(walk, at + 1)
    {
        return;
    }
    if walk.is_mark(at - 1, &[","]) {
        // `,.` without any space is a doubled mark, not one that was left alone.
        if before.spaced() || stop.spaced() {
            let span = walk.span(at - 1, at);
            splice.report(Shape::OrphanTerminal, span, out, |hit| {
                hit.fix(Applicability::Unsafe, span, if before.spaced() { "," } else { "." })
            });
        }
        return;
    }
    if !stop.spaced() {
        return;
    }
    let mut first = at - 1;
    while walk.is_mark(first, CLOSING) && first > walk.block.start && !tokens[first].spaced() {
        first -= 1;
    }
    let pointed = first == at - 1 && tokens[first].has(TokenFlags::POINTED) && walk.cx.word(first).ends_with('.');
    let stopped = Words::is_stop(&tokens[first]) && !dotted(walk, first.wrapping_sub(1)) && first > walk.block.start;
    if !pointed && !stopped {
        return;
    }
    let start = if pointed { tokens[first].end() - 1 } else { tokens[first].start() };
    let lone = Span::new(tokens[at - 1].end(), stop.end());
    splice
        .report(Shape::OrphanTerminal, Span::new(start, stop.end()), out, |hit| hit.fix(Applicability::Safe, lone, ""));
}

/// Whether a point or ellipsis stands at `at`.
fn dotted(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at).is_some_and(Token::is_punct) && (walk.cx.word(at).starts_with('.') || walk.cx.word(at) == "…")
}

/// A paragraph that begins with a mark that joins or closes.
pub(super) fn leading(splice: &Splice, walk: &Walk<'_>, out: &mut Sink<'_>) {
    let at = walk.block.start;
    if !walk.is_mark(at, &[",", ";", ".", ")", "]"]) {
        return;
    }
    let spaced = walk.token(at + 1).is_some_and(|t| t.spaced() && !t.has(TokenFlags::BREAK_BEFORE) && t.is_word());
    // Poets and lists begin lines with marks; prose of some length does not.
    let words = walk.cx.tokens()[walk.block.clone()].iter().filter(|t| t.counts()).count();
    let ends = walk.block.end.checked_sub(1).is_some_and(|last| walk.is_mark(last, &[".", "!", "?", "”", "\"", "…"]));
    if spaced && words >= 3 && ends {
        let tokens = walk.cx.tokens();
        let gap = Span::new(tokens[at].start(), tokens[at + 1].start());
        let trust = if walk.is_mark(at, &[")", "]"]) { Applicability::Unsafe } else { Applicability::Safe };
        splice.report(Shape::LeadingMark, tokens[at].span(), out, |hit| hit.fix(trust, gap, ""));
    }
}

/// More brackets without a partner than this are no accident: code, faces, drawings.
const MANY: usize = 6;

/// Brackets without a partner in their paragraph or, where a quotation or note runs over several, in those near by.
pub(super) fn brackets(splice: &Splice, walk: &Walk<'_>, index: usize, out: &mut Sink<'_>) {
    let tokens = walk.cx.tokens();
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut wrong: Vec<usize> = Vec::new();
    let bytes = walk.cx.text.content().as_bytes();
    for at in walk.marked.iter().map(|&at| at as usize) {
        let bracket = matches!(bytes[tokens[at].start() as usize], b'(' | b')' | b'[' | b']' | 0xef);
        if !bracket || !tokens[at].is_punct() || tokens[at].span().len() > 3 {
            continue;
        }
        let mark = match walk.cx.word(at) {
            "(" | "（" => b'(',
            ")" | "）" => b')',
            "[" | "［" => b'[',
            "]" | "］" => b']',
            _ => continue,
        };
        match mark {
            _ if open.len() > 4 * MANY => return,
            b'(' | b'[' if smiley(walk, at) || frowns(walk, at) => {}
            b @ (b'(' | b'[') => open.push((at, b)),
            b @ (b')' | b']') => {
                let partner = if b == b')' { b'(' } else { b'[' };
                if let Some(place) = open.iter().rposition(|(_, o)| *o == partner) {
                    open.truncate(place);
                } else if half_open(walk, &open, at) {
                    open.pop();
                } else if !smiley(walk, at) && !enumerates(walk, at) && !smiles(walk, at) {
                    wrong.push(at);
                }
            }
            _ => {}
        }
    }
    if open.is_empty() && wrong.is_empty() || open.len() + wrong.len() > MANY || smiley_block(walk) {
        return;
    }
    // A record of one paragraph may be cut from a longer text: a bracket at its edge closes outside.
    let excerpt = walk.cx.text.blocks().len() == 1;
    for (at, _) in open {
        if excerpt && at == walk.block.start {
            continue;
        }
        if !elsewhere(walk, index, tokens[at].span(), true) {
            splice.report(Shape::BracketCut, tokens[at].span(), out, |hit| hit);
        }
    }
    for at in wrong {
        if excerpt && at + 1 == walk.block.end {
            continue;
        }
        if at > walk.block.start && !elsewhere(walk, index, tokens[at].span(), false) {
            splice.report(Shape::BracketCut, tokens[at].span(), out, |hit| hit);
        }
    }
}

/// Whether a block near by holds the partner.
fn elsewhere(walk: &Walk<'_>, index: usize, bracket: Span, opening: bool) -> bool {
    const NEAR: usize = 6;
    let blocks = walk.cx.text.blocks();
    let partner = match (walk.cx.text.slice(bracket), opening) {
        ("(" | "（", _) => ')',
        ("[" | "［", _) => ']',
        (")" | "）", _) => '(',
        _ => '[',
    };
    let mine = walk.cx.text.slice(bracket);
    let near =
        if opening { index + 1..(index + 1 + NEAR).min(blocks.len()) } else { index.saturating_sub(NEAR)..index };
    blocks[near].iter().any(|b| {
        let text = walk.cx.text.slice(b.span);
        text.matches(partner).count() > text.matches(mine).count()
    })
}

/// `:-)`, `;)`, `:(`, `=]`.
fn smiley(walk: &Walk<'_>, at: usize) -> bool {
    let tokens = walk.cx.tokens();
    let touching = |at: usize| !tokens[at].spaced() && at > walk.block.start;
    // A smile may be drawn out; the limit keeps a text of nothing but brackets linear.
    let first = (at.saturating_sub(32)..=at).rev().find(|&i| !touching(i) || !walk.is_mark(i - 1, &["(", ")"]));
    first.is_some_and(|at| {
        touching(at)
            && (walk.is_mark(at - 1, &[":", ";", "=", "^"])
                || at >= 2
                    && walk.is_mark(at - 1, &["-", "--", "*", "'", "^_^", "~"])
                    && walk.is_mark(at - 2, &[":", ";", "=", "8", "X"]))
    })
}

/// `we are fine) He works`, `I’ll be glad)`: a smile without eyes, as chats in eastern Europe have it.
fn smiles(walk: &Walk<'_>, at: usize) -> bool {
    let stopped = walk.before(at).is_some_and(|t| Words::is_point(t) && !t.spaced());
    let ends = match walk.token(at + 1) {
        None => true,
        Some(next) => {
            next.is_capital()
                || next.kind() == TokenKind::Symbol
                || next.has(TokenFlags::BREAK_BEFORE)
                || walk.is_mark(at + 1, &[")", "("])
        }
    };
    let apart = walk.token(at).is_some_and(Token::spaced) && walk.token(at + 1).is_none_or(Token::spaced);
    walk.cx.word(at) == ")" && (ends || apart) && !stopped
}

/// `she did not even say hello (`: the sad one.
fn frowns(walk: &Walk<'_>, at: usize) -> bool {
    let glued = walk.token(at).is_some_and(|t| !t.spaced());
    match walk.token(at + 1) {
        None => true,
        Some(next) if walk.is_mark(at + 1, &[":", ";"]) && !next.spaced() => true,
        Some(next) => walk.is_mark(at + 1, &["("]) && !next.spaced() || glued && next.spaced(),
    }
}

/// Chats play with brackets.
fn smiley_block(walk: &Walk<'_>) -> bool {
    let text = &walk.cx.text.content()[walk.span(walk.block.start, walk.block.end - 1).range()];
    [":)", ":(", ";)", ":-)", ":-(", "))", "(("].iter().any(|face| text.contains(face))
}

/// `[0, 1)`.
fn half_open(walk: &Walk<'_>, open: &[(usize, u8)], at: usize) -> bool {
    let Some((start, _)) = open.last() else {
        return false;
    };
    walk.cx.tokens()[start + 1..at].iter().all(|t| t.is_number() || !t.is_word() || t.span().len() == 1)
}

/// `a)`, `1)`, `iv)`, `no. 1)`.
fn enumerates(walk: &Walk<'_>, at: usize) -> bool {
    let Some(before) = walk.before(at) else {
        return true;
    };
    // `4.)`
    let listed = |i: usize| {
        walk.before(i).is_none_or(|t| {
            t.is_punct() && !walk.is_mark(i - 1, &[","]) || matches!(walk.cx.word(i - 1), "and" | "or" | "no" | "No")
        })
    };
    if Words::is_point(before) && !before.spaced() && at >= 2 {
        return enumerates(walk, at - 1);
    }
    let word = walk.cx.word(at - 1);
    let roman = word.len() <= 4 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'));
    if before.is_number() {
        // `John Smith, 45)` is no item of a list.
        return word.len() == 1
            || word.len() <= 4 && !word.bytes().all(|b| b.is_ascii_digit())
            || word.len() <= 2 && listed(at - 1);
    }
    let first = before.spaced() || walk.before(at - 1).is_none_or(|t| t.is_punct() || t.kind() == TokenKind::Symbol);
    before.is_word() && (word.chars().count() == 1 || roman) && first
}
