//! JSONL, version 1: for every article a `document` record, then its `sentence` records, then its `finding` records.

use super::{
    Report, Sentences,
    wire::{Document, FindingRecord, Sentence},
};
use crate::{engine::Checked, rule::RuleSet};
use serde::Serialize;

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
        for finding in &checked.findings {
            line(&FindingRecord::of(rules, checked, finding, &mut locator), out);
        }
    }
}

fn line(record: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, record).expect("strings and numbers are always valid JSON, and memory takes them");
    out.push(b'\n');
}
