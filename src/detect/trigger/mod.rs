//! Where in an article an expression can match at all: by a word or mark that each of its matches holds.
//!
//! Running a thousand expressions over every line of an article takes a thousand times as long as reading it. Nearly
//! every match holds a word of a small set, and the tokens are there already: one pass over them names the few
//! expressions that can match in a block.

mod key;
mod require;

pub(super) use key::Edges;

use super::anchor::{Anchors, Frequencies};
use crate::model::{Token, TokenFlags, TokenKind, WordMap};
use key::{Key, START, fingerprint};

/// The keys of the expressions of the binary, worked out when it was built: reading a thousand expressions takes half a
/// second.
#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod ahead {
    use super::key::Key;

    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

/// What every match of an expression holds.
fn keys(source: &str, edges: Edges, frequencies: &Frequencies) -> Option<Vec<Key>> {
    match ahead::KEYS.binary_search_by_key(&fingerprint(source, edges), |(print, _)| *print) {
        Ok(index) => ahead::KEYS[index].1.map(<[Key]>::to_vec),
        Err(_) => require::keys(source, edges, frequencies),
    }
}

/// Expressions, by number, and the tokens that lead to them.
#[derive(Default)]
pub(super) struct Triggers {
    words: Anchors,
    /// One bit for a hash of the four letters.
    start_bits: Vec<u64>,
    starts: WordMap<Vec<u32>>,
    /// By character.
    marks: Vec<Vec<u32>>,
    digits: Vec<u32>,
    apostrophes: Vec<u32>,
    foreign: Vec<u32>,
    /// Expressions that may match inside an address, which is one token.
    addresses: Vec<u32>,
    /// Expressions of which nothing is known.
    pub(super) always: Vec<u32>,
}

impl Triggers {
    /// Makes expression `number` found by what its matches hold.
    pub(super) fn add(&mut self, number: u32, source: &str, edges: Edges, frequencies: &Frequencies) {
        match keys(source, edges, frequencies) {
            Some(keys) => self.add_keys(number, &keys),
            None => self.always.push(number),
        }
        if source.contains(['/', '@', '_', '#', '=', '%']) || ["http", "www", r"\."].iter().any(|s| source.contains(s))
        {
            self.addresses.push(number);
        }
    }

    /// Makes a conjunction of expressions found by the rarest of them.
    pub(super) fn add_all<'s>(
        &mut self,
        number: u32,
        sources: impl Iterator<Item = &'s str>,
        frequencies: &Frequencies,
    ) {
        let keys = sources.filter_map(|source| keys(source, Edges::default(), frequencies));
        match keys.min_by_key(|keys| require::cost(keys, frequencies)) {
            Some(keys) => self.add_keys(number, &keys),
            None => self.always.push(number),
        }
    }

    fn add_keys(&mut self, number: u32, keys: &[Key]) {
        for key in keys {
            match *key {
                Key::Word(hash) => self.words.add(hash, number),
                Key::Start(letters) => {
                    if self.start_bits.is_empty() {
                        self.start_bits = vec![0; 1024];
                    }
                    let hash = mixed(letters);
                    self.start_bits[(hash & 0xffff) as usize / 64] |= 1 << (hash & 63);
                    self.starts.entry(hash).or_default().push(number);
                }
                Key::Mark(byte) => {
                    if self.marks.is_empty() {
                        self.marks = vec![Vec::new(); 128];
                    }
                    self.marks[usize::from(byte)].push(number);
                }
                Key::Digit => self.digits.push(number),
                Key::Apostrophe => self.apostrophes.push(number),
                Key::Foreign => self.foreign.push(number),
            }
        }
    }

    /// Collects the numbers of the expressions that can match in a run of tokens, in order and each once.
    pub(super) fn find(&self, content: &str, tokens: &[Token], found: &mut Vec<u32>) {
        found.clear();
        found.extend_from_slice(&self.always);
        let bytes = content.as_bytes();
        let (mut digit, mut apostrophe, mut foreign) = (false, false, false);
        for token in tokens {
            let start = token.start() as usize;
            match token.kind() {
                TokenKind::Word => {
                    found.extend_from_slice(self.words.at(token));
                    if token.end() as usize >= start + START {
                        self.start(bytes, start, found);
                    }
                    digit |= token.has(TokenFlags::DIGIT);
                    apostrophe |= token.has(TokenFlags::APOSTROPHE);
                    foreign |=
                        token.has(TokenFlags::NON_ASCII) && !foreign && is_foreign(&content[token.span().range()]);
                }
                TokenKind::Number => {
                    found.extend_from_slice(self.words.at(token));
                    digit = true;
                }
                TokenKind::Punct | TokenKind::Symbol => {
                    if let Some(numbers) = self.marks.get(usize::from(bytes[start])) {
                        found.extend_from_slice(numbers);
                    } else if token.has(TokenFlags::NON_ASCII) {
                        found.extend_from_slice(self.words.at(token));
                        foreign |= token.kind() == TokenKind::Symbol;
                    }
                }
                TokenKind::Address => {
                    found.extend_from_slice(&self.addresses);
                    self.start(bytes, start, found);
                    digit = true;
                    foreign |= token.has(TokenFlags::NON_ASCII);
                }
            }
        }
        if apostrophe {
            found.extend_from_slice(&self.apostrophes);
        }
        if digit {
            found.extend_from_slice(&self.digits);
        }
        if foreign {
            found.extend_from_slice(&self.foreign);
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }

    fn start(&self, bytes: &[u8], start: usize, found: &mut Vec<u32>) {
        let Some(&[a, b, c, d]) = bytes.get(start..start + START) else { return };
        let hash = mixed(u32::from_le_bytes([a, b, c, d]) | 0x2020_2020);
        if self.start_bits.get((hash & 0xffff) as usize / 64).is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
            && let Some(numbers) = self.starts.get(&hash)
        {
            found.extend_from_slice(numbers);
        }
    }
}

/// Whether a word has a character outside ASCII other than an apostrophe.
fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| !c.is_ascii() && c != '’')
}

fn mixed(letters: u32) -> u64 {
    let h = u64::from(letters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ h >> 32
}
