//! The expressions that can match in a block: those whose match, by how far before its token it can start, would start
//! where a line or sentence does.

use super::{EDGE, EDGE_BYTES, Furniture, Reach, trim_start};
use crate::{
    detect::{
        Cx,
        trigger::{Met, Seen},
    },
    model::{Block, Sentence, Span, Token},
};
use std::cell::OnceCell;

/// Expressions by number, in order and each once.
#[derive(Default)]
pub(super) struct Ready {
    /// For the block as a line.
    pub(super) line: Vec<u32>,
    /// For sentences, with the place of the sentence in the block.
    pub(super) sentences: Vec<(u32, u32)>,
    pub(super) starts: Vec<u32>,
    pub(super) edges: Vec<u32>,
    seen: OnceCell<Seen>,
    /// What all tokens of the article lead to, and how many of these are behind.
    met: Vec<Met>,
    passed: usize,
    found: Vec<u32>,
}

impl Ready {
    /// Begins an article.
    pub(super) fn find(&mut self, furniture: &Furniture, cx: &Cx<'_>) {
        furniture.triggers.find(cx, &mut self.met);
        self.passed = 0;
    }

    /// Those of a block, by its index.
    pub(super) fn fill(&mut self, furniture: &Furniture, cx: &Cx<'_>, index: usize) {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        self.clear();
        self.by_heads(furniture, cx, block);
        let (starts, edges) = furniture.ends();
        let at_edge = (index < EDGE || blocks.len() - index <= EDGE) && block.span.len() <= EDGE_BYTES;
        let fits = block.span.len() as usize <= furniture.longest;
        let line = bare(cx, block.span);
        self.by_openings(furniture, cx, block, (line, at_edge));
        while let Some(&met) = self.met.get(self.passed)
            && met.token < block.tokens.end
        {
            self.passed += 1;
            if met.number >= edges {
                if at_edge {
                    self.edges.push(met.number - edges);
                }
                continue;
            }
            let for_sentences = block.sentences.len() > 1 && furniture.is_for_sentences(met.number);
            if !fits && !for_sentences && met.number < starts {
                continue;
            }
            let first = furniture.triggers.first_byte(cx.text.tokens(), met, block.span.start);
            if met.number >= starts {
                if first <= block.span.start {
                    self.starts.push(met.number - starts);
                }
                continue;
            }
            if fits && first <= line {
                self.line.push(met.number);
            }
            if for_sentences {
                let (at, start) = sentence_of(cx, block, met);
                if first <= start {
                    self.sentences.push((at, met.number));
                }
            }
        }
        for (number, _) in furniture.triggers.anywhere() {
            match number {
                _ if number >= edges => self.edges.extend(at_edge.then_some(number - edges)),
                _ if number >= starts => self.starts.push(number - starts),
                _ => self.line.push(number),
            }
            if furniture.is_for_sentences(number) {
                self.sentences.extend((0..block.sentences.len() as u32).map(|at| (at, number)));
            }
        }
        for all in [&mut self.line, &mut self.starts, &mut self.edges] {
            if all.len() > 1 {
                all.sort_unstable();
                all.dedup();
            }
        }
        if self.sentences.len() > 1 {
            self.sentences.sort_unstable();
            self.sentences.dedup();
        }
    }

    /// Those that the block or one of its sentences may begin as; `line`: where the block starts without the marks before it.
    fn by_openings(&mut self, furniture: &Furniture, cx: &Cx<'_>, block: &Block, (line, at_edge): (u32, bool)) {
        let Some(openings) = furniture.openings else { return };
        let bytes = cx.text.content().as_bytes();
        let read = |start: u32, end: u32| openings.read(&bytes[start as usize..end as usize]);
        let may_match = |number: u32| furniture.triggers.has_mark(cx, number);
        let (starts, edges) = furniture.ends();
        let found = read(block.span.start, block.span.end);
        for number in found.iter().map(|&number| u32::from(number)).filter(|number| *number >= starts) {
            if number < edges {
                if may_match(number) {
                    self.starts.push(number - starts);
                }
            } else if at_edge && may_match(number) {
                self.edges.push(number - edges);
            }
        }
        if block.span.len() as usize <= furniture.longest {
            let found = if line == block.span.start { found } else { read(line, block.span.end) };
            for number in found.iter().map(|&number| u32::from(number)).filter(|number| *number < starts) {
                if may_match(number) {
                    self.line.push(number);
                }
            }
        }
        if block.sentences.len() > 1 {
            for (sentence, at) in sentences(cx, block).iter().zip(0..) {
                if sentence.span.len() as usize > furniture.longest {
                    continue;
                }
                for number in read(bare(cx, sentence.span), sentence.span.end).iter().map(|&number| u32::from(number)) {
                    if furniture.is_for_sentences(number) && may_match(number) {
                        self.sentences.push((at, number));
                    }
                }
            }
        }
    }

    /// Those whose match starts with the token that the block or one of its sentences starts with.
    fn by_heads(&mut self, furniture: &Furniture, cx: &Cx<'_>, block: &Block) {
        if furniture.triggers.heads.slots.is_empty() {
            return;
        }
        let starts = furniture.whole.len() as u32;
        let tokens = cx.text.tokens_in(&block.tokens);
        if let Some(first) = tokens.first() {
            furniture.triggers.heads(cx, first, &mut self.found);
            self.starts.extend(self.found.iter().filter_map(|number| number.checked_sub(starts)));
        }
        if block.span.len() as usize <= furniture.longest
            && let Some(first) = first_token(cx, tokens, block.span)
        {
            furniture.triggers.heads(cx, first, &mut self.found);
            self.line.extend(self.found.iter().filter(|&&number| number < starts));
        }
        if block.sentences.len() > 1 {
            for (sentence, at) in sentences(cx, block).iter().zip(0..) {
                if sentence.span.len() as usize <= furniture.longest
                    && let Some(first) = first_token(cx, cx.text.tokens_in(&sentence.tokens), sentence.span)
                {
                    furniture.triggers.heads(cx, first, &mut self.found);
                    let found = self.found.iter().filter(|&&number| furniture.is_for_sentences(number));
                    self.sentences.extend(found.map(|&number| (at, number)));
                }
            }
        }
    }

    /// Whether the block holds a key of each further set of an expression.
    pub(super) fn holds_keys(&self, furniture: &Furniture, cx: &Cx<'_>, block: &Block, number: usize) -> bool {
        furniture.triggers.may_match(number as u32, self.seen.get_or_init(|| Seen::of(cx, block)))
    }

    fn clear(&mut self) {
        self.line.clear();
        self.sentences.clear();
        self.starts.clear();
        self.edges.clear();
        self.seen = OnceCell::new();
    }
}

impl Furniture {
    /// Where the numbers of expressions for whole lines and sentences end, and those of beginnings of lines.
    fn ends(&self) -> (u32, u32) {
        (self.whole.len() as u32, (self.whole.len() + self.starts.len()) as u32)
    }

    /// Whether an expression may fill a sentence inside a line.
    fn is_for_sentences(&self, number: u32) -> bool {
        self.whole.get(number as usize).is_some_and(|one| one.1 == Reach::Sentence)
    }
}

fn sentences<'a>(cx: &Cx<'a>, block: &Block) -> &'a [Sentence] {
    &cx.sentences()[block.sentences.start as usize..block.sentences.end as usize]
}

/// The token that a line or sentence starts with, behind the marks before it.
fn first_token<'a>(cx: &Cx<'_>, tokens: &'a [Token], span: Span) -> Option<&'a Token> {
    let start = bare(cx, span);
    tokens.iter().find(|token| token.end() > start)
}

/// The place of the sentence of a token in its block, and where it starts without the marks before it.
fn sentence_of(cx: &Cx<'_>, block: &Block, met: Met) -> (u32, u32) {
    let start = cx.text.tokens()[met.token as usize].start();
    let sentences = sentences(cx, block);
    let at = sentences.partition_point(|sentence| sentence.span.start <= start).saturating_sub(1);
    (at as u32, sentences.get(at).map_or(block.span.start, |sentence| bare(cx, sentence.span)))
}

/// Where a line starts without the marks before it.
fn bare(cx: &Cx<'_>, line: Span) -> u32 {
    if cx.text.content().as_bytes().get(line.start as usize).is_some_and(u8::is_ascii_alphanumeric) {
        return line.start;
    }
    line.end - trim_start(cx.text.slice(line)).len() as u32
}
