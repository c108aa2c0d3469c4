//! What the page says of an article.

use super::piece::{Quote, Stretch, head, mended};
use crate::{
    engine::Checked,
    model::{Finding, Position},
    rule::RuleSet,
};
use serde::{Deserialize, Serialize};

/// An article with findings. It travels as JSON, so that the worst can be kept small and drawn late.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Article {
    pub(super) blocked: bool,
    /// The score as it orders articles.
    pub(super) exact: f32,
    /// Findings in `items`.
    pub(super) shown: usize,
    pub(super) score: String,
    pub(super) path: String,
    /// The record's id, where the file holds several.
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    /// ISO 639-1; empty where unknown.
    pub(super) lang: String,
    pub(super) words: u32,
    pub(super) points: String,
    /// All findings.
    pub(super) findings: usize,
    pub(super) items: Vec<Item>,
}

/// A finding.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) rule: String,
    pub(super) title: String,
    pub(super) severity: String,
    pub(super) message: String,
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) fingerprint: String,
    pub(super) quote: Quote,
    pub(super) mended: Vec<Stretch>,
}

/// Longer titles and messages are cut; what strangers write may be of any length.
const LONGEST: usize = 600;

fn short(text: &str) -> String {
    if text.len() <= LONGEST { text.to_owned() } else { format!("{}…", head(text, LONGEST)) }
}

impl Article {
    /// An article with its first findings, at most so many.
    pub(super) fn of(rules: &RuleSet, checked: &Checked, most: usize) -> Self {
        let (document, score) = (&checked.document, &checked.score);
        let origin = &document.origin;
        let items: Vec<Item> = {
            let mut locator = document.locator();
            let shown = checked.findings.iter().take(most);
            shown.map(|finding| Item::of(rules, checked, finding, locator.locate(finding.span).1)).collect()
        };
        Self {
            blocked: score.blocked,
            exact: score.score(),
            shown: items.len(),
            score: format!("{:.1}", score.score()),
            path: origin.path.to_string(),
            id: origin.record.map(|_| short(&origin.id)),
            title: origin.title.as_deref().filter(|title| !title.trim().is_empty()).map(short),
            lang: if document.lang.is_known() { document.lang.code().to_owned() } else { String::new() },
            words: score.words,
            points: format!("{:.1}", score.points),
            findings: checked.findings.len(),
            items,
        }
    }
}

impl Item {
    fn of(rules: &RuleSet, checked: &Checked, finding: &Finding, position: Position) -> Self {
        let rule = rules.get(finding.rule);
        let text = &checked.document.target;
        Self {
            rule: rule.id.to_string(),
            title: rule.title.to_string(),
            severity: finding.severity.name().to_owned(),
            message: short(&finding.message),
            line: position.line,
            column: position.column,
            fingerprint: format!("{:016x}", finding.fingerprint),
            quote: Quote::of(text, finding),
            mended: mended(text, finding),
        }
    }
}
