//! Several reports in one run.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn mtlint(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mtlint"));
    command.current_dir(folder).args(["check", "a.txt", "--fail-on", "never"]).args(args).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "It burned, said the France Media Agency.\n").unwrap();
    folder
}

#[test]
fn each_report_is_what_it_is_alone() {
    let folder = folder();
    let alone = |format: &str| mtlint(folder.path(), &["--format", format]).stdout;
    let formats =
        ["text", "compact", "jsonl", "csv", "html", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl"];
    let reports: Vec<String> = formats.iter().map(|format| format!("--report={format}=out.{format}")).collect();
    let args: Vec<&str> = reports.iter().map(String::as_str).chain(["--format", "compact"]).collect();
    let together = mtlint(folder.path(), &args);
    assert_eq!(together.stdout, alone("compact"));
    for format in formats {
        let file = fs::read(folder.path().join(format!("out.{format}"))).unwrap();
        assert!(!file.is_empty(), "{format}");
        assert_eq!(file, alone(format), "{format}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), formats.len() + 1, "no temporary file is left");
}

#[test]
fn standard_output_holds_one_report() {
    let folder = folder();
    let taken = mtlint(folder.path(), &["--report", "compact=-", "--report", "sarif=x.sarif"]);
    assert_eq!(taken.stdout, mtlint(folder.path(), &["--format", "compact"]).stdout);
    for args in [
        ["--report", "compact=-", "--format", "jsonl"],
        ["--report", "compact=-", "--report", "jsonl=-"],
        ["--report", "compact=x", "--report", "jsonl=x"],
    ] {
        let refused = mtlint(folder.path(), &args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("two reports cannot go to"), "{args:?}");
    }
    let unknown = mtlint(folder.path(), &["--report", "sarf=x"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("formats are: text, compact"));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read_to_string(pipe).unwrap())
    };
    let run = mtlint(folder.path(), &["--format", "compact", "--output", "pipe"]);
    assert_eq!(run.status.code(), Some(0));
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    assert!(reader.join().unwrap().starts_with("a.txt:1:21: major agency-name "));
}

#[test]
fn completions_and_manual_name_the_options() {
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_mtlint")).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert!(script.contains("explain-score"), "{shell}");
        let knows_values = matches!(shell, "bash" | "zsh" | "fish");
        assert_eq!(script.contains("agency-name"), knows_values, "{shell}");
    }
    let page = run(&["man"]);
    assert!(
        page.starts_with(".TH \"MTLINT\" \"1\" ") && page.contains("EXIT STATUS") && page.contains("MTLINT_FAIL_ON")
    );
    let folder = tempfile::tempdir().unwrap();
    run(&["man", "--dir", &folder.path().to_string_lossy()]);
    let page = fs::read_to_string(folder.path().join("mtlint-check.1")).unwrap();
    assert!(page.contains("explain\\-score"), "{page}");
}
