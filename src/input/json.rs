//! JSON objects that are more than a record with `text`: ninjs, JSON Feed, records whose fields are named by options.

use super::{InputError, Options, Unit, draft::Draft, fields, fields::Value, jsonl};
use crate::model::{Document, SourceMap};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

type Object<'a> = BTreeMap<std::borrow::Cow<'a, str>, &'a RawValue>;

/// The articles of an object.
pub(super) fn articles(unit: &Unit, options: Options) -> Vec<Result<Document, InputError>> {
    let fail = |reason: String| vec![Err(InputError::Record { path: unit.path.clone(), line: unit.raw.line, reason })];
    let line = match jsonl::object(unit) {
        Ok(line) => line,
        Err(error) => return vec![Err(error)],
    };
    let object: Object<'_> = match serde_json::from_str(line) {
        Ok(object) => object,
        Err(error) => return fail(jsonl::broken(&error)),
    };
    let Some(items) =
        object.get("items").filter(|_| object.get("version").is_some_and(|v| v.get().contains("jsonfeed")))
    else {
        return vec![record(unit, line, &object, None, options)];
    };
    let items: Vec<Object<'_>> = match serde_json::from_str(items.get()) {
        Ok(items) => items,
        Err(error) => return fail(format!("`items` is no list of objects ({error}); a JSON Feed is expected")),
    };
    items.iter().map(|item| record(unit, line, item, Some(&object), options)).collect()
}

fn record(
    unit: &Unit,
    line: &str,
    object: &Object<'_>,
    feed: Option<&Object<'_>>,
    options: Options,
) -> Result<Document, InputError> {
    let start = unit.raw.offset;
    let place = |value: &RawValue| start + (value.get().as_ptr() as usize - line.as_ptr() as usize) as u64;
    let string = |value: &RawValue| -> Option<Value> {
        if !value.get().starts_with('"') {
            return None;
        }
        let mut out = (String::new(), SourceMap::default());
        jsonl::unescape(value.get(), place(value), &mut out.0, &mut out.1);
        Some(out)
    };
    let value = |name: &str| object.get(name).and_then(|value| string(value));
    let simple = |names: &[&str]| {
        let read = |object: &Object<'_>| names.iter().find_map(|n| jsonl::simple(object.get(*n)?.get()));
        read(object).or_else(|| read(feed?)).filter(|t| !t.trim().is_empty())
    };
    // ninjs 2 has lists of headlines and bodies.
    let listed = |list: &str, wanted: &str| -> Option<(Value, bool)> {
        let list: Vec<Object<'_>> = serde_json::from_str(object.get(list)?.get()).ok()?;
        let (mut text, mut markup) = (None, None);
        for entry in &list {
            let html =
                ["contenttype", "contentType"].iter().any(|n| entry.get(*n).is_some_and(|t| t.get().contains("html")));
            let slot = if html { &mut markup } else { &mut text };
            if slot.is_none() {
                *slot = entry.get(wanted).and_then(|v| string(v));
            }
        }
        text.map(|t| (t, false)).or(markup.map(|m| (m, true)))
    };
    let title = fields::TITLE.iter().find_map(|name| value(name)).or_else(|| listed("headlines", "value").map(|t| t.0));
    let body = match options.text_field {
        Some(name) => value(name).map(|body| (body, fields::HTML.contains(&name))),
        None => (fields::HTML.iter().find_map(|name| value(name)).map(|body| (body, true)))
            .or_else(|| fields::TEXT.iter().find_map(|name| value(name)).map(|body| (body, false)))
            .or_else(|| listed("bodies", "value")),
    };
    let fail = |reason: String| InputError::Record { path: unit.path.clone(), line: unit.raw.line, reason };
    let Some((body, html)) = body else {
        let name = options.text_field.unwrap_or("text");
        let what = if object.contains_key(name) {
            format!("`{name}` is not a string")
        } else {
            format!("the record has no `{name}`")
        };
        return Err(fail(format!("{what}; --text-field names the field to read")));
    };
    let mut draft = Draft::default();
    draft.origin.id = simple(&["id", "uri", "guid", "url"])
        .unwrap_or_else(|| unit.record.map_or_else(|| unit.path.to_string(), |record| record.to_string()));
    draft.origin.path = unit.path.clone();
    draft.origin.record = unit.record;
    draft.origin.site = simple(fields::SITE);
    draft.origin.url = simple(&["url", "link"]);
    draft.origin.published = simple(fields::PUBLISHED);
    draft.origin.modified = simple(&["modified", "date_modified", "dateModified", "contentcreated"]);
    draft.lang = simple(fields::LANG);
    draft.source_lang = simple(fields::SOURCE_LANG);
    if let Some(allowed) = object.get("mtlint_allow") {
        jsonl::allow(allowed, place(allowed), &mut draft);
    }
    if html {
        return fields::write_html(draft, title.as_ref(), &body, unit.raw.clone(), options);
    }
    let source = match options.source_field {
        Some(name) => {
            let reason = || format!("the record has no string `{name}` for the source; --source-field names the field");
            Some(value(name).ok_or_else(|| fail(reason()))?)
        }
        None => None,
    };
    fields::write(draft, title.as_ref(), &body, source.as_ref(), unit.raw.clone(), options)
}
