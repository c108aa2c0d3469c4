//! A sequence compiled to a small program: what tokens must be, and in which order. It is run as the bytes that
//! [`link`](super::link) makes of it.

use super::parse::Edge;
use crate::{
    detect::anchor::frequency,
    model::{Hashes, TokenFlags, TokenKind},
};
use std::sync::Arc;

/// How many names a sequence may remember.
pub(super) const MAX_LABELS: usize = 8;

/// A list of words, and what it costs to look for all of them.
#[derive(Debug, Default)]
pub(crate) struct Class {
    pub(crate) words: Hashes,
    pub(crate) cost: u32,
}

impl Class {
    pub(crate) fn new(words: Hashes) -> Self {
        let cost = words.iter().map(frequency).sum();
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
    pub(super) fn odds(&self) -> u32 {
        match self {
            Test::Word(hash) | Test::Exact(hash, _) => frequency(*hash),
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
            Test::All(tests) => tests.iter().map(Test::odds).min().unwrap_or(100_000),
            Test::Any(tests) => tests.iter().map(Test::odds).sum(),
        }
    }
}

/// One instruction.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// The next token must pass test number n.
    Test(u32),
    /// Try the next instruction, then this.
    Split(u32),
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
