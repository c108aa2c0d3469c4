//! JSONL, version 1: for every article a `document` record, then its `sentence` records, then its `finding` records.

use super::{
    Report, Sentences,
    wire::{Document, FindingRecord, Sentence},
};
use crate::{
    engine::{Checked, MANY, SHARES, Splicer},
    model::{Locator, Span},
    rule::RuleSet,
};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;

/// The JSONL report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jsonl {
    /// Which sentences get a record.
    pub sentences: Sentences,
}

impl Report for Jsonl {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        line(&Document::of(checked), out);
        let spans = |index: usize| checked.document.target.sentences()[index].span;
        lines(checked, checked.sentences.len(), spans, out, |index, locator, out| {
            let wanted = match self.sentences {
                Sentences::All => true,
                Sentences::Flagged => checked.sentences[index].findings > 0,
                Sentences::None => false,
            };
            if wanted {
                line(&Sentence::of(checked, index, locator), out);
            }
        });
        let mendable = checked.findings.iter().any(|finding| !finding.fixes.is_empty());
        let file = mendable.then(|| Splicer::of(&checked.document));
        let spans = |index: usize| checked.findings[index].span;
        lines(checked, checked.findings.len(), spans, out, |index, locator, out| {
            line(&FindingRecord::of(rules, checked, &checked.findings[index], locator, file.as_ref()), out);
        });
    }
}

/// Writes records that come from front to back of an article, by their numbers; of each is known where it stands.
fn lines(
    checked: &Checked,
    count: usize,
    span: impl Fn(usize) -> Span,
    out: &mut Vec<u8>,
    write: impl Fn(usize, &mut Locator<'_>, &mut Vec<u8>) + Sync,
) {
    let mut locator = checked.document.locator();
    if count < MANY {
        return (0..count).for_each(|number| write(number, &mut locator, out));
    }
    // Each share starts with a locator that has passed what stands before it.
    let share = count.div_ceil(SHARES);
    let starts: Vec<(usize, Locator<'_>)> = (0..count)
        .step_by(share)
        .map(|start| {
            locator.locate(span(start));
            (start, locator.clone())
        })
        .collect();
    let written = |(start, mut locator): (usize, Locator<'_>)| {
        let mut out = Vec::new();
        (start..count.min(start + share)).for_each(|number| write(number, &mut locator, &mut out));
        out
    };
    let shares: Vec<Vec<u8>> = starts.into_par_iter().map(written).collect();
    out.reserve(shares.iter().map(Vec::len).sum());
    // Each share is given back when it is written.
    for share in shares {
        out.extend_from_slice(&share);
    }
}

fn line(record: &impl Serialize, out: &mut Vec<u8>) {
    let mut writer = serde_json::Serializer::with_formatter(&mut *out, OneLine);
    record.serialize(&mut writer).expect("strings and numbers are always valid JSON, and memory takes them");
    out.push(b'\n');
}

/// Compact JSON in which a line is a line to every reader: characters that some take for line ends are escaped.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(['\u{85}', '\u{2028}', '\u{2029}']) {
            let (before, behind) = rest.split_at(at);
            let mut chars = behind.chars();
            let code = chars.next().map_or(0, u32::from);
            write!(writer, "{before}\\u{code:04x}")?;
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}
