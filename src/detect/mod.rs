//! Rules as code: one file per detector, one row of [`KINDS`] each.
//!
//! A detector compiles **all** rules of its kind together, so that a thousand phrases cost one pass over the tokens. It
//! is immutable afterwards and shared by all threads; what it finds goes into a [`Sink`].

mod anchor;
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
mod french_spacing;
mod furniture;
mod kinds;
mod language;
mod lists;
mod locale_marks;
mod markup;
mod name;
mod neighbour;
mod number;
mod pattern;
mod phrase;
mod quote;
mod recent;
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

pub use cx::{Cx, Facts, Hit, Sink};

use crate::{
    model::RuleId,
    rule::{Lists, Rule, RuleProblem},
};

/// Finds the places where the rules of one kind hold.
pub trait Detector: Send + Sync {
    /// Reports every hit in the document. Must not depend on anything but the document.
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>);
}

/// What a detector is compiled from: the rules of its kind, and where their problems go.
pub struct Compile<'a> {
    /// The rules that name this kind and are on.
    pub rules: Vec<(RuleId, &'a Rule)>,
    /// Lists that rules may name.
    pub lists: &'a Lists,
    /// What is wrong with the rules.
    pub problems: Vec<RuleProblem>,
}

impl<'a> Compile<'a> {
    /// The rules with their parameters; a rule whose parameters are wrong becomes a problem and is left out.
    pub fn params<P: serde::de::DeserializeOwned>(&mut self) -> Vec<(RuleId, &'a Rule, P)> {
        let mut all = Vec::with_capacity(self.rules.len());
        for &(id, rule) in &self.rules {
            match rule.params::<P>() {
                Ok(params) => all.push((id, rule, params)),
                Err(problem) => self.problems.push(problem),
            }
        }
        all
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
