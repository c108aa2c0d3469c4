//! What shape a repetition has, and whether it is one that good writers use.

mod apart;

use super::{
    Shape,
    scan::{Gap, Run, Terms},
    words::{Words, is},
};
use crate::{
    detect::Cx,
    model::{Marked, Span, Token, TokenFlags},
};
use std::cell::OnceCell;

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

impl Found {
    /// A repetition that nothing is known to repair; the first copy has `copy` words.
    fn new(shape: Shape, from: usize, to: usize, copy: usize, times: usize) -> Self {
        Self { shape, from, to, copy: (from, from + copy), times, drop: None }
    }
}

/// Judges the repetitions of one sentence.
pub(super) struct Judge<'a> {
    cx: &'a Cx<'a>,
    terms: &'a Terms,
    words: Option<&'a Marked>,
    off: bool,
    first_person: OnceCell<bool>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(cx: &'a Cx<'a>, terms: &'a Terms, words: &'a Words) -> Self {
        Self { cx, terms, words: words.bits(), off: words.off(), first_person: OnceCell::new() }
    }

    fn bits(&self, term: usize) -> u32 {
        self.words.map_or(0, |words| words.get(self.terms.hashes[term]))
    }

    fn is(&self, term: usize, bit: u32) -> bool {
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

    /// Whether the word is Arabic: without case, but set apart by spaces.
    fn arabic(&self, term: usize) -> bool {
        self.cx.lang.code() == "ar" && self.text(term).starts_with(|c| ('\u{620}'..='\u{64a}').contains(&c))
    }

    /// `خطوة خطوة`, `جدا جدا`: Arabic doubles an adverb in the accusative, a noun without article, and what is short.
    fn by_and_by(&self, term: usize) -> bool {
        let word = self.text(term);
        let function = self.is(term, is::DOUBLED);
        let definite = word.starts_with("ال") && word.chars().count() >= 5;
        let verb = word.starts_with('ي') && word.chars().count() >= 4;
        !(function || definite || verb) || word.ends_with(['ا', '\u{64b}'])
    }

    fn capital(&self, term: usize) -> bool {
        self.token(term).is_capital() && !self.is(term, is::FUNCTION | is::CONJUNCTION)
    }

    /// A cheap look at a run, before anything is looked up: a copy at once behind the first, or a long copy near by, or
    /// one behind a conjunction.
    pub(super) fn plausible(&self, run: Run) -> bool {
        let between = run.period.saturating_sub(run.len);
        between == 0
            || between <= 3 && (run.len >= 5 || self.is(run.start + run.len, is::CONJUNCTION))
            || between <= 4 && run.len >= 3
            || run.len <= 2 && self.terms.gaps[run.start + run.len] == Gap::Comma
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
        let arabic = self.arabic(from);
        if !first.is_word()
            || first.has(TokenFlags::UNCASED) && !arabic
            || first.span().len() < 2 && !self.is(from, is::DOUBLED)
        {
            return None;
        }
        let gap = (from + 1..to).map(|i| self.terms.gaps[i]).max().unwrap_or(Gap::Plain);
        let right = self.is(from, is::DOUBLING | is::COORDINATION);
        if times == 2 {
            let names = first.is_capital() && from > 0 || second.is_capital();
            let wrong = if names { gap == Gap::Plain && self.abstraction(from) } else { second.is_lower() || arabic };
            if !wrong || arabic && self.by_and_by(from) {
                return None;
            }
            return match gap {
                Gap::Plain => self.doubled(from),
                Gap::Comma if self.terms.gaps[from] == Gap::Comma && self.goes_on(from + 1) => {
                    Some(Found::new(Shape::ListItem, from, to, 1, 2))
                }
                _ => None,
            };
        }
        let letters = first.span().len();
        let enough = match gap {
            Gap::Plain if right => 6,
            Gap::Plain if self.off => 5,
            Gap::Plain if second.is_capital() || letters < 4 && !self.is(from, is::DOUBLED) => 4,
            Gap::Plain => 3,
            Gap::Hyphen if right || letters <= 3 && self.terms.after(to - 1) != Gap::Hyphen => 8,
            Gap::Comma if right || letters < 5 => 6,
            // An item three times in a list, which goes on.
            Gap::Comma if second.is_lower() && self.listed(from) && self.goes_on(to - 1) => 3,
            Gap::Comma | Gap::Hyphen | Gap::Mark | Gap::Break => 4,
        };
        // `Vulpes vulpes vulpes` is a subspecies.
        let binomial = times == 3 && first.is_capital() && second.is_lower() && gap == Gap::Plain;
        let enough = if self.quoted(from, to) { enough.max(8) } else { enough };
        let enough = if binomial { 4 } else { enough };
        (times >= enough).then(|| Found::new(Shape::Loop, from, to, 1, times))
    }

    /// A word twice in a row with white space between.
    fn doubled(&self, from: usize) -> Option<Found> {
        let to = from + 2;
        let bits = self.bits(from);
        if self.off || bits & is::DOUBLING != 0 {
            return None;
        }
        let asks = |i: usize| self.is(i, is::QUESTION);
        if bits & is::AFTER_WH != 0 && (from.saturating_sub(60)..from).any(asks) {
            return None;
        }
        let phrasal = |i: usize| self.is(i, is::PARTICLE_VERB);
        if bits & is::PARTICLE != 0 && (from.saturating_sub(3)..from).any(phrasal) {
            return None;
        }
        if bits & is::DOUBLED != 0 {
            let mut found = Found::new(Shape::FunctionWord, from, to, 1, 2);
            found.drop = Some(bits & is::SAFE != 0);
            return Some(found);
        }
        // Sounds in quotation marks.
        let sound = self.terms.gaps[from] == Gap::Mark && self.terms.after(from + 1) == Gap::Mark;
        if bits & is::FUNCTION != 0
            || self.token(from).span().len() < 3
            || self.subspecies(from)
            || sound
            || self.terms.gaps[from] == Gap::Hyphen
        {
            return None;
        }
        let mut found = Found::new(Shape::Word, from, to, 1, 2);
        found.drop = Some(false);
        Some(found)
    }

    /// Whether a term stands in a list, behind another item.
    fn listed(&self, term: usize) -> bool {
        self.terms.gaps[term] == Gap::Comma || term > 0 && self.is(term - 1, is::CONJUNCTION)
    }

    /// `Pan troglodytes troglodytes`: a genus, and a word with a Latin ending twice.
    fn subspecies(&self, from: usize) -> bool {
        const LATIN: &[&str] =
            &["us", "a", "um", "is", "es", "i", "ae", "ns", "x", "on", "os", "or", "er", "ys", "ops", "ax"];
        from > 0
            && self.terms.gaps[from] == Gap::Plain
            && self.terms.gaps[from - 1] != Gap::Hyphen
            && self.capital(from - 1)
            && !self.token(from - 1).has(TokenFlags::ALL_CAPS)
            && !(from > 1 && self.is(from - 2, is::DETERMINER))
            && LATIN.iter().any(|ending| self.text(from).ends_with(ending))
    }

    /// A word that is no name even where it has a capital: `Liability Liability`.
    fn abstraction(&self, term: usize) -> bool {
        const ENDINGS: &[&str] = &["tion", "sion", "ment", "ness", "ility", "ology", "ship", "ance"];
        let word = self.text(term);
        word.len() >= 8 && ENDINGS.iter().any(|ending| word.to_ascii_lowercase().ends_with(ending))
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
        let unspaced = copy.clone().filter(|&i| self.token(i).has(TokenFlags::UNCASED) && !self.arabic(i)).count();
        if unspaced * 2 > n && (n < 4 || times < 3 && n < 6) {
            return None;
        }
        let joint = (1..times).map(|k| self.terms.gaps[from + k * n]).max().unwrap_or(Gap::Plain);
        // `day after day after day`, `again and again and again`: one function word, one other.
        let idiom = n == 2 && !(self.content(from) && self.content(from + 1)) && joint == Gap::Plain;
        let quoted = self.quoted(from, to);
        if times >= 3 {
            let coordination = copy.clone().any(|i| self.is(i, is::COORDINATION | is::DOUBLING));
            let saying = n <= 3 && copy.clone().any(|i| self.is(i, is::DOUBLING) && self.content(i));
            let enough = match joint {
                _ if saying => 5,
                _ if quoted => 5.max(16usize.div_ceil(n)),
                _ if idiom && coordination => 8,
                _ if idiom => 4,
                Gap::Plain | Gap::Hyphen => 3,
                Gap::Comma if n >= 3 => 3,
                Gap::Comma | Gap::Mark | Gap::Break => 4,
            };
            return (times >= enough).then(|| Found::new(Shape::Loop, from, to, n, times));
        }
        let idle =
            copy.clone().any(|i| self.is(i, is::COORDINATION | is::DOUBLING | is::PREPOSITION | is::CONJUNCTION));
        if n >= 2 && !quoted && !idle && self.third(from, n) {
            return Some(Found::new(Shape::Loop, from, to + 1 + n, n, 3));
        }
        if n == 2 && self.is(from + 1, is::CONJUNCTION) && self.coordinated(Run { len: 1, ..run }) {
            return Some(Found::new(Shape::Coordinated, from, from + 3, 1, 2));
        }
        let linked = copy.clone().any(|i| self.is(i, is::PREPOSITION | is::CONJUNCTION));
        let known = copy.clone().any(|i| self.is(i, is::COORDINATION | is::DOUBLING));
        if n == 2 && (linked || known) || idiom && run.len > n || quoted && n < 6 {
            return None;
        }
        // A speaker says things twice, with a pause; so does a poet.
        let bracketed = joint == Gap::Mark && self.bracket(from + n);
        if joint >= Gap::Mark && !(bracketed && n >= 3)
            || joint == Gap::Hyphen
            || joint == Gap::Comma && (self.first_person() || self.verse(to - 1))
        {
            return None;
        }
        let edge = self.is(from, is::CONJUNCTION) || self.is(from + n - 1, is::CONJUNCTION);
        let capitals = copy.clone().filter(|&i| self.capital(i)).count();
        // `day by day, day by day`, `back and forth, back and forth`.
        let by =
            n == 3 && (self.terms.hashes[from] == self.terms.hashes[from + 2] || self.is(from + 1, is::CONJUNCTION));
        let enough = match self.widest(from + 1, to) {
            Gap::Plain | Gap::Hyphen => 2 + usize::from(capitals == n),
            Gap::Comma => 3,
            Gap::Mark if bracketed => 3,
            Gap::Mark => 5,
            Gap::Break => return None,
        };
        // `On the website of the bank, the bank …` and lines of a song.
        let enters = joint == Gap::Comma
            && (from > 0 && self.is(from - 1, is::PREPOSITION)
                || self.token(from + n).is_capital() && self.is(from, is::FUNCTION));
        if enters || n < enough.max(if edge { 4 } else { 2 }) || by || !copy.clone().any(|i| self.content(i)) && n < 3 {
            return None;
        }
        let mut found = Found::new(Shape::Phrase, from, to, n, 2);
        found.drop = Some(false);
        Some(found)
    }

    /// Whether the sentence speaks of I, we or you outside quotation marks: a speech, a story.
    fn first_person(&self) -> bool {
        *self
            .first_person
            .get_or_init(|| (0..self.terms.len()).any(|i| self.is(i, is::PERSON) && !self.quoted(i, i + 1)))
    }

    /// Whether a line ends with a comma right behind a term: a line of verse, which prose seldom breaks just there.
    fn verse(&self, term: usize) -> bool {
        let comma = self.terms.tokens[term] as usize + 1;
        let tokens = self.cx.tokens();
        let line_ends = tokens.get(comma + 1).is_none_or(|next| {
            next.has(TokenFlags::BREAK_BEFORE)
                || self.cx.text.block_at(next.start()) != self.cx.text.block_at(self.token(term).start())
        });
        comma < tokens.len() && self.cx.word(comma) == "," && line_ends
    }

    /// Whether an opening bracket stands right before a term.
    fn bracket(&self, term: usize) -> bool {
        let before = (self.terms.tokens[term] as usize).checked_sub(1);
        before.is_some_and(|i| matches!(self.cx.word(i), "(" | "["))
    }

    /// The widest gap before the terms of a range.
    fn widest(&self, from: usize, to: usize) -> Gap {
        self.terms.gaps[from..to].iter().copied().max().unwrap_or(Gap::Plain)
    }
}

/// Whether a piece of three to six letters stands three times in a row in the word, in the same case. Shorter pieces are
/// sounds (`hahaha`) and names.
pub(super) fn stutters(word: &str) -> bool {
    let bytes = word.as_bytes();
    // The longest stretch in which each letter is the one `period` letters before.
    let longest = |period: usize| {
        let mut run = 0;
        (period..bytes.len()).fold(0, |longest, i| {
            run = if bytes[i] == bytes[i - period] { run + 1 } else { 0 };
            run.max(longest)
        })
    };
    // A stretch of `2 * period` such letters holds every so manieth letter, so few have to be looked at first; a word of
    // nine letters has one.
    let tells = |period: usize| {
        let mut at = 3 * period - 1;
        while at < bytes.len() {
            if bytes[at] == bytes[at - period] {
                return true;
            }
            at += 2 * period;
        }
        false
    };
    // A long sound repeats its pairs as well, and a letter drawn out repeats itself.
    (3..=6).take_while(|period| 3 * period <= bytes.len()).any(|period| tells(period) && longest(period) >= 2 * period)
        && bytes.iter().all(u8::is_ascii_alphabetic)
        && longest(2) < 4
}

#[cfg(test)]
mod tests {
    use super::stutters;

    #[test]
    fn pieces_inside_words() {
        assert!(stutters("WhiteWhiteWhite") && stutters("busbusbus"));
        assert!(
            !stutters("hahahahahahaha") && !stutters("gooooooooal") && !stutters("Shoshosho") && !stutters("beriberi")
        );
    }
}
