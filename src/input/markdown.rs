//! Markdown: blocks from `CommonMark`, `title`, `lang`, `source_lang` and `site` from front matter.

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding,
};
use crate::model::{BlockKind, Document, MarkKind, Origin, Span};
use pulldown_cmark::{Event, MetadataBlockKind, Options as Flags, Parser, Tag, TagEnd};
use std::ops::Range;

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let mut raw = unit.raw;
    let decoded = encoding::decode(raw.bytes(), &unit.path)?;
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let source = layer.text;
    let mut front = FrontMatter::default();
    let mut out = Extract { layer, draft: Draft::default() };
    let flags = Flags::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Flags::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Flags::ENABLE_TABLES;
    let mut kinds: Vec<BlockKind> = Vec::new();
    let mut marks: Vec<usize> = Vec::new();
    let mut hidden = 0;
    let mut metadata = false;
    for (event, range) in Parser::new_ext(source, flags).into_offset_iter() {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle)) => {
                metadata = true;
            }
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            Event::Text(_) if metadata => front.read(&source[range]),
            Event::Start(Tag::CodeBlock(_)) => {
                out.draft.close();
                hidden += 1;
            }
            Event::End(TagEnd::CodeBlock) => hidden -= 1,
            Event::Start(Tag::Heading { .. }) => out.begin(&mut kinds, BlockKind::Headline),
            Event::Start(Tag::BlockQuote(_)) => out.begin(&mut kinds, BlockKind::Quotation),
            Event::Start(Tag::Item) => out.begin(&mut kinds, BlockKind::ListItem),
            Event::Start(Tag::TableCell) => out.begin(&mut kinds, BlockKind::Caption),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableCell) => {
                out.draft.close();
                kinds.pop();
            }
            Event::Start(Tag::Paragraph | Tag::HtmlBlock) | Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock) => {
                out.draft.close();
            }
            Event::Start(Tag::Link { .. } | Tag::Emphasis | Tag::Strong) => marks.push(out.draft.place()),
            Event::End(TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong) => {
                let kind = if matches!(event, Event::End(TagEnd::Link)) { MarkKind::Link } else { MarkKind::Emphasis };
                if let Some(from) = marks.pop() {
                    out.draft.mark(from, kind);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                if let Some(comment) = html.trim().strip_prefix("<!--").and_then(|c| c.strip_suffix("-->")) {
                    out.draft.comment(comment, layer.map.raw(Span::new(range.start as u32, range.end as u32)));
                }
            }
            Event::Text(text) if hidden == 0 => out.text(&text, range, kinds.last().copied()),
            Event::Code(text) if hidden == 0 => {
                // The backticks are not part of the text.
                let inner = source[range.clone()]
                    .find(text.as_ref())
                    .map_or(range.clone(), |i| range.start + i..range.start + i + text.len());
                let from = out.draft.place();
                out.text(&text, inner, kinds.last().copied());
                out.draft.mark(from, MarkKind::Other);
            }
            Event::SoftBreak | Event::HardBreak if hidden == 0 => out.draft.decoded(layer, range, " "),
            _ => {}
        }
    }
    let mut draft = out.draft;
    draft.origin = Origin {
        id: front.id.unwrap_or_else(|| unit.path.to_string()),
        path: unit.path,
        record: unit.record,
        title: front.title,
        site: front.site,
        published: front.published,
        ..Origin::default()
    };
    draft.lang = front.lang;
    draft.source_lang = front.source_lang;
    draft.finish(raw, options)
}

/// The article as it grows.
struct Extract<'a> {
    layer: Layer<'a>,
    draft: Draft,
}

impl Extract<'_> {
    fn begin(&mut self, kinds: &mut Vec<BlockKind>, kind: BlockKind) {
        self.draft.close();
        kinds.push(kind);
    }

    fn text(&mut self, text: &str, range: Range<usize>, kind: Option<BlockKind>) {
        if !self.draft.is_open() {
            if text.trim().is_empty() {
                return;
            }
            self.draft.begin(kind.unwrap_or(BlockKind::Paragraph));
        }
        if self.layer.text.get(range.clone()) == Some(text) {
            self.draft.exact(self.layer, range);
        } else {
            self.draft.decoded(self.layer, range, text);
        }
    }
}

/// The keys of front matter that are read: `key: value` or `key = "value"`.
#[derive(Default)]
struct FrontMatter {
    id: Option<String>,
    title: Option<String>,
    lang: Option<String>,
    source_lang: Option<String>,
    site: Option<String>,
    published: Option<String>,
}

impl FrontMatter {
    fn read(&mut self, text: &str) {
        for line in text.lines() {
            let Some((key, value)) = line.split_once([':', '=']) else { continue };
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            match key.trim() {
                "id" => self.id = Some(value),
                "title" => self.title = Some(value),
                "lang" | "language" => self.lang = Some(value),
                "source_lang" | "source-lang" | "sourceLang" | "src_lang" | "srcLang" | "source_language"
                | "sourceLanguage" => self.source_lang = Some(value),
                "site" => self.site = Some(value),
                "date" | "published" => self.published = Some(value),
                _ => {}
            }
        }
    }
}
