//! Safe fixes settle: after a few rounds nothing changes any more.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::{Engine, RuleSet, engine::apply_fixes, model::{Applicability, Lang}, text::text_document};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    Engine::new(rules, on).expect("the rules compile")
});

fuzz_target!(|text: &str| {
    let mut text = text.to_owned();
    for _ in 0..50 {
        let checked = ENGINE.check(text_document(&text, None, Lang::EN));
        let fixed = apply_fixes(checked.document.target.content(), checked.findings.iter(), Applicability::Safe);
        if fixed == text {
            return;
        }
        text = fixed;
    }
    panic!("fixes never settle");
});
