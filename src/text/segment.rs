//! Blocks, sentences and tokens of a text.

mod plain;

pub use plain::plain_blocks;

use super::{sentence, token};
use crate::model::{Block, BlockKind, Sentence, Span, Text};

/// Makes a [`Text`] of a string and the blocks that a reader found in it (in order, not overlapping).
pub fn segment(content: String, blocks: &[(Span, BlockKind)]) -> Text {
    // English news has a token for every 5.4 bytes and a sentence for every 130.
    let mut tokens = Vec::with_capacity(content.len() / 5 + 8);
    let mut sentences = Vec::with_capacity(content.len() / 100 + 4);
    let mut made = Vec::with_capacity(blocks.len());
    let mut ranges = Vec::new();
    for &(span, kind) in blocks {
        let first_token = tokens.len() as u32;
        token::tokenize(&content, span.start as usize, span.end as usize, &mut tokens);
        let token_range = first_token..tokens.len() as u32;
        if token_range.is_empty() {
            continue;
        }
        let first_sentence = sentences.len() as u32;
        ranges.clear();
        sentence::split(&content, &tokens, token_range.clone(), &mut ranges);
        for range in ranges.drain(..) {
            let inside = &tokens[range.start as usize..range.end as usize];
            let words = inside.iter().filter(|t| t.counts()).count() as u32;
            let span = Span::new(inside[0].start(), inside[inside.len() - 1].end());
            sentences.push(Sentence { span, block: made.len() as u32, tokens: range, words });
        }
        made.push(Block { span, kind, sentences: first_sentence..sentences.len() as u32, tokens: token_range });
    }
    Text::from_parts(content, made, sentences, tokens)
}
