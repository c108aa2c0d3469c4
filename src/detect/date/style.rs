//! How the dates of an article are written: all in figures, or in several orders.

use super::scan::{Around, Date, Style};
use crate::{
    detect::{Cx, Hit, Sink},
    model::{Applicability, RuleId, Severity, Span},
};
use std::cmp::Ordering;

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn span(cx: &Cx<'_>, date: &Date) -> Span {
    let tokens = cx.tokens();
    Span::new(tokens[date.tokens.0].start(), tokens[date.tokens.1 - 1].end())
}

/// A time stamp of a page or message: a time of day behind the date, or hardly another word in its block.
fn stamp(cx: &Cx<'_>, date: &Date) -> bool {
    let around = Around::of(cx, date.tokens.0);
    let (from, to) = date.tokens;
    let timed = (to..to + 3).any(|i| around.get(Some(i)).is_some_and(|(_, t, w)| t.is_number() && w.contains(':')));
    let said = around.get(from.checked_sub(1)).is_some_and(|(_, _, w)| {
        matches!(w, ":" | "|" | "•" | "·")
            || matches!(
                w.to_ascii_lowercase().as_str(),
                "published" | "updated" | "posted" | "modified" | "accessed" | "retrieved"
            )
    });
    let others = around.block.clone().filter(|i| !(from..to).contains(i) && cx.tokens()[*i].counts()).take(3).count();
    timed || said || others <= 2
}

pub(super) fn numeric(cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
    for date in dates.iter().filter(|d| d.style == Style::Figures && !stamp(cx, d)) {
        // With points the day comes first everywhere; with slashes America and Europe differ.
        let slashed = cx.word(date.tokens.0).len() <= 2;
        let unclear = slashed && date.day <= 12 && date.month <= 12 && date.day != date.month;
        let name = NAMES[(date.month as usize + 11) % 12];
        let year = date.year.map(|y| format!(", {y}")).unwrap_or_default();
        let better = if unclear { "the month by its name".to_owned() } else { format!("{name} {}{year}", date.day) };
        let hit = Hit::new(rule, span(cx, date)).slot("better", better.clone());
        out.report(if unclear {
            hit.severity(Severity::Major)
        } else {
            hit.fix(Applicability::Unsafe, span(cx, date), better)
        });
    }
}

/// Reports the rarer styles of an article; of two equally frequent ones, the one that comes later.
pub(super) fn mixed(cx: &Cx<'_>, rule: RuleId, dates: &[Date], out: &mut Sink<'_>) {
    if dates.len() < 2 {
        return;
    }
    let counted: Vec<&Date> = dates.iter().filter(|d| !apart(cx, d)).collect();
    let count = |style: Style| counted.iter().filter(|d| d.style == style).count();
    let Some(first) = counted.first() else { return };
    let order = match count(Style::DayMonth).cmp(&count(Style::MonthDay)) {
        Ordering::Greater => Style::DayMonth,
        Ordering::Less => Style::MonthDay,
        Ordering::Equal => {
            let mut styles = counted.iter().map(|d| d.style);
            styles.find(|s| matches!(s, Style::DayMonth | Style::MonthDay)).unwrap_or(first.style)
        }
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
    let dash =
        |i: usize| around.get(Some(i)).is_some_and(|(_, t, w)| matches!(w, "—" | "–" | "--") || w == "-" && t.spaced());
    // `BERLIN, 4 March —`, `TEHRAN, Dec. 11 (Xinhua) --`
    let bracket = around.get(Some(to)).is_some_and(|(_, _, w)| matches!(w, "(" | "/"));
    let dateline = from - around.block.start <= 6 && (bracket || (to..to + 3).any(dash));
    let name = around.get(Some(to)).is_some_and(|(_, t, _)| t.is_word() && t.is_capital() && t.spaced())
        && around.get(from.checked_sub(1)).is_some_and(|(_, _, w)| matches!(w, "the" | "The"));
    dateline || stamp(cx, date) || name || cx.quotations().contain(span(cx, date))
}
