//! What a detector sees of a document, and where its hits go.

use crate::{
    model::{Applicability, Document, Edit, Fix, Lang, RuleId, Sentence, Severity, Span, Text, Token, TokenFlags},
    text::{self, Quotations},
};
use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

/// Values that several detectors want, each computed at most once a document.
#[derive(Default)]
pub struct Facts {
    quotations: OnceLock<Quotations>,
    marks: OnceLock<Vec<u32>>,
    numbers: OnceLock<Vec<u32>>,
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
        self.facts.quotations.get_or_init(|| Quotations::of(self.text))
    }

    /// Indexes of the tokens that are punctuation, and of the words with points or apostrophes of their own.
    pub(crate) fn marks(&self) -> &'d [u32] {
        self.facts.marks.get_or_init(|| {
            let mark =
                |token: &Token| token.is_punct() || token.has(TokenFlags::POINTED) || token.has(TokenFlags::APOSTROPHE);
            indexes(self.tokens(), mark)
        })
    }

    /// Those of the [`marks`](Self::marks) that stand in a range of tokens.
    pub(crate) fn marks_in(&self, range: Range<usize>) -> &'d [u32] {
        let marks = self.marks();
        let from = marks.partition_point(|&at| (at as usize) < range.start);
        let len = marks[from..].partition_point(|&at| (at as usize) < range.end);
        &marks[from..from + len]
    }

    /// Indexes of the tokens that are numbers.
    pub(crate) fn numbers(&self) -> &'d [u32] {
        self.facts.numbers.get_or_init(|| indexes(self.tokens(), Token::is_number))
    }
}

/// Indexes of the tokens that are of a kind.
fn indexes(tokens: &[Token], of_kind: impl Fn(&Token) -> bool) -> Vec<u32> {
    let mut found = Vec::with_capacity(tokens.len() / 6);
    found.extend((0..).zip(tokens).filter(|(_, token)| of_kind(token)).map(|(index, _)| index));
    found
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
