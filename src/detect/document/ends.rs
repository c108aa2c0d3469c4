//! Articles and paragraphs that stop in the middle of a sentence.

use super::{DocumentRules, Paragraph, has_stop, sentence_start, title_case};
use crate::{
    detect::{Cx, Hit, Sink},
    model::{BlockKind, Hashes, RuleId, Span},
};
use std::ops::Range;

impl DocumentRules {
    /// Index and broken end of the paragraph in which the article stops.
    pub(super) fn truncated(&self, cx: &Cx<'_>, paragraphs: &[Paragraph]) -> Option<(usize, Span)> {
        const FURNITURE: usize = 4;
        let all: u32 = cx.text.words();
        if all < 20 {
            return None;
        }
        for (index, last) in paragraphs.iter().enumerate().rev().take(FURNITURE) {
            let broken = self.broken_end(cx, last).or_else(|| self.open_end(cx, last));
            if let Some(span) = broken.or_else(|| self.cut_prose(cx, paragraphs, index)) {
                // Before it something must show that this text ends its sentences.
                let whole = paragraphs[..index].iter().any(|before| before.terminal) || has_stop(cx, last);
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
        let has =
            |set: &Hashes, at: usize| tokens[at].is_word() && tokens[at].is_lower() && set.contains(tokens[at].hash());
        let function = |at: usize| {
            has(&self.words.never, at) || has(&self.words.auxiliary, at) || has(&self.words.preposition, at)
        };
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
        let relative = |but: &[&str]| {
            (start..first).any(|at| self.words.relative.contains(tokens[at].hash()) && !but.contains(&cx.word(at)))
        };
        let broken = if has(&self.words.auxiliary, last) {
            // “in the can”, “to be or to have”
            let noun = last > first && (has(&self.words.article, last - 1) || cx.word(last - 1) == "to");
            // “here you are”, “what it was”
            let pronoun = first > start && self.words.pronoun.contains(tokens[first - 1].hash());
            let joined = (first..last).any(|at| matches!(cx.word(at), "and" | "or" | "but"));
            joined || !noun && !pronoun && !relative(&["that", "all"])
        } else if has(&self.words.never, last) || chain {
            true
        } else {
            // “a sentence of”, “the whole number of”: a noun waits for what follows.
            let determined = (first.saturating_sub(3)..first.saturating_sub(1))
                .any(|at| at >= start && has(&self.words.article, at));
            // “a night out”, “the way in”: an adverb.
            let adverb =
                matches!(cx.word(last), "out" | "in" | "off" | "up" | "on" | "over" | "away" | "down" | "around");
            determined && !adverb && !relative(&[])
        };
        (broken && first >= start + 2).then_some(span)
    }

    /// A comma, an open bracket or a quotation that nothing closes at the end of the article.
    fn open_end(&self, cx: &Cx<'_>, paragraph: &Paragraph) -> Option<Span> {
        let tokens = cx.tokens();
        let last = paragraph.tokens.end.checked_sub(1).filter(|l| *l >= paragraph.tokens.start)?;
        if let Some(span) = self.dotted_end(cx, paragraph, last) {
            return Some(span);
        }
        if paragraph.terminal || tokens[paragraph.tokens.start].is_punct() && paragraph.words < 12 {
            return None;
        }
        let letter = tokens[paragraph.tokens.clone()].iter().any(|t| self.words.letter.contains(t.hash()));
        if cx.word(last) == "," && paragraph.words >= 12 && !letter
            || matches!(cx.word(last), "[" | "“" | "«") && tokens[last].spaced() && paragraph.words >= 4
        {
            return Some(tokens[last].span());
        }
        let open = open_quote(cx, &paragraph.tokens)?;
        let opens = open + 1 < last || paragraph.words >= 4;
        (tokens[last].is_word() && opens).then(|| Span::new(tokens[open].start(), tokens[last].end()))
    }

    /// The dots with which a feed cuts an article: `the […]`, `would be...`.
    fn dotted_end(&self, cx: &Cx<'_>, paragraph: &Paragraph, last: usize) -> Option<Span> {
        let tokens = cx.tokens();
        if paragraph.words < 8 {
            return None;
        }
        let end = tokens[last].end();
        let text = &cx.text.content()[tokens[paragraph.tokens.start].start() as usize..end as usize];
        let mark = ["[...]", "[…]", "...", "…"].into_iter().find(|mark| text.ends_with(mark))?;
        let start = end - u32::try_from(mark.len()).ok()?;
        let word = (paragraph.tokens.start..=last).rev().find(|i| tokens[*i].end() <= start)?;
        if !tokens[word].is_word() || !tokens[word].is_lower() || cx.quotations().contain(tokens[word].span()) {
            return None;
        }
        // An ellipsis alone is style, unless the word before it can not end anything.
        let hash = tokens[word].hash();
        let first = sentence_start(cx, &paragraph.tokens);
        let asked = (first..word).any(|at| self.words.relative.contains(tokens[at].hash()));
        let waits = self.words.never.contains(hash)
            || !asked && self.words.auxiliary.contains(hash) && !self.words.pronoun.contains(tokens[word - 1].hash());
        (mark.starts_with('[') || waits && word > paragraph.tokens.start).then(|| Span::new(tokens[word].start(), end))
    }

    /// A last word that waits for another, in an article whose other paragraphs end with a mark.
    fn cut_prose(&self, cx: &Cx<'_>, paragraphs: &[Paragraph], index: usize) -> Option<Span> {
        const LOOK_BACK: usize = 12;
        let (tokens, last) = (cx.tokens(), &paragraphs[index]);
        if last.terminal {
            return None;
        }
        let end = last.tokens.end.checked_sub(1).filter(|e| *e >= last.tokens.start)?;
        let start = sentence_start(cx, &last.tokens);
        let words = tokens[start..=end].iter().filter(|t| t.counts()).count();
        let first = &tokens[last.tokens.start];
        let prose = tokens[end].is_word()
            && tokens[end].is_lower()
            && first.is_capital()
            && words >= 8
            && !title_case(cx, &last.tokens);
        if !prose
            || self.words.credit.contains(first.hash())
            || self.words.credit.contains(tokens[start.min(end)].hash())
        {
            return None;
        }
        let strong = matches!(
            cx.word(end),
            "of" | "to" | "from" | "with" | "by" | "for" | "at" | "which" | "who" | "as" | "whether" | "including"
        );
        let waits = strong
            || matches!(cx.word(end), "that" | "if" | "when" | "while" | "but" | "his" | "not" | "very")
            || self.words.preposition.contains(tokens[end].hash())
                && !matches!(
                    cx.word(end),
                    "on" | "up"
                        | "down"
                        | "off"
                        | "out"
                        | "over"
                        | "along"
                        | "around"
                        | "across"
                        | "past"
                        | "inside"
                        | "outside"
                        | "near"
                        | "below"
                        | "above"
                        | "through"
                        | "behind"
                        | "before"
                        | "since"
                        | "within"
                );
        let relative = tokens[start..end].iter().any(|t| self.words.relative.contains(t.hash()));
        if !waits {
            return None;
        }
        let (mut prose, mut ended) = (0, 0);
        for other in paragraphs[index.saturating_sub(LOOK_BACK)..index].iter().filter(|p| p.words >= 10) {
            prose += 1;
            ended += usize::from(other.terminal);
        }
        // The more paragraphs end as they should, the less the last one may not.
        let sure = ended == prose && prose >= 3 || strong && !relative && ended >= 1;
        sure.then(|| tokens[end].span())
    }

    pub(super) fn no_terminal(
        &self,
        cx: &Cx<'_>,
        paragraphs: &[Paragraph],
        id: RuleId,
        truncated: Option<usize>,
        out: &mut Sink<'_>,
    ) {
        let blocks = cx.text.blocks();
        for (index, this) in paragraphs.iter().enumerate() {
            if this.terminal || this.words < 10 {
                continue;
            }
            if truncated == Some(index) || blocks[index].kind == BlockKind::ListItem {
                continue;
            }
            // Items of a list are joined by “and”: “…; and”.
            let item = |i: usize| !cx.tokens()[cx.text.blocks()[i].tokens.start as usize].counts();
            let joined = matches!(cx.word(this.tokens.end - 1), "and" | "or");
            if joined
                && (item(index)
                    || matches!(cx.word(this.tokens.end - 2), ";" | ",")
                    || blocks.get(index + 1).is_some_and(|_| item(index + 1)))
            {
                continue;
            }
            // A line that goes on in the next one is a verse or a line broken by hand.
            let goes_on = blocks.get(index + 1).is_some_and(|b| cx.tokens()[b.tokens.start as usize].is_lower());
            if let Some(span) = self.broken_end(cx, this).or_else(|| self.cut_prose(cx, paragraphs, index))
                && !goes_on
            {
                out.report(Hit::new(id, span));
            }
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
