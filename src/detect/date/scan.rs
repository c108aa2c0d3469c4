//! Reads a date at a place of the text.

use crate::{
    detect::Cx,
    model::{Hashes, Token},
};

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `11 February`
    DayMonth,
    /// `February 11`
    MonthDay,
    /// `the 18th of July`
    Of,
    /// `17.07.2022`, `04/03/2022`, `17-07-2022`, `2022.07.17`
    Figures,
}

pub(super) struct Date {
    pub(super) style: Style,
    /// First token and the token behind.
    pub(super) tokens: (usize, usize),
    pub(super) day: u32,
    pub(super) month: u32,
    pub(super) year: Option<i32>,
    pub(super) ordinal: bool,
}

/// The tokens around one, as far as they stand in its block.
pub(super) struct Around<'c, 'd> {
    pub(super) cx: &'c Cx<'d>,
    pub(super) block: std::ops::Range<usize>,
}

impl<'c, 'd> Around<'c, 'd> {
    pub(super) fn of(cx: &'c Cx<'d>, at: usize) -> Self {
        let block = &cx.text.blocks()[cx.text.block_at(cx.tokens()[at].start())];
        Self { cx, block: block.token_range() }
    }

    pub(super) fn get(&self, at: Option<usize>) -> Option<(usize, &'d Token, &'d str)> {
        let at = at.filter(|i| self.block.contains(i))?;
        Some((at, &self.cx.tokens()[at], self.cx.word(at)))
    }
}

/// A day of the month: its number and whether it has an ending (`5th`).
pub(super) fn day(word: &str) -> Option<(u32, bool)> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, suffix) = word.split_at(digits);
    let ordinal = matches!(suffix, "st" | "nd" | "rd" | "th");
    let number: u32 = (number.len() <= 2).then(|| number.parse().ok()).flatten()?;
    ((1..=31).contains(&number) && (ordinal || suffix.is_empty())).then_some((number, ordinal))
}

fn year(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|y| (1500..2200).contains(y))
}

/// A date around the name of a month.
pub(super) fn worded(cx: &Cx<'_>, at: usize, month: u32) -> Option<Date> {
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
        let tied = !token.spaced()
            && around.get(index.checked_sub(1)).is_some_and(|(_, _, w)| !matches!(w, "-" | "–" | "(" | "—" | "“"));
        // “Windows 10 May 2020 Update”, but “Friday 4 March”.
        let named = back(if of { 3 } else { 2 }).is_some_and(|(i, t, w)| {
            t.is_word()
                && t.is_capital()
                && !w.ends_with("day")
                && i != around.block.start
                && !matches!(w, "On" | "The" | "From" | "Since" | "Until" | "By" | "In")
        });
        if !tied && !named {
            let behind = year_behind(at + 1);
            let style = if of { Style::Of } else { Style::DayMonth };
            return Some(Date {
                style,
                tokens: (index, behind.map_or(at + 1, |b| b.1)),
                day: number,
                month,
                year: behind.map(|b| b.0),
                ordinal,
            });
        }
    }
    // `February 11`
    let (index, _, word) = around.get(Some(next)).filter(|(_, t, _)| t.is_number() && t.spaced())?;
    let (number, ordinal) = day(word)?;
    let behind = year_behind(index + 1);
    // “In March 11 people died”, “March 11 million”: the figure belongs to what follows.
    let after = around.get(Some(index + 1));
    let counted = around.get(at.checked_sub(1)).is_some_and(|(_, _, w)| matches!(w, "in" | "In"))
        && after.is_some_and(|(_, t, w)| t.is_word() && !matches!(w, "the" | "at" | "and" | "in" | "of"));
    let unit =
        after.is_some_and(|(_, _, w)| matches!(w, "%" | "percent" | "million" | "billion" | "per" | "times" | ":"));
    if counted || unit {
        return None;
    }
    Some(Date {
        style: Style::MonthDay,
        tokens: (at, behind.map_or(index + 1, |b| b.1)),
        day: number,
        month,
        year: behind.map(|b| b.0),
        ordinal,
    })
}

/// `17.07.2022`, `04/03/2022`, `17-07-2022`, `2022.07.17`; `17.7.22` and `24.02.` behind a preposition.
pub(super) fn figures(cx: &Cx<'_>, at: usize, date_words: &Hashes) -> Option<Date> {
    let word = cx.word(at);
    // Without a point the parts are joined by a mark that touches both.
    if !word.contains('.') && cx.tokens().get(at + 1).is_none_or(|next| next.spaced() || !next.is_punct()) {
        return None;
    }
    let around = Around::of(cx, at);
    let glued = |i: usize| around.get(Some(i)).is_some_and(|(_, t, _)| !t.spaced());
    let previous = around.get(at.checked_sub(1));
    if previous.is_some_and(|(_, t, w)| {
        matches!(w, "/" | "-" | "." | "_") && !cx.tokens()[at].spaced()
            || t.is_word()
                && matches!(w.to_ascii_lowercase().as_str(), "version" | "v" | "no" | "section" | "release" | "build")
    }) {
        return None;
    }
    let made = |day: &str, month: &str, year: Option<&str>, end: usize| {
        let (day, month) = (day.parse().ok()?, month.parse().ok()?);
        let year: Option<i32> = year.and_then(|y| y.parse().ok()).map(|y: i32| if y < 100 { 2000 + y } else { y });
        let swapped = month > 12 && day <= 12;
        let (day, month): (u32, u32) = if swapped { (month, day) } else { (day, month) };
        let valid =
            (1..=31).contains(&day) && (1..=12).contains(&month) && year.is_none_or(|y| (1900..2100).contains(&y));
        valid.then_some(Date { style: Style::Figures, tokens: (at, end), day, month, year, ordinal: false })
    };
    // `17.07.2022`
    let mut parts = word.split('.');
    if let (Some(d), Some(m), y, None) = (parts.next(), parts.next(), parts.next(), parts.next()) {
        if d.len() == 4 && m.len() == 2 && y.is_some_and(|y| y.len() == 2) {
            let free =
                !around.get(Some(at + 1)).is_some_and(|(_, t, w)| !t.spaced() && matches!(w, "-" | "/" | "_" | ":"));
            // Releases of programs are numbered so, behind their names.
            let named = previous.is_some_and(|(_, t, w)| {
                !(date_words.contains(t.hash()) || matches!(w, "(" | "," | "–" | "—" | "|" | "-" | ":" | ";" | "."))
            });
            let (year, day) = (Some(d), y.unwrap_or_default());
            return (free && !named && m.parse::<u32>().is_ok_and(|m| m <= 12))
                .then(|| made(day, m, year, at + 1))
                .flatten();
        }
        if d.len() > 2
            || m.len() != 2 && y.is_none()
            || m.is_empty()
            || m.len() > 2
            || y.is_some_and(|y| !matches!(y.len(), 2 | 4))
        {
            return None;
        }
        if around.get(Some(at + 1)).is_some_and(|(_, t, w)| !t.spaced() && matches!(w, "-" | "/" | "_" | ":")) {
            return None;
        }
        let months = m.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m));
        let dated = previous.is_some_and(|(_, t, _)| date_words.contains(t.hash()));
        if let Some(year) = y {
            // Two figures for the year: `5.3.21` might be a section.
            let written =
                previous.is_some_and(|(_, _, w)| matches!(w, "on" | "On" | "since" | "Since" | "until" | "dated"));
            let short = d.len() == 2 && m.len() == 2 && dated || written;
            return (months && (year.len() == 4 || short)).then(|| made(d, m, Some(year), at + 1)).flatten();
        }
        // `24.02.` with its point and a word behind it.
        let point = around.get(Some(at + 1)).is_some_and(|(_, t, w)| w == "." && !t.spaced());
        let goes_on = around.get(Some(at + 2)).is_some_and(|(_, t, _)| t.is_word() && !t.is_capital());
        let ends = around.get(Some(at + 2)).is_none()
            && previous.is_some_and(|(_, _, w)| matches!(w, "on" | "since" | "until" | "dated"));
        return (dated && months && d.len() == 2 && point && (goes_on || ends))
            .then(|| made(d, m, None, at + 2))
            .flatten();
    }
    // `04/03/2022`
    let number = |i: usize| around.get(Some(i)).filter(|(_, t, _)| t.is_number() && !t.spaced()).map(|(_, _, w)| w);
    let mark =
        around.get(Some(at + 1)).filter(|(_, t, w)| matches!(*w, "/" | "-") && !t.spaced()).map(|(_, _, w)| w)?;
    let again = around.get(Some(at + 3)).is_some_and(|(_, t, w)| w == mark && !t.spaced());
    if word.len() <= 2 && again {
        let (m, y) = (number(at + 2)?, number(at + 4)?);
        let longer = glued(at + 5) && around.get(Some(at + 5)).is_some_and(|(_, _, w)| matches!(w, "/" | "-"));
        let whole = mark == "/" || word.len() == 2 && m.len() == 2;
        return (m.len() <= 2 && y.len() == 4 && whole && !longer).then(|| made(word, m, Some(y), at + 5)).flatten();
    }
    None
}
