//! Plain text: the whole file is one article.

use super::{InputError, Options, Unit, encoding, language, source_language};
use crate::{
    model::{Document, Origin},
    text,
};

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let decoded = encoding::decode(unit.raw.bytes(), &unit.path)?;
    let mut raw = unit.raw;
    raw.utf8 = decoded.utf8;
    let lang = language(options, None, &decoded.content);
    let mut blocks = text::plain_blocks(&decoded.content);
    blocks.retain(|(span, _)| !is_comment(&decoded.content[span.range()]));
    let origin = Origin { id: unit.path.to_string(), path: unit.path, record: unit.record, ..Origin::default() };
    let target = text::segment(decoded.content, &blocks);
    let source = source_language(options, None, &target, lang);
    Ok(Document { source, ..Document::new(origin, lang, target, decoded.map, raw) })
}

/// Whether a line speaks to mtlint and not to readers.
fn is_comment(line: &str) -> bool {
    let inner = line.trim_start_matches("<!--").trim_start_matches(['#', '/', '%']).trim_start();
    let verb = inner.strip_prefix("mtlint-").and_then(|rest| rest.split([' ', ':', '-']).next());
    verb.is_some_and(|verb| matches!(verb, "allow" | "disable" | "enable"))
}
