//! The rule files of the binary, parsed when it was built: a tree of constants that is read as if it were the TOML.
//!
//! Parsing two hundred files takes ten milliseconds, which is longer than a short article takes.

use serde::{
    de::{
        Error as _, IntoDeserializer, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::Error;

/// A value and where it stands in its file.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: Value,
}

/// The kinds of value that rule files use.
#[derive(Debug)]
pub(crate) enum Value {
    Text(&'static str),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Array(&'static [Node]),
    Table(&'static [(&'static str, Node)]),
}

impl Node {
    /// The entry of a table.
    pub(super) fn get(&self, key: &str) -> Option<&'static Node> {
        match self.value {
            Value::Table(entries) => entries.iter().find(|(name, _)| *name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text of a string.
    pub(super) fn text(&self) -> Option<&'static str> {
        match self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads a table without one of its entries.
    pub(super) fn read_without<T: serde::de::DeserializeOwned>(&'static self, key: &str) -> Result<T, Error> {
        let Value::Table(entries) = self.value else { return Err(Error::custom("a table is expected")) };
        let rest = entries.iter().filter(|(name, _)| *name != key).map(|(name, node)| (*name, node));
        T::deserialize(MapDeserializer::new(rest))
    }
}

impl IntoDeserializer<'static, Error> for &'static Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn entries(table: &'static [(&'static str, Node)]) -> impl Iterator<Item = (&'static str, &'static Node)> {
    table.iter().map(|(name, node)| (*name, node))
}

impl serde::Deserializer<'static> for &'static Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Integer(number) => visitor.visit_i64(number),
            Value::Float(number) => visitor.visit_f64(number),
            Value::Boolean(yes) => visitor.visit_bool(yes),
            Value::Array(nodes) => visitor.visit_seq(SeqDeserializer::new(nodes.iter())),
            Value::Table(table) => visitor.visit_map(MapDeserializer::new(entries(table))),
        }
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'static>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'static>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            return visitor.visit_map(SpannedDeserializer::new(self, self.start..self.end));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Text(text) => visitor.visit_enum(text.into_deserializer()),
            Value::Table(table) => visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries(table)))),
            _ => Err(Error::custom("a name is expected")),
        }
    }

    forward_to_deserialize_any! {
        <W: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}
