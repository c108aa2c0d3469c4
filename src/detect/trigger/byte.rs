//! A byte that stands in every match, for expressions of which no token is known: whether a text holds it is seen at
//! once.

use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};

/// An ASCII mark that every match of an expression holds.
pub(super) fn byte(source: &str) -> Option<u8> {
    let hir = ParserBuilder::new().multi_line(true).utf8(false).build().parse(source).ok()?;
    marks(&hir).into_iter().min_by_key(|byte| matches!(byte, b'.' | b',' | b'-' | b'\'' | b'"' | b' '))
}

/// The marks that stand in every match of a part.
fn marks(hir: &Hir) -> Vec<u8> {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().copied().filter(u8::is_ascii_punctuation).collect(),
        HirKind::Capture(capture) => marks(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => marks(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(marks).collect(),
        HirKind::Alternation(branches) => {
            let all: Vec<Vec<u8>> = branches.iter().map(marks).collect();
            let shared = |byte: &u8| all.iter().all(|marks| marks.contains(byte));
            all.first().into_iter().flatten().copied().filter(shared).collect()
        }
        HirKind::Repetition(_) | HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_every_branch_stands_in_every_match() {
        assert_eq!(byte("__(?:PH|TAG)"), Some(b'_'));
        assert_eq!(byte("[a-z]{3}(?:_x|y_)"), Some(b'_'));
        assert_eq!(byte("a_?b"), None);
        assert_eq!(byte("a_|b"), None);
        assert_eq!(byte("(?:a_){0,3}b"), None);
    }
}
