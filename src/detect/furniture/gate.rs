//! Which expressions can match at a place at all, by the first letters there.
//!
//! Nearly every line of an article is prose. Its first eight letters show that without running an expression, and
//! without compiling one: what an expression can start with is read off its source.

/// The most letters that are looked at.
const LETTERS: u32 = 8;
/// An expression that can start in more ways is told by fewer letters.
const MOST: usize = 600;
/// Stands for a letter that no expression starts with.
const OTHER: u8 = 1;

/// The first letters of a text in their normal form, one byte each, the first one lowest; a line break is its end.
pub(super) fn first_letters(text: &str) -> u64 {
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
    /// By length, then letters.
    all: Vec<Head>,
}

impl Heads {
    /// Reads them off the source of an expression as a rule has it; `whole` says that it must match to the end of the
    /// text.
    pub(super) fn of(source: &str, whole: bool) -> Self {
        let source = source.strip_prefix(r"^\W*").unwrap_or(source);
        let mut reader = Reader { rest: source };
        let mut all = reader.alternatives();
        if whole {
            all = then(all, &[Head { letters: u64::from(b'\n'), len: 1, closed: false }]);
        }
        // What could not be read to its end may start with anything.
        if !reader.rest.is_empty() {
            all.push(Head::default());
        }
        all.sort_unstable_by_key(|head| (head.len, head.letters));
        all.dedup_by_key(|head| (head.len, head.letters));
        Self { all }
    }

    /// Whether the expression can match a text with these [`first_letters`].
    pub(super) fn allow(&self, letters: u64) -> bool {
        let mut rest = &*self.all;
        while let Some(head) = rest.first() {
            if head.len == 0 {
                return true;
            }
            let start = letters & (u64::MAX >> (64 - 8 * head.len));
            let (same, longer) = rest.split_at(rest.partition_point(|h| h.len == head.len));
            if same.binary_search_by_key(&start, |h| h.letters).is_ok() {
                return true;
            }
            rest = longer;
        }
        false
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

    fn alternatives(&mut self) -> Vec<Head> {
        let mut all = Vec::new();
        loop {
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
                let all = self.alternatives();
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
        assert!(Heads::of("(?:[^.!?]{2,60})?all", true).allow(first_letters("xyz")));
    }

    #[test]
    fn an_expression_is_tried_where_it_can_start() {
        let allow = |source: &str, text: &str| Heads::of(source, true).allow(first_letters(text));
        assert!(allow("see also", "See  also") && !allow("see also", "See alas"));
        assert!(allow("[.]?x", ".X") && allow(r"\w+ y", "See alas") && allow("it’s", "IT'S"));
        assert!(!allow("see also", ""));
    }
}
