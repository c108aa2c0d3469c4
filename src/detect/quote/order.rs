//! Commas and full stops at closing marks, and which side of them they stand on in Britain and in America.

use super::code;
use crate::{
    detect::{Cx, Hit, Sink},
    model::{Applicability, RuleId},
    text::{Quotation, QuoteStyle},
};

/// Commas and full stops at closing marks: `,”` against `”,`.
pub(super) fn order(cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let point = |i: usize| matches!(cx.word(i), "," | ".");
    let fits = |pair: &&Quotation| {
        matches!(pair.style, QuoteStyle::Curly | QuoteStyle::Straight) && pair.open + 2 <= pair.close
    };
    let before = |pair: &Quotation| point(pair.close - 1) && !tokens[pair.close].spaced();
    let after = |pair: &Quotation| tokens.get(pair.close + 1).is_some_and(|t| !t.spaced()) && point(pair.close + 1);
    let pairs = || cx.quotations().pairs().iter().filter(fits);
    // Most articles have all of them inside, whatever their spelling.
    if !pairs().any(|pair| after(pair) && !before(pair)) {
        return;
    }
    let (mut speeches, mut inside, mut outside) = (0, Vec::new(), Vec::new());
    for pair in pairs() {
        let after = after(pair);
        if before(pair) == after || code(cx, pair) {
            continue;
        }
        // A quoted phrase that is part of the sentence around it; a quoted sentence has its own stop.
        // Speech that goes on behind its speaker begins in lower case as well, and is longer.
        let short = pair.close - pair.open <= PHRASE;
        let (behind_word, lower) = (pair.open > 0 && tokens[pair.open - 1].is_word(), tokens[pair.open + 1].is_lower());
        if after {
            outside.push(pair);
        } else if behind_word && (short || lower) || short && lower {
            inside.push(pair);
        } else {
            speeches += usize::from(cx.word(pair.close - 1) == ",");
        }
    }
    if outside.is_empty() {
        return;
    }
    // British usage: the comma of quoted speech stands inside, the mark behind a quoted phrase outside. Only phrases that
    // are set both ways are in conflict there, or where the spelling is American; a few lines have no such spelling.
    let few_lines = || outside.len() == 1 && tokens.len() < LINES;
    let conflict = !inside.is_empty() || speeches > 0 && !british(cx) && (few_lines() || american(cx));
    if !conflict {
        return;
    }
    let outside_is_rarer = inside.is_empty() || inside.len() + speeches >= outside.len() && !british(cx);
    if outside_is_rarer || inside.len() >= outside.len() {
        for pair in outside {
            swap(cx, rule, pair.close, out);
        }
        return;
    }
    // Where the marks stand outside, the comma that ends quoted speech may still stand inside.
    for pair in inside {
        swap(cx, rule, pair.close - 1, out);
    }
}

/// Tokens from mark to mark of a quotation that may be a phrase or a title though it begins with a capital.
const PHRASE: usize = 7;

/// Tokens of an article in which the spelling tells Britain from America.
const LINES: usize = 120;

/// A hit on a mark and its neighbour that stand in the wrong order.
fn swap(cx: &Cx<'_>, rule: RuleId, at: usize, out: &mut Sink<'_>) {
    let span = cx.tokens()[at].span().cover(cx.tokens()[at + 1].span());
    let better = format!("{}{}", cx.word(at + 1), cx.word(at));
    out.report(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Unsafe, span, better));
}

/// Words that are spelled so in America only.
const AMERICAN: &[&str] = &[
    "U.S.",
    "Mr.",
    "Mrs.",
    "Dr.",
    "Prof.",
    "Gov.",
    "Sen.",
    "Rep.",
    "color",
    "favor",
    "labor",
    "behavior",
    "neighbors",
    "harbor",
    "honor",
    "center",
    "centers",
    "meters",
    "kilometers",
    "theater",
    "defense",
    "toward",
    "traveled",
    "aging",
    "gray",
    "percent",
];

/// Whether the spelling of the article is American: titles with a point, *-or*, *-er*, *-ized*.
fn american(cx: &Cx<'_>) -> bool {
    let tokens = cx.tokens();
    let pointed = |i: usize| tokens.get(i + 1).is_some_and(|t| !t.spaced()) && cx.word(i + 1) == ".";
    (0..tokens.len()).filter(|&i| tokens[i].counts()).any(|i| match cx.word(i) {
        "Mr" | "Mrs" | "Dr" | "Prof" => pointed(i),
        word if AMERICAN.contains(&word) => true,
        word => {
            word.len() >= 8
                && tokens[i].is_lower()
                && ["ized", "izes", "ize", "izing", "ization"].iter().any(|end| word.ends_with(end))
        }
    })
}

/// Whether the spelling of the article is British: titles without a point, *-our*, *-re*, *per cent*.
fn british(cx: &Cx<'_>) -> bool {
    let tokens = cx.tokens();
    let follows = |i: usize, what: &dyn Fn(&str) -> bool| i + 1 < tokens.len() && what(cx.word(i + 1));
    (0..tokens.len()).filter(|i| tokens[*i].is_word()).any(|i| match cx.word(i) {
        "Mr" | "Mrs" | "Dr" | "Prof" => tokens.get(i + 1).is_some_and(|t| t.is_word() && t.is_capital()),
        "per" => follows(i, &|next| next == "cent"),
        "colour" | "favour" | "labour" | "behaviour" | "neighbours" | "harbour" | "honour" | "centre" | "metres"
        | "kilometres" | "litres" | "tonnes" | "programme" | "organisation" | "organised" | "recognise" | "realise"
        | "defence" | "towards" | "whilst" | "travelled" | "licence" | "ageing" | "analyse" | "grey" | "tyre" => true,
        // “recognised”, “privatisation”, but “surprised” is written so everywhere.
        word => {
            let own =
                ["adver", "compro", "super", "exer", "impro", "enter", "franch", "merch", "surpr", "prom", "disg"];
            word.len() >= 9
                && ["ised", "ising", "isation"].iter().any(|end| word.ends_with(end))
                && !own.iter().any(|start| word.starts_with(start))
        }
    })
}
