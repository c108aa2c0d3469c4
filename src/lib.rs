//! Finds the marks that machine translation leaves in articles, and scores every sentence and article.
//!
//! ```
//! use mtlint::{Engine, RuleSet, text::text_document};
//!
//! let rules = RuleSet::embedded().expect("the rules in the binary are tested");
//! let on = rules.select(&[], &[]);
//! let engine = Engine::new(rules, on).expect("the rules in the binary are tested");
//! let article = text_document("“We won,” he said. he said on Friday.", None, mtlint::model::Lang::EN);
//! let checked = engine.check(article);
//! assert_eq!(&*engine.rules().get(checked.findings[0].rule).id, "attribution-echo");
//! ```

pub mod config;
pub mod detect;
pub mod engine;
pub mod input;
pub mod model;
pub mod report;
pub mod review;
pub mod rule;
pub mod text;

#[cfg(feature = "cli")]
pub mod cli;

pub use engine::{Checked, Engine};
pub use model::{Document, Finding, Severity, Span};
pub use rule::{Rule, RuleSet};
