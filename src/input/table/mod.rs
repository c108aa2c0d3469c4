//! Parquet: a row an article, fields by the names of columns. Positions are counted in the value of the text column, for
//! its bytes stand packed in the file.

#[cfg(feature = "parquet")]
mod chunks;
#[cfg(feature = "parquet")]
mod columnar;
#[cfg(feature = "parquet")]
mod pages;
#[cfg(feature = "parquet")]
mod thrift;

use super::{InputError, Options, Unit, draft::Draft, encoding, fields, fields::Value};
use crate::model::{Document, Raw, SourceMap};
use std::ops::Range;

#[cfg(feature = "parquet")]
pub(super) use columnar::Table;
#[cfg(not(feature = "parquet"))]
pub(super) use missing::Table;

/// The article of a row.
pub(super) fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    let columns = unit.columns.clone();
    let has = |name: &str| columns.as_ref().is_some_and(|columns| columns.find(name).is_some());
    let text = options.text_field.map_or_else(|| fields::TEXT.iter().any(|name| has(name)), has);
    let missing = match options.source_field {
        _ if !text => Some(options.text_field.unwrap_or("text")),
        Some(source) if !has(source) => Some(source),
        _ => None,
    };
    if let Some(missing) = missing {
        // Said once, not for every row.
        if unit.record != Some(1) {
            return Vec::new();
        }
        let names = columns.map(|columns| columns.names()).unwrap_or_default();
        let reason = format!(
            "no text column `{missing}` (columns of strings: {names}); --text-field and --source-field name them"
        );
        return vec![Err(InputError::Broken { path: unit.path, reason })];
    }
    vec![parse(&unit, options)]
}

/// Reads a row, whose values stand one after the other in the unit, each behind its length.
fn parse(unit: &Unit, options: Options) -> Result<Document, InputError> {
    let number = unit.record.unwrap_or(0);
    let fail =
        |reason: String| InputError::Broken { path: unit.path.clone(), reason: format!("row {number}: {reason}") };
    let ranges = values(&unit.raw);
    let find = |name: &str| {
        let index = unit.columns.as_ref()?.find(name)?;
        ranges.get(index).cloned().flatten()
    };
    let known = |names: &[&str]| names.iter().find_map(|name| find(name));
    let string = |range: Range<usize>| String::from_utf8_lossy(&unit.raw.buffer[range]).trim().to_owned();
    let body = match options.text_field {
        Some(name) => find(name),
        None => known(fields::TEXT),
    };
    let Some(body) = body else {
        return Err(fail("it has no text in the text column; drop the row".into()));
    };
    let mut raw = unit.raw.clone();
    raw.range = body;
    let decoded = encoding::decode(raw.bytes(), &unit.path).map_err(|error| match error {
        InputError::NotText { reason, .. } => fail(format!("not text: {reason}")),
        other => other,
    })?;
    let body = decoded.into_parts(&mut raw);
    let mut draft = Draft::default();
    draft.origin.id = known(fields::ID).map_or_else(|| number.to_string(), string);
    draft.origin.path = unit.path.clone();
    draft.origin.record = unit.record;
    draft.origin.site = known(fields::SITE).map(string);
    draft.origin.url = known(&["url", "link"]).map(string);
    draft.origin.published = known(fields::PUBLISHED).map(string);
    draft.origin.title = known(fields::TITLE).map(string).filter(|title| !title.is_empty());
    draft.lang = known(fields::LANG).map(string);
    draft.source_lang = known(fields::SOURCE_LANG).map(string);
    // Other columns lie at no place of the text, so what they add maps to its start.
    let elsewhere = |range: Range<usize>| -> Value {
        let text = string(range);
        let mut map = SourceMap::default();
        map.synthetic(text.len() as u32);
        (text, map)
    };
    let title = known(fields::TITLE).map(elsewhere);
    let source = options.source_field.and_then(find).map(elsewhere);
    fields::write(draft, title.as_ref(), &body, source.as_ref(), raw, options)
}

/// Where the values of a row stand.
fn values(raw: &Raw) -> Vec<Option<Range<usize>>> {
    let bytes = raw.bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(len) = bytes.get(at..at + 4) {
        let len = u32::from_le_bytes([len[0], len[1], len[2], len[3]]);
        at += 4;
        if len == u32::MAX {
            found.push(None);
            continue;
        }
        let end = at + len as usize;
        found.push((end <= bytes.len()).then_some(raw.range.start + at..raw.range.start + end));
        at = end;
    }
    found
}

#[cfg(not(feature = "parquet"))]
mod missing {
    use crate::input::{Batch, Limits, archive::Seekable};
    use std::sync::Arc;

    /// No rows: this build does not read them.
    pub(in crate::input) enum Table {}

    impl Table {
        pub(in crate::input) fn open(_reader: Box<dyn Seekable>, _limits: Limits) -> Result<Self, String> {
            Err("a Parquet file, which this build of mtlint does not read; build it with the feature `parquet`".into())
        }

        pub(in crate::input) fn next_batch(&mut self, _path: &Arc<str>) -> Result<Option<Batch>, String> {
            Ok(None)
        }
    }
}
