//! CSV and TSV: a row an article, its columns named by the first row. Quoting as in RFC 4180, delimiters as they come.

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding, fields,
    split::Cut,
};
use crate::model::{Document, SourceMap, Span};
use std::{ops::Range, sync::Arc};

/// The names of the columns, and what stands between fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    names: Vec<String>,
    delimiter: u8,
}

impl Columns {
    /// Columns of a table that is no CSV.
    #[cfg(feature = "parquet")]
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, delimiter: b',' }
    }

    /// Index of a column.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// The first names, for messages.
    pub(super) fn names(&self) -> String {
        self.names.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A field: its bytes without quotation marks, and whether it had them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    range: Range<usize>,
    quoted: bool,
}

/// Cuts bytes into rows; the first row of all gives the columns.
pub(super) fn cut(bytes: &[u8], all: bool, delimiter: &mut Option<u8>, columns: &mut Option<Arc<Columns>>) -> Cut {
    let mut cut = Cut::default();
    let mut fields = Vec::new();
    let mark = *delimiter.get_or_insert_with(|| likely_delimiter(bytes));
    while cut.used < bytes.len() {
        let start = cut.used;
        let Some(end) = row(bytes, start, mark, all, &mut fields) else { return cut };
        cut.used = end;
        if bytes[start..end].trim_ascii().is_empty() {
            continue;
        }
        if columns.is_some() {
            cut.records.push(start..end);
        } else {
            let name = |field: &Field| String::from_utf8_lossy(&bytes[field.range.clone()]).trim().to_owned();
            *columns = Some(Arc::new(Columns { names: fields.iter().map(name).collect(), delimiter: mark }));
        }
    }
    cut
}

/// The mark that the first line holds most of.
fn likely_delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |mark: u8| memchr::memchr_iter(mark, line).count();
    // The first of equals: a comma is the rule.
    [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// Finds the fields of the row that starts at `start`, and where the next row starts; nothing if its end is not there.
fn row(bytes: &[u8], start: usize, delimiter: u8, all: bool, fields: &mut Vec<Field>) -> Option<usize> {
    fields.clear();
    let mut at = start;
    loop {
        let quoted = bytes.get(at) == Some(&b'"');
        let from = at + usize::from(quoted);
        let mut end = from;
        if quoted {
            loop {
                match memchr::memchr(b'"', &bytes[end..]) {
                    Some(found) if bytes.get(end + found + 1) == Some(&b'"') => end += found + 2,
                    Some(found) => {
                        end += found;
                        break;
                    }
                    None if all => {
                        end = bytes.len();
                        break;
                    }
                    None => return None,
                }
            }
            // What follows the closing mark belongs to no field.
            at = (end + 1).min(bytes.len());
        }
        let stop = memchr::memchr2(delimiter, b'\n', &bytes[at..]).map(|found| at + found);
        let stop = match stop {
            Some(stop) => stop,
            None if all => bytes.len(),
            None => return None,
        };
        if !quoted {
            let line_end = bytes.get(stop) != Some(&delimiter) && bytes[from..stop].ends_with(b"\r");
            end = stop - usize::from(line_end);
        }
        fields.push(Field { range: from..end, quoted });
        at = (stop + 1).min(bytes.len());
        if bytes.get(stop) != Some(&delimiter) {
            return Some(at);
        }
    }
}

pub(super) fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    match parse(unit, options) {
        Ok(document) => document.map(Ok).into_iter().collect(),
        Err(error) => vec![Err(error)],
    }
}

fn parse(unit: Unit, options: Options) -> Result<Option<Document>, InputError> {
    let Unit { path, record, mut raw, columns, .. } = unit;
    let Some(columns) = columns else { return Ok(None) };
    let fail = |reason: String| InputError::Record { path: path.clone(), line: raw.line, reason };
    let find = |name: &str| columns.find(name);
    let text = match options.text_field {
        Some(name) => find(name),
        None => fields::TEXT.iter().find_map(|name| find(name)),
    };
    let source = options.source_field.map(|name| (name, find(name)));
    let missing = match (text, source) {
        (None, _) => Some(options.text_field.unwrap_or("text")),
        (_, Some((name, None))) => Some(name),
        _ => None,
    };
    if let Some(missing) = missing {
        // Said once, not for every row.
        let first = record.is_none_or(|record| record == 1);
        let reason = format!(
            "no column `{missing}` (there are: {}); --text-field and --source-field name them",
            columns.names()
        );
        return if first { Err(fail(reason)) } else { Ok(None) };
    }
    let mut decoded = encoding::decode(raw.bytes(), &path).map_err(|error| match error {
        InputError::NotText { reason, .. } => fail(format!("the row is not text: {reason}; save the file as UTF-8")),
        other => other,
    })?;
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let mut row_fields = Vec::new();
    row(layer.text.as_bytes(), 0, columns.delimiter, true, &mut row_fields);
    let field = |index: usize| row_fields.get(index).map(|field| unquoted(layer, field));
    let plain = |names: &[&str]| {
        let value = names.iter().find_map(|name| find(name)).and_then(field)?.0;
        (!value.trim().is_empty()).then(|| value.trim().to_owned())
    };
    let Some(body) = text.and_then(field) else {
        let (expected, met) = (columns.names.len(), row_fields.len());
        let reason = format!("the row has {met} of {expected} fields, and none for the text; mend or drop it");
        return Err(InputError::Record { path, line: raw.line, reason });
    };
    let mut draft = Draft::default();
    draft.origin.id = plain(fields::ID).unwrap_or_else(|| record.unwrap_or(raw.line).to_string());
    draft.origin.path = path;
    draft.origin.record = record;
    draft.origin.site = plain(fields::SITE);
    draft.origin.published = plain(fields::PUBLISHED);
    draft.origin.url = plain(&["url", "link"]);
    draft.lang = plain(fields::LANG);
    draft.source_lang = plain(fields::SOURCE_LANG);
    let title = fields::TITLE.iter().find_map(|name| find(name)).and_then(field);
    if let Some(allow) = plain(&["mtlint_allow"]) {
        draft.comment(&format!("mtlint-allow-file {allow}"), raw.offset..raw.offset + raw.bytes().len() as u64);
    }
    let source = source.and_then(|(_, index)| index).and_then(field);
    fields::write(draft, title.as_ref(), &body, source.as_ref(), raw, options).map(Some)
}

/// The text of a field, doubled quotation marks made single.
fn unquoted(layer: Layer<'_>, field: &Field) -> (String, SourceMap) {
    let mut out = (String::with_capacity(field.range.len()), SourceMap::default());
    let mut at = field.range.start;
    while at < field.range.end {
        let rest = &layer.text[at..field.range.end];
        let pair = if field.quoted { rest.find("\"\"") } else { None };
        let len = pair.map_or(rest.len(), |pair| pair + 1);
        out.0.push_str(&rest[..len]);
        out.1.through(layer.map, Span::new(at as u32, (at + len) as u32));
        at += len + usize::from(pair.is_some());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_outside_of_quotation_marks() {
        let bytes = b"id,text\r\n1,\"He said \"\"no\"\",\r\nshe said yes\"\r\n2,5\" nails\r\n";
        let (mut delimiter, mut columns) = (None, None);
        let found = cut(bytes, false, &mut delimiter, &mut columns);
        assert_eq!(columns.map(|c| c.names.clone()), Some(vec!["id".to_owned(), "text".to_owned()]));
        let rows: Vec<&[u8]> = found.records.iter().map(|r| &bytes[r.clone()]).collect();
        assert_eq!(rows, [b"1,\"He said \"\"no\"\",\r\nshe said yes\"\r\n".as_slice(), b"2,5\" nails\r\n"]);
        let mut fields = Vec::new();
        row(rows[1], 0, b',', true, &mut fields);
        assert_eq!(&rows[1][fields[1].range.clone()], b"5\" nails");
    }
}
