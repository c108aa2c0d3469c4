//! Expressions by what leads to them. The build script makes the index of the binary's rules with this file.
//!
//! Of what every match of an expression holds, the rarest leads to it. The rest rules most places out again: a block
//! remembers its tokens as bits, and each of the expression's other sets must have one of its keys among them.

use super::{
    byte::byte,
    key::Key,
    lead::Lead,
    require::{Required, Set, cost},
};
use crate::model::{Collect, Table};
use std::borrow::Cow;

/// Expressions, by number, and the tokens that lead to them.
#[derive(Clone, Default)]
pub(crate) struct Triggers {
    /// By the hash of a word, the [mixed] four letters of its start, or the [mixed] character of a mark.
    pub(crate) words: Table,
    /// The first number that these have among the [joined](Triggers::joined), if they are part of them: then the article knows
    /// which tokens lead to them.
    pub(crate) base: Option<u32>,
    pub(crate) digits: Cow<'static, [u32]>,
    pub(crate) apostrophes: Cow<'static, [u32]>,
    pub(crate) foreign: Cow<'static, [u32]>,
    /// Expressions that may match inside an address, which is one token.
    pub(crate) addresses: Cow<'static, [u32]>,
    /// Expressions of which nothing is known.
    pub(crate) always: Cow<'static, [u32]>,
    /// Expressions by what their matches start with, where that is the start of a line or sentence.
    pub(crate) heads: Table,
    /// For each expression how far before its token a match can start.
    pub(crate) leads: Cow<'static, [Lead]>,
    /// For each expression a byte that stands in each match; 0 where none is known. Asked of those in `always`.
    pub(crate) bytes: Cow<'static, [u8]>,
    /// For each expression marks of ASCII of which a block has one where it matches, as bits; [`NO_MARK`] where none is known.
    pub(crate) marks: Cow<'static, [u128]>,
    /// For each expression whether the first of its further sets has none but keys that are remembered of a block.
    pub(crate) known: Cow<'static, [bool]>,
    /// For each expression where its further sets start in `sets`.
    pub(crate) further: Cow<'static, [u32]>,
    /// The number of an expression's sets; for each the number of its keys, and the [bit](bit_of) of each.
    pub(crate) sets: Cow<'static, [u16]>,
}

/// What every block has for a mark.
pub(super) const NO_MARK: u128 = 1;

/// Bits that a block has for its tokens; a few more stand for [`Key::Digit`] and its like.
pub(super) const BITS: u16 = 4096;
pub(super) const DIGIT: u16 = BITS;
pub(super) const APOSTROPHE: u16 = BITS + 1;
pub(super) const FOREIGN: u16 = BITS + 2;

/// The bit of a hash.
#[inline]
pub(super) fn bit(hash: u64) -> u16 {
    (hash >> 40) as u16 & (BITS - 1)
}

/// The bit that a key sets.
fn bit_of(key: &Key) -> u16 {
    match *key {
        Key::Word(hash) => bit(hash),
        Key::Start(letters) => bit(mixed(letters)),
        Key::Mark(byte) => bit(mixed(byte.into())),
        Key::Digit => DIGIT,
        Key::Apostrophe => APOSTROPHE,
        Key::Foreign => FOREIGN,
    }
}

/// The mark that a key is.
fn mark(key: &Key) -> Option<u8> {
    match *key {
        Key::Mark(byte) if byte.is_ascii() => Some(byte),
        _ => None,
    }
}

/// What stands in a table of [heads](Triggers::heads) for a key.
pub(super) fn head(key: &Key) -> u64 {
    match *key {
        Key::Word(hash) => hash,
        Key::Start(letters) => mixed(letters),
        Key::Mark(byte) => mixed(byte.into()),
        Key::Digit => mixed(DIGIT.into()),
        Key::Apostrophe => mixed(APOSTROPHE.into()),
        Key::Foreign => mixed(FOREIGN.into()),
    }
}

/// What a set may cost to lead to an expression: so many tokens in a hundred thousand.
const DEAREST: u32 = 20_000;
/// What a further set may cost and how many keys it may have; most blocks have one of a longer or a commoner one.
const FURTHER: u32 = 60_000;
const KEYS: usize = 24;

/// What a further set may cost whose keys are remembered of a block, and how many keys it may have.
const KNOWN: u32 = 800;
const KNOWN_KEYS: usize = 48;
/// How many times as frequent they may be as the tokens that lead to the expression.
const WORTH: u32 = 4;

/// What it costs to be one more expression that digits lead to, and how many runs of white space it may be from one.
const SHARED: u32 = 4_000;
const NEAR: u16 = 3;

/// A token that is looked up only where lines and sentences start may be so many times as frequent.
const HEADS: u32 = 8;

/// Spreads a small number over the high bits.
#[inline]
pub(super) fn spread(letters: u32) -> u64 {
    u64::from(letters).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spreads a small number over all bits; the high half is that of [`spread`].
#[inline]
pub(crate) fn mixed(letters: u32) -> u64 {
    let h = spread(letters);
    h ^ h >> 32
}

/// Collects what goes into an index.
#[derive(Default)]
pub(crate) struct Index {
    words: Collect,
    heads: Collect,
    pub(super) leads: Vec<Lead>,
    pub(super) bytes: Vec<u8>,
    pub(super) digits: Vec<u32>,
    apostrophes: Vec<u32>,
    foreign: Vec<u32>,
    addresses: Vec<u32>,
    pub(super) always: Vec<u32>,
    pub(super) marks: Vec<u128>,
    pub(super) known: Vec<bool>,
    /// The words and starts of words that are remembered of a block.
    pub(crate) hints: Vec<u64>,
    further: Vec<u32>,
    sets: Vec<u16>,
    /// Whether what is added next shares an outline with all that digits lead to: to be one more of these costs little.
    pub(crate) shares_digits: bool,
}

impl Index {
    /// Adds the next expression, found by what each of its matches holds: a key of each set. `inside`: a match lies inside
    /// a block.
    pub(crate) fn add(&mut self, source: &str, required: &Required, inside: bool) {
        if source.contains(['/', '@', '_', '#', '=', '%']) || ["http", "www", r"\."].iter().any(|s| source.contains(s))
        {
            self.addresses.push(self.further.len() as u32);
        }
        self.bytes.push(byte(source).unwrap_or(0));
        self.found_by(required, inside);
    }

    /// The same for what cannot be part of an address.
    pub(crate) fn lead(&mut self, required: &Required, inside: bool) {
        self.bytes.push(0);
        self.found_by(required, inside);
    }

    fn found_by(&mut self, required: &Required, inside: bool) {
        let number = self.further.len() as u32;
        let sets = &required.sets;
        // The set that takes the least reading leads.
        let toll = |set: &Set| match set.keys.as_slice() {
            [Key::Digit] if self.shares_digits && set.lead.spaces <= NEAR => SHARED,
            _ => set.toll(),
        };
        let leading = (0..sets.len()).filter(|&at| sets[at].cost < DEAREST).min_by_key(|&at| toll(&sets[at]));
        let rare = leading.map_or(u32::MAX, |at| sets[at].cost.saturating_mul(HEADS));
        let heads = required.first.as_ref().filter(|keys| cost(keys) < rare);
        heads.into_iter().flatten().for_each(|key| self.heads.add(head(key), number));
        let leading = leading.filter(|_| heads.is_none());
        if leading.is_none() && heads.is_none() {
            self.always.push(number);
        }
        self.leads.push(leading.map_or(Lead::UNKNOWN, |at| sets[at].lead));
        let first = leading.map_or(&[][..], |at| &sets[at].keys);
        for key in first {
            match *key {
                Key::Word(hash) => self.words.add(hash, number),
                Key::Start(letters) => self.words.add(mixed(letters), number),
                Key::Mark(byte) => self.words.add(mixed(byte.into()), number),
                Key::Digit => self.digits.push(number),
                Key::Apostrophe => self.apostrophes.push(number),
                Key::Foreign => self.foreign.push(number),
            }
        }
        // To remember keys pays where many tokens lead to the expression and few are keys.
        let most = leading.map_or(0, |at| sets[at].cost.saturating_mul(WORTH)).min(KNOWN);
        let is_known = |set: &Set| {
            set.keys.len() <= KNOWN_KEYS
                && cost(&set.keys) < most
                && !set.keys.iter().any(|key| matches!(key, Key::Mark(_)))
        };
        let further = || sets.iter().enumerate().filter(|(at, _)| Some(*at) != leading).map(|(_, set)| set);
        let known = further().filter(|set| inside && is_known(set)).min_by_key(|set| cost(&set.keys));
        let useful = |set: &&Set| inside && set.cost < FURTHER && set.keys.len() <= KEYS && Some(*set) != known;
        let rest: Vec<&Set> = further().filter(useful).collect();
        self.known.push(known.is_some());
        let words = known.iter().flat_map(|set| &set.keys);
        self.hints.extend(words.filter(|key| matches!(key, Key::Word(_) | Key::Start(_))).map(head));
        let marks = |keys: &Vec<Key>| keys.iter().try_fold(0, |all, key| Some(all | 1 << mark(key)?));
        let others = sets.iter().enumerate().filter(|(at, _)| Some(*at) != leading).map(|(_, set)| set);
        let rarest = others.filter_map(|set| Some((set.cost, marks(&set.keys)?))).min();
        self.marks.push(rarest.filter(|_| inside).map_or(NO_MARK, |(_, marks)| marks));
        self.further.push(self.sets.len() as u32);
        self.sets.push((usize::from(known.is_some()) + rest.len()) as u16);
        for set in known.into_iter().chain(rest) {
            self.sets.push(set.keys.len() as u16);
            self.sets.extend(set.keys.iter().map(bit_of));
        }
    }

    /// The index.
    pub(crate) fn triggers(self) -> Triggers {
        Triggers {
            words: self.words.table(),
            base: None,
            marks: self.marks.into(),
            known: self.known.into(),
            digits: self.digits.into(),
            apostrophes: self.apostrophes.into(),
            foreign: self.foreign.into(),
            addresses: self.addresses.into(),
            always: self.always.into(),
            heads: self.heads.table(),
            leads: self.leads.into(),
            bytes: self.bytes.into(),
            further: self.further.into(),
            sets: self.sets.into(),
        }
    }
}
