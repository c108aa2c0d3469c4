//! The rule loader takes any text: a rule or problems, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::{Engine, RuleSet, rule::{Lists, Selector}};

fuzz_target!(|text: &str| {
    if let Ok(rules) = RuleSet::load([("fuzz.toml", text)].into_iter(), Lists::embedded()) {
        let on = rules.select(&[Selector::All], &[]);
        let _ = Engine::new(rules, on);
    }
});
