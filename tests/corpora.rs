//! Precision and recall of every rule on the labelled articles of `corpora/`, and quiet on the clean ones.
//!
//! The result is `corpora/scores.csv`, which is part of the repository: a change of a rule shows there.
//! `SNAPSHOTS=overwrite cargo test --test corpora` writes it anew.

use mtlint::{
    Checked, Engine, RuleSet, Severity,
    engine::{Evaluation, Label, Ratio},
    model::{Lang, Span},
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

/// The articles of every `*.jsonl` in a folder of `corpora/`, files in the order of their names.
fn corpus(folder: &str) -> Vec<Article> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| -> Vec<Article> {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let article =
            |(i, line)| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}:{}: {e}", path.display(), i + 1));
        text.lines().enumerate().map(article).collect()
    };
    files.iter().flat_map(read).collect()
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

/// Counts on the labelled articles, alarms by rule on the clean ones, and a line for each miss and alarm.
fn measure(engine: &Engine) -> (Evaluation, BTreeMap<String, u32>, Vec<String>) {
    let rules = engine.rules();
    let (mut counts, mut clean, mut notes) = (Evaluation::default(), BTreeMap::new(), Vec::new());
    for article in corpus("gold") {
        let checked = check(engine, &article);
        let label = |w: &Written| Label { span: place(&checked, &article, w), rule: w.rule.clone(), or: w.or.clone() };
        let labels: Vec<Label> = article.labels.iter().map(label).collect();
        for label in &labels {
            if !checked.findings.iter().any(|f| f.span.overlaps(label.span) && label.fits(&rules.get(f.rule).id)) {
                notes.push(format!(
                    "missed {} in {}: “{}”",
                    label.rule,
                    article.id,
                    checked.document.target.slice(label.span)
                ));
            }
        }
        for finding in checked.findings.iter().filter(|f| !labels.iter().any(|l| l.span.overlaps(f.span))) {
            let found = checked.document.target.slice(finding.span);
            notes.push(format!("alarm {} in {}: “{found}”", rules.get(finding.rule).id, article.id));
        }
        counts.add(&Evaluation::of(rules, &checked, &labels));
    }
    for article in corpus("clean") {
        let checked = check(engine, &article);
        for finding in checked.findings.iter().filter(|f| f.severity >= Severity::Minor) {
            let rule = rules.get(finding.rule).id.to_string();
            notes.push(format!(
                "false alarm {rule} in {}: “{}”",
                article.id,
                checked.document.target.slice(finding.span)
            ));
            *clean.entry(rule).or_default() += 1;
        }
    }
    (counts, clean, notes)
}

#[test]
#[expect(clippy::print_stdout, reason = "the notes are for whoever sets MTLINT_NOTES")]
fn scores_are_those_in_the_file_and_clean_articles_stay_quiet() {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    let engine = Engine::new(rules, on).expect("the rules compile");
    let (counts, clean, notes) = measure(&engine);
    let ratio = |r: Option<Ratio>| r.map_or(String::new(), |r| format!("{:.2}", r.value));
    let mut csv = "rule,status,labels,found,recall,right,other_label,wrong,precision,clean_alarms\n".to_owned();
    let all = counts.all();
    let of_rule = |id: &str| counts.rules.get(id).copied().unwrap_or_default();
    let rows = engine.rules().iter().map(|(_, rule)| (&*rule.id, rule.status.name(), of_rule(&rule.id)));
    for (id, status, t) in rows.chain([("all", "", all)]) {
        let alarms = if id == "all" { clean.values().sum() } else { clean.get(id).copied().unwrap_or(0) };
        let (recall, precision) = (ratio(t.recall()), ratio(t.precision()));
        let _ = writeln!(
            csv,
            "{id},{status},{},{},{recall},{},{},{},{precision},{alarms}",
            t.labels, t.found, t.right, t.near, t.wrong
        );
    }
    if std::env::var("MTLINT_NOTES").is_ok() {
        println!("{}", notes.join("\n"));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora/scores.csv");
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        fs::write(&path, &csv).expect("corpora is writable");
    }
    assert!(clean.is_empty(), "clean articles raise alarms:\n{}", notes.join("\n"));
    assert!(
        all.recall().is_some_and(|r| r.value > 0.95),
        "recall on the labelled articles fell:\n{}",
        notes.join("\n")
    );
    assert!(
        all.precision().is_some_and(|r| r.value > 0.97),
        "precision on the labelled articles fell:\n{}",
        notes.join("\n")
    );
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(csv, written, "corpora/scores.csv is stale; run: SNAPSHOTS=overwrite cargo test --test corpora");
}
