//! Machines as bytes: what `format.rs` says, written by the build script, and by tests.

use super::{
    first::First,
    format::{
        ANCHORED, CHARS, CHOICE, CLASS, END, FAIL, FOLDED, GREEDY, JUMP, LITERAL, LOOK, MATCH, REPEAT, SAVE, SET,
        SPLIT, SWAPPED, TEXT, Word, pair, word,
    },
    graph::{Graph, Step},
};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, ClassUnicode, Hir, HirKind, Look},
};
use std::collections::{BTreeMap, HashMap};

/// What an expression is compiled as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Characters; `^` and `$` are the edges of a line.
    Lines,
    /// Bytes, in any case; `^` and `$` are the edges of the text. Groups are not remembered.
    AnyCase,
}

/// All machines, equal ones once.
pub(crate) struct Writer {
    /// From the place of an expression in the tree of rules to that of its machine.
    index: BTreeMap<u32, u32>,
    sets: Numbered<[u8; 32]>,
    ranges: Numbered<Vec<(u32, u32)>>,
    machines: Vec<Word>,
    known: HashMap<Vec<Word>, u32>,
}

/// Values by number.
struct Numbered<T> {
    all: Vec<T>,
    known: HashMap<T, usize>,
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn number(&mut self, one: T) -> Option<u16> {
        let next = self.all.len();
        let number = *self.known.entry(one.clone()).or_insert(next);
        if number == next {
            self.all.push(one);
        }
        u16::try_from(number).ok().filter(|number| *number < END)
    }
}

impl Writer {
    pub(crate) fn new() -> Self {
        let mut made = Self {
            index: BTreeMap::new(),
            sets: Numbered { all: Vec::new(), known: HashMap::new() },
            ranges: Numbered { all: Vec::new(), known: HashMap::new() },
            machines: Vec::new(),
            known: HashMap::new(),
        };
        // The first ranges are those of words.
        if let Ok(letters) = regex_syntax::parse(r"\w")
            && let HirKind::Class(Class::Unicode(class)) = letters.kind()
        {
            made.ranges.number(ranges(class));
        }
        made
    }

    /// Makes a machine of an expression, as the `regex` crate would be given it; none of what no machine can do.
    pub(crate) fn add(&mut self, at: u32, source: &str, syntax: Syntax) -> Result<(), Box<regex_syntax::Error>> {
        if let Some(machine) = self.machine(source, syntax)? {
            let next = self.machines.len() as u32;
            let place = *self.known.entry(machine.clone()).or_insert(next);
            if place == next {
                self.machines.extend(machine);
            }
            self.index.insert(at, place);
        }
        Ok(())
    }

    fn machine(&mut self, source: &str, syntax: Syntax) -> Result<Option<Vec<Word>>, Box<regex_syntax::Error>> {
        let lines = syntax == Syntax::Lines;
        let mut parser = ParserBuilder::new().multi_line(lines).case_insensitive(!lines).utf8(lines).build();
        let hir = parser.parse(source)?;
        let names = if lines { names(&hir) } else { BTreeMap::new() };
        Ok(Graph::new(&hir, lines).and_then(|graph| self.write(&hir, &graph, &names, lines)))
    }

    fn write(
        &mut self,
        hir: &Hir,
        graph: &Graph,
        names: &BTreeMap<u32, Option<String>>,
        lines: bool,
    ) -> Option<Vec<Word>> {
        let mut layout =
            Layout { writer: self, graph, words: Vec::new(), places: HashMap::new(), open: Vec::new(), rows: 0 };
        layout.all()?;
        let (code, rows) = (layout.words, layout.rows);
        let anchored = hir.properties().look_set_prefix().contains(Look::Start);
        let flags = u8::from(anchored) * ANCHORED + u8::from(lines) * TEXT;
        let first = graph.firsts[graph.start];
        let groups = 1 + u16::try_from(names.len()).ok()?;
        // Up to three bytes that a match starts with are looked for faster than a set.
        let mut few: Vec<u8> = first.bytes().take(4).collect();
        if few.len() > 3 || first.has_end() {
            few.clear();
        }
        let count = few.len() as u8;
        few.resize(3, few.last().copied().unwrap_or_default());
        let mut machine = vec![word(0, flags, [self.set(first)?, groups, rows])];
        machine.push(pair(code.len() as u32, u32::from_le_bytes([count, few[0], few[1], few[2]])));
        machine.extend(code);
        let mut text = vec![u8::try_from(names.values().flatten().count()).ok()?];
        for (group, name) in names.iter().filter_map(|(group, name)| Some((group, name.as_ref()?))) {
            text.extend([u8::try_from(*group).ok()?, u8::try_from(name.len()).ok()?]);
            text.extend(name.as_bytes());
        }
        text.resize(text.len().next_multiple_of(8), 0);
        machine.extend(text.as_chunks::<8>().0);
        Some(machine)
    }

    /// The number of a set.
    fn set(&mut self, first: First) -> Option<u16> {
        let mut bits = [0; 32];
        first.bytes().for_each(|byte| bits[usize::from(byte / 8)] |= 1 << (byte % 8));
        self.sets.number(bits).map(|number| number | if first.has_end() { END } else { 0 })
    }

    /// The number of the ranges of a class, and whether there are any: for most, bytes tell all.
    fn class(&mut self, class: &Class) -> Option<(u16, bool)> {
        match class {
            Class::Unicode(class) if class.ranges().last().is_some_and(|range| !range.end().is_ascii()) => {
                Some((self.ranges.number(ranges(class))?, true))
            }
            _ => Some((0, false)),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (mut directory, mut all) = (Vec::new(), Vec::new());
        for ranges in &self.ranges.all {
            directory.push(pair(all.len() as u32, ranges.len() as u32));
            all.extend(ranges.iter().map(|(start, end)| pair(*start, *end)));
        }
        let mut words = vec![
            pair(self.index.len() as u32, directory.len() as u32),
            pair(all.len() as u32, self.sets.all.len() as u32),
        ];
        words.extend(self.index.iter().map(|(at, place)| pair(*at, *place)));
        words.extend(directory);
        words.extend(all);
        words.extend(self.sets.all.iter().flat_map(|set| set.as_chunks::<8>().0));
        words.extend(&self.machines);
        words.into_iter().flatten().collect()
    }
}

/// The ranges of a class outside ASCII.
fn ranges(class: &ClassUnicode) -> Vec<(u32, u32)> {
    let all = class.iter().filter(|range| !range.end().is_ascii());
    all.map(|range| ((range.start() as u32).max(0x80), range.end() as u32)).collect()
}

/// The groups of an expression with their names.
fn names(hir: &Hir) -> BTreeMap<u32, Option<String>> {
    let mut all = BTreeMap::new();
    let mut open = vec![hir];
    while let Some(hir) = open.pop() {
        match hir.kind() {
            HirKind::Capture(capture) => {
                all.insert(capture.index, capture.name.as_deref().map(str::to_owned));
                open.push(&capture.sub);
            }
            HirKind::Repetition(repetition) => open.push(&repetition.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => open.extend(parts),
            _ => {}
        }
    }
    all
}

/// Steps as instructions one after the other.
struct Layout<'w> {
    writer: &'w mut Writer,
    graph: &'w Graph,
    words: Vec<Word>,
    /// Where a step is.
    places: HashMap<usize, u16>,
    /// Splits whose second way has no place yet.
    open: Vec<(usize, usize)>,
    rows: u16,
}

impl Layout<'_> {
    fn all(&mut self) -> Option<()> {
        self.from(self.graph.start)?;
        let mut done = Vec::new();
        while let Some((split, step)) = self.open.pop() {
            if !self.places.contains_key(&step) {
                self.from(step)?;
            }
            done.push((split, self.places[&step]));
        }
        for (split, place) in done {
            self.words[split][2..4].copy_from_slice(&place.to_le_bytes());
        }
        Some(())
    }

    fn row(&mut self) -> u16 {
        self.rows += 1;
        self.rows - 1
    }

    /// Writes a step and those behind it.
    fn from(&mut self, step: usize) -> Option<()> {
        let mut step = step;
        loop {
            if let Some(place) = self.places.get(&step) {
                self.words.push(word(JUMP, 0, [*place, 0, 0]));
                return Some(());
            }
            self.places.insert(step, u16::try_from(self.words.len()).ok()?);
            let graph = self.graph;
            let first = |step: usize| graph.firsts[step];
            step = match &graph.steps[step] {
                Step::Fail => {
                    self.words.push(word(FAIL, 0, [0; 3]));
                    return Some(());
                }
                Step::Match => {
                    self.words.push(word(MATCH, 0, [0; 3]));
                    return Some(());
                }
                one @ (Step::Literal(bytes, next) | Step::Folded(bytes, next)) => {
                    let mut word = [0; 8];
                    let op = if matches!(one, Step::Folded(..)) { FOLDED } else { LITERAL };
                    (word[0], word[1]) = (op, bytes.len() as u8);
                    word[2..2 + bytes.len()].copy_from_slice(bytes);
                    self.words.push(word);
                    *next
                }
                Step::One(class, next) => {
                    let set = self.writer.set(First::of_class(class))?;
                    let (ranges, chars) = self.writer.class(class)?;
                    self.words.push(word(if chars { CLASS } else { SET }, 0, [set, ranges, 0]));
                    *next
                }
                Step::Repeat { class, least, most, greedy, next } => {
                    let set = self.writer.set(First::of_class(class))?;
                    let (ranges, chars) = self.writer.class(class)?;
                    let follow = self.writer.set(first(*next))?;
                    let flags = u8::from(*greedy) * GREEDY + u8::from(chars) * CHARS;
                    self.words.push(word(REPEAT, flags, [set, ranges, follow]));
                    let row = self.row();
                    self.words.push(word(0, 0, [*least, *most, row]));
                    *next
                }
                Step::Split { preferred, other } => {
                    // What has a place already is gone to, the rest follows.
                    let swapped = self.places.contains_key(preferred) && !self.places.contains_key(other);
                    let (near, far) = if swapped { (other, preferred) } else { (preferred, other) };
                    let (one, two) = (self.writer.set(first(*near))?, self.writer.set(first(*far))?);
                    self.open.push((self.words.len(), *far));
                    if !first(*near).meets(first(*far)) {
                        self.words.push(word(CHOICE, 0, [0, one, two]));
                        step = *near;
                        continue;
                    }
                    self.words.push(word(SPLIT, u8::from(swapped) * SWAPPED, [0, one, two]));
                    let row = self.row();
                    self.words.push(word(0, 0, [0, 0, row]));
                    *near
                }
                Step::Save(slot, next) => {
                    self.words.push(word(SAVE, 0, [*slot, 0, 0]));
                    *next
                }
                Step::Look(kind, next) => {
                    self.words.push(word(LOOK, *kind, [0; 3]));
                    *next
                }
            };
        }
    }
}
