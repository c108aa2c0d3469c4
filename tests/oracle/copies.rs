//! Near copies: all sentences of an article compared with all others, by what `near-duplicate-paragraph` says of itself.
//!
//! The engine compares few pairs, those that a look at the beginnings of their words lets through. What it leaves alone for
//! other reasons (quotations, articles in the first person, the line under a headline) is not in the articles made here.

use crate::{
    article::Article,
    library::{Library, cell},
    sample::Random,
    texts::Piece,
};
use mtlint::{
    Engine,
    model::{BlockKind, Document, TokenFlags},
    text::stem,
};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub(crate) const RULE: &str = "near-duplicate-paragraph";

const NUMERALS: &str = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred \
    thousand million billion first second third fourth fifth sixth last next left right north south east west january \
    february march april may june july august september october november december monday tuesday wednesday thursday \
    friday saturday sunday";
const EMPTY: &str = "that this these those with from have been were will would could should they them their there which \
    when where while than then also into over after before about between because since until only some such very";
/// Two copies share at least four words that stand in at most eight sentences of the article.
const RARE: usize = 8;
const COMMON: usize = 4;

/// A sentence as it is compared.
struct Outline {
    /// Number of the sentence in the article.
    sentence: usize,
    words: Vec<String>,
    stems: BTreeSet<String>,
    numbers: BTreeSet<String>,
    names: BTreeSet<String>,
}

/// Articles without quotations and without first and second persons, that say some of their sentences again with small
/// changes at their end.
pub(crate) fn pieces(library: &Library, corpora: &[Piece]) -> Vec<Piece> {
    let mut random = Random(3);
    let persons: BTreeSet<String> = library
        .table("repeat_words")
        .iter()
        .filter(|row| cell(row, "kind") == "person")
        .flat_map(|row| cell(row, "words").split_whitespace().map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    let personal = |sentence: &str| {
        let mut words = sentence.split(|c: char| !c.is_alphanumeric());
        words.any(|word| persons.contains(&word.to_lowercase()))
    };
    let mut made = Vec::new();
    for piece in corpora.iter().filter(|piece| piece.text.contains(". ")) {
        let text = piece.text.replace(['“', '”', '"', '«', '»', '„', '‘', '’', '\''], "").replace('\n', " ");
        let sentences: Vec<&str> = text.split_inclusive(". ").filter(|sentence| !personal(sentence)).collect();
        let again: Vec<String> = sentences
            .iter()
            .filter(|sentence| sentence.split(' ').count() > 10)
            .map(|sentence| changed(sentence.trim(), &mut random))
            .collect();
        let text = format!("{}.\n\n{}", sentences.concat().trim().trim_end_matches('.'), again.join("\n\n"));
        made.push(Piece { id: format!("{} with copies", piece.id), title: None, lang: piece.lang, text });
    }
    made
}

/// A sentence with up to four words changed.
fn changed(sentence: &str, random: &mut Random) -> String {
    let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
    for _ in 0..random.below(5) {
        let at = random.below(words.len() - 1);
        match random.below(6) {
            0 => words[at].push('s'),
            1 => "particularly".clone_into(&mut words[at]),
            2 => words.swap(at, at + 1),
            3 => words[at] = words[at].to_lowercase(),
            4 if words.len() > 11 => drop(words.remove(at)),
            _ => words.insert(at, "now".to_owned()),
        }
    }
    words.join(" ")
}

/// How many sentences are near copies of earlier ones, and a line for each that the engine does not report.
pub(crate) fn differences(engine: &Engine, document: &Document) -> (usize, Vec<String>) {
    let article = Article::new(document);
    let text = article.text;
    let all: Vec<Outline> = (0..text.sentences().len()).filter_map(|number| outline(&article, number)).collect();
    let mut sentences_with: BTreeMap<&String, usize> = BTreeMap::new();
    for stem in all.iter().flat_map(|outline| &outline.stems) {
        *sentences_with.entry(stem).or_default() += 1;
    }
    let found = engine.hits(document);
    let (mut copies, mut lines) = (0, Vec::new());
    for (number, later) in all.iter().enumerate() {
        let copy = all[..number].iter().find(|earlier| {
            let rare = earlier.stems.intersection(&later.stems).filter(|stem| sentences_with[stem] <= RARE).count();
            rare >= COMMON && alike(earlier, later)
        });
        let Some(earlier) = copy else { continue };
        copies += 1;
        let span = text.sentences()[later.sentence].span;
        if !found.iter().any(|hit| hit.span.overlaps(span)) {
            let earlier = text.slice(text.sentences()[earlier.sentence].span);
            lines.push(format!("{}: {:?} is not found to be {earlier:?}", document.origin.id, text.slice(span)));
        }
    }
    (copies, lines)
}

/// A sentence of ten words or more that is one, in running text.
fn outline(article: &Article<'_>, number: usize) -> Option<Outline> {
    let sentence = &article.text.sentences()[number];
    let paragraph = article.blocks()[sentence.block as usize].kind == BlockKind::Paragraph;
    if !(10..400).contains(&sentence.words) || !paragraph || !article.text.slice(sentence.span).ends_with('.') {
        return None;
    }
    let mut made = Outline {
        sentence: number,
        words: Vec::new(),
        stems: BTreeSet::new(),
        numbers: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    let one_of = |list: &str, word: &str| list.split_whitespace().any(|listed| listed == word);
    for index in sentence.token_range().filter(|&index| article.tokens()[index].counts()) {
        let (token, word) = (&article.tokens()[index], &article.words[index]);
        let long = token.span().len() >= 4 && !token.has(TokenFlags::UNCASED) && !one_of(EMPTY, word);
        if token.is_number() || long {
            made.stems.insert(stem(article.lang, article.word(index)));
        }
        if token.is_number() || token.has(TokenFlags::DIGIT) || one_of(NUMERALS, word) {
            made.numbers.insert(word.clone());
        } else if token.is_capital() && !made.words.is_empty() {
            made.names.insert(word.clone());
        }
        made.words.push(word.clone());
    }
    Some(made)
}

/// Whether two sentences say the same: the same numbers, nearly the same names, nearly the same words of content or most
/// words in order.
fn alike(a: &Outline, b: &Outline) -> bool {
    let names = a.names.is_empty() && b.names.is_empty() || shared(&a.names, &b.names) >= 0.75;
    let nameless = a.names.is_empty() && b.names.is_empty() && a.numbers.is_empty();
    let short = nameless && a.words.len().max(b.words.len()) < 18;
    let content = shared(&a.stems, &b.stems);
    let same = content >= 0.9 && a.stems.len().min(b.stems.len()) >= 5
        || content >= 0.75 && in_order(&a.words, &b.words) >= 0.7;
    a.words != b.words && a.numbers == b.numbers && names && !short && same
}

/// The shared part of the larger of two sets.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    a.intersection(b).count() as f64 / a.len().max(b.len()).max(1) as f64
}

/// The words that two sentences share in order, as a part of both.
fn in_order(a: &[String], b: &[String]) -> f64 {
    let mut row = vec![0; b.len() + 1];
    for word in a {
        let mut corner = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    2.0 * f64::from(row[b.len()]) / (a.len() + b.len()) as f64
}
