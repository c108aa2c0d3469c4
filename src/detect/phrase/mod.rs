//! `phrase`: listed wordings, found by word hashes in one pass whatever their number.

mod ahead;
mod word;

use super::{Compile, Cx, Detector, Hit, Several, Sink, lazily::Lazily};
use crate::{
    model::{Applicability, Collect, RuleId, Span, Table},
    rule::{self, Lists, Rule, RuleProblem, embedded::tree, tree::Node},
    text::tokens_of,
};
use serde::Deserialize;
use std::{borrow::Cow, sync::Arc};
use toml::Spanned;
use word::{Case, Word, anchor, cut, key_of};

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
    case: WrittenCase,
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
enum WrittenCase {
    #[default]
    Smart,
    Ignore,
}

impl From<WrittenCase> for Case {
    fn from(case: WrittenCase) -> Self {
        match case {
            WrittenCase::Smart => Self::Smart,
            WrittenCase::Ignore => Self::Ignore,
        }
    }
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

/// One wording.
#[derive(Clone, Copy)]
struct Phrase {
    /// Number of its rule among [`Phrases::rules`].
    rule: u16,
    /// Its first word among all words, and how many they are.
    from: u32,
    len: u16,
    /// Index of the word it is found by.
    anchor: u16,
    source: Source,
}

/// Where a wording of the binary is written.
#[derive(Clone, Copy)]
enum Source {
    /// The number of a list and of its row.
    Row(u16, u32),
    /// The places of an entry and of the wording in the tree of rules.
    Tree(u32, u32),
    /// Read from a file and known already.
    Made,
}

/// What is only needed where the words of a wording have been found.
struct Detail {
    key: Arc<str>,
    better: Option<Arc<str>>,
    /// How words are spelled, those whose case counts.
    spelling: Spelling,
    except: Vec<(Vec<Word>, Spelling)>,
}

/// For each word of a wording its exact spelling, where case matters.
type Spelling = Vec<Option<Box<str>>>;

impl Detail {
    fn new((find, key, better, except): Wording, case: Case) -> Self {
        let except = except.iter().map(|e| (cut(e, case), spelling(e, case))).filter(|(words, _)| !words.is_empty());
        Self { key: key.into(), better, spelling: spelling(&find, case), except: except.collect() }
    }
}

fn spelling(find: &str, case: Case) -> Spelling {
    let spelled = tokens_of(find).into_iter().zip(cut(find, case));
    spelled.map(|(token, word)| word.has(Word::EXACT).then(|| find[token.span().range()].into())).collect()
}

/// What all phrases of a rule share.
struct Shared {
    id: RuleId,
    at: At,
    case: Case,
    within: Option<Within>,
    fix: FixMode,
    max_words: u32,
}

impl Shared {
    fn new(id: RuleId, params: &Params) -> Self {
        Self {
            id,
            at: params.at,
            case: params.case.into(),
            within: params.within,
            fix: params.fix,
            max_words: params.max_words.unwrap_or(u32::MAX),
        }
    }
}

struct Phrases {
    /// None for a rule that is off.
    rules: Vec<Option<Shared>>,
    all: Cow<'static, [Phrase]>,
    details: Lazily<Detail>,
    words: Cow<'static, [Word]>,
    /// Leads to `all`.
    anchors: Table,
    lists: Lists,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    compile.heed_lists();
    Several::of([ahead::phrases(compile), own(compile)])
}

/// The wordings of rules that the build script does not know.
fn own(compile: &mut Compile<'_>) -> Option<Phrases> {
    let (mut rules, mut all, mut details, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut anchors = Collect::default();
    for (id, rule, params) in compile.own_params::<Params>() {
        let case = params.case.into();
        for wording in wordings(compile, rule, &params) {
            let own = cut(&wording.0, case);
            if own.is_empty() {
                continue;
            }
            let anchor = anchor(&own);
            anchors.add(own[anchor].0, all.len() as u32);
            all.push(Phrase {
                rule: rules.len() as u16,
                from: words.len() as u32,
                len: own.len() as u16,
                anchor: anchor as u16,
                source: Source::Made,
            });
            details.push(Detail::new(wording, case));
            words.extend(own);
        }
        rules.push(Some(Shared::new(id, &params)));
    }
    let some = !all.is_empty();
    some.then(|| Phrases {
        rules,
        all: all.into(),
        details: details.into_iter().collect(),
        words: words.into(),
        anchors: anchors.table(),
        lists: compile.lists.clone(),
    })
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
    let kept = table.rows.iter().filter(|row| table.keeps(row, &params.keep) && !table.cell(row, "find").is_empty());
    all.extend(kept.map(|row| wording_of(&table, row)));
    all
}

/// The wording of a row.
fn wording_of(table: &rule::Table, row: &rule::Row) -> Wording {
    let find = table.cell(row, "find");
    let key = match table.cell(row, "key") {
        "" => key_of(find),
        key => key.to_owned(),
    };
    let better = Some(table.cell(row, "better")).filter(|b| !b.is_empty()).map(Arc::from);
    let except =
        table.cell(row, "except").split('|').map(str::trim).filter(|e| !e.is_empty()).map(str::to_owned).collect();
    (find.to_owned(), key, better, except)
}

/// A wording of the tree of rules.
fn wording_in(entry: Node, find: Node) -> Wording {
    let text = |key: &str| entry.get(key).and_then(Node::text);
    let find = find.text().unwrap_or_default();
    let key = text("key").map_or_else(|| key_of(find), str::to_owned);
    let except = entry.get("except").into_iter().flat_map(Node::items).filter_map(Node::text).map(str::to_owned);
    (find.to_owned(), key, text("better").map(Arc::from), except.collect())
}

impl Detector for Phrases {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for (index, token) in cx.tokens().iter().enumerate() {
            for &entry in self.anchors.at(token.hash()) {
                let phrase = &self.all[entry as usize];
                let Some(start) = index.checked_sub(phrase.anchor as usize) else { continue };
                let Some(shared) = &self.rules[usize::from(phrase.rule)] else { continue };
                if !out.wants(shared.id) || !matches(cx, start, self.words_of(phrase), &[]) {
                    continue;
                }
                let detail = self.details.get(entry as usize, || self.detail(phrase, shared.case));
                if matches(cx, start, self.words_of(phrase), &detail.spelling) {
                    Self::report(cx, (shared, detail), start, start + usize::from(phrase.len), out);
                }
            }
        }
    }
}

/// Whether the words stand at token `start`. Without spellings case does not count.
fn matches(cx: &Cx<'_>, start: usize, words: &[Word], spelling: &[Option<Box<str>>]) -> bool {
    let Some(tokens) = cx.tokens().get(start..start + words.len()) else { return false };
    let same = tokens
        .iter()
        .zip(words)
        .enumerate()
        .all(|(i, (token, word))| token.hash() == word.0 && (i == 0 || word.has(Word::SPACED) == token.spaced()));
    let mut exact = spelling.iter().enumerate().filter_map(|(i, exact)| Some((i, exact.as_ref()?)));
    // A phrase never runs across two blocks.
    same && exact.all(|(i, exact)| cx.is_spelled(start + i, exact))
        && cx.text.block_at(tokens[0].start()) == cx.text.block_at(tokens[words.len() - 1].start())
}

impl Phrases {
    fn words_of(&self, phrase: &Phrase) -> &[Word] {
        &self.words[phrase.from as usize..][..usize::from(phrase.len)]
    }

    fn detail(&self, phrase: &Phrase, case: Case) -> Detail {
        let wording = match phrase.source {
            Source::Row(list, row) => {
                let table = self.lists.table(ahead::list(list));
                table.map(|table| wording_of(&table, &table.rows[row as usize])).unwrap_or_default()
            }
            Source::Tree(entry, find) => wording_in(tree(entry), tree(find)),
            Source::Made => Wording::default(),
        };
        Detail::new(wording, case)
    }

    fn report(cx: &Cx<'_>, (shared, detail): (&Shared, &Detail), start: usize, end: usize, out: &mut Sink<'_>) {
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
        if !place || !near || words > shared.max_words || excepted(cx, detail, start, end) {
            return;
        }
        if matches!(shared.at, At::Block | At::BlockStart) || shared.fix == FixMode::DropLine {
            span = block.span;
        }
        let mut hit = Hit::new(shared.id, span).entry(&detail.key);
        if let Some(better) = &detail.better {
            hit = hit.slot("better", better.to_string());
        }
        hit = match (shared.fix, &detail.better) {
            (FixMode::Safe, Some(better)) => hit.fix(Applicability::Safe, span, better.to_string()),
            (FixMode::Unsafe, Some(better)) => hit.fix(Applicability::Unsafe, span, better.to_string()),
            (FixMode::DropLine, _) => hit.fix(Applicability::Safe, block.span, ""),
            _ => hit,
        };
        out.report(hit);
    }
}

/// Whether a wording that makes the hit right overlaps it.
fn excepted(cx: &Cx<'_>, detail: &Detail, start: usize, end: usize) -> bool {
    detail.except.iter().any(|(words, spelling)| {
        let first = (start + 1).saturating_sub(words.len());
        (first..end).any(|at| matches(cx, at, words, spelling))
    })
}

/// Whether only punctuation and symbols stand between two tokens.
fn bare(cx: &Cx<'_>, from: usize, to: usize) -> bool {
    cx.tokens()[from..to].iter().all(|t| !t.counts())
}
