//! What detectors report, before the engine settles it: for whoever compares them with something else.

use super::{Engine, Policy};
use crate::{
    detect::{Cx, Facts, Hit},
    model::{Document, RuleId, Span},
};
use std::sync::Arc;

/// A place that a detector reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The rule that holds there.
    pub rule: RuleId,
    /// Where.
    pub span: Span,
    /// The entry of the rule's list.
    pub entry: Option<Arc<str>>,
}

impl Engine {
    /// All places that the detectors report in an article, in no order: without scopes, without rules that yield, without
    /// scores. [`Engine::check`] settles the same places.
    pub fn hits(&self, document: &Document) -> Vec<Found> {
        let facts = Facts::default();
        let hits = self.detect(&Cx::new(document, &facts), &Policy::default());
        let found = |hit: Hit| Found { rule: hit.rule, span: hit.span, entry: hit.entry };
        hits.into_iter().map(found).collect()
    }
}
