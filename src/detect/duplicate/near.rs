//! Sentences that say what another one said, with small changes.
//!
//! Copies are never looked for among all pairs of a long article. Numbers and names tell of most short ones that they hold
//! none ([`named`](super::named)). A sentence is looked at only if nearly all its words stood in the
//! article before, which [`fresh`](super::fresh) tells without any stems. Then all sentences are filed under their rare
//! words, those that stand in two to [`RARE`] sentences of the article, and compared only with the few that share at
//! least [`COMMON`] of them. A word leads to at most [`RARE`] sentences, so the work is linear in the words, for a
//! thousand sentences and for a hundred thousand. The comparison itself asks for the same numbers and names, then for
//! the shared part of the word sets, and only then for the order.

use super::{closed, fresh::Fresh, prose, words};
use crate::{
    detect::{Cx, lists::words},
    model::{BlockKind, Hashes, Sentence, Span, Token, TokenFlags, WordMap},
    text::{shared_part, word_similarity},
};
use std::cell::{LazyCell, RefCell};

/// A word in more sentences than this is not worth looking under.
const RARE: usize = 8;
/// Rare words that two sentences must share to be compared.
const COMMON: usize = 4;
/// Words that a near copy must have.
const LONG: usize = 10;
/// Words that a near copy without any name or number must have.
pub(super) const PLAIN: usize = 18;

const NUMERALS: &str = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand \
    million billion first second third fourth fifth sixth last next left right north south east west january february march \
    april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday";

/// Longer words without content of their own, which a second wording changes first.
const EMPTY: &str = "that this these those with from have been were will would could should they them their there which \
    when where while than then also into over after before about between because since until only some such very";

thread_local! {
    /// Kept from article to article.
    static FRESH: RefCell<Fresh> = RefCell::new(Fresh::new(EMPTY.split_whitespace()));
}

/// Finds near copies.
pub(super) struct Near {
    /// Numbers in words: sentences that differ in them say different things.
    pub(super) numerals: Hashes,
    /// Words that do not count as content.
    empty: Hashes,
}

impl Default for Near {
    fn default() -> Self {
        Self { numerals: words!(NUMERALS), empty: words!(EMPTY) }
    }
}

/// Whether a sentence is compared with others: long enough, no heading, no list.
pub(super) fn compared(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    (LONG..400).contains(&(sentence.words as usize)) && prose(cx, sentence) && closed(cx, sentence)
}

/// The sentences that an earlier one may be a copy of; few articles have any.
fn stale(cx: &Cx<'_>, fresh: &mut Fresh) -> Vec<u32> {
    let mut stale = Vec::new();
    fresh.begin();
    for (index, sentence) in cx.sentences().iter().enumerate() {
        if compared(cx, sentence) && fresh.is_stale(cx.text, sentence) {
            stale.push(index as u32);
        }
    }
    stale
}

impl Near {
    /// Calls `report` with every passage that says what another one said, with small changes, and with that one. Articles
    /// in which people speak for themselves are passed over.
    pub(super) fn copies(
        &self,
        cx: &Cx<'_>,
        spoken: &LazyCell<bool, impl FnOnce() -> bool>,
        mut report: impl FnMut(Span, String),
    ) {
        if !self.may_copy(cx) {
            return;
        }
        let stale = FRESH.with_borrow_mut(|fresh| stale(cx, fresh));
        if stale.is_empty() || **spoken {
            return;
        }
        let mut signatures: Vec<Signature> = cx
            .sentences()
            .iter()
            .enumerate()
            .filter(|(_, s)| compared(cx, s))
            .map(|(index, sentence)| self.signature(cx, index as u32, sentence))
            .collect();
        if signatures.len() < 2 || !any_may_be_alike(&signatures, &stale) {
            return;
        }
        for signature in &mut signatures {
            self.stems(cx, signature);
        }
        let mut files: WordMap<Vec<u32>> = WordMap::default();
        for (number, signature) in signatures.iter().enumerate() {
            for &stem in &signature.set {
                let file = files.entry(stem).or_default();
                if file.len() <= RARE {
                    file.push(number as u32);
                }
            }
        }
        let mut candidates: Vec<u32> = Vec::new();
        // The copy that is being put together: its span, its last sentence, what it copies.
        let mut copy: Option<(Span, u32, String)> = None;
        for (number, signature) in signatures.iter().enumerate() {
            if stale.binary_search(&signature.sentence).is_err() {
                continue;
            }
            candidates.clear();
            for stem in &signature.set {
                let file = &files[stem];
                if (2..=RARE).contains(&file.len()) {
                    candidates.extend(file.iter().take_while(|&&other| (other as usize) < number));
                }
            }
            candidates.sort_unstable();
            let found = candidates.chunk_by(|a, b| a == b).find_map(|group| {
                let other = &signatures[group[0] as usize];
                let body = !standfirst(cx, &cx.sentences()[other.sentence as usize]);
                (group.len() >= COMMON && body && alike(signature, other) && !quotes(cx, signature, other))
                    .then_some(other)
            });
            let Some(other) = found else { continue };
            let (first, second) =
                (&cx.sentences()[other.sentence as usize], &cx.sentences()[signature.sentence as usize]);
            let found_span = beside(cx, other.sentence as usize, signature.sentence as usize);
            match &mut copy {
                // Neighbours in one paragraph are one copy.
                Some((span, last, _))
                    if *last + 1 == signature.sentence && cx.sentences()[*last as usize].block == second.block =>
                {
                    *span = span.cover(second.span).cover(found_span);
                    *last = signature.sentence;
                }
                _ => {
                    if let Some((span, _, text)) =
                        copy.replace((found_span, signature.sentence, cx.text.slice(first.span).to_owned()))
                    {
                        report(span, text);
                    }
                }
            }
        }
        if let Some((span, _, text)) = copy {
            report(span, text);
        }
    }

    fn signature(&self, cx: &Cx<'_>, index: u32, sentence: &Sentence) -> Signature {
        let mut made = Signature {
            sentence: index,
            words: Vec::with_capacity(sentence.words as usize),
            set: Vec::new(),
            numbers: Vec::new(),
            names: Vec::new(),
        };
        let mut first = true;
        for at in sentence.token_range() {
            let token = &cx.tokens()[at];
            if !token.counts() {
                continue;
            }
            made.words.push(token.hash());
            if self.is_numeral(token) {
                made.numbers.push(token.hash());
            } else if token.is_capital() && !first {
                made.names.push(token.hash());
            }
            first = false;
        }
        for list in [&mut made.numbers, &mut made.names] {
            list.sort_unstable();
            list.dedup();
        }
        made
    }

    /// Whether a word or number says what a sentence says.
    pub(super) fn is_content(&self, token: &Token) -> bool {
        let word = token.counts() && token.span().len() >= 4 && !token.has(TokenFlags::UNCASED);
        token.is_number() || word && !self.empty.contains(token.hash())
    }

    /// Adds the stems, which cost more than all the rest.
    fn stems(&self, cx: &Cx<'_>, signature: &mut Signature) {
        for at in cx.sentences()[signature.sentence as usize].token_range() {
            let token = &cx.tokens()[at];
            if self.is_content(token) {
                signature.set.push(cx.stem(at));
            }
        }
        signature.set.sort_unstable();
        signature.set.dedup();
    }
}

/// What a sentence is compared by.
struct Signature {
    sentence: u32,
    /// All words in order.
    words: Vec<u64>,
    /// Stems of longer words and all numbers, sorted, each once.
    set: Vec<u64>,
    /// Numbers, digits or words, sorted: a copy has the same.
    numbers: Vec<u64>,
    /// Names, sorted, each once: a copy has most of them.
    names: Vec<u64>,
}

/// A near copy with the sentence before and behind it, where these are copies as well, only shorter or freer.
fn beside(cx: &Cx<'_>, first: usize, second: usize) -> Span {
    let sentences = cx.sentences();
    let mut span = sentences[second].span;
    let pairs = [(first.checked_sub(1), second.checked_sub(1)), (Some(first + 1), Some(second + 1))];
    for (a, b) in pairs {
        let (Some(a), Some(b)) = (a.and_then(|a| sentences.get(a)), b.and_then(|b| sentences.get(b))) else {
            continue;
        };
        if a.block == sentences[first].block && b.block == sentences[second].block && b.words >= 4 {
            let hashes = |s: &Sentence| words(cx, s).map(Token::hash).collect::<Vec<_>>();
            if word_similarity(&hashes(a), &hashes(b), 0.6).is_some() {
                span = span.cover(b.span);
            }
        }
    }
    span
}

/// The line under the headline, which says what the text says again.
fn standfirst(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    let blocks = cx.text.blocks();
    let block = &blocks[sentence.block as usize];
    let above = &blocks[..sentence.block as usize];
    block.sentences.len() == 1
        && above.len() <= 2
        && blocks.len() >= 4
        && above.iter().all(|b| b.kind == BlockKind::Headline)
}

/// Whether more than half of one of two sentences is a quotation: what was said may be told and quoted.
fn quotes(cx: &Cx<'_>, a: &Signature, b: &Signature) -> bool {
    [a, b].iter().any(|signature| {
        let sentence = &cx.sentences()[signature.sentence as usize];
        let quoted = words(cx, sentence).filter(|t| cx.quotations().contain(t.span())).count();
        quoted * 2 > sentence.words as usize
    })
}

/// The most pairs of sentences that are worth a look before the stems are made.
const PAIRS: usize = 20_000;

/// Whether one of the stale sentences may be like an earlier one, as far as can be told without stems.
fn any_may_be_alike(signatures: &[Signature], stale: &[u32]) -> bool {
    stale.len() * signatures.len() > PAIRS
        || signatures.iter().enumerate().any(|(number, signature)| {
            stale.binary_search(&signature.sentence).is_ok()
                && signatures[..number].iter().any(|other| may_be_alike(signature, other))
        })
}

/// The same numbers and names, and other words: word for word the same is what another rule reports.
fn may_be_alike(a: &Signature, b: &Signature) -> bool {
    let names = a.names.is_empty() && b.names.is_empty() || shared_part(&a.names, &b.names) >= 0.75;
    // In lists of goods, short lines without name and number come again: what it is made of, where it is sold.
    let plain = a.names.is_empty() && b.names.is_empty() && a.numbers.is_empty();
    let said_of_all = plain && a.words.len().max(b.words.len()) < PLAIN;
    a.numbers == b.numbers && names && !said_of_all && a.words != b.words
}

/// The same numbers and names, four of five content words, and most words in order.
fn alike(a: &Signature, b: &Signature) -> bool {
    may_be_alike(a, b) && same_content(a, b)
}

/// Nearly all content words, whatever their order, or three of four of them and most words in order.
fn same_content(a: &Signature, b: &Signature) -> bool {
    let shared = shared_part(&a.set, &b.set);
    shared >= 0.9 && a.set.len().min(b.set.len()) >= 5
        || shared >= 0.75 && word_similarity(&a.words, &b.words, 0.7).is_some()
}
