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
    never: HashSet<u64>,
    auxiliary: HashSet<u64>,
    relative: HashSet<u64>,
    article: HashSet<u64>,
    pronoun: HashSet<u64>,
    /// How credits and invitations behind an article begin.
    credit: HashSet<u64>,
    /// How letters end.
    letter: HashSet<u64>,
    preposition: HashSet<u64>,
    brand: HashSet<u64>,
    conjunction: HashSet<u64>,
    said: HashSet<u64>,
}

/// Nothing ends in them: determiners and conjunctions.
const NEVER: &str = "the a an and or nor their our my your every than although whose because into";
const AUXILIARY: &str = "is are was were has had have been be will would can could shall should must may might";
/// Words that let a clause end in an auxiliary or a preposition.
const RELATIVE: &str = "than as what whatever who whom whose which how where wherever when that if all everything so made nothing something anything";

/// First words of lines that need no mark at their end.
const CREDIT: &str = "reporting additional editing writing by photo photos image images picture pictures video with source sources contact read see more \
    for follow subscribe sign click join download watch listen send email call visit find get learn related copyright all about written \
    posted published updated filed translated compiled edited adapted from via courtesy credit share register buy book to next previous";

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (params.shape, id)).collect();
    let list = |name: &str| compile.lists.words(name).into_iter().flatten().map(hash_word).collect();
    let words = Words {
        never: NEVER.split_whitespace().map(hash_word).collect(),
        auxiliary: AUXILIARY.split_whitespace().map(hash_word).collect(),
        relative: RELATIVE.split_whitespace().map(hash_word).collect(),
        pronoun: list("classes/subject-pronoun"),
        credit: CREDIT.split_whitespace().map(hash_word).collect(),
        letter: ["regards", "sincerely", "yours", "wishes", "thanks", "love", "cheers", "faithfully"].map(hash_word).into(),
        article: list("classes/article"),
        preposition: list("classes/preposition"),
        brand: list("classes/lower-brand"),
        conjunction: list("classes/conjunction"),
        said: list("classes/said"),
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
    // A mark that opens may close: „…“.
    while last > tokens.start && matches!(cx.word(last - 1), "”" | "“" | "\"" | "’" | "'" | "»" | ")" | "]") {
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
            let broken = self.broken_end(cx, &last).or_else(|| self.open_end(cx, &last));
            if let Some(span) = broken.or_else(|| self.cut_prose(cx, index, &last)) {
                // Before it something must show that this text ends its sentences.
                let whole = (0..index).filter(|i| paragraph(cx, *i).terminal).count() >= 1 || has_stop(cx, &last);
                return whole.then_some((index, span));
            }
            // Short lines behind the article are furniture of the page.
            if last.terminal || last.words >= 8 {
                return None;
            }
        }
        None
    }

    /// The words in which a paragraph stops in the middle of a sentence.
    fn broken_end(&self, cx: &Cx<'_>, paragraph: &Paragraph) -> Option<Span> {
        let tokens = cx.tokens();
        let last = paragraph.tokens.end.checked_sub(1).filter(|l| *l >= paragraph.tokens.start)?;
        if paragraph.words < 6 || paragraph.terminal || !tokens[last].is_word() || !tokens[last].is_lower() {
            return None;
        }
        let has = |set: &HashSet<u64>, at: usize| tokens[at].is_word() && tokens[at].is_lower() && set.contains(&tokens[at].hash());
        let function = |at: usize| has(&self.words.never, at) || has(&self.words.auxiliary, at) || has(&self.words.preposition, at);
        let mut first = last + 1;
        while first > paragraph.tokens.start && function(first - 1) {
            first -= 1;
        }
        if first > last || paragraph.words < 10 && title_case(cx, &paragraph.tokens) {
            return None;
        }
        let span = Span::new(tokens[first].start(), tokens[last].end());
        // “and will be”, “to at a”: no sentence ends in such a chain.
        let waits = |at: usize| matches!(cx.word(at), "to" | "of" | "for" | "from" | "with" | "by" | "at");
        let chain = (first..last).any(|at| has(&self.words.never, at) || waits(at)) || last - first >= 2;
        let start = sentence_start(cx, &paragraph.tokens);
        let relative = |but: &[&str]| (start..first).any(|at| self.words.relative.contains(&tokens[at].hash()) && !but.contains(&cx.word(at)));
        let broken = if has(&self.words.auxiliary, last) {
            // “in the can”, “to be or to have”
            let noun = last > first && (has(&self.words.article, last - 1) || cx.word(last - 1) == "to");
            // “here you are”, “what it was”
            let pronoun = first > start && self.words.pronoun.contains(&tokens[first - 1].hash());
            let joined = (first..last).any(|at| matches!(cx.word(at), "and" | "or" | "but"));
            joined || !noun && !pronoun && !relative(&["that", "all"])
        } else if has(&self.words.never, last) || chain {
            true
        } else {
            // “a sentence of”, “the whole number of”: a noun waits for what follows.
            let determined = (first.saturating_sub(3)..first.saturating_sub(1)).any(|at| at >= start && has(&self.words.article, at));
            determined && !relative(&[])
        };
        (broken && first >= start + 2).then_some(span)
    }

    /// A comma, an open bracket or a quotation that nothing closes at the end of the article.
    fn open_end(&self, cx: &Cx<'_>, paragraph: &Paragraph) -> Option<Span> {
        let tokens = cx.tokens();
        let last = paragraph.tokens.end.checked_sub(1).filter(|l| *l >= paragraph.tokens.start)?;
        if paragraph.terminal || tokens[paragraph.tokens.start].is_punct() && paragraph.words < 12 {
            return None;
        }
        let letter = tokens[paragraph.tokens.clone()].iter().any(|t| self.words.letter.contains(&t.hash()));
        if cx.word(last) == "," && paragraph.words >= 12 && !letter || matches!(cx.word(last), "[" | "“" | "«") && tokens[last].spaced() && paragraph.words >= 4 {
            return Some(tokens[last].span());
        }
        let open = open_quote(cx, &paragraph.tokens)?;
        let opens = open + 1 < last || paragraph.words >= 4;
        (tokens[last].is_word() && opens).then(|| Span::new(tokens[open].start(), tokens[last].end()))
    }

    /// A last word that waits for another, in an article whose other paragraphs end with a mark.
    fn cut_prose(&self, cx: &Cx<'_>, index: usize, last: &Paragraph) -> Option<Span> {
        const LOOK_BACK: usize = 12;
        let tokens = cx.tokens();
        let end = last.tokens.end.checked_sub(1).filter(|e| *e >= last.tokens.start)?;
        let start = sentence_start(cx, &last.tokens);
        let words = tokens[start..=end].iter().filter(|t| t.counts()).count();
        let first = &tokens[last.tokens.start];
        let prose = !last.terminal && tokens[end].is_word() && tokens[end].is_lower() && first.is_capital() && words >= 8 && !title_case(cx, &last.tokens);
        if !prose || self.words.credit.contains(&first.hash()) || self.words.credit.contains(&tokens[start.min(end)].hash()) {
            return None;
        }
        let strong = matches!(cx.word(end), "of" | "to" | "from" | "with" | "by" | "for" | "at" | "which" | "who" | "as" | "whether" | "including");
        let waits = strong || matches!(cx.word(end), "that" | "if" | "when" | "while" | "but" | "his" | "not" | "very") || self.words.preposition.contains(&tokens[end].hash())
                && !matches!(cx.word(end), "on" | "up" | "down" | "off" | "out" | "over" | "along" | "around" | "across" | "past" | "inside" | "outside" | "near" | "below" | "above" | "through" | "behind" | "before" | "since" | "within");
        let relative = tokens[start..end].iter().any(|t| self.words.relative.contains(&t.hash()));
        if !waits {
            return None;
        }
        let (mut prose, mut ended) = (0, 0);
        for other in (index.saturating_sub(LOOK_BACK)..index).map(|i| paragraph(cx, i)).filter(|p| p.words >= 10) {
            prose += 1;
            ended += usize::from(other.terminal);
        }
        // The more paragraphs end as they should, the less the last one may not.
        let sure = ended == prose && prose >= 3 || strong && !relative && ended >= 1;
        sure.then(|| tokens[end].span())
    }

    fn no_terminal(&self, cx: &Cx<'_>, id: RuleId, truncated: Option<usize>, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        for index in 0..blocks.len() {
            if truncated == Some(index) || blocks[index].kind == BlockKind::ListItem {
                continue;
            }
            let this = paragraph(cx, index);
            if this.terminal || this.words < 10 {
                continue;
            }
            // Items of a list are joined by “and”: “…; and”.
            let item = |i: usize| !cx.tokens()[cx.text.blocks()[i].tokens.start as usize].counts();
            let joined = matches!(cx.word(this.tokens.end - 1), "and" | "or");
            if joined && (item(index) || matches!(cx.word(this.tokens.end - 2), ";" | ",") || blocks.get(index + 1).is_some_and(|_| item(index + 1))) {
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
            let all_small = capital == 0 && cased >= 6;
            if all_caps && !quoted || all_small && self.starts_lower(cx, &this) && !continues(cx, index, &this) {
                out.report(Hit::new(id, block.span));
            }
        }
    }

    fn starts_lower(&self, cx: &Cx<'_>, this: &Paragraph) -> bool {
        let first = &cx.tokens()[this.tokens.start];
        let ends = cx.word(this.tokens.end - 1) == ".";
        let odd = cx.word(this.tokens.start).chars().any(|c| !c.is_lowercase()) || cx.tokens().get(this.tokens.start + 1).is_some_and(|t| !t.spaced() && !t.counts());
        first.is_word() && first.is_lower() && ends && !odd && !self.words.brand.contains(&first.hash()) && (this.words >= 10 || !self.words.conjunction.contains(&first.hash()))
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
        let stop = range.clone().find(|i| matches!(cx.word(*i), "." | "?")).unwrap_or(range.end);
        if tokens[range.start..stop].iter().any(|t| self.words.said.contains(&t.hash())) || range.clone().any(|i| matches!(cx.word(i), "“" | "”" | "\"" | "," | ";")) {
            return false;
        }
        let first = &tokens[range.start];
        let mut marks = range.clone().filter(|i| matches!(cx.word(*i), "." | "?" | "!"));
        let (Some(one), two, None) = (marks.next(), marks.next(), marks.next()) else { return false };
        let opening = one - range.start;
        let closing = range.end - one - 1;
        let pronoun = matches!(cx.word(range.start), "It" | "He" | "She" | "They" | "We" | "I" | "This" | "That" | "But" | "And" | "There" | "So" | "You" | "The" | "Their" | "Our" | "My" | "Your" | "His" | "Her"
            | "Now" | "Then" | "Here" | "If" | "These" | "Those" | "Nobody" | "Everyone" | "A" | "An" | "No" | "Not" | "In" | "On" | "At" | "For" | "As" | "With" | "Yet" | "Or" | "Perhaps" | "Maybe" | "Some" | "Many" | "All" | "One");
        // A writer who asks on joins the question to the statement.
        let joined = matches!(cx.word((stop + 1).min(range.end - 1)), "But" | "And" | "So" | "Or" | "Yet" | "Then" | "Isn't" | "Isn’t");
        first.is_word()
            && first.is_capital()
            && !pronoun
            && !joined
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

/// Whether a sentence ends inside the paragraph.
fn has_stop(cx: &Cx<'_>, paragraph: &Paragraph) -> bool {
    paragraph.tokens.clone().any(|i| matches!(cx.word(i), "." | "!" | "?"))
}

/// The first token of the last sentence of a paragraph.
fn sentence_start(cx: &Cx<'_>, range: &Range<usize>) -> usize {
    range.clone().rev().find(|i| matches!(cx.word(*i), "." | "!" | "?")).map_or(range.start, |stop| stop + 1)
}

/// Whether the block goes on from the one before: a list, a verse, a sentence broken by a line.
fn continues(cx: &Cx<'_>, index: usize, this: &Paragraph) -> bool {
    const PROSE: usize = 15;
    if index == 0 {
        return false;
    }
    let before = paragraph(cx, index - 1);
    let last = before.tokens.end - 1;
    let joins = matches!(cx.word(last), ":" | ";" | "," | "—" | "–") || cx.tokens()[last].kind() == TokenKind::Symbol;
    // Behind a headline stands prose of some length.
    let prose = this.words >= PROSE || sentence_start(cx, &(this.tokens.start..this.tokens.end - 1)) > this.tokens.start;
    joins || !before.terminal && (!prose || before.words >= PROSE)
}
