//! Machines: the expressions of the binary, compiled when it was built.
//!
//! Compiling an expression with the `regex` crate takes as long as a fifth of a short article, and running it over a
//! paragraph takes next to nothing. So the build script makes a small program of each, and [`run`] runs it over the few
//! lines of an article that look like a match. Its answers are those of the crate, match by match and group by group.

mod around;
#[cfg(test)]
mod branches;
#[cfg(test)]
mod first;
#[cfg_attr(not(test), expect(dead_code, reason = "written by the build script"))]
mod format;
#[cfg(test)]
mod graph;
mod library;
mod run;
mod scratch;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod write;

use library::Library;
use scratch::{NOWHERE, Scratch};
use std::{cell::RefCell, sync::LazyLock};

static LIBRARY: LazyLock<Library<'static>> =
    LazyLock::new(|| Library::new(include_bytes!(concat!(env!("OUT_DIR"), "/machines.bin"))));

thread_local! {
    static SCRATCH: RefCell<Scratch> = const { RefCell::new(Scratch::new()) };
}

/// A machine of the binary.
#[derive(Clone, Copy)]
pub(super) struct Machine(library::Machine<'static>);

/// The machine of the expression that stands at a place of the tree of rules.
pub(super) fn machine(at: u32) -> Option<Machine> {
    LIBRARY.machine(at).map(Machine)
}

/// Where a match and its groups are.
pub(super) type Spans = Vec<Option<(usize, usize)>>;

impl Machine {
    /// Whether a text is short enough for it.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.0.fits(text)
    }

    /// The first match from a place on, and how many steps it took to find.
    pub(super) fn find_at(&self, text: &str, start: usize) -> (Option<(usize, usize)>, u32) {
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.steps = 0;
            (self.0.find_at(text, start, 0, scratch), scratch.steps)
        })
    }

    /// The same with its groups.
    pub(super) fn groups_at(&self, text: &str, start: usize) -> (Option<Spans>, u32) {
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.steps = 0;
            let whole = self.0.find_at(text, start, self.0.groups * 2, scratch);
            let spans = whole.map(|whole| {
                let inner = scratch.slots.as_chunks::<2>().0.iter().skip(1);
                let span = |&[start, end]: &[u32; 2]| {
                    (start != NOWHERE && end != NOWHERE).then_some((start as usize, end as usize))
                };
                std::iter::once(Some(whole)).chain(inner.map(span)).collect()
            });
            (spans, scratch.steps)
        })
    }

    /// The number of a named group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.0.group(name)
    }
}
