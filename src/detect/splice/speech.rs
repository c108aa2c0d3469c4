//! Direct speech that goes on behind its attribution without marks.

use super::{Shape, Splice, Words, words::WordSet};
use crate::{
    detect::{Cx, Sink},
    model::{Span, Token, TokenFlags},
};
use std::ops::Range;

/// The longest attribution, in tokens.
const ATTRIBUTION: usize = 30;

/// The shortest quotation that is speech and not a phrase, in bytes with its marks.
const SPEECH: u32 = 12;

/// Looks for sentences in the first person outside quotation marks, right behind a quotation and its attribution.
pub(super) fn run(splice: &Splice, cx: &Cx<'_>, out: &mut Sink<'_>) {
    // Nothing shorter counts as speech that is attributed.
    if !cx.quotations().spans().iter().any(|quote| quote.len() >= SPEECH) {
        return;
    }
    let spoken = spoken(splice, cx);
    if spoken.is_empty() {
        return;
    }
    let mut found: Vec<Span> = Vec::new();
    let mut narrated = false;
    for block in cx.text.blocks() {
        let mut at = block.tokens.start as usize;
        if unbalanced(cx, &(at..block.tokens.end as usize)) {
            continue;
        }
        let end = block.tokens.end as usize;
        // Where the speech goes on, once a quotation has been attributed in this block.
        let mut attributed = false;
        while at < end {
            let sentence = sentence(splice, cx, at..end);
            let first_person = first_person(splice, cx, &sentence, &spoken);
            if first_person {
                let quotes = has_quotes(cx, &sentence);
                if attributed && !quotes {
                    let span = Span::new(cx.tokens()[sentence.start].start(), cx.tokens()[sentence.end - 1].end());
                    match found.last_mut() {
                        Some(last)
                            if last.end < span.start
                                && cx.text.content()[last.end as usize..span.start as usize].trim().is_empty() =>
                        {
                            *last = last.cover(span);
                        }
                        _ => found.push(span),
                    }
                } else {
                    narrated = true;
                    attributed = false;
                }
            } else if has_quotes(cx, &sentence) {
                // A second quotation of the same speaker needs no attribution of its own.
                let more = attributed
                    && cx
                        .quotations()
                        .contain(Span::new(cx.tokens()[sentence.start].start(), cx.tokens()[sentence.end - 1].end()));
                attributed = more || attributes(splice, cx, &sentence);
            } else {
                attributed = false;
            }
            at = sentence.end;
        }
    }
    if !narrated {
        for span in found {
            splice.report(Shape::QuoteResumes, span, out, |hit| hit);
        }
    }
}

/// The tokens outside quotation marks that speak in the first person, in order: in most articles none does.
fn spoken(splice: &Splice, cx: &Cx<'_>) -> Vec<usize> {
    let speaks = |token: &Token| splice.words.may_speak.may(token.hash()) && splice.words.speaker.has(token);
    let mut spoken = Vec::new();
    for (index, token) in cx.tokens().iter().enumerate() {
        if speaks(token) && !cx.quotations().contain(token.span()) {
            spoken.push(index);
        }
    }
    spoken
}

/// Whether a quotation mark of the block lacks its partner: nothing in it can be told from speech then.
fn unbalanced(cx: &Cx<'_>, block: &Range<usize>) -> bool {
    let (mut open, mut straight) = (0_i32, 0_u32);
    for at in block.clone().filter(|i| cx.tokens()[*i].is_punct()) {
        match cx.word(at) {
            "“" | "«" => open += 1,
            "”" | "»" => open -= 1,
            "\"" => straight += 1,
            _ => {}
        }
    }
    open != 0 || straight % 2 == 1
}

/// The tokens up to and with the next stop outside a quotation, and closing marks behind it.
fn sentence(splice: &Splice, cx: &Cx<'_>, rest: Range<usize>) -> Range<usize> {
    let tokens = cx.tokens();
    let mut at = rest.start;
    while at < rest.end {
        let stop = Words::is_stop(&tokens[at]) && tokens.get(at + 1).is_none_or(|t| at + 1 == rest.end || t.spaced());
        let abbreviation = stop
            && at > rest.start
            && tokens[at - 1].is_word()
            && splice.words.is_abbreviation(&tokens[at - 1], cx.word(at - 1), cx.lang);
        at += 1;
        if stop && !abbreviation && !cx.quotations().contain(tokens[at - 1].span()) {
            break;
        }
        // “Then results.” I prefer …: the stop stands inside the marks, and the sentence ends with them.
        let closes = at - rest.start >= 2
            && at < rest.end
            && Words::is_stop(&tokens[at - 2])
            && matches!(cx.word(at - 1), "”" | "\"" | "»");
        if closes
            && !tokens[at - 1].spaced()
            && tokens[at].spaced()
            && (tokens[at].is_capital() || matches!(cx.word(at), "“" | "\"" | "«"))
        {
            break;
        }
    }
    rest.start..at
}

/// Whether a sentence speaks in the first person outside quotation marks: “I” anywhere, “we” and “my” where it begins.
/// Inside a sentence “we” may be everybody.
fn first_person(splice: &Splice, cx: &Cx<'_>, sentence: &Range<usize>, spoken: &[usize]) -> bool {
    if spoken.get(spoken.partition_point(|at| *at < sentence.start)).is_none_or(|at| *at >= sentence.end) {
        return false;
    }
    let tokens = cx.tokens();
    let words = &splice.words;
    let own = |at: usize, set: &WordSet| set.has(&tokens[at]) && !cx.quotations().contain(tokens[at].span());
    // The letter I is also a numeral and an initial.
    let numeral = |at: usize| {
        cx.word(at) == "I" && tokens.get(at + 1).is_some_and(|t| !t.spaced() || !t.is_word() || t.is_capital())
    };
    // “…, I will not, she added.”: the speech lost its marks, but its attribution says whose it is.
    let attributed = |at: usize| words.reporting.has(&tokens[at]) && matches!(cx.word(at - 1), "he" | "she" | "they");
    if sentence.clone().skip(1).any(attributed) {
        return false;
    }
    let first = sentence.start;
    let behind = first + 1 < sentence.end && words.conjunction.has(&tokens[first]) && own(first + 1, &words.we);
    own(first, &words.we)
        || own(first, &words.first_possessive)
        || behind
        || sentence.clone().any(|at| own(at, &words.first_person) && !numeral(at))
}

fn has_quotes(cx: &Cx<'_>, sentence: &Range<usize>) -> bool {
    let tokens = cx.tokens();
    let span = Span::new(tokens[sentence.start].start(), tokens[sentence.end - 1].end());
    let spans = cx.quotations().spans();
    let at = spans.partition_point(|q| q.end <= span.start);
    let marks =
        sentence.clone().any(|i| tokens[i].is_punct() && matches!(cx.word(i), "“" | "”" | "\"" | "«" | "»" | "„"));
    marks || spans.get(at).is_some_and(|q| q.overlaps(span))
}

/// Whether it is a quotation with its attribution: `“…,” he said.`
fn attributes(splice: &Splice, cx: &Cx<'_>, sentence: &Range<usize>) -> bool {
    let tokens = cx.tokens();
    let span = Span::new(tokens[sentence.start].start(), tokens[sentence.end - 1].end());
    let spans = cx.quotations().spans();
    let last = spans[..spans.partition_point(|q| q.start < span.end)].last();
    let Some(quote) = last.filter(|q| q.overlaps(span)) else {
        return false;
    };
    // The quotation opens the sentence, so that what follows is the attribution, and is more than a few words.
    let from = cx.text.token_at(quote.end);
    let speech = tokens[sentence.start].start() == quote.start && quote.len() >= SPEECH;
    let tail = from..sentence.end;
    let ends = tokens[sentence.end - 1].is_punct() && Words::is_stop(&tokens[sentence.end - 1]);
    speech
        && ends
        && tail.len() <= ATTRIBUTION
        && tail.clone().any(|i| splice.words.reporting.has(&tokens[i]))
        && !tail.clone().any(|i| tokens[i].has(TokenFlags::DIGIT) && tokens[i].is_word())
}
