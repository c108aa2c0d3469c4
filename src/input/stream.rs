//! A stream of records, read a batch at a time.

use super::{
    Batch, Format, InputError, Limits, Unit,
    split::{Cut, Splitter},
    unpack::Bytes,
};
use crate::model::Raw;
use std::{io::Read, sync::Arc};

/// Bytes that a batch of records aims at: enough work for every thread, little enough to stay in the cache's reach.
const BATCH: usize = 1 << 20;

/// Records still to read.
pub(super) struct Stream {
    path: Arc<str>,
    format: Format,
    splitter: Splitter,
    limits: Limits,
    reader: Bytes,
    /// What was read beyond the last whole record.
    rest: Vec<u8>,
    /// Where `rest` starts in the file, its line, and how many characters of that line stand before it.
    offset: u64,
    line: u64,
    chars: u64,
    record: u64,
    /// What is said before anything else is read.
    errors: std::collections::VecDeque<InputError>,
    ended: bool,
}

impl Stream {
    pub(super) fn new(
        path: Arc<str>,
        format: Format,
        splitter: Splitter,
        head: Vec<u8>,
        reader: Bytes,
        limits: Limits,
    ) -> Self {
        let mut stream = Self {
            path,
            format,
            splitter,
            limits,
            reader,
            rest: head,
            offset: 0,
            line: 1,
            chars: 0,
            record: 0,
            errors: std::collections::VecDeque::new(),
            ended: false,
        };
        if stream.rest.starts_with(b"\xef\xbb\xbf") {
            stream.rest.drain(..3);
            stream.offset = 3;
        }
        stream
    }

    pub(super) fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        if let Some(error) = self.errors.pop_front() {
            return Err(error);
        }
        if self.ended {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let mut want = BATCH;
        let cut = loop {
            self.ended |= self.fill(&mut bytes, want);
            let cut = self.splitter.cut(&bytes, self.ended);
            if self.ended || cut.used > 0 || !cut.broken.is_empty() {
                break cut;
            }
            if want >= self.limits.size << 20 {
                self.ended = true;
                let what = format!("the record on line {}", self.line);
                return Err(InputError::TooLarge { path: self.path.clone(), what, limit: self.limits.size });
            }
            want *= 2;
        };
        let used = cut.used.min(bytes.len());
        self.rest = bytes[used..].to_vec();
        bytes.truncate(used);
        self.ended |= cut.end;
        if self.ended {
            self.rest = Vec::new();
        }
        let batch = self.units(bytes, &cut);
        self.skip(cut.used - used);
        if batch.units.is_empty()
            && let Some(error) = self.errors.pop_front()
        {
            return Err(error);
        }
        Ok(Some(batch))
    }

    /// Reads until `bytes` holds `want` bytes or the stream ends; whether it ended. What breaks it ends it, and is said
    /// behind what came before.
    fn fill(&mut self, bytes: &mut Vec<u8>, want: usize) -> bool {
        let missing = want.saturating_sub(bytes.len());
        bytes.reserve_exact(missing);
        match self.reader.by_ref().take(missing as u64).read_to_end(bytes) {
            Ok(read) => read < missing,
            Err(error) => {
                self.errors.push_back(InputError::Io { path: self.path.clone(), error });
                true
            }
        }
    }

    /// Passes over bytes that were not read yet.
    fn skip(&mut self, bytes: usize) {
        if bytes == 0 || self.ended {
            return;
        }
        match std::io::copy(&mut self.reader.by_ref().take(bytes as u64), &mut std::io::sink()) {
            Ok(skipped) => {
                self.offset += skipped;
                self.ended = skipped < bytes as u64;
                if self.ended {
                    let reason = "the last record is cut off; fetch the file again".into();
                    self.errors.push_back(InputError::Broken { path: self.path.clone(), reason });
                }
            }
            Err(error) => {
                self.ended = true;
                self.errors.push_back(InputError::Io { path: self.path.clone(), error });
            }
        }
    }

    /// The records of a batch as units, each with its place in the file.
    fn units(&mut self, bytes: Vec<u8>, cut: &Cut) -> Batch {
        let buffer = Arc::new(bytes);
        let mut batch = Batch { units: Vec::with_capacity(cut.records.len()), bytes: buffer.len() };
        let columns = match &self.splitter {
            Splitter::Csv { columns, .. } => columns.clone(),
            _ => None,
        };
        let mut broken = cut.broken.iter().peekable();
        let mut at = 0;
        for range in &cut.records {
            while let Some((place, reason)) = broken.next_if(|(place, _)| *place < range.start) {
                self.pass(&buffer, &mut at, *place);
                self.complain(reason);
            }
            self.pass(&buffer, &mut at, range.start);
            self.record += 1;
            let raw = Raw {
                buffer: buffer.clone(),
                range: range.clone(),
                offset: self.offset + range.start as u64,
                line: self.line,
                chars: self.chars,
                utf8: true,
                decoded: None,
            };
            batch.units.push(Unit {
                path: self.path.clone(),
                record: Some(self.record),
                format: self.format,
                raw,
                columns: columns.clone(),
            });
        }
        for (place, reason) in broken {
            self.pass(&buffer, &mut at, (*place).min(buffer.len()));
            self.complain(reason);
        }
        self.pass(&buffer, &mut at, buffer.len());
        self.offset += buffer.len() as u64;
        batch
    }

    fn complain(&mut self, reason: &str) {
        let error = InputError::Record { path: self.path.clone(), line: self.line, reason: reason.to_owned() };
        self.errors.push_back(error);
    }

    /// Counts the lines between two places of the batch.
    fn pass(&mut self, buffer: &[u8], at: &mut usize, to: usize) {
        let passed = &buffer[*at..to.max(*at)];
        *at = to.max(*at);
        let start = match memchr::memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
                self.chars = 0;
                last + 1
            }
            None => 0,
        };
        self.chars += passed[start..].iter().filter(|&&b| b & 0xc0 != 0x80).count() as u64;
    }
}
