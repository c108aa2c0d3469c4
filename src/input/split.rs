//! Streams of records: where one ends and the next begins.
//!
//! A splitter is given all bytes from the start of a record on and says how many it used up. It keeps no state but at
//! record boundaries, so that more bytes may simply be read and looked at again.

use super::{csv, warc};
use std::{ops::Range, sync::Arc};

/// What a splitter found.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// Records, in order.
    pub(super) records: Vec<Range<usize>>,
    /// What is broken between them: a place and why.
    pub(super) broken: Vec<(usize, String)>,
    /// Bytes that are done with. It may be more than there are: those still to come are skipped.
    pub(super) used: usize,
    /// Nothing more follows.
    pub(super) end: bool,
}

/// How records follow each other.
#[derive(Debug)]
pub(super) enum Splitter {
    /// A line each.
    Lines,
    /// JSON values, in an array or one after the other; whether the array was entered.
    Json { inside: bool },
    /// CSV with its delimiter.
    Csv { delimiter: Option<u8>, columns: Option<Arc<csv::Columns>> },
    /// WARC records.
    Warc,
}

impl Splitter {
    /// Cuts the bytes into records. With `all`, nothing follows them.
    pub(super) fn cut(&mut self, bytes: &[u8], all: bool) -> Cut {
        match self {
            Splitter::Lines => lines(bytes, all),
            Splitter::Json { inside } => json(bytes, all, inside),
            Splitter::Csv { delimiter, columns } => csv::cut(bytes, all, delimiter, columns),
            Splitter::Warc => warc::cut(bytes, all),
        }
    }
}

fn lines(bytes: &[u8], all: bool) -> Cut {
    let used = if all { bytes.len() } else { memchr::memrchr(b'\n', bytes).map_or(0, |last| last + 1) };
    let mut cut = Cut { used, ..Cut::default() };
    let mut start = 0;
    while start < used {
        let end = memchr::memchr(b'\n', &bytes[start..used]).map_or(used, |i| start + i + 1);
        if !bytes[start..end].trim_ascii().is_empty() {
            cut.records.push(start..end);
        }
        start = end;
    }
    cut
}

fn json(bytes: &[u8], all: bool, inside: &mut bool) -> Cut {
    let mut cut = Cut::default();
    let mut at = 0;
    loop {
        let white = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        at += white;
        cut.used = at;
        match bytes.get(at) {
            None => {
                if all && *inside {
                    cut.broken.push((at, "the array ends without its “]”; the file is cut off".into()));
                }
                return cut;
            }
            Some(b'[') if !*inside => {
                *inside = true;
                at += 1;
            }
            Some(b',') if *inside => at += 1,
            Some(b']') if *inside => {
                *inside = false;
                at += 1;
            }
            Some(b'{' | b'[') => {
                let Some(len) = value(&bytes[at..]) else {
                    // The end is not there yet; or it never comes, and reading it as a record says so.
                    if all {
                        cut.records.push(at..bytes.len());
                        cut.used = bytes.len();
                    }
                    return cut;
                };
                cut.records.push(at..at + len);
                at += len;
            }
            Some(_) => {
                // A bare word or number: no article. It ends before the next mark of structure.
                let len = bytes[at..].iter().skip(1).position(|b| matches!(b, b',' | b']' | b'{' | b'\n'));
                if len.is_none() && !all {
                    return cut;
                }
                let end = len.map_or(bytes.len(), |len| at + 1 + len);
                // What is no JSON at all falls into thousands of words, of which one is enough.
                let before = cut.broken.last().map(|(place, _)| *place);
                if before.is_none_or(|place| cut.records.last().is_some_and(|record| record.start > place)) {
                    cut.broken.push((at, "not a JSON object; a list of objects is expected".into()));
                }
                at = end;
            }
        }
    }
}

/// Bytes of the JSON object or array at the start, if it is there as a whole.
fn value(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => {
                at += 1;
                loop {
                    at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
                    if bytes[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_array_are_found_whatever_their_strings_hold() {
        let bytes = br#" [ {"a": "]}\"{", "b": [1, {"c": 2}]} , 5, {"d": 1}] "#;
        let mut splitter = Splitter::Json { inside: false };
        let cut = splitter.cut(bytes, true);
        let records: Vec<&[u8]> = cut.records.iter().map(|r| &bytes[r.clone()]).collect();
        assert_eq!(records, [br#"{"a": "]}\"{", "b": [1, {"c": 2}]}"#.as_slice(), br#"{"d": 1}"#]);
        assert_eq!(cut.broken.len(), 1);
    }

    #[test]
    fn what_is_no_json_is_said_once_between_two_objects() {
        let cut = Splitter::Json { inside: false }.cut(b"1, 2, 3 {} four, 5\n six {} {} 7", true);
        let places: Vec<usize> = cut.broken.iter().map(|(place, _)| *place).collect();
        assert_eq!((places, cut.records.len()), (vec![0, 11, 30], 3));
    }

    #[test]
    fn a_value_that_is_not_there_yet_is_waited_for() {
        let mut splitter = Splitter::Json { inside: false };
        let cut = splitter.cut(br#"[{"a": 1}, {"b": "#, false);
        assert_eq!((cut.records.len(), cut.used), (1, 11));
        let cut = splitter.cut(br#"{"b": 2}]"#, true);
        assert_eq!((cut.records.len(), cut.used), (1, 9));
    }
}
