//! Files and streams, read in batches: memory is bounded by the batch, not by the corpus.

use super::{Format, InputError, Unit};
use crate::model::Raw;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

/// Bytes that a batch of records aims at: enough work for every thread, little enough to stay in the cache's reach.
const BATCH: usize = 4 << 20;
/// The largest file or record that is read.
const MAX_MIB: usize = 1024;
/// Bytes that are looked at to tell the format.
const HEAD: usize = 4096;

/// Some articles, in order, and what could not be read among them.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles.
    pub units: Vec<Unit>,
    /// Bytes in all of them.
    pub bytes: usize,
}

/// A file or standard input, read in batches.
pub struct Source {
    path: Arc<str>,
    format: Format,
    reader: Box<dyn Read + Send>,
    /// What was read beyond the last whole record.
    rest: Vec<u8>,
    offset: u64,
    line: u64,
    record: u64,
    ended: bool,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Source, InputError> {
        let name: Arc<str> = path.to_string_lossy().into();
        let wrap = |error| InputError::Io { path: name.clone(), error };
        let file = File::open(path).map_err(wrap)?;
        if file.metadata().map_err(wrap)?.is_dir() {
            return Err(wrap(io::ErrorKind::IsADirectory.into()));
        }
        let format = format.or_else(|| Format::of_name(&name));
        Source::new(name, Box::new(file), format)
    }

    /// Reads from anything, under a name for messages.
    ///
    /// # Errors
    /// What the system says when the first bytes are read.
    pub fn new(path: Arc<str>, mut reader: Box<dyn Read + Send>, format: Option<Format>) -> Result<Source, InputError> {
        let mut rest = Vec::new();
        let head = reader.by_ref().take(HEAD as u64).read_to_end(&mut rest);
        head.map_err(|error| InputError::Io { path: path.clone(), error })?;
        let format = format.unwrap_or_else(|| Format::of_content(&rest));
        Ok(Source { path, format, reader, rest, offset: 0, line: 1, record: 0, ended: false })
    }

    /// What it is called in messages.
    pub fn name(&self) -> Arc<str> {
        self.path.clone()
    }

    /// The next articles; `None` at the end.
    ///
    /// # Errors
    /// The file cannot be read on. What came before stays valid.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        if self.ended {
            return Ok(None);
        }
        let read = match self.format {
            Format::Jsonl => self.records(),
            _ => self.whole(),
        };
        if read.is_err() {
            self.ended = true;
        }
        read
    }

    fn whole(&mut self) -> Result<Option<Batch>, InputError> {
        self.ended = true;
        let mut bytes = std::mem::take(&mut self.rest);
        self.fill(&mut bytes, MAX_MIB << 20)?;
        if bytes.len() > MAX_MIB << 20 {
            return Err(InputError::TooLarge { path: self.path.clone(), what: "the file".into(), limit: MAX_MIB });
        }
        let size = bytes.len();
        let unit = Unit { path: self.path.clone(), record: None, format: self.format, raw: Raw::whole(bytes, true) };
        Ok(Some(Batch { units: vec![unit], bytes: size }))
    }

    /// Reads until `bytes` holds more than `want` or the stream ends; whether it ended.
    fn fill(&mut self, bytes: &mut Vec<u8>, want: usize) -> Result<bool, InputError> {
        let missing = (want + 1).saturating_sub(bytes.len()) as u64;
        bytes.reserve(missing.min(BATCH as u64) as usize);
        let read = self.reader.by_ref().take(missing).read_to_end(bytes);
        read.map_err(|error| InputError::Io { path: self.path.clone(), error })?;
        Ok(bytes.len() <= want)
    }

    fn records(&mut self) -> Result<Option<Batch>, InputError> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut want = BATCH;
        let end = loop {
            if self.fill(&mut bytes, want)? {
                self.ended = true;
                break bytes.len();
            }
            if let Some(last) = memchr::memrchr(b'\n', &bytes) {
                break last + 1;
            }
            if want >= MAX_MIB << 20 {
                let what = format!("the record on line {}", self.line);
                return Err(InputError::TooLarge { path: self.path.clone(), what, limit: MAX_MIB });
            }
            want *= 2;
        };
        self.rest = bytes[end..].to_vec();
        bytes.truncate(end);
        Ok(Some(self.split(bytes)))
    }

    /// Cuts bytes that end with a line into records; empty lines are none.
    fn split(&mut self, bytes: Vec<u8>) -> Batch {
        let buffer = Arc::new(bytes);
        let mut batch = Batch { units: Vec::new(), bytes: buffer.len() };
        let mut start = 0;
        while start < buffer.len() {
            let end = memchr::memchr(b'\n', &buffer[start..]).map_or(buffer.len(), |i| start + i + 1);
            let mut from = start;
            if self.offset == 0 && start == 0 && buffer.starts_with(b"\xef\xbb\xbf") {
                from = 3;
            }
            if !buffer[from..end].trim_ascii().is_empty() {
                self.record += 1;
                let raw = Raw {
                    buffer: buffer.clone(),
                    range: from..end,
                    offset: self.offset + from as u64,
                    line: self.line,
                    chars: 0,
                    utf8: true,
                    decoded: None,
                };
                batch.units.push(Unit {
                    path: self.path.clone(),
                    record: Some(self.record),
                    format: Format::Jsonl,
                    raw,
                });
            }
            self.line += 1;
            start = end;
        }
        self.offset += buffer.len() as u64;
        batch
    }
}
