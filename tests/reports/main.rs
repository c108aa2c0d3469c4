//! One small run in every format, against snapshots; and what must hold for every report whatever it shows.
//!
//! The rules are the test's own, so that the snapshots change with reports only. `SNAPSHOTS=overwrite` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

mod page;
mod platforms;
mod run;
mod tables;
mod terminal;
mod wire;

use mtlint::{
    input::Format,
    report::{Compact, Csv, Jsonl, Rows, Sentences, Terminal},
};
use run::{LETTER, articles, engine, read, render, run};
use snapbox::{assert_data_eq, file};

#[test]
fn jsonl() {
    assert_data_eq!(run(&Jsonl { sentences: Sentences::All }), file!["all.jsonl": Text].raw());
    assert_data_eq!(run(&Jsonl { sentences: Sentences::None }), file!["findings.jsonl": Text].raw());
}

#[test]
fn compact() {
    assert_data_eq!(run(&Compact), file!["compact.txt": Text].raw());
}

#[test]
fn csv_tables() {
    assert_data_eq!(run(&Csv { rows: Rows::Findings, bom: false }), file!["findings.csv": Text].raw());
    assert_data_eq!(run(&Csv { rows: Rows::Sentences, bom: false }), file!["sentences.csv": Text].raw());
    assert_data_eq!(run(&Csv { rows: Rows::Articles, bom: false }), file!["articles.csv": Text].raw());
}

#[test]
fn terminal() {
    assert_data_eq!(run(&Terminal { color: false, width: 250, summary: true }), file!["terminal.txt": Text].raw());
    assert_data_eq!(
        run(&Terminal { color: false, width: 72, summary: false }),
        file!["terminal-narrow.txt": Text].raw()
    );
    assert_data_eq!(run(&Terminal { color: true, width: 100, summary: true }), file!["terminal-color.txt": Text].raw());
}

#[test]
fn compact_is_a_line_a_finding() {
    let engine = engine();
    let mut articles = articles(&engine);
    articles.extend(read(&engine, "odd\nname\u{1b}.txt", LETTER, Format::Text));
    let findings: usize = articles.iter().map(|checked| checked.findings.len()).sum();
    let report = render(&engine, &Compact, &articles);
    assert_eq!(report.lines().count(), findings);
    assert!(!report.contains(|c: char| c.is_control() && c != '\n'));
    assert!(report.contains("odd\\nname\\u{1b}.txt:4:1: major agency-name "));
}
