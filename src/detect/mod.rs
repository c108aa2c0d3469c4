//! Rules as code: one file per detector, one row of [`KINDS`] each.
//!
//! A detector compiles **all** rules of its kind together, so that a thousand phrases cost one pass over the tokens. It
//! is immutable afterwards and shared by all threads; what it finds goes into a [`Sink`].

pub(crate) mod anchor;
mod article;
mod conflict;
mod consistent;
mod contraction;
mod cx;
mod date;
mod document;
mod duplicate;
mod echo;
mod encoding;
mod expression;
mod find;
mod french_spacing;
mod furniture;
mod kinds;
mod language;
mod lazily;
mod lists;
mod locale_marks;
mod machine;
mod markup;
mod name;
mod neighbour;
mod number;
mod odd;
mod outline;
mod pattern;
mod phrase;
mod quote;
mod repeat;
mod script;
mod sequence;
mod sieve;
mod site_suffix;
mod source_pack;
mod spacing;
mod splice;
mod trigger;
mod trust;
mod written;

pub use cx::{Cx, Facts, Hit, Sink};

use crate::{
    model::RuleId,
    rule::{Lists, Rule, RuleProblem, tree::Node},
};
use serde::de::DeserializeOwned;

/// Finds the places where the rules of one kind hold.
pub trait Detector: Send + Sync {
    /// Reports every hit in the document. Must not depend on anything but the document.
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>);
}

/// What a detector is compiled from: the rules of its kind, and where their problems go.
pub struct Compile<'a> {
    rules: Vec<(RuleId, &'a Rule)>,
    lists: &'a Lists,
    /// Where the rules of the binary are, by their number there; none where what the build script worked out of them
    /// does not hold.
    ahead: Option<&'a [Option<RuleId>]>,
    /// What is wrong with the rules.
    pub problems: Vec<RuleProblem>,
}

/// A rule of the binary, with those of its parameters that the build script has not worked out.
struct AheadRule<P> {
    /// Among the rules of the binary.
    number: usize,
    id: RuleId,
    /// All its parameters.
    detect: Option<Node>,
    params: P,
}

impl<'a> Compile<'a> {
    /// For the rules of one kind that are on.
    pub fn new(rules: Vec<(RuleId, &'a Rule)>, lists: &'a Lists, ahead: &'a [Option<RuleId>]) -> Self {
        Self { rules, lists, ahead: Some(ahead), problems: Vec::new() }
    }

    /// For a detector of which the build script worked out what depends on lists: where a pack replaces one, it has to be
    /// worked out again.
    fn heed_lists(&mut self) {
        if self.lists.are_replaced() {
            self.ahead = None;
        }
    }

    /// The rules with their parameters; a rule whose parameters are wrong becomes a problem and is left out.
    fn params<P: DeserializeOwned>(&mut self) -> Vec<(RuleId, &'a Rule, P)> {
        self.read(|_| true)
    }

    /// The same for the rules that the build script does not know.
    fn own_params<P: DeserializeOwned>(&mut self) -> Vec<(RuleId, &'a Rule, P)> {
        let ahead = self.ahead.is_some();
        self.read(|rule| !(ahead && rule.is_embedded()))
    }

    /// The rules that the build script knows, without the parameters named; none where no such rule is on.
    fn ahead_params<P: DeserializeOwned>(&mut self, without: &[&str]) -> Option<Vec<AheadRule<P>>> {
        let ids = self.ahead?;
        let mut all = Vec::with_capacity(self.rules.len());
        for &(id, rule) in &self.rules {
            let Some(number) = ids.iter().position(|known| *known == Some(id)) else { continue };
            match rule.params_without(without) {
                Ok(params) => {
                    all.push(AheadRule { number, id, detect: rule.tree.and_then(|tree| tree.get("detect")), params });
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        (!all.is_empty()).then_some(all)
    }

    fn read<P: DeserializeOwned>(&mut self, wanted: impl Fn(&Rule) -> bool) -> Vec<(RuleId, &'a Rule, P)> {
        let mut all = Vec::with_capacity(self.rules.len());
        for &(id, rule) in self.rules.iter().filter(|(_, rule)| wanted(rule)) {
            match rule.params::<P>() {
                Ok(params) => all.push((id, rule, params)),
                Err(problem) => self.problems.push(problem),
            }
        }
        all
    }
}

/// Detectors of one kind: one for the rules of the binary, one for those of packs.
struct Several(Vec<Box<dyn Detector>>);

impl Several {
    fn of<D: Detector + 'static>(all: [Option<D>; 2]) -> Box<dyn Detector> {
        Box::new(Self(all.into_iter().flatten().map(|one| Box::new(one) as Box<dyn Detector>).collect()))
    }
}

impl Detector for Several {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for detector in &self.0 {
            detector.run(cx, out);
        }
    }
}

/// A detector as rules name it.
pub struct Kind {
    /// The name, as in `kind = "phrase"`.
    pub name: &'static str,
    /// Makes the detector for all rules of the kind.
    pub compile: fn(&mut Compile<'_>) -> Box<dyn Detector>,
}

/// Every detector, in the order of their names.
pub static KINDS: &[Kind] = &[
    Kind { name: "article", compile: article::compile },
    Kind { name: "conflict", compile: conflict::compile },
    Kind { name: "consistent", compile: consistent::compile },
    Kind { name: "contraction", compile: contraction::compile },
    Kind { name: "date", compile: date::compile },
    Kind { name: "document", compile: document::compile },
    Kind { name: "duplicate", compile: duplicate::compile },
    Kind { name: "echo", compile: echo::compile },
    Kind { name: "encoding", compile: encoding::compile },
    Kind { name: "french-spacing", compile: french_spacing::compile },
    Kind { name: "furniture", compile: furniture::compile },
    Kind { name: "language", compile: language::compile },
    Kind { name: "locale-marks", compile: locale_marks::compile },
    Kind { name: "markup", compile: markup::compile },
    Kind { name: "name", compile: name::compile },
    Kind { name: "neighbour", compile: neighbour::compile },
    Kind { name: "number", compile: number::compile },
    Kind { name: "pattern", compile: pattern::compile },
    Kind { name: "phrase", compile: phrase::compile },
    Kind { name: "quote", compile: quote::compile },
    Kind { name: "repeat", compile: repeat::compile },
    Kind { name: "script", compile: script::compile },
    Kind { name: "sequence", compile: sequence::compile },
    Kind { name: "site-suffix", compile: site_suffix::compile },
    Kind { name: "source-pack", compile: source_pack::compile },
    Kind { name: "spacing", compile: spacing::compile },
    Kind { name: "splice", compile: splice::compile },
];
