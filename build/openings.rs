//! How expressions begin that match nowhere but where a text starts: one automaton for all of them.
//!
//! `src/detect/trigger/openings.rs` walks it along the start of a line, until no expression is left that could match,
//! or some are that one should look at: mostly none is after a few letters.

use crate::outline::{narrowed, program};
use regex_automata::{
    nfa::thompson::{NFA, State},
    util::primitives::StateID,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap},
};

/// The most rows; what would lead further names all that are left.
const MOST: usize = 6_000;
/// How many of a thousand lines of news begin with some words.
const BEGINNINGS: &[(&str, u64)] = &[
    ("The ", 135),
    ("In ", 43),
    ("I ", 39),
    ("It ", 24),
    ("This ", 17),
    ("A ", 17),
    ("He ", 16),
    ("But ", 15),
    ("According to ", 15),
    ("On ", 14),
    ("We ", 13),
    ("And ", 12),
    ("At ", 12),
    ("If ", 12),
    ("There ", 9),
    ("As ", 8),
    ("They ", 8),
    ("For ", 8),
    ("However, ", 7),
    ("When ", 7),
    ("After ", 7),
    ("\"The ", 6),
    ("You ", 6),
    ("It's ", 6),
    ("\u{201c}", 5),
    ("\"We ", 5),
    ("\"I ", 5),
    ("What ", 4),
    ("So ", 4),
    ("She ", 4),
    ("To ", 4),
    ("With ", 4),
    ("From ", 4),
    ("How ", 4),
    ("One ", 4),
    ("I'm ", 3),
    ("China ", 3),
    ("Since ", 3),
    ("An ", 3),
];
/// How many of a thousand bytes are a letter, for the most frequent ones in lower case.
const LETTERS: &[(u8, u64)] = &[
    (b' ', 160),
    (b'e', 100),
    (b't', 75),
    (b'a', 70),
    (b'o', 65),
    (b'i', 60),
    (b'n', 60),
    (b's', 55),
    (b'r', 50),
    (b'h', 45),
    (b'l', 35),
    (b'd', 35),
    (b'c', 27),
    (b'u', 25),
    (b'm', 22),
    (b'p', 20),
    (b'f', 18),
    (b'g', 18),
    (b'y', 15),
    (b'w', 17),
    (b'b', 14),
    (b'v', 9),
    (b'k', 7),
    (b',', 10),
    (b'.', 9),
];
/// What stands for all lines when chances are counted.
const ALL: u64 = 1 << 50;
/// Places of lists are counted in so many numbers.
const STEP: usize = 4;
/// Where a cell leads: to no expression, to a list of them (by its place), else to a row.
const NONE: u16 = u16::MAX;
const LIST: u16 = 1 << 15;

/// A state of one of the expressions.
type Place = (usize, StateID);

/// For each class of bytes the state that it leads to.
type Row = Vec<Option<usize>>;

/// Expressions, by number.
#[derive(Default)]
pub(crate) struct Openings(Vec<(u32, NFA)>);

impl Openings {
    /// Adds an expression, unless it may match nothing.
    pub(crate) fn add(&mut self, number: u32, source: &str) -> Result<bool, Box<dyn std::error::Error>> {
        let program = program(source)?;
        let start = program.start_anchored();
        self.0.push((number, program));
        let one = self.0.len() - 1;
        let takes = !self.closed([(one, start)].into_iter()).into_iter().any(|place| self.is_match(place));
        if !takes {
            self.0.pop();
        }
        Ok(takes)
    }

    /// Whether an expression is one of them.
    pub(crate) fn has(&self, number: u32) -> bool {
        self.numbers().any(|own| own == number)
    }

    /// The numbers of all.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|one| one.0)
    }

    /// The automaton as a constant.
    pub(crate) fn code(&self) -> Result<String, Box<dyn std::error::Error>> {
        let (mut classes, firsts) = self.classes();
        let mut chances = vec![0; firsts.len()];
        (0..=u8::MAX).for_each(|byte| chances[usize::from(classes[usize::from(byte)])] += chance(byte));
        let (states, rows) = self.walked(&firsts, &chances);
        let (mut lists, mut cells) = (Lists::default(), Vec::new());
        let numbers: HashMap<usize, u16> = rows.keys().copied().zip(0..).collect();
        for row in rows.values() {
            let cell = |next: &Option<usize>| match *next {
                None => Ok(NONE),
                Some(next) => numbers.get(&next).map_or_else(|| lists.place(self.left(&states[next])), |&row| Ok(row)),
            };
            cells.push(row.iter().map(cell).collect::<Result<Vec<u16>, _>>()?);
        }
        let cells = narrowed(&cells, &mut classes);
        let width = cells[0].len();
        let cells = cells.concat();
        Ok(format!(
            "pub(super) static OPENINGS: Openings = Openings {{ classes: &{classes:?}, width: {width}, cells: &CELLS, lists: &LISTS }};\n\
             static CELLS: [u16; {}] = {cells:?};\nstatic LISTS: [u16; {}] = {:?};\n",
            cells.len(),
            lists.all.len(),
            lists.all,
        ))
    }

    /// The states, and where the classes lead from those of them that are gone on from: those come first that spare the most
    /// expressions on ordinary lines, because many of these lead there or many expressions are left.
    fn walked(&self, firsts: &[u8], chances: &[u64]) -> (Vec<Vec<Place>>, BTreeMap<usize, Row>) {
        let start = self.closed((0..self.0.len()).map(|one| (one, self.0[one].1.start_anchored())));
        let begun = self.begun(&start);
        let mut known = HashMap::from([(start.clone(), 0)]);
        let (mut states, mut rows) = (vec![start], BTreeMap::new());
        // How many lines lead to each state.
        let mut lines = vec![ALL];
        let mut open = BinaryHeap::from([(u128::MAX, Reverse(0))]);
        while rows.len() < MOST {
            let Some((_, Reverse(at))) = open.pop() else { break };
            if rows.contains_key(&at) {
                continue;
            }
            let mut row = Vec::with_capacity(firsts.len());
            for (&byte, chance) in firsts.iter().zip(chances) {
                let next = self.closed(self.step(&states[at], byte));
                if next.is_empty() {
                    row.push(None);
                    continue;
                }
                let number = *known.entry(next).or_insert_with_key(|next| {
                    lines.push(begun.get(next).copied().unwrap_or(0));
                    states.push(next.clone());
                    states.len() - 1
                });
                let next = &states[number];
                lines[number] += lines[at] / 1000 * chance;
                if !rows.contains_key(&number) && !next.iter().any(|&place| self.is_match(place)) {
                    let spared = u128::from(lines[number] + 1) * self.left(next).len() as u128;
                    open.push((spared, Reverse(number)));
                }
                row.push(Some(number));
            }
            rows.insert(at, row);
        }
        (states, rows)
    }

    /// How many lines lead to some states by how they begin.
    fn begun(&self, start: &[Place]) -> HashMap<Vec<Place>, u64> {
        let mut begun = HashMap::new();
        for (text, chance) in BEGINNINGS {
            let mut state = start.to_vec();
            for byte in text.bytes() {
                state = self.closed(self.step(&state, byte));
                *begun.entry(state.clone()).or_default() += ALL / 1000 * chance;
            }
        }
        begun
    }

    fn is_match(&self, (one, state): Place) -> bool {
        matches!(self.0[one].1.state(state), State::Match { .. })
    }

    /// The class of each byte, and the first byte of each class: those of a class lead everywhere to the same.
    fn classes(&self) -> (Vec<u8>, Vec<u8>) {
        let mut edges = BTreeSet::from([0]);
        let mut edge = |start: u8, end: u8| edges.extend([u16::from(start), u16::from(end) + 1]);
        for state in self.0.iter().flat_map(|(_, program)| program.states()) {
            match state {
                State::ByteRange { trans } => edge(trans.start, trans.end),
                State::Sparse(all) => all.transitions.iter().for_each(|one| edge(one.start, one.end)),
                State::Dense(all) => (1..=255)
                    .filter(|&byte| all.matches_byte(byte) != all.matches_byte(byte - 1))
                    .for_each(|byte| edge(byte, byte)),
                _ => {}
            }
        }
        let firsts: Vec<u8> = edges.into_iter().filter_map(|first| u8::try_from(first).ok()).collect();
        let class = |byte: u8| (firsts.partition_point(|first| *first <= byte) - 1) as u8;
        ((0..=255).map(class).collect(), firsts)
    }

    /// The states that read a byte or match, from some on.
    fn closed(&self, places: impl Iterator<Item = Place>) -> Vec<Place> {
        let (mut seen, mut open) = (BTreeSet::new(), places.collect::<Vec<_>>());
        while let Some((one, state)) = open.pop() {
            if !seen.insert((one, state)) {
                continue;
            }
            match self.0[one].1.state(state) {
                State::Look { next, .. } | State::Capture { next, .. } => open.push((one, *next)),
                State::Union { alternates } => open.extend(alternates.iter().map(|next| (one, *next))),
                State::BinaryUnion { alt1, alt2 } => open.extend([(one, *alt1), (one, *alt2)]),
                _ => {}
            }
        }
        let reads = |&(one, state): &Place| {
            let state = self.0[one].1.state(state);
            matches!(state, State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) | State::Match { .. })
        };
        seen.into_iter().filter(reads).collect()
    }

    /// Where a byte leads.
    fn step(&self, places: &[Place], byte: u8) -> impl Iterator<Item = Place> {
        places.iter().filter_map(move |&(one, state)| {
            let next = match self.0[one].1.state(state) {
                State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                State::Sparse(all) => all.matches_byte(byte),
                State::Dense(all) => all.matches_byte(byte),
                _ => None,
            };
            Some((one, next?))
        })
    }

    /// The expressions of some states.
    fn left(&self, places: &[Place]) -> Vec<u32> {
        let numbers: BTreeSet<u32> = places.iter().map(|(one, _)| self.0[*one].0).collect();
        numbers.into_iter().collect()
    }
}

/// How many of a thousand bytes are this one, and a little more.
fn chance(byte: u8) -> u64 {
    let known = LETTERS.iter().find(|(letter, _)| *letter == byte.to_ascii_lowercase());
    let often = known.map_or(1, |one| one.1);
    if byte.is_ascii_uppercase() { often / 10 + 1 } else { often }
}

/// Lists of expressions one after the other, each behind its length.
#[derive(Default)]
struct Lists {
    all: Vec<u16>,
    known: BTreeMap<Vec<u32>, u16>,
}

impl Lists {
    /// What a cell says that leads to a list.
    fn place(&mut self, list: Vec<u32>) -> Result<u16, Box<dyn std::error::Error>> {
        if let Some(&place) = self.known.get(&list) {
            return Ok(place);
        }
        let place = u16::try_from(self.all.len() / STEP)
            .ok()
            .filter(|at| *at < LIST - 1)
            .ok_or_else(|| format!("too many lists of openings {} {}", self.known.len(), list.len()))?;
        self.all.push(list.len() as u16);
        self.all.extend(list.iter().map(|number| *number as u16));
        self.all.resize(self.all.len().next_multiple_of(STEP), 0);
        self.known.insert(list, LIST | place);
        Ok(LIST | place)
    }
}
