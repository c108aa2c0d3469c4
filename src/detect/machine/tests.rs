//! Machines made here find what the `regex` crate finds.

use super::{
    library::Library,
    scratch::Scratch,
    write::{Syntax, Writer},
};
use regex::{Regex, RegexBuilder, bytes};

/// The first match from each place on, with groups, by machine and by crate.
fn check(source: &str, texts: &[&str]) {
    let mut writer = Writer::new();
    writer.add(1, source, Syntax::Lines).expect("it is an expression");
    writer.add(2, source, Syntax::AnyCase).expect("it is an expression");
    let bytes = writer.bytes();
    let library = Library::new(&bytes);
    let regex = RegexBuilder::new(source).multi_line(true).build().expect("it is an expression");
    let loose = bytes::RegexBuilder::new(source).case_insensitive(true).build().expect("it is an expression");
    let (machine, any_case) = (library.machine(1).expect("a machine"), library.machine(2).expect("a machine"));
    let mut scratch = Scratch::new();
    for text in texts {
        for start in 0..=text.len() {
            let wanted: Option<Vec<u32>> = regex.captures_at(text, start).map(|groups| {
                let spans = groups.iter().map(|g| g.map_or([u32::MAX; 2], |g| [g.start() as u32, g.end() as u32]));
                spans.flatten().collect()
            });
            let found = machine
                .find_at(text, start, machine.groups * 2, &mut scratch)
                .map(|(start, end)| [&[start as u32, end as u32], &scratch.slots[2..]].concat());
            assert_eq!(found, wanted, "{source} in {text:?} from {start}");
            let wanted = loose.find_at(text.as_bytes(), start).map(|found| (found.start(), found.end()));
            let found = any_case.find_at(text, start, 0, &mut scratch);
            assert_eq!(found, wanted, "{source} in any case in {text:?} from {start}");
        }
    }
}

#[test]
fn edges() {
    let texts = ["", "a", "ab cd", "a\nb\n", "\n\n", "é a", "aé", "日本 a本", "_a-1", "’a’", "\u{301}a", "a\r\nb"];
    for source in
        [r"^", r"$", r"\A", r"\z", r"\b", r"\B", r"^a", r"a$", r"^\w+$", r"\b\w", r"\w\b", r"\Ba", r"a\B", r"\A\w|b\z"]
    {
        check(source, &texts);
    }
    for source in [r"(?-u:\b)\w", r"\w(?-u:\b)", r"(?-u:\b)", r"a(?-u:\B)", r"(?m)^b", r"(?-m)^b|a$", r"(?:^|x)a"] {
        check(source, &texts);
    }
}

#[test]
fn bytes_inside_characters() {
    let mut writer = Writer::new();
    let source = r"(?-u:[\x80-\xff])(?-u:.)b?|\B";
    writer.add(1, source, Syntax::AnyCase).expect("it is an expression");
    let bytes = writer.bytes();
    let library = Library::new(&bytes);
    let machine = library.machine(1).expect("a machine");
    let regex = bytes::RegexBuilder::new(source).case_insensitive(true).build().expect("it is an expression");
    for text in ["é", "aéb", "日本b", "ab", "’’", ""] {
        for start in 0..=text.len() {
            let wanted = regex.find_at(text.as_bytes(), start).map(|found| (found.start(), found.end()));
            assert_eq!(machine.find_at(text, start, 0, &mut Scratch::new()), wanted, "{text} from {start}");
        }
    }
}

#[test]
fn empty_matches_and_loops() {
    let texts = ["", "a", "aa", "ab", "abab", "baab", "aaabbb", "é", "xaxb", "aXa"];
    for source in [
        "a*",
        "a*?",
        "a?",
        "a??",
        "(?:a*)*",
        "(a*)*",
        "(a*)+",
        "(?:a*)*b",
        "(?:a|b*)*",
        "(a|)+b",
        "(|a)+",
        "(|a)*b",
        "(?:a??)*b",
        "(?:(?:x|)y?)*a",
        "(a?){2,3}",
        "(a?)(a??)(a*)",
        "(?:a|ab)(?:b|bab)?",
        "()|a",
        "(?:a*?b?)*?x",
        "((a)|b)*",
        "(?:(a)|b)*",
    ] {
        check(source, &texts);
    }
}

#[test]
fn choices() {
    let texts = [
        "the then there",
        "a ab abc",
        "cab",
        "THE Then",
        "sat kat mat",
        "\u{17f}at \u{212a}at",
        "xyz",
        "abd abcd",
        "日x本y",
    ];
    for source in [
        "the|then|there",
        "then|the|there",
        "a|ab|abc",
        "abc|ab|a",
        "ab?|abc|b",
        "(?i:sat|kat|mat)",
        "[ab]c|a|b",
        "a|[ab]|ab",
        "(a)|(ab)|(b)",
        "(?:a|b|)c",
        "(?:|a|b)d?",
        "日x|本y|日本",
        "(?:the(?:n|re)?|a(?:b(?:c|d)?)?) ?",
        "(?i)the(?:N|rE)",
    ] {
        check(source, &texts);
    }
}

#[test]
fn repetitions() {
    let texts =
        ["aaaa", "aaaab", "éééb", "abcabc", "a, b, c", "日日日日a", "aXbXc", "<a><b>", "aaaaaaaaaaaaaaaaaaaaaaaaab"];
    for source in [
        "a{2}",
        "a{2,}",
        "a{2,3}",
        "a{2,3}?",
        "a{2,}?b",
        "a{0,2}b",
        r"\w{1,3}b",
        r"\w{2,4}?b",
        "é{1,2}",
        "[é日]{2,3}[a-z]",
        "(?:ab?c?){2}",
        "(?:[a-z], ?){1,2}",
        "(?:[a-z], ?){1,2}?c",
        "<.*>",
        "<.*?>",
        "<.{1,2}?>",
        ".{2,}X",
        ".*X.*c",
        "[^X]*X",
        r"(\w)(\w{2,})",
        r"\w{25}",
        r"\w*\w*\w*x",
        "[^a]{0,3}a",
        r"(?:\w+ ?){2,}b",
        "a{0}b",
        "(?:a{0,1}){3}",
    ] {
        check(source, &texts);
    }
}

#[test]
fn long_texts_take_steps_in_proportion() {
    let mut writer = Writer::new();
    writer.add(1, r"(?:\w+\s?)*\w*\w*:", Syntax::Lines).expect("it is an expression");
    let bytes = writer.bytes();
    let library = Library::new(&bytes);
    let machine = library.machine(1).expect("a machine");
    let steps = |times: usize| {
        let mut scratch = Scratch::new();
        assert_eq!(machine.find_at(&"word and ".repeat(times), 0, 0, &mut scratch), None);
        scratch.steps
    };
    assert!(steps(400) < steps(100) * 5, "{} and {}", steps(100), steps(400));
    assert!(!machine.fits(&"x".repeat(1 << 21)));
}

#[test]
fn names_of_groups() {
    let mut writer = Writer::new();
    writer.add(1, r"(a)(?<mark>b(?<other>c)?)", Syntax::Lines).expect("it is an expression");
    let bytes = writer.bytes();
    let library = Library::new(&bytes);
    let machine = library.machine(1).expect("a machine");
    assert_eq!(["mark", "other", "none"].map(|name| machine.group(name)), [Some(2), Some(3), None]);
    assert!(library.machine(2).is_none());
}

#[test]
fn what_no_machine_does_has_none() {
    let mut writer = Writer::new();
    writer.add(1, r"\b{start}a", Syntax::Lines).expect("it is an expression");
    assert!(Library::new(&writer.bytes()).machine(1).is_none());
    assert!(Regex::new(r"\b{start}a").is_ok());
}

#[test]
fn broken_bytes_are_no_machines() {
    let mut writer = Writer::new();
    writer.add(1, r"(?<one>a[é日]+)x{2,3}\b|b", Syntax::Lines).expect("it is an expression");
    let bytes = writer.bytes();
    for end in 0..bytes.len() {
        if let Some(machine) = Library::new(&bytes[..end]).machine(1) {
            let _ = machine.find_at("aéxx b", 0, 4, &mut Scratch::new());
        }
    }
}
