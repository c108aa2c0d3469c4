//! The wordings of the binary, as the build script cut them.

use super::{Lazily, Params, Phrases, Shared};
use crate::{detect::Compile, rule::embedded::RULES};

#[expect(clippy::unreadable_literal, reason = "the build script writes it")]
mod written {
    use super::super::{Phrase, Source, word::Word};
    use crate::model::{Slot, Table};
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/phrase.rs"));
}

/// The wordings of the binary's rules; nothing where a pack replaces a list, or where no rule is on.
pub(super) fn phrases(compile: &mut Compile<'_>) -> Option<Phrases> {
    let on = compile.ahead_params::<Params>(&["entries"])?;
    // By the number of the rule in the binary, as all wordings have it.
    let mut rules = Vec::new();
    rules.resize_with(RULES.len(), || None);
    for rule in on {
        rules[rule.number] = Some(Shared::new(rule.id, &rule.params));
    }
    Some(Phrases {
        rules,
        all: written::PHRASES.into(),
        details: Lazily::new(written::PHRASES.len()),
        words: written::WORDS.into(),
        anchors: written::ANCHORS.clone(),
        lists: compile.lists.clone(),
    })
}

/// The name of a list, by its number among those of wordings.
pub(super) fn list(number: u16) -> &'static str {
    written::LISTS[usize::from(number)]
}
