//! Compressed streams: gzip, zstd and xz, told by their first bytes, unpacked as they are read.

use super::Limits;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A stream of bytes.
pub(super) type Bytes = Box<dyn Read + Send>;

/// Bytes that are looked at to tell the format.
pub(super) const HEAD: usize = 8192;
/// Bytes up to which a high ratio is no sign of a bomb.
const SMALL: u64 = 64 << 20;
/// Memory that an xz stream may ask for, in KiB.
const XZ_MEMORY: u32 = 192 << 10;
/// Compression inside compression, at most.
const LAYERS: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Xz,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Packing> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Xz => "xz",
        }
    }
}

/// Whether the bytes start a compressed stream.
pub(super) fn is_packed(head: &[u8]) -> bool {
    Packing::of(head).is_some()
}

/// Reads the first bytes of a stream; the rest stays in it.
pub(super) fn peek(reader: &mut Bytes) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Unpacks a stream as often as it is packed. Returns its first bytes and the stream behind them.
pub(super) fn unpack(mut reader: Bytes, limits: Limits) -> io::Result<(Vec<u8>, Bytes)> {
    let mut head = peek(&mut reader)?;
    for _ in 0..LAYERS {
        let Some(packing) = Packing::of(&head) else { break };
        let packed = Arc::new(AtomicU64::new(0));
        let counted = Counted { inner: Cursor::new(head).chain(reader), count: packed.clone() };
        let inner: Bytes = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(counted)),
            Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(counted)?),
            Packing::Xz => Box::new(XzReader::new_mem_limit(counted, true, XZ_MEMORY)),
        };
        reader = Box::new(Unpacked { inner, packing, packed, passed: 0, ratio: limits.ratio });
        head = peek(&mut reader)?;
    }
    Ok((head, reader))
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// An unpacked stream that explains its errors and stops where little unpacks to far too much.
struct Unpacked {
    inner: Bytes,
    packing: Packing,
    packed: Arc<AtomicU64>,
    passed: u64,
    ratio: u64,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let name = self.packing.name();
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::UnexpectedEof => io::Error::other(format!(
                "the {name} stream is cut off behind {} bytes of content; fetch the file again",
                self.passed
            )),
            _ => io::Error::other(format!(
                "the {name} stream is broken behind {} bytes of content ({error}); fetch the file again",
                self.passed
            )),
        })?;
        self.passed += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.ratio > 0 && self.passed > SMALL && self.passed / self.ratio > packed {
            return Err(io::Error::other(format!(
                "the {name} stream unpacks to more than {} times its size, as a bomb does; --max-ratio lets it pass",
                self.ratio
            )));
        }
        Ok(read)
    }
}
