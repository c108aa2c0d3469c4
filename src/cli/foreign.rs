//! Files in folders that have the name of an article's format and are plainly something else: schemas, settings, reports.
//!
//! A file that is named on the command line is read whatever it is, and said to be wrong where it is no article.

use crate::input::{self, Format, Limits, Options, Source};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::{collections::BTreeMap, path::Path};

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
        _ => false,
    }
}

/// What the first record of a file is, as its keys tell.
enum Keys {
    /// A report, a baseline or decisions of mtlint.
    Own,
    /// It has a text.
    Article,
}

impl Keys {
    /// By the first line, if it is a record.
    fn of(head: &[u8]) -> Option<Keys> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let line = head.split(|b| *b == b'\n').next()?;
        let record: BTreeMap<&str, &RawValue> = serde_json::from_slice(line).ok()?;
        let has = |key: &str| record.contains_key(key);
        if has("v") && (has("type") || has("decision") || has("fingerprint")) {
            return Some(Keys::Own);
        }
        has("text").then_some(Keys::Article)
    }
}

/// Whether a table is one of mtlint's, by the names of its columns.
fn is_own_table(head: &[u8]) -> bool {
    let names = String::from_utf8_lossy(head.split(|b| *b == b'\n').next().unwrap_or_default());
    let names: Vec<&str> = names.split([',', ';', '\t']).map(|name| name.trim_matches(['"', ' ', '\r'])).collect();
    let has = |name: &str| names.contains(&name);
    has("rule") && has("sentence_text") || has("index") && has("points") && has("score")
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
