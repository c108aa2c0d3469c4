//! A progress bar on standard error: only in a terminal, and only where the work is long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    cell::{Cell, OnceCell},
    io::IsTerminal,
    time::{Duration, Instant},
};

/// Work below this needs no bar.
const SHORT: Duration = Duration::from_millis(800);

/// Bytes done of all bytes.
pub(super) struct Progress {
    /// Bytes of all files; 0 where a pipe does not tell.
    total: u64,
    done: Cell<u64>,
    started: Instant,
    wanted: bool,
    bar: OnceCell<ProgressBar>,
}

impl Progress {
    /// A bar for so many bytes that shows itself when it has reason to.
    pub(super) fn new(total: u64, quiet: bool) -> Self {
        // A report on the same terminal would be torn by the bar.
        let wanted = !quiet && std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        Self { total, done: Cell::new(0), started: Instant::now(), wanted, bar: OnceCell::new() }
    }

    /// Counts bytes done.
    pub(super) fn add(&self, bytes: u64) {
        self.done.set(self.done.get() + bytes);
        if self.wanted && self.started.elapsed() > SHORT {
            self.bar.get_or_init(|| bar(self.total)).set_position(self.done.get());
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let (bar, template) = if total > 0 {
        (ProgressBar::new(total), "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
    } else {
        (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec}")
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
