//! The headline of another story between two paragraphs.

use super::{DocumentRules, Paragraph};
use crate::{
    detect::{Cx, Hit, Sink},
    model::{BlockKind, RuleId},
};

impl DocumentRules {
    pub(super) fn link_headline(&self, cx: &Cx<'_>, paragraphs: &[Paragraph], id: RuleId, out: &mut Sink<'_>) {
        const LONGEST: usize = 16;
        let blocks = cx.text.blocks();
        for index in 2..blocks.len().saturating_sub(1) {
            let this = &paragraphs[index];
            if !(6..=LONGEST).contains(&this.words) || blocks[index].kind == BlockKind::ListItem {
                continue;
            }
            let prose = |i: usize| {
                let other = &paragraphs[i];
                other.words >= 15 && other.terminal && cx.word(other.tokens.end - 1) != ":"
            };
            let near_prose =
                prose(index - 1) && (prose(index + 1) || blocks.get(index + 2).is_some() && prose(index + 2));
            if near_prose && self.two_parts(cx, this) {
                out.report(Hit::new(id, blocks[index].span));
            }
        }
    }

    /// A statement and a question on one line, as headlines are written: `Storm leaves thousands without power. What
    /// comes next?`, `Why is oil so dear? Experts explain`.
    fn two_parts(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        let tokens = cx.tokens();
        let range = this.tokens.clone();
        let first = &tokens[range.start];
        let punct = || range.clone().filter(|i| tokens[*i].is_punct());
        let mut marks = punct().filter(|i| matches!(cx.word(*i), "." | "?" | "!"));
        let (Some(one), two, None) = (marks.next(), marks.next(), marks.next()) else {
            return false;
        };
        let stop = punct().find(|i| matches!(cx.word(*i), "." | "?")).unwrap_or(range.end);
        if punct().any(|i| matches!(cx.word(i), "“" | "”" | "\"" | "," | ";"))
            || tokens[range.start..stop].iter().any(|t| self.words.said.contains(t.hash()))
        {
            return false;
        }
        let opening = one - range.start;
        let closing = range.end - one - 1;
        // A writer who asks on joins the question to the statement.
        let joined = matches!(
            cx.word((stop + 1).min(range.end - 1)),
            "But" | "And" | "So" | "Or" | "Yet" | "Then" | "Isn't" | "Isn’t"
        );
        first.is_word()
            && first.is_capital()
            && !self.words.opener.contains(first.hash())
            && !joined
            && match (cx.word(one), two) {
                (".", Some(two)) => {
                    cx.word(two) == "?" && two == range.end - 1 && opening >= 4 && (3..=7).contains(&(closing - 1))
                }
                ("?", None) => opening >= 4 && (1..=3).contains(&closing) && tokens[one + 1].is_capital(),
                _ => false,
            }
    }
}
