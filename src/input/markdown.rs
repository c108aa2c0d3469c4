//! Markdown: blocks from `CommonMark`, `title`, `lang`, `source_lang` and `site` from front matter.

use super::{InputError, Options, Unit, encoding, language, source_language};
use crate::{
    model::{BlockKind, Document, Origin, SourceMap, Span},
    text,
};
use pulldown_cmark::{Event, MetadataBlockKind, Options as Flags, Parser, Tag, TagEnd};
use std::ops::Range;

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let decoded = encoding::decode(unit.raw.bytes(), &unit.path)?;
    let source = decoded.content;
    let mut out = Extract {
        source: &source,
        raw: &decoded.map,
        content: String::with_capacity(source.len()),
        map: SourceMap::default(),
        blocks: Vec::new(),
        open: None,
    };
    let mut front = FrontMatter::default();
    let flags = Flags::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Flags::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Flags::ENABLE_TABLES;
    let mut kinds: Vec<BlockKind> = Vec::new();
    let mut hidden = 0;
    let mut metadata = false;
    for (event, range) in Parser::new_ext(&source, flags).into_offset_iter() {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle)) => {
                metadata = true;
            }
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            Event::Text(_) if metadata => front.read(&source[range]),
            Event::Start(Tag::CodeBlock(_)) => {
                out.close();
                hidden += 1;
            }
            Event::End(TagEnd::CodeBlock) => hidden -= 1,
            Event::Start(Tag::Heading { .. }) => out.begin(&mut kinds, BlockKind::Headline),
            Event::Start(Tag::BlockQuote(_)) => out.begin(&mut kinds, BlockKind::Quotation),
            Event::Start(Tag::Item) => out.begin(&mut kinds, BlockKind::ListItem),
            Event::Start(Tag::TableCell) => out.begin(&mut kinds, BlockKind::Caption),
            Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableCell) => {
                out.close();
                kinds.pop();
            }
            Event::Start(Tag::Paragraph | Tag::HtmlBlock) | Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock) => {
                out.close();
            }
            Event::Text(text) if hidden == 0 => out.text(&text, range, kinds.last().copied()),
            Event::Code(text) if hidden == 0 => {
                // The backticks are not part of the text.
                let inner = source[range.clone()]
                    .find(text.as_ref())
                    .map_or(range.clone(), |i| range.start + i..range.start + i + text.len());
                out.text(&text, inner, kinds.last().copied());
            }
            Event::SoftBreak | Event::HardBreak if hidden == 0 => out.text(" ", range, kinds.last().copied()),
            _ => {}
        }
    }
    out.close();
    let (content, map, blocks) = (out.content, out.map, out.blocks);
    let mut raw = unit.raw;
    raw.utf8 = decoded.utf8;
    let lang = language(options, front.lang.as_deref(), &content);
    let origin = Origin {
        id: front.id.unwrap_or_else(|| unit.path.to_string()),
        path: unit.path,
        record: unit.record,
        title: front.title,
        site: front.site,
        title_in_text: false,
    };
    let target = text::segment(content, &blocks);
    let source = source_language(options, front.source_lang.as_deref(), &target, lang);
    Ok(Document { origin, lang, source, target, map, raw })
}

/// The article as it grows.
struct Extract<'a> {
    source: &'a str,
    /// From the Markdown text to the file.
    raw: &'a SourceMap,
    content: String,
    map: SourceMap,
    blocks: Vec<(Span, BlockKind)>,
    /// Start and kind of the block that is open.
    open: Option<(usize, BlockKind)>,
}

impl Extract<'_> {
    fn begin(&mut self, kinds: &mut Vec<BlockKind>, kind: BlockKind) {
        self.close();
        kinds.push(kind);
    }

    fn text(&mut self, text: &str, range: Range<usize>, kind: Option<BlockKind>) {
        if self.open.is_none() {
            if text.trim().is_empty() {
                return;
            }
            if !self.content.is_empty() {
                self.content.push_str("\n\n");
                self.map.synthetic(2);
            }
            self.open = Some((self.content.len(), kind.unwrap_or(BlockKind::Paragraph)));
        }
        self.content.push_str(text);
        if self.source.get(range.clone()) == Some(text) {
            // Characters of other encodings each have bytes of their own, so go through the map one by one.
            for (i, c) in text.char_indices() {
                let at = (range.start + i) as u32;
                let raw = self.raw.raw(Span::new(at, at + c.len_utf8() as u32));
                if raw.end - raw.start == c.len_utf8() as u64 {
                    self.map.exact(raw.start, c.len_utf8() as u32);
                } else {
                    self.map.decoded(raw.start, (raw.end - raw.start) as u32, c.len_utf8() as u32);
                }
            }
        } else {
            let raw = self.raw.raw(Span::new(range.start as u32, range.end as u32));
            self.map.decoded(raw.start, (raw.end - raw.start) as u32, text.len() as u32);
        }
    }

    fn close(&mut self) {
        if let Some((start, kind)) = self.open.take() {
            let text = self.content[start..].trim_end();
            self.blocks.push((Span::new(start as u32, (start + text.len()) as u32), kind));
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
                _ => {}
            }
        }
    }
}
