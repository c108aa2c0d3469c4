//! All rules of a run, by id, and which of them are on.

use super::{Lists, Rule, RuleProblem, Status, embedded::tree, load::embedded_rule, load_rule};
use crate::model::RuleId;

/// The rules of a run, in the order of their ids, and the lists they name.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    lists: Lists,
}

impl RuleSet {
    /// The rules in the binary.
    ///
    /// # Errors
    /// Every problem of every file. The rules that ship are tested, so this fails only for a build with a broken rule.
    pub fn embedded() -> Result<Self, Vec<RuleProblem>> {
        Self::with_packs(&[], &[])
    }

    /// The rules in the binary and those of packs: rule files and lists, each as (path, text). A pack's rule or list
    /// replaces the one of the same name.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn with_packs(rules: &[(String, String)], lists: &[(String, String)]) -> Result<Self, Vec<RuleProblem>> {
        let embedded = super::embedded::RULES.iter().map(|(path, text, at)| embedded_rule(path, text, tree(*at)));
        let own = rules.iter().map(|(path, text)| load_rule(path, text));
        let mut all_lists = Lists::embedded();
        for (path, text) in lists {
            all_lists.insert(path, text);
        }
        Self::read(embedded.chain(own), all_lists)
    }

    /// Rules from files alone, with the lists given.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn load<'a>(files: impl Iterator<Item = (&'a str, &'a str)>, lists: Lists) -> Result<Self, Vec<RuleProblem>> {
        Self::read(files.map(|(path, text)| load_rule(path, text)), lists)
    }

    fn read(
        files: impl Iterator<Item = Result<Rule, Vec<RuleProblem>>>,
        lists: Lists,
    ) -> Result<Self, Vec<RuleProblem>> {
        // Those of the binary come in order, and few others come behind them.
        let mut rules: Vec<Rule> = Vec::with_capacity(files.size_hint().0);
        let mut problems = Vec::new();
        for rule in files {
            let rule = match rule {
                Ok(rule) => rule,
                Err(more) => {
                    problems.extend(more);
                    continue;
                }
            };
            if rules.last().is_none_or(|last| last.id < rule.id) {
                rules.push(rule);
                continue;
            }
            match rules.binary_search_by(|known| known.id.cmp(&rule.id)) {
                Ok(index) => rules[index] = rule,
                Err(index) => rules.insert(index, rule),
            }
        }
        if problems.is_empty() { Ok(Self { rules, lists }) } else { Err(problems) }
    }

    /// The rule of an id that came from this set.
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[usize::from(id.0)]
    }

    /// The rule that is called so, now or formerly.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        match self.rules.binary_search_by(|rule| (*rule.id).cmp(name)) {
            Ok(index) => Some(RuleId(index as u16)),
            Err(_) => self.iter().find(|(_, rule)| rule.aliases.iter().any(|a| a == name)).map(|(id, _)| id),
        }
    }

    /// Where the rules of the binary are, by their number there; a rule that a pack replaces is nowhere.
    pub(crate) fn embedded_ids(&self) -> Vec<Option<RuleId>> {
        let mut ids = vec![None; super::embedded::RULES.len()];
        for (id, rule) in self.iter() {
            let Some(node) = rule.tree else { continue };
            if let Ok(number) = super::embedded::RULES.binary_search_by_key(&node.at(), |(.., at)| *at) {
                ids[number] = Some(id);
            }
        }
        ids
    }

    /// All rules with their ids, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(i, rule)| (RuleId(i as u16), rule))
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The lists that rules name.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Reads a selector.
    ///
    /// # Errors
    /// A sentence that names the nearest id or category, where nothing is called so.
    pub fn selector(&self, name: &str) -> Result<Selector, String> {
        if name == "all" {
            return Ok(Selector::All);
        }
        if let Some(group) = name.strip_prefix('@') {
            if let Some(status) =
                [Status::Stable, Status::Experimental, Status::Deprecated].into_iter().find(|s| s.name() == group)
            {
                return Ok(Selector::Status(status));
            }
            let known = crate::model::Category::parse(group).is_some();
            return if known {
                Ok(Selector::Category(group.to_owned()))
            } else {
                Err(format!(
                    "no category or status is called `{name}`; categories are @terminology, @accuracy, @linguistic, @style, @locale, @audience, @markup, each with an optional type as in `@accuracy.mistranslation`"
                ))
            };
        }
        self.find(name).map(Selector::Rule).ok_or_else(|| {
            let near = self
                .rules
                .iter()
                .map(|r| (strsim::jaro_winkler(&r.id, name), &r.id))
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(similarity, _)| *similarity > 0.7);
            match near {
                Some((_, id)) => format!("no rule is called `{name}`; did you mean `{id}`?"),
                None => format!("no rule is called `{name}`; `mtlint rules list` shows them all"),
            }
        })
    }

    /// Which rules are on: the stable ones, or those selected, minus those ignored.
    pub fn select(&self, select: &[Selector], ignore: &[Selector]) -> Selection {
        let on = self
            .iter()
            .map(|(id, rule)| {
                let chosen = if select.is_empty() {
                    rule.status == Status::Stable
                } else {
                    select.iter().any(|s| s.matches(id, rule))
                };
                chosen && !ignore.iter().any(|s| s.matches(id, rule))
            })
            .collect();
        Selection { on }
    }
}

/// Names rules on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// Every rule.
    All,
    /// One rule.
    Rule(RuleId),
    /// A dimension or category, as `accuracy` or `accuracy.mistranslation`.
    Category(String),
    /// All rules of a status.
    Status(Status),
}

impl Selector {
    /// Whether it names the rule.
    pub fn matches(&self, id: RuleId, rule: &Rule) -> bool {
        match self {
            Selector::All => true,
            Selector::Rule(one) => *one == id,
            Selector::Category(name) => rule.category.to_string() == *name || rule.category.dimension.name() == name,
            Selector::Status(status) => rule.status == *status,
        }
    }
}

/// Which rules of a set are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    on: Vec<bool>,
}

impl Selection {
    /// Whether a rule is on.
    pub fn has(&self, id: RuleId) -> bool {
        self.on.get(usize::from(id.0)).copied().unwrap_or(false)
    }

    /// Turns a rule on or off.
    pub fn set(&mut self, id: RuleId, on: bool) {
        if let Some(is_on) = self.on.get_mut(usize::from(id.0)) {
            *is_on = on;
        }
    }
}
