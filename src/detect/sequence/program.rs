//! A sequence compiled to a small program, and the machine that runs it over tokens.
//!
//! The machine tries alternatives in order and goes back where one fails. It stays linear in the text: programs are
//! short, repetitions bounded, and a run gives up after [`MAX_STEPS`] steps.

use super::parse::Edge;
use crate::{
    detect::{Cx, anchor::Frequencies},
    model::{TokenFlags, TokenKind, WordSet},
};
use std::sync::Arc;

/// Steps a run may take at one place; a sequence of ordinary length needs a few dozen.
const MAX_STEPS: u32 = 20_000;
/// How many names a sequence may remember.
pub(super) const MAX_LABELS: usize = 8;

/// A list of words, and what it costs to look for all of them.
#[derive(Debug, Default)]
pub(super) struct Class {
    pub(super) words: WordSet,
    pub(super) cost: u32,
}

impl Class {
    pub(super) fn new(words: WordSet, frequencies: &Frequencies) -> Self {
        let cost = words.iter().map(|word| frequencies.of(*word)).sum();
        Self { words, cost }
    }
}

/// What one token must be.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// This word in any case.
    Word(u64),
    /// This word as written.
    Exact(u64, Box<str>),
    /// One of a list.
    List(Arc<Class>),
    /// One of a list, those named as written.
    OneOf(Arc<Class>, Box<[(u64, Box<str>)]>),
    /// Ends so, in lower case.
    Suffix(Box<str>),
    /// Starts so, in lower case.
    Prefix(Box<str>),
    /// Is of this kind and has these flags.
    Kind(TokenKind, u16),
    /// A word or number.
    Counts,
    /// A capitalised word that does not owe its capital to the start of a sentence alone.
    Name(Arc<Class>),
    /// Ends a sentence.
    Terminal,
    /// A quotation mark: opening, closing.
    Quote { open: bool, close: bool },
    /// A year from 1000 to 2199.
    Year,
    /// None of this.
    Not(Box<Test>),
    /// All of these.
    All(Vec<Test>),
    /// One of these.
    Any(Vec<Test>),
}

impl Test {
    /// Whether the token holds. `sentence_start` says whether it is the first word of its sentence.
    pub(super) fn holds(&self, cx: &Cx<'_>, index: usize) -> bool {
        let token = &cx.tokens()[index];
        match self {
            Test::Word(hash) => token.hash() == *hash,
            Test::Exact(hash, word) => token.hash() == *hash && same_spelling(cx.word(index), word),
            Test::List(class) => class.words.contains(&token.hash()),
            Test::OneOf(class, exact) => {
                let hash = token.hash();
                class.words.contains(&hash) && {
                    let mut spellings = exact.iter().filter(|(of, _)| *of == hash).peekable();
                    spellings.peek().is_none() || spellings.any(|(_, word)| same_spelling(cx.word(index), word))
                }
            }
            Test::Suffix(end) => token.is_word() && ends_with(cx.word(index), end),
            Test::Prefix(start) => token.is_word() && starts_with(cx.word(index), start),
            Test::Kind(kind, flags) => token.kind() == *kind && token.has(*flags),
            Test::Counts => token.counts(),
            Test::Name(function_words) => {
                token.is_word()
                    && token.is_capital()
                    && (!function_words.words.contains(&token.hash()) && !lone_start(cx, index))
            }
            Test::Terminal => token.is_punct() && matches!(cx.word(index).as_bytes()[0], b'.' | b'!' | b'?'),
            Test::Quote { open, close } => match cx.word(index) {
                "“" | "„" | "«" | "‘" | "‹" => *open,
                "”" | "»" | "’" | "›" => *close,
                // A straight mark opens after white space and closes before it.
                "\"" => {
                    if token.spaced() {
                        *open
                    } else {
                        *close
                    }
                }
                _ => false,
            },
            Test::Year => token.is_number() && year(cx.word(index)),
            Test::Not(test) => !test.holds(cx, index),
            Test::All(tests) => tests.iter().all(|t| t.holds(cx, index)),
            Test::Any(tests) => tests.iter().any(|t| t.holds(cx, index)),
        }
    }

    /// All of these, the cheap ones first.
    pub(super) fn all(tests: Vec<Test>) -> Test {
        let mut flat = Vec::new();
        for test in tests {
            match test {
                Test::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort_by_key(Test::effort);
        if flat.len() == 1 { flat.remove(0) } else { Test::All(flat) }
    }

    /// How much work the test is, as a rank.
    fn effort(&self) -> u8 {
        match self {
            Test::Word(_) | Test::Kind(..) | Test::Counts => 0,
            Test::List(_) => 1,
            Test::Exact(..) | Test::OneOf(..) | Test::Terminal => 2,
            Test::Suffix(_) | Test::Prefix(_) | Test::Quote { .. } | Test::Year => 3,
            Test::Not(test) => test.effort(),
            Test::All(tests) | Test::Any(tests) => tests.iter().map(Test::effort).max().unwrap_or(0),
            Test::Name(_) => 4,
        }
    }

    /// How many tokens in a hundred thousand pass, roughly.
    pub(super) fn odds(&self, frequencies: &Frequencies) -> u32 {
        match self {
            Test::Word(hash) | Test::Exact(hash, _) => frequencies.of(*hash),
            Test::List(class) | Test::OneOf(class, _) => class.cost,
            Test::Year => 300,
            Test::Terminal => 4_000,
            Test::Quote { .. } => 2_500,
            Test::Name(_) => 9_000,
            Test::Kind(TokenKind::Word, flags) if flags & TokenFlags::LOWER != 0 => 65_000,
            Test::Kind(TokenKind::Word, flags) if *flags != 0 => 13_000,
            Test::Kind(TokenKind::Word, _) => 80_000,
            Test::Kind(TokenKind::Punct, _) => 14_000,
            Test::Suffix(_) | Test::Prefix(_) | Test::Kind(..) => 3_000,
            Test::Counts => 83_000,
            Test::Not(_) => 95_000,
            Test::All(tests) => tests.iter().map(|t| t.odds(frequencies)).min().unwrap_or(100_000),
            Test::Any(tests) => tests.iter().map(|t| t.odds(frequencies)).sum(),
        }
    }
}

/// The first word of a sentence, followed by a lower-case word: its capital says nothing.
fn lone_start(cx: &Cx<'_>, index: usize) -> bool {
    let tokens = cx.tokens();
    let sentence = &cx.sentences()[cx.text.sentence_at(tokens[index].start())];
    let first = (sentence.tokens.start as usize..index).all(|i| !tokens[i].counts());
    first && !tokens.get(index + 1).is_some_and(|next| next.is_word() && next.is_capital())
}

fn same_spelling(found: &str, exact: &str) -> bool {
    found == exact || found.len() != exact.len() && found.replace('’', "'") == exact.replace('’', "'")
}

fn ends_with(word: &str, end: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

fn starts_with(word: &str, start: &str) -> bool {
    word.len() > start.len() && word.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}

fn year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|y: u32| (1000..2200).contains(&y))
}

/// One instruction.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// The next token must pass test number n.
    Test(u32),
    /// Try the first place, then the second.
    Split(u32, u32),
    /// Go on elsewhere.
    Jump(u32),
    /// No white space before the next token.
    Glue,
    /// The next token stands at this edge.
    Edge(Edge),
    /// The reported part starts, ends.
    Mark { end: bool },
    /// What is remembered as number n starts, ends.
    Save { label: u8, end: bool },
    /// The same words, or the same stem, as what was remembered.
    Back { label: u8, stem: bool },
    /// Found.
    Match,
}

/// A compiled sequence.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) tests: Vec<Test>,
    /// What holds at fixed places of every match, the most telling first: nearly all candidates fail here.
    pub(super) checks: Vec<Check>,
}

/// What a token at a fixed distance from the start must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// Passes test number `test`.
    Test { at: u32, test: u32 },
    /// Is the same word as another.
    Same { at: u32, with: u32 },
}

/// Token ranges of a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// The whole.
    pub(super) whole: (usize, usize),
    /// The reported part; the whole where none is marked.
    pub(super) mark: (usize, usize),
    /// What was remembered.
    pub(super) labels: [(usize, usize); MAX_LABELS],
}

impl Program {
    /// Whether a match may start at the token, by what holds at fixed places; most places are ruled out here, without a
    /// machine.
    pub(super) fn may_start(&self, cx: &Cx<'_>, start: usize, end: usize) -> bool {
        let tokens = cx.tokens();
        self.checks.iter().all(|check| match *check {
            Check::Test { at, test } => {
                let at = start + at as usize;
                at < end && self.tests[test as usize].holds(cx, at)
            }
            Check::Same { at, with } => {
                let (at, with) = (start + at as usize, start + with as usize);
                at < end && tokens[at].hash() == tokens[with].hash()
            }
        })
    }

    /// Matches from token `start`, inside `block` (a range of tokens).
    pub(super) fn run(&self, cx: &Cx<'_>, start: usize, block: std::ops::Range<usize>) -> Option<Match> {
        let mut machine =
            Machine { program: self, cx, block, steps: 0, mark: (None, None), labels: [(0, 0); MAX_LABELS] };
        let end = machine.go(0, start)?;
        let whole = (start, end);
        let mark = (machine.mark.0.unwrap_or(start), machine.mark.1.unwrap_or(end));
        Some(Match { whole, mark, labels: machine.labels })
    }
}

struct Machine<'m, 'd> {
    program: &'m Program,
    cx: &'m Cx<'d>,
    block: std::ops::Range<usize>,
    steps: u32,
    mark: (Option<usize>, Option<usize>),
    labels: [(usize, usize); MAX_LABELS],
}

impl Machine<'_, '_> {
    /// Runs from an instruction at a token; the token behind the match.
    fn go(&mut self, mut pc: usize, mut at: usize) -> Option<usize> {
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return None;
            }
            match &self.program.ops[pc] {
                Op::Match => return Some(at),
                Op::Test(test) => {
                    if at >= self.block.end || !self.program.tests[*test as usize].holds(self.cx, at) {
                        return None;
                    }
                    at += 1;
                    pc += 1;
                }
                Op::Jump(to) => pc = *to as usize,
                Op::Split(first, second) => {
                    let (mark, labels) = (self.mark, self.labels);
                    if let Some(end) = self.go(*first as usize, at) {
                        return Some(end);
                    }
                    (self.mark, self.labels) = (mark, labels);
                    pc = *second as usize;
                }
                Op::Glue => {
                    if at >= self.block.end || self.cx.tokens()[at].spaced() {
                        return None;
                    }
                    pc += 1;
                }
                Op::Edge(edge) => {
                    if !self.at_edge(*edge, at) {
                        return None;
                    }
                    pc += 1;
                }
                Op::Mark { end } => {
                    if *end {
                        self.mark.1 = Some(at);
                    } else {
                        self.mark.0 = Some(at);
                    }
                    pc += 1;
                }
                Op::Save { label, end } => {
                    let slot = &mut self.labels[usize::from(*label)];
                    if *end {
                        slot.1 = at;
                    } else {
                        slot.0 = at;
                    }
                    pc += 1;
                }
                Op::Back { label, stem } => {
                    at = self.repeat(self.labels[usize::from(*label)], *stem, at)?;
                    pc += 1;
                }
            }
        }
    }

    fn at_edge(&self, edge: Edge, at: usize) -> bool {
        let tokens = self.cx.tokens();
        match edge {
            Edge::BlockStart => at == self.block.start,
            Edge::BlockEnd => at == self.block.end,
            Edge::SentenceStart => {
                at < self.block.end && {
                    let sentence = &self.cx.sentences()[self.cx.text.sentence_at(tokens[at].start())];
                    sentence.tokens.start as usize == at
                }
            }
            Edge::SentenceEnd => {
                at > self.block.start && {
                    let sentence = &self.cx.sentences()[self.cx.text.sentence_at(tokens[at - 1].start())];
                    sentence.tokens.end as usize == at
                }
            }
        }
    }

    /// The remembered tokens once more; a stem compares one word.
    fn repeat(&self, (from, to): (usize, usize), stem: bool, at: usize) -> Option<usize> {
        let tokens = self.cx.tokens();
        let len = to - from;
        if len == 0 || at + len > self.block.end {
            return None;
        }
        let same = |a: usize, b: usize| {
            let words = tokens[a].is_word() && tokens[b].is_word();
            if stem { words && self.cx.stem(a) == self.cx.stem(b) } else { tokens[a].hash() == tokens[b].hash() }
        };
        (0..len).all(|i| same(from + i, at + i)).then_some(at + len)
    }
}

/// The tests that classes stand for, by name; lists come from files.
pub(super) fn builtin(name: &str, function_words: &Arc<Class>, dashes: &Arc<Class>) -> Option<Test> {
    let word = |flags| Test::Kind(TokenKind::Word, flags);
    Some(match name {
        "any" => Test::Not(Box::new(Test::Terminal)),
        "word" => Test::Kind(TokenKind::Word, 0),
        "number" => Test::Kind(TokenKind::Number, 0),
        "punct" => Test::Kind(TokenKind::Punct, 0),
        "address" => Test::Kind(TokenKind::Address, 0),
        "counted" => Test::Counts,
        "cap" => word(TokenFlags::CAPITAL),
        "lower" => word(TokenFlags::LOWER),
        "caps" => word(TokenFlags::ALL_CAPS),
        "initialism" => word(TokenFlags::POINTED),
        "name" => Test::Name(function_words.clone()),
        "content" => Test::All(vec![word(TokenFlags::LOWER), Test::Not(Box::new(Test::List(function_words.clone())))]),
        "terminal" => Test::Terminal,
        "quote" => Test::Quote { open: true, close: true },
        "open-quote" => Test::Quote { open: true, close: false },
        "close-quote" => Test::Quote { open: false, close: true },
        "dash" => Test::List(dashes.clone()),
        "year" => Test::Year,
        _ => return None,
    })
}

/// Names of the built-in classes, for messages.
pub(super) const BUILTIN: &[&str] = &[
    "any",
    "word",
    "number",
    "punct",
    "address",
    "counted",
    "cap",
    "lower",
    "caps",
    "initialism",
    "name",
    "content",
    "terminal",
    "quote",
    "open-quote",
    "close-quote",
    "dash",
    "year",
];
