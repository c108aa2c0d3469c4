//! Which expressions can match at a place at all, by the first letters there.
//!
//! Nearly every line of an article is prose. Its first eight letters show that without running an expression, and
//! without compiling one: what an expression can start with is read off its source.

use crate::model::WordMap;

/// The most letters that are looked at.
const LETTERS: u32 = 8;
/// An expression that can start in more ways is told by fewer letters.
const MOST: usize = 600;
/// Stands for a letter that no expression starts with.
const OTHER: u8 = 1;

/// The beginnings of many expressions.
#[derive(Default)]
pub(super) struct Gate {
    /// One bit for each pair of first letters.
    pairs: Vec<u64>,
    /// Numbers of expressions by what they start with.
    by_head: WordMap<Vec<u32>>,
    /// How many letters the keys have, as bits.
    lengths: u32,
    /// Expressions that may start with anything.
    always: Vec<u32>,
}

impl Gate {
    /// Adds expression `number`; `whole` says that it must match to the end of the text.
    pub(super) fn add(&mut self, number: u32, source: &str, whole: bool) {
        let heads = Heads::of(source, whole);
        if heads.certain() {
            self.add_heads(number, &heads);
        } else {
            self.always.push(number);
        }
    }

    /// Adds an expression that starts as described.
    pub(super) fn add_heads(&mut self, number: u32, heads: &Heads) {
        if self.pairs.is_empty() {
            self.pairs = vec![0; 1024];
        }
        for head in &heads.all {
            let first = head.letters as u16;
            let pairs = if head.len == 1 { (0..=u16::MAX >> 8).map(|b| b << 8 | first).collect() } else { vec![first] };
            for pair in pairs {
                self.pairs[usize::from(pair) / 64] |= 1 << (pair & 63);
            }
            self.lengths |= 1 << head.len;
            let numbers = self.by_head.entry(mixed(head.letters)).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }

    /// Collects the numbers of the expressions that can match at the start of a text, in order.
    pub(super) fn candidates(&self, text: &str, found: &mut Vec<u32>) {
        found.clear();
        found.extend_from_slice(&self.always);
        self.at(text, found);
        found.sort_unstable();
        found.dedup();
    }

    /// Adds the expressions that can match at the start of the text and do not start with anything whatever.
    pub(super) fn at(&self, text: &str, found: &mut Vec<u32>) {
        if self.pairs.is_empty() {
            return;
        }
        let letters = first_letters(text);
        let pair = letters as u16;
        if self.pairs[usize::from(pair) / 64] >> (pair & 63) & 1 == 0 {
            return;
        }
        for len in (1..=LETTERS).filter(|len| self.lengths >> len & 1 == 1) {
            let head = letters & (u64::MAX >> (64 - 8 * len));
            if let Some(numbers) = self.by_head.get(&mixed(head)) {
                found.extend_from_slice(numbers);
            }
        }
    }
}

/// The first letters of a text in their normal form, one byte each, the first one lowest; a line break is its end.
fn first_letters(text: &str) -> u64 {
    let mut head = Head::default();
    for c in text.chars() {
        // Runs of white space are one space, so there is no telling how many characters are read.
        head.push(normal(c).unwrap_or(OTHER));
        if head.len == LETTERS {
            return head.letters;
        }
    }
    head.push(b'\n');
    head.letters
}

/// A letter as expressions see it: in any case, digits and apostrophes of any kind.
fn normal(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(b'0'),
        '’' => Some(b'\''),
        // The two letters outside ASCII that are another case of one inside.
        '\u{17f}' => Some(b's'),
        '\u{212a}' => Some(b'k'),
        _ if c.is_whitespace() => Some(b' '),
        ' '..='~' => Some(c.to_ascii_lowercase() as u8),
        _ => None,
    }
}

fn mixed(letters: u64) -> u64 {
    let h = letters.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ h >> 32
}

/// One way to start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    letters: u64,
    len: u32,
    /// Anything may follow.
    closed: bool,
}

impl Head {
    fn push(&mut self, letter: u8) {
        let last = if self.len == 0 { 0 } else { (self.letters >> (8 * (self.len - 1))) as u8 };
        if self.len < LETTERS && !(letter == b' ' && last == b' ') {
            self.letters |= u64::from(letter) << (8 * self.len);
            self.len += 1;
        }
    }
}

/// All ways in which an expression can start.
pub(super) struct Heads {
    all: Vec<Head>,
    /// Whether each alternative starts at the beginning of a word.
    pub(super) at_words: bool,
}

impl Heads {
    /// Reads them off the source of an expression as a rule has it.
    pub(super) fn of(source: &str, whole: bool) -> Self {
        let (source, stripped) = match source.strip_prefix(r"^\W*") {
            Some(rest) => (rest, true),
            None => (source, false),
        };
        let mut reader = Reader { rest: source, at_words: true };
        let mut all = reader.alternatives(!stripped);
        if whole {
            all = then(all, &[Head { letters: u64::from(b'\n'), len: 1, closed: false }]);
        }
        all.sort_unstable();
        all.dedup_by_key(|head| head.letters);
        let at_words = reader.at_words && reader.rest.is_empty();
        // What could not be read to its end may start with anything.
        if !reader.rest.is_empty() {
            all.push(Head::default());
        }
        Self { all, at_words }
    }

    /// Whether at least one letter of the beginning is known.
    pub(super) fn certain(&self) -> bool {
        self.all.iter().all(|head| head.len > 0)
    }

    /// How often a word of running text starts so, roughly.
    pub(super) fn cost(&self) -> u32 {
        self.all.iter().map(|head| 4096 >> (2 * head.len.min(6))).sum()
    }
}

/// Each way of `heads` followed by each of `more`.
fn then(mut heads: Vec<Head>, more: &[Head]) -> Vec<Head> {
    let open = heads.iter().filter(|head| !head.closed).count();
    if open == 0 {
        return heads;
    }
    if open * more.len() > MOST {
        for head in &mut heads {
            head.closed = true;
        }
        return heads;
    }
    let mut all = Vec::with_capacity(heads.len() + open * more.len());
    for head in heads {
        if head.closed {
            all.push(head);
            continue;
        }
        for next in more {
            let mut joined = head;
            for index in 0..next.len {
                joined.push((next.letters >> (8 * index)) as u8);
            }
            joined.closed = next.closed || joined.len == LETTERS;
            all.push(joined);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

const EMPTY: Head = Head { letters: 0, len: 0, closed: false };
const ANYTHING: Head = Head { letters: 0, len: 0, closed: true };

/// Reads an expression only as far as its beginnings need; what it does not know counts as anything.
struct Reader<'s> {
    rest: &'s str,
    at_words: bool,
}

impl Reader<'_> {
    fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn eat(&mut self, start: char) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `top`: these are the alternatives of the whole expression.
    fn alternatives(&mut self, top: bool) -> Vec<Head> {
        let mut all = Vec::new();
        loop {
            self.at_words &= !top || self.rest.starts_with(r"\b");
            all.extend(self.sequence());
            if !self.eat('|') {
                return all;
            }
        }
    }

    fn sequence(&mut self) -> Vec<Head> {
        let mut all = vec![EMPTY];
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let atom = self.atom();
            let atom = self.repeated(atom);
            all = then(all, &atom);
        }
        all
    }

    fn repeated(&mut self, mut atom: Vec<Head>) -> Vec<Head> {
        let (optional, many) = match self.rest.chars().next() {
            Some('?') => (true, false),
            Some('*') => (true, true),
            Some('+') => (false, true),
            Some('{') => (self.rest.starts_with("{0") || self.rest.starts_with("{,"), true),
            _ => return atom,
        };
        if self.take() == Some('{') {
            self.rest = self.rest.split_once('}').map_or("", |(_, rest)| rest);
        }
        self.eat('?');
        if many {
            for head in &mut atom {
                head.closed = true;
            }
        }
        if optional {
            atom.push(EMPTY);
        }
        atom
    }

    fn atom(&mut self) -> Vec<Head> {
        match self.take() {
            None | Some('^' | '$') => vec![EMPTY],
            Some('.') => vec![ANYTHING],
            Some('(') => {
                if self.eat('?') {
                    // Flags or a name.
                    let Some(end) = self.rest.find([':', ')', '>']) else { return vec![ANYTHING] };
                    let group = !self.rest[end..].starts_with(')');
                    self.rest = &self.rest[end + 1..];
                    if !group {
                        return vec![EMPTY];
                    }
                }
                let all = self.alternatives(false);
                self.eat(')');
                all
            }
            Some('[') => self.class(),
            Some('\\') => match self.take() {
                Some('b' | 'B' | 'A' | 'z') => vec![EMPTY],
                Some('d') => letter('0'),
                Some('p' | 'P' | 'x' | 'u' | 'U') => {
                    if self.rest.starts_with('{') {
                        self.rest = self.rest.split_once('}').map_or("", |(_, rest)| rest);
                    }
                    vec![ANYTHING]
                }
                Some(c) if !c.is_ascii_alphanumeric() => letter(c),
                _ => vec![ANYTHING],
            },
            Some(c) => letter(c),
        }
    }

    /// A class behind its bracket.
    fn class(&mut self) -> Vec<Head> {
        let mut any = self.eat('^');
        let mut all = Vec::new();
        let mut depth = 1;
        let mut first = true;
        while let Some(c) = self.take() {
            match c {
                ']' if !first => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                '[' => {
                    depth += 1;
                    any = true;
                }
                '\\' => match self.take() {
                    Some('d') => all.extend(letter('0')),
                    Some(c) if !c.is_ascii_alphanumeric() => all.extend(letter(c)),
                    _ => any = true,
                },
                '-' if !first && !self.rest.starts_with(']') => any = true,
                '&' if self.rest.starts_with('&') => any = true,
                _ => all.extend(letter(c)),
            }
            first = false;
        }
        if any { vec![ANYTHING] } else { all }
    }
}

fn letter(c: char) -> Vec<Head> {
    vec![normal(c).map_or(ANYTHING, |letter| Head { letters: u64::from(letter), len: 1, closed: false })]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(source: &str) -> Vec<String> {
        let text = |head: &Head| String::from_utf8_lossy(&head.letters.to_le_bytes()[..head.len as usize]).into_owned();
        let mut all: Vec<String> = Heads::of(source, true).all.iter().map(text).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn beginnings_are_read_off_the_source() {
        assert_eq!(heads("(?:to )?(?:Read|see) more"), ["read mor", "see more", "to read ", "to see m"]);
        assert_eq!(heads("e-?mail|x"), ["e-mail\n", "email\n", "x\n"]);
        assert_eq!(heads(r"\d{1,2} \w+"), ["0"]);
        assert_eq!(heads("(?:please |just )*let .{3}"), ["just ", "let ", "please "]);
        assert_eq!(heads("don’t[ –-]x"), ["don't", "don't x\n", "don't-x\n"]);
        assert_eq!(heads(r"(?-i:AI)\b [^.]"), ["ai "]);
        assert!(!Heads::of("(?:[^.!?]{2,60})?all", true).certain());
    }

    #[test]
    fn a_gate_lets_through_what_can_match() {
        let mut gate = Gate::default();
        for (number, source) in (0..).zip(["see also", "[.]?x", r"\w+ y", "it’s"]) {
            gate.add(number, source, true);
        }
        let at = |text: &str| {
            let mut found = Vec::new();
            gate.candidates(text, &mut found);
            found
        };
        assert_eq!(at("See  also"), [0, 2]);
        assert_eq!(at("See alas"), [2]);
        assert_eq!(at(".X"), [1, 2]);
        assert_eq!(at("IT'S"), [2, 3]);
        assert_eq!(at(""), [2]);
    }
}
