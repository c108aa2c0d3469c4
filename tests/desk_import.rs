//! Decisions in tables as `LibreOffice` and the page for the browser save them: the report of `bridge.txt`, opened, decided
//! on and saved, by the spreadsheet in its encodings, separators and number formats.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const RULES: &str = "agency-name,odd-whitespace,attribution-echo,duplicate-function-word,space-before-punctuation";

fn saved() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/desk")
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mtlint")).current_dir(folder).args(args).output().unwrap()
}

/// A folder with the article, as far up as anything is looked for.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    fs::copy(saved().join("bridge.txt"), folder.path().join("articles/bridge.txt")).unwrap();
    folder
}

fn left(folder: &Path) -> Vec<String> {
    let done =
        run(folder, &["check", "articles", "--select", RULES, "--format", "compact", "-q", "--fail-on", "never"]);
    let report = String::from_utf8(done.stdout).unwrap();
    report.lines().map(|line| line.split(' ').nth(2).unwrap_or_default().to_owned()).collect()
}

#[test]
fn all_ways_of_saving_say_the_same() {
    let mut tables: Vec<PathBuf> = fs::read_dir(saved()).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.retain(|path| path.extension().is_some_and(|e| e == "csv"));
    assert!(tables.len() >= 8);
    let mut first: Option<String> = None;
    for table in tables {
        let folder = desk();
        let folder = folder.path();
        assert_eq!(left(folder).len(), 7);
        let done = run(folder, &["review", "import", &table.to_string_lossy()]);
        assert_eq!(done.status.code(), Some(0), "{}: {}", table.display(), String::from_utf8_lossy(&done.stderr));
        assert!(
            String::from_utf8_lossy(&done.stdout).contains("7 decisions taken over (1 accept, 6 dismiss, 0 fixed)")
        );
        assert_eq!(left(folder), ["attribution-echo"], "{}", table.display());
        let kept = fs::read_to_string(folder.join("mtlint-reviews.jsonl")).unwrap();
        // Windows-1252 has no letters for this place, and the spreadsheet puts question marks; two letters do not tell
        // Windows-1250 from it. The fingerprint does.
        let kept = kept.replace("?ód?", "Łódź").replace("£ódŸ", "Łódź");
        assert_eq!(&kept, first.get_or_insert_with(|| kept.clone()), "{}", table.display());
        // The sentence is edited lightly, the file renamed.
        let article = fs::read_to_string(folder.join("articles/bridge.txt")).unwrap();
        let article = article.replace("began at dawn", "began at noon").replace("on Friday", "on Monday");
        fs::remove_file(folder.join("articles/bridge.txt")).unwrap();
        fs::write(folder.join("articles/opening.txt"), article).unwrap();
        assert_eq!(left(folder), ["attribution-echo"], "{}", table.display());
    }
}

#[test]
fn a_workbook_is_told_from_a_table() {
    let folder = desk();
    fs::write(folder.path().join("findings.xlsx"), b"PK\x03\x04\x14\0\x08\x08").unwrap();
    let done = run(folder.path(), &["review", "import", "findings.xlsx"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("this is a workbook; save it as CSV"));
}

#[test]
fn a_decision_outlives_a_new_name_of_its_rule() {
    let folder = desk();
    let folder = folder.path();
    let rule = |id: &str, aliases: &str| {
        format!(
            "id = \"{id}\"\naliases = [{aliases}]\ntitle = \"A bridge\"\ncategory = \"terminology\"\nseverity = \"minor\"\n\
             status = \"stable\"\nmessage = \"“{{found}}” is a crossing\"\ndocs = \"It is.\"\n[detect]\nkind = \"sequence\"\n\
             entries = [{{ key = \"x\", find = [\"[opens the bridge]\"], better = \"opens the crossing\" }}]\n"
        )
    };
    fs::create_dir(folder.join("house")).unwrap();
    let write = |id: &str, aliases: &str| fs::write(folder.join("house/a.toml"), rule(id, aliases)).unwrap();
    let check = |more: &[&str]| {
        let args = ["check", "articles", "--rules", "house", "--format", "compact", "-q", "--fail-on", "never"];
        let done = run(folder, &[&args, more].concat());
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    write("acme/bridge", "");
    assert_eq!(check(&["--select", "acme/bridge"]).lines().count(), 1);
    let packs = ["--config", "mtlint.toml"];
    fs::write(folder.join("mtlint.toml"), "packs = [\"house\"]\nselect = [\"acme/bridge\"]\n").unwrap();
    let written = run(folder, &[&["baseline", "write", "articles"][..], &packs].concat());
    assert_eq!(written.status.code(), Some(0), "{}", String::from_utf8_lossy(&written.stderr));
    run(
        folder,
        &["check", "articles", "--rules", "house", "--select", "acme/bridge", "--format", "csv", "-o", "f.csv"],
    );
    let table = fs::read_to_string(folder.join("f.csv")).unwrap();
    fs::write(folder.join("f.csv"), table.replace(",,\r\n", ",dismiss,fine\r\n")).unwrap();
    run(folder, &["review", "import", "f.csv"]);
    assert_eq!(check(&["--select", "acme/bridge"]), "");

    write("acme/crossing", "\"acme/bridge\"");
    fs::remove_file(folder.join("mtlint.toml")).unwrap();
    assert_eq!(check(&["--select", "acme/crossing"]), "", "the decision holds");
    fs::remove_file(folder.join("mtlint-reviews.jsonl")).unwrap();
    assert_eq!(check(&["--select", "acme/crossing"]).lines().count(), 1);
    assert_eq!(check(&["--select", "acme/crossing", "--baseline", "mtlint-baseline.jsonl"]), "", "the baseline holds");
}
