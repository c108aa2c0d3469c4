//! A page that an editor opens by a double click: every finding with its sentence, worst article first, and buttons that
//! decide on it.
//!
//! The page is one file that loads nothing. It can be read without its script; the script filters, and writes decisions
//! as the table that `mtlint review import` takes. An article is written as JSON where it is checked; the worst of them
//! are kept, and drawn with the templates of this folder when all are known.

mod article;
mod docs;
mod kept;
mod page;
mod piece;

use self::{article::Article, kept::Kept};
use super::{Report, Summary};
use crate::{engine::Checked, rule::RuleSet};
use std::sync::{Mutex, PoisonError};

/// The HTML report: one page with the worst articles, and a line that says how many more there are.
#[derive(Debug)]
pub struct Html {
    limits: PageLimits,
    kept: Mutex<Kept>,
}

/// What a page shows at most: more of it no browser draws and nobody reads.
#[derive(Clone, Copy, Debug)]
pub struct PageLimits {
    /// Articles.
    pub articles: usize,
    /// Findings of all articles.
    pub findings: usize,
    /// Findings of one article.
    pub of_article: usize,
    /// Bytes of memory that the articles kept take.
    pub bytes: usize,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { articles: 2_000, findings: 20_000, of_article: 1_000, bytes: 64 << 20 }
    }
}

impl Default for Html {
    fn default() -> Self {
        Self::new(PageLimits::default())
    }
}

impl Html {
    /// A page with at most so much on it.
    pub fn new(limits: PageLimits) -> Self {
        Self { limits, kept: Mutex::new(Kept::new(limits)) }
    }
}

const MEMORY: &str = "strings and numbers are always valid JSON, and memory takes them";

impl Report for Html {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        if checked.findings.is_empty() {
            return;
        }
        serde_json::to_writer(out, &Article::of(rules, checked, self.limits.of_article)).expect(MEMORY);
    }

    fn keep(&self, piece: &[u8]) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).add(piece);
        true
    }

    fn finish(&self, rules: &RuleSet, summary: &Summary, out: &mut Vec<u8>) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        out.extend_from_slice(page::page(rules, summary, &kept).as_bytes());
    }
}
