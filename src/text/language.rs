//! Language identification: whatlang behind an allow-list, a minimum length and a confidence.

use crate::model::Lang;

/// A guessed language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The language.
    pub lang: Lang,
    /// whatlang's confidence, 0 to 1.
    pub confidence: f64,
}

/// Languages that news is translated into and from; a wider list makes short texts a lottery.
const ALLOWED: &[(whatlang::Lang, &str)] = &[
    (whatlang::Lang::Eng, "en"), (whatlang::Lang::Deu, "de"), (whatlang::Lang::Fra, "fr"), (whatlang::Lang::Spa, "es"),
    (whatlang::Lang::Ita, "it"), (whatlang::Lang::Por, "pt"), (whatlang::Lang::Rus, "ru"), (whatlang::Lang::Ukr, "uk"),
    (whatlang::Lang::Pol, "pl"), (whatlang::Lang::Ara, "ar"), (whatlang::Lang::Cmn, "zh"), (whatlang::Lang::Jpn, "ja"),
    (whatlang::Lang::Kor, "ko"), (whatlang::Lang::Tur, "tr"), (whatlang::Lang::Nld, "nl"), (whatlang::Lang::Swe, "sv"),
    (whatlang::Lang::Ces, "cs"), (whatlang::Lang::Ron, "ro"), (whatlang::Lang::Hun, "hu"), (whatlang::Lang::Ell, "el"),
    (whatlang::Lang::Heb, "he"), (whatlang::Lang::Pes, "fa"), (whatlang::Lang::Hin, "hi"), (whatlang::Lang::Kat, "ka"),
    (whatlang::Lang::Vie, "vi"), (whatlang::Lang::Ind, "id"), (whatlang::Lang::Bul, "bg"), (whatlang::Lang::Srp, "sr"),
];

/// Bytes of an article that are read: more does not change the answer.
const SAMPLE: usize = 3000;
/// Letters below which an article's language is not guessed.
const MIN_LETTERS: usize = 40;
const MIN_CONFIDENCE: f64 = 0.5;

/// The language of an article, from its first few thousand bytes.
pub fn guess_language(text: &str) -> Option<Guess> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    identify(&text[..end], MIN_LETTERS).filter(|g| g.confidence >= MIN_CONFIDENCE)
}

/// The language of one sentence of at least `min_letters` letters, with whatlang's confidence.
pub fn sentence_language(sentence: &str, min_letters: usize) -> Option<Guess> {
    identify(sentence, min_letters)
}

fn identify(text: &str, min_letters: usize) -> Option<Guess> {
    if text.chars().filter(|c| c.is_alphabetic()).take(min_letters).count() < min_letters {
        return None;
    }
    let allowed: Vec<_> = ALLOWED.iter().map(|(lang, _)| *lang).collect();
    let info = whatlang::Detector::with_allowlist(allowed).detect(text)?;
    let code = ALLOWED.iter().find(|(lang, _)| *lang == info.lang()).map(|(_, code)| *code)?;
    Some(Guess { lang: Lang::parse(code)?, confidence: info.confidence() })
}
