//! `source-pack`: every row for the article's source language compared with the article at every token.

use crate::{
    Hits,
    article::{Article, has_capital, normal, straight},
    library::{Library, cell},
};
use mtlint::{model::Lang, text::tokens_of};
use std::cmp::Reverse;

/// A word in its normal form and, where it has a capital, as spelled.
type Word = (String, Option<String>);

/// Choices one after the other; each is one of several runs of words, the longest first.
type Wording = Vec<Vec<Vec<Word>>>;

struct Row {
    rule: String,
    key: String,
    sources: Vec<Lang>,
    find: Wording,
    except: Vec<Wording>,
}

/// All rows of all rules, in order.
pub(crate) struct SourcePacks {
    rows: Vec<Row>,
}

pub(crate) fn rules(library: &Library) -> SourcePacks {
    let mut rows = Vec::new();
    for rule in library.of_kind("source-pack") {
        for row in library.rows_of(&rule.detect) {
            rows.push(Row {
                rule: rule.id.clone(),
                key: cell(&row, "key").to_owned(),
                sources: cell(&row, "source").split_whitespace().filter_map(Lang::parse).collect(),
                find: wording(cell(&row, "find")),
                except: divided(cell(&row, "except")).into_iter().map(|part| wording(&part)).collect(),
            });
        }
    }
    SourcePacks { rows }
}

/// Parts that `|` divides outside brackets.
fn divided(cell: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in cell.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        match c {
            '|' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().expect("one part at least").push(c),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn wording(cell: &str) -> Wording {
    let (mut choices, mut rest) = (Vec::new(), cell);
    while let Some((before, behind)) = rest.split_once('(') {
        let Some((choice, behind)) = behind.split_once(')').filter(|(choice, _)| choice.contains('|')) else { break };
        choices.push(vec![words(before)]);
        let mut runs: Vec<Vec<Word>> = choice.split('|').map(words).collect();
        runs.sort_by_key(|run| Reverse(run.len()));
        choices.push(runs);
        rest = behind;
    }
    choices.push(vec![words(rest)]);
    choices
}

fn words(text: &str) -> Vec<Word> {
    let word = |word: &str| (normal(word), has_capital(word).then(|| straight(word)));
    tokens_of(text).iter().map(|token| word(&text[token.span().range()])).collect()
}

/// One past the last token of a wording that stands at a token.
fn end(choices: &[Vec<Vec<Word>>], article: &Article<'_>, at: usize) -> Option<usize> {
    let Some((runs, rest)) = choices.split_first() else { return Some(at) };
    let same = |run: &Vec<Word>| {
        run.iter().enumerate().all(|(i, (normal, exact))| {
            article.words.get(at + i) == Some(normal)
                && exact.as_ref().is_none_or(|exact| straight(article.word(at + i)) == *exact)
        })
    };
    runs.iter().filter(|run| same(run)).find_map(|run| end(rest, article, at + run.len()))
}

impl SourcePacks {
    /// The languages that have rows.
    pub(crate) fn sources(&self) -> Vec<Lang> {
        let mut all: Vec<Lang> = self.rows.iter().flat_map(|row| row.sources.iter().copied()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// `on` says which rules run on the article.
    pub(crate) fn run(&self, article: &Article<'_>, on: impl Fn(&str) -> bool, hits: &mut Hits) {
        let rows: Vec<&Row> =
            self.rows.iter().filter(|row| row.sources.contains(&article.source) && on(&row.rule)).collect();
        // Of two hits that overlap, the first stands; of two at one place, the longer one.
        let mut free = 0;
        for start in 0..article.words.len() {
            if start < free {
                continue;
            }
            let mut longest: Option<(usize, &Row)> = None;
            for row in &rows {
                let Some(end) = end(&row.find, article, start).filter(|&end| end > start) else { continue };
                let inside = article.block_of[start] == article.block_of[end - 1];
                let longer = longest.is_none_or(|(most, _)| end > most);
                if longer && inside && !excepted(article, &row.except, start, end) {
                    longest = Some((end, row));
                }
            }
            if let Some((end, row)) = longest {
                hits.add(&row.rule, article.span(start, end), Some(&row.key));
                free = end;
            }
        }
    }
}

fn excepted(article: &Article<'_>, except: &[Wording], start: usize, to: usize) -> bool {
    except.iter().any(|wording| (0..to).any(|at| end(wording, article, at).is_some_and(|end| end > start)))
}
