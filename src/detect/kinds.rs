//! Which tokens of a text are marks, numbers and words with a capital: rules about these need not read the others.

use crate::model::{Text, TokenFlags};

/// Indexes of tokens by their kind, in order.
pub(super) struct Kinds {
    /// Punctuation, and words with points or apostrophes of their own.
    pub(super) marks: Vec<u32>,
    /// For each block the number of marks up to its end.
    pub(super) block_ends: Vec<u32>,
    /// Numbers.
    pub(super) numbers: Vec<u32>,
    /// Words with a capital.
    pub(super) capitals: Vec<u32>,
}

impl Kinds {
    /// Sorts the tokens of a text in one pass.
    pub(super) fn of(text: &Text) -> Self {
        let tokens = text.tokens();
        let mut kinds = Self {
            marks: Vec::with_capacity(tokens.len() / 5),
            block_ends: Vec::with_capacity(text.blocks().len()),
            numbers: Vec::new(),
            capitals: Vec::with_capacity(tokens.len() / 5),
        };
        for block in text.blocks() {
            for (index, token) in (block.tokens.start..).zip(text.tokens_in(&block.tokens)) {
                if token.is_lower() && !token.has(TokenFlags::APOSTROPHE) && !token.has(TokenFlags::POINTED) {
                    continue;
                }
                if token.is_punct() || token.has(TokenFlags::POINTED) || token.has(TokenFlags::APOSTROPHE) {
                    kinds.marks.push(index);
                }
                if token.is_number() {
                    kinds.numbers.push(index);
                }
                if token.is_word() && token.is_capital() {
                    kinds.capitals.push(index);
                }
            }
            kinds.block_ends.push(kinds.marks.len() as u32);
        }
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::Lang, text::text_document};

    #[test]
    fn each_kind_is_in_order() {
        let document = text_document("It's 5 U.S. dollars.\n\nNo, Anna paid 6.", None, Lang::EN);
        let kinds = Kinds::of(&document.target);
        let words = |indexes: &[u32]| indexes.iter().map(|&i| document.target.word(i as usize)).collect::<Vec<_>>();
        assert_eq!(words(&kinds.marks), ["It's", "U.S.", ".", ",", "."]);
        assert_eq!(words(&kinds.numbers), ["5", "6"]);
        assert_eq!(words(&kinds.capitals), ["It's", "U.S.", "No", "Anna"]);
        assert_eq!(kinds.block_ends, [3, 5]);
    }
}
