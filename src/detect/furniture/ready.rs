//! The expressions that can match in a block: those whose match, by how far before its token it can start, would start
//! where a line or sentence does.

use super::{EDGE, EDGE_BYTES, Furniture, Reach, trim};
use crate::{
    detect::{
        Cx,
        trigger::{Met, Seen},
    },
    model::Block,
};

/// Expressions by number, in order and each once.
#[derive(Default)]
pub(super) struct Ready {
    pub(super) whole: Vec<u32>,
    pub(super) starts: Vec<u32>,
    pub(super) edges: Vec<u32>,
    met: Vec<Met>,
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
            let line = *line.get_or_insert_with(|| bare(cx.text.slice(block.span)) + block.span.start);
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

    fn clear(&mut self) {
        self.whole.clear();
        self.starts.clear();
        self.edges.clear();
    }
}

/// Where the sentence of a token starts, without the marks before it.
fn sentence_start(cx: &Cx<'_>, block: &Block, met: Met) -> u32 {
    let start = cx.text.tokens()[met.token as usize].start();
    let sentences = &cx.sentences()[block.sentences.start as usize..block.sentences.end as usize];
    let at = sentences.partition_point(|sentence| sentence.span.start <= start).saturating_sub(1);
    sentences.get(at).map_or(block.span.start, |sentence| {
        bare(cx.text.slice(sentence.span)) + sentence.span.start
    })
}

/// How many bytes of marks stand before a line.
fn bare(line: &str) -> u32 {
    let bare = trim(line);
    (bare.as_ptr() as usize - line.as_ptr() as usize) as u32
}
