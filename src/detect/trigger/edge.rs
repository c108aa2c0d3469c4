//! Where parts of expressions begin and end as tokens do.

use super::class::{apart, apart_or_underscores, class_apart, holds, outside_words};
use regex_syntax::hir::{Hir, HirKind, Look};

/// What surely comes behind a part of an expression.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum After {
    Anything,
    /// The end of a word as expressions see it: an apostrophe, which is inside a token, may follow.
    Boundary,
    /// Something that is no part of a token of letters.
    Apart,
}

/// What a part starts with, as seen from before it; `after` says so of what follows it, should it be empty.
pub(super) fn starts_apart(hir: &Hir, after: After) -> After {
    let sure = |apart: bool| if apart { After::Apart } else { After::Anything };
    match hir.kind() {
        HirKind::Look(Look::End | Look::EndLF | Look::EndCRLF) => After::Apart,
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => after.max(After::Boundary),
        HirKind::Empty | HirKind::Look(_) => after,
        HirKind::Literal(literal) => {
            sure(std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next()).is_some_and(apart))
        }
        HirKind::Class(class) if !class_apart(class) && outside_words(class) => After::Boundary,
        HirKind::Class(class) => sure(class_apart(class)),
        HirKind::Repetition(repetition) => {
            let inner = starts_apart(&repetition.sub, after);
            if repetition.min > 0 { inner } else { inner.min(after) }
        }
        HirKind::Capture(capture) => starts_apart(&capture.sub, after),
        HirKind::Concat(parts) => parts.iter().rev().fold(after, |after, part| starts_apart(part, after)),
        HirKind::Alternation(branches) => {
            branches.iter().map(|branch| starts_apart(branch, after)).min().unwrap_or(after)
        }
    }
}

/// Whether a part is marks and white space, however many: no word starts among them.
pub(super) fn marks_alone(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(repetition) => marks_alone(&repetition.sub),
        HirKind::Class(class) => outside_words(class),
        _ => false,
    }
}

/// Whether a part ends outside of a word; `before` says so of what stands before it, should it be empty. A point is not
/// sure to: `U.S` is one token.
pub(super) fn ends_apart(hir: &Hir, before: bool) -> bool {
    match hir.kind() {
        HirKind::Empty => before,
        HirKind::Look(look) => {
            !matches!(look, Look::WordAsciiNegate | Look::WordUnicodeNegate | Look::End | Look::EndLF | Look::EndCRLF)
                || before
        }
        HirKind::Literal(literal) => {
            let last = std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next_back());
            last.is_some_and(|last| last != '.' && apart(last))
        }
        // Underscores before a word are a token of their own.
        HirKind::Class(class) => !holds(class, '.') && class_apart(class) || before && apart_or_underscores(class),
        HirKind::Repetition(repetition) => ends_apart(&repetition.sub, before) && (repetition.min > 0 || before),
        HirKind::Capture(capture) => ends_apart(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| ends_apart(part, before)),
        HirKind::Alternation(branches) => branches.iter().all(|branch| ends_apart(branch, before)),
    }
}
