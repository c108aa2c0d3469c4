//! Whether an article may hold a sentence twice, told by numbers and names alone: a near copy has the same numbers and most
//! of the names, and these are few words. Most articles end here, before any other word is read.

use super::near::{Near, PLAIN, compared};
use crate::{
    detect::Cx,
    model::{Lang, Sentence, Token, TokenFlags},
};
use std::cell::{OnceCell, RefCell};

/// The most sentences of which each is compared with each.
const MOST: usize = 96;

/// What a sentence names.
struct Named {
    sentence: u32,
    words: u32,
    /// Names, as often as they come; at least as many as there are different ones.
    count: u32,
    /// A bit for each name and each number written in digits, of 64 kinds.
    names: u64,
    numbers: u64,
    /// How its words begin, once somebody asks.
    begins: OnceCell<Begins>,
}

/// How the longer words of a sentence begin.
#[derive(Clone, Copy)]
struct Begins {
    /// A bit for each two first letters, of 64 kinds.
    kinds: u64,
    /// At least as many as there are different stems and numbers.
    count: u32,
}

impl Begins {
    /// Whether three of four words may be the same.
    fn like(self, other: Self) -> bool {
        let few = |kinds: u64| 4 * kinds.count_ones() <= self.count.max(other.count);
        few(self.kinds & !other.kinds) && few(other.kinds & !self.kinds)
    }
}

impl Named {
    /// Whether the numbers are the same and the smaller part of the names differs.
    fn like(&self, other: &Self) -> bool {
        if self.numbers != other.numbers {
            return false;
        }
        let most = self.count.max(other.count);
        // One of four names may differ.
        let few = |names: u64| 4 * names.count_ones() <= most;
        self.names == other.names
            || most >= 4
                && self.count.min(other.count) > 0
                && few(self.names & !other.names)
                && few(other.names & !self.names)
    }
}

thread_local! {
    /// Kept from article to article.
    static NAMED: RefCell<Vec<Named>> = RefCell::default();
}

impl Near {
    /// Whether two sentences that are compared may be near copies. The same is asked again where they are compared, of the
    /// words themselves.
    pub(super) fn may_copy(&self, cx: &Cx<'_>) -> bool {
        NAMED.with_borrow_mut(|named| {
            named.clear();
            let (mut capitals, mut numbers) = (cx.capitals(), cx.numbers());
            for (index, sentence) in cx.sentences().iter().enumerate() {
                let (names, digits) = (inside(&mut capitals, sentence), inside(&mut numbers, sentence));
                if compared(cx, sentence) {
                    if named.len() == MOST {
                        return true;
                    }
                    named.push(self.named(cx, index as u32, names, digits));
                }
            }
            let pair = |(at, later): (usize, &Named)| {
                named[..at].iter().any(|earlier| {
                    later.like(earlier) && !self.said_of_all(cx, earlier, later) && self.may_share(cx, earlier, later)
                })
            };
            named.iter().enumerate().any(pair)
        })
    }

    fn named(&self, cx: &Cx<'_>, index: u32, capitals: &[u32], numbers: &[u32]) -> Named {
        let tokens = cx.tokens();
        let sentence = &cx.sentences()[index as usize];
        let kind = |token: u32| 1u64 << (tokens[token as usize].hash() >> 58);
        let mut named =
            Named { sentence: index, words: sentence.words, count: 0, names: 0, numbers: 0, begins: OnceCell::new() };
        for &at in numbers {
            named.numbers |= kind(at);
        }
        for &at in capitals {
            let token = &tokens[at as usize];
            let first = !tokens[sentence.tokens.start as usize..at as usize].iter().any(Token::counts);
            if !first && !self.is_numeral(token) {
                named.names |= kind(at);
                named.count += 1;
            }
        }
        named
    }

    /// Whether two short sentences have neither names nor numbers, as what lists of goods say of all.
    fn said_of_all(&self, cx: &Cx<'_>, a: &Named, b: &Named) -> bool {
        let counts = |named: &Named| {
            let tokens = cx.text.tokens_in(&cx.sentences()[named.sentence as usize].tokens);
            tokens.iter().any(|token| token.counts() && self.is_numeral(token))
        };
        a.count == 0 && b.count == 0 && (a.words.max(b.words) as usize) < PLAIN && !counts(a)
    }

    /// Whether most of the longer words may have one stem. English stems keep the first two letters of their words, but for
    /// `dying` and its like.
    fn may_share(&self, cx: &Cx<'_>, a: &Named, b: &Named) -> bool {
        let begins = |named: &Named| *named.begins.get_or_init(|| self.begins(cx, named.sentence));
        cx.lang != Lang::EN || begins(a).like(begins(b))
    }

    fn begins(&self, cx: &Cx<'_>, sentence: u32) -> Begins {
        let mut begins = Begins { kinds: 0, count: 0 };
        for token in cx.text.tokens_in(&cx.sentences()[sentence as usize].tokens) {
            if !self.is_content(token) {
                continue;
            }
            begins.count += 1;
            // Where one of the two is no plain letter, none is counted: not all letters and apostrophes have one spelling.
            if let [first, second, ..] = cx.text.slice(token.span()).as_bytes()
                && first.is_ascii_alphabetic()
                && second.is_ascii_alphabetic()
            {
                let second = if matches!(second, b'y' | b'Y') { b'i' } else { second.to_ascii_lowercase() };
                let letters = u32::from(first.to_ascii_lowercase()) << 8 | u32::from(second);
                begins.kinds |= 1 << (letters.wrapping_mul(0x9e37_79b1) >> 26);
            }
        }
        begins
    }

    /// Whether a word or number is one that a copy must have as well.
    pub(super) fn is_numeral(&self, token: &Token) -> bool {
        token.is_number() || token.has(TokenFlags::DIGIT) || self.numerals.contains(token.hash())
    }
}

/// Those of the tokens that stand in a sentence; takes them and those before.
fn inside<'t>(rest: &mut &'t [u32], sentence: &Sentence) -> &'t [u32] {
    let start = rest.iter().take_while(|at| **at < sentence.tokens.start).count();
    let len = rest[start..].iter().take_while(|at| **at < sentence.tokens.end).count();
    let (inside, behind) = rest[start..].split_at(len);
    *rest = behind;
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{detect::Facts, model::Lang, text::text_document};

    fn may_copy(text: &str) -> bool {
        let document = text_document(text, None, Lang::EN);
        let facts = Facts::default();
        Near::default().may_copy(&Cx::new(&document, &facts))
    }

    #[test]
    fn the_same_names_and_numbers_may_be_a_copy() {
        for text in [
            "In May, Anna Berg said that the two old houses cost 5 million euros. \
             For Anna Berg said in May that these two very old houses cost 5 million.",
            "He saw Rome, Oslo, Bonn and Kyiv before he went back to his own old home again. \
             Then he saw Rome, Oslo, Bonn and Paris before he went back to his own home.",
            "It is made of the very best wood and is sold in all of the larger shops of the old town today. \
             This one is made of the best wood and is sold in all of the large shops of the old town today.",
        ] {
            assert!(may_copy(text), "{text}");
        }
    }

    #[test]
    fn other_names_or_numbers_are_no_copy() {
        for text in [
            "In May, Anna Berg said that the two old houses cost 5 million euros. \
             In May, Anna Berg said that the two old houses cost 6 million euros.",
            "He saw Rome, Oslo and Kyiv before he went back to his own home again. \
             He saw Rome, Oslo and Bonn before he went back to his own home again.",
            "It is made of the very best wood and is sold everywhere. This is made of the best wood and sold everywhere.",
            "He saw nothing of it before he went back to his own home again.",
        ] {
            assert!(!may_copy(text), "{text}");
        }
    }

    #[test]
    fn stems_begin_as_their_words() {
        for word in
            ["dying", "Dies", "studies", "generously", "skies", "uses", "aged", "Berg's", "Youth", "happily", "tied"]
        {
            let stem = crate::text::stem(Lang::EN, word);
            let begin = |word: &str| word[..2].to_lowercase().replace('y', "i");
            assert_eq!(begin(&stem), begin(word), "{word}");
        }
    }

    #[test]
    fn other_words_are_no_copy() {
        let text = "In May, the two old houses were sold by the town of Bonn to somebody else. \
                    In May, nobody knew why it rained all over Bonn that long.";
        assert!(!may_copy(text));
    }

    #[test]
    fn a_long_article_is_read_closely() {
        let article = |sentences: usize| -> String {
            let sentence = |n: usize| format!("He had {n} of them when he came back to his old home. ");
            (0..sentences).map(sentence).collect::<Vec<_>>().concat()
        };
        assert!(may_copy(&article(MOST + 1)) && !may_copy(&article(4)));
    }
}
