//! `script`: letters of another script, as words of their own and inside words.

use super::{Compile, Cx, Detector, Hit, Sink, lists::set_of};
use crate::model::{Applicability, Hashes, RuleId, Span, Token, TokenFlags};
use serde::Deserialize;

/// Parameters of a `script` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked for.
    find: Find,
    /// Words before a bracket that make the foreign word in it an original left behind, not the name of somebody.
    #[serde(default)]
    nouns: Vec<String>,
    /// Words near a foreign word that introduce or explain it.
    #[serde(default)]
    glosses: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Find {
    /// Words in another script than the article's.
    Run,
    /// Letters of two scripts in one word.
    Mixed,
}

struct Compiled {
    id: RuleId,
    find: Find,
    nouns: Hashes,
    glosses: Hashes,
}

struct Scripts(Vec<Compiled>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter();
    Box::new(Scripts(
        rules
            .map(|(id, _, p)| Compiled { id, find: p.find, nouns: set_of(&p.nouns), glosses: set_of(&p.glosses) })
            .collect(),
    ))
}

/// Scripts that news is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    /// Han, kana and hangul together: Chinese and Japanese texts mix them.
    EastAsian,
    Other,
}

fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{20000}'..='\u{2ffff}' => Script::EastAsian,
        '\u{530}'..='\u{8ff}' | '\u{900}'..='\u{e7f}' | '\u{10a0}'..='\u{10ff}' => Script::Other,
        _ => return None,
    })
}

/// The scripts of a language; `None` for languages whose texts may hold any.
fn own(cx: &Cx<'_>) -> Option<&'static [Script]> {
    match cx.lang.code() {
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "pl" | "cs" | "ro" | "tr" | "hu" | "id" | "vi"
        | "da" | "no" | "fi" | "ca" => Some(&[Script::Latin]),
        "ru" | "uk" | "bg" => Some(&[Script::Cyrillic, Script::Latin]),
        "el" => Some(&[Script::Greek, Script::Latin]),
        "zh" | "ja" | "ko" => Some(&[Script::EastAsian, Script::Latin, Script::Greek]),
        _ => None,
    }
}

impl Detector for Scripts {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if cx.odd().is_ascii() {
            return;
        }
        for rule in &self.0 {
            if out.wants(rule.id) {
                match rule.find {
                    Find::Run => rule.run_of_words(cx, out),
                    Find::Mixed => mixed(cx, rule.id, out),
                }
            }
        }
    }
}

impl Compiled {
    /// Words in another script, joined to runs.
    fn run_of_words(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let Some(own) = own(cx) else { return };
        let tokens = cx.tokens();
        let mut index = 0;
        while index < tokens.len() {
            if !foreign(cx, own, &tokens[index]) {
                index += 1;
                continue;
            }
            let first = index;
            let mut last = index;
            let block = cx.text.block_at(tokens[first].start());
            let end = cx.text.blocks()[block].tokens.end as usize;
            while index < end {
                if foreign(cx, own, &tokens[index]) {
                    last = index;
                } else if index > last + 2
                    || !tokens[index].is_punct()
                    || matches!(cx.word(index), "(" | ")" | "“" | "”" | "\"" | "." | "/" | "[" | "]")
                {
                    break;
                }
                index += 1;
            }
            index = last + 1;
            if !self.right(cx, first, last) {
                out.report(Hit::new(self.id, tokens[first].span().cover(tokens[last].span())));
            }
        }
    }

    /// Whether foreign words are where they belong: quoted, explained, or beside their own transliteration.
    fn right(&self, cx: &Cx<'_>, first: usize, last: usize) -> bool {
        let tokens = cx.tokens();
        let span = tokens[first].span().cover(tokens[last].span());
        let word = |i: usize| tokens.get(i).map_or("", |t| cx.text.slice(t.span()));
        let before = first.checked_sub(1).map_or("", word);
        let after = word(last + 1);
        // One Greek letter is a symbol; a number sign or a trade mark is no word.
        let letters = cx.text.slice(span).chars().filter(|c| c.is_alphabetic()).count();
        if letters == 1
            && matches!(
                cx.text.slice(span).chars().next().and_then(script),
                Some(Script::Greek | Script::Cyrillic | Script::Other)
            )
        {
            return true;
        }
        // A bar made of a Han stroke, a long-vowel mark alone; a domain name.
        let bar = letters == 1 && cx.text.slice(span).starts_with(['丨', '一', 'ー', '丶', 'ノ', 'ㅣ']);
        let content = cx.text.content();
        let domain = content[span.end as usize..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
            || content[..span.start as usize].strip_suffix('.').is_some_and(|head| head.ends_with(char::is_alphabetic));
        if bar || domain {
            return true;
        }
        if cx.quotations().contain(span)
            || matches!(before, "“" | "\"" | "«" | "„" | "‘" | "'" | "《" | "「")
            || matches!(after, "(" | "[" | "（" | "=")
        {
            return true;
        }
        if matches!(before, "(" | "（" | "[" | "/" | "=") {
            // In brackets: fine behind a name and behind a term, unless the noun says it is an ordinary word.
            return first
                .checked_sub(2)
                .is_none_or(|i| !self.nouns.contains(tokens[i].hash()) || !tokens[i].is_lower());
        }
        // An explanation inside the brackets of a name: `(born Иван Иванов)`, `(Russian: Москва)`.
        let sentence = &cx.sentences()[cx.text.sentence_at(span.start)];
        let start = sentence.tokens.start as usize;
        let near = first.saturating_sub(3).max(start)..first;
        let gloss_before = near.clone().any(|i| self.glosses.contains(tokens[i].hash()) || word(i) == ":");
        let end = (sentence.tokens.end as usize).min(last + 5);
        let gloss_after = (last + 1..end).any(|i| self.glosses.contains(tokens[i].hash()));
        let open = (start..first).rev().find(|&i| matches!(word(i), "(" | ")"));
        let bracketed = open.is_some_and(|i| word(i) == "(");
        let dashed = matches!(before, "—" | "–" | "-") || matches!(after, "—" | "–" | "-");
        gloss_before || gloss_after || bracketed || dashed
    }
}

fn ascii(cx: &Cx<'_>, token: &Token) -> bool {
    !token.has(TokenFlags::NON_ASCII) || cx.text.slice(token.span()).is_ascii()
}

/// Whether every letter of a word belongs to scripts that the language does not use.
fn foreign(cx: &Cx<'_>, own: &[Script], token: &Token) -> bool {
    if !token.is_word() || ascii(cx, token) {
        return false;
    }
    let mut any = false;
    for found in cx.text.slice(token.span()).chars().filter_map(script) {
        if own.contains(&found) {
            return false;
        }
        any = true;
    }
    any
}

/// Letters that look the same in Latin and Cyrillic, Latin first.
const CYRILLIC: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('i', 'і'),
    ('j', 'ј'),
    ('s', 'ѕ'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('I', 'І'),
    ('Y', 'У'),
    ('S', 'Ѕ'),
    ('J', 'Ј'),
    ('k', 'к'),
    ('é', 'ё'),
    ('ë', 'ё'),
    ('ï', 'ї'),
];

/// The same for capitals of Latin and Greek, and the small letters that pass for each other.
const GREEK: &[(char, char)] = &[
    ('A', 'Α'),
    ('B', 'Β'),
    ('E', 'Ε'),
    ('Z', 'Ζ'),
    ('H', 'Η'),
    ('I', 'Ι'),
    ('K', 'Κ'),
    ('M', 'Μ'),
    ('N', 'Ν'),
    ('O', 'Ο'),
    ('P', 'Ρ'),
    ('T', 'Τ'),
    ('Y', 'Υ'),
    ('X', 'Χ'),
    ('o', 'ο'),
    ('v', 'ν'),
];

/// Words whose foreign letters all look like letters of the script that the word is written in.
fn mixed(cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>) {
    for token in cx.tokens().iter().filter(|t| t.is_word() && t.has(TokenFlags::NON_ASCII)) {
        let word = cx.text.slice(token.span());
        if let Some(better) = unmixed(word) {
            let span: Span = token.span();
            out.report(Hit::new(id, span).slot("better", better.clone()).fix(Applicability::Safe, span, better));
        }
    }
}

/// The word in one script, if it holds two and the letters of the rarer one can be replaced.
fn unmixed(word: &str) -> Option<String> {
    let (mut latin, mut cyrillic, mut greek, mut other) = (0, 0, 0, 0);
    for c in word.chars() {
        match script(c) {
            Some(Script::Latin) => latin += 1,
            Some(Script::Cyrillic) => cyrillic += 1,
            Some(Script::Greek) => greek += 1,
            Some(_) => other += 1,
            None => {}
        }
    }
    if latin == 0 || cyrillic + greek == 0 || cyrillic > 0 && greek > 0 || other > 0 || latin + cyrillic + greek < 3 {
        return None;
    }
    // `SMSка`, `Microsoft’у`: a Russian ending on a foreign word. A capital or two may as well be lookalikes: `Beчером`.
    let ending = word.chars().rev().take_while(|c| script(*c) == Some(Script::Cyrillic)).count();
    let foreign = latin >= 3 || latin == 2 && word.chars().take(2).all(char::is_uppercase);
    let behind = word.chars().rev().nth(ending).is_some_and(|c| matches!(c, '\'' | '’'));
    if ending == cyrillic && (behind || ending >= 2 && foreign) {
        return None;
    }
    let pairs = if cyrillic > 0 { CYRILLIC } else { GREEK };
    let to_latin = |c: char| pairs.iter().find(|(_, f)| *f == c).map(|(l, _)| *l);
    let from_latin = |c: char| pairs.iter().find(|(l, _)| *l == c).map(|(_, f)| *f);
    let swap = |wrong: fn(Script) -> bool, map: &dyn Fn(char) -> Option<char>| -> Option<String> {
        word.chars().map(|c| if script(c).is_some_and(wrong) { map(c) } else { Some(c) }).collect()
    };
    if latin >= cyrillic + greek {
        swap(|s| s != Script::Latin, &to_latin)
    } else if cyrillic > 0 {
        swap(|s| s == Script::Latin, &from_latin)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_are_put_right_and_other_mixtures_left_alone() {
        assert_eq!(unmixed("Mоscow").as_deref(), Some("Moscow"));
        assert_eq!(unmixed("Рoссия").as_deref(), Some("Россия"));
        assert_eq!(unmixed("μm"), None);
        assert_eq!(unmixed("SMSка"), None);
        assert_eq!(unmixed("Microsoft’у"), None);
        assert_eq!(unmixed("Beчером").as_deref(), Some("Вечером"));
        assert_eq!(unmixed("café"), None);
    }
}
