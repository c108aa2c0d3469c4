//! `duplicate`: sentences and paragraphs that an article holds twice, word for word or nearly.
//!
//! Exact copies are found by a hash of the sentence's words. Near copies are never looked for among all pairs: a
//! sentence is filed under its rare words, those that stand in two to [`RARE`] sentences of the article, and compared
//! only with the few sentences that share at least [`COMMON`] of them. A word leads to at most [`RARE`] sentences, so
//! the work is linear in the words, for a thousand sentences and for a hundred thousand. The comparison itself asks
//! for the same numbers and names, then for the shared part of the word sets, and only then for the order.

use super::{Compile, Cx, Detector, Hit, Sink, lists::set};
use crate::{
    model::{BlockKind, RuleId, Sentence, Span, Token, TokenFlags, WordMap, WordSet},
    text::{shared_part, word_similarity},
};
use serde::Deserialize;

/// Parameters of a `duplicate` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// `exact`: the same words. `near`: the same text with tiny changes.
    likeness: Likeness,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Likeness {
    Exact,
    Near,
}

/// A word in more sentences than this is not worth looking under.
const RARE: usize = 8;
/// Rare words that two sentences must share to be compared.
const COMMON: usize = 4;
/// Words that a near copy must have.
const LONG: usize = 10;

const NUMERALS: &str = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand \
    million billion first second third fourth fifth sixth last next left right north south east west january february march \
    april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday";

/// Longer words without content of their own, which a second wording changes first.
const EMPTY: &str = "that this these those with from have been were will would could should they them their there which \
    when where while than then also into over after before about between because since until only some such very";

struct Duplicates {
    rules: Vec<(RuleId, Likeness)>,
    /// Words of the first and second person.
    persons: WordSet,
    /// Numbers in words: sentences that differ in them say different things.
    numerals: WordSet,
    /// Words that do not count as content.
    empty: WordSet,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, p)| (id, p.likeness)).collect();
    let mut persons = WordSet::default();
    if let Some(table) = compile.lists.table("repeat_words") {
        for row in table.rows.iter().filter(|row| table.cell(row, "kind") == "person") {
            persons.extend(set(table.cell(row, "words")));
        }
    }
    Box::new(Duplicates { rules, persons, numerals: set(NUMERALS), empty: set(EMPTY) })
}

impl Detector for Duplicates {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let on = |likeness| self.rules.iter().filter(move |r| r.1 == likeness).map(|r| r.0);
        if cx.sentences().len() < 2 {
            return;
        }
        for id in on(Likeness::Exact) {
            if out.wants(id) {
                let spoken = self.spoken(cx);
                exact(cx, spoken, |span, first| {
                    out.report(Hit::new(id, span).slot("first", first));
                });
            }
        }
        for id in on(Likeness::Near) {
            if out.wants(id) {
                if self.spoken(cx) {
                    continue;
                }
                self.near(cx, |span, first| {
                    out.report(Hit::new(id, span).slot("first", first));
                });
            }
        }
    }
}

impl Duplicates {
    /// Whether the article is a speech, a letter, a story: a fifth of its sentences say I, we or you outside quotation
    /// marks. Speakers repeat sentences on purpose.
    fn spoken(&self, cx: &Cx<'_>) -> bool {
        let person = |t: &Token| self.persons.contains(&t.hash()) && !cx.quotations().contain(t.span());
        let with = cx.sentences().iter().filter(|s| cx.text.tokens_in(&s.tokens).iter().any(person)).count();
        with >= 3 && with * 5 >= cx.sentences().len()
    }

    /// Sentences that say what another one said, with small changes.
    fn near(&self, cx: &Cx<'_>, mut report: impl FnMut(Span, String)) {
        let signatures: Vec<Signature> = cx
            .sentences()
            .iter()
            .enumerate()
            .filter(|(_, s)| s.words as usize >= LONG && s.words < 400 && prose(cx, s) && closed(cx, s))
            .map(|(index, sentence)| self.signature(cx, index as u32, sentence))
            .collect();
        if signatures.len() < 2 {
            return;
        }
        let mut files: WordMap<Vec<u32>> = WordMap::default();
        for (number, signature) in signatures.iter().enumerate() {
            for &stem in &signature.set {
                let file = files.entry(stem).or_default();
                if file.len() <= RARE {
                    file.push(number as u32);
                }
            }
        }
        let mut candidates: Vec<u32> = Vec::new();
        // The copy that is being put together: its span, its last sentence, what it copies.
        let mut copy: Option<(Span, u32, String)> = None;
        for (number, signature) in signatures.iter().enumerate() {
            candidates.clear();
            for stem in &signature.set {
                let file = &files[stem];
                if (2..=RARE).contains(&file.len()) {
                    candidates.extend(file.iter().take_while(|&&other| (other as usize) < number));
                }
            }
            candidates.sort_unstable();
            let found = candidates.chunk_by(|a, b| a == b).find_map(|group| {
                let other = &signatures[group[0] as usize];
                let body = !standfirst(cx, &cx.sentences()[other.sentence as usize]);
                (group.len() >= COMMON && body && alike(signature, other)).then_some(other)
            });
            let Some(other) = found else { continue };
            let (first, second) =
                (&cx.sentences()[other.sentence as usize], &cx.sentences()[signature.sentence as usize]);
            let found_span = beside(cx, other.sentence as usize, signature.sentence as usize);
            match &mut copy {
                // Neighbours in one paragraph are one copy.
                Some((span, last, _))
                    if *last + 1 == signature.sentence && cx.sentences()[*last as usize].block == second.block =>
                {
                    *span = span.cover(second.span).cover(found_span);
                    *last = signature.sentence;
                }
                _ => {
                    if let Some((span, _, text)) =
                        copy.replace((found_span, signature.sentence, cx.text.slice(first.span).to_owned()))
                    {
                        report(span, text);
                    }
                }
            }
        }
        if let Some((span, _, text)) = copy {
            report(span, text);
        }
    }

    fn signature(&self, cx: &Cx<'_>, index: u32, sentence: &Sentence) -> Signature {
        let mut made = Signature {
            sentence: index,
            words: Vec::with_capacity(sentence.words as usize),
            set: Vec::new(),
            numbers: Vec::new(),
            names: Vec::new(),
        };
        let mut first = true;
        for at in sentence.token_range() {
            let token = &cx.tokens()[at];
            if !token.counts() {
                continue;
            }
            made.words.push(token.hash());
            let unspaced = token.has(TokenFlags::UNCASED);
            if token.is_number() || token.span().len() >= 4 && !unspaced && !self.empty.contains(&token.hash()) {
                made.set.push(cx.stem(at));
            }
            if token.is_number() || token.has(TokenFlags::DIGIT) || self.numerals.contains(&token.hash()) {
                made.numbers.push(token.hash());
            } else if token.is_capital() && !first {
                made.names.push(token.hash());
            }
            first = false;
        }
        for list in [&mut made.set, &mut made.numbers, &mut made.names] {
            list.sort_unstable();
            list.dedup();
        }
        made
    }
}

/// Running text; headings, captions and lists repeat by nature.
fn prose(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    cx.text.blocks()[sentence.block as usize].kind == BlockKind::Paragraph
}

fn words<'a>(cx: &Cx<'a>, sentence: &Sentence) -> impl Iterator<Item = &'a Token> + use<'a> {
    cx.text.tokens_in(&sentence.tokens).iter().filter(|t| t.counts())
}

/// Whether the sentence ends as sentences do: what does not is a heading, a credit, a caption.
fn closed(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    let text = cx.text.slice(sentence.span).trim_end_matches(['”', '"', '’', '»', ')', '\'']);
    text.ends_with(['.', '!', '。', '…', '।'])
}

/// Sentences whose words stood before: at least three words if the copy follows at once, else four.
fn exact(cx: &Cx<'_>, spoken: bool, mut report: impl FnMut(Span, String)) {
    let mut met: WordMap<usize> = WordMap::default();
    met.reserve(cx.sentences().len());
    for (index, sentence) in cx.sentences().iter().enumerate() {
        if sentence.words < 3 || !prose(cx, sentence) {
            continue;
        }
        let hash =
            words(cx, sentence).fold(0u64, |h, t| h.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ t.hash());
        let Some(first) = met.insert(hash, index) else {
            continue;
        };
        let earlier = &cx.sentences()[first];
        let next = first + 1 == index && earlier.block == sentence.block;
        let far = sentence.words >= 4 || next;
        if !far || !closed(cx, sentence) || !closed(cx, earlier) || cx.text.slice(sentence.span).ends_with('!') {
            continue;
        }
        let said =
            |s: &Sentence| cx.quotations().contain(s.span) || cx.text.slice(s.span).contains(['“', '"', '«', '„']);
        let short = sentence.words < 12;
        if short && (spoken || said(sentence) || said(earlier))
            || !next && (addresses(cx, sentence) || pulled(cx, earlier, sentence))
        {
            continue;
        }
        report(sentence.span, cx.text.slice(earlier.span).to_owned());
    }
}

/// A quotation that stands a second time without its marks, as a paragraph or at the head of one: pages set what was
/// said in large type beside the text.
fn pulled(cx: &Cx<'_>, earlier: &Sentence, sentence: &Sentence) -> bool {
    let said = |s: &Sentence| cx.quotations().contain(s.span);
    let bare = if said(earlier) { sentence } else { earlier };
    let block = &cx.text.blocks()[bare.block as usize];
    // The head of the paragraph may be a copy itself, so the whole of it counts.
    said(earlier) != said(sentence) && !cx.quotations().spans().iter().any(|q| q.overlaps(block.span))
}

/// Whether the sentence speaks to its reader or names its writer, as notes, credits and forms do.
fn addresses(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    words(cx, sentence).any(|t| {
        matches!(
            cx.text.slice(t.span()).to_ascii_lowercase().as_str(),
            "click" | "please" | "photo" | "subscribe" | "thank"
        )
    })
}

/// What a sentence is compared by.
struct Signature {
    sentence: u32,
    /// All words in order.
    words: Vec<u64>,
    /// Stems of longer words and all numbers, sorted, each once.
    set: Vec<u64>,
    /// Numbers, digits or words, sorted: a copy has the same.
    numbers: Vec<u64>,
    /// Names, sorted, each once: a copy has most of them.
    names: Vec<u64>,
}

/// A near copy with the sentence before and behind it, where these are copies as well, only shorter or freer.
fn beside(cx: &Cx<'_>, first: usize, second: usize) -> Span {
    let sentences = cx.sentences();
    let mut span = sentences[second].span;
    let pairs = [(first.checked_sub(1), second.checked_sub(1)), (Some(first + 1), Some(second + 1))];
    for (a, b) in pairs {
        let (Some(a), Some(b)) = (a.and_then(|a| sentences.get(a)), b.and_then(|b| sentences.get(b))) else {
            continue;
        };
        if a.block == sentences[first].block && b.block == sentences[second].block && b.words >= 4 {
            let hashes = |s: &Sentence| words(cx, s).map(Token::hash).collect::<Vec<_>>();
            if word_similarity(&hashes(a), &hashes(b), 0.6).is_some() {
                span = span.cover(b.span);
            }
        }
    }
    span
}

/// The line under the headline, which says what the text says again.
fn standfirst(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    let blocks = cx.text.blocks();
    let block = &blocks[sentence.block as usize];
    let above = &blocks[..sentence.block as usize];
    block.sentences.len() == 1
        && above.len() <= 2
        && blocks.len() >= 4
        && above.iter().all(|b| b.kind == BlockKind::Headline)
}

/// The same numbers and names, four of five content words, and most words in order; but not word for word, which
/// another rule reports.
fn alike(a: &Signature, b: &Signature) -> bool {
    let names = a.names.is_empty() && b.names.is_empty() || shared_part(&a.names, &b.names) >= 0.75;
    a.words != b.words && a.numbers == b.numbers && names && same_content(a, b)
}

/// Nearly all content words, whatever their order, or three of four of them and most words in order.
fn same_content(a: &Signature, b: &Signature) -> bool {
    let shared = shared_part(&a.set, &b.set);
    shared >= 0.9 && a.set.len().min(b.set.len()) >= 5
        || shared >= 0.75 && word_similarity(&a.words, &b.words, 0.7).is_some()
}
