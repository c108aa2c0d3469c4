//! What a page says of itself: JSON-LD, `OpenGraph`, `lang`, `charset`.

use crate::input::{
    draft::{Draft, Layer},
    tree::Tree,
};
use serde_json::Value;

/// Bytes at the start of a page in which its encoding is declared; browsers look at as many.
const HEAD: usize = 1024;

/// The encoding that a page declares in a `meta` element or an XML declaration.
pub(in crate::input) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let at = head.find("charset=").map(|i| i + 8).or_else(|| {
        let xml = head.strip_prefix("<?xml")?;
        xml[..xml.find("?>")?].find("encoding=").map(|i| i + 5 + 9)
    })?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')).collect())
}

/// Fills in title, site, dates, address and language.
pub(super) fn read(tree: &Tree, layer: Layer<'_>, draft: &mut Draft) {
    let mut page = Page::default();
    let mut title = None;
    for node in 0..tree.nodes.len() {
        match tree.name(node) {
            "html" => page.lang = page.lang.take().or_else(|| language(tree, node)),
            "body" => page.lang = language(tree, node).or(page.lang.take()),
            "title" if title.is_none() => title = Some(tree.text(node, layer)),
            "meta" => page.meta(tree, node),
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                page.url = tree.attribute(node, "href").map(str::to_owned).or(page.url.take());
            }
            "script" if tree.attribute(node, "type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json")) => {
                if let Ok(value) = serde_json::from_str(&tree.text(node, layer)) {
                    page.linked(&value);
                }
            }
            _ => {}
        }
    }
    let origin = &mut draft.origin;
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    origin.title = filled(page.ld_title).or(filled(page.title)).or(filled(title));
    origin.site = filled(page.site).or(filled(page.publisher));
    origin.published = filled(page.published);
    origin.modified = filled(page.modified);
    origin.url = filled(page.url);
    draft.lang = filled(page.lang).or(filled(page.ld_lang)).or(filled(page.locale));
}

fn language(tree: &Tree, node: usize) -> Option<String> {
    let lang = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"))?;
    (!lang.trim().is_empty()).then(|| lang.to_owned())
}

#[derive(Default)]
struct Page {
    title: Option<String>,
    ld_title: Option<String>,
    site: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    url: Option<String>,
    lang: Option<String>,
    ld_lang: Option<String>,
    locale: Option<String>,
}

impl Page {
    fn meta(&mut self, tree: &Tree, node: usize) {
        let name = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(|a| tree.attribute(node, a));
        let (Some(name), Some(content)) = (name, tree.attribute(node, "content")) else { return };
        let slot = match name.to_ascii_lowercase().as_str() {
            "og:title" => &mut self.title,
            "og:site_name" => &mut self.site,
            "og:url" => &mut self.url,
            "og:locale" | "content-language" => &mut self.locale,
            "article:published_time" | "datepublished" | "date" | "dc.date" => &mut self.published,
            "article:modified_time" | "datemodified" => &mut self.modified,
            _ => return,
        };
        slot.get_or_insert_with(|| content.to_owned());
    }

    /// Takes the first article of JSON-LD, which may stand in a list or a graph.
    fn linked(&mut self, value: &Value) {
        let mut queue = vec![value];
        while let Some(value) = queue.pop() {
            match value {
                Value::Array(list) => queue.extend(list.iter().rev()),
                Value::Object(object) => {
                    let is_article =
                        |kind: &Value| kind.as_str().is_some_and(|k| k.ends_with("Article") || k == "BlogPosting");
                    let article = match object.get("@type") {
                        Some(Value::Array(kinds)) => kinds.iter().any(is_article),
                        Some(kind) => is_article(kind),
                        None => false,
                    };
                    if article && self.ld_title.is_none() {
                        let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
                        self.ld_title = text("headline").or_else(|| text("name"));
                        self.published = text("datePublished").or(self.published.take());
                        self.modified = text("dateModified").or(self.modified.take());
                        self.ld_lang = text("inLanguage");
                        self.url = self.url.take().or_else(|| text("url"));
                        self.publisher = object.get("publisher").and_then(|p| p["name"].as_str()).map(str::to_owned);
                    }
                    queue.extend(object.get("@graph"));
                }
                _ => {}
            }
        }
    }
}
