//! Every format: what is read, and that each finding's bytes, cut out of the file and decoded, are the finding's text.

use mtlint::{
    Checked, Document, Engine, RuleSet, Span,
    input::{self, Format, Limits, Options, Source},
    model::{BlockKind, MarkKind, Token},
};
use std::{
    io::Cursor,
    path::{Path, PathBuf},
    sync::LazyLock,
};

mod broken;
mod encodings;
mod inline;
mod mapping;
mod pages;
mod records;
mod same;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    Engine::new(rules, on).expect("the rules compile")
});

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name)
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Everything in a source: articles, and what is said of the rest.
fn drain(mut source: Source, options: Options) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    loop {
        match source.next_batch() {
            Ok(Some(batch)) => {
                for read in batch.units.into_iter().flat_map(|unit| input::articles(unit, options)) {
                    match read {
                        Ok(document) => documents.push(document),
                        Err(error) => errors.push(error.to_string()),
                    }
                }
            }
            Ok(None) => return (documents, errors),
            Err(error) => errors.push(error.to_string()),
        }
    }
}

/// The articles of a fixture.
fn articles(name: &str) -> Vec<Document> {
    let source = Source::open(&fixture(name), None).unwrap_or_else(|e| panic!("{e}"));
    let (documents, errors) = drain(source, Options::default());
    assert_eq!(errors, Vec::<String>::new(), "{name}");
    assert!(!documents.is_empty(), "{name}: no article");
    documents
}

/// The articles in bytes under a name, and what is said of the rest.
fn read(name: &str, bytes: &[u8], format: Option<Format>) -> (Vec<Document>, Vec<String>) {
    match Source::new(name.into(), Box::new(Cursor::new(bytes.to_vec())), format) {
        Ok(source) => drain(source, Options::default()),
        Err(error) => (Vec::new(), vec![error.to_string()]),
    }
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.target.blocks().iter().map(|b| (b.kind, document.target.slice(b.span))).collect()
}

/// Checks an article and sees that every finding and sentence lies in the file where it says.
fn exact(document: Document, file: &[u8], decode: Decode) -> Checked {
    let checked = ENGINE.check(document);
    let document = &checked.document;
    let whole = document.target.content();
    let cut = |span: Span| {
        let raw = document.map.raw(span);
        String::from_utf8_lossy(&file[raw.start as usize..raw.end as usize]).into_owned()
    };
    let findings = checked.findings.iter().map(|f| f.span);
    let tokens = document.target.tokens().iter().map(Token::span);
    for span in findings.chain(tokens) {
        assert_eq!(decode(&cut(span)), document.target.slice(span), "in {whole:?}");
    }
    // Lines and columns, counted anew.
    let mut locator = document.locator();
    for finding in &checked.findings {
        let (raw, position) = locator.locate(finding.span);
        let before = String::from_utf8_lossy(&file[..raw.start as usize]).into_owned();
        let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
        let line = before.matches('\n').count() as u64 + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        assert_eq!((position.line, position.column), (line, column), "{}", document.target.slice(finding.span));
    }
    checked
}

/// Ids of the rules that found something, in order.
fn found(checked: &Checked) -> Vec<&str> {
    checked.findings.iter().map(|f| &*ENGINE.rules().get(f.rule).id).collect()
}

/// Markup as a reader would see it: tags out, references decoded, white space run together.
fn markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    for (name, c) in [
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8217;", "’"),
        ("&#x201c;", "“"),
        ("&#x201d;", "”"),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        out = out.replace(name, c);
    }
    let words: Vec<&str> = out.split([' ', '\n', '\r', '\t']).collect();
    let mut joined = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 && !(word.is_empty() && i + 1 < words.len()) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// What raw bytes are decoded with, to be compared with the text that was made of them.
type Decode = fn(&str) -> String;

fn json(text: &str) -> String {
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn twice(text: &str) -> String {
    markup(&markup(&text.replace('<', "&lt;")))
}

fn json_markup(text: &str) -> String {
    markup(&json(text))
}

/// The article of a fixture that may hold others too.
fn ferry(name: &str) -> Document {
    let is = |d: &Document| d.target.content().contains("Anton Zupan");
    articles(name).into_iter().find(is).unwrap_or_else(|| panic!("{name}: the article is not there"))
}

/// Texts of the blocks. Their kinds differ, for plain text takes every line without a full stop for a headline.
fn lines(document: &Document) -> Vec<&str> {
    document.target.blocks().iter().map(|b| document.target.slice(b.span)).collect()
}

/// What is said of bytes that cannot be read as they should; the articles that were read all the same are counted.
fn complaint(name: &str, bytes: &[u8]) -> (usize, String) {
    let (documents, errors) = read(name, bytes, None);
    assert_eq!(errors.len(), 1, "{name}: {errors:?}");
    (documents.len(), errors[0].clone())
}
