//! What holds in every match of a sequence, and how far from its start: the words it can be found by, and the tests that
//! rule a place out before the sequence is run.

use super::{
    parse::Node,
    program::{Check, Class, Test},
};
use crate::{detect::anchor::frequency, model::hash_word, text::tokens_of};

/// Least and greatest distance in tokens.
type Distance = (u32, u32);

/// What is known of every match.
#[derive(Default)]
pub(super) struct Reach<'t> {
    /// Sets of words, one word of which stands at the distance.
    closed: Vec<(Closed<'t>, Distance)>,
    checks: Vec<Check>,
}

/// Where remembered tokens stand, and how many they are.
type Labels = Vec<(String, Distance, Distance)>;

impl<'t> Reach<'t> {
    /// Reads it off the tree and its tests, in the order in which they were emitted.
    pub(super) fn of(node: &Node, tests: &'t [Test]) -> Self {
        let mut reach = Self::default();
        let mut walk = Walk { tests, next: 0, labels: Labels::new() };
        walk.node(node, (0, 0), &mut reach);
        reach
    }

    /// The cheapest closed set, with its distance.
    pub(super) fn anchor(&self) -> Option<(Vec<u64>, Distance)> {
        let cost = |(set, (min, max)): &&(Closed<'_>, Distance)| set.cost().saturating_mul(max - min + 1);
        self.closed.iter().min_by_key(cost).map(|(set, at)| (set.hashes(), *at))
    }

    /// The checks worth making, the most telling first.
    pub(super) fn checks(&self, tests: &[Test]) -> Vec<Check> {
        let odds = |check: &Check| match check {
            Check::Test { test, .. } => tests[*test as usize].odds(),
            // Equal words at a distance are about as rare as a middling word is frequent.
            Check::Same { .. } => 1_500,
        };
        let mut checks: Vec<Check> = self.checks.iter().copied().filter(|check| odds(check) < 70_000).collect();
        checks.sort_by_key(odds);
        checks
    }
}

struct Walk<'t> {
    tests: &'t [Test],
    next: usize,
    labels: Labels,
}

fn add(a: Distance, b: Distance) -> Distance {
    (a.0 + b.0, a.1 + b.1)
}

impl<'t> Walk<'t> {
    /// Takes the next test, which every match passes at this distance.
    fn test(&mut self, at: Distance, reach: &mut Reach<'t>) {
        let Some(test) = self.tests.get(self.next) else { return };
        if let Some(set) = Closed::of(test) {
            reach.closed.push((set, at));
        }
        if at.0 == at.1 {
            reach.checks.push(Check::Test { at: at.0, test: self.next as u32 });
        }
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
                    let one = self.node(node, add(at, width), if certain { reach } else { &mut unsure });
                    width = add(width, if certain { one } else { (0, one.1) });
                }
                width
            }
            Node::Label { name, node } => {
                let width = self.node(node, at, reach);
                match self.labels.iter_mut().find(|(label, ..)| label == name) {
                    // Remembered in two branches: where, only the match will tell.
                    Some((_, from, old)) => {
                        *from = (from.0.min(at.0), from.1.max(at.1));
                        *old = (old.0.min(width.0), old.1.max(width.1));
                    }
                    None => self.labels.push((name.clone(), at, width)),
                }
                width
            }
            Node::Back { name, stem } => {
                let label = self.labels.iter().find(|(label, ..)| label == name);
                let Some(&(_, from, width)) = label else { return (1, 6) };
                if !stem && width == (1, 1) && from.0 == from.1 && at.0 == at.1 {
                    reach.checks.push(Check::Same { at: at.0, with: from.0 });
                }
                if *stem { (1, 1) } else { width }
            }
            Node::Mark(node) => self.node(node, at, reach),
            Node::Affix { .. } | Node::Class(_) | Node::Not(_) | Node::Words(_) | Node::Glue | Node::Edge(_) => (0, 0),
        }
    }

    /// A choice helps where each branch has a closed set: their union, at the widest distance.
    fn choice(&mut self, nodes: &[Node], at: Distance, reach: &mut Reach<'t>) -> Distance {
        let mut union = Some((Vec::new(), (u32::MAX, 0)));
        let mut width = (u32::MAX, 0);
        for node in nodes {
            let mut inside = Reach::default();
            let (least, most) = self.node(node, at, &mut inside);
            width = (width.0.min(least), width.1.max(most));
            let first = inside.closed.into_iter().min_by_key(|(set, _)| set.words());
            union = match (union, first) {
                (Some((mut all, (min, max))), Some((set, (a, b)))) => {
                    all.push(set);
                    Some((all, (a.min(min), b.max(max))))
                }
                _ => None,
            };
        }
        reach.closed.extend(union.map(|(all, at)| (Closed::Any(all), at)));
        width
    }
}

/// A closed set of words, one of which every match holds.
#[derive(Clone, Debug)]
enum Closed<'t> {
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
    fn cost(&self) -> u32 {
        match self {
            Self::Word(hash) => frequency(*hash),
            Self::Class(class) => class.cost,
            Self::Any(sets) => sets.iter().map(Closed::cost).sum(),
        }
    }

    /// Their hashes, in an order that is always the same.
    fn hashes(&self) -> Vec<u64> {
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
