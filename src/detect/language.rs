//! `language`: sentences and headlines in another language than the article's.
//!
//! A gate of common words lets the article's own sentences pass; whatlang has the last word on the few that fail it.

use super::{Compile, Cx, Detector, Hit, Sink, neighbour::letters};
use crate::{
    model::{BlockKind, Lang, RuleId, Sentence, Span, Token},
    text::{Tally, has_common_words, is_plainly, sentence_language, tally},
};
use serde::Deserialize;

/// Parameters of a `language` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked at.
    part: Part,
    /// The fewest words that are judged.
    min_words: u32,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Part {
    /// Sentences of paragraphs and list items.
    Sentence,
    /// The title of the article.
    Headline,
}

struct Languages(Vec<(RuleId, Params)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Languages(compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params)).collect()))
}

impl Detector for Languages {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if cx.lang == Lang::UNKNOWN {
            return;
        }
        for (id, params) in &self.0 {
            if !out.wants(*id) {
                continue;
            }
            match params.part {
                Part::Sentence => sentences(cx, *id, params.min_words, out),
                Part::Headline => headline(cx, *id, params.min_words, out),
            }
        }
    }
}

fn sentences(cx: &Cx<'_>, id: RuleId, min_words: u32, out: &mut Sink<'_>) {
    let latin = latin(cx.lang) == Some(true);
    for (index, sentence) in cx.sentences().iter().enumerate() {
        let kind = cx.text.blocks()[sentence.block as usize].kind;
        if !matches!(kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let tokens = cx.text.tokens_in(&sentence.tokens);
        if latin && is_plainly(tokens, cx.lang) {
            continue;
        }
        let Some(lang) = foreign(cx, tokens, sentence.span, min_words, true) else { continue };
        if quoted(cx, sentence) || glossed(cx, index) {
            continue;
        }
        out.report(Hit::new(id, sentence.span).slot("lang", name_of(lang)));
    }
}

fn headline(cx: &Cx<'_>, id: RuleId, min_words: u32, out: &mut Sink<'_>) {
    let Some(block) = cx.text.blocks().first() else { return };
    let body = cx.text.blocks().len() > 1;
    if !body || block.kind != BlockKind::Headline && !cx.doc.origin.title_in_text {
        return;
    }
    let tokens = cx.text.tokens_in(&block.tokens);
    if latin(cx.lang) == Some(true) && is_plainly(tokens, cx.lang) {
        return;
    }
    let quotes = tokens
        .iter()
        .any(|t| t.is_punct() && matches!(cx.text.slice(t.span()), "“" | "”" | "\"" | "«" | "»" | "„" | "‘"));
    // The title of a foreign work may well head an article; a body in the same language is somebody else's business.
    let Some(lang) = foreign(cx, tokens, block.span, min_words, false).filter(|_| !quotes) else { return };
    out.report(Hit::new(id, block.span).slot("lang", name_of(lang)));
}

/// The language of tokens that are not in the article's.
fn foreign(cx: &Cx<'_>, tokens: &[Token], span: Span, min_words: u32, sentence: bool) -> Option<Lang> {
    let count = tally(tokens, cx.lang);
    if let Some(lang) = other_script(cx, tokens, count).or_else(|| neighbour(cx, tokens, count, span)) {
        return Some(lang);
    }
    if count.words < min_words || latin(cx.lang) != Some(true) && cx.lang.code() != "ru" && cx.lang.code() != "uk" {
        return english_inside(cx, count, min_words);
    }
    // Words that both languages know (German and English `so`, `in`) speak for neither.
    let own = count.own.saturating_sub(count.shared - count.other);
    // A list of names is in no language, and a sentence in capitals says little.
    if count.lower * 2 < count.words || own * 8 > count.words {
        return None;
    }
    let text = cx.text.slice(span);
    let known = has_common_words(cx.lang);
    let least = if sentence { 8 } else { 4 };
    if count.other >= 2 && count.other * least >= count.words {
        let guess = sentence_language(text, 12)?;
        let share = count.other * 5 >= count.words;
        let agrees =
            Some(guess.lang) == count.lang && (share || own == 0) || own == 0 && count.other * 4 >= count.words;
        return count.lang.filter(|_| guess.lang != cx.lang && agrees && known);
    }
    // A language without a list of common words, or a sentence that happens to hold none.
    if known && own == 0 && count.words >= min_words.max(7) {
        // English without a single common word (a list of goods) is plain ASCII; the languages meant here seldom are.
        if text.is_ascii() {
            return None;
        }
        let guess = sentence_language(text, 40)?;
        // Letters do not tell neighbours in one alphabet apart: Russian and Bulgarian, say.
        let sure = guess.confidence >= 0.95
            && guess.lang != cx.lang
            && guess.lang.code() != "en"
            && latin(cx.lang) == Some(true);
        return Some(guess.lang).filter(|_| sure);
    }
    None
}

/// English in an article whose language has another script.
fn english_inside(cx: &Cx<'_>, count: Tally, min_words: u32) -> Option<Lang> {
    let clear = count.other >= 3 && count.other * 4 >= count.words && count.words >= min_words;
    count.lang.filter(|lang| clear && latin(cx.lang) == Some(false) && latin(*lang) == Some(true))
}

/// Whether a language is written in Latin script; `None` for those not known here.
fn latin(lang: Lang) -> Option<bool> {
    match lang.code() {
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "pl" | "cs" | "ro" | "tr" | "hu" | "id" | "vi"
        | "da" | "no" | "nb" | "fi" | "ca" | "hr" | "sk" | "sl" | "et" | "lv" | "lt" => Some(true),
        "ru" | "uk" | "bg" | "el" | "he" | "ar" | "fa" | "hi" | "ka" | "zh" | "ja" | "ko" | "hy" | "th" | "bn"
        | "ur" => Some(false),
        _ => None,
    }
}

/// A whole sentence in another script than the article's: three words of an alphabet, six letters of Han or kana.
fn other_script(cx: &Cx<'_>, tokens: &[Token], count: Tally) -> Option<Lang> {
    let own_latin = latin(cx.lang)?;
    // English sentences are ASCII: nothing to see.
    if !own_latin || count.words < 3 || !tokens.iter().any(|t| t.is_word() && !ascii(cx, t)) {
        return None;
    }
    let mut scripts: [u32; 6] = [0; 6];
    let mut words = 0;
    for token in tokens.iter().filter(|t| t.is_word()) {
        words += 1;
        let first = cx.text.slice(token.span()).chars().next().unwrap_or('a');
        match first {
            '\u{400}'..='\u{52f}' => scripts[0] += 1,
            '\u{4e00}'..='\u{9fff}' => scripts[1] += 1,
            '\u{3040}'..='\u{30ff}' => scripts[2] += 1,
            '\u{ac00}'..='\u{d7af}' => scripts[3] += 1,
            '\u{600}'..='\u{6ff}' => scripts[4] += 1,
            '\u{370}'..='\u{3ff}' | '\u{590}'..='\u{5ff}' | '\u{900}'..='\u{97f}' | '\u{10a0}'..='\u{10ff}' => {
                scripts[5] += 1;
            }
            _ => {}
        }
    }
    let total: u32 = scripts.iter().sum();
    let least = if scripts[1] + scripts[2] > 0 { 6 } else { 3 };
    if total < least || total * 10 < words * 8 {
        return None;
    }
    let span = tokens.first()?.span().cover(tokens.last()?.span());
    let fallback = match scripts.iter().enumerate().max_by_key(|(i, n)| (**n, 6 - i))?.0 {
        0 => "ru",
        1 => "zh",
        2 => "ja",
        3 => "ko",
        4 => "ar",
        _ => "el",
    };
    let guess = sentence_language(cx.text.slice(span), 10).map(|g| g.lang).filter(|l| latin(*l) == Some(false));
    guess.or_else(|| Lang::parse(fallback))
}

/// Russian in a Ukrainian article and the reverse: two words with letters that the article's language lacks, and no word
/// with letters that only it has.
fn neighbour(cx: &Cx<'_>, tokens: &[Token], count: Tally, span: Span) -> Option<Lang> {
    const WORDS: u32 = 5;
    let (foreign, own) = letters(cx.lang.code())?;
    let text = cx.text.slice(span);
    // Nearly all sentences hold none of the foreign letters.
    if count.words < WORDS || !text.contains(&foreign[..]) || text.contains(&own[..]) {
        return None;
    }
    // Letters of a third language in Cyrillic script.
    if text.chars().any(
        |c| matches!(c, '\u{450}' | '\u{452}'..='\u{453}' | '\u{455}' | '\u{458}'..='\u{48f}' | '\u{492}'..='\u{52f}'),
    ) {
        return None;
    }
    let hold = tokens.iter().filter(|t| t.is_word() && cx.text.slice(t.span()).contains(&foreign[..])).count();
    let other = if cx.lang.code() == "uk" { "ru" } else { "uk" };
    Lang::parse(other).filter(|_| hold >= 2)
}

fn ascii(cx: &Cx<'_>, token: &Token) -> bool {
    cx.text.slice(token.span()).is_ascii()
}

/// Whether at least half of the sentence stands inside quotation marks.
fn quoted(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    let spans = cx.quotations().spans();
    let from = spans.partition_point(|q| q.end <= sentence.span.start);
    let covered: u32 = spans[from..]
        .iter()
        .take_while(|q| q.start < sentence.span.end)
        .map(|q| q.end.min(sentence.span.end) - q.start.max(sentence.span.start))
        .sum();
    let first = cx.text.slice(sentence.span).chars().next();
    // A mark at the front that nothing closes: the quotation goes on in the next sentence or paragraph.
    covered * 2 >= sentence.span.len()
        || matches!(first, Some('“' | '"' | '«' | '„' | '‘' | '\'' | '「' | '(' | '—' | '♪' | '/' | '*' | '_'))
}

/// Whether a translation follows in brackets, or the sentence before announces the foreign words.
fn glossed(cx: &Cx<'_>, index: usize) -> bool {
    let sentences = cx.sentences();
    let sentence = &sentences[index];
    let tokens = cx.text.tokens_in(&sentence.tokens);
    let inside = tokens
        .iter()
        .any(|t| t.is_punct() && matches!(cx.text.slice(t.span()), "(" | "=" | "[" | "—" | "–" | "/" | ":"))
        && tally(tokens, cx.lang).own > 0;
    let next = sentences.get(index + 1).filter(|s| s.block == sentence.block);
    let bracket = next.is_some_and(|s| cx.text.slice(s.span).starts_with(['(', '[']));
    let before = index.checked_sub(1).map(|i| &sentences[i]).filter(|s| sentence.block - s.block <= 1);
    let announced = before.is_some_and(|s| cx.text.slice(s.span).ends_with(':'));
    inside || bracket || announced
}

/// What a language is called in messages.
fn name_of(lang: Lang) -> &'static str {
    match lang.code() {
        "en" => "English",
        "de" => "German",
        "fr" => "French",
        "es" => "Spanish",
        "it" => "Italian",
        "pt" => "Portuguese",
        "nl" => "Dutch",
        "sv" => "Swedish",
        "pl" => "Polish",
        "cs" => "Czech",
        "ro" => "Romanian",
        "tr" => "Turkish",
        "hu" => "Hungarian",
        "id" => "Indonesian",
        "vi" => "Vietnamese",
        "ru" => "Russian",
        "uk" => "Ukrainian",
        "bg" => "Bulgarian",
        "sr" => "Serbian",
        "el" => "Greek",
        "he" => "Hebrew",
        "ar" => "Arabic",
        "fa" => "Persian",
        "hi" => "Hindi",
        "ka" => "Georgian",
        "zh" => "Chinese",
        "ja" => "Japanese",
        "ko" => "Korean",
        _ => "another language",
    }
}
