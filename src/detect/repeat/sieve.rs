//! Tells in one pass over the words of a sentence whether anything in it may be a repetition: most sentences end here.

use super::{scan::REACH, words::is};
use crate::{
    detect::recent::Recent,
    model::{Marked, Sentence, Text, TokenFlags, TokenKind, hash_lower},
};

const COMMA: u64 = hash_lower(b",", 0, 1);

/// Words that a sentence needs before it may have too few different ones.
pub(super) const LONG: usize = 12;

/// Whether a word of the sentence stands beside its copy, two words in a row come again at once, three near by, or one
/// comes again behind a conjunction or in an enumeration, or the sentence has few different words. All that
/// [`super::judge`] calls a repetition has one of these.
pub(super) fn passes(recent: &mut Recent, text: &Text, sentence: &Sentence, words: Option<&Marked>) -> bool {
    recent.begin();
    // A bit for each kind of word: there are at least as many words as bits.
    let (mut kinds, mut count) = (0u128, 0);
    for token in text.tokens_in(&sentence.tokens) {
        if token.counts() || token.kind() == TokenKind::Address {
            let hash = token.hash();
            kinds |= 1 << (hash >> 57);
            count += 1;
            recent.push(hash);
            if recent.again(REACH as u32, |back| tells(recent, back, words)) {
                return true;
            }
        } else if token.hash() == COMMA
            || token.has(TokenFlags::NON_ASCII) && matches!(text.slice(token.span()), "，" | "、" | "،")
        {
            recent.mark();
        }
    }
    count >= LONG && poor(kinds.count_ones() as usize, count)
}

/// Whether so few words are different that the sentence goes round in a circle.
pub(super) fn poor(different: usize, all: usize) -> bool {
    different * 20 <= all * 11
}

/// Whether the last word and its copy so many words back may be a repetition.
fn tells(recent: &Recent, back: u32, words: Option<&Marked>) -> bool {
    let is = |hash: Option<u64>, bits: u32| hash.zip(words).is_some_and(|(hash, words)| words.get(hash) & bits != 0);
    let same = |at: u32| recent.key(back + at).is_some_and(|before| recent.key(at) == Some(before));
    let two = same(1);
    back == 1
        || two && (back == 2 || same(2))
        || back <= 4 + u32::from(two) && is(recent.key(back - 1), is::CONJUNCTION)
        || recent.marked(back) && !is(recent.key(0), is::FUNCTION | is::CONJUNCTION)
}
