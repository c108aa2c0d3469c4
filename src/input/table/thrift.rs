//! What a Parquet file promises of itself, read before anything is made of it: the library trusts what stands there, and
//! a few wrong bytes would have it take all memory, all time, or all of the stack.
//!
//! Parquet writes its footer and the headers of its pages in Thrift's compact protocol.

use std::io::{self, Read};

/// Nesting that is followed; real files need less than ten.
const DEPTH: u32 = 60;
/// Nesting of columns. The library follows it by recursion.
const COLUMNS_DEEP: usize = 100;

const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const I32: u8 = 5;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

fn broken(reason: impl Into<String>) -> io::Error {
    io::Error::other(reason.into())
}

/// The header of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageHeader {
    /// Bytes of the header itself.
    pub(super) len: u64,
    /// What the page is.
    pub(super) kind: i32,
    /// Bytes of the page in the file.
    pub(super) packed: u64,
    /// Bytes of the page once it is unpacked.
    pub(super) unpacked: u64,
    /// Bytes of it that are never packed.
    pub(super) bare: u64,
    /// Values of the page, nulls among them.
    pub(super) values: u64,
}

impl PageHeader {
    /// The kinds of pages.
    pub(super) const INDEX: i32 = 1;
    pub(super) const DICTIONARY: i32 = 2;

    /// Reads a header.
    pub(super) fn read(reader: impl Read) -> io::Result<Self> {
        let mut input = Compact { reader, read: 0 };
        let (mut header, mut last) = (Self::default(), 0);
        while let Some((id, kind)) = input.field(&mut last)? {
            match (id, kind) {
                (1, I32) => header.kind = input.int()?,
                (2, I32) => header.unpacked = input.size()?,
                (3, I32) => header.packed = input.size()?,
                (5 | 7 | 8, STRUCT) => {
                    let mut last = 0;
                    while let Some((inner, kind)) = input.field(&mut last)? {
                        match (inner, kind) {
                            (1, I32) => header.values = input.size()?,
                            // Levels of a page of the second version.
                            (5 | 6, I32) if id == 8 => header.bare += input.size()?,
                            _ => input.skip(kind, DEPTH)?,
                        }
                    }
                }
                _ => input.skip(kind, DEPTH)?,
            }
        }
        header.len = input.read;
        Ok(header)
    }
}

/// Looks through the footer of a file: whether its lists end inside it and its columns are not nested without end.
pub(super) fn check_footer(footer: &[u8]) -> io::Result<()> {
    let mut input = Compact { reader: footer, read: 0 };
    let mut last = 0;
    while let Some((id, kind)) = input.field(&mut last)? {
        if (id, kind) == (2, LIST) {
            check_columns(&mut input)?;
        } else {
            input.skip(kind, DEPTH)?;
        }
    }
    Ok(())
}

/// Looks through the columns, which stand one after the other, each with the number of those below it.
fn check_columns(input: &mut Compact<&[u8]>) -> io::Result<()> {
    let (count, kind) = input.list()?;
    if kind != STRUCT {
        return Err(broken("its columns are of a wrong type"));
    }
    // How many are still to come, on each level.
    let mut open: Vec<u64> = Vec::new();
    for index in 0..count {
        let (mut last, mut below) = (0, 0);
        while let Some((id, kind)) = input.field(&mut last)? {
            match (id, kind) {
                (5, I32) => below = input.size()?,
                _ => input.skip(kind, DEPTH)?,
            }
        }
        if below > count - index {
            return Err(broken("it promises more columns than it has"));
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if below > 0 {
            open.push(below);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > COLUMNS_DEEP {
            return Err(broken(format!("its columns are nested more than {COLUMNS_DEEP} deep")));
        }
    }
    Ok(())
}

/// The number that was written with its sign in the lowest bit.
pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// A reader of the protocol.
struct Compact<R> {
    reader: R,
    /// Bytes read.
    read: u64,
}

impl<R: Read> Compact<R> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.reader.read_exact(&mut byte)?;
        self.read += 1;
        Ok(byte[0])
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(broken("a number in it has no end"))
    }

    fn zigzag(&mut self) -> io::Result<i64> {
        self.varint().map(zigzag)
    }

    fn int(&mut self) -> io::Result<i32> {
        i32::try_from(self.zigzag()?).map_err(|_| broken("a number in it is too large"))
    }

    /// A number that counts something.
    fn size(&mut self) -> io::Result<u64> {
        u64::try_from(self.int()?).map_err(|_| broken("a size in it is below zero"))
    }

    /// Number and type of the next field; `None` where the struct ends.
    fn field(&mut self, last: &mut i16) -> io::Result<Option<(i16, u8)>> {
        let head = self.byte()?;
        let (delta, kind) = (head >> 4, head & 15);
        if kind == STOP {
            return Ok(None);
        }
        *last = match delta {
            0 => i16::try_from(self.zigzag()?).map_err(|_| broken("a field in it has no number"))?,
            delta => last.checked_add(i16::from(delta)).ok_or_else(|| broken("a field in it has no number"))?,
        };
        Ok(Some((*last, kind)))
    }

    /// Length and type of a list.
    fn list(&mut self) -> io::Result<(u64, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        Ok((count, head & 15))
    }

    /// Passes over a value. Every element takes a byte at least, so that no list is longer than the bytes it stands in;
    /// lists of truth values, which the library reads as if they took none, do not occur.
    fn skip(&mut self, kind: u8, depth: u32) -> io::Result<()> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(broken("it is nested too deep"));
        };
        match kind {
            TRUE | FALSE => Ok(()),
            3 => self.byte().map(drop),
            4 | I32 | 6 => self.varint().map(drop),
            7 => self.pass(8),
            BINARY => {
                let len = self.varint()?;
                self.pass(len)
            }
            LIST | SET => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.element(kind, depth))
            }
            MAP => {
                let count = self.varint()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.element(kinds >> 4, depth)?;
                    self.element(kinds & 15, depth)
                })
            }
            STRUCT => {
                let mut last = 0;
                while let Some((_, kind)) = self.field(&mut last)? {
                    self.skip(kind, depth)?;
                }
                Ok(())
            }
            _ => Err(broken("a value in it is of no known type")),
        }
    }

    fn element(&mut self, kind: u8, depth: u32) -> io::Result<()> {
        match kind {
            TRUE | FALSE => Err(broken("a list in it is of a wrong type")),
            kind => self.skip(kind, depth),
        }
    }

    fn pass(&mut self, len: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.reader.by_ref().take(len), &mut io::sink())?;
        self.read += passed;
        if passed < len { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_how_large_its_page_is() {
        // type 0, unpacked 300, packed 20, {values 5, …}
        let bytes = [0x15, 0, 0x15, 0xd8, 4, 0x15, 40, 0x2c, 0x15, 10, 0x15, 0, 0, 0, 9, 9];
        let header = PageHeader::read(&bytes[..]).unwrap_or_default();
        assert_eq!(header, PageHeader { len: 14, kind: 0, packed: 20, unpacked: 300, bare: 0, values: 5 });
        assert!(PageHeader::read(&bytes[..6]).is_err(), "cut off");
        assert!(PageHeader::read(&[0x15, 0, 0x15, 1][..]).is_err(), "below zero");
    }

    #[test]
    fn a_footer_without_end_is_refused() {
        // A list of two thousand million truth values.
        let list = [0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07, 0];
        assert!(check_footer(&list).is_err());
        // A map of as many.
        let map = [0x1b, 0xff, 0xff, 0xff, 0xff, 0x07, 0x11, 0];
        assert!(check_footer(&map).is_err());
        // A list of lists of lists …
        assert!(check_footer(&[[0x19].as_slice(), &[0x19; 200]].concat()).is_err());
    }

    #[test]
    fn columns_may_not_be_nested_without_end() {
        let column = |below: u8| [0x55, below * 2, 0];
        let footer = |columns: &[u8]| -> Vec<u8> {
            let head = [0x29, 0xfc, (columns.len() % 128) as u8 | 0x80, (columns.len() / 128) as u8];
            let columns: Vec<u8> = columns.iter().flat_map(|below| column(*below)).collect();
            [head.as_slice(), &columns, &[0]].concat()
        };
        assert!(check_footer(&footer(&[2, 0, 1, 0])).is_ok());
        let deep = [vec![1; 300], vec![0]].concat();
        let error = check_footer(&footer(&deep)).err().map(|e| e.to_string());
        assert_eq!(error.as_deref(), Some("its columns are nested more than 100 deep"));
        assert!(check_footer(&footer(&[9, 0])).is_err(), "more than there are");
    }
}
