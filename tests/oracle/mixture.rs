//! Articles made up of what the rules look for, in ordinary sentences, at their edges, cut short, misspelled.

use crate::{
    furniture,
    language::Reader,
    library::{Library, Rule, cell, strings, tables},
    sample::{ORDINARY, Random, WITHOUT_ACCENTS, capital, of_expression, of_sequence},
    texts::Piece,
};
use mtlint::model::Lang;
use std::collections::BTreeMap;
use toml::Value;

/// Blocks of an article.
const BLOCKS: usize = 12;

/// Articles with a text for each sequence, expression and listed wording of each rule, in each round another one.
pub(crate) fn pieces(library: &Library, corpora: &[Piece], rounds: usize) -> Vec<Piece> {
    let mut random = Random(1);
    let mut reader = Reader::new(library);
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for round in 0..rounds {
        for rule in &library.rules {
            if round == 0 {
                for (text, lang) in &rule.examples {
                    texts.entry(lang.clone()).or_default().push(text.replace("\n\n", " "));
                }
            }
            for (lang, text) in of_rule(library, &mut reader, rule, &mut random) {
                texts.entry(lang).or_default().push(text);
            }
        }
    }
    let mut pieces = Vec::new();
    for (code, mut texts) in texts {
        let lang = Lang::parse(&code).expect("a code");
        let ordinary: Vec<&str> = corpora
            .iter()
            .filter(|piece| piece.lang == lang || piece.lang == Lang::EN)
            .flat_map(|piece| piece.text.split_inclusive(". "))
            .collect();
        for at in (1..texts.len()).rev() {
            texts.swap(at, random.below(at + 1));
        }
        for (number, texts) in texts.chunks(BLOCKS).enumerate() {
            let blocks: Vec<String> = texts.iter().map(|text| block(text, &ordinary, &mut random)).collect();
            let id = format!("mixture-{code}-{number}");
            pieces.push(Piece { id, title: None, lang, text: blocks.join("\n\n") });
        }
    }
    pieces
}

/// The articles of `corpora/` with words that come again in every third sentence: once or twice, at once or later, alone
/// or with their neighbours.
pub(crate) fn repetitions(corpora: &[Piece]) -> Vec<Piece> {
    let mut random = Random(2);
    let mut again = |sentence: &str| -> String {
        let mut words: Vec<&str> = sentence.split(' ').collect();
        if words.len() < 6 || !random.once_in(3) {
            return sentence.to_owned();
        }
        let length = 1 + random.below(5.min(words.len() - 2));
        let from = random.below(words.len() - length);
        let copy = words[from..from + length].to_vec();
        let between = [0, 0, 1, 1, 2, 3, 6, 15][random.below(8)];
        for _ in 0..=random.below(3) {
            let at = (from + length + between).min(words.len() - 1);
            let joint: &[&str] =
                [&["and"][..], &["and", "help"], &["the"], &["or"], &[], &[], &[], &[]][random.below(8)];
            words.splice(at..at, joint.iter().chain(&copy).copied());
        }
        words.join(" ")
    };
    let mut spoil = |piece: &Piece| Piece {
        id: format!("{} with repetitions", piece.id),
        title: None,
        lang: piece.lang,
        text: piece.text.split_inclusive(". ").map(&mut again).collect(),
    };
    corpora.iter().map(&mut spoil).collect()
}

/// Texts that a rule should flag, with their languages.
fn of_rule(library: &Library, reader: &mut Reader<'_>, rule: &Rule, random: &mut Random) -> Vec<(String, String)> {
    let lang = rule.examples.first().map_or("en", |(_, lang)| lang).to_owned();
    let mut sources = strings(rule.detect.get("find"));
    for entry in tables(rule.detect.get("entries")) {
        sources.extend(strings(entry.get("find")));
        sources.extend(strings(entry.get("except")));
    }
    sources.extend(strings(rule.detect.get("except")));
    let mut texts: Vec<String> = match rule.kind.as_str() {
        "sequence" => sources.iter().map(|source| of_sequence(&reader.read(source), random)).collect(),
        "pattern" => sources.iter().map(|source| of_expression(source, ORDINARY, random)).collect(),
        "furniture" => {
            let sources = furniture::sources(&rule.detect);
            sources.iter().map(|source| of_expression(source, WITHOUT_ACCENTS, random)).collect()
        }
        "phrase" => sources,
        _ => Vec::new(),
    };
    if let Some(unless) = rule.detect.get("unless").and_then(Value::as_str) {
        let unless = of_expression(unless, WITHOUT_ACCENTS, random);
        texts.push(unless);
    }
    let mut all: Vec<(String, String)> = texts.into_iter().map(|text| (lang.clone(), text)).collect();
    for row in library.rows_of(&rule.detect) {
        let own = cell(&row, "lang").split(' ').next().filter(|own| Lang::parse(own).is_some()).unwrap_or(&lang);
        all.push((own.to_owned(), chosen(cell(&row, "find"), random)));
        for except in cell(&row, "except").split(" | ").filter(|except| !except.is_empty()) {
            all.push((own.to_owned(), chosen(except, random)));
        }
    }
    all
}

/// A wording with one of the words of each bracket.
fn chosen(wording: &str, random: &mut Random) -> String {
    let (mut text, mut rest) = (String::new(), wording);
    while let Some((before, behind)) = rest.split_once('(') {
        let Some((choice, behind)) = behind.split_once(')') else { break };
        text.push_str(before);
        let words: Vec<&str> = choice.split('|').collect();
        text.push_str(random.one_of(&words));
        rest = behind;
    }
    text + rest
}

/// A paragraph or line around a text.
fn block(text: &str, ordinary: &[&str], random: &mut Random) -> String {
    let text = spoiled(text, random);
    let sentence = |random: &mut Random| ordinary[random.below(ordinary.len())].trim().to_owned();
    let words = |random: &mut Random| {
        let sentence = sentence(random);
        let words: Vec<&str> = sentence.split(' ').collect();
        words[..words.len().min(1 + random.below(8))].join(" ")
    };
    match random.below(9) {
        0 | 1 => text,
        2 => format!("{} {text}", sentence(random)),
        3 => format!("{text} {}", sentence(random)),
        4 => format!("{} {text} {}", words(random), words(random)),
        5 => format!("{} {}. {}", capital(&text), words(random), sentence(random)),
        6 => format!("{}\n{text}", sentence(random)),
        7 => format!("“{text}” {}.", words(random)),
        _ => format!("{} {text}. {}", words(random), spoiled(&text, random)),
    }
}

/// A text with a change that careless people or pipelines make; half of the time without.
fn spoiled(text: &str, random: &mut Random) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = random.below(words.len());
    match random.below(24) {
        0 => words.insert(at, words[at]),
        1 => drop(words.remove(at)),
        2 if at > 0 => words.swap(at - 1, at),
        3 => return capital(text),
        4 => return text.to_uppercase(),
        5 => return text.to_lowercase(),
        6 => return text.replace('’', "'"),
        7 => return text.replace('\'', "’"),
        8 => return text.replacen(' ', "\u{a0}", 1),
        9 => return text.replacen(' ', "  ", 1),
        10 => return text.replacen(' ', "", 1),
        11 => return text.replacen(' ', "\n", 1),
        _ => return text.to_owned(),
    }
    words.join(" ")
}
