//! Every format: what is read, and that each finding's bytes, cut out of the file and decoded, are the finding's text.

use mtlint::{
    Checked, Document, Engine, RuleSet, Span,
    input::{self, Format, Options, Source},
    model::{BlockKind, MarkKind},
};
use std::{
    io::Cursor,
    path::{Path, PathBuf},
    sync::LazyLock,
};

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
fn exact(document: Document, file: &[u8], decode: fn(&str) -> String) -> Checked {
    let checked = ENGINE.check(document);
    let document = &checked.document;
    let whole = document.target.content();
    let cut = |span: Span| {
        let raw = document.map.raw(span);
        String::from_utf8_lossy(&file[raw.start as usize..raw.end as usize]).into_owned()
    };
    let findings = checked.findings.iter().map(|f| f.span);
    let tokens = document.target.tokens().iter().map(|t| t.span());
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

#[test]
fn a_page_gives_its_article_and_what_it_says_of_itself() {
    let bytes = bytes_of("page.html");
    let document = articles("page.html").remove(0);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Headline, "Ferry on the Lenta stops"),
            (
                BlockKind::Paragraph,
                "The ferry has crossed the river for ninety\u{a0}years, and it made its last trip on Sunday. 😀"
            ),
            (
                BlockKind::Paragraph,
                "“We carried cows, brides & coffins, sometimes at the same time,” said the ferryman, Anton Zupan. said Zupan, who took over from his father."
            ),
            (BlockKind::Paragraph, "Share on Facebook"),
            (BlockKind::Paragraph, "Read also: Five river crossings that are worth a detour"),
            (BlockKind::Quotation, "Its owner told the German Press Agency that she would miss the bell. ."),
            (BlockKind::ListItem, "First crossing in 1931"),
            (BlockKind::ListItem, "Last crossing in 2026"),
            (BlockKind::Caption, "The ferry in 1931"),
        ]
    );
    let origin = &document.origin;
    assert_eq!(origin.title.as_deref(), Some("Ferry on the Lenta stops"));
    assert!(origin.title_in_text);
    assert_eq!(origin.site.as_deref(), Some("The Valley Courier"));
    assert_eq!(origin.published.as_deref(), Some("2026-03-01T08:00:00Z"));
    assert_eq!(origin.modified.as_deref(), Some("2026-03-02"));
    assert_eq!(origin.url.as_deref(), Some("https://courier.example/ferry"));
    let marks: Vec<(MarkKind, &str)> = document.marks.iter().map(|m| (m.kind, document.target.slice(m.span))).collect();
    assert_eq!(
        marks,
        [(MarkKind::Emphasis, "Sunday"), (MarkKind::Link, "Anton Zupan"), (MarkKind::Emphasis, "German Press Agency"),]
    );
    let allows: Vec<(Vec<String>, Option<&str>)> =
        document.allows.iter().map(|a| (a.rules.clone(), a.span.map(|s| document.target.slice(s)))).collect();
    assert_eq!(allows.len(), 2, "{allows:?}");
    assert_eq!(allows[0], (vec!["@style".to_owned()], None));
    assert!(allows[1].1.is_some_and(|text| text.starts_with("Its owner")));
    let checked = exact(document, &bytes, markup);
    assert!(found(&checked).contains(&"agency-name"), "{:?}", found(&checked));
}
