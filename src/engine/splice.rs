//! From edits of a text to edits of the file that the text was read from, byte for byte.
//!
//! A text is not its file: Markdown has marks around words, JSONL has escapes, a file may be UTF-16. An edit is carried
//! over only where the bytes behind it say exactly what the text says; else it is refused, and nothing is lost but a fix.

use super::{Checked, choose_fixes};
use crate::model::{Applicability, Document, Edit, Fix, Raw, Span};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::{borrow::Cow, fmt::Write, ops::Range};

/// An edit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEdit {
    /// What goes: bytes of the file.
    pub range: Range<u64>,
    /// What comes, as it is written in the file, escapes included.
    pub text: String,
    /// The same in the encoding of the file.
    pub bytes: Vec<u8>,
}

/// What the trusted fixes of an article do to its file.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// Edits in the order of the file; they do not overlap.
    pub edits: Vec<RawEdit>,
    /// How many fixes they come from.
    pub fixes: usize,
    /// Fixes that cannot be carried over to the file.
    pub refused: usize,
}

impl Patch {
    /// What the best fixes, as far as they are trusted, do to the file of an article.
    pub fn of(checked: &Checked, trust: Applicability) -> Patch {
        let mut patch = Patch::default();
        for fix in choose_fixes(checked.findings.iter(), trust) {
            match raw_edits(&checked.document, fix) {
                Some(edits) if edits.is_empty() => {}
                Some(edits) => {
                    patch.edits.extend(edits);
                    patch.fixes += 1;
                }
                None => patch.refused += 1,
            }
        }
        patch.edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        patch
    }

    /// The bytes of the article with the edits made. Everything between them stays.
    pub fn apply(&self, raw: &Raw) -> Vec<u8> {
        let old = raw.bytes();
        let place = |at: u64| (at.saturating_sub(raw.offset) as usize).min(old.len());
        let mut new = Vec::with_capacity(old.len() + 64);
        let mut at = 0;
        for edit in &self.edits {
            let (start, end) = (place(edit.range.start), place(edit.range.end));
            if start < at {
                continue;
            }
            new.extend_from_slice(&old[at..start]);
            new.extend_from_slice(&edit.bytes);
            at = end;
        }
        new.extend_from_slice(&old[at..]);
        new
    }
}

/// The edits of the file that a fix comes to; `None` where the file cannot be edited so.
pub fn raw_edits(document: &Document, fix: &Fix) -> Option<Vec<RawEdit>> {
    let file = Written::of(document);
    let mut edits = Vec::with_capacity(fix.edits.len());
    for edit in &fix.edits {
        let (span, text) = changed(document, edit)?;
        if !span.is_empty() || !text.is_empty() {
            edits.push(file.edit(span, text)?);
        }
    }
    Some(edits)
}

/// The part of an edit that changes something: what both sides begin and end with stays.
fn changed<'e>(document: &Document, edit: &'e Edit) -> Option<(Span, &'e str)> {
    let old = document.target.content().get(edit.span.range())?;
    let same = |(a, b): &(char, char)| a == b;
    let prefix: usize = old.chars().zip(edit.text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[prefix..], &edit.text[prefix..]);
    let suffix: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(edit.span.start + prefix as u32, edit.span.end - suffix as u32);
    Some((span, &new[..new.len() - suffix]))
}

/// How an article is written in its file.
struct Written<'d> {
    document: &'d Document,
    encoding: &'static Encoding,
    /// Whether it is a string of a JSON object.
    json: bool,
    /// Whether the text is the whole file as it stands.
    verbatim: bool,
}

impl<'d> Written<'d> {
    fn of(document: &'d Document) -> Self {
        let raw = document.raw.bytes();
        let json = document.origin.record.is_some() && raw.trim_ascii_start().starts_with(b"{");
        let encoding = encoding_of(&document.raw);
        let verbatim = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw).len() == document.target.content().len();
        Self { document, encoding, json, verbatim: verbatim && !json || encoding != UTF_8 }
    }

    fn edit(&self, span: Span, text: &str) -> Option<RawEdit> {
        let range = if span.is_empty() { self.gap(span.start)? } else { self.document.map.raw(span) };
        let found = self.read(&range)?;
        let expected = self.document.target.slice(span);
        // A line break inside a Markdown paragraph reads as a space.
        if found != expected && on_one_line(&found) != on_one_line(expected) {
            return None;
        }
        if text.is_empty() && !self.verbatim && self.leaves_marks(&range) {
            return None;
        }
        let text = self.escape(text);
        let bytes = self.encode(&text)?;
        Some(RawEdit { range, text, bytes })
    }

    /// The place in the file between two characters of the text; `None` where marks stand between them and it is not
    /// clear on which side of these an insertion belongs.
    fn gap(&self, at: u32) -> Option<Range<u64>> {
        let (before, behind) = self.document.target.content().split_at_checked(at as usize)?;
        let left = before.chars().next_back().map(|c| {
            let raw = self.document.map.raw(Span::new(at - c.len_utf8() as u32, at));
            (raw.end, matches!(c, '\n' | '\r'))
        });
        let right = behind.chars().next().map(|c| self.document.map.raw(Span::new(at, at + c.len_utf8() as u32)).start);
        let at = match (left, right) {
            (Some((left, _)), Some(right)) if left == right => left,
            // The start of a block: what divides it from the one before it is not in the file.
            (None | Some((_, true)), Some(right)) => right,
            (Some((left, _)), None) => left,
            _ => return None,
        };
        Some(at..at)
    }

    fn bytes(&self, range: &Range<u64>) -> Option<&'d [u8]> {
        let raw = &self.document.raw;
        let place = |at: u64| at.checked_sub(raw.offset).map(|at| at as usize);
        raw.bytes().get(place(range.start)?..place(range.end)?)
    }

    /// What bytes of the file say.
    fn read(&self, range: &Range<u64>) -> Option<Cow<'d, str>> {
        let text = self.encoding.decode_without_bom_handling_and_without_replacement(self.bytes(range)?)?;
        if self.json { serde_json::from_str(&format!("\"{text}\"")).ok().map(Cow::Owned) } else { Some(text) }
    }

    /// Whether deleting the bytes would leave marks with nothing between them, as in `****` or `[](#top)`.
    fn leaves_marks(&self, range: &Range<u64>) -> bool {
        if self.json {
            return false;
        }
        let neighbour = |range: Range<u64>| self.bytes(&range).and_then(|b| b.first().copied());
        let before = range.start.checked_sub(1).and_then(|at| neighbour(at..range.start));
        let after = neighbour(range.end..range.end + 1);
        let opens = before.is_some_and(|b| b"*_`~[<".contains(&b));
        let closes = after.is_some_and(|b| b"*_`~]>".contains(&b));
        opens && closes
    }

    /// A text as it is written in the file: its line ends, its escapes.
    fn escape(&self, text: &str) -> String {
        let content = self.document.target.content();
        let crlf = text.contains('\n') && (content.contains("\r\n") || !self.json && self.raw_has_crlf());
        let text = if crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.to_owned() };
        if !self.json {
            return text;
        }
        let literal = serde_json::Value::String(text).to_string();
        let inner = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
        if !inner.is_ascii() && self.document.raw.bytes().is_ascii() { ascii(inner) } else { inner.to_owned() }
    }

    fn raw_has_crlf(&self) -> bool {
        memchr::memmem::find(self.document.raw.bytes(), b"\r\n").is_some()
    }

    fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if self.encoding == UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if self.encoding == UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, unmappable) = self.encoding.encode(text);
        (!unmappable).then(|| bytes.into_owned())
    }
}

/// The encoding that a file was read in.
fn encoding_of(raw: &Raw) -> &'static Encoding {
    let bytes = raw.bytes();
    if raw.utf8 {
        UTF_8
    } else if bytes.starts_with(b"\xff\xfe") {
        UTF_16LE
    } else if bytes.starts_with(b"\xfe\xff") {
        UTF_16BE
    } else if bytes.contains(&0) {
        // Latin text in UTF-16 without a mark: the zeros stand in the high bytes.
        let sample = &bytes[..bytes.len().min(2000)];
        let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
        if zeros(0) > zeros(1) { UTF_16BE } else { UTF_16LE }
    } else {
        WINDOWS_1252
    }
}

fn on_one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace('\n', " ")
}

/// Characters beyond ASCII as escapes of JSON.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
