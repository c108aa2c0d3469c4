//! `document`: what shows only over a whole paragraph or article: lost capitals, a text that stops in the middle.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{BlockKind, RuleId, Span, Token, TokenFlags, TokenKind, hash_word};
use serde::Deserialize;
use std::{collections::HashSet, ops::Range};

/// Parameters of a `document` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What to look for.
    shape: Shape,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    /// Paragraphs wholly in lower case or in capitals.
    CasingLoss,
    /// The last paragraph stops in the middle of a sentence.
    Truncated,
    /// Another paragraph does.
    NoTerminal,
    /// The headline of another story between two paragraphs.
    LinkHeadline,
}

struct DocumentRules {
    rules: Vec<(Shape, RuleId)>,
    words: Words,
}

struct Words {
    /// Nothing can end in them: determiners, conjunctions, auxiliaries that want a verb.
    strict: HashSet<u64>,
    /// Prepositions that headlines rarely end in.
    loose: HashSet<u64>,
    brand: HashSet<u64>,
    conjunction: HashSet<u64>,
    said: HashSet<u64>,
}

const STRICT: &str = "the a an and or nor their our my your every than although whose of from which because into between among \
    per via is are was were has have had will would could should been being be its";
const LOOSE: &str = "to at for with by that his her in on as if when while who after before since under against during \
    about through but";

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (params.shape, id)).collect();
    let list = |name: &str| compile.lists.words(name).into_iter().flatten().map(hash_word).collect();
    let words = Words {
        strict: STRICT.split_whitespace().map(hash_word).collect(),
        loose: LOOSE.split_whitespace().map(hash_word).collect(),
        brand: list("classes/lower-brand"),
        conjunction: list("classes/conjunction"),
        said: list("classes/reporting-verb"),
    };
    Box::new(DocumentRules { rules, words })
}

impl Detector for DocumentRules {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let truncated = self.truncated(cx);
        for &(shape, id) in self.rules.iter().filter(|(_, id)| out.wants(*id)).collect::<Vec<_>>() {
            match shape {
                Shape::CasingLoss => self.casing(cx, id, out),
                Shape::Truncated => {
                    if let Some((_, span)) = truncated {
                        out.report(Hit::new(id, span));
                    }
                }
                Shape::NoTerminal => self.no_terminal(cx, id, truncated.map(|(block, _)| block), out),
                Shape::LinkHeadline => self.link_headline(cx, id, out),
            }
        }
    }
}

/// A block as these shapes look at it.
struct Paragraph {
    tokens: Range<usize>,
    words: usize,
    /// Ends with a mark that ends sentences, closing marks aside.
    terminal: bool,
}

fn paragraph(cx: &Cx<'_>, index: usize) -> Paragraph {
    let block = &cx.text.blocks()[index];
    let tokens = block.tokens.start as usize..block.tokens.end as usize;
    let words = cx.tokens()[tokens.clone()].iter().filter(|t| t.counts()).count();
    let mut last = tokens.end;
    while last > tokens.start && matches!(cx.word(last - 1), "”" | "\"" | "’" | "'" | "»" | ")" | "]") {
        last -= 1;
    }
    let terminal = last > tokens.start && {
        let word = cx.word(last - 1);
        cx.tokens()[last - 1].is_punct() && word.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', ':']) || word.ends_with('.')
    };
    Paragraph { tokens, words, terminal }
}

impl DocumentRules {
    /// Index and broken end of the paragraph in which the article stops.
    fn truncated(&self, cx: &Cx<'_>) -> Option<(usize, Span)> {
        const FURNITURE: usize = 4;
        let blocks = cx.text.blocks();
        let all: u32 = cx.text.words();
        if all < 20 {
            return None;
        }
        for index in (0..blocks.len()).rev().take(FURNITURE) {
            let last = paragraph(cx, index);
            if let Some(span) = self.broken_end(cx, &last) {
                // Before it something must show that this text ends its sentences.
                let whole = (0..index).filter(|i| paragraph(cx, *i).terminal).count() >= 1 || self.has_stop(cx, &last);
                return whole.then_some((index, span));
            }
            // Short lines behind the article are furniture of the page.
            if last.terminal || last.words >= 8 {
                return None;
            }
        }
        None
    }

    fn has_stop(&self, cx: &Cx<'_>, paragraph: &Paragraph) -> bool {
        paragraph.tokens.clone().any(|i| matches!(cx.word(i), "." | "!" | "?"))
    }

    /// The words in which a paragraph stops in the middle of a sentence.
    fn broken_end(&self, cx: &Cx<'_>, paragraph: &Paragraph) -> Option<Span> {
        let tokens = cx.tokens();
        let last = paragraph.tokens.end.checked_sub(1).filter(|l| *l >= paragraph.tokens.start)?;
        let opened = open_quote(cx, &paragraph.tokens);
        let function = |t: &Token| t.is_word() && t.is_lower() && (self.words.strict.contains(&t.hash()) || self.words.loose.contains(&t.hash()));
        if paragraph.words < 6 && opened.is_none() || paragraph.terminal {
            return None;
        }
        let mut first = last + 1;
        while first > paragraph.tokens.start && function(&tokens[first - 1]) {
            first -= 1;
        }
        if first <= last {
            let strict = self.words.strict.contains(&tokens[last].hash()) || first < last;
            let headline = paragraph.words < 10 || title_case(cx, &paragraph.tokens);
            return (!headline || strict && paragraph.words >= 6).then(|| Span::new(tokens[first].start(), tokens[last].end()));
        }
        let comma = cx.word(last) == "," || matches!(cx.word(last), "(" | "[" | "“" | "«");
        if comma && paragraph.words >= 8 {
            return Some(tokens[last].span());
        }
        let open = opened?;
        (tokens[last].is_word() && paragraph.words >= 8).then(|| Span::new(tokens[open].start(), tokens[last].end()))
    }

    fn no_terminal(&self, cx: &Cx<'_>, id: RuleId, truncated: Option<usize>, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        for index in 0..blocks.len() {
            if truncated == Some(index) || blocks[index].kind == BlockKind::ListItem {
                continue;
            }
            let this = paragraph(cx, index);
            if this.terminal || this.words < 12 || cx.word(this.tokens.end - 1) == "," {
                continue;
            }
            // A line that goes on in the next one is a verse or a line broken by hand.
            let goes_on = blocks.get(index + 1).is_some_and(|b| cx.tokens()[b.tokens.start as usize].is_lower());
            if let Some(span) = self.broken_end(cx, &this)
                && !goes_on
            {
                out.report(Hit::new(id, span));
            }
        }
    }

    fn casing(&self, cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        for (index, block) in blocks.iter().enumerate() {
            let this = paragraph(cx, index);
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Headline) || this.words < 5 || !this.terminal {
                continue;
            }
            let tokens = &cx.tokens()[this.tokens.clone()];
            let (mut cased, mut capital, mut caps) = (0_usize, 0_usize, 0_usize);
            for token in tokens.iter().filter(|t| t.is_word() && !t.has(TokenFlags::UNCASED)) {
                cased += 1;
                capital += usize::from(token.is_capital());
                caps += usize::from(token.has(TokenFlags::ALL_CAPS) || token.is_capital() && token.span().len() == 1);
            }
            let quoted = tokens.first().is_some_and(Token::is_punct);
            let all_caps = cased >= 12 && caps * 10 >= cased * 9;
            if all_caps && !quoted {
                out.report(Hit::new(id, block.span));
            } else if capital == 0 && cased >= 5 && self.starts_lower(cx, &this) && !continues(cx, index) {
                out.report(Hit::new(id, block.span));
            }
        }
    }

    fn starts_lower(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        let first = &cx.tokens()[this.tokens.start];
        let ends = cx.word(this.tokens.end - 1) == ".";
        first.is_word() && first.is_lower() && ends && !self.words.brand.contains(&first.hash()) && !self.words.conjunction.contains(&first.hash())
    }

    fn link_headline(&self, cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>) {
        const LONGEST: usize = 16;
        let blocks = cx.text.blocks();
        for index in 2..blocks.len().saturating_sub(1) {
            let this = paragraph(cx, index);
            if !(6..=LONGEST).contains(&this.words) || blocks[index].kind == BlockKind::ListItem {
                continue;
            }
            let prose = |i: usize| {
                let other = paragraph(cx, i);
                other.words >= 15 && other.terminal && cx.word(other.tokens.end - 1) != ":"
            };
            let near_prose = prose(index - 1) && (prose(index + 1) || blocks.get(index + 2).is_some() && prose(index + 2));
            if near_prose && self.two_parts(cx, &this) {
                out.report(Hit::new(id, blocks[index].span));
            }
        }
    }

    /// A statement and a question on one line, as headlines are written: `Storm leaves thousands without power. What
    /// comes next?`, `Why is oil so dear? Experts explain`.
    fn two_parts(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        let tokens = cx.tokens();
        let range = this.tokens.clone();
        if tokens[range.clone()].iter().any(|t| self.words.said.contains(&t.hash())) || range.clone().any(|i| matches!(cx.word(i), "“" | "”" | "\"" | "," | ";")) {
            return false;
        }
        let first = &tokens[range.start];
        let mut marks = range.clone().filter(|i| matches!(cx.word(*i), "." | "?" | "!"));
        let (Some(one), two, None) = (marks.next(), marks.next(), marks.next()) else { return false };
        let opening = one - range.start;
        let closing = range.end - one - 1;
        let pronoun = matches!(cx.word(range.start), "It" | "He" | "She" | "They" | "We" | "I" | "This" | "That" | "But" | "And" | "There" | "So" | "You" | "The");
        first.is_word()
            && first.is_capital()
            && !pronoun
            && match (cx.word(one), two) {
                (".", Some(two)) => cx.word(two) == "?" && two == range.end - 1 && opening >= 4 && (3..=7).contains(&(closing - 1)),
                ("?", None) => opening >= 4 && (1..=3).contains(&closing) && tokens[one + 1].is_capital(),
                _ => false,
            }
    }
}

/// The opening quotation mark of a paragraph that nothing closes.
fn open_quote(cx: &Cx<'_>, range: &Range<usize>) -> Option<usize> {
    let mut open = None;
    for i in range.clone() {
        match cx.word(i) {
            "“" | "«" => open = Some(i),
            "”" | "»" => open = None,
            _ => {}
        }
    }
    open
}

/// Most words begin with a capital: a headline.
fn title_case(cx: &Cx<'_>, range: &Range<usize>) -> bool {
    let tokens = cx.tokens()[range.clone()].iter().filter(|t| t.is_word());
    let (capital, all) = tokens.fold((0, 0), |(c, a), t| (c + usize::from(t.is_capital()), a + 1));
    capital * 2 > all
}

/// Whether the block goes on from the one before: a list, a verse, a sentence broken by a line.
fn continues(cx: &Cx<'_>, index: usize) -> bool {
    index > 0 && {
        let before = paragraph(cx, index - 1);
        let last = cx.word(before.tokens.end - 1);
        !before.terminal || last == ":" || matches!(cx.tokens()[before.tokens.end - 1].kind(), TokenKind::Symbol)
    }
}
