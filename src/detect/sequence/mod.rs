//! `sequence`: token sequences, the language in which most linguistic rules are written.
//!
//! [`parse`] reads a line, [`compile`] makes a program of it and picks the rarest words that every match holds, [`link`]
//! writes it as numbers, and [`machine`] runs it there. All sequences of all rules share one index of such words, so a
//! pass over the tokens serves them all.

mod ahead;
mod code;
mod compile;
#[cfg(test)]
mod decoded;
mod glance;
mod guard;
mod link;
mod machine;
mod parse;
mod program;
mod reach;

use super::{Compile, Cx, Detector, Hit, Several, Sink, find::Params};
use crate::{
    model::{Applicability, Collect, RuleId, Span, Table, Token, TokenFlags},
    rule::{Rule, RuleProblem},
};
use code::{Code, Glanced, Head, Number};
use compile::{Compiled, Compiler};
use link::Linker;
use machine::{Match, Place, signs_of};
use reach::{AGAIN, If, pair};
use std::{borrow::Cow, cell::RefCell, collections::HashSet, sync::Arc};
use toml::Spanned;

/// All sequences of the binary's rules, or all of those of packs.
struct Sequences {
    /// Their code.
    glances: Cow<'static, [u8]>,
    bytes: Cow<'static, [u8]>,
    letters: Cow<'static, str>,
    /// From the words that sequences are found by to their glances in the code.
    anchors: Table,
    rules: Vec<OfRule>,
    groups: Groups,
}

/// What the sequences of a rule share.
struct OfRule {
    /// None for a rule that is off.
    id: Option<RuleId>,
    trust: Applicability,
    except: Programs,
}

/// Where the places of programs stand in the code, and how many there are.
#[derive(Clone, Copy)]
struct Programs(u32, u16);

/// What the sequences of each entry share.
enum Groups {
    /// Read from the tree of rules when one of them is found.
    Ahead,
    Own(Vec<Group>),
}

#[derive(Clone)]
struct Group {
    key: Option<Arc<str>>,
    better: Option<String>,
    fix: Option<String>,
    except: Programs,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    compile.heed_lists();
    Several::of([ahead::sequences(compile), own(compile)])
}

/// The sequences of rules that are not of the binary, compiled at once to show what is wrong with them.
fn own(compile: &mut Compile<'_>) -> Option<Sequences> {
    let all_params = compile.own_params::<Params>();
    if all_params.is_empty() {
        return None;
    }
    let mut compiler = Compiler::new(compile.lists.clone(), ahead::known(compile.lists));
    let (mut linker, mut anchors) = (Linker::default(), Collect::default());
    let (mut groups, mut rules) = (Vec::new(), Vec::new());
    for (id, rule, mut params) in all_params {
        let mut problems = Vec::new();
        for entry in params.take_entries(rule, &mut problems) {
            for made in all_of(&mut compiler, rule, &entry.find, &mut problems) {
                let at = linker.sequence(&made, rules.len() as u16, groups.len() as u32);
                made.anchors.iter().for_each(|&anchor| anchors.add(anchor, at));
            }
            let except = all_of(&mut compiler, rule, &entry.except, &mut problems);
            groups.push(Group {
                key: (!entry.key.is_empty()).then(|| entry.key.into()),
                better: entry.better,
                fix: entry.fix,
                except: Programs(linker.programs(&except), except.len() as u16),
            });
        }
        let except = all_of(&mut compiler, rule, &params.except, &mut problems);
        let except = Programs(linker.programs(&except), except.len() as u16);
        rules.push(OfRule { id: Some(id), trust: params.applicability.into(), except });
        compile.problems.append(&mut problems);
    }
    Some(Sequences {
        glances: linker.glances.into(),
        bytes: linker.bytes.into(),
        letters: linker.letters.into(),
        anchors: anchors.table(),
        rules,
        groups: Groups::Own(groups),
    })
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
        let code = Code { glances: &self.glances, bytes: &self.bytes, letters: &self.letters };
        // One hit for a sequence at a place: several anchors may lead to the same start.
        let mut seen: HashSet<(u32, usize)> = HashSet::new();
        ROOM.with_borrow_mut(|(signs, candidates)| {
            for block in cx.text.blocks() {
                let tokens = cx.text.tokens_in(&block.tokens);
                signs_of(cx, block, signs);
                self.candidates(code, tokens, signs, candidates);
                let place = Place { code, cx, signs, block: block.token_range() };
                seen.clear();
                for candidate in candidates.drain(..) {
                    self.try_out(candidate, &place, &mut seen, out);
                }
            }
        });
    }
}

/// A sequence that may stand around a word: its number, its head, and the index of the word in its block.
type Candidate = (u32, u32, u32);

thread_local! {
    /// Room for the signs of a block and for its candidates, kept from article to article.
    static ROOM: RefCell<(Vec<u16>, Vec<Candidate>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

impl Sequences {
    /// The sequences that a glance allows. All of an article comes through here, so nothing else does.
    fn candidates(&self, code: Code<'_>, tokens: &[Token], signs: &[u16], out: &mut Vec<Candidate>) {
        out.clear();
        let glances = code.glances();
        for (index, token) in tokens.iter().enumerate() {
            let alone = self.anchors.at(token.hash());
            let pair = tokens.get(index + 1).map_or(&[][..], |next| self.anchors.at(pair(token.hash(), next.hash())));
            if alone.is_empty() && pair.is_empty() {
                continue;
            }
            let Some(signs) = signs.get(index..).and_then(<[u16]>::first_chunk) else { continue };
            for found in [alone, pair] {
                for number in found.iter().copied().map(Number) {
                    match number.counts() {
                        If::Always => {}
                        If::Capital if token.has(TokenFlags::CAPITAL) => {}
                        If::Capital => continue,
                        If::Again if stands_again(tokens, index) => {}
                        If::Again => break,
                    }
                    let number = number.number();
                    let Some(seen) = glances.get(number as usize).and_then(Glanced::new) else { continue };
                    if seen.glance().allows(signs) && seen.sees(signs) {
                        out.push((number, seen.head(), index as u32));
                    }
                }
            }
        }
    }

    /// Looks closer at a candidate.
    fn try_out(
        &self,
        (number, head, index): Candidate,
        place: &Place<'_, '_>,
        seen: &mut HashSet<(u32, usize)>,
        out: &mut Sink<'_>,
    ) {
        let index = place.block.start + index as usize;
        let (looks, head) = (head as usize + Head::SIZE, place.code.head(head as usize));
        let Some(id) = self.rules[usize::from(head.rule)].id.filter(|id| out.wants(*id)) else { return };
        if !place.allows(looks, head.looks, index) {
            return;
        }
        let Some(last) = index.checked_sub(head.near.into()) else { return };
        let first = index.saturating_sub(head.far.into()).max(place.block.start);
        let fixed = head.near == head.far;
        for start in first..=last {
            if !fixed && (!place.may_start(head.program, start) || seen.contains(&(number, start))) {
                continue;
            }
            if let Some(found) = place.run(head.program, start) {
                if !fixed {
                    seen.insert((number, start));
                }
                self.report(place, id, head, &found, out);
                break;
            }
        }
    }

    fn group(&self, number: u32) -> Group {
        match &self.groups {
            Groups::Ahead => ahead::group(number),
            Groups::Own(groups) => groups[number as usize].clone(),
        }
    }

    fn report(&self, place: &Place<'_, '_>, id: RuleId, head: Head, found: &Match, out: &mut Sink<'_>) {
        let rule = &self.rules[usize::from(head.rule)];
        if found.mark.0 >= found.mark.1 || excepted(place, rule.except, found) {
            return;
        }
        let group = self.group(head.group);
        if excepted(place, group.except, found) {
            return;
        }
        let span = span_of(place.cx, found.mark);
        let mut hit = Hit::new(id, span);
        if let Some(key) = &group.key {
            hit = hit.entry(key);
        }
        if let Some(fix) = &group.fix {
            let text = filled(place, head.program, found, fix, span);
            if group.better.is_none() {
                hit = hit.slot("better", text.clone());
            }
            hit = hit.fix(rule.trust, span, text);
        }
        if let Some(better) = group.better {
            hit = hit.slot("better", better);
        }
        out.report(hit);
    }
}

/// Whether a word stands again nearby.
fn stands_again(tokens: &[Token], index: usize) -> bool {
    let near = AGAIN as usize;
    let is = |token: &Token| token.hash() == tokens[index].hash();
    let behind = &tokens[index + 1..];
    tokens[index.saturating_sub(near)..index].iter().any(is) || behind[..near.min(behind.len())].iter().any(is)
}

fn span_of(cx: &Cx<'_>, (from, to): (usize, usize)) -> Span {
    let tokens = cx.tokens();
    Span::new(tokens[from].start(), tokens[to - 1].end())
}

/// Whether one of several exceptions overlaps the match.
fn excepted(place: &Place<'_, '_>, except: Programs, found: &Match) -> bool {
    let (from, to) = found.whole;
    let first = from.saturating_sub(12).max(place.block.start);
    (0..usize::from(except.1)).any(|i| {
        let program = place.code.four(except.0 as usize + i * 4);
        let parts = place.code.parts(program as usize);
        let may_start = |start: &usize| place.allows(parts.looks as usize, parts.count, *start);
        (first..to).filter(may_start).any(|start| place.run(program, start).is_some_and(|m| m.whole.1 > from))
    })
}

/// The fix with its names filled in.
fn filled(place: &Place<'_, '_>, program: u32, found: &Match, fix: &str, span: Span) -> String {
    let mut text = fix.replace("{found}", place.cx.text.slice(span));
    let (at, len) = place.code.parts(program as usize).names;
    for (name, &(from, to)) in place.code.text(at, len).split_terminator(' ').zip(&found.labels) {
        let words = if from < to { place.cx.text.slice(span_of(place.cx, (from as usize, to as usize))) } else { "" };
        text = text.replace(&format!("{{{name}}}"), words);
    }
    text
}
