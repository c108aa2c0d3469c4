//! Quotation marks: what stands inside them, and which are left without a partner.
//!
//! Marks are paired inside a block by their shape (white space and punctuation around them) and by what is open. Two
//! conventions reach over a block: in a quotation of several paragraphs each one reopens and only the last closes, and a
//! quotation that a reader cut into lines closes in a later block.

mod marks;
mod pairing;
mod paragraph;
mod shape;
#[cfg(test)]
mod tests;

use crate::model::{Span, Text};
use pairing::Pairing;

/// The kind of mark that opens a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteStyle {
    /// `"…"`
    Straight,
    /// `“…”`, and `”…”` as in Swedish
    Curly,
    /// `„…“` and `„…”`
    Low,
    /// `«…»` and `»…«`
    Guillemet,
    /// `「…」`, `『…』`, `《…》`
    Corner,
    /// `'…'`
    StraightSingle,
    /// `‘…’`
    CurlySingle,
    /// Opened in one style and closed in another: `“…"`
    Mixed,
}

/// A quotation with both its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Token of the opening mark.
    pub open: usize,
    /// Token of the closing mark.
    pub close: usize,
    /// Its marks.
    pub style: QuoteStyle,
    /// Whether it stands inside another quotation.
    pub nested: bool,
}

/// The quotations of a text.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    spans: Vec<Span>,
    pairs: Vec<Quotation>,
    /// Tokens of opening marks that are never closed, though the paragraph ends and the next does not continue.
    pub unclosed: Vec<usize>,
    /// Tokens of closing marks that nothing opens.
    pub unopened: Vec<usize>,
}

impl Quotations {
    /// Pairs the marks of a text, block by block.
    pub fn of(text: &Text) -> Self {
        let tokens = text.blocks().iter().flat_map(|block| block.tokens.clone());
        let marks: Vec<u32> = tokens.filter(|&token| text.tokens()[token as usize].is_punct()).collect();
        Self::among(text, &marks)
    }

    /// The same for a text whose punctuation is known: the indexes of these tokens in order, others perhaps among them.
    pub(crate) fn among(text: &Text, mut marks: &[u32]) -> Self {
        let mut pairing = Pairing::new(text);
        for (number, block) in text.blocks().iter().enumerate() {
            let count = marks.iter().take_while(|mark| **mark < block.tokens.end).count();
            let (inside, rest) = marks.split_at(count);
            pairing.block(number, block, inside);
            marks = rest;
        }
        pairing.finish()
    }

    /// The quotations, marks included, in order and not overlapping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// All pairs of marks, nested ones too, in the order of their opening marks.
    pub fn pairs(&self) -> &[Quotation] {
        &self.pairs
    }

    /// Whether a span lies wholly inside a quotation.
    pub fn contain(&self, span: Span) -> bool {
        let index = self.spans.partition_point(|q| q.end < span.end);
        self.spans.get(index).is_some_and(|q| q.contains(span))
    }
}
