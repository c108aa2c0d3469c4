//! GitHub workflow commands: annotations on the lines of a pull request.

use super::{Report, path::relative, place::Places, show::one_line};
use crate::{engine::Checked, model::Severity, rule::RuleSet};
use std::{borrow::Cow, io::Write};

/// The report of a GitHub workflow: one command a finding.
#[derive(Clone, Debug, Default)]
pub struct Github {
    /// Absolute path of the folder that paths are relative to.
    pub root: String,
}

impl Report for Github {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let path = relative(&checked.document.origin.path, &self.root);
        let mut places = Places::new(&checked.document);
        for finding in &checked.findings {
            let region = places.span(finding.span);
            let command = match finding.severity {
                Severity::Neutral => "notice",
                Severity::Minor => "warning",
                Severity::Major | Severity::Critical => "error",
            };
            let (start, end) = (region.start, region.end);
            write!(out, "::{command} file={},line={},endLine={}", property(&path), start.line, end.line)
                .expect("memory takes what is written");
            // Columns of a finding over several lines are refused.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.chars, end.chars).expect("memory takes what is written");
            }
            let rule = &rules.get(finding.rule).id;
            writeln!(out, ",title={}::{}", property(&format!("mtlint {rule}")), data(&finding.message))
                .expect("memory takes what is written");
        }
    }
}

/// A message: percent signs and line ends are written by their number, what else nobody sees as in all reports.
fn data(text: &str) -> String {
    one_line(text).replace('%', "%25")
}

/// A property ends at a colon or comma, so these too are written by their number.
fn property(text: &str) -> Cow<'_, str> {
    let text = one_line(text);
    if text.contains(['%', ':', ',']) {
        Cow::Owned(text.replace('%', "%25").replace(':', "%3A").replace(',', "%2C"))
    } else {
        text
    }
}
