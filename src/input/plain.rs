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
    let blocks = text::plain_blocks(&decoded.content);
    let origin = Origin { id: unit.path.to_string(), path: unit.path, record: unit.record, ..Origin::default() };
    let target = text::segment(decoded.content, &blocks);
    let source = source_language(options, None, &target, lang);
    Ok(Document { source, ..Document::new(origin, lang, target, decoded.map, raw) })
}
