//! Letters that stand in every match as they are: one look at the bytes of a block tells whether they are there.

use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};

/// The most needles worth looking for, and their longest.
const MOST: usize = 12;
const LONGEST: usize = 200;

/// Texts one of which is in every match; empty where there are none of two letters or more.
pub(crate) fn needles(source: &str) -> Vec<Vec<u8>> {
    let hir = ParserBuilder::new().multi_line(true).utf8(false).build().parse(source);
    let found = hir.ok().and_then(|hir| best(&hir)).unwrap_or_default();
    if found.iter().any(|needle| needle.len() < 2) { Vec::new() } else { found }
}

/// The longest texts one of which is in every match of a part.
fn best(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => (literal.0.len() <= LONGEST).then(|| vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => best(&capture.sub),
        HirKind::Repetition(repetition) => best(&repetition.sub).filter(|_| repetition.min > 0),
        HirKind::Concat(parts) => {
            let shortest = |needles: &Vec<Vec<u8>>| needles.iter().map(Vec::len).min().unwrap_or(0);
            parts.iter().filter_map(best).max_by_key(|needles| (shortest(needles), std::cmp::Reverse(needles.len())))
        }
        HirKind::Alternation(branches) => {
            let all = branches.iter().map(best).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MOST).then_some(all)
        }
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_letters_of_every_branch_are_needles() {
        let found = |source| needles(source).into_iter().map(String::from_utf8).collect::<Result<Vec<_>, _>>();
        assert_eq!(found(r"\bNT\d{3,}\b"), Ok(vec!["NT".into()]));
        assert_eq!(found(r"\d (?:o[\x27’])?clock"), Ok(vec!["clock".into()]));
        assert_eq!(found("(?:##|%%)[A-Z_]{3,30}(?:##|%%)x"), Ok(vec!["##".into(), "%%".into()]));
        assert_eq!(found("(?i)note"), Ok(vec![]));
        assert_eq!(found("(?:ab)?c|de"), Ok(vec![]));
    }
}
