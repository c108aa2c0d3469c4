//! Looks at the words around a place that rule nearly every place out, before a sequence is run there.

use super::{
    glance::Glance,
    parse::Edge,
    program::{Class, Test},
    reach::{Anchor, Element, Reach, Spot},
};
use std::sync::Arc;

/// Asks for something between two distances from the word that a sequence is found by, or from its start.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(super) from: i16,
    pub(super) to: i16,
    pub(super) asks: Asks,
}

/// What a match has there.
#[derive(Clone, Debug)]
pub(super) enum Asks {
    /// A token that passes.
    Test(Test),
    /// The same word as the token at that distance.
    Same(i16),
    /// The first token of a sentence or block, or the end of a block.
    SentenceStart,
    BlockStart,
    BlockEnd,
}

/// The most looks worth their time, the most tokens that one of them may take in, and how many places in a hundred
/// thousand it may let through.
const LOOKS: usize = 6;
const TOKENS: i64 = 12;
const ODDS: i64 = 50_000;
/// What a token must be beside one of the words that lead to the sequence.
const REST: u32 = 50_000;
/// The same where it must have a capital.
const CAPITAL: u32 = 8_000;

impl Look {
    /// The looks from a word, but for what a glance has told, or from the start of a match; the most telling first. From
    /// the start, only those that need no search.
    pub(super) fn all(reach: &Reach<'_>, base: Spot, anchor: Option<(&Anchor, &Glance)>, tests: &[Test]) -> Vec<Look> {
        let (anchor, glance) = anchor.unzip();
        let leads = |number| anchor.is_some_and(|anchor| anchor.element == number || anchor.next == Some(number));
        let mut all = Vec::new();
        for (number, (spot, element)) in reach.elements.iter().enumerate() {
            let (from, to) = base.to(*spot);
            if to - from >= TOKENS || anchor.is_none() && from < to {
                continue;
            }
            let told = |test: &Test| from == to && glance.is_some_and(|glance| glance.tells(from, test));
            let (odds, asks) = match element {
                Element::Test(test) if told(&tests[*test as usize]) => continue,
                Element::Edge(Edge::SentenceStart)
                    if from == to && glance.is_some_and(|glance| glance.tells_start(from)) =>
                {
                    continue;
                }
                Element::Test(test) => {
                    let test = &tests[*test as usize];
                    let odds = if leads(number) { beside(test) } else { test.odds() };
                    (odds, Some(Asks::Test(test.clone())))
                }
                Element::Words(_) if leads(number) => continue,
                Element::Words(set) => {
                    let class = || Class::new(set.hashes().into_iter().collect());
                    (set.cost(), Some(Asks::Test(Test::List(Arc::new(class())))))
                }
                // Equal words at a distance are about as rare as a middling word is frequent.
                Element::Same(with) => {
                    let (near, far) = base.to(*with);
                    let with = i16::try_from(near).ok().filter(|_| near == far && from == to);
                    (1_500, with.map(Asks::Same))
                }
                Element::Edge(Edge::SentenceStart) => (5_000, Some(Asks::SentenceStart)),
                Element::Edge(Edge::BlockStart) => (2_000, Some(Asks::BlockStart)),
                Element::Edge(Edge::BlockEnd) => (2_000, Some(Asks::BlockEnd)),
                Element::Edge(Edge::SentenceEnd) => continue,
            };
            let odds = i64::from(odds).saturating_mul(to - from + 1);
            if let (Ok(near), Ok(far), Some(asks)) = (i16::try_from(from), i16::try_from(to), asks)
                && odds < ODDS
            {
                // What it costs for each place that it rules out; a token more costs less than a look.
                let cost = 2 + to - from;
                all.push((cost * 100_000_000 / (100_000 - odds), Look { from: near, to: far, asks }));
            }
        }
        all.sort_by_key(|(cost, _)| *cost);
        all.into_iter().take(LOOKS).map(|(_, look)| look).collect()
    }
}

/// How many in a hundred thousand of the words that lead to a sequence pass the test that they were taken from.
fn beside(test: &Test) -> u32 {
    match test {
        Test::Word(_) | Test::List(_) | Test::Terminal => u32::MAX,
        Test::OneOf(_, exact) if exact.is_empty() => u32::MAX,
        Test::OneOf(class, exact) if all_capital(class, exact) => CAPITAL,
        Test::Any(tests) if tests.iter().all(|test| beside(test) == u32::MAX) => u32::MAX,
        Test::Exact(_, word) if has_capital(word) => CAPITAL,
        _ => REST,
    }
}

/// Whether all words of a choice count only with a capital, which a token knows of itself.
pub(super) fn all_capital(class: &Class, exact: &[(u64, Box<str>)]) -> bool {
    let named = |hash: u64| exact.iter().any(|(of, _)| *of == hash);
    class.words.iter().all(named) && exact.iter().all(|(_, word)| has_capital(word))
}

pub(super) fn has_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use crate::{
        detect::sequence::{
            compile::{Compiled, Compiler},
            glance::{OUTSIDE, SEEN, WIDE, sign},
            reach::{If, pair},
        },
        model::hash_word,
        rule::RuleSet,
        text::tokens_of,
    };

    fn compiled(text: &str) -> Compiled {
        let rules = RuleSet::embedded().expect("the rules are right");
        let mut compiler = Compiler::new(rules.lists().clone(), |_| None);
        compiler.compile(text).unwrap_or_else(|mistake| panic!("{mistake:?}"))
    }

    fn looks(text: &str) -> Vec<String> {
        let made = compiled(text);
        let mut all: Vec<String> = made.looks.iter().map(|look| format!("{}..={}", look.from, look.to)).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn looks_go_as_far_as_what_stands_between() {
        // From “zebra”, wherever it stands itself.
        assert_eq!(looks("<lower>{0,3} zebra <lower>{0,2} the"), ["1..=3"]);
        assert_eq!(looks("the <lower>{1,2} zebra"), ["-3..=-2"]);
        // A branch of two words moves what stands behind it, and what stands in it.
        assert_eq!(looks("zebra (this | <lower> that) (of the)"), ["1..=2", "2..=3", "3..=4"]);
        assert_eq!(looks("(of | in a) the zebra"), ["-3..=-2"]);
    }

    #[test]
    fn what_a_glance_tells_is_not_looked_at_again() {
        assert_eq!(looks("zebra the"), [""; 0]);
        assert_eq!(looks("zebra <lower *ing>"), ["1..=1"]);
    }

    #[test]
    fn windows_see_a_word_wherever_it_may_stand() {
        let windows = compiled("zebra <lower>{1,8} horse").windows;
        let sees = |between: usize, last: &str| {
            let (text, mut signs) = (format!("zebra{} {last}", " fine".repeat(between)), [OUTSIDE; SEEN]);
            signs[WIDE..].iter_mut().zip(tokens_of(&text)).for_each(|(place, token)| *place = sign(&token));
            windows.iter().all(|window| window.allows(&signs))
        };
        assert!((1..=8).all(|between| sees(between, "horse")));
        assert!((1..=8).all(|between| !sees(between, "fine")) && !sees(9, "horse"));
    }

    #[test]
    fn frequent_words_are_found_in_pairs() {
        let words = |text: &str| text.split(' ').map(hash_word).collect::<Vec<u64>>();
        let (of, the) = (hash_word("of"), hash_word("the"));
        assert_eq!(compiled("<lower> of the").anchors, [pair(of, the)]);
        assert_eq!(compiled("<lower> of the").offset, (1, 1));
        assert_eq!(compiled("of the zebra").anchors, words("zebra"));
        // Some words count with a capital only, others where they stand again.
        assert_eq!(compiled("<lower> (Zebra|Horse)").counts, If::Capital);
        assert_eq!(compiled("(Zebra|horse)").counts, If::Always);
        assert_eq!(compiled("v=(zebra|horse) <lower>{0,15} =v").counts, If::Again);
        assert_eq!(compiled("v=(zebra|horse) <lower>{0,16} =v").counts, If::Always);
        assert_eq!(compiled("zebra v=<lower> =v").counts, If::Always);
        assert_eq!(compiled("zebra <lower>{1,3} zebra").counts, If::Again);
        // Where they need not stand in a row, or are not rarer so, one leads.
        assert_eq!(compiled("of <lower>? the").anchors, words("of"));
        assert_eq!(compiled("(of|to|in|for) the minister").anchors, words("minister"));
        // It need not be known where they start, if one of them is the rarest.
        assert_eq!(compiled("<lower>? of the").anchors, [pair(of, the)]);
        assert_eq!(compiled("<lower>? of the").offset, (0, 1));
    }
}
