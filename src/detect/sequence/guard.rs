//! Looks at the words around an anchor that rule nearly every place out, before the sequence is compiled. The build script
//! writes them for the sequences of the binary.

use super::program::{Check, Program, Test};
use crate::model::Token;

/// What the token so many places behind the anchor must be, by its kind: [`WORD`](Self::WORD), [`FLAGS`](Self::FLAGS) or
/// [`SAME`](Self::SAME).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guard(pub(crate) i8, pub(crate) u8, pub(crate) u64);

/// The most words that share the bits of a guard, and the most guards worth their time.
const WORDS: usize = 16;
const GUARDS: usize = 3;

impl Guard {
    /// A word whose bit is set.
    const WORD: u8 = 0;
    /// A token of this kind, in the low byte, with these flags.
    const FLAGS: u8 = 1;
    /// The same word as the token so many places behind the anchor, which the value says as an `i8`.
    const SAME: u8 = 2;

    /// The guards of a program whose anchor stands a fixed number of tokens behind its start.
    pub(crate) fn of(program: &Program, anchor: u32) -> Vec<Guard> {
        let behind = |at: u32| i8::try_from(i64::from(at) - i64::from(anchor)).ok();
        let guard = |check: &Check| match *check {
            Check::Same { at, with } => Some(Guard(behind(at)?, Self::SAME, u64::from(behind(with)?.cast_unsigned()))),
            Check::Test { at, .. } if at == anchor => None,
            Check::Test { at, test } => match &program.tests[test as usize] {
                Test::Kind(kind, flags) => Some(Guard(behind(at)?, Self::FLAGS, *kind as u64 | u64::from(*flags) << 8)),
                test => Some(Guard(behind(at)?, Self::WORD, bits(test)?)),
            },
        };
        program.checks.iter().filter_map(guard).take(GUARDS).collect()
    }

    /// Whether a match may hold the anchor at token `index`. `tokens` are those of the block.
    #[inline]
    pub(crate) fn allows(self, tokens: &[Token], index: usize) -> bool {
        let Some(token) = index.checked_add_signed(self.0.into()).and_then(|at| tokens.get(at)) else { return false };
        match self.1 {
            Self::WORD => self.2 >> (token.hash() >> 58) & 1 == 1,
            Self::FLAGS => token.kind() as u8 == self.2 as u8 && token.has((self.2 >> 8) as u16),
            _ => {
                let other = index.checked_add_signed((self.2 as u8).cast_signed().into()).and_then(|at| tokens.get(at));
                other.is_some_and(|other| other.hash() == token.hash())
            }
        }
    }
}

/// The bits of the words that a test allows, where they are few.
fn bits(test: &Test) -> Option<u64> {
    let bit = |hash: &u64| 1 << (hash >> 58);
    match test {
        Test::Word(hash) | Test::Exact(hash, _) => Some(bit(hash)),
        Test::List(class) | Test::OneOf(class, _) if class.words.len() <= WORDS => {
            Some(class.words.iter().fold(0, |bits, hash| bits | bit(&hash)))
        }
        Test::All(tests) => tests.iter().find_map(bits),
        Test::Any(tests) => tests.iter().map(bits).try_fold(0, |all, some| Some(all | some?)),
        _ => None,
    }
}
