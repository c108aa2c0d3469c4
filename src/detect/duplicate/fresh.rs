//! Which sentences an article may hold twice, told without stems and without comparing words.
//!
//! Words are taken by their first letters, so that all forms of one count as one; words that are taken for the same may
//! be different, never the other way round, but for the few stems that begin otherwise than their words.

use crate::model::{Sentence, Text, TokenFlags};

/// Cells of the table; two words that share one count as one.
const CELLS: usize = 4096;

/// How many sentences back are looked at one by one; farther ones are taken for alike.
const BACK: usize = 256;

/// The words that an article has had so far.
pub(super) struct Fresh {
    /// For each cell the last sentence that held such a word. Numbers go on from article to article, so that nothing has
    /// to be cleared.
    last: Vec<u32>,
    /// Words that do not count.
    empty: Box<[bool; CELLS]>,
    /// Number of the sentence before the article's first.
    before: u32,
    sentence: u32,
    /// The sentences of the article so far.
    read: Vec<Outline>,
}

/// The words of content of a sentence.
#[derive(Clone, Copy)]
struct Outline {
    /// A bit for each.
    words: u128,
    /// How many there are, each as often as it comes.
    count: u32,
}

impl Outline {
    /// Whether two sentences may share three of four words.
    fn like(self, other: Outline) -> bool {
        let differ = |words: u128| words.count_ones();
        let most = self.count.max(other.count);
        few(differ(self.words & !other.words), most) && few(differ(other.words & !self.words), most)
    }
}

/// At most a quarter, or one more.
fn few(part: u32, all: u32) -> bool {
    4 * part <= all + 4
}

impl Fresh {
    /// A table for all articles; `empty` are words that do not count.
    pub(super) fn new<'w>(empty: impl Iterator<Item = &'w str>) -> Self {
        let mut cells = Box::new([false; CELLS]);
        for word in empty.filter(|word| word.len() >= 4 && word.is_ascii()) {
            cells[cell(word.as_bytes())] = true;
        }
        Self { last: vec![0; CELLS + 1], empty: cells, before: 0, sentence: 0, read: Vec::new() }
    }

    /// Begins an article.
    pub(super) fn begin(&mut self) {
        if self.sentence > u32::MAX / 2 {
            self.last.fill(0);
            self.sentence = 0;
        }
        self.before = self.sentence;
        self.read.clear();
    }

    /// Whether nearly all longer words and numbers of a sentence stood in one earlier sentence of the article, and few
    /// others. Takes its words.
    #[expect(clippy::needless_bitwise_bool, reason = "no branches")]
    pub(super) fn is_stale(&mut self, text: &Text, sentence: &Sentence) -> bool {
        self.sentence += 1;
        let mut outline = Outline { words: 0, count: 0 };
        let mut new = 0;
        let bytes = text.content().as_bytes();
        // Without branches on the kind of a word: nobody can foretell them. What does not count goes to a cell of its own.
        for token in text.tokens_in(&sentence.tokens) {
            let number = token.is_number();
            let long = token.is_word() & (token.span().len() >= 4) & !token.has(TokenFlags::UNCASED);
            let word = &bytes[token.start() as usize..];
            let of_word = if token.has(TokenFlags::NON_ASCII) && long {
                // Outside ASCII a letter has two bytes or more, and the first one may be a capital.
                cell(&word[2..(token.span().len() as usize).min(8)])
            } else {
                cell(word)
            };
            let cell = if number { (token.hash() >> 40) as usize % CELLS } else { of_word };
            outline.count += u32::from(long | number);
            let counts = number | long & !self.empty[cell];
            let last = std::mem::replace(&mut self.last[if counts { cell } else { CELLS }], self.sentence);
            new += u32::from(counts & (last <= self.before));
            outline.words |= u128::from(counts) << (cell % 128);
        }
        let far = self.read.len() > BACK;
        let stale = few(new, outline.count) && (far || self.read.iter().any(|earlier| earlier.like(outline)));
        self.read.push(outline);
        stale
    }
}

/// The cell of a word: four letters tell words apart well enough.
#[inline]
fn cell(bytes: &[u8]) -> usize {
    let key = match bytes.first_chunk::<4>() {
        Some(head) => u32::from_le_bytes(*head) | 0x2020_2020,
        None => bytes.iter().fold(0, |key, &byte| key << 8 | u32::from(byte)),
    };
    (u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % CELLS
}
