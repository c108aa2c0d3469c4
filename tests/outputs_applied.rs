//! Fixes as reports give them, applied to the bytes of the file by a reader who knows nothing else.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// A rule whose better wording needs escapes in most formats.
const RULE: &str = r#"
id = "acme/firm"
title = "The firm's name"
category = "terminology"
severity = "minor"
status = "stable"
message = "“{found}” is called {better}"
docs = "The name of the firm, as its style book has it."

[detect]
kind = "sequence"
entries = [{ key = "firm", find = ["[Smith Company]"], better = "Smith & “Söhne” <\"AG\">", fix = "Smith & “Söhne” <\"AG\">" }]

[[example]]
text = "He works for Smith Company."
flags = ["Smith Company"]

[[example]]
text = "He works for the Smith company."
"#;
const NAME: &str = "Smith & “Söhne” <\"AG\">";

/// What one fix of a finding makes of a file: byte ranges and what comes there.
type Edits = Vec<(usize, usize, String)>;

fn apply(file: &[u8], edits: &Edits, encode: &dyn Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (start, end, text) in edits.iter().rev() {
        bytes.splice(start..end, encode(text));
    }
    bytes
}

/// A file's name, its text, its encoding, and how the firm's name is written in it.
type Case = (&'static str, String, fn(&str) -> Vec<u8>, &'static str);

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn lines(report: &str) -> impl Iterator<Item = Value> {
    report.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// The first fix of each finding, by the JSONL report.
fn by_jsonl(report: &str) -> Vec<Edits> {
    let of = |finding: Value| -> Option<Edits> {
        let fix = finding["fixes"].get(0).filter(|fix| fix["applicability"] != "display")?;
        let edit = |e: &Value| (number(&e["start"]), number(&e["end"]), e["text"].as_str().unwrap().to_owned());
        Some(fix["edits"].as_array().unwrap().iter().map(edit).collect())
    };
    lines(report).filter(|record| record["type"] == "finding").filter_map(of).collect()
}

/// The same by SARIF's byte offsets.
fn by_sarif(report: &str) -> Vec<Edits> {
    let report: Value = serde_json::from_str(report).unwrap();
    let edit = |replacement: &Value| {
        let start = number(&replacement["deletedRegion"]["byteOffset"]);
        let end = start + number(&replacement["deletedRegion"]["byteLength"]);
        (start, end, replacement["insertedContent"]["text"].as_str().unwrap().to_owned())
    };
    let of = |result: &Value| -> Option<Edits> {
        let changes = &result["fixes"].get(0)?["artifactChanges"][0]["replacements"];
        Some(changes.as_array().unwrap().iter().map(edit).collect())
    };
    report["runs"][0]["results"].as_array().unwrap().iter().filter_map(of).collect()
}

/// The same by the lines and columns of reviewdog's format, in the text of the file.
fn by_rdjsonl(report: &str, text: &str) -> Vec<Edits> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let place = |place: &Value| starts[number(&place["line"]) - 1] + number(&place["column"]) - 1;
    let edit =
        |s: &Value| (place(&s["range"]["start"]), place(&s["range"]["end"]), s["text"].as_str().unwrap().to_owned());
    let of = |d: Value| Some(d.get("suggestions")?.as_array()?.iter().map(edit).collect());
    lines(report).filter_map(of).collect()
}

fn check(folder: &Path, name: &str) -> BTreeMap<&'static str, String> {
    let run = |format: &'static str| {
        let args =
            ["check", name, "--rules", "rules", "--select", "all", "-q", "--fail-on", "never", "--format", format];
        let output = Command::new(env!("CARGO_BIN_EXE_mtlint")).current_dir(folder).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        (format, String::from_utf8(output.stdout).unwrap())
    };
    ["jsonl", "sarif", "rdjsonl"].into_iter().map(run).collect()
}

/// Findings of a rule in what `jsonl` reports of some bytes.
fn count(folder: &Path, name: &str, bytes: &[u8], rule: &str) -> usize {
    fs::write(folder.join(name), bytes).unwrap();
    lines(&check(folder, name)["jsonl"]).filter(|record| record["rule"] == rule).count()
}

const BODY: &str = "The fire began at dawn, said a clerk of Smith Company.\n\nIt was  out by noon, he said “gladly”.\n\nSubscribe to our newsletter\n\nThe the end of the fire was near; the the end.\n";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn windows(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

#[test]
fn what_a_report_says_can_be_applied_to_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("rules")).unwrap();
    fs::write(folder.join("rules/firm.toml"), RULE).unwrap();
    let utf8: fn(&str) -> Vec<u8> = |text| text.as_bytes().to_vec();
    let record = serde_json::json!({ "id": "ä", "text": BODY, "lang": "en" }).to_string() + "\n";
    let markdown = format!("---\ntitle: Fire\n---\n\n# The *fire*\n\n{BODY}");
    let paragraphs: Vec<String> = BODY.trim().split("\n\n").map(|p| format!("<p>{p}</p>\n")).collect();
    let page =
        format!("<!doctype html><html lang=en><body><article>\n{}</article></body></html>\n", paragraphs.concat());
    let table = format!("id,text\n1,\"{BODY}\"\n2,\"{BODY}\"\n");
    // The name, in the texts whose format is certain; in a table a fix that needs escapes is only shown.
    let cases: [Case; 10] = [
        ("a.txt", BODY.to_owned(), utf8, NAME),
        ("crlf.txt", format!("\u{feff}{}", BODY.replace('\n', "\r\n")), utf8, NAME),
        ("wide.txt", format!("\u{feff}{BODY}"), utf16, NAME),
        ("wide.md", format!("\u{feff}{markdown}"), utf16, NAME),
        ("old.md", markdown.clone(), windows, NAME),
        ("a.md", markdown, utf8, NAME),
        ("a.jsonl", record.repeat(2), utf8, "Smith & “Söhne” <\\\"AG\\\">"),
        ("one-line.json", format!("[{0}, {0}]", record.trim_end()), utf8, "Smith & “Söhne” <\\\"AG\\\">"),
        ("a.html", page, utf8, "Smith &amp; “Söhne” &lt;\"AG\"&gt;"),
        ("a.csv", table, utf8, ""),
    ];
    for (name, text, encode, written) in cases {
        let file = encode(&text);
        fs::write(folder.join(name), &file).unwrap();
        let reports = check(folder, name);
        let fixes = by_jsonl(&reports["jsonl"]);
        assert!(fixes.len() >= 3, "{name}: {fixes:?}");
        let results: Vec<Vec<u8>> = fixes.iter().map(|edits| apply(&file, edits, &encode)).collect();
        let sarif: Vec<Vec<u8>> =
            by_sarif(&reports["sarif"]).iter().map(|edits| apply(&file, edits, &encode)).collect();
        assert_eq!(sarif, results, "{name}");
        // A byte order mark is no column of an editor.
        let plain = text.trim_start_matches('\u{feff}');
        let rdjsonl = by_rdjsonl(&reports["rdjsonl"], plain);
        let rdjsonl: Vec<String> =
            rdjsonl.iter().map(|e| String::from_utf8(apply(plain.as_bytes(), e, &utf8)).unwrap()).collect();
        let mark = &text[..text.len() - plain.len()];
        assert_eq!(rdjsonl.iter().map(|t| encode(&format!("{mark}{t}"))).collect::<Vec<_>>(), results, "{name}");
        if name == "a.csv" {
            assert!(fixes.iter().flatten().all(|(_, _, text)| !text.contains("Söhne")), "{name}");
            assert!(reports["jsonl"].contains("\"display\""), "{name}");
        } else {
            let named = encode(&text.replacen("Smith Company", written, 1));
            assert!(results.contains(&named), "{name}: {results:?}");
            assert!(count(folder, name, &named, "acme/firm") < count(folder, name, &file, "acme/firm"), "{name}");
        }
        for bytes in &results {
            assert_ne!(*bytes, file, "{name}");
        }
    }
}

#[test]
fn a_line_that_is_deleted_leaves_none_behind() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, mended) in [
        ("a.txt", BODY.to_owned(), BODY.replace("Subscribe to our newsletter\n\n", "")),
        (
            "a.md",
            format!("# Fire\n\n{BODY}"),
            format!("# Fire\n\n{}", BODY.replace("Subscribe to our newsletter\n\n", "")),
        ),
        (
            "a.jsonl",
            serde_json::json!({ "text": BODY, "lang": "en" }).to_string(),
            serde_json::json!({ "text": BODY.replace("Subscribe to our newsletter\n\n", ""), "lang": "en" })
                .to_string(),
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let args = ["check", name, "--select", "subscription-boilerplate", "--fix", "-q", "--fail-on", "never"];
        let output = Command::new(env!("CARGO_BIN_EXE_mtlint")).current_dir(folder.path()).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), mended, "{name}");
    }
}
