//! What holds for some articles only: rules that are off for them, severities that are not the rule's own; and findings
//! that are taken back after the check.

use super::{Checked, Engine, settle};
use crate::{
    detect::{Cx, Facts},
    model::{Finding, RuleId, Severity},
    rule::Selection,
};
use std::collections::BTreeMap;

/// Which rules run on an article, and how bad their findings are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Rules that are on, among those the engine was built with; all of them where nothing is said.
    pub on: Option<Selection>,
    /// Severities in place of the rule's own.
    pub severity: BTreeMap<RuleId, Severity>,
}

impl Engine {
    /// Takes findings back that `keep` does not want, and scores the article anew as if they had not been found. `keep`
    /// may also change a finding's severity or message.
    pub fn retain(&self, checked: &mut Checked, policy: &Policy, mut keep: impl FnMut(usize, &mut Finding) -> bool) {
        let mut index = 0;
        checked.findings.retain_mut(|finding| {
            index += 1;
            keep(index - 1, finding)
        });
        let facts = Facts::default();
        let cx = Cx::new(&checked.document, &facts);
        let findings = std::mem::take(&mut checked.findings);
        let settled = settle::balance(&cx, &self.rules, policy, findings);
        checked.findings = settled.findings;
        checked.sentences = settled.sentences;
        checked.score = settled.score;
        checked.flags = settled.flags;
    }
}
