//! From checked articles to bytes.
//!
//! A [`Report`] renders each article into a buffer of its own, on whatever thread checked it; buffers are written in the
//! order of the input. What needs all articles (a summary, worst first) comes from [`Summary`], which is merged in order.

mod account;
mod checkstyle;
mod compact;
mod csv;
mod github;
mod gitlab;
mod help;
mod html;
mod jsonl;
mod junit;
mod path;
mod place;
mod problem;
mod rdjsonl;
mod sarif;
mod show;
mod summary;
mod terminal;
mod window;
pub mod wire;
mod xml;

pub use self::csv::{Csv, Rows};
pub use account::Account;
pub use checkstyle::Checkstyle;
pub use compact::Compact;
pub use github::Github;
pub use gitlab::Gitlab;
pub use help::help;
pub use html::{Html, PageLimits};
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use problem::draw_problem;
pub use rdjsonl::Rdjsonl;
pub use sarif::Sarif;
pub use summary::{DocumentLine, Summary};
pub use terminal::Terminal;

use crate::{engine::Checked, rule::RuleSet};
use std::collections::BTreeMap;

/// Renders checked articles. Pure: the same articles give the same bytes.
pub trait Report: Send + Sync {
    /// What comes before all articles.
    fn begin(&self, _rules: &RuleSet, _out: &mut Vec<u8>) {}

    /// One article.
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>);

    /// What stands between two articles that both have something to say.
    fn between(&self) -> &'static [u8] {
        b""
    }

    /// Takes to itself what it made of an article, for a report that can write none before it has seen all; whether it
    /// did. Called in the order of the input.
    fn keep(&self, _piece: &[u8]) -> bool {
        false
    }

    /// What comes after all articles.
    fn finish(&self, _rules: &RuleSet, _summary: &Summary, _out: &mut Vec<u8>) {}
}

/// Numbers equal findings of an article, from 1.
#[derive(Default)]
struct Occurrences(BTreeMap<u64, u32>);

impl Occurrences {
    fn next(&mut self, fingerprint: u64) -> u32 {
        let number = self.0.entry(fingerprint).or_default();
        *number += 1;
        *number
    }
}

/// 64-bit FNV-1a.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
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
