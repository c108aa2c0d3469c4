//! `pattern`: linear-time regular expressions, for what is not made of words.

mod ahead;
pub(super) mod light;
mod place;
mod reach;

use super::{
    Compile, Cx, Detector, Hit, Several, Sink,
    expression::{Dialect, Expression},
    find::Params,
    outline::Outline,
    trigger::{self, Edges, Index, Openings, Triggers},
    written::Written,
};
use crate::{
    model::{Applicability, RuleId, Span},
    rule::{Rule, RuleProblem, tree::Node},
};
use place::Places;
use reach::Reach;
use std::sync::{Arc, OnceLock};
use toml::Spanned;

/// What the expressions of an entry share.
struct Pattern {
    /// None for a rule that is off.
    rule: Option<RuleId>,
    trust: Applicability,
    /// Where the binary has the entry.
    written: Option<Node>,
    detail: OnceLock<Detail>,
    /// Shared by the entries of a rule.
    except: Arc<[Expression]>,
    /// Its own, beside those.
    more: Vec<Expression>,
}

/// What is only needed where an expression is tried.
struct Detail {
    key: Option<Arc<str>>,
    better: Option<String>,
    fix: Option<String>,
}

impl Pattern {
    fn detail(&self) -> &Detail {
        self.detail.get_or_init(|| {
            let text = |key: &str| self.written.and_then(|entry| entry.get(key)).and_then(Node::text);
            Detail {
                key: text("key").map(Arc::from),
                better: text("better").map(str::to_owned),
                fix: text("fix").map(str::to_owned),
            }
        })
    }
}

/// An expression and what it belongs to.
struct Search {
    pattern: u32,
    reach: Reach,
    /// The bytes that a line with a match starts with, as bits, where that is known.
    first: Option<&'static [u64; 4]>,
    regex: Expression,
}

struct Patterns {
    all: Vec<Pattern>,
    searches: Vec<Search>,
    /// Outlines of all expressions that digits lead to, with their numbers; their own follow those of `searches`.
    digits: Vec<(Outline, &'static [u32])>,
    /// Those that start where a line does and say soon where a line does not begin as they do; then no token leads to them.
    openings: Option<Openings>,
    /// Those that look across blocks and that no token leads to.
    across: &'static [u32],
    /// Leads to `searches` and `digits`.
    triggers: Triggers,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Several::of([ahead::patterns(compile), own(compile)])
}

/// The expressions of rules that the build script does not know.
fn own(compile: &mut Compile<'_>) -> Option<Patterns> {
    let (mut all, mut searches, mut index) = (Vec::new(), Vec::new(), Index::default());
    for (id, rule, mut params) in compile.own_params::<Params>() {
        let mut problems = Vec::new();
        let except: Arc<[Expression]> =
            params.except.iter().filter_map(|text| one(rule, text, &mut problems)).collect();
        for entry in params.take_entries(rule, &mut problems) {
            for text in &entry.find {
                let Some(regex) = one(rule, text, &mut problems) else { continue };
                let reach = Reach::of(text.get_ref());
                let required = trigger::required(text.get_ref(), Edges::default());
                index.add(text.get_ref(), &required, reach != Reach::Article);
                searches.push(Search { pattern: all.len() as u32, reach, first: None, regex });
            }
            let key = (!entry.key.is_empty()).then(|| entry.key.into());
            all.push(Pattern {
                rule: Some(id),
                trust: params.applicability.into(),
                written: None,
                detail: Detail { key, better: entry.better, fix: entry.fix }.into(),
                except: except.clone(),
                more: entry.except.iter().filter_map(|text| one(rule, text, &mut problems)).collect(),
            });
        }
        compile.problems.append(&mut problems);
    }
    let some = !searches.is_empty();
    some.then(|| Patterns {
        all,
        searches,
        digits: Vec::new(),
        openings: None,
        across: &[],
        triggers: index.triggers(),
    })
}

/// An expression of a rule. Those of the binary are tested; a user's is compiled at once, to show what is wrong with it.
fn one(rule: &Rule, text: &Spanned<String>, problems: &mut Vec<RuleProblem>) -> Option<Expression> {
    if rule.is_embedded() {
        return Some(Expression::lazy(Written::Own(text.get_ref().clone()), Dialect::Pattern, None));
    }
    match Expression::compiled(text.get_ref(), Dialect::Pattern) {
        Ok(expression) => Some(expression),
        Err(line) => {
            let help = "expressions run in linear time: no look-around and no back-references; use `except`, or kind = \"sequence\"";
            problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {line}")).help(help));
            None
        }
    }
}

impl Detector for Patterns {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let content = cx.text.content();
        let mut places = Places::new(self, cx, out);
        for block in cx.text.blocks() {
            for &number in places.narrow(block, out) {
                let search = &self.searches[number as usize];
                self.all[search.pattern as usize].run(search, block.span, cx, out);
            }
        }
        // Expressions that look across blocks run once, wherever in the article they were met.
        for &number in places.across() {
            let search = &self.searches[number as usize];
            let whole = Span::new(0, content.len() as u32);
            self.all[search.pattern as usize].run(search, whole, cx, out);
        }
    }
}

impl Search {
    /// Whether a match may start with a byte.
    fn may_start(&self, byte: u8) -> bool {
        self.first.is_none_or(|bits| bits[usize::from(byte / 64)] >> (byte % 64) & 1 == 1)
    }
}

impl Pattern {
    /// Reports what an expression finds in a part of the article.
    fn run(&self, search: &Search, part: Span, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let text = cx.text.slice(part);
        let start = part.start as usize;
        if search.reach != Reach::Line {
            return self.search(&search.regex, text, start, cx, out);
        }
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if search.regex.may_match(&text[at..]) {
                self.search(&search.regex, &text[at..], start + at, cx, out);
            }
            at += line.len();
        }
    }

    /// `start`: where the text stands in the article.
    fn search(&self, expression: &Expression, text: &str, start: usize, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let shift = |range: std::ops::Range<usize>| range.start + start..range.end + start;
        let mark = expression.group("mark");
        let detail = self.detail();
        if mark.is_some() || detail.fix.is_some() {
            for groups in expression.groups_iter(text) {
                let Some(whole) = groups.get(0) else { continue };
                let mark = mark.and_then(|mark| groups.get(mark)).unwrap_or(whole.clone());
                let fix = detail.fix.as_ref().map(|fix| groups.expand(fix));
                self.report(cx, shift(whole), shift(mark), fix, out);
            }
        } else {
            for found in expression.find_iter(text) {
                self.report(cx, shift(found.clone()), shift(found), None, out);
            }
        }
    }

    fn report(
        &self,
        cx: &Cx<'_>,
        whole: std::ops::Range<usize>,
        mark: std::ops::Range<usize>,
        fix: Option<String>,
        out: &mut Sink<'_>,
    ) {
        let span = Span::new(mark.start as u32, mark.end as u32);
        let block = cx.text.blocks().get(cx.text.block_at(span.start));
        if !block.is_some_and(|b| b.span.contains(span)) || self.excepted(cx, &whole) {
            return;
        }
        let Some(rule) = self.rule else { return };
        let detail = self.detail();
        let mut hit = Hit::new(rule, span);
        if let Some(key) = &detail.key {
            hit = hit.entry(key);
        }
        if let Some(better) = detail.better.as_ref().or(fix.as_ref()) {
            hit = hit.slot("better", better.clone());
        }
        if let Some(fix) = fix {
            hit = hit.fix(self.trust, span, fix);
        }
        out.report(hit);
    }

    /// Whether an excepting expression overlaps the match, inside its line.
    fn excepted(&self, cx: &Cx<'_>, whole: &std::ops::Range<usize>) -> bool {
        if self.except.is_empty() && self.more.is_empty() {
            return false;
        }
        let content = cx.text.content();
        let start = content[..whole.start].rfind('\n').map_or(0, |i| i + 1);
        let end = content[whole.end..].find('\n').map_or(content.len(), |i| whole.end + i);
        let line = &content[start..end];
        self.except
            .iter()
            .chain(&self.more)
            .flat_map(|expression| expression.find_iter(line))
            .any(|m| m.start + start < whole.end && whole.start < m.end + start)
    }
}
