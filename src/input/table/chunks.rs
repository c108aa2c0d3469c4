//! A file that may be read from any place by several readers.

use crate::input::archive::Seekable;
use bytes::Bytes;
use parquet::{
    errors::{ParquetError, Result},
    file::reader::{ChunkReader, Length},
};
use std::{
    io::{self, Read, SeekFrom},
    sync::{Arc, Mutex},
};

/// The file.
#[derive(Clone)]
pub(super) struct Chunks {
    file: Arc<Mutex<Box<dyn Seekable>>>,
    len: u64,
}

impl Chunks {
    pub(super) fn new(mut reader: Box<dyn Seekable>) -> Result<Self> {
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
pub(super) struct Chunk {
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
