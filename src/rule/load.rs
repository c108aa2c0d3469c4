//! One TOML file to one [`Rule`], with every problem of the file at once.

use super::{Detect, Example, Quotes, Rule, RuleProblem, Scope, Status, head::head, tree::Node};
use crate::model::{BlockKind, Category, Dimension, Lang, Severity};
use serde::Deserialize;
use std::{borrow::Cow, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A rule file as written, all but `[detect]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written<'a> {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(borrow)]
    pub(super) title: Cow<'a, str>,
    pub(super) category: Spanned<String>,
    pub(super) severity: Spanned<String>,
    pub(super) points: Option<Spanned<f32>>,
    pub(super) status: Spanned<String>,
    #[serde(default)]
    pub(super) langs: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) yields_to: Vec<String>,
    #[serde(default)]
    pub(super) furniture: bool,
    pub(super) flag: Option<String>,
    #[serde(borrow)]
    pub(super) message: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) docs: Cow<'a, str>,
    #[serde(default)]
    pub(super) scope: WrittenScope,
    #[serde(default)]
    pub(super) example: Vec<WrittenExample>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenScope {
    #[serde(default)]
    pub(super) blocks: Vec<Spanned<String>>,
    pub(super) quotes: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) min_hits: u32,
    #[serde(default)]
    pub(super) slip: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenExample {
    pub(super) text: Spanned<String>,
    #[serde(default)]
    pub(super) flags: Vec<Spanned<String>>,
    pub(super) fixed: Option<String>,
    pub(super) lang: Option<Spanned<String>>,
    pub(super) title: Option<String>,
}

/// Reads a rule.
///
/// # Errors
/// Everything that is wrong with the file: TOML syntax, unknown keys, names that are not in a list.
pub fn load_rule(file: &str, text: &str) -> Result<Rule, Vec<RuleProblem>> {
    let mut check = Check { file: file.to_owned().into(), source: text.to_owned().into(), problems: Vec::new() };
    let mut table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return Err(vec![check.toml(&error)]),
    };
    let detect = check.detect(table.get_mut());
    let span = table.span();
    let value = Spanned::new(span, DeValue::Table(table.into_inner()));
    let written = match Written::deserialize(toml::de::ValueDeserializer::from(value)) {
        Ok(written) => written,
        Err(error) => {
            let problem = check.toml(&error);
            check.problems.push(problem);
            return Err(check.problems);
        }
    };
    let rule = check.rule(written, detect, |text| text.into_owned().into());
    match rule {
        Some(rule) if check.problems.is_empty() => Ok(rule),
        _ => Err(check.problems),
    }
}

/// Reads a rule of the binary, but for its parameters and examples, which are read when they are needed.
pub(super) fn embedded_rule(file: &'static str, text: &'static str, tree: Node) -> Result<Rule, Vec<RuleProblem>> {
    let mut check = Check { file: file.into(), source: text.into(), problems: Vec::new() };
    let kind = tree.get("detect").and_then(|detect| detect.get("kind"));
    let detect = kind.and_then(|kind| Some(Detect { kind: kind.text()?.to_owned(), kind_span: kind.span() }));
    match check.rule(head(tree), detect, |text| text) {
        Some(rule) if check.problems.is_empty() => Ok(Rule { tree: Some(tree), ..rule }),
        _ => Err(check.problems),
    }
}

/// The examples of a rule of the binary.
pub(super) fn embedded_examples(rule: &Rule, tree: Node) -> Vec<Example> {
    let mut check = Check { file: rule.file.clone(), source: rule.source.clone(), problems: Vec::new() };
    let first_lang = rule.langs.first().copied().unwrap_or(Lang::EN);
    let written = tree.get("example").map(Vec::<WrittenExample>::deserialize);
    written.and_then(Result::ok).into_iter().flatten().map(|example| check.example(example, first_lang)).collect()
}

/// Collects the problems of one file.
struct Check {
    file: Cow<'static, str>,
    source: Cow<'static, str>,
    problems: Vec<RuleProblem>,
}

impl Check {
    fn problem(&self, span: Range<usize>, message: impl Into<String>) -> RuleProblem {
        RuleProblem::new(&self.file, &self.source, span, message.into())
    }

    fn fail(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.problem(span, message).help(help);
        self.problems.push(problem);
    }

    fn toml(&self, error: &toml::de::Error) -> RuleProblem {
        let span = error.span().unwrap_or(0..0);
        self.problem(span, error.message().to_owned())
    }

    /// One of a closed set of names.
    fn name<T>(
        &mut self,
        value: &Spanned<String>,
        parse: impl Fn(&str) -> Option<T>,
        what: &str,
        allowed: impl FnOnce() -> Vec<String>,
    ) -> Option<T> {
        let parsed = parse(value.get_ref());
        if parsed.is_none() {
            let allowed = allowed();
            let close = |name: &str| strsim::jaro_winkler(name, value.get_ref());
            let near = allowed.iter().filter(|n| close(n) > 0.8).max_by(|a, b| close(a).total_cmp(&close(b)));
            let guess = near.map(|n| format!("did you mean `{n}`? ")).unwrap_or_default();
            let help = format!("{guess}one of: {}", allowed.join(", "));
            self.fail(value.span(), format!("`{}` is not a {what}", value.get_ref()), help);
        }
        parsed
    }

    fn lang(&mut self, value: &Spanned<String>, tag: &str) -> Option<Lang> {
        let lang = Lang::parse(tag);
        if lang.is_none() {
            self.fail(
                value.span(),
                format!("`{tag}` is not a language code"),
                "write an ISO 639-1 code such as `en`, or `!fr` for all but French",
            );
        }
        lang
    }

    fn detect(&mut self, table: &mut DeTable<'_>) -> Option<Detect> {
        let whole = 0..self.source.find('\n').unwrap_or(self.source.len());
        let Some(detect) = table.remove("detect") else {
            self.fail(
                whole,
                "the rule has no `[detect]` table",
                "add `[detect]` with `kind = \"phrase\"` (or another kind; see rules/README.md)",
            );
            return None;
        };
        let span = detect.span();
        let DeValue::Table(params) = detect.get_ref() else {
            self.fail(span, "`detect` must be a table", "write `[detect]` and put `kind = …` below it");
            return None;
        };
        let Some(kind) = params.get("kind") else {
            self.fail(span, "`[detect]` has no `kind`", "name a detector: `kind = \"phrase\"`");
            return None;
        };
        let kind_span = kind.span();
        let DeValue::String(name) = kind.get_ref() else {
            self.fail(kind_span, "`kind` must be a string", "name a detector: `kind = \"phrase\"`");
            return None;
        };
        Some(Detect { kind: name.clone().into_owned(), kind_span })
    }

    /// `keep`: makes a text of the file one of the rule.
    fn rule<'w>(
        &mut self,
        written: Written<'w>,
        detect: Option<Detect>,
        keep: impl Fn(Cow<'w, str>) -> Cow<'static, str>,
    ) -> Option<Rule> {
        let id = written.id.get_ref();
        let kebab = !id.is_empty()
            && id.split('/').count() <= 2
            && id
                .split(['/', '-'])
                .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if !kebab {
            self.fail(
                written.id.span(),
                format!("`{id}` is not a rule id"),
                "use lower-case words joined by hyphens, with `pack/` before them in a pack of your own",
            );
        }
        let category = self.name(&written.category, Category::parse, "category of MQM", categories);
        let severities = || named(&["neutral", "minor", "major", "critical"]);
        let severity = self.name(&written.severity, Severity::parse, "severity", severities);
        let statuses = || named(&["experimental", "stable", "deprecated"]);
        let status = self.name(&written.status, parse_status, "status", statuses);
        if let Some(points) = &written.points
            && !(0.0..=100.0).contains(points.get_ref())
        {
            self.fail(points.span(), "points must lie between 0 and 100", "0.1 is usual for mechanical punctuation");
        }
        let (mut langs, mut not_langs) = (Vec::new(), Vec::new());
        for value in &written.langs {
            match value.get_ref().as_str() {
                "*" => {}
                tag => match tag.strip_prefix('!') {
                    Some(tag) => not_langs.extend(self.lang(value, tag)),
                    None => langs.extend(self.lang(value, tag)),
                },
            }
        }
        let scope = self.scope(written.scope);
        let first_lang = langs.first().copied().unwrap_or(Lang::EN);
        let examples = written.example.into_iter().map(|e| self.example(e, first_lang)).collect();
        Some(Rule {
            id: id.as_str().into(),
            aliases: written.aliases,
            title: keep(written.title),
            message: keep(written.message),
            docs: keep(written.docs),
            category: category?,
            severity: severity?,
            points: written.points.map(Spanned::into_inner),
            status: status?,
            langs,
            not_langs,
            yields_to: written.yields_to,
            furniture: written.furniture,
            flag: written.flag,
            scope,
            detect: detect?,
            examples,
            tree: None,
            file: self.file.clone(),
            source: self.source.clone(),
        })
    }

    fn scope(&mut self, written: WrittenScope) -> Scope {
        let kinds = || named(&["headline", "paragraph", "quotation", "list-item", "caption"]);
        let blocks = written.blocks.iter().filter_map(|b| self.name(b, parse_block, "kind of block", kinds)).collect();
        let ways = || named(&["check", "skip"]);
        let quotes = written.quotes.and_then(|q| self.name(&q, parse_quotes, "way to treat quotations", ways));
        Scope { blocks, quotes: quotes.unwrap_or_default(), min_hits: written.min_hits, slip: written.slip }
    }

    fn example(&mut self, written: WrittenExample, first_lang: Lang) -> Example {
        let text = written.text.get_ref();
        for flag in &written.flags {
            let in_title = written.title.as_ref().is_some_and(|t| t.contains(flag.get_ref().as_str()));
            if !text.contains(flag.get_ref().as_str()) && !in_title {
                self.fail(
                    flag.span(),
                    format!("the example's text does not contain “{}”", flag.get_ref()),
                    "copy the piece from the text, letter by letter",
                );
            }
        }
        let lang = written.lang.as_ref().and_then(|l| self.lang(l, l.get_ref()));
        Example {
            text: written.text.into_inner(),
            flags: written.flags.into_iter().map(Spanned::into_inner).collect(),
            fixed: written.fixed,
            lang: lang.unwrap_or(first_lang),
            title: written.title,
        }
    }
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Names of all categories and their types.
fn categories() -> Vec<String> {
    let types = |d: &Dimension| d.types().iter().map(|t| format!("{}.{t}", d.name())).collect::<Vec<_>>();
    Dimension::ALL.iter().flat_map(|d| std::iter::once(d.name().to_owned()).chain(types(d))).collect()
}

fn parse_status(name: &str) -> Option<Status> {
    [Status::Stable, Status::Experimental, Status::Deprecated].into_iter().find(|s| s.name() == name)
}

fn parse_block(name: &str) -> Option<BlockKind> {
    Some(match name {
        "headline" => BlockKind::Headline,
        "paragraph" => BlockKind::Paragraph,
        "quotation" => BlockKind::Quotation,
        "list-item" => BlockKind::ListItem,
        "caption" => BlockKind::Caption,
        _ => return None,
    })
}

fn parse_quotes(name: &str) -> Option<Quotes> {
    match name {
        "check" => Some(Quotes::Check),
        "skip" => Some(Quotes::Skip),
        _ => None,
    }
}
