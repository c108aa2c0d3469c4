//! Which styles of marks an article has, and which of them are too many.

use super::{NEAR, about_marks, code, converted, is_foreign, locale_style};
use crate::{
    detect::{Cx, Sink},
    model::{Lang, RuleId, Severity, TokenFlags},
    text::{Quotation, QuoteStyle},
};

const STYLES: [QuoteStyle; 4] = [QuoteStyle::Curly, QuoteStyle::Straight, QuoteStyle::Guillemet, QuoteStyle::Low];

/// How many quotations of each of [`STYLES`] the text has at its outer level.
fn counts(cx: &Cx<'_>) -> [u32; 4] {
    let mut counts = [0; 4];
    for pair in cx.quotations().pairs() {
        if let Some(i) = STYLES.iter().position(|s| *s == pair.style)
            && !pair.nested
            && !code(cx, pair)
        {
            counts[i] += 1;
        }
    }
    counts
}

/// The style of most quotations; where two are equal, the typographic one.
fn majority(counts: [u32; 4]) -> QuoteStyle {
    let (mut best, mut most) = (QuoteStyle::Curly, counts[0]);
    for (style, count) in STYLES.into_iter().zip(counts) {
        if count > most {
            (best, most) = (style, count);
        }
    }
    best
}

/// The style of most quotations that is right in the language; marks of another are not what to turn the others into.
fn house(cx: &Cx<'_>, mut counts: [u32; 4]) -> QuoteStyle {
    let own = |(style, count): (&QuoteStyle, &u32)| *count > 0 && !is_foreign(*style, cx.lang);
    if STYLES.iter().zip(&counts).any(own) {
        for (style, count) in STYLES.iter().zip(&mut counts) {
            if is_foreign(*style, cx.lang) {
                *count = 0;
            }
        }
    }
    majority(counts)
}

/// Quotations in a rarer style than the others.
pub(super) fn mixed(cx: &Cx<'_>, rule: RuleId, except: &[String], out: &mut Sink<'_>) {
    let pairs = cx.quotations().pairs();
    // Most articles have one style, and it is the style of the house.
    if let Some(first) = pairs.first()
        && STYLES.contains(&first.style)
        && pairs.iter().all(|pair| pair.style == first.style)
    {
        return;
    }
    let counts = counts(cx);
    let house = house(cx, counts);
    let double = |p: &&Quotation| matches!(p.style, QuoteStyle::Curly | QuoteStyle::Straight);
    let speeches = pairs.iter().filter(double).filter(|p| speech(cx, p)).count();
    for pair in pairs {
        let to = match pair.style {
            // A pair that does not match itself needs no other evidence.
            QuoteStyle::Mixed => house,
            // Single marks serve titles and words; a whole speech in them, beside speeches in double ones, does not.
            QuoteStyle::CurlySingle | QuoteStyle::StraightSingle if speeches >= 2 && speech(cx, pair) => house,
            QuoteStyle::StraightSingle if house == QuoteStyle::Curly && counts[0] > 0 => QuoteStyle::CurlySingle,
            QuoteStyle::Straight | QuoteStyle::Curly | QuoteStyle::Guillemet | QuoteStyle::Low
                if pair.style != house && counts.iter().sum::<u32>() > 0 =>
            {
                // Languages other than English have a second pair of marks for the inner level.
                let inner = pair.nested && pair.style != QuoteStyle::Straight && house != QuoteStyle::Straight;
                if inner || counts[STYLES.iter().position(|s| *s == house).unwrap_or(0)] == 0 {
                    continue;
                }
                house
            }
            _ => continue,
        };
        if !code(cx, pair) && !about_marks(cx, pair, except) {
            // One quotation among many in the other style is a slip that no reader notices.
            let slip = STYLES.iter().position(|s| *s == pair.style).is_some_and(|i| counts[i] == 1)
                && STYLES.iter().position(|s| *s == house).is_some_and(|i| counts[i] >= 3);
            let hit = converted(cx, rule, pair, to);
            out.report(if slip { hit.severity(Severity::Neutral) } else { hit });
        }
    }
}

/// Whether a quotation is something said: it begins with a capital and its last mark stands inside.
fn speech(cx: &Cx<'_>, pair: &Quotation) -> bool {
    !pair.nested
        && pair.close > pair.open + 3
        && cx.tokens()[pair.open + 1].is_capital()
        && matches!(cx.word(pair.close - 1), "," | "." | "!" | "?")
}

/// Marks that the language does not use.
pub(super) fn foreign(cx: &Cx<'_>, rule: RuleId, except: &[String], out: &mut Sink<'_>) {
    let pairs = cx.quotations().pairs();
    if !pairs.iter().any(|p| is_foreign(p.style, cx.lang)) {
        return;
    }
    let [curly, straight, ..] = counts(cx);
    let own = locale_style(cx.lang);
    let to = if own == QuoteStyle::Curly && straight > curly { QuoteStyle::Straight } else { own };
    for pair in pairs.iter().filter(|p| is_foreign(p.style, cx.lang)) {
        let inside = pair.open + 1..pair.close;
        let tokens = cx.tokens();
        // A title in its own script keeps its own marks.
        let readable = inside.clone().take(NEAR).any(|i| tokens[i].counts() && !tokens[i].has(TokenFlags::UNCASED));
        let foreign_script = inside.clone().take(NEAR).any(|i| cx.lang == Lang::EN && !latin(cx.word(i)));
        if readable && !foreign_script && !about_marks(cx, pair, except) && !code(cx, pair) {
            out.report(converted(cx, rule, pair, to));
        }
    }
}

fn latin(word: &str) -> bool {
    !word.chars().any(|c| c.is_alphabetic() && c as u32 > 0x24f && !matches!(c as u32, 0x1e00..=0x1eff))
}
