//! Checks streams of articles in parallel and in order.

use crate::{
    engine::Engine,
    input::{self, InputError, Options, Source, Unit},
    report::{Report, Summary},
};
use rayon::prelude::*;
use std::io::{self, Write};

/// What became of one article.
struct Done {
    bytes: Vec<u8>,
    summary: Summary,
    error: Option<InputError>,
}

/// Checks every article of a source and writes the report of each, in order. What cannot be read goes to `failed`, and
/// the rest is still checked. While one batch is checked, the next is read.
///
/// # Errors
/// Only what writing fails with.
pub(super) fn run(
    engine: &Engine,
    source: &mut Source,
    options: &Options,
    report: &dyn Report,
    out: &mut dyn Write,
    summary: &mut Summary,
    failed: &mut dyn FnMut(InputError),
    progress: &dyn Fn(u64),
) -> io::Result<()> {
    let mut next = source.next_batch();
    loop {
        let batch = match next {
            Ok(Some(batch)) => batch,
            Ok(None) => return Ok(()),
            Err(error) => {
                failed(error);
                return Ok(());
            }
        };
        let bytes = batch.bytes;
        let (done, read) = rayon::join(
            || batch.units.into_par_iter().map(|unit| one(engine, unit, options, report)).collect::<Vec<Done>>(),
            || source.next_batch(),
        );
        next = read;
        for done in done {
            if let Some(error) = done.error {
                failed(error);
            } else {
                summary.add(done.summary);
                out.write_all(&done.bytes)?;
            }
        }
        progress(bytes as u64);
    }
}

/// Reads, checks and renders one article. A panic in it is an error of this article, not the end of the run.
fn one(engine: &Engine, unit: Unit, options: &Options, report: &dyn Report) -> Done {
    let (path, line) = (unit.path.clone(), unit.raw.line);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| attempt(engine, unit, options, report))).unwrap_or_else(|_| {
        let reason = "internal error in mtlint while checking this article; please report it with the article".to_owned();
        Done { bytes: Vec::new(), summary: Summary::default(), error: Some(InputError::Record { path, line, reason }) }
    })
}

fn attempt(engine: &Engine, unit: Unit, options: &Options, report: &dyn Report) -> Done {
    match input::parse(unit, options) {
        Ok(document) => {
            let checked = engine.check(document);
            let mut bytes = Vec::new();
            report.document(engine.rules(), &checked, &mut bytes);
            Done { bytes, summary: Summary::of(&checked), error: None }
        }
        Err(error) => Done { bytes: Vec::new(), summary: Summary::default(), error: Some(error) },
    }
}
