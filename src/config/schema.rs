//! The JSON Schema of `mtlint.toml`, for editors.

use super::settings::PROFILES;
use crate::model::Severity;
use serde_json::{Map, Value, json};

/// A key: its name, the schema of its value, what it says.
type Key = (&'static str, fn() -> Value, &'static str);

/// Keys of the file.
const KEYS: &[Key] = &[
    ("profile", profile, "Profile to start from."),
    ("fail-on", fail_on, "Findings of this severity or worse fail the run."),
    ("min-score", score, "Score that every article must reach."),
    ("max-per-1000", points, "Penalty points per 1,000 words that all articles together may have."),
    ("max-new", count, "How many findings may be new against the baseline or since a revision."),
    ("lang", language, "Language of all articles."),
    ("source-lang", language, "Language all articles were translated from."),
    ("packs", texts, "Folders with rules of your own, from the folder of this file."),
    ("select", texts, "Only these rules: ids, @categories, @experimental, all."),
    ("ignore", texts, "Not these rules."),
    ("reviews", text, "File with decisions on findings, from the folder of this file."),
    ("baseline", text, "File with findings that are known, from the folder of this file."),
    ("rules", levels, "Rules and categories that are off, on, or of another severity."),
    ("override", overrides, "What differs for some paths; later ones win."),
    ("allow", words, "Words and phrases that are right here."),
];

/// Keys of an `[[override]]`.
const OVERRIDE: &[Key] = &[
    ("paths", texts, "Globs, from the folder of this file."),
    ("rules", levels, "Rules and categories that are off, on, or of another severity there."),
    ("lang", language, "Language of these articles."),
    ("source-lang", language, "Language these articles were translated from."),
];

/// Keys of an `[[allow]]`.
const WORD: &[Key] = &[
    ("text", text, "The wording; either case, any white space."),
    ("reason", text, "Why it is right here."),
    ("rule", text, "The rule or @category that is wrong about it; without one, all."),
];

/// The schema.
pub fn schema() -> Value {
    let mut schema = table(KEYS, &[]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("mtlint.toml");
    schema
}

fn table(keys: &[Key], required: &[&str]) -> Value {
    let mut properties = Map::new();
    for (name, value, docs) in keys {
        let mut value = value();
        value["description"] = json!(docs);
        properties.insert((*name).to_owned(), value);
    }
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn language() -> Value {
    json!({ "type": "string", "pattern": "^[A-Za-z]{2}([-_].*)?$" })
}

fn score() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 100 })
}

fn points() -> Value {
    json!({ "type": "number", "minimum": 0 })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn profile() -> Value {
    json!({ "enum": PROFILES.map(super::Profile::name) })
}

fn fail_on() -> Value {
    let names: Vec<&str> = Severity::ALL.map(Severity::name).into_iter().chain(["never"]).collect();
    json!({ "enum": names })
}

fn levels() -> Value {
    let names: Vec<&str> = ["off", "on"].into_iter().chain(Severity::ALL.map(Severity::name)).collect();
    json!({ "type": "object", "additionalProperties": { "enum": names } })
}

fn overrides() -> Value {
    json!({ "type": "array", "items": table(OVERRIDE, &["paths"]) })
}

fn words() -> Value {
    json!({ "type": "array", "items": table(WORD, &["text", "reason"]) })
}

#[cfg(test)]
mod tests {
    use super::{
        super::options::{Options, Override, Word, unknown},
        *,
    };
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;

    /// The keys that the struct reads, out of its own error message.
    fn read<T: DeserializeOwned + Debug>() -> Vec<String> {
        let error = toml::from_str::<T>("no-such-key = 1").expect_err("there is no such key");
        let (_, mut known) = unknown(error.message()).expect("the message lists the keys");
        known.sort();
        known
    }

    fn named(keys: &[Key]) -> Vec<String> {
        let mut names: Vec<String> = keys.iter().map(|(name, _, _)| (*name).to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        assert_eq!(named(KEYS), read::<Options>());
        assert_eq!(named(OVERRIDE), read::<Override>());
        assert_eq!(named(WORD), read::<Word>());
    }

    #[test]
    fn the_committed_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mtlint.schema.json");
        let text = serde_json::to_string_pretty(&schema()).expect("it is JSON") + "\n";
        if std::env::var_os("SNAPSHOTS").is_some() {
            std::fs::write(path, &text).expect("docs can be written");
        }
        assert_eq!(std::fs::read_to_string(path).expect("the schema is committed"), text);
    }
}
