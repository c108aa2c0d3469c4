//! Markup as a flat tree: nodes in document order, each of which knows where its subtree ends. Nothing here recurses, so
//! depth costs nothing.

use super::draft::{Draft, Layer};
use crate::model::{SourceMap, Span};
use std::ops::Range;

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A tag: name without prefix, lower case in HTML, and attributes.
    Element { name: Box<str>, attributes: Vec<(Box<str>, Box<str>)> },
    /// Text that stands for itself.
    Text,
    /// A reference, and what it stands for.
    Decoded(Box<str>),
    /// A comment; the range is that of its content.
    Comment,
}

/// A node.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Bytes of the text, or of the start tag.
    pub(super) range: Range<usize>,
    /// Index behind the last node inside this one.
    pub(super) end: usize,
}

/// Nodes in document order.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// Adds a node.
    pub(super) fn push(&mut self, kind: Kind, range: Range<usize>) -> usize {
        self.nodes.push(Node { kind, range, end: self.nodes.len() + 1 });
        self.nodes.len() - 1
    }

    /// Says that nothing more goes into the node.
    pub(super) fn close(&mut self, node: usize) {
        self.nodes[node].end = self.nodes.len();
    }

    /// Name of an element; empty for other nodes.
    pub(super) fn name(&self, node: usize) -> &str {
        match &self.nodes[node].kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, node: usize, wanted: &str) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| &**name == wanted).map(|(_, value)| &**value)
            }
            _ => None,
        }
    }

    /// The nodes right inside.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end;
        let mut at = node + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.nodes[child].end;
            Some(child)
        })
    }

    /// The first child of a name.
    pub(super) fn child(&self, node: usize, name: &str) -> Option<usize> {
        self.children(node).find(|child| self.name(*child) == name)
    }

    /// Every element of a name inside the node, in document order.
    pub(super) fn all<'t>(&'t self, node: usize, name: &'t str) -> impl Iterator<Item = usize> + 't {
        (node + 1..self.nodes[node].end).filter(move |n| self.name(*n) == name)
    }

    /// The first element of a name inside the node.
    pub(super) fn find(&self, node: usize, name: &str) -> Option<usize> {
        self.all(node, name).next()
    }

    /// All text inside, trimmed.
    pub(super) fn text(&self, node: usize, layer: Layer<'_>) -> String {
        let mut text = String::new();
        for node in &self.nodes[node..self.nodes[node].end] {
            match &node.kind {
                Kind::Text => text.push_str(&layer.text[node.range.clone()]),
                Kind::Decoded(decoded) => text.push_str(decoded),
                _ => {}
            }
        }
        text.trim().to_owned()
    }

    /// The text of a child, if there is any.
    pub(super) fn child_text(&self, node: usize, name: &str, layer: Layer<'_>) -> Option<String> {
        self.child(node, name).map(|child| self.text(child, layer)).filter(|text| !text.is_empty())
    }

    /// All text inside with its map, to be read as markup once more.
    pub(super) fn inner(&self, node: usize, layer: Layer<'_>) -> (String, SourceMap) {
        let mut out = (String::new(), SourceMap::default());
        for node in &self.nodes[node..self.nodes[node].end] {
            let span = Span::new(node.range.start as u32, node.range.end as u32);
            match &node.kind {
                Kind::Text => {
                    out.0.push_str(&layer.text[node.range.clone()]);
                    out.1.through(layer.map, span);
                }
                Kind::Decoded(decoded) => {
                    out.0.push_str(decoded);
                    out.1.decoded_through(layer.map, span, decoded.len() as u32);
                }
                _ => {}
            }
        }
        out
    }

    /// Adds all text inside to the block that is open.
    pub(super) fn flow(&self, node: usize, layer: Layer<'_>, draft: &mut Draft) {
        for node in &self.nodes[node..self.nodes[node].end] {
            leaf(node, layer, draft);
        }
    }
}

/// Adds a node's own text, or reads its comment.
pub(super) fn leaf(node: &Node, layer: Layer<'_>, draft: &mut Draft) {
    match &node.kind {
        Kind::Text => draft.flow(layer, node.range.clone()),
        Kind::Decoded(decoded) => draft.decoded(layer, node.range.clone(), decoded),
        Kind::Comment => {
            let raw = layer.map.raw(Span::new(node.range.start as u32, node.range.end as u32));
            draft.comment(&layer.text[node.range.clone()], raw);
        }
        Kind::Element { .. } => {}
    }
}
