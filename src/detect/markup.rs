//! `markup`: tags and character entities that are visible as text.
//!
//! Both need more than an expression: entities are decoded, and whether a tag leaves a space behind depends on what it
//! was and on what stands around it.

use super::{Compile, Cx, Detector, Hit, Sink, lists::set_of, splice::inline::Inline};
use crate::{
    model::{Applicability, Hashes, RuleId, Severity, Span},
    rule::Lists,
};
use memchr::memchr_iter;
use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};
use toml::Spanned;

/// Parameters of a `markup` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What it looks for.
    what: What,
    /// For tags a word list of element names, for entities a table with `find` and `better`.
    list: Spanned<String>,
    /// A block that holds one of these words, in any case, writes about markup.
    #[serde(default)]
    topic: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum What {
    Tags,
    Entities,
}

struct Shared {
    id: RuleId,
    topic: Hashes,
}

struct Markup {
    tags: Vec<(Shared, Named<HashSet<String>>)>,
    entities: Vec<(Shared, Named<HashMap<String, String>>)>,
    lists: Lists,
}

/// The name of a list, and what is read of it when an article first has what looks like something in it.
struct Named<T>(String, OnceLock<T>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut made = Markup { tags: Vec::new(), entities: Vec::new(), lists: compile.lists.clone() };
    for (id, rule, params) in compile.params::<Params>() {
        let shared = Shared { id, topic: set_of(&params.topic) };
        if compile.lists.path(params.list.get_ref()).is_none() {
            compile.no_list(rule, &params.list);
        }
        let name = params.list.into_inner();
        match params.what {
            What::Tags => made.tags.push((shared, Named(name, OnceLock::new()))),
            What::Entities => made.entities.push((shared, Named(name, OnceLock::new()))),
        }
    }
    Box::new(made)
}

fn elements(lists: &Lists, name: &str) -> HashSet<String> {
    lists.words(name).into_iter().flatten().map(str::to_owned).collect()
}

fn entities(lists: &Lists, name: &str) -> HashMap<String, String> {
    let Some(table) = lists.table(name) else { return HashMap::new() };
    let better = |cell: &str| match cell {
        "NBSP" | "SPACE" => " ".to_owned(),
        "NONE" => String::new(),
        text => text.to_owned(),
    };
    table.rows.iter().map(|row| (table.cell(row, "find").to_owned(), better(table.cell(row, "better")))).collect()
}

impl Detector for Markup {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let text = cx.text.content();
        let inline = Inline::of(cx.doc);
        for (shared, Named(list, names)) in &self.tags {
            if !out.wants(shared.id) {
                continue;
            }
            for at in memchr_iter(b'<', text.as_bytes()) {
                let names = names.get_or_init(|| elements(&self.lists, list));
                if let Some((end, block_level)) = tag(text, at, names)
                    && !inline.in_code(at)
                    && !shared.on_topic(cx, at)
                {
                    let span = Span::new(at as u32, end as u32);
                    let space = if block_level && glued(text, at, end) { " " } else { "" };
                    out.report(Hit::new(shared.id, span).fix(Applicability::Safe, span, space));
                }
            }
        }
        for (shared, Named(list, names)) in &self.entities {
            if !out.wants(shared.id) {
                continue;
            }
            let mut done = 0;
            for at in memchr_iter(b'&', text.as_bytes()) {
                if at < done {
                    continue;
                }
                let names = names.get_or_init(|| entities(&self.lists, list));
                let Some((end, better)) = entity(text, at, names) else {
                    continue;
                };
                done = end;
                if in_address(cx, at) || inline.in_code(at) || shared.on_topic(cx, at) {
                    continue;
                }
                let span = Span::new(at as u32, end as u32);
                let mut hit = Hit::new(shared.id, span).slot("better", better.clone());
                // Feeds write letters so, and a page that decodes them shows nothing odd; spaces, quotation marks and
                // ampersands escaped are what translation leaves behind.
                if better.chars().all(|c| c.is_alphabetic() || matches!(c, '°' | '•' | '·' | '©' | '®' | '™')) {
                    hit = hit.severity(Severity::Neutral);
                }
                // What would start a tag or another entity is left to a person.
                let plain = !matches!(better.as_str(), "<" | ">");
                out.report(if plain { hit.fix(Applicability::Safe, span, better) } else { hit });
            }
        }
    }
}

impl Shared {
    /// Whether the block writes about markup.
    fn on_topic(&self, cx: &Cx<'_>, at: usize) -> bool {
        let Some(block) = cx.text.blocks().get(cx.text.block_at(at as u32)) else {
            return true;
        };
        let outside = !block.span.contains(Span::new(at as u32, at as u32));
        outside || cx.text.tokens_in(&block.tokens).iter().any(|t| self.topic.contains(t.hash()))
    }
}

/// The end of a tag that starts at `at`, and whether its element breaks the line.
fn tag(text: &str, at: usize, names: &HashSet<String>) -> Option<(usize, bool)> {
    const LONGEST: usize = 600;
    let rest = &text[at + 1..];
    let inner = rest.strip_prefix('/').unwrap_or(rest);
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = inner[..length].to_ascii_lowercase();
    let next = inner.as_bytes()[length];
    // White space, the end, `/>`, or an attribute.
    if !names.contains(&name) || !matches!(next, b' ' | b'>' | b'/' | b'\t' | b'\n') {
        return None;
    }
    let close =
        rest.bytes().take(LONGEST).position(|b| matches!(b, b'>' | b'<')).filter(|&i| rest.as_bytes()[i] == b'>')?;
    let attributes = inner[length..].split('>').next().unwrap_or_default().trim().trim_end_matches('/');
    // `<b and c>` is a comparison, not a tag.
    if !attributes.is_empty() && !attributes.contains('=') && rest.starts_with(&inner[..1]) && attributes.contains(' ')
    {
        return None;
    }
    let inline = matches!(
        name.as_str(),
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "wbr"
            | "label"
    );
    Some((at + 1 + close + 1, !inline))
}

/// Whether removing `start..end` would join two words.
fn glued(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    matches!((before, after), (Some(b), Some(a)) if !b.is_whitespace() && !a.is_whitespace())
}

/// The end of an entity at `at`, escaped once or more often, and what it stands for.
fn entity(text: &str, at: usize, names: &HashMap<String, String>) -> Option<(usize, String)> {
    let mut rest = &text[at + 1..];
    // `&amp;amp;` was escaped twice, `&amp;nbsp;` too.
    while let Some(inner) = rest.strip_prefix("amp;") {
        if one_entity(inner, names).is_none() {
            break;
        }
        rest = inner;
    }
    let (length, better) = one_entity(rest, names)?;
    Some((text.len() - rest.len() + length, better))
}

/// `name;`, `#8211;`, `#x2013;`, with a space before the semicolon or behind the ampersand as engines leave it.
fn one_entity(text: &str, names: &HashMap<String, String>) -> Option<(usize, String)> {
    let inner = text.strip_prefix(' ').unwrap_or(text);
    let spaced = inner.len() != text.len();
    let (digits, hex) = match inner.strip_prefix("#").or_else(|| inner.strip_prefix("# ")) {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => (Some(hex), true),
            None => (Some(number), false),
        },
        None => (None, false),
    };
    let body = digits.unwrap_or(inner);
    let length = body.bytes().take(10).position(|b| !b.is_ascii_alphanumeric())?;
    let after = &body[length..];
    let tail = if after.starts_with(';') {
        1
    } else if after.starts_with(" ;") && (spaced || digits.is_some() || names.contains_key(&body[..length])) {
        2
    } else {
        return None;
    };
    if spaced && tail == 1 && digits.is_none() && length < 3 {
        return None;
    }
    let better = match digits {
        Some(_) => {
            let code = u32::from_str_radix(&body[..length], if hex { 16 } else { 10 }).ok()?;
            match char::from_u32(code)? {
                '\u{a0}' | '\t' | '\n' | '\r' => " ".to_owned(),
                c if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') => String::new(),
                c => c.to_string(),
            }
        }
        None => names.get(&body[..length])?.clone(),
    };
    Some((text.len() - body.len() + length + tail, better))
}

/// Whether the byte lies in an address, where `&` divides parameters.
fn in_address(cx: &Cx<'_>, at: usize) -> bool {
    let token = cx.tokens().get(cx.text.token_at(at as u32));
    token.is_some_and(|t| {
        t.kind() == crate::model::TokenKind::Address
            && (t.start() as usize) <= at
            && cx.text.slice(t.span()).contains('?')
    })
}
