//! Pages of a column, looked at before and after they are unpacked: what they promise must be what they can hold.

use super::{
    chunks::Chunks,
    thrift::{PageHeader, zigzag},
};
use crate::input::Limits;
use parquet::{
    basic::{Compression, Encoding},
    bloom_filter::Sbbf,
    column::page::{Page, PageMetadata, PageReader},
    errors::{ParquetError, Result},
    file::{
        metadata::RowGroupMetaData,
        reader::{ChunkReader, RowGroupReader},
    },
    record::reader::RowIter,
    schema::types::Type,
};
use std::io::{self, Read};

/// A row group that reads checked pages only.
pub(super) struct CheckedGroup<'f> {
    pub(super) group: Box<dyn RowGroupReader + 'f>,
    pub(super) file: Chunks,
    pub(super) limits: Limits,
}

impl RowGroupReader for CheckedGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.group.metadata()
    }

    fn num_columns(&self) -> usize {
        self.group.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        let column = self.group.metadata().column(i);
        let (start, len) = column.byte_range();
        Ok(Box::new(Checked {
            pages: self.group.get_column_page_reader(i)?,
            file: self.file.clone(),
            at: start,
            end: start.saturating_add(len),
            packing: column.compression(),
            levels: column.column_descr().max_def_level(),
            largest: (self.limits.size as u64) << 20,
        }))
    }

    fn get_column_bloom_filter(&self, i: usize) -> Option<&Sbbf> {
        self.group.get_column_bloom_filter(i)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// The pages of a column.
struct Checked {
    pages: Box<dyn PageReader>,
    file: Chunks,
    /// Where the next page starts.
    at: u64,
    end: u64,
    packing: Compression,
    /// The highest definition level: 0 if every value is there.
    levels: i16,
    /// Bytes that a page may take.
    largest: u64,
}

fn broken(reason: &str) -> ParquetError {
    ParquetError::General(reason.to_owned())
}

impl Checked {
    /// Looks at the next page, before it is unpacked.
    fn look_ahead(&mut self) -> Result<()> {
        while self.at < self.end {
            let header = PageHeader::read(self.file.get_read(self.at)?)
                .map_err(|error| ParquetError::General(format!("the header of a page is broken: {error}")))?;
            let start = self.at + header.len;
            self.at = start.saturating_add(header.packed);
            if self.at > self.end {
                return Err(broken("a page is longer than its column"));
            }
            if header.kind == PageHeader::INDEX {
                continue;
            }
            let unpacked = if self.packing == Compression::UNCOMPRESSED { header.packed } else { header.unpacked };
            if unpacked.max(header.packed) > self.largest {
                return Err(ParquetError::General(format!(
                    "a page of {} MiB, which is more than --max-size",
                    unpacked.max(header.packed) >> 20
                )));
            }
            // Strings and numbers take four bytes at least.
            if header.kind == PageHeader::DICTIONARY && header.values > unpacked / 4 {
                return Err(broken("a dictionary has fewer values than it promises"));
            }
            let content = start + header.bare.min(header.packed)..start + header.packed;
            if self.overflows(content, header.unpacked.saturating_sub(header.bare))? {
                return Err(broken("a page unpacks to more than it promises, as a bomb does"));
            }
            return Ok(());
        }
        Ok(())
    }

    /// Whether packed bytes unpack to more than `promised`, for codecs of which the library does not ask that.
    fn overflows(&self, content: std::ops::Range<u64>, promised: u64) -> Result<bool> {
        let packed = || Ok::<_, ParquetError>(self.file.get_read(content.start)?.take(content.end - content.start));
        Ok(match self.packing {
            Compression::GZIP(_) => is_longer(flate2::read::MultiGzDecoder::new(packed()?), promised),
            Compression::BROTLI(_) => is_longer(brotli::Decompressor::new(packed()?, 4096), promised),
            Compression::LZ4 => is_longer(lz4_flex::frame::FrameDecoder::new(packed()?), promised),
            _ => false,
        })
    }

    /// Looks at a page that was unpacked: strings that are written as differences are as many and as long as can be.
    fn look_behind(&self, page: &Page) -> Result<()> {
        let (buffer, levels, encoding, values) = match page {
            Page::DataPage { buf, encoding, num_values, def_level_encoding, .. } => {
                // Levels stand in front: behind their length, or a bit each.
                let len = buf.get(..4).map_or(0, |len| u32::from_le_bytes([len[0], len[1], len[2], len[3]]) as usize);
                let levels = match (self.levels, def_level_encoding) {
                    (0, _) => 0,
                    (_, Encoding::RLE) => len.saturating_add(4),
                    _ => (*num_values as usize).div_ceil(8),
                };
                (buf, levels, *encoding, *num_values)
            }
            Page::DataPageV2 { buf, encoding, num_values, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let levels = (*def_levels_byte_len as usize).saturating_add(*rep_levels_byte_len as usize);
                (buf, levels, *encoding, *num_values)
            }
            Page::DictionaryPage { .. } => return Ok(()),
        };
        let lists = match encoding {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
            Encoding::DELTA_BYTE_ARRAY => 2,
            _ => return Ok(()),
        };
        let mut rest = buffer.get(levels..).unwrap_or_default();
        let most = u64::from(values).min(self.largest / 16);
        let mut total = 0_u64;
        for _ in 0..lists {
            let sum = lengths(&mut rest, most).ok_or_else(|| broken("the lengths of a page are broken"))?;
            total = total.saturating_add(sum);
        }
        if total > self.largest {
            return Err(ParquetError::General(format!("a page of {} MiB, which is more than --max-size", total >> 20)));
        }
        Ok(())
    }
}

/// Whether a stream holds more than `promised` bytes. What is broken in it, the library says.
fn is_longer(mut stream: impl Read, promised: u64) -> bool {
    io::copy(&mut stream.by_ref().take(promised + 1), &mut io::sink()).is_ok_and(|read| read > promised)
}

/// Passes over a list of lengths that are written as differences, `most` of them at most; their sum.
fn lengths(rest: &mut &[u8], most: u64) -> Option<u64> {
    let block = varint(rest)?;
    let parts = varint(rest)?;
    let mut left = varint(rest)?;
    let mut length = zigzag(varint(rest)?);
    if parts == 0 || left > most {
        return None;
    }
    let each = block / parts;
    if left == 0 {
        return Some(0);
    }
    let mut sum = u64::try_from(length).unwrap_or_default();
    left -= 1;
    while left > 0 {
        let least = zigzag(varint(rest)?);
        for width in rest.split_off(..usize::try_from(parts).ok()?)?.iter().map(|width| u64::from(*width)) {
            if left == 0 {
                break;
            }
            let packed = rest.split_off(..usize::try_from(each.checked_mul(width)? / 8).ok()?)?;
            let count = each.min(left);
            for index in 0..count {
                // The library counts in 32 bits, too.
                length = i64::from(length.wrapping_add(least).wrapping_add(bits(packed, index * width, width)?) as i32);
                sum = sum.saturating_add(u64::try_from(length).unwrap_or_default());
            }
            left -= count;
            if each == 0 {
                return None;
            }
        }
    }
    Some(sum)
}

/// The number in `width` bits from bit `at`, the lowest first.
fn bits(bytes: &[u8], at: u64, width: u64) -> Option<i64> {
    if width == 0 {
        return Some(0);
    }
    if width > 32 {
        return None;
    }
    let start = usize::try_from(at / 8).ok()?;
    let window = bytes.get(start..)?;
    let value = window.iter().take(5).rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    i64::try_from(value >> (at % 8) & ((1 << width) - 1)).ok()
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.look_ahead()?;
        let page = self.pages.get_next_page()?;
        if let Some(page) = &page {
            self.look_behind(page)?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.get_next_page().map(drop)
    }
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_summed_up() {
        // Blocks of 128 in 4 parts; 5 lengths, the first 7; differences of 1 at least and 0, 1, 2, 3 more in 2 bits.
        let list = [0x80, 1, 4, 5, 14, 2, 2, 0, 0, 0, 0b1110_0100, 0, 0, 0, 0, 0, 0, 0, 99];
        let mut rest = &list[..];
        assert_eq!(lengths(&mut rest, 5), Some(7 + 8 + 10 + 13 + 17));
        assert_eq!(rest, [99]);
        assert_eq!(lengths(&mut &list[..], 4), None, "more than there are values");
        assert_eq!(lengths(&mut &list[..9], 5), None, "cut off");
        // Two thousand million empty strings in ten bytes.
        let many = [0x80, 0x80, 0x80, 0x80, 8, 1, 0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0];
        assert_eq!(lengths(&mut &many[..], 1 << 20), None);
    }
}
