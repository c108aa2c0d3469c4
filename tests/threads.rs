//! The same bytes for any number of threads, in every format; and a reader that stops reading is no error.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

fn mtlint(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mtlint"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn output(args: &[&str]) -> Vec<u8> {
    let output = mtlint(args).output().expect("mtlint runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
    output.stdout
}

#[test]
fn the_report_does_not_depend_on_threads() {
    let formats: [&[&str]; 8] = [
        &["--format", "text"],
        &["--format", "compact"],
        &["--format", "jsonl"],
        &["--format", "jsonl", "--sentences", "all"],
        &["--format", "csv"],
        &["--format", "csv", "--rows", "sentences"],
        &["--format", "csv", "--rows", "articles"],
        &["--format", "html"],
    ];
    for format in formats {
        let run = |threads: &str| {
            let head = ["check", "corpora", "--select", "all", "--fail-on", "never", "--quiet", "--threads", threads];
            output(&[&head, format].concat())
        };
        let one = run("1");
        assert!(!one.is_empty(), "{format:?}");
        for threads in ["2", "8"] {
            assert!(run(threads) == one, "{format:?} differs with {threads} threads");
        }
    }
}

#[test]
fn a_report_to_a_file_is_the_report() {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report.csv");
    let base = ["check", "corpora/gold", "--format", "csv", "--fail-on", "never"];
    let printed = output(&base);
    let written = output(&[&base[..], &["--output", path.to_str().expect("a path in UTF-8")]].concat());
    assert!(written.is_empty());
    assert_eq!(std::fs::read(&path).expect("the report is there"), printed);
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child = mtlint(&[
        "check",
        "corpora",
        "--format",
        "jsonl",
        "--sentences",
        "all",
        "--select",
        "all",
        "--fail-on",
        "never",
        "--quiet",
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("mtlint runs");
    let mut first = [0; 10];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("a report begins");
    let end = child.wait_with_output().expect("mtlint ends");
    assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
    assert_eq!(String::from_utf8_lossy(&end.stderr), "");
}
