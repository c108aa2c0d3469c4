//! Snowball stems, memoised by the normalised word.

use crate::model::{Lang, Token, WordMap, hash_word};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::cell::RefCell;

/// The Snowball algorithm of a language.
fn algorithm(lang: Lang) -> Option<Algorithm> {
    Some(match lang.code() {
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "it" => Algorithm::Italian,
        "pt" => Algorithm::Portuguese,
        "ru" => Algorithm::Russian,
        "nl" => Algorithm::Dutch,
        "sv" => Algorithm::Swedish,
        "ar" => Algorithm::Arabic,
        "tr" => Algorithm::Turkish,
        "ro" => Algorithm::Romanian,
        "hu" => Algorithm::Hungarian,
        _ => return None,
    })
}

/// The stem of a word; the lower-cased word itself where the language has no stemmer.
pub fn stem(lang: Lang, word: &str) -> String {
    let lower = normal(word);
    match algorithm(lang) {
        Some(algorithm) => Stemmer::create(algorithm).stem(&lower).into_owned(),
        None => lower,
    }
}

/// Lower case, straight apostrophes, without a possessive `’s`.
fn normal(word: &str) -> String {
    let lower = word.to_lowercase().replace('’', "'");
    match lower.strip_suffix("'s") {
        Some(base) => base.to_owned(),
        None => lower,
    }
}

thread_local! {
    /// Stems met on this thread. The key is the hash of the normalised form (and the language), not of the first spelling
    /// met, or findings would depend on the order in which articles are read.
    static MEMO: RefCell<WordMap<u64>> = RefCell::default();
}

/// Words kept in the memo; news in one language has some 100,000 forms, most of them rare.
const MEMO_LIMIT: usize = 50_000;

/// Hash of the stem of a token whose text is `word`.
pub fn stem_hash(lang: Lang, token: &Token, word: &str) -> u64 {
    MEMO.with_borrow_mut(|memo| {
        if memo.len() >= MEMO_LIMIT {
            memo.clear();
        }
        let code = lang.code().bytes().fold(0, |code, byte| code << 8 | u64::from(byte));
        let key = token.hash() ^ code.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        *memo.entry(key).or_insert_with(|| hash_word(&stem(lang, word)))
    })
}
