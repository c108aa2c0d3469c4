//! Files of one JSON record a line, as people and version control like them.

use serde::{Serialize, de::DeserializeOwned};

/// Version of the records.
pub(super) const VERSION: u32 = 1;

/// Reads records; empty lines are none.
///
/// # Errors
/// The first line that is no record, with its number.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, String> {
    let mut records = Vec::new();
    for (index, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        if !line.trim().is_empty() {
            let record =
                serde_json::from_str(line).map_err(|error| format!("line {}: {}", index + 1, reason(&error)))?;
            records.push(record);
        }
    }
    Ok(records)
}

/// The library's message without its place, which would be that in the line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => format!("{} (column {})", &text[..at], error.column()),
        None => text,
    }
}

/// Writes records, a line each.
pub(super) fn write<T: Serialize>(records: &[T]) -> String {
    let mut text = String::new();
    for record in records {
        text.push_str(&serde_json::to_string(record).expect("strings and numbers are always valid JSON"));
        text.push('\n');
    }
    text
}
