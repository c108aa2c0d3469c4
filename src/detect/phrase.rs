//! `phrase`: listed wordings, found by word hashes in one pass whatever their number.

use super::{
    Compile, Cx, Detector, Hit, Sink,
    anchor::{Anchors, Frequencies},
};
use crate::{
    model::{Applicability, RuleId, Span, Token},
    rule::{Rule, RuleProblem},
    text::tokens_of,
};
use serde::Deserialize;
use std::sync::Arc;
use toml::Spanned;

/// Parameters of a `phrase` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Wordings in the rule file.
    #[serde(default)]
    entries: Vec<Entry>,
    /// Name of a table under `rules/lists/` with the columns `find`, and optionally `better`, `except`, `key`.
    list: Option<Spanned<String>>,
    /// Keeps the rows of the list whose column has one of these values: `where = { lang = ["en"] }`.
    #[serde(default, rename = "where")]
    keep: std::collections::BTreeMap<String, Vec<String>>,
    /// Where in a block the wording must stand.
    #[serde(default)]
    at: At,
    /// `smart`: a word written with a capital must match exactly, other words in any case. `ignore`: any case.
    #[serde(default)]
    case: Case,
    /// Only in the first and last so many blocks of the article.
    within: Option<Within>,
    /// How far replacing the wording by `better` can be trusted; `drop-line` removes the whole block.
    #[serde(default)]
    fix: FixMode,
    /// The longest block, in words, that may hold a hit.
    max_words: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    key: Option<String>,
    find: Vec<Spanned<String>>,
    better: Option<String>,
    /// Wordings that, overlapping the hit, make it right after all.
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum At {
    #[default]
    Anywhere,
    /// The whole block but for punctuation at its edges.
    Block,
    BlockStart,
    BlockEnd,
    /// The whole sentence but for punctuation at its edges.
    Sentence,
    SentenceStart,
    SentenceEnd,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Case {
    #[default]
    Smart,
    Ignore,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Within {
    #[serde(default)]
    first: u32,
    #[serde(default)]
    last: u32,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum FixMode {
    #[default]
    None,
    Safe,
    Unsafe,
    DropLine,
}

/// One wording, compiled.
struct Phrase {
    rule: u32,
    key: Arc<str>,
    words: Vec<PhraseWord>,
    /// Index of the word it is found by.
    anchor: u32,
    better: Option<Arc<str>>,
    except: Vec<Vec<PhraseWord>>,
}

#[derive(Clone)]
struct PhraseWord {
    hash: u64,
    /// The exact spelling, where case matters.
    exact: Option<Box<str>>,
    /// Whether white space stands before it in the entry; glued marks must be glued in the text.
    spaced: bool,
}

/// What all phrases of a rule share.
struct Shared {
    id: RuleId,
    at: At,
    within: Option<Within>,
    fix: FixMode,
    max_words: u32,
}

struct Phrases {
    rules: Vec<Shared>,
    all: Vec<Phrase>,
    anchors: Anchors,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let frequencies = Frequencies::new();
    let mut made = Phrases { rules: Vec::new(), all: Vec::new(), anchors: Anchors::default() };
    for (id, rule, params) in compile.params::<Params>() {
        let index = made.rules.len() as u32;
        for (find, key, better, except) in wordings(compile, rule, &params) {
            let words = cut(&find, params.case);
            if words.is_empty() {
                continue;
            }
            let anchor = (0..words.len()).min_by_key(|&i| frequencies.of(words[i].hash)).unwrap_or(0);
            made.anchors.add(words[anchor].hash, made.all.len() as u32);
            let except = except.iter().map(|e| cut(e, params.case)).filter(|e| !e.is_empty()).collect();
            made.all.push(Phrase { rule: index, key: key.into(), words, anchor: anchor as u32, better, except });
        }
        made.rules.push(Shared {
            id,
            at: params.at,
            within: params.within,
            fix: params.fix,
            max_words: params.max_words.unwrap_or(u32::MAX),
        });
    }
    Box::new(made)
}

type Wording = (String, String, Option<Arc<str>>, Vec<String>);

/// The wordings of a rule: those in its file and those in its list.
fn wordings(compile: &mut Compile<'_>, rule: &Rule, params: &Params) -> Vec<Wording> {
    let mut all = Vec::new();
    for entry in &params.entries {
        for find in &entry.find {
            if tokens_of(find.get_ref()).is_empty() {
                let problem: RuleProblem =
                    rule.problem(Some(find.span()), "a wording needs at least one word".to_owned());
                compile.problems.push(problem.help("write the words that must be found"));
            }
            let key = entry.key.clone().unwrap_or_else(|| key_of(find.get_ref()));
            all.push((find.get_ref().clone(), key, entry.better.as_deref().map(Arc::from), entry.except.clone()));
        }
    }
    let Some(list) = &params.list else { return all };
    let Some(table) = compile.lists.table(list.get_ref()) else {
        compile.no_list(rule, list);
        return all;
    };
    for row in &table.rows {
        let kept = params.keep.iter().all(|(column, values)| values.iter().any(|v| v == table.cell(row, column)));
        let find = table.cell(row, "find");
        if !kept || find.is_empty() {
            continue;
        }
        let key = match table.cell(row, "key") {
            "" => key_of(find),
            key => key.to_owned(),
        };
        let better = Some(table.cell(row, "better")).filter(|b| !b.is_empty()).map(Arc::from);
        let except =
            table.cell(row, "except").split('|').map(str::trim).filter(|e| !e.is_empty()).map(str::to_owned).collect();
        all.push((find.to_owned(), key, better, except));
    }
    all
}

/// A stable name for an entry: its words in lower case joined by hyphens.
fn key_of(find: &str) -> String {
    let words: Vec<String> =
        find.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}

fn cut(find: &str, case: Case) -> Vec<PhraseWord> {
    let word = |token: &Token| {
        let text = &find[token.span().range()];
        let exact = case == Case::Smart && text.chars().any(char::is_uppercase);
        PhraseWord { hash: token.hash(), exact: exact.then(|| text.into()), spaced: token.spaced() }
    };
    tokens_of(find).iter().map(word).collect()
}

impl Detector for Phrases {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for (index, token) in cx.tokens().iter().enumerate() {
            for &entry in self.anchors.at(token) {
                let phrase = &self.all[entry as usize];
                let Some(start) = index.checked_sub(phrase.anchor as usize) else { continue };
                if out.wants(self.rules[phrase.rule as usize].id) && matches(cx, start, &phrase.words) {
                    self.report(cx, phrase, start, out);
                }
            }
        }
    }
}

fn matches(cx: &Cx<'_>, start: usize, words: &[PhraseWord]) -> bool {
    let Some(tokens) = cx.tokens().get(start..start + words.len()) else { return false };
    let same = tokens.iter().zip(words).enumerate().all(|(i, (token, word))| {
        token.hash() == word.hash
            && (i == 0 || word.spaced == token.spaced())
            && word.exact.as_ref().is_none_or(|exact| cx.is_spelled(start + i, exact))
    });
    // A phrase never runs across two blocks.
    same && cx.text.block_at(tokens[0].start()) == cx.text.block_at(tokens[words.len() - 1].start())
}

impl Phrases {
    fn report(&self, cx: &Cx<'_>, phrase: &Phrase, start: usize, out: &mut Sink<'_>) {
        let shared = &self.rules[phrase.rule as usize];
        let end = start + phrase.words.len();
        let tokens = cx.tokens();
        let mut span = Span::new(tokens[start].start(), tokens[end - 1].end());
        let block_index = cx.text.block_at(span.start);
        let block = &cx.text.blocks()[block_index];
        let sentence = &cx.sentences()[cx.text.sentence_at(span.start)];
        let place = match shared.at {
            At::Anywhere => true,
            At::Block => bare(cx, block.tokens.start as usize, start) && bare(cx, end, block.tokens.end as usize),
            At::BlockStart => bare(cx, block.tokens.start as usize, start),
            At::BlockEnd => bare(cx, end, block.tokens.end as usize),
            At::Sentence => {
                bare(cx, sentence.tokens.start as usize, start) && bare(cx, end, sentence.tokens.end as usize)
            }
            At::SentenceStart => bare(cx, sentence.tokens.start as usize, start),
            At::SentenceEnd => bare(cx, end, sentence.tokens.end as usize),
        };
        let blocks = cx.text.blocks().len();
        let near =
            shared.within.is_none_or(|w| block_index < w.first as usize || blocks - block_index <= w.last as usize);
        let words: u32 =
            cx.sentences()[block.sentences.start as usize..block.sentences.end as usize].iter().map(|s| s.words).sum();
        if !place || !near || words > shared.max_words || excepted(cx, phrase, start, end) {
            return;
        }
        if matches!(shared.at, At::Block | At::BlockStart) || shared.fix == FixMode::DropLine {
            span = block.span;
        }
        let mut hit = Hit::new(shared.id, span).entry(&phrase.key);
        if let Some(better) = &phrase.better {
            hit = hit.slot("better", better.to_string());
        }
        hit = match (shared.fix, &phrase.better) {
            (FixMode::Safe, Some(better)) => hit.fix(Applicability::Safe, span, better.to_string()),
            (FixMode::Unsafe, Some(better)) => hit.fix(Applicability::Unsafe, span, better.to_string()),
            (FixMode::DropLine, _) => hit.fix(Applicability::Safe, block.span, ""),
            _ => hit,
        };
        out.report(hit);
    }
}

/// Whether a wording that makes the hit right overlaps it.
fn excepted(cx: &Cx<'_>, phrase: &Phrase, start: usize, end: usize) -> bool {
    phrase.except.iter().any(|words| {
        let first = (start + 1).saturating_sub(words.len());
        (first..end).any(|at| matches(cx, at, words))
    })
}

/// Whether only punctuation and symbols stand between two tokens.
fn bare(cx: &Cx<'_>, from: usize, to: usize) -> bool {
    cx.tokens()[from..to].iter().all(|t| !t.counts())
}
