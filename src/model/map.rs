//! From bytes of a text to bytes of the raw file.

use super::Span;
use std::ops::Range;

/// A run of text bytes and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: u32,
    raw: u64,
    /// Raw bytes per piece if the piece is decoded as a whole (an escape, an entity); 0 if bytes correspond one to one.
    decoded: u32,
}

/// The map from a text to the raw file: runs that correspond byte by byte, and decoded pieces (escapes, entities,
/// transcoded characters) that correspond as a whole.
///
/// Built front to back by a reader; pieces must be added in text order. Text bytes that come from no raw byte (a line
/// break put between title and text) map to the empty raw range where the previous piece ends.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    text_len: u32,
    raw_end: u64,
}

impl SourceMap {
    /// The map of a text that is the raw bytes from `raw` on.
    pub fn identity(raw: u64, len: u32) -> Self {
        let mut map = Self::default();
        map.exact(raw, len);
        map
    }

    /// Makes room for so many more pieces.
    pub(crate) fn reserve(&mut self, pieces: usize) {
        self.pieces.reserve(pieces);
    }

    /// Adds `len` text bytes that are the raw bytes from `raw` on.
    pub fn exact(&mut self, raw: u64, len: u32) {
        if len == 0 {
            return;
        }
        let follows = self.raw_end == raw && self.pieces.last().is_some_and(|p| p.decoded == 0);
        if !follows {
            self.pieces.push(Piece { text: self.text_len, raw, decoded: 0 });
        }
        self.text_len += len;
        self.raw_end = raw + u64::from(len);
    }

    /// Adds `len` text bytes that as a whole come from the `raw_len` raw bytes from `raw` on.
    pub fn decoded(&mut self, raw: u64, raw_len: u32, len: u32) {
        if len == 0 {
            self.raw_end = raw + u64::from(raw_len);
            return;
        }
        self.pieces.push(Piece { text: self.text_len, raw, decoded: raw_len.max(1) });
        self.text_len += len;
        self.raw_end = raw + u64::from(raw_len);
    }

    /// Adds `len` text bytes that no raw byte stands behind.
    pub fn synthetic(&mut self, len: u32) {
        if len == 0 {
            return;
        }
        // `decoded` cannot be 0 here: that means exact. The sentinel says: an empty raw range.
        self.pieces.push(Piece { text: self.text_len, raw: self.raw_end, decoded: u32::MAX });
        self.text_len += len;
    }

    /// Moves all raw bytes, for a part of a file that was read by itself.
    pub fn shift(&mut self, by: u64) {
        if by > 0 {
            self.pieces.iter_mut().for_each(|piece| piece.raw += by);
            self.raw_end += by;
        }
    }

    /// Adds the text bytes of `span` in `inner`, a map from a text that was made on the way to this one. A piece that
    /// `span` cuts keeps all of its raw bytes.
    pub fn through(&mut self, inner: &SourceMap, span: Span) {
        let first = inner.pieces.partition_point(|p| p.text <= span.start).saturating_sub(1);
        for (index, piece) in inner.pieces.iter().enumerate().skip(first) {
            if piece.text >= span.end {
                break;
            }
            let next = inner.pieces.get(index + 1).map_or(inner.text_len, |p| p.text);
            let (start, end) = (piece.text.max(span.start), next.min(span.end));
            let len = end.saturating_sub(start);
            match piece.decoded {
                0 => self.exact(piece.raw + u64::from(start - piece.text), len),
                u32::MAX => self.synthetic(len),
                raw_len if len > 0 => self.decoded(piece.raw, raw_len, len),
                _ => {}
            }
        }
    }

    /// Adds `len` text bytes that as a whole come from what stands behind `span` in `inner`.
    pub fn decoded_through(&mut self, inner: &SourceMap, span: Span, len: u32) {
        let raw = inner.raw(span);
        self.decoded(raw.start, (raw.end - raw.start) as u32, len);
    }

    /// The text byte that comes from the raw byte at `raw`, or the nearest one before it; for maps whose raw bytes ascend.
    pub fn text(&self, raw: u64) -> u32 {
        let index = self.pieces.partition_point(|p| p.raw <= raw).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return 0 };
        let next = self.pieces.get(index + 1).map_or(self.text_len, |p| p.text);
        match piece.decoded {
            0 => (piece.text + raw.saturating_sub(piece.raw).min(u64::from(u32::MAX / 2)) as u32).min(next),
            // Past the end of the raw bytes is past the end of the piece.
            len if raw >= piece.raw + u64::from(len) => next,
            _ => piece.text,
        }
    }

    /// How many text bytes are mapped.
    pub fn len(&self) -> u32 {
        self.text_len
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.text_len == 0
    }

    /// The raw bytes behind a span of the text. A span that cuts into a decoded piece takes all of it.
    pub fn raw(&self, span: Span) -> Range<u64> {
        let start = self.edge(span.start, false);
        if span.is_empty() {
            return start..start;
        }
        let end = self.edge(span.end - 1, true);
        start.min(end)..end
    }

    /// Raw offset where the text byte starts, or (`past`) where it ends.
    fn edge(&self, offset: u32, past: bool) -> u64 {
        let index = self.pieces.partition_point(|p| p.text <= offset);
        let Some(piece) = index.checked_sub(1).map(|i| self.pieces[i]) else {
            return self.pieces.first().map_or(0, |p| p.raw);
        };
        match piece.decoded {
            0 => piece.raw + u64::from(offset - piece.text) + u64::from(past),
            u32::MAX => piece.raw,
            len => piece.raw + if past { u64::from(len) } else { 0 },
        }
    }
}
