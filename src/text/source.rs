//! The language an English article was translated from, guessed from the marks that language left in it.
//!
//! A name spelled as French spells it, an agency whose name was translated from Russian, a patronymic, a word left
//! untranslated: each is a piece of evidence with a weight. One piece says little, since anybody may quote a foreign name,
//! so a guess needs several and a clear lead over every other language.

mod evidence;
mod rows;

use crate::model::{Lang, Source, SourceFrom, Text, Token};
use evidence::{Evidence, Piece};

/// Weight from which a guess is made, in an article of ordinary length.
const ENOUGH: u32 = 3;
/// Words after which chance pieces add up so far that a guess needs one point more.
const WORDS_A_POINT: u32 = 700;
/// How many pieces of evidence are told.
const TOLD: usize = 5;
/// Tokens at the start of an article in which an agency is its dateline.
const DATELINE: usize = 40;

/// The language that a text in `lang` was translated from; unknown where there is too little evidence.
pub fn guess_source(text: &Text, lang: Lang) -> Source {
    if lang != Lang::EN {
        return Source::default();
    }
    let pieces = collect(text);
    // The heaviest language leads; one that shares pieces with it, as Ukrainian does with Russian, is no rival in those.
    let mut best: Option<(Lang, u32)> = None;
    for lang in pieces.iter().flat_map(|(piece, ..)| piece.langs.iter().copied()) {
        let sum = weight(&pieces, |piece| piece.langs.contains(&lang));
        if best.is_none_or(|(_, most)| sum > most) {
            best = Some((lang, sum));
        }
    }
    let Some((lang, sum)) = best else { return Source::default() };
    let mine: Vec<_> = pieces.iter().filter(|(piece, ..)| piece.langs.contains(&lang)).collect();
    let rivals = weight(&pieces, |piece| !piece.langs.contains(&lang));
    if mine.len() < 2 || sum < ENOUGH + text.words() / WORDS_A_POINT || rivals * 2 > sum {
        return Source::default();
    }
    let evidence = mine.iter().take(TOLD).map(|(piece, index, _)| words(text, *index, piece.words.len())).collect();
    Source { lang, from: SourceFrom::Guessed, evidence }
}

/// A piece, the token where it was first met, and what it weighs there.
type Met<'e> = (&'e Piece, usize, u32);

/// Every piece of evidence in the text, each once.
fn collect(text: &Text) -> Vec<Met<'static>> {
    let evidence = Evidence::get();
    let mut met: Vec<Met<'static>> = Vec::new();
    let tokens = text.tokens();
    for (index, token) in tokens.iter().enumerate() {
        if !Evidence::may_start(token) {
            if token.is_capital() {
                patronymic(evidence, text, index, &mut met);
            }
            continue;
        }
        let leads = evidence.leads(&tokens[index..]);
        if leads.iter().all(|rows| rows.is_empty()) {
            if token.is_capital() {
                patronymic(evidence, text, index, &mut met);
            }
            continue;
        }
        for piece in evidence.pieces(leads) {
            let known = |(known, at, _): &Met<'_>| known.name == piece.name || *at == index;
            if evidence::stands_at(text, index, piece) && !met.iter().any(known) {
                // An agency in the dateline sent the article; anywhere else it is only quoted.
                let sender = piece.agency && index < DATELINE && is_sender(text, index, piece.words.len());
                if sender {
                    met.push((piece, index, piece.weight + 2));
                } else if !piece.agency || !met.iter().any(|(known, ..)| known.agency && known.langs == piece.langs) {
                    // Whoever reports on a country quotes several of its agencies, so they count once.
                    met.push((piece, index, piece.weight));
                }
            }
        }
        patronymic(evidence, text, index, &mut met);
    }
    met
}

/// The patronymic at a token, each once.
fn patronymic(evidence: &'static Evidence, text: &Text, index: usize, met: &mut Vec<Met<'static>>) {
    let hash = |at: usize| text.tokens()[at].hash();
    if let Some(piece) = evidence.patronymic(text, index)
        && !met.iter().any(|(_, at, _)| hash(*at) == hash(index))
    {
        met.push((piece, index, piece.weight));
    }
}

fn weight(pieces: &[Met<'_>], holds: impl Fn(&Piece) -> bool) -> u32 {
    pieces.iter().filter(|(piece, ..)| holds(piece)).map(|(.., weight)| weight).sum()
}

/// Whether a name stands as the sender of an article: `(Xinhua) –`, `/TASS/`, `(ANSA) -`.
fn is_sender(text: &Text, index: usize, len: usize) -> bool {
    let is = |at: Option<usize>, marks: &[&str]| {
        at.and_then(|at| text.tokens().get(at).map(|_| text.word(at))).is_some_and(|word| marks.contains(&word))
    };
    is(index.checked_sub(1), &["(", "/", "[", "–", "—", "-"])
        && is(Some(index + len), &[")", "/", "]", "–", "—", "-", "."])
}

/// The text from a token on, `len` tokens long.
fn words(text: &Text, index: usize, len: usize) -> String {
    let tokens = text.tokens();
    let end = (index + len).min(tokens.len());
    let span = |token: &Token| token.span();
    text.content()[span(&tokens[index]).range().start..span(&tokens[end - 1]).range().end].to_owned()
}

#[cfg(test)]
mod tests;
