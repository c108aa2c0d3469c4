//! `consistent`: two spellings of one thing in one article (US and U.S., percent and per cent, colour and labor).

use super::{Compile, Cx, Detector, Hit, Sink, sieve::Sieve};
use crate::{
    model::{Applicability, BlockKind, RuleId, Severity, Span, TokenFlags, WordMap},
    text::tokens_of,
};
use serde::Deserialize;
use std::sync::Arc;

/// Parameters of a `consistent` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    groups: Vec<Group>,
}

/// Two manners of spelling. The article may follow either, not both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Group {
    /// Name of the group.
    key: String,
    /// One manner: words or pairs of words, written exactly so.
    first: Vec<String>,
    /// The other, in the same order.
    second: Vec<String>,
    /// Not counted before a word with a capital: names keep their own form.
    #[serde(default)]
    not_in_names: bool,
    /// How many words in the manner of the majority make the others a mistake.
    #[serde(default = "one")]
    least: u32,
}

fn one() -> u32 {
    1
}

/// A spelling, found by its first word.
struct Form {
    rule: u32,
    group: u32,
    side: u8,
    text: Box<str>,
    better: Box<str>,
    tokens: u32,
}

struct Compiled {
    key: Arc<str>,
    not_in_names: bool,
    least: u32,
}

struct Consistent {
    rules: Vec<(RuleId, Vec<Compiled>)>,
    forms: WordMap<Vec<Form>>,
    /// The first words of forms, roughly; and by other bits of theirs, for what the first one lets through.
    first: Sieve,
    again: Sieve,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut made =
        Consistent { rules: Vec::new(), forms: WordMap::default(), first: Sieve::default(), again: Sieve::default() };
    for (id, rule, params) in compile.params::<Params>() {
        let index = made.rules.len() as u32;
        let mut groups = Vec::new();
        for group in params.groups {
            if group.first.len() != group.second.len() {
                let problem = rule.problem(None, format!("the two lists of `{}` are not equally long", group.key));
                compile
                    .problems
                    .push(problem.help("`second` holds, in the same order, what `first` is in the other manner"));
            }
            for (side, texts, others) in [(0, &group.first, &group.second), (1, &group.second, &group.first)] {
                for (text, other) in texts.iter().zip(others) {
                    let tokens = tokens_of(text);
                    let Some(token) = tokens.first() else { continue };
                    made.first.add(token.hash());
                    made.again.add(token.hash().rotate_left(32));
                    made.forms.entry(token.hash()).or_default().push(Form {
                        rule: index,
                        group: groups.len() as u32,
                        side,
                        text: text.as_str().into(),
                        better: other.as_str().into(),
                        tokens: tokens.len() as u32,
                    });
                }
            }
            groups.push(Compiled { key: group.key.into(), not_in_names: group.not_in_names, least: group.least });
        }
        made.rules.push((id, groups));
    }
    Box::new(made)
}

impl Detector for Consistent {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|(rule, _)| out.wants(*rule)) {
            return;
        }
        // Occurrences by rule, group and side.
        let mut found: Vec<(u32, u32, u8, Span, &str)> = Vec::new();
        for block in cx.text.blocks() {
            // Headlines have a style of their own, and so have captions.
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
                continue;
            }
            for (index, token) in block.token_range().zip(cx.text.tokens_in(&block.tokens)) {
                if !(self.first.may(token.hash()) && self.again.may(token.hash().rotate_left(32))) {
                    continue;
                }
                let Some(forms) = self.forms.get(&token.hash()) else { continue };
                for form in forms {
                    let last = index + form.tokens as usize - 1;
                    if last >= block.tokens.end as usize || !out.wants(self.rules[form.rule as usize].0) {
                        continue;
                    }
                    let span = cx.tokens()[index].span().cover(cx.tokens()[last].span());
                    let group = &self.rules[form.rule as usize].1[form.group as usize];
                    let next = cx.tokens().get(last + 1).filter(|_| last + 1 < block.tokens.end as usize);
                    let name = group.not_in_names
                        && (next.is_some_and(|t| {
                            t.is_capital()
                                || t.is_number()
                                || t.has(TokenFlags::DIGIT)
                                || cx.text.slice(t.span()) == "-"
                        }) || index.checked_sub(1).is_some_and(|i| matches!(cx.word(i), "-" | "$" | "(" | "/")));
                    if cx.text.slice(span) == &*form.text && !name && !cx.quotations().contain(span) {
                        found.push((form.rule, form.group, form.side, span, &form.better));
                    }
                }
            }
        }
        self.report(&mut found, out);
    }
}

/// From so many uses of one form on, a single use of the other is a slip and not a mixture.
const SLIP: usize = 3;

impl Consistent {
    fn report(&self, found: &mut [(u32, u32, u8, Span, &str)], out: &mut Sink<'_>) {
        found.sort_by_key(|f| (f.0, f.1, f.3.start));
        for same in found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let first = same.iter().filter(|f| f.2 == 0).count();
            let second = same.len() - first;
            if first == 0 || second == 0 {
                continue;
            }
            let (id, groups) = &self.rules[same[0].0 as usize];
            let group = &groups[same[0].1 as usize];
            // The minority is wrong; where both are as many, what came second.
            let minority = match first.cmp(&second) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Greater => 1,
                std::cmp::Ordering::Equal => 1 - same[0].2,
            };
            if (first.max(second) as u32) < group.least {
                continue;
            }
            for &(_, _, _, span, better) in same.iter().filter(|f| f.2 == minority) {
                let mut hit = Hit::new(*id, span).entry(&group.key).slot("better", better);
                // One slip among many is a typing error that no reader notices.
                if first.min(second) == 1 && first.max(second) >= SLIP {
                    hit = hit.severity(Severity::Neutral);
                }
                out.report(hit.fix(Applicability::Unsafe, span, better));
            }
        }
    }
}
