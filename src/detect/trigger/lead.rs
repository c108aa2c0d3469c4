//! How far before a token that leads to an expression its match can start.
//!
//! Counted in bytes of tokens: white space is no part of any, however much of it an expression allows.

use super::key::Edges;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Farther than can be told.
pub(crate) const FAR: u32 = u32::MAX;

/// The most visible bytes of what a part of an expression matches.
pub(super) fn longest(hir: &Hir, edges: Edges) -> u32 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text.chars().filter(|c| !c.is_whitespace()).map(|c| bytes(c, edges)).sum(),
            Err(_) => literal.0.len() as u32,
        },
        HirKind::Class(Class::Bytes(class)) => u32::from(!class.iter().all(|r| r.start() == r.end() && r.start() == b' ')),
        HirKind::Class(Class::Unicode(class)) => {
            let blank = |start: char, end: char| (end as u32 - start as u32) < 16 && (start..=end).all(char::is_whitespace);
            class.iter().filter(|r| !blank(r.start(), r.end())).map(|r| {
                // The capital of `s` or `k` may have three bytes.
                if edges.loose { bytes(r.end(), edges).max(3) } else { r.end().len_utf8() as u32 }
            }).max().unwrap_or(0)
        }
        HirKind::Repetition(repetition) => {
            let one = longest(&repetition.sub, edges);
            // Lines are looked for without far limits.
            let most = repetition.max.filter(|most| !edges.loose || *most < 10);
            if one == 0 { 0 } else { most.map_or(FAR, |most| one.saturating_mul(most)) }
        }
        HirKind::Capture(capture) => longest(&capture.sub, edges),
        HirKind::Concat(parts) => parts.iter().fold(0, |all, part| all.saturating_add(longest(part, edges))),
        HirKind::Alternation(branches) => branches.iter().map(|branch| longest(branch, edges)).max().unwrap_or(0),
    }
}

/// The bytes of a character, in any case where an expression is loose.
fn bytes(c: char, edges: Edges) -> u32 {
    match c {
        'k' | 'K' if edges.loose => 3,
        's' | 'S' if edges.loose => 2,
        _ if edges.loose && !c.is_ascii() => 4,
        _ => c.len_utf8() as u32,
    }
}
