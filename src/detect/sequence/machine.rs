//! The machine that runs a sequence over tokens.
//!
//! It tries alternatives in order and goes back where one fails. It stays linear in the text: programs are short,
//! repetitions bounded, and a run gives up after [`MAX_STEPS`] steps.

use super::{
    parse::Edge,
    program::{Check, MAX_LABELS, Op, Program, Test},
};
use crate::detect::Cx;

/// Steps a run may take at one place; a sequence of ordinary length needs a few dozen.
const MAX_STEPS: u32 = 20_000;

impl Test {
    /// Whether token `index` passes.
    pub(super) fn holds(&self, cx: &Cx<'_>, index: usize) -> bool {
        let token = &cx.tokens()[index];
        match self {
            Test::Word(hash) => token.hash() == *hash,
            Test::Exact(hash, word) => token.hash() == *hash && same_spelling(cx.word(index), word),
            Test::List(class) => class.words.contains(token.hash()),
            Test::OneOf(class, exact) => {
                let hash = token.hash();
                class.words.contains(hash) && {
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
                    && (!function_words.words.contains(token.hash()) && !lone_start(cx, index))
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

/// Whether a word is longer than an ending, which is lower case with straight apostrophes, and ends so in any case.
fn ends_with(word: &str, end: &str) -> bool {
    affix(word.chars().rev(), end.chars().rev())
}

fn starts_with(word: &str, start: &str) -> bool {
    affix(word.chars(), start.chars())
}

fn affix(mut word: impl Iterator<Item = char>, mut affix: impl Iterator<Item = char>) -> bool {
    let same = |found: char, wanted: char| {
        found == wanted
            || found == '’' && wanted == '\''
            || found.is_ascii() && found.to_ascii_lowercase() == wanted
            || !found.is_ascii() && found.to_lowercase().eq([wanted])
    };
    affix.all(|wanted| word.next().is_some_and(|found| same(found, wanted))) && word.next().is_some()
}

fn year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|y: u32| (1000..2200).contains(&y))
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
