//! RSS 2.0, RSS 1.0 and Atom: an item an article, its text as HTML.

use super::{Read, Xml};
use crate::{
    input::{
        draft::{Draft, Layer},
        fields, html,
    },
    model::{Document, SourceMap},
};

pub(super) fn articles(xml: &Xml<'_>, root: usize) -> Read {
    let tree = xml.tree;
    let channel = tree.child(root, "channel").unwrap_or(root);
    let attribute = |node| tree.attribute(node, "xml:lang").map(str::to_owned);
    let lang = xml.text(channel, "language").or_else(|| attribute(channel)).or_else(|| attribute(root));
    let site = xml.text(channel, "title");
    let inside = [channel, root];
    let items: Vec<usize> = inside[..if channel == root { 1 } else { 2 }]
        .iter()
        .flat_map(|node| tree.children(*node))
        .filter(|node| matches!(tree.name(*node), "item" | "entry"))
        .collect();
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let mut draft = xml.draft(Some(index as u64 + 1));
        draft.lang = attribute(item).or_else(|| xml.text(item, "dc:language")).or_else(|| lang.clone());
        draft.origin.site.clone_from(&site);
        read.extend(article(xml, item, draft).transpose());
    }
    read
}

fn article(xml: &Xml<'_>, item: usize, mut draft: Draft) -> Result<Option<Document>, crate::input::InputError> {
    let tree = xml.tree;
    let first = |names: &[&str]| names.iter().find_map(|name| xml.text(item, name));
    draft.origin.id = first(&["guid", "id", "link"]).unwrap_or_default();
    draft.origin.published = first(&["pubDate", "published", "dc:date", "updated"]);
    draft.origin.modified = first(&["updated", "dcterms:modified"]);
    let alternate =
        |node: &usize| tree.name(*node) == "link" && tree.attribute(*node, "rel").is_none_or(|rel| rel == "alternate");
    let link = tree.children(item).find(alternate);
    draft.origin.url =
        link.and_then(|node| tree.attribute(node, "href").map(str::to_owned)).or_else(|| first(&["link"]));
    // The longest text is the article; a summary beside it says the same in short.
    let bodies =
        ["content:encoded", "content", "description", "summary"].iter().filter_map(|name| tree.child(item, name));
    let body = bodies.into_iter().find(|node| !tree.text(*node, xml.layer).is_empty());
    if let Some(title) = tree.child(item, "title") {
        let value = trimmed(&tree.inner(title, xml.layer));
        // Titles are escaped twice as often as not: what has tags or references in it is HTML.
        let plain = !value.0.contains('<') && !value.0.contains('&');
        if plain {
            let start = body.map(|body| tree.text(body, xml.layer)).unwrap_or_default();
            fields::headline(&mut draft, Some(&value), &start);
        } else {
            draft.begin(crate::model::BlockKind::Headline);
            html::fragment_in(Layer::from(&value), &mut draft, crate::model::BlockKind::Headline);
            draft.origin.title = Some(draft.content().to_owned());
        }
    }
    if let Some(body) = body {
        let kind = tree.attribute(body, "type").unwrap_or("html");
        if kind == "xhtml" {
            html::write(tree, body, xml.layer, &mut draft);
        } else {
            let value = tree.inner(body, xml.layer);
            if kind == "text" || kind == "text/plain" {
                draft.plain(Layer::from(&value));
            } else {
                html::fragment(Layer::from(&value), &mut draft);
            }
        }
    }
    if draft.is_empty() {
        return Ok(None);
    }
    xml.finish(draft, item).map(Some)
}

/// A value without white space around it.
fn trimmed(value: &(String, SourceMap)) -> (String, SourceMap) {
    let inner = value.0.trim();
    let start = (value.0.len() - value.0.trim_start().len()) as u32;
    let mut map = SourceMap::default();
    map.through(&value.1, crate::model::Span::new(start, start + inner.len() as u32));
    (inner.to_owned(), map)
}
