//! Names findings across runs: by rule, entry, text found and sentence, never by line or path.

use crate::model::{Finding, Span, Text};
use std::collections::BTreeMap;

/// 64-bit FNV-1a over rule, entry, matched text and sentence, with white space folded and letters in lower case: moving
/// a line keeps it, changing the sentence drops it.
pub(super) fn fingerprint(rule: &str, entry: &str, found: &str, sentence: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [rule, entry, found, sentence] {
        hash = if part.is_ascii() { ascii(hash, part.as_bytes()) } else { folded(hash, part) };
        hash = step(hash, 0xff);
    }
    hash
}

/// Takes words in, a space behind each.
fn folded(mut hash: u64, text: &str) -> u64 {
    for word in text.split_whitespace() {
        hash = word.to_lowercase().bytes().fold(hash, step);
        hash = step(hash, b' ');
    }
    hash
}

/// The same for ASCII.
fn ascii(mut hash: u64, text: &[u8]) -> u64 {
    let mut inside = false;
    for &byte in text {
        let white = matches!(byte, b'\t'..=b'\r' | b' ');
        if !white {
            hash = step(hash, byte.to_ascii_lowercase());
        } else if inside {
            hash = step(hash, b' ');
        }
        inside = !white;
    }
    if inside { step(hash, b' ') } else { hash }
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Tells findings of one sentence apart that are equal but for their place: all but the first take their number in. The
/// same sentence elsewhere keeps the same names, so that copies and moves do not change them. The findings are in the
/// order of the text, those of a sentence next to each other.
pub(super) fn number(findings: &mut [Finding]) {
    let mut met: BTreeMap<u64, u32> = BTreeMap::new();
    for sentence in findings.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        if sentence.len() == 1 {
            continue;
        }
        met.clear();
        for finding in sentence {
            let times = met.entry(finding.fingerprint).or_default();
            if *times > 0 {
                finding.fingerprint = times.to_le_bytes().into_iter().fold(finding.fingerprint, step);
            }
            *times += 1;
        }
    }
}

/// The sentence, or of a very long one the part around a hit: hashing all of it for each of its hits would be quadratic.
pub(super) fn near(text: &Text, sentence: Span, hit: Span) -> Span {
    const REACH: u32 = 600;
    let content = text.content();
    let mut start = sentence.start.max(hit.start.saturating_sub(REACH));
    let mut end = sentence.end.min(hit.start.saturating_add(REACH)).max(start);
    while !content.is_char_boundary(start as usize) {
        start -= 1;
    }
    while !content.is_char_boundary(end as usize) {
        end += 1;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_taken_in_as_any_text_is() {
        let white = (0..=0x20_u8).map(char::from).collect::<String>();
        for text in ["", " ", "One", "one  TWO\t", "\n a\u{b}b\r\nc ", "x\u{1c}y\u{1f}z", &white] {
            assert_eq!(ascii(7, text.as_bytes()), folded(7, text), "{text:?}");
        }
    }
}
