//! `furniture`: whole lines that belong to the page and not to the article.
//!
//! A line of prose can hold any of these wordings; a line that is made of nothing else is furniture. So all expressions
//! are anchored at both ends of a line (a block, without the marks around it), and an expression that cannot start
//! there gives up after a few bytes. All expressions of all rules are one set: one pass a line.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::{
    model::{Applicability, Block, RuleId, Span, Token, TokenKind},
    rule::Rule,
    text::tokens_of,
};
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// Parameters of a `furniture` rule. In expressions a space is any white space, `’` any apostrophe, case is ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Expressions for a whole line.
    #[serde(default)]
    lines: Vec<Spanned<String>>,
    /// Expressions for a whole line that count only next to other furniture: words that may be a heading.
    #[serde(default)]
    beside: Vec<Spanned<String>>,
    /// Expressions for a whole line or a whole sentence inside one.
    #[serde(default)]
    sentences: Vec<Spanned<String>>,
    /// Expressions for the beginning of a line; only what they match is reported.
    #[serde(default)]
    starts: Vec<Spanned<String>>,
    /// Expressions that all have to be found, anywhere in one of the first or last blocks of the article.
    #[serde(default)]
    edges: Vec<Vec<Spanned<String>>>,
    /// Lines made of the words of a vocabulary.
    words: Option<Words>,
    /// Name of a table under `rules/lists/` with the columns `find` and `at` (`line` or `prefix`).
    list: Option<Spanned<String>>,
    /// Keeps the rows of the list whose column has one of these values.
    #[serde(default, rename = "where")]
    keep: BTreeMap<String, Vec<String>>,
    /// A line where this is found is prose after all.
    unless: Option<Spanned<String>>,
    /// The longest line, in bytes.
    #[serde(default = "Params::max_bytes")]
    max_bytes: usize,
    /// Only in the first so many blocks of the article, or in the last so many if `last` is given.
    first: Option<usize>,
    /// Only in the last so many blocks of the article, or in the first so many if `first` is given.
    last: Option<usize>,
    /// What becomes of the line.
    #[serde(default)]
    fix: FixMode,
}

impl Params {
    fn max_bytes() -> usize {
        240
    }
}

/// A line is furniture if every word of it is in `strong` or `filler`, six in ten are in `strong`, and one is in
/// `anchor`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Names of buttons, networks, sections.
    strong: String,
    /// Words that may stand between them; numbers may as well.
    #[serde(default)]
    filler: String,
    /// Those of the words of which one has to be there.
    anchor: String,
    /// The fewest words of `strong`.
    least: u32,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum FixMode {
    #[default]
    None,
    /// Removes the line; offered only where a sentence of a longer line is meant.
    DropLine,
    /// Offers to remove it.
    OfferDrop,
}

/// How much of the text an expression has to fill.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Line,
    Beside,
    Sentence,
}

/// What the expressions and words of a rule share.
struct Shared {
    id: RuleId,
    unless: Option<Regex>,
    max_bytes: usize,
    first: usize,
    last: usize,
    fix: FixMode,
}

impl Shared {
    /// Whether the rule may report this text, in block `index` of `blocks`.
    fn fits(&self, text: &str, index: usize, blocks: usize) -> bool {
        let near = index < self.first || blocks - index <= self.last;
        near && text.len() <= self.max_bytes && !self.unless.as_ref().is_some_and(|r| r.is_match(text.as_bytes()))
    }
}

/// A vocabulary: bit 0 strong, bit 1 filler, bit 2 anchor.
struct Vocabulary {
    rule: usize,
    words: HashMap<u64, u8>,
    least: u32,
}

struct Furniture {
    rules: Vec<Shared>,
    set: RegexSet,
    /// Rule and reach of each expression of the set.
    of: Vec<(usize, Reach)>,
    /// Beginnings of lines.
    start_set: RegexSet,
    starts: Vec<(usize, Regex)>,
    /// First expressions of the conjunctions, and for each its rule and the others.
    edge_set: RegexSet,
    edges: Vec<(usize, Vec<Regex>)>,
    vocabularies: Vec<Vocabulary>,
    /// Listed lines and beginnings of lines by the rolling hash of their words.
    lines: HashMap<u64, usize>,
    prefixes: HashMap<u64, usize>,
}

/// The first and the last so many blocks are the edges of an article.
const EDGE: usize = 4;
/// Blocks longer than this are prose, whatever they say about themselves.
const EDGE_BYTES: u32 = 700;
/// The longest listed line, in words.
const LISTED: usize = 16;

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut made = Furniture {
        rules: Vec::new(),
        set: RegexSet::empty(),
        of: Vec::new(),
        start_set: RegexSet::empty(),
        starts: Vec::new(),
        edge_set: RegexSet::empty(),
        edges: Vec::new(),
        vocabularies: Vec::new(),
        lines: HashMap::new(),
        prefixes: HashMap::new(),
    };
    let (mut patterns, mut gates, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    let all = compile.params::<Params>();
    for (id, rule, params) in &all {
        let (id, rule) = (*id, *rule);
        let index = made.rules.len();
        for (reach, texts) in
            [(Reach::Line, &params.lines), (Reach::Beside, &params.beside), (Reach::Sentence, &params.sentences)]
        {
            for text in texts {
                patterns.push(Pattern { rule, text, whole: format!("^(?:{})$", loose(text.get_ref())) });
                made.of.push((index, reach));
            }
        }
        for text in &params.starts {
            let whole = format!("^(?:{})", loose(text.get_ref()));
            if let Some(regex) = one(compile, rule, text, &whole) {
                starts.push(Pattern { rule, text, whole });
                made.starts.push((index, regex));
            }
        }
        for group in &params.edges {
            let [first, others @ ..] = group.as_slice() else {
                continue;
            };
            gates.push(Pattern { rule, text: first, whole: loose(first.get_ref()) });
            let others = others.iter().filter_map(|text| one(compile, rule, text, &loose(text.get_ref()))).collect();
            made.edges.push((index, others));
        }
        if let Some(words) = &params.words {
            let mut all: HashMap<u64, u8> = HashMap::new();
            for (text, bit) in [(&words.strong, 1), (&words.filler, 2), (&words.anchor, 4)] {
                for token in tokens_of(text).iter().filter(|t| t.counts()) {
                    *all.entry(token.hash()).or_default() |= bit;
                }
            }
            made.vocabularies.push(Vocabulary { rule: index, words: all, least: words.least });
        }
        made.listed(compile, rule, index, params);
        let unless = params.unless.as_ref().and_then(|text| one(compile, rule, text, &loose(text.get_ref())));
        let anywhere = if params.first.is_none() && params.last.is_none() { usize::MAX } else { 0 };
        let (first, last) = (params.first.unwrap_or(anywhere), params.last.unwrap_or(0));
        made.rules.push(Shared { id, unless, max_bytes: params.max_bytes, first, last, fix: params.fix });
    }
    made.set = set(compile, &patterns);
    made.start_set = set(compile, &starts);
    made.edge_set = set(compile, &gates);
    Box::new(made)
}

/// An expression as the set takes it: spaces and apostrophes of any kind, and classes of bytes where classes of all of
/// Unicode would make the automaton a hundred times as large and `\b` would stop it at the first curly quotation mark.
fn loose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut chars = text.chars().peekable();
    let mut class = 0_u32;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match (chars.next(), class) {
                (Some('b'), 0) => out.push_str(r"(?-u:\b)"),
                (Some('w'), 0) => out.push_str(r"(?-u:[\w\x80-\xff])"),
                (Some('W'), 0) => {
                    out.push_str(r"(?:[\x00-/:-@\[-`{-\x7f]|[\u{a0}-\u{bf}\u{2000}-\u{2bff}\u{3000}-\u{303f}])")
                }
                (Some('d'), _) => out.push_str("[0-9]"),
                (Some('p'), _) if chars.clone().take(4).eq("{Lu}".chars()) => {
                    chars.by_ref().take(4).for_each(drop);
                    out.push_str("[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я]");
                }
                (Some(other), _) => out.extend(['\\', other]),
                (None, _) => out.push('\\'),
            },
            ' ' if class == 0 => {
                let optional = chars.next_if_eq(&'?').is_some();
                out.push_str(r"[ \t\u{a0}\u{202f}]");
                out.push(if optional { '*' } else { '+' });
            }
            '’' if class == 0 => out.push_str("['’]"),
            '.' if class == 0 => {
                out.push_str("(?-u:.)");
                // A long gap with an upper limit costs a state for each byte of it, and `max-bytes` is limit enough.
                let rest: String = chars.clone().take_while(|&c| c != '}').collect();
                if let Some((least, most)) = rest.strip_prefix('{').and_then(|r| r.split_once(','))
                    && most.len() >= 2
                {
                    chars.by_ref().take(rest.chars().count() + 1).for_each(drop);
                    out.extend(["{", least, ",}"]);
                }
            }
            _ => {
                class = class + u32::from(c == '[') - u32::from(c == ']' && class > 0);
                out.push(c);
            }
        }
    }
    out
}

fn one(compile: &mut Compile<'_>, rule: &Rule, text: &Spanned<String>, whole: &str) -> Option<Regex> {
    match RegexBuilder::new(whole).case_insensitive(true).build() {
        Ok(regex) => Some(regex),
        Err(error) => {
            let reason = error.to_string();
            let line = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            compile.problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {line}")));
            None
        }
    }
}

/// An expression on its way into the set.
struct Pattern<'a> {
    rule: &'a Rule,
    text: &'a Spanned<String>,
    whole: String,
}

fn set(compile: &mut Compile<'_>, patterns: &[Pattern<'_>]) -> RegexSet {
    let all = patterns.iter().map(|p| &p.whole);
    let built = RegexSetBuilder::new(all).case_insensitive(true).size_limit(1 << 26).dfa_size_limit(1 << 23).build();
    built.unwrap_or_else(|error| {
        let problems = compile.problems.len();
        for pattern in patterns {
            one(compile, pattern.rule, pattern.text, &pattern.whole);
        }
        if let (Some((_, rule)), true) = (compile.rules.first(), problems == compile.problems.len()) {
            // Each expression is fine alone: together they are too large.
            compile
                .problems
                .push(rule.problem(None, format!("the expressions of all rules of this kind together: {error}")));
        }
        RegexSet::empty()
    })
}

impl Furniture {
    fn listed(&mut self, compile: &mut Compile<'_>, rule: &Rule, index: usize, params: &Params) {
        let Some(list) = &params.list else { return };
        let Some(table) = compile.lists.table(list.get_ref()) else {
            compile.problems.push(rule.problem(Some(list.span()), format!("there is no list `{}`", list.get_ref())));
            return;
        };
        for row in &table.rows {
            if !params.keep.iter().all(|(column, values)| values.iter().any(|v| v == table.cell(row, column))) {
                continue;
            }
            let tokens = tokens_of(table.cell(row, "find"));
            let hash = tokens.iter().filter(|t| t.counts()).fold(0, roll);
            let to = if table.cell(row, "at") == "prefix" { &mut self.prefixes } else { &mut self.lines };
            to.entry(hash).or_insert(index);
        }
    }

    /// The rule for which the line is furniture, and whether it is so only beside other furniture.
    fn line(&self, cx: &Cx<'_>, index: usize, out: &Sink<'_>) -> Option<(usize, bool)> {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        let text = cx.text.slice(block.span);
        let bare = trim(text);
        let fits = |rule: usize| {
            let shared: &Shared = &self.rules[rule];
            out.wants(shared.id) && shared.fits(text, index, blocks.len())
        };
        let mut weak = None;
        for pattern in &self.set.matches(bare.as_bytes()) {
            let (rule, reach) = self.of[pattern];
            if fits(rule) {
                if reach != Reach::Beside {
                    return Some((rule, false));
                }
                weak = weak.or(Some((rule, true)));
            }
        }
        if text.starts_with(['“', '"', '«', '„', '‘']) {
            return weak;
        }
        let tokens = cx.text.tokens_in(&block.tokens);
        let by_words =
            || self.vocabularies.iter().find(|v| v.holds(cx, block) && fits(v.rule)).map(|v| (v.rule, false));
        self.in_lists(tokens).filter(|&rule| fits(rule)).map(|rule| (rule, false)).or_else(by_words).or(weak)
    }

    fn in_lists(&self, tokens: &[Token]) -> Option<usize> {
        let mut hash = 0;
        let mut words = tokens.iter().filter(|t| t.counts());
        for token in words.by_ref().take(LISTED) {
            hash = roll(hash, token);
            if let Some(&rule) = self.prefixes.get(&hash) {
                return Some(rule);
            }
        }
        if words.next().is_none() { self.lines.get(&hash).copied() } else { None }
    }

    fn report(&self, rule: usize, span: Span, whole: bool, out: &mut Sink<'_>) {
        let shared = &self.rules[rule];
        let hit = Hit::new(shared.id, span);
        out.report(match shared.fix {
            FixMode::None => hit,
            FixMode::DropLine if whole => hit.fix(Applicability::Safe, span, ""),
            _ => hit.fix(Applicability::Unsafe, span, ""),
        });
    }

    /// Sentences inside a longer block.
    fn sentences(&self, cx: &Cx<'_>, index: usize, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        for sentence in &cx.sentences()[block.sentences.start as usize..block.sentences.end as usize] {
            let text = cx.text.slice(sentence.span);
            let matches = self.set.matches(trim(text).as_bytes());
            let found = matches.iter().find(|&p| {
                let (rule, reach) = self.of[p];
                reach == Reach::Sentence && self.rules[rule].fits(text, index, blocks.len())
            });
            if let Some(pattern) = found
                && !cx.quotations().contain(sentence.span)
            {
                self.report(self.of[pattern].0, sentence.span, false, out);
            }
        }
    }

    /// The beginning of a line.
    fn start(&self, cx: &Cx<'_>, index: usize, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        let span = blocks[index].span;
        let text = cx.text.slice(span);
        for pattern in &self.start_set.matches(text.as_bytes()) {
            let (rule, regex) = &self.starts[pattern];
            let Some(found) = regex.find(text.as_bytes()) else {
                continue;
            };
            let mut end = found.end();
            while !text.is_char_boundary(end) {
                end += 1;
            }
            if self.rules[*rule].fits(&text[..end], index, blocks.len()) {
                self.report(*rule, Span::new(span.start, span.start + text[..end].trim_end().len() as u32), false, out);
            }
        }
    }

    fn edge(&self, cx: &Cx<'_>, block: &Block, out: &mut Sink<'_>) {
        if block.span.len() > EDGE_BYTES {
            return;
        }
        let text = cx.text.slice(block.span);
        for gate in &self.edge_set.matches(text.as_bytes()) {
            let (rule, others) = &self.edges[gate];
            let unless = &self.rules[*rule].unless;
            if others.iter().all(|r| r.is_match(text.as_bytes()))
                && !unless.as_ref().is_some_and(|r| r.is_match(text.as_bytes()))
            {
                self.report(*rule, block.span, true, out);
            }
        }
    }
}

impl Detector for Furniture {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        // A line that is furniture only beside other furniture waits for its neighbour.
        let mut waiting: Option<usize> = None;
        let mut last = None;
        for (index, block) in blocks.iter().enumerate() {
            let found = self.line(cx, index, out);
            let beside = last.is_some_and(|l| l + 1 == index);
            if let Some((rule, weak)) = found {
                if !weak || beside || waiting.is_some() {
                    if let Some(before) = waiting.take() {
                        self.report(before, blocks[index - 1].span, true, out);
                    }
                    self.report(rule, block.span, true, out);
                    last = Some(index);
                } else {
                    waiting = Some(rule);
                }
            } else {
                waiting = None;
                self.start(cx, index, out);
                if block.sentences.len() > 1 {
                    self.sentences(cx, index, out);
                }
            }
            if index < EDGE || blocks.len() - index <= EDGE {
                self.edge(cx, block, out);
            }
        }
    }
}

impl Vocabulary {
    fn holds(&self, cx: &Cx<'_>, block: &Block) -> bool {
        let tokens = cx.text.tokens_in(&block.tokens);
        if tokens.len() > 40 {
            return false;
        }
        let (mut strong, mut all, mut anchor) = (0, 0, false);
        for token in tokens {
            match token.kind() {
                TokenKind::Word => {
                    let Some(bits) = self.words.get(&token.hash()) else {
                        return false;
                    };
                    strong += u32::from(bits & 1);
                    anchor |= bits & 4 != 0;
                    all += 1;
                }
                TokenKind::Number | TokenKind::Punct | TokenKind::Symbol => {}
                TokenKind::Address => return false,
            }
        }
        anchor && strong >= self.least && strong * 10 >= all * 6
    }
}

/// Hash of words so far and one more.
fn roll(hash: u64, token: &Token) -> u64 {
    (hash.rotate_left(23) ^ token.hash()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A line without the marks that pages put around it; quotation marks stay, because what is quoted is prose.
fn trim(line: &str) -> &str {
    let mark = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '‘' | '’' | '\'' | '©' | '(' | '[')
    };
    let start = line.trim_start_matches(mark);
    let end = start.trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '”' | '"' | '«' | '„' | '‘' | '’' | '\'')
    });
    end.trim_start_matches(['(', '['])
}
