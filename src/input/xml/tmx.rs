//! TMX: a language that was translated into is an article, a unit a block of it; the source is kept beside it.

use super::{Read, Xml, xliff::Pair};
use crate::{input::draft::Draft, model::Lang};
use std::collections::BTreeMap;

pub(super) fn articles(xml: &Xml<'_>, root: usize) -> Read {
    let tree = xml.tree;
    let header = tree.child(root, "header");
    let stated = header.and_then(|node| tree.attribute(node, "srclang")).filter(|lang| !lang.starts_with('*'));
    let Some(body) = tree.child(root, "body") else { return Vec::new() };
    let lang_of =
        |tuv: usize| tree.attribute(tuv, "xml:lang").or_else(|| tree.attribute(tuv, "lang")).unwrap_or_default();
    let same =
        |a: &str, b: &str| a.eq_ignore_ascii_case(b) || Lang::parse(a).is_some() && Lang::parse(a) == Lang::parse(b);
    let mut targets: BTreeMap<String, (Draft, Pair)> = BTreeMap::new();
    for unit in tree.children(body).filter(|node| tree.name(*node) == "tu") {
        let variants: Vec<usize> = tree.children(unit).filter(|node| tree.name(*node) == "tuv").collect();
        let from = tree.attribute(unit, "srclang").or(stated);
        // Without a stated source language the first variant is the source.
        let source = match from {
            Some(from) => variants.iter().copied().find(|tuv| same(lang_of(*tuv), from)),
            None => variants.first().copied(),
        };
        for tuv in variants.into_iter().filter(|tuv| Some(*tuv) != source) {
            let Some(target) = tree.child(tuv, "seg") else { continue };
            let (draft, pair) = targets.entry(lang_of(tuv).to_ascii_lowercase()).or_insert_with(|| {
                let mut draft = xml.draft(None);
                draft.lang = Some(lang_of(tuv).to_owned());
                draft.source_lang = source.map(|source| lang_of(source).to_owned());
                (draft, Pair { original: Draft::default(), units: Vec::new() })
            });
            pair.add(xml, source.and_then(|source| tree.child(source, "seg")), target, draft);
        }
    }
    let several = targets.len() > 1;
    let mut read = Vec::new();
    for (index, (lang, (mut draft, pair))) in targets.into_iter().enumerate() {
        if draft.is_empty() {
            continue;
        }
        if several {
            draft.origin.record = Some(index as u64 + 1);
            draft.origin.id = format!("{}#{lang}", xml.unit.path);
        }
        xml.name(&mut draft);
        read.push(draft.finish_pair(pair.original, pair.units, xml.raw.clone(), xml.options));
    }
    read
}
