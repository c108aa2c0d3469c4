//! Whether a run fails, and why.

use crate::{
    config::{FailOn, Settings},
    model::Severity,
    report::{DocumentLine, Summary},
};

/// Why the run fails, in one line; nothing where it does not. `new` says that only what is new was counted.
pub(in crate::cli) fn reasons(settings: &Settings, summary: &Summary, new: bool) -> Option<String> {
    let mut reasons = Vec::new();
    let severity = match (settings.fail_on.value, &settings.max_new) {
        (FailOn::Severity(severity), _) => Some(severity),
        (FailOn::Never, Some(_)) => Some(Severity::Minor),
        (FailOn::Never, None) => None,
    };
    if let Some(severity) = severity {
        let found = summary.at_least(severity);
        let allowed = settings.max_new.as_ref().map_or(0, |max| max.value);
        if found > allowed {
            let what = match (found, new) {
                (1, true) => "1 new finding is".to_owned(),
                (1, false) => "1 finding is".to_owned(),
                (n, true) => format!("{n} new findings are"),
                (n, false) => format!("{n} findings are"),
            };
            let worse = match severity {
                Severity::Critical => "critical".to_owned(),
                severity => format!("{severity} or worse"),
            };
            let limit = match &settings.max_new {
                Some(max) => format!("max-new = {}, {}", max.value, max.origin),
                None => format!("fail-on = {}, {}", settings.fail_on.value.name(), settings.fail_on.origin),
            };
            reasons.push(format!("{what} {worse} ({limit})"));
        }
    }
    if let (Some(min), Some(lowest)) = (&settings.min_score, summary.lowest)
        && lowest < min.value
    {
        let named = |line: &DocumentLine| {
            if line.id == line.path { line.path.clone() } else { format!("{} ({})", line.path, line.id) }
        };
        let worst = summary.worst.iter().find(|line| line.score <= lowest);
        let worst = worst.map_or_else(|| "an article".to_owned(), named);
        reasons.push(format!("{worst} scores {lowest:.1} (min-score = {}, {})", min.value, min.origin));
    }
    if let Some(max) = &settings.max_per_1000 {
        let density = if summary.words == 0 { 0.0 } else { summary.points * 1000.0 / summary.words as f64 };
        if density > f64::from(max.value) {
            reasons.push(format!(
                "all articles together have {density:.2} points per 1,000 words (max-per-1000 = {}, {})",
                max.value, max.origin
            ));
        }
    }
    (!reasons.is_empty()).then(|| format!("failed: {}", reasons.join("; ")))
}
