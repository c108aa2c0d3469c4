//! `repeat`: words and phrases that stand twice or many times in one sentence.
//!
//! [`sieve`] passes over the words once and lets few sentences through. In these [`scan`] finds, in one sweep over the word
//! hashes for each of sixteen distances, every stretch of words that comes again; [`judge`] decides what shape it has and
//! whether it is right: most repetitions are. All rules share the sweep, so the cost is linear in the words whatever the
//! number of rules.

mod ahead;
mod judge;
mod scan;
mod sieve;
mod words;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, RuleId, Span};
use ahead::Languages;
use judge::{Found, Judge};
use scan::{Refrains, Terms, runs};
use serde::Deserialize;
use sieve::Sieve;
use std::cell::RefCell;

/// Parameters of a `repeat` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is repeated, and how.
    shape: Shape,
}

/// Shapes of repetition.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    /// A content word twice in a row.
    Word,
    /// A function word twice in a row.
    FunctionWord,
    /// A phrase twice in a row, or twice with nothing but function words between.
    Phrase,
    /// A word or phrase three or more times in a row.
    Loop,
    /// The same on both sides of a conjunction.
    Coordinated,
    /// The same item twice in an enumeration.
    ListItem,
    /// The same four words three times in a sentence, without the form of a list.
    Refrain,
    /// A long sentence of few different words.
    Poor,
    /// A piece of three letters or more, three times inside a word.
    Syllable,
}

struct Repeats {
    rules: Vec<(RuleId, Shape)>,
    words: Languages,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules: Vec<_> = compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.shape)).collect();
    for name in [words::DOUBLINGS, words::CLASSES] {
        if !compile.lists.names().any(|list| list == name)
            && let Some((_, rule)) = compile.rules.first()
        {
            compile
                .problems
                .push(rule.problem(None, format!("there is no list `{name}`")).help("the detector `repeat` needs it"));
        }
    }
    Box::new(Repeats { rules, words: Languages::new(compile.lists.clone()) })
}

/// Places to work in, kept from article to article.
#[derive(Default)]
struct Scratch {
    sieve: Sieve,
    terms: Terms,
    refrains: Refrains,
    settled: Settled,
    hashes: Vec<u64>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Detector for Repeats {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if self.rules.iter().any(|&(rule, shape)| shape != Shape::Syllable && out.wants(rule)) {
            SCRATCH.with_borrow_mut(|scratch| self.sentences(cx, scratch, out));
        }
        for &(rule, shape) in &self.rules {
            if shape == Shape::Syllable && out.wants(rule) {
                syllables(cx, rule, out);
            }
        }
    }
}

/// Words that hold one piece three times: `WhiteWhiteWhite`.
fn syllables(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    for (index, token) in cx.tokens().iter().enumerate() {
        if token.span().len() >= 9 && token.is_word() && judge::stutters(cx.word(index)) {
            out.report(Hit::new(rule, token.span()));
        }
    }
}

/// Where a sentence has been reported or found right: longer periods of the same words say nothing new.
#[derive(Default)]
struct Settled {
    /// For each word the farthest end of a settled stretch that holds it; empty until there is one.
    reach: Vec<usize>,
}

impl Settled {
    fn covers(&self, from: usize, to: usize) -> bool {
        self.reach.get(from).is_some_and(|&reach| reach >= to)
    }

    fn add(&mut self, from: usize, to: usize, words: usize) {
        self.reach.resize(words, 0);
        for reach in &mut self.reach[from..to] {
            *reach = to.max(*reach);
        }
    }
}

impl Repeats {
    fn sentences(&self, cx: &Cx<'_>, scratch: &mut Scratch, out: &mut Sink<'_>) {
        let Scratch { sieve, terms, refrains, settled, hashes } = scratch;
        let words = self.words.of(cx.lang);
        for sentence in cx.sentences() {
            if sentence.tokens.len() < 2 || !sieve.passes(cx.text, sentence, &words) {
                continue;
            }
            terms.fill(cx.text, sentence);
            settled.reach.clear();
            let judge = Judge::new(cx, terms, &words);
            let mut reported = false;
            runs(&terms.hashes, |run| {
                let (from, to) = (run.start, run.start + run.len + run.period);
                if !judge.plausible(run) || settled.covers(from, to) {
                    return;
                }
                let verdict = judge.run(run);
                if verdict.is_some() || run.len >= run.period {
                    settled.add(from, to, terms.len());
                }
                if let Some(found) = verdict {
                    reported |= self.report(cx, terms, &found, out);
                }
            });
            if !reported && let Some(found) = judge.refrain(refrains) {
                reported = self.report(cx, terms, &found, out);
            }
            if !reported && let Some(found) = judge.poor(hashes) {
                self.report(cx, terms, &found, out);
            }
        }
    }

    /// Reports for every rule of the shape; says whether there was one.
    fn report(&self, cx: &Cx<'_>, terms: &Terms, found: &Found, out: &mut Sink<'_>) -> bool {
        let token = |term: usize| &cx.tokens()[terms.tokens[term] as usize];
        let span = Span::new(token(found.from).start(), token(found.to - 1).end());
        let copy = cx.text.slice(Span::new(token(found.copy.0).start(), token(found.copy.1 - 1).end()));
        let mut any = false;
        for &(rule, shape) in &self.rules {
            if shape == found.shape && out.wants(rule) {
                let mut hit = Hit::new(rule, span).slot("copy", copy).slot("times", found.times.to_string());
                if let Some(safe) = found.drop {
                    let trust = if safe { Applicability::Safe } else { Applicability::Unsafe };
                    // From the end of the first copy to the end of the second.
                    hit = hit.fix(trust, Span::new(token(found.copy.1 - 1).end(), token(found.to - 1).end()), "");
                }
                out.report(hit);
                any = true;
            }
        }
        any
    }
}
