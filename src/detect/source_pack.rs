//! `source-pack`: wordings that are a mark only in a translation from a certain language.
//!
//! *Participants of the meeting* is English enough, and a calque where the source is Russian. So an article whose source
//! language is unknown costs nothing here, and the pack of a language is made when the first article from it comes.

mod wording;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::{
    model::{Lang, RuleId, Span, WordMap},
    rule::Lists,
};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};
use toml::Spanned;
use wording::Wording;

/// Parameters of a `source-pack` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Name of a table under `rules/lists/` with the columns `key`, `find`, `better`, `source` (the languages a row holds
    /// for, divided by spaces) and `except`. In `find` and `except`, `(a|b)` is one of several, `(a|)` may be missing;
    /// `|` outside brackets divides exceptions.
    list: Spanned<String>,
    /// Keeps the rows whose column has one of these values: `where = { class = ["calque"] }`.
    #[serde(default, rename = "where")]
    keep: BTreeMap<String, Vec<String>>,
}

/// A row of a table, not yet compiled.
struct Row {
    rule: RuleId,
    key: Arc<str>,
    find: String,
    better: String,
    except: String,
}

/// The rows of one language.
#[derive(Default)]
struct Pack {
    rows: Vec<Row>,
    made: OnceLock<Made>,
}

/// A pack, compiled.
struct Made {
    wordings: Vec<Wording>,
    except: Vec<Vec<Wording>>,
    /// Rows by their first word, where they may be one word long, and by their first two.
    starts: WordMap<Vec<u32>>,
    /// The most words before a hit that an exception can start at.
    reach: usize,
}

struct SourcePacks {
    rules: Vec<(RuleId, Params)>,
    lists: Lists,
    /// Made when the first article comes whose source language is known.
    packs: OnceLock<BTreeMap<Lang, Pack>>,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut rules = Vec::new();
    for (id, rule, params) in compile.params::<Params>() {
        if compile.lists.names().any(|name| name == params.list.get_ref()) {
            rules.push((id, params));
        } else {
            compile.no_list(rule, &params.list);
        }
    }
    Box::new(SourcePacks { rules, lists: compile.lists.clone(), packs: OnceLock::new() })
}

impl SourcePacks {
    fn make(&self) -> BTreeMap<Lang, Pack> {
        let mut packs: BTreeMap<Lang, Pack> = BTreeMap::new();
        for (id, params) in &self.rules {
            let Some(table) = self.lists.table(params.list.get_ref()) else { continue };
            let kept = table.rows.iter().filter(|row| table.keeps(row, &params.keep));
            for row in kept.filter(|row| !table.cell(row, "find").is_empty()) {
                for lang in table.cell(row, "source").split_whitespace().filter_map(Lang::parse) {
                    packs.entry(lang).or_default().rows.push(Row {
                        rule: *id,
                        key: table.cell(row, "key").into(),
                        find: table.cell(row, "find").to_owned(),
                        better: table.cell(row, "better").to_owned(),
                        except: table.cell(row, "except").to_owned(),
                    });
                }
            }
        }
        packs
    }
}

impl Pack {
    fn make(&self) -> Made {
        let mut made = Made { wordings: Vec::new(), except: Vec::new(), starts: WordMap::default(), reach: 0 };
        for (index, row) in self.rows.iter().enumerate() {
            let wording = Wording::parse(&row.find);
            for start in wording.starts() {
                let rows = made.starts.entry(start).or_default();
                if rows.last() != Some(&(index as u32)) {
                    rows.push(index as u32);
                }
            }
            let except: Vec<Wording> = wording::divided(&row.except).map(Wording::parse).collect();
            made.reach = made.reach.max(except.iter().map(Wording::longest).max().unwrap_or(0));
            made.wordings.push(wording);
            made.except.push(except);
        }
        made
    }
}

impl Detector for SourcePacks {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if cx.source == Lang::UNKNOWN {
            return;
        }
        let Some(pack) = self.packs.get_or_init(|| self.make()).get(&cx.source) else { return };
        let made = pack.made.get_or_init(|| pack.make());
        let tokens = cx.tokens();
        // Where the last hit ended: of two that overlap, the first stands.
        let mut free = 0;
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1).map_or(0, |next| wording::pair(token.hash(), next.hash()));
            let found = [token.hash(), next].into_iter().filter_map(|start| made.starts.get(&start)).flatten();
            let longest = found
                .filter_map(|&row| {
                    let end = made.wordings[row as usize].ends_at(cx, index)?;
                    Some((end, row as usize))
                })
                .filter(|&(end, row)| {
                    index >= free
                        && end > index
                        && out.wants(pack.rows[row].rule)
                        // A wording never runs across two blocks.
                        && cx.text.block_at(token.start()) == cx.text.block_at(tokens[end - 1].start())
                        && !made.excepted(cx, row, index, end)
                })
                .max_by_key(|&(end, row)| (end, std::cmp::Reverse(row)));
            let Some((end, row)) = longest else { continue };
            let span = Span::new(token.start(), tokens[end - 1].end());
            free = end;
            let row = &pack.rows[row];
            out.report(Hit::new(row.rule, span).entry(&row.key).slot("better", row.better.clone()));
        }
    }
}

impl Made {
    /// Whether a wording that makes the hit right overlaps it.
    fn excepted(&self, cx: &Cx<'_>, row: usize, start: usize, end: usize) -> bool {
        let except = &self.except[row];
        !except.is_empty()
            && (start.saturating_sub(self.reach)..end)
                .any(|at| except.iter().any(|wording| wording.ends_at(cx, at).is_some_and(|to| to > start)))
    }
}
