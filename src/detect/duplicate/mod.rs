//! `duplicate`: sentences and paragraphs that an article holds twice, word for word or nearly.
//!
//! Exact copies are found by a hash of the sentence's words, near copies by [`near`].

mod fresh;
mod named;
mod near;

use super::{Compile, Cx, Detector, Hit, Sink, lists::set_of};
use crate::{
    model::{BlockKind, Hashes, RuleId, Sentence, Span, Token, TokenFlags, WordMap},
    rule::{Lists, Table},
};
use near::Near;
use serde::Deserialize;
use std::{
    cell::{LazyCell, RefCell},
    ops::Range,
    sync::OnceLock,
};

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

struct Duplicates {
    rules: Vec<(RuleId, Likeness)>,
    /// Words of the first and second person.
    persons: OnceLock<Hashes>,
    lists: Lists,
    near: Near,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, p)| (id, p.likeness)).collect();
    Box::new(Duplicates { rules, lists: compile.lists.clone(), persons: OnceLock::new(), near: Near::default() })
}

impl Duplicates {
    fn is_person(&self, token: &Token) -> bool {
        self.persons.get_or_init(|| persons(&self.lists)).contains(token.hash())
    }
}

fn persons(lists: &Lists) -> Hashes {
    let table = lists.table("repeat_words");
    let of_persons = |table: &Table| -> Hashes {
        let rows = table.rows.iter().filter(|row| table.cell(row, "kind") == "person");
        set_of(rows.flat_map(|row| table.cell(row, "words").split_whitespace()))
    };
    table.map(|table| of_persons(&table)).unwrap_or_default()
}

impl Detector for Duplicates {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let on = |likeness| self.rules.iter().filter(move |r| r.1 == likeness).map(|r| r.0);
        if cx.sentences().len() < 2 {
            return;
        }
        let spoken = LazyCell::new(|| self.spoken(cx));
        for id in on(Likeness::Exact) {
            if out.wants(id) {
                self.exact(cx, &spoken, |span, first| {
                    out.report(Hit::new(id, span).slot("first", first));
                });
            }
        }
        for id in on(Likeness::Near) {
            if out.wants(id) {
                self.near.copies(cx, &spoken, |span, first| {
                    out.report(Hit::new(id, span).slot("first", first));
                });
                for pair in cx.sentences().windows(2).filter(|pair| retold(cx, &pair[0], &pair[1])) {
                    out.report(Hit::new(id, pair[1].span).slot("first", cx.text.slice(pair[0].span)));
                }
            }
        }
    }
}

impl Duplicates {
    /// Whether the article is a speech, a letter, a story: a fifth of its sentences say I, we or you outside quotation
    /// marks. Speakers repeat sentences on purpose.
    fn spoken(&self, cx: &Cx<'_>) -> bool {
        let person = |t: &Token| self.is_person(t) && !cx.quotations().contain(t.span());
        let with = cx.sentences().iter().filter(|s| cx.text.tokens_in(&s.tokens).iter().any(person)).count();
        with >= 3 && with * 5 >= cx.sentences().len()
    }

    /// Sentences whose words stood before: at least three words if the copy follows at once, else four.
    fn exact(&self, cx: &Cx<'_>, spoken: &LazyCell<bool, impl FnOnce() -> bool>, mut report: impl FnMut(Span, String)) {
        if !any_twice(cx) {
            return;
        }
        let mut met: WordMap<usize> = WordMap::default();
        met.reserve(cx.sentences().len());
        // The last copy that was left alone for what it says, with its original: what follows both belongs to them.
        let mut left = None;
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
            let follows = left.is_some_and(|(a, b)| (a + 1, b + 1) == (first, index));
            if !next && (follows || addresses(cx, sentence) || self.pulled(cx, earlier, sentence)) {
                left = Some((first, index));
                continue;
            }
            if sentence.words < 12 && (**spoken || said(sentence) || said(earlier)) || figures(cx, sentence) {
                continue;
            }
            report(sentence.span, cx.text.slice(earlier.span).to_owned());
        }
    }

    /// Whether one of two copies is pulled out of the text to be read first: a quotation without its marks, or with the
    /// speaker's name in a line below.
    fn pulled(&self, cx: &Cx<'_>, earlier: &Sentence, later: &Sentence) -> bool {
        // The mark that opens a quotation belongs to its first sentence.
        let inside = |s: &Sentence| {
            let mut words = words(cx, s);
            let first = words.next();
            first.into_iter().chain(words.last()).all(|t| cx.quotations().contain(t.span()))
        };
        if inside(earlier) != inside(later) {
            return true;
        }
        let speaks = || words(cx, later).any(|t| self.is_person(t));
        [earlier, later].iter().any(|s| {
            let blocks = cx.text.blocks();
            let own = &blocks[s.block as usize].sentences;
            let last = &cx.sentences()[own.end as usize - 1];
            let below = blocks.get(s.block as usize + 1).map(|block| &cx.sentences()[range(&block.sentences)]);
            own.len() > 1 && name(cx, last)
                || speaks() && below.is_some_and(|line| line.len() == 1 && name(cx, &line[0]))
        })
    }
}

/// Whether two sentences may have the same words: as many, and the same at both ends. In most articles no two are so.
fn any_twice(cx: &Cx<'_>) -> bool {
    ENDS.with_borrow_mut(|ends| {
        ends.clear();
        // Of sentences that differ, hardly two are of one kind.
        let (mut kinds, mut twice) = ([0u64; 16], 0);
        for sentence in cx.sentences().iter().filter(|s| s.words >= 3 && prose(cx, s)) {
            let tokens = cx.text.tokens_in(&sentence.tokens);
            let first = tokens.iter().find(|t| t.counts()).map_or(0, Token::hash);
            let last = tokens.iter().rfind(|t| t.counts()).map_or(0, Token::hash);
            let key = first ^ last.rotate_left(17) ^ u64::from(sentence.words).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let (kind, bit) = (&mut kinds[(key >> 60) as usize], 1 << (key >> 54 & 63));
            twice |= *kind & bit;
            *kind |= bit;
            ends.push(key);
        }
        twice != 0 && {
            ends.sort_unstable();
            ends.windows(2).any(|pair| pair[0] == pair[1])
        }
    })
}

thread_local! {
    /// Room for [`any_twice`], kept from article to article.
    static ENDS: RefCell<Vec<u64>> = RefCell::default();
}

fn range(indexes: &Range<u32>) -> Range<usize> {
    indexes.start as usize..indexes.end as usize
}

/// Whether a line is a name: short, of capitals, without a full stop.
fn name(cx: &Cx<'_>, line: &Sentence) -> bool {
    let capitals = words(cx, line).filter(|t| t.is_capital()).count();
    line.words <= 8 && capitals * 2 > line.words as usize && !closed(cx, line)
}

/// Whether a third of the words are numbers, as in results and tables.
fn figures(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    words(cx, sentence).filter(|t| t.has(TokenFlags::DIGIT)).count() * 3 >= sentence.words as usize
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
    if cx.text.content().as_bytes()[sentence.span.range()].ends_with(b".") {
        return true;
    }
    let text = cx.text.slice(sentence.span).trim_end_matches(['”', '"', '’', '»', ')', '\'']);
    text.ends_with(['.', '!', '。', '…', '।'])
}

/// Whether the sentence speaks to its reader, names its writer or points at what stands on the page, as notes, credits,
/// forms and school books do.
fn addresses(cx: &Cx<'_>, sentence: &Sentence) -> bool {
    words(cx, sentence).any(|t| {
        matches!(
            cx.text.slice(t.span()).to_ascii_lowercase().as_str(),
            "click"
                | "please"
                | "photo"
                | "subscribe"
                | "thank"
                | "figure"
                | "following"
                | "drawing"
                | "diagram"
                | "exercise"
        )
    })
}

/// `Murnau was born in Bielefeld. He was born in Bielefeld.`: the next sentence says the same with a pronoun.
fn retold(cx: &Cx<'_>, first: &Sentence, second: &Sentence) -> bool {
    const PRONOUNS: &[&str] = &["He", "She", "It", "They"];
    if second.words < 5 || !(second.words..=second.words + 3).contains(&first.words) || first.block != second.block {
        return false;
    }
    let back = |s: &Sentence| cx.text.tokens_in(&s.tokens).iter().rev().filter(|t| t.counts());
    let same = back(first).zip(back(second)).take_while(|(a, b)| a.hash() == b.hash()).count();
    let opens = |s: &Sentence| words(cx, s).next().map(|t| cx.text.slice(t.span()));
    let pronoun = |s: &Sentence| opens(s).is_some_and(|word| PRONOUNS.contains(&word));
    same + 1 == second.words as usize && pronoun(second) && !pronoun(first) && closed(cx, first) && closed(cx, second)
}
