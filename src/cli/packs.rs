//! Rules from the binary and from folders of the user's.

use crate::rule::{RuleProblem, RuleSet, Selection, Selector};
use anyhow::{Context, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rules of the binary and of the folders.
pub(super) fn load(folders: &[PathBuf]) -> anyhow::Result<RuleSet> {
    let (mut rules, mut lists) = (Vec::new(), Vec::new());
    for folder in folders {
        let before = rules.len();
        collect(folder, &mut rules, &mut lists)?;
        if rules.len() == before {
            bail!("{}: no rule (*.toml) in this folder; check --rules", folder.display());
        }
    }
    RuleSet::with_packs(&rules, &lists).map_err(|problems| report(&problems))
}

/// Which rules are on, by the words of the command line.
pub(super) fn select(rules: &RuleSet, select: &[String], ignore: &[String]) -> anyhow::Result<Selection> {
    Ok(rules.select(&selectors(rules, select)?, &selectors(rules, ignore)?))
}

/// What names of rules and categories stand for.
pub(super) fn selectors(rules: &RuleSet, names: &[String]) -> anyhow::Result<Vec<Selector>> {
    names.iter().map(|name| rules.selector(name.trim()).map_err(anyhow::Error::msg)).collect()
}

/// Draws problems and makes the error that ends the command.
pub(super) fn report(problems: &[RuleProblem]) -> anyhow::Error {
    for problem in problems {
        anstream::eprintln!("{}", crate::report::draw_problem(problem));
    }
    let files: std::collections::BTreeSet<_> = problems.iter().map(|p| &p.file).collect();
    anyhow::anyhow!("{} in {}", count(problems.len(), "problem"), count(files.len(), "rule file"))
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The lists in `lists/` beside a rule file or above it, as (path, text).
pub(super) fn lists_beside(file: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut lists = Vec::new();
    for folder in file.ancestors().skip(1).take(3).map(|f| f.join("lists")).filter(|f| f.is_dir()) {
        collect(&folder, &mut Vec::new(), &mut lists)?;
    }
    Ok(lists)
}

fn collect(folder: &Path, rules: &mut Vec<(String, String)>, lists: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{}: cannot read this rules folder", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.with_context(|| format!("{}: cannot read this rules folder", folder.display()))?.path());
    }
    paths.sort();
    for path in paths {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let in_lists = path.components().any(|c| c.as_os_str() == "lists");
        if path.is_dir() {
            collect(&path, rules, lists)?;
        } else if extension == "toml" && !in_lists {
            rules.push(read(&path)?);
        } else if in_lists && matches!(extension, "tsv" | "txt") {
            lists.push(read(&path)?);
        }
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<(String, String)> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot read this rule file", path.display()))?;
    Ok((path.to_string_lossy().into_owned(), text))
}
