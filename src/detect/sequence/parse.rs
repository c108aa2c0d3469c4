//! The sequence language: from a line of text to a tree. `rules/README.md` describes it for those who write rules.

use crate::text::tokens_of;
use std::ops::Range;

/// A parsed sequence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A literal: one or more tokens, as written.
    Literal(String),
    /// `*ing`, `un*`: a word that ends or starts so.
    Affix { text: String, suffix: bool },
    /// `<name !month>`: every part must hold.
    Class(Vec<(bool, String)>),
    /// One after the other.
    Seq(Vec<Node>),
    /// One of several.
    Alt(Vec<Node>),
    /// One of several single words, as written.
    Words(Vec<String>),
    /// Between `min` and `max` times, as often as possible.
    Repeat { node: Box<Node>, min: u32, max: u32 },
    /// One token that does not match.
    Not(Box<Node>),
    /// `v=…`: remembered under a name.
    Label { name: String, node: Box<Node> },
    /// `=v` the same words, `~v` the same stem as what was remembered.
    Back { name: String, stem: bool },
    /// `+`: no white space here.
    Glue,
    /// `^`, `$`, `^^`, `$$`.
    Edge(Edge),
    /// `[ … ]`: the part that is reported.
    Mark(Box<Node>),
}

impl Node {
    /// Whether it stands for exactly one token, and remembers and reports nothing of its own.
    pub(super) fn is_single(&self) -> bool {
        match self {
            Self::Words(_) | Self::Class(_) | Self::Affix { .. } | Self::Not(_) => true,
            Self::Literal(text) => text.bytes().all(|b| b.is_ascii_alphabetic()) || tokens_of(text).len() == 1,
            Self::Seq(nodes) => nodes.len() == 1 && nodes[0].is_single(),
            Self::Alt(nodes) => nodes.iter().all(Self::is_single),
            _ => false,
        }
    }

    /// One of several. Where all are single tokens the words among them become one list: a list is one look, a choice
    /// one for each of its branches.
    fn choice(branches: Vec<Node>) -> Node {
        if !branches.iter().all(Node::is_single) {
            return Node::Alt(branches);
        }
        let (mut words, mut rest) = (Vec::new(), Vec::new());
        for branch in branches {
            match branch {
                Node::Literal(word) => words.push(word),
                Node::Words(more) => words.extend(more),
                Node::Seq(mut nodes) => match nodes.pop() {
                    Some(Node::Literal(word)) => words.push(word),
                    Some(Node::Words(more)) => words.extend(more),
                    other => rest.extend(other),
                },
                other => rest.push(other),
            }
        }
        if rest.is_empty() {
            return Node::Words(words);
        }
        if !words.is_empty() {
            rest.insert(0, Node::Words(words));
        }
        Node::Alt(rest)
    }
}

/// An edge of a sentence or block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    SentenceStart,
    SentenceEnd,
    BlockStart,
    BlockEnd,
}

/// A mistake in a sequence: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// The most repetitions an element may ask for.
const MAX_REPEAT: u32 = 30;

/// Parses a sequence.
pub(super) fn parse(text: &str) -> Result<Node, Mistake> {
    let mut parser = Parser { text, at: 0, marks: 0 };
    let node = parser.alternatives()?;
    if parser.at < text.len() {
        return Err(parser.mistake(
            parser.at..parser.at + 1,
            format!("`{}` closes nothing", &text[parser.at..=parser.at]),
            "remove it, or quote it: `')'`",
        ));
    }
    if matches!(&node, Node::Seq(nodes) if nodes.is_empty()) {
        return Err(parser.mistake(
            0..text.len(),
            "the sequence is empty".into(),
            "write the words that must follow each other",
        ));
    }
    Ok(node)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    marks: u32,
}

impl Parser<'_> {
    fn mistake(&self, at: Range<usize>, message: String, help: impl Into<String>) -> Mistake {
        Mistake { at: at.start.min(self.text.len())..at.end.min(self.text.len()), message, help: help.into() }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += self.peek().map_or(0, char::len_utf8);
        }
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// `a b | c d`, up to a closing bracket or the end.
    fn alternatives(&mut self) -> Result<Node, Mistake> {
        let mut all = vec![self.sequence()?];
        while self.eat('|') {
            all.push(self.sequence()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Node::choice(all) })
    }

    fn sequence(&mut self) -> Result<Node, Mistake> {
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(')' | ']' | '|') => return Ok(Node::Seq(nodes)),
                Some(_) => {
                    let node = self.element()?;
                    nodes.push(self.repeated(node)?);
                }
            }
        }
    }

    /// `?`, `{n}` or `{m,n}` behind an element.
    fn repeated(&mut self, node: Node) -> Result<Node, Mistake> {
        let start = self.at;
        if self.eat('?') {
            return Ok(Node::Repeat { node: Box::new(node), min: 0, max: 1 });
        }
        if !self.eat('{') {
            return Ok(node);
        }
        let help = "write `{2}` or `{0,3}`";
        let Some(length) = self.text[self.at..].find('}') else {
            return Err(self.mistake(start..self.text.len(), "the repetition is not closed".into(), help));
        };
        let inside = &self.text[self.at..self.at + length];
        self.at += length + 1;
        let (min, max) = inside.split_once(',').unwrap_or((inside, inside));
        match (min.trim().parse::<u32>(), max.trim().parse::<u32>()) {
            (Ok(min), Ok(max)) if min <= max && max <= MAX_REPEAT => {
                Ok(Node::Repeat { node: Box::new(node), min, max })
            }
            (Ok(_), Ok(max)) if max > MAX_REPEAT => Err(self.mistake(
                start..self.at,
                format!("a repetition goes up to {MAX_REPEAT}"),
                "a longer gap finds chance, not artifacts",
            )),
            _ => Err(self.mistake(start..self.at, format!("`{{{inside}}}` is not a repetition"), help)),
        }
    }

    fn element(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(c) = self.peek() else {
            return Err(self.mistake(start..start, "an element is missing".into(), "write a word, `<class>` or `(…)`"));
        };
        match c {
            '<' => self.class(),
            '(' => self.bracket('(', ')'),
            '[' => {
                self.marks += 1;
                if self.marks > 1 {
                    return Err(self.mistake(
                        start..start + 1,
                        "a sequence has one reported part".into(),
                        "use one pair of `[` `]`",
                    ));
                }
                Ok(Node::Mark(Box::new(self.bracket('[', ']')?)))
            }
            '!' if self.text[start + 1..].starts_with(|c: char| !c.is_whitespace()) => {
                self.at += 1;
                Ok(Node::Not(Box::new(self.element()?)))
            }
            '+' => {
                self.at += 1;
                Ok(Node::Glue)
            }
            '^' | '$' => {
                self.at += 1;
                let double = self.eat(c);
                Ok(Node::Edge(match (c, double) {
                    ('^', false) => Edge::SentenceStart,
                    ('^', true) => Edge::BlockStart,
                    (_, false) => Edge::SentenceEnd,
                    (_, true) => Edge::BlockEnd,
                }))
            }
            '=' | '~' => {
                self.at += 1;
                let name = self.name();
                if name.is_empty() {
                    return Err(self.mistake(
                        start..start + 1,
                        format!("`{c}` must be followed by a name"),
                        "as in `v=<reporting-verb> … =v`",
                    ));
                }
                Ok(Node::Back { name, stem: c == '~' })
            }
            '\'' => self.quoted(),
            '?' | '{' | '}' => Err(self.mistake(
                start..start + 1,
                format!("`{c}` stands behind nothing"),
                format!("put it behind an element, or quote it: `'{c}'`"),
            )),
            _ => self.word(),
        }
    }

    fn bracket(&mut self, open: char, close: char) -> Result<Node, Mistake> {
        let start = self.at;
        self.at += 1;
        let node = self.alternatives()?;
        if !self.eat(close) {
            return Err(self.mistake(start..start + 1, format!("`{open}` is not closed"), format!("add `{close}`")));
        }
        Ok(node)
    }

    fn quoted(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(length) = self.text[start + 1..].find('\'') else {
            return Err(self.mistake(start..self.text.len(), "the quoted text is not closed".into(), "add `'`"));
        };
        self.at = start + length + 2;
        Ok(Node::Literal(self.text[start + 1..start + 1 + length].to_owned()))
    }

    fn class(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let Some(length) = self.text[start..].find('>') else {
            return Err(self.mistake(
                start..self.text.len(),
                "the class is not closed".into(),
                "add `>`, or quote the sign: `'<'`",
            ));
        };
        self.at = start + length + 1;
        let parts: Vec<_> = self.text[start + 1..start + length]
            .split_whitespace()
            .map(|part| match part.strip_prefix('!') {
                Some(name) => (false, name.to_owned()),
                None => (true, part.to_owned()),
            })
            .collect();
        if parts.is_empty() {
            return Err(self.mistake(
                start..self.at,
                "the class has no name".into(),
                "as in `<name>` or `<word !number>`",
            ));
        }
        Ok(Node::Class(parts))
    }

    fn name(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        self.text[start..self.at].to_owned()
    }

    /// A word, an affix, a label, or a mark of punctuation.
    fn word(&mut self) -> Result<Node, Mistake> {
        let start = self.at;
        let letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '_') || c == '*';
        while let Some(c) = self.peek().filter(|&c| letter(c)) {
            self.at += c.len_utf8();
        }
        if self.at == start {
            self.at += self.peek().map_or(1, char::len_utf8);
            return Ok(Node::Literal(self.text[start..self.at].to_owned()));
        }
        let word = self.text[start..self.at].to_owned();
        if self.peek() == Some('=') && word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.at += 1;
            let node = self.element()?;
            return Ok(Node::Label { name: word, node: Box::new(node) });
        }
        match (word.strip_prefix('*'), word.strip_suffix('*')) {
            (Some(text), None) if !text.is_empty() => Ok(Node::Affix { text: text.to_lowercase(), suffix: true }),
            (None, Some(text)) if !text.is_empty() => Ok(Node::Affix { text: text.to_lowercase(), suffix: false }),
            (None, None) if !word.contains('*') => Ok(Node::Literal(word)),
            _ => Err(self.mistake(
                start..self.at,
                format!("`{word}` has its `*` in the wrong place"),
                "one `*`, at the start or the end: `*ing`, `un*`; `<word>` is any word",
            )),
        }
    }
}
