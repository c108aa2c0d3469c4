//! `pattern`: linear-time regular expressions, for what is not made of words.

use super::{Compile, Cx, Detector, Hit, Sink, trust::Trust};
use crate::{
    model::{Applicability, RuleId, Span},
    rule::{Rule, RuleProblem},
};
use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};
use toml::Spanned;

/// Parameters of a `pattern` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expressions; the group `mark`, if there is one, is what is reported.
    #[serde(default)]
    find: Vec<Spanned<String>>,
    /// The same with a key, a better wording and a fix of their own.
    #[serde(default)]
    entries: Vec<Entry>,
    /// Expressions that, overlapping the hit, make it right after all.
    #[serde(default)]
    except: Vec<Spanned<String>>,
    /// An article without any of these strings is not searched: a plain search is a hundred times faster.
    #[serde(default)]
    needs: Vec<String>,
    /// What replaces the reported part; `$1` and `$name` are groups.
    fix: Option<String>,
    /// How far the fix can be trusted.
    #[serde(default)]
    applicability: Trust,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    key: String,
    find: Vec<Spanned<String>>,
    #[serde(default)]
    needs: Vec<String>,
    better: Option<String>,
    fix: Option<String>,
}

/// Expressions that share all but themselves.
struct Pattern {
    rule: RuleId,
    regexes: Vec<Lazy>,
    key: Option<Arc<str>>,
    better: Option<String>,
    fix: Option<String>,
    trust: Applicability,
    needs: Vec<Need>,
    except: Arc<[Lazy]>,
}

/// A string that an article must hold.
struct Need {
    finder: Finder<'static>,
    pairs: Vec<u16>,
}

impl Need {
    fn new(text: &str) -> Self {
        let pairs = text.as_bytes().windows(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        Self { finder: Finder::new(text).into_owned(), pairs }
    }

    fn met(&self, content: &str, pairs: &Pairs) -> bool {
        self.pairs.iter().all(|&pair| pairs.has(pair)) && self.finder.find(content.as_bytes()).is_some()
    }
}

/// Which pairs of bytes stand in a text: made in one pass, they rule out nearly all of hundreds of strings, each of which
/// would take a pass of its own.
struct Pairs(Vec<u64>);

impl Pairs {
    fn of(content: &str) -> Self {
        let mut bits = vec![0; 1024];
        for pair in content.as_bytes().windows(2) {
            let pair = u16::from_le_bytes([pair[0], pair[1]]);
            bits[usize::from(pair) / 64] |= 1 << (pair & 63);
        }
        Self(bits)
    }

    fn has(&self, pair: u16) -> bool {
        self.0[usize::from(pair) / 64] >> (pair & 63) & 1 == 1
    }
}

/// An expression that is compiled when an article first needs it: with all rules, compiling takes longer than checking
/// an article.
struct Lazy {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Lazy {
    fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(&self.source).ok()).as_ref()
    }
}

struct Patterns(Vec<Pattern>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut patterns = Vec::new();
    for (id, rule, params) in compile.params::<Params>() {
        let mut problems = Vec::new();
        if params.find.is_empty() && params.entries.is_empty() {
            problems.push(
                rule.problem(None, "the rule finds nothing".to_owned())
                    .help("add `find = ['…']` or `entries = [{ key = …, find = […] }]`"),
            );
        }
        let except: Arc<[Lazy]> = params.except.iter().filter_map(|text| one(rule, text, &mut problems)).collect();
        let trust = params.applicability.into();
        let main = Entry { key: String::new(), find: params.find, needs: Vec::new(), better: None, fix: params.fix };
        for entry in std::iter::once(main).chain(params.entries) {
            let needs = if entry.needs.is_empty() { &params.needs } else { &entry.needs };
            patterns.push(Pattern {
                rule: id,
                regexes: entry.find.iter().filter_map(|text| one(rule, text, &mut problems)).collect(),
                key: (!entry.key.is_empty()).then(|| entry.key.into()),
                better: entry.better,
                fix: entry.fix,
                trust,
                needs: needs.iter().map(|need| Need::new(need)).collect(),
                except: except.clone(),
            });
        }
        compile.problems.append(&mut problems);
    }
    Box::new(Patterns(patterns))
}

/// `^` and `$` are the edges of a line: blocks of an article are lines more often than not.
fn build(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).multi_line(true).build()
}

/// An expression of a rule. Those of the binary are tested; a user's is compiled at once, to show what is wrong with it.
fn one(rule: &Rule, text: &Spanned<String>, problems: &mut Vec<RuleProblem>) -> Option<Lazy> {
    let source = text.get_ref().clone();
    if rule.embedded {
        return Some(Lazy { source, regex: OnceLock::new() });
    }
    match build(&source) {
        Ok(regex) => Some(Lazy { source, regex: OnceLock::from(Some(regex)) }),
        Err(error) => {
            let reason = error.to_string();
            let line = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let help = "expressions run in linear time: no look-around and no back-references; use `except`, or kind = \"sequence\"";
            problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {line}")).help(help));
            None
        }
    }
}

impl Detector for Patterns {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let content = cx.text.content();
        let pairs = Pairs::of(content);
        for pattern in &self.0 {
            let needed = || pattern.needs.is_empty() || pattern.needs.iter().any(|need| need.met(content, &pairs));
            if out.wants(pattern.rule) && needed() {
                pattern.regexes.iter().filter_map(Lazy::get).for_each(|regex| pattern.run(regex, cx, out));
            }
        }
    }
}

impl Pattern {
    fn run(&self, regex: &Regex, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let content = cx.text.content();
        let mark = regex.capture_names().flatten().any(|n| n == "mark");
        if mark || self.fix.is_some() {
            for groups in regex.captures_iter(content) {
                let Some(whole) = groups.get(0) else { continue };
                let mark = groups.name("mark").unwrap_or(whole);
                let fix = self.fix.as_ref().map(|fix| {
                    let mut text = String::new();
                    groups.expand(fix, &mut text);
                    text
                });
                self.report(cx, whole.range(), mark.range(), fix, out);
            }
        } else {
            for found in regex.find_iter(content) {
                self.report(cx, found.range(), found.range(), None, out);
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
        let mut hit = Hit::new(self.rule, span);
        if let Some(key) = &self.key {
            hit = hit.entry(key);
        }
        if let Some(better) = self.better.as_ref().or(fix.as_ref()) {
            hit = hit.slot("better", better.clone());
        }
        if let Some(fix) = fix {
            hit = hit.fix(self.trust, span, fix);
        }
        out.report(hit);
    }

    /// Whether an excepting expression overlaps the match, inside its line.
    fn excepted(&self, cx: &Cx<'_>, whole: &std::ops::Range<usize>) -> bool {
        if self.except.is_empty() {
            return false;
        }
        let content = cx.text.content();
        let start = content[..whole.start].rfind('\n').map_or(0, |i| i + 1);
        let end = content[whole.end..].find('\n').map_or(content.len(), |i| whole.end + i);
        let line = &content[start..end];
        self.except
            .iter()
            .filter_map(Lazy::get)
            .flat_map(|regex| regex.find_iter(line))
            .any(|m| m.start() + start < whole.end && whole.start < m.end() + start)
    }
}
