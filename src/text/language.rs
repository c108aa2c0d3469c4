//! Language identification: whatlang behind an allow-list, a minimum length and a confidence, and a cheap gate of
//! function words in front of it.

mod common;

use crate::model::{Lang, Token, TokenFlags, hash_word};
use common::{CELLS, COMMON, cell};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod ahead {
    use crate::model::{Hashes, Marked};

    include!(concat!(env!("OUT_DIR"), "/language.rs"));
}

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
    (whatlang::Lang::Eng, "en"),
    (whatlang::Lang::Deu, "de"),
    (whatlang::Lang::Fra, "fr"),
    (whatlang::Lang::Spa, "es"),
    (whatlang::Lang::Ita, "it"),
    (whatlang::Lang::Por, "pt"),
    (whatlang::Lang::Rus, "ru"),
    (whatlang::Lang::Ukr, "uk"),
    (whatlang::Lang::Pol, "pl"),
    (whatlang::Lang::Ara, "ar"),
    (whatlang::Lang::Cmn, "zh"),
    (whatlang::Lang::Jpn, "ja"),
    (whatlang::Lang::Kor, "ko"),
    (whatlang::Lang::Tur, "tr"),
    (whatlang::Lang::Nld, "nl"),
    (whatlang::Lang::Swe, "sv"),
    (whatlang::Lang::Ces, "cs"),
    (whatlang::Lang::Ron, "ro"),
    (whatlang::Lang::Hun, "hu"),
    (whatlang::Lang::Ell, "el"),
    (whatlang::Lang::Heb, "he"),
    (whatlang::Lang::Pes, "fa"),
    (whatlang::Lang::Hin, "hi"),
    (whatlang::Lang::Kat, "ka"),
    (whatlang::Lang::Vie, "vi"),
    (whatlang::Lang::Ind, "id"),
    (whatlang::Lang::Bul, "bg"),
    (whatlang::Lang::Srp, "sr"),
];

/// Tokens after which it is asked whether the others matter.
const AT_ONCE: usize = 8;

/// Whether more than one of eight words is common in a language written in Latin script and in no other one, and one of
/// five at least is plain ASCII: nothing is odd in nearly all sentences of an article. Takes one look into a small table
/// for each word; `false` says nothing.
pub fn is_plainly(tokens: &[Token], own: Lang) -> bool {
    let Some(table) = COMMON.iter().position(|(code, _)| *code == own.code()).map(|i| &ahead::ONLY[i]) else {
        return false;
    };
    let (mut words, mut only, mut beyond_ascii) = (0u32, 0u32, 0u32);
    let mut left = tokens.len() as u32;
    for some in tokens.chunks(AT_ONCE) {
        // Without a branch: half of all words are in the table. The few that lie farther than one cell off do not count.
        for token in some {
            let (word, at) = (token.is_word(), cell(token.hash()));
            words += u32::from(word);
            beyond_ascii += u32::from(word & token.has(TokenFlags::NON_ASCII));
            let found = (table[at] == token.hash()) | (table[(at + 1) % CELLS] == token.hash());
            only += u32::from(word & found);
        }
        left -= some.len() as u32;
        // Whatever the others are: as words that are not in the table and not ASCII they would change nothing.
        if only * 8 > words + left && (beyond_ascii + left) * 10 < (words + left) * 8 {
            return true;
        }
    }
    only * 8 > words && beyond_ascii * 10 < words * 8
}

/// How many words of a piece of text are common in its own language, and how many in another one only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Words.
    pub words: u32,
    /// Words that start in lower case.
    pub lower: u32,
    /// Common words of the language that was asked for.
    pub own: u32,
    /// Common words of the best other language that are none of the own.
    pub other: u32,
    /// Common words of that language, shared ones included.
    pub shared: u32,
    /// The best other language.
    pub lang: Option<Lang>,
}

/// Counts the common words of tokens, against those of language `own`.
///
/// This is the gate in front of whatlang: no allocation, one table look-up a word.
pub fn tally(tokens: &[Token], own: Lang) -> Tally {
    let own_bit = COMMON.iter().position(|(code, _)| *code == own.code()).map_or(0u32, |i| 1 << i);
    let mut counts = [0u32; COMMON.len()];
    let mut all = [0u32; COMMON.len()];
    let mut tally = Tally::default();
    for token in tokens.iter().filter(|t| t.is_word()) {
        tally.words += 1;
        tally.lower += u32::from(token.is_lower());
        let bits = ahead::COMMON.get(token.hash());
        if bits == 0 {
            continue;
        }
        let foreign = bits & own_bit == 0;
        tally.own += u32::from(!foreign);
        for index in 0..COMMON.len() {
            if bits & (1 << index) != 0 {
                all[index] += 1;
                counts[index] += u32::from(foreign);
            }
        }
    }
    let best =
        (0..COMMON.len()).filter(|&i| own_bit & (1 << i) == 0).max_by_key(|&i| (counts[i], all[i], usize::MAX - i));
    if let Some(best) = best.filter(|&i| counts[i] > 0) {
        tally.other = counts[best];
        tally.shared = all[best];
        tally.lang = Lang::parse(COMMON[best].0);
    }
    tally
}

/// Whether common words of a language are known, so that [`tally`] says something of it.
pub fn has_common_words(lang: Lang) -> bool {
    COMMON.iter().any(|(code, _)| *code == lang.code())
}

/// Bytes of an article that are read: more does not change the answer.
const SAMPLE: usize = 3000;
/// Letters below which an article's language is not guessed.
const MIN_LETTERS: usize = 40;
const MIN_CONFIDENCE: f64 = 0.5;

/// The language of an article, from its first few thousand bytes.
///
/// The scripts of East Asia decide first: a page about software holds more Latin letters than Japanese ones, and is Japanese
/// all the same. Then common words decide where they are clear, since trigrams of short English texts full of names look
/// like anything.
pub fn guess_language(text: &str) -> Option<Guess> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    by_script(sample)
        .or_else(|| by_common_words(sample))
        .or_else(|| identify(sample, MIN_LETTERS).filter(|g| g.confidence >= MIN_CONFIDENCE))
}

/// Chinese, Japanese or Korean, where more words are in that script than in others. A word has two of these characters or
/// five letters; one character in ten of a Japanese text is kana at least, and hardly one of a Chinese text.
fn by_script(text: &str) -> Option<Guess> {
    let (mut kana, mut han, mut hangul, mut others) = (0_u32, 0_u32, 0_u32, 0_u32);
    for c in text.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            _ if c.is_alphabetic() => others += 1,
            _ => {}
        }
    }
    let own = kana + han + hangul;
    if own * 5 <= others * 2 {
        return None;
    }
    let code = if hangul * 2 > own {
        "ko"
    } else if kana * 10 >= own {
        "ja"
    } else {
        "zh"
    };
    Some(Guess { lang: Lang::parse(code)?, confidence: f64::from(own * 5) / f64::from(own * 5 + others * 2) })
}

/// The language whose common words make up a fifth of the text and beat the next language by half, or an eighth and
/// beat it twice over.
fn by_common_words(text: &str) -> Option<Guess> {
    let mut counts = [0u32; COMMON.len()];
    let mut words = 0;
    for word in text.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).filter(|w| !w.is_empty()) {
        words += 1;
        let bits = ahead::COMMON.get(hash_word(word));
        for (index, count) in counts.iter_mut().enumerate() {
            *count += bits >> index & 1;
        }
    }
    let best = (0..COMMON.len()).max_by_key(|&i| (counts[i], usize::MAX - i))?;
    let next = (0..COMMON.len()).filter(|&i| i != best).map(|i| counts[i]).max().unwrap_or(0);
    let many = counts[best] * 5 >= words && counts[best] * 2 >= next * 3;
    let some = counts[best] >= 2 && counts[best] * 8 >= words && counts[best] >= next * 2;
    let clear = words >= 6 && (many || some);
    let lang = Lang::parse(COMMON[best].0).filter(|_| clear)?;
    Some(Guess { lang, confidence: f64::from(counts[best] - next) / f64::from(counts[best]) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens_of;

    fn lang(text: &str) -> Option<String> {
        guess_language(text).map(|g| g.lang.code().to_owned())
    }

    #[test]
    fn what_stands_first_does_not_decide_whether_a_sentence_is_plain() {
        let parts = ["the of and ", "Anna Kovac Brno ", "Прага это не ", "1 2, "];
        for (first, second, third) in (0..4).flat_map(|a| (0..4).flat_map(move |b| (0..4).map(move |c| (a, b, c)))) {
            for (many, few) in [(1, 1), (1, 4), (4, 1), (2, 7), (9, 3)] {
                let text = [parts[first].repeat(many), parts[second].repeat(few), parts[third].repeat(many)].concat();
                let tokens = tokens_of(&text);
                let count = |is: &dyn Fn(&Token) -> bool| tokens.iter().filter(|t| t.is_word() && is(t)).count();
                let only = count(&|t| is_plainly(&[*t], Lang::EN));
                let (words, beyond) = (count(&|_| true), count(&|t| t.has(TokenFlags::NON_ASCII)));
                let plain = only * 8 > words && beyond * 10 < words * 8;
                assert_eq!(is_plainly(&tokens, Lang::EN), plain, "{text}");
            }
        }
    }

    #[test]
    fn articles_have_the_language_of_their_common_words() {
        assert_eq!(
            lang("The mayor of Santa Cruz de la Sierra said on Monday that the road to Montero was open.").as_deref(),
            Some("en")
        );
        assert_eq!(
            lang("Der Bürgermeister sagte am Montag, dass die Straße nach Hamburg wieder offen ist.").as_deref(),
            Some("de")
        );
        assert_eq!(
            lang("El alcalde dijo el lunes que la carretera a Montero estaba abierta para todos.").as_deref(),
            Some("es")
        );
        assert_eq!(
            lang("Мэр сообщил в понедельник, что дорога в город открыта для всех машин.").as_deref(),
            Some("ru")
        );
        assert_eq!(
            lang(
                "市长周一表示，通往该市的道路已经开放，所有车辆都可以通行，请大家注意安全，不要超速行驶，遵守交通规则。"
            )
            .as_deref(),
            Some("zh")
        );
        assert_eq!(lang("Too short."), None);
    }

    #[test]
    fn names_in_latin_letters_make_no_english_of_an_east_asian_text() {
        let page = "Debian GNU/Linux の安定版 (stable) は CD-ROM や DVD、USB メモリからインストールできますか? はい、できます。";
        assert_eq!(lang(page).as_deref(), Some("ja"));
        let page = "使用 apt-get dist-upgrade 命令可以升级整个 Debian GNU/Linux 系统，请先阅读 Release Notes 的说明文件，再备份重要的资料。";
        assert_eq!(lang(page).as_deref(), Some("zh"));
        let quoted = "The film “流浪地球” and its hero 刘培强 were the talk of the town, and it was said that they would be back.";
        assert_eq!(lang(quoted).as_deref(), Some("en"));
    }

    #[test]
    fn a_tally_counts_words_of_the_own_and_of_another_language() {
        let text = "El fiscal recurrirá la sentencia en los próximos días.";
        let tally = tally(&tokens_of(text), Lang::EN);
        assert_eq!((tally.own, tally.other, tally.lang), (0, 4, Lang::parse("es")));
    }
}
