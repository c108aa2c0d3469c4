//! MQM categories.

use std::fmt;

/// First level of the MQM-Core error typology (themqm.org), by its usual short name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Terminology.
    Terminology,
    /// Accuracy.
    Accuracy,
    /// Linguistic conventions.
    Linguistic,
    /// Style.
    Style,
    /// Locale conventions.
    Locale,
    /// Audience appropriateness.
    Audience,
    /// Design and markup.
    Markup,
}

impl Dimension {
    /// All dimensions, in the order of the typology.
    pub const ALL: [Dimension; 7] = [
        Dimension::Terminology,
        Dimension::Accuracy,
        Dimension::Linguistic,
        Dimension::Style,
        Dimension::Locale,
        Dimension::Audience,
        Dimension::Markup,
    ];

    /// The name used in rule files, folders and selectors.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Terminology => "terminology",
            Dimension::Accuracy => "accuracy",
            Dimension::Linguistic => "linguistic",
            Dimension::Style => "style",
            Dimension::Locale => "locale",
            Dimension::Audience => "audience",
            Dimension::Markup => "markup",
        }
    }

    /// The error types of the second level, as written in rule files.
    pub fn types(self) -> &'static [&'static str] {
        match self {
            Dimension::Terminology => &["wrong-term", "inconsistent-with-resource", "inconsistent-use"],
            Dimension::Accuracy => &[
                "mistranslation",
                "addition",
                "omission",
                "untranslated",
                "overtranslation",
                "undertranslation",
                "do-not-translate",
            ],
            Dimension::Linguistic => &[
                "grammar",
                "punctuation",
                "spelling",
                "unintelligible",
                "encoding",
                "textual-conventions",
                "duplication",
            ],
            Dimension::Style => &["organization", "third-party", "inconsistent", "register", "awkward", "unidiomatic"],
            Dimension::Locale => &[
                "number-format",
                "currency-format",
                "measurement-format",
                "time-format",
                "date-format",
                "address-format",
                "telephone-format",
                "shortcut-key",
                "punctuation",
            ],
            Dimension::Audience => &["culture-specific-reference", "offensive", "disclosure"],
            Dimension::Markup => &["layout", "markup-tag", "truncation", "missing-text", "link", "placeholder"],
        }
    }
}

/// An error type of MQM: dimension and type, written `accuracy.mistranslation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category {
    /// First level.
    pub dimension: Dimension,
    /// Second level: one of [`Dimension::types`], or empty.
    pub kind: &'static str,
}

impl Category {
    /// Reads `dimension` or `dimension.type`; `None` where either is not in the typology.
    pub fn parse(name: &str) -> Option<Category> {
        let (dimension, kind) = name.split_once('.').unwrap_or((name, ""));
        let dimension = Dimension::ALL.into_iter().find(|d| d.name() == dimension)?;
        let kind = match kind {
            "" => "",
            _ => dimension.types().iter().copied().find(|t| *t == kind)?,
        };
        Some(Category { dimension, kind })
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.dimension.name())?;
        if !self.kind.is_empty() {
            write!(f, ".{}", self.kind)?;
        }
        Ok(())
    }
}
