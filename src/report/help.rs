//! What a rule says of itself, for people: its documentation and its examples.

use super::show::one_line;
use crate::rule::{Example, Rule};
use std::fmt::Write;

/// The first paragraph of a documentation, on one line.
pub(super) fn paragraph(docs: &str) -> String {
    let first = docs.trim().split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Documentation and examples of a rule as Markdown.
pub fn help(rule: &Rule) -> String {
    let mut out = rule.docs.trim().to_owned();
    let (flagged, quiet): (Vec<_>, Vec<_>) = rule.examples().into_iter().partition(|e| !e.flags.is_empty());
    section("Flagged", &flagged, &mut out);
    section("Left alone", &quiet, &mut out);
    out
}

fn section(title: &str, examples: &[Example], out: &mut String) {
    if examples.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "\n\n## {title}\n");
    for example in examples {
        let text = match &example.title {
            Some(title) => code(&format!("{title}\n\n{}", example.text)),
            None => code(&example.text),
        };
        let _ = write!(out, "\n- {text}");
        let flags: Vec<String> = example.flags.iter().map(|f| code(f)).collect();
        if !flags.is_empty() {
            let _ = write!(out, "\n  - found: {}", flags.join(", "));
        }
        if let Some(fixed) = &example.fixed {
            let fixed = if fixed.trim().is_empty() { "(removed)".to_owned() } else { code(fixed) };
            let _ = write!(out, "\n  - mended: {fixed}");
        }
    }
}

/// A text as a code span on one line, in which nothing is markup.
fn code(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
    let flat: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    let flat = one_line(&flat.join(" ¶ ")).into_owned();
    let mut ticks = "`".to_owned();
    while flat.contains(&ticks) {
        ticks.push('`');
    }
    // Next to a backtick, or where the text begins and ends with a space, one space belongs to the signs.
    let pad = if ticks.len() > 1 || flat.starts_with(' ') && flat.ends_with(' ') { " " } else { "" };
    format!("{ticks}{pad}{flat}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a <b> *c*"), "`a <b> *c*`");
        assert_eq!(code("One.\r\n\nTwo."), "`One. ¶ Two.`");
        assert_eq!(code("it`s"), "`` it`s ``");
        assert_eq!(code(" . "), "`  .  `");
    }
}
