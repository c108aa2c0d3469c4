//! Sets of words as detectors hold them: by their hashes, from lists, parameters or the code.

use super::Compile;
use crate::{
    model::{WordSet, hash_word},
    rule::{Lists, Rule},
};
use toml::Spanned;

/// A set of words.
pub(super) fn set_of<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> WordSet {
    // Counted first: a set that grows is built several times over.
    let hashes: Vec<u64> = words.into_iter().map(|word| hash_word(word.as_ref())).collect();
    hashes.into_iter().collect()
}

/// The words of a text, divided by white space.
pub(super) fn set(words: &str) -> WordSet {
    set_of(words.split_whitespace())
}

/// The words of a list that detectors rely on; none where it is missing.
pub(super) fn list(lists: &Lists, name: &str) -> WordSet {
    set_of(lists.words(name).into_iter().flatten())
}

impl Compile<'_> {
    /// The words of a list that a rule names; a list that does not exist becomes a problem.
    pub(super) fn named_list(&mut self, rule: &Rule, name: &Spanned<String>) -> WordSet {
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
