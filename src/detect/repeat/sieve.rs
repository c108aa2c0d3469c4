//! Tells in one pass over the words of a sentence whether anything in it may be a repetition: most sentences end here.

use super::{
    scan::REACH,
    words::{Words, is, kind},
};
use crate::model::{Sentence, Text, Token, TokenFlags, TokenKind, hash_lower};

const COMMA: u64 = hash_lower(b",", 0, 1);

/// Words that a sentence needs before it may have too few different ones.
pub(super) const LONG: usize = 12;

/// Kinds of pairs of neighbours.
const PAIRS: usize = 1024;

/// Room to work in, kept from article to article.
pub(super) struct Sieve {
    /// The words of the sentence, and what stood there before.
    words: Vec<u64>,
    /// The words of the kinds of conjunctions.
    joints: Vec<u32>,
    /// The words that a comma stands before.
    commas: Vec<u32>,
    /// For each kind of pair of neighbours where the last one stood. Places go on from sentence to sentence with a gap that
    /// no distance bridges, so that nothing has to be cleared.
    last: Box<[u32; PAIRS]>,
    place: u32,
}

impl Default for Sieve {
    fn default() -> Self {
        let last = Box::new([0; PAIRS]);
        Self { words: Vec::new(), joints: Vec::new(), commas: Vec::new(), last, place: 0 }
    }
}

impl Sieve {
    /// Whether a word of the sentence stands beside its copy, two words in a row come again at once, three near by, or one
    /// comes again behind a conjunction or in an enumeration, or the sentence has few different words. All that
    /// [`super::judge`] calls a repetition has one of these.
    #[inline(never)]
    pub(super) fn passes(&mut self, text: &Text, sentence: &Sentence, known: &Words) -> bool {
        let tokens = text.tokens_in(&sentence.tokens);
        self.begin(tokens.len());
        let Self { words, joints, commas, last, place } = self;
        let len = fill(text, tokens, &mut words[..tokens.len()], commas);
        let words = &words[..len];
        let (last, known_joints) = (&mut **last, known.joints);
        let (mut before, mut kinds) = (0u64, 0);
        let first = *place + 1;
        *place += words.len() as u32;
        for (at, &hash) in words.iter().enumerate() {
            kinds |= kind(hash);
            let place = first + at as u32;
            let last = &mut last[(hash ^ before.rotate_left(21)) as usize >> 24 & (PAIRS - 1)];
            let back = place - std::mem::replace(last, place);
            if hash == before || back <= REACH as u32 && pair_again(&words[..=at]) {
                return true;
            }
            if known_joints & kind(hash) != 0 {
                joints.push(at as u32);
            }
            before = hash;
        }
        let is = |hash: u64, bits: u32| known.bits.get(hash) & bits != 0;
        joints.iter().any(|&at| joined(words, at as usize) && is(words[at as usize], is::CONJUNCTION))
            || commas
                .iter()
                .any(|&at| listed(words, at as usize).is_some_and(|item| !is(item, is::FUNCTION | is::CONJUNCTION)))
            || words.len() >= LONG && poor(kinds.count_ones() as usize, words.len()) && may_be_poor(words)
    }

    fn begin(&mut self, tokens: usize) {
        if self.place > u32::MAX / 2 {
            *self = Self::default();
        }
        self.place += REACH as u32 + 1;
        if self.words.len() < tokens {
            self.words.resize(tokens, 0);
        }
        self.joints.clear();
        self.commas.clear();
    }
}

/// Takes the words of a sentence and says how many there are; `commas` are the words that a comma stands before.
fn fill(text: &Text, tokens: &[Token], words: &mut [u64], commas: &mut Vec<u32>) -> usize {
    let mut len = 0;
    // Without a branch on the kind of a word, which nobody can foretell: what is no word is overwritten by the next.
    for token in tokens {
        let word = token.counts() | (token.kind() == TokenKind::Address);
        words[len] = token.hash();
        if token.hash() == COMMA
            || token.has(TokenFlags::NON_ASCII) && !word && matches!(text.slice(token.span()), "，" | "、" | "،")
        {
            commas.push(len as u32);
        }
        len += usize::from(word);
    }
    len
}

/// Whether the last two words stood near by, at once before or behind the same third one.
#[cold]
fn pair_again(words: &[u64]) -> bool {
    let back = |at: usize| words.len().checked_sub(at + 1).map(|index| words[index]);
    let same = |at: usize, distance: usize| back(at + distance).is_some_and(|word| back(at) == Some(word));
    (2..=REACH).any(|distance| same(0, distance) && same(1, distance) && (distance == 2 || same(2, distance)))
}

/// Whether the word before a conjunction comes again at most three words behind it, or four together with the word
/// before.
fn joined(words: &[u64], joint: usize) -> bool {
    let Some(first) = joint.checked_sub(1) else { return false };
    let behind = &words[joint + 1..];
    behind.iter().take(3).any(|word| *word == words[first])
        || first > 0 && behind.get(3) == Some(&words[first]) && behind[2] == words[first - 1]
}

/// The word before a comma, if it comes again near by.
fn listed(words: &[u64], comma: usize) -> Option<u64> {
    let item = words[comma.checked_sub(1)?];
    let behind = &words[comma..];
    behind[..behind.len().min(REACH)].contains(&item).then_some(item)
}

/// Whether few words are different by more kinds than are told apart on the way.
#[cold]
fn may_be_poor(words: &[u64]) -> bool {
    let mut kinds = [0u64; 64];
    for hash in words {
        kinds[(hash >> 52 & 63) as usize] |= kind(*hash);
    }
    poor(kinds.iter().map(|kinds| kinds.count_ones() as usize).sum(), words.len())
}

/// Whether so few words are different that the sentence goes round in a circle.
pub(super) fn poor(different: usize, all: usize) -> bool {
    different * 20 <= all * 11
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{detect::repeat::words::is, model::Lang, model::hash_word, text::text_document};

    fn passes(text: &str) -> bool {
        let bits = [("and", is::CONJUNCTION), ("the", is::FUNCTION)];
        let known = Words {
            bits: bits.iter().map(|(word, bit)| (hash_word(word), *bit)).collect(),
            joints: kind(hash_word("and")),
            off: false,
        };
        let document = text_document(text, None, Lang::EN);
        let text = &document.target;
        // One for all sentences: what stood in another one does not count.
        let mut sieve = Sieve::default();
        text.sentences().iter().any(|sentence| sieve.passes(text, sentence, &known))
    }

    #[test]
    fn every_shape_passes() {
        for text in [
            "We saw the the house.",
            "It is, it is what we saw.",
            "He came home late, then came home late again.",
            "They bought cheese and more old cheese there.",
            "They bought goat cheese and some more goat cheese there.",
            "Wine, olives, bread and wine were sold.",
            "Go up, go in, up go, in up go in, up in go up in, go.",
        ] {
            assert!(passes(text), "{text}");
        }
    }

    #[test]
    fn most_sentences_do_not() {
        for text in [
            "In the house the cat sat on the mat.",
            "The cheese was sold, and so was the wine, but they bought no cheese.",
            "He came home late. He came home late. He came home late.",
            "They bought cheese and three or four more pieces of cheese.",
            "After the, or before the, is a mark.",
        ] {
            assert!(!passes(text), "{text}");
        }
    }

    #[test]
    fn places_begin_again_before_they_end() {
        let document = text_document("We saw a house.", None, Lang::EN);
        let text = &document.target;
        let mut sieve = Sieve { place: u32::MAX - 1, ..Sieve::default() };
        assert!(!sieve.passes(text, &text.sentences()[0], &Words::default()));
        assert!(sieve.place < 100);
    }
}
