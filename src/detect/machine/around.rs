//! Looking around a place: edges of texts, lines and words.

use super::{
    format::{ASCII_EDGE, ASCII_NO_EDGE, EDGE, LINE_END, LINE_START, TEXT_END, TEXT_START, WORD},
    library::Library,
};

/// Whether a kind of edge is at a place.
pub(super) fn is_at(kind: u8, text: &str, at: usize, library: &Library<'_>) -> bool {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    let after = bytes.get(at).copied();
    match kind {
        TEXT_START => before.is_none(),
        TEXT_END => after.is_none(),
        LINE_START => before.is_none_or(|byte| byte == b'\n'),
        LINE_END => after.is_none_or(|byte| byte == b'\n'),
        ASCII_EDGE => before.is_some_and(is_word) != after.is_some_and(is_word),
        ASCII_NO_EDGE => before.is_some_and(is_word) == after.is_some_and(is_word),
        _ => {
            // Inside a character there is no edge, nor is there none.
            let Some((left, right)) = text.split_at_checked(at) else { return false };
            let holds = |byte: Option<u8>, wide: Option<char>| match byte {
                Some(byte) if byte.is_ascii() => is_word(byte),
                _ => wide.is_some_and(|c| library.holds(WORD, c.into())),
            };
            let (before, after) = (holds(before, left.chars().next_back()), holds(after, right.chars().next()));
            (before != after) == (kind == EDGE)
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}
