//! What every match of an expression holds, read off the expression.
//!
//! The reading is cautious: where it cannot tell it says so, and the expression is tried everywhere. It is blind to
//! case, kinds of apostrophe and lengths of white space, as tokens are.

use super::{Key, start_of};
use crate::{detect::anchor::Frequencies, model::hash_word};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind, Look},
};

/// The most texts that a part of an expression is spelled out to.
const MOST: usize = 96;
/// The longest of them, in bytes.
const LONGEST: usize = 48;
/// What a set of keys may cost: how many tokens in a hundred thousand lead to the expression.
const DEAREST: u32 = 20_000;

/// Whether the text that an expression is tried on begins and ends where its match does.
#[derive(Clone, Copy, Default)]
pub(in crate::detect) struct Edges {
    pub(in crate::detect) start: bool,
    pub(in crate::detect) end: bool,
}

/// Keys one of which is in every match; `None` where there are no good ones.
pub(super) fn keys(source: &str, edges: Edges, frequencies: &Frequencies) -> Option<Vec<Key>> {
    let hir = ParserBuilder::new().multi_line(true).utf8(false).build().parse(source).ok()?;
    let known = Reader { frequencies }.visit(&hir, edges.start, edges.end);
    let (cost, mut keys) = known.best?;
    keys.sort_unstable();
    keys.dedup();
    (cost < DEAREST).then_some(keys)
}

/// How many tokens in a hundred thousand are one of the keys, roughly.
pub(super) fn cost(keys: &[Key], frequencies: &Frequencies) -> u32 {
    keys.iter().map(|key| key_cost(key, frequencies)).sum()
}

fn key_cost(key: &Key, frequencies: &Frequencies) -> u32 {
    match key {
        Key::Word(hash) => frequencies.of(*hash),
        Key::Start(letters) => frequencies.of_start(*letters),
        Key::Mark(byte) => frequencies.of(hash_word(&char::from(*byte).to_string())),
    }
}

/// What is known of a part of an expression.
#[derive(Default)]
struct Known {
    /// All texts that it can match, where they are few.
    exact: Option<Vec<String>>,
    /// The cheapest keys one of which is in every match, with their cost.
    best: Option<(u32, Vec<Key>)>,
}

impl Known {
    fn exact(text: impl Into<String>) -> Self {
        Self { exact: Some(vec![text.into()]), best: None }
    }

    fn better(&mut self, other: Option<(u32, Vec<Key>)>) {
        if let Some(other) = other
            && self.best.as_ref().is_none_or(|best| other.0 < best.0)
        {
            self.best = Some(other);
        }
    }
}

struct Reader<'f> {
    frequencies: &'f Frequencies,
}

impl Reader<'_> {
    /// `before` and `after`: whether a word surely ends before this part, and starts after it.
    fn visit(&self, hir: &Hir, before: bool, after: bool) -> Known {
        let mut known = match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Known::exact(""),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => Known::exact(text.chars().map(folded).collect::<String>()),
                Err(_) => Known::default(),
            },
            HirKind::Class(class) => Known { exact: few(class), best: None },
            HirKind::Capture(capture) => return self.visit(&capture.sub, before, after),
            HirKind::Repetition(repetition) => {
                let inner = self.visit(&repetition.sub, before && repetition.min > 0, false);
                let many = repetition.max.is_none_or(|max| max > 1);
                let space = inner.exact.as_ref().is_some_and(|all| all.iter().all(|text| text == " "));
                let exact = inner.exact.filter(|_| !many || space).map(|mut all| {
                    if repetition.min == 0 {
                        all.push(String::new());
                    }
                    all
                });
                Known { exact, best: inner.best.filter(|_| repetition.min > 0) }
            }
            HirKind::Concat(parts) => return self.concat(parts, before, after),
            HirKind::Alternation(branches) => self.alternation(branches, before, after),
        };
        if let Some(texts) = &known.exact {
            let best = self.keys_of(texts, before, after);
            known.better(best);
        }
        known
    }

    fn alternation(&self, branches: &[Hir], before: bool, after: bool) -> Known {
        let (mut exact, mut best) = (Some(Vec::new()), Some((0, Vec::new())));
        for branch in branches {
            let known = self.visit(branch, before, after);
            exact = match (exact, known.exact) {
                (Some(mut all), Some(texts)) if all.len() + texts.len() <= MOST => {
                    all.extend(texts);
                    Some(all)
                }
                _ => None,
            };
            best = match (best, known.best) {
                (Some((cost, mut all)), Some((more, keys))) => {
                    all.extend(keys);
                    Some((cost + more, all))
                }
                _ => None,
            };
        }
        Known { exact, best }
    }

    /// Parts that can be spelled out are joined to runs; the rest is asked for its own keys.
    fn concat(&self, parts: &[Hir], before: bool, after: bool) -> Known {
        let mut after_part = vec![after; parts.len() + 1];
        for (index, part) in parts.iter().enumerate().rev() {
            after_part[index] = starts_apart(part, after_part[index + 1]);
        }
        let mut all = Known::default();
        let mut run = Some(vec![String::new()]);
        let (mut run_before, mut whole, mut before) = (before, true, before);
        for (index, part) in parts.iter().enumerate() {
            let known = self.visit(part, before, after_part[index + 1]);
            all.better(known.best);
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
            if let Some(joined) = joined {
                run = Some(joined);
            } else {
                let texts = run.take().unwrap_or_default();
                let best = self.keys_of(&texts, run_before, after_part[index]);
                all.better(best);
                whole = false;
                run_before = before;
                if known.exact.is_none() {
                    run = Some(vec![String::new()]);
                    run_before = ends_apart(part, before);
                } else {
                    run = known.exact;
                }
            }
            before = ends_apart(part, before);
        }
        if let Some(texts) = &run {
            let best = self.keys_of(texts, run_before, after);
            all.better(best);
        }
        all.exact = run.filter(|_| whole);
        all
    }

    /// The best key of each text.
    fn keys_of(&self, texts: &[String], before: bool, after: bool) -> Option<(u32, Vec<Key>)> {
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            all.push(self.key_of(text, before, after)?);
        }
        all.sort_unstable();
        all.dedup();
        (!all.is_empty()).then(|| (cost(&all, self.frequencies), all))
    }

    fn key_of(&self, text: &str, before: bool, after: bool) -> Option<Key> {
        let mut keys = Vec::new();
        let word = |c: char| c.is_alphanumeric() || c == '\'' || is_mark(c);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let start = at;
            if !word(c) {
                at += c.len_utf8();
                if matches!(c, '.' | ',' | ':' | '-') {
                    // Numbers and initialisms swallow these.
                } else if c.is_ascii_punctuation() {
                    keys.push(Key::Mark(c as u8));
                } else if !c.is_whitespace() && c <= '\u{ffff}' {
                    keys.push(Key::Word(hash_word(&text[start..at])));
                }
                continue;
            }
            at = text[start..].find(|c| !word(c)).map_or(text.len(), |length| start + length);
            let piece = &text[start..at];
            if let Some(han) = piece.chars().find(|c| ('\u{3040}'..'\u{ac00}').contains(c)) {
                // Each letter is a token.
                keys.push(Key::Word(hash_word(han.encode_utf8(&mut [0; 4]))));
                continue;
            }
            let letters = piece.chars().all(|c| c.is_alphabetic() || c == '\'');
            if !letters || piece.starts_with('\'') || piece.ends_with('\'') || start == 0 && !before {
                continue;
            }
            let whole = at < text.len() || after;
            if whole && piece.chars().count() >= 3 {
                keys.push(Key::Word(hash_word(piece)));
            } else if let Some(letters) = start_of(piece) {
                keys.push(Key::Start(letters));
            }
        }
        keys.into_iter().min_by_key(|key| key_cost(key, self.frequencies))
    }
}

/// A character as tokens see it.
fn folded(c: char) -> char {
    match c {
        '’' | 'ʼ' | '＇' => '\'',
        'ſ' => 's',
        '\u{212a}' => 'k',
        _ if c.is_whitespace() => ' ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{ad}')
}

/// The characters of a class as texts, where they are few.
fn few(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let mut all = Vec::new();
    for range in class.iter() {
        for c in range.start()..=range.end() {
            let text = folded(c).to_string();
            if !all.contains(&text) {
                all.push(text);
            }
            if all.len() > 8 {
                return None;
            }
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Whether a character surely stands outside of words.
fn apart(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(folded(c), '\'') && !is_mark(c)
}

fn class_apart(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.iter().all(|range| {
            // A wide range has letters in it.
            range.end() as u32 - (range.start() as u32) < 64 && (range.start()..=range.end()).all(apart)
        }),
        Class::Bytes(_) => false,
    }
}

/// Whether a part starts outside of a word; `after` says so of what follows it, should it be empty.
fn starts_apart(hir: &Hir, after: bool) -> bool {
    match hir.kind() {
        HirKind::Empty => after,
        // A word boundary may stand before an apostrophe, which is inside a token.
        HirKind::Look(look) => matches!(look, Look::End | Look::EndLF | Look::EndCRLF) || after,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next()).is_some_and(apart)
        }
        HirKind::Class(class) => class_apart(class),
        HirKind::Repetition(repetition) => starts_apart(&repetition.sub, after) && (repetition.min > 0 || after),
        HirKind::Capture(capture) => starts_apart(&capture.sub, after),
        HirKind::Concat(parts) => parts.iter().rev().fold(after, |after, part| starts_apart(part, after)),
        HirKind::Alternation(branches) => branches.iter().all(|branch| starts_apart(branch, after)),
    }
}

/// Whether a part ends outside of a word; `before` says so of what stands before it, should it be empty.
fn ends_apart(hir: &Hir, before: bool) -> bool {
    match hir.kind() {
        HirKind::Empty => before,
        HirKind::Look(look) => {
            !matches!(look, Look::WordAsciiNegate | Look::WordUnicodeNegate | Look::End | Look::EndLF | Look::EndCRLF)
                || before
        }
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next_back()).is_some_and(apart)
        }
        HirKind::Class(class) => class_apart(class),
        HirKind::Repetition(repetition) => ends_apart(&repetition.sub, before) && (repetition.min > 0 || before),
        HirKind::Capture(capture) => ends_apart(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| ends_apart(part, before)),
        HirKind::Alternation(branches) => branches.iter().all(|branch| ends_apart(branch, before)),
    }
}
