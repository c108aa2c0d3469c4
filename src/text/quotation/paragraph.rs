//! Quotations that a block leaves open: gone on with in the next, closed in a later one, or lost.

use super::{
    Quotations, QuoteStyle,
    pairing::{Carried, Open, Pairing},
};
use crate::model::{Block, BlockKind, Span, Token};

/// Blocks over which a quotation that did not close may still do so …
const CARRY: usize = 12;
/// … and that with whole quotations in between.
const CARRY_OVER_OTHERS: usize = 5;
/// Headings and lines of the page that may stand between two paragraphs of a quotation.
const INTERPOSED: usize = 2;

impl Pairing<'_> {
    /// Judges what a block leaves open, and keeps its quotations in order.
    pub(super) fn end_of_block(&mut self, number: usize, block: &Block, first_pair: usize) {
        if self.open.is_empty() && self.found.pairs.len() == first_pair {
            return;
        }
        let left = std::mem::take(&mut self.open);
        let last = left.len().saturating_sub(1);
        for (depth, open) in left.into_iter().enumerate() {
            match open.style {
                QuoteStyle::CurlySingle => self.lone_singles.push(open.token),
                QuoteStyle::StraightSingle => {}
                _ if open.reversed && open.style == QuoteStyle::Curly => self.found.unopened.push(open.token),
                _ if depth == last && self.continues(number, block, open) => {
                    self.found.spans.push(Span::new(self.text.tokens()[open.token].start(), block.span.end));
                }
                _ if depth == 0 && last == 0 && !open.nests => {
                    self.drop_carried();
                    self.carried =
                        Some(Carried { open, until: number + CARRY, until_over_others: number + CARRY_OVER_OTHERS });
                }
                _ => self.found.unclosed.push(open.token),
            }
        }
        let tokens = self.text.tokens();
        self.found.pairs[first_pair..].sort_by_key(|pair| pair.open);
        for pair in &self.found.pairs[first_pair..] {
            let span = Span::new(tokens[pair.open].start(), tokens[pair.close].end());
            if self.found.spans.last().is_none_or(|last| last.end <= span.start) {
                self.found.spans.push(span);
            }
        }
    }

    /// Whether the next block goes on with a quotation that this one leaves open.
    fn continues(&self, number: usize, block: &Block, open: Open) -> bool {
        let mut following = self.text.blocks()[number + 1..].iter().take(INTERPOSED + 1);
        let Some(next) = following.find(|b| !self.interposed(b)) else { return false };
        let mark = self.text.word(next.tokens.start as usize);
        let reopens = match open.style {
            QuoteStyle::Straight => mark == "\"",
            QuoteStyle::Curly => matches!(mark, "“" | "”"),
            QuoteStyle::Low => mark == "„",
            QuoteStyle::Guillemet => matches!(mark, "«" | "»"),
            _ => false,
        };
        // `called it “a clear breach of the law.`: the quoted phrase cannot go on in the next paragraph.
        let tokens = self.text.tokens();
        let phrase = open.token > block.tokens.start as usize
            && tokens[open.token - 1].is_word()
            && tokens[..block.tokens.end as usize].get(open.token + 1).is_some_and(Token::is_lower)
            && self.text.sentence_at(tokens[open.token].start()) + 1 == block.sentences.end as usize;
        reopens && !open.nests && !phrase && !self.attributed(open.token, block)
    }

    /// Whether a block is none of the running text: a heading, a caption, a line of the page.
    fn interposed(&self, block: &Block) -> bool {
        let sentences = &self.text.sentences()[block.sentences.start as usize..block.sentences.end as usize];
        let words: u32 = sentences.iter().map(|s| s.words).sum();
        let quotes =
            |t: &Token| t.is_punct() && matches!(self.text.slice(t.span()), "\"" | "“" | "”" | "„" | "«" | "»");
        let marked = self.text.tokens_in(&block.tokens).iter().any(quotes);
        let bracketed = matches!(self.text.word(block.tokens.start as usize), "[" | "(");
        let apart = matches!(block.kind, BlockKind::Headline | BlockKind::Caption);
        !marked && (apart || words <= 8 || bracketed && words <= 30)
    }

    /// Whether the words behind the mark are attributed to somebody, `…, she said.` or `…, said the mayor`: then the
    /// quotation ended before.
    fn attributed(&self, open: usize, block: &Block) -> bool {
        let end = block.tokens.end as usize;
        let word = |i: usize| if i < end { self.text.word(i) } else { "." };
        let said =
            |i: usize| matches!(word(i), "said" | "says" | "added" | "adds" | "told" | "noted" | "wrote" | "writes");
        (open + 1..end).filter(|&i| matches!(word(i), "," | "?" | "!")).any(|i| {
            let Some(next) = self.text.tokens()[..end].get(i + 1) else { return false };
            let pronoun = matches!(word(i + 1), "he" | "she" | "they");
            let named = word(i) == "," && next.is_capital();
            if said(i + 1) {
                let who = self.text.tokens()[..end].get(i + 2);
                return who.is_some_and(|t| {
                    t.is_capital() || matches!(word(i + 2), "the" | "a" | "an" | "von" | "van" | "de" | "al")
                });
            }
            pronoun && said(i + 2) && word(i + 3) != ","
                || named && (said(i + 2) && word(i + 3) == "." || said(i + 3) && word(i + 4) == ".")
        })
    }

    /// An article that ends inside speech in straight marks was cut there, or lost its last character: wire copy is stored
    /// so by the thousand, and no reader misses the mark.
    fn cut_off(&self) -> Option<(usize, u32)> {
        let last = self.text.blocks().last()?;
        let open = self.carried.as_ref()?.open;
        let speech = self.text.tokens().get(open.token + 1).is_some_and(|t| !t.is_lower());
        let inside = open.token >= last.tokens.start as usize && open.style == QuoteStyle::Straight;
        (inside && speech && !self.attributed(open.token, last)).then_some((open.token, last.span.end))
    }

    /// A closing straight mark without partner in an article of one paragraph closes what an earlier paragraph opened: a
    /// record is often one paragraph of a longer text.
    fn excerpt(&mut self) {
        if self.text.blocks().len() == 1 && self.found.unopened.len() == 1 && self.found.pairs.is_empty() {
            let text = self.text;
            self.found.unopened.retain(|&mark| text.word(mark) != "\"");
        }
    }

    /// Judges what the whole text leaves open.
    pub(super) fn finish(mut self) -> Quotations {
        if let Some((token, end)) = self.cut_off() {
            self.carried = None;
            self.found.spans.push(Span::new(self.text.tokens()[token].start(), end));
        }
        self.drop_carried();
        self.excerpt();
        let singles = self.found.pairs.iter().filter(|p| p.style == QuoteStyle::CurlySingle && !p.nested).count();
        let doubles =
            self.found.pairs.iter().any(|p| matches!(p.style, QuoteStyle::Curly | QuoteStyle::Straight) && !p.nested);
        if singles >= 2 && !doubles {
            self.found.unclosed.append(&mut self.lone_singles);
        }
        self.found.unclosed.sort_unstable();
        self.found.unopened.sort_unstable();
        self.found.spans.sort_unstable();
        // A quotation carried over blocks may hold others.
        self.found.spans.dedup_by(|later, earlier| later.start < earlier.end);
        self.found
    }
}
