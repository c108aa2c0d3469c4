//! JSONL: an object a line, the article in `text`; `id`, `title`, `lang`, `source_lang` and `site` if it
//! has them.
//!
//! `serde_json` checks the line and finds the fields; the string of the article is decoded here, because its bytes must map
//! to those of the file.

use super::{InputError, Options, Unit, draft::Draft, language, source_language};
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
    source_lang: Option<&'a RawValue>,
    // Feeds have several names for it, and some have more than one in a record.
    #[serde(borrow, alias = "src-lang", alias = "srcLang")]
    src_lang: Option<&'a RawValue>,
    #[serde(borrow, rename = "sourceLang", alias = "source-lang")]
    source_lang_camel: Option<&'a RawValue>,
    #[serde(borrow, alias = "sourceLanguage")]
    source_language: Option<&'a RawValue>,
    #[serde(borrow)]
    site: Option<&'a RawValue>,
    #[serde(borrow)]
    published: Option<&'a RawValue>,
    #[serde(borrow)]
    mtlint_allow: Option<&'a RawValue>,
}

/// The articles of a record. One that only `text` and its like make is read here, any other by [`super::json`].
pub(super) fn articles(unit: &Unit, options: Options) -> Vec<Result<Document, InputError>> {
    let named = options.text_field.is_some() || options.source_field.is_some();
    let read = if named { Ok(None) } else { parse(unit.clone(), options) };
    match read {
        Ok(Some(document)) => vec![Ok(document)],
        Ok(None) => super::json::articles(unit, options),
        Err(error) => vec![Err(error)],
    }
}

/// The text of a record that is an object, as far as its first character shows.
pub(super) fn object(unit: &Unit) -> Result<&str, InputError> {
    let fail = |reason: String| InputError::Record { path: unit.path.clone(), line: unit.raw.line, reason };
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
    Ok(line)
}

/// What is said of a record that is no JSON.
pub(super) fn broken(error: &serde_json::Error) -> String {
    let place = match (error.line(), error.column()) {
        (_, 0) => String::new(),
        (1, column) => format!(" at byte {column} of the line"),
        (line, column) => format!(" at byte {column} of its line {line}"),
    };
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    format!("not a JSON object{place}: {reason}; one object a line is expected")
}

/// Reads `mtlint_allow`: a rule or a list of them.
pub(super) fn allow(value: &RawValue, raw: u64, draft: &mut Draft) {
    let rules = match serde_json::from_str(value.get()) {
        Ok(serde_json::Value::String(rules)) => rules,
        Ok(serde_json::Value::Array(rules)) => rules.iter().filter_map(|r| r.as_str()).collect::<Vec<_>>().join(", "),
        _ => return,
    };
    draft.comment(&format!("mtlint-allow-file {rules}"), raw..raw + value.get().len() as u64);
}

/// Reads a record with `text`; nothing if there is no such field.
fn parse(unit: Unit, options: Options) -> Result<Option<Document>, InputError> {
    let number = unit.raw.line;
    let fail = |reason: String| InputError::Record { path: unit.path.clone(), line: number, reason };
    let line = object(&unit)?;
    let record: Record<'_> = serde_json::from_str(line).map_err(|e| fail(broken(&e)))?;
    let Some(article) = record.text else { return Ok(None) };
    if !article.get().starts_with('"') {
        return Err(fail("`text` is not a string; --text-field names the field to read".into()));
    }
    let string = |value: Option<&RawValue>| value.and_then(|v| simple(v.get()));
    let title = string(record.title).filter(|t| !t.trim().is_empty());
    let declared = string(record.lang);
    let mut origin = Origin {
        id: string(record.id).unwrap_or_else(|| unit.record.unwrap_or(number).to_string()),
        path: unit.path.clone(),
        record: unit.record,
        site: string(record.site),
        published: string(record.published),
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
    let mut allowed = Draft::default();
    if let Some(value) = record.mtlint_allow {
        allow(value, place(value), &mut allowed);
    }
    let target = text::segment(content, &blocks);
    let stated = [record.source_lang, record.src_lang, record.source_lang_camel, record.source_language];
    let stated = stated.into_iter().find_map(string);
    let source = source_language(options, stated.as_deref(), &target, lang);
    let mut document = Document { source, ..Document::new(origin, lang, target, map, unit.raw) };
    document.allows = allowed.allows();
    Ok(Some(document))
}

/// A string or number as a string.
pub(super) fn simple(json: &str) -> Option<String> {
    match serde_json::from_str::<serde_json::Value>(json).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Decodes a JSON string literal that `serde_json` has checked. `raw` is where it starts in the file.
pub(super) fn unescape(literal: &str, raw: u64, content: &mut String, map: &mut SourceMap) {
    let bytes = literal.as_bytes();
    let end = literal.len() - 1;
    // In 38 MB of news an escape, which is two pieces, came every 73 bytes.
    map.reserve(literal.len() / 32 + 2);
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
