//! Parameters that rules of token sequences and rules of expressions share.

use super::trust::Trust;
use crate::rule::{Rule, RuleProblem};
use serde::Deserialize;
use toml::Spanned;

/// What a rule finds, and what becomes of it. A text is a sequence or an expression.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Params {
    /// Texts, a match of any of which is a hit. In an expression the group `mark`, if there is one, is what is reported.
    #[serde(default)]
    find: Vec<Spanned<String>>,
    /// The same with a key, a better wording and a fix of their own.
    #[serde(default)]
    entries: Vec<Entry>,
    /// Texts that, overlapping the hit, make it right after all.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// What replaces the reported part. In a sequence `{name}` is what was remembered and `{found}` all of it, in an
    /// expression `$1` and `$name` are groups.
    fix: Option<String>,
    /// How far the fix can be trusted.
    #[serde(default)]
    pub(super) applicability: Trust,
}

/// Texts that share a key, a better wording and a fix.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) find: Vec<Spanned<String>>,
    pub(super) better: Option<String>,
    pub(super) fix: Option<String>,
    /// What makes a hit of this entry right, beside what does so for the rule.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
}

impl Params {
    /// The entries, before them what stands in the rule itself, which has no key. A rule that finds nothing is a problem.
    pub(super) fn take_entries(&mut self, rule: &Rule, problems: &mut Vec<RuleProblem>) -> Vec<Entry> {
        if self.find.is_empty() && self.entries.is_empty() {
            let problem = rule.problem(None, "the rule finds nothing".to_owned());
            problems.push(problem.help("add `find = ['…']` or `entries = [{ key = …, find = […] }]`"));
        }
        let (find, fix) = (std::mem::take(&mut self.find), self.fix.take());
        let main = Entry { key: String::new(), find, better: None, fix, except: Vec::new() };
        std::iter::once(main).chain(std::mem::take(&mut self.entries)).collect()
    }
}
