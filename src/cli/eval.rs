//! `mtlint eval`: precision and recall on labelled articles.

use super::{
    Exit,
    args::{EvalArgs, EvalFormat},
    packs,
};
use crate::{
    engine::{Engine, Evaluation, Label, Ratio, Tally},
    model::{Lang, Span},
    text::text_document,
};
use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};

/// A labelled article: a line of the file.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    text: String,
    #[serde(default, alias = "spans")]
    labels: Vec<Written>,
}

/// A label as written: by its text, or by its place.
#[derive(Deserialize)]
struct Written {
    /// The rule that should report it; without one, any may.
    #[serde(default)]
    rule: String,
    #[serde(default)]
    or: Vec<String>,
    /// Exactly what is marked …
    text: Option<String>,
    /// … and which of its occurrences, from 1.
    nth: Option<usize>,
    /// Or its first character, and one past its last, counted in characters of the text.
    start: Option<usize>,
    end: Option<usize>,
    /// `title` where the label lies in the title.
    #[serde(rename = "in", default)]
    place: String,
}

pub(super) fn eval(args: &EvalArgs) -> anyhow::Result<Exit> {
    let rules = packs::load(&args.choice.rules)?;
    let selection = packs::select(&rules, &args.choice.select, &args.choice.ignore)?;
    let engine = Engine::new(rules, selection.clone()).map_err(|problems| packs::report(&problems))?;
    let mut counts = Evaluation::default();
    for file in &args.files {
        counts.add(&measure(&engine, file)?);
    }
    if !args.choice.select.is_empty() || !args.choice.ignore.is_empty() {
        let chosen = engine.rules().iter().filter(|(id, _)| selection.has(*id)).map(|(_, rule)| &*rule.id);
        counts.only(chosen);
    }
    let mut out = io::BufWriter::new(io::stdout());
    match args.format {
        EvalFormat::Text => table(&counts, &mut out)?,
        EvalFormat::Csv => csv(&counts, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn measure(engine: &Engine, file: &Path) -> anyhow::Result<Evaluation> {
    let text = fs::read_to_string(file).with_context(|| format!("{}: cannot read this file", file.display()))?;
    let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        bail!("{}: no record in it; a labelled article a line is expected", file.display());
    }
    let one = |&(index, line): &(usize, &str)| {
        article(engine, line).with_context(|| format!("{}:{}", file.display(), index + 1))
    };
    let parts: Vec<Evaluation> = lines.par_iter().map(one).collect::<anyhow::Result<_>>()?;
    let mut counts = Evaluation::default();
    for part in &parts {
        counts.add(part);
    }
    Ok(counts)
}

fn article(engine: &Engine, line: &str) -> anyhow::Result<Evaluation> {
    let record: Record =
        serde_json::from_str(line).context("not a labelled article: `text` and `labels` are expected")?;
    let lang = record.lang.as_deref().and_then(Lang::parse).unwrap_or(Lang::EN);
    let checked = engine.check(text_document(&record.text, record.title.as_deref(), lang));
    let body = checked.document.target.content().len() - record.text.len();
    let place = |label: &Written| -> anyhow::Result<Label> {
        let (from, part) = match (&record.title, label.place.as_str()) {
            (Some(title), "title") => (0, title.as_str()),
            _ => (body, record.text.as_str()),
        };
        let range = find(part, label)?;
        if !label.rule.is_empty() && engine.rules().find(&label.rule).is_none() {
            bail!("the label names `{}`, which is no rule; `mtlint rules list` shows them all", label.rule);
        }
        let span = Span::new((from + range.start) as u32, (from + range.end) as u32);
        Ok(Label { span, rule: label.rule.clone(), or: label.or.clone() })
    };
    let labels = record.labels.iter().map(place).collect::<anyhow::Result<Vec<Label>>>()?;
    Ok(Evaluation::of(engine.rules(), &checked, &labels))
}

/// Bytes of a label in its part of the article.
fn find(part: &str, label: &Written) -> anyhow::Result<std::ops::Range<usize>> {
    if let Some(text) = &label.text {
        let nth = label.nth.unwrap_or(1).max(1);
        let (at, found) = part
            .match_indices(text.as_str())
            .nth(nth - 1)
            .ok_or_else(|| anyhow!("the text does not hold “{text}” {nth} times; copy the label letter by letter"))?;
        return Ok(at..at + found.len());
    }
    let (Some(start), Some(end)) = (label.start, label.end) else {
        bail!("a label needs `text`, or `start` and `end` in characters");
    };
    let byte = |n: usize| part.char_indices().map(|(i, _)| i).chain([part.len()]).nth(n);
    match (byte(start), byte(end)) {
        (Some(start), Some(end)) if start <= end => Ok(start..end),
        _ => bail!("the label {start}..{end} lies outside the text"),
    }
}

fn table(counts: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let width = counts.rules.keys().map(String::len).max().unwrap_or(0).max(4);
    writeln!(out, "{:width$}  labels  found  right  other  wrong  precision (95 %)    recall (95 %)       F1", "rule")?;
    for (rule, tally) in counts.rules.iter().map(|(r, t)| (r.as_str(), *t)).chain([("all", counts.all())]) {
        let name = if rule.is_empty() { "(any)" } else { rule };
        let f1 = tally.f1().map_or(String::new(), |f| format!("{f:.2}"));
        let row = format!(
            "{name:width$}  {:6}  {:5}  {:5}  {:5}  {:5}  {:18}  {:18}  {f1}",
            tally.labels,
            tally.found,
            tally.right,
            tally.near,
            tally.wrong,
            interval(tally.precision()),
            interval(tally.recall()),
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    writeln!(
        out,
        "\n{} articles, {} sentences; {:.2} alarms per 1,000 sentences (minor or above, nothing labelled)",
        counts.articles,
        counts.sentences,
        counts.alarms_per_1000()
    )
}

fn interval(ratio: Option<Ratio>) -> String {
    ratio.map_or(String::new(), |r| format!("{:.2} ({:.2}–{:.2})", r.value, r.low, r.high))
}

fn csv(counts: &Evaluation, out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "rule",
        "labels",
        "found",
        "right",
        "other_label",
        "wrong",
        "precision",
        "precision_low",
        "precision_high",
        "recall",
        "recall_low",
        "recall_high",
        "f1",
    ])?;
    let all: BTreeMap<&str, Tally> = counts.rules.iter().map(|(r, t)| (r.as_str(), *t)).collect();
    for (rule, tally) in all.into_iter().chain([("all", counts.all())]) {
        let mut row = vec![rule.to_owned()];
        row.extend([tally.labels, tally.found, tally.right, tally.near, tally.wrong].map(|n| n.to_string()));
        for ratio in [tally.precision(), tally.recall()] {
            row.extend(
                ratio.map_or([const { String::new() }; 3], |r| [r.value, r.low, r.high].map(|v| format!("{v:.3}"))),
            );
        }
        row.push(tally.f1().map_or(String::new(), |f| format!("{f:.3}")));
        table.write_record(&row)?;
    }
    table.flush()?;
    Ok(())
}
