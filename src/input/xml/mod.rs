//! XML: a tree with places, and the format that its root element names.
//!
//! Entities that a document declares are never expanded, external ones never fetched: such a document is refused.

mod feed;
mod news;
mod tmx;
mod tree;
mod xliff;

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding, html,
    tree::Tree,
};
use crate::model::{Document, Raw, Span};
use std::cell::RefCell;

type Read = Vec<Result<Document, InputError>>;

/// A document that is being read.
struct Xml<'a> {
    tree: &'a Tree,
    layer: Layer<'a>,
    raw: Raw,
    /// The part that was asked for last: the next one is counted from there.
    last: RefCell<Raw>,
    unit: &'a Unit,
    options: Options<'a>,
}

pub(super) fn articles(unit: &Unit, options: Options) -> Read {
    let mut raw = unit.raw.clone();
    let declared = html::charset(raw.bytes());
    let mut decoded = match encoding::decode_as(raw.bytes(), &unit.path, declared.as_deref()) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Err(error)],
    };
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let (tree, broken) = tree::read(layer.text);
    let fail = |at: usize, reason: String| {
        let line = memchr::memchr_iter(b'\n', &layer.text.as_bytes()[..at.min(layer.text.len())]).count() as u64;
        Err(InputError::Record { path: unit.path.clone(), line: raw.line + line, reason })
    };
    let xml = Xml { tree: &tree, layer, raw: raw.clone(), last: RefCell::new(raw.clone()), unit, options };
    let root = tree.children(0).find(|node| !tree.name(*node).is_empty());
    let mut read = match root.map(|root| (root, tree.name(root))) {
        Some((root, "rss" | "feed" | "RDF")) => feed::articles(&xml, root),
        Some((root, "nitf")) => news::nitf(&xml, root),
        Some((root, "newsItem" | "newsMessage" | "NewsML")) => news::newsml(&xml, root),
        Some((root, "xliff")) => xliff::articles(&xml, root),
        Some((root, "tmx")) => tmx::articles(&xml, root),
        Some((_, "html")) => return vec![html::parse(Unit { raw: unit.raw.clone(), ..unit.clone() }, options)],
        Some((root, name)) if broken.is_none() => {
            let reason = format!(
                "<{name}> is no article that is read; RSS, Atom, NITF, NewsML-G2, XLIFF and TMX are, and others as HTML with --input-format html"
            );
            vec![fail(tree.nodes[root].range.start, reason)]
        }
        _ => Vec::new(),
    };
    match broken {
        Some((at, reason)) => read.push(fail(at, reason)),
        None if read.is_empty() => read.push(fail(0, "there is no article in it".to_owned())),
        None => {}
    }
    read
}

impl Xml<'_> {
    /// A draft for an article of the document.
    fn draft(&self, record: Option<u64>) -> Draft {
        let mut draft = Draft::default();
        draft.origin.path = self.unit.path.clone();
        draft.origin.record = record.or(self.unit.record);
        draft
    }

    /// Text of a child.
    fn text(&self, node: usize, name: &str) -> Option<String> {
        self.tree.child_text(node, name, self.layer)
    }

    /// The bytes from an element on.
    fn raw_from(&self, node: usize) -> Raw {
        if !self.raw.utf8 {
            return self.raw.clone();
        }
        let start = self.tree.nodes[node].range.start as u32;
        let at = self.layer.map.raw(Span::new(start, start + 1)).start;
        let mut last = self.last.borrow_mut();
        if at < last.offset {
            *last = self.raw.clone();
        }
        let len = last.bytes().len();
        *last = last.part(((at - last.offset) as usize).min(len)..len);
        last.clone()
    }

    /// The document of a draft, with an id if it has none yet.
    fn finish(&self, mut draft: Draft, node: usize) -> Result<Document, InputError> {
        self.name(&mut draft);
        draft.finish(self.raw_from(node), self.options)
    }

    fn name(&self, draft: &mut Draft) {
        if draft.origin.id.is_empty() {
            let record = draft.origin.record.map(|record| record.to_string());
            draft.origin.id = record.unwrap_or_else(|| self.unit.path.to_string());
        }
        draft.settle_title();
    }
}
