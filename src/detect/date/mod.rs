//! `date`: dates read once an article, and what is odd about them: a conflict with the calendar, several styles, an order
//! that cannot be told, a day without its month.

mod scan;
mod style;

use super::{
    Compile, Cx, Detector, Hit, Sink,
    lists::{list, words},
    sieve::Sieve,
};
use crate::model::{Hashes, RuleId, Span, Token, WordMap, hash_word};
use scan::{Around, Date, day, figures, worded};
use serde::Deserialize;

/// Parameters of a `date` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked for.
    check: Check,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// Day and month in different orders in one article.
    Mixed,
    /// All in figures.
    Numeric,
    /// A weekday or day that the calendar does not have there.
    Calendar,
    /// “on the 9th”, no month near.
    BareDay,
}

struct Dates {
    rules: Vec<(RuleId, Check)>,
    months: WordMap<u32>,
    /// The months, roughly.
    month: Sieve,
    weekdays: WordMap<u32>,
    function_words: Hashes,
    /// Words before `24.02.` that make it a date.
    date_words: Hashes,
    /// Words of golf, baseball and calendars, where a day of the month is something else.
    games: Hashes,
}

const MONTHS: &str = "january february march april may june july august september october november december";
const SHORT: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const WEEKDAYS: &str = "sunday monday tuesday wednesday thursday friday saturday";
const DATE_WORDS: &str = "of on from since until till by before after dated to";
/// What is counted in ordinals over a span: “from the 6th to the 12th week”.
const SPANS: &[&str] = &[
    "week",
    "weeks",
    "century",
    "centuries",
    "floor",
    "floors",
    "grade",
    "grades",
    "place",
    "places",
    "hole",
    "holes",
    "minute",
    "minutes",
    "day",
    "days",
    "percentile",
    "month",
    "months",
    "year",
    "years",
    "round",
    "rounds",
    "place",
    "position",
    "parallel",
    "row",
    "rows",
];
const GAMES: &str = "hole holes birdie bogey par tee green fairway inning innings lap laps minute round rounds floor century \
    centuries christmas ramadan eve grade street avenue amendment";

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.check)).collect();
    let numbered =
        |words: &str, from: u32| -> Vec<(u64, u32)> { words.split_whitespace().map(hash_word).zip(from..).collect() };
    let mut months: WordMap<u32> = numbered(MONTHS, 1).into_iter().chain(numbered(SHORT, 1)).collect();
    months.insert(hash_word("sept"), 9);
    Box::new(Dates {
        rules,
        month: Sieve::of(months.keys()),
        months,
        weekdays: numbered(WEEKDAYS, 0).into_iter().collect(),
        function_words: list(compile.lists, "classes/function-word"),
        date_words: words!(DATE_WORDS),
        games: words!(GAMES),
    })
}

impl Detector for Dates {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|(rule, _)| out.wants(*rule)) {
            return;
        }
        let dates = self.scan(cx);
        for &(rule, check) in &self.rules {
            if !out.wants(rule) {
                continue;
            }
            match check {
                Check::Mixed => style::mixed(cx, rule, &dates, out),
                Check::Numeric => style::numeric(cx, rule, &dates, out),
                Check::Calendar => self.calendar(cx, rule, &dates, out),
                Check::BareDay => self.bare_days(cx, rule, out),
            }
        }
    }
}

impl Dates {
    fn scan(&self, cx: &Cx<'_>) -> Vec<Date> {
        let mut dates: Vec<Date> = Vec::new();
        let (mut numbers, mut months) = (cx.numbers().iter().peekable(), cx.capitals().iter().peekable());
        loop {
            while months.next_if(|&&at| !self.month.may(cx.tokens()[at as usize].hash())).is_some() {}
            let first = match (numbers.peek(), months.peek()) {
                (Some(number), Some(month)) if month < number => months.next(),
                (None, _) => months.next(),
                _ => numbers.next(),
            };
            let Some(&at) = first else { break };
            let (at, token) = (at as usize, &cx.tokens()[at as usize]);
            if dates.last().is_some_and(|d| at < d.tokens.1) {
                continue;
            }
            let found = if token.is_number() {
                figures(cx, at, &self.date_words)
            } else {
                self.months.get(&token.hash()).and_then(|&month| worded(cx, at, month))
            };
            dates.extend(found);
        }
        dates
    }

    /// `July 32`, `32 July 2022`: no month is that long.
    fn no_such_day(&self, cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
        let tokens = cx.tokens();
        for at in cx.numbers().iter().map(|&at| at as usize) {
            let token = &tokens[at];
            let word = cx.word(at);
            if word.len() != 2 || !word.parse::<u32>().is_ok_and(|day| (32..=99).contains(&day)) {
                continue;
            }
            let around = Around::of(cx, at);
            let month = |i: Option<usize>| {
                around
                    .get(i)
                    .is_some_and(|(_, t, _)| t.is_word() && t.is_capital() && self.months.contains_key(&t.hash()))
            };
            let text = |i: Option<usize>| around.get(i).map_or("", |(_, _, w)| w);
            // Behind the month: something must say that it is a date, and nothing may be counted.
            let behind = month(at.checked_sub(1)) && token.spaced() && {
                let before = at.checked_sub(2);
                let dated = self.dates_it(&around, before);
                let free = around.get(Some(at + 1)).is_none_or(|(_, t, w)| {
                    matches!(w, "," | "." | ";" | ")" | "?" | "!")
                        || self.function_words.contains(t.hash()) && w != "per"
                });
                dated && free
            };
            let ahead = month(Some(at + 1))
                && tokens[at + 1].spaced()
                && token.spaced()
                && self.dates_it(&around, at.checked_sub(1))
                && !matches!(text(Some(at + 2)), "-" | "–");
            if behind || ahead {
                let (from, to) = if behind { (at - 1, at) } else { (at, at + 1) };
                let span = Span::new(tokens[from].start(), tokens[to].end());
                out.report(Hit::new(rule, span).slot("better", "a day that the month has"));
            }
        }
    }

    /// Whether the word makes what follows a date: `on`, `until`, a weekday.
    fn dates_it(&self, around: &Around<'_, '_>, at: Option<usize>) -> bool {
        let Some((index, token, word)) = around.get(at) else { return false };
        let weekday = |token: &Token| self.weekdays.contains_key(&token.hash());
        matches!(word, "on" | "On" | "until" | "till" | "Until" | "since" | "Since" | "dated")
            || weekday(token)
            || word == "," && around.get(index.checked_sub(1)).is_some_and(|(_, t, _)| weekday(t))
    }

    fn calendar(&self, cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
        self.no_such_day(cx, rule, out);
        for date in dates {
            let around = Around::of(cx, date.tokens.0);
            let (from, to) = date.tokens;
            let longest = match date.month {
                2 if date.year.is_none_or(leap) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let tokens = cx.tokens();
            if date.day > longest {
                let span = Span::new(tokens[from].start(), tokens[to - 1].end());
                out.report(Hit::new(rule, span).slot("better", "a day that the month has"));
                continue;
            }
            // `Monday, July 17, 2022`: the comma is optional, “the” too.
            let mut before = from.checked_sub(1);
            while around.get(before).is_some_and(|(_, _, w)| matches!(w, "," | "the" | ".")) {
                before = before.and_then(|i| i.checked_sub(1));
            }
            let Some((at, said)) = around.get(before).and_then(|(i, t, _)| Some((i, *self.weekdays.get(&t.hash())?)))
            else {
                continue;
            };
            let Some(year) = date.year.filter(|y| *y >= 1900) else {
                continue;
            };
            let right = weekday(year, date.month, date.day);
            if right != said && from - at <= 3 {
                let span = Span::new(tokens[at].start(), tokens[to - 1].end());
                let name = WEEKDAYS.split_whitespace().nth(right as usize).unwrap_or_default();
                let name = format!("a {}{}", name[..1].to_uppercase(), &name[1..]);
                out.report(Hit::new(rule, span).slot("better", name));
            }
        }
    }

    /// Whether a month or weekday, or a word of games, stands in these tokens.
    fn dated(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|t| {
            t.is_word() && (t.is_capital() && self.months.contains_key(&t.hash()) || self.games.contains(t.hash()))
        })
    }

    fn bare_days(&self, cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
        let tokens = cx.tokens();
        let the = hash_word("the");
        for at in cx.numbers().iter().map(|&at| at as usize) {
            if at < 2 || tokens[at - 1].hash() != the {
                continue;
            }
            let Some((_, true)) = day(cx.word(at)) else {
                continue;
            };
            let around = Around::of(cx, at);
            let Some((preposition, _, word)) = around.get(at.checked_sub(2)) else {
                continue;
            };
            let of_day = matches!(word, "of")
                && around.get(at.checked_sub(3)).is_some_and(|(_, _, w)| {
                    matches!(w, "morning" | "afternoon" | "evening" | "night" | "noon" | "end" | "early")
                });
            if !matches!(word, "on" | "On" | "from" | "From" | "until" | "since" | "till") && !of_day {
                continue;
            }
            // What follows must not be what is counted: “the 9th hole”, “the 9th and 10th holes”, “the 9th of May”.
            let mut next = at + 1;
            while let Some((_, _, w)) = around.get(Some(next)) {
                let number = |i: usize| around.get(Some(i)).is_some_and(|(_, t, w)| t.is_number() && day(w).is_some());
                if matches!(w, "," | "and" | "or" | "-" | "–" | "to") && number(next + 1) {
                    next += 2;
                } else if w == "to"
                    && around.get(Some(next + 1)).is_some_and(|(_, t, _)| t.hash() == the)
                    && number(next + 2)
                {
                    next += 3;
                } else {
                    break;
                }
            }
            let free = match around.get(Some(next)) {
                None => true,
                Some(_)
                    if next > at + 1
                        && around.get(Some(at + 1)).is_some_and(|(_, _, w)| w == "to")
                        && word.eq_ignore_ascii_case("from")
                        && !around.get(Some(next)).is_some_and(|(_, _, w)| w == "of" || SPANS.contains(&w)) =>
                {
                    true
                }
                Some((_, t, w)) => {
                    (t.is_punct()
                        && !matches!(w, "-" | "–" | "—" | "/" | "’" | "'" | "“" | "\"" | "‘" | "(")
                        && (t.spaced() || matches!(w, "," | "." | ";" | ":" | ")" | "”" | "?" | "!")))
                        || self.function_words.contains(t.hash()) && !matches!(w, "of" | "or" | "and" | "most")
                        || w == "local"
                }
            };
            if !free {
                continue;
            }
            let sentence = cx.text.sentence_at(tokens[at].start());
            let first = sentence.saturating_sub(2);
            let near = cx.sentences()[first].tokens.start as usize
                ..cx.sentences()[(sentence + 1).min(cx.sentences().len() - 1)].tokens.end as usize;
            let weekday =
                around.get(preposition.checked_sub(1)).is_some_and(|(_, t, _)| self.weekdays.contains_key(&t.hash()));
            if weekday || self.dated(&tokens[near]) {
                continue;
            }
            out.report(Hit::new(rule, Span::new(tokens[preposition].start(), tokens[at].end())));
        }
    }
}

fn leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Day of the week of a Gregorian date, Sunday being 0 (Sakamoto's method).
fn weekday(year: i32, month: u32, day: u32) -> u32 {
    const OFFSETS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let offset = OFFSETS[(month as usize + 11) % 12];
    (year + year / 4 - year / 100 + year / 400 + offset + day.cast_signed()).rem_euclid(7).cast_unsigned()
}
