//! Where in an article an expression can match at all: near a word or mark that each of its matches holds.
//!
//! Running a thousand expressions over every line of an article takes a thousand times as long as reading it. Nearly
//! every match holds a word of a small set, and the tokens are there already: one pass over them names the few places
//! where an expression can match.

mod byte;
mod class;
mod edge;
mod index;
mod key;
mod lead;
mod leads;
mod openings;
mod piece;
mod require;
mod seen;
#[cfg_attr(not(test), expect(dead_code, reason = "the build script takes keys in"))]
mod sieve;

pub(super) use index::{Index, Triggers};
pub(super) use key::Edges;
pub(super) use lead::Lead;
pub(super) use leads::Leads;
pub(super) use openings::Openings;
pub(super) use require::{required, required_by_all};
pub(super) use seen::Seen;

use super::Cx;
use crate::model::{Token, TokenFlags, TokenKind};
use index::{APOSTROPHE, DIGIT, FOREIGN, mixed};
use key::START;
use lead::FAR;

/// A token that leads to an expression: the number of the expression, and the index of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) number: u32,
    pub(super) token: u32,
}

impl Triggers {
    /// Collects the tokens of an article that lead to an expression that may match in it, in order.
    pub(super) fn find(&self, cx: &Cx<'_>, met: &mut Vec<Met>) {
        met.clear();
        if let Some(base) = self.base {
            let own = base..base + self.leads.len() as u32;
            let all = cx.leads().met.iter().filter(|met| own.contains(&met.number));
            met.extend(all.map(|met| Met { number: met.number - base, ..*met }));
        } else if !self.leads.is_empty() {
            for (token, index) in cx.text.tokens().iter().zip(0..) {
                self.led(cx.text.content(), token, index, met);
            }
        }
    }

    /// Collects what a token of a text leads to.
    #[inline]
    fn led(&self, content: &str, token: &Token, index: u32, met: &mut Vec<Met>) {
        let bytes = content.as_bytes();
        let mut lead = |numbers: &[u32]| {
            for &number in numbers {
                met.push(Met { number, token: index });
            }
        };
        if token.is_plain_word() {
            lead(self.words.at(token.hash()));
            if let Some(start) = letters(bytes, token) {
                lead(self.words.at(start));
            }
            return;
        }
        let (digit, foreign) = match token.kind() {
            TokenKind::Word => {
                lead(self.words.at(token.hash()));
                if let Some(start) = letters(bytes, token) {
                    lead(self.words.at(start));
                }
                if token.has(TokenFlags::APOSTROPHE) {
                    lead(&self.apostrophes);
                }
                let high = token.has(TokenFlags::NON_ASCII) && !self.foreign.is_empty();
                (token.has(TokenFlags::DIGIT), high && is_foreign(&content[token.span().range()]))
            }
            TokenKind::Number => {
                lead(self.words.at(token.hash()));
                (true, token.has(TokenFlags::NON_ASCII))
            }
            TokenKind::Punct | TokenKind::Symbol => {
                let first = bytes[token.start() as usize];
                let high = !first.is_ascii();
                lead(self.words.at(if high { token.hash() } else { mixed(first.into()) }));
                (false, high && token.kind() == TokenKind::Symbol)
            }
            TokenKind::Address => {
                lead(&self.addresses);
                if let Some(start) = letters(bytes, token) {
                    lead(self.words.at(start));
                }
                (true, token.has(TokenFlags::NON_ASCII))
            }
        };
        if digit {
            lead(&self.digits);
        }
        if foreign {
            lead(&self.foreign);
        }
    }

    /// The first byte at which a match can start that a token leads to, by the tokens of the article, in a text that starts
    /// at `least`.
    pub(super) fn first_byte(&self, tokens: &[Token], met: Met, least: u32) -> u32 {
        let Lead { bytes, spaces } = self.leads[met.number as usize];
        if bytes == FAR && spaces == FAR {
            return least;
        }
        if bytes == 0 && spaces == 0 {
            let before = (met.token as usize).checked_sub(1).and_then(|before| tokens.get(before));
            return before.map_or(least, |before| before.end().max(least));
        }
        let known = |most| if most == FAR { u32::MAX } else { u32::from(most) };
        let (mut bytes, mut spaces) = (known(bytes), known(spaces));
        let Some((mut token, before)) = tokens[..=met.token as usize].split_last() else { return least };
        for previous in before.iter().rev() {
            let end = previous.end();
            if end <= least {
                break;
            }
            if token.spaced() {
                if spaces == 0 {
                    return end;
                }
                spaces -= 1;
            }
            let length = end - previous.start();
            if length > bytes {
                return (end - bytes).max(least);
            }
            bytes -= length;
            token = previous;
        }
        least
    }

    /// Collects the expressions whose matches start with a token.
    pub(super) fn heads(&self, cx: &Cx<'_>, token: &Token, found: &mut Vec<u32>) {
        found.clear();
        let content = cx.text.content();
        let mut lead = |key: u64| found.extend_from_slice(self.heads.at(key));
        let high = token.has(TokenFlags::NON_ASCII);
        let first = content.as_bytes()[token.start() as usize];
        if matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol) && first.is_ascii() {
            return lead(mixed(first.into()));
        }
        lead(token.hash());
        if let Some(start) = letters(content.as_bytes(), token) {
            lead(start);
        }
        let word = token.is_word();
        if token.has(TokenFlags::DIGIT) || !word && !matches!(token.kind(), TokenKind::Punct | TokenKind::Symbol) {
            lead(mixed(DIGIT.into()));
        }
        if word && token.has(TokenFlags::APOSTROPHE) {
            lead(mixed(APOSTROPHE.into()));
        }
        if high && !token.is_punct() {
            lead(mixed(FOREIGN.into()));
        }
        if token.kind() == TokenKind::Address {
            found.extend_from_slice(&self.addresses);
        }
    }

    /// Whether an article has one of the marks of which each match of an expression holds one.
    pub(super) fn has_mark(&self, cx: &Cx<'_>, number: u32) -> bool {
        self.base.is_none() || self.marks[number as usize] & cx.leads().marks != 0
    }

    /// A byte that stands in every match of an expression, or 0.
    pub(super) fn byte(&self, number: u32) -> u8 {
        self.bytes.get(number as usize).copied().unwrap_or(0)
    }

    /// The expressions of which nothing is known that could lead to them, each with a byte that stands in every match, or 0.
    pub(super) fn anywhere(&self) -> impl Iterator<Item = (u32, u8)> {
        self.always.iter().map(|&number| (number, self.bytes[number as usize]))
    }
}

/// What the first letters of a word lead by.
#[inline]
fn letters(bytes: &[u8], token: &Token) -> Option<u64> {
    let start = token.start() as usize;
    if (token.end() as usize) < start + START {
        return None;
    }
    let &[a, b, c, d] = bytes.get(start..start + START)? else { return None };
    Some(mixed(u32::from_le_bytes([a, b, c, d]) | 0x2020_2020))
}

/// Whether a word has a character outside ASCII other than an apostrophe.
fn is_foreign(word: &str) -> bool {
    word.chars().any(|c| !c.is_ascii() && c != '’')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens_of;
    use regex::Regex;

    /// Where matches of an expression can start, by the tokens of a text that lead to it, and where they do.
    fn places(source: &str, text: &str) -> (Vec<(u32, u32)>, Vec<u32>) {
        let mut index = Index::default();
        index.add(source, &required(source, Edges::default()), true);
        let triggers = index.triggers();
        let tokens = tokens_of(text);
        let leads = |token: &Token| {
            let first = text.as_bytes()[token.start() as usize];
            let start = letters(text.as_bytes(), token).is_some_and(|start| !triggers.words.at(start).is_empty());
            let mark = token.is_punct() && !triggers.words.at(mixed(first.into())).is_empty();
            let digit = token.is_number() && !triggers.digits.is_empty();
            start || mark || digit || !triggers.words.at(token.hash()).is_empty()
        };
        let near = tokens
            .iter()
            .zip(0..)
            .filter(|(token, _)| leads(token))
            .map(|(token, index)| (triggers.first_byte(&tokens, Met { number: 0, token: index }, 0), token.end()));
        let regex = Regex::new(source).expect("it is an expression");
        (near.collect(), regex.find_iter(text).map(|found| found.start() as u32).collect())
    }

    #[test]
    fn every_match_starts_near_a_token_that_leads_to_it() {
        let sources = [
            r"\b[a-z]{4,}-(?:the|this)\b",
            r"(?i)\b(?:please |the following )?read\s+(?:more|on)\b",
            r"\b\d[\d.,]* (?:percents|pct)\b",
            r"[(\[]\s*(?:our |special )?(?:reporter|é{1,3}dition) [^)\]]{0,20}[)\]]",
            r"\w+\s*\(see\s+[^()]{0,9}below\)",
            r"\bU\. ?[SA]\. [AE]\.",
            r"[“‘]?(?:no|yes)[”’]?,? \w{1,8} (?:said|says)\b",
            r"(?:^|[.!?] )[*_]{0,2}Alternative(?:ly)?[*_]{0,2}:",
        ];
        let texts = [
            "He chose-the   best one, please\t\tread \u{a0} more; and Read on.",
            "5.5 pct and 1,000,000 percents of it, not 7 % — “Yes”, she said: no, Ömer says",
            "to the U.S. A. and the U. A. E. and the U.A. E.",
            "x (  our   reporter in Kyiv) [édition du soir] word  (see   far below) end-this",
            "Alternative: x. __Alternative__: y _Alternatively_: z! *_Alternatively: Alternative_x: Alternative:",
            "\u{1}read\u{1} more read more\u{200b} Łódź(see below) the following   read more",
        ];
        for source in sources {
            let mut all = 0;
            for text in texts {
                let (near, starts) = places(source, text);
                for start in &starts {
                    assert!(
                        near.iter().any(|(from, to)| (from..to).contains(&start)),
                        "{source}: {start} of {text}: {near:?}"
                    );
                }
                all += starts.len();
            }
            assert!(all > 0, "{source} matches nowhere");
        }
    }
}
