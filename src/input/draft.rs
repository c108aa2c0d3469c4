//! An article as it grows under a reader of markup: text, map, blocks, inline marks, comments.

use super::{InputError, Options, allow, language, source_language};
use crate::{
    model::{Allow, BlockKind, Document, Lang, Mark, MarkKind, Origin, Original, Raw, SourceMap, Span},
    text,
};
use std::ops::Range;

/// A text on the way to the article, with the map to the file.
#[derive(Clone, Copy)]
pub(super) struct Layer<'a> {
    pub(super) text: &'a str,
    pub(super) map: &'a SourceMap,
}

impl<'a> From<&'a (String, SourceMap)> for Layer<'a> {
    fn from(whole: &'a (String, SourceMap)) -> Self {
        Self { text: &whole.0, map: &whole.1 }
    }
}

/// The article so far.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) origin: Origin,
    /// Language as the file says.
    pub(super) lang: Option<String>,
    /// Language of the source, as the file says.
    pub(super) source_lang: Option<String>,
    content: String,
    map: SourceMap,
    blocks: Vec<(Span, BlockKind)>,
    marks: Vec<Mark>,
    allows: Vec<(allow::Comment, usize, Range<u64>)>,
    /// Start and kind of the block that is open.
    open: Option<(usize, BlockKind)>,
    /// White space that shows only if something follows it in the block: its place in the raw file.
    space: Option<Range<u64>>,
}

fn white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

impl Draft {
    /// Starts a block. Nothing is written before it has text.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some((usize::MAX, kind));
    }

    /// Ends the block that is open.
    pub(super) fn close(&mut self) {
        self.space = None;
        if let Some((start, kind)) = self.open.take()
            && start != usize::MAX
        {
            let text = &self.content[start..];
            let start = start + (text.len() - text.trim_start().len());
            let end = start + text.trim().len();
            self.blocks.push((Span::new(start as u32, end as u32), kind));
        }
    }

    /// Span of the last block, if one was made.
    pub(super) fn last_block(&self) -> Option<Span> {
        self.blocks.last().map(|(span, _)| *span)
    }

    /// Where the next character will stand, or the next but one if a space comes first.
    pub(super) fn place(&self) -> usize {
        self.content.len()
    }

    /// Notes inline markup whose text started at `from`.
    pub(super) fn mark(&mut self, from: usize, kind: MarkKind) {
        let inside = &self.content[from.min(self.content.len())..];
        let start = from + (inside.len() - inside.trim_start().len());
        if start < self.content.len() {
            self.marks.push(Mark { span: Span::new(start as u32, self.content.len() as u32), kind });
        }
    }

    /// Reads a comment that may be for us.
    pub(super) fn comment(&mut self, comment: &str, raw: Range<u64>) {
        if let Some(comment) = allow::read(comment) {
            self.allows.push((comment, self.content.len(), raw));
        }
    }

    /// Adds text of which runs of white space count as one space, as markup has it.
    pub(super) fn flow(&mut self, layer: Layer<'_>, range: Range<usize>) {
        let text = &layer.text[range.clone()];
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let word = rest.find(white).unwrap_or(rest.len());
            if word > 0 {
                self.room();
                let from = range.start + at;
                self.content.push_str(&rest[..word]);
                self.map.through(layer.map, Span::new(from as u32, (from + word) as u32));
                at += word;
                continue;
            }
            let gap = rest.find(|c| !white(c)).unwrap_or(rest.len());
            let from = range.start + at;
            self.gap(layer.map.raw(Span::new(from as u32, (from + gap) as u32)));
            at += gap;
        }
    }

    /// Adds text that as a whole stands for a stretch of the layer (an entity, a reference).
    pub(super) fn decoded(&mut self, layer: Layer<'_>, range: Range<usize>, text: &str) {
        let raw = layer.map.raw(Span::new(range.start as u32, range.end as u32));
        if !text.is_empty() && text.chars().all(white) {
            self.gap(raw);
        } else if !text.is_empty() {
            self.room();
            self.content.push_str(text);
            self.map.decoded(raw.start, (raw.end - raw.start) as u32, text.len() as u32);
        }
    }

    /// Adds text as it is, white space and all.
    pub(super) fn exact(&mut self, layer: Layer<'_>, range: Range<usize>) {
        if !range.is_empty() {
            self.room();
            self.content.push_str(&layer.text[range.clone()]);
            self.map.through(layer.map, Span::new(range.start as u32, range.end as u32));
        }
    }

    /// White space that stands for `raw`.
    pub(super) fn gap(&mut self, raw: Range<u64>) {
        if self.open.is_none_or(|(start, _)| start == usize::MAX) {
            return;
        }
        // What stands between two gaps and is not shown belongs to neither.
        self.space = match self.space.take() {
            Some(space) if space.end != raw.start => Some(space),
            Some(space) => Some(space.start..raw.end),
            None => Some(raw),
        };
    }

    /// Makes room for text: opens a block, writes the space that was owed.
    fn room(&mut self) {
        let (start, kind) = self.open.unwrap_or((usize::MAX, BlockKind::Paragraph));
        if start == usize::MAX {
            if !self.content.is_empty() {
                self.content.push_str("\n\n");
                self.map.synthetic(2);
            }
            self.open = Some((self.content.len(), kind));
        } else if let Some(raw) = self.space.take() {
            self.content.push(' ');
            match raw.end - raw.start {
                0 => self.map.synthetic(1),
                len => self.map.decoded(raw.start, len as u32, 1),
            }
        }
        self.space = None;
    }

    /// Adds a plain text with the blocks that its lines make.
    pub(super) fn plain(&mut self, layer: Layer<'_>) {
        for (span, kind) in text::plain_blocks(layer.text) {
            self.begin(kind);
            self.exact(layer, span.range());
            self.close();
        }
    }

    /// White space where a tag stands.
    pub(super) fn gap_at(&mut self, layer: Layer<'_>, at: usize) {
        let raw = layer.map.raw(Span::new(at as u32, at as u32 + 1)).start;
        self.gap(raw..raw);
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Says whether the title stands in the text as its first block.
    pub(super) fn settle_title(&mut self) {
        let first = self.blocks.first().map(|(span, _)| &self.content[span.range()]);
        self.origin.title_in_text = first.is_some() && first == self.origin.title.as_deref();
    }

    /// Whether there is anything to check.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The text so far.
    pub(super) fn content(&self) -> &str {
        &self.content
    }

    /// The comments that let rules pass, each with the block that follows it or that it stands in.
    pub(super) fn allows(&mut self) -> Vec<Allow> {
        let allows = std::mem::take(&mut self.allows).into_iter();
        let next = |at: usize| {
            let index = self.blocks.partition_point(|(span, _)| span.end as usize <= at);
            self.blocks.get(index).map(|(span, _)| *span)
        };
        let settled = allows.filter_map(|(comment, at, raw)| {
            let span = if comment.whole { None } else { Some(next(at)?) };
            Some(Allow { rules: comment.rules, reason: comment.reason, span, raw })
        });
        settled.collect()
    }

    /// The document.
    pub(super) fn finish(mut self, raw: Raw, options: Options) -> Result<Document, InputError> {
        self.close();
        if self.content.len() >= u32::MAX as usize {
            let what = "the text of an article".into();
            return Err(InputError::TooLarge { path: self.origin.path, what, limit: 4096 });
        }
        let lang = language(options, self.lang.as_deref(), &self.content);
        let allows = self.allows();
        let target = text::segment(self.content, &self.blocks);
        let source = source_language(options, self.source_lang.as_deref(), &target, lang);
        let mut document = Document { source, ..Document::new(self.origin, lang, target, self.map, raw) };
        document.marks = self.marks;
        document.allows = allows;
        Ok(document)
    }

    /// The document with the text it renders; `units` pairs spans of the two.
    pub(super) fn finish_pair(
        self,
        mut original: Draft,
        units: Vec<(Span, Span)>,
        raw: Raw,
        options: Options,
    ) -> Result<Document, InputError> {
        original.close();
        let lang = self.source_lang.as_deref().and_then(Lang::parse);
        let mut document = self.finish(raw, options)?;
        if !original.content.is_empty() {
            let text = text::segment(original.content, &original.blocks);
            document.original = Some(Box::new(Original { lang, text, map: original.map, units }));
        }
        Ok(document)
    }
}
