//! Measures findings against labels: precision, recall, alarms.

use super::Checked;
use crate::{
    model::{Severity, Span},
    rule::RuleSet,
};
use std::collections::BTreeMap;

/// A place that a person marked in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, in the checked text.
    pub span: Span,
    /// The rule that should report it; empty where any rule may.
    pub rule: String,
    /// Other rules that may report it as well.
    pub or: Vec<String>,
}

impl Label {
    /// Whether a finding of the rule is a right one here.
    pub fn fits(&self, rule: &str) -> bool {
        self.rule.is_empty() || self.rule == rule || self.or.iter().any(|o| o == rule)
    }
}

/// Counts of one rule, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Labels of the rule.
    pub labels: u64,
    /// Those that a fitting finding overlaps.
    pub found: u64,
    /// Findings of the rule on a label that they fit.
    pub right: u64,
    /// Findings on labels of other rules only: damaged text, another name for it.
    pub near: u64,
    /// Findings where nothing is labelled.
    pub wrong: u64,
}

impl Tally {
    /// Part of the findings that is right, with `near` left aside; none where there is no finding.
    pub fn precision(&self) -> Option<Ratio> {
        Ratio::of(self.right, self.right + self.wrong)
    }

    /// Part of the labels that is found; none where there is no label.
    pub fn recall(&self) -> Option<Ratio> {
        Ratio::of(self.found, self.labels)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> Option<f64> {
        let (precision, recall) = (self.precision()?.value, self.recall()?.value);
        Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
    }

    fn add(&mut self, other: &Tally) {
        self.labels += other.labels;
        self.found += other.found;
        self.right += other.right;
        self.near += other.near;
        self.wrong += other.wrong;
    }
}

/// A part of a whole with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio, 0 to 1.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Ratio {
    /// The ratio with its Wilson score interval (Wilson 1927), which stays inside 0 to 1 for small numbers.
    pub fn of(part: u64, whole: u64) -> Option<Ratio> {
        const Z: f64 = 1.96;
        if whole == 0 {
            return None;
        }
        let (n, p) = (whole as f64, part as f64 / whole as f64);
        let center = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Some(Ratio { value: p, low: ((center - spread) / scale).max(0.0), high: ((center + spread) / scale).min(1.0) })
    }
}

/// Counts over labelled articles.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// Articles.
    pub articles: u64,
    /// Sentences in them.
    pub sentences: u64,
    /// Findings of severity minor or above where nothing is labelled.
    pub alarms: u64,
    /// By rule.
    pub rules: BTreeMap<String, Tally>,
}

impl Evaluation {
    /// The counts of one article.
    pub fn of(rules: &RuleSet, checked: &Checked, labels: &[Label]) -> Evaluation {
        let mut counts = Evaluation { articles: 1, sentences: checked.sentences.len() as u64, ..Evaluation::default() };
        for label in labels {
            let tally = counts.rules.entry(label.rule.clone()).or_default();
            tally.labels += 1;
            let found =
                checked.findings.iter().any(|f| f.span.overlaps(label.span) && label.fits(&rules.get(f.rule).id));
            tally.found += u64::from(found);
        }
        for finding in &checked.findings {
            let rule = &rules.get(finding.rule).id;
            let touched: Vec<&Label> = labels.iter().filter(|label| finding.span.overlaps(label.span)).collect();
            let tally = counts.rules.entry(rule.to_string()).or_default();
            if touched.iter().any(|label| label.fits(rule)) {
                tally.right += 1;
            } else if touched.is_empty() {
                tally.wrong += 1;
                counts.alarms += u64::from(finding.severity >= Severity::Minor);
            } else {
                tally.near += 1;
            }
        }
        counts
    }

    /// Adds the counts of other articles.
    pub fn add(&mut self, other: &Evaluation) {
        self.articles += other.articles;
        self.sentences += other.sentences;
        self.alarms += other.alarms;
        for (rule, tally) in &other.rules {
            self.rules.entry(rule.clone()).or_default().add(tally);
        }
    }

    /// Leaves the counts of these rules, each of them. Labels that any rule may report are nobody's duty then.
    pub fn only<'r>(&mut self, rules: impl Iterator<Item = &'r str>) {
        self.rules = rules.map(|rule| (rule.to_owned(), self.rules.get(rule).copied().unwrap_or_default())).collect();
    }

    /// All rules together.
    pub fn all(&self) -> Tally {
        let mut all = Tally::default();
        for tally in self.rules.values() {
            all.add(tally);
        }
        all
    }

    /// Findings of severity minor or above where nothing is labelled, per 1,000 sentences.
    pub fn alarms_per_1000(&self) -> f64 {
        if self.sentences == 0 { 0.0 } else { self.alarms as f64 * 1000.0 / self.sentences as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_wilson() {
        let ratio = Ratio::of(9, 10).expect("a whole");
        assert!((ratio.low - 0.596).abs() < 0.001 && (ratio.high - 0.982).abs() < 0.001, "{ratio:?}");
        let none = Ratio::of(0, 5).expect("a whole");
        assert!(none.low.abs() < 1e-9 && (none.high - 0.434).abs() < 0.001, "{none:?}");
        assert_eq!(Ratio::of(0, 0), None);
    }
}
