//! Characters and classes of characters as tokens see them.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};
use std::sync::LazyLock;

/// Whether a character can be inside a word of a text.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '_') || is_mark(c)
}

/// A character as tokens see it.
pub(super) fn folded(c: char) -> char {
    match c {
        '’' | 'ʼ' | '＇' => '\'',
        'ſ' => 's',
        '\u{212a}' => 'k',
        _ if c.is_whitespace() => ' ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{ad}')
}

/// What `\w` stands for.
static WORDS: LazyLock<Option<ClassUnicode>> = LazyLock::new(|| match regex_syntax::parse(r"\w").ok()?.into_kind() {
    HirKind::Class(Class::Unicode(words)) => Some(words),
    _ => None,
});

/// Whether a class has no letter, digit or underscore, as `\W`, and is more than an apostrophe.
pub(super) fn outside_words(class: &Class) -> bool {
    let few = few(class);
    let (Class::Unicode(class), Some(words)) = (class, &*WORDS) else { return false };
    let mut class = class.clone();
    class.intersect(words);
    class.ranges().is_empty() && few.is_none_or(|all| all.iter().all(|text| text != "'"))
}

/// Whether a class is letters outside ASCII and nothing else.
pub(super) fn foreign(class: &Class) -> bool {
    let Class::Unicode(class) = class else { return false };
    class.iter().all(|range| {
        !range.start().is_ascii()
            && range.end() as u32 - (range.start() as u32) < 256
            && (range.start()..=range.end()).all(char::is_alphabetic)
    })
}

/// Whether a class is digits and nothing else.
pub(super) fn digits(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.iter().all(|range| range.start().is_numeric() && range.end().is_numeric()),
        Class::Bytes(class) => class.iter().all(|range| range.start().is_ascii_digit() && range.end().is_ascii_digit()),
    }
}

/// The characters of a class as texts, where they are few.
pub(super) fn few(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let mut all = Vec::new();
    for range in class.iter() {
        for c in range.start()..=range.end() {
            let text = folded(c).to_string();
            if !all.contains(&text) {
                all.push(text);
            }
            if all.len() > 8 {
                return None;
            }
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Whether a character surely stands outside of words.
pub(super) fn apart(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(folded(c), '\'' | '_') && !is_mark(c)
}

pub(super) fn holds(class: &Class, c: char) -> bool {
    match class {
        Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&c)),
        Class::Bytes(class) => {
            u8::try_from(c).is_ok_and(|c| class.iter().any(|range| (range.start()..=range.end()).contains(&c)))
        }
    }
}

pub(super) fn class_apart(class: &Class) -> bool {
    all_of(class, apart)
}

pub(super) fn apart_or_underscores(class: &Class) -> bool {
    all_of(class, |c| c == '_' || apart(c))
}

fn all_of(class: &Class, holds: impl Fn(char) -> bool + Copy) -> bool {
    match class {
        Class::Unicode(class) => class.iter().all(|range| {
            // A wide range has letters in it.
            range.end() as u32 - (range.start() as u32) < 64 && (range.start()..=range.end()).all(holds)
        }),
        Class::Bytes(_) => false,
    }
}
