//! From compiled sequences to the bytes that are run.

use super::{
    code::{GLANCED, Head, Look, Number, Parts, Row, glance_numbers, kind},
    compile::Compiled,
    glance::{Signs, bits},
    guard::{self, Asks},
    parse::Edge,
    program::{Class, Op, Test},
};
use std::collections::HashMap;

/// Collects sequences; what several have in common stands there once.
#[derive(Default)]
pub(crate) struct Linker {
    pub(crate) glances: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) letters: String,
    known: HashMap<Vec<u8>, u32>,
    texts: HashMap<String, u32>,
}

impl Linker {
    /// Adds a sequence of a rule and group: its [`Number`].
    pub(crate) fn sequence(&mut self, made: &Compiled, rule: u16, group: u32) -> u32 {
        let [near, far] = [made.offset.0, made.offset.1].map(|distance| u16::try_from(distance).unwrap_or(u16::MAX));
        let program = self.program(made);
        let head = Head { rule, near, far, looks: made.looks.len() as u16, program, group };
        let mut all = bytes(&head.numbers());
        for look in &made.looks {
            all.extend(bytes(&self.look(look).numbers()));
        }
        let head = self.put(&all);
        let number = self.glances.len() / GLANCED;
        self.glances.extend(bytes(&glance_numbers(&made.glance, made.windows, head)));
        Number::new(number as u32, made.counts).0
    }

    /// Adds programs: where their places stand.
    pub(crate) fn programs(&mut self, all: &[Compiled]) -> u32 {
        let places: Vec<u8> = all.iter().flat_map(|made| self.program(made).to_le_bytes()).collect();
        self.put(&places)
    }

    fn program(&mut self, made: &Compiled) -> u32 {
        let mut ops = Vec::with_capacity(made.program.ops.len() * 4);
        for op in &made.program.ops {
            let (kind, rest) = match *op {
                Op::Test(test) => {
                    let row = self.row(&made.program.tests[test as usize]);
                    (kind::TEST, self.put(&bytes(&row.numbers())))
                }
                Op::Split(second) => (kind::SPLIT, second),
                Op::Jump(to) => (kind::JUMP, to),
                Op::Glue => (kind::GLUE, 0),
                Op::Edge(edge) => (kind::EDGE, edge_number(edge)),
                Op::Mark { end } => (if end { kind::MARK_END } else { kind::MARK }, 0),
                Op::Save { label, end } => (if end { kind::SAVE_END } else { kind::SAVE }, label.into()),
                Op::Back { label, stem } => (if stem { kind::STEM } else { kind::BACK }, label.into()),
                Op::Match => (kind::MATCH, 0),
            };
            ops.extend((kind | rest << 4).to_le_bytes());
        }
        let looks: Vec<u8> = made.checks.iter().flat_map(|look| bytes(&self.look(look).numbers())).collect();
        let parts = Parts {
            ops: self.put(&ops),
            looks: self.put(&looks),
            count: made.checks.len() as u16,
            names: self.text(&made.labels.join(" ")),
        };
        self.put(&bytes(&parts.numbers()))
    }

    /// Where bytes stand.
    fn put(&mut self, bytes: &[u8]) -> u32 {
        if let Some(&at) = self.known.get(bytes) {
            return at;
        }
        self.align();
        let at = self.bytes.len() as u32;
        self.bytes.extend(bytes);
        self.known.insert(bytes.to_owned(), at);
        at
    }

    /// Numbers have eight bytes: none should lie in two lines of the cache.
    fn align(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }

    fn text(&mut self, text: &str) -> (u32, u16) {
        let at = self.letters.len() as u32;
        let at = *self.texts.entry(text.to_owned()).or_insert_with(|| {
            self.letters.push_str(text);
            at
        });
        (at, text.len() as u16)
    }

    fn look(&mut self, look: &guard::Look) -> Look {
        let (kind, with) = match &look.asks {
            Asks::Test(test) => {
                let row = self.row(test);
                return Look::new(kind::PASSES, (look.from, look.to), 0, Signs::of(test), row);
            }
            Asks::Same(with) => (kind::SAME, *with),
            Asks::SentenceStart => (kind::SENTENCE, 0),
            Asks::BlockStart => (kind::BLOCK, 0),
            Asks::BlockEnd => (kind::BLOCK_END, 0),
        };
        Look::new(kind, (look.from, look.to), with, Signs::ALL, Row::NEVER)
    }

    fn row(&mut self, test: &Test) -> Row {
        match test {
            Test::Word(hash) => Row::new(kind::WORD, 0, (0, 0), *hash),
            Test::Exact(hash, word) => Row::new(kind::EXACT, 0, self.text(word), *hash),
            Test::List(class) => Row::new(kind::LIST, 0, self.class(class), bits(class)),
            Test::OneOf(class, exact) if exact.is_empty() => Row::new(kind::LIST, 0, self.class(class), bits(class)),
            Test::OneOf(class, exact) => {
                let capitals = u8::from(guard::all_capital(class, exact));
                Row::new(kind::ONE_OF, capitals, self.spelled(class, exact), bits(class))
            }
            Test::Suffix(end) => Row::new(kind::SUFFIX, 0, self.text(end), 0),
            Test::Prefix(start) => Row::new(kind::PREFIX, 0, self.text(start), 0),
            Test::Kind(of, flags) => Row::new(kind::KIND, *of as u8, (0, *flags), 0),
            Test::Counts => Row::new(kind::COUNTS, 0, (0, 0), 0),
            Test::Name(class) => Row::new(kind::NAME, 0, self.class(class), bits(class)),
            Test::Terminal => Row::new(kind::TERMINAL, 0, (0, 0), 0),
            Test::Quote { open, close } => Row::new(kind::QUOTE, u8::from(*open) | u8::from(*close) << 1, (0, 0), 0),
            Test::Year => Row::new(kind::YEAR, 0, (0, 0), 0),
            Test::Not(test) => Row::new(kind::NOT, 0, self.rows(std::slice::from_ref(test)), 0),
            Test::All(tests) => Row::new(kind::ALL, 0, self.rows(tests), 0),
            Test::Any(tests) => Row::new(kind::ANY, 0, self.rows(tests), 0),
        }
    }

    fn rows<T: std::borrow::Borrow<Test>>(&mut self, tests: &[T]) -> (u32, u16) {
        let rows: Vec<u8> = tests.iter().flat_map(|test| bytes(&self.row(test.borrow()).numbers())).collect();
        (self.put(&rows), tests.len() as u16)
    }

    /// A set of words: its place, and the number of its places as a power of two.
    pub(crate) fn class(&mut self, class: &Class) -> (u32, u16) {
        let places = &class.words.places;
        (self.put(&bytes(places)), places.len().max(1).ilog2() as u16)
    }

    /// The same, with the spellings that count of the word at each place: nothing where any does, else their number and
    /// where they stand.
    fn spelled(&mut self, class: &Class, exact: &[(u64, Box<str>)]) -> (u32, u16) {
        let places = &class.words.places;
        let mut all = places.to_vec();
        for place in places.iter() {
            let mut spellings = Vec::new();
            for (_, word) in exact.iter().filter(|(hash, _)| hash == place) {
                let (at, len) = self.text(word);
                spellings.push(u64::from(at) | u64::from(len) << 32);
            }
            let at = if spellings.is_empty() { 0 } else { self.put(&bytes(&spellings)) };
            all.push(u64::from(at) | (spellings.len() as u64) << 32);
        }
        (self.put(&bytes(&all)), places.len().max(1).ilog2() as u16)
    }
}

fn bytes(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn edge_number(edge: Edge) -> u32 {
    let kind = match edge {
        Edge::SentenceStart => kind::SENTENCE,
        Edge::SentenceEnd => kind::SENTENCE_END,
        Edge::BlockStart => kind::BLOCK,
        Edge::BlockEnd => kind::BLOCK_END,
    };
    kind.into()
}
