//! What is worked out of the rules of each kind. Numbers are those that `ahead.rs` of the detector gives them.

use crate::{
    Rule, code,
    detect::{
        light::compiled_from,
        lines::Listed,
        loose::{self, loose},
        reach::Reach,
        repeat,
        word::{Case, anchor, cut},
    },
    machine::{Syntax, Writer},
    model::{Collect, Hashes, Lang, Marked, hash_word, only_capitals},
    openings::Openings,
    outline::{Outlines, Place},
    rule::{
        Lists,
        tree::{Node, Value},
    },
    sequence::{Class, Compiler, Linker},
    text::{
        common::{CELLS, COMMON, cell},
        rows::{LEADING, TABLES, behind, first, is_row, row_at},
        tokens_of,
    },
    trigger::{Edges, Index, Lead, Required, Triggers, required, required_by_all},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    error::Error,
    path::Path,
};

/// The rules of a kind with their numbers and parameters.
fn of_kind<'r>(rules: &'r [Rule], kind: &'r str) -> impl Iterator<Item = (usize, &'r Rule, Node)> {
    let detect = |(number, rule): (usize, &'r Rule)| Some((number, rule, rule.node.get("detect")?));
    let named = move |(.., detect): &(usize, &Rule, Node)| detect.get("kind").and_then(Node::text) == Some(kind);
    rules.iter().enumerate().filter_map(detect).filter(named)
}

fn items(node: Node, key: &str) -> impl Iterator<Item = Node> {
    node.get(key).into_iter().flat_map(Node::items)
}

/// The groups of a rule: what stands in the rule itself, and its entries.
fn groups(detect: Node) -> impl Iterator<Item = Node> {
    std::iter::once(detect).chain(items(detect, "entries"))
}

/// The sequences, and what they are found by and belong to.
pub(crate) fn sequences(rules: &[Rule], lists: &Lists) -> Result<(String, Linker), Box<dyn Error>> {
    let (mut compiler, mut linker) = (Compiler::new(lists.clone(), |_| None), Linker::default());
    let classes = lists.names().filter_map(|list| {
        let class = Class::new(lists.words(list)?.map(hash_word).collect());
        let (name, (at, power)) = (list.strip_prefix("classes/")?, linker.class(&class));
        Some(format!("AheadClass({name:?}, {at}, {power}, {})", class.cost))
    });
    let classes: Vec<String> = classes.collect();
    let (mut all_rules, mut all_groups, mut anchors) = (Vec::new(), Vec::new(), Collect::default());
    for (number, rule, detect) in of_kind(rules, "sequence") {
        let mut compile = |node: Node, key: &str| {
            let one = |text: Node| {
                let made = compiler.compile(text.text().unwrap_or_default());
                made.map_err(|mistake| format!("{}: {}; {}", rule.id, mistake.message, mistake.help))
            };
            items(node, key).map(one).collect::<Result<Vec<_>, _>>()
        };
        for group in groups(detect) {
            for made in compile(group, "find")? {
                let at = linker.sequence(&made, all_rules.len() as u16, all_groups.len() as u32);
                made.anchors.iter().for_each(|&anchor| anchors.add(anchor, at));
            }
            // What stands in the rule itself has the exceptions of the rule.
            let except = if group.at() == detect.at() { Vec::new() } else { compile(group, "except")? };
            let programs = format!("Programs({}, {})", linker.programs(&except), except.len());
            all_groups.push(format!("AheadGroup({}, {programs})", group.at()));
        }
        let except = compile(detect, "except")?;
        let programs = format!("Programs({}, {})", linker.programs(&except), except.len());
        let trust = match detect.get("applicability").and_then(Node::text) {
            Some("safe") => "Safe",
            Some("display") => "Display",
            _ => "Unsafe",
        };
        all_rules.push(format!("AheadRule({number}, Applicability::{trust}, {programs})"));
    }
    let code = code::array("CLASSES", "AheadClass", classes)
        + &code::array("RULES", "AheadRule", all_rules)
        + &code::array("GROUPS", "AheadGroup", all_groups)
        + &code::table("ANCHORS", &anchors.table());
    Ok((code, linker))
}

/// The patterns; `hints` grows by what a block remembers for them.
pub(crate) fn patterns(
    rules: &[Rule],
    outlines: &mut Outlines,
    hints: &mut Vec<u64>,
) -> Result<(String, Triggers), Box<dyn Error>> {
    let (mut searches, mut all_groups, mut index) = (Vec::new(), Vec::new(), Index::default());
    let mut openings = Openings::default();
    let mut all: Vec<(&str, Reach, u32)> = Vec::new();
    for (number, _, detect) in of_kind(rules, "pattern") {
        for group in groups(detect) {
            for text in items(group, "find") {
                let source = text.text().unwrap_or_default();
                let reach = Reach::of(source);
                index.shares_digits = reach == Reach::Block;
                let line = outlines.add(source, Place::Anywhere)?;
                let mut holds = required(source, Edges::default());
                if reach == Reach::Line && outlines.left(line) < 2 && openings.add(all.len() as u32, source)? {
                    holds = led_elsewhere(holds);
                }
                index.add(source, &holds, reach != Reach::Article);
                all.push((source, reach, line));
                searches.push(format!("Ahead({}, {}, Reach::{reach:?}, {line})", all_groups.len(), text.at()));
            }
            all_groups.push(format!("AheadGroup({number}, {})", group.at()));
        }
    }
    // Many blocks lead to these: all are asked at once.
    let digits = index.take_digits(|number| all[number as usize].1 == Reach::Block);
    let sources: Vec<&str> = digits.iter().map(|number| all[*number as usize].0).collect();
    let mut groups = Vec::new();
    for (line, places) in outlines.add_groups(&sources, Place::Anywhere)? {
        let group: Vec<u32> = places.iter().map(|place| digits[*place]).collect();
        index.lead_by_digits(&group);
        groups.push(format!("({line}, &{group:?})"));
    }
    let firsts = all.iter().filter(|(_, reach, _)| *reach == Reach::Line).map(|(.., line)| outlines.first(*line));
    let firsts: Vec<String> = firsts.map(|first| format!("{first:?}")).collect();
    let whole: Vec<u32> =
        index.take_anywhere(|number| all.get(number as usize).is_some_and(|one| one.1 == Reach::Article));
    hints.append(&mut index.hints);
    let triggers = Triggers { base: Some(0), ..without(index.triggers(), &openings)? };
    let code = code::array("SEARCHES", "Ahead", searches)
        + &code::array("GROUPS", "AheadGroup", all_groups)
        + &code::array("FIRSTS", "[u64; 4]", firsts)
        + &code::array("DIGITS", "(u32, &[u32])", groups)
        + &format!("pub(super) static ACROSS: &[u32] = &{whole:?};\n")
        + &code::triggers(&triggers.without_tokens())
        + &openings.code()?;
    Ok((code, triggers))
}

/// Triggers without the expressions that openings lead to.
fn without(mut triggers: Triggers, openings: &Openings) -> Result<Triggers, Box<dyn Error>> {
    if !openings.numbers().all(|number| triggers.always.contains(&number)) {
        return Err("a token leads to what openings lead to".into());
    }
    triggers.always.to_mut().retain(|number| !openings.has(*number));
    Ok(triggers)
}

/// The furniture; `base`: how many expressions stand before these where all are joined.
pub(crate) fn furniture(
    rules: &[Rule],
    lists: &Lists,
    outlines: &mut Outlines,
    hints: &mut Vec<u64>,
    base: u32,
) -> Result<(String, Triggers), Box<dyn Error>> {
    let (mut index, mut openings, mut listed) = (Index::default(), Openings::default(), Listed::default());
    let all = || of_kind(rules, "furniture");
    // First all for whole lines, then all beginnings, then all conjunctions.
    let mut whole = Vec::new();
    for (number, _, detect) in all() {
        for (key, reach) in [("lines", "Line"), ("beside", "Beside"), ("sentences", "Sentence")] {
            for text in items(detect, key) {
                let source = text.text().unwrap_or_default();
                let line = outlines.add(&loose(source), Place::Whole)?;
                let mut holds = required(source, Edges::LINE);
                let suits = outlines.gives_up(line) || holds.starts_rarely();
                if suits && openings.add(whole.len() as u32, &loose(source))? {
                    holds = led_elsewhere(holds);
                }
                index.add(source, &holds, true);
                whole.push(format!("Whole({number}, Reach::{reach}, {}, {line})", text.at()));
            }
        }
    }
    let mut starts = Vec::new();
    for (number, _, detect) in all() {
        for text in items(detect, "starts") {
            let source = text.text().unwrap_or_default();
            let line = outlines.add(&loose(source), Place::Start)?;
            let mut holds = required(source, Edges::BEGINNING);
            let own = (whole.len() + starts.len()) as u32;
            if outlines.gives_up(line) && openings.add(own, &loose(source))? {
                holds = led_elsewhere(holds);
            }
            index.add(source, &holds, true);
            starts.push(format!("Start({number}, {}, {line})", text.at()));
        }
    }
    let mut conjunctions = Vec::new();
    for (number, _, detect) in all() {
        for group in items(detect, "edges").filter(|group| group.items().next().is_some()) {
            let texts = || group.items().filter_map(Node::text);
            let lines = texts().map(|text| outlines.add(&loose(text), Place::Inside));
            let lines = lines.collect::<Result<Vec<u32>, _>>()?;
            let mut holds = required_by_all(texts());
            // All of a block is read for these, so it does not matter how far before a token they start.
            holds.sets.iter_mut().for_each(|set| set.lead = Lead::NONE);
            let opening =
                texts().zip(&lines).find(|(_, line)| outlines.is_at_start(**line) && outlines.gives_up(**line));
            let own = (whole.len() + starts.len() + conjunctions.len()) as u32;
            if let Some((source, _)) = opening
                && openings.add(own, &loose(source))?
            {
                holds = led_elsewhere(holds);
            }
            index.lead(&holds, true);
            conjunctions.push(format!("Edge({number}, {}, &{lines:?})", group.at()));
        }
        if let Some(table) = detect.get("list").and_then(Node::text).and_then(|name| lists.table(name)) {
            listed.add(&table, &keep(detect), number as u32);
        }
    }
    hints.append(&mut index.hints);
    let triggers = Triggers { base: Some(base), ..without(index.triggers(), &openings)? };
    let code = code::array("WHOLE", "Whole", whole)
        + &code::array("STARTS", "Start", starts)
        + &code::array("EDGES", "Edge", conjunctions)
        + &code::triggers(&triggers.without_tokens())
        + &openings.code()?
        + &code::table("FIRSTS", &listed.firsts.table())
        + &code::table("LINES", &listed.lines.table())
        + &code::table("PREFIXES", &listed.prefixes.table());
    Ok((code, triggers))
}

/// What a set costs that leads to no expression: as much as the dearest that an index takes for that.
const TOO_DEAR: u32 = 20_000;

/// What each match of an expression holds, without a set that is rare enough to lead to it: openings do.
fn led_elsewhere(mut required: Required) -> Required {
    required.sets.iter_mut().for_each(|set| set.cost = set.cost.max(TOO_DEAR));
    Required { first: None, ..required }
}

/// A machine for each expression of the binary.
pub(crate) fn machines(rules: &[Rule]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut machines = Writer::new();
    for (.., detect) in of_kind(rules, "pattern") {
        for group in groups(detect) {
            for text in items(group, "find").chain(items(group, "except")) {
                machines.add(text.at(), &compiled_from(text.text().unwrap_or_default()), Syntax::Lines)?;
            }
        }
    }
    for (.., detect) in of_kind(rules, "furniture") {
        let whole = ["lines", "beside", "sentences"].into_iter().flat_map(|key| items(detect, key));
        let inside = items(detect, "edges").flat_map(Node::items).chain(detect.get("unless"));
        let all =
            whole.map(|text| (text, loose::WHOLE)).chain(items(detect, "starts").map(|text| (text, loose::START)));
        for (text, (before, behind)) in all.chain(inside.map(|text| (text, loose::ANYWHERE))) {
            let source = format!("{before}{}{behind}", loose(text.text().unwrap_or_default()));
            machines.add(text.at(), &source, Syntax::AnyCase)?;
        }
    }
    Ok(machines.bytes())
}

/// Which rows of its list a rule keeps.
fn keep(detect: Node) -> BTreeMap<String, Vec<String>> {
    let Some(Value::Table(columns)) = detect.get("where").map(Node::value) else { return BTreeMap::new() };
    let texts = |node: Node| node.items().filter_map(Node::text).map(str::to_owned).collect();
    columns.map(|(column, values)| (column.to_owned(), texts(values))).collect()
}

pub(crate) fn phrases(rules: &[Rule], lists: &Lists) -> String {
    let (mut phrases, mut words, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut anchors = Collect::default();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (number, _, detect) in of_kind(rules, "phrase") {
        let ignored = detect.get("case").and_then(Node::text) == Some("ignore");
        let case = if ignored { Case::Ignore } else { Case::Smart };
        let mut add = |find: &str, source: String| {
            let own = cut(find, case);
            if own.is_empty() {
                return;
            }
            let anchor = anchor(&own);
            anchors.add(own[anchor].0, phrases.len() as u32);
            let (from, len) = (words.len(), own.len());
            phrases.push(format!(
                "Phrase {{ rule: {number}, from: {from}, len: {len}, anchor: {anchor}, source: Source::{source} }}"
            ));
            words.extend(own.iter().map(|word| format!("Word({}, {})", word.0, word.1)));
        };
        for entry in items(detect, "entries") {
            for find in items(entry, "find") {
                add(find.text().unwrap_or_default(), format!("Tree({}, {})", entry.at(), find.at()));
            }
        }
        let Some(name) = detect.get("list").and_then(Node::text) else { continue };
        let Some(table) = lists.table(name) else { continue };
        let list = *known.entry(name).or_insert_with(|| {
            names.push(format!("{name:?}"));
            names.len() - 1
        });
        let keep = keep(detect);
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| table.keeps(row, &keep)) {
            add(table.cell(row, "find"), format!("Row({list}, {index})"));
        }
    }
    code::array("PHRASES", "Phrase", phrases)
        + &code::array("WORDS", "Word", words)
        + &code::array("LISTS", "&str", names)
        + &code::table("ANCHORS", &anchors.table())
}

/// The word lists, by their names.
pub(crate) fn lists(lists: &Lists) -> String {
    let is_list =
        |name: &&str| lists.path(name).is_some_and(|path| Path::new(path).extension().is_some_and(|end| end == "txt"));
    let list = |name: &str| {
        let all: Hashes = lists.words(name)?.map(hash_word).collect();
        let capitals = only_capitals(lists.words(name)?);
        let (all, len, capitals, few) = (&all.places, all.len(), &capitals.places, capitals.len());
        Some(format!("Ahead({name:?}, &{all:?}, {len}, &{capitals:?}, {few})"))
    };
    code::array("LISTS", "Ahead", lists.names().filter(is_list).filter_map(list))
}

/// What is known of words that repeat, by language.
pub(crate) fn repeat(lists: &Lists) -> String {
    let tables = [repeat::DOUBLINGS, repeat::CLASSES].into_iter().filter_map(|list| lists.table(list));
    let langs: BTreeSet<String> = tables
        .flat_map(|table| {
            let langs = table.rows.iter().filter_map(|row| Lang::parse(table.cell(row, "lang")));
            langs.map(|lang| lang.code().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let language = |code: &String| {
        let words = repeat::Words::read(lists, Lang::parse(code)?);
        let (places, len) = (&words.bits.words.places, words.bits.words.len());
        Some(format!("Ahead({code:?}, &{places:?}, &{:?}, {len}, {}, {})", words.bits.marks, words.joints, words.off))
    };
    code::array("LANGUAGES", "Ahead", langs.iter().filter_map(language))
}

/// The common words of languages: for each word the languages it belongs to, as bits in the order of `COMMON`; and for each
/// language those of its words that are none of any other. A cell that is taken sends a word on to the next.
pub(crate) fn languages() -> String {
    let words = COMMON
        .iter()
        .enumerate()
        .flat_map(|(index, (_, list))| list.split_whitespace().map(move |word| (hash_word(word), 1 << index)));
    let common: Marked = words.collect();
    let mut hashes: Vec<u64> = common.words.iter().collect();
    hashes.sort_unstable();
    let mut only = vec![[0; CELLS]; COMMON.len()];
    for (hash, bits) in
        hashes.into_iter().map(|hash| (hash, common.get(hash))).filter(|(_, bits)| bits.is_power_of_two())
    {
        let table = &mut only[bits.trailing_zeros() as usize];
        let mut at = cell(hash);
        while table[at] != 0 {
            at = (at + 1) % CELLS;
        }
        table[at] = hash;
    }
    code::marked("COMMON", &common)
        + &code::array("ONLY", &format!("[u64; {CELLS}]"), only.iter().map(|table| format!("{table:?}")))
}

/// The rows that tell a source language, by what they are found by.
pub(crate) fn evidence() -> String {
    let (mut all, mut starts, mut firsts) = (Vec::new(), Collect::default(), [0u64; 256]);
    for (table, (text, _)) in TABLES.iter().enumerate() {
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line))
        });
        for (at, _) in lines.filter(|(_, line)| is_row(line)).skip(1) {
            let Some(row) = row_at(table, at) else { continue };
            for wording in row.wordings() {
                let tokens = tokens_of(wording);
                let Some(word) = tokens.first() else { continue };
                let start = tokens.iter().take(LEADING).fold(0, |start, token| behind(start, token.hash()));
                starts.add(start, all.len() as u32);
                let (cell, bit) = first(word.hash());
                firsts[usize::from(cell)] |= 1 << bit;
            }
            all.push(format!("({table}, {at})"));
        }
    }
    code::array("ROWS", "(usize, usize)", all)
        + &code::table("STARTS", &starts.table())
        + &format!(
            "/// A bit for each word that a wording starts with.\npub(super) static FIRST: [u64; 256] = {firsts:?};\n"
        )
}
