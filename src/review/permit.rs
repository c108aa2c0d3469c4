//! Words and phrases that are right here.

use crate::model::{Finding, Text};

/// A wording that is no mistake in these articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permit {
    /// The wording; letters of either case, any white space.
    pub text: String,
    /// Why it is right.
    pub reason: String,
}

impl Permit {
    /// Whether a finding is about the wording: it lies inside it, or is little more than it.
    pub fn covers(&self, text: &Text, finding: &Finding) -> bool {
        let content = text.content();
        let span = finding.span.range();
        let reach = 2 * self.text.len() + 8;
        let mut at = span.start.saturating_sub(reach);
        while !content.is_char_boundary(at) {
            at -= 1;
        }
        while at < span.end {
            if let Some(length) = matched(&content[at..], &self.text)
                && stands_alone(content, at, at + length)
            {
                let inside = at <= span.start && span.end <= at + length;
                let most = span.start <= at && at + length <= span.end && 3 * length >= 2 * span.len();
                if inside || most {
                    return true;
                }
            }
            at += content[at..].chars().next().map_or(1, char::len_utf8);
        }
        false
    }
}

/// Bytes of `text` that the wording matches at its start.
fn matched(text: &str, wording: &str) -> Option<usize> {
    let mut rest = text;
    let mut words = wording.split_whitespace().peekable();
    words.peek()?;
    let mut first = true;
    for word in words {
        if !first {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        first = false;
        for c in word.chars() {
            let other = rest.chars().next()?;
            if c != other && !c.to_lowercase().eq(other.to_lowercase()) {
                return None;
            }
            rest = &rest[other.len_utf8()..];
        }
    }
    Some(text.len() - rest.len())
}

/// Whether no word goes on at either end.
fn stands_alone(content: &str, start: usize, end: usize) -> bool {
    let joined =
        |a: Option<char>, b: Option<char>| a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric);
    !joined(content[..start].chars().next_back(), content[start..].chars().next())
        && !joined(content[..end].chars().next_back(), content[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Lang, RuleId, Severity, Span},
        text::text_document,
    };

    fn covers(wording: &str, content: &str, found: &str) -> bool {
        let document = text_document(content, None, Lang::EN);
        let start = content.find(found).expect("it is there") as u32;
        let finding = Finding {
            rule: RuleId(0),
            entry: None,
            severity: Severity::Minor,
            span: Span::new(start, start + found.len() as u32),
            sentence: 0,
            message: String::new(),
            fixes: Vec::new(),
            points: 0.0,
            fingerprint: 0,
        };
        Permit { text: wording.into(), reason: String::new() }.covers(&document.target, &finding)
    }

    #[test]
    fn inside_or_little_more() {
        let text = "He reads the Wall  Street journal in Strasse.";
        assert!(covers("Wall Street Journal", text, "Street"));
        assert!(covers("Wall Street Journal", text, "the Wall  Street journal"));
        assert!(!covers("Wall Street Journal", text, "He reads the Wall  Street journal in Strasse."));
        assert!(!covers("Wall Street Journal", text, "in"));
        assert!(!covers("Street", "Streets", "Street"), "no part of a word");
    }
}
