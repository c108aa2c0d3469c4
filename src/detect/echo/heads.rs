//! How the words of a sentence begin: most sentences hold no two that may echo each other.

use super::REACH;
use crate::{
    detect::{Cx, lists::words},
    model::{Hashes, Sentence, Token, TokenFlags},
};

/// How the words of a sentence begin.
#[derive(Default)]
pub(super) struct Heads {
    /// Behind [`BEFORE`] numbers for each word its first four letters, or its place where it cannot echo.
    heads: Vec<u32>,
    /// The places of words that lead to a second verb farther away.
    leads: Vec<u32>,
}

/// How far back the first word stands in most structures.
const BEFORE: usize = 3;

impl Heads {
    /// Whether two words near each other begin with the same letters, where a structure may hold them: the second one
    /// stands at most three words behind the first, or one or two behind “help” or “and also”. Few sentences have any, and
    /// only these are read closely.
    #[inline(never)]
    #[expect(clippy::needless_bitwise_bool, reason = "no branches")]
    pub(super) fn may_echo(&mut self, cx: &Cx<'_>, sentence: &Sentence, known: &Leads) -> bool {
        let tokens = cx.text.tokens_in(&sentence.tokens);
        if self.heads.len() < tokens.len() + BEFORE {
            self.heads.resize(tokens.len() + BEFORE, 0);
            // Like no word and no place of one.
            self.heads[..BEFORE].copy_from_slice(&[0, 1, 2]);
        }
        self.leads.clear();
        let text = cx.text.content().as_bytes();
        let known = *known;
        let (heads, leads) = (self.heads.as_mut_slice(), &mut self.leads);
        let mut end = BEFORE;
        // Without a branch on the kind of a word, which nobody can foretell: what is no word is overwritten by the next.
        for token in tokens {
            let head = head(text, token);
            heads[end] = if plain(token, end == BEFORE) { head } else { end as u32 };
            let hash = token.hash();
            if known.contain(hash) {
                leads.push(end as u32);
            }
            end += usize::from(token.counts());
        }
        let heads = &heads[..end];
        let near = heads
            .windows(BEFORE + 1)
            .fold(false, |near, words| near | (words[3] == words[2]) | (words[3] == words[1]) | (words[3] == words[0]));
        near || leads.iter().any(|&lead| led(heads, lead as usize))
    }
}

/// Whether one of the two words behind a word that leads to a second verb begins as one before.
fn led(heads: &[u32], lead: usize) -> bool {
    (lead + 1..heads.len().min(lead + 3))
        .any(|second| heads[(second + 1).saturating_sub(REACH)..second].contains(&heads[second]))
}

/// Whether a word may echo another by its length and letters.
#[inline]
fn plain(token: &Token, first: bool) -> bool {
    (token.span().len() >= 5)
        & token.is_word()
        & (first | token.is_lower())
        & !token.has(TokenFlags::NON_ASCII)
        & !token.has(TokenFlags::APOSTROPHE)
}

/// The first four letters of a word as a number, which is larger than any place.
#[inline]
fn head(text: &[u8], token: &Token) -> u32 {
    let letters = text.get(token.start() as usize..).and_then(|text| text.first_chunk::<4>());
    letters.map_or(0, |letters| u32::from_be_bytes(*letters)) | 0x2020_2020
}

/// Words behind which, at once or with another between, the second verb of the structure stands that reaches farthest.
static LEADS: Hashes = words!("help helps helped helping also again thus further even");

/// The kind of a word, one of 64, as a bit.
#[inline]
fn kind(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// The same behind a test of two times 64 kinds of words, which nearly no other word passes.
#[derive(Clone, Copy)]
pub(super) struct Leads([u64; 2]);

impl Leads {
    pub(super) fn new() -> Self {
        Self([0, 6].map(|shift| LEADS.iter().fold(0, |kinds, hash| kinds | kind(hash << shift))))
    }

    #[inline]
    fn contain(self, hash: u64) -> bool {
        self.0[0] & kind(hash) != 0 && self.0[1] & kind(hash << 6) != 0 && LEADS.contains(hash)
    }
}
