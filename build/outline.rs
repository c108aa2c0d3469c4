//! Outlines of expressions: automata that match at least where the expression does, and are small. `src/detect/outline.rs`
//! runs them.

use regex_automata::{
    Anchored, Input,
    hybrid::{LazyStateID, dfa},
    nfa::thompson,
    util::alphabet::Unit,
};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition},
};
use std::collections::{BTreeMap, HashMap};

/// The most bytes of an outline's table, and of one of several expressions; what would lead further says "perhaps".
const MOST: usize = 50_000;
const MOST_OF_ALL: usize = 65_000;
const NO: u16 = 0;
const PERHAPS: u16 = 1;
const START: u16 = 2;

/// What an outline is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// All of a text, in any case.
    Whole,
    /// The beginning of a text, in any case.
    Start,
    /// Anywhere in a text, or at its lines or its beginning, where the expression says so.
    Anywhere,
    /// Anywhere in a text, in any case.
    Inside,
}

/// Where matches start, as the library reads it.
const ANYWHERE: u8 = 0;
const LINES: u8 = 1;
const TEXT: u8 = 2;
/// Where the text does that is tried.
const HERE: u8 = 3;

/// The place of an outline and, by their numbers, the expressions that it is of.
type Group = (u32, Vec<usize>);

/// An outline, and whether it lacks no state.
type Made = (Vec<u8>, bool);

/// All outlines, one after the other.
#[derive(Default)]
pub(crate) struct Outlines {
    pub(crate) bytes: Vec<u8>,
    known: BTreeMap<Vec<u8>, u32>,
}

impl Outlines {
    /// The place of the outline of an expression.
    pub(crate) fn add(&mut self, source: &str, place: Place) -> Result<u32, Box<dyn std::error::Error>> {
        self.add_all(&[source], place)
    }

    /// The same for several at once.
    pub(crate) fn add_all(&mut self, sources: &[&str], place: Place) -> Result<u32, Box<dyn std::error::Error>> {
        let (made, _) = make(sources, place)?;
        Ok(self.keep(made))
    }

    /// Outlines of several expressions each, by their places, that lack no state; one that lacks some stands alone.
    pub(crate) fn add_groups(
        &mut self,
        sources: &[&str],
        place: Place,
    ) -> Result<Vec<Group>, Box<dyn std::error::Error>> {
        let mut groups: Vec<(Vec<u8>, Vec<usize>)> = Vec::new();
        let mut alone = Vec::new();
        'sources: for (at, source) in sources.iter().enumerate() {
            let (made, _) = make(&[source], place)?;
            if NUMBERS_OF_NEWS.iter().any(|text| may_match(&made, text.as_bytes())) {
                // What it holds for a match is none of the others' business.
                alone.push((made, vec![at]));
                continue;
            }
            for (bytes, group) in &mut groups {
                let with: Vec<&str> = group.iter().map(|at| sources[*at]).chain([*source]).collect();
                let (made, whole) = make(&with, place)?;
                if whole {
                    *bytes = made;
                    group.push(at);
                    continue 'sources;
                }
            }
            groups.push((made, vec![at]));
        }
        Ok(groups.into_iter().chain(alone).map(|(bytes, group)| (self.keep(bytes), group)).collect())
    }

    fn keep(&mut self, made: Vec<u8>) -> u32 {
        let at = *self.known.entry(made.clone()).or_insert(self.bytes.len() as u32);
        if at as usize == self.bytes.len() {
            self.bytes.extend(made);
        }
        at
    }

    /// The bytes that a match may start with, where matches start at lines or texts.
    pub(crate) fn first(&self, at: u32) -> [u64; 4] {
        let bytes = &self.bytes[at as usize..];
        let mut first = [0; 4];
        for byte in 0..=u8::MAX {
            let at = HEAD + usize::from(bytes[usize::from(byte)]);
            if u16::from_le_bytes([bytes[at], bytes[at + 1]]) != u16::MAX - 1 {
                first[usize::from(byte / 64)] |= 1 << (byte % 64);
            }
        }
        first
    }

    /// Whether an outline tells of ordinary lines by their first letters that there is no match at their start.
    pub(crate) fn gives_up(&self, at: u32) -> bool {
        self.left(at) == 0
    }

    /// How many of some ordinary lines an outline says nothing of by their first letters.
    pub(crate) fn left(&self, at: u32) -> usize {
        let bytes = &self.bytes[at as usize..];
        let gives_up = |line: &&&str| {
            let mut row = 0;
            line.bytes().any(|byte| {
                if row >= usize::from(u16::MAX - 1) {
                    return false;
                }
                let at = HEAD + row + usize::from(bytes[usize::from(byte)]);
                row = usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
                row == usize::from(u16::MAX - 1)
            })
        };
        LINES_OF_NEWS.len() - LINES_OF_NEWS.iter().filter(gives_up).count()
    }

    /// Whether an outline says that matches start nowhere but at the start of a text.
    pub(crate) fn is_at_start(&self, at: u32) -> bool {
        self.bytes[at as usize + HEAD - 1] > LINES
    }
}

/// Whether an outline that starts anywhere has what looks like a match in a text.
fn may_match(made: &[u8], text: &[u8]) -> bool {
    let mut row = 0;
    text.iter().any(|byte| {
        let at = HEAD + row + usize::from(made[usize::from(*byte)]);
        row = usize::from(u16::from_le_bytes([made[at], made[at + 1]]));
        if row == usize::from(u16::MAX - 1) {
            row = 0;
        }
        row == usize::from(u16::MAX)
    })
}

/// How ordinary lines start.
const LINES_OF_NEWS: &[&str] =
    &["The president", "In a report", "“We have to", "15 people", "Later, the", "[The mayor]"];
/// How numbers stand in news.
const NUMBERS_OF_NEWS: &[&str] = &[
    "in 2011 the",
    " 50,000 people",
    " 5.5 million people",
    " 20 per cent of",
    "a $5 billion deal",
    "10-year-old",
    " 1,500 of",
];
/// Bytes before the rows of an outline.
const HEAD: usize = 258;

/// An outline, and whether it lacks no state.
fn make(sources: &[&str], place: Place) -> Result<Made, Box<dyn std::error::Error>> {
    let any_case = matches!(place, Place::Whole | Place::Start | Place::Inside);
    let parser = || ParserBuilder::new().multi_line(true).case_insensitive(any_case).utf8(false).build();
    let mut all = Vec::with_capacity(sources.len());
    for source in sources {
        all.push(parser().parse(source)?);
    }
    let mut parts = vec![Hir::alternation(all.iter().map(wide).collect())];
    if place == Place::Whole {
        parts.push(Hir::look(Look::End));
    }
    let config = thompson::Config::new().utf8(false).which_captures(thompson::WhichCaptures::None);
    let nfa = thompson::Compiler::new().configure(config).build_from_hir(&Hir::concat(parts))?;
    let config = dfa::Config::new().cache_capacity(1 << 28).skip_cache_capacity_check(true);
    let dfa = dfa::Builder::new().configure(config).build_from_nfa(nfa)?;
    let starts_with = |look| all.iter().all(|hir| hir.properties().look_set_prefix().contains(look));
    let starts = match place {
        Place::Whole | Place::Start => HERE,
        // There `^` is the beginning of the text.
        Place::Inside if starts_with(Look::StartLF) => TEXT,
        _ if starts_with(Look::Start) => TEXT,
        Place::Anywhere if starts_with(Look::StartLF) => LINES,
        Place::Anywhere | Place::Inside => ANYWHERE,
    };
    let most = if sources.len() > 1 { MOST_OF_ALL } else { MOST };
    table(&dfa, if starts == ANYWHERE { Anchored::No } else { Anchored::Yes }, starts, most)
}

/// What matches at least where the beginning of an expression of a line does, in any case, as a program.
pub(crate) fn program(source: &str) -> Result<thompson::NFA, Box<dyn std::error::Error>> {
    let hir = ParserBuilder::new().multi_line(true).case_insensitive(true).utf8(false).build().parse(source)?;
    let config = thompson::Config::new().utf8(false).which_captures(thompson::WhichCaptures::None);
    Ok(thompson::Compiler::new().configure(config).build_from_hir(&wide(&hir))?)
}

/// What matches at least where an expression does: without edges, far limits and letters outside ASCII.
fn wide(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0.clone()),
        HirKind::Class(Class::Bytes(class)) => Hir::class(Class::Bytes(class.clone())),
        HirKind::Class(Class::Unicode(class)) => {
            let ascii = class.iter().filter(|range| range.start().is_ascii());
            let ascii: Vec<_> = ascii
                .map(|range| ClassBytesRange::new(range.start() as u8, (range.end() as u32).min(0x7f) as u8))
                .collect();
            let mut branches = Vec::new();
            if class.iter().any(|range| !range.end().is_ascii()) {
                branches.push(high());
            }
            if !ascii.is_empty() {
                branches.push(Hir::class(Class::Bytes(ClassBytes::new(ascii))));
            }
            Hir::alternation(branches)
        }
        HirKind::Repetition(repetition) => {
            let far = repetition.max.is_none_or(|max| max > 3);
            let (min, max) = if far { (repetition.min.min(1), None) } else { (repetition.min, repetition.max) };
            Hir::repetition(Repetition { min, max, greedy: true, sub: Box::new(wide(&repetition.sub)) })
        }
        HirKind::Capture(capture) => wide(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(wide).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(wide).collect()),
    }
}

/// Characters outside ASCII, one or more.
fn high() -> Hir {
    let class = Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(0x80, 0xff)])));
    Hir::repetition(Repetition { min: 1, max: None, greedy: true, sub: Box::new(class) })
}

/// The states nearest to the start, with where each class of bytes leads; no more bytes than `most`.
fn table(dfa: &dfa::DFA, anchored: Anchored, starts: u8, most: usize) -> Result<Made, Box<dyn std::error::Error>> {
    let width = dfa.byte_classes().alphabet_len();
    let mut states = most / (2 * width);
    if most > MOST {
        // States that lead everywhere to the same become one, so that more of them fit than there is room for.
        states *= 8;
    }
    loop {
        if let Some(made) = nearest(dfa, anchored, starts, states, most)? {
            return Ok(made);
        }
        states /= 2;
    }
}

/// The same with so many states before those become one that are alike, if then there is room for them.
fn nearest(
    dfa: &dfa::DFA,
    anchored: Anchored,
    starts: u8,
    most_states: usize,
    most: usize,
) -> Result<Option<Made>, Box<dyn std::error::Error>> {
    let mut cache = dfa.create_cache();
    let start = dfa.start_state_forward(&mut cache, &Input::new("").anchored(anchored))?;
    let representatives: Vec<u8> = dfa.byte_classes().representatives(..=255).filter_map(Unit::as_u8).collect();
    let width = representatives.len() + 1;
    let mut numbers: HashMap<LazyStateID, u16> = HashMap::from([(start, START)]);
    let (mut states, mut rows) = (vec![start], Vec::new());
    let (mut at, mut whole) = (0, true);
    while at < states.len() {
        let mut row = Vec::with_capacity(width);
        for &byte in &representatives {
            let next = dfa.next_state(&mut cache, states[at], byte)?;
            row.push(if next.is_match() || next.is_quit() {
                PERHAPS
            } else if next.is_dead() {
                NO
            } else if let Some(&known) = numbers.get(&next) {
                known
            } else if states.len() < most_states {
                states.push(next);
                let number = START + numbers.len() as u16;
                numbers.insert(next, number);
                number
            } else {
                whole = false;
                PERHAPS
            });
        }
        let end = dfa.next_eoi_state(&mut cache, states[at])?;
        row.push(if end.is_match() { PERHAPS } else { NO });
        rows.push(row);
        at += 1;
    }
    let rows = merged(rows);
    let mut classes: Vec<u8> = (0..=255).map(|byte| dfa.byte_classes().get(byte)).collect();
    let rows = narrowed(&rows, &mut classes);
    // As the library walks it: places in a row count two bytes each, states are the places of their rows.
    let width = rows[0].len();
    if rows.len() * width * 2 > most {
        return Ok(None);
    }
    let place = |state: u16| match state {
        NO => u16::MAX - 1,
        PERHAPS => u16::MAX,
        _ => (state - START) * width as u16 * 2,
    };
    let mut bytes: Vec<u8> = classes.iter().map(|class| class * 2).collect();
    bytes.extend([u8::try_from((width - 1) * 2)?, starts]);
    bytes.extend(rows.iter().flatten().flat_map(|state| place(*state).to_le_bytes()));
    Ok(Some((bytes, whole)))
}

/// Makes one of states that lead everywhere to the same.
fn merged(mut rows: Vec<Vec<u16>>) -> Vec<Vec<u16>> {
    loop {
        let mut first: HashMap<&Vec<u16>, u16> = HashMap::new();
        let mut kept = Vec::new();
        let mut to = vec![NO, PERHAPS];
        for row in &rows {
            let known = first.len() as u16 + START;
            to.push(*first.entry(row).or_insert_with(|| {
                kept.push(row.clone());
                known
            }));
        }
        let done = kept.len() == rows.len();
        for state in kept.iter_mut().flatten() {
            *state = to[usize::from(*state)];
        }
        rows = kept;
        if done {
            return rows;
        }
    }
}

/// Makes one of classes that lead everywhere to the same; what stands behind the classes stays.
pub(crate) fn narrowed(rows: &[Vec<u16>], classes: &mut [u8]) -> Vec<Vec<u16>> {
    let width = usize::from(classes.iter().copied().max().unwrap_or(0)) + 1;
    let mut first: HashMap<Vec<u16>, u8> = HashMap::new();
    let mut columns = Vec::new();
    let mut to = Vec::new();
    for class in 0..width {
        let column: Vec<u16> = rows.iter().map(|row| row[class]).collect();
        let known = first.len() as u8;
        to.push(*first.entry(column).or_insert_with(|| {
            columns.push(class);
            known
        }));
    }
    for class in classes.iter_mut() {
        *class = to[usize::from(*class)];
    }
    rows.iter()
        .map(|row| columns.iter().map(|&class| row[class]).chain(row[width..].iter().copied()).collect())
        .collect()
}
