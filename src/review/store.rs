//! Decisions on findings, kept in `mtlint-reviews.jsonl` beside the articles.

use super::{
    Content,
    content::{hex, likeness},
    lines,
};
use crate::rule::RuleSet;
use globset::{Glob, GlobMatcher};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

/// What an editor says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is right, and the text is still to be mended: stays reported.
    Accept,
    /// It is wrong, or nobody minds: not reported any more.
    Dismiss,
    /// The text was mended: reported if it comes back.
    Fixed,
}

impl Decision {
    /// All of them.
    pub const ALL: [Decision; 3] = [Decision::Accept, Decision::Dismiss, Decision::Fixed];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Accept => "accept",
            Decision::Dismiss => "dismiss",
            Decision::Fixed => "fixed",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One decision: on a finding (rule, text, sentence), or on all findings of a rule, of documents, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Version of the record.
    pub v: u32,
    /// What was decided.
    pub decision: Decision,
    /// Id of the rule; in a bulk decision, all rules if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Glob of the documents that a bulk decision is for, from the folder of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The text found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The sentences it touches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// The finding's fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hex")]
    pub fingerprint: Option<u64>,
    /// Where it stood when it was decided on; never used to know it again, only how sure a light edit must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Review {
    /// A decision on one finding.
    pub fn of(content: Content, path: Option<String>, decision: Decision, note: String) -> Self {
        Self {
            v: lines::VERSION,
            decision,
            rule: Some(content.rule),
            document: None,
            text: Some(content.text),
            sentence: Some(content.sentence),
            fingerprint: content.fingerprint,
            path,
            note,
        }
    }

    /// A decision on all findings of a rule, of documents, or both.
    pub fn bulk(rule: Option<String>, document: Option<String>, decision: Decision, note: String) -> Self {
        let (text, sentence, fingerprint, path) = (None, None, None, None);
        Self { v: lines::VERSION, decision, rule, document, text, sentence, fingerprint, path, note }
    }

    /// Whether it is on many findings at once.
    pub fn is_bulk(&self) -> bool {
        self.text.is_none()
    }

    fn content(&self) -> Content {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Content::told(&text(&self.rule), &text(&self.text), &text(&self.sentence), self.fingerprint)
    }

    /// Whether both are on the same findings, so that the later one holds.
    fn same(&self, other: &Review) -> bool {
        if self.rule != other.rule || self.document != other.document || self.is_bulk() != other.is_bulk() {
            return false;
        }
        match (self.fingerprint, other.fingerprint) {
            (Some(a), Some(b)) => a == b,
            _ => self.text == other.text && self.sentence == other.sentence,
        }
    }
}

/// What is said of a finding.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'r> {
    /// The decision.
    pub review: &'r Review,
    /// Whether the sentence is not the one that was decided on, but like it.
    pub edited: bool,
}

/// All decisions, ready to be asked from any thread.
#[derive(Debug, Default)]
pub struct Reviews {
    all: Vec<Review>,
    words: Vec<Vec<u64>>,
    globs: Vec<Option<GlobMatcher>>,
    used: Vec<AtomicBool>,
    by_fingerprint: HashMap<u64, Vec<usize>>,
    by_key: HashMap<u64, Vec<usize>>,
    bulk: Vec<usize>,
}

/// How alike a sentence must be to the one decided on, in the same document …
const SAME_PLACE: f64 = 0.7;
/// … and elsewhere.
const ELSEWHERE: f64 = 0.85;

impl Reviews {
    /// Reads the file.
    ///
    /// # Errors
    /// The line that is no decision and why, or a glob that is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::new(lines::read(text)?)
    }

    /// Makes decisions ready.
    ///
    /// # Errors
    /// A glob that is none.
    pub fn new(all: Vec<Review>) -> Result<Self, String> {
        let mut reviews = Self::default();
        for review in all {
            reviews.add(review)?;
        }
        Ok(reviews)
    }

    /// The same decisions under the names that rules have now.
    #[must_use]
    pub fn renamed(self, rules: &RuleSet) -> Self {
        let now = |mut review: Review| {
            if let Some(id) = review.rule.as_deref().and_then(|name| rules.find(name)) {
                review.rule = Some(rules.get(id).id.to_string());
            }
            review
        };
        Self::new(self.all.into_iter().map(now).collect()).expect("its globs were read before")
    }

    /// The file.
    pub fn render(&self) -> String {
        lines::write(&self.all)
    }

    /// All decisions, in the order they were made.
    pub fn all(&self) -> &[Review] {
        &self.all
    }

    /// Adds a decision, in the place of an earlier one on the same findings; whether there was one.
    ///
    /// # Errors
    /// A glob that is none.
    pub fn add(&mut self, review: Review) -> Result<bool, String> {
        let glob = |pattern: &String| {
            Glob::new(pattern)
                .map(|g| g.compile_matcher())
                .map_err(|e| format!("`{pattern}` is not a glob: {}", e.kind()))
        };
        let glob = review.document.as_ref().map(glob).transpose()?;
        let content = review.content();
        let candidates = if review.is_bulk() { &self.bulk } else { self.by_key.entry(content.key()).or_default() };
        if let Some(&index) = candidates.iter().find(|&&index| self.all[index].same(&review)) {
            self.all[index] = review;
            return Ok(true);
        }
        let index = self.all.len();
        if review.is_bulk() {
            self.bulk.push(index);
        } else {
            self.by_key.entry(content.key()).or_default().push(index);
            if let Some(fingerprint) = review.fingerprint {
                self.by_fingerprint.entry(fingerprint).or_default().push(index);
            }
        }
        self.words.push(content.words());
        self.globs.push(glob);
        self.used.push(AtomicBool::new(false));
        self.all.push(review);
        Ok(false)
    }

    /// What is said of the findings of one document: exactly, then by likeness, then in bulk. `path` is the document's
    /// from the folder of the file. By likeness a decision is on one finding of a document at most.
    pub fn judge(&self, rules: &RuleSet, contents: &[Content], path: &str) -> Vec<Option<Judged<'_>>> {
        let mut judged: Vec<Option<Judged<'_>>> = vec![None; contents.len()];
        if self.all.is_empty() {
            return judged;
        }
        let mut taken = BTreeSet::new();
        for (content, judged) in contents.iter().zip(&mut judged) {
            let same = content.fingerprint.and_then(|f| self.by_fingerprint.get(&f)).and_then(|found| found.last());
            if let Some(&index) = same {
                taken.insert(index);
                *judged = Some(Judged { review: &self.all[index], edited: false });
            }
        }
        for (content, judged) in contents.iter().zip(&mut judged).filter(|(_, judged)| judged.is_none()) {
            if let Some(index) = self.nearest(content, path, &taken) {
                taken.insert(index);
                *judged = Some(Judged { review: &self.all[index], edited: true });
            }
        }
        for (content, judged) in contents.iter().zip(&mut judged).filter(|(_, judged)| judged.is_none()) {
            if let Some(index) = self.bulk_decision(rules, content, path) {
                taken.insert(index);
                *judged = Some(Judged { review: &self.all[index], edited: false });
            }
        }
        for index in taken {
            self.used[index].store(true, Ordering::Relaxed);
        }
        judged
    }

    fn nearest(&self, content: &Content, path: &str, taken: &BTreeSet<usize>) -> Option<usize> {
        let candidates = self.by_key.get(&content.key())?;
        let words = content.words();
        let mut best = None;
        for &index in candidates.iter().filter(|index| !taken.contains(index)) {
            let least = if self.all[index].path.as_deref() == Some(path) { SAME_PLACE } else { ELSEWHERE };
            if let Some(likeness) = likeness(&words, &self.words[index], least)
                && best.is_none_or(|(most, _)| likeness > most)
            {
                best = Some((likeness, index));
            }
        }
        best.map(|(_, index)| index)
    }

    fn bulk_decision(&self, rules: &RuleSet, content: &Content, path: &str) -> Option<usize> {
        let of_rule = |rule: &String| *rule == content.rule || rules.find(rule) == rules.find(&content.rule);
        self.bulk.iter().rev().copied().find(|&index| {
            let review = &self.all[index];
            review.rule.as_ref().is_none_or(of_rule)
                && self.globs[index].as_ref().is_none_or(|glob| glob.is_match(path))
        })
    }

    /// Dismissals that were on no finding so far.
    pub fn unused(&self) -> impl Iterator<Item = &Review> {
        let idle = |(review, used): &(&Review, &AtomicBool)| {
            review.decision == Decision::Dismiss && !used.load(Ordering::Relaxed)
        };
        self.all.iter().zip(&self.used).filter(idle).map(|(review, _)| review)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The river rose on Monday, he said. he said the ferry would stop running until the weekend.";

    fn content(sentence: &str) -> Content {
        Content::told("attribution-echo", "he said. he said", sentence, Some(crate::model::hash_word(sentence)))
    }

    fn decisions(sentence: &str, path: &str) -> Vec<bool> {
        let rules = RuleSet::default();
        let review = Review::of(content(SENTENCE), Some("a.txt".into()), Decision::Dismiss, String::new());
        let reviews = Reviews::new(vec![review]).expect("no glob");
        let contents = [content(sentence), content(sentence)];
        reviews.judge(&rules, &contents[..1], path).iter().map(Option::is_some).collect()
    }

    #[test]
    fn known_again_after_a_light_edit_only() {
        assert_eq!(decisions(SENTENCE, "b.txt"), [true]);
        let lightly = SENTENCE.replace("Monday", "Tuesday");
        assert_eq!(decisions(&lightly, "b.txt"), [true]);
        let more = SENTENCE.replace("until the weekend", "for a very long time indeed");
        assert_eq!(decisions(&more, "b.txt"), [false], "too different elsewhere");
        assert_eq!(decisions(&more, "a.txt"), [true], "but known in its own document");
        assert_eq!(decisions("Nothing was left of it, he said. he said so twice.", "a.txt"), [false]);
    }

    #[test]
    fn by_likeness_one_finding_a_document() {
        let review = Review::of(content(SENTENCE), None, Decision::Dismiss, String::new());
        let reviews = Reviews::new(vec![review]).expect("no glob");
        let edited = content(&SENTENCE.replace("Monday", "Tuesday"));
        let judged = reviews.judge(&RuleSet::default(), &[edited.clone(), edited], "b.txt");
        assert_eq!(judged.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
        assert_eq!(reviews.unused().count(), 0);
    }

    #[test]
    fn the_later_decision_holds() {
        let review = |decision| Review::of(content(SENTENCE), None, decision, String::new());
        let reviews = Reviews::new(vec![review(Decision::Accept), review(Decision::Dismiss)]).expect("no glob");
        assert_eq!(reviews.all().len(), 1);
        assert_eq!(reviews.all()[0].decision, Decision::Dismiss);
        let again = Reviews::parse(&reviews.render()).expect("what was written can be read");
        assert_eq!(again.all(), reviews.all());
    }

    #[test]
    fn in_bulk_by_rule_and_document() {
        let bulk = Review::bulk(None, Some("archive/**".into()), Decision::Dismiss, "old".into());
        let reviews = Reviews::new(vec![bulk]).expect("a glob");
        let found = |path| reviews.judge(&RuleSet::default(), &[content(SENTENCE)], path)[0].is_some();
        assert!(!found("new/a.txt"));
        assert_eq!(reviews.unused().count(), 1);
        assert!(found("archive/2019/a.txt"));
        assert_eq!(reviews.unused().count(), 0);
    }

    #[test]
    fn a_broken_line_has_its_number() {
        let error = Reviews::parse("\n{\"v\":1,\"decision\":\"maybe\"}\n").expect_err("not a decision");
        assert!(error.starts_with("line 2: unknown variant `maybe`"), "{error}");
    }
}
