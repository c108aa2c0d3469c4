//! Comments in articles that let rules pass.
//!
//! They are looked for in the bytes of the file, so they work in every format, whatever its reader makes of comments:
//!
//! | comment | lets pass |
//! |---|---|
//! | `mtlint-allow RULE, RULE: reason` | the next block, or the one it stands in |
//! | `mtlint-allow-file RULE: reason` | the whole article |
//! | `mtlint-disable-next-line RULE` | the next line that is not empty |
//! | `mtlint-disable RULE` … `mtlint-enable RULE` | what is between; to the end without an end |
//!
//! Without a rule, `mtlint-disable` and `mtlint-disable-next-line` are for all rules; `mtlint-enable` ends all.

use crate::{
    engine::Checked,
    model::{Document, RuleId},
    rule::{RuleSet, Selector},
};
use memchr::memmem;
use std::ops::Range;

/// A comment that lets rules pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Rules and categories as written; none is all.
    pub rules: Vec<String>,
    /// Why, if the comment says.
    pub reason: String,
    /// Bytes of the file it holds for.
    pub holds: Range<u64>,
    /// Where the comment is in the file.
    pub at: u64,
}

/// The comments of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allows {
    all: Vec<Allow>,
}

const MARK: &[u8] = b"mtlint-";

impl Allows {
    /// The comments of an article.
    pub fn of(document: &Document) -> Self {
        let bytes = document.raw.bytes();
        let mut all: Vec<Allow> = Vec::new();
        // Comments that are open: index and what they are for.
        let mut open: Vec<usize> = Vec::new();
        let end = document.raw.offset + bytes.len() as u64;
        for start in memmem::find_iter(bytes, MARK) {
            let Some(comment) = Comment::read(bytes, start) else { continue };
            let at = document.raw.offset + start as u64;
            let after = document.raw.offset + comment.end as u64;
            let holds = match comment.verb {
                Verb::File => document.raw.offset..end,
                Verb::Block => block_after(document, at, after),
                Verb::NextLine => line_after(bytes, comment.end, document.raw.offset),
                Verb::Disable => {
                    open.push(all.len());
                    after..end
                }
                Verb::Enable => {
                    open.retain(|&index| {
                        let ends = comment.rules.is_empty() || comment.rules == all[index].rules;
                        if ends {
                            all[index].holds.end = at;
                        }
                        !ends
                    });
                    continue;
                }
            };
            all.push(Allow { rules: comment.rules, reason: comment.reason, holds, at });
        }
        // What only a reader can see: the field of a record, a comment in escaped markup.
        for read in &document.allows {
            if !all.iter().any(|allow| read.raw.contains(&allow.at)) {
                let holds = read.span.map_or(document.raw.offset..end, |span| document.map.raw(span));
                let (rules, reason) = (read.rules.clone(), read.reason.clone());
                all.push(Allow { rules, reason, holds, at: read.raw.start });
            }
        }
        Self { all }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Which findings pass, and a note for every comment that lets nothing pass or names no rule. `ran` says which rules
    /// were on: a comment for one that was not is no reason for a note.
    pub fn judge(&self, rules: &RuleSet, checked: &Checked, ran: impl Fn(RuleId) -> bool) -> (Vec<bool>, Vec<String>) {
        let mut passes = vec![false; checked.findings.len()];
        let mut notes = Vec::new();
        let document = &checked.document;
        for allow in &self.all {
            let mut selectors = Vec::new();
            let mut wrong = Vec::new();
            for name in &allow.rules {
                match rules.selector(name) {
                    Ok(selector) => selectors.push(selector),
                    Err(problem) => wrong.push(problem),
                }
            }
            let named =
                |id| allow.rules.is_empty() || selectors.iter().any(|s: &Selector| s.matches(id, rules.get(id)));
            let mut used = false;
            for (finding, passes) in checked.findings.iter().zip(&mut passes) {
                let raw = document.map.raw(finding.span);
                if named(finding.rule) && raw.start < allow.holds.end && allow.holds.start < raw.end.max(raw.start + 1)
                {
                    *passes = true;
                    used = true;
                }
            }
            let line = || line_of(document, allow.at);
            notes.extend(wrong.into_iter().map(|problem| format!("{}:{}: {problem}", document.origin.path, line())));
            if !used && rules.iter().any(|(id, _)| named(id) && ran(id)) {
                let what = if allow.rules.is_empty() {
                    "nothing".into()
                } else {
                    format!("nothing of {}", allow.rules.join(", "))
                };
                notes.push(format!("{}:{}: this comment lets {what} pass; delete it", document.origin.path, line()));
            }
        }
        (passes, notes)
    }
}

enum Verb {
    Block,
    File,
    NextLine,
    Disable,
    Enable,
}

struct Comment {
    verb: Verb,
    rules: Vec<String>,
    reason: String,
    /// Byte behind the comment and the mark that ends it.
    end: usize,
}

impl Comment {
    /// Reads the comment that starts with `mtlint-` at a byte. It must stand at the start of a line or of a comment.
    fn read(bytes: &[u8], start: usize) -> Option<Comment> {
        let line_start = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |i| i + 1);
        let before = bytes[line_start..start].trim_ascii_end();
        let opened = before.ends_with(b"<!--") || before.ends_with(b"/*");
        let marks = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before).trim_ascii();
        if !opened && !matches!(marks, b"" | b"#" | b"//" | b"%") {
            return None;
        }
        let line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |i| start + i);
        let rest = &bytes[start + MARK.len()..];
        let close: &[u8] = if before.ends_with(b"<!--") { b"-->" } else { b"*/" };
        let (content, end) = match memmem::find(rest, close) {
            Some(i) if opened => (&rest[..i], start + MARK.len() + i + close.len()),
            _ => (&bytes[start + MARK.len()..line_end], line_end),
        };
        let content = String::from_utf8_lossy(content);
        let (verb, rest) = content.split_once(char::is_whitespace).unwrap_or((&content, ""));
        let verb = match verb.trim_end_matches(':') {
            "allow" => Verb::Block,
            "allow-file" => Verb::File,
            "disable-next-line" => Verb::NextLine,
            "disable" => Verb::Disable,
            "enable" => Verb::Enable,
            _ => return None,
        };
        let (rules, reason) = rest.split_once(": ").unwrap_or((rest.trim_end().trim_end_matches(':'), ""));
        let rules: Vec<String> =
            rules.split([',', ' ', '\t', '\r', '\n']).filter(|r| !r.is_empty()).map(str::to_owned).collect();
        if rules.is_empty() && matches!(verb, Verb::Block | Verb::File) {
            return None;
        }
        Some(Comment { verb, rules, reason: reason.trim().to_owned(), end })
    }
}

/// The block that the comment stands in, or else the next one.
fn block_after(document: &Document, at: u64, after: u64) -> Range<u64> {
    let blocks = document.target.blocks().iter().map(|block| document.map.raw(block.span));
    let mut blocks = blocks.filter(|raw| raw.end > at && !(raw.start <= at && raw.end <= after));
    blocks.next().unwrap_or(after..after)
}

/// The next line that is not empty.
fn line_after(bytes: &[u8], end: usize, offset: u64) -> Range<u64> {
    let mut start = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |i| end + i + 1);
    loop {
        let stop = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |i| start + i + 1);
        if stop == start || !bytes[start..stop].trim_ascii().is_empty() {
            return offset + start as u64..offset + stop as u64;
        }
        start = stop;
    }
}

/// Line of a byte of the file, from 1.
fn line_of(document: &Document, at: u64) -> u64 {
    let before = (at - document.raw.offset) as usize;
    document.raw.line + memchr::memchr_iter(b'\n', &document.raw.bytes()[..before]).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, model::Lang, text::text_document};

    /// Lines of the findings that are left.
    fn left(text: &str) -> (Vec<u64>, Vec<String>) {
        let rules = RuleSet::embedded().expect("the rules load");
        let only = [rules.selector("attribution-echo").expect("it exists")];
        let on = rules.select(&only, &[]);
        let engine = Engine::new(rules.clone(), on.clone()).expect("it compiles");
        let checked = engine.check(text_document(text, None, Lang::EN));
        let (passes, notes) = Allows::of(&checked.document).judge(&rules, &checked, |id| on.has(id));
        let mut locator = checked.document.locator();
        let kept = checked.findings.iter().zip(passes).filter(|(_, passes)| !passes);
        (kept.map(|(finding, _)| locator.locate(finding.span).1.line).collect(), notes)
    }

    const BAD: &str = "“We won,” he said. he said on Friday.";

    #[test]
    fn a_region_a_line_a_block_the_file() {
        let none = Vec::<String>::new();
        assert_eq!(left(&format!("{BAD}\n\n{BAD}")), (vec![1, 3], none.clone()));
        let region = format!("<!-- mtlint-disable attribution-echo -->\n{BAD}\n<!-- mtlint-enable -->\n{BAD}");
        assert_eq!(left(&region), (vec![4], none.clone()));
        let line = format!("mtlint-disable-next-line attribution-echo\n\n{BAD}\n\n{BAD}");
        assert_eq!(left(&line), (vec![5], none.clone()));
        let block = format!("<!-- mtlint-allow @linguistic: it is a poem -->\n\n{BAD}\n\n{BAD}");
        assert_eq!(left(&block), (vec![5], none.clone()));
        let file = format!("{BAD}\n\n{BAD}\n<!-- mtlint-allow-file attribution-echo -->");
        assert_eq!(left(&file), (vec![], none));
    }

    #[test]
    fn what_lets_nothing_pass_is_said() {
        let (lines, notes) = left(&format!("<!-- mtlint-allow agency-name, attribution-ech -->\n\n{BAD}"));
        assert_eq!(lines, [3]);
        assert_eq!(notes.len(), 1, "agency-name was not on: {notes:?}");
        assert!(notes[0].starts_with("text:1: no rule is called `attribution-ech`; did you mean"), "{notes:?}");
        let (_, notes) = left(&format!("{BAD}\n\n<!-- mtlint-disable attribution-echo -->\n\nFine."));
        assert_eq!(notes, ["text:3: this comment lets nothing of attribution-echo pass; delete it"]);
    }

    #[test]
    fn prose_about_the_marks_is_none() {
        let (lines, notes) = left(&format!("He wrote mtlint-disable in the mail.\n\n{BAD}"));
        assert_eq!((lines, notes.len()), (vec![3], 0));
    }
}
