//! The worst articles so far, in bounded memory.

use super::PageLimits;
use serde::Deserialize;
use std::{cmp::Reverse, collections::BTreeMap};

/// What articles are ordered by: blocked ones first, then by score, then as they came.
type Rank = (Reverse<bool>, u32, u64);

/// The worst articles of those that came so far: the longest start of their order that the limits allow. What is dropped
/// could never come back, since more articles only push it further down, and nothing behind it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    limits: PageLimits,
    articles: BTreeMap<Rank, Piece>,
    findings: usize,
    bytes: usize,
    /// The first in order of what was dropped.
    end: Option<Rank>,
    /// Articles with findings that came.
    seen: u64,
}

#[derive(Debug)]
struct Piece {
    json: Box<[u8]>,
    findings: usize,
}

/// The part of an article's JSON that orders it.
#[derive(Deserialize)]
struct Key {
    blocked: bool,
    exact: f32,
    shown: usize,
}

impl Kept {
    pub(super) fn new(limits: PageLimits) -> Self {
        Self { limits, articles: BTreeMap::new(), findings: 0, bytes: 0, end: None, seen: 0 }
    }

    /// Takes the next article, and drops what is no longer among the worst.
    pub(super) fn add(&mut self, json: &[u8]) {
        let Ok(key) = serde_json::from_slice::<Key>(json) else { return };
        // Numbers that are not negative are in the order of their bits.
        let rank = (Reverse(key.blocked), (key.exact.max(0.0) + 0.0).to_bits(), self.seen);
        self.seen += 1;
        if self.end.is_some_and(|end| rank > end) {
            return;
        }
        self.findings += key.shown;
        self.bytes += json.len();
        self.articles.insert(rank, Piece { json: json.into(), findings: key.shown });
        while self.articles.len() > 1 && self.is_over() {
            let Some((rank, last)) = self.articles.pop_last() else { return };
            self.end = Some(rank);
            self.findings -= last.findings;
            self.bytes -= last.json.len();
        }
    }

    fn is_over(&self) -> bool {
        self.articles.len() > self.limits.articles
            || self.findings > self.limits.findings
            || self.bytes > self.limits.bytes
    }

    /// Articles as JSON, worst first.
    pub(super) fn worst(&self) -> impl Iterator<Item = &[u8]> {
        self.articles.values().map(|piece| &*piece.json)
    }

    /// Findings of the articles kept, as far as they are shown.
    pub(super) fn findings(&self) -> u64 {
        self.findings as u64
    }

    /// Articles with findings that are not kept.
    pub(super) fn more_articles(&self) -> u64 {
        self.seen - self.articles.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(id: usize, blocked: bool, score: f32, shown: usize) -> Vec<u8> {
        serde_json::to_vec(&serde_json::json!({ "id": id, "blocked": blocked, "exact": score, "shown": shown }))
            .expect("numbers are valid JSON")
    }

    /// The longest start of the whole order that the limits allow.
    fn expected(all: &[(bool, f32, usize)], limits: PageLimits) -> Vec<usize> {
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|&a, &b| all[b].0.cmp(&all[a].0).then(all[a].1.total_cmp(&all[b].1)));
        let mut findings = 0;
        let fits = |&(place, id): &(usize, usize)| {
            findings += all[id].2;
            place == 0 || place < limits.articles && findings <= limits.findings
        };
        order.into_iter().enumerate().take_while(fits).map(|(_, id)| id).collect()
    }

    #[test]
    fn the_worst_are_kept_in_their_order() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for (articles, findings) in [(1, 100), (5, 1_000), (50, 40), (1_000, 7), (1_000, 1_000)] {
            let limits = PageLimits { articles, findings, of_article: 9, bytes: usize::MAX };
            let all: Vec<(bool, f32, usize)> =
                (0..200).map(|_| (random(10) == 0, random(20) as f32 * 5.5, random(9) as usize + 1)).collect();
            let mut kept = Kept::new(limits);
            for (id, &(blocked, score, shown)) in all.iter().enumerate() {
                kept.add(&json(id, blocked, score, shown));
            }
            let ids: Vec<usize> = kept
                .worst()
                .map(|piece| serde_json::from_slice::<serde_json::Value>(piece).expect("JSON")["id"].as_u64())
                .map(|id| id.expect("a number") as usize)
                .collect();
            assert_eq!(ids, expected(&all, limits), "{articles} articles, {findings} findings");
            assert_eq!(kept.more_articles() as usize, all.len() - ids.len());
            assert_eq!(kept.findings() as usize, ids.iter().map(|&id| all[id].2).sum::<usize>());
        }
    }

    #[test]
    fn memory_is_bounded() {
        let limits = PageLimits { bytes: 2_000, ..PageLimits::default() };
        let mut kept = Kept::new(limits);
        for id in 0..1_000 {
            kept.add(&json(id, false, 100.0 - id as f32 / 10.0, 1));
            assert!(kept.bytes <= 2_000);
        }
        assert!(kept.worst().count() > 20);
    }
}
