//! `encoding`: text that was decoded with the wrong code page, and characters that do not belong in text.
//!
//! All of it lies outside ASCII, so an English article is mostly skipped by a test of its bytes.

mod characters;
mod code_page;
mod mojibake;
mod replacement;

use super::{Compile, Cx, Detector, Sink};
use crate::model::{RuleId, Span};
use characters::{control, invisible, runs};
use mojibake::mojibake;
use replacement::replacement;
use serde::Deserialize;

/// Parameters of an `encoding` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked for.
    find: Find,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Find {
    /// UTF-8 that was read as Windows-1252 or Windows-1251.
    Mojibake,
    /// U+FFFD, or a question mark in the place of a letter.
    Replacement,
    /// Zero-width and bidirectional control characters.
    Invisible,
    /// Control characters, private use and noncharacters.
    Control,
}

struct Encodings(Vec<(RuleId, Find)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Encodings(compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.find)).collect()))
}

impl Detector for Encodings {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let text = cx.text.content();
        let odd = cx.odd();
        // An article of invisible characters alone has no block for a finding to stand in.
        if cx.text.blocks().is_empty() {
            return;
        }
        for &(id, find) in &self.0 {
            if !out.wants(id) {
                continue;
            }
            match find {
                Find::Mojibake if !odd.is_ascii() => mojibake(cx, id, out),
                Find::Replacement => replacement(cx, id, odd.is_ascii(), out),
                Find::Invisible if odd.invisible() => runs(cx, id, out, |i, c| invisible(cx, i, c)),
                Find::Control if odd.control() => runs(cx, id, out, |i, c| control(text, i, c)),
                Find::Mojibake | Find::Invisible | Find::Control => {}
            }
        }
    }
}

/// The word around a range, grown over letters and whatever `part` takes.
fn word_around(text: &str, start: usize, end: usize, part: impl Fn(char) -> bool) -> Span {
    let inside = |c: &char| c.is_alphanumeric() || part(*c);
    let before: usize = text[..start].chars().rev().take_while(inside).map(char::len_utf8).sum();
    let after: usize = text[end..].chars().take_while(inside).map(char::len_utf8).sum();
    Span::new((start - before) as u32, (end + after) as u32)
}
