//! Checkstyle's XML, which many build servers draw.

use super::{Report, Summary, place::Places, xml::Xml};
use crate::{engine::Checked, model::Severity, rule::RuleSet};

/// The Checkstyle report: a `file` for every article with findings, an `error` for each of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkstyle;

impl Report for Checkstyle {
    fn begin(&self, _rules: &RuleSet, out: &mut Vec<u8>) {
        let mut xml = Xml::new(out, 0);
        xml.declaration();
        xml.open("checkstyle", &[("version", "4.3")]);
    }

    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        if checked.findings.is_empty() {
            return;
        }
        let mut places = Places::new(&checked.document);
        let mut xml = Xml::new(out, 1);
        xml.open("file", &[("name", &checked.document.origin.path)]);
        for finding in &checked.findings {
            let start = places.span(finding.span).start;
            let severity = match finding.severity {
                Severity::Neutral => "info",
                Severity::Minor => "warning",
                Severity::Major | Severity::Critical => "error",
            };
            xml.empty(
                "error",
                &[
                    ("line", &start.line.to_string()),
                    ("column", &start.chars.to_string()),
                    ("severity", severity),
                    ("message", &finding.message),
                    ("source", &format!("mtlint.{}", rules.get(finding.rule).id)),
                ],
            );
        }
        xml.close("file");
    }

    fn finish(&self, _rules: &RuleSet, _summary: &Summary, out: &mut Vec<u8>) {
        Xml::new(out, 1).close("checkstyle");
    }
}
