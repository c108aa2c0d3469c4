//! Measures the sentence boundaries against sentences that people marked.
//!
//! Reads JSONL rows, one gold sentence each, from a file or standard input: `text`, `doc_id`, and where given
//! `new_par` (the sentence opens a paragraph) and `domain`. The rows of a paragraph are joined by one space and cut
//! again; a cut is right where a row ends.
//!
//! ```console
//! $ zcat sentences.jsonl.gz | cargo run --release --example segmentation
//! $ cargo run --release --example segmentation -- --errors sentences.jsonl
//! ```
//!
//! Two tables: boundaries inside paragraphs, which have to be found, and all boundaries, where the ends of paragraphs
//! come for free. `--errors` prints every wrong (`+`) and every missed (`-`) boundary with its surroundings.

use mtlint::{Span, model::BlockKind, text::segment};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Write},
};

#[derive(Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    doc_id: String,
    #[serde(default)]
    new_par: bool,
    #[serde(default)]
    domain: String,
}

/// Boundaries found and right, found, and in the gold; and how many paragraphs end.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    found: usize,
    gold: usize,
    ends: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
        self.ends += other.ends;
    }

    /// With the ends of the paragraphs, all of which are right.
    fn with_ends(self) -> Count {
        Count { right: self.right + self.ends, found: self.found + self.ends, gold: self.gold + self.ends, ends: 0 }
    }

    fn line(self) -> String {
        let ratio = |part: usize, whole: usize| {
            if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
        };
        let (precision, recall) = (ratio(self.right, self.found), ratio(self.right, self.gold));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        format!(
            "{precision:>9.4} {recall:>9.4} {f1:>9.4} {:>7} {:>7} {:>7}",
            self.gold,
            self.found - self.right,
            self.gold - self.right
        )
    }
}

fn main() -> io::Result<()> {
    let mut errors = false;
    let mut input: Box<dyn BufRead> = Box::new(BufReader::new(io::stdin()));
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--errors" => errors = true,
            path => input = Box::new(BufReader::new(File::open(path)?)),
        }
    }
    let mut out = io::stdout().lock();
    let mut domains: BTreeMap<String, Count> = BTreeMap::new();
    let mut paragraph: Vec<Row> = Vec::new();
    for line in input.lines() {
        let row: Row = serde_json::from_str(&line?)?;
        if paragraph.first().is_some_and(|first| row.new_par || row.doc_id != first.doc_id) {
            let count = compare(&paragraph, errors, &mut out)?;
            domains.entry(paragraph[0].domain.clone()).or_default().add(count);
            paragraph.clear();
        }
        paragraph.push(row);
    }
    if !paragraph.is_empty() {
        let count = compare(&paragraph, errors, &mut out)?;
        domains.entry(paragraph[0].domain.clone()).or_default().add(count);
    }
    for (title, ends) in [("inside paragraphs", false), ("all boundaries", true)] {
        let view = |count: Count| if ends { count.with_ends() } else { count };
        writeln!(out, "{title:<20} precision    recall        F1    gold   wrong  missed")?;
        let mut total = Count::default();
        for (domain, &count) in &domains {
            writeln!(out, "  {domain:<17} {}", view(count).line())?;
            total.add(count);
        }
        writeln!(out, "  {:<17} {}", "together", view(total).line())?;
    }
    Ok(())
}

/// Cuts the joined rows of a paragraph and compares.
fn compare(rows: &[Row], errors: bool, out: &mut impl Write) -> io::Result<Count> {
    let mut content = String::new();
    let mut gold = Vec::new();
    for row in rows {
        if !content.is_empty() {
            content.push(' ');
        }
        content.push_str(row.text.trim());
        gold.push(content.len() as u32);
    }
    let last = gold.pop();
    let blocks = [(Span::new(0, content.len() as u32), BlockKind::Paragraph)];
    let text = segment(content, &blocks);
    let mut found: Vec<u32> = text.sentences().iter().map(|s| s.span.end).collect();
    found.pop();
    let right = found.iter().filter(|end| gold.binary_search(end).is_ok()).count();
    if errors {
        let wrong = found.iter().filter(|end| gold.binary_search(end).is_err()).map(|end| ('+', *end));
        let missed = gold.iter().filter(|end| found.binary_search(end).is_err()).map(|end| ('-', *end));
        for (sign, end) in wrong.chain(missed) {
            let (before, after) = text.content().split_at(end as usize);
            let before: String = before.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = after.chars().take(50).collect();
            writeln!(out, "{sign} {:<8} {before}⏎{after}", rows[0].domain)?;
        }
    }
    Ok(Count { right, found: found.len(), gold: gold.len(), ends: usize::from(last.is_some()) })
}
