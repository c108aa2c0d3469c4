//! Tables that a spreadsheet opens.

use super::{
    run::{engine, render, run},
    wire::records,
};
use mtlint::report::{Csv, Jsonl, Rows, Sentences};
use serde_json::Value;

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_and_jsonl_agree() {
    let jsonl = records(&run(&Jsonl { sentences: Sentences::All }));
    for (rows, kind) in [(Rows::Findings, "finding"), (Rows::Sentences, "sentence"), (Rows::Articles, "document")] {
        let table = csv_rows(&run(&Csv { rows, bom: false }));
        let (head, body) = table.split_first().unwrap();
        let expected: Vec<&Value> = jsonl.iter().filter(|r| r["type"] == kind).collect();
        assert_eq!(body.len(), expected.len(), "{kind}");
        for (cells, record) in body.iter().zip(expected) {
            for (name, cell) in head.iter().zip(cells) {
                match &record[name] {
                    Value::String(text) => {
                        assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text, "{name}");
                    }
                    Value::Number(number) => {
                        // Bit for bit: both say the same number, one of them perhaps with `.0`.
                        let (cell, number) = (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
                        assert_eq!(cell.to_bits(), number.to_bits(), "{name}");
                    }
                    Value::Bool(flag) => assert_eq!(*cell, flag.to_string(), "{name}"),
                    Value::Null => {
                        assert!(cell.is_empty() || name == "sentence_text", "{name}: {cell}");
                    }
                    // Fixes and flags are for people here.
                    Value::Array(_) | Value::Object(_) => {}
                }
            }
        }
    }
}

#[test]
fn csv_holds_no_formula() {
    let mut quoted = 0;
    for rows in [Rows::Findings, Rows::Sentences, Rows::Articles] {
        for cell in csv_rows(&run(&Csv { rows, bom: false })).concat() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            quoted += usize::from(cell.starts_with(['\'']));
        }
    }
    assert!(quoted > 6, "{quoted} cells made safe");
}

#[test]
fn csv_lines_end_as_the_standard_says() {
    let table = run(&Csv { rows: Rows::Articles, bom: true });
    assert!(table.starts_with("\u{feff}path,id,title"));
    assert!(table.lines().count() > 5);
    assert!(table.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
    let (engine, none) = (engine(), []);
    assert_eq!(
        render(&engine, &Csv { rows: Rows::Sentences, bom: false }, &none),
        "path,id,index,start,end,line,text,points,score,findings\r\n"
    );
}
