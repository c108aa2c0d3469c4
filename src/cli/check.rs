//! `mtlint check`.

use super::{Exit, args::{CheckArgs, SentencesArg}, packs, walk};
use crate::{
    engine::Engine,
    input::{Options, Source},
    model::Lang,
    report::{Jsonl, Report, Sentences, Summary},
};
use std::io::{self, BufWriter, Write};

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let rules = packs::load(&args.choice.rules)?;
    let selection = packs::select(&rules, &args.choice.select, &args.choice.ignore)?;
    let engine = Engine::new(rules, selection).map_err(|problems| packs::report(&problems))?;
    let options = Options { lang: args.lang.as_deref().and_then(Lang::parse) };
    let sentences = match args.sentences {
        SentencesArg::All => Sentences::All,
        SentencesArg::Flagged => Sentences::Flagged,
        SentencesArg::None => Sentences::None,
    };
    let report = Jsonl { sentences };
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut head = Vec::new();
    report.begin(engine.rules(), &mut head);
    out.write_all(&head)?;
    let mut summary = Summary::default();
    let mut errors = 0;
    let mut failed = |error| {
        errors += 1;
        anstream::eprintln!("mtlint: {error}");
    };
    for path in walk::files(&args.paths) {
        let source = if path.as_os_str() == "-" { Source::new("-".into(), Box::new(io::stdin()), None) } else { Source::open(&path, None) };
        match source {
            Ok(mut source) => super::run::run(&engine, &mut source, &options, &report, &mut out, &mut summary, &mut failed, &|_| {})?,
            Err(error) => failed(error),
        }
    }
    let mut tail = Vec::new();
    report.finish(engine.rules(), &summary, &mut tail);
    out.write_all(&tail)?;
    out.flush()?;
    Ok(if errors > 0 { Exit::Error } else { Exit::Clean })
}
