//! How many words of a sentence are new to its article, counted without stems.

use crate::model::{Sentence, Text, Token, TokenFlags};

/// Cells of the table; two words that share one count as one.
const CELLS: usize = 4096;

/// The words that an article has had so far, by their first letters, so that all forms of a word count as one.
pub(super) struct Fresh {
    /// For each cell the last sentence that held such a word. Numbers go on from article to article, so that nothing has
    /// to be cleared.
    last: Box<[u32; CELLS]>,
    /// Number of the sentence before the article's first.
    before: u32,
    sentence: u32,
}

/// The words of content of a sentence.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    /// Those whose like stands in no earlier sentence.
    pub(super) new: u32,
    /// All of them, each as often as it comes.
    pub(super) all: u32,
}

impl Default for Fresh {
    fn default() -> Self {
        Self { last: Box::new([0; CELLS]), before: 0, sentence: 0 }
    }
}

impl Fresh {
    /// Begins an article.
    pub(super) fn begin(&mut self) {
        if self.sentence > u32::MAX / 2 {
            *self = Self::default();
        }
        self.before = self.sentence;
    }

    /// Counts the words of a sentence, longer words and numbers, and keeps them. `content` is asked of new words only.
    pub(super) fn read(&mut self, text: &Text, sentence: &Sentence, content: impl Fn(&Token) -> bool) -> Part {
        self.sentence += 1;
        let mut part = Part::default();
        for token in text.tokens_in(&sentence.tokens) {
            let long = token.span().len() >= 4 && token.is_word() && !token.has(TokenFlags::UNCASED);
            if !long && !token.is_number() {
                continue;
            }
            let cell = &mut self.last[cell(text, token)];
            let last = std::mem::replace(cell, self.sentence);
            part.all += 1;
            if last <= self.before && content(token) {
                part.new += 1;
            }
        }
        part
    }
}

/// Four letters tell words apart well enough. Outside ASCII a letter has two bytes or more, and the first one may be a
/// capital.
fn cell(text: &Text, token: &Token) -> usize {
    let bytes = &text.content().as_bytes()[token.span().range()];
    let head = if token.is_number() {
        return (token.hash() >> 40) as usize % CELLS;
    } else if token.has(TokenFlags::NON_ASCII) {
        &bytes[2..bytes.len().min(8)]
    } else {
        &bytes[..4]
    };
    let key = head.iter().fold(0u64, |key, &byte| key << 8 | u64::from(byte | 0x20));
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % CELLS
}
