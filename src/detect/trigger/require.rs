//! What every match of an expression holds, read off the expression.
//!
//! The reading is cautious: where it cannot tell it says so, and the expression is tried everywhere. It is blind to
//! case, kinds of apostrophe and lengths of white space, as tokens are.

use super::{
    class::{digits, few, folded, foreign, in_word},
    edge::{After, ends_apart, marks_alone, starts_apart},
    key::{Edges, Key},
    lead::{Lead, length},
    piece::pieces,
};
use crate::{
    detect::anchor::{frequency, frequency_of_start},
    model::hash_word,
};
use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind, Look},
};

/// The most texts that a part of an expression is spelled out to.
const MOST: usize = 96;
/// The longest of them, in bytes.
const LONGEST: usize = 48;
/// How many tokens in a hundred thousand hold a digit, and a letter outside ASCII.
const DIGITS: u32 = 2_700;
const FOREIGN: u32 = 300;
const APOSTROPHES: u32 = 1_300;
/// The same of the words that start with some four letters, beside the frequent ones.
const STARTS: u32 = 35;
/// The most sets that are kept for an expression.
const SETS: usize = 5;

/// A set of keys, one of which is in every match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Set {
    /// How many tokens in a hundred thousand lead to it.
    pub(crate) cost: u32,
    pub(crate) keys: Vec<Key>,
    /// A match starts at most so far before the token, or inside it.
    pub(crate) lead: Lead,
}

impl Set {
    fn new(keys: Vec<Key>, lead: Lead) -> Self {
        Self { cost: cost(&keys), keys, lead }
    }

    /// What it costs to read from where a match can start, at each token that leads to it.
    pub(super) fn toll(&self) -> u32 {
        self.cost.saturating_mul(20 + self.lead.toll())
    }
}

/// What every match of an expression holds.
#[derive(Default)]
pub(crate) struct Required {
    /// A key of each of these sets, the cheapest set first.
    pub(crate) sets: Vec<Set>,
    /// A token of one of these keys, if there are any, with which it starts; only of what starts where a text does.
    pub(crate) first: Option<Vec<Key>>,
}

/// What every match of an expression holds.
pub(crate) fn required(source: &str, edges: Edges) -> Required {
    let hir = ParserBuilder::new().multi_line(true).utf8(false).build().parse(source);
    let Ok(hir) = hir else { return Required::default() };
    let after = if edges.end { After::Apart } else { After::Anything };
    let known = Reader(edges).visit(&hir, edges.start, after);
    Required { sets: known.sets, first: known.first.filter(|_| edges.start) }
}

/// What every match of expressions holds that must all match.
pub(crate) fn required_by_all<'s>(sources: impl Iterator<Item = &'s str>) -> Required {
    let mut sets: Vec<Set> = sources.flat_map(|source| required(source, Edges::default()).sets).collect();
    sets.sort_unstable();
    Required { sets, first: None }
}

/// How many tokens in a hundred thousand are one of the keys, roughly.
pub(super) fn cost(keys: &[Key]) -> u32 {
    keys.iter().map(key_cost).sum()
}

fn key_cost(key: &Key) -> u32 {
    match key {
        Key::Word(hash) => frequency(*hash),
        // Many words start so.
        Key::Start(letters) => frequency_of_start(*letters) + STARTS,
        Key::Mark(byte) => frequency(hash_word(&char::from(*byte).to_string())),
        Key::Digit => DIGITS,
        Key::Apostrophe => APOSTROPHES,
        Key::Foreign => FOREIGN,
    }
}

/// What is known of a part of an expression.
#[derive(Default)]
struct Known {
    /// All texts that it can match, where they are few.
    exact: Option<Vec<String>>,
    /// Keys one of which is in every match, the cheapest set first.
    sets: Vec<Set>,
    /// Keys of the token that every match starts with.
    first: Option<Vec<Key>>,
}

impl Known {
    fn exact(text: impl Into<String>) -> Self {
        Self { exact: Some(vec![text.into()]), ..Self::default() }
    }

    fn set(key: Key) -> Self {
        Self { exact: None, first: Some(vec![key.clone()]), sets: vec![Set::new(vec![key], Lead::NONE)] }
    }

    /// Adds what holds of a part that starts at most so far behind the start of this.
    fn add(&mut self, sets: Vec<Set>, before: Lead) {
        let behind = |set: Set| Set { lead: before.and(set.lead), ..set };
        self.sets.extend(sets.into_iter().map(behind));
        self.sets.sort_unstable();
        // Of the same keys the nearest are first.
        self.sets.dedup_by(|next, kept| next.keys == kept.keys);
        self.sets.truncate(SETS);
    }
}

/// Where one of several things is there, a set of each of them is there: the cheapest of all together, then the next; and
/// what all have in common.
fn either(all: &[Vec<Set>]) -> Vec<Set> {
    let least = all.iter().map(Vec::len).min().unwrap_or(0);
    let union = |rank: usize| {
        let mut keys: Vec<Key> = all.iter().flat_map(|sets| sets[rank].keys.iter().cloned()).collect();
        keys.sort_unstable();
        keys.dedup();
        Set::new(keys, all.iter().fold(Lead::NONE, |all, sets| all.or(sets[rank].lead)))
    };
    let shared = |set: &Set| {
        let mut same = all.iter().map(|sets| sets.iter().find(|other| other.keys == set.keys));
        let lead = same.try_fold(Lead::NONE, |all, other| other.map(|other| all.or(other.lead)))?;
        Some(Set { lead, ..set.clone() })
    };
    let mut sets: Vec<Set> = (0..least).map(union).chain(all.iter().take(1).flatten().filter_map(shared)).collect();
    sets.sort_unstable();
    sets.dedup_by(|next, kept| next.keys == kept.keys);
    sets
}

struct Reader(Edges);

impl Reader {
    /// `before` and `after`: whether a word surely ends before this part, and starts after it.
    fn visit(&self, hir: &Hir, before: bool, after: After) -> Known {
        let mut known = match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Known::exact(""),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => Known::exact(text.chars().map(folded).collect::<String>()),
                Err(_) => Known::default(),
            },
            HirKind::Class(class) if digits(class) => Known::set(Key::Digit),
            HirKind::Class(class) => match few(class) {
                None if foreign(class) => Known::set(Key::Foreign),
                exact => Known { exact, ..Known::default() },
            },
            HirKind::Capture(capture) => return self.visit(&capture.sub, before, after),
            HirKind::Repetition(repetition) => {
                let inner = self.visit(&repetition.sub, before && repetition.min > 0, After::Anything);
                let many = repetition.max.is_none_or(|max| max > 1);
                let space = inner.exact.as_ref().is_some_and(|all| all.iter().all(|text| text == " "));
                let exact = inner.exact.clone().filter(|_| !many || space).map(|mut all| {
                    if repetition.min == 0 {
                        all.push(String::new());
                    }
                    all
                });
                if repetition.min > 0 { Known { exact, ..inner } } else { Known { exact, ..Known::default() } }
            }
            HirKind::Concat(parts) => return self.concat(parts, before, after),
            HirKind::Alternation(branches) => self.alternation(branches, before, after),
        };
        if let Some(texts) = &known.exact {
            let sets = sets_of(texts, before, after, length(hir, self.0));
            known.first = first_of(texts, before, after);
            known.add(sets, Lead::NONE);
        }
        known
    }

    fn alternation(&self, branches: &[Hir], before: bool, after: After) -> Known {
        let (mut exact, mut sets, mut first) = (Some(Vec::new()), Vec::new(), Some(Vec::new()));
        for branch in branches {
            let known = self.visit(branch, before, after);
            exact = match (exact, known.exact) {
                (Some(mut all), Some(texts)) if all.len() + texts.len() <= MOST => {
                    all.extend(texts);
                    Some(all)
                }
                _ => None,
            };
            sets.push(known.sets);
            first = first.zip(known.first).map(|(all, more)| [all, more].concat());
        }
        Known { exact, sets: either(&sets), first }
    }

    /// Parts that can be spelled out are joined to runs; the rest is asked for its own keys.
    fn concat(&self, parts: &[Hir], before: bool, after: After) -> Known {
        let mut after_part: Vec<After> = vec![after; parts.len() + 1];
        for (index, part) in parts.iter().enumerate().rev() {
            after_part[index] = starts_apart(part, after_part[index + 1]);
        }
        let mut all = Known::default();
        let mut run = Some(vec![String::new()]);
        let (mut run_before, mut whole, mut before) = (before, true, before);
        // Whether all parts up to here are the start of a line and marks.
        let mut line = false;
        // Where a run starts, and each part: at most so far behind the start of all.
        let (mut run_lead, mut run_length, mut lead) = (Lead::NONE, Lead::NONE, Lead::NONE);
        // Whether all parts up to here are empty.
        let mut at_start = true;
        for (index, part) in parts.iter().enumerate() {
            let mut known = self.visit(part, before, after_part[index + 1]);
            all.add(std::mem::take(&mut known.sets), lead);
            let part_length = length(part, self.0);
            line = matches!(part.kind(), HirKind::Look(Look::Start | Look::StartLF)) || line && marks_alone(part);
            let part_before = before;
            before = line || ends_apart(part, before);
            let joined = match (&run, &known.exact) {
                (Some(heads), Some(tails)) if heads.len() * tails.len() <= MOST => {
                    let mut all = Vec::with_capacity(heads.len() * tails.len());
                    for head in heads {
                        all.extend(tails.iter().map(|tail| format!("{head}{tail}")));
                    }
                    Some(all)
                }
                _ => None,
            };
            let joined = joined.filter(|texts| texts.iter().all(|text| text.len() <= LONGEST));
            // Where a word surely starts behind marks or nothing, it does so for what follows whichever it is.
            let marks = |text: &String| !text.contains(in_word);
            let apart = |texts: &[String]| texts.iter().any(String::is_empty) && texts.iter().all(marks);
            if let Some(joined) = &joined
                && !run_before
                && before
                && apart(joined)
                && !joined.iter().all(String::is_empty)
            {
                all.add(sets_of(joined, run_before, after_part[index + 1], run_length.and(part_length)), run_lead);
                (whole, at_start) = (false, false);
                run = Some(vec![String::new()]);
                run_before = before;
                (run_lead, run_length) = (lead.and(part_length), Lead::NONE);
            } else if let Some(joined) = joined {
                if joined.iter().all(String::is_empty) {
                    run_before = before;
                }
                run = Some(joined);
                run_length = run_length.and(part_length);
            } else {
                let texts = run.take().unwrap_or_default();
                all.add(sets_of(&texts, run_before, after_part[index], run_length), run_lead);
                if at_start && !texts.iter().all(String::is_empty) {
                    all.first = first_of(&texts, run_before, after_part[index]);
                    at_start = false;
                }
                whole = false;
                if known.exact.is_none() {
                    if at_start {
                        all.first = known.first;
                        at_start = false;
                    }
                    run = Some(vec![String::new()]);
                    run_before = before;
                    (run_lead, run_length) = (lead.and(part_length), Lead::NONE);
                } else {
                    run = known.exact;
                    run_before = part_before;
                    (run_lead, run_length) = (lead, part_length);
                }
            }
            lead = lead.and(part_length);
        }
        if let Some(texts) = &run {
            all.add(sets_of(texts, run_before, after, run_length), run_lead);
            if at_start {
                all.first = first_of(texts, run_before, after);
            }
        }
        all.exact = run.filter(|_| whole);
        all
    }
}

/// What one of several texts holds, which are no longer than this.
fn sets_of(texts: &[String], before: bool, after: After, length: Lead) -> Vec<Set> {
    let sets = |text: &String| {
        let pieces = pieces(text, before, after).into_iter();
        let mut sets: Vec<Set> = pieces.map(|(at, keys)| Set::new(keys, length.without(&text[at..]))).collect();
        sets.sort_unstable();
        sets.dedup_by(|next, kept| next.keys == kept.keys);
        sets
    };
    either(&texts.iter().map(sets).collect::<Vec<_>>())
}

/// The keys of the tokens that several texts start with; none if one starts with something that has no key.
fn first_of(texts: &[String], before: bool, after: After) -> Option<Vec<Key>> {
    let mut all = Vec::new();
    for text in texts {
        let (at, keys) = pieces(text, before, after).into_iter().next()?;
        if at > 0 {
            return None;
        }
        all.extend(keys);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_by(source: &str) -> Option<Vec<Key>> {
        required(source, Edges::default()).sets.into_iter().next().map(|set| set.keys)
    }

    fn word(text: &str) -> Key {
        Key::Word(hash_word(text))
    }

    #[test]
    fn whole_words_beginnings_and_marks_are_told_apart() {
        assert_eq!(found_by(r"\bof the cookie settings\b"), Some(vec![word("cookie")]));
        assert_eq!(found_by(r"\btranslat(?:ed|ion)\b"), Some(vec![Key::Start(u32::from_le_bytes(*b"tran"))]));
        assert_eq!(found_by(r"</(?:b|i)>"), Some(vec![Key::Mark(b'<')]));
        assert_eq!(found_by(r"\w+"), None);
        assert_eq!(found_by(r"(?:1[3-9]|2[0-4]) o[\x27’]clock\b"), Some(vec![Key::Digit]));
        let mut both = vec![word("privacy"), word("cookie")];
        both.sort_unstable();
        assert_eq!(found_by("your (?:privacy|cookie) (?:x|y)"), Some(both));
    }

    #[test]
    fn a_word_starts_behind_the_underscores_that_emphasise_it() {
        let start = Key::Start(u32::from_le_bytes(*b"alte"));
        assert_eq!(found_by("(?:^|[.!?] )[*_]{0,2}alternative(?:ly)?[*_]{0,2}\\s?:"), Some(vec![start]));
        assert_eq!(found_by("[a-z][*_]{0,2}alternative(?:ly)?"), None);
    }

    #[test]
    fn what_all_branches_share_is_better_than_the_rarest_of_each() {
        let sets = required(r"\b[a-z]{4,}-(?:the|this|cookie)\b", Edges::default()).sets;
        assert!(sets.iter().any(|set| set.keys == [Key::Mark(b'-')]), "{sets:?}");
    }

    #[test]
    fn the_token_that_a_line_starts_with_is_known_where_each_start_has_a_key() {
        let first = |source| {
            let mut keys = required(source, Edges::LINE).first?;
            keys.sort_unstable();
            Some(keys)
        };
        let sorted = |mut keys: Vec<Key>| {
            keys.sort_unstable();
            Some(keys)
        };
        assert_eq!(first("(?:please )?read more"), sorted(vec![word("please"), word("read")]));
        assert_eq!(first("share .{0,9}|\\d+ comments"), sorted(vec![word("share"), Key::Digit]));
        assert_eq!(first("[a-z]+ more"), None);
        assert_eq!(first("(?:[a-z]+ )?more"), None);
        assert_eq!(required("read more", Edges::default()).first, None);
    }
}
