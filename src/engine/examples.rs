//! Runs the examples of a rule: the tests that live in rule files.

use super::{Engine, apply_fixes};
use crate::{
    model::{Applicability, RuleId},
    rule::{Example, RuleProblem, RuleSet, Selector},
    text::text_document,
};
use std::fmt;

/// An example that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// Number of the example in its file, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// What it says must be flagged, or the fixed text.
    pub expected: String,
    /// What was flagged, or the text that came out.
    pub found: String,
}

impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "example {}: {:?}\n  expected: {}\n  found:    {}", self.number, self.text, self.expected, self.found)
    }
}

/// Runs every example of a rule, with that rule alone.
///
/// # Errors
/// Problems in the rule's parameters.
pub fn test_rule(rules: &RuleSet, rule: RuleId) -> Result<Vec<ExampleFailure>, Vec<RuleProblem>> {
    let engine = Engine::new(rules.clone(), rules.select(&[Selector::Rule(rule)], &[]))?;
    let examples = rules.get(rule).examples();
    Ok(examples.iter().enumerate().flat_map(|(i, example)| test_example(&engine, example, i + 1)).collect())
}

fn test_example(engine: &Engine, example: &Example, number: usize) -> Vec<ExampleFailure> {
    let document = text_document(&example.text, example.title.as_deref(), example.lang);
    let checked = engine.check(document);
    let text = &checked.document.target;
    let found: Vec<&str> = checked.findings.iter().map(|f| text.slice(f.span)).collect();
    let mut failures = Vec::new();
    let mut fail = |expected: String, found: String| {
        failures.push(ExampleFailure { number, text: example.text.clone(), expected, found });
    };
    if found != example.flags {
        fail(format!("{:?}", example.flags), format!("{found:?}"));
    }
    if let Some(fixed) = &example.fixed {
        let all = apply_fixes(text.content(), checked.findings.iter(), Applicability::Unsafe);
        if all != *fixed {
            fail(fixed.clone(), all);
        }
    }
    failures
}
