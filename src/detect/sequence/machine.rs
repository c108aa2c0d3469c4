//! The machine that runs a sequence over tokens.
//!
//! It tries alternatives in order and goes back where one fails. It stays linear in the text: programs are short,
//! repetitions bounded, and a run gives up after [`MAX_STEPS`] steps.

use super::{
    code::{Code, Look, Row, kind},
    glance::{FIRST, OUTSIDE, SEEN, WIDE, bit, sign},
    program::MAX_LABELS,
};
use crate::{
    detect::Cx,
    model::{Block, Token, TokenFlags},
};
use std::ops::Range;

/// Steps a run may take at one place; a sequence of ordinary length needs a few dozen.
const MAX_STEPS: u32 = 20_000;

/// Writes the signs of a block's tokens, with as many of no token before and behind them as a window may go.
pub(super) fn signs_of(cx: &Cx<'_>, block: &Block, signs: &mut Vec<u16>) {
    let tokens = cx.text.tokens_in(&block.tokens);
    signs.clear();
    signs.resize(tokens.len() + SEEN, OUTSIDE);
    signs[WIDE..].iter_mut().zip(tokens).for_each(|(place, token)| *place = sign(token));
    for sentence in &cx.sentences()[block.sentences.start as usize..block.sentences.end as usize] {
        let at = sentence.tokens.start.wrapping_sub(block.tokens.start) as usize;
        if let Some(sign) = signs.get_mut(at + WIDE).filter(|sign| **sign != OUTSIDE) {
            *sign |= FIRST;
        }
    }
}

/// Token ranges of a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// The whole.
    pub(super) whole: (usize, usize),
    /// The reported part; the whole where none is marked.
    pub(super) mark: (usize, usize),
    /// What was remembered.
    pub(super) labels: [(u32, u32); MAX_LABELS],
}

/// Where sequences are tried: a block of an article.
pub(super) struct Place<'p, 'd> {
    pub(super) code: Code<'p>,
    pub(super) cx: &'p Cx<'d>,
    /// The signs of its tokens.
    pub(super) signs: &'p [u16],
    /// Its tokens.
    pub(super) block: Range<usize>,
}

impl Place<'_, '_> {
    #[inline]
    fn sign(&self, at: usize) -> u16 {
        self.signs.get(at - self.block.start + WIDE).copied().unwrap_or(OUTSIDE)
    }

    /// Whether a token of the block is the first of a sentence.
    fn is_first(&self, at: usize) -> bool {
        self.sign(at) & FIRST != 0
    }

    /// Whether looks from a token allow a match.
    pub(super) fn allows(&self, looks: usize, count: u16, base: usize) -> bool {
        (0..usize::from(count)).all(|i| self.finds(&self.code.look(looks + i * Look::SIZE), base))
    }

    fn finds(&self, look: &Look, base: usize) -> bool {
        let Range { start, end } = self.block;
        if look.from() == look.to() {
            let at = base.wrapping_add_signed(look.from());
            if at.wrapping_sub(start) >= end - start {
                // Only the end of the block stands behind its last token.
                return look.kind() == kind::BLOCK_END && at == end;
            }
            return match look.kind() {
                kind::PASSES => look.heeds(self.sign(at)) && self.passes(at, look.row()),
                kind::SAME => {
                    let (tokens, with) = (self.cx.tokens(), base.wrapping_add_signed(look.with()));
                    (start..end).contains(&with) && tokens[at].hash() == tokens[with].hash()
                }
                kind::SENTENCE => self.is_first(at),
                kind::BLOCK => at == start,
                _ => false,
            };
        }
        let from = base.saturating_add_signed(look.from()).max(start);
        let to = base.saturating_add_signed(look.to()).saturating_add(1);
        let inside = from..to.min(end);
        let signs = self.signs.get(inside.start - start + WIDE..).unwrap_or_default();
        let mut signs = inside.clone().zip(signs);
        match look.kind() {
            kind::PASSES => signs.any(|(at, sign)| look.heeds(*sign) && self.passes(at, look.row())),
            kind::SENTENCE => signs.any(|(_, sign)| sign & FIRST != 0),
            kind::BLOCK => inside.contains(&start),
            _ => (from..to).contains(&end),
        }
    }

    /// Whether token `index` passes a test.
    #[inline]
    fn passes(&self, index: usize, row: Row) -> bool {
        let token = &self.cx.tokens()[index];
        match row.kind() {
            kind::WORD => token.hash() == row.value(),
            kind::LIST => self.has(row, token),
            kind::KIND => token.kind() as u8 == row.small() && token.has(row.count()),
            _ => self.passes_more(index, token, row),
        }
    }

    /// Whether a word is in the set of a row.
    #[inline]
    fn has(&self, row: Row, token: &Token) -> bool {
        let hash = token.hash();
        row.value() & bit(hash) != 0 && self.code.place_of(row.at(), row.count(), hash).is_some()
    }

    fn passes_more(&self, index: usize, token: &Token, row: Row) -> bool {
        let word = || self.cx.word(index);
        let text = || self.code.text(row.at(), row.count());
        let mut inner = (0..usize::from(row.count())).map(|i| self.code.row(row.at() as usize + i * Row::SIZE));
        match row.kind() {
            kind::EXACT => token.hash() == row.value() && same_spelling(word(), text()),
            kind::ONE_OF => (row.small() == 0 || token.is_capital()) && self.is_one_of(index, token, row),
            kind::SUFFIX => token.is_word() && ends_with(word(), text()),
            kind::PREFIX => token.is_word() && starts_with(word(), text()),
            kind::COUNTS => token.counts(),
            kind::NAME => token.is_word() && token.is_capital() && !self.has(row, token) && !lone_start(self.cx, index),
            kind::TERMINAL => token.is_punct() && matches!(word().as_bytes()[0], b'.' | b'!' | b'?'),
            kind::QUOTE => is_quote(word(), token, row.small() & 1 != 0, row.small() & 2 != 0),
            kind::YEAR => token.is_number() && year(word()),
            kind::NOT => !self.passes(index, self.code.row(row.at() as usize)),
            kind::ALL => inner.all(|row| self.passes(index, row)),
            kind::ANY => inner.any(|row| self.passes(index, row)),
            _ => false,
        }
    }

    /// One of a set, some words of which count only as they are written.
    fn is_one_of(&self, index: usize, token: &Token, row: Row) -> bool {
        let hash = token.hash();
        if row.value() & bit(hash) == 0 {
            return false;
        }
        let Some(place) = self.code.place_of(row.at(), row.count(), hash) else { return false };
        let spellings = self.code.eight(row.at() as usize + (8 << (row.count() & 31)) + place * 8);
        let (at, count) = (spellings as u32 as usize, (spellings >> 32) as usize);
        count == 0
            || (0..count).any(|i| {
                let spelling = self.code.eight(at + i * 8);
                same_spelling(self.cx.word(index), self.code.text(spelling as u32, (spelling >> 32) as u16))
            })
    }

    /// Whether a match of a program may start at the token.
    pub(super) fn may_start(&self, program: u32, start: usize) -> bool {
        let parts = self.code.parts(program as usize);
        self.allows(parts.looks as usize, parts.count, start)
    }

    /// A match of a program from token `start`.
    pub(super) fn run(&self, program: u32, start: usize) -> Option<Match> {
        let ops = self.code.four(program as usize) as usize;
        let state = State { mark: (NONE, NONE), labels: [(0, 0); MAX_LABELS] };
        let mut machine = Machine { place: self, ops, steps: 0, state };
        let end = machine.go(0, start)?;
        let whole = (start, end);
        let or = |at: u32, other: usize| if at == NONE { other } else { at as usize };
        let mark = (or(machine.state.mark.0, start), or(machine.state.mark.1, end));
        Some(Match { whole, mark, labels: machine.state.labels })
    }
}

/// The first word of a sentence, followed by a lower-case word: its capital says nothing.
fn lone_start(cx: &Cx<'_>, index: usize) -> bool {
    let tokens = cx.tokens();
    // The next word is asked first because it is near.
    !tokens.get(index + 1).is_some_and(|next| next.is_word() && next.is_capital()) && cx.is_first(index)
}

fn same_spelling(found: &str, exact: &str) -> bool {
    found == exact || found.len() != exact.len() && found.replace('’', "'") == exact.replace('’', "'")
}

/// Whether a word is longer than an ending, which is lower case with straight apostrophes, and ends so in any case.
fn ends_with(word: &str, end: &str) -> bool {
    match word.len().checked_sub(end.len()) {
        Some(rest) if word.is_ascii() => rest > 0 && word.as_bytes()[rest..].eq_ignore_ascii_case(end.as_bytes()),
        _ => affix(word.chars().rev(), end.chars().rev()),
    }
}

fn starts_with(word: &str, start: &str) -> bool {
    match word.as_bytes().get(..start.len()) {
        Some(first) if word.is_ascii() => first.len() < word.len() && first.eq_ignore_ascii_case(start.as_bytes()),
        _ => affix(word.chars(), start.chars()),
    }
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

fn is_quote(word: &str, token: &Token, open: bool, close: bool) -> bool {
    match word {
        "“" | "„" | "«" | "‘" | "‹" => open,
        "”" | "»" | "’" | "›" => close,
        // A straight mark opens after white space and closes before it.
        "\"" => {
            if token.has(TokenFlags::SPACE_BEFORE) {
                open
            } else {
                close
            }
        }
        _ => false,
    }
}

fn year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|y: u32| (1000..2200).contains(&y))
}

/// Stands for a place that is not known yet.
const NONE: u32 = u32::MAX;

/// What a way through a sequence has met.
#[derive(Clone, Copy)]
struct State {
    mark: (u32, u32),
    labels: [(u32, u32); MAX_LABELS],
}

struct Machine<'m, 'p, 'd> {
    place: &'m Place<'p, 'd>,
    ops: usize,
    steps: u32,
    state: State,
}

impl Machine<'_, '_, '_> {
    fn op(&self, pc: u32) -> (u32, u32) {
        let op = self.place.code.four(self.ops + pc as usize * 4);
        (op & 15, op >> 4)
    }

    fn passes(&self, test: u32, at: usize) -> bool {
        at < self.place.block.end && self.place.passes(at, self.place.code.row(test as usize))
    }

    /// Runs from an instruction at a token; the token behind the match.
    fn go(&mut self, mut pc: u32, mut at: usize) -> Option<usize> {
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return None;
            }
            let (kind, rest) = self.op(pc);
            pc += 1;
            match kind {
                kind::MATCH => return Some(at),
                kind::TEST => {
                    if !self.passes(rest, at) {
                        return None;
                    }
                    at += 1;
                }
                kind::JUMP => pc = rest,
                kind::SPLIT => {
                    let state = self.state;
                    if let Some(end) = self.go(pc, at) {
                        return Some(end);
                    }
                    self.state = state;
                    pc = rest;
                }
                kind::GLUE => {
                    if at >= self.place.block.end || self.place.cx.tokens()[at].spaced() {
                        return None;
                    }
                }
                kind::EDGE => {
                    if !self.at_edge(rest, at) {
                        return None;
                    }
                }
                kind::MARK => self.state.mark.0 = at as u32,
                kind::MARK_END => self.state.mark.1 = at as u32,
                kind::SAVE => self.state.labels[rest as usize % MAX_LABELS].0 = at as u32,
                kind::SAVE_END => self.state.labels[rest as usize % MAX_LABELS].1 = at as u32,
                kind::BACK | kind::STEM => {
                    let (from, to) = self.state.labels[rest as usize % MAX_LABELS];
                    at = self.repeat((from as usize, to as usize), kind == kind::STEM, at)?;
                }
                _ => return None,
            }
        }
    }

    fn at_edge(&self, edge: u32, at: usize) -> bool {
        let (cx, block) = (self.place.cx, &self.place.block);
        let sentence = |at: usize| &cx.sentences()[cx.text.sentence_at(cx.tokens()[at].start())];
        match edge as u8 {
            kind::SENTENCE => at < block.end && self.place.is_first(at) && sentence(at).tokens.start as usize == at,
            kind::SENTENCE_END => at > block.start && sentence(at - 1).tokens.end as usize == at,
            kind::BLOCK => at == block.start,
            _ => at == block.end,
        }
    }

    /// The remembered tokens once more; a stem compares one word.
    fn repeat(&self, (from, to): (usize, usize), stem: bool, at: usize) -> Option<usize> {
        let (cx, tokens) = (self.place.cx, self.place.cx.tokens());
        let len = to.checked_sub(from)?;
        if len == 0 || at + len > self.place.block.end {
            return None;
        }
        let same = |a: usize, b: usize| {
            let words = tokens[a].is_word() && tokens[b].is_word();
            if stem { words && cx.stem(a) == cx.stem(b) } else { tokens[a].hash() == tokens[b].hash() }
        };
        (0..len).all(|i| same(from + i, at + i)).then_some(at + len)
    }
}
