//! Writes the rules and lists under `rules/` as constants: lists as text, rules also as the tree that their TOML says.

#[path = "src/detect/anchor.rs"]
#[expect(dead_code, reason = "only the frequencies are needed here")]
mod anchor;
#[path = "src/detect/trigger/key.rs"]
mod key;
#[path = "src/detect/trigger/require.rs"]
mod require;
#[path = "src/model/span.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod span;
#[path = "src/model/token.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod token;
#[path = "src/model/word_map.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod word_map;

/// As the files above name each other.
mod model {
    pub(crate) use crate::{token::*, word_map::*};
}
mod detect {
    pub(crate) use crate::anchor;
}

use anchor::Frequencies;
use key::Edges;
use span::Span;
use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, io, path::Path};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let (mut rules, mut lists) = (String::new(), String::new());
    let mut keys = Keys { frequencies: Frequencies::new(), all: BTreeMap::new() };
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let entry = format!("{:?}, include_str!({:?})", format!("rules/{name}"), file.to_string_lossy());
        match file.extension().and_then(|e| e.to_str()) {
            Some("toml") if name.contains('/') => {
                let text = fs::read_to_string(&file)?;
                let table = DeTable::parse(&text).map_err(|error| format!("rules/{name}: {error}"))?;
                let (start, end) = (table.span().start, table.span().end);
                write!(rules, "    ({entry}, &Node {{ start: {start}, end: {end}, value: ")?;
                entries(table.get_ref(), &mut rules)?;
                keys.rule(table.get_ref());
                rules.push_str(" }),\n");
            }
            Some("tsv" | "txt") if name.starts_with("lists/") => writeln!(lists, "    ({entry}),")?,
            _ => {}
        }
    }
    let code = format!(
        "/// Rule files of this build: path, text and tree.\n\
         pub(crate) static RULES: &[(&str, &str, &Node)] = &[\n{rules}];\n\
         /// Lists of this build: path and text.\n\
         pub(crate) static LISTS: &[(&str, &str)] = &[\n{lists}];\n"
    );
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("embedded.rs"), code)?;
    Ok(fs::write(Path::new(&out).join("keys.rs"), keys.code())?)
}

/// What leads to the expressions of the rules.
struct Keys {
    frequencies: Frequencies,
    all: BTreeMap<u64, String>,
}

impl Keys {
    fn rule(&mut self, rule: &DeTable<'_>) {
        let Some(DeValue::Table(detect)) = rule.get("detect").map(Spanned::get_ref) else { return };
        if matches!(detect.get("kind").map(Spanned::get_ref), Some(DeValue::String(kind)) if kind == "pattern" || kind == "furniture")
        {
            for (key, value) in detect {
                let edges = match &**key.get_ref() {
                    "lines" | "beside" | "sentences" => Edges { start: true, end: true },
                    "starts" => Edges { start: true, end: false },
                    _ => Edges::default(),
                };
                self.expressions(value.get_ref(), edges);
            }
        }
    }

    fn expressions(&mut self, value: &DeValue<'_>, edges: Edges) {
        match value {
            DeValue::String(source) => {
                let keys = require::keys(source, edges, &self.frequencies);
                let list = |keys: Vec<key::Key>| {
                    let keys: Vec<String> = keys.iter().map(|key| format!("Key::{key:?}")).collect();
                    format!("Some(&[{}])", keys.join(", "))
                };
                self.all.insert(key::fingerprint(source, edges), keys.map_or("None".to_owned(), list));
            }
            DeValue::Array(values) => values.iter().for_each(|value| self.expressions(value.get_ref(), edges)),
            DeValue::Table(table) => table.values().for_each(|value| self.expressions(value.get_ref(), edges)),
            _ => {}
        }
    }

    fn code(&self) -> String {
        let rows: Vec<String> = self.all.iter().map(|(print, keys)| format!("    ({print}, {keys}),")).collect();
        let rows = rows.join("\n");
        format!(
            "/// Keys by the fingerprint of the expression.\n\
             pub(super) static KEYS: &[(u64, Option<&[Key]>)] = &[\n{rows}\n];\n"
        )
    }
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn entries(table: &DeTable<'_>, code: &mut String) -> Result<(), Box<dyn Error>> {
    code.push_str("Value::Table(&[");
    for (key, value) in table {
        write!(code, "({:?}, ", key.get_ref())?;
        node(value, code)?;
        code.push_str("), ");
    }
    code.push_str("])");
    Ok(())
}

fn node(value: &Spanned<DeValue<'_>>, code: &mut String) -> Result<(), Box<dyn Error>> {
    write!(code, "Node {{ start: {}, end: {}, value: ", value.span().start, value.span().end)?;
    match value.get_ref() {
        DeValue::String(text) => write!(code, "Value::Text({text:?})")?,
        DeValue::Integer(number) => write!(code, "Value::Integer({number})")?,
        DeValue::Float(number) => write!(code, "Value::Float({:?})", number.as_str().parse::<f64>()?)?,
        DeValue::Boolean(yes) => write!(code, "Value::Boolean({yes})")?,
        DeValue::Datetime(date) => return Err(format!("a rule has no use for the date {date}").into()),
        DeValue::Array(values) => {
            code.push_str("Value::Array(&[");
            for value in values {
                node(value, code)?;
                code.push_str(", ");
            }
            code.push_str("])");
        }
        DeValue::Table(table) => entries(table, code)?,
    }
    code.push_str(" }");
    Ok(())
}
