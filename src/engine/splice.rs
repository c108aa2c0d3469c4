//! From edits of a text to edits of the file that the text was read from, byte for byte.
//!
//! A text is not its file: Markdown has marks around words, JSONL has escapes, a file may be UTF-16. An edit is carried
//! over only where the bytes behind it say exactly what the text says; else it is refused, and nothing is lost but a fix.

mod line;
mod written;

use self::written::Written;
use super::{Checked, choose_fixes};
use crate::model::{Applicability, Document, Edit, Fix, Raw, Span};
use std::ops::Range;

/// An edit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEdit {
    /// What goes: bytes of the file.
    pub range: Range<u64>,
    /// What comes, as it is written in the file, escapes included.
    pub text: String,
    /// The same in the encoding of the file.
    pub bytes: Vec<u8>,
}

/// What the trusted fixes of an article do to its file.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// Edits in the order of the file; they do not overlap.
    pub edits: Vec<RawEdit>,
    /// How many fixes they come from.
    pub fixes: usize,
    /// Fixes that cannot be carried over to the file.
    pub refused: usize,
}

impl Patch {
    /// What the best fixes, as far as they are trusted, do to the file of an article.
    pub fn of(checked: &Checked, trust: Applicability) -> Patch {
        let mut patch = Patch::default();
        let file = Splicer::of(&checked.document);
        for fix in choose_fixes(checked.findings.iter(), trust) {
            match file.carry(fix) {
                Some(edits) if edits.is_empty() => {}
                Some(edits) => {
                    patch.edits.extend(edits);
                    patch.fixes += 1;
                }
                None => patch.refused += 1,
            }
        }
        file.close(&mut patch.edits);
        patch
    }

    /// The bytes of the article with the edits made. Everything between them stays.
    pub fn apply(&self, raw: &Raw) -> Vec<u8> {
        let old = raw.bytes();
        let place = |at: u64| (at.saturating_sub(raw.offset) as usize).min(old.len());
        let mut new = Vec::with_capacity(old.len() + 64);
        let mut at = 0;
        for edit in &self.edits {
            let (start, end) = (place(edit.range.start), place(edit.range.end));
            if start < at {
                continue;
            }
            new.extend_from_slice(&old[at..start]);
            new.extend_from_slice(&edit.bytes);
            at = end;
        }
        new.extend_from_slice(&old[at..]);
        new
    }
}

/// Carries fixes of one article over to its file.
#[derive(Clone, Copy, Debug)]
pub struct Splicer<'d> {
    document: &'d Document,
    /// How the article is written, where that is known.
    written: Option<Written>,
}

impl<'d> Splicer<'d> {
    /// For the fixes of an article.
    pub fn of(document: &'d Document) -> Self {
        Self { document, written: Written::of(document) }
    }

    /// The edits of the file that a fix comes to, in order; `None` where the file cannot be edited so.
    pub fn edits(&self, fix: &Fix) -> Option<Vec<RawEdit>> {
        let mut edits = self.carry(fix)?;
        self.close(&mut edits);
        Some(edits)
    }

    fn carry(&self, fix: &Fix) -> Option<Vec<RawEdit>> {
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in &fix.edits {
            let (span, text) = changed(self.document, edit)?;
            if !span.is_empty() || !text.is_empty() {
                edits.push(self.edit(span, text)?);
            }
        }
        Some(edits)
    }

    /// Puts edits in order, and lets those that empty a line take the line with them.
    fn close(&self, edits: &mut Vec<RawEdit>) {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        if let Some(lines) = self.written.and_then(|written| written.lines(&self.document.raw)) {
            lines.close(edits);
        }
    }

    fn edit(&self, span: Span, text: &str) -> Option<RawEdit> {
        let written = self.written?;
        let range = if span.is_empty() { self.gap(span.start)? } else { self.document.map.raw(span) };
        let found = written.read(self.bytes(&range)?)?;
        let expected = self.document.target.slice(span);
        // A line break inside a paragraph of Markdown or HTML reads as a space.
        let same = || !found.is_empty() && found.split_whitespace().eq(expected.split_whitespace());
        if found != expected && !(written.flows() && same()) {
            return None;
        }
        if text.is_empty() && written.flows() && self.leaves_marks(&range) {
            return None;
        }
        let (text, bytes) = written.write(text)?;
        Some(RawEdit { range, text, bytes })
    }

    /// The place in the file between two characters of the text; `None` where marks stand between them and it is not
    /// clear on which side of these an insertion belongs.
    fn gap(&self, at: u32) -> Option<Range<u64>> {
        let (before, behind) = self.document.target.content().split_at_checked(at as usize)?;
        let left = before.chars().next_back().map(|c| {
            let raw = self.document.map.raw(Span::new(at - c.len_utf8() as u32, at));
            (raw.end, matches!(c, '\n' | '\r'))
        });
        let right = behind.chars().next().map(|c| self.document.map.raw(Span::new(at, at + c.len_utf8() as u32)).start);
        let at = match (left, right) {
            (Some((left, _)), Some(right)) if left == right => left,
            // The start of a block: what divides it from the one before it is not in the file.
            (None | Some((_, true)), Some(right)) => right,
            (Some((left, _)), None) => left,
            _ => return None,
        };
        Some(at..at)
    }

    fn bytes(&self, range: &Range<u64>) -> Option<&'d [u8]> {
        let raw = &self.document.raw;
        let place = |at: u64| at.checked_sub(raw.offset).map(|at| at as usize);
        raw.bytes().get(place(range.start)?..place(range.end)?)
    }

    /// Whether deleting the bytes would leave marks with nothing between them, as in `****` or `[](#top)`.
    fn leaves_marks(&self, range: &Range<u64>) -> bool {
        let neighbour = |range: Range<u64>| self.bytes(&range).and_then(|b| b.first().copied());
        let before = range.start.checked_sub(1).and_then(|at| neighbour(at..range.start));
        let after = neighbour(range.end..range.end + 1);
        let opens = before.is_some_and(|b| b"*_`~[<".contains(&b));
        let closes = after.is_some_and(|b| b"*_`~]>".contains(&b));
        opens && closes
    }
}

/// The part of an edit that changes something: what both sides begin and end with stays.
fn changed<'e>(document: &Document, edit: &'e Edit) -> Option<(Span, &'e str)> {
    let old = document.target.content().get(edit.span.range())?;
    let same = |(a, b): &(char, char)| a == b;
    let prefix: usize = old.chars().zip(edit.text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[prefix..], &edit.text[prefix..]);
    let suffix: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(edit.span.start + prefix as u32, edit.span.end - suffix as u32);
    Some((span, &new[..new.len() - suffix]))
}
