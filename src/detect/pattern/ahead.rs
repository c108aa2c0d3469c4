//! The expressions of the binary, by what leads to them.

use super::{Dialect, Expression, Params, Pattern, Patterns, Reach, Search, Written};
use crate::{
    detect::{Compile, outline::outline},
    rule::{embedded::tree, tree::Node},
};
use std::sync::{Arc, OnceLock};

/// An expression: its group, its place in the tree of rules, how far it looks, and the place of its outline.
struct Ahead(u32, u32, Reach, u32);

/// A group: the number of its rule, and its place in the tree.
struct AheadGroup(u16, u32);

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Ahead, AheadGroup, Reach};
    use crate::{
        detect::trigger::{Lead, Openings, Triggers},
        model::{Slot, Table},
    };
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/pattern.rs"));
}

/// The expressions of the binary's rules, but for the rules that a pack replaces; nothing where no rule is on.
pub(super) fn patterns(compile: &mut Compile<'_>) -> Option<Patterns> {
    let rules = compile.ahead_params::<Params>(&["find", "entries", "except"])?;
    let mut all: Vec<Pattern> = Vec::with_capacity(written::GROUPS.len());
    let mut except: (Option<u16>, Arc<[Expression]>) = (None, Arc::new([]));
    for &AheadGroup(number, at) in written::GROUPS {
        let on = rules.iter().find(|rule| rule.number == usize::from(number));
        if except.0 != Some(number) {
            let texts = on.and_then(|rule| rule.detect?.get("except")).into_iter().flat_map(Node::items);
            except = (Some(number), texts.map(excepting).collect());
        }
        all.push(Pattern {
            rule: on.map(|rule| rule.id),
            trust: on.map_or_else(Default::default, |rule| rule.params.applicability).into(),
            written: Some(tree(at)),
            detail: OnceLock::new(),
            except: except.1.clone(),
            more: exceptions(tree(at)),
        });
    }
    let mut firsts = written::FIRSTS.iter();
    let search = |&Ahead(pattern, at, reach, line): &Ahead| Search {
        pattern,
        reach,
        first: if reach == Reach::Line { firsts.next() } else { None },
        regex: Expression::lazy(Written::Tree(tree(at)), Dialect::Pattern, Some(outline(line))),
    };
    Some(Patterns {
        all,
        searches: written::SEARCHES.iter().map(search).collect(),
        digits: written::DIGITS.iter().map(|&(line, numbers)| (outline(line), numbers)).collect(),
        openings: Some(written::OPENINGS),
        across: written::ACROSS,
        triggers: written::TRIGGERS.clone(),
    })
}

/// The exceptions of an entry; what stands in the rule itself has no key, and those of the rule are shared.
fn exceptions(entry: Node) -> Vec<Expression> {
    let own = entry.get("key").and_then(|_| entry.get("except"));
    own.into_iter().flat_map(Node::items).map(excepting).collect()
}

fn excepting(text: Node) -> Expression {
    Expression::lazy(Written::Tree(text), Dialect::Pattern, None)
}
