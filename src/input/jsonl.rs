//! JSONL: an object a line, the article in `text`; `id`, `title`, `lang` and `site` if it has them.
//!
//! `serde_json` checks the line and finds the fields; the string of the article is decoded here, because its bytes must map
//! to those of the file.

use super::{InputError, Options, Unit, language};
use crate::{
    model::{BlockKind, Document, Origin, SourceMap, Span},
    text,
};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The fields that are read, as they stand in the line.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    lang: Option<&'a RawValue>,
    #[serde(borrow)]
    site: Option<&'a RawValue>,
}

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let number = unit.raw.line;
    let fail = |reason: String| InputError::Record { path: unit.path.clone(), line: number, reason };
    let bytes = unit.raw.bytes();
    let line = std::str::from_utf8(bytes).map_err(|e| {
        fail(format!(
            "the record is not UTF-8 (byte 0x{:02x} at byte {} of the line); save the file as UTF-8",
            bytes[e.valid_up_to()],
            e.valid_up_to()
        ))
    })?;
    if !line.trim_start().starts_with('{') {
        return Err(fail("not a JSON object; one object a line is expected".into()));
    }
    let record: Record<'_> = serde_json::from_str(line).map_err(|e| {
        let place = if e.column() > 0 { format!(" at byte {} of the line", e.column()) } else { String::new() };
        let reason = e.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        fail(format!("not a JSON object{place}: {reason}; one object a line is expected"))
    })?;
    let Some(article) = record.text.filter(|t| t.get().starts_with('"')) else {
        let what = if record.text.is_some() { "`text` is not a string" } else { "the record has no `text`" };
        return Err(fail(format!("{what}; an article is read from the field `text`")));
    };
    let string = |value: Option<&RawValue>| value.and_then(|v| simple(v.get()));
    let title = string(record.title).filter(|t| !t.trim().is_empty());
    let declared = string(record.lang);
    let mut origin = Origin {
        id: string(record.id).unwrap_or_else(|| unit.record.unwrap_or(number).to_string()),
        path: unit.path.clone(),
        record: unit.record,
        site: string(record.site),
        ..Origin::default()
    };
    let place = |value: &RawValue| unit.raw.offset + (value.get().as_ptr() as usize - line.as_ptr() as usize) as u64;

    let mut content = String::with_capacity(article.get().len());
    let mut map = SourceMap::default();
    let mut blocks = Vec::new();
    if let (Some(raw), Some(title)) = (record.title, &title) {
        let body_start = article.get().trim_start_matches('"').trim_start();
        // Some feeds put the title into the text as well.
        if !body_start.starts_with(raw.get().trim_matches('"')) {
            unescape(raw.get(), place(raw), &mut content, &mut map);
            let trimmed = content.trim();
            let start = content.len() - content.trim_start().len();
            blocks.push((Span::new(start as u32, (start + trimmed.len()) as u32), BlockKind::Headline));
            content.push_str("\n\n");
            map.synthetic(2);
            origin.title_in_text = true;
        }
        origin.title = Some(title.clone());
    }
    let body = content.len() as u32;
    unescape(article.get(), place(article), &mut content, &mut map);
    let shifted = text::plain_blocks(&content[body as usize..]);
    blocks.extend(shifted.into_iter().map(|(s, kind)| (Span::new(s.start + body, s.end + body), kind)));
    let lang = language(options, declared.as_deref(), &content[body as usize..]);
    Ok(Document::new(origin, lang, text::segment(content, &blocks), map, unit.raw))
}

/// A string or number as a string.
fn simple(json: &str) -> Option<String> {
    match serde_json::from_str::<serde_json::Value>(json).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Decodes a JSON string literal that `serde_json` has checked. `raw` is where it starts in the file.
fn unescape(literal: &str, raw: u64, content: &mut String, map: &mut SourceMap) {
    let bytes = literal.as_bytes();
    let end = literal.len() - 1;
    let mut at = 1;
    while at < end {
        let stop = memchr::memchr(b'\\', &bytes[at..end]).map_or(end, |i| at + i);
        content.push_str(&literal[at..stop]);
        map.exact(raw + at as u64, (stop - at) as u32);
        if stop == end {
            return;
        }
        let (c, len) = escape(&bytes[stop..end]);
        content.push(c);
        map.decoded(raw + stop as u64, len as u32, c.len_utf8() as u32);
        at = stop + len;
    }
}

/// The character of an escape and the bytes it takes.
fn escape(bytes: &[u8]) -> (char, usize) {
    match bytes.get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => {
            let unit = |at: usize| -> Option<u32> {
                let hex = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
                u32::from_str_radix(hex, 16).ok()
            };
            let first = unit(2).unwrap_or(0xfffd);
            if (0xd800..0xdc00).contains(&first)
                && bytes.get(6..8) == Some(b"\\u")
                && let Some(second) = unit(8).filter(|u| (0xdc00..0xe000).contains(u))
            {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
            }
            (char::from_u32(first).unwrap_or('\u{fffd}'), 6)
        }
        Some(&other) => (char::from(other), 2),
        None => ('\u{fffd}', 1),
    }
}
