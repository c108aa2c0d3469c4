//! Names findings across runs: by rule, entry, text found and sentence, never by line or path.

use crate::model::{Finding, Span, Text};
use std::collections::BTreeMap;

/// 64-bit FNV-1a over rule, entry, matched text and sentence, with white space folded and letters in lower case: moving
/// a line keeps it, changing the sentence drops it.
pub(super) fn fingerprint(rule: &str, entry: &str, found: &str, sentence: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [rule, entry, found, sentence] {
        for word in part.split_whitespace() {
            hash = if word.is_ascii() {
                word.bytes().map(|byte| byte.to_ascii_lowercase()).fold(hash, step)
            } else {
                word.to_lowercase().bytes().fold(hash, step)
            };
            hash = step(hash, b' ');
        }
        hash = step(hash, 0xff);
    }
    hash
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Tells findings of one sentence apart that are equal but for their place: all but the first take their number in. The
/// same sentence elsewhere keeps the same names, so that copies and moves do not change them.
pub(super) fn number(findings: &mut [Finding]) {
    let mut met: BTreeMap<(u32, u64), u32> = BTreeMap::new();
    for finding in findings {
        let times = met.entry((finding.sentence, finding.fingerprint)).or_default();
        if *times > 0 {
            finding.fingerprint = times.to_le_bytes().into_iter().fold(finding.fingerprint, step);
        }
        *times += 1;
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
