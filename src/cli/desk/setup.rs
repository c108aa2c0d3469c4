//! From options, files and variables to an engine and a desk.

use super::{
    Desk,
    args::Only,
    find::{absolute, folder_of, shown, start, upwards},
    since::Since,
};
use crate::{
    cli::packs,
    config::{Held, Layer, Origin, Policies, Settings, environment},
    engine::Engine,
    review::{Baseline, Permit, Reviews},
    rule::{RuleProblem, RuleSet, Selection},
};
use anyhow::{Context, bail};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Name of the configuration file.
pub(in crate::cli) const CONFIG: &str = "mtlint.toml";
/// Name of the file with decisions.
pub(in crate::cli) const REVIEWS: &str = "mtlint-reviews.jsonl";
/// Name of a baseline that is given no other.
pub(in crate::cli) const BASELINE: &str = "mtlint-baseline.jsonl";

/// What holds for the articles at the paths.
pub(in crate::cli) fn settings(flags: Layer, config: Option<&Path>, paths: &[PathBuf]) -> anyhow::Result<Settings> {
    let variable = |name: &str| std::env::var(name).ok();
    let around = environment(variable).map_err(anyhow::Error::msg)?;
    let told =
        config.map(Path::to_owned).or_else(|| variable("MTLINT_CONFIG").filter(|p| !p.is_empty()).map(PathBuf::from));
    let path = match told {
        Some(path) => Some(absolute(&path)),
        None => upwards(&start(paths), CONFIG),
    };
    let Some(path) = path else {
        return Settings::resolve(flags, None, around).map_err(|problems| report(&problems));
    };
    let name = shown(&path);
    let text = fs::read_to_string(&path).with_context(|| format!("{name}: cannot read this configuration file"))?;
    Settings::resolve(flags, Some((&path, &name, &text)), around).map_err(|problems| report(&problems))
}

fn report(problems: &[RuleProblem]) -> anyhow::Error {
    for problem in problems {
        anstream::eprintln!("{}", crate::report::draw_problem(problem));
    }
    let many = if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
    anyhow::anyhow!("{many} in {}", problems.first().map_or(CONFIG, |p| &p.file))
}

/// The file with decisions: as told, else the one found upwards, which need not exist.
pub(in crate::cli) fn reviews_file(settings: &Settings, paths: &[PathBuf]) -> (PathBuf, bool) {
    if let Some(told) = &settings.reviews {
        // The configuration may name a file that the first decision will write.
        return (absolute(&told.value), matches!(told.origin, Origin::Flag(_)));
    }
    let found = upwards(&start(paths), REVIEWS);
    let beside = || settings.file.as_deref().map_or_else(|| absolute(Path::new(".")), folder_of).join(REVIEWS);
    (found.unwrap_or_else(beside), false)
}

/// Reads decisions; none where the file does not exist and need not.
pub(in crate::cli) fn read_reviews(path: &Path, must_exist: bool) -> anyhow::Result<Reviews> {
    match fs::read_to_string(path) {
        Ok(text) => Reviews::parse(&text)
            .map_err(|e| anyhow::anyhow!("{}: not a file with decisions: {e}; mend or delete the line", shown(path))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => Ok(Reviews::default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("{}: no such file with decisions; `mtlint review import` writes it", shown(path))
        }
        Err(error) => bail!("{}: cannot read this file with decisions: {}", shown(path), error.kind()),
    }
}

/// Reads a baseline.
pub(in crate::cli) fn read_baseline(path: &Path) -> anyhow::Result<Baseline> {
    let name = shown(path);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("{name}: no such baseline; write it with `mtlint baseline write --baseline {name} PATH`")
        }
        Err(error) => bail!("{name}: cannot read this baseline: {}", error.kind()),
    };
    Baseline::parse(&text).map_err(|error| {
        anyhow::anyhow!(
            "{name}: not a baseline: {error}; write it anew with `mtlint baseline write --baseline {name} PATH`"
        )
    })
}

/// Which rules are on by `select` and `ignore`.
pub(in crate::cli) fn chosen(settings: &Settings, rules: &RuleSet) -> anyhow::Result<Selection> {
    let read = |names: &Held<Vec<String>>| {
        packs::selectors(rules, &names.value).map_err(|error| anyhow::anyhow!("{}: {error}", names.origin))
    };
    Ok(rules.select(&read(&settings.select)?, &read(&settings.ignore)?))
}

/// The engine and the desk for a run.
pub(in crate::cli) fn open(settings: &Settings, only: &Only, paths: &[PathBuf]) -> anyhow::Result<(Engine, Desk)> {
    let rules = packs::load(&settings.packs.value)?;
    let chosen = chosen(settings, &rules)?;
    let policies = Policies::new(settings, &rules, chosen).map_err(|problems| report(&problems))?;
    let (path, must_exist) = reviews_file(settings, paths);
    let reviews = read_reviews(&path, must_exist)?.renamed(&rules);
    let baseline = match &settings.baseline {
        Some(told) => Some((read_baseline(&absolute(&told.value))?.renamed(&rules), folder_of(&told.value))),
        None => None,
    };
    let since = match &only.since {
        Some(revision) => Some(Since::read(&start(paths), revision, only.changed)?),
        None => None,
    };
    if settings.max_new.is_some() && baseline.is_none() && since.is_none() {
        bail!("max-new counts what was not there before; give a baseline with --baseline FILE or --since REV");
    }
    let compiled = policies.compiled(&rules);
    let permits = policies.words.iter();
    let permits = permits
        .map(|(text, reason, rule)| (Permit { text: text.clone(), reason: reason.clone() }, rule.clone()))
        .collect();
    let engine = Engine::new(rules, compiled).map_err(|problems| packs::report(&problems))?;
    let desk = Desk::new(super::Papers {
        policies,
        permits,
        folder: settings.file.as_deref().map_or_else(|| absolute(Path::new(".")), folder_of),
        reviews,
        reviews_folder: folder_of(&path),
        own: settings.baseline.iter().map(|held| absolute(&held.value)).chain([path]).collect(),
        show_dismissed: only.show_dismissed,
        baseline,
        since,
        told: [&settings.lang, &settings.source_lang]
            .map(|held| held.as_ref().is_some_and(|held| matches!(held.origin, Origin::Flag(_)))),
    });
    Ok((engine, desk))
}
