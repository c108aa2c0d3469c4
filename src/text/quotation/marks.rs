//! Whether a mark opens, closes or is none, by its kind and what stands around it.

use super::{QuoteStyle, pairing::Pairing, shape::Shape};

/// Tokens within which a straight single quotation has to close, and a possessive is told from a closing mark.
const REACH: usize = 60;
/// Words that an apostrophe begins.
const ELISIONS: &[&str] = &[
    "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "cos", "coz", "cuz", "n", "bout", "round", "tween",
    "gainst", "neath", "kay", "ere", "ave", "im", "er", "ello", "ow", "s", "t",
];

impl Pairing<'_> {
    pub(super) fn straight(&mut self, shape: &Shape) {
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

    pub(super) fn left(&mut self, shape: &Shape) {
        let closing = !shape.gap_before && !shape.opener_before && (shape.gap_after || shape.closer_follows);
        if closing && self.is_open(QuoteStyle::Low) {
            self.close(shape.index, &[QuoteStyle::Low]);
        } else if closing {
            self.close(shape.index, &[QuoteStyle::Curly, QuoteStyle::Straight]);
        } else {
            self.push(shape.index, QuoteStyle::Curly, false);
        }
    }

    pub(super) fn right(&mut self, shape: &Shape) {
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

    pub(super) fn single_left(&mut self, shape: &Shape) {
        let apostrophe = !shape.gap_before && !shape.opener_before || shape.gap_after || self.elision(shape);
        if !apostrophe {
            self.push(shape.index, QuoteStyle::CurlySingle, false);
        }
    }

    pub(super) fn single_right(&mut self, shape: &Shape) {
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

    pub(super) fn single_straight(&mut self, shape: &Shape) {
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

    pub(super) fn guillemet(&mut self, shape: &Shape) {
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
}
