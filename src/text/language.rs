//! Language identification: whatlang behind an allow-list, a minimum length and a confidence, and a cheap gate of
//! function words in front of it.

use crate::model::{Lang, Token, TokenFlags, WordMap, hash_word};
use std::sync::OnceLock;

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

/// The commonest words of languages in Latin and Cyrillic script. One in three words of a sentence is among them, and
/// few of them belong to two languages.
const COMMON: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in is was that for it with as his on be at by had not are but from or have an they which one \
            you were all her she there would their we him been has when who will no more if out so said what up its about \
            than into them can only other time new some could these two may first then do any my now such like our over \
            me even most after also did many before must through years where much your well should he this a i how why \
            don't can't it's i'm let here just because us too very don’t get go see know make yes please thank let's \
            people said says being while both between during under again against each those off down doesn't didn't isn't",
    ),
    (
        "de",
        "der die das und ist nicht von mit den dem ein eine einen einem einer sich auf für im zu wird auch als sie er \
            es wie bei werden nach aus hat haben war waren wurde wurden sind durch über noch am zum zur um aber oder wir \
            ich ihr nur vor kann können daß dass sein seine ihre ihren sehr mehr wenn man bis hier diese dieser dieses \
            gegen unter soll sollen sowie keine des was so an in",
    ),
    (
        "fr",
        "le la les des et est une un du dans que qui pour pas sur au aux avec ce cette ces son sa ses il elle ils \
            elles nous vous par plus ne se ont sont été être mais ou où leur leurs même aussi comme fait à d'un d'une \
            c'est qu'il qu'elle n'est n'a s'est j'ai l'on y en de on a tout deux après depuis entre sans je tu",
    ),
    (
        "es",
        "el la los las de del y en que es un una por para con no se su sus al lo como más pero fue ha han son está \
            están este esta estos estas muy también ya o cuando sobre entre sin hasta desde donde porque todo todos ser \
            tiene tienen había era sido dos según durante contra nos les le me a yo tras",
    ),
    (
        "it",
        "il lo la gli le di del della dei delle degli dal dalla nel nella nei e è che un una uno per con non si sono \
            ha hanno come più ma anche da al alla alle ai sul sulla questo questa questi queste essere stato stata stati \
            era suo sua loro dopo tra fra quando dove molto i a in se ci o ed nell'ambito l'ha dell'anno",
    ),
    (
        "pt",
        "o os a as de do da dos das e em no na nos nas que é um uma por para com não se seu sua seus suas ao aos à \
            mais mas foi foram são está estão este esta isso também já ou quando sobre entre sem até ser ter tem têm \
            pelo pela pelos pelas como eu ele ela eles elas muito segundo após",
    ),
    (
        "nl",
        "de het een en van ik te dat die in is niet op zijn met voor er aan om ook als dan maar bij nog wel naar \
            heeft hebben wordt worden werd werden deze dit door over uit tot hij zij ze wij we kan meer geen was waren \
            hun haar onder tegen na",
    ),
    (
        "sv",
        "och att det som en på är av för med den till inte har de om ett men var jag sig från vi så kan när nu ska \
            efter också eller under över där hade blev blir han hon detta mot vid sin i",
    ),
    (
        "pl",
        "i w na z do nie się że jest to o jak ale po od za przez dla tego jego jej ich są był była było były może \
            tylko które który która przed oraz już czy także bardzo będzie zostało został co ma tak być ze pod nad we",
    ),
    (
        "cs",
        "a v na je se že s z do o i to jako za by ale jeho jsou byl byla bylo od po které který podle také při než \
            nebo už však k pro ve si být ze roku má jejich tak",
    ),
    (
        "ro",
        "și în de la a cu pe nu să din că este un o au fost pentru care mai sunt dar se prin ce ca sau după către \
            despre acest această aceasta fi lui sa său ei le al ale",
    ),
    (
        "tr",
        "ve bir bu da de için ile çok olarak daha olan gibi kadar sonra ne var en ise ama o ancak değil göre her \
            oldu olduğu olduğunu etti tarafından üzerinde ya dedi",
    ),
    (
        "hu",
        "a az és hogy nem is egy meg volt ez azt de csak még már ha el mint van vagy szerint után ki lesz ezt ami \
            minden pedig lehet nagy",
    ),
    (
        "id",
        "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena oleh ada mereka sudah saya telah \
            bisa atau kami kita adalah sebagai",
    ),
    (
        "ru",
        "и в не на что с по это как из у за от к о для так же но его он она они мы вы все был была были было бы если \
            или при после также который которые которая во до ее их уже только том году того этого со еще может",
    ),
    (
        "uk",
        "і в не на що з по це як із у за від до о для так же але його він вона вони ми ви всі був була були було \
            якщо або при після також який які яка та й про є її їх вже тільки ще щоб року може під",
    ),
];

/// For every common word: the languages it belongs to, as bits in the order of [`COMMON`].
fn common_words() -> &'static WordMap<u32> {
    static WORDS: OnceLock<WordMap<u32>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: WordMap<u32> = WordMap::default();
        for (index, (_, list)) in COMMON.iter().enumerate() {
            for word in list.split_whitespace() {
                *words.entry(hash_word(word)).or_default() |= 1 << index;
            }
        }
        words
    })
}

/// For each language of [`COMMON`] its common words that are none of any other, by the high bits of their hashes. A place
/// that is taken sends a word on to the next; an empty one holds 0.
fn only_words() -> &'static [[u64; CELLS]] {
    static WORDS: OnceLock<Vec<[u64; CELLS]>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut tables = vec![[0; CELLS]; COMMON.len()];
        let mut words: Vec<(u64, u32)> = common_words().iter().map(|(hash, bits)| (*hash, *bits)).collect();
        words.sort_unstable();
        for (hash, bits) in words.into_iter().filter(|(_, bits)| bits.is_power_of_two()) {
            let table = &mut tables[bits.trailing_zeros() as usize];
            let mut at = cell(hash);
            while table[at] != 0 {
                at = (at + 1) % CELLS;
            }
            table[at] = hash;
        }
        tables
    })
}

/// Cells for the words of one language, several times as many.
const CELLS: usize = 512;

fn cell(hash: u64) -> usize {
    (hash >> 55) as usize % CELLS
}

/// Whether more than one of eight words is common in a language written in Latin script and in no other one, and one of
/// five at least is plain ASCII: nothing is odd in nearly all sentences of an article. Takes one look into a small table
/// for each word; `false` says nothing.
pub fn is_plainly(tokens: &[Token], own: Lang) -> bool {
    let Some(table) = COMMON.iter().position(|(code, _)| *code == own.code()).map(|i| &only_words()[i]) else {
        return false;
    };
    let (mut words, mut only, mut beyond_ascii) = (0u32, 0u32, 0u32);
    // Without a branch: half of all words are in the table. The few that lie farther than one cell off do not count.
    for token in tokens {
        let (word, at) = (token.is_word(), cell(token.hash()));
        words += u32::from(word);
        beyond_ascii += u32::from(word & token.has(TokenFlags::NON_ASCII));
        let found = (table[at] == token.hash()) | (table[(at + 1) % CELLS] == token.hash());
        only += u32::from(word & found);
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
    let common = common_words();
    let own_bit = COMMON.iter().position(|(code, _)| *code == own.code()).map_or(0u32, |i| 1 << i);
    let mut counts = [0u32; COMMON.len()];
    let mut all = [0u32; COMMON.len()];
    let mut tally = Tally::default();
    for token in tokens.iter().filter(|t| t.is_word()) {
        tally.words += 1;
        tally.lower += u32::from(token.is_lower());
        let Some(&bits) = common.get(&token.hash()) else { continue };
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
    let common = common_words();
    let mut counts = [0u32; COMMON.len()];
    let mut words = 0;
    for word in text.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).filter(|w| !w.is_empty()) {
        words += 1;
        let Some(&bits) = common.get(&hash_word(word)) else { continue };
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
