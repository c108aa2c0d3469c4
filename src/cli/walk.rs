//! Paths of the command line to files: files as they are, folders walked, globs expanded, in a fixed order.

use super::foreign::is_foreign;
use crate::input::Format;
use globset::GlobBuilder;
use ignore::WalkBuilder;
use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
    io::Read,
    path::{Path, PathBuf},
};

/// Bytes that are looked at where a name alone does not tell.
const HEAD: u64 = 4096;

/// What the paths of the command line lead to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files to check, each once, in the order of the command line and by name within a folder. `-` is standard input.
    pub(super) files: Vec<PathBuf>,
    /// What is said of paths that lead nowhere: something was not read.
    pub(super) errors: Vec<String>,
    /// What is said though nothing was lost.
    pub(super) notes: Vec<String>,
    /// Files in folders that are no articles, by their names or what is in them: how many of each extension.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// Which files of a folder are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them.
    All,
    /// Those with the name of an article.
    Named,
    /// Those with the name of an article that are not plainly something else.
    Articles,
}

/// Finds the files.
pub(super) fn files(paths: &[PathBuf], wanted: Wanted) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" || path.is_file() {
            found.add(path.clone(), &mut seen);
        } else if path.is_dir() {
            found.folder(path, wanted, &mut seen);
        } else if !path.exists() && is_glob(path) {
            found.glob(path, &mut seen);
        } else {
            // Opening it says why: missing, forbidden, or a pipe that can be read after all.
            found.add(path.clone(), &mut seen);
        }
    }
    found
}

/// The first bytes of a file, as far as they can be read.
fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(file) = std::fs::File::open(path) {
        // Opening it later says what is wrong.
        let _ = file.take(HEAD).read_to_end(&mut head);
    }
    head
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

impl Found {
    fn add(&mut self, path: PathBuf, seen: &mut BTreeSet<PathBuf>) {
        if path.as_os_str() == "-" || seen.insert(path.clone()) {
            self.files.push(path);
        }
    }

    /// Walks a folder as ripgrep does: hidden and git-ignored files are left out, links are followed.
    fn folder(&mut self, folder: &Path, wanted: Wanted, seen: &mut BTreeSet<PathBuf>) {
        let is_article = |path: &Path| {
            let head = LazyCell::new(|| head(path));
            wanted == Wanted::All
                || Format::is_likely(&path.to_string_lossy(), || head.clone())
                    && (wanted == Wanted::Named || !is_foreign(path, || &head))
        };
        self.walk(folder, seen, is_article);
    }

    fn walk(&mut self, folder: &Path, seen: &mut BTreeSet<PathBuf>, wanted: impl Fn(&Path) -> bool) {
        let walk = WalkBuilder::new(folder).follow_links(true).require_git(false).sort_by_file_path(Path::cmp).build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                    let path = entry.into_path();
                    if wanted(&path) {
                        self.add(path, seen);
                    } else {
                        let extension = path
                            .extension()
                            .map_or_else(|| "no extension".into(), |e| format!(".{}", e.to_string_lossy()));
                        *self.skipped.entry(extension).or_default() += 1;
                    }
                }
                Ok(_) => {}
                Err(error) if is_loop(&error) => self.notes.push(format!("{error}; not walked again")),
                Err(error) => self.errors.push(describe(&error)),
            }
        }
    }

    /// Expands a glob that the shell left alone. It may name any file.
    fn glob(&mut self, pattern: &Path, seen: &mut BTreeSet<PathBuf>) {
        let text = pattern.to_string_lossy();
        let glob = match GlobBuilder::new(&text).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.errors.push(format!("{text}: not a glob: {}", error.kind()));
                return;
            }
        };
        let base: PathBuf = pattern.components().take_while(|c| !is_glob(Path::new(c.as_os_str()))).collect();
        let (base, relative) = if base.as_os_str().is_empty() { (PathBuf::from("."), true) } else { (base, false) };
        let before = self.files.len();
        let skipped = std::mem::take(&mut self.skipped);
        self.walk(&base, seen, |path| {
            glob.is_match(if relative { path.strip_prefix(".").unwrap_or(path) } else { path })
        });
        self.skipped = skipped;
        if self.files.len() == before {
            self.errors.push(format!("{text}: no file matches; check the pattern"));
        }
    }
}

/// File, reason, remedy.
fn describe(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithDepth { err, .. } => describe(err),
        ignore::Error::WithPath { path, err } => {
            let reason = err.io_error().map_or_else(|| err.to_string(), |e| e.kind().to_string());
            format!("{}: cannot be read: {reason}; mend its link or permissions, or leave it out", path.display())
        }
        _ => error.to_string(),
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}
