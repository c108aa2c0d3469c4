//! Where in an article expressions are worth running: outlines are asked about the few bytes around each token that leads
//! to an expression.

use super::{Patterns, Reach};
use crate::{
    detect::{
        Cx, Sink,
        trigger::{Met, Seen},
    },
    model::{Block, Text},
};
use memchr::{memchr, memchr_iter};
use std::cell::Cell;

/// The expressions that may match, found out block by block.
pub(super) struct Places<'a> {
    patterns: &'a Patterns,
    cx: &'a Cx<'a>,
    room: Room,
    /// How many of those that were met are behind.
    passed: usize,
    /// Whether a block may have several lines.
    may_have_lines: bool,
}

/// What is found out about an article; used again for the next.
#[derive(Default)]
struct Room {
    until: Until,
    met: Vec<Met>,
    /// Those of which nothing is known, with a byte that stands in each match and in the article, or 0.
    anywhere: Vec<(u32, u8)>,
    /// Which bytes of ASCII were looked for in the article, and which are there, as bits.
    bytes: (u128, u128),
    /// Expressions that run over a block.
    ready: Vec<u32>,
    /// Expressions that run over the whole article.
    across: Vec<u32>,
}

/// For each expression up to where no match starts, or it is settled that it runs.
#[derive(Default)]
struct Until {
    places: Vec<u32>,
    /// Which of them are not 0.
    set: Vec<u32>,
}

thread_local! {
    /// Room with nothing in it.
    static ROOM: Cell<Option<Room>> = const { Cell::new(None) };
}

/// Nothing more to learn in this article.
const DONE: u32 = u32::MAX;

/// Where a match may start.
#[derive(Clone, Copy)]
enum Near {
    /// Before the end of a token that leads to the expression, by index.
    Token(u32),
    /// Anywhere.
    All,
}

/// A block, and what is found out about it once somebody asks.
struct Part<'b> {
    block: &'b Block,
    /// Its tokens as bits.
    seen: Option<Seen>,
    /// Whether it has several lines.
    lines: Option<bool>,
}

impl Until {
    fn of(&self, number: u32) -> u32 {
        self.places[number as usize]
    }

    fn set(&mut self, number: u32, place: u32) {
        if std::mem::replace(&mut self.places[number as usize], place) == 0 {
            self.set.push(number);
        }
    }

    /// Forgets all, for so many expressions.
    fn clear(&mut self, len: usize) {
        for number in self.set.drain(..) {
            self.places[number as usize] = 0;
        }
        if self.places.len() < len {
            self.places.resize(len, 0);
        }
    }
}

impl Room {
    /// Whether the article has a byte of ASCII; 0 stands for none.
    #[inline]
    fn has(&mut self, byte: u8, content: &[u8]) -> bool {
        if byte == 0 || !byte.is_ascii() {
            return true;
        }
        if self.bytes.0 >> byte & 1 == 0 {
            self.bytes.0 |= 1 << byte;
            self.bytes.1 |= u128::from(memchr(byte, content).is_some()) << byte;
        }
        self.bytes.1 >> byte & 1 == 1
    }
}

impl Drop for Places<'_> {
    fn drop(&mut self) {
        ROOM.set(Some(std::mem::take(&mut self.room)));
    }
}

impl<'a> Places<'a> {
    pub(super) fn new(patterns: &'a Patterns, cx: &'a Cx<'a>, out: &Sink<'_>) -> Self {
        let mut room = ROOM.take().unwrap_or_default();
        room.until.clear(patterns.searches.len() + patterns.digits.len());
        room.across.clear();
        room.bytes = (0, 0);
        patterns.triggers.find(cx, &mut room.met);
        let bytes = cx.text.content().as_bytes();
        room.anywhere.clear();
        // Whether the byte that was looked for last is there.
        let mut last = (0, true);
        for (number, byte) in patterns.triggers.anywhere() {
            if byte != last.0 {
                last = (byte, byte == 0 || memchr(byte, bytes).is_some());
            }
            let across = || patterns.searches.get(number as usize).is_some_and(|one| one.reach == Reach::Article);
            if (last.1 || across()) && patterns.triggers.has_mark(cx, number) {
                room.anywhere.push((number, if across() { 0 } else { byte }));
            }
        }
        let mut places = Self { patterns, cx, room, passed: 0, may_have_lines: has_lines(cx.text) };
        if let Some(block) = cx.text.blocks().first() {
            let mut part = places.part(block);
            patterns.across.iter().for_each(|&number| places.ask(number, Near::All, &mut part, out));
        }
        places
    }

    fn part<'b>(&self, block: &'b Block) -> Part<'b> {
        Part { block, seen: None, lines: (!self.may_have_lines).then_some(false) }
    }

    /// The numbers of the expressions that may match inside a block, in order and each once.
    pub(super) fn narrow(&mut self, block: &Block, out: &Sink<'_>) -> &[u32] {
        self.room.ready.clear();
        let mut part = self.part(block);
        while let Some(&Met { number, token }) = self.room.met.get(self.passed)
            && token < block.tokens.end
        {
            self.passed += 1;
            self.ask(number, Near::Token(token), &mut part, out);
        }
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        let text = &self.cx.text.content().as_bytes()[..end];
        if let Some(openings) = self.patterns.openings {
            let mut at = start;
            loop {
                for number in openings.read(&text[at..]).iter().map(|&number| u32::from(number)) {
                    if self.patterns.triggers.has_mark(self.cx, number) {
                        self.ask(number, Near::All, &mut part, out);
                    }
                }
                if !part.has_lines(text) {
                    break;
                }
                let Some(length) = memchr(b'\n', &text[at..]) else { break };
                at += length + 1;
            }
        }
        for place in 0..self.room.anywhere.len() {
            let (number, byte) = self.room.anywhere[place];
            if byte == 0 || memchr(byte, &text[start..]).is_some() {
                self.ask(number, Near::All, &mut part, out);
            }
        }
        if self.room.ready.len() > 1 {
            self.room.ready.sort_unstable();
        }
        &self.room.ready
    }

    /// Adds an expression to those that may match in a block if it may do so near a place; the same for a group of those that
    /// digits lead to.
    fn ask(&mut self, number: u32, near: Near, part: &mut Part<'_>, out: &Sink<'_>) {
        let Patterns { all, searches, digits, triggers, .. } = self.patterns;
        let (search, until) = (searches.get(number as usize), self.room.until.of(number));
        let content = self.cx.text.content().as_bytes();
        // The text in which it is looked for, and up to where a match may start.
        let (start, end) = match search {
            Some(search) if search.reach == Reach::Article => (0, content.len() as u32),
            _ => (part.block.span.start, part.block.span.end),
        };
        let to = match near {
            Near::Token(token) => self.cx.text.tokens()[token as usize].end(),
            Near::All => end,
        };
        if until >= to {
            return;
        }
        if !self.room.has(triggers.byte(number), content) {
            self.room.until.set(number, DONE);
            return;
        }
        let text = &content[..end as usize];
        let Some(search) = search else {
            let Some((outline, numbers)) = digits.get(number as usize - searches.len()) else { return };
            let wants =
                |number: u32| all[searches[number as usize].pattern as usize].rule.is_some_and(|id| out.wants(id));
            if let [number_of_one] = numbers
                && !wants(*number_of_one)
            {
                self.room.until.set(number, DONE);
                return;
            }
            let from = self.first(number, near, start.max(until));
            let none = outline.read(text, start as usize, from as usize..to as usize);
            self.room.until.set(number, none.map_or(to, |none| none as u32));
            if none.is_none() {
                numbers.iter().for_each(|&number| self.ask(number, near, part, out));
            }
            return;
        };
        if let Some(outline) = search.regex.outline() {
            let none = if search.reach != Reach::Line {
                let from = self.first(number, near, start.max(until));
                outline.read(text, start as usize, from as usize..to as usize)
            } else if part.has_lines(text) {
                outline.read(text, start as usize, start.max(until) as usize..to as usize)
            } else {
                // There is nothing but the start of the block.
                let at = start as usize;
                let may_start = text.get(at).is_none_or(|byte| search.may_start(*byte));
                if may_start { outline.read(text, at, at..at + 1).map(|_| end as usize) } else { Some(end as usize) }
            };
            if let Some(none) = none {
                self.room.until.set(number, none as u32);
                return;
            }
        }
        if !all[search.pattern as usize].rule.is_some_and(|rule| out.wants(rule)) {
            self.room.until.set(number, DONE);
        } else if search.reach == Reach::Article {
            self.room.until.set(number, DONE);
            self.room.across.push(number);
        } else {
            self.room.until.set(number, end);
            if triggers.may_match(number, part.seen.get_or_insert_with(|| Seen::of(self.cx, part.block))) {
                self.room.ready.push(number);
            }
        }
    }

    /// The first place where a match may start, in a text that starts at `start`.
    fn first(&self, number: u32, near: Near, start: u32) -> u32 {
        match near {
            Near::Token(token) => {
                self.patterns.triggers.first_byte(self.cx.text.tokens(), Met { number, token }, start)
            }
            Near::All => start,
        }
    }

    /// The numbers of the expressions that may match in the article as a whole, in order.
    pub(super) fn across(&mut self) -> &[u32] {
        self.room.across.sort_unstable();
        &self.room.across
    }
}

/// Whether a block of a text may have several lines: then there is a line break that stands between no blocks.
fn has_lines(text: &Text) -> bool {
    let bytes = text.content().as_bytes();
    let (mut end, mut between) = (0, 0);
    for block in text.blocks() {
        let gap = bytes.get(end..block.span.start as usize).unwrap_or_default();
        between += memchr_iter(b'\n', gap).count();
        end = block.span.end as usize;
    }
    let before_last = bytes.get(..end).unwrap_or_default();
    memchr_iter(b'\n', before_last).count() != between
}

impl Part<'_> {
    /// `text`: up to the end of the block.
    fn has_lines(&mut self, text: &[u8]) -> bool {
        let start = self.block.span.start as usize;
        *self.lines.get_or_insert_with(|| memchr(b'\n', &text[start..]).is_some())
    }
}
