//! Words whose UTF-8 was read as Windows-1252 or Windows-1251.

use super::{
    code_page::{byte_1251, byte_1252, decode, windows_mark},
    word_around,
};
use crate::{
    detect::{Cx, Hit, Sink},
    model::{Applicability, Edit, RuleId, Span},
};

/// Finds words that UTF-8 would read differently and puts them right.
pub(super) fn mojibake(cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>) {
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
}
