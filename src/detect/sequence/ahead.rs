//! The sequences of the binary, which the build script has read, compiled and linked: nothing is left to be made of them.

use super::{Group, Groups, OfRule, Programs, Sequences, code::Code, program::Class};
use crate::{
    detect::Compile,
    model::{Applicability, Hashes, RuleId},
    rule::{Lists, embedded::tree, tree::Node},
};

/// A list of words: its name, where its hashes stand in the code, the number of their places as a power of two, their
/// number, and what it costs to look for all of them.
struct AheadClass(&'static str, u32, u16, usize, u32);

/// A rule: its number, how far its fixes can be trusted, and its exceptions.
struct AheadRule(u16, Applicability, Programs);

/// A group: its place in the tree, and its exceptions.
#[derive(Clone, Copy)]
struct AheadGroup(u32, Programs);

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{AheadClass, AheadGroup, AheadRule, Applicability, Programs};
    use crate::model::{Slot, Table};
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/sequence.rs"));
}

/// The code of the binary's sequences.
const CODE: Code<'static> = Code {
    glances: include_bytes!(concat!(env!("OUT_DIR"), "/sequence.glances")),
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/sequence.bin")),
    letters: include_str!(concat!(env!("OUT_DIR"), "/sequence.txt")),
};

/// The sequences of the binary's rules, but for the rules that a pack replaces; nothing where the lists are not those of
/// the binary, or no rule is on.
pub(super) fn sequences(compile: &Compile<'_>) -> Option<Sequences> {
    let ids = compile.ahead?;
    let is_on = |id: &RuleId| compile.rules.iter().any(|(on, _)| on == id);
    let rule = |&AheadRule(number, trust, except): &AheadRule| OfRule {
        id: ids.get(usize::from(number)).copied().flatten().filter(is_on),
        trust,
        except,
    };
    let rules: Vec<OfRule> = written::RULES.iter().map(rule).collect();
    let some = rules.iter().any(|rule| rule.id.is_some());
    some.then(|| Sequences {
        glances: CODE.glances.into(),
        bytes: CODE.bytes.into(),
        letters: CODE.letters.into(),
        anchors: written::ANCHORS.clone(),
        rules,
        groups: Groups::Ahead,
    })
}

/// A group of the binary.
pub(super) fn group(number: u32) -> Group {
    let AheadGroup(at, except) = written::GROUPS[number as usize];
    let text = |key: &str| tree(at).get(key).and_then(Node::text);
    Group {
        // What stands in the rule itself has no key.
        key: text("key").map(Into::into),
        better: text("better").map(str::to_owned),
        fix: text("fix").map(str::to_owned),
        except,
    }
}

/// The word classes of the binary by their names; none where a pack replaces a list.
pub(super) fn known(lists: &Lists) -> fn(&str) -> Option<Class> {
    if lists.are_replaced() { |_| None } else { class }
}

fn class(name: &str) -> Option<Class> {
    let index = written::CLASSES.binary_search_by_key(&name, |class| class.0).ok()?;
    let AheadClass(_, at, power, len, cost) = written::CLASSES[index];
    let places: Vec<u64> = (0..1 << power).map(|place| CODE.eight(at as usize + place * 8)).collect();
    Some(Class { words: Hashes::written(places, len), cost })
}
