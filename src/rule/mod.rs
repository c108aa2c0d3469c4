//! Rules as data: one TOML file each, read with all problems at once.

mod head;
mod lists;
mod load;
mod problem;
mod read;
mod set;
pub(crate) mod tree;

pub use lists::{Lists, Row, Table};
pub use load::load_rule;
pub use problem::RuleProblem;
pub use set::{RuleSet, Selection, Selector};

use crate::model::{BlockKind, Category, Lang, Severity};
use serde::de::DeserializeOwned;
use std::{borrow::Cow, ops::Range, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use tree::Node;

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
pub(crate) mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// How far a rule has proved itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Right at least nine times in ten on real text; on by default.
    Stable,
    /// Not proved; off unless selected, weighs nothing in scores.
    Experimental,
    /// Kept for users who name it; off by default.
    Deprecated,
}

impl Status {
    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Status::Stable => "stable",
            Status::Experimental => "experimental",
            Status::Deprecated => "deprecated",
        }
    }
}

/// What a rule does inside quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quotes {
    /// It runs everywhere: in a translation the quotation is translated text too.
    #[default]
    Check,
    /// A hit that lies wholly inside quotation marks is dropped.
    Skip,
}

/// Where in an article a rule runs.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Kinds of block; empty for all.
    pub blocks: Vec<BlockKind>,
    /// Inside quotation marks.
    pub quotes: Quotes,
    /// A hit is kept only where the article has at least this many; 0 and 1 mean always.
    pub min_hits: u32,
    /// A hit that is the only finding of its article is neutral: one mechanical slip in a sound article is a typing error,
    /// several are the mark of a pipeline.
    pub slip: bool,
}

/// A test inside a rule: a text with the pieces it must flag; without any, it must stay quiet.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text, paragraphs divided by an empty line.
    pub text: String,
    /// Pieces of the text that the rule must flag, in order: exactly these.
    pub flags: Vec<String>,
    /// The text after all safe and offered fixes.
    pub fixed: Option<String>,
    /// Its language; the rule's first language if none is given.
    pub lang: Lang,
    /// Title of the article, where the rule needs one.
    pub title: Option<String>,
}

/// The detector of a rule; its parameters are read by [`Rule::params`], when it is compiled.
#[derive(Clone, Debug)]
pub struct Detect {
    /// Name of the detector: a row of `detect::KINDS`.
    pub kind: String,
    /// Where the kind is written in the file.
    pub kind_span: Range<usize>,
}

/// One rule: exactly one TOML file.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Kebab-case name of the defect.
    pub id: Arc<str>,
    /// Older ids that still select it.
    pub aliases: Vec<String>,
    /// A few words for lists.
    pub title: Cow<'static, str>,
    /// What is wrong and what would be right, with `{slots}`.
    pub message: Cow<'static, str>,
    /// What it catches, why it matters, when it is wrong, what to do. Markdown.
    pub docs: Cow<'static, str>,
    /// MQM category.
    pub category: Category,
    /// Effect on a reader.
    pub severity: Severity,
    /// Penalty points, where they differ from the severity's.
    pub points: Option<f32>,
    /// How far it has proved itself.
    pub status: Status,
    /// Languages it is for; empty for all.
    pub langs: Vec<Lang>,
    /// Languages it is not for.
    pub not_langs: Vec<Lang>,
    /// Rules that win where both report the same place.
    pub yields_to: Vec<String>,
    /// Page furniture: counted once an article, apart from the translation.
    pub furniture: bool,
    /// A finding sets this flag of the article.
    pub flag: Option<String>,
    /// Where it runs.
    pub scope: Scope,
    /// How it finds.
    pub detect: Detect,
    /// Its tests, for a rule that is not of the binary.
    examples: Vec<Example>,
    /// The file as the binary holds it, for a rule of the binary.
    pub(crate) tree: Option<Node>,
    /// The file, as a user would name it.
    pub file: Cow<'static, str>,
    /// The file's text, to draw problems in.
    pub source: Cow<'static, str>,
}

impl Rule {
    /// Whether the rule is for texts in `lang`. A rule without languages is for all of them.
    pub fn applies_to(&self, lang: Lang) -> bool {
        (self.langs.is_empty() || self.langs.contains(&lang)) && !self.not_langs.contains(&lang)
    }

    /// Its tests.
    pub fn examples(&self) -> Vec<Example> {
        self.tree.map_or_else(|| self.examples.clone(), |tree| load::embedded_examples(self, tree))
    }

    /// Reads the detector's parameters: everything in `[detect]` but its `kind`.
    ///
    /// # Errors
    /// An unknown key or a value of the wrong type, with its place in the file.
    pub fn params<P: DeserializeOwned>(&self) -> Result<P, RuleProblem> {
        let problem = |error: toml::de::Error| self.problem(error.span(), error.message().to_owned());
        if let Some(detect) = self.tree.and_then(|tree| tree.get("detect")) {
            return detect.read_without(&["kind"]).map_err(problem);
        }
        let mut table = DeTable::parse(&self.source).map_err(problem)?;
        let mut detect =
            table.get_mut().remove("detect").unwrap_or_else(|| Spanned::new(0..0, DeValue::Table(DeTable::new())));
        if let DeValue::Table(params) = detect.get_mut() {
            params.remove("kind");
        }
        P::deserialize(toml::de::ValueDeserializer::from(detect)).map_err(problem)
    }

    /// The same for a rule of the binary, without the parameters named, which the detector knows from the build script.
    pub(crate) fn params_without<P: DeserializeOwned>(&self, keys: &[&str]) -> Result<P, RuleProblem> {
        let Some(detect) = self.tree.and_then(|tree| tree.get("detect")) else { return self.params() };
        let problem = |error: toml::de::Error| self.problem(error.span(), error.message().to_owned());
        detect.read_without(&[&["kind"], keys].concat()).map_err(problem)
    }

    /// Whether the rule is one of the binary, which is tested.
    pub fn is_embedded(&self) -> bool {
        self.tree.is_some()
    }

    /// A problem of this rule's file.
    pub fn problem(&self, span: Option<Range<usize>>, message: String) -> RuleProblem {
        let span = span.unwrap_or_else(|| self.detect.kind_span.clone());
        RuleProblem::new(&self.file, &self.source, span, message)
    }
}
