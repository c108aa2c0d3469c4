//! What of a folder is taken for an article.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn mtlint(folder: &Path, args: &[&str]) -> Output {
    let fixed = ["--format", "jsonl", "--sentences", "none", "--fail-on", "never"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_mtlint"));
    command.current_dir(folder).arg("check").args(args).args(fixed).output().unwrap()
}

/// Files that the report names, each once.
fn read(output: &Output) -> Vec<String> {
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    let records = report.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let path = |record: serde_json::Value| record["path"].as_str().unwrap().trim_start_matches("./").to_owned();
    let mut paths: Vec<String> = records.filter(|record| record["type"] == "document").map(path).collect();
    paths.dedup();
    paths
}

const ARTICLE: &str = "It burned for hours, said the France Media Agency.\n";

/// A folder with articles, and what lies beside articles.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", ARTICLE);
    write("b.json", &serde_json::json!({ "id": 1, "meta": { "x": 1 }, "text": ARTICLE }).to_string());
    write("c.json", &format!("[\n  {{\n  \"id\": 1,\n  \"text\": {}\n }}\n]\n", serde_json::json!(ARTICLE)));
    write("d.jsonl", &format!("{}\n", serde_json::json!({ "body": ARTICLE })));
    write("schema.json", r#"{ "$schema": "x", "properties": { "text": { "type": "string" } } }"#);
    write("events.jsonl", "{\"at\": 1, \"message\": {\"text\": \"x\"}}\n{\"at\": 2}\n");
    // What mtlint writes itself.
    for (format, name) in
        [("sarif", "r.json"), ("jsonl", "r.jsonl"), ("rdjsonl", "d.ndjson"), ("csv", "f.csv"), ("html", "p.html")]
    {
        let output = mtlint(folder.path(), &["a.txt", "--report", &format!("{format}={name}")]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let output = mtlint(folder.path(), &["a.txt", "--rows", "sentences", "--report", "csv=s.csv"]);
    assert_eq!(output.status.code(), Some(0));
    write(
        "decided.jsonl",
        "{\"v\":1,\"decision\":\"dismiss\",\"rule\":\"agency-name\",\"text\":\"x\",\"sentence\":\"x\"}\n",
    );
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats/pyarrow-other.parquet");
    fs::copy(other, folder.path().join("other.parquet")).unwrap();
    folder
}

#[test]
fn what_is_plainly_something_else_is_left_out_and_said() {
    let folder = folder();
    let output = mtlint(folder.path(), &["."]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(read(&output), ["a.txt", "b.json", "c.json", "d.jsonl"]);
    assert!(
        said.contains("10 files in folders left out, no articles by name or content (.csv, .html, .json, .jsonl, "),
        "{said}"
    );
}

#[test]
fn a_file_that_is_named_is_read_or_an_error() {
    let folder = folder();
    for (name, reason) in [
        ("schema.json", "the record has no `text`"),
        ("events.jsonl", "the record has no `text`"),
        ("other.parquet", "no text column `text`"),
    ] {
        let output = mtlint(folder.path(), &[name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(reason), "{name}");
    }
}

#[test]
fn what_is_broken_in_a_folder_is_an_error() {
    let folder = folder();
    fs::write(folder.path().join("broken.jsonl"), "{\"text\": \"It burned.\"}\n{\"text\": \"It bur\n").unwrap();
    fs::write(folder.path().join("cut.json"), "{\"id\": 1, \"text\": \"It bur").unwrap();
    fs::write(folder.path().join("mixed.jsonl"), "{\"text\": \"It burned.\"}\n{\"txt\": \"It burned.\"}\n").unwrap();
    let output = mtlint(folder.path(), &["."]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for place in ["broken.jsonl:2: ", "cut.json", "mixed.jsonl:2: "] {
        assert!(said.contains(place), "{place}: {said}");
    }
}

#[test]
fn a_field_of_another_name_is_asked_for_in_every_file() {
    let folder = folder();
    let output = mtlint(folder.path(), &[".", "--text-field", "story"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("events.jsonl:1: the record has no `story`"));
}
