//! `name`: one name in two spellings within an article.
//!
//! Names are folded to a key that does not know transliterations apart; a table of keys finds the pairs in one pass. Where
//! the first name is the same, surnames may differ by two letters more.

mod spelling;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, BlockKind, RuleId, Span, Token, TokenFlags, WordSet};
use serde::Deserialize;
use spelling::{folded, key_of, near, spelling_only};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Parameters of a `name` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// The fewest letters of a name.
    min_letters: usize,
    /// Sets of spellings of one place or person that the key does not bring together, divided by spaces.
    #[serde(default)]
    pairs: Vec<String>,
    /// Names that many people bear in several spellings.
    #[serde(default)]
    ignore: Vec<String>,
    /// Words before a name that say the text speaks of its forms: `formerly`, `called`.
    #[serde(default)]
    glosses: Vec<String>,
}

struct Compiled {
    id: RuleId,
    min_letters: usize,
    pairs: HashMap<String, usize>,
    ignore: HashSet<String>,
    glosses: HashSet<String>,
}

struct Names(Vec<Compiled>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| {
        let pairs = params.pairs.iter().enumerate();
        Compiled {
            id,
            min_letters: params.min_letters,
            pairs: pairs.flat_map(|(i, set)| set.split_whitespace().map(move |name| (name.to_owned(), i))).collect(),
            ignore: params.ignore.into_iter().collect(),
            glosses: params.glosses.into_iter().collect(),
        }
    });
    Box::new(Names(rules.collect()))
}

/// One spelling of a name in an article.
struct Form<'d> {
    text: &'d str,
    /// Token indexes, in order.
    at: Vec<usize>,
    /// Whether it stands inside a sentence somewhere, where a capital means a name.
    inside: bool,
}

impl Detector for Names {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for rule in &self.0 {
            if out.wants(rule.id) {
                rule.check(cx, out);
            }
        }
    }
}

impl Compiled {
    fn check(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let forms = self.forms(cx);
        let mut groups: BTreeMap<String, Vec<&Form<'_>>> = BTreeMap::new();
        for form in &forms {
            let key = match self.pairs.get(form.text) {
                Some(set) => format!("#{set}"),
                None => key_of(form.text),
            };
            groups.entry(key).or_default().push(form);
        }
        let mut reported: Vec<usize> = Vec::new();
        for group in groups.values().filter(|g| g.len() > 1) {
            self.group(cx, group, &mut reported, out);
        }
        self.full_names(cx, &forms, &mut reported, out);
    }

    /// The capitalised words of the article that may be names, in order of their first place.
    fn forms<'d>(&self, cx: &Cx<'d>) -> Vec<Form<'d>> {
        let mut forms: Vec<Form<'d>> = Vec::new();
        let mut index: HashMap<&'d str, usize> = HashMap::new();
        let mut lower = WordSet::default();
        for block in cx.text.blocks() {
            let tokens = cx.text.tokens_in(&block.tokens);
            lower.extend(tokens.iter().filter(|t| t.is_word() && t.is_lower()).map(Token::hash));
        }
        for sentence in cx.sentences() {
            if cx.text.blocks()[sentence.block as usize].kind == BlockKind::Headline {
                continue;
            }
            let mut first = true;
            for i in sentence.token_range() {
                let token = &cx.tokens()[i];
                let opening = first;
                first &= !token.counts();
                if !token.is_word()
                    || !token.is_capital()
                    || token.has(TokenFlags::ALL_CAPS)
                    || token.has(TokenFlags::POINTED)
                {
                    continue;
                }
                let text = base(cx.word(i));
                if text.chars().count() < self.min_letters
                    || lower.contains(&token.hash())
                    || self.ignore.contains(text)
                {
                    continue;
                }
                let at = *index.entry(text).or_insert_with(|| {
                    forms.push(Form { text, at: Vec::new(), inside: false });
                    forms.len() - 1
                });
                forms[at].at.push(i);
                forms[at].inside |= !opening;
            }
        }
        forms
    }

    /// Spellings with the same key: all but the commonest are reported, once each.
    fn group(&self, cx: &Cx<'_>, group: &[&Form<'_>], reported: &mut Vec<usize>, out: &mut Sink<'_>) {
        let Some(main) = group.iter().max_by_key(|f| (f.at.len(), usize::MAX - f.at[0])) else { return };
        for form in group.iter().filter(|f| f.text != main.text) {
            let names = (form.inside || main.inside)
                && folded(form.text) != folded(main.text)
                && !spelling_only(form.text, main.text);
            if names && !self.apart(cx, form, main) && !reported.contains(&form.at[0]) {
                report(cx, self.id, form, main, out);
                reported.push(form.at[0]);
            }
        }
    }

    /// Whether two spellings are two people, or the text speaks of the spelling.
    fn apart(&self, cx: &Cx<'_>, a: &Form<'_>, b: &Form<'_>) -> bool {
        let given = |form: &Form<'_>| -> Vec<String> { form.at.iter().filter_map(|&i| given_name(cx, i)).collect() };
        let (of_a, of_b) = (given(a), given(b));
        let other = !of_a.is_empty() && !of_b.is_empty() && !of_a.iter().any(|x| of_b.contains(x));
        let close = a.at.iter().any(|&i| b.at.iter().any(|&j| i.abs_diff(j) <= 3));
        let glossed =
            a.at.iter()
                .chain(&b.at)
                .any(|&i| (i.saturating_sub(4)..i).any(|g| self.glosses.contains(&cx.word(g).to_lowercase())));
        // The first name of the one is the second of the other: `Petro Ivanov`, `Ivan Petrov`.
        let heads = |form: &Form<'_>| {
            form.at.iter().all(|&i| cx.tokens().get(i + 1).is_some_and(|t| t.is_word() && t.is_capital()))
        };
        let next = |form: &Form<'_>| -> WordSet {
            form.at
                .iter()
                .filter_map(|&i| cx.tokens().get(i + 1))
                .filter(|t| t.is_word() && t.is_capital())
                .map(Token::hash)
                .collect()
        };
        let surnames = heads(a) && heads(b) && next(a).is_disjoint(&next(b));
        other || close || glossed || surnames
    }

    /// The same first name before surnames that differ by one or two letters.
    fn full_names(&self, cx: &Cx<'_>, forms: &[Form<'_>], reported: &mut Vec<usize>, out: &mut Sink<'_>) {
        let mut by_given: BTreeMap<String, Vec<&Form<'_>>> = BTreeMap::new();
        for form in forms {
            let mut seen: Vec<String> = Vec::new();
            for &i in &form.at {
                let Some(given) = given_name(cx, i).filter(|g| g.chars().count() >= 3 && !TITLES.contains(&g.as_str()))
                else {
                    continue;
                };
                let key = key_of(&given);
                if !seen.contains(&key) {
                    by_given.entry(key.clone()).or_default().push(form);
                    seen.push(key);
                }
            }
        }
        // A first name stands before two or three surnames in an article; longer lists are places (`North …`).
        for group in by_given.values().filter(|g| (2..=4).contains(&g.len())) {
            let mut ranked = group.clone();
            ranked.sort_by_key(|f| (usize::MAX - f.at.len(), f.at[0]));
            for (n, form) in ranked.iter().enumerate().skip(1) {
                let Some(main) = ranked[..n].iter().find(|main| near(form.text, main.text)) else { continue };
                if !reported.contains(&form.at[0]) && !reported.contains(&main.at[0]) {
                    report(cx, self.id, form, main, out);
                    reported.push(form.at[0]);
                }
            }
        }
    }
}

fn report(cx: &Cx<'_>, id: RuleId, form: &Form<'_>, main: &Form<'_>, out: &mut Sink<'_>) {
    let start = cx.tokens()[form.at[0]].start();
    let span = Span::new(start, start + form.text.len() as u32);
    out.report(Hit::new(id, span).slot("better", main.text).fix(Applicability::Unsafe, span, main.text));
}

/// Words before a surname that are no first names.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "president",
    "minister",
    "prime",
    "king",
    "queen",
    "the",
    "north",
    "south",
    "east",
    "west",
    "new",
    "san",
    "santa",
    "saint",
    "mount",
    "lake",
    "port",
    "fort",
    "general",
    "senator",
    "governor",
    "professor",
    "captain",
    "pope",
    "prince",
    "princess",
    "lord",
    "lady",
    "judge",
    "chancellor",
    "and",
    "but",
    "for",
    "said",
    "when",
    "while",
    "after",
    "from",
    "university",
    "chairman",
    "director",
    "coach",
    "mayor",
    "secretary",
    "colonel",
    "major",
    "sergeant",
    "inspector",
    "city",
    "river",
    "national",
];

/// The capitalised word right before a name: a first name or a title.
fn given_name(cx: &Cx<'_>, index: usize) -> Option<String> {
    let before = index.checked_sub(1)?;
    let token = &cx.tokens()[before];
    let mut at = before;
    // `J. Smith`: the initial.
    if token.is_punct() && cx.word(before) == "." && before > 0 && cx.word(before - 1).chars().count() == 1 {
        at = before - 1;
    }
    let token = &cx.tokens()[at];
    let same = cx.text.block_at(token.start()) == cx.text.block_at(cx.tokens()[index].start());
    (token.is_word() && token.is_capital() && same).then(|| cx.word(at).to_lowercase())
}

/// A word without its possessive.
fn base(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
