//! Texts that a sequence or an expression should match, followed at random from its start to its end.

use crate::language::{LABELS, Node, Test};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Random numbers, the same ones in each run: splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % limit.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Words that may stand where a class is asked for.
fn member(class: &str) -> &'static [&'static str] {
    match class {
        "number" | "counted" => &["7", "15", "3.5", "1,200", "20"],
        "punct" => &[",", ".", ";", "–", "”", "-"],
        "address" => &["https://example.com/a", "www.example.org", "a@b.org"],
        "cap" => &["Minister", "London", "The", "Moscow", "He"],
        "caps" => &["NATO", "EU", "UN"],
        "initialism" => &["U.S.", "p.m.", "e.g."],
        "name" => &["Berlin", "Ivanov", "Müller", "Ukraine"],
        "content" | "lower" => &["bridge", "growing", "reported", "million", "economic", "naïve"],
        "terminal" => &[".", "!", "?"],
        "quote" => &["“", "”", "\"", "«", "»", "’"],
        "open-quote" => &["“", "„", "«", "\""],
        "close-quote" => &["”", "»", "\"", "’"],
        "dash" => &["–", "—", "-", "--"],
        "year" => &["1999", "2022"],
        _ => &["the", "council", "said", "Paris", "new", "of", "don’t", "he", "has", "people"],
    }
}

/// The words of a sequence's match so far.
#[derive(Default)]
struct Written {
    text: String,
    /// The next word is glued to the last one.
    glued: bool,
    labels: [String; LABELS],
}

impl Written {
    fn push(&mut self, word: &str, random: &mut Random) {
        let opens = self.text.ends_with(['“', '„', '«', '(', '‘']);
        let mark = !word.starts_with(|c: char| c.is_alphanumeric() || "“„«(‘\"–—".contains(c));
        let space = !self.text.is_empty() && !self.glued && !(mark ^ random.once_in(12)) && !opens;
        self.text.push_str(if space { " " } else { "" });
        self.text.push_str(word);
        self.glued = false;
    }
}

/// A text for a sequence.
pub(crate) fn of_sequence(node: &Node, random: &mut Random) -> String {
    let mut written = Written::default();
    walk(node, &mut written, random);
    written.text
}

fn walk(node: &Node, written: &mut Written, random: &mut Random) {
    match node {
        Node::One(test) => {
            let word = word(test, random);
            written.push(&word, random);
        }
        Node::Seq(nodes) => nodes.iter().for_each(|node| walk(node, written, random)),
        Node::Alt(nodes) => walk(&nodes[random.below(nodes.len())], written, random),
        Node::Repeat(node, least, most) => {
            let times = *least as usize + random.below((*most - *least) as usize + 1);
            (0..times).for_each(|_| walk(node, written, random));
        }
        Node::Label(label, node) => {
            let from = written.text.len();
            walk(node, written, random);
            written.text[from..].trim().clone_into(&mut written.labels[*label]);
        }
        Node::Back { label, stem } => {
            let mut again = written.labels[*label].clone();
            if *stem {
                again.push_str(random.one_of(&["", "s", "ed", "ing"]));
            }
            written.push(&again, random);
        }
        Node::Glue => written.glued = true,
        Node::Mark(node) => walk(node, written, random),
        Node::SentenceStart if !written.text.is_empty() && random.once_in(2) => {
            if !written.text.ends_with(['.', '!', '?', '”']) {
                written.push(".", random);
            }
        }
        Node::SentenceStart | Node::SentenceEnd | Node::BlockStart | Node::BlockEnd => {}
    }
}

fn word(test: &Test, random: &mut Random) -> String {
    match test {
        Test::Word(_, Some(exact)) => exact.clone(),
        Test::Word(normal, None) => match random.below(8) {
            0 => capital(normal),
            1 => normal.replace('\'', "’"),
            2 => normal.to_uppercase(),
            _ => normal.clone(),
        },
        Test::Suffix(end) => format!("{}{end}", random.one_of(&["bank", "mov", "strength", "É", "relat", "x"])),
        Test::Prefix(start) => format!("{start}{}", random.one_of(&["ed", "able", "ing", "é"])),
        Test::Builtin(class) => random.one_of(member(class)).to_owned(),
        Test::List(list) => {
            let mut words: Vec<&String> = list.iter().collect();
            words.sort();
            let word = words[random.below(words.len())];
            if random.once_in(4) { capital(word) } else { word.clone() }
        }
        Test::Not(_) => random.one_of(member("")).to_owned(),
        Test::Any(tests) => word(&tests[random.below(tests.len())], random),
        Test::All(tests) => {
            let says = |test: &&Test| !matches!(test, Test::Not(_) | Test::Builtin(_));
            let positive = tests.iter().find(says).or_else(|| tests.iter().find(|t| matches!(t, Test::Builtin(_))));
            match positive {
                Some(test) => word(test, random),
                None => random.one_of(member("")).to_owned(),
            }
        }
    }
}

/// With a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Characters that are taken for a class that holds them.
pub(crate) const ORDINARY: &str = "aeinorstmzATMS059  .,-–’”\u{a0}éßÉд中";
/// The same for expressions to which a letter outside ASCII is an edge of a word.
pub(crate) const WITHOUT_ACCENTS: &str = "aeinorstmzATMS059  .,-–’”\u{a0}";

/// A text for an expression.
pub(crate) fn of_expression(source: &str, ordinary: &str, random: &mut Random) -> String {
    let mut text = String::new();
    let hir = regex_syntax::parse(source).unwrap_or_else(|e| panic!("{source}: {e}"));
    follow(&hir, ordinary, &mut text, random);
    text
}

fn follow(hir: &Hir, ordinary: &str, text: &mut String, random: &mut Random) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.push(letter(class, ordinary, random)),
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(least + 3, |most| (most as usize).min(least + 5));
            let times = least + random.below(most - least + 1);
            (0..times).for_each(|_| follow(&repetition.sub, ordinary, text, random));
        }
        HirKind::Capture(capture) => follow(&capture.sub, ordinary, text, random),
        HirKind::Concat(all) => all.iter().for_each(|hir| follow(hir, ordinary, text, random)),
        HirKind::Alternation(all) => follow(&all[random.below(all.len())], ordinary, text, random),
    }
}

/// A character of a class, an ordinary one if it has any.
fn letter(class: &Class, ordinary: &str, random: &mut Random) -> char {
    let Class::Unicode(class) = class else { return 'x' };
    let holds = |c: char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&c));
    let strange = ordinary == ORDINARY && random.once_in(10);
    let ordinary: Vec<char> = ordinary.chars().filter(|&c| holds(c)).collect();
    if !ordinary.is_empty() && !strange {
        return ordinary[random.below(ordinary.len())];
    }
    let ranges = class.ranges();
    let range = ranges[random.below(ranges.len().min(40))];
    let (start, end) = (range.start() as u32, range.end() as u32);
    let pick = start + random.below(((end - start + 1) as usize).min(60)) as u32;
    match char::from_u32(pick).unwrap_or_else(|| range.start()) {
        // The old long s and the sign of the kelvin are letters of English to expressions only.
        'ſ' => 's',
        '\u{212a}' => 'K',
        c => c,
    }
}
