//! What all targets of readers do.

use mtlint::input::{self, Format, Limits, Options, Source};
use std::io::Cursor;

/// Reads bytes to the end: articles or errors, never a panic, and every sentence and source maps into what was read.
pub fn read(data: &[u8], format: Option<Format>) {
    let limits = Limits { size: 8, ratio: 200 };
    let Ok(mut source) = Source::new_within("fuzz".into(), Box::new(Cursor::new(data.to_vec())), format, limits) else {
        return;
    };
    // Errors do not end a source. If one never ended, the fuzzer would say that it takes too long.
    loop {
        let batch = match source.next_batch() {
            Ok(Some(batch)) => batch,
            Ok(None) => return,
            Err(_) => continue,
        };
        for document in batch.units.into_iter().flat_map(|unit| input::articles(unit, Options::default())).flatten() {
            let raw = document.raw.offset + document.raw.bytes().len() as u64;
            let end = if document.raw.utf8 { raw } else { u64::MAX };
            let mut locator = document.locator();
            for sentence in document.target.sentences() {
                let (range, position) = locator.locate(sentence.span);
                assert!(range.start <= range.end && range.end <= end, "{range:?} of {end}");
                assert!(position.line >= 1 && position.column >= 1);
            }
            for allow in document.allows.iter().filter_map(|allow| allow.span) {
                assert!(document.target.content().get(allow.range()).is_some());
            }
            for mark in &document.marks {
                assert!(document.target.content().get(mark.span.range()).is_some());
            }
            if let Some(original) = &document.original {
                for (target, source) in &original.units {
                    assert!(document.target.content().get(target.range()).is_some());
                    assert!(original.text.content().get(source.range()).is_some());
                }
            }
        }
    }
}
