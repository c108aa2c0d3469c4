//! Quotations glued to the word before or behind them: `said,"I would`, `the new“Award”for`.

use super::seen::Found;
use crate::{
    detect::{Cx, Sink},
    model::{Applicability, RuleId, Span, Token},
    text::{Quotation, QuoteStyle},
};

/// Reports the sides of quotations that lack their space.
pub(super) fn quotations(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    for pair in cx.quotations().pairs() {
        let typed = matches!(pair.style, QuoteStyle::Straight | QuoteStyle::Curly);
        // `print("so")` and `"a"b"c"` are code or broken in another way.
        if !typed || pair.nested || pair.close < pair.open + 2 {
            continue;
        }
        for found in [before(cx, pair), behind(cx, pair)].into_iter().flatten() {
            out.report(found.hit(rule));
        }
    }
}

fn before(cx: &Cx<'_>, pair: &Quotation) -> Option<Found> {
    let tokens = cx.tokens();
    let previous = tokens.get(pair.open.checked_sub(1)?)?;
    let glued = !tokens[pair.open].spaced() && !tokens[pair.open + 1].spaced();
    let comma = cx.word(pair.open - 1) == "," && pair.open >= 2 && tokens[pair.open - 2].is_word();
    (glued && (comma || prose(cx, previous))).then(|| {
        let span = previous.span().cover(tokens[pair.open].span());
        Found::new(span, Applicability::Safe, empty_before(&tokens[pair.open]), " ")
    })
}

fn behind(cx: &Cx<'_>, pair: &Quotation) -> Option<Found> {
    let tokens = cx.tokens();
    let next = tokens.get(pair.close + 1)?;
    let glued = !next.spaced() && !tokens[pair.close].spaced();
    (glued && prose(cx, next)).then(|| {
        let span = tokens[pair.close].span().cover(next.span());
        Found::new(span, Applicability::Safe, empty_before(next), " ")
    })
}

/// A lower-case word of at least two letters, none of them an ending such as `"go"ing`.
fn prose(cx: &Cx<'_>, token: &Token) -> bool {
    let word = cx.text.slice(token.span());
    token.is_word() && token.is_lower() && word.len() >= 2 && !matches!(word, "ed" | "ing" | "er" | "ers" | "es" | "th")
}

fn empty_before(token: &Token) -> Span {
    Span::new(token.start(), token.start())
}
