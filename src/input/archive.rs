//! Archives: the files of a zip or tar, one after the other. A thread of its own reads ahead by a few blocks, because the
//! readers of both formats lend their entries and cannot be kept beside them.

use super::{Limits, unpack::Bytes};
use std::{
    io::{self, Cursor, Read, Seek},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Bytes that are passed on at a time.
const BLOCK: usize = 64 << 10;
/// Bytes up to which a high ratio is no sign of a bomb.
const SMALL: u64 = 64 << 20;

/// A file that can be read from any place.
pub(super) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

/// A file of an archive, or why it cannot be read.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) content: io::Result<Bytes>,
}

/// The entries of an archive, in its order.
pub(super) type Entries = Receiver<Entry>;

/// Whether the bytes start a tar archive.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Whether the bytes start a zip archive.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Reads a tar.
pub(super) fn tar(reader: Bytes) -> Entries {
    let (send, entries) = sync_channel(0);
    thread::spawn(move || {
        let mut archive = tar::Archive::new(reader);
        let broken = |error: io::Error| {
            io::Error::other(format!("the tar archive is broken here ({error}); what comes before it was read"))
        };
        let list = match archive.entries() {
            Ok(list) => list,
            Err(error) => return drop(send.send(Entry { name: String::new(), content: Err(broken(error)) })),
        };
        for entry in list {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return drop(send.send(Entry { name: String::new(), content: Err(broken(error)) })),
            };
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if !pass(&send, name, &mut entry, None) {
                return;
            }
        }
    });
    entries
}

/// Reads a zip.
pub(super) fn zip(reader: Box<dyn Seekable>, limits: Limits) -> Result<Entries, String> {
    let mut archive = zip::ZipArchive::new(reader)
        .map_err(|error| format!("the zip archive cannot be read ({error}); fetch the file again"))?;
    let (send, entries) = sync_channel(0);
    thread::spawn(move || {
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
            let mut entry = match archive.by_index(index) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => entry,
                Err(error) => {
                    let error = io::Error::other(format!("cannot be unpacked ({error}); pack it again with deflate"));
                    if send.send(Entry { name, content: Err(error) }).is_err() {
                        return;
                    }
                    continue;
                }
            };
            let most = (limits.ratio > 0).then(|| (entry.compressed_size() * limits.ratio).max(SMALL));
            let most = most.map(|most| (most, limits.ratio));
            if !pass(&send, name, &mut entry, most) {
                return;
            }
        }
    });
    Ok(entries)
}

/// Passes an entry on, block by block; false when nobody listens any more.
fn pass(send: &SyncSender<Entry>, name: String, entry: &mut dyn Read, most: Option<(u64, u64)>) -> bool {
    let (blocks, receiver) = sync_channel(4);
    let reader = Passed { blocks: receiver, block: Cursor::new(Vec::new()) };
    if send.send(Entry { name, content: Ok(Box::new(reader)) }).is_err() {
        return false;
    }
    let mut passed = 0;
    loop {
        let mut block = Vec::with_capacity(BLOCK);
        let read = entry.take(BLOCK as u64).read_to_end(&mut block);
        passed += block.len() as u64;
        let result = match read {
            Ok(0) => return true,
            Ok(_) => match most {
                Some((most, ratio)) if passed > most => Err(io::Error::other(format!(
                    "it unpacks to more than {ratio} times its size, as a bomb does; --max-ratio lets it pass"
                ))),
                _ => Ok(block),
            },
            Err(error) => Err(io::Error::other(format!(
                "it is broken behind {passed} bytes of content ({error}); fetch the archive again"
            ))),
        };
        let failed = result.is_err();
        // Whoever reads may have seen enough of this entry.
        if blocks.send(result).is_err() || failed {
            return true;
        }
    }
}

/// The content of an entry, as the thread passes it on.
struct Passed {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Cursor<Vec<u8>>,
}

impl Read for Passed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.block.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.blocks.recv() {
                Ok(block) => self.block = Cursor::new(block?),
                Err(_) => return Ok(0),
            }
        }
    }
}
