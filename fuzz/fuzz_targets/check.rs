//! Every rule takes any article.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::{Engine, RuleSet, model::Lang, rule::Selector, text::text_document};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[Selector::All], &[]);
    Engine::new(rules, on).expect("the rules compile")
});

fuzz_target!(|text: &str| {
    let checked = ENGINE.check(text_document(text, None, Lang::EN));
    for finding in &checked.findings {
        assert!(checked.document.target.content().get(finding.span.range()).is_some());
    }
});
