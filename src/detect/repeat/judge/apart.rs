//! Copies with words between them: coordination, enumeration, subjects that are said of themselves, refrains.

use super::{Found, Judge};
use crate::detect::repeat::{
    Shape,
    scan::{Gap, Refrains, Run},
    sieve::{LONG, poor},
    words::is,
};
use crate::model::{TokenFlags, TokenKind};

/// Endings of nouns for things that nobody has two of: `trust and trust` is nothing that emphasis makes.
const ABSTRACT: &[&str] =
    &["tion", "sion", "ment", "ness", "ity", "ence", "ance", "ism", "ship", "hood", "dom", "ology"];

/// Endings of adjectives, whose doubling says no more than one of them.
const ADJECTIVE: &[&str] = &["able", "ible", "ful", "ous", "ive", "less", "ant", "ent"];

impl Judge<'_> {
    /// Whether an enumeration goes on behind a term, with a comma or a conjunction.
    pub(super) fn goes_on(&self, term: usize) -> bool {
        let next = term + 1;
        next < self.terms.len() && (self.terms.gaps[next] == Gap::Comma || self.is(next, is::CONJUNCTION))
    }

    /// `We offer training, education and training.`
    fn encloses(&self, run: Run) -> bool {
        let (from, second) = (run.start, run.start + run.period);
        let noun = |i: usize| {
            ABSTRACT.iter().chain(&["ing"]).any(|s| self.text(i).len() > s.len() + 2 && self.text(i).ends_with(s))
        };
        run.len == 1
            && run.period == 3
            && self.terms.gaps[from] == Gap::Plain
            && self.terms.gaps[from + 1] == Gap::Comma
            && self.terms.gaps[from + 2] == Gap::Plain
            && self.terms.gaps[second] == Gap::Plain
            && self.is(from + 2, is::CONJUNCTION)
            && self.content(from + 1)
            && noun(from)
            && self.terms.after(second) > Gap::Hyphen
    }

    /// `wine, cheese, olives and cheese`: an item twice, every item of at most three words.
    fn enumerated(&self, run: Run) -> bool {
        let (from, second, to) = (run.start, run.start + run.period, run.start + run.period + run.len);
        let plain =
            |i: usize| self.content(i) && !self.is(i, is::COORDINATION) && !self.token(i).has(TokenFlags::DIGIT);
        let opens = self.terms.gaps[from] == Gap::Comma
            || run.len == 1 && from > 0 && self.terms.gaps[from] == Gap::Plain && self.is(from - 1, is::PREPOSITION);
        if !opens || !(from..from + run.len).all(plain) {
            return false;
        }
        let mut words = 0;
        for i in from + run.len..=second {
            words = if self.terms.gaps[i] == Gap::Comma || self.is(i, is::CONJUNCTION) { 0 } else { words + 1 };
            if words > 2 || self.terms.gaps[i] > Gap::Comma || self.is(i, is::FUNCTION) && !self.is(i, is::CONJUNCTION)
            {
                return false;
            }
        }
        let closes = self.terms.gaps[second] == Gap::Comma || self.is(second - 1, is::CONJUNCTION);
        let ends = to == self.terms.len() || self.goes_on(to - 1) || self.terms.gaps[to] == Gap::Break;
        closes && ends && self.terms.gaps[from + run.len] == Gap::Comma && !self.quoted(from, to)
    }

    /// Two copies with words between.
    pub(super) fn apart(&self, run: Run) -> Option<Found> {
        let (from, n, len) = (run.start, run.period, run.len);
        let (stop, second, to) = (from + len, from + n, from + n + len);
        let widest = self.widest(stop, second + 1);
        if !self.is(stop, is::CONJUNCTION) && len >= 3 && n - len <= 4 && self.circular(run) {
            return Some(Found::new(Shape::Phrase, from, to, len, 2));
        }
        if self.terms.gaps[stop] == Gap::Comma && len <= 2 && self.enumerated(run) {
            return Some(Found::new(Shape::ListItem, from, to, len, 2));
        }
        if self.encloses(run) {
            return Some(Found::new(Shape::Coordinated, from, to, len, 2));
        }
        let bare = (stop..second).all(|i| self.is(i, is::FUNCTION | is::CONJUNCTION));
        let whole = self.terms.gaps[stop - 1] == Gap::Hyphen || !self.is(stop - 1, is::FUNCTION);
        if !bare || !whole || self.quoted(from, to) {
            return None;
        }
        let joined = self.is(stop, is::CONJUNCTION);
        let contents = (from..stop).filter(|&i| self.content(i)).count();
        // `… by a solid-state drive, and a solid-state drive does …`: the second copy begins a clause.
        let clause = joined && widest == Gap::Comma && self.terms.after(to - 1) <= Gap::Hyphen;
        if len >= 5 && contents >= 2 && widest < Gap::Mark && !clause && !self.first_person() {
            let shape = if joined { Shape::Coordinated } else { Shape::Phrase };
            return Some(Found::new(shape, from, to, len, 2));
        }
        if contents > 0 && joined && self.coordinated(run) || len >= 3 && self.contrasted(run) {
            let skip = usize::from(self.is(from, is::PREPOSITION));
            let mut found = Found::new(Shape::Coordinated, from + skip, to, len - skip, 2);
            found.copy.1 = stop;
            return Some(found);
        }
        None
    }

    /// `from the chaff, but from the chaff.`
    fn contrasted(&self, run: Run) -> bool {
        let (stop, second, to) = (run.start + run.len, run.start + run.period, run.start + run.period + run.len);
        self.is(stop, is::CONTRAST) && second <= stop + 2 && self.terms.after(to - 1) > Gap::Hyphen
    }

    /// `The Fisheries Organisation is a member of the Fisheries Organisation.`: a name that the sentence begins with is
    /// what the sentence says of it.
    fn circular(&self, run: Run) -> bool {
        let (from, second, to) = (run.start, run.start + run.period, run.start + run.period + run.len);
        let names = (from..from + run.len).filter(|&i| self.capital(i)).count();
        let parted = (from + run.len..=second).any(|i| matches!(self.terms.gaps[i], Gap::Comma | Gap::Break));
        from <= 3 && names >= 2 && !parted && self.terms.after(to - 1) > Gap::Hyphen && !self.quoted(from, to)
    }

    /// `what is new, what is new and what is new`: a third copy behind a conjunction; `n` words twice from `from`.
    pub(super) fn third(&self, from: usize, n: usize) -> bool {
        let third = from + 2 * n + 1;
        third + n <= self.terms.len()
            && self.is(third - 1, is::CONJUNCTION)
            && self.terms.hashes[from..from + n] == self.terms.hashes[third..third + n]
            && self.widest(from + 1, third + n) <= Gap::Comma
    }

    /// Whether a short copy on both sides of a conjunction is wrong.
    pub(super) fn coordinated(&self, run: Run) -> bool {
        let (from, n, len) = (run.start, run.period, run.len);
        let (stop, second, to) = (from + len, from + n, from + n + len);
        let after = self.terms.after(to - 1);
        if second != stop + 1 || after == Gap::Hyphen || self.terms.gaps[from] == Gap::Hyphen {
            return false;
        }
        let quotes = self.terms.gaps[from] == Gap::Mark
            && self.terms.gaps[stop] == Gap::Mark
            && self.terms.gaps[second] == Gap::Mark;
        if self.widest(stop, second + 1) > Gap::Plain && !quotes {
            return false;
        }
        // `"README" and "ReadMe"` are two names.
        if quotes && self.text(from) != self.text(second) {
            return false;
        }
        // `out and out`, but not `opt-out or opt-out`.
        let hyphened = |i: usize| self.terms.gaps[i] == Gap::Hyphen || self.terms.after(i) == Gap::Hyphen;
        if (from..stop).any(|i| self.is(i, is::COORDINATION) && !hyphened(i) || self.token(i).is_number()) {
            return false;
        }
        // `Smith and Smith`, all that a line says, is the name of a firm.
        if from == 0
            && to == self.terms.len()
            && (from..stop).any(|i| self.capital(i))
            && (from..stop).all(|i| !self.token(i).is_lower())
        {
            return false;
        }
        // `tax and tax and spend and spend`
        let again = |i: usize| i + 2 < self.terms.len() && self.terms.hashes[i] == self.terms.hashes[i + 2];
        let joined = |i: usize| i < self.terms.len() && self.is(i, is::CONJUNCTION);
        if len == 1 && (joined(to) && again(to + 1) || from >= 4 && joined(from - 1) && again(from - 4)) {
            return false;
        }
        if from > 0 && self.terms.gaps[from] == Gap::Plain && self.capital(from - 1) && self.capital(from) {
            return false;
        }
        let word = self.text(from).to_lowercase();
        let next = if after > Gap::Plain { is::CONJUNCTION } else { self.bits(to) };
        let hyphens = (from + 1..stop).filter(|&i| self.terms.gaps[i] == Gap::Hyphen).count();
        if len - hyphens == 1 && !quotes {
            let last = self.text(stop - 1).to_lowercase();
            let before = if from > 0 && self.terms.gaps[from] == Gap::Plain { self.bits(from - 1) } else { 0 };
            // `to wait and wait`: what is done again and again.
            let infinitive =
                from > 0 && hyphens == 0 && word.len() <= 6 && self.text(from - 1).eq_ignore_ascii_case("to");
            let governed = before & (is::DETERMINER | is::PREPOSITION) != 0 && !infinitive;
            let listed = self.terms.gaps[from] == Gap::Comma && after > Gap::Plain;
            let plural = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("ous");
            let ends = |suffixes: &[&str]| suffixes.iter().any(|s| last.len() > s.len() + 2 && last.ends_with(s));
            let adjective = ends(ADJECTIVE) && after > Gap::Plain;
            return word.len() >= 3
                && !plural
                && !last.ends_with("er")
                && (ends(ABSTRACT) || adjective || governed || listed)
                && next & (is::PREPOSITION | is::CONJUNCTION) != 0;
        }
        next & is::CONJUNCTION != 0
            || next & is::FUNCTION != 0 && next & (is::PREPOSITION | is::QUESTION | is::DETERMINER) == 0
    }

    /// A long sentence of few different words that goes round in a circle: one word makes a third of its content, or the
    /// greater part is one stretch of words twice. What counts (`two points …, three points …`) and what is quoted may.
    pub(in super::super) fn poor(&self, scratch: &mut Vec<u64>) -> Option<Found> {
        let n = self.terms.len();
        if n < LONG || self.words.is_none() || self.off {
            return None;
        }
        let mut fill = |keep: &dyn Fn(usize) -> bool| {
            scratch.clear();
            scratch.extend((0..n).filter(|&i| keep(i)).map(|i| self.terms.hashes[i]));
            scratch.sort_unstable();
            let counts = scratch.chunk_by(|a, b| a == b).map(<[u64]>::len);
            (scratch.len(), counts.clone().count(), counts.max().unwrap_or(0))
        };
        let (_, words, _) = fill(&|_| true);
        if !poor(words, n) {
            return None;
        }
        let (all, different, most) = fill(&|i| self.content(i));
        let numbers = (0..n).filter(|&i| self.token(i).has(TokenFlags::DIGIT)).count();
        let files = (0..n).any(|i| self.token(i).kind() == TokenKind::Address);
        let quoted = (0..n).filter(|&i| self.quoted(i, i + 1)).count();
        let verse = (1..n).any(|i| self.token(i).has(TokenFlags::BREAK_BEFORE));
        (all >= 6
            && different * 2 <= all
            && (most * 3 > all || self.halves())
            && numbers < 3
            && !files
            && !verse
            && quoted * 2 <= n)
            .then(|| Found::new(Shape::Poor, 0, n, 1, all - different))
    }

    /// Whether a stretch of six words or more comes twice and makes up most of a sentence of ordinary length.
    fn halves(&self) -> bool {
        let (n, hashes) = (self.terms.len(), &self.terms.hashes);
        let longest = |period: usize| {
            let same = hashes.iter().zip(&hashes[period..]).map(|(a, b)| a == b);
            let runs = same.scan(0, |run, same| {
                *run = if same { *run + 1 } else { 0 };
                Some(*run)
            });
            runs.max().unwrap_or(0).min(period)
        };
        n <= 100 && (6..n).map(longest).max().is_some_and(|run| run >= 6 && run * 10 >= n * 3)
    }

    /// Four words that come three times, and at least twice where no list or parallel clause begins.
    pub(in super::super) fn refrain(&self, refrains: &mut Refrains) -> Option<Found> {
        const N: usize = 4;
        let places = refrains.top(&self.terms.hashes, N);
        let (&first, &last) = (places.first()?, places.last()?);
        if self.quoted(first, last + N) {
            return None;
        }
        let close = places.windows(2).all(|p| p[1] - p[0] <= 10 && self.widest(p[0] + 1, p[1] + 1) < Gap::Mark);
        // A comma or conjunction shortly before makes it a list or a parallel.
        let parallel = |place: usize| {
            let near = place.saturating_sub(2)..=place;
            near.clone().any(|i| self.terms.gaps[i] > Gap::Plain)
                || (near.start().saturating_sub(1)..place).any(|i| self.is(i, is::CONJUNCTION))
        };
        let loose = places[1..].iter().filter(|&&place| !parallel(place)).count();
        (close && loose >= 2).then(|| Found::new(Shape::Refrain, first, last + N, N, places.len()))
    }
}
