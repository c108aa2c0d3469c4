//! Where sentences end.

use crate::model::Token;
use std::ops::Range;

/// Splits the tokens of one block (indexes into `tokens`) into sentences; the ranges cover all of them, in order.
pub(super) fn split(text: &str, tokens: &[Token], block: Range<u32>, out: &mut Vec<Range<u32>>) {
    let mut start = block.start;
    for index in block.clone() {
        let token = &tokens[index as usize];
        let next = tokens.get(index as usize + 1).filter(|_| index + 1 < block.end);
        let terminal = token.is_punct() && matches!(text.as_bytes()[token.start() as usize], b'.' | b'!' | b'?');
        if terminal && next.is_none_or(Token::spaced) {
            out.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < block.end {
        out.push(start..block.end);
    }
}
