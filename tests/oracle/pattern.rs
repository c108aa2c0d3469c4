//! `pattern`: every expression run over every block, or over the article where it names line ends.

use crate::{
    Hits,
    article::Article,
    library::{Library, strings, tables},
};
use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{self, Ast, parse::Parser};
use std::ops::Range;
use toml::{Table, Value};

struct Search {
    regex: Regex,
    key: Option<String>,
    /// Across blocks.
    whole: bool,
}

pub(crate) struct PatternRule {
    id: String,
    find: Vec<Search>,
    except: Vec<Regex>,
}

pub(crate) fn rules(library: &Library) -> Vec<PatternRule> {
    library.of_kind("pattern").map(|rule| PatternRule::new(&rule.id, &rule.detect)).collect()
}

/// `^` and `$` are the edges of a line.
fn build(source: &str) -> Regex {
    RegexBuilder::new(source).multi_line(true).build().unwrap_or_else(|e| panic!("{source}: {e}"))
}

/// Whether an expression names a line end, an edge of the text, or lets `.` match a line end: then it is tried on the
/// whole article. Classes do not count.
fn names_line_ends(source: &str) -> bool {
    struct Names(bool);
    impl ast::Visitor for Names {
        type Output = bool;
        type Err = ();

        fn finish(self) -> Result<bool, ()> {
            Ok(self.0)
        }

        fn visit_pre(&mut self, ast: &Ast) -> Result<(), ()> {
            let dot_all = |flags: &ast::Flags| flags.flag_state(ast::Flag::DotMatchesNewLine) == Some(true);
            self.0 |= match ast {
                Ast::Literal(literal) => literal.kind == ast::LiteralKind::Special(ast::SpecialLiteralKind::LineFeed),
                Ast::Assertion(edge) => {
                    matches!(edge.kind, ast::AssertionKind::StartText | ast::AssertionKind::EndText)
                }
                Ast::Flags(set) => dot_all(&set.flags),
                Ast::Group(group) => group.flags().is_some_and(dot_all),
                _ => false,
            };
            Ok(())
        }
    }
    let ast = Parser::new().parse(source).expect("the expression was compiled");
    ast::visit(&ast, Names(false)) == Ok(true)
}

impl PatternRule {
    fn new(id: &str, detect: &Table) -> Self {
        let search = |source: &String, key: Option<&str>| Search {
            regex: build(source),
            key: key.map(str::to_owned),
            whole: names_line_ends(source),
        };
        let mut find: Vec<Search> = strings(detect.get("find")).iter().map(|source| search(source, None)).collect();
        for entry in tables(detect.get("entries")) {
            let key = entry.get("key").and_then(Value::as_str);
            find.extend(strings(entry.get("find")).iter().map(|source| search(source, key)));
        }
        let except = strings(detect.get("except")).iter().map(|source| build(source)).collect();
        Self { id: id.to_owned(), find, except }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn run(&self, article: &Article<'_>, hits: &mut Hits) {
        let content = article.text.content();
        for search in &self.find {
            if search.whole {
                self.search(search, 0..content.len(), article, hits);
                continue;
            }
            for block in article.blocks() {
                self.search(search, block.span.range(), article, hits);
            }
        }
    }

    fn search(&self, search: &Search, part: Range<usize>, article: &Article<'_>, hits: &mut Hits) {
        let start = part.start;
        for groups in search.regex.captures_iter(&article.text.content()[part]) {
            let whole = groups.get(0).expect("the match");
            let mark = groups.name("mark").unwrap_or(whole);
            let (from, to) = (start + mark.start(), start + mark.end());
            // What is reported lies inside one block.
            let inside = article.blocks().iter().any(|b| b.span.start as usize <= from && to <= b.span.end as usize);
            if from < to && inside && !self.excepted(start + whole.start()..start + whole.end(), article) {
                hits.add(&self.id, (from as u32, to as u32), search.key.as_deref());
            }
        }
    }

    /// Whether an exception overlaps the match, in its line or lines.
    fn excepted(&self, whole: Range<usize>, article: &Article<'_>) -> bool {
        let content = article.text.content();
        let start = content[..whole.start].rfind('\n').map_or(0, |at| at + 1);
        let end = content[whole.end..].find('\n').map_or(content.len(), |at| whole.end + at);
        let overlaps = |m: regex::Match<'_>| start + m.start() < whole.end && whole.start < start + m.end();
        self.except.iter().any(|except| except.find_iter(&content[start..end]).any(overlaps))
    }
}
