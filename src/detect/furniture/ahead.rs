//! The furniture of the binary, by what leads to it.

use super::{
    ANYWHERE, Expression, Furniture, Openings, Params, Reach, START, Shared, Vocabulary, WHOLE, lines::Listed,
    vocabulary::words_of,
};
use crate::{
    detect::{AheadRule, Compile, outline::outline, written::Written},
    model::Table,
    rule::{
        embedded::{RULES, tree},
        tree::Node,
    },
};

/// An expression for whole lines: the number of its rule, how much it has to fill, its place in the tree of rules, and
/// that of its outline.
struct Whole(u16, Reach, u32, u32);

/// The same for a beginning of a line.
struct Start(u16, u32, u32);

/// A conjunction: the number of its rule, its place in the tree, and those of the outlines of its expressions.
struct Edge(u16, u32, &'static [u32]);

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Edge, Openings, Reach, Start, Whole};
    use crate::{
        detect::trigger::{Lead, Triggers},
        model::{Slot, Table},
    };
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/furniture.rs"));
}

/// The furniture of the binary's rules; nothing where no rule is on.
pub(super) fn furniture(compile: &mut Compile<'_>) -> Option<Furniture> {
    let rules = compile.ahead_params::<Params>(&["lines", "beside", "sentences", "starts", "edges", "unless"])?;
    let mut made = Furniture::default();
    // By the number of the rule in the binary, as all tables here have it.
    let mut shared: Vec<Shared> = Vec::new();
    shared.resize_with(RULES.len(), Shared::default);
    for rule in &rules {
        let unless = rule.detect.and_then(|detect| detect.get("unless"));
        let unless = unless.map(|text| Expression::lazy(Written::Tree(text), ANYWHERE, None));
        made.longest = made.longest.max(rule.params.max_bytes);
        made.vocabularies.extend(rule.params.words.as_ref().map(|words| Vocabulary::new(rule.number, words)));
        shared[rule.number] = Shared::new(rule.id, &rule.params, unless);
    }
    made.may_be_words = words_of(&made.vocabularies);
    made.rules = shared;
    let lazy = |at: u32, around, line| Expression::lazy(Written::Tree(tree(at)), around, Some(outline(line)));
    let whole = |&Whole(rule, reach, at, line): &Whole| (rule.into(), reach, lazy(at, WHOLE, line));
    made.whole = written::WHOLE.iter().map(whole).collect();
    let start = |&Start(rule, at, line): &Start| (rule.into(), lazy(at, START, line));
    made.starts = written::STARTS.iter().map(start).collect();
    let group = |at, lines: &[u32]| {
        let one = |(text, line): (Node, &u32)| Expression::lazy(Written::Tree(text), ANYWHERE, Some(outline(*line)));
        tree(at).items().zip(lines).map(one).collect()
    };
    made.edges = written::EDGES.iter().map(|&Edge(rule, at, lines)| (rule.into(), group(at, lines))).collect();
    made.triggers = written::TRIGGERS.clone();
    made.openings = Some(written::OPENINGS);
    (made.firsts, made.lines, made.prefixes) = if compile.lists.are_replaced() {
        listed_again(compile, &rules)
    } else {
        (written::FIRSTS.clone(), written::LINES.clone(), written::PREFIXES.clone())
    };
    Some(made)
}

/// Listed lines and beginnings of lines, where a pack replaces a list.
fn listed_again(compile: &Compile<'_>, rules: &[AheadRule<Params>]) -> (Table, Table, Table) {
    let mut all = Listed::default();
    for rule in rules {
        if let Some(table) = rule.params.list.as_ref().and_then(|list| compile.lists.table(list.get_ref())) {
            all.add(&table, &rule.params.keep, rule.number as u32);
        }
    }
    (all.firsts.table(), all.lines.table(), all.prefixes.table())
}
