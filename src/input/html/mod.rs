//! HTML: the main content of a page, or a fragment of one that a feed or a record carries.
//!
//! [`tree`] makes a tree of the tokens, [`content`] finds the article in it, [`meta`] reads what the page says of itself;
//! here the article is written down. Furniture of the page that stands inside the article stays: it is a defect.

mod content;
mod meta;
mod tree;

pub(super) use meta::charset;
pub(super) use tree::reference;

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding,
    tree::{Kind, Tree, leaf},
};
use crate::model::{BlockKind, Document, MarkKind};

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    parse_as(unit, options, None)
}

/// Reads a page of which somebody said the encoding.
pub(super) fn parse_as(unit: Unit, options: Options, charset: Option<&str>) -> Result<Document, InputError> {
    let mut raw = unit.raw;
    let declared = charset.map(str::to_owned).or_else(|| meta::charset(raw.bytes()));
    let mut decoded = encoding::decode_as(raw.bytes(), &unit.path, declared.as_deref())?;
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let tree = tree::read(layer.text);
    let mut draft = Draft::default();
    draft.origin.path = unit.path;
    draft.origin.record = unit.record;
    meta::read(&tree, layer, &mut draft);
    let (root, headline) = content::choose(&tree, layer, draft.origin.title.as_deref());
    if let Some(lang) = tree.attribute(root, "lang").filter(|lang| !lang.trim().is_empty()) {
        draft.lang = Some(lang.to_owned());
    }
    // Comments for the whole page may stand anywhere in it.
    for node in tree.nodes.iter().take(root).filter(|node| matches!(node.kind, Kind::Comment)) {
        leaf(node, layer, &mut draft);
    }
    if let Some(headline) = headline {
        write(&tree, headline, layer, &mut draft);
    }
    write(&tree, root, layer, &mut draft);
    draft.settle_title();
    if draft.origin.id.is_empty() {
        draft.origin.id = draft.origin.url.clone().unwrap_or_else(|| draft.origin.path.to_string());
    }
    draft.finish(raw, options)
}

/// Adds an HTML fragment that is all of one kind.
pub(super) fn fragment_in(layer: Layer<'_>, draft: &mut Draft, kind: BlockKind) {
    let tree = tree::read(layer.text);
    write_in(&tree, 0, layer, draft, kind);
}

/// Adds the blocks of an HTML fragment.
pub(super) fn fragment(layer: Layer<'_>, draft: &mut Draft) {
    let tree = tree::read(layer.text);
    write(&tree, 0, layer, draft);
}

/// Adds the blocks of an element of XML that holds HTML elements.
pub(super) fn write(tree: &Tree, root: usize, layer: Layer<'_>, draft: &mut Draft) {
    write_in(tree, root, layer, draft, BlockKind::Paragraph);
}

fn write_in(tree: &Tree, root: usize, layer: Layer<'_>, draft: &mut Draft, kind: BlockKind) {
    draft.close();
    let mut walk = Walk { open: Vec::new(), kind, breaks: 0 };
    let end = tree.nodes[root].end;
    let mut at = root;
    while at < end {
        walk.leave(at, draft);
        let node = &tree.nodes[at];
        match &node.kind {
            Kind::Element { name, .. } if content::is_dropped(tree, at) => {
                if matches!(&**name, "script" | "style" | "template") {
                    // An element inside a line leaves no gap; neither does what nobody sees.
                } else if &**name != "noscript" {
                    draft.gap_at(layer, node.range.start);
                }
                at = node.end;
                continue;
            }
            Kind::Element { name, .. } => walk.enter(tree, at, name, layer, draft),
            Kind::Comment => leaf(node, layer, draft),
            Kind::Text | Kind::Decoded(_) => {
                let shows = match &node.kind {
                    Kind::Decoded(_) => true,
                    _ => !layer.text[node.range.clone()].trim_ascii().is_empty(),
                };
                if shows {
                    walk.breaks = 0;
                    if !draft.is_open() {
                        draft.begin(walk.kind);
                    }
                }
                leaf(node, layer, draft);
            }
        }
        at += 1;
    }
    walk.leave(usize::MAX, draft);
    draft.close();
}

/// What has to be done where an element ends.
enum Leave {
    /// End the block, and go back to the kind around it.
    Block(BlockKind),
    /// Note inline markup.
    Mark(usize, MarkKind),
}

/// The way through the tree.
struct Walk {
    /// Elements that are open: where each ends.
    open: Vec<(usize, Leave)>,
    kind: BlockKind,
    /// Line breaks without text between them.
    breaks: u32,
}

impl Walk {
    fn leave(&mut self, at: usize, draft: &mut Draft) {
        while self.open.last().is_some_and(|(end, _)| *end <= at) {
            match self.open.pop() {
                Some((_, Leave::Block(kind))) => {
                    draft.close();
                    self.kind = kind;
                }
                Some((_, Leave::Mark(from, kind))) => draft.mark(from, kind),
                None => {}
            }
        }
    }

    fn enter(&mut self, tree: &Tree, at: usize, name: &str, layer: Layer<'_>, draft: &mut Draft) {
        let node = &tree.nodes[at];
        if name == "br" {
            self.breaks += 1;
            if self.breaks > 1 {
                draft.close();
            }
            draft.gap_at(layer, node.range.start);
        } else if let Some(kind) = mark_kind(name) {
            self.open.push((node.end, Leave::Mark(draft.place(), kind)));
        } else if is_block(name) {
            draft.close();
            self.open.push((node.end, Leave::Block(self.kind)));
            self.kind = block_kind(name).unwrap_or(self.kind);
        } else if matches!(name, "hl1" | "hl2") {
            self.kind = BlockKind::Headline;
        }
    }
}

fn mark_kind(name: &str) -> Option<MarkKind> {
    match name {
        "a" => Some(MarkKind::Link),
        "em" | "strong" | "b" | "i" | "u" | "mark" | "cite" | "ins" | "s" | "q" | "small" | "del" | "time" => {
            Some(MarkKind::Emphasis)
        }
        "code" | "kbd" | "samp" | "var" | "sub" | "sup" | "abbr" => Some(MarkKind::Other),
        _ => None,
    }
}

/// The kind of block that an element makes of the text inside it; none says nothing of it.
fn block_kind(name: &str) -> Option<BlockKind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => Some(BlockKind::Headline),
        "blockquote" => Some(BlockKind::Quotation),
        "li" | "dt" | "dd" => Some(BlockKind::ListItem),
        "figcaption" | "caption" | "td" | "th" | "legend" | "media-caption" => Some(BlockKind::Caption),
        _ => None,
    }
}

/// Elements that stand on lines of their own. The last line is NITF's.
fn is_block(name: &str) -> bool {
    block_kind(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "body"
                | "center"
                | "details"
                | "div"
                | "dl"
                | "fieldset"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "hgroup"
                | "hr"
                | "html"
                | "main"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "tfoot"
                | "thead"
                | "tr"
                | "ul"
                | "video"
                | "audio"
                | "option"
                | "block"
                | "body.content"
                | "body.head"
                | "body.end"
                | "media"
                | "byline"
                | "dateline"
                | "hedline"
        )
}
