//! What is said of a finding.

/// The longest piece of text in a message, in characters …
const LONGEST: usize = 80;
/// … and what is kept of both ends of a longer one.
const START: usize = 45;
const END: usize = 30;

/// A rule's message with its names filled in: `{found}` and those of the slots. It stays one line: long pieces are cut in
/// the middle, line breaks become spaces.
pub(super) fn message(template: &str, found: &str, slots: &[(&'static str, String)]) -> String {
    let mut message = String::with_capacity(template.len() + 2 * LONGEST);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let value = rest[open + 1..].find('}').and_then(|len| {
            let name = &rest[open + 1..=open + len];
            let slot = || slots.iter().find(|(slot, _)| *slot == name).map(|(_, value)| value.as_str());
            Some((if name == "found" { Some(found) } else { slot() }?, open + len + 2))
        });
        message.push_str(&rest[..open]);
        if let Some((value, behind)) = value {
            add(&mut message, value);
            rest = &rest[behind..];
        } else {
            message.push('{');
            rest = &rest[open + 1..];
        }
    }
    message.push_str(rest);
    message
}

/// Adds a piece of text.
fn add(message: &mut String, text: &str) {
    let folded;
    let text = if is_plain(text.as_bytes()) {
        text
    } else {
        folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        &folded
    };
    if text.len() <= LONGEST || text.chars().count() <= LONGEST {
        message.push_str(text);
        return;
    }
    let start = text.char_indices().nth(START).map_or(text.len(), |(at, _)| at);
    let end = text.char_indices().nth_back(END - 1).map_or(0, |(at, _)| at);
    message.push_str(&text[..start]);
    message.push('…');
    message.push_str(&text[end..]);
}

/// Whether white space is single spaces between words of ASCII.
fn is_plain(text: &[u8]) -> bool {
    let plain = |pair: &[u8]| pair[0].is_ascii_graphic() || pair[0] == b' ' && pair[1].is_ascii_graphic();
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    edge(text.first()) && edge(text.last()) && text.windows(2).all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_once() {
        let slots = [("better", "{found}".to_owned()), ("from", "a\n b ".to_owned())];
        assert_eq!(message("“{found}” is {better}, {other} {from} {", "x", &slots), "“x” is {found}, {other} a b {");
    }

    #[test]
    fn long_pieces_are_cut_in_the_middle() {
        let cut = |text: &str| message("{found}", text, &[]);
        assert_eq!(cut(&"é".repeat(80)), "é".repeat(80));
        for long in ["ab cd".repeat(20), "äb\ncd".repeat(20)] {
            let flat: Vec<char> = long.replace('\n', " ").chars().collect();
            let ends: String = flat[..45].iter().chain(&['…']).chain(&flat[flat.len() - 30..]).collect();
            assert_eq!(cut(&long), ends);
        }
    }
}
