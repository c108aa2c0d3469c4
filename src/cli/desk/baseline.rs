//! `mtlint baseline`.

use super::{
    args::{BaselineArgs, BaselineCommand, BaselineFile, Only},
    find::{absolute, folder_of, relative, shown},
    setup::{self, BASELINE},
};
use crate::{
    cli::{Exit, check, output::Output},
    config::Settings,
    engine::Checked,
    report::Report,
    review::{Baseline, Content, Known},
    rule::RuleSet,
};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

pub(in crate::cli) fn baseline(args: &BaselineArgs) -> anyhow::Result<Exit> {
    match &args.command {
        BaselineCommand::Write { paths, file } => write(paths, file),
        BaselineCommand::Prune { paths, file } => prune(paths, file),
        BaselineCommand::Show { file } => show(file),
    }
}

/// Settings, and the file that they or the default name.
fn opened(file: &BaselineFile, paths: &[PathBuf]) -> anyhow::Result<(Settings, PathBuf)> {
    let settings = setup::settings(file.layer()?, file.place.config.as_deref(), paths)?;
    let path = settings.baseline.as_ref().map_or_else(|| PathBuf::from(BASELINE), |held| held.value.clone());
    Ok((settings, absolute(&path)))
}

/// Gathers findings in place of a report.
struct Gather {
    folder: PathBuf,
    found: Mutex<Vec<Known>>,
}

impl Report for Gather {
    fn document(&self, rules: &RuleSet, checked: &Checked, _out: &mut Vec<u8>) {
        let path = relative(&self.folder, &checked.document.origin.path);
        let known = checked.findings.iter().map(|f| Known::of(Content::of(rules, checked, f), path.clone()));
        // In any order: a baseline puts itself in order.
        self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(known);
    }
}

fn write(paths: &[PathBuf], file: &BaselineFile) -> anyhow::Result<Exit> {
    let (mut settings, path) = opened(file, paths)?;
    settings.baseline = None;
    settings.max_new = None;
    let gather = Gather { folder: folder_of(&path), found: Mutex::default() };
    let (engine, desk) = setup::open(&settings, &Only::default(), paths)?;
    let errors = check::silently(&engine, &desk, &settings, paths, &gather)?;
    let found = gather.found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let baseline = Baseline::new(found);
    save(&path, &baseline)?;
    let (findings, files) = baseline.size();
    writeln!(
        io::stdout(),
        "wrote {}: {} in {}",
        shown(&path),
        count(findings, "finding"),
        count(files as u64, "file")
    )?;
    Ok(if errors > 0 { Exit::Error } else { Exit::Clean })
}

fn prune(paths: &[PathBuf], file: &BaselineFile) -> anyhow::Result<Exit> {
    let (mut settings, path) = opened(file, paths)?;
    settings.max_new = None;
    settings.baseline = Some(crate::config::Held { value: path.clone(), origin: crate::config::Origin::Default });
    let (before, _) = setup::read_baseline(&path)?.size();
    let (engine, desk) = setup::open(&settings, &Only::default(), paths)?;
    let gather = Gather { folder: folder_of(&path), found: Mutex::default() };
    let errors = check::silently(&engine, &desk, &settings, paths, &gather)?;
    if errors > 0 {
        anyhow::bail!("{} was left as it is: what was not read may still need it", shown(&path));
    }
    let Some(pruned) = desk.pruned() else { return Ok(Exit::Clean) };
    save(&path, &pruned)?;
    let (after, _) = pruned.size();
    writeln!(io::stdout(), "pruned {}: {} taken out, {after} left", shown(&path), count(before - after, "finding"))?;
    Ok(Exit::Clean)
}

fn show(file: &BaselineFile) -> anyhow::Result<Exit> {
    let (_, path) = opened(file, &[])?;
    let baseline = setup::read_baseline(&path)?;
    let (findings, files) = baseline.size();
    let mut out = io::BufWriter::new(io::stdout());
    writeln!(out, "{}: {} in {}", shown(&path), count(findings, "finding"), count(files as u64, "file"))?;
    for (rule, number) in baseline.by_rule() {
        writeln!(out, "{number:7}  {rule}")?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn save(path: &Path, baseline: &Baseline) -> anyhow::Result<()> {
    let mut out = Output::open(Some(path))?;
    out.write_all(baseline.render().as_bytes())?;
    out.finish()
}

fn count(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
