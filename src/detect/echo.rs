//! `echo`: one root twice within a few words, where the source had two words and an editor would vary them.
//!
//! Most repeated roots are right, so this looks for three narrow structures only: a verb and, behind a conjunction and
//! `help`, the same verb again (`revived trade and helped revive tourism`), a verb with an object of its own root
//! (`reduce the reduction`), and a participle before a noun of its own root (`growing growth`). Words are compared only
//! if their first four letters agree; a root that is the article's subject, standing in it many times, is left alone.

mod heads;

use super::{Compile, Cx, Detector, Hit, Sink, lists::set_of};
use crate::model::{Hashes, RuleId, Sentence, Span, Token, TokenFlags};
use heads::{Heads, Leads};
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
    leads: Leads,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut rules = Vec::new();
    for (id, rule, params) in compile.params::<Params>() {
        let determiners = params.determiners.iter().map(|name| compile.named_list(rule, name)).collect();
        let allow = set_of(&params.allow);
        rules.push(Rule { id, shapes: params.shapes, determiners, allow, frequent: params.frequent });
    }
    Box::new(Echoes { rules, leads: Leads::new() })
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
                if !heads.may_echo(cx, sentence, &self.leads) {
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
            _ if helped(between) => Shape::Helped,
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

/// Whether words lead to a second verb: `and helped`, `and also helped to`, `and has helped`, `, helping to`, `and also`.
fn helped(between: &[Word<'_>]) -> bool {
    let is = |word: &Word<'_>, list: &[&str]| list.iter().any(|one| one.eq_ignore_ascii_case(word.text));
    let without = |words: &[Word<'_>], list: &[&str]| {
        let ends = words.last().is_some_and(|last| is(last, list));
        words.len() - usize::from(ends)
    };
    let to = &between[..without(between, &["to", "also"])];
    let Some((help, before)) = to.split_last().filter(|(help, _)| is(help, HELP)) else {
        return matches!(between, [.., and, also]
            if is(and, &["and"]) && is(also, &["also", "again", "thus", "further", "even"]));
    };
    let has = &before[..without(before, &["also", "then", "even", "thus"])];
    let and = &has[..without(has, &["has", "have", "had"])];
    help.parted && is(help, &["helping"]) || and.last().is_some_and(|and| is(and, &["and", "or", "but"]))
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
