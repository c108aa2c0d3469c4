//! `--fix` and `--diff`: files with the trusted fixes applied.

use super::{Exit, output::replace};
use crate::{
    engine::{Checked, Patch},
    input::{self, Format, InputError, Limits, Options, Source, Unit},
    model::{Applicability, Document, Raw},
};
use anyhow::bail;
use rayon::prelude::*;
use similar::TextDiff;
use std::{
    borrow::Cow,
    fs,
    io::{self, Cursor, Read, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// A fix may uncover the next; an article that does not settle after so many rounds has fixes that undo each other.
const ROUNDS: usize = 20;

/// Mends files.
pub(super) struct Mender<'a> {
    /// Checks an article: only what it finds is mended.
    pub(super) check: &'a (dyn Fn(Document) -> Checked + Sync),
    pub(super) options: Options<'a>,
    pub(super) trust: Applicability,
    pub(super) format: Option<Format>,
    pub(super) limits: Limits,
    pub(super) quiet: bool,
    pub(super) stop: &'a AtomicBool,
}

/// What was done to an article or to several.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Fixes applied.
    fixes: usize,
    /// Fixes that cannot be carried over to the file.
    refused: usize,
    /// Articles left as they were because their fixes undo each other.
    restless: usize,
    /// Files of a format that is not written.
    foreign: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.fixes += other.fixes;
        self.refused += other.refused;
        self.restless += other.restless;
        self.foreign += other.foreign;
    }
}

/// A file before and after.
struct Mended {
    name: Arc<str>,
    old: Vec<u8>,
    /// The same as `old` where nothing is to be mended.
    new: Vec<u8>,
    count: Count,
}

impl Mender<'_> {
    /// Mends the files; returns how many could not be written. Files that cannot be read are left to the check that
    /// follows.
    pub(super) fn write(&self, files: &[PathBuf]) -> anyhow::Result<u64> {
        if files.iter().any(|file| file.as_os_str() == "-") {
            bail!("--fix writes files, not a pipe; name the files, or look at the changes with --diff");
        }
        let done: Vec<Option<Result<(bool, Count), String>>> = files
            .par_iter()
            .map(|path| {
                let mended = self.file(path).ok()?;
                let changed = mended.new != mended.old;
                let written = if changed { replace(path, &mended.old, &mended.new) } else { Ok(()) };
                Some(match written {
                    Ok(()) => Ok((changed, mended.count)),
                    Err(error) => Err(format!("{error:#}")),
                })
            })
            .collect();
        self.not_interrupted()?;
        let (mut errors, mut changed_files, mut count) = (0, 0, Count::default());
        for result in done.into_iter().flatten() {
            match result {
                Ok((changed, more)) => {
                    changed_files += u64::from(changed);
                    count.add(more);
                }
                Err(error) => {
                    errors += 1;
                    anstream::eprintln!("mtlint: {error}");
                }
            }
        }
        self.say(changed_files, count, "mended");
        Ok(errors)
    }

    /// Prints what `write` would change as a unified diff. Exits with 1 where it would change something.
    pub(super) fn preview(&self, files: &[PathBuf], mut errors: u64, color: bool) -> anyhow::Result<Exit> {
        let changes = |mended: Mended| (difference(&mended), mended.count);
        let done: Vec<_> = files.par_iter().map(|path| self.file(path).map(changes)).collect();
        self.not_interrupted()?;
        let mut out = io::BufWriter::new(io::stdout());
        let (mut changed_files, mut count) = (0, Count::default());
        for result in done {
            match result {
                Ok((diff, more)) => {
                    changed_files += u64::from(!diff.is_empty());
                    count.add(more);
                    print(&diff, color, &mut out)?;
                }
                Err(error) => {
                    errors += 1;
                    anstream::eprintln!("mtlint: {error}");
                }
            }
        }
        out.flush()?;
        self.say(changed_files, count, "would be mended");
        Ok(match (errors, changed_files) {
            (1.., _) => Exit::Error,
            (0, 1..) => Exit::Findings,
            (0, 0) => Exit::Clean,
        })
    }

    fn not_interrupted(&self) -> anyhow::Result<()> {
        if self.stop.load(Ordering::SeqCst) {
            let what = "interrupted: files not yet mended are as they were";
            return Err(io::Error::new(io::ErrorKind::Interrupted, what).into());
        }
        Ok(())
    }

    fn say(&self, changed: u64, count: Count, what: &str) {
        if !self.quiet {
            anstream::eprintln!("mtlint: {} {what} with {}", files(changed), fixes(count.fixes));
        }
        if count.refused > 0 && !self.quiet {
            let left = fixes(count.refused);
            anstream::eprintln!("mtlint: {left} left out: marks of the file stand inside the text; mend them by hand");
        }
        if count.foreign > 0 && !self.quiet {
            let left = files(count.foreign as u64);
            anstream::eprintln!("mtlint: {left} left as before: fixes are written to plain text, Markdown and JSONL");
        }
        if count.restless > 0 {
            let left =
                if count.restless == 1 { "1 article".to_owned() } else { format!("{} articles", count.restless) };
            anstream::eprintln!("mtlint: {left} left as before: their fixes undo each other; please report it");
        }
    }

    /// A file with its articles mended, each by itself. What lies between articles stays.
    fn file(&self, path: &Path) -> Result<Mended, InputError> {
        let name: Arc<str> = path.to_string_lossy().into();
        let wrap = |error| InputError::Io { path: name.clone(), error };
        let mut old = Vec::new();
        if path.as_os_str() == "-" {
            io::stdin().read_to_end(&mut old).map_err(wrap)?;
        } else if fs::metadata(path).map_err(wrap)?.is_file() {
            old = fs::read(path).map_err(wrap)?;
        } else {
            return Err(wrap(io::ErrorKind::InvalidInput.into()));
        }
        let mut source =
            Source::new_within(name.clone(), Box::new(Cursor::new(old.clone())), self.format, self.limits)?;
        let mut mended =
            Mended { name: name.clone(), new: Vec::with_capacity(old.len()), old, count: Count::default() };
        let mut at = 0;
        while let Some(batch) = source.next_batch()? {
            // Packed files and formats whose text is not written as it is read stay as they are.
            let written = |unit: &Unit| {
                let start = unit.raw.offset as usize;
                matches!(unit.format, Format::Text | Format::Markdown | Format::Jsonl)
                    && mended.old.get(start..start + unit.raw.range.len()) == Some(unit.raw.bytes())
            };
            if !batch.units.iter().all(written) {
                let count = Count { foreign: 1, ..Count::default() };
                return Ok(Mended { new: mended.old.clone(), count, ..mended });
            }
            let articles: Vec<_> = batch.units.into_par_iter().map(|unit| self.article(unit)).collect();
            for (start, len, new, count) in articles {
                mended.new.extend_from_slice(&mended.old[at..start]);
                match new {
                    Some(new) => mended.new.extend_from_slice(&new),
                    None => mended.new.extend_from_slice(&mended.old[start..start + len]),
                }
                at = start + len;
                mended.count.add(count);
            }
        }
        mended.new.extend_from_slice(&mended.old[at..]);
        Ok(mended)
    }

    /// Start and length of an article in its file, its bytes when mended, and what was done.
    fn article(&self, unit: Unit) -> (usize, usize, Option<Vec<u8>>, Count) {
        let (start, len) = (unit.raw.offset as usize, unit.raw.range.len());
        // What goes wrong here goes wrong again in the check that follows, and is said there.
        let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.settle(unit)));
        let (new, count) = attempt.unwrap_or_default();
        (start, len, new, count)
    }

    /// Applies fixes until none is left.
    fn settle(&self, mut unit: Unit) -> (Option<Vec<u8>>, Count) {
        let mut count = Count::default();
        let mut new = None;
        for _ in 0..ROUNDS {
            if self.stop.load(Ordering::SeqCst) {
                return (None, Count::default());
            }
            let Ok(document) = input::parse(unit.clone(), self.options) else { return (None, Count::default()) };
            let checked = (self.check)(document);
            let patch = Patch::of(&checked, self.trust);
            if patch.edits.is_empty() {
                count.refused = patch.refused;
                return (new, count);
            }
            count.fixes += patch.fixes;
            let bytes = patch.apply(&checked.document.raw);
            let raw = Raw { line: unit.raw.line, ..Raw::whole(bytes.clone(), true) };
            unit.raw = raw;
            new = Some(bytes);
        }
        (None, Count { restless: 1, ..Count::default() })
    }
}

fn files(count: u64) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn fixes(count: usize) -> String {
    if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") }
}

/// The change of a file as a unified diff; empty where there is none.
fn difference(mended: &Mended) -> String {
    if mended.new == mended.old {
        return String::new();
    }
    let (old, new) = (readable(&mended.old), readable(&mended.new));
    let name = mended.name.trim_start_matches("./");
    let (before, after) = (format!("a/{name}"), format!("b/{name}"));
    TextDiff::from_lines(&*old, &*new).unified_diff().header(&before, &after).to_string()
}

/// Bytes of a file as text to look at.
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match encoding_rs::Encoding::for_bom(bytes) {
            Some((encoding, _)) => encoding.decode(bytes).0,
            None => encoding_rs::WINDOWS_1252.decode(bytes).0,
        },
    }
}

fn print(diff: &str, color: bool, out: &mut impl Write) -> io::Result<()> {
    for line in diff.split_inclusive('\n') {
        let style = match line.as_bytes().first() {
            _ if !color => "",
            _ if line.starts_with("--- ") || line.starts_with("+++ ") => "\u{1b}[1m",
            Some(b'-') => "\u{1b}[31m",
            Some(b'+') => "\u{1b}[32m",
            Some(b'@') => "\u{1b}[36m",
            _ => "",
        };
        if style.is_empty() {
            out.write_all(line.as_bytes())?;
        } else {
            let text = line.trim_end_matches('\n');
            writeln!(out, "{style}{text}\u{1b}[0m")?;
        }
    }
    Ok(())
}
