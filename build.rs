//! Writes two constants: every rule file and every list under `rules/` as (path, text).

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let (mut rules, mut lists) = (String::new(), String::new());
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let entry = format!("    ({:?}, include_str!({:?})),\n", format!("rules/{name}"), file.to_string_lossy());
        match file.extension().and_then(|e| e.to_str()) {
            Some("toml") if name.contains('/') => rules.push_str(&entry),
            Some("tsv" | "txt") if name.starts_with("lists/") => lists.push_str(&entry),
            _ => {}
        }
    }
    let mut code = String::new();
    for (constant, doc, entries) in [("RULES", "Rule files", rules), ("LISTS", "Lists", lists)] {
        let _ = writeln!(
            code,
            "/// {doc} of this build: path and text.\npub(crate) const {constant}: &[(&str, &str)] = &[\n{entries}];"
        );
    }
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("embedded.rs"), code)
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
