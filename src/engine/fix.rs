//! Which fixes are applied, and what a text becomes by them.

use crate::model::{Applicability, Edit, Finding, Fix};
use std::{cmp::Reverse, collections::BTreeSet};

/// The best fix of every finding that is trusted at least so much, without those that get in the way of another.
///
/// Of fixes whose edits overlap, the one that starts first is taken, of those that start together the longer one, then
/// the one whose rule comes first. What is left out here is found again when the text is checked again.
pub fn choose_fixes<'f>(findings: impl Iterator<Item = &'f Finding>, trust: Applicability) -> Vec<&'f Fix> {
    let mut fixes: Vec<&Fix> = findings
        .filter_map(|finding| finding.fixes.iter().find(|fix| fix.applicability <= trust))
        .filter(|fix| !fix.edits.is_empty())
        .collect();
    // Stable: findings come in the order of the text and of their rules.
    fixes.sort_by_key(|fix| {
        let start = fix.edits.iter().map(|edit| edit.span.start).min();
        let end = fix.edits.iter().map(|edit| edit.span.end).max();
        (start, Reverse(end))
    });
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    fixes.retain(|fix| {
        let free = !fix.edits.iter().any(|edit| clashes(edit, &taken));
        if free {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        }
        free
    });
    fixes
}

/// Whether an edit overlaps one of those taken, which do not overlap each other: the last that starts before its end
/// tells.
fn clashes(edit: &Edit, taken: &BTreeSet<(u32, u32)>) -> bool {
    let (start, end) = (edit.span.start, edit.span.end);
    let overlaps = taken.range(..(end, 0)).next_back().is_some_and(|(_, other_end)| start < *other_end);
    overlaps || taken.contains(&(start, end))
}

/// The text with the best fix of every finding applied, as far as it is trusted at least so much. Edits that overlap
/// others are left out: checking again finds what remains.
pub fn apply_fixes<'f>(text: &str, findings: impl Iterator<Item = &'f Finding>, trust: Applicability) -> String {
    let fixes = choose_fixes(findings, trust);
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        mended.push_str(&text[at..edit.span.start as usize]);
        mended.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    mended.push_str(&text[at..]);
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RuleId, Severity, Span};

    fn finding(rule: u16, edits: &[(u32, u32, &str)]) -> Finding {
        let edit = |(start, end, text): &(u32, u32, &str)| Edit { span: Span::new(*start, *end), text: (*text).into() };
        Finding {
            rule: RuleId(rule),
            entry: None,
            severity: Severity::Minor,
            span: Span::new(0, 1),
            sentence: 0,
            message: String::new(),
            fixes: vec![Fix { applicability: Applicability::Safe, edits: edits.iter().map(edit).collect() }],
            points: 0.0,
            fingerprint: 0,
        }
    }

    fn fixed(findings: &[Finding]) -> String {
        apply_fixes("0123456789", findings.iter(), Applicability::Safe)
    }

    #[test]
    fn the_first_place_wins_and_then_the_longer_edit() {
        assert_eq!(fixed(&[finding(0, &[(2, 4, "a")]), finding(1, &[(3, 8, "b")])]), "01a456789");
        assert_eq!(fixed(&[finding(0, &[(2, 4, "a")]), finding(1, &[(2, 6, "b")])]), "01b6789");
        assert_eq!(fixed(&[finding(0, &[(2, 4, "a")]), finding(1, &[(2, 4, "b")])]), "01a456789");
    }

    #[test]
    fn edits_that_touch_are_both_applied() {
        assert_eq!(fixed(&[finding(0, &[(2, 4, "a")]), finding(1, &[(4, 6, "b")])]), "01ab6789");
        assert_eq!(fixed(&[finding(0, &[(4, 4, "a")]), finding(1, &[(4, 6, "b")])]), "0123ab6789");
    }

    #[test]
    fn a_fix_is_applied_whole_or_not_at_all() {
        let pair = finding(0, &[(1, 2, "x"), (8, 9, "y")]);
        assert_eq!(fixed(&[pair.clone(), finding(1, &[(8, 9, "z")])]), "0x234567y9");
        assert_eq!(fixed(&[finding(1, &[(0, 2, "z")]), pair]), "z23456789");
        assert_eq!(fixed(&[finding(0, &[(5, 5, "a")]), finding(1, &[(4, 6, "b")])]), "0123b6789");
    }
}
