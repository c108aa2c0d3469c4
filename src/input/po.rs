//! Gettext catalogues: the translations are checked, an entry a block; the messages they render are kept beside them.

use super::{
    InputError, Options, Unit,
    draft::{Draft, Layer},
    encoding,
};
use crate::model::{BlockKind, Document, SourceMap, Span};

/// What the lines of an entry add to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Context, plural of the message: not read.
    Other,
    Message,
    Translation,
}

/// An entry as far as it was read.
#[derive(Default)]
struct Entry {
    message: (String, SourceMap),
    /// The translation, and one for each further plural form.
    translations: Vec<(String, SourceMap)>,
    fuzzy: bool,
    /// Lines of comment that may be for us: content and place.
    comments: Vec<(String, std::ops::Range<u64>)>,
}

/// The catalogue as an article, behind what is said of lines that are broken.
pub(super) fn articles(unit: Unit, options: Options) -> Vec<Result<Document, InputError>> {
    let mut broken = Vec::new();
    let read = parse(unit, options, &mut broken);
    broken.into_iter().map(Err).chain([read]).collect()
}

fn parse(unit: Unit, options: Options, broken: &mut Vec<InputError>) -> Result<Document, InputError> {
    let mut raw = unit.raw;
    let mut decoded = encoding::decode_as(raw.bytes(), &unit.path, charset(raw.bytes()).as_deref())?;
    decoded.map.shift(raw.offset);
    let whole = decoded.into_parts(&mut raw);
    let layer = Layer::from(&*whole);
    let mut catalogue = Catalogue { draft: Draft::default(), original: Draft::default(), units: Vec::new() };
    catalogue.draft.origin.id = unit.path.to_string();
    catalogue.draft.origin.path = unit.path.clone();
    catalogue.draft.origin.record = unit.record;
    let mut entry = Entry::default();
    let mut field = Field::Other;
    let mut at = 0;
    // Of broken lines in a row the first is named.
    let (path, first) = (unit.path.clone(), raw.line);
    let mut last = None;
    let mut complain = |reason: String, index: usize| {
        if last.replace(index).is_none_or(|last| last + 1 < index) {
            broken.push(InputError::Record { path: path.clone(), line: first + index as u64, reason });
        }
    };
    for (index, line) in layer.text.split_inclusive('\n').enumerate() {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            // A comment stands before the entry that it is about; `#~` is an entry that is no longer used.
            if field != Field::Other {
                catalogue.take(std::mem::take(&mut entry));
                field = Field::Other;
            }
            entry.fuzzy |= comment.starts_with(',') && comment.contains("fuzzy");
            let raw = layer.map.raw(Span::new(start as u32, (start + line.len()) as u32));
            entry.comments.push((comment.trim_start_matches(['.', ' ']).to_owned(), raw));
            continue;
        }
        let (keyword, string) = match line.find('"') {
            Some(quote) => (line[..quote].trim(), quote),
            None if line.is_empty() => continue,
            None => (line, line.len()),
        };
        match keyword {
            "" => {}
            "msgctxt" | "msgid" => {
                if field == Field::Translation {
                    catalogue.take(std::mem::take(&mut entry));
                }
                field = if keyword == "msgid" { Field::Message } else { Field::Other };
            }
            "msgid_plural" => field = Field::Other,
            _ if keyword.starts_with("msgstr") => {
                field = Field::Translation;
                entry.translations.push((String::new(), SourceMap::default()));
            }
            _ => {
                let reason = format!("`{keyword}` is no keyword of a catalogue (msgid, msgstr …); msgfmt -c says more");
                complain(reason, index);
                continue;
            }
        }
        let literal = line[string..].strip_prefix('"').and_then(|l| l.strip_suffix('"'));
        if literal.is_none() {
            complain("the string has no closing quotation mark; msgfmt -c says more".into(), index);
        }
        let range = start + string + 1..start + string + 1 + literal.map_or(0, str::len);
        match field {
            Field::Message if literal.is_some() => unescape(layer, range, &mut entry.message),
            Field::Translation if literal.is_some() => {
                if let Some(last) = entry.translations.last_mut() {
                    unescape(layer, range, last);
                }
            }
            _ => {}
        }
    }
    catalogue.take(entry);
    catalogue.draft.finish_pair(catalogue.original, catalogue.units, raw, options)
}

/// The encoding that the first entry declares.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned();
    let (_, rest) = head.split_once("charset=")?;
    Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect())
}

/// What was read so far.
struct Catalogue {
    draft: Draft,
    original: Draft,
    units: Vec<(Span, Span)>,
}

impl Catalogue {
    fn take(&mut self, entry: Entry) {
        if entry.message.0.is_empty() {
            // The first entry is the header.
            if let Some((header, _)) = entry.translations.first() {
                let value = |name: &str| {
                    let line = header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
                    Some(line.trim().replace('_', "-")).filter(|value| !value.is_empty())
                };
                self.draft.lang = value("Language");
                self.draft.source_lang = value("X-Source-Language");
                self.draft.origin.modified = value("PO-Revision-Date");
            }
            return;
        }
        if entry.fuzzy {
            return;
        }
        for (comment, raw) in entry.comments {
            self.draft.comment(&comment, raw);
        }
        let mut rendered = None;
        for translation in entry.translations.iter().filter(|t| !t.0.trim().is_empty()) {
            let Some(written) = block(&mut self.draft, translation) else { continue };
            rendered = rendered.or_else(|| block(&mut self.original, &entry.message));
            self.units.extend(rendered.map(|rendered| (written, rendered)));
        }
    }
}

fn block(draft: &mut Draft, value: &(String, SourceMap)) -> Option<Span> {
    let before = draft.last_block();
    draft.begin(BlockKind::Paragraph);
    draft.flow(Layer::from(value), 0..value.0.len());
    draft.close();
    draft.last_block().filter(|span| Some(*span) != before)
}

/// Decodes what stands between two quotation marks.
fn unescape(layer: Layer<'_>, range: std::ops::Range<usize>, out: &mut (String, SourceMap)) {
    let mut at = range.start;
    while at < range.end {
        let rest = &layer.text[at..range.end];
        let plain = rest.find('\\').unwrap_or(rest.len());
        out.0.push_str(&rest[..plain]);
        out.1.through(layer.map, Span::new(at as u32, (at + plain) as u32));
        at += plain;
        let Some(escaped) = rest[plain..].chars().nth(1) else { break };
        let c = match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            other => other,
        };
        let len = 1 + escaped.len_utf8();
        out.0.push(c);
        out.1.decoded_through(layer.map, Span::new(at as u32, (at + len) as u32), c.len_utf8() as u32);
        at += len;
    }
}
