//! Readers take any bytes: an article or an error, never a panic, and every span maps into the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::{
    input::{self, Format, Options, Unit},
    model::Raw,
};

fuzz_target!(|data: (u8, &[u8])| {
    let format = [Format::Text, Format::Markdown, Format::Jsonl][usize::from(data.0) % 3];
    let unit = Unit { path: "fuzz".into(), record: Some(1), format, raw: Raw::whole(data.1.to_vec(), true) };
    if let Ok(document) = input::parse(unit, Options::default()) {
        for sentence in document.target.sentences() {
            let raw = document.map.raw(sentence.span);
            assert!(raw.end as usize <= data.1.len());
        }
    }
});
