//! Machines find what the `regex` crate finds.

use super::*;
use crate::detect::furniture::loose::{ANYWHERE, START, WHOLE};
use crate::rule::{
    embedded::{RULES, tree},
    tree::Node,
};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};
use std::path::Path;

/// A small generator of numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// All expressions of the binary, with the ids of their rules.
fn expressions() -> Vec<(String, Expression)> {
    let mut all = Vec::new();
    for &(path, _, at) in RULES {
        let Some(detect) = tree(at).get("detect") else { continue };
        let mut add = |text: Node, dialect| {
            all.push((path.to_owned(), Expression::lazy(Written::Tree(text), dialect, None)));
        };
        let items = |node: Node, key: &str| node.get(key).into_iter().flat_map(Node::items).collect::<Vec<_>>();
        match detect.get("kind").and_then(Node::text) {
            Some("pattern") => {
                for group in std::iter::once(detect).chain(items(detect, "entries")) {
                    let texts = items(group, "find").into_iter().chain(items(group, "except"));
                    texts.for_each(|text| add(text, Dialect::Pattern));
                }
            }
            Some("furniture") => {
                for text in ["lines", "beside", "sentences"].into_iter().flat_map(|key| items(detect, key)) {
                    add(text, Dialect::Furniture(WHOLE.0, WHOLE.1));
                }
                for text in items(detect, "starts") {
                    add(text, Dialect::Furniture(START.0, START.1));
                }
                let inside = items(detect, "edges").into_iter().flat_map(Node::items).chain(detect.get("unless"));
                inside.for_each(|text| add(text, Dialect::Furniture(ANYWHERE.0, ANYWHERE.1)));
            }
            _ => {}
        }
    }
    all
}

/// A text that an expression matches, but for edges.
fn sample(hir: &Hir, random: &mut Random, out: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.extend(&*literal.0),
        HirKind::Class(Class::Bytes(class)) => {
            let range = random.of(class.ranges());
            out.push(range.start() + random.below(range.len().min(90)) as u8);
        }
        HirKind::Class(Class::Unicode(class)) => {
            let range = class.ranges()[random.below(class.ranges().len().min(6))];
            let c = range.start() as u32 + random.below(range.len().min(90)) as u32;
            out.extend(char::from_u32(c).unwrap_or('x').to_string().as_bytes());
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 4) - repetition.min;
            let count = repetition.min as usize + random.below(most as usize + 1).min(6);
            (0..count).for_each(|_| sample(&repetition.sub, random, out));
        }
        HirKind::Capture(capture) => sample(&capture.sub, random, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| sample(part, random, out)),
        HirKind::Alternation(branches) => sample(random.of(branches), random, out),
    }
}

/// A text with some characters taken out, doubled, changed or put in.
fn changed(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..random.below(4) {
        let at = random.below(chars.len() + 1);
        let other = *random
            .of(&['a', 'S', 'k', '\u{17f}', '\u{212a}', ' ', '\n', '’', 'é', 'ß', '語', '“', '.', '7', '\u{a0}', '_']);
        match random.below(4) {
            _ if at == chars.len() => chars.push(other),
            0 => drop(chars.remove(at)),
            1 => chars[at] = other,
            2 => chars.insert(at, chars[at]),
            _ => chars.insert(at, other),
        }
    }
    chars.into_iter().collect()
}

type Found = Vec<Vec<Option<(usize, usize)>>>;

/// All matches with their groups, by the machine.
fn by_machine(machine: Machine, text: &str) -> Found {
    let engine = Engine::Machine(machine, &AtomicU32::new(0));
    let groups: Found = each(text, |start| {
        let spans = engine.groups_at(text, start)?;
        Some((spans[0]?, spans))
    })
    .collect();
    let plain: Vec<_> = each(text, |start| engine.find_at(text, start).map(|found| (found, Some(found)))).collect();
    assert_eq!(plain, groups.iter().map(|spans| spans[0]).collect::<Vec<_>>(), "groups change the match");
    groups
}

/// The same by the crate.
fn by_crate(compiled: &Compiled, text: &str) -> Found {
    match compiled {
        Compiled::Text(regex) => {
            let spans = |found: regex::Captures<'_>| found.iter().map(|g| g.map(|g| (g.start(), g.end()))).collect();
            regex.captures_iter(text).map(spans).collect()
        }
        Compiled::Bytes(regex) => {
            regex.find_iter(text.as_bytes()).map(|found| vec![Some((found.start(), found.end()))]).collect()
        }
    }
}

/// Lines and paragraphs of the articles under `corpora/`.
fn lines(folder: &Path, out: &mut Vec<String>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            lines(&path, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let lines: Vec<&str> = text.lines().collect();
            out.extend(lines.chunks(3).map(|chunk| chunk.join("\n")).filter(|text| text.len() < 3000));
        }
    }
}

#[test]
fn machines_agree_with_the_crate() {
    let mut corpora = Vec::new();
    lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora"), &mut corpora);
    let mut random = Random(7);
    let (mut matches, mut count) = (0, 0);
    for (path, expression) in expressions() {
        let source = expression.dialect.source(expression.written.text());
        let machine = expression.machine().unwrap_or_else(|| panic!("{path}: no machine of {source}"));
        let compiled = expression.compile().expect("it compiles");
        let pattern = matches!(expression.dialect, Dialect::Pattern);
        let mut parser = ParserBuilder::new().multi_line(pattern).case_insensitive(!pattern).utf8(pattern).build();
        let hir = parser.parse(&source).expect("it is an expression");
        let mut texts = vec![String::new()];
        for number in 0..40 {
            let mut own = Vec::new();
            if number < 32 {
                sample(&hir, &mut random, &mut own);
            }
            let own = String::from_utf8_lossy(&own).into_owned();
            let own = changed(&own, &mut random);
            texts.push(match random.below(4) {
                0 => own,
                1 => changed(&format!("{own} {own}\n{own}"), &mut random),
                2 => format!("{}\n{own}\n{}", random.of(&corpora), random.of(&corpora)),
                _ => {
                    let around = random.of(&corpora);
                    let at = around.char_indices().nth(random.below(200)).map_or(0, |(at, _)| at);
                    format!("{}{own}{}", &around[..at], &around[at..])
                }
            });
        }
        for text in &texts {
            assert!(machine.fits(text), "{path}: {source} has a large machine");
            let wanted = by_crate(&compiled, text);
            matches += wanted.len();
            let found = by_machine(machine, text);
            assert!(found == wanted, "{path}: {source}\nin {text:?}\nfound {found:?}\nwanted {wanted:?}");
        }
        count += 1;
    }
    assert!(count > 1000 && matches > 10 * count, "{count} expressions, {matches} matches");
}

#[test]
fn an_expression_is_compiled_when_it_has_much_to_do() {
    let (_, expression) = expressions().swap_remove(0);
    let text = "Nothing to see here. ".repeat(200);
    assert_eq!(expression.find_iter(&text).count(), 0);
    assert!(expression.compiled.get().is_none());
    for _ in 0..WORTH_COMPILING {
        assert_eq!(expression.find_iter(&text).count(), 0);
        if expression.compiled.get().is_some() {
            return;
        }
    }
    panic!("it never was");
}

#[test]
fn templates_are_filled_in_as_the_crate_does_it() {
    let source = r"(?<one>a+)(b)?(?<two>c*)";
    let expression = Expression::compiled(source, Dialect::Pattern).expect("it is an expression");
    let regex = Regex::new(source).expect("it is an expression");
    let text = "x aabcc ac";
    for template in ["$1", "${one}-$two.", "$one_", "$$1 $0 ${1}2", "$12 $ $x ${", "$2|${2}|", ""] {
        let mut groups = expression.groups_iter(text);
        for wanted in regex.captures_iter(text) {
            let mut out = String::new();
            wanted.expand(template, &mut out);
            assert_eq!(groups.next().expect("a match").expand(template), out, "{template}");
        }
        assert!(groups.next().is_none());
    }
}
