//! From TOML to the bytes that `src/rule/tree.rs` reads.

use crate::rule::tree::Tree;
use std::{collections::BTreeMap, error::Error};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is written so far.
#[derive(Default)]
pub(crate) struct Encoder {
    bytes: Vec<u8>,
    text: String,
    /// Where a text stands already.
    texts: BTreeMap<String, u32>,
    keys: Vec<String>,
}

impl Encoder {
    /// Writes a table with where it stands in its file; returns its place.
    pub(crate) fn table(&mut self, table: &Spanned<DeTable<'_>>) -> Result<u32, Box<dyn Error>> {
        let at = self.bytes.len() as u32;
        self.head(b't', table.span());
        self.entries(table.get_ref())?;
        Ok(at)
    }

    /// All that was written.
    pub(crate) fn tree(self) -> &'static Tree {
        let keys: Vec<&'static str> = self.keys.into_iter().map(|key| &*key.leak()).collect();
        Box::leak(Box::new(Tree { bytes: self.bytes.leak(), text: self.text.leak(), keys: keys.leak() }))
    }

    fn head(&mut self, tag: u8, span: std::ops::Range<usize>) {
        self.bytes.push(tag);
        self.number(span.start);
        self.number(span.end);
    }

    fn number(&mut self, number: usize) {
        self.bytes.extend((number as u32).to_le_bytes());
    }

    /// The number of values, their length, and the values.
    fn inside(
        &mut self,
        count: usize,
        fill: impl FnOnce(&mut Self) -> Result<(), Box<dyn Error>>,
    ) -> Result<(), Box<dyn Error>> {
        self.number(count);
        let at = self.bytes.len();
        self.number(0);
        fill(self)?;
        let len = (self.bytes.len() - at - 4) as u32;
        self.bytes[at..at + 4].copy_from_slice(&len.to_le_bytes());
        Ok(())
    }

    fn entries(&mut self, table: &DeTable<'_>) -> Result<(), Box<dyn Error>> {
        self.inside(table.len(), |to| {
            for (key, value) in table {
                let number = to.key(key.get_ref())?;
                to.bytes.push(number);
                to.node(value)?;
            }
            Ok(())
        })
    }

    /// The number of a key.
    fn key(&mut self, key: &str) -> Result<u8, Box<dyn Error>> {
        let number = self.keys.iter().position(|known| known == key).unwrap_or(self.keys.len());
        if number == self.keys.len() {
            self.keys.push(key.to_owned());
        }
        Ok(u8::try_from(number)?)
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Box<dyn Error>> {
        let span = value.span();
        match value.get_ref() {
            DeValue::String(text) => {
                self.head(b's', span);
                let at = self.text(text);
                self.number(at);
                self.number(text.len());
            }
            DeValue::Integer(number) => {
                self.head(b'i', span);
                self.bytes.extend(i64::from_str_radix(number.as_str(), number.radix())?.to_le_bytes());
            }
            DeValue::Float(number) => {
                self.head(b'f', span);
                self.bytes.extend(number.as_str().parse::<f64>()?.to_le_bytes());
            }
            DeValue::Boolean(yes) => {
                self.head(b'b', span);
                self.bytes.push(u8::from(*yes));
            }
            DeValue::Datetime(date) => return Err(format!("a rule has no use for the date {date}").into()),
            DeValue::Array(values) => {
                self.head(b'a', span);
                self.inside(values.len(), |to| values.iter().try_for_each(|value| to.node(value)))?;
            }
            DeValue::Table(table) => {
                self.head(b't', span);
                self.entries(table)?;
            }
        }
        Ok(())
    }

    /// Where a text stands.
    fn text(&mut self, text: &str) -> usize {
        if let Some(&at) = self.texts.get(text) {
            return at as usize;
        }
        let at = self.text.len();
        self.text.push_str(text);
        self.texts.insert(text.to_owned(), at as u32);
        at
    }
}
