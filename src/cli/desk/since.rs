//! What changed since a revision, asked of the git command.

use super::{args::Changed, find::absolute};
use crate::{
    engine::Checked,
    input::{self, Options, Source},
    model::{Span, Text, hash_word},
};
use anyhow::{Context, bail};
use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsStr,
    io::{self, Cursor},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// What changed.
pub(super) struct Since {
    how: Changed,
    /// Files that were touched, each with the lines that were added; without lines, all of it.
    files: BTreeMap<PathBuf, Option<Vec<RangeInclusive<u64>>>>,
    /// Sentences that were there before, in files that were touched, moved or deleted.
    sentences: HashSet<u64>,
}

impl Since {
    /// Asks git in a folder.
    pub(super) fn read(folder: &Path, revision: &str, how: Changed) -> anyhow::Result<Since> {
        let root = line(folder, ["rev-parse", "--show-toplevel"])
            .with_context(|| format!("--since {revision}: {} is in no git repository", folder.display()))?;
        let root = PathBuf::from(root);
        let commit = format!("{revision}^{{commit}}");
        let verified = line(&root, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let Ok(commit) = verified else {
            bail!(
                "--since {revision}: git knows no such revision; in CI, fetch it first (`git fetch origin {revision}`, or a checkout with the whole history)"
            );
        };
        // A branch is compared with where it left the other one, not with what happened there since.
        let base = line(&root, ["merge-base", &commit, "HEAD"]).unwrap_or(commit);

        let mut files = BTreeMap::new();
        let mut old = Vec::new();
        let names = git(&root, ["diff", "--name-status", "-z", "-M", "--no-ext-diff", &base, "--"])?;
        let mut names = names.split(|b| *b == 0).map(|name| String::from_utf8_lossy(name).into_owned());
        while let Some(status) = names.next().filter(|status| !status.is_empty()) {
            let name = names.next().unwrap_or_default();
            match status.chars().next() {
                Some('R' | 'C') => {
                    old.push(name);
                    let to = names.next().unwrap_or_default();
                    // Moved and nothing else: no line was added.
                    let lines = (status == "R100").then(Vec::new);
                    files.insert(absolute(&root.join(to)), lines);
                }
                Some('D') => old.push(name),
                Some('A') => {
                    files.insert(absolute(&root.join(name)), None);
                }
                _ => {
                    files.insert(absolute(&root.join(&name)), None);
                    old.push(name);
                }
            }
        }
        let untracked = git(&root, ["ls-files", "--others", "--exclude-standard", "-z"])?;
        for name in untracked.split(|b| *b == 0).filter(|name| !name.is_empty()) {
            files.insert(absolute(&root.join(&*String::from_utf8_lossy(name))), None);
        }
        let mut since = Since { how, files, sentences: HashSet::new() };
        match how {
            Changed::Lines => since.read_lines(&root, &base)?,
            Changed::Sentences => old.iter().for_each(|name| since.read_sentences(&root, &base, name)),
            Changed::Files => {}
        }
        Ok(since)
    }

    /// Reads which lines were added, of every file that was there before.
    fn read_lines(&mut self, root: &Path, base: &str) -> anyhow::Result<()> {
        let quote = ["-c", "core.quotePath=false"];
        let diff =
            ["diff", "-U0", "-M", "--no-color", "--no-ext-diff", "--src-prefix=a/", "--dst-prefix=b/", base, "--"];
        let diff = git(root, quote.into_iter().chain(diff))?;
        let mut file: Option<PathBuf> = None;
        // Lines of the hunk still to come: they may look like headers.
        let mut skip = 0;
        for line in diff.split(|b| *b == b'\n') {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let line = String::from_utf8_lossy(line);
            if let Some(name) = line.strip_prefix("+++ ") {
                let name = unquoted(name.trim_end_matches('\t'));
                file = name.strip_prefix("b/").map(|name| absolute(&root.join(name)));
            } else if let Some((removed, added)) = hunk(&line) {
                skip = removed + added.1;
                if let Some(lines) = file.as_ref().and_then(|file| self.files.get_mut(file))
                    && added.1 > 0
                {
                    lines.get_or_insert_default().push(added.0..=added.0 + added.1 - 1);
                } else if let Some(lines) = file.as_ref().and_then(|file| self.files.get_mut(file)) {
                    lines.get_or_insert_default();
                }
            }
        }
        Ok(())
    }

    /// Adds the sentences that a file had. What cannot be read had none.
    fn read_sentences(&mut self, root: &Path, base: &str, name: &str) {
        let Ok(bytes) = git(root, ["show", &format!("{base}:{name}")]) else { return };
        let Ok(mut source) = Source::new(name.into(), Box::new(Cursor::new(bytes)), None) else {
            return;
        };
        while let Ok(Some(batch)) = source.next_batch() {
            for unit in batch.units {
                for document in input::articles(unit, Options::default()).into_iter().flatten() {
                    let text = &document.target;
                    self.sentences.extend(text.sentences().iter().map(|s| sentence(text, s.span)));
                }
            }
        }
    }

    /// Whether a file was touched.
    pub(super) fn touched(&self, path: &Path) -> bool {
        self.files.contains_key(&absolute(path))
    }

    /// Which findings are on what was there before.
    pub(super) fn old(&self, checked: &Checked) -> Vec<bool> {
        let document = &checked.document;
        let mut locator = document.locator();
        let lines = self.files.get(&absolute(Path::new(&*document.origin.path)));
        let is_old = |span: Span| match (self.how, lines) {
            (_, None) => true,
            (Changed::Files, Some(_)) | (Changed::Lines, Some(None)) => false,
            (Changed::Lines, Some(Some(lines))) => {
                let first = locator.locate(span).1.line;
                let last = locator.locate(Span::new(span.end, span.end)).1.line.max(first);
                !lines.iter().any(|added| *added.start() <= last && first <= *added.end())
            }
            (Changed::Sentences, Some(_)) => {
                let text = &document.target;
                let (first, last) = (text.sentence_at(span.start), text.sentence_at(span.end.saturating_sub(1)));
                let touched = text.sentences().get(first..=last.max(first)).unwrap_or_default();
                touched.iter().all(|s| self.sentences.contains(&sentence(text, s.span)))
            }
        };
        checked.findings.iter().map(|finding| finding.span).map(is_old).collect()
    }
}

/// A sentence as a number: its characters with white space folded.
fn sentence(text: &Text, span: Span) -> u64 {
    hash_word(&text.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The lines that a hunk takes away, and the first line and number of those that it adds.
fn hunk(line: &str) -> Option<(u64, (u64, u64))> {
    let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (removed, added) = ranges.split_once(" +")?;
    let range = |text: &str| -> Option<(u64, u64)> {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    Some((range(removed)?.1, range(added)?))
}

/// A path as git writes it: in quotes and with escapes where it has odd characters.
fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) else { return name.to_owned() };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(digit @ b'0'..=b'3') => {
                let mut value = digit - b'0';
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = rest.peek().copied() {
                        value = value << 3 | (digit - b'0');
                        rest.next();
                    }
                }
                bytes.push(value);
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn run<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> anyhow::Result<Output> {
    match Command::new("git").arg("-C").arg(folder).args(args).output() {
        Ok(output) => Ok(output),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("--since asks the git command, which was not found; install git or put it on the PATH")
        }
        Err(error) => bail!("--since asks the git command, which does not start: {error}"),
    }
}

/// What git prints.
fn git<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> anyhow::Result<Vec<u8>> {
    let output = run(folder, args)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git: {}", said.trim().lines().next().unwrap_or("failed without a word"));
    }
    Ok(output.stdout)
}

/// The one line that git prints.
fn line<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> anyhow::Result<String> {
    Ok(String::from_utf8_lossy(&git(folder, args)?).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_and_names() {
        assert_eq!(hunk("@@ -3 +5,2 @@ fn"), Some((1, (5, 2))));
        assert_eq!(hunk("@@ -3,0 +4 @@"), Some((0, (4, 1))));
        assert_eq!(hunk("@@ odd"), None);
        assert_eq!(unquoted("b/a b.txt"), "b/a b.txt");
        assert_eq!(unquoted(r#""b/a\t\"\303\244.txt""#), "b/a\t\"ä.txt");
    }
}
