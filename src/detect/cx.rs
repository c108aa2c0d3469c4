//! What a detector sees of a document, and where its hits go.

use super::{kinds::Kinds, odd::Odd, trigger::Leads};
use crate::{
    model::{Applicability, Document, Edit, Fix, Lang, RuleId, Sentence, Severity, Span, Text, Token},
    text::{self, Quotations},
};
use std::sync::{Arc, OnceLock};

/// Values that several detectors want, each computed at most once a document.
#[derive(Default)]
pub struct Facts {
    quotations: OnceLock<Quotations>,
    kinds: OnceLock<Kinds>,
    odd: OnceLock<Odd>,
    leads: OnceLock<Leads>,
}

/// A document as detectors see it.
pub struct Cx<'d> {
    /// The document.
    pub doc: &'d Document,
    /// Its translation, which detectors read.
    pub text: &'d Text,
    /// Its language.
    pub lang: Lang,
    /// The language it was translated from, or unknown.
    pub source: Lang,
    facts: &'d Facts,
}

impl<'d> Cx<'d> {
    /// A view of a document.
    pub fn new(doc: &'d Document, facts: &'d Facts) -> Self {
        Self { doc, text: &doc.target, lang: doc.lang, source: doc.source.lang, facts }
    }

    /// All tokens of the text.
    pub fn tokens(&self) -> &'d [Token] {
        self.text.tokens()
    }

    /// All sentences of the text.
    pub fn sentences(&self) -> &'d [Sentence] {
        self.text.sentences()
    }

    /// The text of token `index`.
    pub fn word(&self, index: usize) -> &'d str {
        self.text.word(index)
    }

    /// Whether token `index` is spelled so, but for the kind of apostrophe.
    pub(crate) fn is_spelled(&self, index: usize, exact: &str) -> bool {
        let found = self.word(index);
        found == exact || found.len() != exact.len() && found.replace('’', "'") == exact.replace('’', "'")
    }

    /// Whether only marks stand before token `index` in its sentence, which may have given it its capital.
    pub(crate) fn is_first(&self, index: usize) -> bool {
        let tokens = self.tokens();
        let sentence = &self.sentences()[self.text.sentence_at(tokens[index].start())];
        tokens[sentence.tokens.start as usize..index].iter().all(|token| !token.counts())
    }

    /// Hash of the stem of token `index`.
    pub fn stem(&self, index: usize) -> u64 {
        text::stem_hash(self.lang, &self.tokens()[index], self.word(index))
    }

    /// Which parts of the text stand inside quotation marks.
    pub fn quotations(&self) -> &'d Quotations {
        self.facts.quotations.get_or_init(|| Quotations::among(self.text, self.marks()))
    }

    /// Indexes of the tokens that are punctuation, and of the words with points or apostrophes of their own.
    pub(crate) fn marks(&self) -> &'d [u32] {
        &self.kinds().marks
    }

    /// Those of the [`marks`](Self::marks) that stand in a block.
    pub(crate) fn marks_of(&self, block: usize) -> &'d [u32] {
        let kinds = self.kinds();
        let from = block.checked_sub(1).map_or(0, |before| kinds.block_ends[before]);
        &kinds.marks[from as usize..kinds.block_ends[block] as usize]
    }

    /// Indexes of the tokens that are numbers.
    pub(crate) fn numbers(&self) -> &'d [u32] {
        &self.kinds().numbers
    }

    /// Indexes of the words with a capital.
    pub(crate) fn capitals(&self) -> &'d [u32] {
        &self.kinds().capitals
    }

    /// Which rare characters the text may hold.
    pub(crate) fn odd(&self) -> &'d Odd {
        self.facts.odd.get_or_init(|| Odd::of(self.text.content()))
    }

    /// Which tokens may lead to an expression.
    pub(super) fn leads(&self) -> &'d Leads {
        self.facts.leads.get_or_init(|| Leads::of(self.text))
    }

    fn kinds(&self) -> &'d Kinds {
        self.facts.kinds.get_or_init(|| Kinds::of(self.text))
    }
}

/// A place where a rule holds, before the engine settles what becomes of it.
#[derive(Clone, Debug)]
pub struct Hit {
    pub(crate) rule: RuleId,
    pub(crate) span: Span,
    pub(crate) entry: Option<Arc<str>>,
    pub(crate) severity: Option<Severity>,
    pub(crate) slots: Vec<(&'static str, String)>,
    pub(crate) fixes: Vec<Fix>,
}

impl Hit {
    /// A hit of a rule. The span must lie on character boundaries of the text.
    pub fn new(rule: RuleId, span: Span) -> Self {
        Self { rule, span, entry: None, severity: None, slots: Vec::new(), fixes: Vec::new() }
    }

    /// The entry of the rule's list.
    #[must_use]
    pub fn entry(mut self, key: &Arc<str>) -> Self {
        self.entry = Some(key.clone());
        self
    }

    /// A severity other than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Fills `{name}` of the rule's message. `{found}`, the text of the span, is always filled.
    #[must_use]
    pub fn slot(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.slots.push((name, value.into()));
        self
    }

    /// Adds a fix of one edit.
    #[must_use]
    pub fn fix(self, applicability: Applicability, span: Span, text: impl Into<String>) -> Self {
        self.edits(applicability, vec![Edit { span, text: text.into() }])
    }

    /// Adds a fix of several edits, in order.
    #[must_use]
    pub fn edits(mut self, applicability: Applicability, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { applicability, edits });
        self
    }
}

/// Takes hits.
pub struct Sink<'a> {
    active: &'a [bool],
    hits: Vec<Hit>,
}

impl<'a> Sink<'a> {
    /// A sink for the rules that are on for a document: `active[rule]`.
    pub fn new(active: &'a [bool]) -> Self {
        Self { active, hits: Vec::new() }
    }

    /// Whether a rule runs on this document. Asking spares work; hits of rules that do not run are dropped anyway.
    pub fn wants(&self, rule: RuleId) -> bool {
        self.active[usize::from(rule.0)]
    }

    /// Reports a hit.
    pub fn report(&mut self, hit: Hit) {
        if self.wants(hit.rule) && !hit.span.is_empty() {
            self.hits.push(hit);
        }
    }

    /// The hits.
    pub fn into_hits(self) -> Vec<Hit> {
        self.hits
    }
}
