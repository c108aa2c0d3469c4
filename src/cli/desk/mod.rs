//! The desk: what becomes of an article's findings after the check, by configuration, comments, decisions, baseline and
//! history.

pub(super) mod args;
pub(super) mod baseline;
pub(super) mod config;
pub(super) mod find;
pub(super) mod gate;
pub(super) mod review;
pub(super) mod setup;
mod since;

use crate::{
    config::Policies,
    engine::{Checked, Engine, Policy},
    input::Options,
    model::{Document, Severity},
    review::{Allows, Baseline, Content, Decision, Permit, Review, Reviews},
    rule::Selector,
};
use find::relative;
use since::Since;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What lies on the desk.
pub(super) struct Papers {
    policies: Policies,
    permits: Vec<(Permit, Option<Selector>)>,
    /// Folder that the globs of the configuration start from.
    folder: PathBuf,
    reviews: Reviews,
    reviews_folder: PathBuf,
    show_dismissed: bool,
    baseline: Option<(Baseline, PathBuf)>,
    since: Option<Since>,
    /// Whether the command line says the language, and the source language.
    told: [bool; 2],
    /// Files with decisions and what is known.
    own: Vec<PathBuf>,
}

/// Decides on findings; shared by all threads.
pub(super) struct Desk {
    papers: Papers,
    has_baseline: bool,
    /// Files of the desk itself, which are no articles.
    own: Vec<PathBuf>,
    /// The baseline, asked in the order of the articles.
    known: Mutex<Option<Ledger>>,
    left_out: [AtomicU64; 4],
}

/// A baseline as it is used up.
struct Ledger {
    baseline: Baseline,
    folder: PathBuf,
    /// Files of the baseline that are no more.
    gone: BTreeMap<String, bool>,
    looked_at: BTreeSet<String>,
}

/// Why findings are left out, in the order in which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Comment,
    Word,
    Dismissed,
    Known,
}

/// A checked article on its way.
pub(super) struct Desked {
    pub(super) checked: Checked,
    /// Notes for standard error.
    pub(super) notes: Vec<String>,
    policy: Policy,
    /// What the findings say, where a baseline will ask.
    contents: Vec<Content>,
}

impl Desk {
    pub(super) fn new(mut papers: Papers) -> Self {
        let ledger = papers.baseline.take().map(|(baseline, folder)| Ledger {
            baseline,
            folder,
            gone: BTreeMap::new(),
            looked_at: BTreeSet::new(),
        });
        let own = std::mem::take(&mut papers.own);
        Self { papers, own, has_baseline: ledger.is_some(), known: Mutex::new(ledger), left_out: Default::default() }
    }

    /// Whether articles have to be asked about in order before they are reported.
    pub(super) fn has_baseline(&self) -> bool {
        self.has_baseline
    }

    /// Whether a file is to be checked at all: not those of the desk itself, which are JSONL too, and not what did not
    /// change.
    pub(super) fn wants(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        if name == setup::REVIEWS || name == setup::BASELINE || self.own.contains(&find::absolute(path)) {
            return false;
        }
        self.papers.since.as_ref().is_none_or(|since| since.touched(path))
    }

    /// What readers are told of a file.
    pub(super) fn options<'a>(&self, engine: &Engine, path: &str, mut options: Options<'a>) -> Options<'a> {
        if !self.papers.policies.is_plain() {
            let path = relative(&self.papers.folder, path);
            let here = self.papers.policies.at(engine.rules(), Path::new(&path));
            let [lang_told, source_told] = self.papers.told;
            // The command line beats an override, and an override the rest of the file.
            options.lang = here.lang.filter(|_| !lang_told).or(options.lang);
            options.source_lang = here.source_lang.filter(|_| !source_told).or(options.source_lang);
        }
        options
    }

    /// Checks an article and leaves out what is allowed, right here, dismissed or old.
    pub(super) fn check(&self, engine: &Engine, document: Document) -> Desked {
        let policy = self.policy(engine, &document);
        let checked = engine.check_under(document, &policy);
        self.desked(engine, checked, policy)
    }

    /// The same for several.
    pub(super) fn check_all(&self, engine: &Engine, documents: Vec<Document>) -> Vec<Desked> {
        let with_policy = |document| {
            let policy = self.policy(engine, &document);
            (document, policy)
        };
        let checked = engine.check_all(documents.into_iter().map(with_policy).collect());
        checked.into_iter().map(|(checked, policy)| self.desked(engine, checked, policy)).collect()
    }

    fn desked(&self, engine: &Engine, checked: Checked, policy: Policy) -> Desked {
        let mut desked = Desked { checked, notes: Vec::new(), policy, contents: Vec::new() };
        self.settle(engine, &mut desked);
        if self.has_baseline() {
            let Desked { checked, contents, .. } = &mut desked;
            *contents = checked.findings.iter().map(|f| Content::of(engine.rules(), checked, f)).collect();
        }
        desked
    }

    fn policy(&self, engine: &Engine, document: &Document) -> Policy {
        if self.papers.policies.is_plain() {
            return Policy::default();
        }
        let path = relative(&self.papers.folder, &document.origin.path);
        let here = self.papers.policies.at(engine.rules(), Path::new(&path));
        Policy { on: Some(here.on), severity: here.severity }
    }

    fn settle(&self, engine: &Engine, desked: &mut Desked) {
        let (rules, papers) = (engine.rules(), &self.papers);
        let checked = &desked.checked;
        let count = checked.findings.len();
        let mut why: Vec<Option<Reason>> = vec![None; count];
        let allows = Allows::of(&checked.document);
        if !allows.is_empty() {
            let ran = |id| engine.runs(id) && desked.policy.on.as_ref().is_none_or(|on| on.has(id));
            let (passes, notes) = allows.judge(rules, checked, ran);
            // What changed is only a part of the file, so a comment may still be needed.
            desked.notes = notes;
            for (why, passes) in why.iter_mut().zip(passes) {
                *why = passes.then_some(Reason::Comment);
            }
        }
        if count == 0 {
            return;
        }
        for (finding, why) in checked.findings.iter().zip(&mut why).filter(|(_, why)| why.is_none()) {
            let named = |rule: &Option<Selector>| {
                rule.as_ref().is_none_or(|rule| rule.matches(finding.rule, rules.get(finding.rule)))
            };
            if papers.permits.iter().any(|(p, rule)| named(rule) && p.covers(&checked.document.target, finding)) {
                *why = Some(Reason::Word);
            }
        }
        let mut notes: Vec<Option<String>> = vec![None; count];
        if !papers.reviews.all().is_empty() {
            let contents: Vec<Content> = checked.findings.iter().map(|f| Content::of(rules, checked, f)).collect();
            let path = relative(&papers.reviews_folder, &checked.document.origin.path);
            for (i, judged) in papers.reviews.judge(rules, &contents, &path).into_iter().enumerate() {
                if let Some(judged) = judged
                    && judged.review.decision == Decision::Dismiss
                    && why[i].is_none()
                {
                    why[i] = Some(Reason::Dismissed);
                    notes[i] = Some(judged.review.note.clone());
                }
            }
        }
        let old: Vec<bool> = match &papers.since {
            Some(since) => since.old(checked),
            None => vec![false; count],
        };
        for reason in why.iter().zip(&old).filter(|(_, old)| !**old).filter_map(|(why, _)| *why) {
            self.left_out[reason as usize].fetch_add(1, Ordering::Relaxed);
        }
        if why.iter().all(Option::is_none) && !old.contains(&true) {
            return;
        }
        engine.retain(&mut desked.checked, &desked.policy, |i, finding| match why[i] {
            _ if old[i] => false,
            Some(Reason::Dismissed) if papers.show_dismissed => {
                let note = notes[i].as_deref().unwrap_or_default();
                let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
                finding.message = format!("dismissed{note}: {}", finding.message);
                finding.severity = Severity::Neutral;
                true
            }
            why => why.is_none(),
        });
    }

    /// Which findings the baseline knows. To be asked in the order of the articles.
    pub(super) fn known(&self, desked: &Desked) -> Vec<bool> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(ledger) = known.as_mut() else { return vec![false; desked.checked.findings.len()] };
        let path = relative(&ledger.folder, &desked.checked.document.origin.path);
        ledger.looked_at.insert(path.clone());
        let (gone, folder) = (&mut ledger.gone, &ledger.folder);
        let is_gone = |path: &str| *gone.entry(path.to_owned()).or_insert_with_key(|path| !folder.join(path).exists());
        let known = ledger.baseline.take(&desked.contents, &path, is_gone);
        let count = known.iter().filter(|known| **known).count();
        self.left_out[Reason::Known as usize].fetch_add(count as u64, Ordering::Relaxed);
        known
    }

    /// Leaves out what is known.
    pub(super) fn leave_out(engine: &Engine, mut desked: Desked, known: &[bool]) -> Desked {
        if known.contains(&true) {
            engine.retain(&mut desked.checked, &desked.policy, |i, _| !known[i]);
        }
        desked
    }

    /// What was left out, in one line; nothing where nothing was.
    pub(super) fn summary(&self) -> Option<String> {
        let words =
            ["allowed by comments", "right here by mtlint.toml", "dismissed by reviews", "known by the baseline"];
        let parts: Vec<String> = self
            .left_out
            .iter()
            .zip(words)
            .map(|(count, words)| (count.load(Ordering::Relaxed), words))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")))
    }

    /// Dismissals that no finding needed: all of them, or those that were on one of the files.
    pub(super) fn unused(&self, engine: &Engine, files: Option<&[PathBuf]>) -> Vec<&Review> {
        let files: Option<BTreeSet<String>> = files.map(|files| {
            files.iter().map(|file| relative(&self.papers.reviews_folder, &file.to_string_lossy())).collect()
        });
        let rules = engine.rules();
        let ran = |review: &&Review| {
            let found = review.rule.as_deref().map(|rule| rules.find(rule));
            !matches!(found, Some(Some(id)) if !engine.runs(id))
        };
        let here = |review: &&Review| match &files {
            Some(files) => review.path.as_ref().is_some_and(|path| files.contains(path)),
            None => true,
        };
        self.papers.reviews.unused().filter(ran).filter(here).collect()
    }

    /// The baseline without what was not found again; a file that is no more was looked at.
    pub(super) fn pruned(self) -> Option<Baseline> {
        let ledger = self.known.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        let Ledger { baseline, folder, looked_at, .. } = ledger;
        Some(baseline.pruned(|path| looked_at.contains(path) || !folder.join(path).exists()))
    }
}
