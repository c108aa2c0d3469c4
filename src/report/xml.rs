//! XML as JUnit and Checkstyle use it: elements with attributes and text, written by quick-xml.

use super::show::one_line;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use std::borrow::Cow;

/// Writes elements into a buffer, each on a line of its own.
pub(super) struct Xml<'o> {
    writer: Writer<&'o mut Vec<u8>>,
    depth: usize,
}

const MEMORY: &str = "memory takes what is written";

/// Characters that XML 1.0 has no way to write.
fn allowed(c: char) -> bool {
    !matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A text without what XML cannot hold: control characters are written by their number, as in all reports.
fn safe(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    if line.contains(|c| !allowed(c)) {
        Cow::Owned(line.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect())
    } else {
        line
    }
}

impl<'o> Xml<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>, depth: usize) -> Self {
        Self { writer: Writer::new(out), depth }
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect(MEMORY);
    }

    fn indent(&mut self) {
        let depth = self.depth;
        self.writer.get_mut().extend(std::iter::repeat_n(b' ', 2 * depth));
    }

    fn end_line(&mut self) {
        self.writer.get_mut().push(b'\n');
    }

    pub(super) fn declaration(&mut self) {
        self.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        self.end_line();
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.event(Event::Start(element(name, attributes)));
        self.end_line();
        self.depth += 1;
    }

    pub(super) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.event(Event::End(BytesEnd::new(name)));
        self.end_line();
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.event(Event::Empty(element(name, attributes)));
        self.end_line();
    }

    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.indent();
        self.event(Event::Start(element(name, attributes)));
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.end_line();
            }
            self.event(Event::Text(BytesText::new(&safe(line))));
        }
        self.event(Event::End(BytesEnd::new(name)));
        self.end_line();
    }
}

fn element<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, &*safe(value)));
    }
    element
}
