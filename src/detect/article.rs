//! `article-sound`: English “a” before a vowel sound and “an” before a consonant, by sound rather than letter.

use super::{Compile, Cx, Detector, Hit, Sink, lists::list};
use crate::model::{Applicability, Hashes, RuleId, Token, TokenFlags, hash_word};
use serde::Deserialize;

/// Parameters of an `article-sound` rule: none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {}

/// Vowel letters that sound like consonants, by how the word starts: `you`, `won`.
const CONSONANT_STARTS: &[&str] = &[
    "eu",
    "ewe",
    "one",
    "once",
    "ouija",
    "univers",
    "uniform",
    "unique",
    "union",
    "unit",
    "unilateral",
    "unicorn",
    "unif",
    "usage",
    "use",
    "using",
    "usual",
    "usurp",
    "uran",
    "uter",
    "utop",
    "utensil",
    "utilit",
    "utiliz",
    "utilis",
    "ukrain",
    "ukulele",
    "ugand",
    "urugua",
    "ubiquit",
    "unanim",
    "uzbek",
];
/// A `u` that sounds like a vowel; every other `u` may be either.
const VOWEL_U: &[&str] = &["un", "up", "ult", "umb", "ugly", "urgen", "urge", "urban", "utter", "usher", "ulcer"];
/// A silent `h`.
const SILENT_H: &[&str] = &["hour", "honest", "honor", "honour", "heir"];
/// An `h` that some writers do not sound, or that is silent in American English.
const EITHER_H: &[&str] = &[
    "histor", "hotel", "hyster", "habit", "halluc", "harmon", "hered", "heroi", "horr", "hilar", "herb", "homage",
    "hypo", "hosp", "hum", "hund", "hein", "horiz", "hapl", "hex", "hermen", "homeo", "hors", "haut", "halal",
];
/// Initialisms read letter by letter that start with a vowel sound.
const VOWEL_LETTERS: &str = "FBI MP MPs MRI NGO SMS HIV LGBT LGBTQ MBA NBA NHL NFL MVP SUV RPG MEP EU IMF AI ID IOC IAEA IPO IED \
    ISP ATM ICU IBM ABC LED LCD LNG HR HQ NHS SNP FSB SBU FM FA IQ IP ITV OECD OSCE";
/// The same with a consonant sound.
const CONSONANT_LETTERS: &str =
    "US UK UN USB UFO UAV USSR PhD BBC CNN CIA GDP TV DNA CEO PCR VIP PC CD DVD DJ GP PR BMW USA U.S. U.K. U.N.";

struct Articles {
    rules: Vec<RuleId>,
    a: u64,
    an: u64,
    function_words: Hashes,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, _)| id).collect();
    let function_words = list(compile.lists, "classes/function-word");
    Box::new(Articles { rules, a: hash_word("a"), an: hash_word("an"), function_words })
}

/// How the start of a word sounds, as far as can be said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    Consonant,
    Unknown,
}

impl Detector for Articles {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|rule| out.wants(*rule)) {
            return;
        }
        let tokens = cx.tokens();
        for (at, token) in tokens.iter().enumerate() {
            let is_a = token.hash() == self.a;
            if !is_a && token.hash() != self.an || !token.spaced() || !token.is_word() {
                continue;
            }
            let Some(next) = tokens.get(at + 1).filter(|next| next.spaced() && !next.has(TokenFlags::BREAK_BEFORE))
            else {
                continue;
            };
            if right(is_a, cx.text.content().as_bytes()[next.start() as usize]) {
                continue;
            }
            let article = cx.word(at);
            // “Vitamin A is”, “An Nguyen”, “A or B”: a letter or a name.
            let lower_behind = tokens.get(at + 2).is_some_and(|t| t.has(TokenFlags::LOWER));
            let named = next.is_capital() && !(is_a && lower_behind);
            if token.is_capital() && (named || !cx.is_first(at)) || !next.counts() {
                continue;
            }
            // “A unexpectedly said”: a person called A. A blank line between them: two blocks.
            let block = |t: &Token| cx.text.block_at(t.start());
            let adverb =
                token.is_capital() && matches!(cx.word(at + 1).as_bytes(), [.., b'l', b'y'] | [.., b'e', b'd']);
            if adverb || block(next) != block(token) {
                continue;
            }
            let hyphen = cx.text.content().as_bytes().get(next.end() as usize) == Some(&b'-');
            if self.function_words.contains(next.hash()) && !hyphen && !next.has(TokenFlags::ALL_CAPS) {
                let one = next.hash() == hash_word("one") && !is_a;
                if !one {
                    continue;
                }
            }
            // “from a to an”: a word about words.
            let wrong = if is_a { Sound::Vowel } else { Sound::Consonant };
            if sound(cx.word(at + 1), next.is_number()) != wrong {
                continue;
            }
            let better = match (is_a, article.starts_with('A')) {
                (true, true) => "An",
                (true, false) => "an",
                (false, true) => "A",
                (false, false) => "a",
            };
            let span = crate::model::Span::new(token.start(), next.end());
            for &rule in &self.rules {
                out.report(Hit::new(rule, span).slot("better", format!("{better} {}", cx.word(at + 1))).fix(
                    Applicability::Safe,
                    token.span(),
                    better,
                ));
            }
        }
    }
}

/// Whether the article is right before a word with such a first byte, whatever follows: “a” before a small letter that is
/// neither a vowel nor *h*, “an” before a small *a* or *i*.
fn right(is_a: bool, first: u8) -> bool {
    if is_a {
        first.is_ascii_lowercase() && !matches!(first, b'a' | b'e' | b'i' | b'o' | b'u' | b'h')
    } else {
        matches!(first, b'a' | b'i')
    }
}

fn sound(word: &str, number: bool) -> Sound {
    if number {
        return figure(word);
    }
    let bytes = word.as_bytes();
    if bytes.len() < 3 && !word.bytes().any(|b| b.is_ascii_uppercase()) || !word.is_ascii() {
        return Sound::Unknown;
    }
    // Letters are spelled where a capital stands behind the first letter or no vowel stands at all.
    if bytes[1..].iter().any(u8::is_ascii_uppercase) || bytes.len() < 3 || word.contains('.') {
        let listed = |list: &str| list.split_whitespace().any(|l| l == word);
        return match (listed(VOWEL_LETTERS), listed(CONSONANT_LETTERS)) {
            (true, _) => Sound::Vowel,
            (_, true) => Sound::Consonant,
            _ => Sound::Unknown,
        };
    }
    let lower = word.to_ascii_lowercase();
    let starts = |list: &[&str]| list.iter().any(|start| lower.starts_with(start));
    let vowels = lower.bytes().filter(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')).count();
    match lower.as_bytes()[0] {
        _ if vowels == 0 => Sound::Unknown,
        b'u' if starts(&["unim", "unin", "unid", "unill"]) => Sound::Vowel,
        b'a' | b'e' | b'i' | b'o' | b'u' if starts(CONSONANT_STARTS) && !lower.starts_with("onero") => Sound::Consonant,
        b'u' if lower.starts_with("uni") => Sound::Unknown,
        b'u' => {
            if starts(VOWEL_U) {
                Sound::Vowel
            } else {
                Sound::Unknown
            }
        }
        // Names like Oaxaca, Iowa, Eindhoven keep their vowel sound but for a few.
        b'o' if lower.starts_with("oui") || lower.starts_with("oax") => Sound::Unknown,
        b'a' | b'e' | b'i' | b'o' => Sound::Vowel,
        b'h' if starts(SILENT_H) => Sound::Vowel,
        b'h' if starts(EITHER_H) || bytes[0] == b'H' => Sound::Unknown,
        b'y' if !matches!(lower.as_bytes()[1], b'a' | b'e' | b'i' | b'o' | b'u') => Sound::Unknown,
        // Foreign words: “an der Oder”, “an dro”.
        _ if matches!(lower.as_str(), "der" | "die" | "das" | "den" | "dem" | "nur" | "sich") => Sound::Unknown,
        b'a'..=b'z' => Sound::Consonant,
        _ => Sound::Unknown,
    }
}

/// `8`, `11`, `18`, `80`, `8,000` start with a vowel; years and long figures are read in several ways.
fn figure(word: &str) -> Sound {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (head, rest) = word.split_at(digits);
    let plain = rest.is_empty()
        || rest.starts_with([',', '.'])
        || matches!(rest, "th" | "st" | "nd" | "rd" | "m" | "km" | "bn" | "kg" | "pm" | "am");
    match head.as_bytes() {
        _ if !plain => Sound::Unknown,
        [b'8', ..] | [b'1', b'1' | b'8'] => Sound::Vowel,
        [b'1', b'1' | b'8', _, _] | [b'0', ..] | [] => Sound::Unknown,
        [_, ..] => Sound::Consonant,
    }
}
