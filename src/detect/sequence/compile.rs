//! From a parsed sequence to a program and the words that it is found by.

use super::{
    glance::{Glance, Window},
    guard::Look,
    parse::{Edge, Mistake, Node, parse},
    program::{BUILTIN, Class, MAX_LABELS, Op, Program, Test, builtin},
    reach::{If, Reach, Spot},
};
use crate::{
    model::{WordSet, hash_word},
    rule::Lists,
    text::tokens_of,
};
use std::{collections::BTreeMap, sync::Arc};

/// The most instructions a sequence may have.
const MAX_OPS: usize = 2_000;

/// What sequences are compiled with: word classes, made when first named.
pub(crate) struct Compiler {
    lists: Lists,
    /// Classes that the build script made.
    known: fn(&str) -> Option<Class>,
    classes: BTreeMap<String, Arc<Class>>,
    function_words: Arc<Class>,
    dashes: Arc<Class>,
}

/// A program with the words that it is found by and how far before them it may start.
pub(crate) struct Compiled {
    pub(super) program: Program,
    pub(super) labels: Vec<String>,
    /// What must hold around such a word, first at a glance, and behind the start.
    pub(super) glance: Glance,
    pub(super) windows: [Window; 2],
    pub(super) looks: Vec<Look>,
    pub(super) checks: Vec<Look>,
    /// Hashes of words, one of which stands in every match …
    pub(crate) anchors: Vec<u64>,
    pub(super) counts: If,
    /// … at least and at most so many tokens behind its start.
    pub(crate) offset: (u32, u32),
}

impl Compiler {
    pub(crate) fn new(lists: Lists, known: fn(&str) -> Option<Class>) -> Self {
        let dashes = ["–", "—", "--", "-"].into_iter().map(hash_word).collect();
        let mut compiler = Self {
            lists,
            known,
            classes: BTreeMap::new(),
            function_words: Arc::default(),
            dashes: Arc::new(Class::new(dashes)),
        };
        compiler.function_words = compiler.class("function-word").unwrap_or_default();
        compiler
    }

    /// A word list as a class: `lists/classes/<name>.txt`.
    fn class(&mut self, name: &str) -> Option<Arc<Class>> {
        if let Some(class) = self.classes.get(name) {
            return Some(class.clone());
        }
        let list = format!("classes/{name}");
        let words = self.lists.words(&list)?;
        let class = Arc::new((self.known)(name).unwrap_or_else(|| Class::new(words.map(hash_word).collect())));
        self.classes.insert(name.to_owned(), class.clone());
        Some(class)
    }

    /// Compiles a sequence.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn compile(&mut self, text: &str) -> Result<Compiled, Mistake> {
        let node = &parse(text)?;
        let mut emit = Emit { compiler: self, program: Program::default(), labels: Vec::new(), text };
        emit.node(node)?;
        emit.program.ops.push(Op::Match);
        let (program, labels) = (emit.program, emit.labels);
        if program.ops.len() > MAX_OPS {
            return Err(mistake(text, "the sequence is too long".into(), "make two of it, or use smaller repetitions"));
        }
        let reach = Reach::of(node, &program.tests);
        let Some(anchor) = reach.anchor(&program.tests) else {
            return Err(mistake(
                text,
                "nothing in the sequence says where to look for it".into(),
                "add a word, a list class such as `<reporting-verb>`, or a mark such as `.` that every match holds",
            ));
        };
        let glance = Glance::of(&reach, &anchor, &program.tests);
        let looks = Look::all(&reach, anchor.spot, Some((&anchor, &glance)), &program.tests);
        let checks = Look::all(&reach, Spot::default(), None, &program.tests);
        let windows = Window::two(&looks);
        let (anchors, counts, offset) = (anchor.words, anchor.counts, anchor.offset);
        Ok(Compiled { program, labels, glance, windows, looks, checks, anchors, counts, offset })
    }

    fn test(&mut self, name: &str, text: &str) -> Result<Test, Mistake> {
        if let Some(test) = builtin(name, &self.function_words, &self.dashes) {
            return Ok(test);
        }
        if let Some(end) = name.strip_prefix('*') {
            return Ok(Test::Suffix(end.to_lowercase().into()));
        }
        if let Some(start) = name.strip_suffix('*') {
            return Ok(Test::Prefix(start.to_lowercase().into()));
        }
        if let Some(words) = self.class(name) {
            return Ok(Test::List(words));
        }
        let lists = self.lists.names().filter_map(|n| n.strip_prefix("classes/"));
        let mut known: Vec<&str> = BUILTIN.iter().copied().chain(lists).collect();
        known.sort_unstable();
        let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let near = near.map(|n| format!("did you mean `<{n}>`? ")).unwrap_or_default();
        let at = text.find(&format!("<{name}")).map_or(0..text.len(), |i| i..i + name.len() + 1);
        Err(Mistake {
            at,
            message: format!("there is no class `<{name}>`"),
            help: format!("{near}known classes: {}", known.join(", ")),
        })
    }

    /// A choice of single words as one test.
    fn one_of(words: &[String]) -> Test {
        let (mut all, mut exact) = (Vec::with_capacity(words.len()), Vec::new());
        let mut any_case = WordSet::default();
        for word in words {
            let hash = hash_word(word);
            all.push(hash);
            match Self::literal(word, hash) {
                Test::Exact(hash, word) => exact.push((hash, word)),
                _ => {
                    any_case.insert(hash);
                }
            }
        }
        exact.retain(|(hash, _)| !any_case.contains(hash));
        Test::OneOf(Arc::new(Class::new(all.into_iter().collect())), exact.into())
    }

    fn literal(word: &str, hash: u64) -> Test {
        if word.chars().any(char::is_uppercase) { Test::Exact(hash, word.into()) } else { Test::Word(hash) }
    }
}

fn mistake(text: &str, message: String, help: &str) -> Mistake {
    Mistake { at: 0..text.len(), message, help: help.into() }
}

struct Emit<'e> {
    compiler: &'e mut Compiler,
    program: Program,
    labels: Vec<String>,
    text: &'e str,
}

impl Emit<'_> {
    fn op(&mut self, op: Op) -> usize {
        self.program.ops.push(op);
        self.program.ops.len() - 1
    }

    fn test(&mut self, test: Test) {
        let index = self.program.tests.len() as u32;
        self.program.tests.push(test);
        self.op(Op::Test(index));
    }

    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    fn node(&mut self, node: &Node) -> Result<(), Mistake> {
        if self.program.ops.len() > MAX_OPS {
            return Ok(());
        }
        match node {
            single if single.is_single() => {
                let test = self.single(single)?;
                self.test(test);
            }
            Node::Literal(text) => {
                for token in tokens_of(text) {
                    self.test(Compiler::literal(&text[token.span().range()], token.hash()));
                }
            }
            Node::Affix { .. } | Node::Class(_) | Node::Not(_) | Node::Words(_) => {}
            Node::Seq(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Alt(nodes) => self.alternatives(nodes)?,
            Node::Repeat { node, min, max } => {
                for _ in 0..*min {
                    self.node(node)?;
                }
                let mut splits = Vec::new();
                for _ in *min..*max {
                    splits.push(self.op(Op::Split(0)));
                    self.node(node)?;
                }
                let end = self.here();
                for split in splits {
                    self.program.ops[split] = Op::Split(end);
                }
            }
            Node::Label { name, node } => {
                let label = self.labels.iter().position(|l| l == name).unwrap_or(self.labels.len());
                if label == self.labels.len() {
                    if label == MAX_LABELS {
                        return Err(mistake(
                            self.text,
                            format!("a sequence remembers up to {MAX_LABELS} names"),
                            "use fewer names",
                        ));
                    }
                    self.labels.push(name.clone());
                }
                self.op(Op::Save { label: label as u8, end: false });
                self.node(node)?;
                self.op(Op::Save { label: label as u8, end: true });
            }
            Node::Back { name, stem } => {
                let Some(label) = self.labels.iter().position(|l| l == name) else {
                    return Err(mistake(
                        self.text,
                        format!("`{name}` is not remembered before it is repeated"),
                        "put `name=…` before an element to the left",
                    ));
                };
                self.op(Op::Back { label: label as u8, stem: *stem });
            }
            Node::Glue => {
                self.op(Op::Glue);
            }
            Node::Edge(edge) => {
                let edge: Edge = *edge;
                self.op(Op::Edge(edge));
            }
            Node::Mark(node) => {
                self.op(Op::Mark { end: false });
                self.node(node)?;
                self.op(Op::Mark { end: true });
            }
        }
        Ok(())
    }

    fn alternatives(&mut self, nodes: &[Node]) -> Result<(), Mistake> {
        let mut jumps = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.node(node)?;
            } else {
                let split = self.op(Op::Split(0));
                self.node(node)?;
                jumps.push(self.op(Op::Jump(0)));
                self.program.ops[split] = Op::Split(self.here());
            }
        }
        let end = self.here();
        for jump in jumps {
            self.program.ops[jump] = Op::Jump(end);
        }
        Ok(())
    }

    /// A node of one token as a test.
    fn single(&mut self, node: &Node) -> Result<Test, Mistake> {
        Ok(match node {
            Node::Affix { text, suffix: true } => Test::Suffix(text.as_str().into()),
            Node::Affix { text, suffix: false } => Test::Prefix(text.as_str().into()),
            Node::Class(parts) => {
                let mut tests = Vec::new();
                for (positive, name) in parts {
                    let test = self.compiler.test(name, self.text)?;
                    tests.push(if *positive { test } else { Test::Not(Box::new(test)) });
                }
                Test::all(tests)
            }
            Node::Not(node) => Test::Not(Box::new(self.single(node)?)),
            Node::Literal(text) => {
                let tokens = tokens_of(text);
                match tokens.as_slice() {
                    [token] => Compiler::literal(&text[token.span().range()], token.hash()),
                    _ => {
                        return Err(mistake(
                            self.text,
                            format!("`!` takes one word, not “{text}”"),
                            "negate one token: `!(a|b)`",
                        ));
                    }
                }
            }
            Node::Words(words) => Compiler::one_of(words),
            Node::Alt(nodes) => {
                let tests: Result<Vec<Test>, Mistake> = nodes.iter().map(|n| self.single(n)).collect();
                Test::Any(tests?)
            }
            Node::Seq(nodes) if nodes.len() == 1 => self.single(&nodes[0])?,
            _ => return Err(mistake(self.text, "`!` takes one token".into(), "negate a word, a class or `(a|b)`")),
        })
    }
}
