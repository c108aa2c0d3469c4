//! Expressions as rules write them, compiled when a line first needs them.

use super::gate::Heads;
use crate::{
    detect::{Compile, written::Written},
    rule::Rule,
};
use regex::bytes::{Regex, RegexBuilder};
use std::sync::OnceLock;
use toml::Spanned;

/// An expression of a rule. Compiling all of them takes longer than checking an article, and few are ever needed.
pub(super) struct Expression {
    /// As the rule has it.
    written: Written,
    /// What stands around it: the edges of a line.
    around: (&'static str, &'static str),
    regex: OnceLock<Option<Regex>>,
    heads: OnceLock<Heads>,
}

impl Expression {
    /// An expression that matches anywhere, from the start of a text, or all of it. Those of the binary are tested; a
    /// user's is compiled at once, to show what is wrong with it.
    pub(super) fn new(
        compile: &mut Compile<'_>,
        rule: &Rule,
        text: &Spanned<String>,
        around: (&'static str, &'static str),
    ) -> Option<Self> {
        let made = Self::lazy(Written::Own(text.get_ref().clone()), around);
        if rule.is_embedded() {
            return Some(made);
        }
        match made.build() {
            Ok(regex) => Some(Self { regex: OnceLock::from(Some(regex)), ..made }),
            Err(error) => {
                let reason = error.to_string();
                let line = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                compile.problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {line}")));
                None
            }
        }
    }

    /// An expression that is known to be right.
    pub(super) fn lazy(written: Written, around: (&'static str, &'static str)) -> Self {
        Self { written, around, regex: OnceLock::new(), heads: OnceLock::new() }
    }

    fn build(&self) -> Result<Regex, regex::Error> {
        let source = format!("{}{}{}", self.around.0, loose(self.written.text()), self.around.1);
        RegexBuilder::new(&source).case_insensitive(true).build()
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.build().ok()).as_ref()
    }

    /// Whether it can match at the start of a text with these [`first_letters`](super::gate::first_letters).
    pub(super) fn may_start(&self, letters: u64) -> bool {
        self.heads.get_or_init(|| Heads::of(self.written.text(), self.around.1 == ")$")).allow(letters)
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }

    /// Where its first match ends, on a character boundary.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        let mut end = self.regex()?.find(text.as_bytes())?.end();
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Some(end)
    }
}

/// An expression as it is compiled: spaces and apostrophes of any kind, and classes of bytes where classes of all of
/// Unicode would make the automaton a hundred times as large and `\b` would stop it at the first curly quotation mark.
fn loose(text: &str) -> String {
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
