//! One article in every format, and what each format says of it.

use super::*;

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
    ("chromium.html", markup),
    ("warcio.warc", markup),
    ("wget.warc", markup),
];

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
    // Its log is no article.
    assert_eq!(articles("wget.warc").len(), 1);
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
