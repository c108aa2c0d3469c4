//! Mending files: nothing outside an edit changes, and what is mended once is mended.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use mtlint::{
    Engine, RuleSet,
    engine::{Patch, apply_fixes},
    input::{Format, Options, Source, Unit, parse},
    model::{Applicability, Raw},
    rule::Selector,
};
use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[Selector::All], &[]);
    Engine::new(rules, on).expect("the rules compile")
});

fn units(bytes: &[u8], format: Format) -> Vec<Unit> {
    let mut source = Source::new("x".into(), Box::new(Cursor::new(bytes.to_vec())), Some(format)).unwrap();
    let mut units = Vec::new();
    while let Some(batch) = source.next_batch().unwrap() {
        units.extend(batch.units);
    }
    units
}

/// One round of fixes: the new bytes, and how many edits were made. What lies between the edits must stay; where all
/// fixes reach the file, it must read as the mended text.
fn round(unit: &Unit, trust: Applicability) -> (Vec<u8>, usize) {
    let checked = ENGINE.check(parse(unit.clone(), Options::default()).unwrap());
    let patch = Patch::of(&checked, trust);
    let old = unit.raw.bytes();
    let new = patch.apply(&unit.raw);
    let (mut at_old, mut at_new) = (0, 0);
    for edit in &patch.edits {
        let start = (edit.range.start - unit.raw.offset) as usize;
        let kept = start.checked_sub(at_old).expect("edits do not overlap");
        assert_eq!(old[at_old..start], new[at_new..at_new + kept]);
        at_new += kept;
        assert_eq!(new[at_new..at_new + edit.bytes.len()], edit.bytes);
        at_new += edit.bytes.len();
        at_old = (edit.range.end - unit.raw.offset) as usize;
    }
    assert_eq!(old[at_old..], new[at_new..]);
    if patch.refused == 0 && unit.format != Format::Markdown {
        let text = checked.document.target.content();
        // A title that a fix makes equal to the start of the text is no longer put before it.
        let mended = parse(again(unit, new.clone()), Options::default()).unwrap();
        let expected = apply_fixes(text, checked.findings.iter(), trust);
        // Lines that are empty for it go as well.
        let lines = |text: &str| -> Vec<String> {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let (expected, found) = (lines(&expected), lines(mended.target.content()));
        assert!(expected.ends_with(&found), "{expected:?}\n{found:?}");
    }
    (new, patch.edits.len())
}

fn again(unit: &Unit, bytes: Vec<u8>) -> Unit {
    Unit { raw: Raw { line: unit.raw.line, ..Raw::whole(bytes, true) }, ..unit.clone() }
}

/// Mends until nothing is left to mend, and counts the edits.
fn settle(unit: &Unit, trust: Applicability) -> (Vec<u8>, usize) {
    let (mut unit, mut all) = (unit.clone(), 0);
    for _ in 0..20 {
        let (bytes, edits) = round(&unit, trust);
        if edits == 0 {
            return (bytes, all);
        }
        all += edits;
        unit = again(&unit, bytes);
    }
    panic!("never settles: {}", String::from_utf8_lossy(unit.raw.bytes()));
}

fn corpora() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    all.sort();
    all
}

#[test]
fn on_all_corpora_and_examples_only_edits_change_bytes() {
    let mut all: Vec<Unit> = Vec::new();
    for path in files(&corpora()) {
        let format = Format::of_name(&path.to_string_lossy());
        if let Some(format @ (Format::Text | Format::Markdown | Format::Jsonl)) = format {
            all.extend(units(&fs::read(&path).unwrap(), format));
        }
    }
    for (_, rule) in ENGINE.rules().iter() {
        for example in rule.examples() {
            let record =
                serde_json::json!({ "title": example.title, "text": example.text, "lang": example.lang.code() });
            all.extend(units(record.to_string().as_bytes(), Format::Jsonl));
            all.extend(units(example.text.as_bytes(), Format::Text));
        }
    }
    let mut edits = 0;
    for unit in &all {
        // The dearer half: what is safe is among what is not.
        edits += settle(unit, Applicability::Unsafe).1;
    }
    assert!(edits > 2000, "{edits} edits in {} articles", all.len());
}

const TEXT: &str = "The fire began at dawn, reported the France Media Agency. It was out  by noon.\n\nThe mayor said “thank you” to the the France Media Agency.\n";
const MENDED: &str = "Agence France-Presse (AFP)";

#[test]
fn line_ends_marks_and_encodings_stay() {
    let crlf = TEXT.replace('\n', "\r\n");
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(TEXT);
    let cases = [
        ("utf-8", TEXT.as_bytes().to_vec()),
        ("crlf", crlf.clone().into_bytes()),
        ("mark", [b"\xef\xbb\xbf".as_slice(), crlf.as_bytes()].concat()),
        ("utf-16le", utf16(&crlf, u16::to_le_bytes)),
        ("utf-16be", utf16(TEXT, u16::to_be_bytes)),
        ("windows-1252", windows.into_owned()),
    ];
    for (name, bytes) in cases {
        let unit = units(&bytes, Format::Text).remove(0);
        let (mended, edits) = settle(&unit, Applicability::Unsafe);
        assert!(edits >= 2, "{name}: {edits} edits");
        let decode = |bytes: &[u8]| match name {
            "utf-16le" => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
            "utf-16be" => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
            "windows-1252" => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            _ => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        let (before, after) = (decode(&bytes), decode(&mended));
        assert_eq!(after.matches(MENDED).count(), 2, "{name}: {after:?}");
        assert_eq!(after.starts_with('\u{feff}'), before.starts_with('\u{feff}'), "{name}");
        assert_eq!(after.matches("\r\n").count(), before.matches("\r\n").count(), "{name}");
        assert_eq!(after.matches('\n').count(), before.matches('\n').count(), "{name}");
    }
}

#[test]
fn marks_of_markdown_stay() {
    let mend = |text: &str| {
        let (bytes, _) = settle(&units(text.as_bytes(), Format::Markdown).remove(0), Applicability::Unsafe);
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(
        mend("---\ntitle: Fire\n---\n\nIt burned, said *the **France Media Agency***.\n"),
        format!("---\ntitle: Fire\n---\n\nIt burned, said *the **{MENDED}***.\n")
    );
    // The name is cut by marks, so it is left to a person.
    let cut = "It burned for hours, said the France **Media** Agency.\n";
    assert_eq!(mend(cut), cut);
    // A link of which only the brackets would be left is no better.
    let link = "[Skip to main navigation](#main)\n\nThe fire burned for hours on Tuesday.\n";
    assert_eq!(mend(link), link);
}

#[test]
fn a_record_stays_a_record() {
    let record =
        r#"{"id": 1, "lang": "en", "text": "It burned \u2014 \"badly\", said the France Media Agency.\nThe end. ."}"#;
    let (mended, _) = settle(&units(record.as_bytes(), Format::Jsonl).remove(0), Applicability::Unsafe);
    let mended = String::from_utf8(mended).unwrap();
    assert!(mended.is_ascii() && mended.starts_with(r#"{"id": 1, "lang": "en", "text": "It burned \u2014 \"badly\""#));
    assert!(mended.contains(MENDED));
    let value: serde_json::Value = serde_json::from_str(&mended).unwrap();
    assert_eq!(value["text"], format!("It burned — \"badly\", said the {MENDED}.\nThe end."));
}

fn mtlint(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mtlint")).current_dir(folder).args(args).output().unwrap()
}

#[test]
fn the_command_applied_twice_changes_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    for path in files(&corpora()) {
        let to = folder.path().join(path.strip_prefix(corpora()).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&path, to).unwrap();
    }
    let read = || -> Vec<Vec<u8>> { files(folder.path()).iter().map(|path| fs::read(path).unwrap()).collect() };
    let original = read();
    for fix in ["--fix", "--fix=unsafe"] {
        let once = mtlint(folder.path(), &["check", ".", fix, "--fail-on", "never", "--format", "compact"]);
        assert_eq!(once.status.code(), Some(0), "{}", String::from_utf8_lossy(&once.stderr));
        assert!(!String::from_utf8_lossy(&once.stderr).contains("undo each other"));
        let after = read();
        assert_ne!(after, original);
        let twice = mtlint(folder.path(), &["check", ".", fix, "--fail-on", "never", "--format", "compact"]);
        assert_eq!(read(), after, "{fix}");
        assert_eq!(once.stdout, twice.stdout, "what is reported after mending is what is left");
        assert!(String::from_utf8_lossy(&twice.stderr).contains("0 files mended with 0 fixes"));
    }
}

#[test]
fn a_preview_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, TEXT).unwrap();
    let diff = mtlint(folder.path(), &["check", ".", "--diff"]);
    assert_eq!(diff.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
    let text = String::from_utf8(diff.stdout).unwrap();
    assert!(text.starts_with("--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n"), "{text}");
    assert!(text.contains(&format!("+The fire began at dawn, reported the {MENDED}.")), "{text}");
    let colored = mtlint(folder.path(), &["check", ".", "--diff", "--color", "always"]);
    let colored = String::from_utf8(colored.stdout).unwrap();
    assert!(colored.contains("\u{1b}[32m+The fire") && !text.contains('\u{1b}'), "{colored}");
    mtlint(folder.path(), &["check", ".", "--fix"]);
    assert_eq!(mtlint(folder.path(), &["check", ".", "--diff"]).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.txt"), folder.path().join("link.txt"));
    fs::write(&real, TEXT).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.txt", &link).unwrap();
    let done = mtlint(folder.path(), &["check", "link.txt", "--fix", "--fail-on", "never"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains(MENDED));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");

    fs::write(&real, TEXT).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
    let refused = mtlint(folder.path(), &["check", "real.txt", "--fix", "--fail-on", "never"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is read-only"));
    assert_eq!(fs::read_to_string(&real).unwrap(), TEXT);
}

#[cfg(unix)]
#[test]
fn all_names_of_a_file_stay_names_of_it() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one.txt"), folder.path().join("other.txt"));
    fs::write(&one, TEXT).unwrap();
    fs::hard_link(&one, &other).unwrap();
    let done = mtlint(folder.path(), &["check", "one.txt", "--fix", "--fail-on", "never"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let (a, b) = (fs::metadata(&one).unwrap(), fs::metadata(&other).unwrap());
    assert_eq!((a.ino(), a.nlink()), (b.ino(), 2));
    assert!(fs::read_to_string(&other).unwrap().contains(MENDED));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
}

#[test]
fn a_pipe_cannot_be_mended_but_previewed() {
    let folder = tempfile::tempdir().unwrap();
    let refused = mtlint(folder.path(), &["check", "-", "--fix"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--diff"));
    let mut preview = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["check", "-", "--diff"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    preview.stdin.take().unwrap().write_all(TEXT.as_bytes()).unwrap();
    let preview = preview.wait_with_output().unwrap();
    assert_eq!(preview.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&preview.stdout).starts_with("--- a/-\n+++ b/-\n"));
}
