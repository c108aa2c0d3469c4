//! JSONL, version 1: for every article a `document` record, then its `sentence` records, then its `finding` records.

use super::{
    Report, Sentences,
    wire::{Document, FindingRecord, Sentence},
};
use crate::{
    engine::{Checked, Splicer},
    rule::RuleSet,
};
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
        let mut locator = checked.document.locator();
        for (index, score) in checked.sentences.iter().enumerate() {
            let wanted = match self.sentences {
                Sentences::All => true,
                Sentences::Flagged => score.findings > 0,
                Sentences::None => false,
            };
            if wanted {
                line(&Sentence::of(checked, index, &mut locator), out);
            }
        }
        let mut locator = checked.document.locator();
        let mendable = checked.findings.iter().any(|finding| !finding.fixes.is_empty());
        let file = mendable.then(|| Splicer::of(&checked.document));
        for finding in &checked.findings {
            line(&FindingRecord::of(rules, checked, finding, &mut locator, file.as_ref()), out);
        }
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
