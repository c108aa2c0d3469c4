//! Splits a block into [`Token`]s.
//!
//! Words keep inner apostrophes (`don’t`), initialisms keep their points (`U.S.`), numbers keep separators between
//! digits (`1,200`, `3.5`, `10:30`) and a suffix (`5th`); hyphens are tokens of their own, so that both halves of a
//! compound can be looked up. Han, kana, Thai and the like have no spaces: each such letter is a word.

use crate::model::{Hasher, Token, TokenFlags as F, TokenKind, hash_word};
use std::ops::Range;

/// Top-level domains that, behind a point, make an address of a word. Short, because `end.The` must stay two sentences.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "eu", "uk", "de", "fr", "ru", "ua", "pl", "cn",
    "jp", "br", "au", "ca", "ch", "nl", "es", "tv", "co", "ge", "tr", "cz", "se", "kr", "mx", "js", "html", "htm", "php",
    "pdf", "txt", "md", "exe", "rs", "py",
];

/// Appends the tokens of `text[start..end]` to `out`.
pub(super) fn tokenize(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let mut scan = Scan { text, bytes: &text.as_bytes()[..end], run: 0..0, dull: false, out };
    let bytes = scan.bytes;
    let mut at = start;
    let mut gap = BLOCK_START;
    while at < end {
        let byte = bytes[at];
        let class = CLASS[byte as usize];
        at = match class {
            Class::Letter => scan.word(at, gap),
            Class::Space => {
                if (gap == 0 || gap == BLOCK_START) && byte == b' ' {
                    gap = F::SPACE_BEFORE | F::ONE_SPACE;
                } else {
                    gap = gap & !(F::ONE_SPACE | 1) | F::SPACE_BEFORE | if byte == b'\n' || byte == b'\r' { F::BREAK_BEFORE } else { 0 };
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

/// The lower-case form of an ASCII letter or digit, else 0.
static FOLD: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// What is seen in a word, as bits of [`Word::seen`].
const UPPER: u8 = 1;
const LOWER: u8 = 2;
const DIGIT: u8 = 4;
/// Two letters of upper case.
const UPPERS: u8 = 8;

/// A word as it grows: where it stops, its hash, its flags.
struct Word {
    stop: usize,
    hash: Hasher,
    seen: u8,
    flags: u16,
}

impl Word {
    fn new(start: usize) -> Self {
        Self { stop: start, hash: Hasher::new(), seen: 0, flags: 0 }
    }

    /// Takes ASCII letters and digits.
    #[inline]
    fn ascii(&mut self, bytes: &[u8]) {
        while let Some(&byte) = bytes.get(self.stop) {
            let lower = FOLD[byte as usize];
            if lower == 0 {
                break;
            }
            self.hash.push(lower);
            self.letter(if byte >= b'a' {
                LOWER
            } else if byte >= b'A' {
                UPPER
            } else {
                DIGIT
            });
            self.stop += 1;
        }
    }

    #[inline]
    fn letter(&mut self, seen: u8) {
        self.seen |= seen | (self.seen & seen & UPPER) << 3;
    }

    /// Takes letters, digits, inner apostrophes, underscores and combining marks of any script.
    #[inline]
    fn letters(&mut self, text: &str, bytes: &[u8]) {
        loop {
            self.ascii(bytes);
            let Some(&byte) = bytes.get(self.stop) else { return };
            let taken = match byte {
                0x80.. => self.high(text, bytes),
                b'\'' if letter_at(text, bytes, self.stop + 1) => {
                    self.flags |= F::APOSTROPHE;
                    self.hash.push(byte);
                    1
                }
                b'_' if alphanumeric_at(text, bytes, self.stop + 1) => {
                    self.hash.push(byte);
                    1
                }
                _ => 0,
            };
            if taken == 0 {
                return;
            }
            self.stop += taken;
        }
    }

    /// Takes one character outside ASCII, if it belongs to the word. Gives its length.
    fn high(&mut self, text: &str, bytes: &[u8]) -> usize {
        let at = self.stop;
        if let Some((lower, seen)) = two_bytes(bytes[at], bytes[at + 1]) {
            self.hash.push(lower[0]);
            self.hash.push(lower[1]);
            self.letter(seen);
            self.flags |= F::NON_ASCII;
            return 2;
        }
        if bytes[at] == 0xe2 && bytes[at + 1] == 0x80 {
            // General punctuation: apostrophe and joiners belong to words.
            match bytes[at + 2] {
                0x99 if letter_at(text, bytes, at + 3) => {
                    self.flags |= F::APOSTROPHE | F::NON_ASCII;
                    self.hash.push(b'\'');
                    return 3;
                }
                0x8b..=0x8d => {}
                _ => return 0,
            }
        }
        let Some(c) = text[at..bytes.len()].chars().next() else { return 0 };
        let len = c.len_utf8();
        if c == 'ʼ' {
            if !letter_at(text, bytes, at + len) {
                return 0;
            }
            self.flags |= F::APOSTROPHE;
            self.hash.push(b'\'');
        } else {
            if c == '\u{200b}' || c == '\u{ad}' || c == '\u{200c}' || c == '\u{200d}' || is_mark(c) {
                // Invisible inside a word, and combining marks belong to the letter before.
            } else if c.is_alphabetic() && !unspaced(c) {
                self.letter(if c.is_uppercase() { UPPER } else { LOWER });
            } else if c.is_numeric() {
                self.flags |= F::DIGIT;
            } else {
                return 0;
            }
            self.hash.push_char(c);
        }
        self.flags |= F::NON_ASCII;
        len
    }

    /// The flags of a word that starts with `first`.
    fn flags(&self, first: u16) -> u16 {
        let digit = if self.seen & DIGIT != 0 { F::DIGIT } else { 0 };
        let caps = if self.seen & (UPPERS | LOWER) == UPPERS { F::ALL_CAPS } else { 0 };
        self.flags | digit | caps | first
    }
}

/// The commonest letters of two bytes, Latin-1 and Russian, in lower case; and their case.
#[inline]
fn two_bytes(first: u8, second: u8) -> Option<([u8; 2], u8)> {
    Some(match (first, second) {
        (0xc3, 0x97 | 0xb7) => return None,
        (0xc3, 0x80..=0x9e) | (0xd0, 0x90..=0x9f) => ([first, second + 0x20], UPPER),
        (0xd0, 0xa0..=0xaf) => ([0xd1, second - 0x20], UPPER),
        (0xd0, 0x81) => ([0xd1, 0x91], UPPER),
        (0xc3, _) | (0xd0, 0xb0..=0xbf) | (0xd1, 0x80..=0x8f | 0x91) => ([first, second], LOWER),
        _ => return None,
    })
}

fn letter_at(text: &str, bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphabetic),
        None => false,
    }
}

fn alphanumeric_at(text: &str, bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => text[at..].chars().next().is_some_and(char::is_alphanumeric),
        None => false,
    }
}

/// The tokeniser's place to work.
struct Scan<'a> {
    text: &'a str,
    /// The bytes of the text up to the end of the block.
    bytes: &'a [u8],
    /// The run of address characters met last, and whether it is known to hold no address.
    run: Range<usize>,
    dull: bool,
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
            self.out.push(Token::new(start as u32, (cut - start) as u16, kind, flags, hash_word(&self.text[start..cut])));
            start = cut;
            flags &= !(F::SPACE_BEFORE | F::ONE_SPACE | F::BREAK_BEFORE);
        }
        end
    }

    /// A token whose hash was not made on the way.
    fn push_hashed(&mut self, start: usize, end: usize, kind: TokenKind, flags: u16) -> usize {
        self.push(start, end, kind, flags, hash_word(&self.text[start..end]))
    }

    fn word(&mut self, start: usize, gap: u16) -> usize {
        let bytes = self.bytes;
        let upper = bytes[start].is_ascii_uppercase();
        let mut word = Word::new(start);
        word.ascii(bytes);
        // Most words end at a space or comma.
        match bytes.get(word.stop) {
            Some(b'.' | b'@' | b':' | b'-' | b'_' | b'+') => {
                if let Some(stop) = self.address(start, word.stop) {
                    return self.push_hashed(start, stop, TokenKind::Address, gap);
                }
                if let Some(stop) = initialism(self.text, bytes, start) {
                    let case = if upper { F::CAPITAL | F::ALL_CAPS } else { F::LOWER };
                    let ends = if bytes[stop - 1] == b'.' { F::TERMINAL } else { 0 };
                    return self.push_hashed(start, stop, TokenKind::Word, gap | F::POINTED | case | ends);
                }
                word.letters(self.text, bytes);
            }
            Some(b'\'' | 0x80..) => word.letters(self.text, bytes),
            _ => {}
        }
        let flags = gap | word.flags(if upper { F::CAPITAL } else { F::LOWER });
        self.push(start, word.stop, TokenKind::Word, flags, word.hash.finish())
    }

    /// Web and mail addresses, domain names and file names. `stop` is the end of the first word.
    fn address(&mut self, start: usize, stop: usize) -> Option<usize> {
        let bytes = self.bytes;
        let follows = *bytes.get(stop + 1)?;
        match bytes[stop] {
            b':' => {
                let scheme = stop - start <= 8 && bytes[stop..].starts_with(b"://");
                return scheme.then(|| trim_address(bytes, url_end(bytes, stop), start));
            }
            _ if !follows.is_ascii_alphanumeric() && !matches!(follows, b'.' | b'-' | b'_' | b'@' | b'+') => return None,
            _ => {}
        }
        if !self.run.contains(&start) {
            let mut run = stop;
            let mut dull = true;
            while run < bytes.len() && (FOLD[bytes[run] as usize] != 0 || matches!(bytes[run], b'.' | b'-' | b'_' | b'@' | b'+')) {
                dull &= bytes[run] != b'.';
                run += 1;
            }
            let scheme = bytes[run..].starts_with(b"://");
            self.run = start..run;
            self.dull = dull && !scheme;
        }
        // A host has at most 253 bytes. Runs of names, points and dashes beyond that are no address, and reading them
        // again from every word would take forever.
        let stop = self.run.end;
        if self.dull || stop - start > MAX_ADDRESS {
            return None;
        }
        let scheme = stop - start <= 8 && bytes[stop..].starts_with(b"://");
        let www = stop - start > 4 && bytes[start..start + 4].eq_ignore_ascii_case(b"www.");
        if scheme || www {
            return Some(trim_address(bytes, url_end(bytes, stop), start));
        }
        let stop = trim_address(bytes, stop, start);
        let run = &self.text[start..stop];
        let (host, domain) = run.rsplit_once('.')?;
        if run.bytes().rposition(|b| b == b'@').is_some_and(|at| at > 0 && run[at..].contains('.')) {
            return Some(stop);
        }
        // `example.com/path`, `README.md`: the ending is known.
        let known = DOMAINS.contains(&domain);
        let plain = host.len() > 1 && !host.ends_with('.') && !host.contains("..") && !host.ends_with('-');
        if !(known && plain) {
            return None;
        }
        let path = bytes.get(stop) == Some(&b'/');
        Some(if path { trim_address(bytes, url_end(bytes, stop), start) } else { stop })
    }

    /// Digits with separators between digits, and a suffix of letters (`5th`, `18h30`, `1990s`, `3D`).
    fn number(&mut self, start: usize, gap: u16) -> usize {
        let bytes = self.bytes;
        let mut number = Word::new(start);
        while let Some(&byte) = bytes.get(number.stop) {
            let separator = matches!(byte, b'.' | b',' | b':') && bytes.get(number.stop + 1).is_some_and(u8::is_ascii_digit);
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
        let mut hash = Hasher::new();
        hash.push(byte);
        let mut stop = start + 1;
        if matches!(byte, b'.' | b'-' | b'*' | b'_' | b'=' | b'#' | b'~') {
            while bytes.get(stop) == Some(&byte) {
                hash.push(byte);
                stop += 1;
            }
        }
        let kind = if class == Class::Symbol { TokenKind::Symbol } else { TokenKind::Punct };
        let ends = if matches!(byte, b'.' | b'!' | b'?') { F::TERMINAL } else { 0 };
        self.push(start, stop, kind, gap | ends, hash.finish())
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
        let Some(c) = text[start..end].chars().next() else { return Err(1) };
        if c.is_whitespace() {
            return Err(c.len_utf8());
        }
        let flags = gap | F::NON_ASCII;
        if c.is_alphabetic() {
            if unspaced(c) {
                // One letter, with the marks that belong to it.
                let stop = text[start..end].char_indices().skip(1).find(|(_, m)| !is_mark(*m)).map_or(end, |(i, _)| start + i);
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

/// The longest mail address or host name that is looked for.
const MAX_ADDRESS: usize = 320;

/// The most letters of an initialism.
const MAX_INITIALS: usize = 12;

/// `U.S.`, `e.g.`, `p.m.`, `J.R.R.`: single letters, each with a point, at least two. The last point is part of it.
fn initialism(text: &str, bytes: &[u8], start: usize) -> Option<usize> {
    let end = bytes.len();
    let mut at = start;
    let mut letters = 0;
    while at + 1 < end && bytes[at].is_ascii_alphabetic() && bytes[at + 1] == b'.' {
        letters += 1;
        at += 2;
        if letters > MAX_INITIALS {
            return None;
        }
    }
    if letters == 0 {
        return None;
    }
    if letters >= 2 && !alphanumeric_at(text, bytes, at) {
        // `U.S..` or `p.m...`: the point after the last letter is still the abbreviation's.
        return Some(at);
    }
    // `U.S` without its last point, at the end or before a space.
    let single = bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(at + 1) != Some(&b'\'')
        && !alphanumeric_at(text, bytes, at + 1);
    single.then_some(at + 1)
}

fn url_end(bytes: &[u8], from: usize) -> usize {
    let more = bytes[from..].iter().take_while(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'|' | b'`'));
    from + more.count()
}

/// Punctuation at the end of an address belongs to the sentence.
fn trim_address(bytes: &[u8], mut stop: usize, start: usize) -> usize {
    while stop > start + 1 && matches!(bytes[stop - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\'' | b'-' | b'@') {
        stop -= 1;
    }
    stop
}

fn unspaced_at(text: &str, bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|b| !b.is_ascii()) && text[at..].chars().next().is_some_and(unspaced)
}

/// Marks outside ASCII that end a sentence.
fn is_terminal(c: char) -> bool {
    matches!(c, '…' | '‥' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '՞' | '。' | '！' | '？' | '｡' | '．' | '।' | '॥' | '۔' | '։' | '።' | '။' | '។')
}

/// Letters of scripts that write no spaces between words.
pub(super) fn unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' | '々')
}

/// Combining marks, as far as news text holds them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}' | '\u{60c}' | '\u{61b}' | '\u{61f}'
        | '\u{6d4}' | '\u{104a}' | '\u{104b}' | '\u{1362}' | '\u{17d4}' | '\u{17d5}' | '\u{964}' | '\u{965}' | '\u{55d}'..='\u{55f}' | '\u{589}' | '\u{5be}' | '\u{5f3}' | '\u{5f4}')
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
        check("Russia’s U.S. plan, e.g. don't", &[
            ("Russia’s", Word), ("U.S.", Word), ("plan", Word), (",", Punct), ("e.g.", Word), ("don't", Word),
        ]);
        check("the dogs’ ‘home’", &[("the", Word), ("dogs", Word), ("’", Punct), ("‘", Punct), ("home", Word), ("’", Punct)]);
        check("J. Smith", &[("J", Word), (".", Punct), ("Smith", Word)]);
    }

    #[test]
    fn a_missing_space_does_not_join_two_sentences() {
        check("the near future.The Republic", &[
            ("the", Word), ("near", Word), ("future", Word), (".", Punct), ("The", Word), ("Republic", Word),
        ]);
    }

    #[test]
    fn numbers_keep_separators_and_suffixes() {
        check("1,200 3.5% 10:30, 5th $20.", &[
            ("1,200", Number), ("3.5", Number), ("%", Punct), ("10:30", Number), (",", Punct), ("5th", Number),
            ("$", Symbol), ("20", Number), (".", Punct),
        ]);
    }

    #[test]
    fn addresses_are_one_token() {
        check("See https://a.org/x?y=1, www.b.com. Mail c@d.org or Chinanews.com.", &[
            ("See", Word), ("https://a.org/x?y=1", Address), (",", Punct), ("www.b.com", Address), (".", Punct),
            ("Mail", Word), ("c@d.org", Address), ("or", Word), ("Chinanews.com", Address), (".", Punct),
        ]);
    }

    #[test]
    fn other_scripts() {
        check("会议。Привет, café", &[("会", Word), ("议", Word), ("。", Punct), ("Привет", Word), (",", Punct), ("café", Word)]);
        check("👩‍🚀 ok", &[("👩", Symbol), ("‍", Symbol), ("🚀", Symbol), ("ok", Word)]);
    }
}
