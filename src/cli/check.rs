//! `mtlint check`.

use super::{
    Exit,
    args::{CheckArgs, ColorArg, FailOn, FixArg, InputFormatArg},
    feed::Feed,
    mend::Mender,
    packs,
    progress::Progress,
    reports::{self, Outputs},
    run::{self, Job},
    walk,
};
use crate::{
    engine::Engine,
    input::{Format, Limits, Options},
    model::{Applicability, Lang, Severity},
    report::Summary,
};
use anyhow::{Context, bail};
use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

pub(super) fn check(args: &CheckArgs) -> anyhow::Result<Exit> {
    set_color(args.color);
    let rules = packs::load(&args.choice.rules)?;
    let selection = packs::select(&rules, &args.choice.select, &args.choice.ignore)?;
    let engine = Engine::new(rules, selection).map_err(|problems| packs::report(&problems))?;
    let options = Options {
        lang: language("--lang", args.lang.as_deref())?,
        source_lang: language("--source-lang", args.source_lang.as_deref())?,
        text_field: args.input.text_field.as_deref(),
        source_field: args.input.source_field.as_deref(),
    };
    if let Some(min) = args.min_score
        && !(0.0..=100.0).contains(&min)
    {
        bail!("--min-score {min}: a score lies between 0 and 100");
    }
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global().context("cannot start the threads")?;
    let stop = run::stop_on_interrupt();

    let found = walk::files(&inputs(&args.paths), args.input.input_format.is_some());
    let mut errors = 0_u64;
    for error in &found.errors {
        errors += 1;
        anstream::eprintln!("mtlint: {error}");
    }
    if !args.quiet {
        say_notes(&found);
    }
    if found.files.is_empty() && errors == 0 {
        bail!(
            "no article found; the README lists the formats and the endings of their names; others want --input-format"
        );
    }

    let format = args.input.input_format.map(Format::from);
    let limits = Limits { size: args.input.max_size.max(1), ratio: args.input.max_ratio };
    if args.diff || args.fix.is_some() {
        let trust = if args.fix == Some(FixArg::Unsafe) { Applicability::Unsafe } else { Applicability::Safe };
        let mender = Mender {
            check: &|document| engine.check(document),
            options,
            trust,
            format,
            limits,
            quiet: args.quiet,
            stop: &stop,
        };
        if args.diff {
            return mender.preview(&found.files, errors, reports::colored(args.color, args.output.is_none()));
        }
        errors += mender.write(&found.files)?;
    }

    let mut out = Outputs::open(args)?;
    let reports = reports::reports(args);
    let progress = Progress::new(total_bytes(&found.files), args.quiet);
    let mut summary = Summary::default();
    out.begin(&reports, engine.rules())?;
    let job = Job { engine: &engine, options, reports: &reports, quiet: args.quiet };
    errors += job.run(Feed::new(found.files, format, limits), &mut out, &mut summary, &progress, &stop)?;
    progress.finish();
    out.finish(&reports, engine.rules(), &summary)?;
    if errors > 0 {
        let what = if errors == 1 { "input was" } else { "inputs were" };
        anstream::eprintln!("mtlint: {errors} {what} not read; everything else was checked");
        return Ok(Exit::Error);
    }
    Ok(if gate(args, &summary) { Exit::Findings } else { Exit::Clean })
}

/// Whether the articles fail.
fn gate(args: &CheckArgs, summary: &Summary) -> bool {
    let severe = args.fail_on.severity();
    let low = args.min_score.is_some_and(|min| summary.lowest.is_some_and(|lowest| lowest < min));
    low || severe.is_some_and(|severity| summary.at_least(severity) > 0)
}

fn language(flag: &str, code: Option<&str>) -> anyhow::Result<Option<Lang>> {
    let Some(code) = code else { return Ok(None) };
    match Lang::parse(code) {
        Some(lang) => Ok(Some(lang)),
        None => bail!("{flag} {code}: not a language code; write an ISO 639-1 code such as `en`"),
    }
}

/// The paths given; else the pipe; else, in a terminal, this folder.
fn inputs(paths: &[PathBuf]) -> Vec<PathBuf> {
    if !paths.is_empty() {
        paths.to_vec()
    } else if io::stdin().is_terminal() {
        vec![PathBuf::from(".")]
    } else {
        vec![PathBuf::from("-")]
    }
}

fn total_bytes(files: &[PathBuf]) -> u64 {
    if files.iter().any(|f| f.as_os_str() == "-") {
        return 0;
    }
    files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum()
}

fn say_notes(found: &walk::Found) {
    for note in &found.notes {
        anstream::eprintln!("mtlint: {note}");
    }
    if !found.skipped.is_empty() {
        let count: u64 = found.skipped.values().sum();
        let kinds: Vec<&str> = found.skipped.keys().map(String::as_str).take(6).collect();
        let files = if count == 1 { "file" } else { "files" };
        anstream::eprintln!(
            "mtlint: {count} {files} in folders left out, no articles by name ({}); --input-format takes them in",
            kinds.join(", ")
        );
    }
}

fn set_color(when: ColorArg) {
    let choice = match when {
        ColorArg::Auto => return,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

impl FailOn {
    /// The severity from which on a finding fails; none where none does.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Neutral => Some(Severity::Neutral),
            FailOn::Minor => Some(Severity::Minor),
            FailOn::Major => Some(Severity::Major),
            FailOn::Critical => Some(Severity::Critical),
            FailOn::Never => None,
        }
    }
}

impl From<InputFormatArg> for Format {
    fn from(format: InputFormatArg) -> Self {
        match format {
            InputFormatArg::Text => Format::Text,
            InputFormatArg::Markdown => Format::Markdown,
            InputFormatArg::Jsonl => Format::Jsonl,
            InputFormatArg::Html => Format::Html,
            InputFormatArg::Json => Format::Json,
            InputFormatArg::Csv => Format::Csv,
            InputFormatArg::Xml => Format::Xml,
            InputFormatArg::Po => Format::Po,
            InputFormatArg::Subtitles => Format::Subtitles,
            InputFormatArg::Warc => Format::Warc,
            InputFormatArg::Parquet => Format::Parquet,
        }
    }
}
