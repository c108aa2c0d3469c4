//! Web and mail addresses, domain names, file names and initialisms: words with points inside.

use super::word::alphanumeric_at;
use std::ops::Range;

/// Top-level domains that, behind a point, make an address of a word. Short, because `end.The` must stay two sentences.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "eu", "uk", "de", "fr", "ru", "ua", "pl",
    "cn", "jp", "br", "au", "ca", "ch", "nl", "es", "tv", "co", "ge", "tr", "cz", "se", "kr", "mx", "js", "html",
    "htm", "php", "pdf", "txt", "md", "exe", "rs", "py",
];

/// Looks for addresses, and remembers the run of address characters met last, so that none is read over and over.
#[derive(Default)]
pub(super) struct Addresses {
    run: Range<usize>,
    /// The run holds no address.
    dull: bool,
}

impl Addresses {
    /// Web and mail addresses, domain names and file names. `stop` is the end of the first word.
    pub(super) fn find(&mut self, text: &str, bytes: &[u8], start: usize, stop: usize) -> Option<usize> {
        let follows = *bytes.get(stop + 1)?;
        match bytes[stop] {
            b':' => {
                let scheme = stop - start <= 8 && bytes[stop..].starts_with(b"://");
                return scheme.then(|| trim_address(bytes, url_end(bytes, stop), start));
            }
            _ if !follows.is_ascii_alphanumeric() && !matches!(follows, b'.' | b'-' | b'_' | b'@' | b'+') => {
                return None;
            }
            _ => {}
        }
        if !self.run.contains(&start) {
            let mut run = stop;
            let mut dull = true;
            while run < bytes.len()
                && (bytes[run].is_ascii_alphanumeric() || matches!(bytes[run], b'.' | b'-' | b'_' | b'@' | b'+'))
            {
                dull &= bytes[run] != b'.';
                run += 1;
            }
            let scheme = bytes[run..].starts_with(b"://");
            self.run = start..run;
            self.dull = dull && !scheme;
        }
        // A host has at most 253 bytes. Runs of names, points and dashes beyond that are no address, and reading them
        // again from every word would take forever.
        let stop = self.run.end;
        if self.dull || stop - start > MAX_ADDRESS {
            return None;
        }
        let scheme = stop - start <= 8 && bytes[stop..].starts_with(b"://");
        let www = stop - start > 4 && bytes[start..start + 4].eq_ignore_ascii_case(b"www.");
        if scheme || www {
            return Some(trim_address(bytes, url_end(bytes, stop), start));
        }
        let stop = trim_address(bytes, stop, start);
        let run = &text[start..stop];
        let (host, domain) = run.rsplit_once('.')?;
        if run.bytes().rposition(|b| b == b'@').is_some_and(|at| at > 0 && run[at..].contains('.')) {
            return Some(stop);
        }
        // `example.com/path`, `README.md`: the ending is known.
        let known = DOMAINS.contains(&domain);
        let plain = host.len() > 1 && !host.ends_with('.') && !host.contains("..") && !host.ends_with('-');
        if !(known && plain) {
            return None;
        }
        let path = bytes.get(stop) == Some(&b'/');
        Some(if path { trim_address(bytes, url_end(bytes, stop), start) } else { stop })
    }
}

/// The longest mail address or host name that is looked for.
const MAX_ADDRESS: usize = 320;

/// The most letters of an initialism.
const MAX_INITIALS: usize = 12;

/// `U.S.`, `e.g.`, `p.m.`, `J.R.R.`: single letters, each with a point, at least two. The last point is part of it.
pub(super) fn initialism(text: &str, bytes: &[u8], start: usize) -> Option<usize> {
    let end = bytes.len();
    let mut at = start;
    let mut letters = 0;
    while at + 1 < end && bytes[at].is_ascii_alphabetic() && bytes[at + 1] == b'.' {
        letters += 1;
        at += 2;
        if letters > MAX_INITIALS {
            return None;
        }
    }
    if letters == 0 {
        return None;
    }
    if letters >= 2 && !alphanumeric_at(text, bytes, at) {
        // `U.S..` or `p.m...`: the point after the last letter is still the abbreviation's.
        return Some(at);
    }
    // `U.S` without its last point, at the end or before a space.
    let single = bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(at + 1) != Some(&b'\'')
        && !alphanumeric_at(text, bytes, at + 1);
    single.then_some(at + 1)
}

fn url_end(bytes: &[u8], from: usize) -> usize {
    let more =
        bytes[from..].iter().take_while(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'|' | b'`'));
    from + more.count()
}

/// Punctuation at the end of an address belongs to the sentence.
fn trim_address(bytes: &[u8], mut stop: usize, start: usize) -> usize {
    while stop > start + 1
        && matches!(bytes[stop - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\'' | b'-' | b'@')
    {
        stop -= 1;
    }
    stop
}
