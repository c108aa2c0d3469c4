//! What tells a source language: tables of rules that name one in the key of a row, and habits listed for the purpose.

use super::super::tokens_of;
use crate::model::{Lang, Text, Token, TokenFlags, WordMap, hash_word};
use std::sync::OnceLock;

/// Spellings and names by the language they come from, with the weight of each find. The key of a row starts with the
/// language's code.
const TABLES: &[(&str, u32)] = &[
    (include_str!("../../../rules/lists/name-variants.tsv"), 2),
    (include_str!("../../../rules/lists/agency-names.tsv"), 2),
    (include_str!("../../../rules/lists/institutions.tsv"), 2),
    (include_str!("../../../rules/lists/media-titles.tsv"), 2),
    (include_str!("../../../rules/lists/foreign-words.tsv"), 1),
];
/// Habits: `langs weight kind find`.
const HABITS: &str = include_str!("../../../rules/lists/source-evidence.tsv");

/// Wordings that tell a source language.
pub(super) struct Piece {
    /// What counts once, however it is spelled.
    pub(super) name: String,
    pub(super) langs: Vec<Lang>,
    pub(super) weight: u32,
    /// Whether it is a news agency.
    pub(super) agency: bool,
    pub(super) words: Vec<Word>,
}

pub(super) struct Word {
    hash: u64,
    /// The spelling, where it has a capital.
    exact: Option<String>,
}

/// All pieces, found by their first word.
pub(super) struct Evidence {
    pieces: Vec<Piece>,
    first: WordMap<Vec<u32>>,
    /// The first words, roughly: most tokens stop here.
    bits: Bits,
    /// Those that are a whole piece, and for the others the first two words.
    alone: Bits,
    pairs: Bits,
    east_slavic: Piece,
    ukrainian: Piece,
}

impl Evidence {
    /// The evidence of this build.
    pub(super) fn get() -> &'static Evidence {
        static EVIDENCE: OnceLock<Evidence> = OnceLock::new();
        EVIDENCE.get_or_init(Evidence::new)
    }

    fn new() -> Evidence {
        let mut all = Evidence {
            pieces: Vec::new(),
            first: WordMap::default(),
            bits: Bits::default(),
            alone: Bits::default(),
            pairs: Bits::default(),
            east_slavic: patronymic("ru uk"),
            ukrainian: patronymic("uk"),
        };
        // First, since of two pieces at one place the first counts.
        for row in rows(HABITS).skip(1) {
            if let [langs, weight, kind, find, ..] = row[..] {
                all.add(langs, weight.parse().unwrap_or(1), kind == "agency", find, find);
            }
        }
        for (table, weight) in TABLES {
            let mut rows = rows(table);
            let Some(columns) = rows.next() else { continue };
            let find = columns.iter().position(|c| *c == "find").unwrap_or(1);
            for row in rows {
                let (key, find) = (row[0], row.get(find).copied().unwrap_or_default());
                let code = key.split('-').next().unwrap_or_default();
                // Keys such as `any-…` name no language.
                if code.len() == 2 && !find.ends_with("'s") {
                    all.add(code, *weight, false, key, find);
                }
            }
        }
        all
    }

    fn add(&mut self, langs: &str, weight: u32, agency: bool, name: &str, find: &str) {
        for find in alternatives(find) {
            let words: Vec<Word> = tokens_of(find).iter().map(|token| word(&find[token.span().range()])).collect();
            let Some(hash) = words.first().map(|word| word.hash) else { continue };
            self.bits.add(hash);
            match words.get(1) {
                Some(second) => self.pairs.add(pair(hash, second.hash)),
                None => self.alone.add(hash),
            }
            self.first.entry(hash).or_default().push(self.pieces.len() as u32);
            let langs = langs.split_whitespace().filter_map(Lang::parse).collect();
            self.pieces.push(Piece { name: name.to_owned(), langs, weight, agency, words });
        }
    }

    /// The pieces that start with a token's word and may go on with the next.
    #[inline]
    pub(super) fn at(&self, token: &Token, next: Option<&Token>) -> impl Iterator<Item = &Piece> {
        let hash = token.hash();
        let may = self.bits.has(hash)
            && (self.alone.has(hash) || next.is_some_and(|next| self.pairs.has(pair(hash, next.hash()))));
        let found = if may { self.first.get(&hash) } else { None };
        found.into_iter().flatten().map(|&piece| &self.pieces[piece as usize])
    }

    /// *Sergei Viktorovich Lavrov*: a patronymic between a first name and a surname.
    pub(super) fn patronymic(&self, text: &Text, index: usize) -> Option<&Piece> {
        let tokens = text.tokens();
        let token = &tokens[index];
        // The Verkhovna Rada is a parliament.
        if !token.is_capital() || token.has(TokenFlags::ALL_CAPS) || index == 0 || !token.spaced() {
            return None;
        }
        let name = |at: usize| {
            tokens.get(at).is_some_and(|t| t.is_word() && t.is_capital() && !t.has(TokenFlags::ALL_CAPS) && t.spaced())
        };
        let word = text.word(index);
        if !name(index - 1) || !name(index + 1) || !matches!(word.as_bytes(), [.., b'c', b'h'] | [.., b'n', b'a']) {
            return None;
        }
        let ends = |ends: &[&str]| ends.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end));
        if word == "Verkhovna" {
            return None;
        }
        if ends(&["ovych", "yovych", "ivna", "iivna", "yivna"]) {
            Some(&self.ukrainian)
        } else if ends(&["ovich", "evich", "ovna", "evna", "yich"]) {
            Some(&self.east_slavic)
        } else {
            None
        }
    }
}

/// One bit for the low 16 bits of each hash that was added.
struct Bits(Box<[u64; 1024]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Bits {
    fn add(&mut self, hash: u64) {
        self.0[(hash & 0xffff) as usize / 64] |= 1 << (hash & 63);
    }

    #[inline]
    fn has(&self, hash: u64) -> bool {
        self.0[(hash & 0xffff) as usize / 64] >> (hash & 63) & 1 == 1
    }
}

/// A hash for two words in a row.
#[inline]
fn pair(first: u64, second: u64) -> u64 {
    first ^ second.rotate_left(21)
}

/// Whether a piece stands at a token.
pub(super) fn stands_at(text: &Text, index: usize, piece: &Piece) -> bool {
    let Some(tokens) = text.tokens().get(index..index + piece.words.len()) else { return false };
    tokens.iter().zip(&piece.words).enumerate().all(|(i, (token, word))| {
        token.hash() == word.hash && word.exact.as_ref().is_none_or(|exact| text.word(index + i) == exact)
    })
}

fn word(text: &str) -> Word {
    let exact = text.chars().any(char::is_uppercase).then(|| text.to_owned());
    Word { hash: hash_word(text), exact }
}

fn patronymic(langs: &str) -> Piece {
    let langs = langs.split(' ').filter_map(Lang::parse).collect();
    Piece { name: "patronymic".to_owned(), langs, weight: 2, agency: false, words: vec![word("name")] }
}

/// The wordings of a cell: `|` divides them.
fn alternatives(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|wording| !wording.is_empty())
}

/// The rows of a table with their cells, the header first.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::trim).collect())
}
