//! Lines that a deletion would leave empty: they go with what stood on them.

use super::RawEdit;
use std::ops::Range;

/// The bytes of an article, read as characters of which only white space matters.
pub(super) struct Lines<'d> {
    pub(super) bytes: &'d [u8],
    /// Where they start in the file.
    pub(super) offset: u64,
    /// Whether a character is two bytes, and which of them comes first.
    pub(super) wide: Option<Endian>,
    /// Whether they are a string of JSON, whose line ends are escapes and which ends at a quotation mark.
    pub(super) json: bool,
    /// Whether signs at the start of a line say what it is, as in Markdown.
    pub(super) signs: bool,
}

/// Which byte of two comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endian {
    Little,
    Big,
}

/// Stands for all characters that are no white space.
const INK: char = 'x';

impl Lines<'_> {
    /// Lets deletions that empty a line take the line with them. The edits are in the order of the file.
    pub(super) fn close(&self, edits: &mut Vec<RawEdit>) {
        let mut at = 0;
        while at < edits.len() {
            let last = self.together(edits, at);
            let before = at.checked_sub(1).map_or(0, |i| edits[i].range.end);
            let after = edits.get(last + 1).map_or(u64::MAX, |edit| edit.range.start);
            let (start, end) = (edits[at].range.start, edits[last].range.end);
            if edits[at].bytes.is_empty()
                && let Some(line) = self.line(start, end)
                && before <= line.start
                && line.end <= after
            {
                edits[at].range = line;
                edits.drain(at + 1..=last);
            }
            at += 1;
        }
    }

    /// The last of the deletions from `first` on between which nothing is left.
    fn together(&self, edits: &[RawEdit], first: usize) -> usize {
        let gone = |i: usize| edits.get(i).is_some_and(|edit| edit.bytes.is_empty());
        let mut last = first;
        while gone(last) && gone(last + 1) && self.is_blank(edits[last].range.end, edits[last + 1].range.start) {
            last += 1;
        }
        last
    }

    fn place(&self, at: u64) -> Option<usize> {
        at.checked_sub(self.offset).map(|at| at as usize).filter(|at| *at <= self.bytes.len())
    }

    fn is_blank(&self, start: u64, end: u64) -> bool {
        let (Some(mut at), Some(end)) = (self.place(start), self.place(end)) else { return false };
        while at < end {
            match self.next(at) {
                Some((' ' | '\t', next)) => at = next,
                _ => return false,
            }
        }
        true
    }

    /// What goes where everything between two places goes: the line, if nothing else stands on it, and one of the empty
    /// lines around it, if it stands between two.
    fn line(&self, start: u64, end: u64) -> Option<Range<u64>> {
        let (from, to) = (self.place(start)?, self.place(end)?);
        let inside = std::iter::successors(Some((INK, from)), |(_, at)| self.next(*at).filter(|(_, at)| *at <= to));
        if !inside.skip(1).any(|(c, _)| c == INK) {
            return None;
        }
        let mut start = self.start_of_line(from)?;
        let ended = self.before(to).is_some_and(|(c, _)| c == '\n');
        let (mut end, ended) = if ended { (to, true) } else { self.end_of_line(to)? };
        let at_end = self.next(end).is_none();
        let blank_before = self.before(start).and_then(|(_, line_end)| self.start_of_line(line_end));
        if at_end {
            start = blank_before.unwrap_or(start);
            if !ended && let Some((_, line_end)) = self.before(start) {
                start = self.before(line_end).filter(|(c, _)| *c == '\r').map_or(line_end, |(_, at)| at);
            }
        } else if (start == self.first() || blank_before.is_some())
            && let Some((next, true)) = self.end_of_line(end)
        {
            end = next;
        }
        Some(self.offset + start as u64..self.offset + end as u64)
    }

    /// Where the line starts, if only white space and signs stand before the place.
    fn start_of_line(&self, mut at: usize) -> Option<usize> {
        let behind = at;
        loop {
            match self.before(at) {
                Some(('\n', _)) | None => break,
                Some((' ' | '\t' | '\r', before)) => at = before,
                Some((_, before)) if self.signs => at = before,
                Some(_) => return None,
            }
        }
        (!self.signs || self.are_signs(at, behind)).then_some(at)
    }

    /// Whether nothing but signs of headlines, lists and quotations stands between two places of a line.
    fn are_signs(&self, start: usize, end: usize) -> bool {
        let text = std::iter::successors(self.byte(start), |(_, at)| self.byte(*at));
        let text: Vec<u8> = text.take_while(|(_, at)| *at <= end).map(|(byte, _)| byte).collect();
        let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.all(|word| {
            let number = word.strip_suffix(b".").or_else(|| word.strip_suffix(b")"));
            let counted = number.is_some_and(|n| !n.is_empty() && n.iter().all(u8::is_ascii_digit));
            counted || word.iter().all(|b| b"#>".contains(b)) || matches!(word, b"-" | b"*" | b"+")
        })
    }

    /// Behind the end of the line, if only white space stands before it, and whether there is a line end.
    fn end_of_line(&self, mut at: usize) -> Option<(usize, bool)> {
        loop {
            match self.next(at) {
                Some(('\n', next)) => return Some((next, true)),
                Some((' ' | '\t' | '\r', next)) => at = next,
                Some(_) => return None,
                None => return Some((at, false)),
            }
        }
    }

    /// Behind the byte order mark.
    fn first(&self) -> usize {
        [b"\xef\xbb\xbf".as_slice(), b"\xff\xfe", b"\xfe\xff"]
            .iter()
            .find(|mark| self.bytes.starts_with(mark))
            .map_or(0, |mark| mark.len())
    }

    /// The character at a place, and the place behind it.
    fn next(&self, at: usize) -> Option<(char, usize)> {
        match self.byte(at)? {
            (b'"', _) if self.json => None,
            (b'\\', _) if self.json => Some((escape(*self.bytes.get(at + 1)?), at + 2)),
            (byte, next) => Some((space(byte), next)),
        }
    }

    /// The character at a place, if it is ASCII, else a letter or byte that is no sign, and the place behind it.
    fn byte(&self, at: usize) -> Option<(u8, usize)> {
        let byte = *self.bytes.get(at)?;
        let Some(endian) = self.wide else { return Some((byte, at + 1)) };
        let other = *self.bytes.get(at + 1)?;
        let (low, high) = if endian == Endian::Little { (byte, other) } else { (other, byte) };
        Some((if high == 0 { low } else { b'x' }, at + 2))
    }

    /// The character before a place, and the place where it starts.
    fn before(&self, at: usize) -> Option<(char, usize)> {
        if at <= self.first() {
            return None;
        }
        if self.wide.is_some() {
            let start = at.checked_sub(2)?;
            return self.next(start).map(|(c, _)| (c, start));
        }
        let byte = *self.bytes.get(at - 1)?;
        if self.json {
            let slashes = self.bytes[..at - 1].iter().rev().take_while(|b| **b == b'\\').count();
            if slashes % 2 == 1 {
                return Some((escape(byte), at - 2));
            }
            if byte == b'"' {
                return None;
            }
        }
        Some((space(byte), at - 1))
    }
}

fn space(byte: u8) -> char {
    if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') { char::from(byte) } else { INK }
}

fn escape(byte: u8) -> char {
    match byte {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => INK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without what stands between `<` and `>`, and without lines that are empty for it.
    fn without(marked: &str, json: bool, signs: bool) -> String {
        let (mut text, mut edits) = (String::new(), Vec::new());
        for (i, piece) in marked.split(['<', '>']).enumerate() {
            let start = text.len() as u64;
            text.push_str(piece);
            if i % 2 == 1 {
                edits.push(RawEdit { range: start..text.len() as u64, text: String::new(), bytes: Vec::new() });
            }
        }
        Lines { bytes: text.as_bytes(), offset: 0, wide: None, json, signs }.close(&mut edits);
        for edit in edits.iter().rev() {
            text.replace_range(edit.range.start as usize..edit.range.end as usize, "");
        }
        text
    }

    #[test]
    fn a_line_goes_with_all_that_stood_on_it() {
        let plain = |marked: &str| without(marked, false, false);
        assert_eq!(plain("a\n<gone>\nb\n"), "a\nb\n");
        assert_eq!(plain("a\n\n<gone>\n\nb\n"), "a\n\nb\n");
        assert_eq!(plain("a\r\n\r\n <gone> \r\n\r\nb\r\n"), "a\r\n\r\nb\r\n");
        assert_eq!(plain("a\n\n<gone>\n"), "a\n");
        assert_eq!(plain("a\n\n<gone>"), "a");
        assert_eq!(plain("a\r\n<gone>"), "a");
        assert_eq!(plain("<gone>\n\nb"), "b");
        assert_eq!(plain("\u{feff}<gone>\n\nb"), "\u{feff}b");
        assert_eq!(plain("a\n<one> <two>\nb"), "a\nb");
        assert_eq!(plain("a\n<gone\n>b"), "a\nb");
        assert_eq!(plain("<gone>"), "");
    }

    #[test]
    fn a_line_with_something_left_stays() {
        let plain = |marked: &str| without(marked, false, false);
        assert_eq!(plain("a\nb <gone>\nc"), "a\nb \nc");
        assert_eq!(plain("a\n<gone> b\nc"), "a\n b\nc");
        assert_eq!(plain("a\n<  >\nc"), "a\n\nc", "it was empty before");
        assert_eq!(plain("- <gone>\nc"), "- \nc");
    }

    #[test]
    fn signs_of_markdown_go_with_their_line() {
        let markdown = |marked: &str| without(marked, false, true);
        assert_eq!(markdown("- a\n- <gone>\n- b\n"), "- a\n- b\n");
        assert_eq!(markdown("# a\n\n## <gone>\n\nb\n"), "# a\n\nb\n");
        assert_eq!(markdown("1. <gone>\n"), "");
        assert_eq!(markdown("a – <gone>\n"), "a – \n");
    }

    #[test]
    fn in_a_string_of_json_line_ends_are_escapes() {
        let json = |marked: &str| without(marked, true, false);
        assert_eq!(json(r#"{"text": "a\n\n<gone>\n\nb"}"#), r#"{"text": "a\n\nb"}"#);
        assert_eq!(json(r#"{"text": "<gone>\nb"}"#), r#"{"text": "b"}"#);
        assert_eq!(json(r#"{"text": "a\n<gone>", "n": 1}"#), r#"{"text": "a", "n": 1}"#);
        assert_eq!(json(r#"{"text": "a\\n<gone>"}"#), r#"{"text": "a\\n"}"#, "a backslash and an n");
        assert_eq!(json(r#"{"text": "a\"<gone>\n"}"#), r#"{"text": "a\"\n"}"#);
    }

    #[test]
    fn in_utf_16() {
        for endian in [Endian::Little, Endian::Big] {
            let write = |text: &str| -> Vec<u8> {
                let bytes = if endian == Endian::Little { u16::to_le_bytes } else { u16::to_be_bytes };
                std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
            };
            let bytes = write("ab\n\ngone\n\nċ\n");
            let mut edits = vec![RawEdit { range: 10..18, text: String::new(), bytes: Vec::new() }];
            Lines { bytes: &bytes, offset: 0, wide: Some(endian), json: false, signs: false }.close(&mut edits);
            assert_eq!(edits[0].range, 10..22);
        }
    }
}
