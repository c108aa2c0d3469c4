//! What a rule says, where it says it: compiled when it is first needed.

use crate::rule::tree::Node;

/// A text of a rule.
pub(super) enum Written {
    /// In the tree of the binary's rules.
    Tree(Node),
    /// Read from a file.
    Own(String),
}

impl Written {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Tree(node) => node.text().unwrap_or_default(),
            Self::Own(text) => text,
        }
    }
}
