//! The one pure function in the middle: `Engine::check`.

mod evaluate;
mod examples;
mod fingerprint;
mod fix;
mod hits;
mod message;
mod policy;
mod settle;
mod splice;

pub use evaluate::{Evaluation, Label, Ratio, Tally};
pub use examples::{ExampleFailure, test_rule};
pub use fix::{apply_fixes, choose_fixes};
pub use hits::Found;
pub use policy::Policy;
pub(crate) use settle::MANY;
pub use splice::{Patch, RawEdit, Splicer};

pub(crate) use crate::text::SHARES;

use crate::{
    detect::{Compile, Cx, Detector, Facts, Hit, KINDS, Sink},
    model::{Document, DocumentScore, Finding, Lang, RuleId, SentenceScore},
    rule::{Rule, RuleProblem, RuleSet, Selection},
    text,
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError, RwLock},
};

/// Rules compiled to detectors: built once, shared by all threads.
pub struct Engine {
    rules: RuleSet,
    selection: Selection,
    detectors: Vec<Box<dyn Detector>>,
    /// For a language met which rules run on its articles, by their ids.
    active: RwLock<BTreeMap<Lang, Arc<[bool]>>>,
}

/// A checked article.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The article.
    pub document: Document,
    /// Its findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// A score for each of its sentences.
    pub sentences: Vec<SentenceScore>,
    /// The score of the whole.
    pub score: DocumentScore,
    /// Flags that rules set, in alphabetical order.
    pub flags: BTreeSet<String>,
}

impl Engine {
    /// Compiles the rules that are on.
    ///
    /// # Errors
    /// Every problem in the parameters of a rule that is on.
    pub fn new(rules: RuleSet, selection: Selection) -> Result<Engine, Vec<RuleProblem>> {
        let ahead = rules.embedded_ids();
        let compiled = KINDS.iter().filter_map(|kind| {
            let named = |(id, rule): &(RuleId, &Rule)| selection.has(*id) && rule.detect.kind == kind.name;
            let rules_of_kind: Vec<_> = rules.iter().filter(named).collect();
            if rules_of_kind.is_empty() {
                return None;
            }
            let mut compile = Compile::new(rules_of_kind, rules.lists(), &ahead);
            Some(((kind.compile)(&mut compile), compile.problems))
        });
        let (detectors, more): (Vec<_>, Vec<_>) = compiled.unzip();
        let mut problems = unknown_kinds(&rules);
        problems.extend(more.into_iter().flatten());
        if problems.is_empty() {
            Ok(Engine { rules, selection, detectors, active: RwLock::default() })
        } else {
            Err(problems)
        }
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Whether a rule is on.
    pub fn runs(&self, rule: RuleId) -> bool {
        self.selection.has(rule)
    }

    /// Checks an article. Does no I/O, keeps no state, cannot fail.
    pub fn check(&self, document: Document) -> Checked {
        self.check_under(document, &Policy::default())
    }

    /// Checks an article for which a policy holds.
    pub fn check_under(&self, document: Document, policy: &Policy) -> Checked {
        let facts = Facts::default();
        let cx = Cx::new(&document, &facts);
        let hits = self.detect(&cx, policy);
        let settled = settle::settle(&cx, &self.rules, policy, hits);
        drop(facts);
        checked(document, settled)
    }

    /// Checks several articles, each as [`Engine::check_under`] does. A detector goes through all of them before the next
    /// one does, so that its code and its tables are at hand: a hundred small articles together take a seventh less time.
    pub fn check_all(&self, documents: Vec<(Document, Policy)>) -> Vec<(Checked, Policy)> {
        let facts: Vec<Facts> = documents.iter().map(|_| Facts::default()).collect();
        let cxs: Vec<Cx<'_>> =
            documents.iter().zip(&facts).map(|((document, _), facts)| Cx::new(document, facts)).collect();
        let active: Vec<Arc<[bool]>> =
            documents.iter().map(|(document, policy)| self.active(document.lang, policy)).collect();
        let mut sinks: Vec<Sink<'_>> = active.iter().map(|active| Sink::new(active)).collect();
        for detector in &self.detectors {
            for (cx, sink) in cxs.iter().zip(&mut sinks).filter(|(cx, _)| !is_large(cx)) {
                detector.run(cx, sink);
            }
        }
        let mut settled = Vec::with_capacity(documents.len());
        for ((cx, sink), (_, policy)) in cxs.iter().zip(sinks).zip(&documents) {
            let hits = if is_large(cx) { self.detect(cx, policy) } else { sink.into_hits() };
            settled.push(settle::settle(cx, &self.rules, policy, hits));
        }
        drop(cxs);
        drop(facts);
        let finish = |((document, policy), settled)| (checked(document, settled), policy);
        documents.into_iter().zip(settled).map(finish).collect()
    }

    /// Which rules run on an article.
    fn active(&self, lang: Lang, policy: &Policy) -> Arc<[bool]> {
        let active = |policy: Option<&Selection>| -> Arc<[bool]> {
            let on = |id| self.selection.has(id) && policy.is_none_or(|on| on.has(id));
            self.rules.iter().map(|(id, rule)| on(id) && rule.applies_to(lang)).collect()
        };
        if policy.on.is_some() {
            return active(policy.on.as_ref());
        }
        if let Some(known) = self.active.read().unwrap_or_else(PoisonError::into_inner).get(&lang) {
            return known.clone();
        }
        let made = active(None);
        self.active.write().unwrap_or_else(PoisonError::into_inner).insert(lang, made.clone());
        made
    }

    /// What the detectors report.
    fn detect(&self, cx: &Cx<'_>, policy: &Policy) -> Vec<Hit> {
        let active = self.active(cx.lang, policy);
        if !is_large(cx) {
            let mut sink = Sink::new(&active);
            for detector in &self.detectors {
                detector.run(cx, &mut sink);
            }
            return sink.into_hits();
        }
        // One article too large for one thread: the detectors share it.
        let run = |detector: &dyn Detector| {
            let mut sink = Sink::new(&active);
            detector.run(cx, &mut sink);
            sink.into_hits()
        };
        self.detectors.par_iter().map(|detector| run(&**detector)).collect::<Vec<_>>().concat()
    }
}

/// Whether an article is too large for one thread.
fn is_large(cx: &Cx<'_>) -> bool {
    cx.text.content().len() >= text::LARGE
}

fn checked(document: Document, settled: settle::Settled) -> Checked {
    Checked {
        document,
        findings: settled.findings,
        sentences: settled.sentences,
        score: settled.score,
        flags: settled.flags,
    }
}

/// Rules that name a detector that does not exist.
fn unknown_kinds(rules: &RuleSet) -> Vec<RuleProblem> {
    let known: Vec<&str> = KINDS.iter().map(|k| k.name).collect();
    rules
        .iter()
        .filter(|(_, rule)| !known.contains(&rule.detect.kind.as_str()))
        .map(|(_, rule)| {
            let near = known
                .iter()
                .max_by(|a, b| {
                    strsim::jaro_winkler(a, &rule.detect.kind).total_cmp(&strsim::jaro_winkler(b, &rule.detect.kind))
                })
                .copied()
                .unwrap_or_default();
            rule.problem(Some(rule.detect.kind_span.clone()), format!("there is no detector `{}`", rule.detect.kind))
                .help(format!("did you mean `{near}`? detectors are: {}", known.join(", ")))
        })
        .collect()
}
