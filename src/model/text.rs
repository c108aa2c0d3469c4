//! A text with its blocks, sentences and tokens, made once and shared by all detectors.

use super::{Span, Token};
use std::ops::Range;

/// What part of an article a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// Title of the article or a heading inside it.
    Headline,
    /// Running prose.
    Paragraph,
    /// A block quotation.
    Quotation,
    /// One item of a list.
    ListItem,
    /// Caption of a picture or table.
    Caption,
}

/// A paragraph, heading, list item …: what stands between line breaks or markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its bytes, without the white space around.
    pub span: Span,
    /// What part of the article it is.
    pub kind: BlockKind,
    /// Indexes of its sentences.
    pub sentences: Range<u32>,
    /// Indexes of its tokens.
    pub tokens: Range<u32>,
}

impl Block {
    /// Indexes of its tokens, to count with.
    pub fn token_range(&self) -> Range<usize> {
        self.tokens.start as usize..self.tokens.end as usize
    }
}

/// A sentence. It never crosses a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes: no white space around, closing quotes and brackets included.
    pub span: Span,
    /// Index of its block.
    pub block: u32,
    /// Indexes of its tokens.
    pub tokens: Range<u32>,
    /// How many of the tokens are words or numbers.
    pub words: u32,
}

impl Sentence {
    /// Indexes of its tokens, to count with.
    pub fn token_range(&self) -> Range<usize> {
        self.tokens.start as usize..self.tokens.end as usize
    }
}

/// One language side of an article: the content and, over it, blocks, sentences and tokens.
///
/// `text::segment` makes it; the parts are in order and lie inside each other.
#[derive(Clone, Debug, Default)]
pub struct Text {
    content: String,
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
}

impl Text {
    /// Puts the parts together. `text::segment` is the way to get them right.
    pub fn from_parts(content: String, blocks: Vec<Block>, sentences: Vec<Sentence>, tokens: Vec<Token>) -> Self {
        Self { content, blocks, sentences, tokens }
    }

    /// All of it.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The bytes of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.content[span.range()]
    }

    /// The text of token `index`.
    pub fn word(&self, index: usize) -> &str {
        self.slice(self.tokens[index].span())
    }

    /// Paragraphs, headings, list items …, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Sentences in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens of an index range, as kept by [`Block::tokens`] and [`Sentence::tokens`].
    pub fn tokens_in(&self, range: &Range<u32>) -> &[Token] {
        &self.tokens[range.start as usize..range.end as usize]
    }

    /// Index of the sentence that holds the byte, or else the nearest one before it (the first one, if none is).
    pub fn sentence_at(&self, offset: u32) -> usize {
        self.sentences.partition_point(|s| s.span.start <= offset).saturating_sub(1)
    }

    /// Index of the block that holds the byte, or else the nearest one before it.
    pub fn block_at(&self, offset: u32) -> usize {
        self.blocks.partition_point(|b| b.span.start <= offset).saturating_sub(1)
    }

    /// Index of the first token that ends after `offset`.
    pub fn token_at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|t| t.end() <= offset)
    }

    /// Words and numbers in the whole text.
    pub fn words(&self) -> u32 {
        self.sentences.iter().map(|s| s.words).sum()
    }
}
