//! Where sentences end.
//!
//! One pass over the tokens of a block, which looks closer only at marks that can end a sentence and at initialisms,
//! whose last point can. What follows decides: a capital, a lower-case letter, a number, a closing mark. The rules are
//! those of English news; marks of other scripts and the habits of other languages are taken along where they do not
//! contradict. A full stop before a lower-case word ends a sentence unless the word before it is an abbreviation:
//! damaged text is full of such stops (`he said. he said on Thursday`), and a reader stops there.

mod full_stop;

use super::abbreviation::{abbreviation, domain, exclaimed_name, opens_sentences, says};
use crate::model::{Token, TokenFlags as F, TokenKind};
use std::ops::Range;

/// Splits the tokens of one block (indexes into `tokens`) into sentences; the ranges cover all of them, in order.
pub(super) fn split(text: &str, tokens: &[Token], block: Range<u32>, out: &mut Vec<Range<u32>>) {
    let (mut start, end) = (block.start as usize, block.end as usize);
    let tokens = &tokens[..end];
    let mut at = start;
    while let Some(offset) = tokens[at..].iter().position(|token| token.has(F::TERMINAL)) {
        at += offset;
        let view = View { text, tokens, start };
        match view.end_of_sentence(at) {
            Ok(stop) => {
                out.push(start as u32..stop as u32);
                start = stop;
                at = stop;
            }
            Err(next) => at = next,
        }
    }
    if start < end {
        out.push(start as u32..end as u32);
    }
}

/// What kind of end a token can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// `.`
    Point,
    /// `!`
    Exclamation,
    /// `?`
    Question,
    /// `...`, `…`
    Ellipsis,
    /// The last point of an initialism.
    Pointed,
    /// A stop of a script that has no capitals: `。`, `।`.
    Stop,
}

impl Mark {
    fn of(text: &str, token: Token) -> Option<Self> {
        if !token.has(F::TERMINAL) {
            return None;
        }
        if !token.is_punct() {
            return Some(Self::Pointed);
        }
        let mark = &text[token.span().range()];
        Some(match mark.as_bytes()[0] {
            b'.' if mark.len() == 1 => Self::Point,
            b'.' => Self::Ellipsis,
            b'!' => Self::Exclamation,
            b'?' => Self::Question,
            _ => match mark.chars().next()? {
                '…' | '‥' => Self::Ellipsis,
                '‼' => Self::Exclamation,
                '⁇' | '⁈' | '⁉' | '؟' | '՞' => Self::Question,
                _ => Self::Stop,
            },
        })
    }
}

/// What stands after a possible end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A word with a capital, at this index.
    Capital(usize),
    /// A word in lower case.
    Lower,
    /// A word of a script without case.
    Uncased,
    /// A number, a currency sign, an emoji.
    Number,
    /// A mark that goes on with the sentence: a comma, a closing bracket.
    Inside,
}

/// The tokens of a block up to its end, and where the sentence in hand starts.
struct View<'a> {
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
}

impl View<'_> {
    fn word(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span().range()]
    }

    fn point(&self, index: usize) -> bool {
        index < self.tokens.len() && self.word(index) == "."
    }

    fn spaced(&self, index: usize) -> bool {
        self.tokens.get(index).is_none_or(Token::spaced)
    }

    fn spaced_or_mark(&self, index: usize) -> bool {
        self.tokens.get(index).is_none_or(|token| token.spaced() || token.is_punct())
    }

    /// Whether the sentence ends with the mark at `at`: the index one past its last token, or else where to go on.
    fn end_of_sentence(&self, at: usize) -> Result<usize, usize> {
        let Some(mark) = Mark::of(self.text, self.tokens[at]) else {
            return Err(at + 1);
        };
        let (mut stop, closed, mark) = self.absorb(at, mark);
        if stop == self.tokens.len() {
            return Ok(stop);
        }
        let ends = if self.spaced(stop) {
            self.ends_before_space(at, stop, mark, closed)
        } else {
            self.ends_glued(at, stop, mark)
        };
        if !ends {
            return Err(stop);
        }
        // `Tass. .`: a lone point is the tail of the sentence before it, and so are the closing marks of `. ”`.
        while stop < self.tokens.len() {
            if self.tail(stop) {
                stop += 1;
            } else if let Some(end) = self.footnote(stop) {
                stop = end;
            } else {
                break;
            }
        }
        Ok(stop)
    }

    /// Takes in what belongs to the end: further marks, closing quotes and brackets, footnote marks. Gives the index after
    /// it, whether a quote or bracket closes, and the mark that counts.
    fn absorb(&self, at: usize, mark: Mark) -> (usize, bool, Mark) {
        let (mut stop, mut closed, mut mark) = (at + 1, false, mark);
        while let Some(&token) = self.tokens.get(stop) {
            if token.spaced() {
                // French sets its marks off: `« Fini ! »`.
                if matches!(self.word(stop), "»" | "”") && self.spaced_or_mark(stop + 1) {
                    closed = true;
                    stop += 1;
                    continue;
                }
                // Some set the points of an ellipsis apart: `. . .`
                if mark == Mark::Point && stop == at + 1 && self.point(stop) && self.point(stop + 1) {
                    mark = Mark::Ellipsis;
                    stop += 2;
                    continue;
                }
                break;
            }
            if let Some(more) = Mark::of(self.text, token).filter(|_| token.is_punct()) {
                if mark == Mark::Pointed && more == Mark::Point || mark != more && more != Mark::Point {
                    mark = more;
                }
            } else if token.is_punct() && self.closes(stop) {
                closed = true;
            } else if let Some(end) = self.footnote(stop) {
                stop = end;
                continue;
            } else if !(stop == at + 1 && self.note_number(at)) {
                break;
            }
            stop += 1;
        }
        (stop, closed, mark)
    }

    /// Whether the mark, which stands without space behind an end, closes a quotation or bracket.
    fn closes(&self, index: usize) -> bool {
        match self.word(index) {
            "”" | "’" | ")" | "]" | "}" | "›" | "」" | "』" | "）" | "】" | "》" | "〉" | "〕" | "］" => {
                true
            }
            // An opening mark here and elsewhere closes there: „…“, »…«.
            "\"" | "'" | "“" | "‘" | "«" | "»" | "‹" | "*" | "**" | "_" => {
                self.spaced_or_mark(index + 1)
                    || self.word(index) == "\"" && self.quoted(index)
                    || self.word(index) == "»" && self.word(self.start) == "«"
            }
            _ => false,
        }
    }

    /// Whether an odd number of straight quotation marks stands in the sentence before `index`.
    fn quoted(&self, index: usize) -> bool {
        // No sentence is longer, but a text of nothing but such marks would be read again and again.
        let from = self.start.max(index.saturating_sub(400));
        let straight = |token: &&Token| token.span().len() == 1 && self.text.as_bytes()[token.start() as usize] == b'"';
        self.tokens[from..index].iter().filter(straight).count() % 2 == 1
    }

    /// The end of `[3]`, `[1–3]`, `[a]` or a raised number.
    fn footnote(&self, index: usize) -> Option<usize> {
        let token = self.tokens[index];
        if token.is_number() && token.has(F::NON_ASCII) && !token.spaced() {
            return Some(index + 1);
        }
        if !token.is_punct() || self.word(index) != "[" {
            return None;
        }
        for i in index + 1..self.tokens.len().min(index + 7) {
            let inner = self.tokens[i];
            match inner.kind() {
                TokenKind::Number if inner.span().len() <= 3 => {}
                TokenKind::Word if inner.span().len() == 1 => {}
                TokenKind::Punct if i > index + 1 => match self.word(i) {
                    "]" => return Some(i + 1),
                    "," | "-" | "–" => {}
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    /// Whether the number behind the point at `at` points to a note: `innovation.23 Open`.
    fn note_number(&self, at: usize) -> bool {
        let number = self.tokens[at + 1];
        let glued = number.is_number() && number.span().len() <= 3 && !self.tokens[at].spaced() && at > self.start;
        let ends = self.tokens.get(at + 2).is_none_or(|after| after.spaced() && after.is_capital());
        glued && ends && {
            let word = self.tokens[at - 1];
            word.is_word() && word.is_lower() && word.span().len() > 3 && abbreviation(&word).is_none()
        }
    }

    /// Whether the token stands alone behind a sentence and cannot begin one.
    fn tail(&self, index: usize) -> bool {
        let token = self.tokens[index];
        if !self.spaced(index + 1)
            && self
                .tokens
                .get(index + 1)
                .is_some_and(|next| !matches!(next.kind(), TokenKind::Punct | TokenKind::Symbol))
        {
            return false;
        }
        match token.kind() {
            TokenKind::Punct => match self.word(index) {
                "." | "!" | "?" | "。" | "”" | "»" | ")" | "]" | "’" => true,
                "\"" => token.spaced() && self.spaced(index + 1) && self.quoted(index),
                _ => false,
            },
            // An emoji says how the sentence before it is meant.
            TokenKind::Symbol => token.has(F::NON_ASCII) && token.span().len() >= 3,
            _ => false,
        }
    }

    /// What stands from `index` on, behind opening quotes, brackets and dashes.
    fn next(&self, index: usize) -> Next {
        let mut dash = false;
        for i in index..self.tokens.len().min(index + 4) {
            let token = self.tokens[i];
            match token.kind() {
                TokenKind::Word if token.is_capital() => return Next::Capital(i),
                TokenKind::Word if token.is_lower() => {
                    // `iPhone`, `eBay`.
                    let brand = self.word(i).as_bytes().get(1).is_some_and(u8::is_ascii_uppercase);
                    return match (brand, dash) {
                        (true, _) => Next::Number,
                        (false, true) => Next::Inside,
                        (false, false) => Next::Lower,
                    };
                }
                TokenKind::Word => return Next::Uncased,
                TokenKind::Number | TokenKind::Address | TokenKind::Symbol => {
                    return if dash { Next::Inside } else { Next::Number };
                }
                TokenKind::Punct => match self.word(i) {
                    "\"" | "'" | "“" | "‘" | "«" | "„" | "‚" | "‹" | "»" | "(" | "[" | "{" | "¿" | "¡" | "*" | "**"
                    | "_" | "「" | "『" | "（" | "【" | "《" | "#" | "@" | "”" | "’" => {}
                    "-" | "–" | "—" | "--" | "•" | "·" | "▪" | "..." | "…" => {
                        dash = true;
                    }
                    _ => return Next::Inside,
                },
            }
        }
        Next::Inside
    }

    /// The rule where white space follows.
    fn ends_before_space(&self, at: usize, stop: usize, mark: Mark, closed: bool) -> bool {
        let next = self.next(stop);
        match mark {
            Mark::Stop => true,
            // An ellipsis at the start says that something is left out before it.
            Mark::Ellipsis if at - self.start <= 2 && self.tokens[self.start..at].iter().all(Token::is_punct) => false,
            Mark::Exclamation | Mark::Question | Mark::Ellipsis => match next {
                Next::Inside => false,
                Next::Lower => !closed && mark != Mark::Ellipsis && !self.goes_on(at, stop, mark),
                Next::Capital(index) if closed => !self.attribution(index),
                Next::Capital(index)
                    if mark == Mark::Exclamation && at > self.start && exclaimed_name(&self.tokens[at - 1]) =>
                {
                    opens_sentences(&self.tokens[index])
                }
                // A title and its year: `Viva Maria! (1965)`.
                Next::Number => self.word(stop) != "(",
                Next::Capital(_) | Next::Uncased => true,
            },
            Mark::Point => self.full_stop(at, closed, next),
            Mark::Pointed => self.initialism_ends(at, closed, next),
        }
    }

    /// Whether a lower-case word after `!` or `?` goes on with the sentence: `Yahoo! said`, `Is it over? he asked.`
    fn goes_on(&self, at: usize, stop: usize, mark: Mark) -> bool {
        let before = at.checked_sub(1).filter(|&index| index >= self.start).map(|index| self.tokens[index]);
        let name = before.is_some_and(|word| {
            // A move of chess is judged so: `24...f5!? in time trouble`.
            mark == Mark::Exclamation && word.is_capital() || word.has(F::DIGIT)
        });
        let after = stop..self.tokens.len().min(stop + 4);
        name || self.tokens[after].iter().any(says)
    }

    /// `“Is it over?” Smith asked.`: up to four names and a verb of saying, with which the sentence closes or pauses.
    fn attribution(&self, index: usize) -> bool {
        let ends = |i: usize| {
            self.tokens.get(i).is_none_or(|after| after.is_punct() && matches!(self.word(i), "." | "," | ":" | ";"))
        };
        if self.word(index) == "I" {
            return self.tokens.get(index + 1).is_some_and(Token::is_lower) && ends(index + 2);
        }
        if opens_sentences(&self.tokens[index]) {
            return false;
        }
        for i in index..self.tokens.len().min(index + 6) {
            let token = self.tokens[i];
            if says(&token) {
                return ends(i + 1);
            }
            if !(token.is_capital() || self.word(i) == ".") {
                return false;
            }
        }
        false
    }

    /// The rule where no white space follows: `the near future.The Republic`, `会议。他`.
    fn ends_glued(&self, at: usize, stop: usize, mark: Mark) -> bool {
        if mark == Mark::Stop {
            // `“走吗？”他问。`, `「終わりました。」と彼は言った。`
            let after = stop..self.tokens.len().min(stop + 3);
            return stop == at + 1
                || !after
                    .clone()
                    .any(|i| matches!(self.word(i), "说" | "說" | "问" | "問" | "道" | "答" | "喊" | "と"));
        }
        if mark == Mark::Pointed || at == self.start {
            return false;
        }
        let next = self.tokens[stop];
        if next.is_punct() {
            // `said.“We`
            return matches!(self.word(stop), "“" | "„" | "«") && matches!(self.next(stop), Next::Capital(_));
        }
        let before = self.tokens[at - 1];
        let sentence_before =
            before.is_word() && before.span().len() > 1 && !before.has(F::ALL_CAPS) && abbreviation(&before).is_none()
                || before.is_number()
                || stop > at + 1;
        sentence_before
            && next.is_word()
            && next.is_capital()
            && !domain(&next)
            && !next.has(F::ALL_CAPS)
            && (next.span().len() > 2 || opens_sentences(&next))
    }
}

#[cfg(test)]
mod tests;
