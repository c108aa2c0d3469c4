//! `furniture`: every expression tried on every line, every sentence of a longer line and every edge of an article.

use crate::{
    Hits,
    article::{Article, normal},
    library::{Library, Rule, cell, number, strings},
};
use mtlint::{
    model::{Block, TokenKind},
    text::{Quotations, tokens_of},
};
use regex::bytes::{Regex, RegexBuilder};
use std::collections::HashMap;
use toml::{Table, Value};

/// What a rule asks of all its hits.
struct Terms {
    id: String,
    unless: Option<Regex>,
    max_bytes: usize,
    first: usize,
    last: usize,
}

impl Terms {
    /// Whether the rule may report this text, in block `index` of `blocks`.
    fn fit(&self, text: &str, index: usize, blocks: usize) -> bool {
        (index < self.first || blocks - index <= self.last)
            && text.len() <= self.max_bytes
            && !self.unless.as_ref().is_some_and(|unless| unless.is_match(text.as_bytes()))
    }
}

/// How much an expression has to fill, and whether it needs company.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    Line,
    Beside,
    Sentence,
}

/// A vocabulary; lines of its words are menus.
struct Vocabulary {
    rule: usize,
    strong: Vec<String>,
    filler: Vec<String>,
    anchor: Vec<String>,
    least: usize,
}

pub(crate) struct Furniture {
    rules: Vec<Terms>,
    whole: Vec<(usize, Reach, Regex)>,
    starts: Vec<(usize, Regex)>,
    edges: Vec<(usize, Vec<Regex>)>,
    vocabularies: Vec<Vocabulary>,
    lines: HashMap<Vec<String>, usize>,
    prefixes: HashMap<Vec<String>, usize>,
}

pub(crate) fn rules(library: &Library) -> Furniture {
    let mut all = Furniture {
        rules: Vec::new(),
        whole: Vec::new(),
        starts: Vec::new(),
        edges: Vec::new(),
        vocabularies: Vec::new(),
        lines: HashMap::new(),
        prefixes: HashMap::new(),
    };
    library.of_kind("furniture").for_each(|rule| all.add(library, rule));
    all
}

/// The words and numbers of a text.
fn counted(text: &str) -> Vec<String> {
    tokens_of(text).iter().filter(|token| token.counts()).map(|token| normal(&text[token.span().range()])).collect()
}

fn build(before: &str, source: &str, behind: &str) -> Regex {
    let source = format!("{before}{}{behind}", meant(source));
    RegexBuilder::new(&source).case_insensitive(true).build().unwrap_or_else(|e| panic!("{source}: {e}"))
}

/// What an expression of such a rule means, as the crate `regex` writes it: a space is white space of any width, `’` any
/// apostrophe, letters outside ASCII are bytes of words, and a long gap has no upper end.
fn meant(source: &str) -> String {
    let source: Vec<char> = source.chars().collect();
    let (mut out, mut at, mut class) = (String::new(), 0, 0);
    while at < source.len() {
        let rest: String = source[at..].iter().collect();
        let outside = class == 0;
        let pieces: &[(&str, bool, &str)] = &[
            (r"\b", outside, r"(?-u:\b)"),
            (r"\w", outside, r"(?-u:[\w\x80-\xff])"),
            (r"\W", outside, r"(?:[\x00-/:-@\[-`{-\x7f]|[\u{a0}-\u{bf}\u{2000}-\u{2bff}\u{3000}-\u{303f}])"),
            (r"\d", true, "[0-9]"),
            (r"\p{Lu}", true, "[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я]"),
            (" ?", outside, r"[ \t\u{a0}\u{202f}]*"),
            (" ", outside, r"[ \t\u{a0}\u{202f}]+"),
            ("’", outside, "['’]"),
            (".", outside, "(?-u:.)"),
        ];
        if let Some((piece, _, meaning)) = pieces.iter().find(|(piece, here, _)| *here && rest.starts_with(piece)) {
            out.push_str(meaning);
            at += piece.chars().count();
            if *piece == "." {
                at += gap(&source[at..], &mut out);
            }
            continue;
        }
        match source[at] {
            '\\' => {
                out.extend(source[at..].iter().take(2));
                at += 2;
            }
            c => {
                class += i32::from(c == '[') - i32::from(c == ']' && class > 0);
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

/// `{2,40}` behind a dot becomes `{2,}`; how many characters were read.
fn gap(source: &[char], out: &mut String) -> usize {
    let text: String = source.iter().take_while(|c| **c != '}').collect();
    let Some((least, most)) = text.strip_prefix('{').and_then(|inside| inside.split_once(',')) else { return 0 };
    if most.len() < 2 {
        return 0;
    }
    out.extend(["{", least, ",}"]);
    text.chars().count() + 1
}

impl Furniture {
    fn add(&mut self, library: &Library, rule: &Rule) {
        let (detect, index) = (&rule.detect, self.rules.len());
        for (reach, key) in [(Reach::Line, "lines"), (Reach::Beside, "beside"), (Reach::Sentence, "sentences")] {
            let sources = strings(detect.get(key));
            self.whole.extend(sources.iter().map(|source| (index, reach, build("^(?:", source, ")$"))));
        }
        self.starts.extend(strings(detect.get("starts")).iter().map(|source| (index, build("^(?:", source, ")"))));
        for group in detect.get("edges").and_then(Value::as_array).into_iter().flatten() {
            let group = strings(Some(group)).iter().map(|source| build("", source, "")).collect();
            self.edges.push((index, group));
        }
        if let Some(words) = detect.get("words").and_then(Value::as_table) {
            let words_of = |key: &str| words.get(key).and_then(Value::as_str).map(counted).unwrap_or_default();
            let least = number(words, "least").unwrap_or(0);
            let (strong, filler, anchor) = (words_of("strong"), words_of("filler"), words_of("anchor"));
            self.vocabularies.push(Vocabulary { rule: index, strong, filler, anchor, least });
        }
        for row in library.rows_of(detect) {
            let to = if cell(&row, "at") == "prefix" { &mut self.prefixes } else { &mut self.lines };
            to.entry(counted(cell(&row, "find"))).or_insert(index);
        }
        let unless = detect.get("unless").and_then(Value::as_str).map(|source| build("", source, ""));
        let (first, last) = (number(detect, "first"), number(detect, "last"));
        let anywhere = if first.is_none() && last.is_none() { usize::MAX } else { 0 };
        self.rules.push(Terms {
            id: rule.id.clone(),
            unless,
            max_bytes: number(detect, "max-bytes").unwrap_or(240),
            first: first.unwrap_or(anywhere),
            last: last.unwrap_or(0),
        });
    }

    /// `on` says which rules run on the article.
    pub(crate) fn run(&self, article: &Article<'_>, on: impl Fn(&str) -> bool, hits: &mut Hits) {
        let on: Vec<bool> = self.rules.iter().map(|rule| on(&rule.id)).collect();
        let quotations = Quotations::of(article.text);
        let blocks = article.blocks();
        let mut report = |rule: usize, from: u32, to: u32| {
            if on[rule] {
                hits.add(&self.rules[rule].id, (from, to), None);
            }
        };
        let found: Vec<Option<(usize, bool)>> = (0..blocks.len()).map(|index| self.line(article, index, &on)).collect();
        let mut reported = false;
        for (index, block) in blocks.iter().enumerate() {
            let text = article.text.slice(block.span);
            let next = found.get(index + 1).copied().flatten();
            // What needs company has it in the line above that was reported, or in the line below.
            if let Some((rule, weak)) = found[index] {
                reported = !weak || reported || next.is_some();
                if reported {
                    report(rule, block.span.start, block.span.end);
                }
            } else {
                reported = false;
                for (rule, end) in self.beginnings(text, index, blocks.len()) {
                    report(rule, block.span.start, block.span.start + text[..end].trim_end().len() as u32);
                }
                let sentences = &article.text.sentences()[block.sentences.start as usize..block.sentences.end as usize];
                for sentence in sentences.iter().filter(|_| sentences.len() > 1) {
                    let text = article.text.slice(sentence.span);
                    if let Some(rule) = self.sentence(text, index, blocks.len(), &on)
                        && !quotations.contain(sentence.span)
                    {
                        report(rule, sentence.span.start, sentence.span.end);
                    }
                }
            }
            if (index < 4 || blocks.len() - index <= 4) && text.len() <= 700 {
                for (rule, group) in &self.edges {
                    let unless = self.rules[*rule].unless.as_ref();
                    if group.iter().all(|e| e.is_match(text.as_bytes()))
                        && !unless.is_some_and(|e| e.is_match(text.as_bytes()))
                    {
                        report(*rule, block.span.start, block.span.end);
                    }
                }
            }
        }
    }

    /// The rule for which a line is furniture, and whether it needs company.
    fn line(&self, article: &Article<'_>, index: usize, on: &[bool]) -> Option<(usize, bool)> {
        let blocks = article.blocks();
        let block = &blocks[index];
        let text = article.text.slice(block.span);
        let fits = |rule: usize| on[rule] && self.rules[rule].fit(text, index, blocks.len());
        let bare = trimmed(text).as_bytes();
        let mut by_expression = self.whole.iter().filter(|(rule, _, e)| e.is_match(bare) && fits(*rule));
        let weak = match by_expression.clone().find(|(_, reach, _)| *reach != Reach::Beside) {
            Some((rule, ..)) => return Some((*rule, false)),
            None => by_expression.next().map(|(rule, ..)| (*rule, true)),
        };
        if text.starts_with(['“', '"', '«', '„', '‘']) {
            return weak;
        }
        let listed = self.listed(article, block).filter(|&rule| fits(rule));
        let by_words = || {
            self.vocabularies
                .iter()
                .find(|words| words.make(article, block) && fits(words.rule))
                .map(|words| words.rule)
        };
        listed.or_else(by_words).map(|rule| (rule, false)).or(weak)
    }

    /// The rule of a listed line, or of a listed beginning of one, which may be up to sixteen words long.
    fn listed(&self, article: &Article<'_>, block: &Block) -> Option<usize> {
        let words = block.token_range().filter(|&index| article.tokens()[index].counts());
        let words: Vec<String> = words.map(|index| article.words[index].clone()).collect();
        let beginning = (1..=words.len().min(16)).find_map(|n| self.prefixes.get(&words[..n]).copied());
        beginning.or_else(|| self.lines.get(&words).copied().filter(|_| words.len() <= 16))
    }

    /// Beginnings of a line: the rule and where it ends.
    fn beginnings(&self, text: &str, index: usize, blocks: usize) -> Vec<(usize, usize)> {
        let end = |regex: &Regex| {
            let end = regex.find(text.as_bytes())?.end();
            (end..=text.len()).find(|&at| text.is_char_boundary(at))
        };
        let found = self.starts.iter().filter_map(|(rule, regex)| Some((*rule, end(regex)?)));
        found.filter(|(rule, end)| self.rules[*rule].fit(&text[..*end], index, blocks)).collect()
    }

    /// The rule for which a sentence is furniture.
    fn sentence(&self, text: &str, index: usize, blocks: usize, on: &[bool]) -> Option<usize> {
        let bare = trimmed(text).as_bytes();
        let fits = |rule: usize| on[rule] && self.rules[rule].fit(text, index, blocks);
        let mut all = self.whole.iter().filter(|(_, reach, _)| *reach == Reach::Sentence);
        all.find(|(rule, _, e)| e.is_match(bare) && fits(*rule)).map(|(rule, ..)| *rule)
    }
}

impl Vocabulary {
    /// Whether a line is made of its words: six in ten strong ones, and no address.
    fn make(&self, article: &Article<'_>, block: &Block) -> bool {
        let tokens = block.token_range();
        let words: Vec<&String> =
            tokens.clone().filter(|&i| article.tokens()[i].is_word()).map(|i| &article.words[i]).collect();
        let strong = words.iter().filter(|word| self.strong.contains(word)).count();
        tokens.len() <= 40
            && tokens.clone().all(|i| article.tokens()[i].kind() != TokenKind::Address)
            && words.iter().all(|w| [&self.strong, &self.filler, &self.anchor].iter().any(|list| list.contains(w)))
            && words.iter().any(|word| self.anchor.contains(word))
            && strong >= self.least
            && strong * 10 >= words.len() * 6
    }
}

/// A line without the marks around it, but with quotation marks.
fn trimmed(line: &str) -> &str {
    const QUOTES: &[char] = &['“', '”', '"', '«', '„', '‘', '’', '\''];
    let start = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !QUOTES.contains(&c) && !"»©([".contains(c));
    let end = start.trim_end_matches(|c: char| !c.is_alphanumeric() && !QUOTES.contains(&c));
    end.trim_start_matches(['(', '['])
}

/// Every expression of the rules, as written.
pub(crate) fn sources(detect: &Table) -> Vec<String> {
    let mut all: Vec<String> =
        ["lines", "beside", "sentences", "starts"].iter().flat_map(|key| strings(detect.get(*key))).collect();
    for group in detect.get("edges").and_then(Value::as_array).into_iter().flatten() {
        all.push(strings(Some(group)).join(" "));
    }
    all
}
