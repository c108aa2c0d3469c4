//! How a text is written in its file: encoding, escapes, marks.

use super::line::{Endian, Lines};
use crate::model::{Document, Raw};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::{borrow::Cow, fmt::Write};

/// What must be done to a text before it is written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Nothing: the text is the file.
    Verbatim,
    /// Nothing, but there are marks around words.
    Markdown,
    /// Escapes of JSON.
    Json,
    /// Escapes of JSON in which the string may be markup.
    JsonMarkup,
    /// Entities.
    Markup,
    /// What has a meaning in some format cannot be written.
    Other,
}

/// How the article of a file is written in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) encoding: &'static Encoding,
    way: Way,
    crlf: bool,
    ascii: bool,
}

impl Written {
    /// Nothing where it is not known how the file is encoded.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let bytes = document.raw.bytes();
        let way = way(document);
        let json = matches!(way, Way::Json | Way::JsonMarkup);
        let crlf = document.target.content().contains("\r\n")
            || !json && memchr::memmem::find(bytes, b"\r\n").is_some()
            || memchr::memmem::find(bytes, b"\r\0\n").is_some();
        Some(Self { encoding: encoding(document)?, way, crlf, ascii: bytes.is_ascii() })
    }

    pub(super) fn is_json(self) -> bool {
        matches!(self.way, Way::Json | Way::JsonMarkup)
    }

    pub(super) fn is_verbatim(self) -> bool {
        self.way == Way::Verbatim
    }

    /// Whether line ends and runs of spaces in the file may be single spaces in the text.
    pub(super) fn flows(self) -> bool {
        !self.is_verbatim() && !self.is_json()
    }

    /// The lines of the file, where lines of the text are lines of the file.
    pub(super) fn lines(self, raw: &Raw) -> Option<Lines<'_>> {
        let wide = match self.encoding {
            e if e == UTF_16LE => Some(Endian::Little),
            e if e == UTF_16BE => Some(Endian::Big),
            _ => None,
        };
        let (json, signs) = (self.is_json(), self.way == Way::Markdown);
        let known = matches!(self.way, Way::Verbatim | Way::Markdown | Way::Json);
        known.then(|| Lines { bytes: raw.bytes(), offset: raw.offset, wide, json, signs })
    }

    /// What bytes of the file say.
    pub(super) fn read(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let text = self.encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        if self.is_json() { serde_json::from_str(&format!("\"{text}\"")).ok().map(Cow::Owned) } else { Some(text) }
    }

    /// A text as it is written in the file, and its bytes; nothing where it cannot be written.
    pub(super) fn write(self, text: &str) -> Option<(String, Vec<u8>)> {
        let text = if self.crlf && text.contains('\n') {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            text.to_owned()
        };
        let text = match self.way {
            Way::JsonMarkup if text.contains(['<', '&', '\n']) => return None,
            Way::Json | Way::JsonMarkup => {
                let literal = serde_json::Value::String(text).to_string();
                let inner = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
                if !inner.is_ascii() && self.ascii { ascii(inner) } else { inner.to_owned() }
            }
            // A line end would be a space there.
            Way::Markup if text.contains('\n') => return None,
            Way::Markup => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
            Way::Other if text.contains(['<', '>', '&', '"', '\\', ',', ';', '|', '\t', '\n', '\r']) => return None,
            Way::Verbatim | Way::Markdown | Way::Other => text,
        };
        let bytes = self.encode(&text)?;
        Some((text, bytes))
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
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

fn way(document: &Document) -> Way {
    let raw = document.raw.bytes();
    if document.origin.record.is_some() && raw.trim_ascii_start().starts_with(b"{") {
        let tag = |end: &[u8]| memchr::memmem::find(raw, end).is_some();
        return if tag(b"</") || tag(br"<\/") { Way::JsonMarkup } else { Way::Json };
    }
    let whole = if document.raw.utf8 {
        raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw).len() == document.target.content().len()
    } else {
        document.raw.decoded.is_none()
    };
    if whole && document.origin.record.is_none() {
        return Way::Verbatim;
    }
    let start = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw).trim_ascii_start();
    let starts = |mark: &str| start.get(..mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark.as_bytes()));
    match extension(&document.origin.path).as_str() {
        _ if starts("<!doctype html") || starts("<html") => Way::Markup,
        "html" | "htm" | "xhtml" if starts("<") => Way::Markup,
        "md" | "markdown" => Way::Markdown,
        _ => Way::Other,
    }
}

/// The ending of a file's name, without that of its packing.
fn extension(path: &str) -> String {
    let name = [".gz", ".zst", ".xz"].iter().find_map(|packed| path.strip_suffix(packed)).unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

/// The encoding that a file was read in: the one that makes of its bytes what was read.
fn encoding(document: &Document) -> Option<&'static Encoding> {
    let bytes = document.raw.bytes();
    if document.raw.utf8 {
        return Some(UTF_8);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let read = document.raw.decoded.as_ref().map_or(document.target.content(), |whole| &whole.0);
    let guess = || {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    };
    let candidates: &[&dyn Fn() -> &'static Encoding] =
        if bytes.contains(&0) { &[&|| UTF_16LE, &|| UTF_16BE] } else { &[&|| WINDOWS_1252, &guess] };
    let fits = |encoding: &&'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some_and(|text| text == read)
    };
    candidates.iter().map(|candidate| candidate()).find(fits)
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
