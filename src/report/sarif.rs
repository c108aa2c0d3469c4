//! SARIF 2.1.0, the OASIS format for findings that code scanning services and editors read.

use super::{
    Occurrences, Report, Summary,
    help::{help, paragraph},
    path::uri,
    place::{Places, Region},
};
use crate::{
    engine::{Checked, Splicer},
    model::{Finding, Fix, Severity},
    rule::{Rule, RuleSet, Status},
};
use serde_json::{Map, Value, json};

/// The SARIF report: one run. Results come first, one a line, then the rules that they name, so that a large corpus is
/// written while it is read.
#[derive(Clone, Debug, Default)]
pub struct Sarif {
    /// Absolute path of the folder that paths are relative to.
    pub root: String,
}

/// The base that relative paths are resolved against by the service that reads the report.
const BASE: &str = "%SRCROOT%";

impl Report for Sarif {
    fn begin(&self, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(
            concat!(
                r#"{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","#,
                r#""version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","automationDetails":{"id":"mtlint/"},"#,
                r#""originalUriBaseIds":{"%SRCROOT%":{"description":{"text":"The folder in which mtlint ran."}}},"#,
                "\"results\":[\n",
            )
            .as_bytes(),
        );
    }

    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let uri = uri(&checked.document.origin.path, &self.root);
        let mut places = Places::new(&checked.document);
        let file = Splicer::of(&checked.document);
        let mut occurrences = Occurrences::default();
        for (i, finding) in checked.findings.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(self.between());
            }
            let number = occurrences.next(finding.fingerprint);
            push(&result(rules.get(finding.rule), checked, finding, number, &uri, &file, &mut places), out);
        }
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn finish(&self, rules: &RuleSet, summary: &Summary, out: &mut Vec<u8>) {
        let named: Vec<Value> = summary.by_rule.keys().map(|id| descriptor(rules.get(*id))).collect();
        let version = env!("CARGO_PKG_VERSION");
        let driver = json!({
            "name": "mtlint",
            "version": version,
            "semanticVersion": version,
            "shortDescription": { "text": "Finds the marks that machine translation leaves in articles." },
            "rules": named,
        });
        out.extend_from_slice(b"\n],\"tool\":");
        push(&json!({ "driver": driver }), out);
        out.extend_from_slice(b"}]}\n");
    }
}

fn push(value: &Value, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("strings and numbers are always valid JSON, and memory takes them");
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Neutral => "note",
        Severity::Minor => "warning",
        Severity::Major | Severity::Critical => "error",
    }
}

/// Braces are signs of placeholders in messages of SARIF; doubled they stand for themselves.
fn message(text: &str) -> Value {
    json!({ "text": text.replace('{', "{{").replace('}', "}}") })
}

fn descriptor(rule: &Rule) -> Value {
    let (dimension, category) = (rule.category.dimension.name(), rule.category.to_string());
    let mut tags = vec!["mqm".to_owned(), dimension.to_owned()];
    if category != dimension {
        tags.push(category.clone());
    }
    if rule.furniture {
        tags.push("page-furniture".to_owned());
    }
    let enabled = rule.status == Status::Stable;
    json!({
        "id": &*rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": paragraph(&rule.docs) },
        "help": { "text": rule.docs.trim(), "markdown": help(rule) },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": enabled },
        "properties": {
            "tags": tags,
            "category": category,
            "severity": rule.severity.name(),
            "status": rule.status.name(),
            "precision": if enabled { "high" } else { "low" },
            "problem.severity": match level(rule.severity) { "note" => "recommendation", level => level },
        },
    })
}

fn result(
    rule: &Rule,
    checked: &Checked,
    finding: &Finding,
    number: u32,
    uri: &str,
    file: &Splicer<'_>,
    places: &mut Places<'_>,
) -> Value {
    let region = places.span(finding.span);
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri, "uriBaseId": BASE },
        "region": region_json(&region, places, true),
    }});
    if checked.document.origin.record.is_some() {
        location["logicalLocations"] = json!([{ "name": checked.document.origin.id, "kind": "object" }]);
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|f| fix(file, f, uri, places)).collect();
    let mut result = json!({
        "ruleId": &*rule.id,
        "level": level(finding.severity),
        "message": message(&finding.message),
        "locations": [location],
        // What GitHub compares has the form hash:number; the line is no part of either.
        "partialFingerprints": {
            "mtlint/v1": format!("{:016x}", finding.fingerprint),
            "primaryLocationLineHash": format!("{:016x}:{number}", finding.fingerprint),
        },
        "properties": {
            "severity": finding.severity.name(),
            "category": rule.category.to_string(),
            "points": super::wire::rounded(finding.points),
        },
    });
    if !fixes.is_empty() {
        result["fixes"] = Value::Array(fixes);
    }
    result
}

fn region_json(region: &Region, places: &Places<'_>, snippet: bool) -> Value {
    let (start, end) = (region.start, region.end);
    let mut json = Map::new();
    json.insert("startLine".into(), start.line.into());
    json.insert("startColumn".into(), start.utf16.into());
    json.insert("endLine".into(), end.line.into());
    json.insert("endColumn".into(), end.utf16.into());
    json.insert("byteOffset".into(), region.raw.start.into());
    json.insert("byteLength".into(), (region.raw.end - region.raw.start).into());
    if let Some(text) = places.slice(&region.raw).filter(|_| snippet) {
        json.insert("snippet".into(), json!({ "text": text }));
    }
    Value::Object(json)
}

/// A fix in terms of the file; none where the file cannot be edited so.
fn fix(file: &Splicer<'_>, fix: &Fix, uri: &str, places: &mut Places<'_>) -> Option<Value> {
    let edits = file.edits(fix).filter(|edits| !edits.is_empty())?;
    let replacements: Vec<Value> = edits
        .into_iter()
        .map(|edit| {
            let region = places.raw(edit.range);
            json!({ "deletedRegion": region_json(&region, places, false), "insertedContent": { "text": edit.text } })
        })
        .collect();
    Some(json!({
        "description": { "text": format!("{} fix", fix.applicability.name()) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri, "uriBaseId": BASE },
            "replacements": replacements,
        }],
        "properties": { "applicability": fix.applicability.name() },
    }))
}
