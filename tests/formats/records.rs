//! Records and rows.

use super::*;
use parquet::{
    basic::{Compression, GzipLevel},
    data_type::{ByteArray, ByteArrayType},
    errors::ParquetError,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::parser::parse_message_type,
};
use std::sync::Arc;

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
    for name in ["pyarrow-delta.parquet", "duckdb.parquet"] {
        let others = articles(name);
        assert_eq!(others.len(), 2, "{name}");
        assert_eq!(others[0].target.content(), documents[0].target.content(), "{name}");
    }
    let source = Source::open(&fixture("pyarrow-other.parquet"), None).unwrap_or_else(|e| panic!("{e}"));
    let (documents, errors) = drain(source, Options::default());
    assert_eq!((documents.len(), errors.len()), (0, 1));
    assert!(errors[0].contains("no text column `text` (columns of strings: n, words)"), "{errors:?}");
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

/// A table of one column of texts, a row group each.
fn table(groups: &[Vec<&str>], packing: Compression) -> Vec<u8> {
    let schema = parse_message_type("message m { REQUIRED BYTE_ARRAY text (UTF8); }").map(Arc::new);
    let properties =
        WriterProperties::builder().set_compression(packing).set_statistics_enabled(EnabledStatistics::None);
    let schema = schema.unwrap_or_else(|e| panic!("{e}"));
    let mut bytes = Vec::new();
    let write = |bytes: &mut Vec<u8>| -> Result<(), ParquetError> {
        let mut writer = SerializedFileWriter::new(bytes, schema, Arc::new(properties.build()))?;
        for group in groups {
            let values: Vec<ByteArray> = group.iter().map(|text| ByteArray::from(*text)).collect();
            let mut rows = writer.next_row_group()?;
            let mut column = rows.next_column()?.unwrap_or_else(|| panic!("one column"));
            column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            column.close()?;
            rows.close()?;
        }
        writer.close().map(drop)
    };
    write(&mut bytes).unwrap_or_else(|e| panic!("{e}"));
    bytes
}

#[test]
fn a_damaged_row_group_costs_only_its_own_rows() {
    let groups = [vec!["One day.", "Two days."], vec!["Three days.", "Four days."], vec!["Five days."]];
    let mut bytes = table(&groups, Compression::UNCOMPRESSED);
    // What stands before the text is its length, four bytes, and before that the header of its page.
    let at = memchr::memmem::find(&bytes, b"Three").unwrap_or_default();
    bytes[at - 12..at - 4].fill(0xff);
    let (documents, errors) = read("a.parquet", &bytes, None);
    let texts: Vec<&str> = documents.iter().map(|document| document.target.content()).collect();
    assert_eq!(texts, ["One day.", "Two days.", "Five days."]);
    assert_eq!(documents[2].origin.record, Some(5));
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].starts_with("a.parquet: row 3 and what follows it in row group 2 cannot be read (")
            && errors[0].ends_with("; write the file anew"),
        "{errors:?}"
    );
}

#[test]
fn tables_that_hold_far_too_much_are_stopped() {
    let limits = Limits { size: 2, ratio: 100 };
    let errors = |bytes: Vec<u8>| -> Vec<String> {
        let mut source = Source::new_within("a.parquet".into(), Box::new(Cursor::new(bytes)), None, limits)
            .unwrap_or_else(|e| panic!("{e}"));
        let mut errors = Vec::new();
        loop {
            match source.next_batch() {
                Ok(Some(_)) => {}
                Ok(None) => return errors,
                Err(error) => errors.push(error.to_string()),
            }
        }
    };
    // A long text, written once and meant four thousand times.
    let long = "a".repeat(1 << 15);
    let many = table(&[vec![long.as_str(); 4000]], Compression::GZIP(GzipLevel::default()));
    assert!(many.len() < 1 << 16);
    assert_eq!(
        errors(many),
        ["a.parquet: its rows hold more than 100 times its size, as those of a bomb do; --max-ratio lets it pass"]
    );
    // A page of three MiB.
    for packing in [Compression::GZIP(GzipLevel::default()), Compression::SNAPPY] {
        let large = table(&[vec![long.repeat(96).as_str(), "short"]], packing);
        let errors = errors(large);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].contains("a page of 3 MiB, which is more than --max-size"), "{errors:?}");
    }
}

#[test]
fn what_the_library_panics_with_is_not_printed() {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let whole = bytes_of("pyarrow.parquet");
    // In the footer a single bit makes places and sizes negative.
    for at in whole.len() / 2..whole.len() - 8 {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(folder.path().join(format!("{at}.parquet")), bytes).unwrap_or_else(|e| panic!("{e}"));
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["check", "--format", "compact", "--select", "glued-sentences"])
        .arg(folder.path())
        .output()
        .unwrap_or_else(|e| panic!("{e}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
