//! Findings that were there before: what a check with a baseline leaves out.

use super::{
    Content,
    content::{hex, likeness},
    lines,
};
use crate::rule::RuleSet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A finding that is known, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Version of the record.
    pub v: u32,
    /// File it stood in, from the folder of the baseline. It stays known when the file is renamed.
    pub path: String,
    /// Id of the rule.
    pub rule: String,
    /// The text found.
    pub text: String,
    /// The sentences it touches.
    pub sentence: String,
    /// The finding's fingerprint.
    #[serde(with = "hex")]
    pub fingerprint: Option<u64>,
    /// How many findings of the file have it.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

impl Known {
    /// A finding of a file.
    pub fn of(content: Content, path: String) -> Self {
        let Content { rule, text, sentence, fingerprint } = content;
        Self { v: lines::VERSION, path, rule, text, sentence, fingerprint, count: 1 }
    }

    fn content(&self) -> Content {
        Content::told(&self.rule, &self.text, &self.sentence, self.fingerprint)
    }
}

/// All that is known. Each finding uses one up, so a second one like it is new.
#[derive(Debug, Default)]
pub struct Baseline {
    known: Vec<Known>,
    left: Vec<u32>,
    words: Vec<Vec<u64>>,
    by_fingerprint: HashMap<u64, Vec<usize>>,
    by_key: HashMap<u64, Vec<usize>>,
}

/// How alike an edited sentence must be.
const LIKE: f64 = 0.7;

impl Baseline {
    /// Reads the file.
    ///
    /// # Errors
    /// The line that is no record, and why.
    pub fn parse(text: &str) -> Result<Self, String> {
        lines::read(text).map(Self::new)
    }

    /// Puts findings in order and equal ones together.
    pub fn new(found: Vec<Known>) -> Self {
        let mut together: BTreeMap<(String, Option<u64>, String), Known> = BTreeMap::new();
        for known in found {
            let key = (known.path.clone(), known.fingerprint, known.rule.clone());
            match together.entry(key) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(known);
                }
                std::collections::btree_map::Entry::Occupied(mut place) => place.get_mut().count += known.count,
            }
        }
        let mut known: Vec<Known> = together.into_values().collect();
        known.sort_by(|a, b| (&a.path, &a.rule, &a.sentence, &a.text).cmp(&(&b.path, &b.rule, &b.sentence, &b.text)));
        let mut baseline = Self { left: known.iter().map(|k| k.count).collect(), ..Self::default() };
        for (index, known) in known.iter().enumerate() {
            let content = known.content();
            if let Some(fingerprint) = known.fingerprint {
                baseline.by_fingerprint.entry(fingerprint).or_default().push(index);
            }
            baseline.by_key.entry(content.key()).or_default().push(index);
            baseline.words.push(content.words());
        }
        baseline.known = known;
        baseline
    }

    /// The same under the names that rules have now.
    #[must_use]
    pub fn renamed(self, rules: &RuleSet) -> Self {
        let now = |mut known: Known| {
            if let Some(id) = rules.find(&known.rule) {
                known.rule = rules.get(id).id.to_string();
            }
            known
        };
        Self::new(self.known.into_iter().map(now).collect())
    }

    /// The file.
    pub fn render(&self) -> String {
        lines::write(&self.known)
    }

    /// All that is known.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// Which findings of a file are known, and uses those up. A record counts for the file it names, or for any file if
    /// that one is `gone`. Exact ones go first, so that an edited sentence does not take the place of an unchanged one.
    pub fn take(&mut self, contents: &[Content], path: &str, mut gone: impl FnMut(&str) -> bool) -> Vec<bool> {
        let mut taken = vec![false; contents.len()];
        for exactly in [true, false] {
            for here in [true, false] {
                for (content, taken) in contents.iter().zip(&mut taken).filter(|(_, taken)| !**taken) {
                    let found =
                        self.candidate(content, exactly, |of| if here { of == path } else { of != path && gone(of) });
                    if let Some(index) = found {
                        self.left[index] -= 1;
                        *taken = true;
                    }
                }
            }
        }
        taken
    }

    fn candidate(&self, content: &Content, exactly: bool, mut fits: impl FnMut(&str) -> bool) -> Option<usize> {
        if exactly {
            let candidates = self.by_fingerprint.get(&content.fingerprint?)?;
            return candidates.iter().copied().find(|&i| self.left[i] > 0 && fits(&self.known[i].path));
        }
        let candidates = self.by_key.get(&content.key())?;
        let words = content.words();
        let mut best = None;
        for &i in candidates {
            if self.left[i] > 0
                && let Some(likeness) = likeness(&words, &self.words[i], LIKE)
                && best.is_none_or(|(most, _)| likeness > most)
                && fits(&self.known[i].path)
            {
                best = Some((likeness, i));
            }
        }
        best.map(|(_, i)| i)
    }

    /// What of it was used up, and what belongs to files that were not looked at: a baseline that only shrinks.
    #[must_use]
    pub fn pruned(&self, mut looked_at: impl FnMut(&str) -> bool) -> Self {
        let mut kept = Vec::new();
        for (known, left) in self.known.iter().zip(&self.left) {
            let used = if looked_at(&known.path) { known.count - left } else { known.count };
            if used > 0 {
                kept.push(Known { count: used, ..known.clone() });
            }
        }
        Self::new(kept)
    }

    /// Findings known, of each rule.
    pub fn by_rule(&self) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for known in &self.known {
            *counts.entry(known.rule.as_str()).or_default() += u64::from(known.count);
        }
        counts
    }

    /// Findings known, of all rules, and the files they are in.
    pub fn size(&self) -> (u64, usize) {
        let files: BTreeSet<&str> = self.known.iter().map(|k| k.path.as_str()).collect();
        (self.known.iter().map(|k| u64::from(k.count)).sum(), files.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(sentence: &str) -> Content {
        Content::told("orphan-terminal", ". .", sentence, Some(crate::model::hash_word(sentence)))
    }

    const SENTENCE: &str = "The owner told the agency that she would miss the bell. .";

    fn baseline() -> Baseline {
        let known = Known::of(content(SENTENCE), "a.txt".into());
        Baseline::parse(&Baseline::new(vec![known.clone(), known]).render()).expect("what was written can be read")
    }

    #[test]
    fn each_is_used_up() {
        let mut baseline = baseline();
        assert_eq!(baseline.known()[0].count, 2);
        let three = vec![content(SENTENCE); 3];
        assert_eq!(baseline.take(&three, "a.txt", |_| false), [true, true, false]);
    }

    #[test]
    fn a_copy_is_new_and_a_move_is_not() {
        assert_eq!(baseline().take(&[content(SENTENCE)], "b.txt", |_| false), [false]);
        assert_eq!(baseline().take(&[content(SENTENCE)], "b.txt", |path| path == "a.txt"), [true]);
    }

    #[test]
    fn an_edited_sentence_does_not_take_the_place_of_an_unchanged_one() {
        let known = Known::of(content(SENTENCE), "a.txt".into());
        let edited = content(&SENTENCE.replace("owner", "keeper"));
        let mut baseline = Baseline::new(vec![known]);
        assert_eq!(baseline.take(&[edited.clone(), content(SENTENCE)], "a.txt", |_| false), [false, true]);
        let mut again = self::baseline();
        assert_eq!(again.take(&[edited], "a.txt", |_| false), [true]);
    }

    #[test]
    fn pruning_only_shrinks() {
        let mut baseline = baseline();
        baseline.take(&[content(SENTENCE)], "a.txt", |_| false);
        assert_eq!(baseline.pruned(|_| false).size(), (2, 1));
        assert_eq!(baseline.pruned(|_| true).size(), (1, 1));
    }

    #[test]
    fn a_malformed_line_is_named() {
        let error = Baseline::parse("{\"v\":1}\n").expect_err("fields are missing");
        assert!(error.starts_with("line 1: missing field"), "{error}");
    }
}
