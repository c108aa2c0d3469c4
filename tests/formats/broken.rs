//! Bad input: one clear message with place and remedy, and the rest is read.

use super::*;

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

#[test]
fn a_broken_line_of_a_catalogue_costs_only_itself() {
    let catalogue =
        "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"a\"\nmsgstr \"First.\n\nmsgid \"b\"\nmsgstr \"Second.\"\n";
    let (read, error) = complaint("a.po", catalogue.as_bytes());
    assert_eq!(read, 1);
    assert_eq!(error, "a.po:5: the string has no closing quotation mark; msgfmt -c says more");
    let (read, error) = complaint("a.po", catalogue.replace("First.", "First.\"\nno keyword\nat all").as_bytes());
    assert_eq!(read, 1);
    assert!(error.starts_with("a.po:6: `no keyword` is no keyword of a catalogue"), "{error}");
}

#[test]
fn subtitles_without_times_are_named() {
    let (read, error) = complaint("a.srt", b"1\n00:00:01,000 -> 00:00:02,000\nThe ferry left.\n");
    assert_eq!(read, 0);
    assert!(error.starts_with("a.srt: no cue with its times (00:00:01,000 --> 00:00:02,500) is in it"), "{error}");
}
