//! Where sentences end.
//!
//! One pass over the tokens of a block, which looks closer only at marks that can end a sentence and at initialisms,
//! whose last point can. What follows decides: a capital, a lower-case letter, a number, a closing mark. The rules are
//! those of English news; marks of other scripts and the habits of other languages are taken along where they do not
//! contradict. A full stop before a lower-case word ends a sentence unless the word before it is an abbreviation:
//! damaged text is full of such stops (`he said. he said on Thursday`), and a reader stops there.

use super::abbreviation::{Abbreviation, abbreviation, before_ordinal, domain, exclaimed_name, follows_time, german_month, opens_sentences, says};
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

    fn spaced(&self, index: usize) -> bool {
        self.tokens.get(index).is_none_or(Token::spaced)
    }

    fn spaced_or_mark(&self, index: usize) -> bool {
        self.tokens.get(index).is_none_or(|token| token.spaced() || token.is_punct())
    }

    /// Whether the sentence ends with the mark at `at`: the index one past its last token, or else where to go on.
    fn end_of_sentence(&self, at: usize) -> Result<usize, usize> {
        let Some(mark) = Mark::of(self.text, self.tokens[at]) else { return Err(at + 1) };
        let (mut stop, closed, mark) = self.absorb(at, mark);
        if stop == self.tokens.len() {
            return Ok(stop);
        }
        let ends = if self.spaced(stop) { self.ends_before_space(at, stop, mark, closed) } else { self.ends_glued(at, stop, mark) };
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
            "”" | "’" | ")" | "]" | "}" | "›" | "」" | "』" | "）" | "】" | "》" | "〉" | "〕" | "］" => true,
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
        if !self.spaced(index + 1) && self.tokens.get(index + 1).is_some_and(|next| !matches!(next.kind(), TokenKind::Punct | TokenKind::Symbol)) {
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
                    let brand = self.word(i).bytes().nth(1).is_some_and(|b| b.is_ascii_uppercase());
                    return match (brand, dash) {
                        (true, _) => Next::Number,
                        (false, true) => Next::Inside,
                        (false, false) => Next::Lower,
                    };
                }
                TokenKind::Word => return Next::Uncased,
                TokenKind::Number | TokenKind::Address | TokenKind::Symbol => return if dash { Next::Inside } else { Next::Number },
                TokenKind::Punct => match self.word(i) {
                    "\"" | "'" | "“" | "‘" | "«" | "„" | "‚" | "‹" | "»" | "(" | "[" | "{" | "¿" | "¡" | "*" | "**" | "_" | "「" | "『" | "（"
                    | "【" | "《" | "#" | "@" | "”" | "’" => {}
                    "-" | "–" | "—" | "--" | "•" | "·" | "▪" | "..." | "…" => dash = true,
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
                Next::Capital(index) if mark == Mark::Exclamation && at > self.start && exclaimed_name(&self.tokens[at - 1]) => {
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
        let after = stop..self.tokens.len().min(stop + 4);
        mark == Mark::Exclamation && at > self.start && self.tokens[at - 1].is_capital() || self.tokens[after].iter().any(says)
    }

    /// Whether a point before white space is a full stop.
    fn full_stop(&self, at: usize, closed: bool, next: Next) -> bool {
        if next == Next::Inside {
            return false;
        }
        if closed || at == self.start || self.tokens[at].spaced() {
            return next != Next::Lower || !closed;
        }
        let before = self.tokens[at - 1];
        match before.kind() {
            TokenKind::Word => self.stop_after_word(at - 1, next),
            TokenKind::Number => self.stop_after_number(at - 1, next),
            _ => true,
        }
    }

    /// `1. First` at the start of a sentence, `am 3. Mai`, `die 3. Liga`.
    fn stop_after_number(&self, index: usize, next: Next) -> bool {
        let number = self.tokens[index];
        let short = number.span().len() <= 3;
        if index == self.start {
            return !short && !self.word(index).contains('.');
        }
        let before = &self.tokens[index - 1];
        if !short {
            return true;
        }
        match next {
            Next::Capital(i) => opens_sentences(&self.tokens[i]) || !(german_month(&self.tokens[i]) || before_ordinal(before)),
            Next::Lower => false,
            _ => true,
        }
    }

    fn stop_after_word(&self, index: usize, next: Next) -> bool {
        let word = self.tokens[index];
        if word.span().len() == 1 || self.word(index).chars().nth(1).is_none() {
            return self.stop_after_letter(index, next);
        }
        // `IV. Results`
        if index == self.start && self.word(index).bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
            return false;
        }
        // The second half of `M.Sc.`
        if index > self.start && !word.spaced() && self.word(index - 1) == "." {
            return self.stop_after_abbreviation(Abbreviation::BeforeName, next);
        }
        match abbreviation(&word) {
            Some(Abbreviation::Calendar) if !word.is_capital() => true,
            Some(kind) => self.stop_after_abbreviation(kind, next),
            // `5 in. of rain`
            None if self.word(index) == "in" && index > self.start && self.tokens[index - 1].is_number() => {
                self.stop_after_abbreviation(Abbreviation::Closing, next)
            }
            None => true,
        }
    }

    fn stop_after_abbreviation(&self, kind: Abbreviation, next: Next) -> bool {
        match (kind, next) {
            (Abbreviation::Bound, _) => false,
            (Abbreviation::BeforeNumber, _) => next != Next::Number,
            (Abbreviation::Closing, Next::Capital(i)) if follows_time(&self.tokens[i]) => false,
            (_, Next::Capital(i)) => kind == Abbreviation::Closing || opens_sentences(&self.tokens[i]),
            (_, Next::Uncased) => true,
            (_, Next::Lower | Next::Number | Next::Inside) => false,
        }
    }

    /// `J. K. Rowling`, `vitamin C. The`, `World War I. In`, `20 °C. The`, `A. First`, `z. B.`
    fn stop_after_letter(&self, index: usize, next: Next) -> bool {
        let Next::Capital(i) = next else { return false };
        if index == self.start {
            return false;
        }
        let (letter, before) = (self.tokens[index], self.tokens[index - 1]);
        match self.word(index) {
            // `Smith v. Jones`
            "v" => return false,
            // `в 2006 г. Он`
            "г" if before.is_number() => return true,
            _ => {}
        }
        if self.word(index) == "I" && before.is_lower() || !letter.spaced() && matches!(self.word(index - 1), "°" | "º" | ";") {
            return true;
        }
        opens_sentences(&self.tokens[i]) && self.tokens[i].span().len() > 1
    }

    fn initialism_ends(&self, at: usize, closed: bool, next: Next) -> bool {
        if closed {
            return matches!(next, Next::Capital(_));
        }
        let kind = abbreviation(&self.tokens[at]).unwrap_or(Abbreviation::BeforeName);
        if at == self.start && kind != Abbreviation::Closing {
            return false;
        }
        self.stop_after_abbreviation(kind, next)
    }

    /// `“Is it over?” Smith asked.`: up to four names and a verb of saying, with which the sentence closes or pauses.
    fn attribution(&self, index: usize) -> bool {
        let ends = |i: usize| self.tokens.get(i).is_none_or(|after| after.is_punct() && matches!(self.word(i), "." | "," | ":" | ";"));
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
            return stop == at + 1 || !after.clone().any(|i| matches!(self.word(i), "说" | "說" | "问" | "問" | "道" | "答" | "喊" | "と"));
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
        let sentence_before = before.is_word() && before.span().len() > 1 && !before.has(F::ALL_CAPS) && abbreviation(&before).is_none()
            || before.is_number()
            || stop > at + 1;
        sentence_before && next.is_word() && next.is_capital() && !domain(&next) && !next.has(F::ALL_CAPS) && (next.span().len() > 2 || opens_sentences(&next))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{BlockKind, Span},
        text::segment,
    };

    /// Cuts `marked` at its bars and nowhere else.
    fn check(marked: &str) {
        let content: String = marked.chars().filter(|c| *c != '|').collect();
        let expected: Vec<&str> = marked.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        let blocks = [(Span::new(0, content.len() as u32), BlockKind::Paragraph)];
        let text = segment(content, &blocks);
        let found: Vec<&str> = text.sentences().iter().map(|s| text.slice(s.span)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_and_initials_go_on_with_the_name() {
        check("Mr. Smith met Gen. Lee and Sen. Warren in St. Petersburg.| Dr. No came too.");
        check("George W. Bush read J. K. Rowling and J.R.R. Tolkien.| He liked it.");
        check("He lives on Main St.| The house is old.");
        check("They took vitamin C.| The cold went away.");
        check("It was John and I.| We won.| It began after World War I.| The end.");
        check("It was 20 °C.| Water froze.| They met.| IV. Results");
        check("Lt. Col. R. Jones spoke.| Then Maj. Gen. Ivanov did.");
    }

    #[test]
    fn firms_and_countries_may_end_a_sentence() {
        check("Apple Inc. said Google Corp. Chief Executive Page left Foo Ltd.| He joined Bar Co.| The firm was glad.");
        check("The U.S. Congress met.| He left the U.S.| The trip was long.| The U.S. is big.");
        check("Jones Jr. spoke.| So did Smith Sr.| They left.");
        check("She has a Ph.D. in law from Washington, D.C.| Her sister has an M.Sc. degree.");
        check("Smith v. Jones and France vs. Brazil, e.g. Pelé, i.e. Edson.");
    }

    #[test]
    fn numbers_months_and_times() {
        check("See No. 5 on p. 12, fig. 3.| He said no.| They left.");
        check("On Jan. 5 and in Feb. 2006 it grew 3.5 percent to 1,200.75.| In 2006.| He went.");
        check("At 5 a.m. Monday and 6 p.m. EST he ran.| He slept at 7 p.m.| The night was calm, 8 p.m. local time.");
        check("They sat.| The wind blew.| It got 5 in. of rain and 6 ft. of snow.| He won 5.| The others lost.");
        check("Smith v. The State was heard in 2006.| It was lost.");
        check("1. First point.| 2. Second point.");
        check("It has three steps.| 1. Open it.| 2. Close it.| a) That is all.");
        check("He was batting .324 in May.| See Viva Maria! (1965) and others.");
        check("Oil, gas, etc. are dear.| Wood, coal, etc.| They rose.");
    }

    #[test]
    fn closing_quotes_and_brackets_belong_to_the_sentence() {
        check("“Is it over?” he asked.| “It is over.”| He left.");
        check("“Is it over?” Smith asked.| “Can we go?” I said.| “Stop!” cried Mr. Brown.");
        check("“What now?”| Smith said he had no answer.");
        check("\"It is over.\"| \"Is it?\" she said.| (He left.)| She stayed [for a day].| Good.");
        check("‘It is over.’| He left.| «Fin.»| Il part.| „Ende.“| Er ging.");
        check("He called it “the end.”| (See below.)| It was not.");
        check("He said (wow!) that it works.| Yes.");
        check("“It is over.” he said.");
    }

    #[test]
    fn exclamation_and_question_marks_inside() {
        check("Shares of Yahoo! said little.| Yahoo! Inc. rose.| He joined Yahoo!| The firm is big.");
        check("What?!| No!!!| Yes.");
        check("Is it over? he asked.| Who?| me?| No.");
    }

    #[test]
    fn ellipses() {
        check("He waited... and left.| He waited…| Then he left.| I know… maybe.| Wait...| The end");
        check("...and so it goes.| … Then he left.");
        check("The text [...] goes on.| Yes. ...");
    }

    #[test]
    fn damage_shows() {
        check("This is the near future.|The Republic waits.| He said “No.”|“Yes,” she said.|“Why?”| They went.");
        check("It was reported by Tass. .| The minister left. .| End. ”");
        check("“We won,” he said.| he said on Thursday.| Nagorno-Karabakh.| at the center of it.");
        check("It came in 2006.|The war began.");
        check("He wrote to a.b@c.org.| See www.a.org.| Use Node.js and ASP.NET or Amazon.com Inc. now.");
    }

    #[test]
    fn footnotes_and_emoji_stay_with_their_sentence() {
        check("It needs innovation.23| Open minds win.");
        check("It fell.[3]| It rose. [4]| It stayed.[5][6]| Yes.¹| No [7].");
        check("Great! 😀| Next one. 🚀🚀| End 🎉");
    }

    #[test]
    fn colons_semicolons_and_dashes_do_not_cut() {
        check("He had one aim: To win; Nothing else - He said - mattered — At all.");
        check("“No?” — he asked.| — Yes.| — Good.");
    }

    #[test]
    fn other_scripts() {
        check("会议结束。|他走了！|“完了。”|谁？|“走吗？”他问。|「終わりました。」と彼は言った。|行きました。");
        check("Am 3. Mai kam der 2. Zug um 5.30 Uhr.| Die 3. Liga spielt, z. B. Berlin.| Das war 1999.| Er ging.");
        check("« C’est fini ! » dit-il.| « C’est fini. »| Il part.| El Sr. Gómez dijo que no.| ¿Por qué?| ¡Hola!");
        check("هل انتهى الأمر؟| نعم.| انتهى.");
        check("यह समाप्त है।| वह गया।");
        check("Он ушёл.| Она осталась.| Встреча с А. С. Пушкиным.");
    }

    #[test]
    fn spans_leave_out_white_space() {
        check("  He left.  |   She stayed.   ");
        check(". .");
        check("");
    }
}
