//! A block as the checks of `spacing` see it, and what they find there.

use crate::{
    detect::{Cx, Hit},
    model::{Applicability, Block, Edit, RuleId, Span, Token, TokenFlags},
};

/// What a check found: where, and the edits that mend it.
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) trust: Applicability,
    pub(super) edits: Vec<Edit>,
}

impl Found {
    pub(super) fn new(span: Span, trust: Applicability, at: Span, text: &str) -> Self {
        Self { span, trust, edits: vec![Edit { span: at, text: text.to_owned() }] }
    }

    pub(super) fn hit(self, rule: RuleId) -> Hit {
        Hit::new(rule, self.span).edits(self.trust, self.edits)
    }
}

/// A block as the checks see it.
pub(super) struct Seen<'d, 'c> {
    pub(super) cx: &'c Cx<'d>,
    pub(super) block: &'d Block,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Those of its tokens that are marks or hold one.
    pub(super) marked: &'d [u32],
}

impl Seen<'_, '_> {
    /// Calls a check for every mark around which the white space may be wrong, and says whether it is a comma, point,
    /// colon and the like.
    pub(super) fn marks(&self, mut check: impl FnMut(usize, bool)) {
        let bytes = self.cx.text.content().as_bytes();
        for index in self.marked.iter().map(|&index| index as usize) {
            let token = &self.cx.tokens()[index];
            let byte = bytes[token.start() as usize];
            // Nothing stands before the first token, and only a bracket is looked at by what stands behind it alone.
            if index == self.start && !matches!(byte, b'(' | b'[') {
                continue;
            }
            let point = token.is_punct() && matches!(byte, b',' | b';' | b':' | b'.' | b'!' | b'?');
            let may = if point {
                !self.ordinary(index)
            } else {
                // A bracket that opens, an apostrophe and the sign of a joiner may have white space behind it only.
                token.spaced() || matches!(byte, b'(' | b'[' | b'@' | b'\'' | 0xe2)
            };
            if may {
                check(index, point);
            }
        }
    }

    /// Whether the mark is one character right behind a word, and has white space and no other mark behind it: nearly
    /// all points and commas.
    fn ordinary(&self, index: usize) -> bool {
        let (before, token) = (&self.cx.tokens()[index - 1], &self.cx.tokens()[index]);
        token.span().len() == 1
            && !token.spaced()
            && !before.has(TokenFlags::POINTED)
            && self.token(index + 1).is_none_or(|next| next.spaced() && !next.is_punct())
    }

    pub(super) fn token(&self, index: usize) -> Option<&Token> {
        (self.start..self.end).contains(&index).then(|| &self.cx.tokens()[index])
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.token(index).map_or("", |_| self.cx.word(index))
    }

    /// White space before a token, none of it a line break.
    pub(super) fn gap(&self, index: usize) -> bool {
        index > self.start && self.token(index).is_some_and(|t| t.spaced() && !t.has(TokenFlags::BREAK_BEFORE))
    }

    /// White space or the block's end behind a token.
    pub(super) fn gap_after(&self, index: usize) -> bool {
        self.token(index + 1).is_none_or(Token::spaced)
    }

    pub(super) fn is_word(&self, index: usize) -> bool {
        self.token(index).is_some_and(Token::is_word)
    }

    pub(super) fn is_number(&self, index: usize) -> bool {
        self.token(index).is_some_and(Token::is_number)
    }

    /// A word of a script that puts spaces between words.
    pub(super) fn spaced_word(&self, index: usize) -> bool {
        self.token(index).is_some_and(|t| t.is_word() && !t.has(TokenFlags::UNCASED))
    }

    pub(super) fn closer(&self, index: usize) -> bool {
        match self.word(index) {
            ")" | "]" | "”" | "’" | "»" | "\"" | "'" => true,
            // German and its neighbours close with the marks that open in English.
            "“" | "‘" => {
                matches!(self.cx.lang.code(), "de" | "cs" | "sk" | "sl" | "hr" | "bg" | "et" | "lt" | "is")
            }
            _ => false,
        }
    }

    pub(super) fn cover(&self, from: usize, to: usize) -> Span {
        self.cx.tokens()[from].span().cover(self.cx.tokens()[to].span())
    }

    /// The white space before a token.
    pub(super) fn gap_span(&self, index: usize) -> Span {
        Span::new(self.cx.tokens()[index - 1].end(), self.cx.tokens()[index].start())
    }
}
