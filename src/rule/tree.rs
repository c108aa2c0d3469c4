//! The rule files of the binary as the build script left them: one run of bytes that says what their TOML says.
//!
//! Parsing two hundred files takes ten milliseconds, which is longer than a short article takes. A node is a tag, where
//! it stands in its file, and its value; a table or array knows its length, so that what nobody asks for is stepped over.
//! Texts stand apart, so that they are known to be UTF-8 without looking at them.

/// All values of the rule files.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) bytes: &'static [u8],
    /// All texts.
    pub(crate) text: &'static str,
    /// All keys; nodes hold their numbers.
    pub(crate) keys: &'static [&'static str],
}

/// A value, and where it stands in its file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    tree: &'static Tree,
    at: u32,
}

/// The kinds of value that rule files use.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(&'static str),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Array(Nodes),
    Table(Entries),
}

/// Bytes before the value: its tag, where it starts and where it ends.
pub(crate) const HEAD: usize = 9;

impl Node {
    /// The node at a place that the build script remembered.
    pub(crate) fn new(tree: &'static Tree, at: u32) -> Self {
        Self { tree, at }
    }

    /// Its place.
    pub(crate) fn at(self) -> u32 {
        self.at
    }

    fn number(self, behind: usize) -> u32 {
        let from = self.at as usize + behind;
        let four = self.tree.bytes.get(from..).and_then(<[u8]>::first_chunk);
        four.map_or(0, |four| u32::from_le_bytes(*four))
    }

    /// Its bytes in the file.
    pub(crate) fn span(self) -> std::ops::Range<usize> {
        self.number(1) as usize..self.number(5) as usize
    }

    fn rest(self, behind: usize, len: usize) -> &'static [u8] {
        let from = self.at as usize + behind;
        self.tree.bytes.get(from..from + len).unwrap_or_default()
    }

    /// What it says.
    pub(crate) fn value(self) -> Value {
        let eight = || self.rest(HEAD, 8).try_into().unwrap_or_default();
        match self.tree.bytes.get(self.at as usize) {
            Some(b's') => Value::Text(self.string()),
            Some(b'i') => Value::Integer(i64::from_le_bytes(eight())),
            Some(b'f') => Value::Float(f64::from_le_bytes(eight())),
            Some(b'b') => Value::Boolean(self.rest(HEAD, 1) == [1]),
            Some(b'a') => Value::Array(Nodes(self.inside())),
            _ => Value::Table(Entries(self.inside())),
        }
    }

    fn string(self) -> &'static str {
        let from = self.number(HEAD) as usize;
        self.tree.text.get(from..from + self.number(HEAD + 4) as usize).unwrap_or_default()
    }

    fn inside(self) -> Inside {
        Inside { tree: self.tree, at: self.at + HEAD as u32 + 8, left: self.number(HEAD) }
    }

    /// How many bytes it takes.
    fn size(self) -> u32 {
        let value = match self.tree.bytes.get(self.at as usize) {
            Some(b's' | b'i' | b'f') => 8,
            Some(b'b') => 1,
            _ => 8 + self.number(HEAD + 4),
        };
        HEAD as u32 + value
    }

    /// The entry of a table.
    pub(crate) fn get(self, key: &str) -> Option<Node> {
        match self.value() {
            Value::Table(mut entries) => entries.find(|(name, _)| *name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text of a string.
    pub(crate) fn text(self) -> Option<&'static str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The values of an array; of anything else, none.
    pub(crate) fn items(self) -> Nodes {
        match self.value() {
            Value::Array(nodes) => nodes,
            _ => Nodes(Inside { left: 0, ..self.inside() }),
        }
    }
}

/// What is left of a table or an array.
#[derive(Clone, Debug)]
struct Inside {
    tree: &'static Tree,
    at: u32,
    left: u32,
}

impl Inside {
    fn node(&mut self) -> Node {
        let node = Node { tree: self.tree, at: self.at };
        self.at += node.size();
        node
    }
}

/// The values of an array.
#[derive(Clone, Debug)]
pub(crate) struct Nodes(Inside);

impl Iterator for Nodes {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.0.left = self.0.left.checked_sub(1)?;
        Some(self.0.node())
    }
}

/// The keys of a table with their values.
#[derive(Clone, Debug)]
pub(crate) struct Entries(Inside);

impl Iterator for Entries {
    type Item = (&'static str, Node);

    fn next(&mut self) -> Option<Self::Item> {
        let inside = &mut self.0;
        inside.left = inside.left.checked_sub(1)?;
        let number = inside.tree.bytes.get(inside.at as usize).map_or(0, |number| usize::from(*number));
        let key = inside.tree.keys.get(number).copied().unwrap_or_default();
        inside.at += 1;
        Some((key, inside.node()))
    }
}
