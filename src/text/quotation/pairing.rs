//! Which marks are open, and which one a closing mark closes.

use super::{Quotation, Quotations, QuoteStyle, shape::Shape};
use crate::model::{Block, Span, Text};

/// Levels of quotation that are followed.
const DEPTH: usize = 8;

/// A mark that waits for its partner.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) token: usize,
    pub(super) style: QuoteStyle,
    /// A quotation of the same style was closed inside.
    pub(super) nests: bool,
    /// The mark points the wrong way, as in `”so”`.
    pub(super) reversed: bool,
}

/// A quotation that its block left open.
pub(super) struct Carried {
    pub(super) open: Open,
    /// The last block in which it may close.
    pub(super) until: usize,
    /// The last one if other quotations are closed before it.
    pub(super) until_over_others: usize,
}

/// What is known of the marks so far.
pub(super) struct Pairing<'t> {
    pub(super) text: &'t Text,
    pub(super) found: Quotations,
    pub(super) open: Vec<Open>,
    /// A quotation left open.
    pub(super) carried: Option<Carried>,
    /// Unclosed single marks: believed only where single marks are the house style.
    pub(super) lone_singles: Vec<usize>,
}

impl<'t> Pairing<'t> {
    /// Nothing paired yet.
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, found: Quotations::default(), open: Vec::new(), carried: None, lone_singles: Vec::new() }
    }

    /// Pairs the marks of one block, which are among the tokens named.
    pub(super) fn block(&mut self, number: usize, block: &Block, marks: &[u32]) {
        let (start, end) = (block.tokens.start as usize, block.tokens.end as usize);
        let first_pair = self.found.pairs.len();
        if self.carried.as_ref().is_some_and(|c| number > c.until) {
            self.drop_carried();
        }
        let bytes = self.text.content().as_bytes();
        for index in marks.iter().map(|&mark| mark as usize) {
            let token = &self.text.tokens()[index];
            if !token.is_punct() {
                continue;
            }
            // Most marks are commas and points.
            if !matches!(bytes[token.start() as usize], b'"' | b'\'' | 0xc2 | 0xe2..) {
                continue;
            }
            let shape = Shape::of(self.text, index, start, end);
            match self.text.word(index) {
                "\"" | "＂" => self.straight(&shape),
                "“" | "‟" | "〝" => self.left(&shape),
                "”" | "〞" | "〟" => self.right(&shape),
                "„" => self.push(index, QuoteStyle::Low, false),
                "‘" => self.single_left(&shape),
                "’" => self.single_right(&shape),
                "'" => self.single_straight(&shape),
                "«" | "»" | "‹" | "›" => self.guillemet(&shape),
                "「" | "『" | "《" => self.push(index, QuoteStyle::Corner, false),
                "」" | "』" | "》" => self.close(index, &[QuoteStyle::Corner]),
                _ => {}
            }
        }
        self.end_of_block(number, block, first_pair);
    }

    pub(super) fn is_open(&self, style: QuoteStyle) -> bool {
        self.open.iter().any(|o| o.style == style)
    }

    pub(super) fn push(&mut self, token: usize, style: QuoteStyle, reversed: bool) {
        if let Some(carried) = &mut self.carried
            && !matches!(style, QuoteStyle::CurlySingle | QuoteStyle::StraightSingle)
        {
            carried.until = carried.until_over_others;
        }
        if self.open.len() == DEPTH {
            // Nobody nests so deep: the text is broken, and the oldest mark stays alone.
            self.found.unclosed.push(self.open.remove(0).token);
        }
        self.open.push(Open { token, style, nests: false, reversed });
    }

    /// Closes the innermost quotation of one of the styles; what was opened inside it stays unclosed.
    pub(super) fn close(&mut self, token: usize, styles: &[QuoteStyle]) {
        // A mark of the first style is the partner; the others only where there is none.
        let same = self.open.iter().rposition(|o| o.style == styles[0]);
        let Some(at) = same.or_else(|| self.open.iter().rposition(|o| styles.contains(&o.style))) else {
            self.without_opening(token, styles);
            return;
        };
        let partner = self.open[at];
        let style = if partner.style == styles[0] || partner.style == QuoteStyle::Low {
            partner.style
        } else {
            QuoteStyle::Mixed
        };
        for lost in self.open.drain(at + 1..) {
            if !matches!(lost.style, QuoteStyle::CurlySingle | QuoteStyle::StraightSingle) {
                self.found.unclosed.push(lost.token);
            }
        }
        self.open.pop();
        for outer in &mut self.open {
            outer.nests |= outer.style == partner.style;
        }
        self.found.pairs.push(Quotation { open: partner.token, close: token, style, nested: !self.open.is_empty() });
    }

    /// A closing mark without an opening one in its block.
    fn without_opening(&mut self, token: usize, styles: &[QuoteStyle]) {
        match self.carried.take() {
            Some(Carried { open, .. }) if styles.contains(&open.style) && self.open.is_empty() => {
                self.found
                    .spans
                    .push(Span::new(self.text.tokens()[open.token].start(), self.text.tokens()[token].end()));
            }
            carried => {
                self.carried = carried;
                self.drop_carried();
                self.found.unopened.push(token);
            }
        }
    }

    pub(super) fn drop_carried(&mut self) {
        if let Some(carried) = self.carried.take() {
            self.found.unclosed.push(carried.open.token);
        }
    }
}
