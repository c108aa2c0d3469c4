//! Files in folders that have the name of an article's format and are plainly something else: schemas, settings, reports.
//!
//! A file that is named on the command line is read whatever it is, and said to be wrong where it is no article.

use crate::input::{self, Format, Limits, Options, Source};
use serde::de::IgnoredAny;
use std::path::Path;

/// Records that are looked at.
const RECORDS: usize = 8;

/// Whether a file that a folder holds is no article, though its name would have it so. What is broken is not foreign:
/// it may be an article, and reading it says what is wrong.
pub(super) fn is_foreign<'h>(path: &Path, head: impl FnOnce() -> &'h [u8]) -> bool {
    match Format::of_name(&path.to_string_lossy()) {
        Some(Format::Json | Format::Jsonl) => match Keys::of(head()) {
            Some(Keys::Own) => true,
            Some(Keys::Article) => false,
            None => no_record_is_read(path),
        },
        Some(Format::Parquet) => no_record_is_read(path),
        Some(Format::Csv) => is_own_table(head()),
        Some(Format::Html) => is_own_page(head()),
        _ => false,
    }
}

/// What the first record of a file is, as its keys tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    /// A report, a baseline or decisions of mtlint.
    Own,
    /// It has a text, or what has been one in some format.
    Article,
}

/// Keys of texts and of what holds them.
const TEXT: [&[u8]; 8] =
    [b"text", b"body", b"content", b"body_text", b"body_xhtml", b"content_html", b"content_text", b"bodies"];

impl Keys {
    /// By the first bytes, which may end anywhere.
    fn of(head: &[u8]) -> Option<Keys> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let keys = keys(head);
        let has = |key: &[u8]| keys.contains(&key);
        let starts = |start: &str| head.starts_with(start.as_bytes());
        // Articles of others may be versioned and typed as well, so more than that must fit.
        let own = starts(r#"{"type":"document","v":"#) || starts(r#"{"v":1,"decision":"#);
        if own || has(b"v") && has(b"rule") && has(b"fingerprint") {
            return Some(Keys::Own);
        }
        TEXT.iter().any(|key| has(key)).then_some(Keys::Article)
    }
}

/// The keys of the first object, as far as it is there; in a list, those of its first object.
fn keys(head: &[u8]) -> Vec<&[u8]> {
    let mut keys = Vec::new();
    let list = head.trim_ascii_start().starts_with(b"[");
    let (mut depth, mut at, object) = (0, 0, if list { 2 } else { 1 });
    while let Some(byte) = head.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= object => break,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let Some(end) = end_of_string(head, at) else { break };
                let text = &head[at..end];
                at = end + 1;
                if depth == object && head[at..].trim_ascii_start().starts_with(b":") {
                    keys.push(text);
                }
            }
            _ => {}
        }
    }
    keys
}

/// Where the quotation mark stands that ends a string.
fn end_of_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Whether a table is one of mtlint's, by the names of its columns.
fn is_own_table(head: &[u8]) -> bool {
    let names = String::from_utf8_lossy(head.split(|b| *b == b'\n').next().unwrap_or_default());
    let names: Vec<&str> = names.split([',', ';', '\t']).map(|name| name.trim_matches(['"', ' ', '\r'])).collect();
    let has = |name: &str| names.contains(&name);
    has("rule") && has("sentence_text") || has("index") && has("points") && has("score")
}

/// Whether a page is mtlint's report, as it says in its head.
fn is_own_page(head: &[u8]) -> bool {
    memchr::memmem::find(head, br#"<meta name="generator" content="mtlint "#).is_some()
}

/// Whether the first records are sound, and none of them has what makes an article.
fn no_record_is_read(path: &Path) -> bool {
    let Ok(mut source) = Source::open_within(path, None, Limits::default()) else { return false };
    let Ok(Some(batch)) = source.next_batch() else { return false };
    let mut units = batch.units.into_iter().take(RECORDS).peekable();
    units.peek().is_some()
        && units.all(|unit| {
            let sound =
                unit.format == Format::Parquet || serde_json::from_slice::<IgnoredAny>(unit.raw.bytes()).is_ok();
            sound && input::articles(unit, Options::default()).iter().all(Result::is_err)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_first_object() {
        let of = |head: &str| -> Vec<String> {
            keys(head.as_bytes()).iter().map(|key| String::from_utf8_lossy(key).into_owned()).collect()
        };
        assert_eq!(of(r#"{"a": {"b": "c"}, "d\"e": ["f", {"g": 1}], "h" : "i"} {"j": 1}"#), ["a", "d\\\"e", "h"]);
        assert_eq!(of("[\n {\"a\": 1,\n \"b\": \"c\"}, {\"d\": 1}]"), ["a", "b"]);
        assert_eq!(of(r#"{"a": 1, "b": "cut o"#), ["a", "b"]);
        assert_eq!(of(r#"{"a": 1, "b\"#), ["a"]);
        assert_eq!(of("no JSON"), Vec::<String>::new());
    }

    #[test]
    fn articles_and_what_mtlint_writes() {
        assert_eq!(Keys::of(br#"{"title": "x", "text": "y"#), Some(Keys::Article));
        assert_eq!(Keys::of(br#"{"type":"document","v":1,"path":"a.txt"}"#), Some(Keys::Own));
        assert_eq!(Keys::of(br#"{"v":1,"path":"a","rule":"x","text":"y","fingerprint":"0"}"#), Some(Keys::Own));
        assert_eq!(Keys::of(br#"{"v": 1, "type": "document", "text": "y"}"#), Some(Keys::Article));
        assert_eq!(Keys::of(br#"{"$schema": "x", "properties": {"text": {}}}"#), None);
    }
}
