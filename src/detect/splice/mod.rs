//! `splice`: what is left where a text was cut up before translation and glued back afterwards.
//!
//! All shapes share one walk over the marks that can end a sentence. They look at tokens inside a block, never at
//! sentence boundaries: whether a lower-case word behind a full stop starts a sentence is the very question.

mod ends;
pub(super) mod inline;
mod joints;
mod marks;
mod speech;
mod words;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{RuleId, Span, Token, TokenFlags, TokenKind};
use inline::Inline;
use serde::Deserialize;
use std::ops::Range;
use words::Words;

/// Parameters of a `splice` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What to look for.
    shape: Shape,
}

/// What a cut leaves behind.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    /// A full stop, and the sentence goes on in lower case.
    LowerStart,
    /// The same between a person’s name and the rest of the apposition.
    AppositiveCut,
    /// One or two words in lower case behind the end of a sentence.
    StrayTail,
    /// A few words in lower case that stand in a sentence near by.
    FragmentEcho,
    /// No space between two sentences.
    Glued,
    /// A full stop that ends nothing.
    OrphanTerminal,
    /// A paragraph that begins with a mark that closes or joins.
    LeadingMark,
    /// A bracket without its partner.
    BracketCut,
    /// The name of an agency alone behind a verb of saying.
    AgencyFragment,
    /// An article, determiner or conjunction before a full stop.
    FunctionWordEnd,
    /// First person behind a closed quotation, where the narrator never says “I”.
    QuoteResumes,
}

/// All rules of the kind with the words they share.
struct Splice {
    rules: Vec<(Shape, RuleId)>,
    words: Words,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (params.shape, id)).collect();
    Box::new(Splice { rules, words: Words::new(compile.lists) })
}

impl Detector for Splice {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|(_, id)| out.wants(*id)) {
            return;
        }
        let lower = joints::mostly_lower(cx);
        let brackets = self.wanted(Shape::BracketCut, out);
        let inline = &Inline::of(cx.doc);
        for (index, block) in cx.text.blocks().iter().enumerate() {
            let marked = cx.marks_of(index);
            let walk = Walk { cx, words: &self.words, inline, block: block.token_range(), marked };
            marks::leading(self, &walk, out);
            let mut last_stop = None;
            for at in marked.iter().map(|&at| at as usize) {
                if !Words::is_stop(&cx.tokens()[at]) {
                    if cx.tokens()[at].has(TokenFlags::POINTED) && !lower {
                        joints::pointed(self, &walk, at, out);
                    }
                    continue;
                }
                marks::at(self, &walk, at, out);
                ends::at(self, &walk, last_stop.map_or(walk.block.start, |stop: usize| stop + 1), at, out);
                if !lower {
                    joints::at(self, &walk, at, out);
                }
                last_stop = Some(at);
            }
            if brackets {
                marks::brackets(self, &walk, index, out);
            }
        }
        if self.wanted(Shape::QuoteResumes, out) {
            speech::run(self, cx, out);
        }
    }
}

impl Splice {
    fn wanted(&self, shape: Shape, out: &Sink<'_>) -> bool {
        self.rules.iter().any(|(s, id)| *s == shape && out.wants(*id))
    }

    /// Reports a hit for the rules of a shape.
    fn report(&self, shape: Shape, span: Span, out: &mut Sink<'_>, mend: impl Fn(Hit) -> Hit) {
        for (_, id) in self.rules.iter().filter(|(s, _)| *s == shape) {
            out.report(mend(Hit::new(*id, span)));
        }
    }
}

/// A block as the shapes look at it.
struct Walk<'a> {
    cx: &'a Cx<'a>,
    words: &'a Words,
    inline: &'a Inline,
    /// Its tokens.
    block: Range<usize>,
    /// Those of them that are marks or hold one.
    marked: &'a [u32],
}

impl<'a> Walk<'a> {
    /// A token of the block; `None` beyond its edges.
    fn token(&self, at: usize) -> Option<&'a Token> {
        self.block.contains(&at).then(|| &self.cx.tokens()[at])
    }

    /// The token before `at` in the block.
    fn before(&self, at: usize) -> Option<&'a Token> {
        at.checked_sub(1).and_then(|before| self.token(before))
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let tokens = self.cx.tokens();
        Span::new(tokens[from].start(), tokens[to].end())
    }

    /// Whether the token is one of these marks.
    fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol) && marks.contains(&self.cx.word(at))
    }

    /// Whether the token is this word.
    fn is_word(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some() && self.cx.word(at) == word
    }

    /// Whether nothing but links stands from `at` to the end of the block, and no stop: `… today. <a>read more</a>`.
    fn is_label(&self, at: usize) -> bool {
        const LONGEST: usize = 10;
        let mut next = at;
        while let Some(end) = self.token(next).and_then(|t| self.inline.link(t)) {
            while self.token(next).is_some_and(|t| t.start() < end) {
                next += 1;
            }
            while self.is_mark(next, &["|", "·", "•", "/", "»", "›", "→", ">", ","]) {
                next += 1;
            }
        }
        let stopped = next.checked_sub(1).and_then(|last| self.token(last)).is_some_and(Words::is_stop);
        next > at && next - at <= LONGEST && next == self.block.end && !stopped
    }

    /// Whether the point at `at` belongs to an abbreviation, an initial or the number of a list item.
    fn abbreviates(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else {
            return true;
        };
        if before.end() != self.cx.tokens()[at].start() {
            return false;
        }
        if before.is_number() {
            let first = self.before(at - 1).is_none_or(|t| {
                Words::is_stop(t)
                    || self.is_mark(at - 2, &[":", "(", "–", "—", "-", ";"])
                    || before.span().len() == 1 && (t.is_punct() || self.words.conjunction.has(t))
            });
            return first && before.span().len() <= 3;
        }
        before.is_word() && self.words.is_abbreviation(before, self.cx.word(at - 1), self.cx.lang)
    }
}
