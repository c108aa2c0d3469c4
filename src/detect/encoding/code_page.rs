//! Characters back to the bytes of a code page, and those bytes as UTF-8.

/// Reads characters as bytes of a code page and those bytes as UTF-8, at least `least` letters of it.
pub(super) fn decode(text: &str, start: usize, byte: fn(char) -> Option<u8>, least: usize) -> Option<(usize, String)> {
    let mut fixed = String::new();
    let mut at = start;
    loop {
        let mut bytes = [0u8; 4];
        let mut chars = text[at..].char_indices();
        let Some(lead) = chars.next().and_then(|(_, c)| byte(c)) else { break };
        let need = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => break,
        };
        bytes[0] = lead;
        let mut end = at;
        let mut have = 1;
        for (offset, c) in chars.take(need - 1) {
            let Some(b) = byte(c).filter(|b| (0x80..0xc0).contains(b)) else { break };
            bytes[have] = b;
            have += 1;
            end = at + offset + c.len_utf8();
        }
        let Some(letter) = (have == need).then(|| std::str::from_utf8(&bytes[..need]).ok()).flatten() else { break };
        fixed.push_str(letter);
        at = end;
    }
    (fixed.chars().count() >= least).then_some((at, fixed))
}

/// What Windows-1252 holds where Latin-1 has control characters.
pub(super) fn windows_mark(c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(0x80).filter(|at| *at < 0x20)?;
    HIGH_1252.chars().nth(at as usize).filter(|mark| *mark > '\u{9f}')
}

/// Windows-1252 from 0x80 to 0x9F, its five holes filled as Latin-1 does.
const HIGH_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The byte of a character in Windows-1252, with the five holes filled as Latin-1 does.
pub(super) fn byte_1252(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => Some(c as u8),
        _ => HIGH_1252.chars().position(|h| h == c).map(|i| 0x80 + i as u8),
    }
}

/// The byte of a character in Windows-1251.
pub(super) fn byte_1251(c: char) -> Option<u8> {
    const HIGH: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї";
    match c {
        'А'..='я' => Some((u32::from(c) - 0x410 + 0xc0) as u8),
        _ => HIGH.chars().position(|h| h == c).map(|i| 0x80 + i as u8),
    }
}
