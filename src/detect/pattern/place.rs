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

pub(super) struct Places<'a> {
    patterns: &'a Patterns,
    cx: &'a Cx<'a>,
    /// For each expression up to where no match starts, or it is settled that it runs. At 0 it was not met yet.
    until: Vec<u32>,
    /// Expressions that run over the whole article.
    across: Vec<u32>,
}

/// Nothing more to learn in this article.
const DONE: u32 = u32::MAX;

impl<'a> Places<'a> {
    pub(super) fn new(patterns: &'a Patterns, cx: &'a Cx<'a>) -> Self {
        Self { patterns, cx, until: vec![0; patterns.searches.len()], across: Vec::new() }
    }

    /// Collects the numbers of the expressions that may match inside a block, in order and each once.
    pub(super) fn narrow(&mut self, block: &Block, met: &[Met], out: &Sink<'_>, ready: &mut Vec<u32>) {
        ready.clear();
        let mut seen = None;
        for &met in met {
            let to = self.cx.text.tokens()[met.token as usize].end();
            if self.until[met.number as usize] < to {
                let first = |least| self.patterns.triggers.first_byte(self.cx, met, least);
                if self.may_match(met.number, block, first, to, out, &mut seen) {
                    ready.push(met.number);
                }
            }
        }
        let text = self.cx.text.slice(block.span).as_bytes();
        // Whether the byte that was looked for last is there.
        let mut last = (0, true);
        for (number, byte) in self.patterns.triggers.anywhere() {
            let whole = self.patterns.searches[number as usize].reach == Reach::Article;
            if byte != last.0 {
                last = (byte, byte == 0 || memchr(byte, text).is_some());
            }
            let to = if whole { self.cx.text.content().len() as u32 } else { block.span.end };
            if (last.1 || whole)
                && self.until[number as usize] < to
                && self.may_match(number, block, |least| least, to, out, &mut seen)
            {
                ready.push(number);
            }
        }
        ready.sort_unstable();
    }

    /// Whether an expression may match inside a block from between a first byte and another.
    fn may_match(
        &mut self,
        number: u32,
        block: &Block,
        first: impl Fn(u32) -> u32,
        to: u32,
        out: &Sink<'_>,
        seen: &mut Option<Seen>,
    ) -> bool {
        let Patterns { all, searches, triggers } = self.patterns;
        let search = &searches[number as usize];
        let until = &mut self.until[number as usize];
        if *until == 0 && !all[search.pattern as usize].rule.is_some_and(|rule| out.wants(rule)) {
            *until = DONE;
            return false;
        }
        let whole = search.reach == Reach::Article;
        let content = self.cx.text.content();
        let (start, end) = if whole { (0, content.len() as u32) } else { (block.span.start, block.span.end) };
        let may_match = if let Some(outline) = search.regex.outline() {
            let from = first(start).max(*until);
            let text = &content.as_bytes()[..end as usize];
            let none = outline.read(text, start as usize, from as usize..to as usize);
            *until = none.map_or(end, |none| none as u32);
            none.is_none()
        } else {
            *until = end;
            triggers.may_match(number, seen.get_or_insert_with(|| Seen::of(self.cx, block)))
        };
        if may_match && whole {
            *until = DONE;
            self.across.push(number);
        }
        may_match && !whole
    }

    /// The numbers of the expressions that may match in the article as a whole, in order.
    pub(super) fn across(mut self) -> Vec<u32> {
        self.across.sort_unstable();
        self.across
    }
}
