//! `sequence`: token sequences, the language in which most linguistic rules are written.
//!
//! [`parse`] reads a line, [`compile`] makes a program of it and picks the rarest word that every match holds,
//! [`program`] runs it there. All sequences of all rules share one index of such words, so a pass over the tokens serves
//! them all.

mod compile;
mod parse;
mod program;
mod reach;

use super::{Compile, Cx, Detector, Hit, Sink, anchor::Anchors, trust::Trust};
use crate::{
    model::{Applicability, RuleId, Span},
    rule::{Rule, RuleProblem},
};
use compile::{Compiled, Compiler};
use program::Match;
use serde::Deserialize;
use std::{collections::HashSet, sync::Arc};
use toml::Spanned;

/// Parameters of a `sequence` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Sequences, any of which is a hit.
    #[serde(default)]
    find: Vec<Spanned<String>>,
    /// The same with a key, a better wording and a fix of their own.
    #[serde(default)]
    entries: Vec<Entry>,
    /// Sequences that, overlapping the hit, make it right after all.
    #[serde(default)]
    except: Vec<Spanned<String>>,
    /// What replaces the reported part: `{name}` is what was remembered, `{found}` all of it.
    fix: Option<String>,
    /// How far the fix can be trusted.
    #[serde(default)]
    applicability: Trust,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    key: String,
    find: Vec<Spanned<String>>,
    better: Option<String>,
    fix: Option<String>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
}

/// One sequence of one rule.
struct Sequence {
    rule: RuleId,
    group: u32,
    compiled: Compiled,
}

/// What the sequences of an entry share.
struct Group {
    key: Option<Arc<str>>,
    better: Option<String>,
    fix: Option<String>,
    trust: Applicability,
    /// Of the rule, and of the entry.
    except: [Arc<[Compiled]>; 2],
}

struct Sequences {
    all: Vec<Sequence>,
    groups: Vec<Group>,
    anchors: Anchors,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut compiler = Compiler::new(compile.lists);
    let mut made = Sequences { all: Vec::new(), groups: Vec::new(), anchors: Anchors::default() };
    for (id, rule, params) in compile.params::<Params>() {
        let mut problems = Vec::new();
        let main = Entry { key: String::new(), find: params.find, better: None, fix: params.fix, except: Vec::new() };
        if main.find.is_empty() && params.entries.is_empty() {
            problems.push(
                rule.problem(None, "the rule finds nothing".to_owned())
                    .help("add `find = [\"…\"]` or `entries = [{ key = …, find = […] }]`"),
            );
        }
        let shared: Arc<[Compiled]> = all_of(&mut compiler, rule, &params.except, &mut problems).into();
        for entry in std::iter::once(main).chain(params.entries) {
            let group = made.groups.len() as u32;
            let own = all_of(&mut compiler, rule, &entry.except, &mut problems);
            let except = [shared.clone(), own.into()];
            made.groups.push(Group {
                key: (!entry.key.is_empty()).then(|| entry.key.as_str().into()),
                better: entry.better,
                fix: entry.fix,
                trust: params.applicability.into(),
                except,
            });
            for program in all_of(&mut compiler, rule, &entry.find, &mut problems) {
                for &anchor in &program.anchors {
                    made.anchors.add(anchor, made.all.len() as u32);
                }
                made.all.push(Sequence { rule: id, group, compiled: program });
            }
        }
        compile.problems.append(&mut problems);
    }
    Box::new(made)
}

/// Those of several sequences that are right.
fn all_of(
    compiler: &mut Compiler<'_>,
    rule: &Rule,
    texts: &[Spanned<String>],
    problems: &mut Vec<RuleProblem>,
) -> Vec<Compiled> {
    texts.iter().filter_map(|text| one(compiler, rule, text, problems)).collect()
}

/// Parses and compiles one sequence; a mistake becomes a problem that points into the rule file.
fn one(
    compiler: &mut Compiler<'_>,
    rule: &Rule,
    text: &Spanned<String>,
    problems: &mut Vec<RuleProblem>,
) -> Option<Compiled> {
    let parsed = parse::parse(text.get_ref()).and_then(|node| compiler.compile(&node, text.get_ref()));
    match parsed {
        Ok(program) => Some(program),
        Err(mistake) => {
            let outer = text.span();
            // Inside a plain TOML string the sequence stands as it is, one byte behind the quote.
            let plain = rule.source.get(outer.start + 1..outer.end.saturating_sub(1)) == Some(text.get_ref().as_str());
            let span = if plain { outer.start + 1 + mistake.at.start..outer.start + 1 + mistake.at.end } else { outer };
            problems.push(rule.problem(Some(span), mistake.message).help(mistake.help));
            None
        }
    }
}

impl Detector for Sequences {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        // One hit for a sequence at a place: several anchors may lead to the same start.
        let mut seen: HashSet<(u32, usize)> = HashSet::new();
        let tokens = cx.tokens();
        for block in cx.text.blocks() {
            let block = block.tokens.start as usize..block.tokens.end as usize;
            seen.clear();
            for index in block.clone() {
                for &number in self.anchors.at(&tokens[index]) {
                    let sequence = &self.all[number as usize];
                    if !out.wants(sequence.rule) {
                        continue;
                    }
                    let (near, far) = sequence.compiled.offset;
                    let first = index.saturating_sub(far as usize).max(block.start);
                    let Some(last) = index.checked_sub(near as usize) else { continue };
                    let program = &sequence.compiled.program;
                    for start in first..=last {
                        if !program.may_start(cx, start, block.end) {
                            continue;
                        }
                        if near < far && seen.contains(&(number, start)) {
                            continue;
                        }
                        if let Some(found) = program.run(cx, start, block.clone()) {
                            seen.insert((number, start));
                            self.report(cx, sequence, &found, &block, out);
                            break;
                        }
                    }
                }
            }
        }
    }
}

impl Sequences {
    fn report(
        &self,
        cx: &Cx<'_>,
        sequence: &Sequence,
        found: &Match,
        block: &std::ops::Range<usize>,
        out: &mut Sink<'_>,
    ) {
        let group = &self.groups[sequence.group as usize];
        if found.mark.0 >= found.mark.1
            || group.except.iter().flat_map(|all| &**all).any(|except| excepted(cx, except, found, block))
        {
            return;
        }
        let span = span_of(cx, found.mark);
        let mut hit = Hit::new(sequence.rule, span);
        if let Some(key) = &group.key {
            hit = hit.entry(key);
        }
        if let Some(better) = &group.better {
            hit = hit.slot("better", better.clone());
        }
        if let Some(fix) = &group.fix {
            let text = filled(cx, sequence, found, fix, span);
            if group.better.is_none() {
                hit = hit.slot("better", text.clone());
            }
            hit = hit.fix(group.trust, span, text);
        }
        out.report(hit);
    }
}

/// The fix with its names filled in.
fn filled(cx: &Cx<'_>, sequence: &Sequence, found: &Match, fix: &str, span: Span) -> String {
    let mut text = fix.replace("{found}", cx.text.slice(span));
    for (label, name) in sequence.compiled.labels.iter().enumerate() {
        let (from, to) = found.labels[label];
        let words = if from < to { cx.text.slice(span_of(cx, (from, to))) } else { "" };
        text = text.replace(&format!("{{{name}}}"), words);
    }
    text
}

fn span_of(cx: &Cx<'_>, (from, to): (usize, usize)) -> Span {
    let tokens = cx.tokens();
    Span::new(tokens[from].start(), tokens[to - 1].end())
}

/// Whether an excepting sequence overlaps the match.
fn excepted(cx: &Cx<'_>, except: &Compiled, found: &Match, block: &std::ops::Range<usize>) -> bool {
    let (from, to) = found.whole;
    let first = from.saturating_sub(12).max(block.start);
    (first..to).any(|start| {
        except.program.may_start(cx, start, block.end)
            && except.program.run(cx, start, block.clone()).is_some_and(|m| m.whole.1 > from)
    })
}
