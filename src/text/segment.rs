//! Blocks, sentences and tokens of a text.

use super::{sentence, token};
use crate::model::{Block, BlockKind, Sentence, Span, Text};

/// Makes a [`Text`] of a string and the blocks that a reader found in it (in order, not overlapping).
pub fn segment(content: String, blocks: &[(Span, BlockKind)]) -> Text {
    // English news has a token for every 5.4 bytes and a sentence for every 130.
    let mut tokens = Vec::with_capacity(content.len() / 5 + 8);
    let mut sentences = Vec::with_capacity(content.len() / 100 + 4);
    let mut made = Vec::with_capacity(blocks.len());
    let mut ranges = Vec::new();
    for &(span, kind) in blocks {
        let first_token = tokens.len() as u32;
        token::tokenize(&content, span.start as usize, span.end as usize, &mut tokens);
        let token_range = first_token..tokens.len() as u32;
        if token_range.is_empty() {
            continue;
        }
        let first_sentence = sentences.len() as u32;
        ranges.clear();
        sentence::split(&content, &tokens, token_range.clone(), &mut ranges);
        for range in ranges.drain(..) {
            let inside = &tokens[range.start as usize..range.end as usize];
            let words = inside.iter().filter(|t| t.counts()).count() as u32;
            let span = Span::new(inside[0].start(), inside[inside.len() - 1].end());
            sentences.push(Sentence { span, block: made.len() as u32, tokens: range, words });
        }
        made.push(Block { span, kind, sentences: first_sentence..sentences.len() as u32, tokens: token_range });
    }
    Text::from_parts(content, made, sentences, tokens)
}

/// Finds the blocks of plain text: a line is a block, unless lines are wrapped at a fixed width.
///
/// A short line without a final stop is a headline; a line with a list marker is a list item.
pub fn plain_blocks(content: &str) -> Vec<(Span, BlockKind)> {
    let mut blocks = Vec::new();
    let mut lines: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start_matches(white).len());
        let text = line.trim_matches(white);
        at += line.len();
        if text.is_empty() {
            flush(content, &mut lines, &mut blocks);
        } else {
            lines.push(Span::new(start as u32, (start + text.len()) as u32));
        }
    }
    flush(content, &mut lines, &mut blocks);
    blocks
}

fn white(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\0'
}

/// Turns lines that follow each other without a blank one into blocks.
fn flush(content: &str, lines: &mut Vec<Span>, blocks: &mut Vec<(Span, BlockKind)>) {
    if wrapped(content, lines) {
        let span = lines[0].cover(lines[lines.len() - 1]);
        blocks.push((span, kind_of(&content[span.range()])));
    } else {
        blocks.extend(lines.iter().map(|&span| (span, kind_of(&content[span.range()]))));
    }
    lines.clear();
}

/// Whether the lines are one paragraph broken at a fixed width: three or more, all but the last between 50 and 100
/// bytes and about equally long, none of them a list item.
fn wrapped(content: &str, lines: &[Span]) -> bool {
    let [full @ .., last] = lines else { return false };
    if full.len() < 2 {
        return false;
    }
    let (short, long) = full.iter().fold((u32::MAX, 0), |(low, high), l| (low.min(l.len()), high.max(l.len())));
    let listed = lines.iter().any(|l| list_marker(&content[l.range()]));
    let inside = full.iter().filter(|l| content[l.range()].ends_with(|c: char| c.is_alphanumeric() || c == ',')).count();
    short >= 50 && long <= 100 && long - short <= 24 && last.len() <= long && !listed && inside * 2 >= full.len()
}

fn kind_of(block: &str) -> BlockKind {
    if list_marker(block) {
        return BlockKind::ListItem;
    }
    let words = block.split_whitespace().take(17).count();
    let closed = block.trim_end_matches(['”', '"', '’', '»', ')', ']', '\'']);
    let stopped = closed.ends_with(['.', '!', '…', ':', ';', ',', '。', '！', '؟', '।']);
    let starts = block.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase());
    if words <= 16 && !stopped && starts { BlockKind::Headline } else { BlockKind::Paragraph }
}

/// `- item`, `• item`, `1. item`, `a) item`.
fn list_marker(block: &str) -> bool {
    let mut chars = block.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '·' | '‣' | '◦' | '▪' | '■') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let rest = block.trim_start_matches(|c: char| c.is_ascii_digit());
            block.len() - rest.len() <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))
        }
        Some(c) if c.is_ascii_lowercase() => chars.as_str().starts_with(") "),
        _ => false,
    }
}
