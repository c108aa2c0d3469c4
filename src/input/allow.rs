//! Comments that let rules pass: `mtlint-allow RULE, RULE: reason` for the next block, `mtlint-allow-file` for all of it.

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) rules: Vec<String>,
    pub(super) reason: String,
    /// Whether it holds for the whole article.
    pub(super) whole: bool,
}

/// Reads a comment, without the marks that make it one.
pub(super) fn read(comment: &str) -> Option<Comment> {
    let rest = comment.trim().strip_prefix("mtlint-allow")?;
    let (whole, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    // An entry of a rule is written `rule:entry`, so only a colon with a space behind it starts the reason.
    let (rules, reason) = rest.split_once(": ").unwrap_or((rest.trim_end().trim_end_matches(':'), ""));
    let rules: Vec<String> = rules.split([',', ' ', '\t', '\n']).filter(|r| !r.is_empty()).map(str::to_owned).collect();
    (!rules.is_empty()).then(|| Comment { rules, reason: reason.trim().to_owned(), whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_name_rules_and_reason() {
        let comment = read(" mtlint-allow number-mismatch, literal-idiom:make-a-photo: the agency's own figure ");
        let expected = Comment {
            rules: vec!["number-mismatch".into(), "literal-idiom:make-a-photo".into()],
            reason: "the agency's own figure".into(),
            whole: false,
        };
        assert_eq!(comment, Some(expected));
        assert!(read("mtlint-allow-file @style").is_some_and(|c| c.whole && c.reason.is_empty()));
        assert_eq!(read("mtlint-allowance x"), None);
        assert_eq!(read("mtlint-allow : x"), None);
    }
}
