//! Where links, emphasis and code stood inside the text: what was cut up for translation was cut there.

use crate::model::{Document, Mark, MarkKind, Token};

/// The inline marks of an article, by where they start. Plain text has none.
pub(in crate::detect) struct Inline {
    marks: Vec<Mark>,
    ends: Vec<u32>,
}

impl Inline {
    pub(in crate::detect) fn of(doc: &Document) -> Self {
        let mut marks = doc.marks.clone();
        marks.sort_unstable_by_key(|mark| (mark.span.start, mark.span.end));
        let links = marks.iter().filter(|mark| mark.kind == MarkKind::Link);
        let mut ends: Vec<u32> = links.map(|mark| mark.span.end).collect();
        ends.sort_unstable();
        Self { marks, ends }
    }

    /// The marks that start at a byte.
    fn starting(&self, at: u32) -> impl Iterator<Item = &Mark> {
        let from = self.marks.partition_point(|mark| mark.span.start < at);
        self.marks[from..].iter().take_while(move |mark| mark.span.start == at)
    }

    /// Where the link ends that starts with a token.
    pub(super) fn link(&self, token: &Token) -> Option<u32> {
        self.starting(token.start()).filter(|mark| mark.kind == MarkKind::Link).map(|mark| mark.span.end).max()
    }

    /// Where the link or the emphasis ends that starts with a token.
    pub(super) fn name(&self, token: &Token) -> Option<u32> {
        self.starting(token.start()).filter(|mark| mark.kind != MarkKind::Other).map(|mark| mark.span.end).max()
    }

    /// Whether a link starts or ends at a byte.
    pub(super) fn is_edge(&self, at: u32) -> bool {
        self.ends.binary_search(&at).is_ok() || self.starting(at).any(|mark| mark.kind == MarkKind::Link)
    }

    /// Whether code starts with a token: it is spelled as it is.
    pub(super) fn starts_code(&self, token: &Token) -> bool {
        self.starting(token.start()).any(|mark| mark.kind == MarkKind::Other)
    }

    /// Whether a byte stands inside code, which shows tags and references as such.
    pub(in crate::detect) fn in_code(&self, at: usize) -> bool {
        let end = self.marks.partition_point(|mark| mark.span.start as usize <= at);
        // Code does not nest, but a link may stand around much of it.
        let near = self.marks[..end].iter().rev().take(8);
        near.filter(|mark| mark.kind == MarkKind::Other).any(|mark| at < mark.span.end as usize)
    }
}
