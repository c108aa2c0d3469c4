//! What leads from a token to an expression. This file and `require.rs` are compiled into the build script as well.

/// Letters of [`Key::Start`].
pub(super) const START: usize = 4;

/// Something a token can be that leads to an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// This word or mark, by its hash.
    Word(u64),
    /// A word that starts with these four ASCII letters, in lower case.
    Start(u32),
    /// A mark, or run of marks, of this ASCII character.
    Mark(u8),
    /// Anything with a digit.
    Digit,
    /// A word with an apostrophe inside, or an apostrophe.
    Apostrophe,
    /// A word or symbol with a character outside ASCII that is no apostrophe.
    Foreign,
}

/// Whether the text that an expression is tried on begins and ends where its match does.
#[derive(Clone, Copy, Default)]
pub(crate) struct Edges {
    pub(crate) start: bool,
    pub(crate) end: bool,
    /// Whether it is written as rules for lines write expressions, and is compiled with more than is written.
    pub(crate) loose: bool,
}

impl Edges {
    /// Of an expression for all of a line, and for its beginning.
    pub(crate) const LINE: Self = Self { start: true, end: true, loose: true };
    pub(crate) const BEGINNING: Self = Self { end: false, ..Self::LINE };
}

/// A word may be short: what it is known by is not longer than this many letters.
pub(super) fn start_of(word: &str) -> Option<u32> {
    let bytes: [u8; START] = word.as_bytes().get(..START)?.try_into().ok()?;
    bytes.iter().all(u8::is_ascii_lowercase).then(|| u32::from_le_bytes(bytes))
}
