//! Sets of words as detectors hold them: by their hashes, from lists, parameters or the code.

use super::Compile;
use crate::{
    model::{Hashes, hash_word, only_capitals},
    rule::{Lists, Rule},
};
use toml::Spanned;

/// The words of a constant text, divided by white space, in lower case and with straight apostrophes.
macro_rules! words {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const LEN: usize = $crate::model::count(TEXT);
        const PLACES: [u64; $crate::model::room(LEN)] = $crate::model::places(TEXT);
        $crate::model::Hashes::written(&PLACES, LEN)
    }};
}
pub(super) use words;

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::Ahead;

    include!(concat!(env!("OUT_DIR"), "/lists.rs"));
}

/// A word list of the binary: its name, its words, and those that count with a capital only; each with their number.
struct Ahead(&'static str, &'static [u64], usize, &'static [u64], usize);

/// The list as the build script made it, unless a pack replaces one.
fn ahead(lists: &Lists, name: &str) -> Option<&'static Ahead> {
    let index = written::LISTS.binary_search_by_key(&name, |list| list.0).ok()?;
    (!lists.are_replaced()).then_some(&written::LISTS[index])
}

/// A set of words.
pub(super) fn set_of<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Hashes {
    words.into_iter().map(|word| hash_word(word.as_ref())).collect()
}

/// The words of a list that detectors rely on; none where it is missing.
pub(super) fn list(lists: &Lists, name: &str) -> Hashes {
    match ahead(lists, name) {
        Some(&Ahead(_, places, len, ..)) => Hashes::written(places, len),
        None => set_of(lists.words(name).into_iter().flatten()),
    }
}

/// Those of its words that are only written with a capital.
pub(super) fn capitals(lists: &Lists, name: &str) -> Hashes {
    match ahead(lists, name) {
        Some(&Ahead(.., places, len)) => Hashes::written(places, len),
        None => only_capitals(lists.words(name).into_iter().flatten()),
    }
}

impl Compile<'_> {
    /// The words of a list that a rule names; a list that does not exist becomes a problem.
    pub(super) fn named_list(&mut self, rule: &Rule, name: &Spanned<String>) -> Hashes {
        if self.lists.words(name.get_ref()).is_none() {
            self.no_list(rule, name);
        }
        list(self.lists, name.get_ref())
    }

    /// Says that there is no such list.
    pub(super) fn no_list(&mut self, rule: &Rule, name: &Spanned<String>) {
        let names: Vec<&str> = self.lists.names().collect();
        let problem = rule.problem(Some(name.span()), format!("there is no list `{}`", name.get_ref()));
        self.problems.push(problem.help(format!("lists are files under lists/: {}", names.join(", "))));
    }
}
