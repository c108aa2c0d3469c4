//! `mtlint check`.

use super::{
    Exit,
    args::{CheckArgs, ColorArg, FixArg},
    desk::{Desk, gate, setup},
    feed::Feed,
    mend::Mender,
    progress::Progress,
    reports::{self, Outputs},
    run::{self, Job},
    walk::{self, Wanted},
};
use crate::{
    config::Settings,
    engine::Engine,
    input::{Limits, Options},
    model::Applicability,
    report::{Report, Summary},
};
use anyhow::{Context, bail};
use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    sync::Arc,
};

pub(super) fn check(args: &CheckArgs) -> anyhow::Result<Exit> {
    set_color(args.color);
    let settings = setup::settings(args.layer()?, args.place.config.as_deref(), &args.paths)?;
    let (engine, desk) = setup::open(&settings, &args.only, &args.paths)?;
    let options = Options {
        text_field: args.input.text_field.as_deref(),
        source_field: args.input.source_field.as_deref(),
        ..options(&settings)
    };
    let wanted = match &args.input {
        input if input.input_format.is_some() => Wanted::All,
        // What has no such field is said.
        input if input.text_field.is_some() || input.source_field.is_some() => Wanted::Named,
        _ => Wanted::Articles,
    };
    let mut found = walk::files(&inputs(&args.paths), wanted);
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

    if args.only.since.is_some() && found.files.iter().any(|file| file.as_os_str() == "-") {
        bail!("--since: a pipe has no history; give files or folders");
    }
    found.files.retain(|file| desk.wants(file));
    let files = found.files.clone();
    let total = total_bytes(&files);
    let small = (1..SMALL).contains(&total) && !args.diff && args.fix.is_none();
    start_threads(if small { None } else { Some(args.threads) })?;
    // A short run ends by itself before anybody could stop it.
    let stop = if small { Arc::default() } else { run::stop_on_interrupt() };
    let format = args.input.input_format;
    let limits = Limits { size: args.input.max_size.max(1), ratio: args.input.max_ratio };
    let mut unmended = 0;
    if args.diff || args.fix.is_some() {
        let trust = if args.fix == Some(FixArg::Unsafe) { Applicability::Unsafe } else { Applicability::Safe };
        let mender = Mender {
            check: &|document| desk.check(&engine, document).checked,
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
        unmended = mender.write(&found.files)?;
    }

    let mut out = Outputs::open(args)?;
    let written = reports::reports(args, settings.fail_on.value.severity());
    let reports: Vec<&dyn Report> = written.iter().map(|report| &**report).collect();
    let progress = Progress::new(total, args.quiet);
    let mut summary = Summary::default();
    out.begin(&reports, engine.rules())?;
    let job = Job { engine: &engine, desk: &desk, options, reports: &reports, quiet: args.quiet };
    errors += job.run(Feed::new(found.files, format, limits), &mut out, &mut summary, &progress, &stop)?;
    progress.finish();
    out.finish(&reports, engine.rules(), &summary)?;
    if !args.quiet {
        say_left_out(&engine, &desk, &files);
    }
    if errors > 0 || unmended > 0 {
        let count = |n, what: &str| match n {
            0 => None,
            1 => Some(format!("1 {what}")),
            n => Some(format!("{n} {what}s")),
        };
        let unread = count(errors, "input").map(|inputs| format!("{inputs} not read"));
        let unmended = count(unmended, "file").map(|files| format!("{files} not mended"));
        let what: Vec<String> = unread.into_iter().chain(unmended).collect();
        anstream::eprintln!("mtlint: {}; everything else was checked", what.join(", "));
        return Ok(Exit::Error);
    }
    let new = settings.baseline.is_some() || args.only.since.is_some();
    // The process ends here: giving back piece by piece what the rules hold takes longer than a short article.
    std::mem::forget(engine);
    Ok(match gate::reasons(&settings, &summary, new) {
        Some(reasons) => {
            anstream::eprintln!("mtlint: {reasons}");
            Exit::Findings
        }
        None => Exit::Clean,
    })
}

/// Bytes below which starting threads takes longer than they save.
const SMALL: u64 = 64 * 1024;

/// Starts so many threads, 0 for one a core; none: this one does the work.
fn start_threads(threads: Option<usize>) -> anyhow::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new();
    let pool = match threads {
        Some(threads) => pool.num_threads(threads),
        None => pool.num_threads(1).use_current_thread(),
    };
    pool.build_global().context("cannot start the threads")
}

/// Checks articles for what is kept of them elsewhere; returns how many were not read.
pub(super) fn silently(
    engine: &Engine,
    desk: &Desk,
    settings: &Settings,
    paths: &[PathBuf],
    report: &dyn Report,
) -> anyhow::Result<u64> {
    let stop = run::stop_on_interrupt();
    let mut found = walk::files(&inputs(paths), Wanted::Articles);
    found.files.retain(|file| desk.wants(file));
    for error in &found.errors {
        anstream::eprintln!("mtlint: {error}");
    }
    if found.files.is_empty() && found.errors.is_empty() {
        bail!("no article found; the README lists the formats and the endings of their names");
    }
    let progress = Progress::new(total_bytes(&found.files), false);
    let reports = [report];
    let job = Job { engine, desk, options: options(settings), reports: &reports, quiet: true };
    let errors = found.errors.len() as u64;
    let feed = Feed::new(found.files, None, Limits::default());
    let unread = job.run(feed, &mut Outputs::none(), &mut Summary::default(), &progress, &stop)?;
    progress.finish();
    Ok(errors + unread)
}

fn options(settings: &Settings) -> Options<'static> {
    Options {
        lang: settings.lang.as_ref().map(|held| held.value),
        source_lang: settings.source_lang.as_ref().map(|held| held.value),
        ..Options::default()
    }
}

/// What was left out of the report, and decisions that nothing needs any more.
fn say_left_out(engine: &Engine, desk: &Desk, files: &[PathBuf]) {
    if let Some(summary) = desk.summary() {
        anstream::eprintln!("mtlint: {summary}");
    }
    let unused = desk.unused(engine, Some(files)).len();
    if unused > 0 {
        let what = if unused == 1 { "1 dismissal matches" } else { &format!("{unused} dismissals match") };
        anstream::eprintln!("mtlint: {what} nothing any more; `mtlint review list --unused` shows which");
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
            "mtlint: {count} {files} in folders left out, no articles by name or content ({}); name them or give --input-format to read them",
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
