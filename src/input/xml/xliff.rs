//! XLIFF 1.2 and 2: the target is checked, the source kept beside it. A `<file>` is an article, a unit a block of it.

use super::{Read, Xml};
use crate::{
    input::{
        draft::Draft,
        tree::{Kind, Tree, leaf},
    },
    model::{BlockKind, Span},
};

pub(super) fn articles(xml: &Xml<'_>, root: usize) -> Read {
    let tree = xml.tree;
    let files: Vec<usize> = tree.all(root, "file").collect();
    let single = files.len() == 1;
    let mut read = Vec::new();
    for (index, file) in files.into_iter().enumerate() {
        let attribute = |names: &[(usize, &str)]| {
            names.iter().find_map(|(node, name)| tree.attribute(*node, name)).map(str::to_owned)
        };
        let mut draft = xml.draft((!single).then_some(index as u64 + 1));
        draft.origin.id = attribute(&[(file, "original"), (file, "id")]).unwrap_or_default();
        draft.lang = attribute(&[(file, "target-language"), (root, "trgLang")]);
        draft.source_lang = attribute(&[(file, "source-language"), (root, "srcLang")]);
        let mut pair = Pair { original: Draft::default(), units: Vec::new() };
        let mut at = file + 1;
        while at < tree.nodes[file].end {
            let node = &tree.nodes[at];
            if let Kind::Comment = node.kind {
                leaf(node, xml.layer, &mut draft);
            }
            at = match tree.name(at) {
                "trans-unit" | "unit" if tree.attribute(at, "translate") == Some("no") => node.end,
                "trans-unit" | "segment" => {
                    if let Some(target) = tree.child(at, "target") {
                        pair.add(xml, tree.child(at, "source"), target, &mut draft);
                    }
                    node.end
                }
                _ => at + 1,
            };
        }
        if !draft.is_empty() {
            xml.name(&mut draft);
            read.push(draft.finish_pair(pair.original, pair.units, xml.raw_from(file), xml.options));
        }
    }
    if read.is_empty() {
        let reason = "no <target> has text: nothing is translated in it yet".to_owned();
        let error = crate::input::InputError::Broken { path: xml.unit.path.clone(), reason };
        read.push(Err(error));
    }
    read
}

/// Units with their sources.
pub(super) struct Pair {
    pub(super) original: Draft,
    pub(super) units: Vec<(Span, Span)>,
}

impl Pair {
    /// Adds a unit as a block of both sides.
    pub(super) fn add(&mut self, xml: &Xml<'_>, source: Option<usize>, target: usize, draft: &mut Draft) {
        let Some(written) = write(xml, target, draft) else { return };
        if let Some(rendered) = source.and_then(|source| write(xml, source, &mut self.original)) {
            self.units.push((written, rendered));
        }
    }
}

/// Writes the text of a segment as a block. Inline elements that hold codes of the original format hold no text.
fn write(xml: &Xml<'_>, segment: usize, draft: &mut Draft) -> Option<Span> {
    let before = draft.last_block();
    draft.begin(BlockKind::Paragraph);
    let tree = xml.tree;
    let end = tree.nodes[segment].end;
    let mut at = segment + 1;
    while at < end {
        let node = &tree.nodes[at];
        at = match tree.name(at) {
            "ph" | "bpt" | "ept" | "it" | "ut" => node.end,
            "cp" => {
                if let Some(c) = code_point(tree, at) {
                    draft.decoded(xml.layer, node.range.clone(), &c.to_string());
                }
                node.end
            }
            _ => {
                leaf(node, xml.layer, draft);
                at + 1
            }
        };
    }
    draft.close();
    draft.last_block().filter(|span| Some(*span) != before)
}

/// The character that `<cp hex="…"/>` stands for.
fn code_point(tree: &Tree, node: usize) -> Option<char> {
    char::from_u32(u32::from_str_radix(tree.attribute(node, "hex")?, 16).ok()?)
}
