//! Files, streams and archives, read in batches: memory is bounded by the batch, not by the corpus.

use super::{
    Format, InputError, Limits, Unit,
    archive::{self, Entries, Seekable},
    split::Splitter,
    stream::Stream,
    table,
    unpack::{self, Bytes},
};
use crate::model::Raw;
use std::{
    fs::File,
    io::{self, Cursor, Read, Seek},
    path::Path,
    sync::Arc,
};

/// Archives inside archives, at most.
const NESTING: u32 = 3;

/// Some articles, in order, and what could not be read among them.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles.
    pub units: Vec<Unit>,
    /// Bytes in all of them.
    pub bytes: usize,
}

/// A file, an archive or standard input, read in batches.
pub struct Source {
    path: Arc<str>,
    inner: Inner,
    limits: Limits,
    /// The format that the user said all files have.
    said: Option<Format>,
    /// How many archives stand around it.
    depth: u32,
    ended: bool,
}

/// What is read.
enum Inner {
    /// One article, or articles that only a look at all of it can tell apart.
    Whole { head: Vec<u8>, reader: Bytes, format: Format },
    /// Records.
    Stream(Box<Stream>),
    /// Files of an archive, and the one that is being read.
    Archive { entries: Entries, current: Option<Box<Source>> },
    /// Rows of a table that is read from any place.
    Table(Box<table::Table>),
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says, or what is broken in the file's first bytes.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Source, InputError> {
        Source::open_within(path, format, Limits::default())
    }

    /// The same with limits of your own.
    ///
    /// # Errors
    /// What the system says, or what is broken in the file's first bytes.
    pub fn open_within(path: &Path, format: Option<Format>, limits: Limits) -> Result<Source, InputError> {
        let name: Arc<str> = path.to_string_lossy().into();
        let wrap = |error| InputError::Io { path: name.clone(), error };
        let mut file = File::open(path).map_err(wrap)?;
        let metadata = file.metadata().map_err(wrap)?;
        if metadata.is_dir() {
            return Err(wrap(io::ErrorKind::IsADirectory.into()));
        }
        if metadata.is_file() {
            let mut head = Vec::new();
            file.by_ref().take(8).read_to_end(&mut head).map_err(wrap)?;
            file.rewind().map_err(wrap)?;
            if archive::is_zip(&head) || Format::of_marks(&head) == Some(Format::Parquet) {
                return Source::seekable(&name, Box::new(file), &head, format, limits, 0);
            }
        }
        Source::layered(name, Box::new(file), format, limits, 0)
    }

    /// Reads from anything, under a name for messages.
    ///
    /// # Errors
    /// What the system says when the first bytes are read.
    pub fn new(path: Arc<str>, reader: Box<dyn Read + Send>, format: Option<Format>) -> Result<Source, InputError> {
        Source::layered(path, reader, format, Limits::default(), 0)
    }

    /// The same with limits of your own.
    ///
    /// # Errors
    /// What the system says when the first bytes are read.
    pub fn new_within(
        path: Arc<str>,
        reader: Box<dyn Read + Send>,
        format: Option<Format>,
        limits: Limits,
    ) -> Result<Source, InputError> {
        Source::layered(path, reader, format, limits, 0)
    }

    /// Unpacks what is packed, and looks at what comes out.
    fn layered(
        path: Arc<str>,
        reader: Bytes,
        said: Option<Format>,
        limits: Limits,
        depth: u32,
    ) -> Result<Source, InputError> {
        let wrap = |error| InputError::Io { path: path.clone(), error };
        let (head, mut reader) = unpack::unpack(reader, limits).map_err(wrap)?;
        let source = |inner| Source { path: path.clone(), inner, limits, said, depth, ended: false };
        if archive::is_tar(&head) {
            let entries = archive::tar(Box::new(Cursor::new(head).chain(reader)));
            return Ok(source(Inner::Archive { entries, current: None }));
        }
        if archive::is_zip(&head) || Format::of_marks(&head) == Some(Format::Parquet) {
            let mut bytes = head.clone();
            let limit = limits.size << 20;
            let read = reader.by_ref().take((limit + 1).saturating_sub(bytes.len()) as u64).read_to_end(&mut bytes);
            read.map_err(wrap)?;
            if bytes.len() > limit {
                return Err(InputError::TooLarge { path, what: "the packed file".into(), limit: limits.size });
            }
            return Source::seekable(&path, Box::new(Cursor::new(bytes)), &head, said, limits, depth);
        }
        if head.starts_with(b"BZh") && head.get(4..10) == Some(b"1AY&SY") {
            let reason = "packed with bzip2, which is not read; pack it with gzip, zstd or xz".into();
            return Err(InputError::Broken { path, reason });
        }
        let by_name = || Format::of_name(&path);
        let format = match said {
            Some(format) => format,
            None => Format::of_marks(&head).or_else(by_name).unwrap_or_else(|| Format::of_content(&head)),
        };
        let splitter = match format {
            Format::Jsonl => Some(Splitter::Lines),
            Format::Json => Some(Splitter::Json { inside: false }),
            Format::Csv => Some(Splitter::Csv { delimiter: None, columns: None }),
            Format::Warc => Some(Splitter::Warc),
            _ => None,
        };
        Ok(source(match splitter {
            Some(splitter) => {
                Inner::Stream(Box::new(Stream::new(path.clone(), format, splitter, head, reader, limits)))
            }
            None => Inner::Whole { head, reader, format },
        }))
    }

    /// Opens what is read from any place: zip and Parquet.
    fn seekable(
        path: &Arc<str>,
        reader: Box<dyn Seekable>,
        head: &[u8],
        said: Option<Format>,
        limits: Limits,
        depth: u32,
    ) -> Result<Source, InputError> {
        let broken = |reason| InputError::Broken { path: path.clone(), reason };
        let inner = if archive::is_zip(head) {
            Inner::Archive { entries: archive::zip(reader, limits).map_err(broken)?, current: None }
        } else {
            Inner::Table(Box::new(table::Table::open(reader, limits).map_err(broken)?))
        };
        Ok(Source { path: path.clone(), inner, limits, said, depth, ended: false })
    }

    /// What it is called in messages.
    pub fn name(&self) -> Arc<str> {
        self.path.clone()
    }

    /// The next articles; `None` at the end.
    ///
    /// # Errors
    /// Something cannot be read. What came before stays valid, and asking again goes on behind it.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, InputError> {
        if self.ended {
            return Ok(None);
        }
        match &mut self.inner {
            Inner::Whole { head, reader, format } => {
                self.ended = true;
                let mut bytes = std::mem::take(head);
                let limit = self.limits.size << 20;
                let room = (limit + 1).saturating_sub(bytes.len()) as u64;
                let read = reader.by_ref().take(room).read_to_end(&mut bytes);
                read.map_err(|error| InputError::Io { path: self.path.clone(), error })?;
                if bytes.len() > limit {
                    let what = "the file".into();
                    return Err(InputError::TooLarge { path: self.path.clone(), what, limit: self.limits.size });
                }
                let size = bytes.len();
                let unit = Unit::whole(self.path.clone(), *format, Raw::whole(bytes, true));
                Ok(Some(Batch { units: vec![unit], bytes: size }))
            }
            Inner::Stream(stream) => {
                let batch = stream.next_batch();
                self.ended = matches!(batch, Ok(None));
                batch
            }
            Inner::Table(table) => {
                let batch = table.next_batch(&self.path);
                self.ended = matches!(batch, Ok(None));
                batch.map_err(|reason| InputError::Broken { path: self.path.clone(), reason })
            }
            Inner::Archive { .. } => self.next_of_archive(),
        }
    }

    fn next_of_archive(&mut self) -> Result<Option<Batch>, InputError> {
        let Inner::Archive { entries, current } = &mut self.inner else { return Ok(None) };
        loop {
            if let Some(source) = current {
                match source.next_batch() {
                    Ok(None) => *current = None,
                    read => return read,
                }
            }
            let Ok(entry) = entries.recv() else {
                self.ended = true;
                return Ok(None);
            };
            let path: Arc<str> = match entry.name.as_str() {
                "" => self.path.clone(),
                name => format!("{}/{name}", self.path).into(),
            };
            let mut content = entry.content.map_err(|error| InputError::Io { path: path.clone(), error })?;
            let head = unpack::peek(&mut content).map_err(|error| InputError::Io { path: path.clone(), error })?;
            let hidden = entry.name.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
            let likely = Format::is_likely(&entry.name, || head.clone()) || Format::of_marks(&head).is_some();
            if hidden || entry.name.starts_with("__MACOSX/") || !likely && self.said.is_none() {
                continue;
            }
            if self.depth + 1 >= NESTING {
                let reason = "archives stand in archives too deep; unpack them first".into();
                return Err(InputError::Broken { path, reason });
            }
            let content: Bytes = Box::new(Cursor::new(head).chain(content));
            *current = Some(Box::new(Source::layered(path, content, self.said, self.limits, self.depth + 1)?));
        }
    }
}
