//! `name`: one name in two spellings within an article.
//!
//! Names are folded to a key that does not know transliterations apart; a table of keys finds the pairs in one pass. Where
//! the first name is the same, surnames may differ by two letters more. A [`glance`] tells of nearly all articles that they
//! hold no pair.

mod forms;
mod glance;
mod spelling;

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, Hashes, RuleId, Span, Token, WordSet, hash_word};
use forms::Forms;
use glance::Glance;
use serde::Deserialize;
use spelling::{folded, key_of, near, spelling_only};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

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
    /// Spellings of sets with the number of their set, sorted.
    pairs: Vec<(String, usize)>,
    /// Sorted.
    ignore: Vec<String>,
    /// Both, in any case.
    special: Hashes,
    glosses: HashSet<String>,
}

struct Names(Vec<Compiled>);

thread_local! {
    /// Kept from article to article.
    static ROOM: RefCell<(Glance, Forms)> = RefCell::default();
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| {
        let sets = params.pairs.iter().enumerate();
        let mut pairs: Vec<(String, usize)> =
            sets.flat_map(|(i, set)| set.split_whitespace().map(move |name| (name.to_owned(), i))).collect();
        // Stable: of a name in several sets, the last one counts.
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        let mut ignore = params.ignore;
        ignore.sort_unstable();
        Compiled {
            id,
            min_letters: params.min_letters,
            special: pairs.iter().map(|pair| &pair.0).chain(&ignore).map(|name| hash_word(name)).collect(),
            pairs,
            ignore,
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
                ROOM.with_borrow_mut(|(glance, forms)| {
                    if glance.finds(rule, cx) {
                        rule.check(cx, forms, out);
                    }
                });
            }
        }
    }
}

impl Compiled {
    fn check(&self, cx: &Cx<'_>, forms: &mut Forms, out: &mut Sink<'_>) {
        if !forms.gather(self, cx) {
            return;
        }
        let mut reported: Vec<usize> = Vec::new();
        for alike in forms.alike(self, cx) {
            let alike: Vec<Form<'_>> = alike.into_iter().map(|form| forms.get(cx, form)).collect();
            let mut groups: BTreeMap<String, Vec<&Form<'_>>> = BTreeMap::new();
            for form in &alike {
                let key = self.pair(form.text).unwrap_or_else(|| key_of(form.text));
                groups.entry(key).or_default().push(form);
            }
            for group in groups.values().filter(|g| g.len() > 1) {
                self.group(cx, group, &mut reported, out);
            }
        }
        let mut namesakes: Vec<(String, Vec<Form<'_>>)> = Vec::new();
        for (given, group) in forms.namesakes(cx) {
            let group = group.into_iter().map(|form| forms.get(cx, form)).collect();
            namesakes.push((key_of(cx.word(given)), group));
        }
        namesakes.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, group) in &namesakes {
            self.full_names(cx, group, &mut reported, out);
        }
    }

    /// The key of the set of spellings that a name belongs to, which is no key of a name.
    fn pair(&self, name: &str) -> Option<String> {
        let behind = self.pairs.partition_point(|pair| pair.0.as_str() <= name);
        let (spelling, set) = self.pairs.get(behind.checked_sub(1)?)?;
        (spelling == name).then(|| format!("#{set}"))
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

    /// The same first name before surnames that differ by one or two letters. A first name stands before two or three
    /// surnames in an article; longer lists are places (`North …`) and do not come here.
    fn full_names(&self, cx: &Cx<'_>, group: &[Form<'_>], reported: &mut Vec<usize>, out: &mut Sink<'_>) {
        let mut ranked: Vec<&Form<'_>> = group.iter().collect();
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
