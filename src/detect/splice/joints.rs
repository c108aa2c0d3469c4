//! Where a full stop is followed by a word in lower case: five rules share the question and differ in what follows.

use super::{Shape, Splice, Walk, Words};
use crate::{
    detect::{Cx, Sink},
    model::{Applicability, Lang, Span, Token, TokenFlags, TokenKind},
};

/// How far back and ahead, in tokens, an echoed fragment is looked for.
const BACK: usize = 90;
const AHEAD: usize = 30;
/// The longest fragment, in words.
const LONGEST: usize = 8;

/// Whether the text writes in lower case throughout, as chats do: a full stop before a small letter is no news there.
pub(super) fn mostly_lower(cx: &Cx<'_>) -> bool {
    let (mut lower, mut all) = (0_u32, 0_u32);
    for (index, block) in cx.text.blocks().iter().enumerate() {
        let tokens = cx.text.tokens_in(&block.tokens);
        let first = tokens.first().filter(|t| t.is_word());
        let marked = cx.marks_of(index).iter().map(|&at| (at - block.tokens.start) as usize);
        let behind_stop = marked.filter(|&at| Words::is_stop(&tokens[at])).filter_map(|at| tokens.get(at + 1));
        for start in first.into_iter().chain(behind_stop.filter(|t| t.spaced() && t.is_word())) {
            all += 1;
            lower += u32::from(start.is_lower());
        }
    }
    lower >= 4 && lower * 5 >= all * 2
}

/// Looks at the mark `at`.
pub(super) fn at(splice: &Splice, walk: &Walk<'_>, at: usize, out: &mut Sink<'_>) {
    // Nearly all stops have white space behind them and then a word with a capital.
    if walk.token(at + 1).is_none_or(|next| next.spaced() && !next.is_lower()) {
        return;
    }
    let tokens = walk.cx.tokens();
    // Closing quotation marks may stand between the stop and the word.
    let mut next = at + 1;
    while walk.token(next).is_some_and(|t| !t.spaced()) && walk.is_mark(next, &["”", "\"", "’", "»", ")", "]"]) {
        next += 1;
    }
    let quoted = next > at + 1;
    if !starts_lower(walk, next) || !can_end(walk, at) {
        return;
    }
    // Code is spelled as it is, and a link of its own behind the text is none of its sentences.
    if walk.inline.starts_code(&tokens[next]) || walk.is_label(next) {
        return;
    }
    let fragment = fragment(walk, next);
    if let Some(end) = fragment {
        let words = end - next;
        let span = walk.span(next, end.min(walk.block.end - 1));
        let gap = Span::new(tokens[next - 1].end(), span.end);
        if words <= 2 && !quoted && stray(walk, at, next, end) {
            splice.report(Shape::StrayTail, span, out, |hit| hit.fix(Applicability::Unsafe, gap, ""));
        } else if words >= 2 && point_at(walk, at) && point_at(walk, end) && echoes(walk, next, end, quoted) {
            splice.report(Shape::FragmentEcho, span, out, |hit| hit.fix(Applicability::Unsafe, gap, ""));
        }
    }
    if quoted || !Words::is_point(&tokens[at]) {
        return;
    }
    let span = walk.span(at, next);
    if appositive(walk, at, next) {
        let join = if walk.words.conjunction.has(&tokens[next]) { "" } else { "," };
        splice.report(Shape::AppositiveCut, span, out, |hit| hit.fix(Applicability::Unsafe, tokens[at].span(), join));
    }
    splice.report(Shape::LowerStart, span, out, |hit| hit.fix(Applicability::Unsafe, tokens[at].span(), ""));
}

/// Looks at a word that carries its own point, `10 a.m.`: whether a sentence ends there, only an echo can tell.
pub(super) fn pointed(splice: &Splice, walk: &Walk<'_>, at: usize, out: &mut Sink<'_>) {
    let next = at + 1;
    let time = walk.cx.tokens()[at].is_lower() && walk.token(next).is_some_and(|t| !walk.words.preposition.has(t));
    if !time || !starts_lower(walk, next) {
        return;
    }
    let Some(end) = fragment(walk, next).filter(|end| end - next >= 3 && *end < walk.block.end && point_at(walk, *end))
    else {
        return;
    };
    let tokens = walk.cx.tokens();
    if longest_run(&tokens[next..end], &tokens[next.saturating_sub(BACK)..at]) == end - next {
        let gap = Span::new(tokens[at].end(), tokens[end].end());
        splice.report(Shape::FragmentEcho, walk.span(next, end), out, |hit| hit.fix(Applicability::Unsafe, gap, ""));
    }
}

/// Whether the word at `next` goes on in lower case where a sentence should start.
fn starts_lower(walk: &Walk<'_>, next: usize) -> bool {
    let Some(token) = walk.token(next) else {
        return false;
    };
    let lower = token.is_word() && token.is_lower() && token.spaced();
    if !lower || token.has(TokenFlags::POINTED) || token.has(TokenFlags::DIGIT) {
        return false;
    }
    let word = walk.cx.word(next);
    // `iPhone`, `eBay`; `x`, `n`; names written small; `d’Estaing`, `al-Assad`.
    if word.chars().any(char::is_uppercase) || word.chars().count() == 1 && word != "a" || walk.words.brand.has(token) {
        return false;
    }
    // `b) …`, `example/…`, `news.example`, `k.d.`, `@name`, `x = 1`.
    let joined = |t: &Token| !t.spaced() && !matches!(t.kind(), TokenKind::Word | TokenKind::Number);
    let part = |i: usize| walk.token(i).is_some_and(|t| !t.spaced() && (t.is_capital() || t.is_punct()));
    match walk.token(next + 1) {
        // `al-Assad`, `ar-Raqqa`
        Some(_)
            if word.len() <= 3
                && walk.is_mark(next + 1, &["-"])
                && part(next + 1)
                && walk.token(next + 2).is_some_and(Token::is_capital) =>
        {
            false
        }
        Some(after) if joined(after) && walk.is_mark(next + 1, &[")", "/", "_", "@", "(", "=", "\\", "&", ":"]) => {
            false
        }
        Some(after) if joined(after) && Words::is_point(after) => walk.token(next + 2).is_none_or(Token::spaced),
        Some(after) => after.kind() != TokenKind::Symbol,
        None => true,
    }
}

/// Whether the mark `at` is a real stop: not of an abbreviation, an ellipsis, an initial, an ordinal.
fn can_end(walk: &Walk<'_>, at: usize) -> bool {
    let Some(before) = walk.before(at) else {
        return false;
    };
    let stop = &walk.cx.tokens()[at];
    if before.kind() == TokenKind::Address || before.has(TokenFlags::POINTED) || before.has(TokenFlags::UNCASED) {
        return false;
    }
    if before.is_punct() && !walk.is_mark(at - 1, &["”", "\"", "’", "»", ")", "]", "%"])
        || before.kind() == TokenKind::Symbol
    {
        return false;
    }
    if !Words::is_point(stop) {
        return true;
    }
    if before.is_number()
        && (has_ordinal_points(walk.cx)
            || walk.cx.word(at - 1).contains('.') && !walk.cx.word(at - 1).starts_with("0."))
    {
        return false;
    }
    // `Au. anamensis`
    let latin = before.is_capital() && before.span().len() <= 2 && {
        let next = walk.cx.word((at + 1).min(walk.block.end - 1));
        ["us", "is", "ii", "um", "ae"].iter().any(|end| next.ends_with(end)) && next.len() > 4
    };
    if latin {
        return false;
    }
    // `voc. ed. classes`: one abbreviation behind another.
    let short = |t: &Token| t.is_word() && t.is_lower() && t.span().len() <= 4;
    let row = at >= 3
        && short(before)
        && at - 3 >= walk.block.start
        && Words::is_point(&walk.cx.tokens()[at - 2])
        && short(&walk.cx.tokens()[at - 3]);
    if row {
        return false;
    }
    // A bare paragraph in lower case is a matter of casing, not of a cut.
    !walk.abbreviates(at) && walk.cx.text.tokens_in(&(walk.block.start as u32..at as u32)).iter().any(Token::is_capital)
}

/// Languages that write ordinals with a point.
fn has_ordinal_points(cx: &Cx<'_>) -> bool {
    !cx.lang.is_known()
        || matches!(
            cx.lang.code(),
            "de" | "cs"
                | "sk"
                | "pl"
                | "hu"
                | "da"
                | "no"
                | "nb"
                | "nn"
                | "fi"
                | "et"
                | "lv"
                | "sl"
                | "hr"
                | "sr"
                | "bs"
                | "is"
                | "tr"
        )
}

/// The stop that ends the words from `next`, if at most [`LONGEST`] plain words stand before it; the block’s end counts.
fn fragment(walk: &Walk<'_>, next: usize) -> Option<usize> {
    for at in next..=next + LONGEST {
        match walk.token(at) {
            None => return Some(at),
            Some(token) if Words::is_stop(token) => return Some(at),
            Some(token) if token.is_word() || token.is_number() => {}
            Some(_) => return None,
        }
    }
    None
}

/// Whether a point stands at `at`, or the block has ended.
fn point_at(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at).is_none_or(Words::is_point)
}

/// One or two words in lower case behind a whole sentence.
fn stray(walk: &Walk<'_>, at: usize, next: usize, end: usize) -> bool {
    let tokens = walk.cx.tokens();
    let plain = tokens[next..end].iter().all(|t| t.is_word() && t.is_lower() && !t.has(TokenFlags::APOSTROPHE));
    // “he said.” is an attribution; “was dead.”, “for questioning.” go on with the sentence.
    let goes_on = |t: &Token| {
        walk.words.auxiliary.has(t)
            || walk.words.preposition.has(t)
            || walk.words.conjunction.has(t)
            || walk.words.article.has(t)
    };
    let attribution = end > next + 1
        && (goes_on(&tokens[next])
            || tokens[next..end].iter().any(|t| walk.words.reporting.has(t) || walk.words.pronoun.has(t)));
    let short = (next..end).any(|i| walk.words.is_abbreviation(&tokens[i], walk.cx.word(i), Lang::EN));
    let mut before = 0;
    for token in tokens[walk.block.start..at].iter().rev() {
        if Words::is_stop(token) {
            break;
        }
        before += u32::from(token.counts());
    }
    let point = end >= walk.block.end || Words::is_point(&tokens[end]);
    plain
        && !attribution
        && !tokens[next..end].iter().any(|t| walk.words.courtesy.has(t))
        && !short
        && before >= 4
        && point
        && Words::is_point(&tokens[at])
}

/// Whether the words `next..end` stand, for the most part and in their order, in the text around.
fn echoes(walk: &Walk<'_>, next: usize, end: usize, quoted: bool) -> bool {
    let tokens = walk.cx.tokens();
    let words = &tokens[next..end];
    // An attribution behind a quotation is no echo.
    let attribution = quoted || words.len() <= 2;
    if words.iter().any(|w| attribution && walk.words.reporting.has(w) || walk.words.courtesy.has(w))
        || walk.words.pronoun.has(&words[0]) && words.len() <= 3
    {
        return false;
    }
    // A headline has the words of what follows by right; prose has not.
    let headline = walk.block.start > 0 && tokens[walk.block.start - 1].counts();
    let reach = if headline { walk.block.start } else { 0 };
    let back = &tokens[next.saturating_sub(BACK).max(reach)..next - 1];
    let ahead = &tokens[(end + 1).min(walk.block.end)..(end + 1 + AHEAD).min(walk.block.end)];
    let run = longest_run(words, back).max(longest_run(words, ahead));
    if run == words.len() {
        return true;
    }
    let found = words.iter().filter(|w| back.iter().chain(ahead).any(|t| t.hash() == w.hash())).count();
    let verb =
        words.iter().any(|w| walk.words.auxiliary.has(w) || walk.words.pronoun.has(w) || walk.words.reporting.has(w));
    !verb && run >= 2 && words.len() >= 3 && found * 5 >= words.len() * 3 && run * 2 >= words.len()
}

/// The longest run of `words`’ tokens that stands in `text`.
fn longest_run(words: &[Token], text: &[Token]) -> usize {
    let mut longest = 0;
    for start in 0..words.len() {
        for place in 0..text.len() {
            let run = words[start..].iter().zip(&text[place..]).take_while(|(w, t)| w.hash() == t.hash()).count();
            longest = longest.max(run);
        }
    }
    longest
}

/// A person’s name before the stop, and behind it the rest of an apposition.
fn appositive(walk: &Walk<'_>, at: usize, next: usize) -> bool {
    let tokens = walk.cx.tokens();
    let name = |i: usize| walk.token(i).is_some_and(|t| t.is_word() && t.is_capital() && !t.has(TokenFlags::POINTED));
    if at < 2 || !name(at - 1) || !name(at - 2) {
        return false;
    }
    let role = |i: usize| walk.token(i).is_some_and(|t| walk.words.role.has(t));
    if role(next) {
        return true;
    }
    let mut first = at - 2;
    while first > walk.block.start && name(first - 1) {
        first -= 1;
    }
    let person =
        first.checked_sub(1).is_some_and(|i| role(i) || walk.token(i).is_some_and(|t| walk.words.reporting.has(t)));
    if matches!(walk.cx.word(next), "and" | "or") {
        // “and head of …”, “and Deputy Director of …”, “and a former minister”.
        return (next + 1..next + 5).take_while(|i| walk.token(*i).is_some_and(Token::is_word)).any(role);
    }
    // “the long-time director of …” behind a name that is a person’s.
    person
        && walk.token(next).is_some_and(|t| walk.words.article.has(t))
        && (next + 1..next + 4).take_while(|i| tokens.get(*i).is_some_and(Token::is_word)).any(role)
}
