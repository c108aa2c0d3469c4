//! The sequence language, read a second time: from a line of a rule to a tree, by `rules/README.md`.

use crate::{
    article::{has_capital, normal, straight},
    library::Library,
};
use mtlint::text::tokens_of;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// How many things a sequence may remember.
pub(crate) const LABELS: usize = 8;

/// What a sequence is made of.
pub(crate) enum Node {
    One(Test),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    /// As often as possible.
    Repeat(Box<Node>, u32, u32),
    /// Remembered under a number.
    Label(usize, Box<Node>),
    /// The same words, or the same stem, again.
    Back {
        label: usize,
        stem: bool,
    },
    Glue,
    SentenceStart,
    SentenceEnd,
    BlockStart,
    BlockEnd,
    Mark(Box<Node>),
}

/// What one token must be.
pub(crate) enum Test {
    /// A word in its normal form, in any case or as spelled.
    Word(String, Option<String>),
    Suffix(String),
    Prefix(String),
    /// A class of the language.
    Builtin(&'static str),
    /// A class from a list.
    List(Arc<HashSet<String>>),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// The classes of the language.
const BUILTIN: &[&str] = &[
    "any",
    "word",
    "number",
    "punct",
    "address",
    "counted",
    "cap",
    "lower",
    "caps",
    "initialism",
    "name",
    "content",
    "terminal",
    "quote",
    "open-quote",
    "close-quote",
    "dash",
    "year",
];

/// Reads sequences; remembers the lists that classes name.
pub(crate) struct Reader<'l> {
    library: &'l Library,
    lists: HashMap<String, Arc<HashSet<String>>>,
}

impl<'l> Reader<'l> {
    pub(crate) fn new(library: &'l Library) -> Self {
        Self { library, lists: HashMap::new() }
    }

    /// Reads a sequence of a rule that the crate has accepted: what is wrong with it is a bug here.
    pub(crate) fn read(&mut self, text: &str) -> Node {
        let mut parser = Parser { reader: self, text: text.chars().collect(), at: 0, labels: Vec::new() };
        let node = parser.choice();
        assert_eq!(parser.at, parser.text.len(), "{text}: read up to here only");
        node
    }

    fn list(&mut self, name: &str) -> Arc<HashSet<String>> {
        let library = self.library;
        let read = || library.words(&format!("classes/{name}")).unwrap_or_else(|| panic!("no class {name}"));
        self.lists.entry(name.to_owned()).or_insert_with(read).clone()
    }

    fn class(&mut self, name: &str) -> Test {
        if let Some(known) = BUILTIN.iter().find(|known| **known == name) {
            return Test::Builtin(known);
        }
        match (name.strip_prefix('*'), name.strip_suffix('*')) {
            (Some(end), _) => Test::Suffix(normal(end)),
            (_, Some(start)) => Test::Prefix(normal(start)),
            _ => Test::List(self.list(name)),
        }
    }

    /// The words that `<function-word>` names.
    pub(crate) fn function_words(&mut self) -> Arc<HashSet<String>> {
        self.list("function-word")
    }
}

struct Parser<'r, 'l> {
    reader: &'r mut Reader<'l>,
    text: Vec<char>,
    at: usize,
    labels: Vec<String>,
}

impl Parser<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn until(&mut self, end: char) -> String {
        let text: String = self.text[self.at..].iter().take_while(|c| **c != end).collect();
        self.at += text.chars().count() + 1;
        text
    }

    fn choice(&mut self) -> Node {
        let mut branches = vec![self.row()];
        while self.eat('|') {
            branches.push(self.row());
        }
        if branches.len() == 1 { branches.remove(0) } else { Node::Alt(branches) }
    }

    fn row(&mut self) -> Node {
        let mut nodes = Vec::new();
        loop {
            match self.peek() {
                Some(c) if c.is_whitespace() => self.at += 1,
                None | Some(')' | ']' | '|') => return Node::Seq(nodes),
                Some(_) => {
                    let node = self.element();
                    nodes.push(self.repeated(node));
                }
            }
        }
    }

    fn repeated(&mut self, node: Node) -> Node {
        if self.eat('?') {
            return Node::Repeat(Box::new(node), 0, 1);
        }
        if !self.eat('{') {
            return node;
        }
        let inside = self.until('}');
        let number = |text: &str| text.trim().parse().expect("a number of times");
        let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
        Node::Repeat(Box::new(node), number(least), number(most))
    }

    fn element(&mut self) -> Node {
        let c = self.peek().expect("an element");
        self.at += 1;
        match c {
            '<' => {
                let parts = self.until('>');
                let tests = parts.split_whitespace().map(|part| match part.strip_prefix('!') {
                    Some(name) => Test::Not(Box::new(self.reader.class(name))),
                    None => self.reader.class(part),
                });
                Node::One(Test::All(tests.collect()))
            }
            '(' => {
                let node = self.choice();
                assert!(self.eat(')'));
                node
            }
            '[' => {
                let node = self.choice();
                assert!(self.eat(']'));
                Node::Mark(Box::new(node))
            }
            '!' if self.peek().is_some_and(|c| !c.is_whitespace()) => {
                Node::One(Test::Not(Box::new(single(self.element()))))
            }
            '+' => Node::Glue,
            '^' if self.eat('^') => Node::BlockStart,
            '^' => Node::SentenceStart,
            '$' if self.eat('$') => Node::BlockEnd,
            '$' => Node::SentenceEnd,
            '=' | '~' => {
                let start = self.at;
                while self.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
                    self.at += 1;
                }
                let name: String = self.text[start..self.at].iter().collect();
                Node::Back { label: self.label(&name), stem: c == '~' }
            }
            '\'' => {
                let text = self.until('\'');
                literal(&text)
            }
            _ => {
                self.at -= 1;
                self.word()
            }
        }
    }

    fn word(&mut self) -> Node {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '_' | '*')) {
            self.at += 1;
        }
        self.at = self.at.max(start + 1);
        let word: String = self.text[start..self.at].iter().collect();
        if word.chars().all(|c| c.is_ascii_alphanumeric()) && self.eat('=') {
            let label = self.label(&word);
            return Node::Label(label, Box::new(self.element()));
        }
        match (word.strip_prefix('*'), word.strip_suffix('*')) {
            (Some(end), None) => Node::One(Test::Suffix(normal(end))),
            (None, Some(start)) => Node::One(Test::Prefix(normal(start))),
            _ => literal(&word),
        }
    }

    fn label(&mut self, name: &str) -> usize {
        if let Some(number) = self.labels.iter().position(|label| label == name) {
            return number;
        }
        self.labels.push(name.to_owned());
        assert!(self.labels.len() <= LABELS, "too many names");
        self.labels.len() - 1
    }
}

fn literal(text: &str) -> Node {
    let word = |token: &mtlint::model::Token| {
        let word = &text[token.span().range()];
        Node::One(Test::Word(normal(word), has_capital(word).then(|| straight(word))))
    };
    Node::Seq(tokens_of(text).iter().map(word).collect())
}

/// A node that stands for one token as a test.
fn single(node: Node) -> Test {
    match node {
        Node::One(test) => test,
        Node::Seq(mut nodes) if nodes.len() == 1 => single(nodes.remove(0)),
        Node::Alt(nodes) => Test::Any(nodes.into_iter().map(single).collect()),
        _ => panic!("`!` before something that is not one token"),
    }
}
