//! What is known after all articles.

use crate::{
    engine::Checked,
    model::{Lang, RuleId, Severity, SourceFrom},
};
use std::collections::BTreeMap;

/// Counts over all articles, and the worst of them.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Articles checked.
    pub articles: u64,
    /// Articles with a critical finding.
    pub blocked: u64,
    /// Sentences in them.
    pub sentences: u64,
    /// Words and numbers in them.
    pub words: u64,
    /// Penalty points of the translation, over all articles.
    pub points: f64,
    /// Findings by severity, lightest first.
    pub by_severity: [u64; 4],
    /// Findings by rule.
    pub by_rule: BTreeMap<RuleId, u64>,
    /// Articles by the language they were translated from and how it is known, where it is.
    pub by_source: BTreeMap<(Lang, SourceFrom), u64>,
    /// The lowest score of an article.
    pub lowest: Option<f32>,
    /// The worst articles, worst first.
    pub worst: Vec<DocumentLine>,
}

/// One article in the list of the worst.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentLine {
    /// Path of its file.
    pub path: String,
    /// Its id.
    pub id: String,
    /// 100 minus points per 1,000 words.
    pub score: f32,
    /// Penalty points.
    pub points: f32,
    /// Its findings.
    pub findings: u64,
    /// Whether a critical finding forbids publication.
    pub blocked: bool,
}

/// How many of the worst articles are kept.
const WORST: usize = 5;

impl Summary {
    /// The counts of one article.
    pub fn of(checked: &Checked) -> Summary {
        let mut summary = Summary {
            articles: 1,
            blocked: u64::from(checked.score.blocked),
            sentences: checked.sentences.len() as u64,
            words: u64::from(checked.score.words),
            points: f64::from(checked.score.points),
            lowest: Some(checked.score.score()),
            ..Summary::default()
        };
        let source = &checked.document.source;
        if source.lang.is_known() {
            summary.by_source.insert((source.lang, source.from), 1);
        }
        for finding in &checked.findings {
            summary.by_severity[finding.severity as usize] += 1;
            *summary.by_rule.entry(finding.rule).or_default() += 1;
        }
        if !checked.findings.is_empty() {
            summary.worst.push(DocumentLine {
                path: checked.document.origin.path.to_string(),
                id: checked.document.origin.id.clone(),
                score: checked.score.score(),
                points: checked.score.points,
                findings: checked.findings.len() as u64,
                blocked: checked.score.blocked,
            });
        }
        summary
    }

    /// Adds the counts of articles that come after these.
    pub fn add(&mut self, later: Summary) {
        self.articles += later.articles;
        self.blocked += later.blocked;
        self.sentences += later.sentences;
        self.words += later.words;
        self.points += later.points;
        for (mine, more) in self.by_severity.iter_mut().zip(later.by_severity) {
            *mine += more;
        }
        for (rule, count) in later.by_rule {
            *self.by_rule.entry(rule).or_default() += count;
        }
        for (source, count) in later.by_source {
            *self.by_source.entry(source).or_default() += count;
        }
        self.lowest = match (self.lowest, later.lowest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.worst.extend(later.worst);
        // Stable, so articles of equal score stay in the order of the input.
        self.worst.sort_by(|a, b| b.blocked.cmp(&a.blocked).then(a.score.total_cmp(&b.score)));
        self.worst.truncate(WORST);
    }

    /// Findings of all severities.
    pub fn findings(&self) -> u64 {
        self.by_severity.iter().sum()
    }

    /// Findings of at least this severity.
    pub fn at_least(&self, severity: Severity) -> u64 {
        self.by_severity[severity as usize..].iter().sum()
    }
}
