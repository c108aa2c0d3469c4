//! An article as the reference engine sees it: its tokens as strings.

use mtlint::model::{Block, Document, Lang, Text, Token};

/// An article, with every word in its normal form.
pub(crate) struct Article<'d> {
    pub(crate) text: &'d Text,
    pub(crate) lang: Lang,
    pub(crate) source: Lang,
    /// The normal form of each token.
    pub(crate) words: Vec<String>,
    /// The sentence of each token.
    pub(crate) sentence_of: Vec<usize>,
    /// The block of each token.
    pub(crate) block_of: Vec<usize>,
}

impl<'d> Article<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let text = &document.target;
        let words = (0..text.tokens().len()).map(|index| normal(text.word(index))).collect();
        let mut sentence_of = vec![0; text.tokens().len()];
        for (number, sentence) in text.sentences().iter().enumerate() {
            sentence_of[sentence.token_range()].fill(number);
        }
        let mut block_of = vec![0; text.tokens().len()];
        for (number, block) in text.blocks().iter().enumerate() {
            block_of[block.token_range()].fill(number);
        }
        Self { text, lang: document.lang, source: document.source.lang, words, sentence_of, block_of }
    }

    pub(crate) fn tokens(&self) -> &'d [Token] {
        self.text.tokens()
    }

    /// A token as the article spells it.
    pub(crate) fn word(&self, index: usize) -> &'d str {
        self.text.word(index)
    }

    pub(crate) fn blocks(&self) -> &'d [Block] {
        self.text.blocks()
    }

    /// From the start of one token to the end of the one before `to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> (u32, u32) {
        (self.tokens()[from].start(), self.tokens()[to - 1].end())
    }
}

/// Lower case, straight apostrophes.
pub(crate) fn normal(word: &str) -> String {
    straight(&word.chars().flat_map(char::to_lowercase).collect::<String>())
}

/// With straight apostrophes.
pub(crate) fn straight(word: &str) -> String {
    word.replace(['’', 'ʼ', '＇'], "'")
}

/// Whether a word of a rule has a capital, and so must be spelled as the rule spells it.
pub(crate) fn has_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}
