//! How far before a token that leads to an expression its match can start.

use super::key::Edges;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// A distance: at most so many bytes of tokens, and at most so many runs of white space, however long each is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lead {
    pub(crate) bytes: u16,
    pub(crate) spaces: u16,
}

/// Farther than can be told.
pub(crate) const FAR: u16 = u16::MAX;

impl Lead {
    pub(crate) const NONE: Self = Self { bytes: 0, spaces: 0 };
    pub(crate) const UNKNOWN: Self = Self { bytes: FAR, spaces: FAR };

    pub(super) fn and(self, next: Self) -> Self {
        Self { bytes: self.bytes.saturating_add(next.bytes), spaces: self.spaces.saturating_add(next.spaces) }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { bytes: self.bytes.max(other.bytes), spaces: self.spaces.max(other.spaces) }
    }

    /// Without what a text at its end takes at least.
    pub(super) fn without(self, text: &str) -> Self {
        let spaces = text.chars().filter(|c| c.is_whitespace()).count() as u16;
        let bytes = text.chars().count() as u16 - spaces;
        let less = |all: u16, some| if all == FAR { FAR } else { all.saturating_sub(some) };
        Self { bytes: less(self.bytes, bytes), spaces: less(self.spaces, spaces) }
    }

    fn times(self, most: Option<u32>) -> Self {
        let most = most.map_or(FAR, |most| u16::try_from(most).unwrap_or(FAR));
        // White space alone is one run.
        let spaces = if self.bytes == 0 { self.spaces.min(1) } else { self.spaces.saturating_mul(most) };
        Self { bytes: self.bytes.saturating_mul(most), spaces }
    }

    /// Roughly how many bytes that is.
    pub(super) fn toll(self) -> u32 {
        u32::from(self.bytes).min(6 * u32::from(self.spaces.saturating_add(1))).min(400)
    }
}

/// How far a part of an expression reaches at most.
pub(super) fn length(hir: &Hir, edges: Edges) -> Lead {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Lead::NONE,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text.chars().fold(Lead::NONE, |all, c| all.and(of_char(c, edges))),
            Err(_) => Lead { bytes: u16::try_from(literal.0.len()).unwrap_or(FAR), spaces: 0 },
        },
        HirKind::Class(Class::Bytes(class)) => {
            let space =
                class.iter().any(|range| (range.start()..=range.end()).any(|byte| char::from(byte).is_whitespace()));
            Lead { bytes: 1, spaces: u16::from(space) }
        }
        HirKind::Class(Class::Unicode(class)) => of_class(class, edges),
        HirKind::Repetition(repetition) => {
            // Lines are looked for without far limits.
            let most = repetition.max.filter(|most| !edges.loose || *most < 10);
            length(&repetition.sub, edges).times(most)
        }
        HirKind::Capture(capture) => length(&capture.sub, edges),
        HirKind::Concat(parts) => parts.iter().fold(Lead::NONE, |all, part| all.and(length(part, edges))),
        HirKind::Alternation(branches) => branches.iter().fold(Lead::NONE, |all, one| all.or(length(one, edges))),
    }
}

fn of_class(class: &ClassUnicode, edges: Edges) -> Lead {
    let blank = |start: char, end: char| end as u32 - (start as u32) < 16 && (start..=end).all(char::is_whitespace);
    let visible = class.iter().filter(|range| !blank(range.start(), range.end()));
    // The capital of `s` or `k` may have three bytes.
    let bytes = visible.map(|range| {
        let bytes = of_char(range.end(), edges).bytes.max(range.end().len_utf8() as u16);
        if edges.loose { bytes.max(3) } else { bytes }
    });
    let bytes = bytes.max().unwrap_or(0);
    let spaces = ('\0'..='\u{3000}').filter(|c| c.is_whitespace());
    let holds = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
    Lead { bytes, spaces: u16::from(spaces.into_iter().any(holds)) }
}

/// One character, in any case where an expression is loose.
fn of_char(c: char, edges: Edges) -> Lead {
    let bytes = match c {
        _ if c.is_whitespace() => return Lead { bytes: 0, spaces: 1 },
        'k' | 'K' if edges.loose => 3,
        's' | 'S' if edges.loose => 2,
        _ if edges.loose && !c.is_ascii() => 4,
        _ => c.len_utf8() as u16,
    };
    Lead { bytes, spaces: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::trigger::required;

    #[test]
    fn what_stands_before_a_key_is_counted_without_white_space() {
        let lead = |source| {
            let set = required(source, Edges::default()).sets.into_iter().next().expect("it has a key");
            (set.lead.bytes, set.lead.spaces)
        };
        assert_eq!(lead(r"\bcookie\b"), (0, 0));
        assert_eq!(lead(r"of\s+the\s+cookie\b"), (5, 2));
        assert_eq!(lead(r"\b(?:our )?cookie\b"), (3, 1));
        assert_eq!(lead(r"[a-z]+ cookie\b"), (FAR, 1));
        assert_eq!(lead(r"[^.]{0,20} cookie\b"), (80, 21));
        assert_eq!(lead(r"(?s:.)* cookie\b"), (FAR, FAR));
    }
}
