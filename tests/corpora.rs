//! Precision and recall of every rule on the labelled articles of `corpora/`, and quiet on the clean ones.
//!
//! The result is `corpora/scores.csv`, which is part of the repository: a change of a rule shows there.
//! `SNAPSHOTS=overwrite cargo test --test corpora` writes it anew.

use mtlint::{
    Checked, Engine, RuleSet, Severity,
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
    labels: Vec<Label>,
}

/// A place that an editor would mark.
#[derive(Deserialize)]
struct Label {
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

#[derive(Default)]
struct Tally {
    labels: u32,
    found: u32,
    /// Findings on a label of this rule.
    right: u32,
    /// Findings on a label of another rule only.
    near: u32,
    /// Findings where nothing is labelled.
    wrong: u32,
    clean: u32,
}

fn corpus(name: &str) -> Vec<Article> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).collect()
}

fn check(engine: &Engine, article: &Article) -> Checked {
    let lang = Lang::parse(&article.lang).expect("labelled articles name their language");
    engine.check(text_document(&article.text, Some(&article.title), lang))
}

/// Where a label lies in the checked text.
fn place(checked: &Checked, article: &Article, label: &Label) -> Span {
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

fn measure() -> (BTreeMap<String, Tally>, Vec<String>) {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    let engine = Engine::new(rules, on).expect("the rules compile");
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (_, rule) in engine.rules().iter() {
        tallies.entry(rule.id.to_string()).or_default();
    }
    let mut notes = Vec::new();
    for article in corpus("gold/articles.jsonl") {
        let checked = check(&engine, &article);
        let spans: Vec<Span> = article.labels.iter().map(|label| place(&checked, &article, label)).collect();
        let fits = |label: &Label, rule: &str| label.rule == rule || label.or.iter().any(|o| o == rule);
        for (label, span) in article.labels.iter().zip(&spans) {
            let tally = tallies.entry(label.rule.clone()).or_default();
            tally.labels += 1;
            let found =
                checked.findings.iter().any(|f| f.span.overlaps(*span) && fits(label, &engine.rules().get(f.rule).id));
            tally.found += u32::from(found);
            if !found {
                notes.push(format!("missed {} in {}: “{}”", label.rule, article.id, label.text));
            }
        }
        for finding in &checked.findings {
            let rule = &engine.rules().get(finding.rule).id;
            let touched = || article.labels.iter().zip(&spans).filter(|(_, span)| finding.span.overlaps(**span));
            let tally = tallies.entry(rule.to_string()).or_default();
            if touched().any(|(label, _)| fits(label, rule)) {
                tally.right += 1;
            } else if touched().next().is_some() {
                tally.near += 1;
            } else {
                tally.wrong += 1;
                notes.push(format!(
                    "alarm {rule} in {}: “{}”",
                    article.id,
                    checked.document.target.slice(finding.span)
                ));
            }
        }
    }
    for article in corpus("clean/articles.jsonl") {
        let checked = check(&engine, &article);
        for finding in checked.findings.iter().filter(|f| f.severity >= Severity::Minor) {
            let rule = &engine.rules().get(finding.rule).id;
            tallies.entry(rule.to_string()).or_default().clean += 1;
            notes.push(format!(
                "false alarm {rule} in {}: “{}”",
                article.id,
                checked.document.target.slice(finding.span)
            ));
        }
    }
    (tallies, notes)
}

fn ratio(part: u32, whole: u32) -> String {
    if whole == 0 { String::new() } else { format!("{:.2}", f64::from(part) / f64::from(whole)) }
}

#[test]
#[expect(clippy::print_stdout, reason = "the notes are for whoever sets MTLINT_NOTES")]
fn scores_are_those_in_the_file_and_clean_articles_stay_quiet() {
    let (tallies, notes) = measure();
    let rules = RuleSet::embedded().expect("the rules load");
    let mut csv = "rule,status,labels,found,recall,right,other_label,wrong,precision,clean_alarms\n".to_owned();
    let mut sum = Tally::default();
    for (rule, t) in &tallies {
        let status = rules.find(rule).map_or("none", |id| rules.get(id).status.name());
        let (recall, precision) = (ratio(t.found, t.labels), ratio(t.right, t.right + t.wrong));
        let _ = writeln!(
            csv,
            "{rule},{status},{},{},{recall},{},{},{},{precision},{}",
            t.labels, t.found, t.right, t.near, t.wrong, t.clean
        );
        sum.labels += t.labels;
        sum.found += t.found;
        sum.right += t.right;
        sum.near += t.near;
        sum.wrong += t.wrong;
        sum.clean += t.clean;
    }
    let (recall, precision) = (ratio(sum.found, sum.labels), ratio(sum.right, sum.right + sum.wrong));
    let _ = writeln!(
        csv,
        "all,,{},{},{recall},{},{},{},{precision},{}",
        sum.labels, sum.found, sum.right, sum.near, sum.wrong, sum.clean
    );
    if std::env::var("MTLINT_NOTES").is_ok() {
        println!("{}", notes.join("\n"));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora/scores.csv");
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        fs::write(&path, &csv).expect("corpora is writable");
    }
    assert_eq!(sum.clean, 0, "clean articles raise alarms:\n{}", notes.join("\n"));
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(csv, written, "corpora/scores.csv is stale; run: SNAPSHOTS=overwrite cargo test --test corpora");
}
