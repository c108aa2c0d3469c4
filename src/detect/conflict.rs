//! `number-conflict`: figures of one sentence that cannot all be true.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{RuleId, Span, WordMap, hash_word};
use serde::Deserialize;

/// Parameters of a `number-conflict` rule: none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {}

const SMALL: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
    eighteen nineteen twenty";

struct Conflicts {
    rules: Vec<RuleId>,
    numerals: WordMap<u32>,
    colon: u64,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, _)| id).collect();
    let numerals = SMALL.split_whitespace().map(hash_word).zip(1..).collect();
    Box::new(Conflicts { rules, numerals, colon: hash_word(":") })
}

impl Detector for Conflicts {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|rule| out.wants(*rule)) {
            return;
        }
        let (mut numbers, mut marks) = (cx.numbers(), cx.marks());
        for sentence in cx.sentences() {
            let range = sentence.token_range();
            // Each shape has a figure or a colon; most sentences have neither.
            let figures = taken(&mut numbers, range.end);
            let colon =
                taken(&mut marks, range.end).iter().any(|&mark| cx.tokens()[mark as usize].hash() == self.colon);
            if figures.is_empty() && !colon {
                continue;
            }
            let found = [
                self.gloss(cx, &range, figures),
                colon.then(|| self.parts(cx, &range)).flatten(),
                age(cx, &range, figures),
            ];
            for (span, better) in found.into_iter().flatten() {
                for &rule in &self.rules {
                    out.report(Hit::new(rule, span).slot("better", better.clone()));
                }
            }
        }
    }
}

/// Takes the indexes before `end` from the front of a list.
fn taken<'l>(list: &mut &'l [u32], end: usize) -> &'l [u32] {
    let count = list.iter().position(|&index| index as usize >= end).unwrap_or(list.len());
    let (front, rest) = list.split_at(count);
    *list = rest;
    front
}

type Found = Option<(Span, String)>;

impl Conflicts {
    fn numeral(&self, cx: &Cx<'_>, at: usize) -> Option<u32> {
        let token = cx.tokens()[at];
        if token.is_word() {
            return self.numerals.get(&token.hash()).copied();
        }
        token.is_number().then(|| cx.word(at).parse().ok()).flatten()
    }

    /// `three (5)`: a numeral and, in brackets, another figure.
    fn gloss(&self, cx: &Cx<'_>, range: &std::ops::Range<usize>, figures: &[u32]) -> Found {
        let tokens = cx.tokens();
        let before = figures.iter().filter_map(|&figure| (figure as usize).checked_sub(2));
        let at = before.filter(|&i| range.contains(&i)).find(|&i| {
            i + 3 < range.end
                && tokens[i].is_word()
                && cx.word(i + 1) == "("
                && cx.word(i + 3) == ")"
                && self.numerals.contains_key(&tokens[i].hash())
        })?;
        let (word, figure) = (self.numeral(cx, at)?, cx.word(at + 2).parse::<u32>().ok()?);
        // `twenty (120)` may be the end of a longer numeral, `Chapter Two (12)` a reference.
        let alone = at == range.start || !matches!(cx.word(at - 1), "-" | "and" | "hundred");
        let lower = !tokens[at].is_capital() || at == range.start;
        let span = Span::new(tokens[at].start(), tokens[at + 3].end());
        (word != figure && word > 1 && figure < 1900 && alone && lower)
            .then(|| (span, format!("“{}” and {figure}", cx.word(at))))
    }

    /// `Twelve miners …: seven … and six …`: two parts behind a colon that make more or less than the whole.
    fn parts(&self, cx: &Cx<'_>, range: &std::ops::Range<usize>) -> Found {
        let tokens = cx.tokens();
        let colon = range.clone().find(|&i| cx.word(i) == ":")?;
        let numbers = |part: std::ops::Range<usize>| -> Vec<(usize, u32)> {
            part.filter_map(|i| Some((i, self.numeral(cx, i)?))).collect()
        };
        let any_number = |part: std::ops::Range<usize>| {
            part.clone().filter(|&i| tokens[i].is_number() || self.numerals.contains_key(&tokens[i].hash())).count()
        };
        let (head, tail) = (numbers(range.start..colon), numbers(colon + 1..range.end));
        let [(at, whole)] = head[..] else { return None };
        let [(_, first), (_, second)] = tail[..] else {
            return None;
        };
        let starts = at == range.start && any_number(range.start..colon) == 1 && any_number(colon + 1..range.end) == 2;
        // The parts must be people or things of the same kind: each a numeral and a participle, joined by “and”.
        let bare = |i: usize| {
            let next = i + 1;
            next < range.end
                && matches!(
                    cx.word(next),
                    "were" | "was" | "died" | "survived" | "are" | "dead" | "injured" | "escaped"
                )
                || next < range.end && tokens[next].is_word() && cx.word(next).ends_with("ed")
        };
        let shaped = tail.iter().all(|(i, _)| bare(*i))
            && (tail[0].0..tail[1].0).any(|i| cx.word(i) == "and" || cx.word(i) == ",");
        let span = Span::new(tokens[at].start(), tokens[tail[1].0].end());
        (starts && shaped && whole > 2 && first + second > whole)
            .then(|| (span, format!("{first} and {second} are more than {whole}")))
    }
}

/// `The 35-year-old, born in 1999, was arrested in 2010.`
fn age(cx: &Cx<'_>, range: &std::ops::Range<usize>, figures: &[u32]) -> Found {
    let tokens = cx.tokens();
    let at = figures
        .iter()
        .map(|&figure| figure as usize)
        .find(|&i| i + 4 < range.end && cx.word(i + 1) == "-" && cx.word(i + 2) == "year" && cx.word(i + 4) == "old")?;
    let age: i32 = cx.word(at).parse().ok()?;
    let year = |i: usize| -> Option<i32> {
        (tokens[i].is_number() && cx.word(i).len() == 4)
            .then(|| cx.word(i).parse().ok())
            .flatten()
            .filter(|y| (1900..2100).contains(y))
    };
    let born = (at + 5..range.end.saturating_sub(2))
        .find(|&i| cx.word(i) == "born" && cx.word(i + 1) == "in" && i - at < 9)?;
    let birth = year(born + 2)?;
    let (end, event) = (born + 3..range.end).filter_map(|i| Some((i, year(i)?))).next_back()?;
    let span = Span::new(tokens[at].start(), tokens[end].end());
    // A year of grace on either side: the birthday may be ahead.
    let lived = event - birth;
    let only = (born + 3..range.end).filter(|&i| year(i).is_some()).count() == 1;
    (only && lived >= 0 && (age - lived).abs() > 1)
        .then(|| (span, format!("born in {birth}, {lived} years old in {event}")))
}
