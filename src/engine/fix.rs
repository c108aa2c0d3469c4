//! Applies fixes to a text.

use crate::model::{Applicability, Edit, Finding};

/// The text with the best fix of every finding applied, as far as it is trusted at least so much. Edits that overlap an
/// earlier one are left out: checking again finds what remains.
pub fn apply_fixes<'f>(text: &str, findings: impl Iterator<Item = &'f Finding>, trust: Applicability) -> String {
    let mut edits: Vec<&Edit> = Vec::new();
    for fix in findings.filter_map(|f| f.fixes.iter().find(|fix| fix.applicability <= trust)) {
        let clash = |a: &Edit, b: &Edit| a.span.overlaps(b.span) || a.span == b.span;
        if !fix.edits.iter().any(|edit| edits.iter().any(|other| clash(edit, other))) {
            edits.extend(&fix.edits);
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        fixed.push_str(&text[at..edit.span.start as usize]);
        fixed.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    fixed.push_str(&text[at..]);
    fixed
}
