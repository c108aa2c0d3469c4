//! The rows that tell a source language: tables of rules that name one in the key of a row, and habits listed for the
//! purpose. The build script reads them with this file, to know what each is found by.

/// Tables, with the weight of each find. Of two finds at one place that of the earlier table counts, so habits, which have
/// weights of their own, come first.
pub(crate) const TABLES: &[(&str, u32)] = &[
    (include_str!("../../../rules/lists/source-evidence.tsv"), 0),
    (include_str!("../../../rules/lists/name-variants.tsv"), 2),
    (include_str!("../../../rules/lists/agency-names.tsv"), 2),
    (include_str!("../../../rules/lists/institutions.tsv"), 2),
    (include_str!("../../../rules/lists/media-titles.tsv"), 2),
    (include_str!("../../../rules/lists/foreign-words.tsv"), 1),
];

/// A row that tells a source language.
pub(crate) struct Row {
    /// Codes, divided by spaces.
    pub(crate) langs: &'static str,
    pub(crate) weight: u32,
    pub(crate) agency: bool,
    /// What counts once, however it is spelled.
    pub(crate) name: &'static str,
    find: &'static str,
}

impl Row {
    /// Its wordings: `|` divides them.
    pub(crate) fn wordings(&self) -> impl Iterator<Item = &'static str> {
        self.find.split('|').map(str::trim).filter(|wording| !wording.is_empty())
    }
}

/// What leads to a word with the words before it, and to the word alone where none are.
#[inline]
pub(crate) fn behind(before: u64, word: u64) -> u64 {
    before.rotate_left(21) ^ word
}

/// How many words of a wording lead to it, if it has as many.
pub(crate) const LEADING: usize = 3;

/// Where the bit of a word stands that may start a find: its cell, and how far up it is there.
#[inline]
pub(crate) fn first(hash: u64) -> (u8, u32) {
    ((hash >> 56) as u8, (hash >> 50) as u32 & 63)
}

/// The row of a table that starts at a byte; none where it tells nothing.
pub(crate) fn row_at(table: usize, at: usize) -> Option<Row> {
    let (text, weight) = TABLES[table];
    let line = text.get(at..)?.lines().next()?;
    let mut cells = line.split('\t').map(str::trim);
    if table == 0 {
        let (langs, weight, kind, find) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        return Some(Row { langs, weight: weight.parse().unwrap_or(1), agency: kind == "agency", name: find, find });
    }
    let header = text.lines().find(|line| is_row(line))?;
    let column = header.split('\t').position(|column| column.trim() == "find").unwrap_or(1);
    let cells: Vec<&str> = cells.collect();
    let (key, find) = (*cells.first()?, cells.get(column).copied().unwrap_or_default());
    let langs = key.split('-').next().unwrap_or_default();
    // Keys such as `any-…` name no language.
    (langs.len() == 2 && !find.ends_with("'s")).then_some(Row { langs, weight, agency: false, name: key, find })
}

/// Whether a line of a table is a row or the header.
pub(crate) fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}
