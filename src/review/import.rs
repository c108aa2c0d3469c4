//! An editor's table back in: the CSV report with decisions, as a spreadsheet saved it.

use super::{Content, Decision, Review, content::hex};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_16LE};
use std::collections::BTreeMap;

/// What a table says.
#[derive(Debug, Default)]
pub struct Imported {
    /// Decisions in the order of the rows.
    pub reviews: Vec<Review>,
    /// Rows without a decision.
    pub undecided: u64,
}

/// Columns that must be there, and what else they may be called.
const NEEDED: [(&str, &str); 4] =
    [("decision", "verdict"), ("rule", "rule"), ("text", "text"), ("sentence_text", "sentence_text")];

/// Reads decisions from the bytes of a table: separated by commas, semicolons or tabs, UTF-8, UTF-16 or Windows-1252,
/// columns in any order.
///
/// # Errors
/// Everything that is wrong with it, each with its row; nothing of such a table is taken.
pub fn import(bytes: &[u8]) -> Result<Imported, Vec<String>> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(vec!["this is a workbook; save it as CSV (or as “Unicode text”) and import that".to_owned()]);
    }
    let text = decode(bytes);
    let mut text = text.trim_start_matches('\u{feff}');
    // Excel writes and understands a first line that names the separator.
    let mut rows_before = 1;
    let told = text.lines().next().and_then(|line| line.trim_matches(['"', ' ']).strip_prefix("sep="));
    let separator = match told {
        Some(separator) => {
            text = text.split_once('\n').map_or("", |(_, rest)| rest);
            rows_before = 2;
            separator.bytes().next().unwrap_or(b',')
        }
        None => separator_of(text.lines().next().unwrap_or_default()),
    };
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| vec![error.to_string()])?;
    let columns: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(i, name)| (name.trim().to_lowercase(), i)).collect();
    let missing: Vec<String> = NEEDED
        .iter()
        .filter(|(name, other)| !columns.contains_key(*name) && !columns.contains_key(*other))
        .map(|(name, _)| {
            let help = if *name == "decision" {
                "add it and write accept, dismiss or fixed into it".to_owned()
            } else {
                "write the table with `mtlint check --format csv`".to_owned()
            };
            format!("there is no column `{name}`; {help}")
        })
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut imported = Imported::default();
    let mut problems = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let row = index + 1 + rows_before;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(format!("row {row}: {error}"));
                continue;
            }
        };
        match review(&record, &columns) {
            Ok(Some(review)) => imported.reviews.push(review),
            Ok(None) => imported.undecided += 1,
            Err(problem) => problems.push(format!("row {row}: {problem}")),
        }
    }
    if problems.is_empty() { Ok(imported) } else { Err(problems) }
}

/// The text of a table: a byte order mark tells the encoding; what is not UTF-8 then is that of some older spreadsheet.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if bytes.get(1) == Some(&0) {
        return UTF_16LE.decode(bytes).0.into_owned();
    }
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny).decode(bytes).0.into_owned()
    })
}

/// The separator of the header: that of the three which it holds most.
fn separator_of(header: &str) -> u8 {
    let count = |separator: u8| header.bytes().filter(|b| *b == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

fn review(record: &StringRecord, columns: &BTreeMap<String, usize>) -> Result<Option<Review>, String> {
    let cell = |names: &[&str]| {
        let found = names.iter().find_map(|name| columns.get(*name)).and_then(|&i| record.get(i));
        unguarded(found.unwrap_or_default())
    };
    let decision = match cell(&["decision", "verdict"]).trim().to_lowercase().as_str() {
        "" => return Ok(None),
        "accept" | "accepted" => Decision::Accept,
        "dismiss" | "dismissed" => Decision::Dismiss,
        "fixed" | "fix" => Decision::Fixed,
        other => return Err(format!("`{other}` is no decision; write accept, dismiss or fixed, or leave it empty")),
    };
    let (rule, text) = (cell(&["rule"]).trim(), cell(&["text"]));
    if rule.is_empty() || text.is_empty() {
        return Err("it has a decision, but no rule and text to know the finding by".to_owned());
    }
    // Spreadsheets take some fingerprints for numbers; the sentence then has to do.
    let fingerprint = hex::parse(cell(&["fingerprint"]).trim());
    let sentence = cell(&["sentence_text"]).replace("\r\n", "\n");
    let content = Content::told(rule, &text.replace("\r\n", "\n"), &sentence, fingerprint);
    let path = Some(cell(&["path"]).to_owned()).filter(|path| !path.is_empty());
    Ok(Some(Review::of(content, path, decision, cell(&["note"]).trim().to_owned())))
}

/// A cell without the apostrophe that kept it from being a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_spreadsheets_save_it() {
        let plain = "rule,text,fingerprint,sentence_text,decision,note\r\n\
                     a,\"x, y\",00000000000000ff,\"He said x, y.\",dismiss,fine\r\na,z,,Z.,,\r\n";
        let expected = import(plain.as_bytes()).expect("a table");
        assert_eq!((expected.reviews.len(), expected.undecided), (1, 1));
        let review = &expected.reviews[0];
        assert_eq!((review.text.as_deref(), review.fingerprint), (Some("x, y"), Some(255)));
        let reordered = "\u{feff}Decision;Note;Sentence_text;Rule;Text;Fingerprint\r\n\
                         DISMISS;fine;He said x, y.;a;x, y;00000000000000ff\r\n";
        let tabs: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(reordered.replace('\u{feff}', "").replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for table in [reordered.as_bytes(), &tabs, format!("sep=;\r\n{}", &reordered[3..]).as_bytes()] {
            assert_eq!(import(table).expect("a table").reviews, expected.reviews);
        }
    }

    #[test]
    fn guarded_cells_and_mangled_fingerprints() {
        let table = b"rule;text;sentence_text;fingerprint;decision\n a ;'-x;'-x is \x93odd\x94.;1,23457E+15;fixed\n";
        let review = &import(table).expect("a table").reviews[0];
        assert_eq!(review.rule.as_deref(), Some("a"));
        assert_eq!((review.text.as_deref(), review.sentence.as_deref()), (Some("-x"), Some("-x is “odd”.")));
        assert_eq!((review.fingerprint, review.decision), (None, Decision::Fixed));
    }

    #[test]
    fn all_problems_with_their_rows() {
        let table = "rule,text,sentence_text,decision\na,x,X.,maybe\na,x,X.,accept\n,x,X.,accept\n";
        let problems = import(table.as_bytes()).expect_err("two bad rows");
        assert_eq!(problems.len(), 2);
        assert!(problems[0].starts_with("row 2: `maybe` is no decision"), "{problems:?}");
        assert!(problems[1].starts_with("row 4: "), "{problems:?}");
        assert!(import(b"path,points\n").expect_err("no columns")[0].contains("no column `decision`"));
    }
}
