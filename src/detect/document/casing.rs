//! Paragraphs without a capital, or all in capitals.

use super::{DocumentRules, Paragraph, sentence_start};
use crate::{
    detect::{Cx, Hit, Sink},
    model::{BlockKind, RuleId, Token, TokenFlags, TokenKind},
};

impl DocumentRules {
    pub(super) fn casing(&self, cx: &Cx<'_>, paragraphs: &[Paragraph], id: RuleId, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        for (index, (block, this)) in blocks.iter().zip(paragraphs).enumerate() {
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Headline) || this.words < 5 || !this.terminal {
                continue;
            }
            let tokens = &cx.tokens()[this.tokens.clone()];
            let (mut cased, mut capital, mut caps) = (0_usize, 0_usize, 0_usize);
            for token in tokens.iter().filter(|t| t.is_word() && !t.has(TokenFlags::UNCASED)) {
                cased += 1;
                capital += usize::from(token.is_capital());
                caps += usize::from(token.has(TokenFlags::ALL_CAPS) || token.is_capital() && token.span().len() == 1);
                // Neither all in capitals nor without one: most paragraphs show it soon.
                if capital > 0 && (cased - caps) * 10 > this.words {
                    break;
                }
            }
            let quoted = tokens.first().is_some_and(Token::is_punct);
            let all_caps = cased >= 12 && caps * 10 >= cased * 9;
            let all_small = capital == 0 && cased >= 6 && (!excerpt(cx) || self.names(cx, this));
            if all_caps && !quoted && !title(cx, index, this)
                || all_small && self.starts_lower(cx, this) && !continues(cx, paragraphs, index)
            {
                out.report(Hit::new(id, block.span));
            }
        }
    }

    /// Whether a name stands in the paragraph, which has no capital.
    fn names(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        cx.tokens()[this.tokens.clone()].iter().any(|t| self.words.is_name(t.hash()))
    }

    fn starts_lower(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        let first = &cx.tokens()[this.tokens.start];
        let ends = cx.word(this.tokens.end - 1) == ".";
        let odd = cx.word(this.tokens.start).chars().any(|c| !c.is_lowercase())
            || cx.tokens().get(this.tokens.start + 1).is_some_and(|t| !t.spaced() && !t.counts());
        first.is_word()
            && first.is_lower()
            && ends
            && !odd
            && !self.words.brand.contains(first.hash())
            && (this.words >= 10 || !self.words.conjunction.contains(first.hash()))
    }
}

/// A short first block with text below it: a title, which may be set in capitals.
fn title(cx: &Cx<'_>, index: usize, this: &Paragraph) -> bool {
    const LONGEST: usize = 30;
    let blocks = cx.text.blocks();
    blocks[index].kind == BlockKind::Headline || index == 0 && blocks.len() > 1 && this.words <= LONGEST
}

/// One sentence and nothing else: a piece of a longer text, whose first letter says little.
fn excerpt(cx: &Cx<'_>) -> bool {
    cx.sentences().len() == 1
}

/// Whether the block goes on from the one before: a list, a verse, a sentence broken by a line.
fn continues(cx: &Cx<'_>, paragraphs: &[Paragraph], index: usize) -> bool {
    const PROSE: usize = 15;
    if index == 0 {
        return false;
    }
    let (before, this) = (&paragraphs[index - 1], &paragraphs[index]);
    let last = before.tokens.end - 1;
    let joins = matches!(cx.word(last), ":" | ";" | "," | "—" | "–") || cx.tokens()[last].kind() == TokenKind::Symbol;
    // Behind a headline stands prose of some length.
    let prose =
        this.words >= PROSE || sentence_start(cx, &(this.tokens.start..this.tokens.end - 1)) > this.tokens.start;
    let itemised = !before.terminal && cx.tokens()[before.tokens.start].is_lower();
    joins || itemised || !before.terminal && (!prose || before.words >= PROSE || goes_on(cx.word(this.tokens.start)))
}

/// Whether no statement starts so: the line above was cut in front of the word.
fn goes_on(word: &str) -> bool {
    matches!(
        word,
        "have"
            | "has"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "will"
            | "would"
            | "of"
            | "than"
            | "which"
            | "who"
            | "whose"
            | "that"
    )
}
