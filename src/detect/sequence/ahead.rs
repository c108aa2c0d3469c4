//! The sequences of the binary, which the build script has read, compiled and linked: nothing is left to be made of them.

use super::{Group, Groups, OfRule, Programs, Sequences, code::Code, program::Class};
use crate::{
    detect::Compile,
    model::{Applicability, Hashes, RuleId},
    rule::{Lists, embedded::tree, tree::Node},
};

/// A list of words: its name, where its hashes stand in the code, the number of their places as a power of two, and what
/// it costs to look for all of them.
struct AheadClass(&'static str, u32, u16, u32);

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
    let AheadClass(_, at, power, cost) = written::CLASSES[index];
    let words: Hashes = (0..1 << power).map(|place| CODE.eight(at as usize + place * 8)).collect();
    Some(Class { words, cost })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        detect::{
            find::Params,
            sequence::{
                Linker,
                code::{Glanced, Number},
                compile::{Compiled, Compiler},
                decoded,
            },
        },
        model::{Collect, hash_word},
        rule::{RuleSet, embedded::RULES},
    };

    fn items(node: Node, key: &str) -> impl Iterator<Item = Node> {
        node.get(key).into_iter().flat_map(Node::items)
    }

    /// The parameters of the sequence rules of the binary, with their numbers.
    fn rules() -> impl Iterator<Item = (usize, Node)> {
        let detect = RULES.iter().map(|(.., at)| tree(*at).get("detect")).enumerate();
        let named = |(_, node): &(usize, Node)| node.get("kind").and_then(Node::text) == Some("sequence");
        detect.filter_map(|(number, node)| Some((number, node?))).filter(named)
    }

    fn set() -> RuleSet {
        RuleSet::embedded().expect("the rules are right")
    }

    fn compiler() -> Compiler {
        Compiler::new(set().lists().clone(), |_| None)
    }

    fn compiled(compiler: &mut Compiler, node: Node, key: &str) -> Vec<Compiled> {
        let texts = items(node, key).map(|text| text.text().expect("it is a text"));
        texts.map(|text| compiler.compile(text).unwrap_or_else(|mistake| panic!("{mistake:?}"))).collect()
    }

    #[test]
    fn every_sequence_of_the_binary_says_what_its_text_says() {
        let (mut compiler, mut glances, mut number) = (compiler(), CODE.glances().iter().filter_map(Glanced::new), 0);
        for (rule, detect) in rules() {
            for group in std::iter::once(detect).chain(items(detect, "entries")) {
                for made in compiled(&mut compiler, group, "find") {
                    // The build script adds sequences in their order.
                    let seen = glances.next().expect("the sequence is there");
                    let head = CODE.head(seen.head() as usize);
                    assert_eq!(decoded::program(CODE, head.program), decoded::compiled(&made), "of rule {rule}");
                    assert_eq!((seen.glance(), seen.windows()), (made.glance, made.windows));
                    assert_eq!((u32::from(head.near), u32::from(head.far)), made.offset);
                    let known = Number::new(number, made.counts).0;
                    let leads = |anchor: &u64| written::ANCHORS.at(*anchor).contains(&known);
                    assert!(made.anchors.iter().all(leads), "of rule {rule}");
                    number += 1;
                }
            }
        }
        assert!(glances.next().is_none());
    }

    #[test]
    fn every_exception_of_the_binary_says_what_its_text_says() {
        let mut compiler = compiler();
        let mut same = |Programs(at, count): Programs, node: Node| {
            let made = compiled(&mut compiler, node, "except");
            assert_eq!(made.len(), usize::from(count));
            for (i, made) in made.iter().enumerate() {
                let program = CODE.four(at as usize + i * 4);
                assert_eq!(decoded::program(CODE, program), decoded::compiled(made));
            }
        };
        let mut groups = written::GROUPS.iter();
        for ((number, detect), &AheadRule(known, _, except)) in rules().zip(written::RULES) {
            assert_eq!(number, usize::from(known));
            same(except, detect);
            for (i, group) in std::iter::once(detect).chain(items(detect, "entries")).enumerate() {
                let AheadGroup(at, except) = *groups.next().expect("the group is known");
                assert_eq!(at, group.at());
                if i == 0 {
                    assert_eq!(except.1, 0, "what stands in the rule itself has the exceptions of the rule");
                } else {
                    same(except, group);
                }
            }
        }
        assert_eq!((rules().count(), groups.len()), (written::RULES.len(), 0));
    }

    /// The looks, the places and all else that is not told by the programs.
    #[test]
    fn linking_the_rules_again_gives_the_same_bytes() {
        let (mut compiler, mut linker, mut anchors) = (compiler(), Linker::default(), Collect::default());
        let set = set();
        for AheadClass(name, ..) in written::CLASSES {
            let list = format!("classes/{name}");
            let words = set.lists().words(&list).expect("there is such a list");
            linker.class(&Class::new(words.map(hash_word).collect()));
        }
        let mut group_number = 0;
        for (rule, (_, detect)) in rules().enumerate() {
            for (i, group) in std::iter::once(detect).chain(items(detect, "entries")).enumerate() {
                for made in compiled(&mut compiler, group, "find") {
                    let at = linker.sequence(&made, rule as u16, group_number);
                    made.anchors.iter().for_each(|&anchor| anchors.add(anchor, at));
                }
                let except = if i == 0 { Vec::new() } else { compiled(&mut compiler, group, "except") };
                linker.programs(&except);
                group_number += 1;
            }
            linker.programs(&compiled(&mut compiler, detect, "except"));
        }
        assert!(linker.glances == CODE.glances && linker.bytes == CODE.bytes && linker.letters == CODE.letters);
        let anchors = anchors.table();
        assert!(anchors.slots == written::ANCHORS.slots && anchors.entries == written::ANCHORS.entries);
    }

    /// Nobody reads them when the program runs, so nobody would say what is wrong with them.
    #[test]
    fn the_parameters_of_the_binary_are_right() {
        let set = set();
        for (_, rule) in set.iter().filter(|(_, rule)| rule.detect.kind == "sequence") {
            let read = rule.params::<Params>();
            let params = read.unwrap_or_else(|problem| panic!("{problem:?}"));
            let number = RULES.iter().position(|(.., at)| rule.tree.is_some_and(|tree| tree.at() == *at));
            let ahead = written::RULES.iter().find(|ahead| Some(usize::from(ahead.0)) == number);
            assert_eq!(ahead.map(|ahead| ahead.1), Some(params.applicability.into()), "{}", rule.id);
        }
    }
}
