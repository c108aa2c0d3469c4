//! What stands before a full stop and cannot, and the name of an agency that stands alone behind one.

use super::{Shape, Splice, Walk, Words};
use crate::{
    detect::Sink,
    model::{Applicability, Span, Token, TokenFlags},
};

/// Looks at the sentence `first..at` that the stop `at` ends.
pub(super) fn at(splice: &Splice, walk: &Walk<'_>, first: usize, at: usize, out: &mut Sink<'_>) {
    if !Words::is_point(&walk.cx.tokens()[at]) {
        return;
    }
    function_word(splice, walk, first, at, out);
    agency(splice, walk, first, at, out);
}

/// `… euros in the.`, `… energy and.`; before a link `… published in. <a>The Valley Courier</a>.`, too.
fn function_word(splice: &Splice, walk: &Walk<'_>, first: usize, at: usize, out: &mut Sink<'_>) {
    let tokens = walk.cx.tokens();
    let Some(last) = walk.before(at) else { return };
    let open = last.is_word() && last.is_lower() && last.spaced();
    let ends = open && (walk.words.never_last.has(last) || walk.words.joins_name.has(last) && waits(walk, at));
    let after = walk.token(at + 1);
    if !ends
        || tokens[at].spaced()
        || after.is_some_and(|t| !t.spaced() && (t.counts() || t.is_punct() && walk.cx.word(at + 1).starts_with('.')))
    {
        return;
    }
    let mut start = at - 1;
    let function =
        |t: &Token| t.is_word() && t.is_lower() && (walk.words.never_last.has(t) || walk.words.preposition.has(t));
    while start > first && function(&tokens[start - 1]) {
        start -= 1;
    }
    // Too little before it to be a sentence: an item of a list, a note on grammar. A link behind it shows the cut.
    let words = tokens[first..start].iter().filter(|t| t.counts()).count();
    let needed = if after.is_some_and(|t| walk.inline.name(t).is_some()) { 1 } else { 3 };
    let listed = start > first && tokens[start - 1].is_number() && at - start == 1;
    if words >= needed && !listed {
        splice.report(Shape::FunctionWordEnd, walk.span(start, at), out, |hit| hit);
    }
}

/// Whether a linked name stands alone behind the stop, as the rest of the sentence before it: `<a>The Courier</a>.`, or
/// `<a>The Courier</a> that …`. In plain text nobody can tell it from a sentence.
fn waits(walk: &Walk<'_>, stop: usize) -> bool {
    let tokens = walk.cx.tokens();
    let first = stop + 1;
    let Some(end) = walk.token(first).filter(|t| t.spaced()).and_then(|t| walk.inline.name(t)) else {
        return false;
    };
    let mut behind = first;
    while walk.token(behind).is_some_and(|t| t.start() < end) {
        behind += 1;
    }
    // The stop may be linked, too.
    if behind > first + 1 && Words::is_point(&tokens[behind - 1]) {
        behind -= 1;
    }
    let name = &tokens[first..behind];
    let fits = |t: &Token| t.is_word() && (t.is_capital() || walk.words.around_name.has(t));
    let named = name.iter().all(|t| fits(t) || t.is_punct() && !t.spaced())
        && name.iter().any(|t| t.is_capital() && !walk.words.article.has(t));
    let rest = walk.token(behind).is_some_and(Words::is_point) || walk.is_word(behind, "that");
    // An agency behind a particle may be a credit; behind `according to` it is reported with the stop.
    let credit = matches!(walk.cx.word(stop - 1), "in" | "on") && walk.words.agency(name).is_some();
    named && rest && !credit && !last_needs_name(walk, stop)
}

/// `…, the report reported. France Media Agency.`
fn agency(splice: &Splice, walk: &Walk<'_>, first: usize, at: usize, out: &mut Sink<'_>) {
    const LONGEST: usize = 8;
    let tokens = walk.cx.tokens();
    let Some(stop) = first.checked_sub(1).filter(|s| *s > walk.block.start && Words::is_point(&tokens[*s])) else {
        return;
    };
    if first >= at || at - first > LONGEST || !tokens[first].spaced() || !tokens[first].is_word() {
        return;
    }
    // “… on Monday. According to Interfax.”
    let according = walk.cx.word(first) == "According" && walk.cx.word(first + 1) == "to" && at - first > 2;
    let name = &tokens[if according { first + 2 } else { first }..at];
    let offset = at - name.len();
    let fits = name.iter().enumerate().all(|(i, t)| {
        t.is_word() && (t.is_capital() || walk.words.around_name.has(t)) || walk.is_mark(offset + i, &["-", "/"])
    });
    if !fits || !name.iter().any(|t| t.is_capital() && !walk.words.article.has(t)) {
        return;
    }
    let last = &tokens[stop - 1];
    let listed = (0..name.len()).any(|i| {
        walk.words.agency(&name[i..]).is_some_and(|len| name[i + len..].iter().all(|t| walk.words.around_name.has(t)))
    });
    // “The Interfax news agency.” is no sentence, whatever stands before it.
    let bare = listed
        && !last.is_number()
        && (according || name.len() >= 3 && name.iter().any(|t| walk.words.agency_noun.has(t)));
    if bare {
        splice.report(Shape::AgencyFragment, walk.span(first, at), out, |hit| hit);
        return;
    }
    if according {
        return;
    }
    let hangs = last.is_lower() && walk.words.hanging.has(last);
    let reports = last.is_word() && last.is_lower() && walk.words.reporting.has(last);
    if !hangs && !reports {
        return;
    }
    let media = name.iter().any(|t| walk.words.media.has(t)) && name.len() >= 2;
    // “… he said. Reuters.” may be a credit.
    let pronoun = stop >= 2 && walk.words.pronoun.has(&tokens[stop - 2]);
    let proper = name
        .iter()
        .all(|t| t.is_capital() || t.has(TokenFlags::ALL_CAPS) || t.is_punct() || walk.words.around_name.has(t));
    if listed && !(pronoun && reports && !hangs) || media && !pronoun || hangs && proper && last_needs_name(walk, stop)
    {
        let gap = Span::new(tokens[stop].start(), tokens[first].start());
        // With the stop, where the words before it can not stand without the name.
        let from = if hangs { stop } else { first };
        splice.report(Shape::AgencyFragment, walk.span(from, at), out, |hit| hit.fix(Applicability::Unsafe, gap, " "));
    }
}

/// `according to.`, `reported by.`, `told.`, `citing.`: what stands before the stop waits for a name.
fn last_needs_name(walk: &Walk<'_>, stop: usize) -> bool {
    let tokens = walk.cx.tokens();
    let last = walk.cx.word(stop - 1);
    match last {
        "told" | "quoting" | "citing" => true,
        "to" | "by" => {
            stop >= 2 && (walk.cx.word(stop - 2) == "according" || walk.words.reporting.has(&tokens[stop - 2]))
        }
        _ => false,
    }
}
