//! Records: which field is what, and the article that its fields make.

use super::{
    InputError, Options,
    draft::{Draft, Layer},
    html,
};
use crate::model::{BlockKind, Document, Raw, SourceMap, Span};

/// Names under which the text of an article is found, best first.
pub(super) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "article_text",
    "body_text",
    "maintext",
    "articleBody",
    "content_text",
    "translation",
    "target",
];
/// Names of fields that hold HTML.
pub(super) const HTML: &[&str] = &["content_html", "body_xhtml", "body_html", "html"];
/// Names of its title.
pub(super) const TITLE: &[&str] = &["title", "headline"];
/// Names of its id.
pub(super) const ID: &[&str] = &["id", "uri", "guid", "url"];
/// Names of its language.
pub(super) const LANG: &[&str] = &["lang", "language"];
/// Names of the language it was translated from.
pub(super) const SOURCE_LANG: &[&str] =
    &["source_lang", "src_lang", "source_language", "sourceLang", "srcLang", "sourceLanguage"];
/// Names of the site it was published on.
pub(super) const SITE: &[&str] = &["site", "publisher", "domain"];
/// Names of the day it was published.
pub(super) const PUBLISHED: &[&str] =
    &["published", "date", "date_published", "published_at", "datePublished", "versioncreated", "pubDate"];

/// A decoded field with its map.
pub(super) type Value = (String, SourceMap);

/// Makes the article of a record: title, text, and the source if there is one.
pub(super) fn write(
    mut draft: Draft,
    title: Option<&Value>,
    body: &Value,
    source: Option<&Value>,
    raw: Raw,
    options: Options,
) -> Result<Document, InputError> {
    headline(&mut draft, title, &body.0);
    let start = draft.place();
    draft.plain(Layer::from(body));
    pair(draft, start, source, raw, options)
}

/// The same for a body in HTML.
pub(super) fn write_html(
    mut draft: Draft,
    title: Option<&Value>,
    body: &Value,
    raw: Raw,
    options: Options,
) -> Result<Document, InputError> {
    headline(&mut draft, title, "");
    html::fragment(Layer::from(body), &mut draft);
    draft.finish(raw, options)
}

/// Puts the title before the text, unless the text starts with it.
pub(super) fn headline(draft: &mut Draft, title: Option<&Value>, body: &str) {
    let Some(value) = title.filter(|t| !t.0.trim().is_empty()) else { return };
    let title = value.0.trim();
    draft.origin.title = Some(title.to_owned());
    if !body.trim_start().starts_with(title) {
        draft.begin(BlockKind::Headline);
        let start = value.0.len() - value.0.trim_start().len();
        draft.exact(Layer::from(value), start..start + title.len());
        draft.close();
        draft.origin.title_in_text = true;
    }
}

fn pair(
    draft: Draft,
    start: usize,
    source: Option<&Value>,
    raw: Raw,
    options: Options,
) -> Result<Document, InputError> {
    let Some(source) = source.filter(|source| !source.0.trim().is_empty()) else { return draft.finish(raw, options) };
    let mut original = Draft::default();
    original.plain(Layer::from(source));
    let units = vec![(Span::new(start as u32, draft.place() as u32), Span::new(0, original.place() as u32))];
    draft.finish_pair(original, units, raw, options)
}
