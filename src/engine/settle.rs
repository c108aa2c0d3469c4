//! From raw hits to findings and scores: order, scope, rules that yield, repetition, overlap.

use super::{
    Policy,
    fingerprint::{fingerprint, near, number},
    message::message,
};
use crate::{
    detect::{Cx, Hit},
    model::{Dimension, DocumentScore, Finding, RuleId, SentenceScore, Severity, hash_word},
    rule::{Quotes, Rule, RuleSet, Status},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the hits of an article become.
pub(super) struct Settled {
    pub(super) findings: Vec<Finding>,
    pub(super) sentences: Vec<SentenceScore>,
    pub(super) score: DocumentScore,
    pub(super) flags: BTreeSet<String>,
}

/// Hits, or records of a report, from which threads share them: only an article that is a book has so many.
pub(crate) const MANY: usize = 10_000;

/// Identical findings of one rule beyond this number …
const FULL_PRICE: u32 = 3;
/// … cost this part of their points.
const REPEATED_PART: f32 = 0.2;

/// Settles the hits of one article.
pub(super) fn settle(cx: &Cx<'_>, rules: &RuleSet, policy: &Policy, mut hits: Vec<Hit>) -> Settled {
    hits.retain(|hit| in_scope(cx, rules.get(hit.rule), hit));
    hits.sort_by(|a, b| {
        (a.span.start, a.span.end, rules.get(a.rule).id.as_ref(), &a.entry).cmp(&(
            b.span.start,
            b.span.end,
            rules.get(b.rule).id.as_ref(),
            &b.entry,
        ))
    });
    hits.dedup_by(|b, a| a.rule == b.rule && a.span == b.span);
    enough_hits(rules, &mut hits);
    leave_furniture(cx, rules, &mut hits);
    give_way(rules, &mut hits);
    let one = |hit: &mut Hit| finding(cx, rules.get(hit.rule), hit);
    // Threads that give back what others took wait for each other: the hits go when all are done.
    let mut findings: Vec<Finding> =
        if hits.len() < MANY { hits.iter_mut().map(one).collect() } else { hits.par_iter_mut().map(one).collect() };
    drop(hits);
    number(&mut findings);
    for finding in &mut findings {
        finding.severity = policy.severity.get(&finding.rule).copied().unwrap_or(finding.severity);
    }
    balance(cx, rules, policy, findings)
}

/// Weighs findings against each other and scores the article.
pub(super) fn balance(cx: &Cx<'_>, rules: &RuleSet, policy: &Policy, mut findings: Vec<Finding>) -> Settled {
    forgive_slips(cx, rules, policy, &mut findings);
    let mut flags = BTreeSet::new();
    for found in &findings {
        flags.extend(rules.get(found.rule).flag.clone());
    }
    let furniture = weigh(cx, rules, &mut findings);
    let (sentences, score) = score(cx, rules, &findings, furniture, &flags);
    Settled { findings, sentences, score, flags }
}

fn in_scope(cx: &Cx<'_>, rule: &Rule, hit: &Hit) -> bool {
    let Some(block) = cx.text.blocks().get(cx.text.block_at(hit.span.start)) else { return false };
    let block_fits = rule.scope.blocks.is_empty() || rule.scope.blocks.contains(&block.kind);
    block_fits && (rule.scope.quotes == Quotes::Check || !cx.quotations().contain(hit.span))
}

/// Typing errors that people make too say little of a translation as long as they are rare: up to one finding in the
/// article, or in so many sentences, they are neutral. Where damage clusters, they are part of it.
const SENTENCES_A_SLIP: usize = 100;

fn forgive_slips(cx: &Cx<'_>, rules: &RuleSet, policy: &Policy, findings: &mut [Finding]) {
    let counted = |f: &&Finding| f.severity > Severity::Neutral && rules.get(f.rule).status == Status::Stable;
    let findings_here = findings.iter().filter(counted).count();
    if findings_here <= (cx.sentences().len() / SENTENCES_A_SLIP).max(1) {
        let slip = |f: &&mut Finding| rules.get(f.rule).scope.slip && !policy.severity.contains_key(&f.rule);
        for finding in findings.iter_mut().filter(slip) {
            finding.severity = Severity::Neutral;
        }
    }
}

/// Drops the hits of rules that need company and have none.
fn enough_hits(rules: &RuleSet, hits: &mut Vec<Hit>) {
    let mut counts: BTreeMap<RuleId, u32> = BTreeMap::new();
    for hit in hits.iter() {
        *counts.entry(hit.rule).or_default() += 1;
    }
    hits.retain(|hit| counts[&hit.rule] >= rules.get(hit.rule).scope.min_hits);
}

/// Drops what translation rules find in blocks that are page furniture as a whole: nobody edits what will be deleted.
fn leave_furniture(cx: &Cx<'_>, rules: &RuleSet, hits: &mut Vec<Hit>) {
    let whole = |hit: &Hit| {
        let block = cx.text.block_at(hit.span.start);
        let covers = cx.text.blocks().get(block).is_some_and(|b| hit.span.contains(b.span));
        (rules.get(hit.rule).furniture && covers).then_some(block)
    };
    let furniture: BTreeSet<usize> = hits.iter().filter_map(whole).collect();
    if !furniture.is_empty() {
        hits.retain(|hit| rules.get(hit.rule).furniture || !furniture.contains(&cx.text.block_at(hit.span.start)));
    }
}

/// Drops hits that overlap or touch a hit of a rule they yield to, and hits inside a longer one of the same rule.
fn give_way(rules: &RuleSet, hits: &mut Vec<Hit>) {
    let keep: Vec<bool> = hits
        .iter()
        .enumerate()
        .map(|(i, hit)| {
            let yields_to = &rules.get(hit.rule).yields_to;
            !neighbours(hits, i).any(|other| {
                let meets = other.span.start <= hit.span.end && hit.span.start <= other.span.end;
                let named = meets && yields_to.iter().any(|id| **id == *rules.get(other.rule).id);
                let inside = other.rule == hit.rule && other.span != hit.span && other.span.contains(hit.span);
                named || inside
            })
        })
        .collect();
    let mut keep = keep.into_iter();
    hits.retain(|_| keep.next().unwrap_or(true));
}

/// Hits that may meet hit `i`: hits are in order of their start, and few are long.
fn neighbours(hits: &[Hit], i: usize) -> impl Iterator<Item = &Hit> {
    const REACH: usize = 40;
    let end = hits[i].span.end;
    let before = hits[..i].iter().rev().take(REACH);
    let after = hits[i + 1..].iter().take_while(move |other| other.span.start <= end);
    before.chain(after)
}

fn finding(cx: &Cx<'_>, rule: &Rule, hit: &mut Hit) -> Finding {
    let found = cx.text.slice(hit.span);
    let sentence = cx.text.sentence_at(hit.span.start);
    let around = cx.sentences().get(sentence).map_or(hit.span, |s| near(cx.text, s.span, hit.span));
    Finding {
        rule: hit.rule,
        fingerprint: fingerprint(&rule.id, hit.entry.as_deref().unwrap_or_default(), found, cx.text.slice(around)),
        entry: hit.entry.take(),
        severity: hit.severity.unwrap_or(rule.severity),
        span: hit.span,
        sentence: sentence as u32,
        message: message(&rule.message, found, &hit.slots),
        fixes: std::mem::take(&mut hit.fixes),
        points: 0.0,
    }
}

/// Gives each finding its points; the points of page furniture, once a kind, come back apart.
fn weigh(cx: &Cx<'_>, rules: &RuleSet, findings: &mut [Finding]) -> f32 {
    let mut furniture: BTreeMap<RuleId, f32> = BTreeMap::new();
    let mut met: HashMap<(RuleId, u64), u32> = HashMap::new();
    // The heaviest finding of a dimension so far among those that overlap: (end, index).
    let mut open: BTreeMap<Dimension, (u32, usize)> = BTreeMap::new();
    for i in 0..findings.len() {
        let rule = rules.get(findings[i].rule);
        if rule.status != Status::Stable {
            continue;
        }
        findings[i].points = 0.0;
        let full = match rule.points {
            Some(points) if findings[i].severity == rule.severity => points,
            _ => findings[i].severity.points(),
        };
        if rule.furniture {
            furniture.entry(findings[i].rule).or_insert(full);
            continue;
        }
        let same = (findings[i].rule, hash_word(cx.text.slice(findings[i].span)));
        let times = met.entry(same).or_default();
        *times += 1;
        findings[i].points = if *times > FULL_PRICE { full * REPEATED_PART } else { full };
        let dimension = rule.category.dimension;
        let span = findings[i].span;
        match open.get(&dimension) {
            Some(&(end, heaviest)) if span.start < end => {
                let loser = if findings[i].points > findings[heaviest].points { heaviest } else { i };
                let winner = if loser == i { heaviest } else { i };
                findings[loser].points = 0.0;
                open.insert(dimension, (end.max(span.end), winner));
            }
            _ => {
                open.insert(dimension, (span.end, i));
            }
        }
    }
    furniture.values().fold(0.0, |sum, points| sum + points)
}

fn score(
    cx: &Cx<'_>,
    rules: &RuleSet,
    findings: &[Finding],
    furniture: f32,
    flags: &BTreeSet<String>,
) -> (Vec<SentenceScore>, DocumentScore) {
    let mut sentences: Vec<SentenceScore> =
        cx.sentences().iter().map(|s| SentenceScore { words: s.words, ..SentenceScore::default() }).collect();
    let mut document = DocumentScore { furniture, words: cx.text.words(), ..DocumentScore::default() };
    for found in findings {
        document.points += found.points;
        document.blocked |= found.severity == Severity::Critical && rules.get(found.rule).status == Status::Stable;
        if let Some(sentence) = sentences.get_mut(found.sentence as usize) {
            sentence.points += found.points;
            sentence.findings += 1;
        }
    }
    document.declared_mt = flags.contains("declared-mt");
    (sentences, document)
}
