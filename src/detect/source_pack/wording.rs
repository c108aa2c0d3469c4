//! A wording with choices: `(hold|held) a (mass|) rally`.

use super::super::Cx;
use crate::{model::hash_word, text::tokens_of};

/// Words in a row, some of them to choose from.
pub(super) struct Wording {
    /// One choice after the other; a choice holds runs of words, the longest first.
    choices: Vec<Vec<Vec<Word>>>,
}

struct Word {
    hash: u64,
    /// The spelling, where it has a capital.
    exact: Option<Box<str>>,
}

/// The key of two words in a row.
pub(super) fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(17) ^ second
}

/// The parts of a cell that `|` divides outside brackets.
pub(super) fn divided(cell: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    cell.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

impl Wording {
    /// Reads a cell. A bracket without a choice in it is text.
    pub(super) fn parse(cell: &str) -> Wording {
        let mut choices = Vec::new();
        let mut rest = cell;
        while let Some((before, after)) = rest.split_once('(') {
            let Some((choice, after)) = after.split_once(')').filter(|(choice, _)| choice.contains('|')) else { break };
            choices.push(vec![words(before)]);
            let mut runs: Vec<Vec<Word>> = choice.split('|').map(words).collect();
            runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
            choices.push(runs);
            rest = after;
        }
        choices.push(vec![words(rest)]);
        choices.retain(|runs| runs.iter().any(|run| !run.is_empty()));
        Wording { choices }
    }

    /// What an index finds it by: the keys of the two words it may start with, or of the one word that it may be.
    pub(super) fn starts(&self) -> Vec<u64> {
        let mut keys = Vec::new();
        starts(&self.choices, None, &mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The most words it may be long.
    pub(super) fn longest(&self) -> usize {
        self.choices.iter().map(|runs| runs.iter().map(Vec::len).max().unwrap_or(0)).sum()
    }

    /// One past its last token, where it stands at a token.
    pub(super) fn ends_at(&self, cx: &Cx<'_>, index: usize) -> Option<usize> {
        end(&self.choices, cx, index)
    }
}

fn words(text: &str) -> Vec<Word> {
    let word =
        |word: &str| Word { hash: hash_word(word), exact: word.chars().any(char::is_uppercase).then(|| word.into()) };
    tokens_of(text).iter().map(|token| word(&text[token.span().range()])).collect()
}

fn starts(choices: &[Vec<Vec<Word>>], first: Option<u64>, keys: &mut Vec<u64>) {
    let Some((runs, rest)) = choices.split_first() else {
        keys.extend(first);
        return;
    };
    for run in runs {
        match (first, run.as_slice()) {
            (None, [one, two, ..]) => keys.push(pair(one.hash, two.hash)),
            (None, [one]) => starts(rest, Some(one.hash), keys),
            (Some(first), [two, ..]) => keys.push(pair(first, two.hash)),
            (first, []) => starts(rest, first, keys),
        }
    }
}

fn end(choices: &[Vec<Vec<Word>>], cx: &Cx<'_>, index: usize) -> Option<usize> {
    let Some((runs, rest)) = choices.split_first() else { return Some(index) };
    runs.iter().find_map(|run| {
        let tokens = cx.tokens().get(index..index + run.len())?;
        let same = tokens.iter().zip(run).enumerate().all(|(i, (token, word))| {
            token.hash() == word.hash && word.exact.as_ref().is_none_or(|exact| cx.is_spelled(index + i, exact))
        });
        if same { end(rest, cx, index + run.len()) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::{Wording, divided};

    #[test]
    fn choices_make_starts() {
        let count = |cell| Wording::parse(cell).starts().len();
        assert_eq!(count("unswervingly"), 1);
        assert_eq!(count("(hold|holds|held) (a|the) rally"), 6);
        assert_eq!(count("draft (law|) of"), 2);
        assert_eq!(count("(very|) (big|)"), 3);
        assert_eq!(Wording::parse("(very |)big (deal|)").longest(), 3);
    }

    #[test]
    fn exceptions_are_divided_outside_brackets() {
        assert_eq!(divided("a (b|c) d|e | f").collect::<Vec<_>>(), ["a (b|c) d", "e", "f"]);
        assert_eq!(divided("").count(), 0);
    }
}
