//! Every format: what is read, and that each finding's bytes, cut out of the file and decoded, are the finding's text.

use mtlint::{
    Checked, Document, Engine, RuleSet, Span,
    input::{self, Format, Limits, Options, Source},
    model::{BlockKind, MarkKind, Token},
};
use proptest::prelude::*;
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

/// What raw bytes are decoded with, to be compared with the text that was made of them.
type Decode = fn(&str) -> String;

/// Every file that holds the one article, and what its raw bytes are decoded with.
const SAME: &[(&str, Decode)] = &[
    ("ferry.txt", str::to_owned),
    ("ferry.md", markup),
    ("ferry.jsonl", json),
    ("ferry.json", json),
    ("ferry.csv", str::to_owned),
    ("ferry.tsv", str::to_owned),
    ("ferry.html", markup),
    ("ferry.rss", markup),
    ("ferry.atom", twice),
    ("ferry-feed.json", json_markup),
    ("ferry.nitf", markup),
    ("ferry-g2.xml", markup),
    ("ferry-ninjs.json", json_markup),
    ("feedgen.rss", markup),
    ("feedgen.atom", markup),
    ("pandoc.html", markup),
    ("warcio.warc", markup),
];

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

#[test]
fn one_article_has_the_same_findings_and_scores_in_every_format() {
    let plain = exact(ferry("ferry.txt"), &bytes_of("ferry.txt"), str::to_owned);
    let expected = found(&plain);
    assert!(expected.len() >= 5, "{expected:?}");
    let texts = |checked: &Checked| -> Vec<String> {
        checked.findings.iter().map(|f| checked.document.target.slice(f.span).to_owned()).collect()
    };
    for (name, decode) in SAME {
        let checked = exact(ferry(name), &bytes_of(name), *decode);
        assert_eq!(lines(&checked.document), lines(&plain.document), "{name}");
        assert_eq!(found(&checked), expected, "{name}");
        assert_eq!(texts(&checked), texts(&plain), "{name}");
        assert!((checked.score.score() - plain.score.score()).abs() < 0.001, "{name}");
        assert_eq!(checked.sentences.len(), plain.sentences.len(), "{name}");
        assert_eq!(checked.document.lang, plain.document.lang, "{name}");
    }
}

#[test]
fn packed_files_give_what_is_in_them() {
    let plain = ferry("ferry.jsonl");
    for name in ["ferry.jsonl.gz", "ferry.jsonl.zst", "ferry.jsonl.xz"] {
        let document = ferry(name);
        assert_eq!(document.target.content(), plain.target.content(), "{name}");
        let span = Span::new(0, 5);
        assert_eq!(document.map.raw(span), plain.map.raw(span), "{name}: bytes of the unpacked file");
    }
    let paths = |name: &str| -> Vec<String> {
        articles(name).iter().map(|d| d.origin.path.rsplit("formats/").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(paths("ferry.zip"), ["ferry.zip/news/ferry.txt", "ferry.zip/news/ferry.html"]);
    assert_eq!(
        paths("ferry.tar.gz"),
        ["ferry.tar.gz/news/ferry.txt", "ferry.tar.gz/news/ferry.jsonl", "ferry.tar.gz/news/ferry.html"]
    );
    assert_eq!(ferry("warcio.warc.gz").target.content(), ferry("warcio.warc").target.content());
}

#[test]
fn a_zip_is_also_read_from_a_pipe() {
    let (documents, errors) = read("-", &bytes_of("ferry.zip"), None);
    assert_eq!((documents.len(), errors), (2, Vec::new()));
    assert_eq!(&*documents[0].origin.path, "-/news/ferry.txt");
}

#[test]
fn pages_in_other_encodings_keep_their_bytes() {
    let bytes = bytes_of("ferry-1252.html");
    let document = ferry("ferry-1252.html");
    assert_eq!(document.target.content(), ferry("ferry.html").target.content());
    let whole = document.target.content();
    for piece in ["“We carried", "😀", "Zupan. said", "bell. ."] {
        let at = whole.find(piece).unwrap_or_else(|| panic!("{piece}")) as u32;
        let span = Span::new(at, at + piece.len() as u32);
        let (raw, position) = document.locator().locate(span);
        let cut: Vec<u8> = bytes[raw.start as usize..raw.end as usize].to_vec();
        let cut: String = cut.iter().map(|b| if *b == 0x93 { '“' } else { char::from(*b) }).collect();
        assert_eq!(cut.replace("&#128512;", "😀"), piece);
        let before = &bytes[..raw.start as usize];
        assert_eq!(position.line, before.split(|b| *b == b'\n').count() as u64);
        let column = before.rsplit(|b| *b == b'\n').next().unwrap_or_default().len() as u64 + 1;
        assert_eq!(position.column, column, "{piece}");
    }
}

#[test]
fn translations_are_checked_and_their_sources_kept() {
    for (name, decode) in [
        ("translate-toolkit.po", po as Decode),
        ("translate-toolkit.xlf", markup),
        ("translate-toolkit.tmx", markup),
        ("ferry.2.xlf", markup),
    ] {
        let bytes = bytes_of(name);
        let checked = exact(ferry(name), &bytes, decode);
        let document = &checked.document;
        assert_eq!(document.lang, mtlint::model::Lang::EN, "{name}");
        let original = document.original.as_ref().unwrap_or_else(|| panic!("{name}: no source"));
        assert_eq!(original.units.len(), 5, "{name}");
        let (target, source) = original.units[1];
        assert!(document.target.slice(target).starts_with("“We carried cows"), "{name}");
        assert!(original.text.slice(source).starts_with("„Wir haben Kühe"), "{name}");
        let raw = original.map.raw(source);
        let cut = String::from_utf8_lossy(&bytes[raw.start as usize..raw.end as usize]).into_owned();
        assert_eq!(decode(&cut), original.text.slice(source), "{name}");
        assert!(found(&checked).contains(&"split-lowercase-start"), "{name}");
        if name != "translate-toolkit.po" {
            assert_eq!(original.lang.map(|l| l.code().to_owned()).as_deref(), Some("de"), "{name}");
        }
    }
}

/// Lines of a catalogue: strings joined.
fn po(text: &str) -> String {
    let joined = text.replace("\"\n\"", "");
    json(&joined)
}

#[test]
fn a_source_field_is_kept_beside_the_text() {
    let line =
        br#"{"hyp": "She left.\nHe stayed.", "src": "Sie ging.\nEr blieb.", "id": 3, "mtlint_allow": ["@style"]}"#;
    let options = Options { text_field: Some("hyp"), source_field: Some("src"), ..Options::default() };
    let source = Source::new("x.jsonl".into(), Box::new(Cursor::new(line.to_vec())), None);
    let (documents, errors) = drain(source.unwrap_or_else(|e| panic!("{e}")), options);
    assert_eq!(errors, Vec::<String>::new());
    let original = documents[0].original.as_ref().unwrap_or_else(|| panic!("no source"));
    assert_eq!(documents[0].target.content(), "She left.\n\nHe stayed.");
    assert_eq!(original.text.content(), "Sie ging.\n\nEr blieb.");
    assert_eq!(documents[0].allows[0].rules, ["@style"]);
    let at = original.text.content().find("Er").unwrap_or_default() as u32;
    assert_eq!(&line[original.map.raw(Span::new(at, at + 2)).start as usize..][..2], b"Er");
}

#[test]
fn a_table_column_is_read_row_by_row() {
    let documents = articles("pyarrow.parquet");
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].origin.id, "ferry");
    let raw = documents[0].raw.bytes().to_vec();
    let checked = ENGINE.check(documents[0].clone());
    assert!(checked.findings.len() >= 5);
    for finding in &checked.findings {
        let place = checked.document.map.raw(finding.span);
        let cut = &raw[place.start as usize..place.end as usize];
        assert_eq!(String::from_utf8_lossy(cut), checked.document.target.slice(finding.span));
    }
    let source = Source::open(&fixture("pyarrow-other.parquet"), None).unwrap_or_else(|e| panic!("{e}"));
    let (documents, errors) = drain(source, Options::default());
    assert_eq!((documents.len(), errors.len()), (0, 1));
    assert!(errors[0].contains("no text column `text` (columns of strings: n, words)"), "{errors:?}");
}

#[test]
fn subtitles_run_on_from_cue_to_cue() {
    for (name, decode) in [("ferry.srt", str::to_owned as Decode), ("ferry.vtt", markup)] {
        let bytes = bytes_of(name);
        let document = ferry(name);
        assert!(document.target.content().contains("for ninety years, and on Sunday it made its last trip."), "{name}");
        assert_eq!(document.target.blocks().len(), 4, "{name}: {:?}", blocks(&document));
        let checked = ENGINE.check(document);
        for token in checked.document.target.tokens() {
            let raw = checked.document.map.raw(token.span());
            let cut = String::from_utf8_lossy(&bytes[raw.start as usize..raw.end as usize]).into_owned();
            assert_eq!(decode(&cut), checked.document.target.slice(token.span()));
        }
        assert!(found(&checked).contains(&"split-lowercase-start"), "{name}");
    }
}

#[test]
fn articles_of_a_crawl_have_address_date_and_site() {
    let document = ferry("warcio.warc");
    assert_eq!(document.origin.id, "https://courier.example/ferry");
    assert_eq!(document.origin.site.as_deref(), Some("courier.example"));
    assert!(document.origin.published.is_some());
    assert_eq!(articles("warcio.warc").len(), 2);
}

#[test]
fn feeds_say_who_and_when() {
    for name in ["ferry.rss", "ferry.atom", "ferry-feed.json", "feedgen.rss", "feedgen.atom"] {
        let document = ferry(name);
        assert_eq!(document.origin.id, "ferry", "{name}");
        assert!(document.origin.published.is_some(), "{name}");
        assert_eq!(document.origin.title.as_deref(), Some("Ferry on the Lenta makes its last trip"), "{name}");
        assert!(document.origin.title_in_text, "{name}");
    }
    for name in ["ferry.nitf", "ferry-g2.xml", "ferry-ninjs.json"] {
        let origin = ferry(name).origin;
        assert_eq!(origin.id, "ferry", "{name}");
        assert!(origin.published.is_some_and(|day| day.starts_with("2026")), "{name}");
    }
}

/// What is said of bytes that cannot be read as they should; the articles that were read all the same are counted.
fn complaint(name: &str, bytes: &[u8]) -> (usize, String) {
    let (documents, errors) = read(name, bytes, None);
    assert_eq!(errors.len(), 1, "{name}: {errors:?}");
    (documents.len(), errors[0].clone())
}

#[test]
fn a_broken_line_in_the_middle_costs_only_itself() {
    let lines = b"{\"text\": \"One day.\"}\n{\"text\": \"Two\n{\"text\": \"Three days.\"}\n";
    let (read, error) = complaint("a.jsonl", lines);
    assert_eq!(read, 2);
    assert!(error.starts_with("a.jsonl:2: not a JSON object at byte "), "{error}");
}

#[test]
fn a_stream_that_is_cut_off_gives_what_came_before() {
    let line = b"{\"text\": \"The ferry crossed the river once more on Sunday.\"}\n".repeat(40_000);
    for packed in [gzip(&line), zstd::encode_all(&line[..], 3).unwrap_or_default()] {
        let half = &packed[..packed.len() * 3 / 4];
        let (documents, errors) = read("a.jsonl.gz", half, None);
        assert!(documents.len() > 1000, "{}", documents.len());
        let last = errors.last().map(String::as_str).unwrap_or_default();
        assert!(last.contains("stream is cut off behind") && last.ends_with("fetch the file again"), "{errors:?}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).and_then(|()| out.finish()).unwrap_or_default()
}

#[test]
fn bombs_are_stopped() {
    let zeros = vec![b'a'; 80 << 20];
    let limits = Limits { size: 256, ratio: 100 };
    let open = |name: &str, bytes: Vec<u8>| Source::new_within(name.into(), Box::new(Cursor::new(bytes)), None, limits);
    let packed = gzip(&zeros);
    let (documents, errors) =
        drain(open("a.txt.gz", packed.clone()).unwrap_or_else(|e| panic!("{e}")), Options::default());
    assert_eq!(documents.len(), 0);
    assert!(
        errors[0].contains("unpacks to more than 100 times its size") && errors[0].contains("--max-ratio"),
        "{errors:?}"
    );
    // Without the ratio the size still holds.
    let limits = Limits { size: 1, ratio: 0 };
    let source = Source::new_within("a.txt.gz".into(), Box::new(Cursor::new(packed)), None, limits);
    let (_, errors) = drain(source.unwrap_or_else(|e| panic!("{e}")), Options::default());
    assert_eq!(errors, ["a.txt.gz: the file is larger than 1 MiB; split it, or raise --max-size"]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let files = [("bomb.txt", zeros.as_slice()), ("good.txt", b"The ferry crossed the river.")];
    for (name, bytes) in files {
        let _ = zip.start_file(name, options).map(|()| std::io::Write::write_all(&mut zip, bytes));
    }
    let bytes = zip.finish().map(Cursor::into_inner).unwrap_or_default();
    let (documents, errors) = drain(open("a.zip", bytes).unwrap_or_else(|e| panic!("{e}")), Options::default());
    assert_eq!(documents.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("a.zip/bomb.txt: it unpacks to more than 100 times"), "{errors:?}");
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let laugh = br#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"#;
    let outside = br#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title></item></channel></rss>"#;
    for bytes in [laugh.as_slice(), outside] {
        let (read, error) = complaint("a.xml", bytes);
        assert_eq!(read, 0);
        assert!(error.starts_with("a.xml:1: the document declares entities, which are neither expanded"), "{error}");
    }
}

#[test]
fn broken_xml_gives_the_items_before_it() {
    let whole = String::from_utf8_lossy(&bytes_of("feedgen.rss")).into_owned();
    let cut = whole.replace("</channel>", "<item><title>Half");
    let cut = &cut[..cut.find("Half").unwrap_or_default() + 4];
    let (read, error) = complaint("a.rss", cut.as_bytes());
    assert_eq!(read, 2, "the half item has a title");
    assert!(error.contains("the file ends inside <title>: it is cut off"), "{error}");
    let (read, error) = complaint("a.xml", b"<?xml version='1.0'?>\n<project><a>x</a></project>");
    assert_eq!(read, 0);
    assert!(error.starts_with("a.xml:2: <project> is no article that is read; RSS,"), "{error}");
    let (_, error) = complaint("a.rss", b"<rss>\n<channel>\n<item><title>x</titel></item></channel></rss>");
    assert!(error.starts_with("a.rss:3: the XML is broken: "), "{error}");
}

#[test]
fn deep_nesting_costs_nothing() {
    for (open, close) in [("<div>", "</div>"), ("<b>", ""), ("<ul><li>", "")] {
        let page =
            format!("<html><body>{}<p>The ferry crossed the river.</p>{}", open.repeat(10_000), close.repeat(10_000));
        let (documents, errors) = read("a.html", page.as_bytes(), None);
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(documents[0].target.content(), "The ferry crossed the river.");
    }
    let xml = format!("<rss><channel><item><description>x</description>{}", "<a>".repeat(10_000));
    assert_eq!(read("a.xml", xml.as_bytes(), None).0.len(), 1);
    let json = format!("{{\"text\": \"x\", \"y\": {}", "[".repeat(100_000));
    assert_eq!(read("a.jsonl", json.as_bytes(), None).1.len(), 1);
}

#[test]
fn a_crawl_with_a_wrong_length_goes_on_at_the_next_record() {
    let whole = bytes_of("warcio.warc");
    for (right, wrong) in [("Length: 98", "Length: 48"), ("Length: 820", "Length: 920"), ("Length: 820", "Length: 720")]
    {
        let at = memchr::memmem::find(&whole, right.as_bytes()).unwrap_or_default();
        let mut bytes = whole.clone();
        bytes[at..at + right.len()].copy_from_slice(wrong.as_bytes());
        let (documents, errors) = read("a.warc", &bytes, None);
        assert!(!documents.is_empty(), "{errors:?}");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].contains("no WARC record starts here"), "{errors:?}");
    }
    let (documents, errors) = read("a.warc", &whole[..whole.len() - 100], None);
    assert_eq!(documents.len(), 1);
    assert!(errors[0].contains("but the file ends before that"), "{errors:?}");
}

#[test]
fn broken_tables_and_archives_are_named() {
    let parquet = bytes_of("pyarrow.parquet");
    let (read_anyway, error) = complaint("a.parquet", &parquet[..parquet.len() / 2]);
    assert_eq!(read_anyway, 0);
    assert!(error.starts_with("a.parquet: the Parquet file cannot be read"), "{error}");
    let zip = bytes_of("ferry.zip");
    let (_, error) = complaint("a.zip", &zip[..zip.len() / 2]);
    assert!(error.starts_with("a.zip: the zip archive cannot be read"), "{error}");
    let (_, error) = complaint("a.csv", b"id,words\n1,x\n2,y\n");
    assert_eq!(error, "a.csv:2: no column `text` (there are: id, words); --text-field and --source-field name them");
    let (rows, error) = complaint("a.csv", b"id,text\n1,He left.\n2\n3,He stayed.\n");
    assert_eq!(rows, 2);
    assert!(error.starts_with("a.csv:3: the row has 1 of 2 fields"), "{error}");
    let (values, errors) = read("a.json", b"[{\"text\": \"One.\"}, 7,\n{\"text\": \"Two.\"}", None);
    assert_eq!(values.len(), 2);
    assert!(errors[0].starts_with("a.json:1: not a JSON object; a list of"), "{errors:?}");
    assert!(errors[1].starts_with("a.json:2: the array ends without its “]”"), "{errors:?}");
}

#[test]
fn an_array_is_read_to_its_last_whole_object() {
    let (documents, errors) = read("a.json", b"[{\"text\": \"One.\"},\n{\"text\": \"Two", None);
    assert_eq!(documents.len(), 1);
    assert!(errors[0].starts_with("a.json:2: not a JSON object"), "{errors:?}");
}

/// Text as people write it, with all that markup and escapes make of it.
fn prose() -> impl Strategy<Value = Vec<String>> {
    let word = "[A-Za-zäéßЖ日😀&<>\"'’“”;#]{1,9}";
    prop::collection::vec(prop::collection::vec(word, 1..12).prop_map(|words| words.join(" ")), 1..6)
}

fn escaped(text: &str, style: usize) -> String {
    let escape = |(i, c): (usize, char)| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        ' ' if style == 1 && i % 3 == 0 => "\r\n  ".to_owned(),
        c if style == 2 && !c.is_ascii() => format!("&#{};", u32::from(c)),
        'é' if style == 1 => "&#xE9;".to_owned(),
        c => c.to_string(),
    };
    text.chars().enumerate().map(escape).collect()
}

/// Sees that every byte of the text maps to bytes that hold it.
fn round_trip(document: &Document, file: &[u8], decode: impl Fn(&str) -> String) -> Result<(), TestCaseError> {
    let mut before = 0;
    for block in document.target.blocks() {
        let content = document.target.slice(block.span);
        for (at, c) in content.char_indices() {
            let at = block.span.start + at as u32;
            let raw = document.map.raw(Span::new(at, at + c.len_utf8() as u32));
            prop_assert!(raw.start >= before && raw.end as usize <= file.len());
            before = raw.start;
            let cut = String::from_utf8_lossy(&file[raw.start as usize..raw.end as usize]).into_owned();
            if c != ' ' {
                prop_assert_eq!(decode(&cut), c.to_string());
            }
        }
    }
    Ok(())
}

fn entity(cut: &str) -> String {
    let number = cut.strip_prefix("&#").and_then(|n| n.strip_suffix(';')).and_then(|n| match n.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    number.and_then(char::from_u32).map_or_else(|| markup(cut), String::from)
}

proptest! {
    #[test]
    fn pages_map_back(paragraphs in prose(), style in 0_usize..3, bom: bool) {
        let body = paragraphs.iter().map(|p| format!("<p class=x>{}</p>\n", escaped(p, style).replace("ß", "<b>ß</b>"))).collect::<Vec<String>>().concat();
        let page = format!("{}<!doctype html><html><body><article>{body}</article></body></html>", if bom { "\u{feff}" } else { "" });
        let (documents, errors) = read("a.html", page.as_bytes(), None);
        prop_assert!(errors.is_empty());
        let texts: Vec<&str> = documents[0].target.blocks().iter().map(|b| documents[0].target.slice(b.span)).collect();
        let expected: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|p| texts.contains(p)).collect();
        prop_assert_eq!(&texts, &expected);
        round_trip(&documents[0], page.as_bytes(), entity)?;
    }

    #[test]
    fn xml_maps_back(paragraphs in prose(), style in 0_usize..3) {
        let units = paragraphs.iter().map(|p| format!("<trans-unit><source>x</source><target>{}</target></trans-unit>\n", escaped(p, style))).collect::<Vec<String>>().concat();
        let file = format!("<?xml version=\"1.0\"?>\n<xliff version=\"1.2\"><file target-language=\"en\"><body>{units}</body></file></xliff>");
        let (documents, errors) = read("a.xlf", file.as_bytes(), None);
        prop_assert!(errors.is_empty());
        round_trip(&documents[0], file.as_bytes(), entity)?;
    }

    #[test]
    fn feeds_in_feeds_map_back(paragraphs in prose(), style in 0_usize..3) {
        let html = paragraphs.iter().map(|p| format!("<p>{}</p>", escaped(p, style))).collect::<Vec<String>>().concat();
        let file = format!("<rss><channel><item><description>{}</description></item></channel></rss>", escaped(&html, 0));
        let (documents, errors) = read("a.rss", file.as_bytes(), None);
        prop_assert!(errors.is_empty());
        round_trip(&documents[0], file.as_bytes(), |cut| entity(&markup(&cut.replace('<', "&lt;"))))?;
    }

    #[test]
    fn markdown_maps_back(paragraphs in prose()) {
        let file = paragraphs.iter().map(|p| format!("{}\n\n", escaped(p, 2))).collect::<Vec<String>>().concat();
        let (documents, errors) = read("a.md", file.as_bytes(), None);
        prop_assert!(errors.is_empty());
        for document in &documents {
            round_trip(document, file.as_bytes(), entity)?;
        }
    }

    #[test]
    fn tables_map_back(paragraphs in prose()) {
        let text = paragraphs.join("\n\n");
        let file = format!("\u{feff}id,text\r\n1,\"{}\"\r\n", text.replace('"', "\"\""));
        let (documents, errors) = read("a.csv", file.as_bytes(), None);
        prop_assert!(errors.is_empty());
        round_trip(&documents[0], file.as_bytes(), str::to_owned)?;
    }
}

#[test]
fn agency_xml_in_utf_16_keeps_its_bytes() {
    let text = String::from_utf8_lossy(&bytes_of("ferry.nitf")).replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (documents, errors) = read("a.xml", &bytes, None);
    assert_eq!(errors, Vec::<String>::new());
    let document = &documents[0];
    assert_eq!(lines(document), lines(&ferry("ferry.txt")));
    let mut locator = document.locator();
    for piece in ["😀", "“We", "German Press Agency"] {
        let at = document.target.content().find(piece).unwrap_or_else(|| panic!("{piece}")) as u32;
        let (raw, position) = locator.locate(Span::new(at, at + piece.len() as u32));
        let units: Vec<u16> = bytes[raw.start as usize..raw.end as usize]
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        assert_eq!(String::from_utf16_lossy(&units), piece);
        let before = &text[..text.find(piece).unwrap_or_default()];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        assert_eq!((position.line, position.column), (before.matches('\n').count() as u64 + 1, column), "{piece}");
    }
}

#[test]
fn legacy_encodings_are_recognised_and_keep_their_bytes() {
    let russian = "Премьер-министр заявил в пятницу, что мост через реку откроют в мае, и поблагодарил строителей.";
    let japanese = "首相は金曜日に、川にかかる橋が五月に開通すると述べ、建設に携わった人々に感謝した。";
    let chinese = "总理星期五表示，横跨这条河的大桥将于五月开通，并向建设者表示感谢。";
    for (text, label) in [(russian, "windows-1251"), (japanese, "shift_jis"), (japanese, "euc-jp"), (chinese, "gbk")] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let plain = encoding.encode(text).0.into_owned();
        let page = format!("<html><head><meta charset={label}></head><body><p>{text}</p></body></html>");
        let page = encoding.encode(&page).0.into_owned();
        for (name, bytes) in [("a.txt", &plain), ("a.html", &page)] {
            let (documents, errors) = read(name, bytes, None);
            assert_eq!(errors, Vec::<String>::new(), "{label}");
            let document = &documents[0];
            assert_eq!(document.target.content(), text, "{label} {name}");
            for (at, c) in text.char_indices() {
                let raw = document.map.raw(Span::new(at as u32, (at + c.len_utf8()) as u32));
                let cut = encoding.decode(&bytes[raw.start as usize..raw.end as usize]).0.into_owned();
                assert_eq!(cut, c.to_string(), "{label} {name}");
            }
        }
    }
}

#[test]
fn the_article_is_found_on_pages_that_do_not_mark_it() {
    let prose =
        "The ferry crossed the river for ninety years, and on Sunday, after a long debate, it made its last trip.";
    let page = format!(
        r#"<html lang="en"><body><div id="top"><a href="/">Home</a> <a href="/w">World</a></div>
<div class="cols"><div class="sidebar"><p>Most read: the ten best rivers, lakes, ponds, and where to swim in them this year.</p></div>
<div class="story"><h1>Last ferry</h1><div><p>{prose}</p><p>{prose} Twice.</p></div><div><p>{prose} Thrice.</p></div></div></div>
<div class="footer"><p>All rights reserved by the publisher, its heirs, and all others.</p></div></body></html>"#
    );
    let (documents, _) = read("a.html", page.as_bytes(), None);
    assert_eq!(
        lines(&documents[0]),
        ["Last ferry".to_owned(), prose.to_owned(), format!("{prose} Twice."), format!("{prose} Thrice.")]
    );
    let teasers = "<article><h2><a href=1>One thing</a></h2><p><a href=1>It happened.</a></p></article>".repeat(5);
    let page =
        format!("<html><body>{teasers}<div class=content><p>{prose}</p><p>{prose} Twice.</p></div></body></html>");
    let (documents, _) = read("a.html", page.as_bytes(), None);
    assert_eq!(lines(&documents[0]), [prose.to_owned(), format!("{prose} Twice.")]);
}

#[test]
fn rows_in_legacy_encodings_have_lines_of_the_file() {
    let bytes = b"id,text\n1,\"Erste Zeile.\nZweite.\"\n2,\"Gr\xfc\xdfe aus K\xf6ln.\nNoch ein \xdcbel. . Ende\"\n";
    let (documents, errors) = read("a.csv", bytes, None);
    assert_eq!((documents.len(), errors), (2, Vec::new()));
    let at = documents[1].target.content().find(". .").unwrap_or_default() as u32;
    let (raw, position) = documents[1].locator().locate(Span::new(at, at + 3));
    assert_eq!(&bytes[raw.start as usize..raw.end as usize], b". .");
    assert_eq!((position.line, position.column), (5, 14));
}

#[test]
fn comments_of_markdown_and_catalogues_let_rules_pass() {
    let markdown = "# Title\n\n<!-- mtlint-allow-file @style: ours -->\n\nOne *day*, [he](x) left.\n\n<!-- mtlint-allow agency-name -->\nTwo days.\n";
    let (documents, _) = read("a.md", markdown.as_bytes(), None);
    let document = &documents[0];
    let scopes: Vec<Option<&str>> =
        document.allows.iter().map(|allow| allow.span.map(|span| document.target.slice(span))).collect();
    assert_eq!(scopes, [None, Some("Two days.")]);
    assert_eq!(document.allows[0].reason, "ours");
    let marks: Vec<(MarkKind, &str)> = document.marks.iter().map(|m| (m.kind, document.target.slice(m.span))).collect();
    assert_eq!(marks, [(MarkKind::Emphasis, "day"), (MarkKind::Link, "he")]);
    let catalogue = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"a\"\nmsgstr \"First.\"\n\n#. mtlint-allow agency-name\nmsgid \"b\"\nmsgstr \"Second.\"\n\n#, fuzzy\nmsgid \"c\"\nmsgstr \"Third.\"\n";
    let (documents, _) = read("a.po", catalogue.as_bytes(), None);
    let document = &documents[0];
    assert_eq!(lines(document), ["First.", "Second."]);
    assert_eq!(document.allows[0].span.map(|span| document.target.slice(span)), Some("Second."));
    assert_eq!(document.lang, mtlint::model::Lang::EN);
}

#[test]
fn a_damaged_table_never_ends_the_run() {
    let whole = bytes_of("pyarrow.parquet");
    for at in (4..whole.len()).step_by(61) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let (documents, errors) = read("a.parquet", &bytes, None);
        assert!(documents.len() + errors.len() > 0, "nothing is said of a change at {at}");
    }
}
