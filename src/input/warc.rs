//! WARC and WET: pages and texts as a crawler stored them. Records of other types and content are passed over.

use super::{
    Format, InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding, html,
    split::Cut,
    unpack,
};
use crate::model::{Document, Raw};
use std::{
    io::{Cursor, Read},
    ops::Range,
};

/// Bytes that the headers of a record may take.
const MAX_HEADERS: usize = 64 << 10;

/// Cuts bytes into records; the ones that hold no article are left out.
pub(super) fn cut(bytes: &[u8], all: bool) -> Cut {
    let mut cut = Cut::default();
    loop {
        let blank = bytes[cut.used..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let start = cut.used + blank;
        let rest = &bytes[start..];
        if rest.is_empty() || rest.len() < 5 && !all {
            cut.used = start;
            return cut;
        }
        if !rest.starts_with(b"WARC/") {
            let next = memchr::memmem::find(rest, b"\nWARC/1.");
            if next.is_none() && !all {
                return cut;
            }
            let reason = "no WARC record starts here: the length of the one before is wrong; the next was looked for";
            cut.broken.push((start, reason.into()));
            cut.used = next.map_or(bytes.len(), |next| start + next + 1);
            continue;
        }
        let Some(headers) = headers_end(rest) else {
            if all || rest.len() > MAX_HEADERS {
                cut.broken.push((start, "the headers of the record have no end; the file is cut off".into()));
                let next = memchr::memmem::find(&rest[5..], b"\nWARC/1.");
                cut.used = next.map_or(bytes.len(), |next| start + 5 + next + 1);
                continue;
            }
            return cut;
        };
        let names = &rest[..headers];
        let length = header(names, "content-length").and_then(|length| length.parse::<usize>().ok());
        let Some(length) = length else {
            cut.broken.push((start, "the record does not say its length; it was passed over".into()));
            let next = memchr::memmem::find(&rest[5..], b"\nWARC/1.");
            cut.used = next.map_or(if all { bytes.len() } else { start + headers }, |next| start + 5 + next + 1);
            continue;
        };
        let Some(end) = (start + headers).checked_add(length) else {
            cut.broken.push((start, "the length of the record is no length; the rest was passed over".into()));
            cut.used = bytes.len();
            return cut;
        };
        if !wanted(names) {
            cut.used = end;
            if end >= bytes.len() {
                return cut;
            }
            continue;
        }
        if end > bytes.len() {
            if all {
                cut.broken
                    .push((start, format!("the record should have {length} bytes, but the file ends before that")));
                cut.used = bytes.len();
            }
            return cut;
        }
        cut.records.push(start..end);
        cut.used = end;
    }
}

/// Where the headers at the start end, with the empty line behind them.
fn headers_end(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(MAX_HEADERS)];
    let unix = memchr::memmem::find(head, b"\n\n").map(|i| i + 2);
    let dos = memchr::memmem::find(head, b"\r\n\r\n").map(|i| i + 4);
    match (unix, dos) {
        (Some(unix), Some(dos)) => Some(unix.min(dos)),
        (unix, dos) => unix.or(dos),
    }
}

fn header(headers: &[u8], wanted: &str) -> Option<String> {
    headers.split(|b| *b == b'\n').find_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        line[..colon].trim_ascii().eq_ignore_ascii_case(wanted.as_bytes()).then_some(())?;
        Some(String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned())
    })
}

/// Whether a record may hold an article, by its headers.
fn wanted(headers: &[u8]) -> bool {
    let kind = header(headers, "warc-type").unwrap_or_default().to_ascii_lowercase();
    let content = header(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
    match kind.as_str() {
        "response" => content.starts_with("application/http"),
        // wget stores its arguments and its log as resources of their own scheme.
        "resource" if header(headers, "warc-target-uri").is_some_and(|uri| uri.contains("metadata://")) => false,
        "conversion" | "resource" => readable(&content).is_some(),
        _ => false,
    }
}

/// The format behind a content type.
fn readable(content: &str) -> Option<Format> {
    if content.starts_with("text/html") || content.starts_with("application/xhtml+xml") {
        Some(Format::Html)
    } else if content.starts_with("text/plain") {
        Some(Format::Text)
    } else {
        None
    }
}

pub(super) fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    read(unit, options).transpose().into_iter().collect()
}

fn read(unit: Unit, options: Options) -> Result<Option<Document>, InputError> {
    let bytes = unit.raw.bytes();
    let headers = headers_end(bytes).unwrap_or(bytes.len());
    let names = &bytes[..headers];
    let uri = header(names, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let date = header(names, "warc-date");
    let mut content = header(names, "content-type").unwrap_or_default().to_ascii_lowercase();
    let mut body = headers..bytes.len();
    let mut unpacked = None;
    if content.starts_with("application/http") {
        let http = headers_end(&bytes[headers..]).unwrap_or(bytes.len() - headers);
        let names = &bytes[headers..headers + http];
        let status = names.split(|b| *b == b' ').nth(1).unwrap_or_default();
        content = header(names, "content-type").unwrap_or_default().to_ascii_lowercase();
        body = headers + http..bytes.len();
        if !status.starts_with(b"2") || readable(&content).is_none() {
            return Ok(None);
        }
        unpacked = decode_body(names, &bytes[body.clone()]).map_err(|reason| InputError::Record {
            path: unit.path.clone(),
            line: unit.raw.line,
            reason,
        })?;
    }
    let Some(format) = readable(&content) else { return Ok(None) };
    // Bytes that were packed inside the record are counted from the start of the page.
    let raw = match unpacked {
        Some(bytes) => Raw::whole(bytes, true),
        None => unit.raw.part(body),
    };
    let charset = content.split("charset=").nth(1).map(|c| c.trim_matches(['"', ' ', ';']).to_owned());
    let part = Unit { format, raw, ..unit };
    let mut document = match format {
        Format::Html => html::parse_as(part, options, charset.as_deref())?,
        _ => text(part, options, charset.as_deref())?,
    };
    if document.target.words() == 0 {
        return Ok(None);
    }
    if let Some(uri) = uri {
        document.origin.id.clone_from(&uri);
        document.origin.site = document.origin.site.or_else(|| {
            let host = uri.split("://").nth(1)?.split('/').next()?;
            Some(host.to_owned())
        });
        document.origin.url = Some(uri);
    }
    document.origin.published = document.origin.published.or(date);
    Ok(Some(document))
}

fn text(unit: Unit, options: Options, charset: Option<&str>) -> Result<Document, InputError> {
    let mut raw = unit.raw;
    let mut decoded = encoding::decode_as(raw.bytes(), &unit.path, charset)?;
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let mut draft = Draft::default();
    draft.origin.path = unit.path;
    draft.origin.record = unit.record;
    draft.plain(Layer::from(&*whole));
    draft.finish(raw, options)
}

/// The body of an HTTP answer as it was before it was sent, if that changed it.
fn decode_body(headers: &[u8], body: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let is = |name: &str, value: &str| header(headers, name).is_some_and(|h| h.to_ascii_lowercase().contains(value));
    // Some crawlers store the body decoded and leave the header as it was.
    let chunks = if is("transfer-encoding", "chunked") { chunks(body) } else { None };
    let joined =
        chunks.map(|chunks| chunks.into_iter().flat_map(|range| body[range].iter().copied()).collect::<Vec<u8>>());
    if !unpack::is_packed(joined.as_deref().unwrap_or(body)) {
        return match header(headers, "content-encoding").as_deref() {
            Some("br") if std::str::from_utf8(body).is_err() => {
                Err("the page is packed with brotli, which is not read; crawl it with gzip".into())
            }
            _ => Ok(joined),
        };
    }
    let packed = joined.unwrap_or_else(|| body.to_vec());
    let limits = super::Limits::default();
    let mut out = Vec::new();
    let unpacked = unpack::unpack(Box::new(Cursor::new(packed)), limits).and_then(|(head, rest)| {
        out = head;
        rest.take((limits.size as u64) << 20).read_to_end(&mut out)
    });
    unpacked.map(|_| Some(out)).map_err(|error| format!("the page cannot be unpacked: {error}"))
}

/// The chunks of a body, if it is made of chunks.
fn chunks(body: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let line = memchr::memchr(b'\n', &body[at..])?;
        let size = std::str::from_utf8(&body[at..at + line]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        at += line + 1;
        if size == 0 {
            return Some(found);
        }
        let end = at.checked_add(size).filter(|end| *end <= body.len())?;
        found.push(at..end);
        at = (end + 2).min(body.len());
    }
}
