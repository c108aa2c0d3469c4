//! How expressions begin that match nowhere but where a text starts: one automaton for all of them.
//!
//! `src/detect/furniture/openings.rs` walks it along the start of a line, until no expression is left that could match,
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
        let (states, rows) = self.walked(&firsts);
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

    /// The states, and where the classes lead from those of them that are gone on from: those where the most is left come
    /// first, because that is how ordinary lines begin.
    fn walked(&self, firsts: &[u8]) -> (Vec<Vec<Place>>, BTreeMap<usize, Row>) {
        let start = self.closed((0..self.0.len()).map(|one| (one, self.0[one].1.start_anchored())));
        let mut known = HashMap::from([(start.clone(), 0)]);
        let (mut states, mut rows) = (vec![start], BTreeMap::new());
        let mut open = BinaryHeap::from([(usize::MAX, Reverse(0))]);
        while let Some((_, Reverse(at))) = open.pop().filter(|_| rows.len() < MOST) {
            let mut row = Vec::with_capacity(firsts.len());
            for &byte in firsts {
                let next = self.closed(self.step(&states[at], byte));
                if next.is_empty() {
                    row.push(None);
                    continue;
                }
                let number = *known.entry(next).or_insert_with_key(|next| {
                    let left = self.left(next).len();
                    if !next.iter().any(|&place| self.is_match(place)) {
                        open.push((left, Reverse(states.len())));
                    }
                    states.push(next.clone());
                    states.len() - 1
                });
                row.push(Some(number));
            }
            rows.insert(at, row);
        }
        (states, rows)
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
        let place = u16::try_from(self.all.len())
            .ok()
            .filter(|at| *at < LIST - 1)
            .ok_or_else(|| format!("too many lists of openings {} {}", self.known.len(), list.len()))?;
        self.all.push(list.len() as u16);
        self.all.extend(list.iter().map(|number| *number as u16));
        self.known.insert(list, LIST | place);
        Ok(LIST | place)
    }
}
