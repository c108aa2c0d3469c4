//! What is known of words that repeat, as the build script read it from the lists of the binary.

use super::words::Words;
use crate::{
    model::{Hashes, Lang, Marked},
    rule::Lists,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The words of a language: its code, the places of their hashes, the bits at these places, their number, the kinds of its
/// conjunctions, and whether doubling words is grammar.
struct Ahead(&'static str, &'static [u64], &'static [u32], usize, u64, bool);

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::Ahead;

    include!(concat!(env!("OUT_DIR"), "/repeat.rs"));
}

/// The words of all languages.
pub(super) struct Languages {
    lists: Lists,
    /// Where a pack replaces a list, each language is read when the first article in it comes.
    made: Mutex<BTreeMap<Lang, Arc<Words>>>,
}

impl Languages {
    pub(super) fn new(lists: Lists) -> Self {
        Self { lists, made: Mutex::default() }
    }

    /// The words of one language.
    pub(super) fn of(&self, lang: Lang) -> Arc<Words> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || if self.lists.are_replaced() { Words::read(&self.lists, lang) } else { words(lang) };
        made.entry(lang).or_insert_with(|| read().into()).clone()
    }
}

/// The words of a language; none where the lists say nothing of it.
fn words(lang: Lang) -> Words {
    let Ok(index) = written::LANGUAGES.binary_search_by_key(&lang.code(), |language| language.0) else {
        return Words::default();
    };
    let Ahead(_, places, marks, len, joints, off) = written::LANGUAGES[index];
    Words { bits: Marked::written(Hashes::written(places, len), marks), joints, off }
}
