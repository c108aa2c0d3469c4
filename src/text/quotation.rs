//! Quotation marks: what stands inside them, and which are left without a partner.

use crate::model::{Span, Text};

/// The quotations of a text.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    spans: Vec<Span>,
    /// Tokens of opening marks that are never closed, though the paragraph ends and the next does not continue.
    pub unclosed: Vec<usize>,
    /// Tokens of closing marks that nothing opens.
    pub unopened: Vec<usize>,
}

impl Quotations {
    /// Pairs the marks of a text, block by block.
    pub fn of(text: &Text) -> Self {
        let mut found = Self::default();
        for block in text.blocks() {
            let mut open: Option<usize> = None;
            for index in block.tokens.start as usize..block.tokens.end as usize {
                match (text.word(index), open) {
                    ("“" | "«" | "„", None) => open = Some(index),
                    ("\"", None) => open = Some(index),
                    ("”" | "»" | "\"", Some(start)) => {
                        found.spans.push(Span::new(text.tokens()[start].start(), text.tokens()[index].end()));
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// The quotations, marks included, in order and not overlapping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether a span lies wholly inside a quotation.
    pub fn contain(&self, span: Span) -> bool {
        let index = self.spans.partition_point(|q| q.end < span.end);
        self.spans.get(index).is_some_and(|q| q.contains(span))
    }
}
