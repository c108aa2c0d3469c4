//! `sequence`: token sequences, the language in which most linguistic rules are written.
//!
//! [`parse`] reads a line, [`compile`] makes a program of it and picks the rarest word that every match holds,
//! [`program`] runs it there. All sequences of all rules share one index of such words, so a pass over the tokens serves
//! them all.

mod ahead;
mod compile;
mod guard;
mod machine;
mod parse;
mod program;
mod reach;

use super::{Compile, Cx, Detector, Hit, Several, Sink, find::Params};
use crate::{
    model::{Applicability, Collect, RuleId, Span, Table},
    rule::{Rule, RuleProblem, tree::Node},
};
use compile::{Compiled, Compiler};
use guard::Guard;
use machine::Match;
use std::{
    borrow::Cow,
    collections::HashSet,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use toml::Spanned;

/// One sequence of one rule, compiled when an article first has one of its words: compiling all takes longer than
/// checking an article.
struct Sequence {
    /// None for a rule that is off.
    rule: Option<RuleId>,
    group: u32,
    /// How far before the word that it is found by it starts, at least and at most.
    offset: (u32, u32),
    guards: Cow<'static, [Guard]>,
    /// Where the binary has it.
    written: Option<Node>,
    compiled: OnceLock<Option<Box<Compiled>>>,
}

/// What the sequences of an entry share.
struct Group {
    key: Option<Arc<str>>,
    better: Option<String>,
    fix: Option<String>,
    trust: Applicability,
    except: Vec<Compiled>,
}

/// A group, made when a sequence of it first matches.
struct LazyGroup {
    /// Index of what the rule's sequences share.
    shared: usize,
    /// Where the binary has it.
    written: Option<Node>,
    made: OnceLock<Group>,
}

/// What the sequences of a rule share.
struct Shared {
    trust: Applicability,
    written: Option<Node>,
    except: OnceLock<Vec<Compiled>>,
}

struct Sequences {
    all: Vec<Sequence>,
    groups: Vec<LazyGroup>,
    shared: Vec<Shared>,
    /// Leads to `all`.
    anchors: Table,
    compiler: Mutex<Compiler>,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    compile.heed_lists();
    Several::of([ahead::sequences(compile), own(compile)])
}

/// The sequences of rules that are not of the binary, compiled at once to show what is wrong with them.
fn own(compile: &mut Compile<'_>) -> Option<Sequences> {
    let mut compiler = Compiler::new(compile.lists.clone(), ahead::known(compile.lists));
    let (mut all, mut groups, mut shared) = (Vec::new(), Vec::new(), Vec::new());
    let mut anchors = Collect::default();
    for (id, rule, mut params) in compile.own_params::<Params>() {
        let mut problems = Vec::new();
        let trust = params.applicability.into();
        for entry in params.take_entries(rule, &mut problems) {
            for text in &entry.find {
                let Some(made) = one(&mut compiler, rule, text, &mut problems) else { continue };
                for &anchor in &made.anchors {
                    anchors.add(anchor, all.len() as u32);
                }
                let (near, far) = made.offset;
                let guards = if near == far { Guard::of(&made.program, near) } else { Vec::new() };
                all.push(Sequence {
                    rule: Some(id),
                    group: groups.len() as u32,
                    offset: made.offset,
                    guards: guards.into(),
                    written: None,
                    compiled: Some(Box::new(made)).into(),
                });
            }
            let except = all_of(&mut compiler, rule, &entry.except, &mut problems);
            let made = OnceLock::from(Group::new(entry.key, entry.better, entry.fix, trust, except));
            groups.push(LazyGroup { shared: shared.len(), written: None, made });
        }
        let except = OnceLock::from(all_of(&mut compiler, rule, &params.except, &mut problems));
        shared.push(Shared { trust, written: None, except });
        compile.problems.append(&mut problems);
    }
    let some = !all.is_empty();
    some.then(|| Sequences { all, groups, shared, anchors: anchors.table(), compiler: compiler.into() })
}

impl Group {
    fn new(
        key: String,
        better: Option<String>,
        fix: Option<String>,
        trust: Applicability,
        except: Vec<Compiled>,
    ) -> Self {
        Self { key: (!key.is_empty()).then(|| key.into()), better, fix, trust, except }
    }
}

/// Those of several sequences that are right.
fn all_of(
    compiler: &mut Compiler,
    rule: &Rule,
    texts: &[Spanned<String>],
    problems: &mut Vec<RuleProblem>,
) -> Vec<Compiled> {
    texts.iter().filter_map(|text| one(compiler, rule, text, problems)).collect()
}

/// Parses and compiles one sequence; a mistake becomes a problem that points into the rule file.
fn one(
    compiler: &mut Compiler,
    rule: &Rule,
    text: &Spanned<String>,
    problems: &mut Vec<RuleProblem>,
) -> Option<Compiled> {
    match compiler.compile(text.get_ref()) {
        Ok(made) => Some(made),
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
            let in_block = &tokens[block.clone()];
            seen.clear();
            for index in block.clone() {
                for &number in self.anchors.at(tokens[index].hash()) {
                    let sequence = &self.all[number as usize];
                    let Some(rule) = sequence.rule.filter(|rule| out.wants(*rule)) else { continue };
                    if !sequence.guards.iter().all(|guard| guard.allows(in_block, index - block.start)) {
                        continue;
                    }
                    let (near, far) = sequence.offset;
                    let first = index.saturating_sub(far as usize).max(block.start);
                    let Some(last) = index.checked_sub(near as usize) else { continue };
                    let Some(compiled) = self.compiled(sequence) else { continue };
                    let program = &compiled.program;
                    for start in first..=last {
                        if !program.may_start(cx, start, block.end) {
                            continue;
                        }
                        if near < far && seen.contains(&(number, start)) {
                            continue;
                        }
                        if let Some(found) = program.run(cx, start, block.clone()) {
                            seen.insert((number, start));
                            self.report(cx, (rule, sequence.group), compiled, &found, &block, out);
                            break;
                        }
                    }
                }
            }
        }
    }
}

impl Sequences {
    fn compiled<'s>(&self, sequence: &'s Sequence) -> Option<&'s Compiled> {
        sequence.compiled.get_or_init(|| self.compile(sequence.written?).map(Box::new)).as_deref()
    }

    /// Compiles a sequence of the binary. The build script has compiled it before, so it can be.
    fn compile(&self, written: Node) -> Option<Compiled> {
        let mut compiler = self.compiler.lock().unwrap_or_else(PoisonError::into_inner);
        compiler.compile(written.text()?).ok()
    }

    fn group(&self, number: u32) -> &Group {
        let lazy = &self.groups[number as usize];
        lazy.made.get_or_init(|| {
            let Some(written) = lazy.written else { unreachable!("a group is made or written") };
            let text = |key: &str| written.get(key).and_then(Node::text).map(str::to_owned);
            // What stands in the rule itself has no key and shares the rule's exceptions.
            let key = text("key").unwrap_or_default();
            let except = if key.is_empty() { Vec::new() } else { self.exceptions(written) };
            Group::new(key, text("better"), text("fix"), self.shared[lazy.shared].trust, except)
        })
    }

    fn exceptions(&self, written: Node) -> Vec<Compiled> {
        let all = written.get("except").into_iter().flat_map(Node::items);
        all.filter_map(|text| self.compile(text)).collect()
    }

    /// Whether an exception of the rule or of the entry overlaps the match.
    fn excepted(&self, cx: &Cx<'_>, number: u32, found: &Match, block: &std::ops::Range<usize>) -> bool {
        let shared = &self.shared[self.groups[number as usize].shared];
        let of_rule =
            shared.except.get_or_init(|| shared.written.map(|rule| self.exceptions(rule)).unwrap_or_default());
        of_rule.iter().chain(&self.group(number).except).any(|except| excepted(cx, except, found, block))
    }

    fn report(
        &self,
        cx: &Cx<'_>,
        (rule, group): (RuleId, u32),
        compiled: &Compiled,
        found: &Match,
        block: &std::ops::Range<usize>,
        out: &mut Sink<'_>,
    ) {
        if found.mark.0 >= found.mark.1 || self.excepted(cx, group, found, block) {
            return;
        }
        let group = self.group(group);
        let span = span_of(cx, found.mark);
        let mut hit = Hit::new(rule, span);
        if let Some(key) = &group.key {
            hit = hit.entry(key);
        }
        if let Some(better) = &group.better {
            hit = hit.slot("better", better.clone());
        }
        if let Some(fix) = &group.fix {
            let text = filled(cx, compiled, found, fix, span);
            if group.better.is_none() {
                hit = hit.slot("better", text.clone());
            }
            hit = hit.fix(group.trust, span, text);
        }
        out.report(hit);
    }
}

/// The fix with its names filled in.
fn filled(cx: &Cx<'_>, compiled: &Compiled, found: &Match, fix: &str, span: Span) -> String {
    let mut text = fix.replace("{found}", cx.text.slice(span));
    for (label, name) in compiled.labels.iter().enumerate() {
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
