//! CSV by RFC 4180, for spreadsheets: a row a finding, a sentence or an article.

use super::{
    Report,
    show::Proposal,
    wire::{Document, FindingRecord, Sentence},
};
use crate::{
    engine::Checked,
    model::{Finding, Span},
    rule::RuleSet,
};
use csv::{Terminator, Writer, WriterBuilder};
use std::fmt::{Display, Write};

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// A finding, with its whole sentence.
    #[default]
    Findings,
    /// A sentence.
    Sentences,
    /// An article.
    Articles,
}

impl Rows {
    /// The names of the columns.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Rows::Findings => &[
                "path",
                "id",
                "rule",
                "entry",
                "category",
                "severity",
                "start",
                "end",
                "line",
                "column",
                "sentence",
                "text",
                "message",
                "fixes",
                "fingerprint",
                "points",
                "sentence_text",
                "decision",
                "note",
            ],
            Rows::Sentences => &["path", "id", "index", "start", "end", "line", "text", "points", "score", "findings"],
            Rows::Articles => &[
                "path",
                "id",
                "title",
                "lang",
                "words",
                "sentences",
                "findings",
                "points",
                "per_1000",
                "score",
                "blocked",
                "flags",
                "furniture",
                "site",
            ],
        }
    }
}

/// The CSV report: a header, then rows; lines end with CR LF.
///
/// Texts come from strangers, and a spreadsheet takes a cell that starts with `=`, `+`, `-`, `@`, a tab or a line break
/// for a formula. Such a text gets an apostrophe in front, the sign of spreadsheets for “this is text”. Numbers stay
/// numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv {
    /// What a row is.
    pub rows: Rows,
    /// Start with a byte order mark, without which Excel takes UTF-8 for the encoding of the system.
    pub bom: bool,
}

impl Report for Csv {
    fn begin(&self, _rules: &RuleSet, out: &mut Vec<u8>) {
        if self.bom {
            out.extend_from_slice(b"\xef\xbb\xbf");
        }
        let mut table = Table::new(out);
        for name in self.rows.columns() {
            table.text(name);
        }
        table.end_row();
    }

    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        match self.rows {
            Rows::Findings if checked.findings.is_empty() => {}
            Rows::Findings => findings(rules, checked, &mut Table::new(out)),
            Rows::Sentences => sentences(checked, &mut Table::new(out)),
            Rows::Articles => article(&Document::of(checked), &mut Table::new(out)),
        }
    }
}

fn findings(rules: &RuleSet, checked: &Checked, table: &mut Table<'_>) {
    let mut locator = checked.document.locator();
    for finding in &checked.findings {
        let record = FindingRecord::of(rules, checked, finding, &mut locator, None);
        table.text(record.path);
        table.text(record.id);
        table.text(record.rule);
        table.text(record.entry.unwrap_or_default());
        table.plain(record.category);
        table.text(record.severity);
        table.plain(record.start);
        table.plain(record.end);
        table.plain(record.line);
        table.plain(record.column);
        table.plain(record.sentence);
        table.text(record.text);
        table.text(record.message);
        table.text(&proposed(checked, finding));
        table.plain(format_args!("{:016x}", record.fingerprint));
        table.plain(record.points);
        table.text(whole_sentence(checked, finding));
        // For the editor: `mtlint review import` reads them.
        table.text("");
        table.text("");
        table.end_row();
    }
}

fn sentences(checked: &Checked, table: &mut Table<'_>) {
    let mut locator = checked.document.locator();
    for index in 0..checked.sentences.len() {
        let record = Sentence::of(checked, index, &mut locator);
        table.text(record.path);
        table.text(record.id);
        table.plain(record.index);
        table.plain(record.start);
        table.plain(record.end);
        table.plain(record.line);
        table.text(record.text);
        table.plain(record.points);
        table.plain(record.score);
        table.plain(record.findings);
        table.end_row();
    }
}

fn article(record: &Document<'_>, table: &mut Table<'_>) {
    table.text(record.path);
    table.text(record.id);
    table.text(record.title.unwrap_or_default());
    table.text(record.lang);
    table.plain(record.words);
    table.plain(record.sentences);
    table.plain(record.findings);
    table.plain(record.points);
    table.plain(record.per_1000);
    table.plain(record.score);
    table.plain(record.blocked);
    table.text(&record.flags.join(" "));
    table.plain(record.furniture);
    table.text(record.site.unwrap_or_default());
    table.end_row();
}

/// What the best fix would put in the place of the text found; empty where there is no fix.
fn proposed(checked: &Checked, finding: &Finding) -> String {
    match Proposal::of(&checked.document.target, finding) {
        None => String::new(),
        Some(proposal) if proposal.removes() => "(remove)".to_owned(),
        Some(proposal) if proposal.wider => format!("“{}” → “{}”", proposal.before, proposal.after),
        Some(proposal) => proposal.after,
    }
}

/// The sentences that a finding touches, from the first to the last.
fn whole_sentence<'a>(checked: &'a Checked, finding: &Finding) -> &'a str {
    let text = &checked.document.target;
    let sentences = text.sentences();
    let Some(first) = sentences.get(finding.sentence as usize) else {
        return text.slice(finding.span);
    };
    let last = &sentences[text.sentence_at(finding.span.end.saturating_sub(1))];
    text.slice(Span::new(first.span.start, first.span.end.max(last.span.end)))
}

/// Writes cells and rows.
struct Table<'o> {
    writer: Writer<&'o mut Vec<u8>>,
    /// The cell being made.
    cell: String,
}

const MEMORY: &str = "memory takes what is written, and all rows of a table have its columns";

impl<'o> Table<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).buffer_capacity(1 << 10).from_writer(out);
        Self { writer, cell: String::new() }
    }

    /// A cell that holds text: safe from being taken for a formula.
    fn text(&mut self, text: &str) {
        // A lone `-` is the name of standard input and no formula.
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && text != "-" {
            self.plain(format_args!("'{text}"));
        } else {
            self.writer.write_field(text).expect(MEMORY);
        }
    }

    /// A cell that holds a number or a word of ours.
    fn plain(&mut self, value: impl Display) {
        self.cell.clear();
        write!(self.cell, "{value}").expect(MEMORY);
        self.writer.write_field(&self.cell).expect(MEMORY);
    }

    fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect(MEMORY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::wire::rounded;

    fn cell(text: &str) -> String {
        let mut out = Vec::new();
        let mut table = Table::new(&mut out);
        table.text(text);
        table.end_row();
        drop(table);
        String::from_utf8(out).expect("CSV of UTF-8 cells is UTF-8")
    }

    #[test]
    fn text_is_no_formula() {
        for start in ["=", "+", "-", "@"] {
            assert_eq!(cell(&format!("{start}1")), format!("'{start}1\r\n"));
        }
        assert_eq!(cell("\t1"), "'\t1\r\n");
        assert_eq!(cell("\r1"), "\"'\r1\"\r\n");
        assert_eq!(cell("1-1"), "1-1\r\n");
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(rounded(-0.0).to_string(), "0");
        assert_eq!(rounded(0.1).to_string(), "0.1");
    }
}
