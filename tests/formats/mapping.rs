//! Round trips: every byte of a text maps to the bytes it came from.

use super::*;
use proptest::prelude::*;

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
