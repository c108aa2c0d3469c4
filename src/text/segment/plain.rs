//! Blocks of plain text.

use crate::model::{BlockKind, Span};

/// Finds the blocks of plain text: a line is a block, unless lines are wrapped at a fixed width.
///
/// A short line without a final stop is a headline, one with a list marker a list item, one that names a photographer a
/// caption.
pub fn plain_blocks(content: &str) -> Vec<(Span, BlockKind)> {
    let room = content.len() / 150 + 4;
    let mut plain = Plain { content, lines: Vec::with_capacity(4), width: None, blocks: Vec::with_capacity(room) };
    let bytes = content.as_bytes();
    let separators = memchr::memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
        || memchr::memmem::find(bytes, "\u{2029}".as_bytes()).is_some();
    if separators {
        let mut at = 0;
        for line in content.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
            // A line feed behind a carriage return is no empty line.
            if !(line == "\n" && content[..at].ends_with('\r')) {
                plain.line(at, line);
            }
            at += line.len();
        }
    } else {
        let mut at = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if !(end == at && bytes[end] == b'\n' && at > 0 && bytes[at - 1] == b'\r') {
                plain.line(at, &content[at..end]);
            }
            at = end + 1;
        }
        plain.line(at, &content[at..]);
    }
    plain.flush();
    plain.blocks
}

fn white(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\0'
}

/// Plain text while its lines are sorted into blocks.
struct Plain<'a> {
    content: &'a str,
    /// Lines without a blank one between them.
    lines: Vec<Span>,
    /// The width at which a paragraph of three or more lines was wrapped.
    width: Option<usize>,
    blocks: Vec<(Span, BlockKind)>,
}

impl Plain<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let start = at + (line.len() - line.trim_start_matches(white).len());
        let text = line.trim_matches(white);
        if text.is_empty() {
            self.flush();
        } else {
            self.lines.push(Span::new(start as u32, (start + text.len()) as u32));
        }
    }

    /// Turns the lines in hand into blocks. A list item starts a block of its own.
    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let item = rest[1..].iter().position(|line| list_marker(self.slice(*line)));
            let (part, after) = rest.split_at(item.map_or(rest.len(), |i| i + 1));
            if let [first, .., last] = part
                && let Some(width) = self.wrapped(part)
            {
                self.width = Some(width);
                self.push(first.cover(*last));
            } else {
                for &line in part {
                    self.push(line);
                }
            }
            rest = after;
        }
        self.lines = lines;
        self.lines.clear();
    }

    fn push(&mut self, span: Span) {
        self.blocks.push((span, kind_of(self.slice(span))));
    }

    fn slice(&self, span: Span) -> &str {
        &self.content[span.range()]
    }

    /// The width at which the lines are wrapped, if they are one paragraph: no line is long, none but the last has room
    /// for the first word of the line after it, and the sentences run on over the ends of lines.
    fn wrapped(&self, lines: &[Span]) -> Option<usize> {
        // Two lines alone may be two headlines; behind a wrapped paragraph they are one like it.
        if lines.len() == 2 && self.width.is_none() {
            return None;
        }
        // Four bytes are the longest character.
        if lines.iter().any(|line| line.len() as usize > 4 * MAX_WIDTH) {
            return None;
        }
        let chars = |span: &Span| self.slice(*span).chars().count();
        let longest = lines.iter().map(chars).max().unwrap_or(0);
        let width = if lines.len() == 2 { longest.max(self.width.unwrap_or(0)) } else { longest };
        if !(MIN_WIDTH..=MAX_WIDTH).contains(&width) {
            return None;
        }
        let mut running = 0;
        for pair in lines.windows(2) {
            let (line, next) = (self.slice(pair[0]), self.slice(pair[1]));
            let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
            if chars(&pair[0]) + 1 + word <= width {
                return None;
            }
            let stopped = line.ends_with(['.', '!', '?', '”', '"', '…', ':']);
            let goes_on = lines.len() == 2 || next.starts_with(|c: char| c.is_lowercase() || !c.is_alphabetic());
            running += usize::from(!stopped && goes_on);
        }
        // A list of headlines of the same length has a capital at the start of every line.
        (running * 3 >= lines.len() - 1).then_some(width)
    }
}

/// Columns of wrapped text, in characters.
const MIN_WIDTH: usize = 40;
const MAX_WIDTH: usize = 120;

/// The most words of a headline.
const HEADLINE_WORDS: usize = 16;

fn kind_of(block: &str) -> BlockKind {
    if list_marker(block) {
        return BlockKind::ListItem;
    }
    if caption(block) {
        return BlockKind::Caption;
    }
    let closed = block.trim_end_matches(['”', '"', '’', '»', ')', ']', '\'']);
    if closed.ends_with(['.', '!', '…', ':', ';', ',', '。', '！', '؟', '।', '۔']) {
        return BlockKind::Paragraph;
    }
    let opened = block.trim_start_matches(['“', '"', '‘', '«', '„', '\'', '(', '[', '¿', '¡']);
    let starts =
        opened.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase());
    if !starts || block.split_whitespace().take(HEADLINE_WORDS + 1).count() > HEADLINE_WORDS || holds_full_stop(block) {
        return BlockKind::Paragraph;
    }
    BlockKind::Headline
}

/// Whether a sentence of ordinary words ends inside: the last of several sentences has lost its stop.
fn holds_full_stop(block: &str) -> bool {
    memchr::memmem::find_iter(block.as_bytes(), b". ").any(|at| {
        let word = block[..at].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let ordinary = word >= 3 && block.as_bytes()[at - word].is_ascii_lowercase();
        ordinary && block[at + 2..].trim_start_matches(['“', '"', '‘', '(']).starts_with(char::is_uppercase)
    })
}

/// What stands before the colon of a caption or credit.
const CAPTION: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "photographer",
    "picture",
    "pictured",
    "image",
    "images",
    "caption",
    "credit",
    "illustration",
    "graphic",
    "infographic",
    "video",
    "screenshot",
    "foto",
    "fotos",
    "bild",
    "imagen",
    "фото",
    "photo credit",
    "image credit",
    "image source",
    "photo source",
    "file photo",
    "ap photo",
    "ilustracja",
    "zdjęcie",
];

/// `Photo: Reuters`, `Photo by Ann Lee`, and a short line that ends in `(Photo: Reuters)`.
fn caption(block: &str) -> bool {
    let bare = block.trim_start_matches(['(', '[', '“']);
    if block.len() <= 600 && bare.starts_with(char::is_uppercase) {
        // Most blocks are told by their first word.
        let word = bare.find(|c: char| !c.is_alphabetic()).unwrap_or(bare.len());
        let rest = &bare[word..];
        let credited = [" by ", " courtesy ", " via "].iter().any(|mark| rest.starts_with(mark));
        if credited && credit(&bare[..word]) || rest.starts_with(':') && credit(&bare[..word]) {
            return true;
        }
        let label = memchr::memchr(b':', &rest.as_bytes()[..rest.len().min(10)]);
        if label.is_some_and(|colon| credit(&bare[..word + colon])) {
            return true;
        }
    }
    if block.len() > 400 || !block.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '.')) {
        return false;
    }
    // The credit at the end: the last sentence or bracket.
    let Some(colon) = memchr::memrchr(b':', block.as_bytes()) else {
        return false;
    };
    let from = block[..colon].rfind(['(', '[', '.', '|', '/', '\n']).map_or(colon, |at| at + 1);
    block.len() - colon <= 80 && credit(block[from..colon].trim())
}

fn credit(label: &str) -> bool {
    label.len() <= 30 && CAPTION.contains(&label.to_lowercase().as_str())
}

/// `- item`, `• item`, `1. item`, `a) item`, `(2) item`.
fn list_marker(block: &str) -> bool {
    let blank = |rest: &str| rest.starts_with([' ', '\t', '\u{a0}']);
    let mut chars = block.chars();
    match chars.next() {
        Some('-' | '*') => blank(chars.as_str()),
        Some('•' | '·' | '‣' | '◦' | '▪' | '■' | '●' | '○' | '►' | '➤' | '✓' | '\u{f0b7}') => true,
        Some('(') => {
            let rest = chars.as_str();
            let inner = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
            let numbered = rest.as_bytes()[..inner.min(3)].iter().all(u8::is_ascii_digit) || inner == 1;
            (1..=2).contains(&inner) && numbered && rest[inner..].strip_prefix(')').is_some_and(blank)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = block.trim_start_matches(|c: char| c.is_ascii_digit());
            block.len() - rest.len() <= 2 && rest.strip_prefix(['.', ')']).is_some_and(blank)
        }
        Some(c) if c.is_ascii_lowercase() => chars.as_str().strip_prefix(')').is_some_and(blank),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Caption, Headline, ListItem, Paragraph};

    fn check(content: &str, expected: &[(&str, BlockKind)]) {
        let found = plain_blocks(content);
        let found: Vec<_> = found.iter().map(|(span, kind)| (&content[span.range()], *kind)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_is_a_block() {
        check(
            "Mayor resigns\nThe mayor resigned on Monday.\n\n  She gave no reason.  \n",
            &[
                ("Mayor resigns", Headline),
                ("The mayor resigned on Monday.", Paragraph),
                ("She gave no reason.", Paragraph),
            ],
        );
        check(
            "\u{feff}One.\r\nTwo.\r\n\r\nThree.\rFour.\u{2028}Five.",
            &[
                ("One.", Paragraph),
                ("Two.", Paragraph),
                ("Three.", Paragraph),
                ("Four.", Paragraph),
                ("Five.", Paragraph),
            ],
        );
        check("", &[]);
        check(" \n\t\n", &[]);
    }

    #[test]
    fn wrapped_lines_are_one_block() {
        let wrapped = "The mayor of the town resigned on Monday after a long dispute with\r\n\
                       the council about a bridge that nobody had wanted and that nobody\r\n\
                       will use. She gave no reason.";
        check(wrapped, &[(wrapped, Paragraph)]);
        let two = "Her deputy will take over until the election, which is to be held in\nMay.";
        check(
            &format!("{wrapped}\n\n{two}\n\nShort title\n"),
            &[(wrapped, Paragraph), (two, Paragraph), ("Short title", Headline)],
        );
        check(
            "Мэр города подал в отставку в понедельник после долгого спора с\nсоветом о мосте, который никому не был нужен и по которому\nникто не ездит.",
            &[(
                "Мэр города подал в отставку в понедельник после долгого спора с\nсоветом о мосте, который никому не был нужен и по которому\nникто не ездит.",
                Paragraph,
            )],
        );
    }

    #[test]
    fn lines_of_one_length_need_not_be_wrapped() {
        let lines = [
            "Mayor of the small town resigns after a long dispute with council",
            "Bridge that nobody wanted will be opened in May, deputy announces",
            "Council will meet on Monday to talk about the next regional budget",
        ];
        check(&lines.join("\n"), &lines.map(|line| (line, Headline)));
        let paragraphs = [
            "He said it was a long and tiring day for all of the men.",
            "He left.",
            "She said it was a long and tiring day for all of us.",
        ];
        check(&paragraphs.join("\n"), &paragraphs.map(|line| (line, Paragraph)));
    }

    #[test]
    fn list_items() {
        check(
            "We need:\n- bread\n• milk\n1. eggs\n2) salt\na) oil\n(3) tea\n-5 degrees fell.\n(a bit) more.",
            &[
                ("We need:", Paragraph),
                ("- bread", ListItem),
                ("• milk", ListItem),
                ("1. eggs", ListItem),
                ("2) salt", ListItem),
                ("a) oil", ListItem),
                ("(3) tea", ListItem),
                ("-5 degrees fell.", Paragraph),
                ("(a bit) more.", Paragraph),
            ],
        );
    }

    #[test]
    fn captions() {
        check(
            "Photo: Reuters\nPhoto by Ann Lee\nThe bridge on Monday. Photo: AP\nThe bridge (Photo: Ann Lee/AP)\nФото: ТАСС",
            &[
                ("Photo: Reuters", Caption),
                ("Photo by Ann Lee", Caption),
                ("The bridge on Monday. Photo: AP", Caption),
                ("The bridge (Photo: Ann Lee/AP)", Caption),
                ("Фото: ТАСС", Caption),
            ],
        );
        check(
            "Photos of the bridge were shown.\nHe asked: Who has a photo of it?",
            &[("Photos of the bridge were shown.", Paragraph), ("He asked: Who has a photo of it?", Headline)],
        );
    }

    #[test]
    fn headlines() {
        check(
            "“We won”, says Smith\nHe left. She stayed\nThe council met. It was late\nU.S. Senate passes bill\n2006 in numbers\nand so on",
            &[
                ("“We won”, says Smith", Headline),
                ("He left. She stayed", Paragraph),
                ("The council met. It was late", Paragraph),
                ("U.S. Senate passes bill", Headline),
                ("2006 in numbers", Headline),
                ("and so on", Paragraph),
            ],
        );
    }
}
