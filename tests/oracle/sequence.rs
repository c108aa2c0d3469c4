//! `sequence`: every sequence tried at every token, by trying all ways.

use crate::{
    Hits,
    article::{Article, straight},
    language::{LABELS, Node, Reader, Test},
    library::{Library, Rule, strings, tables},
};
use mtlint::{
    model::{Block, TokenFlags, TokenKind},
    text::stem,
};
use std::{collections::HashSet, sync::Arc};
use toml::Value;

/// Sequences with the name of their entry and what makes them right.
struct Entry {
    key: Option<String>,
    find: Vec<Node>,
    except: Vec<Node>,
}

pub(crate) struct SequenceRule {
    id: String,
    entries: Vec<Entry>,
    /// Exceptions of all entries.
    except: Vec<Node>,
    function_words: Arc<HashSet<String>>,
}

pub(crate) fn rules(library: &Library) -> Vec<SequenceRule> {
    let mut reader = Reader::new(library);
    library.of_kind("sequence").map(|rule| SequenceRule::new(&mut reader, rule)).collect()
}

impl SequenceRule {
    fn new(reader: &mut Reader<'_>, rule: &Rule) -> Self {
        let mut all = |value: Option<&Value>| strings(value).iter().map(|text| reader.read(text)).collect::<Vec<_>>();
        let mut entries = vec![Entry { key: None, find: all(rule.detect.get("find")), except: Vec::new() }];
        for entry in tables(rule.detect.get("entries")) {
            let key = entry.get("key").and_then(Value::as_str).map(str::to_owned);
            entries.push(Entry { key, find: all(entry.get("find")), except: all(entry.get("except")) });
        }
        let except = all(rule.detect.get("except"));
        Self { id: rule.id.clone(), entries, except, function_words: reader.function_words() }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn run(&self, article: &Article<'_>, hits: &mut Hits) {
        for block in article.blocks() {
            let place = Place { article, block, function_words: &self.function_words };
            for entry in &self.entries {
                for sequence in &entry.find {
                    for start in block.token_range() {
                        let Some(found) = place.at(sequence, start) else { continue };
                        let (from, to) = found.mark();
                        let mut except = entry.except.iter().chain(&self.except);
                        if from < to && !except.any(|except| place.overlapped(except, &found)) {
                            hits.add(&self.id, article.span(from, to), entry.key.as_deref());
                        }
                    }
                }
            }
        }
    }
}

/// A way that a sequence has matched so far.
#[derive(Clone, Copy)]
struct State {
    start: usize,
    at: usize,
    mark: (Option<usize>, Option<usize>),
    labels: [(usize, usize); LABELS],
}

impl State {
    fn moved(&self, at: usize) -> Self {
        Self { at, ..*self }
    }

    fn mark(&self) -> (usize, usize) {
        (self.mark.0.unwrap_or(self.start), self.mark.1.unwrap_or(self.at))
    }
}

/// The block that is looked at.
struct Place<'a, 'd> {
    article: &'a Article<'d>,
    block: &'a Block,
    function_words: &'a HashSet<String>,
}

/// What is to be done with a way that has matched so far; whether it led to a match.
type Then<'t> = &'t mut dyn FnMut(&State) -> bool;

impl Place<'_, '_> {
    /// The first way in which a sequence matches from a token.
    fn at(&self, sequence: &Node, start: usize) -> Option<State> {
        let mut found = None;
        let state = State { start, at: start, mark: (None, None), labels: [(0, 0); LABELS] };
        self.node(sequence, &state, &mut |state| {
            found = Some(*state);
            true
        });
        found
    }

    /// Whether an exception overlaps a match, wherever in the block it starts.
    fn overlapped(&self, except: &Node, found: &State) -> bool {
        (self.block.token_range().start..found.at)
            .any(|start| self.at(except, start).is_some_and(|except| except.at > found.start))
    }

    fn end(&self) -> usize {
        self.block.tokens.end as usize
    }

    fn node(&self, node: &Node, state: &State, then: Then<'_>) -> bool {
        let at = state.at;
        let inside = at < self.end();
        match node {
            Node::One(test) => inside && self.holds(test, at) && then(&state.moved(at + 1)),
            Node::Seq(nodes) => self.row(nodes, state, then),
            Node::Alt(nodes) => nodes.iter().any(|node| self.node(node, state, then)),
            Node::Repeat(node, least, most) => self.times(node, 0, (*least, *most), state, then),
            Node::Label(label, node) => {
                let mut begun = *state;
                begun.labels[*label].0 = at;
                self.node(node, &begun, &mut |state| {
                    let mut ended = *state;
                    ended.labels[*label].1 = state.at;
                    then(&ended)
                })
            }
            Node::Mark(node) => {
                let begun = State { mark: (Some(at), state.mark.1), ..*state };
                self.node(node, &begun, &mut |state| then(&State { mark: (state.mark.0, Some(state.at)), ..*state }))
            }
            Node::Back { label, stem } => {
                let (from, to) = state.labels[*label];
                let len = to.saturating_sub(from);
                len > 0
                    && at + len <= self.end()
                    && (0..len).all(|i| self.same(from + i, at + i, *stem))
                    && then(&state.moved(at + len))
            }
            Node::Glue => inside && !self.article.tokens()[at].spaced() && then(state),
            Node::BlockStart => at == self.block.tokens.start as usize && then(state),
            Node::BlockEnd => at == self.end() && then(state),
            Node::SentenceStart => inside && self.sentence(at).0 == at && then(state),
            Node::SentenceEnd => at > self.block.tokens.start as usize && self.sentence(at - 1).1 == at && then(state),
        }
    }

    fn row(&self, nodes: &[Node], state: &State, then: Then<'_>) -> bool {
        match nodes {
            [] => then(state),
            // Most places end here.
            [Node::One(test), rest @ ..] => {
                let fits = state.at < self.end() && self.holds(test, state.at);
                fits && self.row(rest, &state.moved(state.at + 1), then)
            }
            [first, rest @ ..] => self.node(first, state, &mut |state| self.row(rest, state, then)),
        }
    }

    fn times(&self, node: &Node, done: u32, (least, most): (u32, u32), state: &State, then: Then<'_>) -> bool {
        done < most && self.node(node, state, &mut |state| self.times(node, done + 1, (least, most), state, then))
            || done >= least && then(state)
    }

    /// The tokens of the sentence of a token.
    fn sentence(&self, index: usize) -> (usize, usize) {
        let range = self.article.text.sentences()[self.article.sentence_of[index]].token_range();
        (range.start, range.end)
    }

    fn same(&self, a: usize, b: usize, by_stem: bool) -> bool {
        let (words, tokens) = (&self.article.words, self.article.tokens());
        if !by_stem {
            return words[a] == words[b];
        }
        let stem = |index: usize| stem(self.article.lang, self.article.word(index));
        tokens[a].is_word() && tokens[b].is_word() && stem(a) == stem(b)
    }

    fn holds(&self, test: &Test, index: usize) -> bool {
        let (token, word) = (&self.article.tokens()[index], &self.article.words[index]);
        match test {
            Test::Word(normal, exact) => {
                word == normal && exact.as_ref().is_none_or(|exact| straight(self.article.word(index)) == *exact)
            }
            Test::Suffix(end) => token.is_word() && word.len() > end.len() && word.ends_with(end.as_str()),
            Test::Prefix(start) => token.is_word() && word.len() > start.len() && word.starts_with(start.as_str()),
            Test::List(list) => list.contains(word),
            Test::Not(test) => !self.holds(test, index),
            Test::All(tests) => tests.iter().all(|test| self.holds(test, index)),
            Test::Any(tests) => tests.iter().any(|test| self.holds(test, index)),
            Test::Builtin(name) => self.is(name, index),
        }
    }

    /// Whether a token is of a class of the language.
    fn is(&self, class: &str, index: usize) -> bool {
        let token = &self.article.tokens()[index];
        let word = self.article.word(index);
        let function_word = || self.function_words.contains(&self.article.words[index]);
        let terminal = token.is_punct() && word.starts_with(['.', '!', '?']);
        let quote = |open: bool, close: bool| match word {
            "“" | "„" | "«" | "‘" | "‹" => open,
            "\"" if token.spaced() => open,
            "”" | "»" | "’" | "›" | "\"" => close,
            _ => false,
        };
        match class {
            "any" => !terminal,
            "word" => token.is_word(),
            "number" => token.is_number(),
            "punct" => token.is_punct(),
            "address" => token.kind() == TokenKind::Address,
            "counted" => token.counts(),
            "cap" => token.is_word() && token.is_capital(),
            "lower" => token.is_word() && token.is_lower(),
            "caps" => token.is_word() && token.has(TokenFlags::ALL_CAPS),
            "initialism" => token.is_word() && token.has(TokenFlags::POINTED),
            "name" => token.is_word() && token.is_capital() && !function_word() && !self.owed_to_start(index),
            "content" => token.is_word() && token.is_lower() && !function_word(),
            "terminal" => terminal,
            "quote" => quote(true, true),
            "open-quote" => quote(true, false),
            "close-quote" => quote(false, true),
            "dash" => matches!(word, "–" | "—" | "--" | "-"),
            "year" => {
                token.is_number()
                    && word.len() == 4
                    && word.parse::<u32>().is_ok_and(|year| (1000..2200).contains(&year))
            }
            _ => panic!("no class {class}"),
        }
    }

    /// Whether a capital says nothing: at the first word of a sentence, before a word without a capital.
    fn owed_to_start(&self, index: usize) -> bool {
        let tokens = self.article.tokens();
        let first = (self.sentence(index).0..index).all(|before| !tokens[before].counts());
        first && !tokens.get(index + 1).is_some_and(|next| next.is_word() && next.is_capital())
    }
}
