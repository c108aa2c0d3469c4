//! GitLab's code quality report, a part of the Code Climate format.

use super::{Occurrences, Report, Summary, fnv, path::relative, place::Places};
use crate::{engine::Checked, model::Severity, rule::RuleSet};
use serde_json::json;

/// The code quality report: an array of findings.
///
/// GitLab takes findings of one fingerprint for one finding, so the fingerprint here is made of that of the finding, its
/// path and its number among equals: the same menu on two pages is two findings. The line is no part of it.
#[derive(Clone, Debug, Default)]
pub struct Gitlab {
    /// Absolute path of the folder that paths are relative to.
    pub root: String,
}

impl Report for Gitlab {
    fn begin(&self, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(b"[\n");
    }

    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let path = relative(&checked.document.origin.path, &self.root);
        let record = checked.document.origin.record.map(|_| checked.document.origin.id.as_str()).unwrap_or_default();
        let mut places = Places::new(&checked.document);
        let mut occurrences = Occurrences::default();
        for (i, finding) in checked.findings.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(self.between());
            }
            let rule = rules.get(finding.rule);
            let region = places.span(finding.span);
            let number = occurrences.next(finding.fingerprint);
            let own = fnv(&format!("{path}\n{record}\n{number}"));
            let issue = json!({
                "type": "issue",
                "check_name": &*rule.id,
                "description": finding.message,
                "categories": ["Style"],
                "fingerprint": format!("{:016x}{own:016x}", finding.fingerprint),
                "severity": match finding.severity {
                    Severity::Neutral => "info",
                    Severity::Minor => "minor",
                    Severity::Major => "major",
                    Severity::Critical => "critical",
                },
                "location": { "path": path, "lines": { "begin": region.start.line, "end": region.end.line } },
            });
            serde_json::to_writer(&mut *out, &issue)
                .expect("strings and numbers are always valid JSON, and memory takes them");
        }
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn finish(&self, _rules: &RuleSet, _summary: &Summary, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n]\n");
    }
}
