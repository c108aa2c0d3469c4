//! `echo`: one root twice within a few words, where the source had two words and an editor would vary them.
//!
//! Most repeated roots are right, so this looks for three narrow structures only: a verb and, behind a conjunction and
//! `help`, the same verb again (`revived trade and helped revive tourism`), a verb with an object of its own root
//! (`reduce the reduction`), and a participle before a noun of its own root (`growing growth`). Words are compared only
//! if their first four letters agree; a root that is the article's subject, standing in it many times, is left alone.

use super::{
    Compile, Cx, Detector, Hit, Sink,
    lists::{set_of, words},
};
use crate::model::{Hashes, RuleId, Sentence, Span, Token, TokenFlags};
use serde::Deserialize;
use std::cell::RefCell;
use toml::Spanned;

/// Parameters of an `echo` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Structures to look for.
    shapes: Vec<Shape>,
    /// Word lists (under `rules/lists/`) of articles and possessives, which may stand between a verb and its object.
    determiners: Vec<Spanned<String>>,
    /// How often a root may stand in the article.
    #[serde(default = "frequent")]
    frequent: usize,
    /// First words of pairs that belong together.
    #[serde(default)]
    allow: Vec<String>,
}

fn frequent() -> usize {
    5
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    /// `revived trade and helped revive tourism`.
    Helped,
    /// `reduce the reduction`.
    Object,
    /// `growing growth`.
    Participle,
    /// `the reduction reduced`.
    Subject,
    /// `a guarantee that guarantees`.
    Relative,
}

/// How many words on the second word of an echo may stand.
const REACH: usize = 14;

/// How far around an echo its root is counted, in tokens.
const NEAR: usize = 5000;

struct Rule {
    id: RuleId,
    shapes: Vec<Shape>,
    determiners: Vec<Hashes>,
    allow: Hashes,
    frequent: usize,
}

struct Echoes {
    rules: Vec<Rule>,
    /// The kinds of [`LEADS`], by six bits of their hashes and by six others.
    leads: [u64; 2],
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut rules = Vec::new();
    for (id, rule, params) in compile.params::<Params>() {
        let determiners = params.determiners.iter().map(|name| compile.named_list(rule, name)).collect();
        let allow = set_of(&params.allow);
        rules.push(Rule { id, shapes: params.shapes, determiners, allow, frequent: params.frequent });
    }
    let kinds = |shift: u32| LEADS.iter().fold(0, |kinds, hash| kinds | kind(hash << shift));
    Box::new(Echoes { rules, leads: [kinds(0), kinds(6)] })
}

thread_local! {
    /// Kept from article to article.
    static HEADS: RefCell<Heads> = RefCell::default();
}

impl Detector for Echoes {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|rule| out.wants(rule.id)) {
            return;
        }
        let mut words: Vec<Word<'_>> = Vec::new();
        HEADS.with_borrow_mut(|heads| {
            for sentence in cx.sentences() {
                if !heads.may_echo(cx, sentence, self.leads) {
                    continue;
                }
                fill(cx, sentence, &mut words);
                for rule in &self.rules {
                    if out.wants(rule.id) {
                        rule.sentence(cx, &words, out);
                    }
                }
            }
        });
    }
}

/// How the words of a sentence begin.
#[derive(Default)]
struct Heads {
    /// Behind [`BEFORE`] numbers for each word its first four letters, or its place where it cannot echo.
    heads: Vec<u32>,
    /// The places of words that lead to a second verb farther away.
    leads: Vec<u32>,
}

/// How far back the first word stands in most structures.
const BEFORE: usize = 3;

impl Heads {
    /// Whether two words near each other begin with the same letters, where a structure may hold them: the second one
    /// stands at most three words behind the first, or one or two behind “help” or “and also”. Few sentences have any, and
    /// only these are read closely. `kinds` are those of words that lead to a second verb.
    #[inline(never)]
    fn may_echo(&mut self, cx: &Cx<'_>, sentence: &Sentence, kinds: [u64; 2]) -> bool {
        let tokens = cx.text.tokens_in(&sentence.tokens);
        if self.heads.len() < tokens.len() + BEFORE {
            self.heads.resize(tokens.len() + BEFORE, 0);
            // Like no word and no place of one.
            self.heads[..BEFORE].copy_from_slice(&[0, 1, 2]);
        }
        self.leads.clear();
        let text = cx.text.content().as_bytes();
        let (heads, leads) = (self.heads.as_mut_slice(), &mut self.leads);
        let mut end = BEFORE;
        // Without a branch on the kind of a word, which nobody can foretell: what is no word is overwritten by the next.
        for token in tokens {
            let head = head(text, token);
            heads[end] = if plain(token, end == BEFORE) { head } else { end as u32 };
            let hash = token.hash();
            if kinds[0] & kind(hash) != 0 && kinds[1] & kind(hash << 6) != 0 && LEADS.contains(hash) {
                leads.push(end as u32);
            }
            end += usize::from(token.counts());
        }
        let heads = &heads[..end];
        let near = heads
            .windows(BEFORE + 1)
            .fold(false, |near, words| near | (words[3] == words[2]) | (words[3] == words[1]) | (words[3] == words[0]));
        near || leads.iter().any(|&lead| led(heads, lead as usize))
    }
}

/// Whether one of the two words behind a word that leads to a second verb begins as one before.
fn led(heads: &[u32], lead: usize) -> bool {
    (lead + 1..heads.len().min(lead + 3))
        .any(|second| heads[(second + 1).saturating_sub(REACH)..second].contains(&heads[second]))
}

/// Whether a word may echo another by its length and letters.
#[inline]
fn plain(token: &Token, first: bool) -> bool {
    (token.span().len() >= 5)
        & token.is_word()
        & (first | token.is_lower())
        & !token.has(TokenFlags::NON_ASCII)
        & !token.has(TokenFlags::APOSTROPHE)
}

/// The first four letters of a word as a number, which is larger than any place.
#[inline]
fn head(text: &[u8], token: &Token) -> u32 {
    let letters = text.get(token.start() as usize..).and_then(|text| text.first_chunk::<4>());
    letters.map_or(0, |letters| u32::from_be_bytes(*letters)) | 0x2020_2020
}

/// A word of a sentence.
struct Word<'d> {
    token: usize,
    text: &'d str,
    /// The first four letters in lower case, as a number; 0 for words that cannot echo: short ones, names, numbers.
    key: u32,
    /// A mark stands before it.
    parted: bool,
}

fn fill<'d>(cx: &Cx<'d>, sentence: &Sentence, words: &mut Vec<Word<'d>>) {
    words.clear();
    let mut parted = false;
    for index in sentence.token_range() {
        let token = &cx.tokens()[index];
        if !token.counts() {
            parted = true;
            continue;
        }
        let text = cx.word(index);
        words.push(Word { token: index, text, key: key(token, text, words.is_empty()), parted });
        parted = false;
    }
}

fn key(token: &Token, text: &str, first: bool) -> u32 {
    let bytes = text.as_bytes();
    let plain =
        token.is_word() && bytes.len() >= 5 && !token.has(TokenFlags::APOSTROPHE) && (first || token.is_lower());
    if !plain || !bytes.iter().all(u8::is_ascii_alphabetic) {
        return 0;
    }
    bytes[..4].iter().fold(0, |key, b| key << 8 | u32::from(b.to_ascii_lowercase()))
}

impl Rule {
    fn sentence(&self, cx: &Cx<'_>, words: &[Word<'_>], out: &mut Sink<'_>) {
        for (i, first) in words.iter().enumerate() {
            if first.key == 0 {
                continue;
            }
            for j in i + 1..words.len().min(i + REACH) {
                if words[j].key == first.key
                    && self.shape(cx, words, i, j).is_some_and(|s| self.shapes.contains(&s))
                    && self.rare(cx, words, i, j)
                {
                    let span = Span::new(cx.tokens()[first.token].start(), cx.tokens()[words[j].token].end());
                    out.report(Hit::new(self.id, span).slot("word", first.text).slot("again", words[j].text));
                    break;
                }
            }
        }
    }

    /// The structure that two words of one beginning stand in.
    fn shape(&self, cx: &Cx<'_>, words: &[Word<'_>], i: usize, j: usize) -> Option<Shape> {
        let (first, second) = (words[i].text, words[j].text);
        let determiner =
            |w: &Word<'_>| self.determiners.iter().any(|words| words.contains(cx.tokens()[w.token].hash()));
        let is = |w: &Word<'_>, list: &[&str]| list.iter().any(|l| l.eq_ignore_ascii_case(w.text));
        if self.allow.contains(cx.tokens()[words[i].token].hash()) {
            return None;
        }
        let between = &words[i + 1..j];
        let found = match between {
            [] if !words[j].parted
                && participle(first)
                && !gerund_and_verb(first, second)
                && !agent(second)
                && !participle(second) =>
            {
                Shape::Participle
            }
            [d] if !d.parted
                && !words[j].parted
                && determiner(d)
                && !cx.tokens()[d.token].is_capital()
                && !agent(second)
                && !agent(first) =>
            {
                Shape::Object
            }
            [d, adjective]
                if !d.parted
                    && !adjective.parted
                    && !words[j].parted
                    && determiner(d)
                    && cx.tokens()[adjective.token].is_lower()
                    && derived(second)
                    && !derived(first)
                    && !first.ends_with("ly")
                    && !agent(first) =>
            {
                Shape::Object
            }
            [] if !words[j].parted
                && derived(first)
                && (second.ends_with("ed") && !timed(words, j) || second.ends_with('s')) =>
            {
                Shape::Subject
            }
            [will, be]
                if !words[j].parted
                    && derived(first)
                    && second.ends_with("ed")
                    && is(will, &["will", "would", "to", "must", "should", "has", "had", "may"])
                    && is(be, &["be", "been"])
                    && !second.ends_with("eed") =>
            {
                Shape::Subject
            }
            [that] if !that.parted && !words[j].parted && is(that, &["that", "which"]) && !agent(first) => {
                Shape::Relative
            }
            [.., and, help] if is(and, &["and", "or", "but"]) && is(help, HELP) => Shape::Helped,
            [.., and, help, to] if is(and, &["and", "or", "but"]) && is(help, HELP) && is(to, &["to", "also"]) => {
                Shape::Helped
            }
            [.., and, also, help]
                if is(and, &["and", "or", "but"]) && is(also, &["also", "then", "even", "thus"]) && is(help, HELP) =>
            {
                Shape::Helped
            }
            [.., and, also] if is(and, &["and"]) && is(also, &["also", "again", "thus", "further", "even"]) => {
                Shape::Helped
            }
            _ => return None,
        };
        let same_word = first.eq_ignore_ascii_case(second);
        // `please contact the contact`: a verb that something before makes one, else the two may be one noun.
        let verb = i > 0 && !words[i].parted && is(&words[i - 1], BASE);
        if same_word && !(found == Shape::Object && verb) || found == Shape::Helped && !finite(first) {
            return None;
        }
        // `re-ordered the order` has another root in front.
        if words[i].parted && words[i].token > 0 && matches!(cx.word(words[i].token - 1), "-" | "‐" | "‑") {
            return None;
        }
        (cx.stem(words[i].token) == cx.stem(words[j].token) || kin(first, second)).then_some(found)
    }

    /// Whether the root is not what this part of the article is about.
    fn rare(&self, cx: &Cx<'_>, words: &[Word<'_>], i: usize, j: usize) -> bool {
        // Only echoes come here, which are rare; counting stops at the limit and looks no farther than an article's length.
        let (a, b) = (words[i].text.as_bytes(), words[j].text.as_bytes());
        let shared = a.iter().zip(b).take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
        let root = &words[i].text[..shared];
        let begins = |index: &usize| cx.word(*index).get(..shared).is_some_and(|head| head.eq_ignore_ascii_case(root));
        let near = words[i].token.saturating_sub(NEAR)..cx.tokens().len().min(words[i].token + NEAR);
        near.filter(begins).take(self.frequent + 1).count() <= self.frequent
    }
}

const HELP: &[&str] = &["help", "helps", "helped", "helping"];

/// Words behind which, at once or with another between, the second verb of the structure stands that reaches farthest.
static LEADS: Hashes = words!("help helps helped helping also again thus further even");

/// The kind of a word, one of 64, as a bit.
#[inline]
fn kind(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// Words behind which a verb stands in its base form.
const BASE: &[&str] = &[
    "to", "can", "cannot", "could", "will", "would", "shall", "should", "may", "might", "must", "please", "not",
    "help", "helps", "helped", "let", "don't", "didn't", "doesn't", "won't", "can't", "wouldn't", "couldn't",
];

/// `warming warms`, `the meeting meets`: subject and verb, which science cannot vary.
fn gerund_and_verb(first: &str, second: &str) -> bool {
    first
        .strip_suffix("ing")
        .is_some_and(|root| second.strip_prefix(root).is_some_and(|rest| matches!(rest, "s" | "es" | "")))
}

/// `revived`, `strengthens`, or a base form: not a noun's plural, not a gerund.
fn finite(word: &str) -> bool {
    word.ends_with("ed")
        || word.ends_with("ens")
        || word.ends_with("ises")
        || word.ends_with("izes")
        || word.ends_with("es")
}

/// “the agreement agreed last week”: a participle that stands for a clause has a time or a doer behind it.
fn timed(words: &[Word<'_>], participle: usize) -> bool {
    const BEHIND: &[&str] = &[
        "last",
        "yesterday",
        "earlier",
        "on",
        "in",
        "at",
        "by",
        "between",
        "with",
        "under",
        "upon",
        "this",
        "to",
        "during",
    ];
    words
        .get(participle + 1)
        .is_some_and(|next| !next.parted && BEHIND.iter().any(|word| word.eq_ignore_ascii_case(next.text)))
}

fn participle(word: &str) -> bool {
    word.len() >= 6 && (word.ends_with("ing") || word.ends_with("ed"))
}

/// A noun for someone who does something: `teachers teach`.
fn agent(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    ["er", "or", "ist", "ian", "ant"].iter().any(|suffix| word.len() > suffix.len() + 3 && word.ends_with(suffix))
}

/// Endings of nouns made of verbs.
const NOUN: &[&str] = &["tion", "sion", "ment", "ance", "ence", "ity", "itie", "al", "ure", "th"];

/// A noun made of a verb or adjective.
fn derived(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    word.len() >= 6 && NOUN.iter().any(|ending| singular.ends_with(ending))
}

/// Whether two words are forms of one root that the stemmer keeps apart: `reduce`, `reduction`.
fn kin(a: &str, b: &str) -> bool {
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
    // `decision`, `decided`
    let sion =
        |a: &str, b: &str| a.ends_with("sion") && (b.ends_with("ded") || b.ends_with("de") || b.ends_with("des"));
    (shared >= 5 || shared == 4 && (b.ends_with("th") || sion(a, b) || sion(b, a)))
        && a.len() - shared <= 5
        && b.len() - shared <= 5
        && (derived(a) || derived(b))
}
