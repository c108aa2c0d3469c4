//! Whether any two names of an article may be one, told without gathering their places: of most articles no two names have
//! one key, nor do names that look alike stand behind one first name.

use super::{
    Compiled,
    forms::{base, close, is_given},
    spelling::{self, Keys},
};
use crate::{
    detect::Cx,
    model::{BlockKind, Token, TokenFlags, hash_word},
};

/// Words whose keys are remembered.
const CELLS: usize = 2048;
/// More surnames behind one first name than this are not compared here.
const SURNAMES: usize = 8;

/// A word, its key, and the article that it was last met in.
type Known = (u64, u64, u32);

/// A surname behind a first name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Surname {
    /// The key of the first name.
    given: u64,
    hash: u64,
    start: u32,
    len: u32,
}

/// Room to work in, kept from article to article.
pub(super) struct Glance {
    /// The key of a word depends on nothing but its normal form, of which it has the hash.
    known: Vec<Known>,
    article: u32,
    keys: Keys,
    /// Keys of names with their hashes, most of them once.
    named: Vec<(u64, u64)>,
    surnames: Vec<Surname>,
}

impl Default for Glance {
    fn default() -> Self {
        let known = vec![(0, 0, 0); CELLS];
        Self { known, article: 0, keys: Keys::default(), named: Vec::new(), surnames: Vec::new() }
    }
}

impl Glance {
    /// Whether two names may have one key, or two near each other one first name. What is asked here of a word,
    /// [`Forms`](super::forms::Forms) asks again, and more.
    pub(super) fn finds(&mut self, rule: &Compiled, cx: &Cx<'_>) -> bool {
        self.begin();
        // A bit for each of 1024 kinds of keys.
        let (mut kinds, mut twice) = ([0u64; 16], 0);
        let mut blocks = cx.text.blocks().iter();
        let Some(mut block) = blocks.next() else { return false };
        for &index in cx.capitals() {
            let token = &cx.tokens()[index as usize];
            if too_short(token, rule) || token.has(TokenFlags::ALL_CAPS) || token.has(TokenFlags::POINTED) {
                continue;
            }
            while block.tokens.end <= index {
                let Some(next) = blocks.next() else { return true };
                block = next;
            }
            if block.kind == BlockKind::Headline {
                continue;
            }
            let index = index as usize;
            let Some((text, hash)) = rule.name(cx, index) else { continue };
            let (key, new) = match rule.paired(hash, text) {
                Some(set) => (spelling::hash(set.as_bytes()), true),
                None => self.meet(hash, text),
            };
            if new {
                let (kind, bit) = (&mut kinds[(key >> 60) as usize], 1 << (key >> 54 & 63));
                twice |= *kind & bit;
                *kind |= bit;
                self.named.push((key, hash));
            }
            if index > block.tokens.start as usize && is_given(cx, index - 1) {
                let given = self.key(cx.tokens()[index - 1].hash(), cx.word(index - 1));
                self.surnames.push(Surname { given, hash, start: token.start(), len: text.len() as u32 });
            }
        }
        twice != 0 && self.one_key() || self.surnames.len() > 1 && self.namesakes(cx)
    }

    fn begin(&mut self) {
        if self.article == u32::MAX {
            *self = Self::default();
        }
        self.article += 1;
        self.named.clear();
        self.surnames.clear();
    }

    /// The key of a word.
    fn key(&mut self, hash: u64, text: &str) -> u64 {
        let known = &mut self.known[(hash >> 32) as usize % CELLS];
        if known.0 != hash {
            *known = (hash, self.keys.hash(text), 0);
        }
        known.1
    }

    /// The key of a name, and whether it may be new in the article.
    fn meet(&mut self, hash: u64, text: &str) -> (u64, bool) {
        let key = self.key(hash, text);
        let last = &mut self.known[(hash >> 32) as usize % CELLS].2;
        (key, std::mem::replace(last, self.article) != self.article)
    }

    /// Whether different names have one key.
    fn one_key(&mut self) -> bool {
        self.named.sort_unstable();
        self.named.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
    }

    /// Whether different names that look alike have one first name.
    fn namesakes(&mut self, cx: &Cx<'_>) -> bool {
        self.surnames.sort_unstable();
        self.surnames.dedup_by_key(|surname| (surname.given, surname.hash));
        let text =
            |surname: &Surname| &cx.text.content()[surname.start as usize..(surname.start + surname.len) as usize];
        self.surnames.chunk_by(|a, b| a.given == b.given).any(|group| {
            let alike = |(at, one): (usize, &Surname)| group[..at].iter().any(|other| close(text(one), text(other)));
            group.len() > SURNAMES || group.iter().enumerate().any(alike)
        })
    }
}

/// Whether a word is too short for a name, whatever its letters.
fn too_short(token: &Token, rule: &Compiled) -> bool {
    (token.span().len() as usize) < rule.min_letters
}

impl Compiled {
    /// A capitalised word without its possessive, and its hash, unless it is too short or no name.
    pub(super) fn name<'d>(&self, cx: &Cx<'d>, index: usize) -> Option<(&'d str, u64)> {
        let token = &cx.tokens()[index];
        let word = cx.word(index);
        let text = if token.has(TokenFlags::APOSTROPHE) { base(word) } else { word };
        let letters = if token.has(TokenFlags::NON_ASCII) { text.chars().count() } else { text.len() };
        let hash = if text.len() == word.len() { token.hash() } else { hash_word(text) };
        let ignored =
            || self.special.contains(hash) && self.ignore.binary_search_by(|name| name.as_str().cmp(text)).is_ok();
        (letters >= self.min_letters && !ignored()).then_some((text, hash))
    }

    /// The key of the set of spellings that a name belongs to.
    fn paired(&self, hash: u64, name: &str) -> Option<String> {
        self.special.contains(hash).then(|| self.pair(name)).flatten()
    }
}
