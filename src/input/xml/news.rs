//! What news agencies send: NITF, and NewsML-G2 with NITF, HTML or plain text inside.

use super::{Read, Xml};
use crate::{
    input::{draft::Draft, draft::Layer, html},
    model::BlockKind,
};

pub(super) fn nitf(xml: &Xml<'_>, root: usize) -> Read {
    let mut draft = xml.draft(None);
    fill_nitf(xml, root, &mut draft);
    if draft.is_empty() { Vec::new() } else { vec![xml.finish(draft, root)] }
}

/// Reads a NITF document into a draft.
fn fill_nitf(xml: &Xml<'_>, root: usize, draft: &mut Draft) {
    let tree = xml.tree;
    draft.lang = tree.attribute(root, "xml:lang").map(str::to_owned).or(draft.lang.take());
    let attribute =
        |element: &str, name: &str| tree.find(root, element).and_then(|n| tree.attribute(n, name)).map(str::to_owned);
    let origin = &mut draft.origin;
    if let Some(id) = attribute("doc-id", "id-string") {
        origin.id = id;
    }
    origin.published = attribute("date.issue", "norm").or(origin.published.take());
    origin.site = tree
        .find(root, "doc.copyright")
        .and_then(|n| tree.attribute(n, "holder"))
        .map(str::to_owned)
        .or(origin.site.take());
    let headline = tree.find(root, "hl1").or_else(|| tree.find(root, "hedline"));
    if let Some(headline) = headline {
        draft.begin(BlockKind::Headline);
        tree.flow(headline, xml.layer, draft);
        draft.close();
        draft.origin.title = draft.last_block().map(|span| draft.content()[span.range()].to_owned());
        for second in tree.all(root, "hl2") {
            draft.begin(BlockKind::Headline);
            tree.flow(second, xml.layer, draft);
            draft.close();
        }
    }
    if let Some(body) = tree.find(root, "body.content") {
        html::write(tree, body, xml.layer, draft);
    }
}

pub(super) fn newsml(xml: &Xml<'_>, root: usize) -> Read {
    let tree = xml.tree;
    let items: Vec<usize> = match tree.name(root) {
        "newsItem" => vec![root],
        "NewsML" => {
            tree.all(root, "NewsComponent").filter(|node| tree.find(*node, "NewsComponent").is_none()).collect()
        }
        _ => tree.all(root, "newsItem").collect(),
    };
    let single = items.len() == 1;
    let mut read = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let mut draft = xml.draft((!single).then_some(index as u64 + 1));
        fill_newsml(xml, item, &mut draft);
        if !draft.is_empty() {
            read.push(xml.finish(draft, item));
        }
    }
    read
}

fn fill_newsml(xml: &Xml<'_>, item: usize, draft: &mut Draft) {
    let tree = xml.tree;
    let meta = tree.child(item, "contentMeta");
    let lang = meta.and_then(|meta| tree.child(meta, "language")).and_then(|n| tree.attribute(n, "tag"));
    draft.lang = lang.or_else(|| tree.attribute(item, "xml:lang")).map(str::to_owned);
    tree.attribute(item, "guid").unwrap_or_default().clone_into(&mut draft.origin.id);
    draft.origin.published = tree
        .child(item, "itemMeta")
        .and_then(|meta| xml.text(meta, "versionCreated"))
        .or_else(|| meta.and_then(|meta| xml.text(meta, "contentCreated")));
    draft.origin.modified = meta.and_then(|meta| xml.text(meta, "contentModified"));
    draft.origin.site = tree.find(item, "provider").and_then(|n| tree.attribute(n, "literal")).map(str::to_owned);
    if let Some(nitf) = tree.find(item, "nitf") {
        fill_nitf(xml, nitf, draft);
        return;
    }
    let inline = tree.find(item, "inlineXML").or_else(|| tree.find(item, "inlineData"));
    let headline = meta.and_then(|meta| tree.child(meta, "headline")).or_else(|| tree.find(item, "HeadLine"));
    let has_heading = inline.is_some_and(|inline| tree.find(inline, "h1").is_some());
    if let Some(headline) = headline {
        let text = tree.text(headline, xml.layer);
        if !text.is_empty() && !has_heading {
            draft.begin(BlockKind::Headline);
            tree.flow(headline, xml.layer, draft);
            draft.close();
        }
        draft.origin.title = Some(text).filter(|text| !text.is_empty());
    }
    match inline.map(|inline| (inline, tree.name(inline))) {
        Some((inline, "inlineXML")) => {
            let body = tree.find(inline, "body").unwrap_or(inline);
            html::write(tree, body, xml.layer, draft);
        }
        Some((inline, _)) => {
            let value = tree.inner(inline, xml.layer);
            if tree.attribute(inline, "contenttype").is_some_and(|t| t.contains("html")) {
                html::fragment(Layer::from(&value), draft);
            } else {
                draft.plain(Layer::from(&value));
            }
        }
        None => {
            if let Some(body) = tree.find(item, "DataContent").or_else(|| tree.find(item, "body")) {
                html::write(tree, body, xml.layer, draft);
            }
        }
    }
}
