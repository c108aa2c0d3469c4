//! Writes the rules and lists under `rules/` as constants: what they say, and what leads to their expressions, sequences
//! and wordings. Working that out takes a hundred times as long as a short article.

mod code;
mod detect;
mod encode;
mod kinds;
mod machine;
mod model;
mod openings;
mod outline;
mod rule;
mod sequence;
mod text;
mod trigger;

use encode::Encoder;
use rule::{
    Lists,
    tree::{Node, Tree},
};
use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};
use toml::{Spanned, de::DeTable};
use trigger::Triggers;

/// A rule of the binary: its number is its place in the order of ids.
struct Rule {
    id: String,
    file: PathBuf,
    name: String,
    node: Node,
}

#[expect(clippy::print_stdout, reason = "so a build script speaks to Cargo")]
fn main() -> Result<(), Box<dyn Error>> {
    for folder in ["rules", "build", "src/detect", "src/model", "src/rule", "src/text"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    if at_a_fixed_place() {
        println!("cargo::rustc-link-arg-bin=mtlint=-no-pie");
    }
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let (mut parsed, mut lists, mut embedded_lists) = (Vec::new(), Lists::default(), String::new());
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        match file.extension().and_then(|e| e.to_str()) {
            Some("toml") if name.contains('/') => parsed.push((fs::read_to_string(&file)?, file, name)),
            Some("tsv" | "txt") if name.starts_with("lists/") => {
                let path = format!("rules/{name}");
                lists.insert(&path, &fs::read_to_string(&file)?);
                writeln!(embedded_lists, "    ({path:?}, include_str!({:?})),", file.to_string_lossy())?;
            }
            _ => {}
        }
    }
    let (rules, tree) = read(&parsed)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("tree.bin"), tree.bytes)?;
    fs::write(out.join("tree.txt"), tree.text)?;
    fs::write(out.join("embedded.rs"), embedded(&rules, tree, &embedded_lists, &out)?)?;
    let (code, sequences) = kinds::sequences(&rules, &lists)?;
    fs::write(out.join("sequence.rs"), code)?;
    fs::write(out.join("sequence.glances"), sequences.glances)?;
    fs::write(out.join("sequence.bin"), sequences.bytes)?;
    fs::write(out.join("sequence.txt"), sequences.letters)?;
    fs::write(out.join("language.rs"), kinds::languages())?;
    fs::write(out.join("lists.rs"), kinds::lists(&lists))?;
    fs::write(out.join("repeat.rs"), kinds::repeat(&lists))?;
    fs::write(out.join("phrase.rs"), kinds::phrases(&rules, &lists))?;
    fs::write(out.join("evidence.rs"), kinds::evidence())?;
    let mut outlines = outline::Outlines::default();
    let mut hints = Vec::new();
    let (patterns, by_pattern) = kinds::patterns(&rules, &mut outlines, &mut hints)?;
    fs::write(out.join("pattern.rs"), patterns)?;
    let base = by_pattern.leads.len() as u32;
    let (furniture, by_furniture) = kinds::furniture(&rules, &lists, &mut outlines, &mut hints, base)?;
    fs::write(out.join("furniture.rs"), furniture)?;
    let joined = Triggers::joined(&[&by_pattern, &by_furniture]);
    let sieve = joined.sieve(&hints);
    let leads = code::triggers(&joined)
        + &format!("pub(super) static SIEVE: Sieve = Sieve({:?});\n", sieve.0)
        + &format!("pub(super) const MARKS: u128 = {};\n", joined.leading_marks());
    fs::write(out.join("leads.rs"), leads)?;
    fs::write(out.join("machines.bin"), kinds::machines(&rules)?)?;
    Ok(fs::write(out.join("outlines.bin"), outlines.bytes)?)
}

/// Whether the command is linked to run at a fixed place: else the loader goes through some thirty thousand pointers at
/// each start, which takes as long as checking a short article.
fn at_a_fixed_place() -> bool {
    let cfg = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    cfg("OS") == "linux" && cfg("ENV") == "gnu" && !cfg("FEATURE").contains("crt-static")
}

/// The rules in the order of their ids, and all that they say.
fn read(files: &[(String, PathBuf, String)]) -> Result<(Vec<Rule>, &'static Tree), Box<dyn Error>> {
    let mut tables = Vec::new();
    for (text, file, name) in files {
        let table = DeTable::parse(text).map_err(|error| format!("rules/{name}: {error}"))?;
        let id = table.get_ref().get("id").map(Spanned::get_ref).and_then(|id| id.as_str()).unwrap_or_default();
        tables.push((id.to_owned(), file.clone(), name.clone(), table));
    }
    tables.sort_by(|a, b| a.0.cmp(&b.0));
    let mut encoder = Encoder::default();
    let places = tables.iter().map(|(.., table)| encoder.table(table)).collect::<Result<Vec<u32>, _>>()?;
    let tree = encoder.tree();
    let rule = |((id, file, name, _), at): ((String, PathBuf, String, _), u32)| Rule {
        id,
        file,
        name: format!("rules/{name}"),
        node: Node::new(tree, at),
    };
    Ok((tables.into_iter().zip(places).map(rule).collect(), tree))
}

fn embedded(rules: &[Rule], tree: &Tree, lists: &str, out: &Path) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for rule in rules {
        writeln!(all, "    ({:?}, include_str!({:?}), {}),", rule.name, rule.file.to_string_lossy(), rule.node.at())?;
    }
    Ok(format!(
        "static TREE: super::tree::Tree = super::tree::Tree {{ bytes: include_bytes!({:?}), text: include_str!({:?}), keys: &{:?} }};\n\
         /// The place of the tree that the build script remembered.\n\
         pub(crate) fn tree(at: u32) -> super::tree::Node {{ super::tree::Node::new(&TREE, at) }}\n\
         /// Rule files of this build, in the order of their ids: path, text and place in the tree.\n\
         pub(crate) static RULES: &[(&str, &str, u32)] = &[\n{all}];\n\
         /// Lists of this build: path and text.\n\
         pub(super) static LISTS: &[(&str, &str)] = &[\n{lists}];\n",
        out.join("tree.bin").to_string_lossy(),
        out.join("tree.txt").to_string_lossy(),
        tree.keys,
    ))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
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
