//! Rows of a Parquet file, row group by row group.

use super::{chunks::Chunks, pages::CheckedGroup, thrift};
use crate::input::{Batch, Format, Limits, Unit, archive::Seekable, csv::Columns};
use crate::model::Raw;
use parquet::{
    basic::{Repetition, Type as Physical},
    errors::{ParquetError, Result},
    file::{
        reader::{ChunkReader, FileReader, Length},
        serialized_reader::SerializedFileReader,
    },
    record::{
        Field,
        reader::{ReaderIter, TreeBuilder},
    },
    schema::types::{SchemaDescPtr, SchemaDescriptor, Type},
};
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::{Arc, Once},
};

/// Bytes that a batch of rows aims at.
const BATCH: usize = 1 << 20;
/// Bytes of rows up to which a high ratio is no sign of a bomb.
const SMALL: u64 = 64 << 20;
/// What a row takes at least: bombs may be made of rows that hold nothing.
const ROW: u64 = 64;

/// Rows still to read.
pub(in crate::input) struct Table {
    file: SerializedFileReader<Chunks>,
    chunks: Chunks,
    chosen: SchemaDescPtr,
    columns: Arc<Columns>,
    limits: Limits,
    /// The row group that is read next.
    group: usize,
    /// Rows of the group before it that are still to come.
    rows: Option<ReaderIter>,
    /// Rows of the groups that were begun; where a group breaks off, the next goes on behind it.
    begun: u64,
    row: u64,
    /// Bytes of all rows so far.
    passed: u64,
    /// What ended the last batch.
    failed: Option<String>,
}

impl Table {
    /// Opens a file. Only columns of strings and whole numbers are read.
    pub(in crate::input) fn open(reader: Box<dyn Seekable>, limits: Limits) -> std::result::Result<Self, String> {
        guarded(|| open(reader, limits))
            .map_err(|error| format!("the Parquet file cannot be read ({error}); write it anew"))
    }

    /// The next rows. Behind an error it goes on with the next row group.
    pub(in crate::input) fn next_batch(&mut self, path: &Arc<str>) -> std::result::Result<Option<Batch>, String> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let mut batch = Batch::default();
        while batch.bytes < BATCH {
            let ratio = self.limits.ratio;
            if ratio > 0 && self.passed > SMALL && self.passed / ratio > self.chunks.len() {
                (self.rows, self.group) = (None, self.file.num_row_groups());
                self.passed = 0;
                self.failed = Some(format!(
                    "its rows hold more than {ratio} times its size, as those of a bomb do; --max-ratio lets it pass"
                ));
                break;
            }
            match guarded(|| self.next_row()) {
                Ok(None) => break,
                Ok(Some(bytes)) => {
                    batch.bytes += bytes.len() + ROW as usize;
                    let mut unit = Unit::whole(path.clone(), Format::Parquet, Raw::whole(bytes, true));
                    unit.record = Some(self.row);
                    unit.columns = Some(self.columns.clone());
                    batch.units.push(unit);
                }
                Err(error) => {
                    let from = self.row + 1;
                    self.rows = None;
                    self.row = self.begun;
                    self.failed = Some(format!(
                        "row {from} and what follows it in row group {} cannot be read ({error}); write the file anew",
                        self.group
                    ));
                    break;
                }
            }
        }
        match self.failed.take_if(|_| batch.units.is_empty()) {
            Some(failed) => Err(failed),
            None => Ok((!batch.units.is_empty()).then_some(batch)),
        }
    }

    /// The values of the next row, one after the other, each behind its length.
    fn next_row(&mut self) -> Result<Option<Vec<u8>>> {
        let row = loop {
            if let Some(row) = self.rows.as_mut().and_then(Iterator::next) {
                break row?;
            }
            self.rows = None;
            if !self.begin_group()? {
                return Ok(None);
            }
        };
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
        self.passed += bytes.len() as u64 + ROW;
        Ok(Some(bytes))
    }

    /// Goes on with the next row group, if there is one.
    fn begin_group(&mut self) -> Result<bool> {
        if self.group >= self.file.num_row_groups() {
            return Ok(false);
        }
        let index = self.group;
        self.group += 1;
        self.begun += u64::try_from(self.file.metadata().row_group(index).num_rows()).unwrap_or_default();
        let (file, limits) = (self.chunks.clone(), self.limits);
        let group = CheckedGroup { group: self.file.get_row_group(index)?, file, limits };
        self.rows = Some(TreeBuilder::new().as_iter(self.chosen.clone(), &group)?);
        Ok(true)
    }
}

fn open(reader: Box<dyn Seekable>, limits: Limits) -> Result<Table> {
    let chunks = Chunks::new(reader)?;
    check_footer(&chunks, limits)?;
    let file = SerializedFileReader::new(chunks.clone())?;
    let root = file.metadata().file_metadata().schema().clone();
    let plain = |field: &Arc<Type>| {
        field.is_primitive()
            && field.get_basic_info().has_repetition()
            && field.get_basic_info().repetition() != Repetition::REPEATED
            && matches!(field.get_physical_type(), Physical::BYTE_ARRAY | Physical::INT32 | Physical::INT64)
    };
    let chosen: Vec<Arc<Type>> = root.get_fields().iter().filter(|field| plain(field)).cloned().collect();
    if chosen.is_empty() {
        return Err(ParquetError::General("it has no column of strings outside of lists and structures".into()));
    }
    let names = chosen.iter().map(|field| field.name().to_owned()).collect();
    let projection = Type::group_type_builder(root.name()).with_fields(chosen).build()?;
    Ok(Table {
        file,
        chunks,
        chosen: Arc::new(SchemaDescriptor::new(Arc::new(projection))),
        columns: Arc::new(Columns::new(names)),
        limits,
        group: 0,
        rows: None,
        begun: 0,
        row: 0,
        passed: 0,
        failed: None,
    })
}

/// Looks at the footer before the library reads it.
fn check_footer(file: &Chunks, limits: Limits) -> Result<()> {
    let broken = |reason: &str| Err(ParquetError::General(reason.to_owned()));
    let Some(tail) = file.len().checked_sub(8) else { return broken("it is too short") };
    let bytes = file.get_bytes(tail, 8)?;
    let len = u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    if &bytes[4..] == b"PARE" {
        return broken("it is encrypted");
    }
    if &bytes[4..] != b"PAR1" {
        return broken("it ends without a footer: it is cut off");
    }
    let Some(start) = tail.checked_sub(len) else { return broken("its footer is longer than the file") };
    if len > (limits.size as u64) << 20 {
        return broken("its footer is larger than --max-size");
    }
    thrift::check_footer(&file.get_bytes(start, len as usize)?)
        .map_err(|error| ParquetError::General(format!("its footer is broken: {error}")))
}

thread_local! {
    /// Whether a panic of this thread is expected, and said in our own words.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Broken files must not end the run, whatever the library makes of them; nor should what it panics with be printed.
fn guarded<T>(read: impl FnOnce() -> Result<T>) -> std::result::Result<T, String> {
    static QUIET: Once = Once::new();
    // A thread that panics already may not change what is done then.
    let ready = || {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                others(info);
            }
        }));
    };
    if !std::thread::panicking() {
        QUIET.call_once(ready);
    }
    let before = EXPECTED.replace(true);
    let caught = catch_unwind(AssertUnwindSafe(read));
    EXPECTED.set(before);
    match caught {
        Ok(read) => read.map_err(|error| match error {
            ParquetError::General(reason) | ParquetError::EOF(reason) => reason,
            other => other.to_string(),
        }),
        Err(_) => Err("it is damaged".into()),
    }
}
