//! Splits a block into [`Token`]s.
//!
//! Words keep inner apostrophes (`don’t`), initialisms keep their points (`U.S.`), numbers keep separators between
//! digits (`1,200`, `3.5`, `10:30`) and a suffix (`5th`); hyphens are tokens of their own, so that both halves of a
//! compound can be looked up. Han, kana, Thai and the like have no spaces: each such letter is a word.

mod address;
mod lane;
mod script;
mod word;

use self::{
    address::{Addresses, initialism},
    script::{is_mark, is_punctuation, is_terminal, unspaced},
    word::{Short, UPPER, Word, letter_at, two_bytes},
};
use crate::model::{Hasher, Token, TokenFlags as F, TokenKind, hash_word};

/// Appends the tokens of `text[start..end]` to `out`.
pub(super) fn tokenize(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let mut scan = Scan { text, bytes: &text.as_bytes()[..end], addresses: Addresses::default(), out };
    let bytes = scan.bytes;
    let mut at = start;
    let mut gap = BLOCK_START;
    while at < end {
        let byte = bytes[at];
        let class = CLASS[byte as usize];
        at = match class {
            Class::Letter => {
                at = scan.word(at, gap);
                gap = 0;
                // Mostly a space and another word follow.
                if bytes.get(at) == Some(&b' ') {
                    gap = F::SPACE_BEFORE | F::ONE_SPACE;
                    at += 1;
                }
                continue;
            }
            Class::Space => {
                if (gap == 0 || gap == BLOCK_START) && byte == b' ' {
                    gap = F::SPACE_BEFORE | F::ONE_SPACE;
                } else {
                    gap = gap & !(F::ONE_SPACE | 1)
                        | F::SPACE_BEFORE
                        | if byte == b'\n' || byte == b'\r' { F::BREAK_BEFORE } else { 0 };
                }
                at += 1;
                continue;
            }
            Class::Mark | Class::Symbol => scan.mark(at, gap, class),
            Class::Digit => scan.number(at, gap),
            Class::Control => {
                // Nothing to read; a detector looks for control characters in the bytes.
                at += 1;
                continue;
            }
            Class::High => match scan.other(at, gap) {
                Ok(stop) => stop,
                Err(space) => {
                    gap = gap & !(F::ONE_SPACE | 1) | F::SPACE_BEFORE;
                    at += space;
                    continue;
                }
            },
        };
        gap = 0;
    }
}

/// Before the first token counts as white space. The low bit, which is no flag, tells it from a space.
const BLOCK_START: u16 = F::SPACE_BEFORE | 1;

/// The tokens of a string, as a rule's phrase is cut.
pub fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize(text, 0, text.len(), &mut tokens);
    tokens
}

/// What a byte starts.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Control,
    Space,
    Letter,
    Digit,
    Mark,
    Symbol,
    /// A character outside ASCII.
    High,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::High; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        table[byte] = match b {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => Class::Space,
            0..b' ' | 0x7f => Class::Control,
            b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Class::Symbol,
            _ if b.is_ascii_alphabetic() => Class::Letter,
            _ if b.is_ascii_digit() => Class::Digit,
            _ => Class::Mark,
        };
        byte += 1;
    }
    table
};

/// The hashes of the marks of ASCII.
static MARK: [u64; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let mut hash = Hasher::new();
        hash.push(byte as u8);
        table[byte] = hash.finish();
        byte += 1;
    }
    table
};

/// The tokeniser's place to work.
struct Scan<'a> {
    text: &'a str,
    /// The bytes of the text up to the end of the block.
    bytes: &'a [u8],
    addresses: Addresses,
    out: &'a mut Vec<Token>,
}

impl Scan<'_> {
    /// Adds a token; one longer than a token can be is cut into several.
    #[inline]
    fn push(&mut self, start: usize, end: usize, kind: TokenKind, flags: u16, hash: u64) -> usize {
        if end - start > Token::MAX_LEN {
            return self.push_long(start, end, kind, flags);
        }
        self.out.push(Token::new(start as u32, (end - start) as u16, kind, flags, hash));
        end
    }

    #[cold]
    fn push_long(&mut self, mut start: usize, end: usize, kind: TokenKind, mut flags: u16) -> usize {
        while start < end {
            let mut cut = end.min(start + Token::MAX_LEN);
            while !self.text.is_char_boundary(cut) {
                cut -= 1;
            }
            self.out.push(Token::new(
                start as u32,
                (cut - start) as u16,
                kind,
                flags,
                hash_word(&self.text[start..cut]),
            ));
            start = cut;
            flags &= !(F::SPACE_BEFORE | F::ONE_SPACE | F::BREAK_BEFORE);
        }
        end
    }

    /// A token whose hash was not made on the way.
    fn push_hashed(&mut self, start: usize, end: usize, kind: TokenKind, flags: u16) -> usize {
        self.push(start, end, kind, flags, hash_word(&self.text[start..end]))
    }

    /// A word that starts with a letter of ASCII.
    #[inline]
    fn word(&mut self, start: usize, gap: u16) -> usize {
        let Some(short) = Short::at(self.text.as_bytes(), start, self.bytes.len()) else {
            let mut word = Word::new(start);
            word.ascii(self.bytes);
            return self.rest(start, gap, word);
        };
        // Most words end at a space or comma.
        if matches!(short.behind, b'\'' | b'.' | b'@' | b':' | b'-' | b'_' | b'+' | 0x80..) {
            return self.rest(start, gap, short.word(start));
        }
        let flags = gap | short.flags();
        self.out.push(Token::new(start as u32, short.len as u16, TokenKind::Word, flags, short.hash().finish()));
        start + short.len as usize
    }

    /// A word of which the first letters and digits are taken.
    fn rest(&mut self, start: usize, gap: u16, mut word: Word) -> usize {
        let bytes = self.bytes;
        let upper = bytes[start].is_ascii_uppercase();
        if let Some(b'.' | b'@' | b':' | b'-' | b'_' | b'+') = bytes.get(word.stop) {
            if let Some(stop) = self.addresses.find(self.text, bytes, start, word.stop) {
                return self.push_hashed(start, stop, TokenKind::Address, gap);
            }
            if let Some(stop) = initialism(self.text, bytes, start) {
                let case = if upper { F::CAPITAL | F::ALL_CAPS } else { F::LOWER };
                let ends = if bytes[stop - 1] == b'.' { F::TERMINAL } else { 0 };
                return self.push_hashed(start, stop, TokenKind::Word, gap | F::POINTED | case | ends);
            }
        }
        word.letters(self.text, bytes);
        let flags = gap | word.flags(if upper { F::CAPITAL } else { F::LOWER });
        self.push(start, word.stop, TokenKind::Word, flags, word.hash.finish())
    }

    /// Digits with separators between digits, and a suffix of letters (`5th`, `18h30`, `1990s`, `3D`).
    fn number(&mut self, start: usize, gap: u16) -> usize {
        let bytes = self.bytes;
        let mut number = Word::new(start);
        while let Some(&byte) = bytes.get(number.stop) {
            let separator =
                matches!(byte, b'.' | b',' | b':') && bytes.get(number.stop + 1).is_some_and(u8::is_ascii_digit);
            if !byte.is_ascii_digit() && !separator {
                break;
            }
            number.hash.push(byte);
            number.stop += 1;
        }
        if letter_at(self.text, bytes, number.stop) && !unspaced_at(self.text, bytes, number.stop) {
            number.letters(self.text, bytes);
        }
        let flags = gap | F::DIGIT | number.flags & F::NON_ASCII;
        self.push(start, number.stop, TokenKind::Number, flags, number.hash.finish())
    }

    /// ASCII punctuation and symbols. Points, dashes and asterisks run together: `...`, `--`, `***`.
    fn mark(&mut self, start: usize, gap: u16, class: Class) -> usize {
        let bytes = self.bytes;
        let byte = bytes[start];
        let mut stop = start + 1;
        if matches!(byte, b'.' | b'-' | b'*' | b'_' | b'=' | b'#' | b'~') {
            while bytes.get(stop) == Some(&byte) {
                stop += 1;
            }
        }
        let kind = if class == Class::Symbol { TokenKind::Symbol } else { TokenKind::Punct };
        let ends = if matches!(byte, b'.' | b'!' | b'?') { F::TERMINAL } else { 0 };
        if stop - start > 1 {
            return self.push_hashed(start, stop, kind, gap | ends);
        }
        self.push(start, stop, kind, gap | ends, MARK[byte as usize])
    }

    /// Anything that starts outside ASCII. `Err` holds the length of a space.
    fn other(&mut self, start: usize, gap: u16) -> Result<usize, usize> {
        let (text, bytes) = (self.text, self.bytes);
        let end = bytes.len();
        if let Some((_, case)) = two_bytes(bytes[start], bytes[start + 1]) {
            let mut word = Word::new(start);
            word.letters(text, bytes);
            let flags = gap | word.flags(if case == UPPER { F::CAPITAL } else { F::LOWER });
            return Ok(self.push(start, word.stop, TokenKind::Word, flags, word.hash.finish()));
        }
        let Some(c) = text[start..end].chars().next() else {
            return Err(1);
        };
        if c.is_whitespace() {
            return Err(c.len_utf8());
        }
        let flags = gap | F::NON_ASCII;
        if c.is_alphabetic() {
            if unspaced(c) {
                // One letter, with the marks that belong to it.
                let stop =
                    text[start..end].char_indices().skip(1).find(|(_, m)| !is_mark(*m)).map_or(end, |(i, _)| start + i);
                return Ok(self.push_hashed(start, stop, TokenKind::Word, flags | F::UNCASED));
            }
            let first = if c.is_uppercase() {
                F::CAPITAL
            } else if c.is_lowercase() {
                F::LOWER
            } else {
                F::UNCASED
            };
            let mut word = Word::new(start);
            word.letters(text, bytes);
            if word.stop > start {
                return Ok(self.push(start, word.stop, TokenKind::Word, flags | word.flags(first), word.hash.finish()));
            }
            // An apostrophe letter that no letter follows.
            return Ok(self.push_hashed(start, start + c.len_utf8(), TokenKind::Word, flags));
        }
        if c.is_numeric() {
            let stop = text[start..end].char_indices().find(|(_, m)| !m.is_numeric()).map_or(end, |(i, _)| start + i);
            return Ok(self.push_hashed(start, stop, TokenKind::Number, flags | F::DIGIT));
        }
        let mut stop = start + c.len_utf8();
        if matches!(c, '…' | '—' | '–') {
            while text[stop..end].starts_with(c) {
                stop += c.len_utf8();
            }
        }
        let kind = if is_punctuation(c) { TokenKind::Punct } else { TokenKind::Symbol };
        let ends = if is_terminal(c) { F::TERMINAL } else { 0 };
        Ok(self.push_hashed(start, stop, kind, flags | ends))
    }
}

fn unspaced_at(text: &str, bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|b| !b.is_ascii()) && text[at..].chars().next().is_some_and(unspaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TokenKind::{Address, Number, Punct, Symbol, Word};

    fn check(text: &str, expected: &[(&str, TokenKind)]) {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &mut tokens);
        let found: Vec<_> = tokens.iter().map(|t| (&text[t.span().range()], t.kind())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_keep_their_apostrophes_and_initialisms_their_points() {
        check(
            "Russia’s U.S. plan, e.g. don't",
            &[("Russia’s", Word), ("U.S.", Word), ("plan", Word), (",", Punct), ("e.g.", Word), ("don't", Word)],
        );
        check(
            "the dogs’ ‘home’",
            &[("the", Word), ("dogs", Word), ("’", Punct), ("‘", Punct), ("home", Word), ("’", Punct)],
        );
        check("J. Smith", &[("J", Word), (".", Punct), ("Smith", Word)]);
    }

    #[test]
    fn a_missing_space_does_not_join_two_sentences() {
        check(
            "the near future.The Republic",
            &[("the", Word), ("near", Word), ("future", Word), (".", Punct), ("The", Word), ("Republic", Word)],
        );
    }

    #[test]
    fn numbers_keep_separators_and_suffixes() {
        check(
            "1,200 3.5% 10:30, 5th $20.",
            &[
                ("1,200", Number),
                ("3.5", Number),
                ("%", Punct),
                ("10:30", Number),
                (",", Punct),
                ("5th", Number),
                ("$", Symbol),
                ("20", Number),
                (".", Punct),
            ],
        );
    }

    #[test]
    fn addresses_are_one_token() {
        check(
            "See https://a.org/x?y=1, www.b.com. Mail c@d.org or Chinanews.com.",
            &[
                ("See", Word),
                ("https://a.org/x?y=1", Address),
                (",", Punct),
                ("www.b.com", Address),
                (".", Punct),
                ("Mail", Word),
                ("c@d.org", Address),
                ("or", Word),
                ("Chinanews.com", Address),
                (".", Punct),
            ],
        );
    }

    #[test]
    fn other_scripts() {
        check(
            "会议。Привет, café",
            &[("会", Word), ("议", Word), ("。", Punct), ("Привет", Word), (",", Punct), ("café", Word)],
        );
        check("👩‍🚀 ok", &[("👩", Symbol), ("‍", Symbol), ("🚀", Symbol), ("ok", Word)]);
    }
}
