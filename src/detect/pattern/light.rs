//! Classes of letters as articles need them: `\w` and `\p{L}` of all of Unicode are seven hundred ranges, and an
//! expression that repeats one forty times takes ten milliseconds to compile.
//!
//! European scripts, Hebrew and Arabic are told letter by letter; behind them whole blocks of scripts count as letters.

use super::reach::Reach;
use std::{fmt::Write as _, sync::LazyLock};

/// Scripts from Syriac on: letters all of them, as far as words go.
const BLOCKS: &str = r"\x{700}-\x{1fff}\x{2c00}-\x{2dff}\x{3005}-\x{3007}\x{3040}-\x{d7ff}\x{f900}-\x{fdff}\x{fe70}-\x{fefc}\x{ff10}-\x{ffdc}\x{10000}-\x{1efff}\x{20000}-\x{3ffff}";

struct Classes {
    word: String,
    letter: String,
    upper: String,
    lower: String,
    number: String,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| Classes {
    word: format!("_{}{BLOCKS}", ranges(|c| c.is_alphanumeric() || is_mark(c))),
    letter: format!("{}{BLOCKS}", ranges(|c| c.is_alphabetic() && !is_mark(c))),
    upper: ranges(char::is_uppercase),
    lower: ranges(char::is_lowercase),
    number: ranges(char::is_numeric),
});

/// Marks that combine with the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}')
}

/// The characters below the [`BLOCKS`] for which something holds, as ranges of a class.
fn ranges(holds: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    let mut first: Option<char> = None;
    let mut last = '\0';
    for c in ('\0'..'\u{700}').chain(['\u{700}']) {
        if c < '\u{700}' && holds(c) {
            first = first.or(Some(c));
            last = c;
        } else if let Some(first) = first.take() {
            let _ = write!(out, "\\x{{{:x}}}-\\x{{{:x}}}", first as u32, last as u32);
        }
    }
    out
}

/// An expression with lighter classes.
fn light(source: &str) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut depth = 0_u32;
    while let Some(c) = rest.chars().next() {
        if c == '\\' {
            let known = [(r"\w", &CLASSES.word), (r"\p{L}", &CLASSES.letter), (r"\p{Lu}", &CLASSES.upper)]
                .into_iter()
                .chain([(r"\p{Ll}", &CLASSES.lower), (r"\p{N}", &CLASSES.number)])
                .find(|(name, _)| rest.starts_with(name));
            if let Some((name, class)) = known {
                let (open, close) = if depth == 0 { ("[", "]") } else { ("", "") };
                out.extend([open, class, close]);
                rest = &rest[name.len()..];
            } else if depth == 0 && rest.starts_with(r"\W") {
                out.extend(["[^", &CLASSES.word, "]"]);
                rest = &rest[2..];
            } else {
                let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
                out.push_str(&rest[..=escaped]);
                rest = &rest[1 + escaped..];
            }
            continue;
        }
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// An expression as it is compiled. `^` and `$` are the edges of a line: blocks of an article are lines more often than not.
/// An expression that starts with `^` is tried at each line, where it gives up after a few letters, instead of being looked
/// for in all of it.
pub(crate) fn compiled_from(source: &str) -> String {
    let light = light(source);
    if Reach::of(source) == Reach::Line { light.replacen('^', r"\A", 1) } else { light }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn light_classes_tell_letters_of_articles() {
        let word = Regex::new(&light(r"^[\w-]\w\p{L}\p{Lu}\p{Ll}\p{N}\W$")).expect("it is an expression");
        for text in ["abcDe5 ", "-éßЖя٣!", "9_łŁł1—", "語語語Éé7。", "ааبÖö²’"] {
            assert!(word.is_match(text), "{text}");
        }
        for text in ["a’cDe5 ", "abcde5 ", "abcDE5 ", "abcDee ", "abcDe5x", "ab1De5 ", "—bcDe5 "] {
            assert!(!word.is_match(text), "{text}");
        }
    }
}
