//! What is worked out of the rules of each kind. Numbers are those that `ahead.rs` of the detector gives them.

use crate::{
    Rule, code,
    detect::{
        light::compiled_from,
        lines::listed,
        loose::loose,
        reach::Reach,
        word::{Case, anchor, cut},
    },
    machine::{Syntax, Writer},
    model::{Collect, hash_word},
    outline::{Outlines, Place},
    rule::{
        Lists,
        tree::{Node, Value},
    },
    sequence::{Class, Compiler, Guard},
    text::{
        rows::{TABLES, is_row, pair, row_at},
        tokens_of,
    },
    trigger::{Edges, Index, needles, sets, sets_of_all},
};
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
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

pub(crate) fn sequences(rules: &[Rule], lists: &Lists) -> Result<String, Box<dyn Error>> {
    let mut compiler = Compiler::new(lists.clone(), |_| None);
    let (mut sequences, mut all_groups, mut anchors) = (Vec::new(), Vec::new(), Collect::default());
    for (number, rule, detect) in of_kind(rules, "sequence") {
        for group in groups(detect) {
            for text in items(group, "find") {
                let made = compiler.compile(text.text().unwrap_or_default());
                let made = made.map_err(|mistake| format!("{}: {}; {}", rule.id, mistake.message, mistake.help))?;
                for &anchor in &made.anchors {
                    anchors.add(anchor, sequences.len() as u32);
                }
                let (near, far) = made.offset;
                let guards = if near == far { Guard::of(&made.program, near) } else { Vec::new() };
                sequences.push(format!("Ahead({}, {}, {near}, {far}, &{guards:?})", all_groups.len(), text.at()));
            }
            all_groups.push(format!("AheadGroup({number}, {})", group.at()));
        }
    }
    let classes = lists.names().filter_map(|list| {
        let class = Class::new(lists.words(list)?.map(hash_word).collect());
        let (places, len) = (&class.words.places, class.words.len());
        Some(format!("AheadClass({:?}, &{places:?}, {len}, {})", list.strip_prefix("classes/")?, class.cost))
    });
    Ok(code::array("CLASSES", "AheadClass", classes)
        + &code::array("SEQUENCES", "Ahead", sequences)
        + &code::array("GROUPS", "AheadGroup", all_groups)
        + &code::table("ANCHORS", &anchors.table()))
}

pub(crate) fn patterns(rules: &[Rule], outlines: &mut Outlines) -> Result<String, Box<dyn Error>> {
    let (mut searches, mut all_groups, mut index) = (Vec::new(), Vec::new(), Index::default());
    for (number, _, detect) in of_kind(rules, "pattern") {
        for group in groups(detect) {
            for text in items(group, "find") {
                let source = text.text().unwrap_or_default();
                let reach = Reach::of(source);
                index.add(source, &sets(source, Edges::default()), &needles(source), reach != Reach::Article);
                let place = if reach == Reach::Line { Place::Line } else { Place::Anywhere };
                let line = outlines.add(source, place)?;
                searches.push(format!("Ahead({}, {}, Reach::{reach:?}, {line})", all_groups.len(), text.at()));
            }
            all_groups.push(format!("AheadGroup({number}, {})", group.at()));
        }
    }
    Ok(code::array("SEARCHES", "Ahead", searches)
        + &code::array("GROUPS", "AheadGroup", all_groups)
        + &code::triggers(&index.triggers()))
}

pub(crate) fn furniture(rules: &[Rule], lists: &Lists, outlines: &mut Outlines) -> Result<String, Box<dyn Error>> {
    let (mut index, mut lines, mut prefixes) = (Index::default(), Collect::default(), Collect::default());
    let all = || of_kind(rules, "furniture");
    // First all for whole lines, then all beginnings, then all conjunctions.
    let mut whole = Vec::new();
    for (number, _, detect) in all() {
        for (key, reach) in [("lines", "Line"), ("beside", "Beside"), ("sentences", "Sentence")] {
            for text in items(detect, key) {
                let source = text.text().unwrap_or_default();
                index.add(source, &sets(source, Edges { start: true, end: true }), &[], true);
                let line = outlines.add(&loose(source), Place::Whole)?;
                whole.push(format!("Whole({number}, Reach::{reach}, {}, {line})", text.at()));
            }
        }
    }
    let mut starts = Vec::new();
    for (number, _, detect) in all() {
        for text in items(detect, "starts") {
            let source = text.text().unwrap_or_default();
            index.add(source, &sets(source, Edges { start: true, end: false }), &[], true);
            let line = outlines.add(&loose(source), Place::Start)?;
            starts.push(format!("Start({number}, {}, {line})", text.at()));
        }
    }
    let mut conjunctions = Vec::new();
    for (number, _, detect) in all() {
        for group in items(detect, "edges").filter(|group| group.items().next().is_some()) {
            index.lead(&sets_of_all(group.items().filter_map(Node::text)), true);
            let lines = group.items().filter_map(Node::text).map(|text| outlines.add(&loose(text), Place::Inside));
            let lines = lines.collect::<Result<Vec<u32>, _>>()?;
            conjunctions.push(format!("Edge({number}, {}, &{lines:?})", group.at()));
        }
        if let Some(table) = detect.get("list").and_then(Node::text).and_then(|name| lists.table(name)) {
            listed(&table, &keep(detect), number as u32, &mut lines, &mut prefixes);
        }
    }
    Ok(code::array("WHOLE", "Whole", whole)
        + &code::array("STARTS", "Start", starts)
        + &code::array("EDGES", "Edge", conjunctions)
        + &code::triggers(&index.triggers())
        + &code::table("LINES", &lines.table())
        + &code::table("PREFIXES", &prefixes.table()))
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
        let all = whole.map(|text| (text, "^(?:", ")$")).chain(items(detect, "starts").map(|text| (text, "^(?:", ")")));
        for (text, before, behind) in all.chain(inside.map(|text| (text, "", ""))) {
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
            phrases.push(format!("Ahead({number}, {}, {}, {anchor}, {source})", words.len(), own.len()));
            words.extend(own.iter().map(|word| format!("Word({}, {})", word.0, word.1)));
        };
        for entry in items(detect, "entries") {
            for find in items(entry, "find") {
                add(find.text().unwrap_or_default(), format!("NO_LIST, {}, {}", entry.at(), find.at()));
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
            add(table.cell(row, "find"), format!("{list}, {index}, 0"));
        }
    }
    code::array("PHRASES", "Ahead", phrases)
        + &code::array("WORDS", "Word", words)
        + &code::array("LISTS", "&str", names)
        + &code::table("ANCHORS", &anchors.table())
}

/// The rows that tell a source language, by what they are found by.
pub(crate) fn evidence() -> String {
    let (mut all, mut starts) = (Vec::new(), Collect::default());
    for (table, (text, _)) in TABLES.iter().enumerate() {
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line))
        });
        for (at, _) in lines.filter(|(_, line)| is_row(line)).skip(1) {
            let Some(row) = row_at(table, at) else { continue };
            for wording in row.wordings() {
                // By its first word, where it is all, or by its first two.
                let start = match tokens_of(wording).as_slice() {
                    [] => continue,
                    [one] => one.hash(),
                    [first, second, ..] => pair(first.hash(), second.hash()),
                };
                starts.add(start, all.len() as u32);
            }
            all.push(format!("({table}, {at})"));
        }
    }
    code::array("ROWS", "(usize, usize)", all) + &code::table("STARTS", &starts.table())
}
