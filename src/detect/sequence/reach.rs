//! What holds in every match of a sequence, and how far from its start: the words it can be found by, and the tests that
//! rule a place out before the sequence is run.

use super::{
    guard::{all_capital, has_capital},
    parse::{Edge, Node},
    program::{Class, Test},
};
use crate::{detect::anchor::frequency, model::hash_word, text::tokens_of};

/// Least and greatest distance in tokens.
type Distance = (u32, u32);

/// Where something stands in every match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// Least and greatest distance from the start.
    at: Distance,
    /// How much of it depends on the branch of a choice.
    branch: Distance,
    /// Whether it stands somewhere in a choice or repetition: its place beside others is known from the start alone.
    inside: bool,
}

impl Spot {
    /// Whether its distance from the start is always the same.
    fn is_fixed(self) -> bool {
        self.at.0 == self.at.1
    }

    /// Least and greatest distance to another spot.
    pub(super) fn to(self, other: Spot) -> (i64, i64) {
        let wide = |(from, to): Distance| (i64::from(from), i64::from(to));
        let ((near, far), (least, most)) = (wide(self.at), wide(other.at));
        if self.inside || other.inside {
            return (least - far, most - near);
        }
        // What stands between two spots is as wide as the difference of the ways to them, which leave out what depends on
        // the branch of a choice.
        let (own, others) = (wide(self.branch), wide(other.branch));
        let between = ((least - others.0) - (near - own.0), (most - others.1) - (far - own.1));
        (between.0.min(between.1) + others.0 - own.1, between.0.max(between.1) + others.1 - own.0)
    }
}

/// How many in a hundred thousand tokens make words worth looking for in pairs, and the most pairs that stand for a set.
const FREQUENT: u32 = 60;
const PAIRS: usize = 128;

/// What it costs to look for words of two sets in a row: they stand so more often than chance would have it.
fn together(first: &Closed<'_>, second: &Closed<'_>) -> u64 {
    8 * u64::from(first.cost()) * u64::from(second.cost()) / 100_000
}

/// One of so many words has a capital.
const CAPITAL: u32 = 8;

/// What stands at a spot.
#[derive(Debug)]
pub(super) enum Element<'t> {
    /// A token that passes the test of this number.
    Test(u32),
    /// One of several words.
    Words(Closed<'t>),
    /// The same word as at another spot.
    Same(Spot),
    Edge(Edge),
}

/// What is known of every match.
#[derive(Default)]
pub(super) struct Reach<'t> {
    /// What every match has.
    pub(super) elements: Vec<(Spot, Element<'t>)>,
    /// Sets of words, one word of which stands there, with the number of the element.
    closed: Vec<(Closed<'t>, usize)>,
}

/// Where remembered tokens stand, and how many they are.
type Labels = Vec<(String, Spot, Distance)>;

/// What must hold of a word beside its being an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum If {
    Always,
    /// It has a capital.
    Capital,
    /// It stands again, at most [`AGAIN`] tokens away.
    Again,
}

/// How far away a word may stand again.
pub(super) const AGAIN: u32 = 16;

/// What leads to two words in a row.
#[inline]
pub(super) fn pair(first: u64, second: u64) -> u64 {
    first ^ second.rotate_left(21)
}

/// The words or [`pair`]s of words that a sequence is found by, and the number of their element.
pub(super) struct Anchor {
    pub(super) words: Vec<u64>,
    pub(super) counts: If,
    pub(super) element: usize,
    /// The element of the second words of pairs, which stand next to the first.
    pub(super) next: Option<usize>,
    pub(super) spot: Spot,
    /// At least and at most so many tokens behind the start.
    pub(super) offset: Distance,
}

impl<'t> Reach<'t> {
    /// Reads it off the tree and its tests, in the order in which they were emitted.
    pub(super) fn of(node: &Node, tests: &'t [Test]) -> Self {
        let mut reach = Self::default();
        let mut walk = Walk { tests, next: 0, labels: Labels::new(), inside: 0 };
        walk.node(node, (0, 0), &mut reach);
        reach
    }

    /// The cheapest closed set, with its distance, or two in a row where they are rarer.
    pub(super) fn anchor(&self, tests: &[Test]) -> Option<Anchor> {
        let cost = |(set, element): &&(Closed<'_>, usize)| {
            let (min, max) = self.elements[*element].0.at;
            let cost = set.cost().saturating_mul(max - min + 1);
            if self.counts(*element, tests) == If::Capital { cost / CAPITAL } else { cost }
        };
        let cheapest = self.closed.iter().min_by_key(cost)?;
        let (words, element) = (cheapest.0.hashes(), cheapest.1);
        let least = cost(&cheapest);
        if least >= FREQUENT
            && let Some((_, pair)) = self.pair(element).filter(|(cost, _)| *cost < least.into())
        {
            return Some(pair);
        }
        let spot = self.elements[element].0;
        Some(Anchor { words, counts: self.counts(element, tests), element, next: None, spot, offset: spot.at })
    }

    /// When a word of an element counts.
    fn counts(&self, element: usize, tests: &[Test]) -> If {
        let (spot, Element::Test(test)) = &self.elements[element] else { return If::Always };
        let (test, far) = (&tests[*test as usize], i64::from(AGAIN));
        let same = |element: &Element<'_>| match element {
            Element::Same(with) => with == spot,
            Element::Test(other) => matches!((test, &tests[*other as usize]), (Test::Word(a), Test::Word(b)) if a == b),
            Element::Words(_) | Element::Edge(_) => false,
        };
        let stands_again = |(other, element): &(Spot, Element<'_>)| {
            let (from, to) = spot.to(*other);
            other != spot && same(element) && from >= -far && to <= far
        };
        let has_capital = match test {
            Test::Exact(_, word) => has_capital(word),
            Test::OneOf(class, exact) => all_capital(class, exact),
            _ => false,
        };
        match has_capital {
            _ if self.elements.iter().any(stands_again) => If::Again,
            true => If::Capital,
            false => If::Always,
        }
    }

    /// The two sets in a row that are found together least, and what it costs to look for them, where the start is known
    /// from a word; else one of them is the `cheapest`: another anchor could name another of several starts.
    fn pair(&self, cheapest: usize) -> Option<(u64, Anchor)> {
        let spot = |element: usize| self.elements[element].0;
        let of_it = |first: usize, second: usize| first == cheapest || second == cheapest;
        let fixed = |first: usize, second: usize| spot(first).is_fixed() && spot(second).is_fixed();
        let known = spot(cheapest).is_fixed();
        let pairs = self.closed.iter().flat_map(|first| self.closed.iter().map(move |second| (first, second)));
        let ((first, element), (second, next)) = pairs
            .filter(|((_, first), (_, second))| if known { fixed(*first, *second) } else { of_it(*first, *second) })
            .filter(|((_, first), (_, second))| spot(*first).to(spot(*second)) == (1, 1))
            .filter(|((first, _), (second, _))| first.words() * second.words() <= PAIRS)
            .min_by_key(|((first, _), (second, _))| together(first, second))?;
        let cost = together(first, second);
        let seconds = second.hashes();
        let words = first.hashes().into_iter().flat_map(|first| seconds.iter().map(move |&next| pair(first, next)));
        let (words, spot) = (words.collect(), spot(*element));
        Some((cost, Anchor { words, counts: If::Always, element: *element, next: Some(*next), spot, offset: spot.at }))
    }

    fn add(&mut self, at: Distance, branch: Distance, element: Element<'t>) {
        self.elements.push((Spot { at, branch, inside: false }, element));
    }
}

struct Walk<'t> {
    tests: &'t [Test],
    next: usize,
    labels: Labels,
    /// How many choices and uncertain repetitions stand around.
    inside: u32,
}

fn add(a: Distance, b: Distance) -> Distance {
    (a.0 + b.0, a.1 + b.1)
}

impl<'t> Walk<'t> {
    /// Takes the next test, which every match passes at this distance.
    fn test(&mut self, at: Distance, reach: &mut Reach<'t>) {
        let Some(test) = self.tests.get(self.next) else { return };
        if let Some(set) = Closed::of(test) {
            reach.closed.push((set, reach.elements.len()));
        }
        reach.add(at, (0, 0), Element::Test(self.next as u32));
        self.next += 1;
    }

    /// Visits a node that starts at a distance; how many tokens it takes.
    fn node(&mut self, node: &Node, at: Distance, reach: &mut Reach<'t>) -> Distance {
        match node {
            single if single.is_single() => {
                self.test(at, reach);
                (1, 1)
            }
            Node::Literal(text) => {
                let count = tokens_of(text).len() as u32;
                (0..count).for_each(|i| self.test(add(at, (i, i)), reach));
                (count, count)
            }
            Node::Seq(nodes) => {
                nodes.iter().fold((0, 0), |width, node| add(width, self.node(node, add(at, width), reach)))
            }
            Node::Alt(nodes) => self.choice(nodes, at, reach),
            Node::Repeat { node, min, max } => {
                // The body is emitted `max` times; the first `min` copies are certain.
                let mut width = (0, 0);
                for copy in 0..*max {
                    let certain = copy < *min;
                    let mut unsure = Reach::default();
                    self.inside += u32::from(!certain);
                    let one = self.node(node, add(at, width), if certain { reach } else { &mut unsure });
                    self.inside -= u32::from(!certain);
                    width = add(width, if certain { one } else { (0, one.1) });
                }
                width
            }
            Node::Label { name, node } => {
                let width = self.node(node, at, reach);
                let known = self.labels.iter_mut().find(|(label, ..)| label == name);
                if let Some((_, Spot { at: from, inside, .. }, old)) = known {
                    // Remembered in two branches: where, only the match will tell.
                    *from = (from.0.min(at.0), from.1.max(at.1));
                    *inside = true;
                    *old = (old.0.min(width.0), old.1.max(width.1));
                } else {
                    let spot = Spot { at, branch: (0, 0), inside: self.inside > 0 };
                    self.labels.push((name.clone(), spot, width));
                }
                width
            }
            Node::Back { name, stem } => {
                let label = self.labels.iter().find(|(label, ..)| label == name);
                let Some(&(_, from, width)) = label else { return (1, 6) };
                if !stem && width == (1, 1) {
                    reach.add(at, (0, 0), Element::Same(from));
                }
                if *stem { (1, 1) } else { width }
            }
            Node::Mark(node) => self.node(node, at, reach),
            Node::Edge(edge) => {
                reach.add(at, (0, 0), Element::Edge(*edge));
                (0, 0)
            }
            Node::Affix { .. } | Node::Class(_) | Node::Not(_) | Node::Words(_) | Node::Glue => (0, 0),
        }
    }

    /// A choice helps where each branch has a closed set: their union, at the widest distance.
    fn choice(&mut self, nodes: &[Node], at: Distance, reach: &mut Reach<'t>) -> Distance {
        let mut union = Some((Vec::new(), (u32::MAX, 0)));
        let mut width = (u32::MAX, 0);
        self.inside += 1;
        for node in nodes {
            let mut inside = Reach::default();
            let (least, most) = self.node(node, at, &mut inside);
            width = (width.0.min(least), width.1.max(most));
            let first = inside.closed.into_iter().min_by_key(|(set, _)| set.cost());
            union = match (union, first) {
                (Some((mut all, (min, max))), Some((set, element))) => {
                    let (a, b) = inside.elements[element].0.at;
                    all.push(set);
                    Some((all, (a.min(min), b.max(max))))
                }
                _ => None,
            };
        }
        self.inside -= 1;
        if let Some((all, (min, max))) = union {
            let set = Closed::Any(all);
            reach.closed.push((set.clone(), reach.elements.len()));
            reach.add((min, max), (min - at.0, max - at.1), Element::Words(set));
        }
        width
    }
}

/// A closed set of words, one of which every match holds.
#[derive(Clone, Debug)]
pub(super) enum Closed<'t> {
    Word(u64),
    Class(&'t Class),
    Any(Vec<Closed<'t>>),
}

impl<'t> Closed<'t> {
    /// The set that a test allows, if it is closed; such sets can anchor a sequence.
    fn of(test: &'t Test) -> Option<Self> {
        match test {
            Test::Word(hash) | Test::Exact(hash, _) => Some(Self::Word(*hash)),
            Test::List(class) | Test::OneOf(class, _) => Some(Self::Class(class)),
            Test::Any(tests) => tests.iter().map(Self::of).collect::<Option<Vec<_>>>().map(Self::Any),
            Test::All(tests) => tests.iter().find_map(Self::of),
            Test::Terminal => Some(Self::Any([".", "!", "?", ".."].map(|mark| Self::Word(hash_word(mark))).to_vec())),
            _ => None,
        }
    }

    /// How many words it has.
    fn words(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::Class(class) => class.words.len(),
            Self::Any(sets) => sets.iter().map(Self::words).sum(),
        }
    }

    /// What it costs to look for all of them.
    pub(super) fn cost(&self) -> u32 {
        match self {
            Self::Word(hash) => frequency(*hash),
            Self::Class(class) => class.cost,
            Self::Any(sets) => sets.iter().map(Closed::cost).sum(),
        }
    }

    /// Their hashes, in an order that is always the same.
    pub(super) fn hashes(&self) -> Vec<u64> {
        match self {
            Self::Word(hash) => vec![*hash],
            Self::Class(class) => {
                let mut all: Vec<u64> = class.words.iter().collect();
                all.sort_unstable();
                all
            }
            Self::Any(sets) => sets.iter().flat_map(Self::hashes).collect(),
        }
    }
}
