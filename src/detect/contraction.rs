//! `contraction`: two words that the language writes as one (`de el`, `de le`, `le homme`).
//!
//! A table says which pair of words becomes which word, by language; French elision has a rule instead of a table,
//! because any word may follow. The second word of a pair, and the word behind it, show whether the two belong to each
//! other: a capital is the article of a name (*de El Salvador*), an infinitive has its own pronoun (*de le voir*).

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, Lang, RuleId, Span, Token, TokenFlags, WordMap, WordSet, hash_word};
use crate::rule::Lists;
use serde::Deserialize;
use std::{collections::HashMap, sync::OnceLock};
use toml::Spanned;

/// Parameters of a `contraction` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Name of a table under `rules/lists/` with the columns `lang`, `kind`, `words` and `better`.
    list: Spanned<String>,
}

/// What is known of the words of one language.
#[derive(Default)]
struct Words {
    /// What a pair of words becomes, by [`pair`].
    pairs: WordMap<Box<str>>,
    /// The first words of pairs, so that all others are passed over.
    firsts: WordSet,
    /// Words that lose their vowel before a vowel, with what is left of them.
    elided: WordMap<Box<str>>,
    /// Beginnings of words with a mute h, and of names.
    mute: Vec<Box<str>>,
    /// Words before which nothing is elided although they begin with a vowel.
    full: WordSet,
    /// Words before `il` and `ils` alone.
    before_he: WordMap<Box<str>>,
    /// Words that show, behind a pair, that it is right: other pronouns, conjunctions, verbs.
    apart: WordSet,
    /// Endings of infinitives, and whether one anywhere near excuses the pair.
    infinitives: Vec<Box<str>>,
    far: bool,
}

/// A rule with its table, which is read when an article first is in one of the rule's languages.
struct Contraction {
    rule: RuleId,
    list: String,
    languages: OnceLock<HashMap<Lang, Words>>,
}

struct Contractions {
    rules: Vec<Contraction>,
    lists: Lists,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut rules = Vec::new();
    for (id, rule, params) in compile.params::<Params>() {
        if compile.lists.table(params.list.get_ref()).is_none() {
            compile.no_list(rule, &params.list);
        }
        rules.push(Contraction { rule: id, list: params.list.into_inner(), languages: OnceLock::new() });
    }
    Box::new(Contractions { rules, lists: compile.lists.clone() })
}

fn read(lists: &Lists, name: &str) -> HashMap<Lang, Words> {
    let mut all: HashMap<Lang, Words> = HashMap::new();
    let Some(table) = lists.table(name) else { return all };
    for row in &table.rows {
        let Some(lang) = Lang::parse(table.cell(row, "lang")) else { continue };
        let of_lang = all.entry(lang).or_default();
        let better = table.cell(row, "better");
        let mut words = table.cell(row, "words").split_whitespace();
        match table.cell(row, "kind") {
            "pair" => {
                if let (Some(first), Some(second)) = (words.next(), words.next()) {
                    of_lang.firsts.insert(hash_word(first));
                    of_lang.pairs.insert(pair(hash_word(first), hash_word(second)), better.into());
                }
            }
            "elided" => of_lang.elided.extend(words.map(|w| (hash_word(w), better.into()))),
            "before-he" => of_lang.before_he.extend(words.map(|w| (hash_word(w), better.into()))),
            "mute" => of_lang.mute.extend(words.map(Box::from)),
            "full" => of_lang.full.extend(words.map(hash_word)),
            "apart" => of_lang.apart.extend(words.map(hash_word)),
            "infinitive" => of_lang.infinitives.extend(words.map(Box::from)),
            "infinitive-far" => {
                of_lang.infinitives.extend(words.map(Box::from));
                of_lang.far = true;
            }
            // Packs may add notes.
            _ => {}
        }
    }
    all
}

/// The key of a pair of words.
fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The words behind a pair among which an infinitive is looked for.
const NEAR: usize = 9;

impl Detector for Contractions {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let tokens = cx.tokens();
        for Contraction { rule, list, languages } in &self.rules {
            if !out.wants(*rule) {
                continue;
            }
            let languages = languages.get_or_init(|| read(&self.lists, list));
            let Some(words) = languages.get(&cx.lang) else { continue };
            for (i, both) in tokens.windows(2).enumerate() {
                let (first, second) = (&both[0], &both[1]);
                let beside = first.is_word() && first.spaced() && second.has(TokenFlags::ONE_SPACE) && second.is_word();
                if !beside || second.has(TokenFlags::BREAK_BEFORE) || first.has(TokenFlags::ALL_CAPS) {
                    continue;
                }
                let better = if words.firsts.contains(&first.hash()) { words.pair(cx, i) } else { None };
                if let Some((text, trust)) = better.or_else(|| words.elision(cx, i)) {
                    let text = if first.is_capital() { capitalised(&text) } else { text };
                    let span = Span::new(first.start(), second.end());
                    out.report(Hit::new(*rule, span).slot("better", text.clone()).fix(trust, span, text));
                }
            }
        }
    }
}

impl Words {
    /// `de el`: what the two words become.
    fn pair(&self, cx: &Cx<'_>, i: usize) -> Option<(String, Applicability)> {
        let tokens = cx.tokens();
        let better = self.pairs.get(&pair(tokens[i].hash(), tokens[i + 1].hash()))?;
        // A capital is the article of a name, or a letter that is spoken of.
        let next = tokens.get(i + 2).filter(|t| t.is_word() && t.has(TokenFlags::ONE_SPACE))?;
        if !tokens[i + 1].is_lower() || self.apart.contains(&next.hash()) || next.has(TokenFlags::BREAK_BEFORE) {
            return None;
        }
        let reach = if self.far { NEAR } else { 1 };
        let infinitive = |j: usize| {
            let word = cx.word(j);
            tokens[j].is_word() && word.len() > 2 && self.infinitives.iter().any(|e| word.ends_with(&**e))
        };
        let end = (i + 2 + reach).min(tokens.len());
        let clause =
            (i + 2..end).take_while(|&j| !matches!(cx.word(j), "." | "," | ";" | "!" | "?" | "“" | "\"" | "«"));
        if clause.into_iter().any(infinitive) {
            return None;
        }
        // Before a name the article may be part of it, though it lacks its capital.
        let trust = if next.is_capital() { Applicability::Unsafe } else { Applicability::Safe };
        Some((better.to_string(), trust))
    }

    /// `le homme`, `si il`.
    fn elision(&self, cx: &Cx<'_>, i: usize) -> Option<(String, Applicability)> {
        let tokens = cx.tokens();
        let (first, second) = (&tokens[i], &tokens[i + 1]);
        let word = cx.word(i + 1);
        if let Some(stem) = self.before_he.get(&first.hash())
            && matches!(word, "il" | "ils")
        {
            return Some((format!("{stem}{word}"), Applicability::Safe));
        }
        let stem = self.elided.get(&first.hash())?;
        // A letter, a number, a word that is named.
        if word.chars().count() < 2
            || self.full.contains(&second.hash())
            || second.has(TokenFlags::ALL_CAPS)
            || second.has(TokenFlags::DIGIT)
        {
            return None;
        }
        // `de un à dix`, `la une`: numerals.
        let vowel = second.is_lower() && word.starts_with(|c: char| "aeiouàâäéèêëîïôöùûüœæ".contains(c));
        let glued = tokens.get(i + 2).is_some_and(|t| !t.spaced() && !t.is_punct() || tied(cx, i + 2));
        let mute = self.mute.iter().any(|head| word.starts_with(&**head));
        ((vowel || mute) && !glued).then(|| (format!("{stem}{word}"), Applicability::Safe))
    }
}

/// Whether a hyphen or point ties the token to the one before: `le e-mail`.
fn tied(cx: &Cx<'_>, i: usize) -> bool {
    let token: Option<&Token> = cx.tokens().get(i);
    token.is_some_and(|t| !t.spaced())
        && matches!(cx.word(i), "-" | "_" | "/" | "." | "@")
        && cx.tokens().get(i + 1).is_some_and(|t| !t.spaced() && t.counts())
        && cx.word(i - 1).len() < 3
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_stays() {
        assert_eq!(capitalised("del"), "Del");
        assert_eq!(capitalised("à"), "À");
        assert_eq!(capitalised(""), "");
    }
}
