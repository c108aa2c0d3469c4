//! `phrase`: every wording compared with the article at every token.

use crate::{
    Hits,
    article::{Article, has_capital, normal, straight},
    library::{Library, cell, number, strings, tables},
};
use mtlint::text::tokens_of;
use std::collections::HashMap;
use toml::{Table, Value};

struct Word {
    normal: String,
    /// The spelling that is asked for.
    exact: Option<String>,
    spaced: bool,
}

struct Phrase {
    key: String,
    words: Vec<Word>,
    except: Vec<Vec<Word>>,
}

pub(crate) struct PhraseRule {
    id: String,
    detect: Table,
    /// The wordings by their first word.
    phrases: HashMap<String, Vec<Phrase>>,
}

pub(crate) fn rules(library: &Library) -> Vec<PhraseRule> {
    library.of_kind("phrase").map(|rule| PhraseRule::new(library, &rule.id, &rule.detect)).collect()
}

fn cut(text: &str, smart: bool) -> Vec<Word> {
    let word = |token: &mtlint::model::Token| {
        let word = &text[token.span().range()];
        Word {
            normal: normal(word),
            exact: (smart && has_capital(word)).then(|| straight(word)),
            spaced: token.spaced(),
        }
    };
    tokens_of(text).iter().map(word).collect()
}

/// A wording's name where none is given: its words joined by hyphens.
fn key_of(find: &str) -> String {
    let words = find.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

impl PhraseRule {
    fn new(library: &Library, id: &str, detect: &Table) -> Self {
        let smart = detect.get("case").and_then(Value::as_str) != Some("ignore");
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut add = |key: &str, find: &str, except: Vec<String>| {
            let words = cut(find, smart);
            let Some(first) = words.first() else { return };
            let key = if key.is_empty() { key_of(find) } else { key.to_owned() };
            let except = except.iter().map(|e| cut(e, smart)).filter(|e| !e.is_empty()).collect();
            phrases.entry(first.normal.clone()).or_default().push(Phrase { key, words, except });
        };
        for entry in tables(detect.get("entries")) {
            let key = entry.get("key").and_then(Value::as_str).unwrap_or_default();
            for find in strings(entry.get("find")) {
                add(key, &find, strings(entry.get("except")));
            }
        }
        for row in library.rows_of(detect) {
            let except = cell(&row, "except").split('|').map(|e| e.trim().to_owned()).filter(|e| !e.is_empty());
            add(cell(&row, "key"), cell(&row, "find"), except.collect());
        }
        Self { id: id.to_owned(), detect: detect.clone(), phrases }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn run(&self, article: &Article<'_>, hits: &mut Hits) {
        for start in 0..article.words.len() {
            for phrase in self.phrases.get(&article.words[start]).into_iter().flatten() {
                let end = start + phrase.words.len();
                if matches(article, start, &phrase.words)
                    && self.place(article, start, end)
                    && !excepted(article, phrase, start, end)
                {
                    hits.add(&self.id, self.span(article, start, end), Some(&phrase.key));
                }
            }
        }
    }

    /// Whether the wording stands where the rule wants it.
    fn place(&self, article: &Article<'_>, start: usize, end: usize) -> bool {
        let place = article.block_of[start];
        let block = &article.blocks()[place];
        let sentence = &article.text.sentences()[article.sentence_of[start]];
        let bare = |from: usize, to: usize| (from..to).all(|index| !article.tokens()[index].counts());
        let (block_start, block_end) = (block.tokens.start as usize, block.tokens.end as usize);
        let (sentence_start, sentence_end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        let at = match self.detect.get("at").and_then(Value::as_str).unwrap_or("anywhere") {
            "anywhere" => true,
            "block" => bare(block_start, start) && bare(end, block_end),
            "block-start" => bare(block_start, start),
            "block-end" => bare(end, block_end),
            "sentence" => bare(sentence_start, start) && bare(end, sentence_end),
            "sentence-start" => bare(sentence_start, start),
            "sentence-end" => bare(end, sentence_end),
            other => panic!("{}: at = {other}", self.id),
        };
        let within = self.detect.get("within").and_then(Value::as_table).is_none_or(|within| {
            let blocks = |key| number(within, key).unwrap_or(0);
            place < blocks("first") || article.blocks().len() - place <= blocks("last")
        });
        let words: usize = (block.sentences.start..block.sentences.end)
            .map(|sentence| article.text.sentences()[sentence as usize].words as usize)
            .sum();
        let short = number(&self.detect, "max-words").is_none_or(|most| words <= most);
        at && within && short
    }

    fn span(&self, article: &Article<'_>, start: usize, end: usize) -> (u32, u32) {
        let key = |key| self.detect.get(key).and_then(Value::as_str);
        if matches!(key("at"), Some("block" | "block-start")) || key("fix") == Some("drop-line") {
            let block = article.blocks()[article.block_of[start]].span;
            return (block.start, block.end);
        }
        article.span(start, end)
    }
}

/// Whether a wording stands at a token, inside one block.
fn matches(article: &Article<'_>, start: usize, words: &[Word]) -> bool {
    let tokens = article.tokens();
    start + words.len() <= tokens.len()
        && article.block_of[start] == article.block_of[start + words.len() - 1]
        && words.iter().enumerate().all(|(i, word)| {
            let index = start + i;
            article.words[index] == word.normal
                && (i == 0 || tokens[index].spaced() == word.spaced)
                && word.exact.as_ref().is_none_or(|exact| straight(article.word(index)) == *exact)
        })
}

/// Whether an exception overlaps the hit.
fn excepted(article: &Article<'_>, phrase: &Phrase, start: usize, end: usize) -> bool {
    phrase.except.iter().any(|words| (0..end).any(|at| at + words.len() > start && matches(article, at, words)))
}
