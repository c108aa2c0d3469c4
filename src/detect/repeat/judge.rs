//! What shape a repetition has, and whether it is one that good writers use.

use super::{
    Shape,
    scan::{Gap, Refrains, Run, Terms},
    words::{Words, is},
};
use crate::{
    detect::Cx,
    model::{Span, Token, TokenFlags},
};
use std::collections::HashMap;

/// A repetition that is wrong.
pub(super) struct Found {
    pub(super) shape: Shape,
    /// Terms that are reported.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The first copy.
    pub(super) copy: (usize, usize),
    pub(super) times: usize,
    /// Whether dropping all behind the first copy repairs it, and can be trusted to.
    pub(super) drop: Option<bool>,
}

/// Judges the repetitions of one sentence.
pub(super) struct Judge<'a> {
    cx: &'a Cx<'a>,
    terms: &'a Terms,
    words: Option<&'a HashMap<u64, u16>>,
    off: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(cx: &'a Cx<'a>, terms: &'a Terms, words: &'a Words) -> Self {
        Self { cx, terms, words: words.of(cx.lang), off: words.off(cx.lang) }
    }

    fn bits(&self, term: usize) -> u16 {
        self.words.and_then(|w| w.get(&self.terms.hashes[term])).copied().unwrap_or(0)
    }

    fn is(&self, term: usize, bit: u16) -> bool {
        self.bits(term) & bit != 0
    }

    fn token(&self, term: usize) -> &'a Token {
        &self.cx.tokens()[self.terms.tokens[term] as usize]
    }

    fn text(&self, term: usize) -> &'a str {
        self.cx.text.slice(self.token(term).span())
    }

    fn quoted(&self, from: usize, to: usize) -> bool {
        self.cx.quotations().contain(Span::new(self.token(from).start(), self.token(to - 1).end()))
    }

    /// A word that carries content: not a function word, at least two letters.
    fn content(&self, term: usize) -> bool {
        let token = self.token(term);
        token.is_word() && token.span().len() >= 2 && !self.is(term, is::FUNCTION | is::CONJUNCTION)
    }

    fn capital(&self, term: usize) -> bool {
        self.token(term).is_capital() && !self.is(term, is::FUNCTION | is::CONJUNCTION)
    }

    /// A cheap look at a run, before anything is looked up: a copy at once behind the first, or a long copy near by, or
    /// one behind a conjunction.
    pub(super) fn plausible(&self, run: Run) -> bool {
        let between = run.period.saturating_sub(run.len);
        between == 0 || (between <= 3 && (run.len >= 5 || self.is(run.start + run.len, is::CONJUNCTION)))
    }

    /// The verdict on a run.
    pub(super) fn run(&self, run: Run) -> Option<Found> {
        match (run.len >= run.period, run.period) {
            (true, 1) => self.word(run),
            (true, _) => self.succession(run),
            (false, _) => self.apart(run),
        }
    }

    /// One word several times in a row.
    fn word(&self, run: Run) -> Option<Found> {
        let (from, times) = (run.start, run.len + 1);
        let to = from + times;
        let (first, second) = (self.token(from), self.token(from + 1));
        if !first.is_word() || first.has(TokenFlags::UNCASED) || first.span().len() < 2 && !self.is(from, is::DOUBLED) {
            return None;
        }
        let gap = (from + 1..to).map(|i| self.terms.gaps[i]).max().unwrap_or(Gap::Plain);
        let right = self.is(from, is::DOUBLING | is::COORDINATION);
        if times == 2 {
            if gap != Gap::Plain || !second.is_lower() || first.is_capital() && from > 0 {
                return None;
            }
            return self.doubled(from);
        }
        let letters = first.span().len();
        let enough = match gap {
            Gap::Plain if right => 6,
            Gap::Plain if self.off => 5,
            Gap::Plain if second.is_capital() || letters < 4 && !self.is(from, is::DOUBLED) => 4,
            Gap::Plain => 3,
            Gap::Hyphen if right || letters < 3 => 8,
            Gap::Hyphen | Gap::Mark => 4,
            Gap::Comma if right || letters < 5 => 6,
            Gap::Comma => 4,
        };
        let enough = if self.quoted(from, to) { enough.max(8) } else { enough };
        (times >= enough).then(|| self.found(Shape::Loop, from, to, 1, times))
    }

    /// A word twice in a row with white space between.
    fn doubled(&self, from: usize) -> Option<Found> {
        let to = from + 2;
        let bits = self.bits(from);
        if self.off || bits & is::DOUBLING != 0 {
            return None;
        }
        let asks = |i: usize| self.is(i, is::QUESTION);
        if bits & is::AFTER_WH != 0 && (0..from).any(asks) {
            return None;
        }
        let phrasal = |i: usize| self.is(i, is::PARTICLE_VERB);
        if bits & is::PARTICLE != 0 && (from.saturating_sub(3)..from).any(phrasal) {
            return None;
        }
        if bits & is::DOUBLED != 0 {
            let mut found = self.found(Shape::FunctionWord, from, to, 1, 2);
            found.drop = Some(bits & is::SAFE != 0);
            return Some(found);
        }
        if bits & is::FUNCTION != 0 || self.token(from).span().len() < 3 {
            return None;
        }
        let mut found = self.found(Shape::Word, from, to, 1, 2);
        found.drop = Some(false);
        Some(found)
    }

    /// A phrase several times in a row.
    fn succession(&self, run: Run) -> Option<Found> {
        let n = run.period;
        let times = run.len / n + 1;
        let (from, to) = (run.start, run.start + n * times);
        let copy = from..from + n;
        if !copy.clone().any(|i| self.token(i).is_word() && self.token(i).span().len() >= 2) {
            return None;
        }
        let unspaced = copy.clone().filter(|&i| self.token(i).has(TokenFlags::UNCASED)).count();
        if unspaced * 2 > n && (n < 4 || times < 3 && n < 6) {
            return None;
        }
        let joint = (1..times).map(|k| self.terms.gaps[from + k * n]).max().unwrap_or(Gap::Plain);
        // `day after day after day`, `again and again and again`: one function word, one other.
        let idiom = n == 2 && self.content(from) != self.content(from + 1) && joint == Gap::Plain;
        let quoted = self.quoted(from, to);
        if times >= 3 {
            let coordination = copy.clone().any(|i| self.is(i, is::COORDINATION | is::DOUBLING));
            let enough = match joint {
                _ if quoted => 5.max(16usize.div_ceil(n)),
                _ if idiom && coordination => 8,
                _ if idiom => 4,
                Gap::Plain | Gap::Hyphen => 3,
                Gap::Comma if n >= 3 => 3,
                Gap::Comma | Gap::Mark => 4,
            };
            return (times >= enough).then(|| self.found(Shape::Loop, from, to, n, times));
        }
        if idiom && run.len > n || quoted && n < 6 {
            return None;
        }
        let capitals = copy.clone().filter(|&i| self.capital(i)).count();
        let by = n == 3 && self.terms.hashes[from] == self.terms.hashes[from + 2];
        let enough = match joint {
            Gap::Plain | Gap::Hyphen => 2 + usize::from(capitals == n),
            Gap::Comma => 3,
            Gap::Mark => 5,
        };
        if n < enough || by || !copy.clone().any(|i| self.content(i)) && n < 3 {
            return None;
        }
        let mut found = self.found(Shape::Phrase, from, to, n, 2);
        found.drop = Some(false);
        Some(found)
    }

    /// Two copies with words between.
    fn apart(&self, run: Run) -> Option<Found> {
        let (from, n, len) = (run.start, run.period, run.len);
        let between = from + len..from + n;
        let to = from + n + len;
        let joined = self.is(from + len, is::CONJUNCTION);
        if !between.clone().all(|i| self.is(i, is::FUNCTION | is::CONJUNCTION | is::DETERMINER)) {
            return None;
        }
        let contents = (from..from + len).filter(|&i| self.content(i)).count();
        if len >= 5 && contents >= 2 && self.content(from + len - 1) {
            if self.quoted(from, to) {
                return None;
            }
            let shape = if joined { Shape::Coordinated } else { Shape::Phrase };
            return Some(self.found(shape, from, to, len, 2));
        }
        if joined && contents > 0 { self.coordinated(run) } else { None }
    }

    /// A short copy on both sides of a conjunction.
    fn coordinated(&self, run: Run) -> Option<Found> {
        let (from, n, len) = (run.start, run.period, run.len);
        let to = from + n + len;
        let last = from + len - 1;
        if !self.content(last) || self.quoted(from, to) || (from + len + 1..to).any(|i| self.terms.gaps[i] > Gap::Hyphen) {
            return None;
        }
        if (from..from + len).any(|i| self.is(i, is::COORDINATION) || self.token(i).is_number()) {
            return None;
        }
        Some(self.found(Shape::Coordinated, from, to, len, 2))
    }

    /// Four words that come three times, and at least twice where no list or parallel clause begins.
    pub(super) fn refrain(&self, refrains: &mut Refrains) -> Option<Found> {
        const N: usize = 4;
        let places = refrains.top(&self.terms.hashes, N);
        let (&first, &last) = (places.first()?, places.last()?);
        if self.quoted(first, last + N) {
            return None;
        }
        Some(self.found(Shape::Refrain, first, last + N, N, places.len()))
    }

    /// Fewer than six different words in ten.
    pub(super) fn low_diversity(&self) -> Option<Found> {
        let total = self.terms.len();
        if total < 12 {
            return None;
        }
        None
    }

    fn found(&self, shape: Shape, from: usize, to: usize, copy: usize, times: usize) -> Found {
        Found { shape, from, to, copy: (from, from + copy), times, drop: None }
    }
}

/// Whether a piece of two to six letters stands three times in a row in the word, or one letter four times.
pub(super) fn stutters(word: &str) -> bool {
    let bytes = word.as_bytes();
    if !bytes.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    (1..=6).any(|period| {
        let enough = if period == 1 { 3 } else { 2 * period };
        let mut run = 0;
        (period..bytes.len()).any(|i| {
            run = if bytes[i].eq_ignore_ascii_case(&bytes[i - period]) { run + 1 } else { 0 };
            run >= enough
        })
    })
}
