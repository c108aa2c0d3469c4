//! Tokens of HTML to a tree, forgiving as browsers are in what matters for text.

use crate::input::tree::{Kind, Tree};
use html5gum::{DefaultEmitter, Token, Tokenizer, emitters::default::StartTag};
use std::ops::Range;

/// How far up an end tag looks for its element: more is damage, and must not cost time.
const REACH: usize = 512;
/// The longest reference that HTML knows is shorter.
const MAX_REFERENCE: usize = 40;

/// Reads all of a text. Node 0 holds everything.
pub(super) fn read(text: &str) -> Tree {
    let mut tree = Tree::default();
    tree.push(element("", Vec::new()), 0..0);
    let mut open = vec![0];
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => start(&mut tree, &mut open, &tag),
            Token::EndTag(tag) => end(&mut tree, &mut open, &String::from_utf8_lossy(&tag.name)),
            Token::String(string) => {
                let range = clip(text, string.span.start, string.span.end);
                let verbatim = open.last().is_some_and(|n| matches!(tree.name(*n), "script" | "style"));
                if verbatim {
                    tree.push(Kind::Text, range);
                } else {
                    split(&mut tree, text, range);
                }
            }
            Token::Comment(comment) => {
                let range = clip(text, comment.span.start, comment.span.end);
                let inner = text[range.clone()].strip_prefix("<!--").map_or(0, |_| 4);
                let tail = text[range.clone()].strip_suffix("-->").map_or(0, |_| 3);
                if range.len() >= inner + tail {
                    tree.push(Kind::Comment, range.start + inner..range.end - tail);
                }
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    while let Some(node) = open.pop() {
        tree.close(node);
    }
    tree
}

/// A range that can be cut out of the text, whatever the tokenizer says.
fn clip(text: &str, start: usize, end: usize) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(start);
    start..floor(end).max(start)
}

fn element(name: &str, attributes: Vec<(Box<str>, Box<str>)>) -> Kind {
    Kind::Element { name: name.into(), attributes }
}

fn start(tree: &mut Tree, open: &mut Vec<usize>, tag: &StartTag<usize>) {
    let name = String::from_utf8_lossy(&tag.name);
    // End tags that may be left out.
    let (closes, within): (&[&str], &[&str]) = match &*name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr", "td", "th"], &["table", "tbody", "thead", "tfoot"]),
        "tbody" | "tfoot" => (&["tbody", "thead", "tr"], &["table"]),
        "option" => (&["option"], &["select"]),
        "p" | "div" | "ul" | "ol" | "dl" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote"
        | "section" | "article" | "aside" | "figure" | "header" | "footer" | "main" | "nav" | "pre" | "form" | "hr"
        | "address" | "details" => (&["p"], &["button", "td", "th", "li", "blockquote", "div", "section", "article"]),
        "body" => (&["head"], &[]),
        _ => (&[], &[]),
    };
    if !closes.is_empty() {
        let reach = open.iter().enumerate().skip(1).rev().take(REACH);
        let mut found = None;
        for (depth, node) in reach {
            let name = tree.name(*node);
            if closes.contains(&name) {
                found = Some(depth);
            }
            if within.contains(&name) {
                break;
            }
        }
        if let Some(depth) = found {
            for node in open.drain(depth..) {
                tree.nodes[node].end = tree.nodes.len();
            }
        }
    }
    let attributes = tag
        .attributes
        .iter()
        .map(|(name, value)| (String::from_utf8_lossy(name).into(), String::from_utf8_lossy(&value.value).into()));
    let node = tree.push(element(&name, attributes.collect()), tag.span.start..tag.span.end);
    let void = matches!(
        &*name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    );
    if !void {
        open.push(node);
    }
}

fn end(tree: &mut Tree, open: &mut Vec<usize>, name: &str) {
    let found = open.iter().enumerate().skip(1).rev().take(REACH).find(|(_, node)| tree.name(**node) == name);
    if let Some((depth, _)) = found {
        for node in open.drain(depth..) {
            tree.nodes[node].end = tree.nodes.len();
        }
    }
}

/// Adds text, its references apart.
fn split(tree: &mut Tree, text: &str, range: Range<usize>) {
    let mut at = range.start;
    let mut from = at;
    while let Some(found) = memchr::memchr(b'&', &text.as_bytes()[from..range.end]) {
        let and = from + found;
        from = and + 1;
        if let Some((len, decoded)) = reference(&text[and..range.end]) {
            if and > at {
                tree.push(Kind::Text, at..and);
            }
            tree.push(Kind::Decoded(decoded.into()), and..and + len);
            at = and + len;
            from = at;
        }
    }
    if range.end > at {
        tree.push(Kind::Text, at..range.end);
    }
}

/// Decodes the reference at the start of a text: how long it is, and what it stands for.
pub(in crate::input) fn reference(text: &str) -> Option<(usize, String)> {
    let name = text.bytes().skip(1).take(MAX_REFERENCE).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let len = 1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'));
    let raw = text.get(..len).filter(|_| name > 0)?;
    // The tokenizer knows all names, and which of them need no semicolon.
    let mut decoded = String::new();
    for token in Tokenizer::new(raw) {
        let Ok(token) = token;
        if let Token::String(string) = token {
            decoded.push_str(&String::from_utf8_lossy(&string));
        }
    }
    if decoded == raw {
        return None;
    }
    // What follows a name without its semicolon stands for itself.
    let tail = decoded.bytes().rev().zip(raw.bytes().rev()).take_while(|(a, b)| a == b && a.is_ascii()).count();
    let tail = if tail < decoded.len() { tail } else { 0 };
    decoded.truncate(decoded.len() - tail);
    Some((len - tail, decoded))
}
