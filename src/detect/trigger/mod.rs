//! Where in an article an expression can match at all: by a word or mark that each of its matches holds.
//!
//! Running a thousand expressions over every line of an article takes a thousand times as long as reading it. Nearly
//! every match holds a word of a small set, and the tokens are there already: one pass over them names the few
//! expressions that can match in a block.

mod index;
mod key;
mod needle;
mod require;

pub(super) use index::{Index, Triggers};
pub(super) use key::Edges;
pub(super) use needle::needles;
pub(super) use require::{sets, sets_of_all};

use super::Cx;
use crate::model::{Block, Token, TokenFlags, TokenKind};
use index::{APOSTROPHE, BITS, DIGIT, FOREIGN, bit, mixed};
use key::START;
use memchr::memmem;

/// The tokens of a block as bits.
struct Seen([u64; BITS as usize / 64 + 1]);

impl Seen {
    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }
}

impl Triggers {
    /// Collects the numbers of the expressions that can match in a block, in order and each once.
    pub(super) fn find(&self, cx: &Cx<'_>, block: &Block, found: &mut Vec<u32>) {
        let (content, tokens) = (cx.text.content(), cx.text.tokens_in(&block.tokens));
        found.clear();
        found.extend_from_slice(&self.always);
        let bytes = content.as_bytes();
        let mut seen = Seen([0; BITS as usize / 64 + 1]);
        let (mut digit, mut apostrophe, mut foreign, mut address) = (false, false, false, false);
        for token in tokens {
            let start = token.start() as usize;
            match token.kind() {
                TokenKind::Word => {
                    self.word(token, &mut seen, found);
                    if token.end() as usize >= start + START {
                        self.start(bytes, start, &mut seen, found);
                    }
                    digit |= token.has(TokenFlags::DIGIT);
                    apostrophe |= token.has(TokenFlags::APOSTROPHE);
                    foreign |=
                        token.has(TokenFlags::NON_ASCII) && !foreign && is_foreign(&content[token.span().range()]);
                }
                TokenKind::Number => {
                    self.word(token, &mut seen, found);
                    digit = true;
                    foreign |= token.has(TokenFlags::NON_ASCII);
                }
                TokenKind::Punct | TokenKind::Symbol => {
                    if bytes[start].is_ascii() {
                        let mark = mixed(bytes[start].into());
                        seen.set(bit(mark));
                        found.extend_from_slice(self.marks.at(mark));
                    } else if token.has(TokenFlags::NON_ASCII) {
                        self.word(token, &mut seen, found);
                        foreign |= token.kind() == TokenKind::Symbol;
                    }
                }
                TokenKind::Address => {
                    found.extend_from_slice(&self.addresses);
                    self.start(bytes, start, &mut seen, found);
                    address = true;
                    digit = true;
                    foreign |= token.has(TokenFlags::NON_ASCII);
                }
            }
        }
        for (holds, bit, numbers) in [
            (apostrophe, APOSTROPHE, &self.apostrophes),
            (digit, DIGIT, &self.digits),
            (foreign, FOREIGN, &self.foreign),
        ] {
            if holds {
                seen.set(bit);
                found.extend_from_slice(numbers);
            }
        }
        // What an address holds is no tokens.
        let inside = |number: &u32| address && self.addresses.binary_search(number).is_ok();
        found.retain(|number| self.may_match(*number, &seen) || inside(number));
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        let text = cx.text.slice(block.span).as_bytes();
        found.retain(|number| self.has_needle(*number, text));
    }

    /// Whether one of an expression's needles is in a text.
    fn has_needle(&self, number: u32, text: &[u8]) -> bool {
        let at = self.needle_starts[number as usize] as usize;
        let mut rest = &self.needles[at + 1..];
        let count = self.needles[at];
        count == 0
            || (0..count).any(|_| {
                let (needle, behind) = rest[1..].split_at(usize::from(rest[0]));
                rest = behind;
                memmem::find(text, needle).is_some()
            })
    }

    fn word(&self, token: &Token, seen: &mut Seen, found: &mut Vec<u32>) {
        seen.set(bit(token.hash()));
        found.extend_from_slice(self.words.at(token.hash()));
    }

    fn start(&self, bytes: &[u8], start: usize, seen: &mut Seen, found: &mut Vec<u32>) {
        let Some(&[a, b, c, d]) = bytes.get(start..start + START) else { return };
        let letters = mixed(u32::from_le_bytes([a, b, c, d]) | 0x2020_2020);
        seen.set(bit(letters));
        found.extend_from_slice(self.starts.at(letters));
    }

    /// Whether a block holds a key of each further set of an expression.
    fn may_match(&self, number: u32, seen: &Seen) -> bool {
        let at = self.further[number as usize] as usize;
        let mut rest = &self.sets[at + 1..];
        (0..self.sets[at]).all(|_| {
            let (keys, behind) = rest[1..].split_at(usize::from(rest[0]));
            rest = behind;
            keys.iter().any(|key| seen.has(*key))
        })
    }
}

/// Whether a word has a character outside ASCII other than an apostrophe.
fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| !c.is_ascii() && c != '’')
}
