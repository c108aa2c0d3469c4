//! The words of an article that may be names, gathered in one pass without a string.

use super::{Compiled, Form, TITLES, spelling::Keys};
use crate::{
    detect::{Cx, lists::set_of, sieve::Sieve},
    model::{BlockKind, Hashes, Token, TokenFlags, WordMap, WordSet},
};
use std::sync::LazyLock;

/// Words before a surname that are no first names.
static NO_NAMES: LazyLock<Hashes> = LazyLock::new(|| set_of(TITLES));

/// No further one.
const NONE: u32 = u32::MAX;
/// Room that is kept from article to article.
const KEPT: usize = 8192;

/// A capitalised word.
struct Candidate {
    hash: u64,
    token: u32,
    /// The first token of its block.
    block: u32,
    /// Whether it opens its sentence.
    opening: bool,
}

/// One spelling of a name.
struct Met {
    start: u32,
    len: u32,
    /// The first and the last of its places.
    first: u32,
    last: u32,
    inside: bool,
    /// Another spelling with the same hash.
    next: u32,
}

/// Room to work in, kept from article to article.
#[derive(Default)]
pub(super) struct Forms {
    candidates: Vec<Candidate>,
    /// The candidates' hashes, roughly; and those of them that stand in lower case.
    sieve: Sieve,
    lower: WordSet,
    met: Vec<Met>,
    /// For each hash its first form.
    index: WordMap<u32>,
    /// A token of a form, and the next place of that form.
    places: Vec<(u32, u32)>,
    /// Keys of forms; first names, or their keys, with the forms they stand before and their own tokens.
    keyed: Vec<(u64, u32)>,
    given: Vec<(u64, u32, u32)>,
    keys: Keys,
}

impl Forms {
    /// Gathers the names of an article; says whether there are two.
    pub(super) fn gather(&mut self, rule: &Compiled, cx: &Cx<'_>) -> bool {
        self.clear();
        self.candidates(rule, cx);
        if self.candidates.len() < 2 {
            return false;
        }
        for token in cx.tokens() {
            if token.is_word() && token.is_lower() && self.sieve.may(token.hash()) {
                self.lower.insert(token.hash());
            }
        }
        let candidates = std::mem::take(&mut self.candidates);
        for candidate in &candidates {
            self.place(rule, cx, candidate);
        }
        self.candidates = candidates;
        self.met.len() > 1
    }

    fn clear(&mut self) {
        if self.index.capacity() > KEPT || self.lower.capacity() > KEPT {
            *self = Self::default();
            return;
        }
        self.candidates.clear();
        self.sieve.clear();
        self.lower.clear();
        self.met.clear();
        self.index.clear();
        self.places.clear();
        self.keyed.clear();
        self.given.clear();
    }

    fn candidates(&mut self, rule: &Compiled, cx: &Cx<'_>) {
        let mut sentences = cx.sentences().iter();
        let Some(mut sentence) = sentences.next() else { return };
        for &index in cx.capitals() {
            let token = &cx.tokens()[index as usize];
            if token.has(TokenFlags::ALL_CAPS)
                || token.has(TokenFlags::POINTED)
                || (token.span().len() as usize) < rule.min_letters
            {
                continue;
            }
            while sentence.tokens.end <= index {
                let Some(next) = sentences.next() else { return };
                sentence = next;
            }
            let block = &cx.text.blocks()[sentence.block as usize];
            if block.kind == BlockKind::Headline {
                continue;
            }
            let before = cx.text.tokens_in(&(sentence.tokens.start..index));
            let opening = !before.iter().any(Token::counts);
            let hash = token.hash();
            self.sieve.add(hash);
            self.candidates.push(Candidate { hash, token: index, block: block.tokens.start, opening });
        }
    }

    /// Takes a candidate for a place of a name, unless it is none.
    fn place(&mut self, rule: &Compiled, cx: &Cx<'_>, candidate: &Candidate) {
        let index = candidate.token as usize;
        let token = &cx.tokens()[index];
        if !self.lower.is_empty() && self.lower.contains(&candidate.hash) {
            return;
        }
        let Some((text, hash)) = rule.name(cx, index) else { return };
        let form = self.form(cx, text, hash, token.start());
        let place = self.places.len() as u32;
        self.places.push((candidate.token, NONE));
        let met = &mut self.met[form as usize];
        met.inside |= !candidate.opening;
        if met.first == NONE {
            met.first = place;
        } else {
            self.places[met.last as usize].1 = place;
        }
        met.last = place;
        if candidate.token > candidate.block && is_given(cx, index - 1) {
            self.given.push((cx.tokens()[index - 1].hash(), form, candidate.token - 1));
        }
    }

    /// The number of a form; a new one, if it was not met before.
    fn form(&mut self, cx: &Cx<'_>, text: &str, hash: u64, start: u32) -> u32 {
        let new = self.met.len() as u32;
        let mut at = *self.index.entry(hash).or_insert(new);
        while at != new {
            let met = &mut self.met[at as usize];
            let begin = met.start as usize;
            if &cx.text.content()[begin..begin + met.len as usize] == text {
                return at;
            }
            if met.next == NONE {
                met.next = new;
            }
            at = met.next;
        }
        let len = text.len() as u32;
        self.met.push(Met { start, len, first: NONE, last: NONE, inside: false, next: NONE });
        new
    }

    /// A form with all its places.
    pub(super) fn get<'d>(&self, cx: &Cx<'d>, form: u32) -> Form<'d> {
        let met = &self.met[form as usize];
        let mut at = Vec::new();
        let mut place = met.first;
        while place != NONE {
            let (token, next) = self.places[place as usize];
            at.push(token as usize);
            place = next;
        }
        Form { text: self.text(cx, form), at, inside: met.inside }
    }

    fn text<'d>(&self, cx: &Cx<'d>, form: u32) -> &'d str {
        let met = &self.met[form as usize];
        &cx.text.content()[met.start as usize..(met.start + met.len) as usize]
    }

    /// Sets of forms that have one key, in order.
    pub(super) fn alike(&mut self, rule: &Compiled, cx: &Cx<'_>) -> Vec<Vec<u32>> {
        for form in 0..self.met.len() as u32 {
            let text = self.text(cx, form);
            let key = rule.pair(text).map_or_else(|| self.keys.hash(text), |set| super::spelling::hash(set.as_bytes()));
            self.keyed.push((key, form));
        }
        self.keyed.sort_unstable();
        let groups = self.keyed.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|(_, form)| *form).collect()).collect()
    }

    /// Sets of forms that stand behind one first name and may be near each other, with a token of that name.
    pub(super) fn namesakes(&mut self, cx: &Cx<'_>) -> Vec<(usize, Vec<u32>)> {
        if self.given.len() < 2 {
            return Vec::new();
        }
        // The same first name before the same surname again and again says nothing new.
        self.given.sort_unstable();
        self.given.dedup_by_key(|given| (given.0, given.1));
        for (key, _, token) in &mut self.given {
            *key = self.keys.hash(cx.word(*token as usize));
        }
        self.given.sort_unstable();
        self.given.dedup_by_key(|given| (given.0, given.1));
        let groups = self.given.chunk_by(|a, b| a.0 == b.0).filter(|group| (2..=4).contains(&group.len()));
        groups
            .filter(|group| {
                let pairs = |i: usize| {
                    group[i + 1..].iter().any(|other| close(self.text(cx, group[i].1), self.text(cx, other.1)))
                };
                (0..group.len()).any(pairs)
            })
            .map(|group| (group[0].2 as usize, group.iter().map(|given| given.1).collect()))
            .collect()
    }
}

/// Whether two surnames begin alike and are about as long: a quick look.
pub(super) fn close(a: &str, b: &str) -> bool {
    let far = a.is_ascii() && b.is_ascii() && a.len().abs_diff(b.len()) > 2;
    a.chars().next() == b.chars().next() && !far
}

/// Whether a token may be a first name: a capitalised word of three letters, no title.
pub(super) fn is_given(cx: &Cx<'_>, index: usize) -> bool {
    let token = &cx.tokens()[index];
    let letters = || cx.word(index).to_lowercase().chars().count();
    token.is_word()
        && token.is_capital()
        && token.span().len() >= 3
        && (!token.has(TokenFlags::NON_ASCII) || letters() >= 3)
        && !NO_NAMES.contains(token.hash())
}

/// A word without its possessive.
pub(super) fn base(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
