//! Characters that do not belong in text: invisible ones and controls.

use super::code_page::windows_mark;
use crate::{
    detect::{Cx, Hit, Sink},
    model::{Applicability, RuleId, Span},
};

/// Reports runs of characters that must go, with a fix that removes them.
pub(super) fn runs(cx: &Cx<'_>, id: RuleId, out: &mut Sink<'_>, bad: impl Fn(usize, char) -> bool) {
    let mut open: Option<Span> = None;
    for (index, c) in suspects(cx.text.content()) {
        let here = Span::new(index as u32, (index + c.len_utf8()) as u32);
        if !bad(index, c) {
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

/// The characters that are neither visible ASCII nor letters nor digits. Most bytes are passed over many at a time.
fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    const LANE: usize = 32;
    let visible = |lane: &[u8]| lane.iter().fold(0, |odd, b| odd | u8::from(b.wrapping_sub(b' ') >= 0x5f)) == 0;
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while text.as_bytes().get(at..at + LANE).is_some_and(visible) {
                at += LANE;
            }
            let (here, c) = (at, text[at..].chars().next()?);
            at += c.len_utf8();
            if !(' '..='~').contains(&c) && !c.is_alphanumeric() {
                return Some((here, c));
            }
        }
    })
}

/// Zero-width and bidirectional controls where neither the script nor an emoji needs them.
pub(super) fn invisible(cx: &Cx<'_>, index: usize, c: char) -> bool {
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
pub(super) fn control(text: &str, index: usize, c: char) -> bool {
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
