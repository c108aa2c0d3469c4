//! Tells in one pass over the words of a sentence whether anything in it may be a repetition: most sentences end here.

use super::{scan::REACH, words::is};
use crate::{
    detect::recent::Recent,
    model::{Sentence, Text, TokenFlags, TokenKind, WordMap, hash_lower},
};

const COMMA: u64 = hash_lower(b",", 0, 1);

/// Whether a word of the sentence stands beside its copy, two words in a row come again at once, three near by, or one
/// comes again behind a conjunction or in an enumeration. All that [`super::judge`] calls a repetition has one of these.
pub(super) fn passes(recent: &mut Recent, text: &Text, sentence: &Sentence, words: Option<&WordMap<u16>>) -> bool {
    recent.begin();
    for token in text.tokens_in(&sentence.tokens) {
        if token.counts() || token.kind() == TokenKind::Address {
            recent.push(token.hash());
            if recent.again(REACH as u32, |back| tells(recent, back, words)) {
                return true;
            }
        } else if token.hash() == COMMA
            || token.has(TokenFlags::NON_ASCII) && matches!(text.slice(token.span()), "，" | "、" | "،")
        {
            recent.mark();
        }
    }
    false
}

/// Whether the last word and its copy so many words back may be a repetition.
fn tells(recent: &Recent, back: u32, words: Option<&WordMap<u16>>) -> bool {
    let is = |hash: Option<u64>, bits: u16| hash.and_then(|h| words?.get(&h)).is_some_and(|found| found & bits != 0);
    let same = |at: u32| recent.key(back + at).is_some_and(|before| recent.key(at) == Some(before));
    let two = same(1);
    back == 1
        || two && (back == 2 || same(2))
        || back <= 4 + u32::from(two) && is(recent.key(back - 1), is::CONJUNCTION)
        || recent.marked(back) && !is(recent.key(0), is::FUNCTION | is::CONJUNCTION)
}
