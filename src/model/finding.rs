//! Findings and their fixes.

use super::Span;
use std::{fmt, sync::Arc};

/// Index of a rule in this run's rule set: copied freely, resolved with `RuleSet::get`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// The effect on a reader, in the words of MQM. One scale for people, scores and gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing, costs nothing.
    Neutral,
    /// Noticed, but does not mislead.
    Minor,
    /// Misleads or makes the reader stumble.
    Major,
    /// The article must not be published like this.
    Critical,
}

impl Severity {
    /// All severities, lightest first.
    pub const ALL: [Severity; 4] = [Severity::Neutral, Severity::Minor, Severity::Major, Severity::Critical];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Neutral => "neutral",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Penalty points of MQM's linear model: 0, 1, 5, 25.
    pub fn points(self) -> f32 {
        match self {
            Severity::Neutral => 0.0,
            Severity::Minor => 1.0,
            Severity::Major => 5.0,
            Severity::Critical => 25.0,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// May be applied unattended.
    Safe,
    /// Offer it; a person decides.
    Unsafe,
    /// Only to show what right would look like.
    Display,
}

impl Applicability {
    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
            Applicability::Display => "display",
        }
    }
}

/// Replaces the bytes of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// One way to mend a finding: edits that belong together, in order, not overlapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// Its edits.
    pub edits: Vec<Edit>,
}

/// A place in a text where a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The entry of the rule's list that matched, if it has a list.
    pub entry: Option<Arc<str>>,
    /// How bad.
    pub severity: Severity,
    /// Where in the text.
    pub span: Span,
    /// Index of the sentence it starts in.
    pub sentence: u32,
    /// What is wrong and what would be right, in one line.
    pub message: String,
    /// Ways to mend it, best first.
    pub fixes: Vec<Fix>,
    /// Penalty points it adds, after the rules for overlap and repetition.
    pub points: f32,
    /// Names the finding across runs: rule, entry, matched text and sentence, never its line.
    pub fingerprint: u64,
}
