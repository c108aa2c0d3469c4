//! `neighbour`: words with letters of the neighbour’s alphabet, Russian in Ukrainian and Ukrainian in Russian.
//!
//! The two share most of their letters, so that a word left over does not look foreign to a machine. Each has four that
//! the other lacks: a word that holds one cannot be right outside a quotation, except as a name from a third language.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{RuleId, Span, Token, TokenFlags};
use serde::Deserialize;

/// A `neighbour` rule has no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {}

struct Neighbours(Vec<RuleId>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Neighbours(compile.params::<Params>().into_iter().map(|(id, _, Params {})| id).collect()))
}

/// Letters of Ukrainian that Russian lacks.
pub(super) const UKRAINIAN: [char; 8] = ['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'];
/// Letters of Russian that Ukrainian lacks.
pub(super) const RUSSIAN: [char; 8] = ['ы', 'э', 'ъ', 'ё', 'Ы', 'Э', 'Ъ', 'Ё'];

/// The letters that a language lacks and its neighbour has, and its own that the neighbour lacks.
pub(super) fn letters(code: &str) -> Option<(&'static [char; 8], &'static [char; 8])> {
    match code {
        "ru" => Some((&UKRAINIAN, &RUSSIAN)),
        "uk" => Some((&RUSSIAN, &UKRAINIAN)),
        _ => None,
    }
}

impl Detector for Neighbours {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let Some((foreign, _)) = letters(cx.lang.code()) else { return };
        for &id in &self.0 {
            if !out.wants(id) {
                continue;
            }
            for block in cx.text.blocks() {
                // Most blocks hold none of the letters: one sweep tells.
                if cx.text.slice(block.span).contains(&foreign[..]) {
                    words(cx, id, foreign, block.tokens.start as usize..block.tokens.end as usize, out);
                }
            }
        }
    }
}

/// Reports the words of a block that hold a foreign letter, neighbours joined.
fn words(cx: &Cx<'_>, id: RuleId, foreign: &[char; 8], block: std::ops::Range<usize>, out: &mut Sink<'_>) {
    let tokens = cx.tokens();
    let wrong = |i: usize| tokens[i].is_word() && cx.word(i).contains(&foreign[..]) && !spared(cx, i);
    let mut at = block.start;
    while at < block.end {
        if !wrong(at) {
            at += 1;
            continue;
        }
        let first = at;
        while at + 1 < block.end && wrong(at + 1) {
            at += 1;
        }
        let span = tokens[first].span().cover(tokens[at].span());
        if !aside(cx, span, first, at, &block) {
            out.report(Hit::new(id, span));
        }
        at += 1;
    }
}

/// Single letters that are spoken of, letters of a third alphabet, and the spelling of old.
fn spared(cx: &Cx<'_>, index: usize) -> bool {
    let token = &cx.tokens()[index];
    let word = cx.word(index);
    // Kazakh, Belarusian, Serbian and Latin look-alikes: the word is of neither language.
    let other = word
        .chars()
        .any(|c| !matches!(c, 'А'..='я' | '’' | '\'' | 'ʼ') && !UKRAINIAN.contains(&c) && !RUSSIAN.contains(&c));
    // `миръ`, `Европѣ`: before the reform.
    let old = word.ends_with('ъ');
    word.chars().count() < 2 || other || old || token.has(TokenFlags::ALL_CAPS) && word.chars().count() <= 3
}

/// Whether the words are quoted, in brackets or after a mention of the language.
fn aside(cx: &Cx<'_>, span: Span, first: usize, last: usize, block: &std::ops::Range<usize>) -> bool {
    if cx.quotations().contain(span) {
        return true;
    }
    let word = |i: usize| cx.word(i);
    let opened = (block.start..first).rev().take(12).find(|&i| matches!(word(i), "(" | ")" | "[" | "]"));
    let bracketed = opened.is_some_and(|i| matches!(word(i), "(" | "["));
    let near = first.saturating_sub(4).max(block.start)..(last + 4).min(block.end);
    let named = near.clone().any(|i| {
        let word = word(i);
        // `укр. …`, `по-украински`, `російською`, `рос. …`, `казахский`, `белорус`.
        ["укр", "Укр", "рос", "Рос", "рус", "Рус", "каз", "Каз", "бел", "Бел", "біл", "Біл"]
            .iter()
            .any(|stem| word == *stem || word.starts_with(stem) && LANGUAGE_ENDS.iter().any(|end| word.ends_with(end)))
    });
    let gloss = first > block.start && matches!(word(first - 1), "=" | "/" | "«" | "„" | "\"" | "“" | "#" | "@");
    // Others near by that only a third language has: a title in Kazakh, a verse in Belarusian.
    let third = near.into_iter().any(|i| {
        Token::is_word(&cx.tokens()[i])
            && word(i).chars().any(|c| matches!(c, 'ў' | 'Ў' | 'ә' | 'қ' | 'ғ' | 'ң' | 'ұ' | 'ү' | 'һ' | 'ө' | 'ѣ'))
    });
    bracketed || named || gloss || third
}

/// How the name of a language ends: as an adverb, an adjective in the instrumental, a noun.
const LANGUAGE_ENDS: &[&str] =
    &["ински", "инском", "ською", "ській", "ском", "ски", "хски", "хском", "инська", "инский"];

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn each_language_lacks_the_letters_of_the_other() {
        let (foreign, own) = letters("uk").expect("a pair");
        assert!(foreign.contains(&'ы') && own.contains(&'ї'));
        let (foreign, own) = letters("ru").expect("a pair");
        assert!(foreign.contains(&'ї') && own.contains(&'ы'));
        assert!(letters("bg").is_none() && letters("en").is_none());
    }
}
