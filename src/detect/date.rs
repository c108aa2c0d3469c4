//! `date`: dates read once an article, and what is odd about them: a conflict with the calendar, several styles, an order
//! that cannot be told, a day without its month.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, RuleId, Severity, Span, Token, hash_word};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

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

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `11 February`
    DayMonth,
    /// `February 11`
    MonthDay,
    /// `the 18th of July`
    Of,
    /// `17.07.2022`, `04/03/2022`
    Figures,
}

struct Date {
    style: Style,
    /// First token and the token behind.
    tokens: (usize, usize),
    day: u32,
    month: u32,
    year: Option<i32>,
    ordinal: bool,
}

struct Dates {
    rules: Vec<(RuleId, Check)>,
    months: HashMap<u64, u32>,
    weekdays: HashMap<u64, u32>,
    function_words: HashSet<u64>,
    /// Words before `24.02.` that make it a date.
    date_words: HashSet<u64>,
    /// Words of golf, baseball and calendars, where a day of the month is something else.
    games: HashSet<u64>,
}

const MONTHS: &str = "january february march april may june july august september october november december";
const SHORT: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const WEEKDAYS: &str = "sunday monday tuesday wednesday thursday friday saturday";
const DATE_WORDS: &str = "of on from since until till by before after dated to";
/// What is counted in ordinals over a span: “from the 6th to the 12th week”.
const SPANS: &[&str] = &[
    "week", "weeks", "century", "centuries", "floor", "floors", "grade", "grades", "place", "places", "hole", "holes", "minute", "minutes", "day",
    "days", "percentile", "month", "months", "year", "years", "round", "rounds", "place", "position", "parallel", "row", "rows",
];
const GAMES: &str = "hole holes birdie bogey par tee green fairway inning innings lap laps minute round rounds floor century \
    centuries christmas ramadan eve grade street avenue amendment";

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.check)).collect();
    let numbered = |words: &str, from: u32| -> Vec<(u64, u32)> { words.split_whitespace().map(hash_word).zip(from..).collect() };
    let set = |words: &str| words.split_whitespace().map(hash_word).collect::<HashSet<u64>>();
    let mut months: HashMap<u64, u32> = numbered(MONTHS, 1).into_iter().chain(numbered(SHORT, 1)).collect();
    months.insert(hash_word("sept"), 9);
    let function_words = compile.lists.words("classes/function-word").map(|words| words.map(hash_word).collect()).unwrap_or_default();
    Box::new(Dates {
        rules,
        months,
        weekdays: numbered(WEEKDAYS, 0).into_iter().collect(),
        function_words,
        date_words: set(DATE_WORDS),
        games: set(GAMES),
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
                Check::Mixed => mixed(cx, rule, &dates, out),
                Check::Numeric => numeric(cx, rule, &dates, out),
                Check::Calendar => self.calendar(cx, rule, &dates, out),
                Check::BareDay => self.bare_days(cx, rule, out),
            }
        }
    }
}

/// The tokens around one, as far as they stand in its block.
struct Around<'c, 'd> {
    cx: &'c Cx<'d>,
    block: std::ops::Range<usize>,
}

impl<'c, 'd> Around<'c, 'd> {
    fn of(cx: &'c Cx<'d>, at: usize) -> Self {
        let block = &cx.text.blocks()[cx.text.block_at(cx.tokens()[at].start())];
        Self { cx, block: block.tokens.start as usize..block.tokens.end as usize }
    }

    fn get(&self, at: Option<usize>) -> Option<(usize, &'d Token, &'d str)> {
        let at = at.filter(|i| self.block.contains(i))?;
        Some((at, &self.cx.tokens()[at], self.cx.word(at)))
    }
}

/// A day of the month: its number and whether it has an ending (`5th`).
fn day(word: &str) -> Option<(u32, bool)> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, suffix) = word.split_at(digits);
    let ordinal = matches!(suffix, "st" | "nd" | "rd" | "th");
    let number: u32 = (number.len() <= 2).then(|| number.parse().ok()).flatten()?;
    ((1..=31).contains(&number) && (ordinal || suffix.is_empty())).then_some((number, ordinal))
}

fn year(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|y| (1500..2200).contains(y))
}

impl Dates {
    fn scan(&self, cx: &Cx<'_>) -> Vec<Date> {
        let mut dates: Vec<Date> = Vec::new();
        for (at, token) in cx.tokens().iter().enumerate() {
            if dates.last().is_some_and(|d| at < d.tokens.1) {
                continue;
            }
            let found = if token.is_number() {
                figures(cx, at, &self.date_words)
            } else if token.is_word() && token.is_capital() {
                self.months.get(&token.hash()).and_then(|&month| worded(cx, at, month))
            } else {
                None
            };
            dates.extend(found);
        }
        dates
    }

    fn calendar(&self, cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
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
            let Some((at, said)) = around.get(before).and_then(|(i, t, _)| Some((i, *self.weekdays.get(&t.hash())?))) else { continue };
            let Some(year) = date.year.filter(|y| *y >= 1900) else { continue };
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
            t.is_word() && (t.is_capital() && self.months.contains_key(&t.hash()) || self.games.contains(&t.hash()))
        })
    }

    fn bare_days(&self, cx: &Cx<'_>, rule: RuleId, out: &mut Sink<'_>) {
        let tokens = cx.tokens();
        let the = hash_word("the");
        for at in 2..tokens.len() {
            if !tokens[at].is_number() || tokens[at - 1].hash() != the {
                continue;
            }
            let Some((_, true)) = day(cx.word(at)) else { continue };
            let around = Around::of(cx, at);
            let Some((preposition, _, word)) = around.get(at.checked_sub(2)) else { continue };
            let of_day = matches!(word, "of") && around.get(at.checked_sub(3)).is_some_and(|(_, _, w)| {
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
                } else if w == "to" && around.get(Some(next + 1)).is_some_and(|(_, t, _)| t.hash() == the) && number(next + 2) {
                    next += 3;
                } else {
                    break;
                }
            }
            let free = match around.get(Some(next)) {
                None => true,
                Some(_) if next > at + 1 && around.get(Some(at + 1)).is_some_and(|(_, _, w)| w == "to")
                    && word.eq_ignore_ascii_case("from")
                    && !around.get(Some(next)).is_some_and(|(_, _, w)| w == "of" || SPANS.contains(&w)) => true,
                Some((_, t, w)) => {
                    (t.is_punct() && !matches!(w, "-" | "–" | "—" | "/" | "’" | "'" | "“" | "\"" | "‘" | "(") && (t.spaced() || matches!(w, "," | "." | ";" | ":" | ")" | "”" | "?" | "!")))
                        || self.function_words.contains(&t.hash()) && !matches!(w, "of" | "or" | "and" | "most")
                        || w == "local"
                }
            };
            if !free {
                continue;
            }
            let sentence = cx.text.sentence_at(tokens[at].start());
            let first = sentence.saturating_sub(2);
            let near = cx.sentences()[first].tokens.start as usize..cx.sentences()[(sentence + 1).min(cx.sentences().len() - 1)].tokens.end as usize;
            let weekday = around.get(preposition.checked_sub(1)).is_some_and(|(_, t, _)| self.weekdays.contains_key(&t.hash()));
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
    (year + year / 4 - year / 100 + year / 400 + offset + day as i32).rem_euclid(7) as u32
}

/// A date around the name of a month.
fn worded(cx: &Cx<'_>, at: usize, month: u32) -> Option<Date> {
    let around = Around::of(cx, at);
    let mut next = at + 1;
    if around.get(Some(next)).is_some_and(|(_, t, w)| w == "." && !t.spaced()) {
        next += 1;
    }
    let year_behind = |mut i: usize| {
        if around.get(Some(i)).is_some_and(|(_, _, w)| matches!(w, "," | "of")) {
            i += 1;
        }
        around.get(Some(i)).and_then(|(_, t, w)| t.is_number().then(|| year(w)).flatten()).map(|y| (y, i + 1))
    };
    // `11 February`, `the 11th of February`
    let back = |by: usize| around.get(at.checked_sub(by));
    let of = back(1).is_some_and(|(_, _, w)| w == "of");
    let before = back(if of { 2 } else { 1 }).filter(|(_, t, _)| t.is_number());
    if let Some((index, token, (number, ordinal))) = before.and_then(|(i, t, w)| Some((i, t, day(w)?))) {
        // `9-11 February`, `4/5 May`, `5,17 May`: ranges keep their order; `2:11 May` and `No. 4 March` are something else.
        let tied = !token.spaced() && around.get(index.checked_sub(1)).is_some_and(|(_, _, w)| !matches!(w, "-" | "–" | "(" | "—" | "“"));
        // “Windows 10 May 2020 Update”, but “Friday 4 March”.
        let named = back(if of { 3 } else { 2 }).is_some_and(|(i, t, w)| {
            t.is_word() && t.is_capital() && !w.ends_with("day") && i != around.block.start && !matches!(w, "On" | "The" | "From" | "Since" | "Until" | "By" | "In")
        });
        if !tied && !named {
            let behind = year_behind(at + 1);
            let style = if of { Style::Of } else { Style::DayMonth };
            return Some(Date { style, tokens: (index, behind.map_or(at + 1, |b| b.1)), day: number, month, year: behind.map(|b| b.0), ordinal });
        }
    }
    // `February 11`
    let (index, token, word) = around.get(Some(next)).filter(|(_, t, _)| t.is_number() && t.spaced())?;
    let (number, ordinal) = day(word)?;
    let _ = token;
    let behind = year_behind(index + 1);
    // “In March 11 people died”, “March 11 million”: the figure belongs to what follows.
    let after = around.get(Some(index + 1));
    let counted = around.get(at.checked_sub(1)).is_some_and(|(_, _, w)| matches!(w, "in" | "In"))
        && after.is_some_and(|(_, t, w)| t.is_word() && !matches!(w, "the" | "at" | "and" | "in" | "of"));
    let unit = after.is_some_and(|(_, _, w)| matches!(w, "%" | "percent" | "million" | "billion" | "per" | "times" | ":"));
    if counted || unit {
        return None;
    }
    Some(Date { style: Style::MonthDay, tokens: (at, behind.map_or(index + 1, |b| b.1)), day: number, month, year: behind.map(|b| b.0), ordinal })
}

/// `17.07.2022`, `04/03/2022`, `24.02.` behind a preposition.
fn figures(cx: &Cx<'_>, at: usize, date_words: &HashSet<u64>) -> Option<Date> {
    let word = cx.word(at);
    let around = Around::of(cx, at);
    let glued = |i: usize| around.get(Some(i)).is_some_and(|(_, t, _)| !t.spaced());
    let previous = around.get(at.checked_sub(1));
    if previous.is_some_and(|(_, t, w)| {
        matches!(w, "/" | "-" | "." | "_") && !cx.tokens()[at].spaced()
            || t.is_word() && matches!(w.to_ascii_lowercase().as_str(), "version" | "v" | "no" | "section" | "release" | "build")
    }) {
        return None;
    }
    let made = |day: &str, month: &str, year: Option<&str>, end: usize| {
        let (day, month) = (day.parse().ok()?, month.parse().ok()?);
        let year: Option<i32> = year.and_then(|y| y.parse().ok()).map(|y: i32| if y < 100 { 2000 + y } else { y });
        let swapped = month > 12 && day <= 12;
        let (day, month): (u32, u32) = if swapped { (month, day) } else { (day, month) };
        let valid = (1..=31).contains(&day) && (1..=12).contains(&month) && year.is_none_or(|y| (1900..2100).contains(&y));
        valid.then_some(Date { style: Style::Figures, tokens: (at, end), day, month, year, ordinal: false })
    };
    // `17.07.2022`
    let mut parts = word.split('.');
    if let (Some(d), Some(m), y, None) = (parts.next(), parts.next(), parts.next(), parts.next()) {
        if d.len() > 2 || m.len() != 2 && y.is_none() || m.is_empty() || m.len() > 2 || y.is_some_and(|y| !matches!(y.len(), 2 | 4)) {
            return None;
        }
        if around.get(Some(at + 1)).is_some_and(|(_, t, w)| !t.spaced() && matches!(w, "-" | "/" | "_" | ":")) {
            return None;
        }
        let months = m.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m));
        let dated = previous.is_some_and(|(_, t, _)| date_words.contains(&t.hash()));
        if let Some(year) = y {
            // Two figures for the year: `5.3.21` might be a section.
            return (months && (year.len() == 4 || d.len() == 2 && m.len() == 2 && dated)).then(|| made(d, m, Some(year), at + 1)).flatten();
        }
        // `24.02.` with its point and a word behind it.
        let point = around.get(Some(at + 1)).is_some_and(|(_, t, w)| w == "." && !t.spaced());
        let goes_on = around.get(Some(at + 2)).is_some_and(|(_, t, _)| t.is_word() && !t.is_capital());
        let ends = around.get(Some(at + 2)).is_none() && previous.is_some_and(|(_, _, w)| matches!(w, "on" | "since" | "until" | "dated"));
        return (dated && months && d.len() == 2 && point && (goes_on || ends)).then(|| made(d, m, None, at + 2)).flatten();
    }
    // `04/03/2022`
    let number = |i: usize| around.get(Some(i)).filter(|(_, t, _)| t.is_number() && !t.spaced()).map(|(_, _, w)| w);
    let slash = |i: usize| around.get(Some(i)).is_some_and(|(_, t, w)| w == "/" && !t.spaced());
    if word.len() <= 2 && slash(at + 1) && slash(at + 3) {
        let (m, y) = (number(at + 2)?, number(at + 4)?);
        let longer = glued(at + 5) && around.get(Some(at + 5)).is_some_and(|(_, _, w)| matches!(w, "/" | "-"));
        return (m.len() <= 2 && y.len() == 4 && !longer).then(|| made(word, m, Some(y), at + 5)).flatten();
    }
    None
}

fn span(cx: &Cx<'_>, date: &Date) -> Span {
    let tokens = cx.tokens();
    Span::new(tokens[date.tokens.0].start(), tokens[date.tokens.1 - 1].end())
}

const NAMES: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
];

fn numeric(cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
    for date in dates.iter().filter(|d| d.style == Style::Figures) {
        // With points the day comes first everywhere; with slashes America and Europe differ.
        let slashed = cx.word(date.tokens.0).len() <= 2;
        let unclear = slashed && date.day <= 12 && date.month <= 12 && date.day != date.month;
        let name = NAMES[(date.month as usize + 11) % 12];
        let year = date.year.map(|y| format!(", {y}")).unwrap_or_default();
        let better = if unclear { "the month by its name".to_owned() } else { format!("{name} {}{year}", date.day) };
        let hit = Hit::new(rule, span(cx, date)).slot("better", better.clone());
        out.report(if unclear { hit.severity(Severity::Major) } else { hit.fix(Applicability::Unsafe, span(cx, date), better) });
    }
}

/// Reports the rarer styles of an article; of two equally frequent ones, the one that comes later.
fn mixed(cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
    if dates.len() < 2 {
        return;
    }
    let counted: Vec<&Date> = dates.iter().filter(|d| !apart(cx, d)).collect();
    let count = |style: Style| counted.iter().filter(|d| d.style == style).count();
    let Some(first) = counted.first() else { return };
    let order = if count(Style::DayMonth) == count(Style::MonthDay) {
        counted.iter().map(|d| d.style).find(|s| matches!(s, Style::DayMonth | Style::MonthDay)).unwrap_or(first.style)
    } else if count(Style::DayMonth) > count(Style::MonthDay) {
        Style::DayMonth
    } else {
        Style::MonthDay
    };
    if count(order) == 0 {
        return;
    }
    for date in &counted {
        let month_first = order == Style::MonthDay;
        // The Fourth of July is a name; “the 9th of May” beside “9 May” is no other order.
        let named = date.style == Style::Of && (date.month, date.day) == (7, 4);
        let other = match date.style {
            Style::Of => month_first && date.ordinal && !named,
            style => style != order,
        };
        if other {
            let name = NAMES[(date.month as usize + 11) % 12];
            let better = if month_first { format!("{name} {}", date.day) } else { format!("{} {name}", date.day) };
            out.report(Hit::new(rule, span(cx, date)).slot("better", better));
        }
    }
}

/// Dates that follow a style of their own: in quotations and datelines, as part of a name.
fn apart(cx: &Cx<'_>, date: &Date) -> bool {
    let around = Around::of(cx, date.tokens.0);
    let (from, to) = date.tokens;
    let dash = |i: usize| around.get(Some(i)).is_some_and(|(_, t, w)| matches!(w, "—" | "–" | "--") || w == "-" && t.spaced());
    // `BERLIN, 4 March —`, `TEHRAN, Dec. 11 (Xinhua) --`
    let bracket = around.get(Some(to)).is_some_and(|(_, _, w)| matches!(w, "(" | "/"));
    let dateline = from - around.block.start <= 6 && (bracket || (to..to + 3).any(dash));
    // A date that is all of its block is a stamp.
    let words = around.block.clone().filter(|&i| cx.tokens()[i].counts()).count();
    let stamp = words <= to - from + 2;
    let name = around.get(Some(to)).is_some_and(|(_, t, _)| t.is_word() && t.is_capital() && t.spaced())
        && around.get(from.checked_sub(1)).is_some_and(|(_, _, w)| matches!(w, "the" | "The"));
    dateline || stamp || name || cx.quotations().contain(span(cx, date))
}
