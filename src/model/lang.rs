//! Languages by their ISO 639-1 code.

use std::fmt;

/// A language: its two-letter ISO 639-1 code (three letters where there is none), or unknown.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang([u8; 3]);

impl Lang {
    /// No language known.
    pub const UNKNOWN: Lang = Lang([0; 3]);
    /// English.
    pub const EN: Lang = Lang([b'e', b'n', 0]);

    /// The primary subtag of a BCP 47 tag (`pt-BR` and `pt_BR` give `pt`); `None` where it is not two or three letters.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut code = [0; 3];
        for (to, from) in code.iter_mut().zip(primary.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Some(Lang(code))
    }

    /// The code, or `und` (undetermined) where the language is unknown.
    pub fn code(&self) -> &str {
        let len = self.0.iter().position(|&b| b == 0).unwrap_or(3);
        match std::str::from_utf8(&self.0[..len]) {
            Ok(code) if !code.is_empty() => code,
            _ => "und",
        }
    }

    /// Whether a language is known.
    pub fn is_known(self) -> bool {
        self != Lang::UNKNOWN
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.code())
    }
}
