//! Shared lists under `rules/lists/`: words (`.txt`, one a line) and tables (`.tsv`, a header line names the columns).

use std::{
    borrow::Cow,
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

/// All lists by name: the path below `lists/` without its extension.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Shared by all copies.
    files: Arc<BTreeMap<Cow<'static, str>, File>>,
    /// Whether a list of the binary was replaced.
    replaced: bool,
}

#[derive(Clone, Debug)]
struct File {
    path: Cow<'static, str>,
    text: Cow<'static, str>,
    /// The text as a table, once a rule has asked for it: a dozen rules share the largest.
    table: OnceLock<Arc<Table>>,
}

/// A table with a header.
#[derive(Clone, Debug)]
pub struct Table {
    text: Cow<'static, str>,
    columns: Vec<String>,
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: usize,
    /// Its bytes in the text; cells are looked for when they are asked for.
    span: Range<usize>,
}

impl Table {
    fn read(text: Cow<'static, str>) -> Self {
        let mut table = Self { text, columns: Vec::new(), rows: Vec::new() };
        let mut start = 0;
        for (index, whole) in table.text.split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches(['\n', '\r']);
            let span = start..start + line.len();
            start += whole.len();
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if table.columns.is_empty() {
                table.columns = line.split('\t').map(|column| column.trim().to_owned()).collect();
            } else {
                table.rows.push(Row { line: index + 1, span });
            }
        }
        table
    }

    /// Whether each of the columns named has one of its values in a row.
    pub fn keeps(&self, row: &Row, columns: &BTreeMap<String, Vec<String>>) -> bool {
        columns.iter().all(|(column, values)| values.iter().any(|value| value == self.cell(row, column)))
    }

    /// The cell of a row in a named column; empty where the row or the table lacks it.
    pub fn cell(&self, row: &Row, column: &str) -> &str {
        let index = self.columns.iter().position(|c| c == column);
        let line = self.text.get(row.span.clone()).unwrap_or_default();
        index.and_then(|i| line.split('\t').nth(i)).map_or("", str::trim)
    }
}

impl Lists {
    /// The lists in the binary.
    pub fn embedded() -> Self {
        let file = |&(path, text): &(&'static str, &'static str)| {
            (name_of(path).into(), File { path: path.into(), text: text.into(), table: OnceLock::new() })
        };
        Self { files: Arc::new(super::embedded::LISTS.iter().map(file).collect()), replaced: false }
    }

    /// Adds a list file; one of the same name is replaced.
    pub fn insert(&mut self, path: &str, text: &str) {
        let file = File { path: path.to_owned().into(), text: text.to_owned().into(), table: OnceLock::new() };
        let before = Arc::make_mut(&mut self.files).insert(name_of(path).to_owned().into(), file);
        self.replaced |= before.is_some();
    }

    /// Whether a list of the binary was replaced, so that what was worked out ahead from it holds no more.
    pub(crate) fn are_replaced(&self) -> bool {
        self.replaced
    }

    /// Names of all lists, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(|name| &**name)
    }

    /// The lines of a word list, without empty lines and `#` comments.
    pub fn words(&self, name: &str) -> Option<impl Iterator<Item = &str>> {
        let text = &self.files.get(name)?.text;
        Some(text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')))
    }

    /// A table.
    pub fn table(&self, name: &str) -> Option<Arc<Table>> {
        let file = self.files.get(name)?;
        Some(file.table.get_or_init(|| Arc::new(Table::read(file.text.clone()))).clone())
    }

    /// Path of a list, as a user would name it.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|file| &*file.path)
    }
}

/// The name of a list, from the path of its file.
fn name_of(path: &str) -> &str {
    let below = path.rsplit_once("lists/").map_or(path, |(_, name)| name);
    below.rsplit_once('.').map_or(below, |(stem, _)| stem)
}
