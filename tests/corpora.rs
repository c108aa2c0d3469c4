//! Precision and recall of every rule on the labelled articles of `corpora/`, and quiet on the clean ones.
//!
//! The result is `corpora/scores.csv`, which is part of the repository: a change of a rule shows there, beside what
//! `corpora/evidence.csv` says of the rule on real text. `SNAPSHOTS=overwrite cargo test --test corpora` writes it anew.

use mtlint::{
    Checked, Engine, RuleSet, Severity,
    engine::{Evaluation, Label, Ratio, Tally},
    model::{Lang, Span},
    rule::Status,
    text::text_document,
};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

#[derive(Deserialize)]
struct Article {
    id: String,
    title: String,
    lang: String,
    text: String,
    labels: Vec<Written>,
}

/// A place that an editor would mark.
#[derive(Deserialize)]
struct Written {
    rule: String,
    text: String,
    #[serde(default = "first")]
    nth: usize,
    /// Where the text is looked for: the article's text, or its `title`.
    #[serde(rename = "in", default)]
    place: String,
    /// Other rules that may report the place as well.
    #[serde(default)]
    or: Vec<String>,
}

fn first() -> usize {
    1
}

/// The articles of every `*.jsonl` in a folder of `corpora/`, by the name of the file.
fn corpus(folder: &str) -> BTreeMap<String, Vec<Article>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora").join(folder);
    let read = |path: PathBuf| -> (String, Vec<Article>) {
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let article =
            |(i, line)| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}:{}: {e}", path.display(), i + 1));
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        (name, text.lines().enumerate().map(article).collect())
    };
    fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .map(read)
        .collect()
}

/// The part of the labels in a file of `corpora/gold` that has to be found. What an engine really leaves behind is found
/// less often than damage written by hand.
fn least_recall(file: &str) -> f64 {
    match file {
        "apertium" => 0.55,
        "pages" => 0.93,
        _ => 0.96,
    }
}

/// The part of the findings on labelled text that has to be right.
const LEAST_PRECISION: f64 = 0.97;

/// What is known of a rule from real text.
#[derive(Deserialize)]
struct Evidence {
    rule: String,
    /// Hits on edited English, on translations by people, on raw machine output.
    clean: u32,
    human: u32,
    machine: u32,
    /// Hits that somebody read, and how many of them were right.
    judged: u32,
    right: u32,
}

fn evidence() -> BTreeMap<String, Evidence> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora/evidence.csv");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [rule, numbers @ ..] = &cells[..] else { panic!("empty row") };
        let numbers: Vec<u32> = numbers.iter().map(|n| n.parse().unwrap_or_else(|e| panic!("{line}: {e}"))).collect();
        let [clean, human, machine, judged, right] = numbers[..] else { panic!("{line}: six columns are needed") };
        (rule.to_string(), Evidence { rule: rule.to_string(), clean, human, machine, judged, right })
    };
    text.lines().skip(1).map(row).collect()
}

fn check(engine: &Engine, article: &Article) -> Checked {
    let lang = Lang::parse(&article.lang).expect("labelled articles name their language");
    engine.check(text_document(&article.text, Some(&article.title), lang))
}

/// Where a label lies in the checked text.
fn place(checked: &Checked, article: &Article, label: &Written) -> Span {
    let content = checked.document.target.content();
    let body = content.len() - article.text.len();
    let (start, part) =
        if label.place == "title" { (0, article.title.as_str()) } else { (body, article.text.as_str()) };
    let (at, found) = part
        .match_indices(&label.text)
        .nth(label.nth - 1)
        .unwrap_or_else(|| panic!("{}: no “{}”", article.id, label.text));
    Span::new((start + at) as u32, (start + at + found.len()) as u32)
}

/// What the labelled and the clean articles show.
#[derive(Default)]
struct Measured {
    /// Counts by file of `corpora/gold`.
    files: BTreeMap<String, Evaluation>,
    /// All of them together.
    all: Evaluation,
    /// Alarms on clean articles by rule.
    clean: BTreeMap<String, u32>,
    /// A line for each miss and alarm.
    notes: Vec<String>,
}

fn measure(engine: &Engine) -> Measured {
    let rules = engine.rules();
    let mut measured = Measured::default();
    for (file, articles) in corpus("gold") {
        let mut counts = Evaluation::default();
        for article in articles {
            let checked = check(engine, &article);
            let label =
                |w: &Written| Label { span: place(&checked, &article, w), rule: w.rule.clone(), or: w.or.clone() };
            let labels: Vec<Label> = article.labels.iter().map(label).collect();
            let id = &article.id;
            for label in &labels {
                if !checked.findings.iter().any(|f| f.span.overlaps(label.span) && label.fits(&rules.get(f.rule).id)) {
                    let text = checked.document.target.slice(label.span);
                    measured.notes.push(format!("missed {} in {id}: “{text}”", label.rule));
                }
            }
            for finding in checked.findings.iter().filter(|f| !labels.iter().any(|l| l.span.overlaps(f.span))) {
                let text = checked.document.target.slice(finding.span);
                measured.notes.push(format!("alarm {} in {id}: “{text}”", rules.get(finding.rule).id));
            }
            counts.add(&Evaluation::of(rules, &checked, &labels));
        }
        measured.all.add(&counts);
        measured.files.insert(file, counts);
    }
    for article in corpus("clean").into_values().flatten() {
        let checked = check(engine, &article);
        for finding in checked.findings.iter().filter(|f| f.severity >= Severity::Minor) {
            let (rule, text) = (rules.get(finding.rule).id.to_string(), checked.document.target.slice(finding.span));
            measured.notes.push(format!("false alarm {rule} in {}: “{text}”", article.id));
            *measured.clean.entry(rule).or_default() += 1;
        }
    }
    measured
}

/// The table of `corpora/scores.csv`.
fn table(rules: &RuleSet, measured: &Measured, evidence: &BTreeMap<String, Evidence>) -> String {
    let ratio = |r: Option<Ratio>| r.map_or(String::new(), |r| format!("{:.2}", r.value));
    let mut csv = "rule,status,labels,found,recall,right,other_label,wrong,precision,clean_alarms,\
        real_clean,real_human,real_machine,judged,judged_right\n"
        .to_owned();
    let mut row = |id: &str, status: &str, t: Tally, alarms: u32, real: &str| {
        let (recall, precision) = (ratio(t.recall()), ratio(t.precision()));
        let Tally { labels, found, right, near, wrong } = t;
        let counts = format!("{labels},{found},{recall},{right},{near},{wrong},{precision},{alarms}");
        let _ = writeln!(csv, "{id},{status},{counts},{real}");
    };
    for (_, rule) in rules.iter() {
        let counts = measured.all.rules.get(&*rule.id).copied().unwrap_or_default();
        let real = evidence
            .get(&*rule.id)
            .map_or(",,,,".to_owned(), |e| format!("{},{},{},{},{}", e.clean, e.human, e.machine, e.judged, e.right));
        row(&rule.id, rule.status.name(), counts, measured.clean.get(&*rule.id).copied().unwrap_or(0), &real);
    }
    let sum = |part: fn(&Evidence) -> u32| evidence.values().map(part).sum::<u32>();
    let real = [sum(|e| e.clean), sum(|e| e.human), sum(|e| e.machine), sum(|e| e.judged), sum(|e| e.right)];
    let real = real.map(|n| n.to_string()).join(",");
    row("all", "", measured.all.all(), measured.clean.values().sum(), &real);
    csv
}

fn engine() -> Engine {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    Engine::new(rules, on).expect("the rules compile")
}

#[test]
#[expect(clippy::print_stdout, reason = "the notes are for whoever sets MTLINT_NOTES")]
fn scores_are_those_in_the_file_and_clean_articles_stay_quiet() {
    let engine = engine();
    let measured = measure(&engine);
    let csv = table(engine.rules(), &measured, &evidence());
    let notes = measured.notes.join("\n");
    if std::env::var("MTLINT_NOTES").is_ok() {
        println!("{notes}");
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora/scores.csv");
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        fs::write(&path, &csv).expect("corpora is writable");
    }
    assert!(measured.clean.is_empty(), "clean articles raise alarms:\n{notes}");
    for (file, counts) in &measured.files {
        let (recall, precision) = (counts.all().recall(), counts.all().precision());
        let (recall, precision) = (recall.map_or(1.0, |r| r.value), precision.map_or(1.0, |r| r.value));
        assert!(recall >= least_recall(file), "recall on gold/{file}.jsonl is only {recall:.3}:\n{notes}");
        assert!(precision >= LEAST_PRECISION, "precision on gold/{file}.jsonl is only {precision:.3}:\n{notes}");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(csv, written, "corpora/scores.csv is stale; run: SNAPSHOTS=overwrite cargo test --test corpora");
}

/// A rule that is on by default has been counted on real text, and nine of ten hits that were read are right. A few hits
/// show nothing.
#[test]
fn every_stable_rule_has_its_evidence() {
    const FEW: u32 = 10;
    let (engine, evidence) = (engine(), evidence());
    let rules = engine.rules();
    for (_, rule) in rules.iter().filter(|(_, rule)| rule.status == Status::Stable) {
        let Some(found) = evidence.get(&*rule.id) else { panic!("{}: no row in corpora/evidence.csv", rule.id) };
        assert!(found.right <= found.judged, "{}: more right than judged", rule.id);
        assert!(
            found.judged < FEW || found.right * 10 >= found.judged * 9,
            "{}: stable, but right only {} of {} times",
            rule.id,
            found.right,
            found.judged
        );
    }
    for row in evidence.values() {
        assert!(rules.iter().any(|(_, rule)| *rule.id == *row.rule), "there is no rule {}", row.rule);
    }
}
