//! Sixteen bytes at once: which of them are letters, capitals and digits of ASCII.

use wide::u8x16;

/// A bit for each byte, the first one lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    /// Letters and digits.
    pub(super) word: u32,
    pub(super) capitals: u32,
    pub(super) digits: u32,
}

impl Lane {
    #[inline]
    pub(super) fn of(bytes: [u8; 16]) -> Self {
        let bytes = u8x16::new(bytes);
        let letters = among(bytes | u8x16::splat(0x20), b'a', 26);
        let digits = among(bytes, b'0', 10);
        Self { word: bits(letters | digits), capitals: bits(among(bytes, b'A', 26)), digits: bits(digits) }
    }
}

/// Whether a byte is one of so many from a first one on.
#[inline]
fn among(bytes: u8x16, first: u8, count: u8) -> u8x16 {
    let behind = bytes - u8x16::splat(first);
    // Processors of old have no `<` for bytes without a sign.
    behind.min(u8x16::splat(count - 1)).cmp_eq(behind)
}

#[inline]
fn bits(bytes: u8x16) -> u32 {
    bytes.move_mask().cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same a byte at a time.
    fn plainly(bytes: [u8; 16]) -> Lane {
        let bits = |is: fn(&u8) -> bool| (0..16).map(|at| u32::from(is(&bytes[at])) << at).sum();
        Lane {
            word: bits(u8::is_ascii_alphanumeric),
            capitals: bits(u8::is_ascii_uppercase),
            digits: bits(u8::is_ascii_digit),
        }
    }

    proptest! {
        #[test]
        fn all_at_once_are_as_each_by_itself(bytes: [u8; 16]) {
            prop_assert_eq!(Lane::of(bytes), plainly(bytes));
        }
    }

    #[test]
    fn every_byte_is_seen_in_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut bytes = [b' '; 16];
                bytes[at] = byte;
                assert_eq!(Lane::of(bytes), plainly(bytes), "{byte} at {at}");
            }
        }
    }
}
