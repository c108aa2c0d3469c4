//! Whether a text may hold characters that hardly any holds, told from its bytes in one pass: rules about such characters
//! need not look at the others.

/// Bytes that are looked at together.
const LANE: usize = 64;

/// What may stand in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Odd(u8);

const BEYOND_ASCII: u8 = 1;
const CONTROL: u8 = 1 << 1;
const INVISIBLE: u8 = 1 << 2;
const WHITE: u8 = 1 << 3;

impl Odd {
    /// Looks through a text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut odd, mut at) = (0, 0);
        while let Some(lane) = bytes.get(at..at + LANE + 2) {
            odd |= look(lane);
            at += LANE;
        }
        // The rest, with letters behind it.
        let mut rest = [b'a'; LANE * 2 + 2];
        rest[..bytes.len() - at].copy_from_slice(&bytes[at..]);
        Self(odd | look(&rest[..LANE + 2]) | look(&rest[LANE..]))
    }

    /// Whether all of it is ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        self.0 & BEYOND_ASCII == 0
    }

    /// Whether a control character may stand in it, or one for private use.
    pub(crate) fn control(&self) -> bool {
        self.0 & CONTROL != 0
    }

    /// Whether an invisible character may stand in it.
    pub(crate) fn invisible(&self) -> bool {
        self.0 & INVISIBLE != 0
    }

    /// Whether white space may stand in it that is neither one ordinary space nor a line break.
    pub(crate) fn white(&self) -> bool {
        self.0 & WHITE != 0
    }
}

/// What may start in a lane; two more bytes stand behind it. Most lanes are plain, which sums of bytes tell without a
/// branch, so that the compiler looks at sixteen at once; in the others most bytes still are.
fn look(bytes: &[u8]) -> u8 {
    let (first, second, third) = (&bytes[..LANE], &bytes[1..=LANE], &bytes[2..LANE + 2]);
    if first.iter().zip(second).fold(0, |any, (&a, &b)| any | strange(a, b)) == 0 {
        return 0;
    }
    let triples = first.iter().zip(second).zip(third);
    triples.filter(|((a, b), _)| strange(**a, **b) != 0).fold(0, |odd, ((&a, &b), &c)| {
        odd | (u8::from(!a.is_ascii()) * BEYOND_ASCII)
            | (u8::from(control(a)) * CONTROL)
            | (u8::from(invisible(a, b, c)) * INVISIBLE)
            | (u8::from(white(a, b, c)) * WHITE)
    })
}

/// 1 unless it is a visible ASCII character, a single space or a line break.
fn strange(a: u8, b: u8) -> u8 {
    let rare = u8::from(a.wrapping_sub(b' ') >= 0x5f) & u8::from(a != b'\n');
    rare | u8::from(a == b' ') & u8::from(b == b' ')
}

fn control(a: u8) -> bool {
    a < b' ' && a != b'\n' && a != b'\r' && a != b'\t' || a == 0x7f || a == 0xc2 || a >= 0xee
}

/// U+200B to U+200F, U+202A to U+202E; U+2060 and what follows it; the others by their first byte.
fn invisible(a: u8, b: u8, c: u8) -> bool {
    let low = b == 0x80 && (c.wrapping_sub(0x8b) < 5 || c.wrapping_sub(0xaa) < 5);
    a == 0xe2 && (low || b == 0x81) || a == 0xe1 || a == 0xd8 || a == 0xef
}

/// A tab, two spaces, U+00A0, U+2000 to U+200A, U+202F, U+205F, and U+1680 and U+3000 by their first byte.
fn white(a: u8, b: u8, c: u8) -> bool {
    let general = a == 0xe2 && (b == 0x80 && (c < 0x8b || c == 0xaf) || b == 0x81);
    a == b'\t' || a == b' ' && b == b' ' || a == 0xc2 && b == 0xa0 || general || a == 0xe1 || a == 0xe3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found wherever the characters stand in a text of some length.
    fn odd(found: &str) -> [bool; 4] {
        let one = |before: usize, behind: usize| {
            Odd::of(&format!("{}\n{found}{}", "a b. ".repeat(before), " c,\nd".repeat(behind)))
        };
        let first = one(0, 0);
        for before in 0..40 {
            assert!((0..40).all(|behind| one(before, behind) == first), "{found:?} behind {before}");
        }
        [!first.is_ascii(), first.control(), first.invisible(), first.white()]
    }

    #[test]
    fn each_character_is_found_wherever_it_stands() {
        assert_eq!(odd("a plain text."), [false; 4]);
        assert_eq!(odd(""), [false; 4]);
        assert_eq!(odd("“café” — so…"), [true, false, false, false]);
        assert_eq!(odd("\u{1}"), [false, true, false, false]);
        assert_eq!(odd("\u{7f}"), [false, true, false, false]);
        assert_eq!(odd("\u{e000}"), [true, true, false, false]);
        for c in ["\u{200b}", "\u{200f}", "\u{202a}", "\u{2060}", "\u{2069}", "\u{61c}", "\u{feff}", "\u{180e}"] {
            assert!(odd(c)[2], "{c:?}");
        }
        for c in ["\t", "  ", "a  b"] {
            assert_eq!(odd(c), [false, false, false, true], "{c:?}");
        }
        for c in ["\u{a0}", "\u{2000}", "\u{2009}", "\u{200a}", "\u{202f}", "\u{205f}", "\u{3000}", "\u{1680}"] {
            assert!(odd(c)[3], "{c:?}");
        }
    }
}
