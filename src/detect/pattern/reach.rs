//! How far an expression looks. The build script reads it off the expressions of the binary with this file.

/// How far an expression looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Inside a block, from the start of a line.
    Line,
    /// Inside a block.
    Block,
    /// Across blocks.
    Article,
}

impl Reach {
    pub(crate) fn of(source: &str) -> Self {
        // Classes such as `[^\n]` do not count.
        let mut bare = String::new();
        let mut depth = 0_u32;
        let mut escaped = false;
        for c in source.chars() {
            match c {
                '[' if !escaped => depth += 1,
                ']' if !escaped => depth = depth.saturating_sub(1),
                _ if depth == 0 => bare.push(c),
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        if ["\\n", "\\A", "\\z", "(?s"].iter().any(|piece| bare.contains(piece)) {
            return Self::Article;
        }
        let line = bare.strip_prefix("(?i)").unwrap_or(&bare).starts_with('^') && !splits(&bare);
        if line { Self::Line } else { Self::Block }
    }
}

/// Whether an expression is a choice at its top.
fn splits(bare: &str) -> bool {
    let mut depth = 0_i32;
    let mut escaped = false;
    bare.chars().any(|c| {
        let plain = !escaped;
        escaped = c == '\\' && plain;
        match c {
            '(' if plain => depth += 1,
            ')' if plain => depth -= 1,
            _ => {}
        }
        c == '|' && plain && depth == 0
    })
}
