//! The desk from end to end: configuration, decisions, baseline, history and gates, on articles in a folder of their own.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder with articles.
struct Desk {
    folder: TempDir,
}

/// What a command did.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }

    /// Places of the findings of a compact report, as `path:line rule`.
    fn found(&self) -> Vec<String> {
        let place = |line: &str| {
            let (place, rest) = line.split_once(": ").unwrap_or((line, ""));
            let mut parts = place.rsplitn(3, ':').skip(1);
            let line = parts.next().unwrap_or_default();
            let path = parts.next().unwrap_or_default().trim_start_matches("./");
            format!("{path}:{line} {}", rest.split(' ').nth(1).unwrap_or_default())
        };
        self.out.lines().map(place).collect()
    }

    fn last_error(&self) -> &str {
        self.err.trim_end().lines().last().unwrap_or_default()
    }
}

impl Desk {
    fn new() -> Desk {
        let folder = TempDir::new().expect("a folder can be made");
        // The end of the search upwards, as in a repository.
        fs::create_dir(folder.path().join(".git")).expect("a folder can be made");
        Desk { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) -> &Desk {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
        self
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mtlint"));
        command.args(args).current_dir(self.path());
        for (name, _) in mtlint::config::VARIABLES {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("mtlint runs"))
    }

    /// A check with compact lines.
    fn check(&self, args: &[&str]) -> Ran {
        self.run(&[&["check", "--format", "compact"], args].concat())
    }

    fn git(&self, args: &[&str]) {
        let identity = ["-c", "user.name=Desk", "-c", "user.email=desk@news.example", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(identity).args(args).current_dir(self.path()).output().expect("git runs");
        assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn repository() -> Desk {
        let desk = Desk { folder: TempDir::new().expect("a folder can be made") };
        desk.git(&["init", "--quiet", "--initial-branch", "main"]);
        desk
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }
}

const CONFIG: &str = "select = [\"attribution-echo\", \"agency-name\"]\n";
const FERRY: &str = "The ferry stops in winter\n\nThe river rose again on Monday night after three days of rain.\n\n\
                     “We will wait for the water,” he said. he said the boats were safe in the old harbour.\n";
const SCHOOL: &str = "New school opens\n\nThe town has built a school for four hundred children near the station.\n\n\
                      The news was reported by the German Press Agency on Sunday evening after the ceremony.\n";

#[test]
fn a_pull_request_fails_on_exactly_what_is_new() {
    let desk = Desk::repository();
    desk.write("mtlint.toml", &format!("{CONFIG}baseline = \"mtlint-baseline.jsonl\"\n"));
    desk.write("articles/ferry.txt", FERRY).write("articles/school.txt", SCHOOL);
    assert_eq!(desk.run(&["check", "articles"]).code, Some(2), "there is no baseline yet");

    let written = desk.run(&["baseline", "write", "articles"]);
    assert_eq!(written.out, "wrote mtlint-baseline.jsonl: 2 findings in 2 files\n");
    desk.commit("Articles and what is known of them");
    assert_eq!(desk.check(&["articles"]).code, Some(0));

    // One article moves, a sentence with a known finding is edited, one artifact comes.
    desk.git(&["switch", "--quiet", "--create", "change"]);
    fs::create_dir(desk.path().join("articles/2026")).expect("a folder can be made");
    desk.git(&["mv", "articles/ferry.txt", "articles/2026/winter-ferry.txt"]);
    let edited = SCHOOL.replace("on Sunday evening", "on Monday evening");
    desk.write("articles/school.txt", &format!("{edited}\n“It is our best,” she said. she said it twice.\n"));
    desk.commit("Move, edit, add");

    let checked = desk.check(&["articles"]);
    assert_eq!(checked.found(), ["articles/school.txt:7 attribution-echo"]);
    assert_eq!(checked.code, Some(1));
    assert_eq!(checked.last_error(), "mtlint: failed: 1 new finding is major or worse (fail-on = major, profile news)");
    assert!(checked.err.contains("left out: 2 known by the baseline"), "{}", checked.err);

    // The editor dismisses it in a spreadsheet, which saves with semicolons, other columns first, and a mark.
    let table = desk.run(&["check", "articles", "--format", "csv"]).out;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap).collect();
    let header = csv::Reader::from_reader(table.as_bytes()).headers().unwrap().clone();
    assert_eq!(rows.len(), 1);
    let mut saved = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names: Vec<&str> = header.iter().collect();
    saved.write_record(names.iter().rev()).unwrap();
    let filled = |(name, cell)| match name {
        "decision" => "Dismiss",
        "note" => "a quotation",
        _ => cell,
    };
    let cells: Vec<&str> = header.iter().zip(&rows[0]).map(filled).collect();
    saved.write_record(cells.iter().rev()).unwrap();
    let saved = [b"\xef\xbb\xbf".to_vec(), saved.into_inner().unwrap()].concat();
    fs::write(desk.path().join("findings.csv"), saved).unwrap();
    let imported = desk.run(&["review", "import", "findings.csv"]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    assert!(imported.out.starts_with("mtlint-reviews.jsonl: 1 decision taken over (0 accept, 1 dismiss, 0 fixed)"));

    let quiet = desk.check(&["articles"]);
    assert_eq!((quiet.code, quiet.out.as_str()), (Some(0), ""), "{}", quiet.err);
    fs::rename(desk.path().join("articles/school.txt"), desk.path().join("articles/new-school.txt")).unwrap();
    let renamed = desk.check(&["articles"]);
    assert_eq!((renamed.code, renamed.out.as_str()), (Some(0), ""), "{}", renamed.err);
    assert_eq!(desk.run(&["review", "list", "--unused"]).out, "");

    // And what is known is known only once: a copy is new.
    fs::copy(desk.path().join("articles/2026/winter-ferry.txt"), desk.path().join("articles/copy.txt")).unwrap();
    assert_eq!(desk.check(&["articles"]).found().len(), 1);
}

#[test]
fn a_baseline_must_be_there_and_whole() {
    let desk = Desk::new();
    desk.write("a.txt", FERRY);
    let missing = desk.check(&["a.txt", "--baseline", "known.jsonl"]);
    assert_eq!(missing.code, Some(2));
    assert_eq!(
        missing.err,
        "mtlint: known.jsonl: no such baseline; write it with `mtlint baseline write --baseline known.jsonl PATH`\n"
    );
    desk.write("known.jsonl", "{\"v\":1,\"path\":\"a.txt\"}\n");
    let malformed = desk.check(&["a.txt", "--baseline", "known.jsonl"]);
    assert_eq!(malformed.code, Some(2));
    assert!(malformed.err.contains("known.jsonl: not a baseline: line 1: missing field"), "{}", malformed.err);
    assert!(malformed.err.contains("write it anew with"), "{}", malformed.err);
}

#[test]
fn a_baseline_is_pruned_and_shown() {
    let desk = Desk::new();
    desk.write("mtlint.toml", CONFIG).write("a.txt", FERRY).write("b.txt", SCHOOL);
    desk.run(&["baseline", "write", "."]);
    desk.write("a.txt", &FERRY.replace(" he said the boats", " The boats"));
    let pruned = desk.run(&["baseline", "prune", "."]);
    assert_eq!(pruned.out, "pruned mtlint-baseline.jsonl: 1 finding taken out, 1 left\n", "{}", pruned.err);
    let shown = desk.run(&["baseline", "show"]);
    assert_eq!(shown.out, "mtlint-baseline.jsonl: 1 finding in 1 file\n      1  agency-name\n");
    // What is not looked at stays.
    assert!(desk.run(&["baseline", "prune", "a.txt"]).out.contains("0 findings taken out, 1 left"));
}

#[test]
fn dismissals_in_bulk_and_those_nothing_needs() {
    let desk = Desk::new();
    desk.write("mtlint.toml", CONFIG).write("old/a.txt", FERRY).write("b.txt", SCHOOL);
    let wrong = desk.run(&["review", "dismiss", "--rule", "agency-nam", "--note", "ours"]);
    assert_eq!(
        (wrong.code, wrong.last_error()),
        (Some(2), "mtlint: no rule is called `agency-nam`; did you mean `agency-name`?")
    );
    assert_eq!(desk.run(&["review", "dismiss", "--rule", "agency-name", "--note", "house style"]).code, Some(0));
    assert_eq!(desk.check(&["."]).found(), ["old/a.txt:5 attribution-echo"]);
    assert_eq!(desk.run(&["review", "dismiss", "--document", "old/**", "--note", "archive"]).code, Some(0));
    let checked = desk.check(&["."]);
    assert_eq!((checked.found().len(), checked.code), (0, Some(0)));
    assert!(checked.err.contains("left out: 2 dismissed by reviews"), "{}", checked.err);
    let shown = desk.check(&[".", "--show-dismissed"]);
    assert_eq!(shown.code, Some(0));
    assert!(shown.out.contains("neutral agency-name dismissed (house style): "), "{}", shown.out);
    desk.write("b.txt", "Nothing to see here any more.\n");
    let unused = desk.run(&["review", "list", "--unused"]);
    assert_eq!(unused.out, "dismiss  agency-name  everywhere  (house style)\n", "{}", unused.err);
    assert_eq!(desk.run(&["review", "list"]).out.lines().count(), 2);
}

#[test]
fn a_table_with_mistakes_is_not_taken_over() {
    let desk = Desk::new();
    desk.write("t.csv", "rule;text;sentence_text;decision\na;x;X.;dismiss\na;x;X.;perhaps\n");
    let ran = desk.run(&["review", "import", "t.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("t.csv: row 3: `perhaps` is no decision; write accept, dismiss or fixed"), "{}", ran.err);
    assert!(!desk.path().join("mtlint-reviews.jsonl").exists());
}

#[test]
fn comments_in_articles() {
    let desk = Desk::new();
    desk.write("mtlint.toml", CONFIG);
    let bad = "“We won,” he said. he said on Friday.";
    desk.write("a.md", &format!("# Title\n\n<!-- mtlint-disable-next-line attribution-echo -->\n{bad}\n\n{bad}\n"));
    desk.write("b.txt", &format!("mtlint-disable attribution-echo: a poem\n{bad}\nmtlint-enable\n{bad}\n"));
    desk.write("c.md", "<!-- mtlint-allow-file agency-name: no such name -->\n\nAll is well in the town.\n");
    let checked = desk.check(&["."]);
    assert_eq!(checked.found(), ["a.md:6 attribution-echo", "b.txt:4 attribution-echo"]);
    assert!(
        checked.err.contains("c.md:1: this comment lets nothing of agency-name pass; delete it"),
        "{}",
        checked.err
    );
    // A line that speaks to mtlint is no part of the article.
    let words = desk.run(&["check", "b.txt", "--format", "csv", "--rows", "articles"]).out;
    assert!(words.contains(",en,16,4,"), "{words}");
}

#[test]
fn command_line_then_file_then_environment() {
    let desk = Desk::new();
    desk.write("a.txt", FERRY).write("mtlint.toml", CONFIG);
    let with = |args: &[&str], variable: Option<&str>| {
        let mut command = desk.command(&[&["check", "a.txt", "--format", "compact"], args].concat());
        if let Some(value) = variable {
            command.env("MTLINT_FAIL_ON", value);
        }
        Ran::of(command.output().expect("mtlint runs"))
    };
    assert_eq!(with(&[], Some("critical")).code, Some(0));
    desk.write("mtlint.toml", &format!("{CONFIG}fail-on = \"major\"\n"));
    let ran = with(&[], Some("critical"));
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.last_error(), "mtlint: failed: 1 finding is major or worse (fail-on = major, mtlint.toml:2)");
    assert_eq!(with(&["--fail-on", "critical"], Some("minor")).code, Some(0));
    let wrong = with(&[], Some("serious"));
    assert_eq!(
        (wrong.code, wrong.last_error().starts_with("mtlint: MTLINT_FAIL_ON: `serious` is not a severity")),
        (Some(2), true)
    );
    // Found upwards from the articles, not only from here.
    desk.write("deep/below/a.txt", FERRY);
    let below =
        Ran::of(desk.command(&["check", "a.txt"]).current_dir(desk.path().join("deep/below")).output().unwrap());
    assert!(below.last_error().ends_with("mtlint.toml:2)"), "{}", below.err);
}

#[test]
fn levels_paths_and_words() {
    let desk = Desk::new();
    desk.write("news/a.txt", FERRY).write("archive/a.txt", FERRY).write("b.txt", SCHOOL);
    desk.write(
        "mtlint.toml",
        "select = [\"attribution-echo\", \"agency-name\"]\n[rules]\n\"@style\" = \"off\"\nattribution-echo = \"critical\"\n\n[[override]]\npaths = [\"archive/**\"]\n\
         rules = { attribution-echo = \"off\" }\n\n[[allow]]\ntext = \"german press agency\"\nreason = \"its name in English\"\n",
    );
    let checked = desk.check(&["."]);
    assert_eq!(checked.found(), ["news/a.txt:5 attribution-echo"]);
    assert!(checked.out.contains("critical attribution-echo"));
    assert!(checked.err.contains("1 right here by mtlint.toml"), "{}", checked.err);
    let shown = desk.run(&["config", "show", "--profile", "strict"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    for line in
        ["profile = \"strict\"", "--profile", "fail-on = \"minor\"", "profile strict", "mtlint.toml:4", "[[allow]]"]
    {
        assert!(shown.out.contains(line), "{line}: {}", shown.out);
    }
}

#[test]
fn an_override_says_the_language() {
    let desk = Desk::new();
    desk.write("a/a.txt", FERRY).write("b/a.txt", FERRY);
    desk.write("mtlint.toml", "lang = \"de\"\n[[override]]\npaths = [\"a/**\"]\nlang = \"en\"\n");
    let languages = |args: &[&str]| -> Vec<String> {
        let ran = desk.run(&[&["check", ".", "--format", "csv", "--rows", "articles"], args].concat());
        csv::Reader::from_reader(ran.out.as_bytes()).records().map(|r| r.unwrap()[3].to_owned()).collect()
    };
    assert_eq!(languages(&[]), ["en", "de"]);
    assert_eq!(languages(&["--lang", "fr"]), ["fr", "fr"]);
}

#[test]
fn mistakes_in_the_configuration_have_a_place_and_a_remedy() {
    let desk = Desk::new();
    desk.write("a.txt", FERRY);
    for (text, message, help) in [
        ("fail_on = \"minor\"\n", "there is no key `fail_on`", "did you mean `fail-on`?"),
        (
            "[rules]\n\"attribution-ecko\" = \"off\"\n",
            "no rule is called `attribution-ecko`",
            "did you mean `attribution-echo`?",
        ),
        ("[rules]\n\"attribution-echo\" = \"of\"\n", "`of` is not a level of a rule", "did you mean `off`?"),
        ("select = [\"attribution-ecko\"]\n", "mtlint.toml:1: no rule is called", "did you mean `attribution-echo`?"),
        ("profile = news\n", "mtlint.toml:1", "a text stands in quotation marks: \"news\""),
        ("profile = \"newz\"\n", "`newz` is not a profile", "did you mean `news`?"),
        ("[[allow]]\ntext = \"x\"\nreason = \"\"\n", "the reason is empty", "say why"),
        ("min-score = 101\n", "101 is no score", "between 0 and 100"),
        ("[[override]]\npaths = [\"[\"]\n", "`[` is not a glob", "archive/**"),
    ] {
        desk.write("mtlint.toml", text);
        let ran = desk.check(&["a.txt"]);
        assert_eq!(ran.code, Some(2), "{text}");
        for part in [message, help, "mtlint.toml:"] {
            assert!(ran.err.contains(part), "{text} {part}: {}", ran.err);
        }
    }
}

#[test]
fn profiles_differ() {
    let desk = Desk::new();
    desk.write(
        "a.txt",
        "Read also: Five river crossings that are worth a detour\n\nThe river rose again on Monday night.\n",
    );
    let code = |profile: &str| desk.check(&["a.txt", "--profile", profile]).code;
    assert_eq!((code("news"), code("strict"), code("web")), (Some(0), Some(1), Some(0)));
    let minor = |profile: &str| desk.check(&["a.txt", "--profile", profile, "--fail-on", "minor"]).code;
    assert_eq!((minor("news"), minor("web")), (Some(1), Some(0)), "page furniture is neutral on the web");
}

#[test]
fn gates_say_why() {
    let desk = Desk::new();
    desk.write("mtlint.toml", CONFIG).write("a.txt", FERRY);
    let reason = |args: &[&str]| {
        let ran = desk.check(&[&["a.txt"], args].concat());
        (ran.code, ran.last_error().to_owned())
    };
    assert_eq!(reason(&["--fail-on", "never"]), (Some(0), String::new()));
    let low = reason(&["--fail-on", "never", "--min-score", "50"]);
    assert_eq!(low, (Some(1), "mtlint: failed: a.txt scores 0.0 (min-score = 50, --min-score)".into()));
    let dense = reason(&["--fail-on", "never", "--max-per-1000", "1"]);
    assert!(dense.1.starts_with("mtlint: failed: all articles together have "), "{}", dense.1);
    assert_eq!(reason(&["--fail-on", "never", "--max-per-1000", "500"]).0, Some(0));
    let alone = reason(&["--max-new", "0"]);
    assert_eq!(alone.0, Some(2), "{}", alone.1);
    desk.write("known.jsonl", "");
    assert_eq!(reason(&["--baseline", "known.jsonl", "--max-new", "1"]).0, Some(0));
    let new = reason(&["--baseline", "known.jsonl", "--max-new", "0"]);
    assert_eq!(new, (Some(1), "mtlint: failed: 1 new finding is major or worse (max-new = 0, --max-new)".into()));
}

#[test]
fn only_what_changed() {
    let desk = Desk::repository();
    desk.write("mtlint.toml", CONFIG).write("a.txt", FERRY).write("b.txt", SCHOOL);
    desk.commit("Articles");
    let found = |how: &str| {
        let ran = desk.check(&[".", "--since", "main", "--changed", how]);
        assert_ne!(ran.code, Some(2), "{}", ran.err);
        ran.found()
    };
    for how in ["lines", "sentences", "files"] {
        assert!(found(how).is_empty(), "{how}");
    }
    // A line before the finding; the finding itself did not change.
    desk.git(&["switch", "--quiet", "--create", "change"]);
    desk.write("a.txt", &FERRY.replace("stops in winter", "stops in autumn"));
    assert!(found("lines").is_empty() && found("sentences").is_empty());
    assert_eq!(found("files"), ["a.txt:5 attribution-echo"]);
    // Put on another line: the line is new, the sentence is not.
    desk.write("a.txt", &FERRY.replace("rain.\n\n“", "rain. “"));
    assert_eq!(found("lines"), ["a.txt:3 attribution-echo"]);
    assert!(found("sentences").is_empty());
    // Edited: both are new.
    desk.write("a.txt", &FERRY.replace("wait for the water", "wait for less water"));
    assert_eq!(found("lines"), ["a.txt:5 attribution-echo"]);
    assert_eq!(found("sentences"), ["a.txt:5 attribution-echo"]);
    // Moved without git's knowledge, and a new file with an odd name.
    desk.write("a.txt", FERRY);
    fs::rename(desk.path().join("b.txt"), desk.path().join("c.txt")).unwrap();
    desk.write("d \"ü\".txt", FERRY.replace("We will", "They will").as_str());
    assert_eq!(found("sentences"), ["d \"ü\".txt:5 attribution-echo"]);
    desk.commit("Move and add");
    assert_eq!(found("lines"), ["d \"ü\".txt:5 attribution-echo"]);
    // What happened on the other branch since is not this branch's.
    desk.git(&["switch", "--quiet", "main"]);
    desk.write("a.txt", "All is well in the town again.\n");
    desk.commit("Mend");
    desk.git(&["switch", "--quiet", "change"]);
    assert_eq!(found("files"), ["c.txt:5 agency-name", "d \"ü\".txt:5 attribution-echo"]);
}

#[test]
fn history_needs_git_a_repository_and_a_revision() {
    let desk = Desk::repository();
    desk.write("a.txt", FERRY);
    desk.commit("An article");
    let unknown = desk.check(&["a.txt", "--since", "nowhere"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.err.starts_with("mtlint: --since nowhere: git knows no such revision; in CI, fetch it"),
        "{}",
        unknown.err
    );
    let without = desk.command(&["check", "a.txt", "--since", "main"]).env("PATH", "").output().expect("mtlint runs");
    let without = Ran::of(without);
    assert_eq!(without.code, Some(2));
    assert!(without.err.contains("the git command, which was not found; install git"), "{}", without.err);
    let outside = Desk { folder: TempDir::new().unwrap() };
    outside.write("a.txt", FERRY);
    let outside = outside.check(&["a.txt", "--since", "main"]);
    assert_eq!(outside.code, Some(2));
    assert!(outside.err.contains("is in no git repository"), "{}", outside.err);
}

#[test]
fn the_report_with_a_baseline_does_not_depend_on_threads() {
    let desk = Desk::new();
    desk.write("mtlint.toml", CONFIG);
    let article = |i: usize| FERRY.replace("three days", &format!("{i} days")).replace("boats", &format!("{i} boats"));
    for i in 0..40 {
        desk.write(&format!("a/{i}.txt"), &article(i));
    }
    desk.run(&["baseline", "write", "."]);
    fs::rename(desk.path().join("a"), desk.path().join("b")).unwrap();
    for i in 0..5 {
        desk.write(&format!("c/{i}.txt"), &article(i));
    }
    let run = |threads: &str| desk.check(&[".", "--baseline", "mtlint-baseline.jsonl", "--threads", threads]).out;
    let one = run("1");
    assert_eq!(one.lines().count(), 5);
    assert_eq!(one, run("4"));
}
