//! The tokens of a text that an expression spells out.

use super::{
    class::in_word,
    edge::After,
    key::{Key, start_of},
};
use crate::model::hash_word;

/// What a text holds: its words and marks, with where each starts.
pub(super) fn pieces(text: &str, before: bool, after: After) -> Vec<(usize, Vec<Key>)> {
    let mut pieces: Vec<(usize, Vec<Key>)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if in_word(c) {
            at = text[start..].find(|c| !in_word(c)).map_or(text.len(), |length| start + length);
            let behind = if at < text.len() { After::Apart } else { after };
            // `p.m.` and `example.com` are one token; a letter with a point may go on so behind the text.
            let letter = text[start..at].chars().count() == 1;
            let joined = |point: Option<char>, far: Option<char>, apart: bool| {
                point == Some('.') && far.map_or(letter && !apart, char::is_alphanumeric)
            };
            let (mut left, mut right) = (text[..start].chars().rev(), text[at..].chars());
            let follows = joined(left.next(), left.next(), before);
            let leads = joined(right.next(), right.next(), after == After::Apart);
            if leads && !follows && (start > 0 || before) {
                pieces.extend(initials(&text[start..]).map(|keys| (start, keys)));
            } else if !follows && !leads {
                let keys = piece_keys(&text[start..at], start > 0 || before, behind, text[at..].starts_with('.'));
                pieces.extend(keys.map(|keys| (start, keys)));
            }
            continue;
        }
        at += c.len_utf8();
        let key = match c {
            // Numbers and initialisms swallow these.
            '.' | ',' | ':' => continue,
            '-' if !text[..start].ends_with(char::is_alphabetic) && !text[at..].starts_with(char::is_alphabetic) => {
                continue;
            }
            _ if c.is_ascii_punctuation() => Key::Mark(c as u8),
            // No tokens.
            _ if c.is_whitespace() || c.is_control() => continue,
            _ if c <= '\u{ffff}' => Key::Word(hash_word(&text[start..at])),
            _ => Key::Foreign,
        };
        pieces.push((start, vec![key]));
    }
    pieces
}

/// The keys of two letters with points, `n.b.`, where a word surely starts: what follows may belong to the token, and the
/// points may not.
fn initials(text: &str) -> Option<Vec<Key>> {
    let &[a, b'.', b, b'.'] = text.as_bytes().first_chunk()? else { return None };
    if !a.is_ascii_lowercase() || !b.is_ascii_lowercase() {
        return None;
    }
    let mut keys = vec![Key::Start(u32::from_le_bytes([a, b'.', b, b'.']))];
    keys.extend([1, 2, 3].map(|length| Key::Word(hash_word(&text[..length]))));
    Some(keys)
}

/// The keys of a word or part of one. `start`: whether a word surely starts here.
fn piece_keys(piece: &str, start: bool, behind: After, point: bool) -> Option<Vec<Key>> {
    if let Some(han) = piece.chars().find(|c| ('\u{3040}'..'\u{ac00}').contains(c)) {
        // Each letter is a token.
        return Some(vec![Key::Word(hash_word(han.encode_utf8(&mut [0; 4])))]);
    }
    if piece.contains(|c: char| c.is_numeric()) {
        return Some(vec![Key::Digit]);
    }
    // At its edges these are tokens of their own, or part of a word that goes on.
    if piece.starts_with('_') || piece.ends_with('_') || piece.contains("__") {
        return None;
    }
    let edge = |c: Option<char>| c == Some('\'');
    if !start && piece.starts_with('\'') && piece.len() > 1 && !edge(piece.chars().next_back()) {
        return Some(vec![Key::Apostrophe]);
    }
    if start && !edge(piece.chars().next()) && !edge(piece.chars().next_back()) {
        let letters = piece.chars().count();
        let whole = behind == After::Apart || behind == After::Boundary && letters <= 3;
        if whole && letters == 1 {
            // With its point it may be an initialism.
            let pointed = Key::Word(hash_word(&format!("{piece}.")));
            return Some(vec![Key::Word(hash_word(piece)), pointed]);
        }
        if whole && !point {
            return Some(vec![Key::Word(hash_word(piece))]);
        }
        if let Some(letters) = start_of(piece) {
            return Some(vec![Key::Start(letters)]);
        }
        if whole {
            // A short word with a point may be an abbreviation that keeps it.
            return Some(vec![Key::Word(hash_word(piece)), Key::Word(hash_word(&format!("{piece}.")))]);
        }
    }
    (!piece.is_ascii()).then(|| vec![Key::Foreign])
}
