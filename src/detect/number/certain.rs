//! What one certain figure of an article says of the others.

use super::Words;
use crate::detect::Cx;
use std::cell::OnceCell;

/// Whether the article writes figures in a foreign way beyond doubt, found out when first asked: an article that has
/// *14,5 kilometers* means 35,000 by *35.000*, and one that has *35.000 people* means 4.1 by *4,1*.
#[derive(Default)]
pub(super) struct Certain(OnceCell<bool>);

impl Certain {
    /// Whether some figure of the article can only be foreign. The one in question must not be certain itself.
    pub(super) fn foreign(&self, words: &Words, cx: &Cx<'_>) -> bool {
        *self.0.get_or_init(|| {
            (0..cx.tokens().len()).filter(|&at| cx.tokens()[at].is_number()).any(|at| {
                words.pointed(cx, at).is_some_and(|shape| words.surely(cx, at, &shape))
                    || words.decimals(cx, at).is_some_and(|(shape, sure)| sure && shape.groups.len() == 2)
            })
        })
    }
}

/// Whether the token is the star that a rule-based engine puts before a word it does not know.
pub(super) fn starred(cx: &Cx<'_>, at: usize) -> bool {
    cx.word(at) == "*" && super::near(cx, at, 1).is_some_and(|i| cx.tokens()[i].is_word() && !cx.tokens()[i].spaced())
}
