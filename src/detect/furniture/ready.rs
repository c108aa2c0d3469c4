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

/// Expressions by number, in order and each once.
#[derive(Default)]
pub(super) struct Ready {
    pub(super) whole: Vec<u32>,
    pub(super) starts: Vec<u32>,
    pub(super) edges: Vec<u32>,
    met: Vec<Met>,
    found: Vec<u32>,
}

impl Ready {
    /// Those of a block, by its index.
    pub(super) fn fill(&mut self, furniture: &Furniture, cx: &Cx<'_>, index: usize) {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        furniture.triggers.find(cx, block, &mut self.met);
        let (starts, edges) = (furniture.whole.len() as u32, (furniture.whole.len() + furniture.starts.len()) as u32);
        let at_edge = (index < EDGE || blocks.len() - index <= EDGE) && block.span.len() <= EDGE_BYTES;
        let long = block.span.len() as usize > furniture.longest;
        let mut line = None;
        self.clear();
        self.by_heads(furniture, cx, block);
        for &met in &self.met {
            if met.number >= edges {
                if at_edge {
                    self.edges.push(met.number);
                }
                continue;
            }
            let first = furniture.triggers.first_byte(cx, met, block.span.start);
            if met.number >= starts {
                if first <= block.span.start {
                    self.starts.push(met.number - starts);
                }
                continue;
            }
            let line = *line.get_or_insert_with(|| bare(cx, block.span));
            let in_line = !long && first <= line;
            let sentence = furniture.whole[met.number as usize].1 == Reach::Sentence;
            if in_line || sentence && first <= sentence_start(cx, block, met) {
                self.whole.push(met.number);
            }
        }
        for (number, _) in furniture.triggers.anywhere() {
            let all = [&mut self.whole, &mut self.starts, &mut self.edges];
            let [whole, lines, rest] = all;
            match number {
                _ if number >= edges => rest.extend(at_edge.then_some(number)),
                _ if number >= starts => lines.push(number - starts),
                _ => whole.push(number),
            }
        }
        for all in [&mut self.whole, &mut self.starts, &mut self.edges] {
            if all.len() > 1 {
                all.sort_unstable();
                all.dedup();
            }
        }
        if !self.edges.is_empty() {
            let seen = Seen::of(cx, block);
            self.edges.retain(|number| furniture.triggers.may_match(*number, &seen));
            self.edges.iter_mut().for_each(|number| *number -= edges);
        }
    }

    /// Those whose match starts with the token that the block or one of its sentences starts with.
    fn by_heads(&mut self, furniture: &Furniture, cx: &Cx<'_>, block: &Block) {
        let Ready { whole, starts: beginnings, found, .. } = self;
        let starts = furniture.whole.len() as u32;
        let mut heads = |token: Option<&Token>, whole: &mut Vec<u32>, takes: &dyn Fn(u32) -> bool| {
            found.clear();
            if let Some(token) = token {
                furniture.triggers.heads(cx, token, found);
                whole.extend(found.iter().copied().filter(|&number| takes(number)));
            }
        };
        let tokens = cx.text.tokens_in(&block.tokens);
        heads(tokens.first(), beginnings, &|number| number >= starts);
        beginnings.iter_mut().for_each(|number| *number -= starts);
        if block.span.len() as usize <= furniture.longest {
            heads(first_token(cx, tokens, block.span), whole, &|number| number < starts);
        }
        if block.sentences.len() > 1 {
            for sentence in sentences(cx, block).iter().filter(|one| one.span.len() as usize <= furniture.longest) {
                let tokens = cx.text.tokens_in(&sentence.tokens);
                let takes =
                    |number: u32| furniture.whole.get(number as usize).is_some_and(|one| one.1 == Reach::Sentence);
                heads(first_token(cx, tokens, sentence.span), whole, &takes);
            }
        }
    }

    fn clear(&mut self) {
        self.whole.clear();
        self.starts.clear();
        self.edges.clear();
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

/// Where the sentence of a token starts, without the marks before it.
fn sentence_start(cx: &Cx<'_>, block: &Block, met: Met) -> u32 {
    let start = cx.text.tokens()[met.token as usize].start();
    let sentences = sentences(cx, block);
    let at = sentences.partition_point(|sentence| sentence.span.start <= start).saturating_sub(1);
    sentences.get(at).map_or(block.span.start, |sentence| bare(cx, sentence.span))
}

/// Where a line starts without the marks before it.
fn bare(cx: &Cx<'_>, line: Span) -> u32 {
    line.end - trim_start(cx.text.slice(line)).len() as u32
}
