//! How the score of an article came about, finding by finding.

use super::{Report, place::Places, show::brief, wire::rounded};
use crate::{
    engine::Checked,
    model::{Finding, Severity},
    rule::{RuleSet, Status},
};
use std::fmt::Write as _;

/// The account of a score: what each finding cost and why, the words, the formula.
#[derive(Clone, Copy, Debug, Default)]
pub struct Account;

impl Report for Account {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        // Writing to a string cannot fail.
        let mut text = String::new();
        let origin = &checked.document.origin;
        let name =
            if origin.record.is_some() { format!("{} ({})", origin.path, origin.id) } else { origin.path.to_string() };
        let _ = writeln!(text, "{name}\n");
        if checked.findings.is_empty() {
            text.push_str("  nothing found\n");
        } else {
            let _ = writeln!(text, "  {:>6}  {:8}  {:28}  {:>9}  text found", "points", "severity", "rule", "place");
        }
        let mut places = Places::new(&checked.document);
        for finding in &checked.findings {
            let start = places.span(finding.span).start;
            let place = format!("{}:{}", start.line, start.chars);
            let id = &rules.get(finding.rule).id;
            let found = brief(checked.document.target.slice(finding.span), 40);
            let _ = write!(
                text,
                "  {:>6}  {:8}  {id:28}  {place:>9}  “{found}”",
                rounded(finding.points),
                finding.severity
            );
            let _ = writeln!(text, "{}", why(rules, finding).map(|w| format!(" ({w})")).unwrap_or_default());
        }
        total(checked, &mut text);
        out.extend_from_slice(text.as_bytes());
    }

    fn between(&self) -> &'static [u8] {
        b"\n"
    }
}

/// Why a finding costs other than its severity.
fn why(rules: &RuleSet, finding: &Finding) -> Option<String> {
    let rule = rules.get(finding.rule);
    let own = rule.points.filter(|_| finding.severity == rule.severity);
    let full = own.unwrap_or_else(|| finding.severity.points());
    if rule.status != Status::Stable {
        Some(format!("{} rules weigh nothing", rule.status.name()))
    } else if rule.furniture {
        Some("page furniture: counted once a kind, apart".to_owned())
    } else if finding.severity == Severity::Neutral && rule.severity > Severity::Neutral {
        Some(format!("{} where such slips cluster; here it stands alone", rule.severity))
    } else if finding.points < full && finding.points > 0.0 {
        Some("the same text after the third time: a fifth".to_owned())
    } else if finding.points < full {
        Some("overlaps a heavier finding of its dimension".to_owned())
    } else {
        own.map(|_| "the rule's own price".to_owned())
    }
}

fn total(checked: &Checked, text: &mut String) {
    let score = &checked.score;
    let (points, per_1000) = (rounded(score.points), rounded(score.per_1000()));
    let _ = writeln!(text, "\n  points          {points:>8}");
    let _ = writeln!(text, "  words           {:>8}", score.words);
    if score.words > 0 {
        let _ = writeln!(text, "  per 1,000 words {per_1000:>8}  = {points} × 1000 ÷ {}", score.words);
    }
    let floor = if score.per_1000() > 100.0 { "; never below 0" } else { "" };
    let _ = writeln!(text, "  score           {:>8}  = 100 − {per_1000}{floor}", rounded(score.score()));
    if score.furniture > 0.0 {
        let _ = writeln!(text, "  page furniture  {:>8}  apart, not part of the score", rounded(score.furniture));
    }
    if score.blocked {
        text.push_str("  blocked                   a critical finding forbids publication, whatever the score\n");
    }
    if score.declared_mt {
        text.push_str(
            "  declared-mt               the article says that a machine translated it; that costs nothing\n",
        );
    }
}
