//! `encoding`: text that was decoded with the wrong code page, and characters that do not belong in text.
//!
//! All of it lies outside ASCII, so an English article is mostly skipped by a test of its bytes.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, Edit, RuleId, Span};
use serde::Deserialize;

/// Parameters of an `encoding` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked for.
    find: Find,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Find {
    /// UTF-8 that was read as Windows-1252 or Windows-1251.
    Mojibake,
    /// U+FFFD, or a question mark in the place of a letter.
    Replacement,
    /// Zero-width and bidirectional control characters.
    Invisible,
    /// Control characters, private use and noncharacters.
    Control,
}

struct Encodings(Vec<(RuleId, Find)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Encodings(compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.find)).collect()))
}

impl Detector for Encodings {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        let text = cx.text.content();
        let ascii = text.is_ascii();
        // An article of invisible characters alone has no block for a finding to stand in.
        if cx.text.blocks().is_empty() {
            return;
        }
        for &(id, find) in &self.0 {
            if !out.wants(id) {
                continue;
            }
            match find {
                Find::Mojibake if !ascii => mojibake(cx, id, out),
                Find::Replacement => replacement(cx, id, ascii, out),
                Find::Invisible if !ascii => runs(cx, id, out, |i, c| invisible(cx, i, c)),
                Find::Control => runs(cx, id, out, |i, c| control(text, i, c)),
                _ => {}
            }
        }
    }
}

/// Reports runs of characters that must go, with a fix that removes them.
fn runs(cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>, bad: impl Fn(usize, char) -> bool) {
    let mut open: Option<Span> = None;
    for (index, c) in cx.text.content().char_indices() {
        let here = Span::new(index as u32, (index + c.len_utf8()) as u32);
        if !suspicious(c) || !bad(index, c) {
            continue;
        }
        match &mut open {
            Some(span) if span.end == here.start => span.end = here.end,
            _ => {
                if let Some(span) = open.replace(here) {
                    remove(cx, id, span, out);
                }
            }
        }
    }
    if let Some(span) = open {
        remove(cx, id, span, out);
    }
}

fn remove(cx: &Cx<'_>, id: RuleId, span: Span, out: &mut Sink<'_>) {
    let code: Vec<String> = cx.text.slice(span).chars().take(3).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    // A control of the upper range is a mark of Windows-1252: put the mark, or a quotation would lose it.
    let better: String = cx.text.slice(span).chars().filter_map(windows_mark).collect();
    out.report(Hit::new(id, span).slot("code", code.join(" ")).fix(Applicability::Safe, span, better));
}

/// A quick test that lets ordinary characters pass.
fn suspicious(c: char) -> bool {
    !(' '..='~').contains(&c) && !c.is_alphanumeric()
}

/// Zero-width and bidirectional controls where neither the script nor an emoji needs them.
fn invisible(cx: &Cx<'_>, index: usize, c: char) -> bool {
    let text = cx.text.content();
    let before = || text[..index].chars().next_back();
    let after = || text[index + c.len_utf8()..].chars().next();
    match c {
        '\u{200b}' => !unspaced_script(before()) && !unspaced_script(after()),
        '\u{2060}' | '\u{feff}' | '\u{180e}' => true,
        // Joiners shape Arabic and Indic letters and hold emoji together.
        '\u{200c}' | '\u{200d}' => plain(before()) && plain(after()),
        // Direction marks have work to do where a line holds letters that run from right to left.
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            let start = text[..index].rfind('\n').map_or(0, |i| i + 1);
            let end = text[index..].find('\n').map_or(text.len(), |i| index + i);
            !text[start..end].chars().any(right_to_left)
        }
        _ => false,
    }
}

/// Not a letter that joins and not an emoji.
fn plain(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c < '\u{530}'
            || ('\u{2000}'..='\u{206f}').contains(&c) && c != '\u{200d}'
            || ('\u{3000}'..='\u{fb00}').contains(&c) && c != '\u{fe0f}'
    })
}

/// Thai, Lao, Burmese and Khmer mark places for a line break with a zero-width space.
fn unspaced_script(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
}

fn right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Control, private-use and unassigned characters.
fn control(text: &str, index: usize, c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        // The rest of a letter that was decoded wrongly is mojibake's business.
        '\u{80}'..='\u{9f}' => !text[..index].ends_with(|p: char| ('\u{80}'..'\u{100}').contains(&p) || p == '€'),
        '\u{e000}'..='\u{f8ff}'
        | '\u{f0000}'..='\u{10fffd}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{fffe}'
        | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// U+FFFD with the word around it, and `Pe?a`.
fn replacement(cx: &Cx<'_>, id: RuleId, ascii: bool, out: &mut Sink<'_>) {
    let text = cx.text.content();
    if !ascii {
        let mut last = 0;
        for (index, _) in text.match_indices('\u{fffd}') {
            if index >= last {
                let span = word_around(text, index, index + 3, |c| c == '\u{fffd}');
                last = span.end as usize;
                out.report(Hit::new(id, span));
            }
        }
    }
    for at in memchr::memchr_iter(b'?', text.as_bytes()) {
        if let Some(span) = lost_letter(text, at) {
            out.report(Hit::new(id, span));
        }
    }
}

/// A capitalised word with a question mark for a letter. `Really?he` is a missing space: there, both parts are words.
fn lost_letter(text: &str, at: usize) -> Option<Span> {
    let left = text[..at].len()
        - text[..at].chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let right = at + 1 + text[at + 1..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let (head, tail) = (&text[left..at], &text[at + 1..right]);
    let edge = text[..left].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '“' | '"' | '(' | '‘'));
    let end = text[right..]
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | '’' | '\'' | '”' | '"' | ')' | ';' | ':' | '-'));
    let letters = head.chars().count();
    let capital = head.starts_with(char::is_uppercase) && head.chars().skip(1).all(char::is_lowercase);
    let lower = !tail.is_empty() && tail.chars().all(char::is_lowercase);
    let vowelless = |s: &str| !s.chars().any(|c| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    // No English sentence ends in so short a capitalised word or goes on with such a stump.
    let stump = (1..=4).contains(&letters) && !QUESTIONS.contains(&head) && (tail.chars().count() <= 3 || letters <= 2);
    let impossible = vowelless(head) && letters <= 3 || vowelless(tail);
    (edge && end && capital && lower && (stump || impossible)).then(|| Span::new(left as u32, right as u32))
}

/// Short words that do end a question.
const QUESTIONS: &[&str] = &[
    "Who", "What", "Why", "How", "When", "Me", "You", "He", "She", "It", "Us", "We", "They", "Them", "Him", "Her",
    "So", "Now", "Then", "Here", "Yes", "No", "Ok", "Oh", "Eh", "Huh", "Hm", "Mr", "Is", "Or", "And", "But", "Yet",
    "Well", "Sure", "Too", "Not", "That", "This",
];

/// The word around a range, grown over letters and whatever `part` takes.
fn word_around(text: &str, start: usize, end: usize, part: impl Fn(char) -> bool) -> Span {
    let inside = |c: &char| c.is_alphanumeric() || part(*c);
    let before: usize = text[..start].chars().rev().take_while(inside).map(char::len_utf8).sum();
    let after: usize = text[end..].chars().take_while(inside).map(char::len_utf8).sum();
    Span::new((start - before) as u32, (end + after) as u32)
}

/// Finds words that UTF-8 would read differently and puts them right.
fn mojibake(cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>) {
    let text = cx.text.content();
    let mut at = 0;
    while let Some(skip) = text.as_bytes()[at..].iter().position(|b| *b >= 0xc2) {
        let start = at + skip;
        let Some((end, fixed)) = decode_run(text, start) else {
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        // One word may hold several broken letters: report the word, put all of it right.
        let span = word_around(text, start, end, |c| matches!(c, 'Ã' | 'Â'));
        let mut edits = vec![Edit { span: Span::new(start as u32, end as u32), text: settle(fixed) }];
        let mut stop = end;
        while let Some((next, end, fixed)) = next_in_word(text, stop) {
            edits.push(Edit { span: Span::new(next as u32, end as u32), text: settle(fixed) });
            stop = end;
        }
        let whole = span.cover(word_around(text, start, stop, |_| false));
        let better = apply(text, whole, &edits);
        out.report(Hit::new(id, whole).slot("better", better).edits(Applicability::Safe, edits));
        at = whole.end as usize;
    }
}

/// The next broken run in the same word.
fn next_in_word(text: &str, from: usize) -> Option<(usize, usize, String)> {
    for (offset, c) in text[from..].char_indices() {
        if let Some((end, fixed)) = decode_run(text, from + offset) {
            return Some((from + offset, end, fixed));
        }
        if !(c.is_alphanumeric()) {
            return None;
        }
    }
    None
}

/// A text that was decoded wrongly twice needs two rounds.
fn settle(mut fixed: String) -> String {
    for _ in 0..3 {
        let mut next = String::with_capacity(fixed.len());
        let mut at = 0;
        while at < fixed.len() {
            if let Some((end, better)) = decode_run(&fixed, at) {
                next.push_str(&better);
                at = end;
            } else {
                let c = fixed[at..].chars().next().unwrap_or_default();
                next.push(c);
                at += c.len_utf8();
            }
        }
        if next == fixed {
            break;
        }
        fixed = next;
    }
    fixed
}

fn apply(text: &str, whole: Span, edits: &[Edit]) -> String {
    let mut better = String::new();
    let mut at = whole.start as usize;
    for edit in edits {
        better.push_str(&text[at..edit.span.start as usize]);
        better.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    better.push_str(&text[at..whole.end as usize]);
    better
}

/// Decodes the longest run of broken letters that starts here: its end and what it should be.
fn decode_run(text: &str, start: usize) -> Option<(usize, String)> {
    let first = text[start..].chars().next()?;
    if matches!(first, 'Р' | 'С' | 'в') {
        return decode(text, start, byte_1251, 2)
            .filter(|(_, fixed)| fixed.chars().filter(|c| ('\u{400}'..'\u{460}').contains(c)).count() >= 2);
    }
    let lead = byte_1252(first).filter(|b| (0xc2..=0xf4).contains(b))?;
    let Some((end, fixed)) = decode(text, start, byte_1252, 1) else { return lost_part(text, start) };
    let count = fixed.chars().count();
    let decoded = fixed.chars().next()?;
    let fixed: String = fixed.chars().map(|c| windows_mark(c).unwrap_or(c)).collect();
    let plausible = match decoded {
        '\u{82}'..='\u{8c}'
        | '\u{91}'..='\u{9c}'
        | '\u{a0}'..='\u{17f}'
        | '\u{192}'
        | '\u{218}'..='\u{21b}'
        | '\u{2010}'..='\u{203a}'
        | '\u{20ac}'
        | '\u{2122}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{1f300}'..='\u{1faff}' => true,
        '\u{370}'..='\u{6ff}' | '\u{1e00}'..='\u{1eff}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => {
            count >= 2
        }
        _ => false,
    };
    // `NÃO»`: a real letter before a closing mark.
    let last = text[..end].chars().next_back()?;
    let closing = count == 1
        && lead != 0xe2
        && matches!(last, '»' | '”' | '’' | '“' | '–' | '—' | '…' | '›' | '‹' | '«')
        && !text[end..].starts_with(char::is_alphabetic);
    (plausible && !closing).then_some((end, fixed))
}

/// `â€` whose third character was lost on the way, and `Â` before a space.
fn lost_part(text: &str, start: usize) -> Option<(usize, String)> {
    let rest = &text[start..];
    if let Some(after) = rest.strip_prefix("â€") {
        let opens = text[..start].ends_with(|c: char| c.is_whitespace()) || start == 0;
        let mark = if opens && after.starts_with(char::is_alphanumeric) { "“" } else { "”" };
        return Some((start + "â€".len(), mark.to_owned()));
    }
    // A capital after a small letter that ends the word: what is left of a no-break space.
    let after = rest.strip_prefix('Â')?;
    let ends = !after.starts_with(|c: char| c.is_alphanumeric());
    let after_small = text[..start]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '.' | ',' | '”'));
    (ends && after_small).then(|| (start + 'Â'.len_utf8(), String::new()))
}

/// Reads characters as bytes of a code page and those bytes as UTF-8, at least `least` letters of it.
fn decode(text: &str, start: usize, byte: fn(char) -> Option<u8>, least: usize) -> Option<(usize, String)> {
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
fn windows_mark(c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(0x80).filter(|at| *at < 0x20)?;
    HIGH_1252.chars().nth(at as usize).filter(|mark| *mark > '\u{9f}')
}

/// Windows-1252 from 0x80 to 0x9F, its five holes filled as Latin-1 does.
const HIGH_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The byte of a character in Windows-1252, with the five holes filled as Latin-1 does.
fn byte_1252(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => Some(c as u8),
        _ => HIGH_1252.chars().position(|h| h == c).map(|i| 0x80 + i as u8),
    }
}

/// The byte of a character in Windows-1251.
fn byte_1251(c: char) -> Option<u8> {
    const HIGH: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї";
    match c {
        'А'..='я' => Some((u32::from(c) - 0x410 + 0xc0) as u8),
        _ => HIGH.chars().position(|h| h == c).map(|i| 0x80 + i as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_code_pages_are_undone() {
        assert_eq!(decode_run("Ã©", 0), Some((4, "é".into())));
        assert_eq!(decode_run("РџСЂРёРІРµС‚", 0).map(|(_, fixed)| fixed).as_deref(), Some("Привет"));
        assert_eq!(settle("ÃƒÂ©".into()), "é");
        assert_eq!(decode_run("Россия", 0), None);
        assert_eq!(decode_run("Ã»", 0), None, "a closing mark behind a capital");
        assert_eq!(decode_run("Ångström", 0), None);
    }

    #[test]
    fn question_marks_inside_words() {
        assert_eq!(lost_letter("Pe?a Nieto", 2), Some(Span::new(0, 4)));
        assert_eq!(lost_letter("Really?he said", 6), None);
        assert_eq!(lost_letter("Who?me and you", 3), None);
    }
}
