//! Articles to compare the engines on.

use mtlint::{
    model::{Document, Lang, Source, SourceFrom},
    text::{guess_language, text_document},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// An article before it is cut into words.
pub(crate) struct Piece {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) lang: Lang,
    pub(crate) text: String,
}

impl Piece {
    /// The article. Where nothing is known of its source, one of `sources` is taken for it, so that all packs are tried.
    pub(crate) fn document(&self, sources: &[Lang], number: usize) -> Document {
        let mut document = text_document(&self.text, self.title.as_deref(), self.lang);
        document.origin.id.clone_from(&self.id);
        if !document.source.lang.is_known() {
            let lang = sources[number % sources.len()];
            document.source = Source { lang, from: SourceFrom::Declared, evidence: Vec::new() };
        }
        document
    }
}

/// The files that `MTLINT_ORACLE` names.
pub(crate) fn named() -> Vec<PathBuf> {
    std::env::var_os("MTLINT_ORACLE").map(|paths| std::env::split_paths(&paths).collect()).unwrap_or_default()
}

/// All articles of `corpora/`.
pub(crate) fn corpora() -> Vec<Piece> {
    let mut found = Vec::new();
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora"), &mut found);
    found
}

fn folder(path: &Path, found: &mut Vec<Piece>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(path).expect("corpora/ is readable").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        match path.extension().and_then(|e| e.to_str()) {
            _ if path.is_dir() => folder(&path, found),
            Some("jsonl") => found.extend(records(&path)),
            Some("txt" | "md") => {
                let text = fs::read_to_string(&path).expect("a text");
                found.push(Piece { id: path.display().to_string(), title: None, lang: language(&text), text });
            }
            _ => {}
        }
    }
}

/// The articles of a JSONL file.
pub(crate) fn records(path: &Path) -> Vec<Piece> {
    let file = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let record = |(number, line): (usize, &str)| {
        let place = format!("{}:{}", path.display(), number + 1);
        let record: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        let text = field("text").unwrap_or_else(|| panic!("{place}: no text"));
        let lang = field("lang").and_then(|tag| Lang::parse(&tag)).unwrap_or_else(|| language(&text));
        Piece { id: format!("{place} {}", field("id").unwrap_or_default()), title: field("title"), lang, text }
    };
    file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(record).collect()
}

fn language(text: &str) -> Lang {
    guess_language(text).map_or(Lang::EN, |guess| guess.lang)
}
