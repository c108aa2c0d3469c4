//! The wordings of the binary, as the build script cut them.

use super::{Params, Phrase, Phrases, Shared, Source};
use crate::{detect::Compile, model::RuleId, rule::embedded::tree};

/// A wording: the number of its rule; its first word, their number and its anchor; the number of its list and the row
/// there, or no list and the places of the entry and of the wording in the tree of rules.
struct Ahead(u16, u32, u16, u16, u16, u32, u32);

/// Stands for a wording of the rule file.
const NO_LIST: u16 = u16::MAX;

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::{super::word::Word, Ahead, NO_LIST};
    use crate::model::{Slot, Table};
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/phrase.rs"));
}

/// The wordings of the binary's rules; nothing where a pack replaces a list, or where no rule is on.
pub(super) fn phrases(compile: &mut Compile<'_>) -> Option<Phrases> {
    let rules = compile.ahead_params::<Params>(&["entries"])?;
    let mut shared = Vec::with_capacity(rules.len());
    // Number of the rule, its place in `shared`.
    let mut places: Vec<(u16, Option<(u32, RuleId)>)> = Vec::new();
    let mut all = Vec::with_capacity(written::PHRASES.len());
    for &Ahead(number, from, len, anchor, list, at, find) in written::PHRASES {
        let place = match places.last() {
            Some((last, place)) if *last == number => *place,
            _ => {
                let rule = rules.iter().find(|rule| rule.number == usize::from(number));
                let place = rule.map(|rule| {
                    shared.push(Shared::new(rule.id, &rule.params));
                    (shared.len() as u32 - 1, rule.id)
                });
                places.push((number, place));
                place
            }
        };
        let source = if list == NO_LIST {
            Source::Tree { entry: tree(at), find: tree(find) }
        } else {
            Source::Row { list: written::LISTS[usize::from(list)], row: at }
        };
        all.push(Phrase::new(place.map(|(shared, _)| shared), (from, len.into()), anchor.into(), source));
    }
    let lists = compile.lists.clone();
    Some(Phrases { rules: shared, all, words: written::WORDS.into(), anchors: written::ANCHORS.clone(), lists })
}
