//! What stands around a quotation mark.

use crate::model::Text;

/// What stands around a mark.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about one side of the mark")]
pub(super) struct Shape {
    pub(super) index: usize,
    pub(super) block_start: usize,
    pub(super) block_end: usize,
    /// White space before it, or it begins the block.
    pub(super) gap_before: bool,
    /// White space behind it, or it ends the block.
    pub(super) gap_after: bool,
    /// It ends the block.
    pub(super) last: bool,
    /// An opening bracket, a dash or another opening mark stands right before it.
    pub(super) opener_before: bool,
    /// A mark that closes or separates stands right behind it.
    pub(super) closer_follows: bool,
    /// A number stands right before it.
    pub(super) after_number: bool,
}

impl Shape {
    pub(super) fn of(text: &Text, index: usize, block_start: usize, block_end: usize) -> Self {
        let tokens = text.tokens();
        let gap_before = index == block_start || tokens[index].spaced();
        let last = index + 1 == block_end;
        let gap_after = last || tokens[index + 1].spaced();
        let before = if gap_before { "" } else { text.word(index - 1) };
        let after = if gap_after { "" } else { text.word(index + 1) };
        Self {
            index,
            block_start,
            block_end,
            gap_before,
            gap_after,
            last,
            opener_before: matches!(
                before,
                "(" | "[" | "{" | "—" | "–" | "--" | "/" | "“" | "‘" | "«" | "„" | "¿" | "¡" | "="
            ) || matches!(before, "\"" | "'")
                && (index - 1 == block_start || tokens[index - 1].spaced()),
            closer_follows: matches!(
                after,
                "," | "."
                    | ";"
                    | ":"
                    | "!"
                    | "?"
                    | ")"
                    | "]"
                    | "}"
                    | "—"
                    | "–"
                    | "--"
                    | "-"
                    | "…"
                    | "..."
                    | "”"
                    | "’"
                    | "»"
                    | "。"
                    | "，"
                    | "/"
            ) || matches!(after, "\"" | "'") && !gap_before,
            after_number: !gap_before && tokens[index - 1].is_number(),
        }
    }
}
