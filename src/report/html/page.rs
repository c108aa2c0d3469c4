//! The page, drawn with the templates of this folder.

use super::{article::Article, docs::docs, kept::Kept};
use crate::{
    model::{RuleId, Severity},
    report::{
        Summary,
        show::{grouped, hidden},
    },
    rule::RuleSet,
};
use minijinja::{Environment, Value};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeSet, fmt::Write};

/// Templates; those whose names end in `.html` escape what they are given.
const TEMPLATES: [(&str, &str); 3] = [
    ("head.html", include_str!("head.html")),
    ("article.html", include_str!("article.html")),
    ("tail.html", include_str!("tail.html")),
];
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Allows this style and this script, by their hashes, and nothing else.
const POLICY: &str = include_str!("policy.txt");

#[derive(Serialize)]
struct Head<'a> {
    version: &'static str,
    policy: &'static str,
    style: &'static str,
    articles: u64,
    sentences: u64,
    words: u64,
    blocked: u64,
    findings: u64,
    severities: Vec<SeverityRow>,
    rules: Vec<RuleRow<'a>>,
    worst: Vec<WorstRow>,
    /// Articles with findings, on the page or not.
    flagged: u64,
    more_articles: u64,
    more_findings: u64,
}

#[derive(Serialize)]
struct SeverityRow {
    name: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct RuleRow<'a> {
    id: &'a str,
    title: &'a str,
    count: u64,
    /// Whether the page shows a finding of it.
    shown: bool,
}

#[derive(Serialize)]
struct WorstRow {
    number: usize,
    name: String,
    lang: String,
    score: String,
    findings: usize,
    blocked: bool,
}

#[derive(Serialize)]
struct RuleDocs<'a> {
    id: &'a str,
    title: &'a str,
    docs: String,
}

#[derive(Serialize)]
struct Tail<'a> {
    rules: Vec<RuleDocs<'a>>,
    script: &'static str,
    any: bool,
}

#[derive(Serialize)]
struct Numbered {
    number: usize,
    article: Article,
}

const KEPT: &str = "what is kept was written as JSON by the same code";
const DRAWN: &str = "the templates are part of the binary, and tests draw all of them";

/// The page of a run.
pub(super) fn page(rules: &RuleSet, summary: &Summary, kept: &Kept) -> String {
    let templates = environment();
    let draw = |name: &str, context: Value| -> String {
        templates.get_template(name).and_then(|template| template.render(context)).expect(DRAWN)
    };
    let (mut body, mut worst, mut named) = (String::new(), Vec::new(), BTreeSet::new());
    for (index, piece) in kept.worst().enumerate() {
        let article: Article = serde_json::from_slice(piece).expect(KEPT);
        let number = index + 1;
        named.extend(article.items.iter().map(|item| item.rule.clone()));
        worst.push(WorstRow {
            number,
            name: article.title.clone().or_else(|| article.id.clone()).unwrap_or_else(|| article.path.clone()),
            lang: article.lang.clone(),
            score: article.score.clone(),
            findings: article.findings,
            blocked: article.blocked,
        });
        body.push_str(&draw("article.html", Value::from_serialize(Numbered { number, article })));
    }
    let by_count = by_count(summary);
    let rows = by_count.iter().map(|&(id, count)| {
        let rule = rules.get(id);
        RuleRow { id: &rule.id, title: &rule.title, count, shown: named.contains(&*rule.id) }
    });
    let severities = Severity::ALL.iter().rev();
    let head = Head {
        version: env!("CARGO_PKG_VERSION"),
        policy: POLICY.trim_ascii(),
        style: STYLE,
        articles: summary.articles,
        sentences: summary.sentences,
        words: summary.words,
        blocked: summary.blocked,
        findings: summary.findings(),
        severities: severities
            .map(|&s| SeverityRow { name: s.name(), count: summary.by_severity[s as usize] })
            .collect(),
        rules: rows.collect(),
        flagged: worst.len() as u64 + kept.more_articles(),
        worst,
        more_articles: kept.more_articles(),
        more_findings: summary.findings().saturating_sub(kept.findings()),
    };
    let occurring = by_count.iter().map(|&(id, _)| rules.get(id)).filter(|rule| named.contains(&*rule.id));
    let tail = Tail {
        rules: occurring.map(|rule| RuleDocs { id: &rule.id, title: &rule.title, docs: docs(&rule.docs) }).collect(),
        script: SCRIPT,
        any: summary.findings() > 0,
    };
    let mut out = draw("head.html", Value::from_serialize(head));
    out.push_str(&body);
    out.push_str(&draw("tail.html", Value::from_serialize(tail)));
    out
}

/// Rules with findings, those with most first, then by name.
fn by_count(summary: &Summary) -> Vec<(RuleId, u64)> {
    let mut all: Vec<(RuleId, u64)> = summary.by_rule.iter().map(|(id, count)| (*id, *count)).collect();
    all.sort_by_key(|(_, count)| Reverse(*count));
    all
}

fn environment() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.set_keep_trailing_newline(true);
    templates.add_filter("shown", |text: &str| Value::from_safe_string(shown(text)));
    templates.add_filter("grouped", grouped);
    for (name, source) in TEMPLATES {
        templates.add_template(name, source).expect(DRAWN);
    }
    templates
}

/// A text as HTML: nothing in it is markup, and what nobody would see, or what would turn the letters around it, stands
/// in an element of its own, where the style draws its number and its effect ends.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // As it stands, a reader of HTML would make a line feed of it.
            '\r' => out.push_str("&#13;"),
            c if hidden(c) => {
                // No reader of HTML takes a character with number 0.
                let stands = if c == '\0' { '\u{fffd}' } else { c };
                // Writing to a string cannot fail.
                let _ = write!(out, "<span class=\"hidden\" data-code=\"U+{:04X}\">{stands}</span>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup_and_hides_nothing() {
        assert_eq!(shown("<b>\"&'</script>"), "&lt;b&gt;&quot;&amp;&#39;&lt;/script&gt;");
        assert_eq!(shown("a\u{202e}b"), "a<span class=\"hidden\" data-code=\"U+202E\">\u{202e}</span>b");
        assert_eq!(shown("a\r\n\tb"), "a&#13;\n\tb");
        assert_eq!(shown("\0"), "<span class=\"hidden\" data-code=\"U+0000\">\u{fffd}</span>");
    }

    #[test]
    fn style_and_script_end_where_their_elements_do() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
