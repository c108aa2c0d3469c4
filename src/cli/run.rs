//! Batches of articles, checked in parallel and reported in order.

use super::{
    desk::{Desk, Desked},
    feed::Feed,
    group::groups,
    progress::Progress,
    reports::Outputs,
};
use crate::{
    engine::Engine,
    input::{InputError, Options},
    report::{Report, Summary},
};
use rayon::prelude::*;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What is done with every article.
pub(super) struct Job<'a> {
    pub(super) engine: &'a Engine,
    pub(super) desk: &'a Desk,
    pub(super) options: Options<'a>,
    pub(super) reports: &'a [&'a dyn Report],
    /// Nothing but errors on standard error.
    pub(super) quiet: bool,
}

/// What became of an item.
pub(super) enum Done {
    Article {
        /// What each report says of it.
        pieces: Vec<Vec<u8>>,
        summary: Summary,
        notes: Vec<String>,
    },
    /// Checked; the baseline is to be asked.
    Waiting(Box<Desked>),
    Failed(InputError),
    /// Read, but there is nothing in it.
    Empty(String),
}

/// Bytes that a report has room for at first: more than most articles ask of it.
const PIECE: usize = 1 << 10;

/// A flag that Ctrl-C sets; a second Ctrl-C ends the process at once.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    // Without a handler Ctrl-C still ends the process, only less tidily.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            #[expect(clippy::exit, reason = "the user asked twice")]
            std::process::exit(130);
        }
    });
    stop
}

impl Job<'_> {
    /// Checks every article and writes the report of each, in order. What cannot be read is said on standard error, and
    /// the rest is still checked; returns how many were not read. While one batch is checked, the next is read.
    ///
    /// # Errors
    /// What writing fails with, and the user's wish to stop.
    pub(super) fn run(
        &self,
        mut feed: Feed,
        out: &mut Outputs,
        summary: &mut Summary,
        progress: &Progress,
        stop: &AtomicBool,
    ) -> io::Result<u64> {
        let mut failed = 0;
        let mut next = feed.next();
        while let Some((items, bytes)) = next {
            let (done, read) = rayon::join(
                || groups(items, bytes).into_par_iter().map(|group| self.group(group)).collect::<Vec<Vec<Done>>>(),
                || feed.next(),
            );
            next = read;
            for done in self.without_known(done.into_iter().flatten().collect()) {
                match done {
                    Done::Article { pieces, summary: more, notes } => {
                        summary.add(more);
                        out.write(self.reports, &pieces)?;
                        for note in notes.iter().filter(|_| !self.quiet) {
                            anstream::eprintln!("mtlint: {note}");
                        }
                    }
                    Done::Failed(error) => {
                        failed += 1;
                        anstream::eprintln!("mtlint: {error}");
                    }
                    Done::Empty(name) if !self.quiet => {
                        anstream::eprintln!("mtlint: {name}: no words in it; nothing to check");
                    }
                    Done::Empty(_) | Done::Waiting(_) => {}
                }
            }
            progress.add(bytes as u64);
            if stop.load(Ordering::SeqCst) {
                out.flush()?;
                return Err(io::Error::new(
                    io::ErrorKind::Interrupted,
                    "interrupted: the report ends here, and files given with --output or --report were not written",
                ));
            }
        }
        Ok(failed)
    }

    /// Leaves out what the baseline knows, which is asked in order, and renders.
    fn without_known(&self, done: Vec<Done>) -> Vec<Done> {
        if !self.desk.has_baseline() {
            return done;
        }
        let asked: Vec<(Done, Vec<bool>)> = done
            .into_iter()
            .map(|done| {
                let known = if let Done::Waiting(desked) = &done { self.desk.known(desked) } else { Vec::new() };
                (done, known)
            })
            .collect();
        let render = |(done, known): (Done, Vec<bool>)| match done {
            Done::Waiting(desked) => self.render(Desk::leave_out(self.engine, *desked, &known)),
            done => done,
        };
        asked.into_par_iter().map(render).collect()
    }

    pub(super) fn render(&self, desked: Desked) -> Done {
        let Desked { checked, notes, .. } = desked;
        let mut pieces = Vec::with_capacity(self.reports.len());
        pieces.resize_with(self.reports.len(), || Vec::with_capacity(PIECE));
        for (report, piece) in self.reports.iter().zip(&mut pieces) {
            report.document(self.engine.rules(), &checked, piece);
        }
        Done::Article { pieces, summary: Summary::of(&checked), notes }
    }
}
