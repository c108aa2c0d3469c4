//! Quotation marks: what stands inside them, and which are left without a partner.
//!
//! Marks are paired inside a block by their shape (white space and punctuation around them) and by what is open. Two
//! conventions reach over a block: in a quotation of several paragraphs each one reopens and only the last closes, and a
//! quotation that a reader cut into lines closes in a later block.

use crate::model::{Block, Span, Text, Token};

/// The kind of mark that opens a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteStyle {
    /// `"…"`
    Straight,
    /// `“…”`, and `”…”` as in Swedish
    Curly,
    /// `„…“` and `„…”`
    Low,
    /// `«…»` and `»…«`
    Guillemet,
    /// `「…」`, `『…』`, `《…》`
    Corner,
    /// `'…'`
    StraightSingle,
    /// `‘…’`
    CurlySingle,
    /// Opened in one style and closed in another: `“…"`
    Mixed,
}

/// A quotation with both its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Token of the opening mark.
    pub open: usize,
    /// Token of the closing mark.
    pub close: usize,
    /// Its marks.
    pub style: QuoteStyle,
    /// Whether it stands inside another quotation.
    pub nested: bool,
}

/// The quotations of a text.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    spans: Vec<Span>,
    pairs: Vec<Quotation>,
    /// Tokens of opening marks that are never closed, though the paragraph ends and the next does not continue.
    pub unclosed: Vec<usize>,
    /// Tokens of closing marks that nothing opens.
    pub unopened: Vec<usize>,
}

impl Quotations {
    /// Pairs the marks of a text, block by block.
    pub fn of(text: &Text) -> Self {
        let mut pairing =
            Pairing { text, found: Self::default(), open: Vec::new(), carried: None, lone_singles: Vec::new() };
        for (number, block) in text.blocks().iter().enumerate() {
            pairing.block(number, block);
        }
        pairing.finish()
    }

    /// The quotations, marks included, in order and not overlapping.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// All pairs of marks, nested ones too, in the order of their opening marks.
    pub fn pairs(&self) -> &[Quotation] {
        &self.pairs
    }

    /// Whether a span lies wholly inside a quotation.
    pub fn contain(&self, span: Span) -> bool {
        let index = self.spans.partition_point(|q| q.end < span.end);
        self.spans.get(index).is_some_and(|q| q.contains(span))
    }
}

/// Blocks over which a quotation that did not close may still do so …
const CARRY: usize = 12;
/// … and that with whole quotations in between.
const CARRY_OVER_OTHERS: usize = 5;
/// Tokens within which a straight single quotation has to close, and a possessive is told from a closing mark.
const REACH: usize = 60;
/// Levels of quotation that are followed.
const DEPTH: usize = 8;
/// Words that an apostrophe begins.
const ELISIONS: &[&str] = &[
    "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "cos", "coz", "cuz", "n", "bout", "round", "tween",
    "gainst", "neath", "kay", "ere", "ave", "im", "er", "ello", "ow", "s", "t",
];

/// A mark that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    token: usize,
    style: QuoteStyle,
    /// A quotation of the same style was closed inside.
    nests: bool,
    /// The mark points the wrong way, as in `”so”`.
    reversed: bool,
}

/// A quotation that its block left open.
struct Carried {
    open: Open,
    /// The last block in which it may close.
    until: usize,
    /// The last one if other quotations are closed before it.
    until_over_others: usize,
}

struct Pairing<'t> {
    text: &'t Text,
    found: Quotations,
    open: Vec<Open>,
    /// A quotation left open.
    carried: Option<Carried>,
    /// Unclosed single marks: believed only where single marks are the house style.
    lone_singles: Vec<usize>,
}

impl Pairing<'_> {
    fn block(&mut self, number: usize, block: &Block) {
        let (start, end) = (block.tokens.start as usize, block.tokens.end as usize);
        let first_pair = self.found.pairs.len();
        if self.carried.as_ref().is_some_and(|c| number > c.until) {
            self.drop_carried();
        }
        for index in start..end {
            let token = &self.text.tokens()[index];
            if !token.is_punct() {
                continue;
            }
            let shape = Shape::of(self.text, index, start, end);
            match self.text.word(index) {
                "\"" | "＂" => self.straight(&shape),
                "“" | "‟" | "〝" => self.left(&shape),
                "”" | "〞" | "〟" => self.right(&shape),
                "„" => self.push(index, QuoteStyle::Low, false),
                "‘" => self.single_left(&shape),
                "’" => self.single_right(&shape),
                "'" => self.single_straight(&shape),
                "«" | "»" | "‹" | "›" => self.guillemet(&shape),
                "「" | "『" | "《" => self.push(index, QuoteStyle::Corner, false),
                "」" | "』" | "》" => self.close(index, &[QuoteStyle::Corner]),
                _ => {}
            }
        }
        self.end_of_block(number, block, first_pair);
    }

    fn is_open(&self, style: QuoteStyle) -> bool {
        self.open.iter().any(|o| o.style == style)
    }

    fn push(&mut self, token: usize, style: QuoteStyle, reversed: bool) {
        if let Some(carried) = &mut self.carried
            && !matches!(style, QuoteStyle::CurlySingle | QuoteStyle::StraightSingle)
        {
            carried.until = carried.until_over_others;
        }
        if self.open.len() == DEPTH {
            // Nobody nests so deep: the text is broken, and the oldest mark stays alone.
            self.found.unclosed.push(self.open.remove(0).token);
        }
        self.open.push(Open { token, style, nests: false, reversed });
    }

    /// Closes the innermost quotation of one of the styles; what was opened inside it stays unclosed.
    fn close(&mut self, token: usize, styles: &[QuoteStyle]) {
        // A mark of the first style is the partner; the others only where there is none.
        let same = self.open.iter().rposition(|o| o.style == styles[0]);
        let Some(at) = same.or_else(|| self.open.iter().rposition(|o| styles.contains(&o.style))) else {
            self.without_opening(token, styles);
            return;
        };
        let partner = self.open[at];
        let style = if partner.style == styles[0] || partner.style == QuoteStyle::Low {
            partner.style
        } else {
            QuoteStyle::Mixed
        };
        for lost in self.open.drain(at + 1..) {
            if !matches!(lost.style, QuoteStyle::CurlySingle | QuoteStyle::StraightSingle) {
                self.found.unclosed.push(lost.token);
            }
        }
        self.open.pop();
        for outer in &mut self.open {
            outer.nests |= outer.style == partner.style;
        }
        self.found.pairs.push(Quotation { open: partner.token, close: token, style, nested: !self.open.is_empty() });
    }

    /// A closing mark without an opening one in its block.
    fn without_opening(&mut self, token: usize, styles: &[QuoteStyle]) {
        match self.carried.take() {
            Some(Carried { open, .. }) if styles.contains(&open.style) && self.open.is_empty() => {
                self.found
                    .spans
                    .push(Span::new(self.text.tokens()[open.token].start(), self.text.tokens()[token].end()));
            }
            carried => {
                self.carried = carried;
                self.drop_carried();
                self.found.unopened.push(token);
            }
        }
    }

    fn drop_carried(&mut self) {
        if let Some(carried) = self.carried.take() {
            self.found.unclosed.push(carried.open.token);
        }
    }

    fn straight(&mut self, shape: &Shape) {
        const STYLES: &[QuoteStyle] = &[QuoteStyle::Straight, QuoteStyle::Curly, QuoteStyle::Low];
        let open = self.is_open(QuoteStyle::Straight);
        if shape.after_number && (!open || self.inches(shape)) {
            return;
        }
        // `12 " (30 cm)`
        if shape.gap_before
            && shape.gap_after
            && !open
            && shape.index > shape.block_start
            && self.text.tokens()[shape.index - 1].is_number()
        {
            return;
        }
        let opening = match (shape.gap_before, shape.gap_after) {
            (true, false) => !(open && (shape.closer_follows || !self.straight_closes_next(shape))),
            (false, true) => !open && shape.index > shape.block_start && self.straight_closes_next(shape),
            (true, true) => !open && !shape.last,
            (false, false) if shape.opener_before => true,
            (false, false) if shape.closer_follows => false,
            (false, false) => !open,
        };
        if opening { self.push(shape.index, QuoteStyle::Straight, false) } else { self.close(shape.index, STYLES) }
    }

    /// Whether the next straight mark of the block closes too: then the space stands on the wrong side of this one, as in
    /// `said," We go"`.
    fn straight_closes_next(&self, shape: &Shape) -> bool {
        let next = (shape.index + 1..shape.block_end).find(|&i| self.text.word(i) == "\"");
        next.is_some_and(|next| {
            let next = Shape::of(self.text, next, shape.block_start, shape.block_end);
            !next.gap_before && !next.opener_before && !next.after_number && (next.gap_after || next.closer_follows)
        })
    }

    /// Whether a straight mark behind a number is one of inches though a quotation is open: `6'2"`, or the quotation
    /// closes later.
    fn inches(&self, shape: &Shape) -> bool {
        let feet = shape.index >= shape.block_start + 3 && matches!(self.text.word(shape.index - 2), "'" | "’" | "′");
        feet && self.text.tokens()[shape.index - 3].is_number()
            || (shape.index + 1..shape.block_end.min(shape.index + REACH))
                .find(|&i| self.text.word(i) == "\"")
                .is_some_and(|next| {
                    let next = Shape::of(self.text, next, shape.block_start, shape.block_end);
                    !next.gap_before && !next.opener_before && (next.gap_after || next.closer_follows)
                })
    }

    fn left(&mut self, shape: &Shape) {
        let closing = !shape.gap_before && !shape.opener_before && (shape.gap_after || shape.closer_follows);
        if closing && self.is_open(QuoteStyle::Low) {
            self.close(shape.index, &[QuoteStyle::Low]);
        } else if closing {
            self.close(shape.index, &[QuoteStyle::Curly, QuoteStyle::Straight]);
        } else {
            self.push(shape.index, QuoteStyle::Curly, false);
        }
    }

    fn right(&mut self, shape: &Shape) {
        let known =
            self.is_open(QuoteStyle::Curly) || self.is_open(QuoteStyle::Low) || self.is_open(QuoteStyle::Straight);
        if !known && shape.gap_before && !shape.gap_after && !shape.closer_follows {
            self.push(shape.index, QuoteStyle::Curly, true);
            return;
        }
        let low = self
            .open
            .iter()
            .rev()
            .find(|o| matches!(o.style, QuoteStyle::Low | QuoteStyle::Curly))
            .is_some_and(|o| o.style == QuoteStyle::Low);
        let styles: &[QuoteStyle] =
            if low { &[QuoteStyle::Low] } else { &[QuoteStyle::Curly, QuoteStyle::Low, QuoteStyle::Straight] };
        self.close(shape.index, styles);
    }

    fn single_left(&mut self, shape: &Shape) {
        let apostrophe = !shape.gap_before && !shape.opener_before || shape.gap_after || self.elision(shape);
        if !apostrophe {
            self.push(shape.index, QuoteStyle::CurlySingle, false);
        }
    }

    fn single_right(&mut self, shape: &Shape) {
        let innermost = self.open.last().is_some_and(|o| o.style == QuoteStyle::CurlySingle);
        if !innermost || shape.gap_before || !(shape.gap_after || shape.closer_follows) {
            return;
        }
        // `‘the dogs’ kennels’`: a later mark closes, this one is a possessive.
        let plural = shape.index > shape.block_start && self.text.word(shape.index - 1).ends_with(['s', 'S']);
        if plural && !shape.closer_follows && !shape.last && self.closes_later(shape, "’") {
            return;
        }
        self.close(shape.index, &[QuoteStyle::CurlySingle]);
    }

    fn single_straight(&mut self, shape: &Shape) {
        if self.open.last().is_some_and(|o| o.style == QuoteStyle::StraightSingle) {
            let plural = self.text.word(shape.index - 1).ends_with('s');
            let closing = !shape.gap_before && (shape.gap_after || shape.closer_follows);
            if closing && (!plural || shape.closer_follows || !self.closes_later(shape, "'")) {
                self.close(shape.index, &[QuoteStyle::StraightSingle]);
            }
            return;
        }
        let opening = (shape.gap_before || shape.opener_before) && !shape.gap_after && !shape.closer_follows;
        if opening && !self.elision(shape) && self.closes_later(shape, "'") {
            self.push(shape.index, QuoteStyle::StraightSingle, false);
        }
    }

    /// Whether a mark that closes follows before the next one that opens.
    fn closes_later(&self, shape: &Shape, mark: &str) -> bool {
        for index in shape.index + 1..shape.block_end.min(shape.index + REACH) {
            let word = self.text.word(index);
            if matches!(word, "\"" | "“" | "”" | "‘") {
                return false;
            }
            if word == mark {
                let next = Shape::of(self.text, index, shape.block_start, shape.block_end);
                return !next.gap_before && !next.opener_before && (next.gap_after || next.closer_follows);
            }
        }
        false
    }

    /// `’tis`, `’90s`, `’n’`.
    fn elision(&self, shape: &Shape) -> bool {
        let Some(next) = self.text.tokens()[..shape.block_end].get(shape.index + 1) else { return true };
        let word = self.text.word(shape.index + 1);
        next.is_number() && word.len() <= 3 || ELISIONS.iter().any(|e| word.eq_ignore_ascii_case(e))
    }

    fn guillemet(&mut self, shape: &Shape) {
        const STYLES: &[QuoteStyle] = &[QuoteStyle::Guillemet];
        let points_left = matches!(self.text.word(shape.index), "«" | "‹");
        let open = self.open.iter().rev().find(|o| o.style == QuoteStyle::Guillemet);
        match (points_left, open.map(|o| o.reversed)) {
            (true, Some(true)) | (false, Some(false)) => self.close(shape.index, STYLES),
            (true, _) => self.push(shape.index, QuoteStyle::Guillemet, false),
            (false, Some(true)) => self.push(shape.index, QuoteStyle::Guillemet, true),
            // `Home » News` is no quotation.
            (false, None) if shape.gap_before && shape.gap_after => {}
            // A piece of broken encoding: `Å»ory`.
            (false, None) if !shape.gap_before && !shape.opener_before && !shape.gap_after && !shape.closer_follows => {
            }
            (false, None) if shape.gap_before || shape.opener_before => {
                self.push(shape.index, QuoteStyle::Guillemet, true);
            }
            (false, None) => self.close(shape.index, STYLES),
        }
    }

    fn end_of_block(&mut self, number: usize, block: &Block, first_pair: usize) {
        let left = std::mem::take(&mut self.open);
        let last = left.len().saturating_sub(1);
        for (depth, open) in left.into_iter().enumerate() {
            match open.style {
                QuoteStyle::CurlySingle => self.lone_singles.push(open.token),
                QuoteStyle::StraightSingle => {}
                _ if open.reversed && open.style == QuoteStyle::Curly => self.found.unopened.push(open.token),
                _ if depth == last && self.continues(number, block, open) => {
                    self.found.spans.push(Span::new(self.text.tokens()[open.token].start(), block.span.end));
                }
                _ if depth == 0 && last == 0 && !open.nests => {
                    self.drop_carried();
                    self.carried =
                        Some(Carried { open, until: number + CARRY, until_over_others: number + CARRY_OVER_OTHERS });
                }
                _ => self.found.unclosed.push(open.token),
            }
        }
        let tokens = self.text.tokens();
        self.found.pairs[first_pair..].sort_by_key(|pair| pair.open);
        for pair in &self.found.pairs[first_pair..] {
            let span = Span::new(tokens[pair.open].start(), tokens[pair.close].end());
            if self.found.spans.last().is_none_or(|last| last.end <= span.start) {
                self.found.spans.push(span);
            }
        }
    }

    /// Whether the next block goes on with a quotation that this one leaves open.
    fn continues(&self, number: usize, block: &Block, open: Open) -> bool {
        let Some(next) = self.text.blocks().get(number + 1) else { return false };
        let mark = self.text.word(next.tokens.start as usize);
        let reopens = match open.style {
            QuoteStyle::Straight => mark == "\"",
            QuoteStyle::Curly => matches!(mark, "“" | "”"),
            QuoteStyle::Low => mark == "„",
            QuoteStyle::Guillemet => matches!(mark, "«" | "»"),
            _ => false,
        };
        // `called it “a clear breach of the law.`: the quoted phrase cannot go on in the next paragraph.
        let tokens = self.text.tokens();
        let phrase = open.token > block.tokens.start as usize
            && tokens[open.token - 1].is_word()
            && tokens[..block.tokens.end as usize].get(open.token + 1).is_some_and(Token::is_lower)
            && self.text.sentence_at(tokens[open.token].start()) + 1 == block.sentences.end as usize;
        reopens && !open.nests && !phrase && !self.attributed(open.token, block)
    }

    /// Whether the words behind the mark are attributed to somebody, `…, she said.` or `…, said the mayor`: then the
    /// quotation ended before.
    fn attributed(&self, open: usize, block: &Block) -> bool {
        let end = block.tokens.end as usize;
        let word = |i: usize| if i < end { self.text.word(i) } else { "." };
        let said =
            |i: usize| matches!(word(i), "said" | "says" | "added" | "adds" | "told" | "noted" | "wrote" | "writes");
        (open + 1..end).filter(|&i| matches!(word(i), "," | "?" | "!")).any(|i| {
            let Some(next) = self.text.tokens()[..end].get(i + 1) else { return false };
            let pronoun = matches!(word(i + 1), "he" | "she" | "they");
            let named = word(i) == "," && next.is_capital();
            if said(i + 1) {
                let who = self.text.tokens()[..end].get(i + 2);
                return who.is_some_and(|t| {
                    t.is_capital() || matches!(word(i + 2), "the" | "a" | "an" | "von" | "van" | "de" | "al")
                });
            }
            pronoun && said(i + 2) && word(i + 3) != ","
                || named && (said(i + 2) && word(i + 3) == "." || said(i + 3) && word(i + 4) == ".")
        })
    }

    /// An article that ends inside speech in straight marks was cut there, or lost its last character: wire copy is stored
    /// so by the thousand, and no reader misses the mark.
    fn cut_off(&self) -> Option<(usize, u32)> {
        let last = self.text.blocks().last()?;
        let open = self.carried.as_ref()?.open;
        let speech = self.text.tokens().get(open.token + 1).is_some_and(|t| !t.is_lower());
        let inside = open.token >= last.tokens.start as usize && open.style == QuoteStyle::Straight;
        (inside && speech && !self.attributed(open.token, last)).then_some((open.token, last.span.end))
    }

    /// A closing straight mark without partner in an article of one paragraph closes what an earlier paragraph opened: a
    /// record is often one paragraph of a longer text.
    fn excerpt(&mut self) {
        if self.text.blocks().len() == 1 && self.found.unopened.len() == 1 && self.found.pairs.is_empty() {
            let text = self.text;
            self.found.unopened.retain(|&mark| text.word(mark) != "\"");
        }
    }

    fn finish(mut self) -> Quotations {
        if let Some((token, end)) = self.cut_off() {
            self.carried = None;
            self.found.spans.push(Span::new(self.text.tokens()[token].start(), end));
        }
        self.drop_carried();
        self.excerpt();
        let singles = self.found.pairs.iter().filter(|p| p.style == QuoteStyle::CurlySingle && !p.nested).count();
        let doubles =
            self.found.pairs.iter().any(|p| matches!(p.style, QuoteStyle::Curly | QuoteStyle::Straight) && !p.nested);
        if singles >= 2 && !doubles {
            self.found.unclosed.append(&mut self.lone_singles);
        }
        self.found.unclosed.sort_unstable();
        self.found.unopened.sort_unstable();
        self.found.spans.sort_unstable();
        // A quotation carried over blocks may hold others.
        self.found.spans.dedup_by(|later, earlier| later.start < earlier.end);
        self.found
    }
}

/// What stands around a mark.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about one side of the mark")]
struct Shape {
    index: usize,
    block_start: usize,
    block_end: usize,
    /// White space before it, or it begins the block.
    gap_before: bool,
    /// White space behind it, or it ends the block.
    gap_after: bool,
    /// It ends the block.
    last: bool,
    /// An opening bracket, a dash or another opening mark stands right before it.
    opener_before: bool,
    /// A mark that closes or separates stands right behind it.
    closer_follows: bool,
    /// A number stands right before it.
    after_number: bool,
}

impl Shape {
    fn of(text: &Text, index: usize, block_start: usize, block_end: usize) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{plain_blocks, segment};

    /// Quotations, unclosed and unopened marks of a text, each with the word behind it.
    fn read(content: &str) -> (Vec<String>, usize, usize) {
        let blocks = plain_blocks(content);
        let text = segment(content.to_owned(), &blocks);
        let found = Quotations::of(&text);
        let spans = found.spans().iter().map(|s| text.slice(*s).to_owned()).collect();
        (spans, found.unclosed.len(), found.unopened.len())
    }

    fn check(content: &str, spans: &[&str], unclosed: usize, unopened: usize) {
        let (found, open, close) = read(content);
        assert_eq!(found, spans, "{content}");
        assert_eq!((open, close), (unclosed, unopened), "{content}");
    }

    #[test]
    fn marks_of_all_styles_pair() {
        check("He said “no” and \"yes\".", &["“no”", "\"yes\""], 0, 0);
        check("Er sagte „nein“ und »ja«.", &["„nein“", "»ja«"], 0, 0);
        check("Elle a dit « non » et «oui».", &["« non »", "«oui»"], 0, 0);
        check("Han sade ”nej” och gick.", &["”nej”"], 0, 0);
        check("The film 「Spring」 opens.", &["「Spring」"], 0, 0);
        check("The \" smart city \" project was halted.", &["\" smart city \""], 0, 0);
    }

    #[test]
    fn two_levels_nest() {
        check("“He called it ‘a fantasy’,” she said.", &["“He called it ‘a fantasy’,”"], 0, 0);
        check(
            "‘He said “no”,’ she wrote. ‘It’s the dogs’ home.’",
            &["‘He said “no”,’", "‘It’s the dogs’ home.’"],
            0,
            0,
        );
        check("“He told me “never” and left,” she said.", &["“He told me “never” and left,”"], 0, 0);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotations() {
        check("’Twas the ’90s, rock 'n' roll and the dogs’ kennels.", &[], 0, 0);
        check("He is 6'2\" and owns a 7\" single.", &[], 0, 0);
        check("\"He is 6'2\" tall,\" she said.", &["\"He is 6'2\" tall,\""], 0, 0);
    }

    #[test]
    fn lost_marks_are_found() {
        check("“We tried, he said. “Nobody came,” he added.", &["“Nobody came,”"], 1, 0);
        check("We have no choice,” she told reporters.", &[], 0, 1);
        check("\"We tried, he said. \"Nobody came,\" he added.", &["\"Nobody came,\""], 1, 0);
    }

    #[test]
    fn a_quotation_may_run_over_paragraphs() {
        check("“One.\n\n“Two.\n\n“Three,” he said.", &["“One.", "“Two.", "“Three,”"], 0, 0);
        check("“One\n\ntwo\n\nthree,” he said.", &["“One\n\ntwo\n\nthree,”"], 0, 0);
        check("“We tried, she said.\n\n“It failed,” he said.", &["“It failed,”"], 1, 0);
        check("It was “a breach of the law.\n\n“We appeal,” he said.", &["“We appeal,”"], 1, 0);
    }
}
