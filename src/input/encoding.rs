//! Bytes of unknown encoding to text, with a map back.

use super::InputError;
use crate::model::{Raw, SourceMap};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::sync::Arc;

/// High bytes without which a guess is no more than that.
const EVIDENCE: usize = 8;

/// Decoded text.
pub(super) struct Decoded {
    pub(super) content: String,
    pub(super) map: SourceMap,
    /// Whether the bytes were UTF-8.
    pub(super) utf8: bool,
}

impl Decoded {
    /// Tells `raw` what its bytes turned out to be, for a reader that takes only parts of the text.
    pub(super) fn into_parts(self, raw: &mut Raw) -> Arc<(String, SourceMap)> {
        let whole = Arc::new((self.content, self.map));
        raw.utf8 = self.utf8;
        raw.decoded = (!self.utf8).then(|| whole.clone());
        whole
    }
}

/// Decodes a file: UTF-8 with or without a byte order mark, UTF-16 with one or by its look, else a guess at a legacy
/// encoding that all bytes bear out.
pub(super) fn decode(bytes: &[u8], path: &Arc<str>) -> Result<Decoded, InputError> {
    decode_as(bytes, path, None)
}

/// The same for a file that names its encoding. What the bytes prove weighs more than the name.
pub(super) fn decode_as(bytes: &[u8], path: &Arc<str>, declared: Option<&str>) -> Result<Decoded, InputError> {
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
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())).filter(|e| *e != UTF_8);
    if declared == Some(ISO_2022_JP) && bom == 0 {
        return Ok(transcode(rest, 0, ISO_2022_JP));
    }
    match std::str::from_utf8(rest) {
        Ok(text) => Ok(Decoded {
            content: text.to_owned(),
            map: SourceMap::identity(bom as u64, text.len() as u32),
            utf8: true,
        }),
        Err(error) => {
            let at = error.valid_up_to() + bom;
            let encoding = declared.filter(|e| e.is_ascii_compatible()).or_else(|| guess(rest)).filter(|_| bom == 0);
            let reason = || format!("byte 0x{:02x} at offset {at} is neither UTF-8 nor Windows-1252", bytes[at]);
            encoding.map(|encoding| transcode(rest, 0, encoding)).ok_or_else(|| not_text(path, reason()))
        }
    }
}

/// The legacy encoding that the bytes look like, if they are possible in it.
fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    if guess != WINDOWS_1252
        && high >= EVIDENCE
        && let Some(text) = guess.decode_without_bom_handling_and_without_replacement(bytes)
        && !text.contains(|c: char| c.is_control() && !c.is_whitespace())
    {
        return Some(guess);
    }
    windows_1252(bytes).then_some(WINDOWS_1252)
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
    let mut out = Decoded { content: String::with_capacity(bytes.len()), map: SourceMap::default(), utf8: false };
    let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    if !utf16 && !encoding.is_single_byte() {
        out.multibyte(bytes, offset, encoding);
        return out;
    }
    let mut at = 0;
    while at < bytes.len() {
        let len = if utf16 { utf16_len(&bytes[at..], encoding == UTF_16LE) } else { 1 };
        let (piece, _) = encoding.decode_without_bom_handling(&bytes[at..at + len]);
        out.content.push_str(&piece);
        if piece.len() == len && len == 1 {
            out.map.exact(offset + at as u64, 1);
        } else {
            out.map.decoded(offset + at as u64, len as u32, piece.len() as u32);
        }
        at += len;
    }
    out
}

impl Decoded {
    /// Decodes an encoding whose characters have no fixed length: a byte at a time, until a character comes out.
    fn multibyte(&mut self, bytes: &[u8], offset: u64, encoding: &'static Encoding) {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // Where the character that is being read starts.
        let mut start = 0;
        let mut at = 0;
        let mut buffer = [0_u8; 16];
        while at < bytes.len() {
            let plain = if start == at && encoding.is_ascii_compatible() {
                Encoding::ascii_valid_up_to(&bytes[at..])
            } else {
                0
            };
            // The last ASCII byte goes through the decoder, which may hold a state that only it knows.
            if plain > 1 {
                let end = at + plain - 1;
                self.content.push_str(std::str::from_utf8(&bytes[at..end]).unwrap_or_default());
                self.map.exact(offset + at as u64, (end - at) as u32);
                (start, at) = (end, end);
            }
            let mut piece = String::new();
            let mut next = at;
            let last = at + 1 == bytes.len();
            loop {
                let input = &bytes[next..=at];
                let (result, read, written) = decoder.decode_to_utf8_without_replacement(input, &mut buffer, last);
                piece.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or_default());
                next += read;
                match result {
                    DecoderResult::Malformed(..) => piece.push('\u{fffd}'),
                    DecoderResult::InputEmpty | DecoderResult::OutputFull => break,
                }
                if next > at {
                    break;
                }
            }
            at += 1;
            if !piece.is_empty() {
                if at - start == 1 && piece.len() == 1 {
                    self.map.exact(offset + start as u64, 1);
                } else {
                    self.map.decoded(offset + start as u64, (at - start) as u32, piece.len() as u32);
                }
                self.content.push_str(&piece);
                start = at;
            }
        }
    }
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
