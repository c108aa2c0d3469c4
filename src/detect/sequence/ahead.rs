//! The sequences of the binary, by what they are found by: the build script has read and compiled them once.

use super::{Compiler, Guard, LazyGroup, Params, Sequence, Sequences, Shared, program::Class};
use crate::{
    detect::Compile,
    model::Hashes,
    rule::{Lists, embedded::tree},
};
use std::sync::OnceLock;

/// A sequence: its group, its place in the tree of rules, how far before its anchor it starts, and its guards.
struct Ahead(u32, u32, u16, u16, &'static [Guard]);

/// A list of words: its name, the places of its hashes, their number, and what it costs to look for all of them.
struct AheadClass(&'static str, &'static [u64], usize, u32);

/// A group: the number of its rule, and its place in the tree.
struct AheadGroup(u16, u32);

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{Ahead, AheadClass, AheadGroup, Guard};
    use crate::model::{Slot, Table};
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/sequence.rs"));
}

/// The sequences of the binary's rules, but for the rules that a pack replaces; nothing where the lists are not those of
/// the binary, or no rule is on.
pub(super) fn sequences(compile: &mut Compile<'_>) -> Option<Sequences> {
    let rules = compile.ahead_params::<Params>(&["find", "entries", "except"])?;
    let (mut shared, mut groups) = (Vec::with_capacity(rules.len()), Vec::with_capacity(written::GROUPS.len()));
    let mut ids = Vec::with_capacity(written::GROUPS.len());
    let mut last = None;
    for &AheadGroup(number, at) in written::GROUPS {
        let on = rules.iter().find(|rule| rule.number == usize::from(number));
        if last != Some(number) {
            last = Some(number);
            let trust = on.map_or_else(Default::default, |rule| rule.params.applicability).into();
            shared.push(Shared { trust, written: on.and_then(|rule| rule.detect), except: OnceLock::new() });
        }
        ids.push(on.map(|rule| rule.id));
        groups.push(LazyGroup { shared: shared.len() - 1, written: Some(tree(at)), made: OnceLock::new() });
    }
    let sequence = |&Ahead(group, at, near, far, guards): &Ahead| Sequence {
        rule: ids[group as usize],
        group,
        offset: (near.into(), far.into()),
        guards: guards.into(),
        written: Some(tree(at)),
        compiled: OnceLock::new(),
    };
    let all = written::SEQUENCES.iter().map(sequence).collect();
    let anchors = written::ANCHORS.clone();
    Some(Sequences {
        all,
        groups,
        shared,
        anchors,
        compiler: Compiler::new(compile.lists.clone(), known(compile.lists)).into(),
    })
}

/// The word classes of the binary by their names; none where a pack replaces a list.
pub(super) fn known(lists: &Lists) -> fn(&str) -> Option<Class> {
    if lists.are_replaced() { |_| None } else { class }
}

fn class(name: &str) -> Option<Class> {
    let index = written::CLASSES.binary_search_by_key(&name, |class| class.0).ok()?;
    let AheadClass(_, places, len, cost) = written::CLASSES[index];
    Some(Class { words: Hashes::written(places, len), cost })
}
