//! The words of a wording. The build script cuts the wordings of the binary with this file.

use crate::{detect::anchor::frequency, model::Token, text::tokens_of};

/// A word of a wording: its hash, and how it must stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) u64, pub(crate) u8);

impl Word {
    /// White space stands before it in the wording, so it must in the text; glued marks must be glued.
    pub(crate) const SPACED: u8 = 1;
    /// It must be spelled as the wording has it.
    pub(crate) const EXACT: u8 = 2;

    pub(crate) fn has(self, flag: u8) -> bool {
        self.1 & flag != 0
    }
}

/// Whether case counts in a wording: a word written with a capital must match exactly.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Case {
    #[default]
    Smart,
    Ignore,
}

/// The words of a wording.
pub(crate) fn cut(find: &str, case: Case) -> Vec<Word> {
    let word = |token: &Token| {
        let exact = case == Case::Smart && find[token.span().range()].chars().any(char::is_uppercase);
        let spaced = if token.spaced() { Word::SPACED } else { 0 };
        Word(token.hash(), spaced | if exact { Word::EXACT } else { 0 })
    };
    tokens_of(find).iter().map(word).collect()
}

/// Index of the word that it is found by.
pub(crate) fn anchor(words: &[Word]) -> usize {
    (0..words.len()).min_by_key(|&i| frequency(words[i].0)).unwrap_or(0)
}

/// A stable name for a wording: its words in lower case joined by hyphens.
pub(crate) fn key_of(find: &str) -> String {
    let words: Vec<String> =
        find.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}
