//! Splits a block into [`Token`]s.
//!
//! Words keep inner apostrophes (`don’t`), initialisms keep their points (`U.S.`), numbers keep separators between
//! digits (`1,200`, `3.5`, `10:30`) and a suffix (`5th`); hyphens are tokens of their own, so that both halves of a
//! compound can be looked up. Han, kana, Thai and the like have no spaces: each such letter is a word.

use crate::model::{Token, TokenFlags as F, TokenKind, hash_word};

/// Top-level domains that, behind a point, make an address of a word. Short, because `end.The` must stay two sentences.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "eu", "uk", "de", "fr", "ru", "ua", "pl", "cn",
    "jp", "br", "au", "ca", "ch", "nl", "es", "tv", "co", "ge", "tr", "cz", "se", "kr", "mx", "js", "html", "htm", "php",
    "pdf", "txt", "md", "exe", "rs", "py",
];

/// Appends the tokens of `text[start..end]` to `out`.
pub(super) fn tokenize(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut gap = Gap::default();
    while at < end {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            gap.push(byte);
            at += 1;
            continue;
        }
        if byte < 0x80 && byte < b' ' || byte == 0x7f {
            // Control characters are nothing to read; a detector looks for them in the bytes.
            at += 1;
            continue;
        }
        let stop = if byte.is_ascii_alphabetic() {
            word(text, at, end, gap, out)
        } else if byte.is_ascii_digit() {
            number(text, at, end, gap, out)
        } else if byte.is_ascii() {
            mark(text, at, end, gap, out)
        } else {
            match other(text, at, end, gap, out) {
                Ok(stop) => stop,
                Err(space) => {
                    gap.spaces += 2;
                    at += space;
                    continue;
                }
            }
        };
        at = stop;
        gap = Gap { inside: true, ..Gap::default() };
    }
}

/// The tokens of a string, as a rule's phrase is cut.
pub fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize(text, 0, text.len(), &mut tokens);
    tokens
}

/// White space met before a token.
#[derive(Clone, Copy, Default)]
struct Gap {
    spaces: u32,
    breaks: bool,
    ordinary: bool,
    /// Not at the start of the block.
    inside: bool,
}

impl Gap {
    fn push(&mut self, byte: u8) {
        self.spaces += 1;
        self.ordinary = byte == b' ';
        self.breaks |= byte == b'\n' || byte == b'\r';
    }

    fn flags(self) -> u16 {
        let mut flags = 0;
        if self.spaces > 0 || !self.inside {
            flags |= F::SPACE_BEFORE;
        }
        if self.spaces == 1 && self.ordinary {
            flags |= F::ONE_SPACE;
        }
        if self.breaks {
            flags |= F::BREAK_BEFORE;
        }
        flags
    }
}

/// Adds a token; one longer than a token can be is cut into several.
fn push(text: &str, start: usize, end: usize, kind: TokenKind, flags: u16, out: &mut Vec<Token>) -> usize {
    let mut start = start;
    let mut flags = flags;
    while end - start > Token::MAX_LEN {
        let mut cut = start + Token::MAX_LEN;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        out.push(Token::new(start as u32, (cut - start) as u16, kind, flags, hash_word(&text[start..cut])));
        start = cut;
        flags &= !(F::SPACE_BEFORE | F::ONE_SPACE | F::BREAK_BEFORE);
    }
    out.push(Token::new(start as u32, (end - start) as u16, kind, flags, hash_word(&text[start..end])));
    end
}

fn word(text: &str, start: usize, end: usize, gap: Gap, out: &mut Vec<Token>) -> usize {
    if let Some(stop) = address(text, start, end) {
        return push(text, start, stop, TokenKind::Address, gap.flags(), out);
    }
    if let Some(stop) = initialism(text, start, end) {
        let case = if text.as_bytes()[start].is_ascii_uppercase() { F::CAPITAL | F::ALL_CAPS } else { F::LOWER };
        return push(text, start, stop, TokenKind::Word, gap.flags() | F::POINTED | case, out);
    }
    let (stop, flags) = letters(text, start, end);
    push(text, start, stop, TokenKind::Word, gap.flags() | flags, out)
}

/// The end of a run of letters, digits, inner apostrophes, underscores and combining marks, with its flags.
fn letters(text: &str, start: usize, end: usize) -> (usize, u16) {
    let mut flags = 0;
    let (mut upper, mut lower) = (0u32, 0u32);
    let mut stop = start;
    let mut chars = text[start..end].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let at = start + offset;
        if c.is_ascii() {
            match c {
                'a'..='z' => lower += 1,
                'A'..='Z' => upper += 1,
                '0'..='9' => flags |= F::DIGIT,
                '\'' if inner_apostrophe(&mut chars) => flags |= F::APOSTROPHE,
                '_' if chars.peek().is_some_and(|(_, next)| next.is_alphanumeric()) => {}
                _ => break,
            }
        } else if c == '’' || c == 'ʼ' {
            if !inner_apostrophe(&mut chars) {
                break;
            }
            flags |= F::APOSTROPHE | F::NON_ASCII;
        } else if c == '\u{200b}' || c == '\u{ad}' || c == '\u{200c}' || c == '\u{200d}' || is_mark(c) {
            // Invisible inside a word, and combining marks belong to the letter before.
            flags |= F::NON_ASCII;
        } else if c.is_alphabetic() && !unspaced(c) {
            flags |= F::NON_ASCII;
            if c.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        } else if c.is_numeric() {
            flags |= F::DIGIT | F::NON_ASCII;
        } else {
            break;
        }
        if at == start {
            flags |= if c.is_uppercase() {
                F::CAPITAL
            } else if c.is_lowercase() {
                F::LOWER
            } else {
                F::UNCASED
            };
        }
        stop = at + c.len_utf8();
    }
    if upper >= 2 && lower == 0 {
        flags |= F::ALL_CAPS;
    }
    (stop, flags)
}

fn inner_apostrophe(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) -> bool {
    chars.peek().is_some_and(|(_, next)| next.is_alphabetic())
}

/// `U.S.`, `e.g.`, `p.m.`, `J.R.R.`: single letters, each with a point, at least two. The last point is part of it.
fn initialism(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let mut at = start;
    let mut letters = 0;
    while at + 1 < end && bytes[at].is_ascii_alphabetic() && bytes[at + 1] == b'.' {
        letters += 1;
        at += 2;
    }
    if letters == 0 {
        return None;
    }
    let letter_follows = bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80 && starts_letter(text, at));
    if letters >= 2 && !letter_follows {
        // `U.S..` or `p.m...`: the point after the last letter is still the abbreviation's.
        return Some(at);
    }
    // `U.S` without its last point, at the end or before a space.
    let single = bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'\'' || *b >= 0x80 && starts_letter(text, at + 1));
    single.then_some(at + 1)
}

fn starts_letter(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphabetic)
}

/// Web and mail addresses, domain names and file names.
fn address(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let mut stop = start;
    let mut at_sign = None;
    let mut points = 0;
    while stop < end && (bytes[stop].is_ascii_alphanumeric() || matches!(bytes[stop], b'.' | b'-' | b'_' | b'@' | b'+')) {
        match bytes[stop] {
            b'@' => at_sign = Some(stop),
            b'.' => points += 1,
            _ => {}
        }
        stop += 1;
    }
    let rest = &bytes[stop..];
    let scheme = rest.starts_with(b"://") && stop - start <= 8;
    let www = bytes[start..stop].len() > 4 && bytes[start..start + 4].eq_ignore_ascii_case(b"www.");
    if scheme || www {
        return Some(trim_address(bytes, url_end(bytes, stop, end), start));
    }
    if points == 0 {
        return None;
    }
    let stop = trim_address(bytes, stop, start);
    let run = &text[start..stop];
    if at_sign.is_some_and(|at| at > start && at + 1 < stop && run[at - start..].contains('.')) {
        return Some(stop);
    }
    // `example.com/path`, `README.md`: all in one case but for a leading capital, and the ending is known.
    let (host, domain) = run.rsplit_once('.')?;
    let known = DOMAINS.contains(&domain);
    let plain = host.len() > 1 && !host.ends_with('.') && !host.contains("..") && !host.ends_with('-');
    if !(known && plain) {
        return None;
    }
    let path = bytes.get(stop) == Some(&b'/');
    Some(if path { trim_address(bytes, url_end(bytes, stop, end), start) } else { stop })
}

fn url_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let mut stop = from;
    while stop < end && bytes[stop].is_ascii_graphic() && !matches!(bytes[stop], b'"' | b'<' | b'>' | b'|' | b'`') {
        stop += 1;
    }
    stop
}

/// Punctuation at the end of an address belongs to the sentence.
fn trim_address(bytes: &[u8], mut stop: usize, start: usize) -> usize {
    while stop > start + 1 && matches!(bytes[stop - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\'' | b'-' | b'@') {
        stop -= 1;
    }
    stop
}

/// Digits with separators between digits, and a suffix of letters (`5th`, `18h30`, `1990s`, `3D`).
fn number(text: &str, start: usize, end: usize, gap: Gap, out: &mut Vec<Token>) -> usize {
    let bytes = &text.as_bytes()[..end];
    let mut stop = start;
    while stop < end {
        let byte = bytes[stop];
        let digit_follows = bytes.get(stop + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b':') && digit_follows {
            stop += 1;
        } else {
            break;
        }
    }
    let mut flags = gap.flags() | F::DIGIT;
    let (with_letters, more) = letters(text, stop, end);
    if with_letters > stop && text[stop..].starts_with(char::is_alphabetic) {
        stop = with_letters;
        flags |= more & F::NON_ASCII;
    }
    push(text, start, stop, TokenKind::Number, flags, out)
}

/// ASCII punctuation and symbols. Points, dashes and asterisks run together: `...`, `--`, `***`.
fn mark(text: &str, start: usize, end: usize, gap: Gap, out: &mut Vec<Token>) -> usize {
    let bytes = &text.as_bytes()[..end];
    let byte = bytes[start];
    let mut stop = start + 1;
    if matches!(byte, b'.' | b'-' | b'*' | b'_' | b'=' | b'#' | b'~') {
        while stop < end && bytes[stop] == byte {
            stop += 1;
        }
    }
    let kind = if matches!(byte, b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~') {
        TokenKind::Symbol
    } else {
        TokenKind::Punct
    };
    push(text, start, stop, kind, gap.flags(), out)
}

/// Anything that starts outside ASCII. `Err` holds the length of a space.
fn other(text: &str, start: usize, end: usize, gap: Gap, out: &mut Vec<Token>) -> Result<usize, usize> {
    let Some(c) = text[start..end].chars().next() else { return Err(1) };
    if c.is_whitespace() {
        return Err(c.len_utf8());
    }
    let flags = gap.flags() | F::NON_ASCII;
    if c.is_alphabetic() {
        if unspaced(c) {
            // One letter, with the marks that belong to it.
            let stop = text[start..end].char_indices().skip(1).find(|(_, m)| !is_mark(*m)).map_or(end, |(i, _)| start + i);
            return Ok(push(text, start, stop, TokenKind::Word, flags | F::UNCASED, out));
        }
        let (stop, more) = letters(text, start, end);
        return Ok(push(text, start, stop.max(start + c.len_utf8()), TokenKind::Word, flags | more, out));
    }
    if c.is_numeric() {
        let stop = text[start..end].char_indices().find(|(_, m)| !m.is_numeric()).map_or(end, |(i, _)| start + i);
        return Ok(push(text, start, stop, TokenKind::Number, flags | F::DIGIT, out));
    }
    let mut stop = start + c.len_utf8();
    if matches!(c, '…' | '—' | '–') {
        while text[stop..end].starts_with(c) {
            stop += c.len_utf8();
        }
    }
    let kind = if is_punctuation(c) { TokenKind::Punct } else { TokenKind::Symbol };
    Ok(push(text, start, stop, kind, flags, out))
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
        | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{55d}'..='\u{55f}' | '\u{589}' | '\u{5be}' | '\u{5f3}' | '\u{5f4}')
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
