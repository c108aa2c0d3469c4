//! Subtitles, `SubRip` and `WebVTT`: sentences run on from cue to cue, so cues are joined until one ends a sentence and
//! silence follows, or until somebody else speaks.

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding, html,
};
use crate::model::{BlockKind, Document, Span};

/// Milliseconds of silence that part paragraphs.
const SILENCE: u64 = 1500;

pub(super) fn parse(unit: Unit, options: Options) -> Result<Document, InputError> {
    let mut raw = unit.raw;
    let mut decoded = encoding::decode(raw.bytes(), &unit.path)?;
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let mut draft = Draft::default();
    draft.origin.id = unit.path.to_string();
    draft.origin.path = unit.path.clone();
    draft.origin.record = unit.record;
    let mut last_end = 0;
    // Whether lines belong to a cue; until the first blank line of a VTT file and inside its notes they do not.
    let mut inside = false;
    let mut timed = false;
    let mut at = 0;
    let mut lines = layer.text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        let text = line.trim();
        if let Some((begin, end)) = times(text) {
            if draft.is_open() && begin > last_end + SILENCE && ends_sentence(draft.content()) {
                draft.close();
            }
            last_end = end;
            (inside, timed) = (true, true);
        } else if text.is_empty() {
            inside = false;
        } else if let Some(lang) = text.strip_prefix("Language:").filter(|_| last_end == 0 && !inside) {
            draft.lang = Some(lang.trim().to_owned());
        } else if let Some(note) = text.strip_prefix("NOTE") {
            draft.comment(note, layer.map.raw(Span::new(start as u32, at as u32)));
        } else if inside {
            // The number of the next cue, where the blank line before it was lost.
            if text.parse::<u32>().is_ok() && lines.peek().is_some_and(|next| times(next.trim()).is_some()) {
                continue;
            }
            let speaker = text.starts_with(['-', '–', '—']) || text.starts_with(">>") || text.starts_with("<v ");
            if speaker || !draft.is_open() {
                draft.begin(BlockKind::Paragraph);
            }
            let offset = start + (line.len() - line.trim_start().len());
            cue(layer, offset..offset + text.len(), &mut draft);
            let end = layer.map.raw(Span::new(offset as u32, (offset + text.len()) as u32)).end;
            draft.gap(end..end);
        }
    }
    if draft.is_empty() && !timed && !layer.text.trim().is_empty() {
        let reason = "no cue with its times (00:00:01,000 --> 00:00:02,500) is in it; mend the lines with times".into();
        return Err(InputError::Broken { path: unit.path, reason });
    }
    draft.finish(raw, options)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Start and end of a cue in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    Some((time(start.trim())?, time(rest.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, millis) = text.split_once([',', '.'])?;
    let seconds = clock
        .split(':')
        .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse::<u32>().ok()?.into()))?;
    seconds.checked_mul(1000)?.checked_add(millis.parse::<u32>().ok()?.into())
}

/// Adds a line of a cue without its tags (`<i>`, `<v Anna>`, `{\an8}`).
fn cue(layer: Layer<'_>, range: std::ops::Range<usize>, draft: &mut Draft) {
    let mut at = range.start;
    while at < range.end {
        let rest = &layer.text[at..range.end];
        let special = rest.find(['<', '{', '&']).unwrap_or(rest.len());
        draft.flow(layer, at..at + special);
        at += special;
        let rest = &layer.text[at..range.end];
        let tag = match rest.chars().next() {
            Some('<') => rest.find('>').filter(|_| rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '/')),
            Some('{') => rest.find('}').filter(|_| rest.starts_with("{\\")),
            Some('&') => {
                if let Some((len, decoded)) = html::reference(rest) {
                    draft.decoded(layer, at..at + len, &decoded);
                    at += len;
                    continue;
                }
                None
            }
            _ => return,
        };
        let Some(end) = tag else {
            draft.flow(layer, at..at + 1);
            at += 1;
            continue;
        };
        at += end + 1;
    }
}
