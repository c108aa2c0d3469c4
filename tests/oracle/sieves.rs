//! Sieves: detectors of repetitions read few sentences closely, those that a quick look lets through.
//!
//! With words behind it that no rule minds and every sieve lets through, each sentence is read closely. What is found in
//! it then must be found without them. (Not the other way round: a list that ends a sentence is no list that goes on.)

use mtlint::{
    Engine,
    model::{Document, Span},
    text::text_document,
};
use std::collections::BTreeSet;

/// Kinds of rules whose sieves look at one sentence at a time.
pub(crate) const KINDS: &[&str] = &["repeat", "echo"];
/// Rules that count all words of a sentence, so that further ones change what they find.
const COUNTING: &[&str] = &["low-diversity-segment"];
/// A right doubling, and two words of one beginning, behind a mark that no repetition crosses.
const BEHIND: &str = " / had had / thereby therefore";

/// A place: rule, start, end.
type Place = (String, u32, u32);

/// What is found in an article, without the places that lie in `added`.
fn found(engine: &Engine, document: &Document, added: &[u32]) -> BTreeSet<Place> {
    let part = |start: u32| Span::new(start, start + BEHIND.len() as u32);
    let before = |offset: u32| added.iter().filter(|start| **start < offset).count() as u32 * BEHIND.len() as u32;
    let all = engine.hits(document).into_iter();
    all.filter(|hit| !added.iter().any(|&start| part(start).overlaps(hit.span)))
        .map(|hit| {
            let (start, end) = (hit.span.start, hit.span.end);
            (engine.rules().get(hit.rule).id.to_string(), start - before(start), end - before(end))
        })
        .filter(|(rule, ..)| !COUNTING.contains(&rule.as_str()))
        .collect()
}

/// How many places there are, and a line for each that is found only with the words; nothing where these change what is a
/// sentence.
pub(crate) fn differences(engine: &Engine, document: &Document) -> Option<(usize, Vec<String>)> {
    let text = &document.target;
    let (mut longer, mut added, mut copied) = (String::new(), Vec::new(), 0);
    for sentence in text.sentences() {
        let mut words = text.tokens_in(&sentence.tokens).iter().rev().filter(|token| token.counts());
        let Some(last) = words.next() else { continue };
        longer.push_str(&text.content()[copied..last.end() as usize]);
        added.push(longer.len() as u32);
        longer.push_str(BEHIND);
        copied = last.end() as usize;
    }
    longer.push_str(&text.content()[copied..]);
    let with = text_document(&longer, None, document.lang);
    let ends = |document: &Document| -> Vec<u32> {
        document.target.sentences().iter().map(|sentence| sentence.tokens.len() as u32).collect()
    };
    let longer_by =
        ends(&with).iter().zip(ends(document)).all(|(with, without)| *with == without || *with > without + 5);
    if with.target.sentences().len() != text.sentences().len() || !longer_by {
        return None;
    }
    let (without, with) = (found(engine, document, &[]), found(engine, &with, &added));
    let missed = |(rule, start, end): &Place| {
        let around = super::around(document, &(*start, *end, None));
        format!("{rule}: missed by a sieve, {start}..{end} in {}: {around}", document.origin.id)
    };
    let lines = with.difference(&without).map(missed).collect();
    Some((with.len(), lines))
}
