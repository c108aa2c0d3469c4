//! Thousands that are grouped with a point or a space, or whose comma has a space behind it.

use super::{
    Shape, Words,
    certain::{Certain, starred},
    near,
};
use crate::{
    detect::{Cx, Hit},
    model::{Applicability, RuleId, Span, Token},
};

use std::slice::from_ref;

/// How far before a figure its sentence is searched for what makes it a rate, in tokens.
const REACH: usize = 40;

impl Words {
    pub(super) fn thousands(&self, cx: &Cx<'_>, rule: RuleId, at: usize, certain: &Certain) -> Option<Hit> {
        let Some(shape) = self.pointed(cx, at) else {
            return self.split(cx, rule, at, certain);
        };
        let sure = self.surely(cx, at, &shape) || self.likely(cx, at, &shape) && certain.foreign(self, cx);
        if !sure {
            return None;
        }
        let better = shape.groups.join(",");
        let span = cx.tokens()[at].span();
        Some(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Unsafe, span, better))
    }

    /// The shape of a figure whose groups have points between them, unless it is a label.
    pub(super) fn pointed<'c>(&self, cx: &Cx<'c>, at: usize) -> Option<Shape<'c>> {
        let word = cx.word(at);
        if !word.contains('.') {
            return None;
        }
        let shape = Shape::of(word);
        (shape.groups.len() > 1
            && shape.suffix.is_empty()
            && shape.separators.iter().all(|s| *s == b'.')
            && Shape::thousands(&shape.groups)
            && !self.labelled(cx, at)
            && !scaled(cx, at))
        .then_some(shape)
    }

    /// Whether the points of the figure can only be between thousands.
    pub(super) fn surely(&self, cx: &Cx<'_>, at: usize, shape: &Shape<'_>) -> bool {
        let tokens = cx.tokens();
        let next = near(cx, at, 1);
        if shape.groups.len() > 2 {
            return !next.is_some_and(|i| !tokens[i].spaced() && matches!(cx.word(i), "-" | "/" | ":" | "_"));
        }
        if self.counts_of(cx, at, from_ref(&self.counts)) || self.such(cx, at) {
            return true;
        }
        if self.rate(cx, at) {
            return false;
        }
        let (first, last) = (shape.groups[0], shape.groups[1]);
        let previous = near(cx, at, -1);
        let unit = next.is_some_and(|i| tokens[i].spaced() && self.bulk.contains(tokens[i].hash()));
        let money = next.is_some_and(|i| self.currencies.contains(tokens[i].hash()) || Self::sign(cx, Some(i)))
            || Self::sign(cx, previous) && !next.is_some_and(|i| self.is_measure(tokens[i].hash()));
        let ends = next.is_none_or(|i| matches!(cx.word(i), "," | "." | ";" | ")"))
            && !previous.is_none_or(|i| matches!(cx.word(i), "(" | "," | ";" | ")") || tokens[i].is_number());
        (last.ends_with('0') || first.len() > 1) && money && !self.quoted_rate(cx, at)
            || last.ends_with("00") && unit
            || last == "000" && first.len() > 1 && ends && !self.quoted_rate(cx, at)
    }

    /// Whether the points may be between thousands, which another figure of the article must settle.
    fn likely(&self, cx: &Cx<'_>, at: usize, shape: &Shape<'_>) -> bool {
        let next = near(cx, at, 1);
        let tokens = cx.tokens();
        let noun =
            next.is_some_and(|i| tokens[i].spaced() && tokens[i].is_word() && !self.small.contains(tokens[i].hash()));
        // “of which 12.300 are empty”, “2.500 *trottinettes”: nothing measured follows.
        let bare = next.is_some_and(|i| tokens[i].spaced() && (tokens[i].is_word() || starred(cx, i)))
            && (shape.groups[0].len() > 1 || shape.groups[1].ends_with("00"));
        let measured = next.is_some_and(|i| self.is_measure(tokens[i].hash()));
        let unit = next.is_some_and(|i| self.bulk.contains(tokens[i].hash()));
        !self.rate(cx, at)
            && !self.quoted_rate(cx, at)
            && (unit
                || (noun || bare) && !measured
                || shape.groups[1].ends_with("00") && next.is_none_or(|i| tokens[i].is_punct()))
    }

    /// `12.500 such villages`, `4.200 of them`.
    fn such(&self, cx: &Cx<'_>, at: usize) -> bool {
        let word = |by| near(cx, at, by).map_or("", |i| cx.word(i));
        match word(1) {
            "such" | "other" | "more" => near(cx, at, 1).is_some_and(|i| self.counts_of(cx, i, from_ref(&self.counts))),
            "of" => {
                matches!(word(2), "them" | "whom" | "us")
                    || matches!(word(2), "these" | "those" | "the") && {
                        near(cx, at, 2).is_some_and(|i| self.counts_of(cx, i, from_ref(&self.counts)))
                    }
            }
            _ => false,
        }
    }

    /// Whether what follows makes the figure a price or a rate: `3.459 a gallon`, `1.100 to the dollar`.
    fn rate(&self, cx: &Cx<'_>, at: usize) -> bool {
        let tokens = cx.tokens();
        let measure = |i: usize| self.bulk.contains(tokens[i].hash()) || matches!(cx.word(i), "share" | "unit" | "kWh");
        (at + 1..at + 3).any(|i| {
            let after = |by| near(cx, at, (i - at).cast_signed() + by);
            near(cx, at, (i - at).cast_signed()).is_some_and(|i| match cx.word(i) {
                "per" | "a" | "an" | "/" => after(1).is_some_and(measure),
                "to" | "against" => {
                    (1..=2).any(|by| after(by).is_some_and(|i| self.currencies.contains(tokens[i].hash())))
                }
                _ => false,
            })
        })
    }

    /// `the dollar fell to 3.500 pesos`, `closed at 18.000`: behind a preposition of level, or a score.
    fn quoted_rate(&self, cx: &Cx<'_>, at: usize) -> bool {
        let Some(previous) = near(cx, at, -1) else { return false };
        let level = matches!(
            cx.word(previous),
            "to" | "at" | "from" | "by" | "above" | "below" | "averaged" | "averaging" | "bought" | "buys" | "worth"
        );
        let sentence = &cx.sentences()[cx.text.sentence_at(cx.tokens()[at].start())];
        let valued = |i: usize| {
            self.currencies.contains(cx.tokens()[i].hash())
                || matches!(cx.word(i), "rate" | "index" | "closed" | "currency" | "average" | "trading" | "traded")
        };
        matches!(cx.word(previous), "scored" | "batting" | "hit")
            || level && (previous.saturating_sub(REACH).max(sentence.tokens.start as usize)..previous).any(valued)
    }

    /// `5 000 euros`, `65, 000 vehicles`: groups that white space parts.
    fn split(&self, cx: &Cx<'_>, rule: RuleId, at: usize, certain: &Certain) -> Option<Hit> {
        let tokens = cx.tokens();
        let digits = |i: usize| cx.word(i).bytes().all(|b| b.is_ascii_digit());
        let head = cx.word(at);
        let group = |i: usize| tokens[i].is_number() && tokens[i].spaced() && cx.word(i).len() == 3 && digits(i);
        // Hardly a figure has a group behind it.
        let grouped = tokens.get(at + 1).is_some_and(|next| {
            next.is_number() || next.is_punct() && tokens.get(at + 2).is_some_and(Token::is_number)
        });
        if !grouped || !(1..=3).contains(&head.len()) || !digits(at) || head.starts_with('0') || self.labelled(cx, at) {
            return None;
        }
        let mut end = at;
        let mut better = head.to_owned();
        let mut comma = false;
        // The comma of a split group touches the digits before it; all groups are parted alike.
        while let Some(next) = near(cx, end, 1) {
            let marked = cx.word(next) == "," && !tokens[next].spaced() && (end == at || comma);
            let found = if marked { near(cx, next, 1) } else { Some(next).filter(|_| !comma) };
            let Some(found) = found.filter(|&i| group(i)) else { break };
            comma = marked;
            better.push(',');
            better.push_str(cx.word(found));
            end = found;
        }
        if end == at
            || near(cx, end, 1).is_some_and(|i| tokens[i].is_number() || !tokens[i].spaced() && tokens[i].is_word())
        {
            return None;
        }
        let previous = near(cx, at, -1);
        let listed = previous.is_some_and(|i| {
            tokens[i].is_number()
                || self.months.contains(tokens[i].hash())
                || matches!(cx.word(i), "," | "+" | ")" | ":" | "." | "(")
        });
        let next = near(cx, end, 1);
        // “20 200 euro notes”: notes are counted.
        let singular = |i: usize| matches!(cx.word(i), "euro" | "dollar" | "pound" | "real" | "won");
        let currency = |i: usize| self.currencies.contains(tokens[i].hash()) && !singular(i);
        let money = Self::sign(cx, previous) || next.is_some_and(|i| currency(i) || Self::sign(cx, Some(i)));
        let counted = self.counts_of(cx, end, from_ref(&self.counts));
        // “on day 5, 200 people”, “at 7 300 people”: two figures meet.
        let meets = previous.is_some_and(|i| {
            tokens[i].is_word()
                && matches!(
                    cx.word(i).to_ascii_lowercase().as_str(),
                    "at" | "by"
                        | "before"
                        | "after"
                        | "until"
                        | "since"
                        | "age"
                        | "aged"
                        | "day"
                        | "group"
                        | "week"
                        | "round"
                        | "season"
                        | "on"
                        | "in"
                        | "the"
                        | "stage"
                        | "phase"
                        | "episode"
                        | "level"
                        | "was"
                        | "is"
                        | "were"
                        | "turned"
                )
        });
        let zeros = cx.word(end) == "000";
        let unit = next.is_some_and(|i| self.bulk.contains(tokens[i].hash()) && (zeros || cx.word(i).ends_with('s')));
        // “3 200 posts”, where other figures of the article are as foreign.
        let plural = |i: usize| tokens[i].spaced() && !tokens[i].is_capital() && self.plural(cx, i);
        let trusted = || !comma && !meets && next.is_some_and(plural) && certain.foreign(self, cx);
        if listed || !(money || counted || zeros && (comma || unit) || unit && !meets || trusted()) || !zeros && meets {
            return None;
        }
        // A list of two: `500, 600 dollars`.
        if comma && !zeros && head.len() == 3 && head.ends_with('0') && cx.word(end).ends_with('0') {
            return None;
        }
        let span = Span::new(tokens[at].start(), tokens[end].end());
        Some(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Unsafe, span, better))
    }
}

/// `5.792 million people` counts in millions.
fn scaled(cx: &Cx<'_>, at: usize) -> bool {
    near(cx, at, 1)
        .is_some_and(|i| matches!(cx.word(i), "million" | "billion" | "trillion" | "thousand" | "m" | "bn" | "%"))
}
