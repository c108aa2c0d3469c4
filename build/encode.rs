//! From TOML to the bytes that `src/rule/tree.rs` reads.

use std::error::Error;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Appends a table with where it stands in its file.
pub(crate) fn table(table: &Spanned<DeTable<'_>>, out: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    head(b't', table.span(), out);
    entries(table.get_ref(), out)
}

fn head(tag: u8, span: std::ops::Range<usize>, out: &mut Vec<u8>) {
    out.push(tag);
    out.extend((span.start as u32).to_le_bytes());
    out.extend((span.end as u32).to_le_bytes());
}

/// The number of values, their length, and the values.
fn inside(
    count: usize,
    out: &mut Vec<u8>,
    fill: impl FnOnce(&mut Vec<u8>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    out.extend((count as u32).to_le_bytes());
    let at = out.len();
    out.extend([0; 4]);
    fill(out)?;
    let len = (out.len() - at - 4) as u32;
    out[at..at + 4].copy_from_slice(&len.to_le_bytes());
    Ok(())
}

fn entries(table: &DeTable<'_>, out: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    inside(table.len(), out, |out| {
        for (key, value) in table {
            let key = key.get_ref().as_bytes();
            out.push(u8::try_from(key.len())?);
            out.extend(key);
            node(value, out)?;
        }
        Ok(())
    })
}

fn node(value: &Spanned<DeValue<'_>>, out: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    let mut tag = |tag: u8| head(tag, value.span(), out);
    match value.get_ref() {
        DeValue::String(text) => {
            tag(b's');
            out.extend((text.len() as u32).to_le_bytes());
            out.extend(text.as_bytes());
        }
        DeValue::Integer(number) => {
            tag(b'i');
            out.extend(i64::from_str_radix(number.as_str(), number.radix())?.to_le_bytes());
        }
        DeValue::Float(number) => {
            tag(b'f');
            out.extend(number.as_str().parse::<f64>()?.to_le_bytes());
        }
        DeValue::Boolean(yes) => {
            tag(b'b');
            out.push(u8::from(*yes));
        }
        DeValue::Datetime(date) => return Err(format!("a rule has no use for the date {date}").into()),
        DeValue::Array(values) => {
            tag(b'a');
            inside(values.len(), out, |out| values.iter().try_for_each(|value| node(value, out)))?;
        }
        DeValue::Table(table) => {
            tag(b't');
            entries(table, out)?;
        }
    }
    Ok(())
}
