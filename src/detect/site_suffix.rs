//! `site-suffix`: the name of the site behind the headline.
//!
//! A page title is headline, separator, site. Behind a dash only an address is believed, because headlines attribute
//! with a dash (*Talks to resume – Reuters*); behind a bar any short name in capitals.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, BlockKind, RuleId, Span, hash_word};
use serde::Deserialize;

/// Parameters of a `site-suffix` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Words that end the name of a site, so that it is believed behind a dash as well.
    #[serde(default)]
    site_words: Vec<String>,
    /// The longest name, in words.
    #[serde(default = "Params::words")]
    longest_name: usize,
}

impl Params {
    fn words() -> usize {
        4
    }
}

struct SiteSuffix {
    rules: Vec<(RuleId, Vec<u64>, usize)>,
}

/// The headline stands among so many first blocks, behind a skip link and a date.
const FIRST: usize = 4;
/// The longest headline, in bytes.
const LONGEST: usize = 300;

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let all = compile.params::<Params>();
    let rules = all
        .iter()
        .map(|(id, _, p)| (*id, p.site_words.iter().map(|w| hash_word(w)).collect(), p.longest_name))
        .collect();
    Box::new(SiteSuffix { rules })
}

impl Detector for SiteSuffix {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for (rule, words, longest) in &self.rules {
            if !out.wants(*rule) {
                continue;
            }
            for block in cx.text.blocks().iter().take(FIRST) {
                let line = cx.text.slice(block.span);
                if block.kind == BlockKind::Headline
                    && line.len() <= LONGEST
                    && let Some(at) = suffix(line, words, *longest, cx.doc.origin.site.as_deref())
                {
                    let start = block.span.start + at as u32;
                    let cut = block.span.start + line[..at].trim_end().len() as u32;
                    let hit = Hit::new(*rule, Span::new(start, block.span.end));
                    out.report(hit.fix(Applicability::Unsafe, Span::new(cut, block.span.end), ""));
                }
            }
        }
    }
}

/// Where the separator before the site's name starts, as an offset in the headline.
fn suffix(line: &str, words: &[u64], longest: usize, site: Option<&str>) -> Option<usize> {
    // Each separator holds one of these; most headlines have none.
    let separates = |byte: u8| matches!(byte, b'|' | b':' | b'-' | b'_' | b'/') || !byte.is_ascii();
    if !line.bytes().any(separates) {
        return None;
    }
    let Some((at, mark, name)) = spaced_separator(line) else {
        return glued_domain(line);
    };
    let head = line[..at].split_whitespace().count();
    let mut count = 0;
    let mut last = "";
    for word in name.split_whitespace() {
        let small =
            matches!(word, "of" | "the" | "and" | "de" | "la" | "el" | "in" | "di" | "du" | "der" | "&" | "+" | "-");
        if !small
            && !word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase())
            && !domain(word)
        {
            return None;
        }
        count += 1;
        last = word;
    }
    if count == 0 || count > longest || head < 2 || name.ends_with(['!', '?', '”', '"', '’', ':', ',', '…']) {
        return None;
    }
    let lone_domain = count == 1 && domain(name);
    let own = site.is_some_and(|s| s.eq_ignore_ascii_case(name));
    let bar = matches!(mark, "|" | "||" | "::" | "›" | "｜");
    let site_word = words.contains(&hash_word(last.trim_matches('.')));
    (lone_domain || own || site_word || bar && (head >= 3 || NEWS.contains(&last))).then_some(at)
}

/// Names of outlets end in these, so two words of headline before a bar are enough.
const NEWS: &[&str] = &["News", "Times", "Post", "Daily", "TV", "Today", "Press", "Herald", "Tribune", "Journal", "24"];

/// The last separator with white space on both sides: where it starts, itself, and what follows.
fn spaced_separator(line: &str) -> Option<(usize, &str, &str)> {
    let mut end = line.len();
    while let Some(space) = line[..end].rfind(char::is_whitespace) {
        let word = line[space..end].trim_start();
        if matches!(word, "|" | "||" | "::" | "»" | "›" | "｜" | "•" | "-" | "–" | "—" | "--" | "_" | "//") {
            return Some((end - word.len(), word, line[end..].trim()));
        }
        end = space;
    }
    None
}

/// `month-Chinanews.com`: a word, a hyphen and an address with a capital.
fn glued_domain(line: &str) -> Option<usize> {
    let (before, _) = line.rsplit_once(char::is_whitespace)?;
    let last = line.len() - line[before.len()..].trim_start().len();
    let (at, mark) = line[last..].char_indices().rfind(|(_, c)| matches!(c, '-' | '–' | '—' | '_' | '|'))?;
    let (word, name) = (&line[last..last + at], &line[last + at + mark.len_utf8()..]);
    let plain = word.ends_with(char::is_alphanumeric) && !word.starts_with(char::is_uppercase);
    (plain && name.starts_with(char::is_uppercase) && domain(name)).then_some(last + at)
}

/// `example.com`: letters and points, without a path or an at sign, ending like an address.
fn domain(word: &str) -> bool {
    let Some((name, top)) = word.rsplit_once('.') else {
        return false;
    };
    let letters = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    letters(name) && name.len() >= 2 && (2..=6).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase())
}
