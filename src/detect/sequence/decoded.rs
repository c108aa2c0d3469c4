//! What linked sequences say, for tests: read back from the bytes, and written the same way of what they were made of.

use super::{
    code::{Code, Row, kind},
    compile::Compiled,
    parse::Edge,
    program::{Class, Op, Test},
};
use crate::model::TokenKind;

/// The instructions of a program and the names of what it remembers.
pub(super) fn program(code: Code<'_>, at: u32) -> Vec<String> {
    let parts = code.parts(at as usize);
    let mut all = vec![code.text(parts.names.0, parts.names.1).to_owned()];
    for at in (parts.ops as usize..).step_by(4) {
        let op = code.four(at);
        let (number, end) = (op >> 4, matches!(op & 15, kind::MARK_END | kind::SAVE_END));
        let op = match op & 15 {
            kind::TEST => {
                all.push(told(&test(code, code.row(number as usize))));
                continue;
            }
            kind::SPLIT => Op::Split(number),
            kind::JUMP => Op::Jump(number),
            kind::GLUE => Op::Glue,
            kind::EDGE => Op::Edge(match number as u8 {
                kind::SENTENCE => Edge::SentenceStart,
                kind::SENTENCE_END => Edge::SentenceEnd,
                kind::BLOCK => Edge::BlockStart,
                _ => Edge::BlockEnd,
            }),
            kind::MARK | kind::MARK_END => Op::Mark { end },
            kind::SAVE | kind::SAVE_END => Op::Save { label: number as u8, end },
            kind::BACK => Op::Back { label: number as u8, stem: false },
            kind::STEM => Op::Back { label: number as u8, stem: true },
            kind::MATCH => break,
            other => panic!("there is no instruction {other}"),
        };
        all.push(format!("{op:?}"));
    }
    all
}

/// The same of a sequence that has not been linked.
pub(super) fn compiled(made: &Compiled) -> Vec<String> {
    let ops = made.program.ops.iter().filter(|op| !matches!(op, Op::Match)).map(|op| match op {
        Op::Test(test) => told(&made.program.tests[*test as usize]),
        other => format!("{other:?}"),
    });
    std::iter::once(made.labels.join(" ")).chain(ops).collect()
}

fn test(code: Code<'_>, row: Row) -> Test {
    let text = || code.text(row.at(), row.count()).into();
    let inner = || (0..usize::from(row.count())).map(|i| test(code, code.row(row.at() as usize + i * Row::SIZE)));
    match row.kind() {
        kind::WORD => Test::Word(row.value()),
        kind::EXACT => Test::Exact(row.value(), text()),
        kind::LIST => Test::List(class(code, row).into()),
        kind::ONE_OF => {
            let mut exact = Vec::new();
            for place in 0..1 << row.count() {
                let word = |behind: usize| code.eight(row.at() as usize + (place + behind) * 8);
                let spellings = word(1 << row.count());
                for i in 0..spellings >> 32 {
                    let spelling = code.eight(spellings as u32 as usize + i as usize * 8);
                    exact.push((word(0), code.text(spelling as u32, (spelling >> 32) as u16).into()));
                }
            }
            Test::OneOf(class(code, row).into(), exact.into())
        }
        kind::SUFFIX => Test::Suffix(text()),
        kind::PREFIX => Test::Prefix(text()),
        kind::KIND => {
            use TokenKind::{Address, Number, Punct, Symbol, Word};
            let kinds = [Word, Number, Punct, Symbol, Address];
            Test::Kind(kinds[usize::from(row.small())], row.count())
        }
        kind::COUNTS => Test::Counts,
        kind::NAME => Test::Name(class(code, row).into()),
        kind::TERMINAL => Test::Terminal,
        kind::QUOTE => Test::Quote { open: row.small() & 1 != 0, close: row.small() & 2 != 0 },
        kind::YEAR => Test::Year,
        kind::NOT => Test::Not(Box::new(inner().next().expect("it negates a test"))),
        kind::ALL => Test::All(inner().collect()),
        kind::ANY => Test::Any(inner().collect()),
        other => panic!("there is no test {other}"),
    }
}

fn class(code: Code<'_>, row: Row) -> Class {
    Class::new((0..1 << row.count()).map(|place| code.eight(row.at() as usize + place * 8)).collect())
}

fn told(test: &Test) -> String {
    let sorted = |class: &Class| {
        let mut words: Vec<u64> = class.words.iter().collect();
        words.sort_unstable();
        words
    };
    let all = |tests: &[Test]| tests.iter().map(told).collect::<Vec<_>>().join(", ");
    match test {
        Test::List(class) => format!("one of {:?}", sorted(class)),
        Test::OneOf(class, exact) => {
            let mut exact = exact.to_vec();
            exact.sort_unstable();
            exact.dedup();
            let exact = if exact.is_empty() { String::new() } else { format!(" as in {exact:?}") };
            format!("one of {:?}{exact}", sorted(class))
        }
        Test::Name(class) => format!("name, not {:?}", sorted(class)),
        Test::Not(test) => format!("not ({})", told(test)),
        Test::All(tests) => format!("all of ({})", all(tests)),
        Test::Any(tests) => format!("any of ({})", all(tests)),
        other => format!("{other:?}"),
    }
}
