//! Bytes of unknown encoding to text, with a map back.

use super::InputError;
use crate::model::SourceMap;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::sync::Arc;

/// Decoded text.
pub(super) struct Decoded {
    pub(super) content: String,
    pub(super) map: SourceMap,
    /// Whether the bytes were UTF-8.
    pub(super) utf8: bool,
}

/// Decodes a file: UTF-8 with or without a byte order mark, UTF-16 with one or by its look, else Windows-1252 where the
/// bytes can be that.
pub(super) fn decode(bytes: &[u8], path: &Arc<str>) -> Result<Decoded, InputError> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Ok(transcode(rest, 2, UTF_16LE));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Ok(transcode(rest, 2, UTF_16BE));
    }
    let (bom, rest) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (3, rest),
        None => (0, bytes),
    };
    if let Some(zeros) = memchr::memchr(0, rest) {
        return match utf16_by_look(rest) {
            Some(encoding) if bom == 0 => Ok(transcode(rest, 0, encoding)),
            _ => Err(not_text(path, format!("it holds a NUL byte at offset {}", zeros + bom))),
        };
    }
    match std::str::from_utf8(rest) {
        Ok(text) => Ok(Decoded {
            content: text.to_owned(),
            map: SourceMap::identity(bom as u64, text.len() as u32),
            utf8: true,
        }),
        Err(error) => {
            let at = error.valid_up_to() + bom;
            if bom == 0 && windows_1252(rest) {
                return Ok(transcode(rest, 0, WINDOWS_1252));
            }
            Err(not_text(path, format!("byte 0x{:02x} at offset {at} is neither UTF-8 nor Windows-1252", bytes[at])))
        }
    }
}

fn not_text(path: &Arc<str>, reason: String) -> InputError {
    InputError::NotText { path: path.clone(), reason }
}

/// Every second byte of Latin text in UTF-16 is zero.
fn utf16_by_look(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2000) & !1];
    let pairs = sample.len() / 2;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    if pairs < 2 || bytes.len() % 2 == 1 {
        return None;
    }
    if low_first * 10 > pairs * 7 && high_first * 8 < pairs {
        Some(UTF_16LE)
    } else if high_first * 10 > pairs * 7 && low_first * 8 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes can be Windows-1252: none that it leaves undefined, hardly a control character, and letters or
/// typographic marks among the high bytes.
fn windows_1252(bytes: &[u8]) -> bool {
    let undefined = bytes.iter().any(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
    let control = bytes.iter().filter(|b| **b < 0x20 && !b.is_ascii_whitespace() || **b == 0x7f).count();
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    !undefined && control == 0 && high * 3 < bytes.len().max(1)
}

/// Decodes character by character, so that each maps to its own bytes.
fn transcode(bytes: &[u8], offset: u64, encoding: &'static Encoding) -> Decoded {
    let mut content = String::with_capacity(bytes.len());
    let mut map = SourceMap::default();
    let wide = encoding != WINDOWS_1252;
    let mut at = 0;
    while at < bytes.len() {
        let len = if wide { utf16_len(&bytes[at..], encoding == UTF_16LE) } else { 1 };
        let (piece, _) = encoding.decode_without_bom_handling(&bytes[at..at + len]);
        content.push_str(&piece);
        if piece.len() == len && len == 1 {
            map.exact(offset + at as u64, 1);
        } else {
            map.decoded(offset + at as u64, len as u32, piece.len() as u32);
        }
        at += len;
    }
    Decoded { content, map, utf8: false }
}

/// Bytes of the first UTF-16 character: four for a surrogate pair.
fn utf16_len(bytes: &[u8], little: bool) -> usize {
    let unit = |at: usize| -> Option<u16> {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let pair = unit(0).is_some_and(|u| (0xd800..0xdc00).contains(&u))
        && unit(2).is_some_and(|u| (0xdc00..0xe000).contains(&u));
    if pair { 4 } else { bytes.len().min(2) }
}
