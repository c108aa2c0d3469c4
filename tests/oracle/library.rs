//! The rules and lists under `rules/`, read as plainly as can be: files, TOML, lines.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use toml::{Table, Value};

use crate::article::normal;

/// One rule: its name and what stands in `[detect]`.
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) detect: Table,
    /// Texts of its examples, with their languages.
    pub(crate) examples: Vec<(String, String)>,
}

/// All rules in the order of their names, and all lists.
pub(crate) struct Library {
    pub(crate) rules: Vec<Rule>,
    lists: BTreeMap<String, String>,
}

/// A row of a table: cells by the names of the columns.
pub(crate) type Row = HashMap<String, String>;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("rules/ is readable") {
        let path = entry.expect("rules/ is readable").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

impl Library {
    /// Reads everything under `rules/`.
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut all = Vec::new();
        files(&root, &mut all);
        let (mut rules, mut lists) = (BTreeMap::new(), BTreeMap::new());
        for path in all {
            let name = path.strip_prefix(&root).expect("below rules/").to_string_lossy().replace('\\', "/");
            let text = || fs::read_to_string(&path).expect("a text");
            match (name.strip_prefix("lists/"), path.extension().and_then(|e| e.to_str())) {
                (Some(list), Some("tsv" | "txt")) => {
                    lists.insert(list.rsplit_once('.').expect("an extension").0.to_owned(), text());
                }
                (None, Some("toml")) => {
                    let rule = rule(&text().parse().unwrap_or_else(|e| panic!("{name}: {e}")));
                    rules.insert(rule.id.clone(), rule);
                }
                _ => {}
            }
        }
        Self { rules: rules.into_values().collect(), lists }
    }

    /// The rules of a kind, in the order of their names.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.kind == kind)
    }

    /// The lines of a word list in their normal form.
    pub(crate) fn words(&self, name: &str) -> Option<Arc<HashSet<String>>> {
        let lines = self.lists.get(name)?.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        Some(Arc::new(lines.map(normal).collect()))
    }

    /// The rows of a table.
    pub(crate) fn table(&self, name: &str) -> Vec<Row> {
        let text = self.lists.get(name).unwrap_or_else(|| panic!("no list {name}"));
        let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
        let columns: Vec<&str> = lines.next().expect("a header").split('\t').map(str::trim).collect();
        let row = |line: &str| -> Row {
            let cells = line.split('\t').map(|cell| cell.trim().to_owned());
            columns.iter().map(|&column| column.to_owned()).zip(cells).collect()
        };
        lines.map(row).collect()
    }

    /// The rows that a rule's `list` and `where` name.
    pub(crate) fn rows_of(&self, detect: &Table) -> Vec<Row> {
        let Some(list) = detect.get("list").and_then(Value::as_str) else { return Vec::new() };
        let mut rows = self.table(list);
        if let Some(keep) = detect.get("where").and_then(Value::as_table) {
            for (column, values) in keep {
                let values = strings(Some(values));
                rows.retain(|row| values.iter().any(|value| value == cell(row, column)));
            }
        }
        rows.retain(|row| !cell(row, "find").is_empty());
        rows
    }
}

/// A cell, empty where the row is too short or the column is missing.
pub(crate) fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

fn rule(file: &Table) -> Rule {
    let text = |value: &Table, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let detect = file["detect"].as_table().expect("a table").clone();
    let lang = strings(file.get("langs")).into_iter().find(|l| !l.starts_with('!')).unwrap_or("en".to_owned());
    let examples = file.get("example").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table);
    let examples = examples.map(|e| {
        let own = text(e, "lang");
        (text(e, "text"), if own.is_empty() { lang.clone() } else { own })
    });
    Rule { id: text(file, "id"), kind: text(&detect, "kind"), examples: examples.collect(), detect }
}

/// A number that a rule gives.
pub(crate) fn number(table: &Table, key: &str) -> Option<usize> {
    let number = table.get(key)?.as_integer().expect("a number");
    Some(usize::try_from(number).expect("no number below nought"))
}

/// The strings of a list, which may be missing.
pub(crate) fn strings(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.map(|text| text.as_str().expect("a string").to_owned()).collect()
}

/// The tables of a list, which may be missing.
pub(crate) fn tables(value: Option<&Value>) -> impl Iterator<Item = &Table> {
    value.and_then(Value::as_array).into_iter().flatten().map(|table| table.as_table().expect("a table"))
}
