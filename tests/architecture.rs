//! Who may import whom, and what every rule and detector owes the others.

use mtlint::{RuleSet, detect::KINDS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Modules of the crate and the modules that each may import.
const EDGES: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("rule", &["model"]),
    ("detect", &["model", "text", "rule"]),
    ("engine", &["model", "text", "rule", "detect"]),
    ("config", &["model", "rule"]),
    ("input", &["model", "text"]),
    ("review", &["model", "text", "rule", "engine"]),
    ("report", &["model", "rule", "engine"]),
    ("cli", &["model", "text", "rule", "detect", "engine", "config", "input", "review", "report"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Files of a module with their text, tests cut off.
fn module(name: &str) -> Vec<(PathBuf, String)> {
    let files = rust_files(&root().join("src").join(name));
    let text = |path: &PathBuf| fs::read_to_string(path).expect("src is readable");
    files
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| (path.clone(), text(path).split("#[cfg(test)]").next().unwrap_or_default().to_owned()))
        .collect()
}

/// The modules that a file names in `crate::…`, also inside `use crate::{…}`.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find("crate::") {
        rest = &rest[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => name.clear(),
                    ':' if depth == 0 && !name.is_empty() => {
                        found.insert(std::mem::take(&mut name));
                    }
                    c if depth == 0 && (c.is_alphanumeric() || c == '_') => name.push(c),
                    _ => {}
                }
            }
        } else {
            found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn modules_import_only_what_lies_below_them() {
    let names: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (name, allowed) in EDGES {
        for (path, text) in module(name) {
            for other in imports(&text) {
                if names.contains(other.as_str()) && other != *name && !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{} imports {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_is_in_the_table() {
    let known: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    for entry in fs::read_dir(root().join("src")).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            assert!(known.contains(name.as_str()), "src/{name} has no row in EDGES");
        }
    }
}

#[test]
fn only_the_edges_touch_files_and_environment() {
    let mut wrong = Vec::new();
    for name in ["model", "text", "rule", "detect", "engine", "config", "review", "report"] {
        for (path, text) in module(name) {
            for call in ["std::fs", "std::net", "std::process", "env::var", "env::args", "std::io::stdin"] {
                if text.contains(call) {
                    wrong.push(format!("{} uses {call}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_model_knows_no_format() {
    for (path, text) in module("model") {
        assert!(!text.contains("serde"), "{} knows serde", path.display());
    }
}

#[test]
fn source_files_stay_short() {
    let long: Vec<String> = rust_files(&root().join("src"))
        .into_iter()
        .map(|path| (fs::read_to_string(&path).expect("src is readable").lines().count(), path))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn kinds_are_sorted_used_and_have_a_file() {
    let names: Vec<&str> = KINDS.iter().map(|k| k.name).collect();
    assert!(names.is_sorted(), "KINDS is not in order: {names:?}");
    let rules = RuleSet::embedded().expect("the rules load");
    let mut users: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, rule) in rules.iter() {
        *users.entry(rule.detect.kind.as_str()).or_default() += 1;
    }
    for name in names {
        assert!(users.contains_key(name), "no rule uses the detector `{name}`");
        let stem = name.replace('-', "_");
        let file = root().join("src/detect").join(format!("{stem}.rs"));
        let folder = root().join("src/detect").join(&stem).join("mod.rs");
        assert!(file.exists() || folder.exists(), "the detector `{name}` has no file of its own");
    }
}

#[test]
fn a_rule_lies_in_the_folder_of_its_dimension_under_its_id() {
    let rules = RuleSet::embedded().expect("the rules load");
    for (_, rule) in rules.iter() {
        let expected = format!("rules/{}/{}.toml", rule.category.dimension.name(), rule.id);
        assert_eq!(&*rule.file, expected, "rule {}", rule.id);
    }
}

#[test]
fn every_expression_compiles() {
    // Embedded rules compile theirs when first needed; the same files, read as a user's, compile at once.
    let embedded = RuleSet::embedded().expect("the rules load");
    let files: Vec<(String, String)> =
        embedded.iter().map(|(_, rule)| (rule.file.to_string(), rule.source.to_string())).collect();
    let read = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let rules = RuleSet::load(read, embedded.lists().clone()).expect("the rules load");
    let all = rules.select(&[mtlint::rule::Selector::All], &[]);
    if let Err(problems) = mtlint::Engine::new(rules, all) {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn rules_name_each_other_rightly() {
    let rules = RuleSet::embedded().expect("the rules load");
    for (_, rule) in rules.iter() {
        for other in &rule.yields_to {
            assert!(rules.find(other).is_some(), "{} yields to `{other}`, which does not exist", rule.id);
        }
        assert!(rule.docs.trim().len() > 60, "{} is not documented", rule.id);
        assert!(!rule.message.contains('\n'), "the message of {} has more than one line", rule.id);
    }
}
