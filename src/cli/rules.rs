//! `mtlint rules`.

use super::{
    Exit,
    args::{ListFormat, RulesCommand},
    packs,
};
use crate::{
    engine::{Engine, test_rule},
    report::help,
    rule::{Lists, Rule, RuleSet, Selector, load_rule},
};
use anyhow::{Context, bail};
use serde::Serialize;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

pub(super) fn rules(command: &RulesCommand) -> anyhow::Result<Exit> {
    match command {
        RulesCommand::List { format, rules } => list(&packs::load(rules)?, *format),
        RulesCommand::Explain { id, rules } => explain(&packs::load(rules)?, id),
        RulesCommand::Test { files } => test(files),
        RulesCommand::New { id, dir } => new(id, dir),
    }
}

/// A rule as `rules list --format json` gives it.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    category: String,
    severity: &'a str,
    status: &'a str,
    langs: Vec<String>,
    kind: &'a str,
}

fn languages(rule: &Rule) -> Vec<String> {
    let not = rule.not_langs.iter().map(|l| format!("!{l}"));
    rule.langs.iter().map(ToString::to_string).chain(not).collect()
}

fn list(rules: &RuleSet, format: ListFormat) -> anyhow::Result<Exit> {
    let mut out = io::BufWriter::new(io::stdout());
    match format {
        ListFormat::Json => {
            let listed: Vec<Listed<'_>> = rules
                .iter()
                .map(|(_, rule)| Listed {
                    id: &rule.id,
                    title: &rule.title,
                    category: rule.category.to_string(),
                    severity: rule.severity.name(),
                    status: rule.status.name(),
                    langs: languages(rule),
                    kind: &rule.detect.kind,
                })
                .collect();
            serde_json::to_writer_pretty(&mut out, &listed).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        ListFormat::Text => {
            let width = rules.iter().map(|(_, rule)| rule.id.len()).max().unwrap_or(0);
            for (_, rule) in rules.iter() {
                let langs = languages(rule);
                let langs = if langs.is_empty() { "all".to_owned() } else { langs.join(",") };
                writeln!(
                    out,
                    "{:width$}  {:8}  {:12}  {:5}  {}",
                    rule.id,
                    rule.severity,
                    rule.status.name(),
                    langs,
                    rule.title
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn explain(rules: &RuleSet, id: &str) -> anyhow::Result<Exit> {
    let Selector::Rule(found) = rules.selector(id).map_err(anyhow::Error::msg)? else {
        bail!("{id}: explain takes the id of one rule; `mtlint rules list` shows them");
    };
    let rule = rules.get(found);
    let langs = languages(rule);
    let langs = if langs.is_empty() { "all".to_owned() } else { langs.join(", ") };
    let mut out = io::BufWriter::new(io::stdout());
    writeln!(out, "# {}: {}\n", rule.id, rule.title)?;
    writeln!(
        out,
        "{} · {} · {} · languages: {} · detector: {}\n",
        rule.category,
        rule.severity,
        rule.status.name(),
        langs,
        rule.detect.kind
    )?;
    writeln!(out, "{}", help(rule))?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Runs the examples of rule files, with the lists of the binary and those beside the files.
fn test(files: &[PathBuf]) -> anyhow::Result<Exit> {
    let mut failed = 0;
    for file in files {
        let text =
            fs::read_to_string(file).with_context(|| format!("{}: cannot read this rule file", file.display()))?;
        let name = file.to_string_lossy();
        let rule = load_rule(&name, &text).map_err(|problems| packs::report(&problems))?;
        let mut lists = Lists::embedded();
        for (path, text) in packs::lists_beside(file)? {
            lists.insert(&path, &text);
        }
        let set =
            RuleSet::load([(&*name, text.as_str())].into_iter(), lists).map_err(|problems| packs::report(&problems))?;
        let Some(id) = set.find(&rule.id) else { continue };
        Engine::new(set.clone(), set.select(&[Selector::Rule(id)], &[]))
            .map_err(|problems| packs::report(&problems))?;
        let failures = test_rule(&set, id).map_err(|problems| packs::report(&problems))?;
        let count = rule.examples().len();
        let examples = if count == 1 { "example" } else { "examples" };
        let mut out = io::stdout();
        if failures.is_empty() && count > 0 {
            writeln!(out, "ok      {}: {count} {examples}", rule.id)?;
        } else {
            failed += 1;
            let why = if count == 0 {
                "a rule needs examples".to_owned()
            } else {
                format!("{} of {count} {examples}", failures.len())
            };
            writeln!(out, "FAILED  {}: {why}", rule.id)?;
        }
        for failure in failures {
            writeln!(out, "{failure}")?;
        }
    }
    Ok(if failed > 0 { Exit::Findings } else { Exit::Clean })
}

fn new(id: &str, dir: &Path) -> anyhow::Result<Exit> {
    let name = id.rsplit('/').next().unwrap_or(id);
    let path = dir.join(format!("{name}.toml"));
    let text = include_str!("skeleton.toml").replace("{id}", id);
    load_rule(&path.to_string_lossy(), &text).map_err(|problems| packs::report(&problems))?;
    let mut file =
        fs::File::create_new(&path).with_context(|| format!("{}: cannot write this file", path.display()))?;
    file.write_all(text.as_bytes())?;
    let mut out = io::stdout();
    writeln!(out, "wrote {}; edit it, then run: mtlint rules test {}", path.display(), path.display())?;
    Ok(Exit::Clean)
}
