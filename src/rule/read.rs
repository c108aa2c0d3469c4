//! Reads the [tree](super::tree) of the binary's rules as if it were their TOML.

use super::tree::{Entries, Node, Value};
use serde::{
    de::{
        Error as _, IntoDeserializer, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::Error;

impl Node {
    /// Reads a table without some of its entries.
    pub(crate) fn read_without<T: serde::Deserialize<'static>>(self, keys: &[&str]) -> Result<T, Error> {
        let Value::Table(entries) = self.value() else { return Err(Error::custom("a table is expected")) };
        T::deserialize(MapDeserializer::new(entries.filter(|(name, _)| !keys.contains(name))))
    }
}

impl IntoDeserializer<'static, Error> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn map<E: serde::de::Error>(entries: Entries) -> MapDeserializer<'static, Entries, E> {
    MapDeserializer::new(entries)
}

impl serde::Deserializer<'static> for Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Integer(number) => visitor.visit_i64(number),
            Value::Float(number) => visitor.visit_f64(number),
            Value::Boolean(yes) => visitor.visit_bool(yes),
            Value::Array(nodes) => visitor.visit_seq(SeqDeserializer::new(nodes)),
            Value::Table(entries) => visitor.visit_map(map(entries)),
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
            return visitor.visit_map(SpannedDeserializer::new(self, self.span()));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value() {
            Value::Text(text) => visitor.visit_enum(text.into_deserializer()),
            Value::Table(entries) => visitor.visit_enum(MapAccessDeserializer::new(map(entries))),
            _ => Err(Error::custom("a name is expected")),
        }
    }

    forward_to_deserialize_any! {
        <W: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}
