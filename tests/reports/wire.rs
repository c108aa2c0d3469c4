//! Records on the wire: spans, fields, which sentences.

use super::run::{LETTER, WIRE, run};
use mtlint::report::{Jsonl, Sentences};
use serde_json::Value;

pub(crate) fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn jsonl_spans_are_the_bytes_of_the_file() {
    let mut seen = 0;
    for record in records(&run(&Jsonl::default())).iter().filter(|r| r["type"] == "finding") {
        let file = match record["path"].as_str().unwrap() {
            "wire.jsonl" => WIRE,
            "letters/mill.txt" => LETTER,
            _ => continue,
        };
        let number = |field: &str| usize::try_from(record[field].as_u64().unwrap()).unwrap();
        let raw = &file[number("start")..number("end")];
        let decoded = if file == WIRE { serde_json::from_str(&format!("\"{raw}\"")).unwrap() } else { raw.to_owned() };
        assert_eq!(record["text"], decoded);
        // Line and column lead to the same byte; the byte order mark is no character.
        let line = file.trim_start_matches('\u{feff}').split('\n').nth(number("line") - 1).unwrap();
        let rest: String = line.chars().skip(number("column") - 1).collect();
        assert!(rest.starts_with(raw.lines().next().unwrap()), "{raw:?} at {}:{}", number("line"), number("column"));
        seen += 1;
    }
    assert!(seen > 12, "{seen} findings");
}

#[test]
fn jsonl_keeps_the_order_of_fields() {
    let report = run(&Jsonl { sentences: Sentences::All });
    let document = report.lines().next().unwrap();
    let fields = [
        "type",
        "v",
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
    ];
    let places: Vec<usize> = fields.iter().map(|field| document.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{document}");
    assert!(!report.contains("-0.0"));
    for finding in report.lines().filter(|line| line.starts_with("{\"type\":\"finding\"")) {
        let hex = records(finding)[0]["fingerprint"].as_str().unwrap().to_owned();
        assert!(hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()), "{hex}");
    }
}

#[test]
fn sentences_with_findings_only() {
    let all = records(&run(&Jsonl { sentences: Sentences::All }));
    let flagged = records(&run(&Jsonl { sentences: Sentences::Flagged }));
    let sentences = |records: &[Value]| records.iter().filter(|r| r["type"] == "sentence").cloned().collect::<Vec<_>>();
    let mut expected = sentences(&all);
    expected.retain(|sentence| sentence["findings"] != 0);
    assert_eq!(sentences(&flagged), expected);
}
