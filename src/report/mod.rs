//! From checked articles to bytes.
//!
//! A [`Report`] renders each article into a buffer of its own, on whatever thread checked it; buffers are written in the
//! order of the input. What needs all articles (a summary, worst first) comes from [`Summary`], which is merged in order.

mod compact;
mod csv;
mod jsonl;
mod problem;
mod show;
mod summary;
mod terminal;
mod window;
pub mod wire;

pub use self::csv::{Csv, Rows};
pub use compact::Compact;
pub use jsonl::Jsonl;
pub use problem::draw_problem;
pub use summary::{DocumentLine, Summary};
pub use terminal::Terminal;

use crate::{engine::Checked, rule::RuleSet};

/// Renders checked articles. Pure: the same articles give the same bytes.
pub trait Report: Send + Sync {
    /// What comes before all articles.
    fn begin(&self, _rules: &RuleSet, _out: &mut Vec<u8>) {}

    /// One article.
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>);

    /// What comes after all articles.
    fn finish(&self, _rules: &RuleSet, _summary: &Summary, _out: &mut Vec<u8>) {}
}

/// Text of an article in quotation marks, short and on one line.
pub fn quoted(text: &str) -> String {
    format!("“{}”", show::brief(text, 60))
}

/// Which sentences get a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sentences {
    /// Every one.
    All,
    /// Those with a finding.
    #[default]
    Flagged,
    /// None.
    None,
}
