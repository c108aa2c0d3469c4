//! Where in an article an expression can match at all: by a word or mark that each of its matches holds.
//!
//! Running a thousand expressions over every line of an article takes a thousand times as long as reading it. Nearly
//! every match holds a word of a small set, and the tokens are there already: one pass over them names the few
//! expressions that can match in a block.

mod index;
mod key;
mod require;

pub(super) use index::{Index, Triggers};
pub(super) use key::{Edges, Key};

use crate::model::{Token, TokenFlags, TokenKind};
use index::mixed;
use key::{START, fingerprint};

/// The keys of the expressions of the binary, worked out when it was built: reading a thousand expressions takes half a
/// second.
#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod ahead {
    use super::key::Key;

    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

/// What every match of an expression holds.
pub(super) fn keys(source: &str, edges: Edges) -> Option<Vec<Key>> {
    match ahead::KEYS.binary_search_by_key(&fingerprint(source, edges), |(print, _)| *print) {
        Ok(index) => ahead::KEYS[index].1.map(<[Key]>::to_vec),
        Err(_) => require::keys(source, edges),
    }
}

/// The cheapest keys of expressions that must all match.
pub(super) fn keys_of_all<'s>(sources: impl Iterator<Item = &'s str>) -> Option<Vec<Key>> {
    sources.filter_map(|source| keys(source, Edges::default())).min_by_key(|keys| require::cost(keys))
}

impl Triggers {
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
                    found.extend_from_slice(self.words.at(token.hash()));
                    if token.end() as usize >= start + START {
                        self.start(bytes, start, found);
                    }
                    digit |= token.has(TokenFlags::DIGIT);
                    apostrophe |= token.has(TokenFlags::APOSTROPHE);
                    foreign |=
                        token.has(TokenFlags::NON_ASCII) && !foreign && is_foreign(&content[token.span().range()]);
                }
                TokenKind::Number => {
                    found.extend_from_slice(self.words.at(token.hash()));
                    digit = true;
                }
                TokenKind::Punct | TokenKind::Symbol => {
                    if bytes[start].is_ascii() {
                        found.extend_from_slice(self.marks.at(mixed(bytes[start].into())));
                    } else if token.has(TokenFlags::NON_ASCII) {
                        found.extend_from_slice(self.words.at(token.hash()));
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
        found.extend_from_slice(self.starts.at(mixed(u32::from_le_bytes([a, b, c, d]) | 0x2020_2020)));
    }
}

/// Whether a word has a character outside ASCII other than an apostrophe.
fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| !c.is_ascii() && c != '’')
}
