//! Parquet: a row an article, fields by the names of columns. Positions are counted in the value of the text column, for
//! its bytes stand packed in the file.

use super::{InputError, Options, Unit, draft::Draft, encoding, fields, fields::Value};
use crate::model::{Document, Raw, SourceMap};
use std::ops::Range;

#[cfg(feature = "parquet")]
pub(super) use columnar::Table;
#[cfg(not(feature = "parquet"))]
pub(super) use missing::Table;

/// The article of a row.
pub(super) fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    let columns = unit.columns.clone();
    let has = |name: &str| columns.as_ref().is_some_and(|columns| columns.find(name).is_some());
    let text = options.text_field.map_or_else(|| fields::TEXT.iter().any(|name| has(name)), has);
    let missing = match options.source_field {
        _ if !text => Some(options.text_field.unwrap_or("text")),
        Some(source) if !has(source) => Some(source),
        _ => None,
    };
    if let Some(missing) = missing {
        // Said once, not for every row.
        if unit.record != Some(1) {
            return Vec::new();
        }
        let names = columns.map(|columns| columns.names()).unwrap_or_default();
        let reason = format!(
            "no text column `{missing}` (columns of strings: {names}); --text-field and --source-field name them"
        );
        return vec![Err(InputError::Broken { path: unit.path, reason })];
    }
    vec![parse(&unit, options)]
}

/// Reads a row, whose values stand one after the other in the unit, each behind its length.
fn parse(unit: &Unit, options: Options) -> Result<Document, InputError> {
    let number = unit.record.unwrap_or(0);
    let fail =
        |reason: String| InputError::Broken { path: unit.path.clone(), reason: format!("row {number}: {reason}") };
    let ranges = values(&unit.raw);
    let find = |name: &str| {
        let index = unit.columns.as_ref()?.find(name)?;
        ranges.get(index).cloned().flatten()
    };
    let known = |names: &[&str]| names.iter().find_map(|name| find(name));
    let string = |range: Range<usize>| String::from_utf8_lossy(&unit.raw.buffer[range]).trim().to_owned();
    let body = match options.text_field {
        Some(name) => find(name),
        None => known(fields::TEXT),
    };
    let Some(body) = body else {
        return Err(fail("it has no text in the text column; drop the row".into()));
    };
    let mut raw = unit.raw.clone();
    raw.range = body;
    let decoded = encoding::decode(raw.bytes(), &unit.path).map_err(|error| match error {
        InputError::NotText { reason, .. } => fail(format!("not text: {reason}")),
        other => other,
    })?;
    let body = decoded.into_parts(&mut raw);
    let mut draft = Draft::default();
    draft.origin.id = known(fields::ID).map_or_else(|| number.to_string(), string);
    draft.origin.path = unit.path.clone();
    draft.origin.record = unit.record;
    draft.origin.site = known(fields::SITE).map(string);
    draft.origin.url = known(&["url", "link"]).map(string);
    draft.origin.published = known(fields::PUBLISHED).map(string);
    draft.origin.title = known(fields::TITLE).map(string).filter(|title| !title.is_empty());
    draft.lang = known(fields::LANG).map(string);
    draft.source_lang = known(fields::SOURCE_LANG).map(string);
    // Other columns lie at no place of the text, so what they add maps to its start.
    let elsewhere = |range: Range<usize>| -> Value {
        let text = string(range);
        let mut map = SourceMap::default();
        map.synthetic(text.len() as u32);
        (text, map)
    };
    let title = known(fields::TITLE).map(elsewhere);
    let source = options.source_field.and_then(find).map(elsewhere);
    fields::write(draft, title.as_ref(), &body, source.as_ref(), raw, options)
}

/// Where the values of a row stand.
fn values(raw: &Raw) -> Vec<Option<Range<usize>>> {
    let bytes = raw.bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(len) = bytes.get(at..at + 4) {
        let len = u32::from_le_bytes([len[0], len[1], len[2], len[3]]);
        at += 4;
        if len == u32::MAX {
            found.push(None);
            continue;
        }
        let end = at + len as usize;
        found.push((end <= bytes.len()).then_some(raw.range.start + at..raw.range.start + end));
        at = end;
    }
    found
}

#[cfg(feature = "parquet")]
mod columnar {
    use super::super::csv::Columns;
    use crate::input::{Batch, Format, Limits, Unit, archive::Seekable};
    use crate::model::Raw;
    use bytes::Bytes;
    use parquet::{
        basic::Type as Physical,
        errors::{ParquetError, Result},
        file::{
            reader::{ChunkReader, FileReader, Length},
            serialized_reader::SerializedFileReader,
        },
        record::{Field, reader::RowIter},
        schema::types::Type,
    };
    use std::{
        io::{self, Read, SeekFrom},
        panic::{AssertUnwindSafe, catch_unwind},
        sync::{Arc, Mutex},
    };

    /// Bytes that a batch of rows aims at.
    const BATCH: usize = 1 << 20;

    /// Rows still to read.
    pub(in crate::input) struct Table {
        rows: RowIter<'static>,
        columns: Arc<Columns>,
        row: u64,
    }

    impl Table {
        /// Opens a file. Only columns of strings and whole numbers are read.
        pub(in crate::input) fn open(reader: Box<dyn Seekable>, _limits: Limits) -> std::result::Result<Self, String> {
            guarded(|| open(reader))
        }

        /// The next rows.
        pub(in crate::input) fn next_batch(&mut self, path: &Arc<str>) -> std::result::Result<Option<Batch>, String> {
            let mut batch = Batch::default();
            while batch.bytes < BATCH {
                let Some(row) = guarded(|| self.rows.next().transpose())? else { break };
                self.row += 1;
                let mut bytes = Vec::new();
                for (_, field) in row.into_columns() {
                    let value = match field {
                        Field::Str(text) => Some(text.into_bytes()),
                        Field::Bytes(value) => Some(value.data().to_vec()),
                        Field::Null => None,
                        other => Some(other.to_string().into_bytes()),
                    };
                    let len = value.as_ref().map_or(u32::MAX, |value| value.len() as u32);
                    bytes.extend_from_slice(&len.to_le_bytes());
                    bytes.extend(value.into_iter().flatten());
                }
                batch.bytes += bytes.len();
                let mut unit = Unit::whole(path.clone(), Format::Parquet, Raw::whole(bytes, true));
                unit.record = Some(self.row);
                unit.columns = Some(self.columns.clone());
                batch.units.push(unit);
            }
            Ok((!batch.units.is_empty()).then_some(batch))
        }
    }

    /// Broken files must not end the run, whatever the library makes of them.
    fn guarded<T>(read: impl FnOnce() -> Result<T>) -> std::result::Result<T, String> {
        match catch_unwind(AssertUnwindSafe(read)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(format!("the Parquet file cannot be read on ({error}); write it anew")),
            Err(_) => Err("the Parquet file is broken; write it anew".into()),
        }
    }

    fn open(reader: Box<dyn Seekable>) -> Result<Table> {
        let file = SerializedFileReader::new(Chunks::new(reader)?)?;
        let root = file.metadata().file_metadata().schema().clone();
        let plain = |field: &Arc<Type>| {
            field.is_primitive()
                && matches!(field.get_physical_type(), Physical::BYTE_ARRAY | Physical::INT32 | Physical::INT64)
        };
        let chosen: Vec<Arc<Type>> = root.get_fields().iter().filter(|field| plain(field)).cloned().collect();
        let names = chosen.iter().map(|field| field.name().to_owned()).collect();
        let projection = Type::group_type_builder(root.name()).with_fields(chosen).build()?;
        let rows = RowIter::from_file_into(Box::new(file)).project(Some(projection))?;
        Ok(Table { rows, columns: Arc::new(Columns::new(names)), row: 0 })
    }

    /// A file that may be read from any place by several readers.
    struct Chunks {
        file: Arc<Mutex<Box<dyn Seekable>>>,
        len: u64,
    }

    impl Chunks {
        fn new(mut reader: Box<dyn Seekable>) -> Result<Self> {
            let len = reader.seek(SeekFrom::End(0))?;
            Ok(Self { file: Arc::new(Mutex::new(reader)), len })
        }
    }

    impl Length for Chunks {
        fn len(&self) -> u64 {
            self.len
        }
    }

    impl ChunkReader for Chunks {
        type T = io::BufReader<Chunk>;

        fn get_read(&self, start: u64) -> Result<Self::T> {
            Ok(io::BufReader::new(Chunk { file: self.file.clone(), at: start }))
        }

        fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
            if start.saturating_add(length as u64) > self.len {
                return Err(ParquetError::EOF("the file ends before a part that it promises".into()));
            }
            let mut bytes = Vec::with_capacity(length);
            Chunk { file: self.file.clone(), at: start }.take(length as u64).read_to_end(&mut bytes)?;
            if bytes.len() < length {
                return Err(ParquetError::EOF("the file is cut off".into()));
            }
            Ok(bytes.into())
        }
    }

    /// A reader with a place of its own.
    struct Chunk {
        file: Arc<Mutex<Box<dyn Seekable>>>,
        at: u64,
    }

    impl Read for Chunk {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let mut file = self.file.lock().map_err(|_| io::Error::other("a reader of the file failed"))?;
            file.seek(SeekFrom::Start(self.at))?;
            let read = file.read(buffer)?;
            self.at += read as u64;
            Ok(read)
        }
    }
}

#[cfg(not(feature = "parquet"))]
mod missing {
    use crate::input::{Batch, Limits, archive::Seekable};
    use std::sync::Arc;

    /// No rows: this build does not read them.
    pub(in crate::input) enum Table {}

    impl Table {
        pub(in crate::input) fn open(_reader: Box<dyn Seekable>, _limits: Limits) -> Result<Self, String> {
            Err("a Parquet file, which this build of mtlint does not read; build it with the feature `parquet`".into())
        }

        pub(in crate::input) fn next_batch(&mut self, _path: &Arc<str>) -> Result<Option<Batch>, String> {
            Ok(None)
        }
    }
}
