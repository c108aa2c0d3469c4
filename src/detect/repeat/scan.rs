//! The words of a sentence and every stretch of them that comes again a few words later.

use crate::model::{Sentence, Text, Token, TokenFlags, TokenKind};

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// White space alone.
    Plain,
    Hyphen,
    Comma,
    /// Brackets and quotation marks, and the end of the sentence.
    Mark,
    /// Dash, semicolon, colon, any other mark: a new clause.
    Break,
}

/// The words of a sentence; the marks between them are kept as gaps.
#[derive(Default)]
pub(super) struct Terms {
    /// Hashes of the words, apart from the rest so that comparing them is one sweep over memory.
    pub(super) hashes: Vec<u64>,
    /// Index of the token of each word.
    pub(super) tokens: Vec<u32>,
    /// What stands before each word.
    pub(super) gaps: Vec<Gap>,
}

impl Terms {
    /// Takes the words of a sentence.
    pub(super) fn fill(&mut self, text: &Text, sentence: &Sentence) {
        self.hashes.clear();
        self.tokens.clear();
        self.gaps.clear();
        let mut gap = Gap::Plain;
        for index in sentence.tokens.start..sentence.tokens.end {
            let token = &text.tokens()[index as usize];
            if token.counts() || token.kind() == TokenKind::Address {
                if gap == Gap::Plain && !token.spaced() && !self.tokens.is_empty() && !token.has(TokenFlags::UNCASED) {
                    gap = Gap::Mark;
                }
                self.hashes.push(token.hash());
                self.tokens.push(index);
                self.gaps.push(gap);
                gap = Gap::Plain;
            } else {
                gap = gap.max(mark(text, token));
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// What stands behind a word; the end of the sentence is a mark.
    pub(super) fn after(&self, index: usize) -> Gap {
        self.gaps.get(index + 1).copied().unwrap_or(Gap::Mark)
    }
}

fn mark(text: &Text, token: &Token) -> Gap {
    match text.slice(token.span()) {
        "," | "，" | "、" | "،" => Gap::Comma,
        "-" | "‐" | "‑" if !token.spaced() => Gap::Hyphen,
        "(" | ")" | "[" | "]" | "\"" | "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" | "/" => Gap::Mark,
        _ => Gap::Break,
    }
}

/// A stretch of words that comes again: `len` words from `start` are the same as those `period` words later, and it is
/// the longest such stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) period: usize,
}

/// The farthest that two copies may stand apart, start to start. Twelve words and four between them cover what decoders
/// and editors' tools repeat at once; farther repetitions are refrains.
pub(super) const REACH: usize = 16;

/// Which distances up to `REACH` any two equal words stand apart, as bits.
fn distances(hashes: &[u64]) -> u32 {
    // For each of 256 kinds of words the last one seen, and for each word the one of its kind before it; a number is a
    // place plus one.
    let mut last = [0u32; 256];
    let mut before = [0u32; REACH + 1];
    let mut found = 0;
    for (at, hash) in hashes.iter().enumerate() {
        let cell = &mut last[(hash >> 32 & 0xff) as usize];
        let mut other = *cell as usize;
        before[at % (REACH + 1)] = *cell;
        *cell = at as u32 + 1;
        while other > 0 && at + 1 - other <= REACH {
            if hashes[other - 1] == *hash {
                found |= 1 << (at + 1 - other);
            }
            other = before[(other - 1) % (REACH + 1)] as usize;
        }
    }
    found
}

/// Calls `found` with every run, shortest period first, each period in the order of the text: a sweep over the words for
/// each distance that any two stand apart, comparing numbers.
pub(super) fn runs(hashes: &[u64], mut found: impl FnMut(Run)) {
    let distances = distances(hashes);
    for period in (1..=REACH).filter(|period| distances >> period & 1 == 1) {
        let (first, second) = (&hashes[..hashes.len() - period], &hashes[period..]);
        let mut at = 0;
        while at < first.len() {
            if first[at] != second[at] {
                at += 1;
                continue;
            }
            let start = at;
            while at < first.len() && first[at] == second[at] {
                at += 1;
            }
            found(Run { start, len: at - start, period });
        }
    }
}

/// A sequence of `n` words that comes at least three times in a sentence.
#[derive(Default)]
pub(super) struct Refrains {
    grams: Vec<(u64, u32)>,
}

impl Refrains {
    /// The most frequent sequence of `n` words: the places where it starts, not overlapping. Empty unless it comes
    /// three times.
    pub(super) fn top(&mut self, hashes: &[u64], n: usize) -> Vec<usize> {
        // A sequence of four words three times needs eight words that came before: most sentences end here.
        let mut seen = [0u64; 8];
        let mut again = 0;
        for hash in hashes {
            let (cell, bit) = ((hash >> 6 & 7) as usize, 1u64 << (hash & 63));
            again += usize::from(seen[cell] & bit != 0);
            seen[cell] |= bit;
        }
        if again < 2 * n || hashes.len() < 3 * n {
            return Vec::new();
        }
        self.grams.clear();
        let grams = hashes.windows(n).enumerate();
        self.grams.extend(
            grams.map(|(i, w)| (w.iter().fold(0u64, |h, x| h.rotate_left(11).wrapping_mul(0x9e37_79b9) ^ x), i as u32)),
        );
        self.grams.sort_unstable();
        let mut best: Vec<usize> = Vec::new();
        for group in self.grams.chunk_by(|a, b| a.0 == b.0) {
            if group.len() < 3 || group.len() <= best.len() {
                continue;
            }
            let mut places: Vec<usize> = Vec::with_capacity(group.len());
            for &(_, start) in group {
                if places.last().is_none_or(|last| start as usize >= last + n) {
                    places.push(start as usize);
                }
            }
            if places.len() >= 3 && places.len() > best.len() {
                best = places;
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(hashes: &[u64]) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        runs(hashes, |run| found.push((run.start, run.len, run.period)));
        found
    }

    #[test]
    fn runs_are_maximal() {
        assert_eq!(all(&[1, 1, 2]), [(0, 1, 1)]);
        assert_eq!(all(&[1, 2, 3, 1, 2, 4]), [(0, 2, 3)]);
        assert_eq!(all(&[1, 2, 1, 2, 1, 2]), [(0, 4, 2), (0, 2, 4)]);
        assert_eq!(all(&[1]), []);
        assert_eq!(all(&[]), []);
    }

    #[test]
    fn refrains_do_not_overlap() {
        let mut refrains = Refrains::default();
        let hashes = [9, 1, 2, 8, 1, 2, 7, 1, 2, 6];
        assert_eq!(refrains.top(&hashes, 2), [1, 4, 7]);
        assert!(refrains.top(&[1, 2, 3, 4, 5, 6, 7, 8], 2).is_empty());
    }
}
