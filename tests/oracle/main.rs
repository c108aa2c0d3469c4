//! A second engine, plain and slow, that must find what the first one finds.
//!
//! The engine looks for most rules only where a word or mark lies that every match holds, and asks cheap questions before
//! dear ones. This one reads `rules/` by itself and does what `rules/README.md` says, word by word: every sequence at every
//! token, every expression on every block, every wording compared as text. Both must report the same places in
//!
//! - all articles of `corpora/`;
//! - articles made up of what the rules look for, each sequence and expression followed to a text that it should match;
//! - the files that `MTLINT_ORACLE` names, divided by colons: records with `text` and, if they know it, `lang`.
//!
//! `MTLINT_ORACLE=FILE.jsonl cargo test --release --test oracle` takes a minute or two for each ten megabytes.

#![expect(clippy::print_stdout, reason = "the numbers are for whoever runs it by hand")]

mod article;
mod copies;
mod furniture;
mod language;
mod library;
mod mixture;
mod pattern;
mod phrase;
mod sample;
mod sequence;
mod sieves;
mod source_pack;
mod texts;

use article::Article;
use library::Library;
use mtlint::{
    Engine, RuleSet,
    model::{Document, Lang, Span},
    rule::Selector,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use texts::Piece;

/// A place: start, end, entry.
type Place = (u32, u32, Option<String>);

/// Places by rule.
#[derive(Default)]
pub(crate) struct Hits(BTreeMap<String, BTreeSet<Place>>);

impl Hits {
    pub(crate) fn add(&mut self, rule: &str, (start, end): (u32, u32), entry: Option<&str>) {
        let places = self.0.entry(rule.to_owned()).or_default();
        places.insert((start, end, entry.map(str::to_owned)));
    }

    /// Drops what lies inside another place of the same rule: the engine reports the longer one, so that neither has to
    /// agree on how many shorter ones there are.
    fn outermost(self) -> Self {
        let outer = |places: BTreeSet<Place>| {
            let inside = |a: &Place, b: &Place| (a.0, a.1) != (b.0, b.1) && b.0 <= a.0 && a.1 <= b.1;
            let mut open: Vec<Place> = Vec::new();
            let mut kept = BTreeSet::new();
            let mut all: Vec<Place> = places.into_iter().collect();
            all.sort_by_key(|place| (place.0, std::cmp::Reverse(place.1)));
            for place in all {
                open.retain(|other| other.1 > place.0);
                if !open.iter().any(|other| inside(&place, other)) {
                    open.push(place.clone());
                    kept.insert(place);
                }
            }
            kept
        };
        Self(self.0.into_iter().map(|(rule, places)| (rule, outer(places))).collect())
    }
}

/// Where the engine is known to be wrong: a rule, and whether a place (its text, its block) is one of those. A row is added
/// with its reason only, and goes when the engine is mended.
type Known = (&'static str, fn(found: &str, block: &str) -> bool);
const KNOWN: &[Known] = &[
    // Behind an apostrophe a word starts for an expression, and goes on for a token: `l’advert`.
    ("prompt-leak", |found, _| has_apostrophe(found)),
    // `x.n` is an address, not a word and a point.
    ("subscription-boilerplate", |found, _| found.ends_with("x.n")),
];

/// Whether an apostrophe stands between letters.
fn has_apostrophe(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|three| three[0].is_alphabetic() && three[1] == '’' && three[2].is_alphabetic())
}

/// The kinds of rules that have a second reading here.
const KINDS: &[&str] = &["furniture", "pattern", "phrase", "sequence", "source-pack"];

struct Oracle {
    library: Library,
    furniture: furniture::Furniture,
    patterns: Vec<pattern::PatternRule>,
    phrases: Vec<phrase::PhraseRule>,
    sequences: Vec<sequence::SequenceRule>,
    packs: source_pack::SourcePacks,
}

impl Oracle {
    fn new() -> Self {
        let library = Library::read();
        Self {
            furniture: furniture::rules(&library),
            patterns: pattern::rules(&library),
            phrases: phrase::rules(&library),
            sequences: sequence::rules(&library),
            packs: source_pack::rules(&library),
            library,
        }
    }

    /// All places in an article; `on` says which rules run on it.
    fn hits(&self, document: &Document, on: impl Fn(&str) -> bool) -> Hits {
        let (article, mut hits) = (Article::new(document), Hits::default());
        self.furniture.run(&article, &on, &mut hits);
        self.packs.run(&article, &on, &mut hits);
        self.patterns.iter().filter(|rule| on(rule.id())).for_each(|rule| rule.run(&article, &mut hits));
        self.phrases.iter().filter(|rule| on(rule.id())).for_each(|rule| rule.run(&article, &mut hits));
        self.sequences.iter().filter(|rule| on(rule.id())).for_each(|rule| rule.run(&article, &mut hits));
        hits.outermost()
    }
}

/// The engine with all rules of some kinds.
fn engine(kinds: &[&str]) -> Engine {
    let rules = RuleSet::embedded().expect("the rules load");
    let mut on = rules.select(&[Selector::All], &[]);
    for (id, rule) in rules.iter() {
        on.set(id, kinds.contains(&rule.detect.kind.as_str()));
    }
    Engine::new(rules, on).expect("the rules compile")
}

/// What the engine reports.
fn engine_hits(engine: &Engine, document: &Document) -> Hits {
    let mut hits = Hits::default();
    for found in engine.hits(document) {
        hits.add(&engine.rules().get(found.rule).id, (found.span.start, found.span.end), found.entry.as_deref());
    }
    hits.outermost()
}

/// A line for each place that only one of the two reports.
fn differences(engine: &Engine, oracle: &Oracle, document: &Document, places: &mut usize) -> Vec<String> {
    let rules = engine.rules();
    let on = |id: &str| rules.find(id).is_some_and(|id| engine.runs(id) && rules.get(id).applies_to(document.lang));
    let (fast, plain) = (engine_hits(engine, document), oracle.hits(document, on));
    *places = plain.0.values().map(BTreeSet::len).sum();
    let none = BTreeSet::new();
    let names: BTreeSet<&String> = fast.0.keys().chain(plain.0.keys()).collect();
    let mut lines = Vec::new();
    for rule in names {
        let (fast, plain) = (fast.0.get(rule).unwrap_or(&none), plain.0.get(rule).unwrap_or(&none));
        let only = |who: &str, place: &Place| {
            let (id, lang, source) = (&document.origin.id, document.lang, document.source.lang);
            let entry = place.2.as_deref().map(|entry| format!(" ({entry})")).unwrap_or_default();
            let around = around(document, place);
            format!("{rule}{entry}: only the {who}, {}..{} in {id} ({source}-{lang}): {around}", place.0, place.1)
        };
        let known = |place: &&Place| {
            let text = &document.target;
            let block = text.slice(text.blocks()[text.block_at(place.0)].span);
            let found = text.slice(Span::new(place.0, place.1));
            KNOWN.iter().any(|(known, holds)| known == rule && holds(found, block))
        };
        let differ = |a: &BTreeSet<Place>, b: &BTreeSet<Place>, who: &str| -> Vec<String> {
            a.difference(b).filter(|place| !known(place)).map(|place| only(who, place)).collect()
        };
        lines.extend(differ(fast, plain, "engine"));
        lines.extend(differ(plain, fast, "oracle"));
    }
    lines
}

/// A place with brackets around it, in its surroundings.
fn around(document: &Document, (start, end, _): &Place) -> String {
    let text = &document.target;
    let content = text.content();
    let edge = |mut at: usize| {
        while !content.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    };
    let from = edge((*start as usize).saturating_sub(80));
    let to = edge((*end as usize + 80).min(content.len())).max(*end);
    let slice = |from, to| text.slice(Span::new(from, to));
    format!("{:?}[[{:?}]]{:?}", slice(from, *start), slice(*start, *end), slice(*end, to))
}

/// Compares both engines on articles; how many places both report.
fn compare(name: &str, engine: &Engine, oracle: &Oracle, pieces: &[Piece]) -> usize {
    let sources = oracle.packs.sources();
    let of = |(number, piece): (usize, &Piece)| {
        let document = piece.document(&sources, number);
        let mut places = 0;
        let lines = differences(engine, oracle, &document, &mut places);
        (lines, places)
    };
    let all: Vec<(Vec<String>, usize)> = pieces.par_iter().enumerate().map(of).collect();
    let bytes: usize = pieces.iter().map(|piece| piece.text.len()).sum();
    let places: usize = all.iter().map(|(_, places)| places).sum();
    println!("{name}: {} articles, {bytes} bytes, {places} places", pieces.len());
    let lines: Vec<String> = all.into_iter().flat_map(|(lines, _)| lines).collect();
    let shown = lines.iter().take(200).cloned().collect::<Vec<_>>().join("\n");
    assert!(lines.is_empty(), "{name}: {} differences:\n{shown}", lines.len());
    places
}

#[test]
fn both_engines_find_the_same_in_the_corpora() {
    let places = compare("corpora", &engine(KINDS), &Oracle::new(), &texts::corpora());
    assert!(places > 500, "few rules hold anywhere: {places} places");
}

#[test]
fn both_engines_find_the_same_in_what_rules_look_for() {
    let oracle = Oracle::new();
    let rounds = if texts::named().is_empty() { 1 } else { 20 };
    let pieces = mixture::pieces(&oracle.library, &texts::corpora(), rounds);
    let places = compare("mixture", &engine(KINDS), &oracle, &pieces);
    assert!(places > 3000, "few texts are what a rule looks for: {places} places");
}

/// Whether sieves let through all that matters.
fn sift(name: &str, engine: &Engine, pieces: &[Piece]) {
    let of = |piece: &Piece| sieves::differences(engine, &piece.document(&[Lang::UNKNOWN], 0));
    let all: Vec<_> = pieces.par_iter().filter_map(of).collect();
    let places: usize = all.iter().map(|(places, _)| places).sum();
    println!("{name}, sieves: {} of {} articles, {places} places", all.len(), pieces.len());
    let compared = all.len();
    let lines: Vec<String> = all.into_iter().flat_map(|(_, lines)| lines).collect();
    let shown = lines.iter().take(100).cloned().collect::<Vec<_>>().join("\n");
    assert!(lines.is_empty(), "{name}: {} differences:\n{shown}", lines.len());
    assert!(compared * 2 > pieces.len(), "{name}: the words change the sentences of most articles");
}

#[test]
fn sieves_let_through_all_that_matters() {
    let engine = engine(sieves::KINDS);
    let corpora = texts::corpora();
    sift("corpora", &engine, &corpora);
    sift("repetitions", &engine, &mixture::repetitions(&corpora));
    for path in texts::named() {
        sift(&path.display().to_string(), &engine, &texts::records(&path));
    }
}

#[test]
fn near_copies_are_all_found() {
    let (rules, library) = (RuleSet::embedded().expect("the rules load"), Library::read());
    let near = rules.find(copies::RULE).expect("the rule is there");
    let on = rules.select(&[Selector::Rule(near)], &[]);
    let engine = Engine::new(rules, on).expect("the rule compiles");
    let (mut all, mut lines) = (0, Vec::new());
    for piece in copies::pieces(&library, &texts::corpora()) {
        let (copies, missed) = copies::differences(&engine, &piece.document(&[Lang::UNKNOWN], 0));
        all += copies;
        lines.extend(missed);
    }
    println!("{all} near copies, {} missed", lines.len());
    assert!(all > 500, "only {all} sentences are near copies");
    assert!(lines.is_empty(), "{} of {all} near copies are missed:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn both_engines_find_the_same_in_named_files() {
    let (engine, oracle) = (engine(KINDS), Oracle::new());
    for path in texts::named() {
        compare(&path.display().to_string(), &engine, &oracle, &texts::records(&path));
    }
}
