//! Where in an article expressions are worth running: outlines are asked about the few bytes around each token that leads
//! to an expression.

use super::{Patterns, Reach};
use crate::{
    detect::{
        Cx, Sink,
        trigger::{Met, Seen},
    },
    model::Block,
};
use memchr::memchr;

/// The expressions that may match, found out block by block.
pub(super) struct Places<'a> {
    patterns: &'a Patterns,
    cx: &'a Cx<'a>,
    /// For each expression up to where no match starts, or it is settled that it runs.
    until: Vec<u32>,
    /// Expressions that run over the whole article.
    across: Vec<u32>,
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

/// A block, and its tokens as bits once somebody asks for them.
struct Part<'b> {
    block: &'b Block,
    seen: Option<Seen>,
}

impl<'a> Places<'a> {
    pub(super) fn new(patterns: &'a Patterns, cx: &'a Cx<'a>) -> Self {
        Self { patterns, cx, until: vec![0; patterns.searches.len() + 1], across: Vec::new() }
    }

    /// Collects the numbers of the expressions that may match inside a block, in order and each once.
    pub(super) fn narrow(&mut self, block: &Block, met: &[Met], out: &Sink<'_>, ready: &mut Vec<u32>) {
        ready.clear();
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        let text = &self.cx.text.content().as_bytes()[..end];
        if let Some((outline, numbers)) = self.patterns.lines
            && outline.read(text, start, start..end).is_some()
        {
            for number in numbers {
                self.until[*number as usize] = block.span.end;
            }
        }
        let mut part = Part { block, seen: None };
        for met in met {
            self.ask(met.number, Near::Token(met.token), &mut part, out, ready);
        }
        // Whether the byte that was looked for last is there.
        let mut last = (0, true);
        for (number, byte) in self.patterns.triggers.anywhere() {
            if byte != last.0 {
                last = (byte, byte == 0 || memchr(byte, &text[start..]).is_some());
            }
            if last.1 || self.patterns.searches.get(number as usize).is_some_and(|one| one.reach == Reach::Article) {
                self.ask(number, Near::All, &mut part, out, ready);
            }
        }
        if ready.len() > 1 {
            ready.sort_unstable();
        }
    }

    /// Adds an expression to those that may match in a block if it may do so near a place, or those that digits lead to.
    fn ask(&mut self, number: u32, near: Near, part: &mut Part<'_>, out: &Sink<'_>, ready: &mut Vec<u32>) {
        let Patterns { all, searches, digits, triggers, .. } = self.patterns;
        let Some(search) = searches.get(number as usize) else {
            let Some((outline, numbers)) = digits else { return };
            let (start, end, to) = self.bounds(Reach::Block, near, part);
            let until = self.until[number as usize];
            if until < to {
                let from = self.first(number, near, start).max(until);
                let text = &self.cx.text.content().as_bytes()[..end as usize];
                let none = outline.read(text, start as usize, from as usize..to as usize);
                self.until[number as usize] = none.map_or(to, |none| none as u32);
                if none.is_none() {
                    numbers.iter().for_each(|&number| self.ask(number, near, part, out, ready));
                }
            }
            return;
        };
        let (start, end, to) = self.bounds(search.reach, near, part);
        let until = self.until[number as usize];
        if until >= to {
            return;
        }
        if let Some(outline) = search.regex.outline() {
            let from = self.first(number, near, start).max(until);
            let text = &self.cx.text.content().as_bytes()[..end as usize];
            if let Some(none) = outline.read(text, start as usize, from as usize..to as usize) {
                self.until[number as usize] = none as u32;
                return;
            }
        }
        self.until[number as usize] = end;
        if !all[search.pattern as usize].rule.is_some_and(|rule| out.wants(rule)) {
            self.until[number as usize] = DONE;
        } else if search.reach == Reach::Article {
            self.until[number as usize] = DONE;
            self.across.push(number);
        } else if triggers.may_match(number, part.seen.get_or_insert_with(|| Seen::of(self.cx, part.block))) {
            ready.push(number);
        }
    }

    /// The text in which an expression is looked for, and up to where a match may start.
    fn bounds(&self, reach: Reach, near: Near, part: &Part<'_>) -> (u32, u32, u32) {
        let block = part.block.span;
        let (start, end) =
            if reach == Reach::Article { (0, self.cx.text.content().len() as u32) } else { (block.start, block.end) };
        let to = match near {
            Near::Token(token) => self.cx.text.tokens()[token as usize].end(),
            Near::All => end,
        };
        (start, end, to)
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
    pub(super) fn across(mut self) -> Vec<u32> {
        self.across.sort_unstable();
        self.across
    }
}
