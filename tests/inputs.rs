//! One fixture for each reader, with spans cut out of the raw file; and bad input, which must be said and not swallowed.

use mtlint::{
    Document, Span,
    input::{self, Format, InputError, Options, Unit},
    model::{BlockKind, Lang, Raw},
};

fn read(format: Format, bytes: &[u8]) -> Result<Document, InputError> {
    let unit = Unit::whole("article".into(), format, Raw::whole(bytes.to_vec(), true));
    input::parse(unit, Options::default())
}

fn article(format: Format, bytes: &[u8]) -> Document {
    read(format, bytes).unwrap_or_else(|e| panic!("{e}"))
}

/// Raw bytes behind the first place of a piece of the text.
fn raw<'b>(document: &Document, bytes: &'b [u8], piece: &str) -> &'b [u8] {
    let at = document
        .target
        .content()
        .find(piece)
        .unwrap_or_else(|| panic!("no “{piece}” in {:?}", document.target.content()));
    let range = document.map.raw(Span::new(at as u32, (at + piece.len()) as u32));
    &bytes[range.start as usize..range.end as usize]
}

fn kinds(document: &Document) -> Vec<(BlockKind, &str)> {
    document.target.blocks().iter().map(|b| (b.kind, document.target.slice(b.span))).collect()
}

#[test]
fn plain_text_has_headlines_paragraphs_and_lists() {
    let bytes = "Court frees activist\r\n\r\nA court freed him.\r\n\r\n- One item\r\n- Another item\r\n".as_bytes();
    let document = article(Format::Text, bytes);
    assert_eq!(
        kinds(&document),
        [
            (BlockKind::Headline, "Court frees activist"),
            (BlockKind::Paragraph, "A court freed him."),
            (BlockKind::ListItem, "- One item"),
            (BlockKind::ListItem, "- Another item"),
        ]
    );
    assert_eq!(raw(&document, bytes, "Another"), b"Another");
}

#[test]
fn a_byte_order_mark_shifts_offsets_but_no_column() {
    let bytes = "\u{feff}Tass. . said".as_bytes();
    let document = article(Format::Text, bytes);
    assert_eq!(raw(&document, bytes, ". ."), b". .");
    let at = document.target.content().find(". .").unwrap_or_default() as u32;
    let (range, position) = document.locator().locate(Span::new(at, at + 3));
    assert_eq!((range.start, position.line, position.column), (7, 1, 5));
}

#[test]
fn windows_1252_and_utf_16_are_read_with_exact_offsets() {
    let latin = b"The caf\xe9 \x93reopened\x94 in M\xfcnchen.";
    let document = article(Format::Text, latin);
    assert_eq!(document.target.content(), "The café “reopened” in München.");
    assert_eq!(raw(&document, latin, "“reopened”"), b"\x93reopened\x94");
    let text = "Grüße aus Köln 😀. Ende";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xfe\xff".as_slice(), &wide].concat();
    for bytes in [marked, wide] {
        let document = article(Format::Text, &bytes);
        assert_eq!(document.target.content(), text);
        let emoji: Vec<u8> = "😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(raw(&document, &bytes, "😀"), emoji);
        let at = text.find("Ende").unwrap_or_default() as u32;
        assert_eq!(document.locator().locate(Span::new(at, at + 4)).1.column, 19);
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [b"\x00\x01\x02PNG".as_slice(), b"text \x81\x8d", b"one\x00two"] {
        let error = read(Format::Text, bytes).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with("article: not text: ") && error.ends_with("save it as UTF-8"), "{error}");
    }
}

#[test]
fn markdown_blocks_and_front_matter() {
    let bytes = "---\ntitle: \"A bridge\"\nlang: en\nsite: news.example\n---\n# What happened\n\nThe **bridge** &amp; the [road](http://a.org) are\nclosed.\n\n> We wait, he said.\n\n- first\n- second\n\n```\ncode. here\n```\n".as_bytes();
    let document = article(Format::Markdown, bytes);
    assert_eq!(
        kinds(&document),
        [
            (BlockKind::Headline, "What happened"),
            (BlockKind::Paragraph, "The bridge & the road are closed."),
            (BlockKind::Quotation, "We wait, he said."),
            (BlockKind::ListItem, "first"),
            (BlockKind::ListItem, "second"),
        ]
    );
    assert_eq!(document.origin.title.as_deref(), Some("A bridge"));
    assert_eq!(document.origin.site.as_deref(), Some("news.example"));
    assert_eq!(raw(&document, bytes, "&"), b"&amp;");
    assert_eq!(raw(&document, bytes, "road"), b"road");
    assert_eq!(raw(&document, bytes, "closed"), b"closed");
}

#[test]
fn a_record_has_title_id_language_and_exact_spans() {
    let line = r#"{"id": 12, "title": "\u201cNo\u201d, she says", "site": "s", "text": "He said.\nhe said \ud83d\ude00 \"x\". Fin", "lang": "en-GB"}"#;
    let bytes = line.as_bytes();
    let document = article(Format::Jsonl, bytes);
    assert_eq!(document.origin.id, "12");
    assert_eq!(document.lang, Lang::EN);
    assert_eq!(document.target.content(), "“No”, she says\n\nHe said.\nhe said 😀 \"x\". Fin");
    assert_eq!(raw(&document, bytes, "“"), br"\u201c");
    assert_eq!(raw(&document, bytes, "😀 \"x\""), br#"\ud83d\ude00 \"x\""#);
    assert_eq!(raw(&document, bytes, "Fin"), b"Fin");
    assert_eq!(document.target.blocks()[0].kind, BlockKind::Headline);
}

#[test]
fn a_title_that_the_text_repeats_is_not_read_twice() {
    let document =
        article(Format::Jsonl, br#"{"title": "Storm hits coast", "text": "Storm hits coast\n\nTrees fell."}"#);
    assert_eq!(document.target.content(), "Storm hits coast\n\nTrees fell.");
}

#[test]
fn broken_records_are_named_by_line_and_remedy() {
    let cases: [(&[u8], &str); 5] = [
        (
            br#"{"text": "x""#,
            "article:1: not a JSON object at byte 12 of the line: EOF while parsing an object; one object a line is expected",
        ),
        (br#"{"words": "x"}"#, "article:1: the record has no `text`; --text-field names the field to read"),
        (br#"{"text": 5}"#, "article:1: `text` is not a string; --text-field names the field to read"),
        (br#"["x"]"#, "article:1: not a JSON object; one object a line is expected"),
        (
            b"{\"text\": \"\xff\"}",
            "article:1: the record is not UTF-8 (byte 0xff at byte 10 of the line); save the file as UTF-8",
        ),
    ];
    for (bytes, expected) in cases {
        let error = read(Format::Jsonl, bytes).err().map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(error, expected);
    }
}

#[test]
fn a_long_line_of_findings_is_located_in_one_pass() {
    // A megabyte on one line: quadratic counting of columns would take minutes.
    let text = "The vote failed . . He left. ".repeat(40_000);
    let document = article(Format::Text, text.as_bytes());
    let mut locator = document.locator();
    let last = document.target.sentences().iter().map(|s| locator.locate(s.span).1.column).last();
    assert!(last > Some(1_000_000));
}
