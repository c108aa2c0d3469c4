//! Tokens: 16 bytes each, with a hash of the normalised word, so that comparing words is comparing numbers.

use super::Span;

/// What a token is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, with inner apostrophes (`don’t`, `Russia’s`); an initialism with its points (`U.S.`).
    Word = 0,
    /// Starts with a digit: `3.5`, `1,200`, `10:30`, `5th`, `17.07.2022`.
    Number = 1,
    /// One punctuation character, or a run of the same point or dash (`...`, `--`).
    Punct = 2,
    /// Any other visible character: currency signs, emoji, arrows.
    Symbol = 3,
    /// An address: `https://…`, `www.…`, `a@b.org`, `example.com`.
    Address = 4,
}

/// Facts about a token that many detectors ask for, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenFlags(pub u16);

impl TokenFlags {
    /// White space stands before the token, or the block starts with it.
    pub const SPACE_BEFORE: u16 = 1 << 3;
    /// The first letter is upper case.
    pub const CAPITAL: u16 = 1 << 4;
    /// At least two letters, all upper case.
    pub const ALL_CAPS: u16 = 1 << 5;
    /// Holds a digit.
    pub const DIGIT: u16 = 1 << 6;
    /// Holds a byte outside ASCII.
    pub const NON_ASCII: u16 = 1 << 7;
    /// An initialism that carries its own points: `U.S.`, `e.g.`, `p.m.`.
    pub const POINTED: u16 = 1 << 8;
    /// Holds an apostrophe.
    pub const APOSTROPHE: u16 = 1 << 9;
    /// The first letter is lower case.
    pub const LOWER: u16 = 1 << 10;
    /// A line break stands in the white space before it.
    pub const BREAK_BEFORE: u16 = 1 << 11;
    /// The first letter belongs to a script without case (Han, Arabic, Thai …).
    pub const UNCASED: u16 = 1 << 12;
    /// The white space before it is exactly one ordinary space.
    pub const ONE_SPACE: u16 = 1 << 13;
    /// Can end a sentence: `.`, `!`, `?`, `…` and their like in other scripts, an initialism with its last point.
    pub const TERMINAL: u16 = 1 << 14;
}

/// A word, number or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    hash: u64,
    start: u32,
    len: u16,
    /// The kind in the low three bits, [`TokenFlags`] above.
    bits: u16,
}

impl Token {
    /// The longest token in bytes; the tokeniser cuts longer ones.
    pub const MAX_LEN: usize = u16::MAX as usize;

    /// Makes a token. `hash` is [`hash_word`] of its text.
    #[inline]
    pub fn new(start: u32, len: u16, kind: TokenKind, flags: u16, hash: u64) -> Self {
        Self { hash, start, len, bits: (flags & !7) | kind as u16 }
    }

    /// Hash of the normalised word: lower case, straight apostrophes.
    #[inline]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// First byte in the text.
    #[inline]
    pub fn start(&self) -> u32 {
        self.start
    }

    /// One past the last byte in the text.
    #[inline]
    pub fn end(&self) -> u32 {
        self.start + u32::from(self.len)
    }

    /// Its bytes in the text.
    #[inline]
    pub fn span(&self) -> Span {
        Span::new(self.start(), self.end())
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        match self.bits & 7 {
            0 => TokenKind::Word,
            1 => TokenKind::Number,
            2 => TokenKind::Punct,
            3 => TokenKind::Symbol,
            _ => TokenKind::Address,
        }
    }

    /// The kind in the low three bits, [`TokenFlags`] above.
    #[inline]
    pub(crate) fn bits(&self) -> u16 {
        self.bits
    }

    /// Whether every bit of `flags` (constants of [`TokenFlags`]) is set.
    #[inline]
    pub fn has(&self, flags: u16) -> bool {
        self.bits & flags == flags
    }

    /// Whether it is a word.
    #[inline]
    pub fn is_word(&self) -> bool {
        self.bits & 7 == TokenKind::Word as u16
    }

    /// Whether it is a word without digits, apostrophes and characters outside ASCII.
    #[inline]
    pub(crate) fn is_plain_word(&self) -> bool {
        const ODD: u16 = TokenFlags::DIGIT | TokenFlags::APOSTROPHE | TokenFlags::NON_ASCII | 7;
        self.bits & ODD == TokenKind::Word as u16
    }

    /// Whether it is a number.
    #[inline]
    pub fn is_number(&self) -> bool {
        self.bits & 7 == TokenKind::Number as u16
    }

    /// Whether it is punctuation.
    #[inline]
    pub fn is_punct(&self) -> bool {
        self.bits & 7 == TokenKind::Punct as u16
    }

    /// Whether it counts as a word of the article: words and numbers do.
    #[inline]
    pub fn counts(&self) -> bool {
        self.bits & 7 <= TokenKind::Number as u16
    }

    /// Whether the first letter is upper case.
    #[inline]
    pub fn is_capital(&self) -> bool {
        self.has(TokenFlags::CAPITAL)
    }

    /// Whether the first letter is lower case.
    #[inline]
    pub fn is_lower(&self) -> bool {
        self.has(TokenFlags::LOWER)
    }

    /// Whether white space stands before it.
    #[inline]
    pub fn spaced(&self) -> bool {
        self.has(TokenFlags::SPACE_BEFORE)
    }
}

/// Hash of a word after normalisation: Unicode lower case, typographic apostrophes made straight.
///
/// Words that differ only in case or apostrophe share a hash; a match by hash is verified against the text where a rule is
/// compiled from user input that could collide (the chance for a vocabulary of a million words is one in 37 million).
pub fn hash_word(word: &str) -> u64 {
    let mut hash = Hasher::new();
    if word.is_ascii() {
        for &b in word.as_bytes() {
            hash.push(b.to_ascii_lowercase());
        }
    } else {
        for c in word.chars() {
            match c {
                '’' | 'ʼ' | '＇' => hash.push(b'\''),
                _ => hash.push_char(c),
            }
        }
    }
    hash.finish()
}

/// [`hash_word`] of `bytes[start..end]`, which hold a word in its normal form; for tables made at compile time.
pub(crate) const fn hash_lower(bytes: &[u8], start: usize, end: usize) -> u64 {
    let mut hash = Hasher::new();
    let mut at = start;
    while at < end {
        hash.push(bytes[at]);
        at += 1;
    }
    hash.finish()
}

/// The hash of nothing yet.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Eight bytes at a time by a folded multiplication, as in wyhash (Wang Yi, 2019).
#[derive(Clone, Copy)]
pub(crate) struct Hasher {
    hash: u64,
    /// Bytes that do not make eight yet, from the low end, and their bits.
    waiting: u64,
    bits: u32,
}

impl Hasher {
    pub(crate) const fn new() -> Self {
        Self { hash: SEED, waiting: 0, bits: 0 }
    }

    /// Has taken the first `len` of sixteen bytes, which are letters and digits of ASCII.
    #[inline]
    pub(crate) fn of_short(bytes: [u8; 16], len: u32) -> Self {
        let (first, second) = lower(bytes, len);
        match len.checked_sub(8) {
            None => Self { hash: SEED, waiting: first, bits: 8 * len },
            Some(rest) => Self { hash: folded(SEED ^ first), waiting: second, bits: 8 * rest },
        }
    }

    /// The first `len` of sixteen bytes, at least one, which are letters and digits of ASCII.
    #[inline]
    pub(crate) fn push_short(&mut self, bytes: [u8; 16], len: u32) {
        let (first, second) = lower(bytes, len);
        self.push_some(first, 8 * len.min(8));
        if len > 8 {
            self.push_some(second, 8 * (len - 8));
        }
    }

    #[inline]
    pub(crate) const fn push(&mut self, byte: u8) {
        self.push_some(byte as u64, 8);
    }

    /// The low `bits` of a number, 8 to 64, byte by byte from the low end; those above must be 0.
    #[inline]
    pub(crate) const fn push_some(&mut self, bytes: u64, bits: u32) {
        self.waiting |= bytes << self.bits;
        let all = self.bits + bits;
        if all >= 64 {
            self.hash = folded(self.hash ^ self.waiting);
            self.waiting = if self.bits == 0 { 0 } else { bytes >> (64 - self.bits) };
            self.bits = all - 64;
        } else {
            self.bits = all;
        }
    }

    /// A character in lower case.
    pub(crate) fn push_char(&mut self, c: char) {
        let mut buf = [0u8; 4];
        match c {
            // Marks, kana, Han and the lower-case half of Cyrillic: the general way is slow.
            '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{9fff}' | 'а'..='я' => {
                self.push_all(c.encode_utf8(&mut buf));
            }
            _ => c.to_lowercase().for_each(|lower| self.push_all(lower.encode_utf8(&mut buf))),
        }
    }

    fn push_all(&mut self, text: &str) {
        text.bytes().for_each(|b| self.push(b));
    }

    #[inline]
    pub(crate) const fn finish(self) -> u64 {
        folded(self.hash ^ self.waiting)
    }
}

/// The first `len` of sixteen bytes, at least one, letters and digits of ASCII, in lower case: eight, and the rest.
#[inline]
fn lower(bytes: [u8; 16], len: u32) -> (u64, u64) {
    // Digits have the bit that makes a letter lower case.
    const LOWER: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;
    let lower = (u128::from_le_bytes(bytes) | LOWER) & (u128::MAX >> (128 - 8 * len));
    (lower as u64, (lower >> 64) as u64)
}

/// Both halves of the product with an odd number: every bit of the result hangs on every bit of `number`.
#[inline]
const fn folded(number: u64) -> u64 {
    let product = number as u128 * 0x9e37_79b9_7f4a_7c15;
    product as u64 ^ (product >> 64) as u64
}
