//! How rules for lines write expressions. The build script reads those of the binary with this file.

/// What stands around an expression that fills a line or sentence, begins one, or stands anywhere in it.
pub(crate) const WHOLE: (&str, &str) = ("^(?:", ")$");
pub(crate) const START: (&str, &str) = ("^(?:", ")");
pub(crate) const ANYWHERE: (&str, &str) = ("", "");

/// An expression as it is compiled: spaces and apostrophes of any kind, and classes of bytes where classes of all of
/// Unicode would make the automaton a hundred times as large and `\b` would stop it at the first curly quotation mark.
pub(crate) fn loose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut chars = text.chars().peekable();
    let mut class = 0_u32;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match (chars.next(), class) {
                (Some('b'), 0) => out.push_str(r"(?-u:\b)"),
                (Some('w'), 0) => out.push_str(r"(?-u:[\w\x80-\xff])"),
                (Some('W'), 0) => {
                    out.push_str(r"(?:[\x00-/:-@\[-`{-\x7f]|[\u{a0}-\u{bf}\u{2000}-\u{2bff}\u{3000}-\u{303f}])");
                }
                (Some('d'), _) => out.push_str("[0-9]"),
                (Some('p'), _) if chars.clone().take(4).eq("{Lu}".chars()) => {
                    chars.by_ref().take(4).for_each(drop);
                    out.push_str("[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я]");
                }
                (Some(other), _) => out.extend(['\\', other]),
                (None, _) => out.push('\\'),
            },
            ' ' if class == 0 => {
                let optional = chars.next_if_eq(&'?').is_some();
                out.push_str(r"[ \t\u{a0}\u{202f}]");
                out.push(if optional { '*' } else { '+' });
            }
            '’' if class == 0 => out.push_str("['’]"),
            '.' if class == 0 => {
                out.push_str("(?-u:.)");
                // A long gap with an upper limit costs a state for each byte of it, and `max-bytes` is limit enough.
                let rest: String = chars.clone().take_while(|&c| c != '}').collect();
                if let Some((least, most)) = rest.strip_prefix('{').and_then(|r| r.split_once(','))
                    && most.len() >= 2
                {
                    chars.by_ref().take(rest.chars().count() + 1).for_each(drop);
                    out.extend(["{", least, ",}"]);
                }
            }
            _ => {
                class = class + u32::from(c == '[') - u32::from(c == ']' && class > 0);
                out.push(c);
            }
        }
    }
    out
}
