//! XML to a tree. What stands before an error is kept.

use crate::input::{
    html,
    tree::{Kind, Tree},
};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

/// Prefixes without which a name would mean something else.
const KEPT: &[&str] = &["media", "itunes", "content", "dc", "dcterms", "xml", "georss", "slash", "wfw", "sy"];

/// Reads all of a text: its tree, and where and why it broke off. Node 0 holds everything.
pub(super) fn read(text: &str) -> (Tree, Option<(usize, String)>) {
    let mut tree = Tree::default();
    tree.push(Kind::Element { name: "".into(), attributes: Vec::new() }, 0..0);
    let mut open = vec![0];
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut broken = None;
    loop {
        let start = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                broken = Some((reader.error_position() as usize, format!("the XML is broken: {error}; mend it here")));
                break;
            }
        };
        let end = (reader.buffer_position() as usize).min(text.len());
        let range = start.min(end)..end;
        match event {
            Event::Start(tag) => {
                let node = tree.push(element(&tag), range);
                open.push(node);
            }
            Event::Empty(tag) => {
                tree.push(element(&tag), range);
            }
            Event::End(_) => {
                if open.len() > 1
                    && let Some(node) = open.pop()
                {
                    tree.close(node);
                }
            }
            Event::Text(_) => {
                tree.push(Kind::Text, range);
            }
            Event::CData(_) => {
                let inner = text[range.clone()].strip_prefix("<![CDATA[").map_or(0, |_| 9);
                let tail = text[range.clone()].strip_suffix("]]>").map_or(0, |_| 3);
                tree.push(Kind::Text, range.start + inner..(range.end - tail).max(range.start + inner));
            }
            Event::GeneralRef(_) => {
                let kind = match html::reference(&text[range.clone()]) {
                    Some((len, decoded)) if len == range.len() => Kind::Decoded(decoded.into()),
                    _ => Kind::Text,
                };
                tree.push(kind, range);
            }
            Event::Comment(_) => {
                let inner = range.start + 4..range.end.saturating_sub(3);
                if inner.start <= inner.end {
                    tree.push(Kind::Comment, inner);
                }
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                let reason = "the document declares entities, which are neither expanded nor fetched; expand them first (xmllint --noent)";
                broken = Some((range.start, reason.to_owned()));
                break;
            }
            Event::Eof => {
                if open.len() > 1 {
                    let name = tree.name(open[open.len() - 1]);
                    broken = Some((end, format!("the file ends inside <{name}>: it is cut off; fetch it again")));
                }
                break;
            }
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    while let Some(node) = open.pop() {
        tree.close(node);
    }
    (tree, broken)
}

fn element(tag: &BytesStart<'_>) -> Kind {
    let full = tag.name().into_inner();
    let name = match full.split_once(':') {
        Some((prefix, name)) if !KEPT.contains(&prefix) => name,
        _ => full,
    };
    let mut read = tag.attributes();
    let attributes = read.with_checks(false).flatten().map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        (attribute.key.into_inner().into(), value.into())
    });
    Kind::Element { name: name.into(), attributes: attributes.collect() }
}
