//! `furniture`: whole lines that belong to the page and not to the article.
//!
//! A line of prose can hold any of these wordings; a line that is made of nothing else is furniture. So all expressions
//! are anchored at both ends of a line (a block, without the marks around it), and an expression that cannot start
//! there gives up after a few bytes.

mod ahead;
mod lines;
pub(super) mod loose;
mod params;
mod ready;
mod vocabulary;

use super::{
    Compile, Cx, Detector, Hit, Several, Sink,
    expression::{Dialect, Expression, expression},
    sieve::Sieve,
    trigger::{self, Edges, Index, Openings, Triggers},
};
use crate::model::{Applicability, Block, RuleId, Span, Table, Token};
use lines::{LISTED, Listed, roll};
use params::{FixMode, Params};
use ready::Ready;
use std::cell::RefCell;
use vocabulary::{Vocabulary, words_of};

/// How much of the text an expression has to fill.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Line,
    Beside,
    Sentence,
}

/// What the expressions and words of a rule share.
#[derive(Default)]
struct Shared {
    /// None for a rule that is off: it has no bytes to spare.
    id: Option<RuleId>,
    unless: Option<Expression>,
    max_bytes: usize,
    first: usize,
    last: usize,
    fix: FixMode,
}

impl Shared {
    /// Whether the rule may report this text, in block `index` of `blocks`.
    fn fits(&self, text: &str, index: usize, blocks: usize) -> bool {
        let near = index < self.first || blocks - index <= self.last;
        self.id.is_some()
            && near
            && text.len() <= self.max_bytes
            && !self.unless.as_ref().is_some_and(|e| e.is_match(text))
    }
}

impl Shared {
    fn new(id: RuleId, params: &Params, unless: Option<Expression>) -> Self {
        let anywhere = if params.first.is_none() && params.last.is_none() { usize::MAX } else { 0 };
        let (first, last) = (params.first.unwrap_or(anywhere), params.last.unwrap_or(0));
        Self { id: Some(id), unless, max_bytes: params.max_bytes, first, last, fix: params.fix }
    }
}

#[derive(Default)]
struct Furniture {
    rules: Vec<Shared>,
    /// The longest text that any rule may report, in bytes.
    longest: usize,
    /// Expressions for whole lines and sentences, with rule and reach.
    whole: Vec<(usize, Reach, Expression)>,
    /// Beginnings of lines.
    starts: Vec<(usize, Expression)>,
    /// Conjunctions of expressions.
    edges: Vec<(usize, Vec<Expression>)>,
    /// Which of the three can match in a block at all: numbers of `whole`, then of `starts`, then of `edges`.
    triggers: Triggers,
    /// The same for those that say soon where a line does not begin as they do; then nothing in `triggers` leads to them.
    openings: Option<Openings>,
    vocabularies: Vec<Vocabulary>,
    /// The words of all vocabularies.
    may_be_words: Sieve,
    /// The first words of listed lines and beginnings of lines.
    firsts: Table,
    /// Listed lines and beginnings of lines by the rolling hash of their words.
    lines: Table,
    prefixes: Table,
}

/// The first and the last so many blocks are the edges of an article.
const EDGE: usize = 4;
/// Blocks longer than this are prose, whatever they say about themselves.
const EDGE_BYTES: u32 = 700;
/// What stands around an expression for all of a line, its beginning, any part of it.
const WHOLE: Dialect = Dialect::Furniture(loose::WHOLE.0, loose::WHOLE.1);
const START: Dialect = Dialect::Furniture(loose::START.0, loose::START.1);
const ANYWHERE: Dialect = Dialect::Furniture(loose::ANYWHERE.0, loose::ANYWHERE.1);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Several::of([ahead::furniture(compile), own(compile)])
}

/// The rules that the build script does not know.
fn own(compile: &mut Compile<'_>) -> Option<Furniture> {
    let mut made = Furniture::default();
    let (mut index, mut listed) = (Index::default(), Listed::default());
    let all = compile.own_params::<Params>();
    // First all for whole lines, then all beginnings, then all conjunctions.
    for (shared, (_, rule, params)) in all.iter().enumerate() {
        for (reach, texts) in
            [(Reach::Line, &params.lines), (Reach::Beside, &params.beside), (Reach::Sentence, &params.sentences)]
        {
            for text in texts {
                let Some(one) = expression(compile, rule, text, WHOLE) else { continue };
                index.add(text.get_ref(), &trigger::required(text.get_ref(), Edges::LINE), true);
                made.whole.push((shared, reach, one));
            }
        }
    }
    for (shared, (_, rule, params)) in all.iter().enumerate() {
        for text in &params.starts {
            let Some(one) = expression(compile, rule, text, START) else { continue };
            index.add(text.get_ref(), &trigger::required(text.get_ref(), Edges::BEGINNING), true);
            made.starts.push((shared, one));
        }
    }
    for (shared, (id, rule, params)) in all.iter().enumerate() {
        for group in params.edges.iter().filter(|group| !group.is_empty()) {
            index.lead(&trigger::required_by_all(group.iter().map(|text| text.get_ref().as_str())), true);
            let group = group.iter().filter_map(|text| expression(compile, rule, text, ANYWHERE)).collect();
            made.edges.push((shared, group));
        }
        made.vocabularies.extend(params.words.as_ref().map(|words| Vocabulary::new(shared, words)));
        if let Some(list) = &params.list {
            match compile.lists.table(list.get_ref()) {
                Some(table) => listed.add(&table, &params.keep, shared as u32),
                None => compile.no_list(rule, list),
            }
        }
        let unless = params.unless.as_ref().and_then(|text| expression(compile, rule, text, ANYWHERE));
        made.longest = made.longest.max(params.max_bytes);
        made.rules.push(Shared::new(*id, params, unless));
    }
    let some = !made.rules.is_empty();
    some.then(|| Furniture {
        may_be_words: words_of(&made.vocabularies),
        triggers: index.triggers(),
        firsts: listed.firsts.table(),
        lines: listed.lines.table(),
        prefixes: listed.prefixes.table(),
        ..made
    })
}

impl Furniture {
    /// The rule for which the line is furniture, and whether it is so only beside other furniture.
    fn line(&self, cx: &Cx<'_>, index: usize, ready: &Ready, out: &Sink<'_>) -> Option<(usize, bool)> {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        let text = cx.text.slice(block.span);
        if text.len() > self.longest {
            return None;
        }
        let fits = |rule: usize| {
            let shared: &Shared = &self.rules[rule];
            shared.id.is_some_and(|id| out.wants(id)) && shared.fits(text, index, blocks.len())
        };
        let mut weak = None;
        let bare = if ready.line.is_empty() { "" } else { trim(text) };
        for &number in &ready.line {
            let (rule, reach, expression) = &self.whole[number as usize];
            // Of those that count beside others the first is enough.
            let needed = *reach != Reach::Beside || weak.is_none();
            let may_match = || expression.may_match(bare) && ready.holds_keys(self, cx, block, number as usize);
            if needed
                && text.len() <= self.rules[*rule].max_bytes
                && may_match()
                && expression.is_match(bare)
                && fits(*rule)
            {
                if *reach != Reach::Beside {
                    return Some((*rule, false));
                }
                weak = Some((*rule, true));
            }
        }
        if text.starts_with(['“', '"', '«', '„', '‘']) {
            return weak;
        }
        let tokens = cx.text.tokens_in(&block.tokens);
        let may_be_words =
            || tokens.iter().find(|token| token.is_word()).is_some_and(|first| self.may_be_words.may(first.hash()));
        let by_words = || {
            let mut some = may_be_words().then_some(&self.vocabularies).into_iter().flatten();
            some.find(|v| v.holds(cx, block) && fits(v.rule)).map(|v| (v.rule, false))
        };
        self.in_lists(tokens).filter(|&rule| fits(rule)).map(|rule| (rule, false)).or_else(by_words).or(weak)
    }

    fn in_lists(&self, tokens: &[Token]) -> Option<usize> {
        let mut hash = 0;
        let mut words = tokens.iter().filter(|t| t.counts());
        if words.clone().next().is_some_and(|first| self.firsts.at(first.hash()).is_empty()) {
            return None;
        }
        for token in words.by_ref().take(LISTED) {
            hash = roll(hash, token.hash());
            if let Some(&rule) = self.prefixes.at(hash).first() {
                return Some(rule as usize);
            }
        }
        if words.next().is_none() { self.lines.at(hash).first().map(|&rule| rule as usize) } else { None }
    }

    fn report(&self, rule: usize, span: Span, whole: bool, out: &mut Sink<'_>) {
        let shared = &self.rules[rule];
        let Some(id) = shared.id else { return };
        let hit = Hit::new(id, span);
        out.report(match shared.fix {
            FixMode::None => hit,
            FixMode::DropLine if whole => hit.fix(Applicability::Safe, span, ""),
            _ => hit.fix(Applicability::Unsafe, span, ""),
        });
    }

    /// Sentences inside a longer block.
    fn sentences(&self, cx: &Cx<'_>, index: usize, ready: &Ready, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        let block = &blocks[index];
        for numbers in ready.sentences.chunk_by(|a, b| a.0 == b.0) {
            let Some(sentence) = cx.sentences().get((block.sentences.start + numbers[0].0) as usize) else { continue };
            let text = cx.text.slice(sentence.span);
            if text.len() > self.longest {
                continue;
            }
            let bare = trim(text);
            let found = numbers.iter().find_map(|&(_, number)| {
                let (rule, _, expression) = &self.whole[number as usize];
                let may_match = text.len() <= self.rules[*rule].max_bytes
                    && expression.may_match(bare)
                    && ready.holds_keys(self, cx, block, number as usize);
                (may_match && expression.is_match(bare) && self.rules[*rule].fits(text, index, blocks.len()))
                    .then_some(*rule)
            });
            if let Some(rule) = found
                && !cx.quotations().contain(sentence.span)
            {
                self.report(rule, sentence.span, false, out);
            }
        }
    }

    /// The beginning of a line.
    fn start(&self, cx: &Cx<'_>, index: usize, ready: &Ready, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        let span = blocks[index].span;
        let text = cx.text.slice(span);
        for &number in &ready.starts {
            let (rule, expression) = &self.starts[number as usize];
            let number = self.whole.len() + number as usize;
            if !expression.may_match(text) || !ready.holds_keys(self, cx, &blocks[index], number) {
                continue;
            }
            let Some(end) = end(expression, text) else { continue };
            if self.rules[*rule].fits(&text[..end], index, blocks.len()) {
                self.report(*rule, Span::new(span.start, span.start + text[..end].trim_end().len() as u32), false, out);
            }
        }
    }

    fn edge(&self, cx: &Cx<'_>, block: &Block, ready: &Ready, out: &mut Sink<'_>) {
        if block.span.len() > EDGE_BYTES {
            return;
        }
        let text = cx.text.slice(block.span);
        for &number in &ready.edges {
            let (rule, group) = &self.edges[number as usize];
            let unless = &self.rules[*rule].unless;
            let number = self.whole.len() + self.starts.len() + number as usize;
            // All are asked roughly before one is compiled, and first those that give up soon.
            let roughly = |at_start| group.iter().filter(|e| e.is_at_start() == at_start).all(|e| e.may_match(text));
            let may_match = roughly(true) && ready.holds_keys(self, cx, block, number) && roughly(false);
            if may_match && group.iter().all(|e| e.is_match(text)) && !unless.as_ref().is_some_and(|e| e.is_match(text))
            {
                self.report(*rule, block.span, true, out);
            }
        }
    }
}

impl Detector for Furniture {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        SCRATCH.with_borrow_mut(|ready| self.blocks(cx, ready, out));
    }
}

thread_local! {
    /// What one article leaves for the next is room alone.
    static SCRATCH: RefCell<Ready> = RefCell::default();
}

impl Furniture {
    fn blocks(&self, cx: &Cx<'_>, ready: &mut Ready, out: &mut Sink<'_>) {
        let blocks = cx.text.blocks();
        // A line that is furniture only beside other furniture waits for its neighbour.
        let mut waiting: Option<usize> = None;
        let mut last = None;
        ready.find(self, cx);
        for (index, block) in blocks.iter().enumerate() {
            ready.fill(self, cx, index);
            let found = self.line(cx, index, ready, out);
            let beside = last.is_some_and(|l| l + 1 == index);
            if let Some((rule, weak)) = found {
                if !weak || beside || waiting.is_some() {
                    if let Some(before) = waiting.take() {
                        self.report(before, blocks[index - 1].span, true, out);
                    }
                    self.report(rule, block.span, true, out);
                    last = Some(index);
                } else {
                    waiting = Some(rule);
                }
            } else {
                waiting = None;
                if !ready.starts.is_empty() {
                    self.start(cx, index, ready, out);
                }
                if block.sentences.len() > 1 && !ready.sentences.is_empty() {
                    self.sentences(cx, index, ready, out);
                }
            }
            if index < EDGE || blocks.len() - index <= EDGE {
                self.edge(cx, block, ready, out);
            }
        }
    }
}

/// Where the first match of an expression ends, on a boundary of characters.
fn end(expression: &Expression, text: &str) -> Option<usize> {
    let end = expression.find(text)?.end;
    (end..=text.len()).find(|end| text.is_char_boundary(*end))
}

/// A line without the marks that pages put around it; quotation marks stay, because what is quoted is prose.
fn trim(line: &str) -> &str {
    let end = line.trim_start_matches(is_before).trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '”' | '"' | '«' | '„' | '‘' | '’' | '\'')
    });
    end.trim_start_matches(['(', '['])
}

/// The same before it alone.
fn trim_start(line: &str) -> &str {
    if line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return line;
    }
    line.trim_start_matches(is_before).trim_start_matches(['(', '['])
}

fn is_before(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '‘' | '’' | '\'' | '©' | '(' | '[')
}
