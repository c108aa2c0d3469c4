//! Wordings that tell a source language, made when an article has the first words of one.

use super::{super::tokens_of, rows};
use crate::model::{Lang, Table, Text, Token, TokenFlags, hash_word};
use std::sync::{LazyLock, OnceLock};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod ahead {
    use crate::model::{Slot, Table};
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/evidence.rs"));
}

/// Wordings that tell a source language.
pub(super) struct Piece {
    /// What counts once, however it is spelled.
    pub(super) name: &'static str,
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

/// All pieces by their row, and what leads to them.
pub(super) struct Evidence {
    starts: Table,
    made: Box<[OnceLock<Vec<Piece>>]>,
    east_slavic: Piece,
    ukrainian: Piece,
}

static EVIDENCE: LazyLock<Evidence> = LazyLock::new(|| Evidence {
    starts: ahead::STARTS.clone(),
    made: ahead::ROWS.iter().map(|_| OnceLock::new()).collect(),
    east_slavic: patronymic("ru uk"),
    ukrainian: patronymic("uk"),
});

impl Evidence {
    /// The evidence of this build.
    pub(super) fn get() -> &'static Evidence {
        &EVIDENCE
    }

    /// Whether a piece may start with a token's word: no for most.
    #[inline]
    pub(super) fn may_start(token: &Token) -> bool {
        let (cell, bit) = rows::first(token.hash());
        ahead::FIRST[usize::from(cell)] >> bit & 1 == 1
    }

    /// What leads to the pieces that start with a token's word, alone and with those behind it: nothing at nearly all tokens.
    #[inline]
    pub(super) fn leads(&self, tokens: &[Token]) -> [&[u32]; rows::LEADING] {
        let (mut found, mut start) = ([&[][..]; rows::LEADING], 0);
        for (found, token) in found.iter_mut().zip(tokens) {
            start = rows::behind(start, token.hash());
            *found = self.starts.at(start);
        }
        found
    }

    /// The pieces that are led to, each row once.
    pub(super) fn pieces(&self, leads: [&[u32]; rows::LEADING]) -> impl Iterator<Item = &Piece> {
        let mut found = leads.concat();
        found.sort_unstable();
        found.dedup();
        found.into_iter().flat_map(|row| self.row(row as usize))
    }

    fn row(&self, number: usize) -> &[Piece] {
        self.made[number].get_or_init(|| {
            let (table, at) = ahead::ROWS[number];
            let Some(row) = rows::row_at(table, at) else { return Vec::new() };
            let piece = |wording: &str| Piece {
                name: row.name,
                langs: row.langs.split_whitespace().filter_map(Lang::parse).collect(),
                weight: row.weight,
                agency: row.agency,
                words: tokens_of(wording).iter().map(|token| word(&wording[token.span().range()])).collect(),
            };
            row.wordings().map(piece).collect()
        })
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
        if !name(index - 1) || !name(index + 1) {
            return None;
        }
        let word = text.word(index);
        if !matches!(word.as_bytes(), [.., b'c', b'h'] | [.., b'n', b'a']) {
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
    Piece { name: "patronymic", langs, weight: 2, agency: false, words: vec![word("name")] }
}
