//! An article from a string.

use super::{guess_source, plain_blocks, segment};
use crate::model::{Document, Lang, Origin, Raw, SourceMap};

/// An article from a string, as examples and library users have it. The title, if there is one, becomes its first block.
pub fn text_document(content: &str, title: Option<&str>, lang: Lang) -> Document {
    let whole = match title {
        Some(title) => format!("{title}\n\n{content}"),
        None => content.to_owned(),
    };
    let blocks = plain_blocks(&whole);
    let map = SourceMap::identity(0, whole.len() as u32);
    let raw = Raw::whole(whole.clone().into_bytes(), true);
    let origin = Origin {
        path: "text".into(),
        id: "text".into(),
        title: title.map(str::to_owned),
        title_in_text: title.is_some(),
        ..Origin::default()
    };
    let target = segment(whole, &blocks);
    Document { source: guess_source(&target, lang), ..Document::new(origin, lang, target, map, raw) }
}
