//! Lines made of the words of a vocabulary: menus, rows of buttons.

use crate::{
    detect::{Cx, sieve::Sieve},
    model::{Block, TokenKind, WordMap},
    text::tokens_of,
};
use serde::Deserialize;

/// A line is furniture if every word of it is in `strong` or `filler`, six in ten are in `strong`, and one is in
/// `anchor`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Names of buttons, networks, sections.
    strong: String,
    /// Words that may stand between them; numbers may as well.
    #[serde(default)]
    filler: String,
    /// Those of the words of which one has to be there.
    anchor: String,
    /// The fewest words of `strong`.
    least: u32,
}

/// A vocabulary: bit 0 strong, bit 1 filler, bit 2 anchor.
pub(super) struct Vocabulary {
    pub(super) rule: usize,
    words: WordMap<u8>,
    least: u32,
}

/// The words of some vocabularies.
pub(super) fn words_of(all: &[Vocabulary]) -> Sieve {
    Sieve::of(all.iter().flat_map(|one| one.words.keys()))
}

impl Vocabulary {
    pub(super) fn new(rule: usize, words: &Words) -> Self {
        let mut all: WordMap<u8> = WordMap::default();
        for (text, bit) in [(&words.strong, 1), (&words.filler, 2), (&words.anchor, 4)] {
            for token in tokens_of(text).iter().filter(|t| t.counts()) {
                *all.entry(token.hash()).or_default() |= bit;
            }
        }
        Self { rule, words: all, least: words.least }
    }

    /// Whether the block is made of its words.
    pub(super) fn holds(&self, cx: &Cx<'_>, block: &Block) -> bool {
        let tokens = cx.text.tokens_in(&block.tokens);
        if tokens.len() > 40 {
            return false;
        }
        let (mut strong, mut all, mut anchor) = (0, 0, false);
        for token in tokens {
            match token.kind() {
                TokenKind::Word => {
                    let Some(bits) = self.words.get(&token.hash()) else {
                        return false;
                    };
                    strong += u32::from(bits & 1);
                    anchor |= bits & 4 != 0;
                    all += 1;
                }
                TokenKind::Number | TokenKind::Punct | TokenKind::Symbol => {}
                TokenKind::Address => return false,
            }
        }
        anchor && strong >= self.least && strong * 10 >= all * 6
    }
}
