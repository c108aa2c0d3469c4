//! What is told at a glance of whether a sequence may stand around a word: one look at the word itself and at two of its
//! neighbours, without a branch, then at up to twelve in a row, twice. Most candidates end here.

use super::{
    guard::{Asks, Look, all_capital},
    parse::Edge,
    program::{Class, Test},
    reach::{Anchor, Element, Reach},
};
use crate::model::{Token, TokenFlags, TokenKind, hash_word};
use std::collections::BTreeMap;

/// Kinds of token: words in lower case, with a capital, in capitals, of no case; then the other kinds. Those of tokens that
/// are the first of a sentence stand 16 higher.
const LOWER: u32 = 1;
const CAPITAL: u32 = 1 << 1 | 1 << 2;
const WORD: u32 = 15;
const ANY: u32 = 255;
const STARTS: u32 = 255 << 16;
/// No token: before or behind the block.
pub(super) const OUTSIDE: u16 = 27 << 6;
const ALL: u32 = (1 << 28) - 1;

/// How many parts of hashes a small set has: of sixty-four, so few that hardly another word has one of them.
const NEARLY: u32 = 4;

/// How far neighbours may be away.
pub(super) const FAR: usize = 8;
const NEAR: std::ops::Range<i64> = -8..8;

/// The class of a token by its kind and three of its flags, in the upper part of its sign.
const CLASSES: [u16; 64] = {
    let (mut all, mut at) = ([0; 64], 0);
    while at < all.len() {
        let (kind, capital, caps, lower) = (at as u16 & 7, at >> 3 & 1, at >> 4 & 1, at >> 5 & 1);
        let class = match (kind, lower, capital) {
            (0, 1, _) => 0,
            (0, _, 1) => 1 + caps as u16,
            // Whatever is above the last kind counts as it.
            (0..=4, ..) => 3 + kind,
            _ => 3 + TokenKind::Address as u16,
        };
        all[at] = class << 6;
        at += 1;
    }
    all
};

/// The sign of a token: its kind, and a part of its hash; with [`FIRST`] for the first of a sentence.
#[inline]
pub(super) fn sign(token: &Token) -> u16 {
    const { assert!(TokenFlags::CAPITAL == 1 << 4 && TokenFlags::ALL_CAPS == 1 << 5 && TokenFlags::LOWER == 1 << 10) }
    let bits = token.bits();
    let class = bits & 7 | bits >> 1 & 0b1_1000 | bits >> 5 & 0b10_0000;
    CLASSES[usize::from(class & 63)] | (token.hash() >> 58) as u16
}

/// In the sign of a token that is the first of its sentence.
pub(super) const FIRST: u16 = 1 << 10;

/// What the signs of the word and of two neighbours may be: their kinds, with the distance of a neighbour above them, and
/// the parts of hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Glance {
    pub(super) word: u32,
    pub(super) kinds: [u32; 2],
    pub(super) hashes: [u64; 2],
}

/// How far before the word, and less than how far behind it, a window may reach.
pub(super) const WIDE: usize = 16;
/// How many tokens that are.
pub(super) const SEEN: usize = 2 * WIDE;
/// How many tokens a window may have.
const WIDEST: u8 = 12;

/// Tokens in a row, one of which must have a part of a hash: what a look asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Where it starts, [`WIDE`] higher.
    pub(super) from: u8,
    pub(super) width: u8,
    pub(super) hashes: u64,
}

impl Default for Window {
    /// The word itself has some hash.
    fn default() -> Self {
        Self { from: WIDE as u8, width: 1, hashes: u64::MAX }
    }
}

impl Window {
    /// Those of the two looks that let least through.
    pub(super) fn two(looks: &[Look]) -> [Window; 2] {
        let mut all: Vec<(u32, Window)> = looks.iter().filter_map(Window::of).collect();
        all.sort_by_key(|(through, _)| *through);
        let mut all = all.into_iter().map(|(_, window)| window);
        [all.next().unwrap_or_default(), all.next().unwrap_or_default()]
    }

    /// The window of a look, and how much it lets through.
    fn of(look: &Look) -> Option<(u32, Self)> {
        let Asks::Test(test) = &look.asks else { return None };
        let hashes = Signs::of(test).hashes;
        let wide = i16::try_from(WIDE).ok()?;
        let place = |at: i16| u8::try_from(at.checked_add(wide)?).ok().filter(|at| usize::from(*at) < SEEN);
        let from = place(look.from)?;
        let width = place(look.to)?.checked_sub(from)? + 1;
        let some = hashes.count_ones() < 40 && width <= WIDEST;
        some.then(|| (u32::from(width) * hashes.count_ones(), Self { from, width, hashes }))
    }

    /// Whether one of its tokens has a part of a hash, by the signs of what is [seen](SEEN) around the word.
    #[inline]
    pub(super) fn allows(self, signs: &[u16; SEEN]) -> bool {
        let signs = signs.get(self.from.into()..usize::from(self.from) + usize::from(self.width)).unwrap_or_default();
        signs.iter().any(|sign| self.hashes >> (sign & 63) & 1 == 1)
    }
}

/// What a token may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    pub(super) kinds: u32,
    pub(super) hashes: u64,
    /// How many in a hundred thousand pass the test itself.
    odds: u32,
}

impl Glance {
    /// For a sequence that is found by an anchor.
    pub(super) fn of(reach: &Reach<'_>, anchor: &Anchor, tests: &[Test]) -> Self {
        let mut all: BTreeMap<i64, Signs> = BTreeMap::new();
        for (number, (spot, element)) in reach.elements.iter().enumerate() {
            let (from, to) = anchor.spot.to(*spot);
            if from != to || !NEAR.contains(&from) || anchor.next == Some(number) {
                continue;
            }
            let signs = match element {
                Element::Test(test) => Signs::of(&tests[*test as usize]),
                Element::Words(set) => {
                    let class = Class::new(set.hashes().into_iter().collect());
                    Signs { kinds: ANY | STARTS, hashes: bits(&class), odds: class.cost }
                }
                Element::Edge(Edge::SentenceStart) => Signs { kinds: STARTS, ..Signs::ALL },
                Element::Edge(_) | Element::Same(_) => continue,
            };
            let known = all.entry(from).or_insert(Signs::ALL);
            *known = known.and(signs);
        }
        let word = all.remove(&0).map_or(ALL, |signs| signs.kinds);
        let mut beside: Vec<(i64, Signs)> = all.into_iter().collect();
        beside.sort_by_key(|(_, signs)| signs.rank());
        let mut beside = beside.into_iter();
        let mut next = || match beside.next() {
            Some((at, signs)) => (signs.kinds | u32::try_from(at - NEAR.start).unwrap_or_default() << 28, signs.hashes),
            None => (ALL | (FAR as u32) << 28, u64::MAX),
        };
        let ((a, b), (c, d)) = (next(), next());
        Self { word, kinds: [a, c], hashes: [b, d] }
    }

    /// Whether it tells as much of the token at a distance as the test itself, or nearly.
    pub(super) fn tells(&self, distance: i64, test: &Test) -> bool {
        let beside = self.kinds.iter().any(|kinds| at(*kinds) == distance);
        let plain = match test {
            Test::Kind(TokenKind::Word, flags) => flags & !(TokenFlags::LOWER | TokenFlags::CAPITAL) == 0,
            Test::Kind(_, 0) | Test::Counts => true,
            Test::Word(_) | Test::List(_) | Test::OneOf(..) => Signs::of(test).hashes.count_ones() <= NEARLY,
            _ => false,
        };
        plain && beside && distance != 0
    }

    /// Whether it tells that a token is the first of a sentence.
    pub(super) fn tells_start(&self, distance: i64) -> bool {
        let beside = |kinds: &u32| kinds & ANY == 0 && at(*kinds) == distance;
        distance == 0 || self.kinds.iter().any(beside)
    }

    /// Whether a word may be one that leads to the sequence, by the signs of what is [seen](SEEN) around it.
    #[inline]
    pub(super) fn allows(&self, signs: &[u16; SEEN]) -> bool {
        let one = |kinds: u32, hashes: u64| {
            let sign = signs[WIDE - FAR + (kinds >> 28) as usize % (2 * FAR)];
            u64::from(kinds >> (sign >> 6)) & hashes >> (sign & 63)
        };
        let word = u64::from(self.word >> (signs[WIDE] >> 6));
        word & one(self.kinds[0], self.hashes[0]) & one(self.kinds[1], self.hashes[1]) & 1 == 1
    }
}

/// How far the neighbour stands away whose kinds these are.
fn at(kinds: u32) -> i64 {
    i64::from(kinds >> 28) + NEAR.start
}

impl Signs {
    pub(super) const ALL: Signs = Signs { kinds: ANY | STARTS, hashes: u64::MAX, odds: 100_000 };

    fn and(self, other: Signs) -> Signs {
        Signs { kinds: self.kinds & other.kinds, hashes: self.hashes & other.hashes, odds: self.odds.min(other.odds) }
    }

    /// At least what passes a test.
    pub(super) fn of(test: &Test) -> Signs {
        let signs = |kinds: u32, hashes: u64| Signs { kinds: kinds | kinds << 16, hashes, odds: test.odds() };
        let cased = |capital: bool| if capital { CAPITAL } else { ANY };
        match test {
            Test::Word(hash) => signs(ANY, bit(*hash)),
            Test::Exact(hash, word) => signs(cased(super::guard::has_capital(word)), bit(*hash)),
            Test::List(class) => signs(ANY, bits(class)),
            Test::OneOf(class, exact) => signs(cased(all_capital(class, exact)), bits(class)),
            Test::Kind(TokenKind::Word, flags) if flags & TokenFlags::LOWER != 0 => signs(LOWER, u64::MAX),
            Test::Kind(TokenKind::Word, flags) if flags & TokenFlags::CAPITAL != 0 => signs(CAPITAL, u64::MAX),
            Test::Suffix(_) | Test::Prefix(_) | Test::Kind(TokenKind::Word, _) => signs(WORD, u64::MAX),
            Test::Kind(kind, _) => signs(1 << (3 + *kind as u32), u64::MAX),
            Test::Counts => signs(WORD | 1 << (3 + TokenKind::Number as u32), u64::MAX),
            Test::Name(_) => signs(CAPITAL, u64::MAX),
            Test::Terminal => signs(1 << (3 + TokenKind::Punct as u32), u64::MAX),
            Test::Quote { .. } => {
                let marks = ["“", "„", "«", "‘", "‹", "”", "»", "’", "›", "\""];
                signs(ANY, marks.iter().fold(0, |bits, mark| bits | bit(hash_word(mark))))
            }
            Test::Year => signs(1 << (3 + TokenKind::Number as u32), u64::MAX),
            Test::Not(_) => Signs::ALL,
            Test::All(tests) => tests.iter().map(Signs::of).fold(Signs::ALL, Signs::and),
            Test::Any(tests) => {
                let none = Signs { kinds: 0, hashes: 0, odds: test.odds() };
                let or = |a: Signs, b: Signs| Signs { kinds: a.kinds | b.kinds, hashes: a.hashes | b.hashes, ..a };
                tests.iter().map(Signs::of).fold(none, or)
            }
        }
    }

    /// How many of ten thousand tokens have such a sign, roughly.
    fn rank(&self) -> u32 {
        const SHARES: [u32; 8] = [6_300, 1_300, 200, 100, 300, 1_600, 100, 100];
        let share = |kinds: u32| -> u32 { (0..8).filter(|kind| kinds >> kind & 1 == 1).map(|kind| SHARES[kind]).sum() };
        let kinds = if self.kinds & ANY == 0 { share(self.kinds >> 16) / 20 } else { share(self.kinds) };
        if self.hashes == u64::MAX { kinds } else { kinds * self.hashes.count_ones() / 64 + self.odds / 10 }
    }
}

/// The bit of a hash: most words that are not in a small set are told apart by it.
#[inline]
pub(super) fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

pub(super) fn bits(class: &Class) -> u64 {
    class.words.iter().fold(0, |bits, hash| bits | bit(hash))
}
