//! reviewdog's diagnostic format, a JSON object a line.

use super::{
    Report,
    path::relative,
    place::{Place, Places, Region},
};
use crate::{
    engine::{Checked, Splicer},
    model::{Finding, Severity},
    rule::RuleSet,
};
use serde_json::{Value, json};

/// The report for reviewdog: a diagnostic a line, with what can be put in the place of the text as suggestions. Columns
/// count bytes, as this format has it.
#[derive(Clone, Debug, Default)]
pub struct Rdjsonl {
    /// Absolute path of the folder that paths are relative to.
    pub root: String,
}

impl Report for Rdjsonl {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let path = relative(&checked.document.origin.path, &self.root);
        let mut places = Places::new(&checked.document);
        let file = Splicer::of(&checked.document);
        for finding in &checked.findings {
            let region = places.span(finding.span);
            let mut diagnostic = json!({
                "message": finding.message,
                "location": { "path": path, "range": range(&region) },
                "severity": match finding.severity {
                    Severity::Neutral => "INFO",
                    Severity::Minor => "WARNING",
                    Severity::Major | Severity::Critical => "ERROR",
                },
                "source": { "name": "mtlint" },
                "code": { "value": &*rules.get(finding.rule).id },
            });
            let suggestions = suggestions(&file, finding, &mut places);
            if !suggestions.is_empty() {
                diagnostic["suggestions"] = Value::Array(suggestions);
            }
            serde_json::to_writer(&mut *out, &diagnostic)
                .expect("strings and numbers are always valid JSON, and memory takes them");
            out.push(b'\n');
        }
    }
}

/// The best fix, where the file can be edited so: a suggestion an edit.
fn suggestions(file: &Splicer<'_>, finding: &Finding, places: &mut Places<'_>) -> Vec<Value> {
    let edits = finding.fixes.first().and_then(|fix| file.edits(fix)).unwrap_or_default();
    edits.into_iter().map(|edit| json!({ "range": range(&places.raw(edit.range)), "text": edit.text })).collect()
}

fn range(region: &Region) -> Value {
    let place = |place: Place| json!({ "line": place.line, "column": place.bytes });
    json!({ "start": place(region.start), "end": place(region.end) })
}
