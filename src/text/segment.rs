//! Blocks, sentences and tokens of a text.

mod plain;

pub use plain::plain_blocks;

use super::{sentence, token};
use crate::model::{Block, BlockKind, Sentence, Span, Text, Token};
use rayon::prelude::*;

/// Bytes from which threads share the parts of one text; below, articles are what they share.
pub(crate) const LARGE: usize = 1 << 20;

/// Shares of a large text, or of its many records.
pub(crate) const SHARES: usize = 16;

/// Makes a [`Text`] of a string and the blocks that a reader found in it (in order, not overlapping).
pub fn segment(content: String, blocks: &[(Span, BlockKind)]) -> Text {
    let mut parts = Parts::default();
    if content.len() < LARGE {
        parts.read(&content, blocks, content.len());
    } else {
        let share = |blocks: &[(Span, BlockKind)]| {
            let mut parts = Parts::default();
            let bytes = blocks.iter().map(|(span, _)| span.len() as usize).sum();
            parts.read(&content, blocks, bytes);
            parts
        };
        let shares: Vec<Parts> = blocks.par_chunks(blocks.len().div_ceil(SHARES).max(1)).map(share).collect();
        parts.reserve_all(&shares);
        for share in shares {
            parts.append(share);
        }
    }
    Text::from_parts(content, parts.blocks, parts.sentences, parts.tokens)
}

/// What a text is made of, or some of its blocks.
#[derive(Default)]
struct Parts {
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
}

impl Parts {
    /// Reads blocks, which hold so many bytes.
    fn read(&mut self, content: &str, blocks: &[(Span, BlockKind)], bytes: usize) {
        // English news has a token for every 5.4 bytes and a sentence for every 130.
        self.tokens.reserve(bytes / 5 + 8);
        self.sentences.reserve(bytes / 100 + 4);
        self.blocks.reserve(blocks.len());
        let mut ranges = Vec::with_capacity(16);
        for &(span, kind) in blocks {
            let first_token = self.tokens.len() as u32;
            token::tokenize(content, span.start as usize, span.end as usize, &mut self.tokens);
            let token_range = first_token..self.tokens.len() as u32;
            if token_range.is_empty() {
                continue;
            }
            let first_sentence = self.sentences.len() as u32;
            ranges.clear();
            sentence::split(content, &self.tokens, token_range.clone(), &mut ranges);
            for range in ranges.drain(..) {
                let inside = &self.tokens[range.start as usize..range.end as usize];
                let words = inside.iter().filter(|t| t.counts()).count() as u32;
                let span = Span::new(inside[0].start(), inside[inside.len() - 1].end());
                self.sentences.push(Sentence { span, block: self.blocks.len() as u32, tokens: range, words });
            }
            let sentences = first_sentence..self.sentences.len() as u32;
            self.blocks.push(Block { span, kind, sentences, tokens: token_range });
        }
    }

    fn reserve_all(&mut self, shares: &[Parts]) {
        self.tokens.reserve(shares.iter().map(|share| share.tokens.len()).sum());
        self.sentences.reserve(shares.iter().map(|share| share.sentences.len()).sum());
        self.blocks.reserve(shares.iter().map(|share| share.blocks.len()).sum());
    }

    /// Adds the blocks that follow, which were read by themselves.
    fn append(&mut self, share: Parts) {
        let (blocks, sentences, tokens) =
            (self.blocks.len() as u32, self.sentences.len() as u32, self.tokens.len() as u32);
        let moved = |range: std::ops::Range<u32>, by: u32| range.start + by..range.end + by;
        self.tokens.extend_from_slice(&share.tokens);
        self.sentences.extend(share.sentences.into_iter().map(|sentence| Sentence {
            block: sentence.block + blocks,
            tokens: moved(sentence.tokens, tokens),
            ..sentence
        }));
        self.blocks.extend(share.blocks.into_iter().map(|block| Block {
            sentences: moved(block.sentences, sentences),
            tokens: moved(block.tokens, tokens),
            ..block
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_text_is_as_one_read_at_once() {
        let line = "The U.S. mayor left.\tShe said: “Nothing”, e.g. 5.5 % of it… He stayed!\n\nNo end\n \n";
        let content = line.repeat(LARGE / line.len() + 1);
        let blocks = plain_blocks(&content);
        let mut once = Parts::default();
        once.read(&content, &blocks, content.len());
        let text = segment(content, &blocks);
        assert_eq!(text.tokens(), once.tokens);
        assert_eq!(text.sentences(), once.sentences);
        assert_eq!(text.blocks(), once.blocks);
    }
}
