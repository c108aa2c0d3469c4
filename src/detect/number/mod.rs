//! `number`: figures written by the rules of another language, told from their shape and their neighbours.

mod certain;
mod ordinal;
mod thousands;

use super::{
    Compile, Cx, Detector, Hit, Sink,
    lists::{list, words},
};
use crate::model::{Applicability, Hashes, RuleId};
use certain::Certain;
use serde::Deserialize;
use std::slice::from_ref;

/// Parameters of a `number` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What is looked for.
    check: Check,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// `3,5 percent`: a comma before the decimals.
    DecimalComma,
    /// `35.000 people`, `35 000 people`, `35, 000 people`: no comma, or a split one, between thousands.
    ThousandsPoint,
    /// `45000 people`: nothing between thousands.
    Ungrouped,
    /// `21th`: a figure with the ending of another.
    OrdinalSuffix,
}

/// Words before a figure that make it a label: a version, a section, a room.
const LABELS: &str = "version v ip section sections clause paragraph chapter article rule build release no nos number numbers \
    flight case room line phone tel fax code postcode zip id page pages row seat seats platform gate lane route highway road \
    bus train channel model type serial asteroid iso standard form order invoice ticket item part lot unit parallel parallels \
    verse verses step figure fig table appendix exhibit directive regulation decree act bill resolution badge plate lines games groups rooms \
    flights routes rounds chapters tables figures seats articles paragraphs weeks days";
/// Words before a figure that say it measures something.
const CUES: &str = "of by to from at about around nearly almost over under than is was approximately magnitude roughly some \
    averaged reached hit measured scored totalled totaled";
/// Words behind a figure that say it measures something, besides units and currencies.
const MEASURES: &str = "percent percentage per m out million millions billion billions trillion thousand bn mn mln times points point \
    degrees fold percentage-point carats stars goals millardos milliards miliardi miljard milijuna milijun miliona milijardi \
    millones millionen milliarden mil";

/// Units that news seldom gives to three decimals.
const BULK: &str = "ton tons tonne tonnes kilometer kilometers kilometre kilometres hectare hectares acre acres liter liters \
    litre litres barrel barrels meter meters metre metres mile miles square cubic kilo kilos kilogram kilograms gallon \
    gallons feet bottles megawatts kilowatts";

struct Numbers {
    rules: Vec<(RuleId, Check)>,
    words: Words,
}

/// Hashes of the words that tell figures apart.
struct Words {
    labels: Hashes,
    cues: Hashes,
    measures: [Hashes; 3],
    counts: Hashes,
    currencies: Hashes,
    months: Hashes,
    small: Hashes,
    /// Units of bulk and distance, in full, which news gives without decimals where they are thousands.
    bulk: Hashes,
}

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.check)).collect();
    let class = |name: &str| list(compile.lists, &format!("classes/{name}"));
    let words = Words {
        labels: words!(LABELS),
        cues: words!(CUES),
        measures: [words!(MEASURES), class("unit"), class("currency")],
        counts: class("count-noun"),
        currencies: class("currency"),
        months: class("month"),
        small: class("function-word"),
        bulk: words!(BULK),
    };
    Box::new(Numbers { rules, words })
}

impl Detector for Numbers {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|(id, _)| out.wants(*id)) {
            return;
        }
        let certain = Certain::default();
        for at in cx.numbers().iter().map(|&at| at as usize) {
            for &(rule, check) in &self.rules {
                let hit = match check {
                    _ if !out.wants(rule) => None,
                    Check::OrdinalSuffix => ordinal::ordinal(cx, rule, at),
                    Check::DecimalComma => self.words.decimal_comma(cx, rule, at, &certain),
                    Check::ThousandsPoint => self.words.thousands(cx, rule, at, &certain),
                    Check::Ungrouped => self.words.ungrouped(cx, rule, at),
                };
                if let Some(hit) = hit {
                    out.report(hit);
                }
            }
        }
        let bytes = cx.text.content().as_bytes();
        for &(rule, check) in &self.rules {
            if check != Check::OrdinalSuffix || !out.wants(rule) {
                continue;
            }
            for at in cx.capitals().iter().map(|&at| at as usize) {
                let word = &bytes[cx.tokens()[at].span().range()];
                let roman = matches!(word, [b'I' | b'V' | b'X', .., b'h' | b'd' | b't']);
                if let Some(hit) = roman.then(|| ordinal::ordinal(cx, rule, at)).flatten() {
                    out.report(hit);
                }
            }
        }
    }
}

/// Word of the token `by` places away, if it stands in the same block.
fn near(cx: &Cx<'_>, at: usize, by: isize) -> Option<usize> {
    let other = at.checked_add_signed(by).filter(|&i| i < cx.tokens().len())?;
    let (start, found) = (cx.tokens()[at].start(), cx.tokens()[other].start());
    let block = cx.text.block_at(start);
    let after = cx.text.blocks().get(block + 1).map_or(u32::MAX, |next| next.span.start);
    ((block == 0 || cx.text.blocks()[block].span.start <= found) && found < after).then_some(other)
}

/// Digits in groups: the separators between them, and the letters behind.
struct Shape<'w> {
    groups: Vec<&'w str>,
    separators: Vec<u8>,
    suffix: &'w str,
}

impl<'w> Shape<'w> {
    fn of(word: &'w str) -> Self {
        let digits = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':'))).unwrap_or(word.len());
        let (number, suffix) = word.split_at(digits);
        let separators = number.bytes().filter(|b| !b.is_ascii_digit()).collect();
        Self { groups: number.split(['.', ',', ':']).collect(), separators, suffix }
    }

    /// All groups but the first have three digits, and the first is no lone zero.
    fn thousands(groups: &[&str]) -> bool {
        matches!(groups[0].len(), 1..=3) && !groups[0].starts_with('0') && groups[1..].iter().all(|g| g.len() == 3)
    }
}

impl Words {
    /// Whether the token is a currency sign next to the figure.
    fn sign(cx: &Cx<'_>, at: Option<usize>) -> bool {
        at.is_some_and(|i| matches!(cx.word(i), "$" | "€" | "£" | "¥" | "₽" | "₴" | "₺" | "₹"))
    }

    fn before<'c>(cx: &Cx<'c>, at: usize) -> Option<(usize, &'c str)> {
        near(cx, at, -1).map(|i| (i, cx.word(i)))
    }

    /// A label before the figure, or a mark that ties it to something longer.
    fn labelled(&self, cx: &Cx<'_>, at: usize) -> bool {
        let Some((index, word)) = Self::before(cx, at) else {
            return false;
        };
        let tied = !cx.tokens()[at].spaced() && matches!(word, "-" | "–" | "/" | "#" | "." | "+" | ":" | "_" | "=");
        let abbreviated = word == "." && near(cx, at, -2).is_some_and(|i| self.labels.contains(cx.tokens()[i].hash()));
        tied || abbreviated || word == "#" || self.labels.contains(cx.tokens()[index].hash())
    }

    fn is_measure(&self, hash: u64) -> bool {
        self.measures.iter().any(|words| words.contains(hash))
    }

    /// Whether `at` is followed by a word of the sets, at once or behind one adjective; the set word's index.
    fn counts_of(&self, cx: &Cx<'_>, at: usize, sets: &[Hashes]) -> bool {
        let tokens = cx.tokens();
        let Some(next) = near(cx, at, 1) else {
            return false;
        };
        let is_one = |i: usize| sets.iter().any(|set| set.contains(tokens[i].hash()));
        if is_one(next) {
            return true;
        }
        let adjective = tokens[next].is_word() && !self.small.contains(tokens[next].hash());
        adjective && near(cx, next, 1).is_some_and(|i| tokens[i].spaced() && is_one(i))
    }

    fn decimal_comma(&self, cx: &Cx<'_>, rule: RuleId, at: usize, certain: &Certain) -> Option<Hit> {
        let (shape, sure) = self.decimals(cx, at)?;
        if !sure && !certain.foreign(self, cx) {
            return None;
        }
        let (last, first) = shape.groups.split_last()?;
        let better = format!("{}.{}{}", first.join(","), last, shape.suffix);
        let span = cx.tokens()[at].span();
        Some(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Unsafe, span, better))
    }

    /// Whether the token is a word with the ending of the plural.
    fn plural(&self, cx: &Cx<'_>, at: usize) -> bool {
        let word = cx.word(at);
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !self.small.contains(cx.tokens()[at].hash())
    }

    /// The shape of a figure that may have a comma before its decimals, and whether it can be nothing else.
    fn decimals<'c>(&self, cx: &Cx<'c>, at: usize) -> Option<(Shape<'c>, bool)> {
        let word = cx.word(at);
        if !word.contains(',') {
            return None;
        }
        let shape = Shape::of(word);
        let (last, first) = shape.groups.split_last()?;
        let whole = first.len() == 1 && first[0].len() <= 4
            || shape.separators[..first.len() - 1].iter().all(|s| *s == b'.') && Shape::thousands(first);
        let decimals = match last.len() {
            1 | 2 => !(first[0].len() > 1 && first[0].starts_with('0')),
            3 => first == ["0"],
            // Three digits group thousands; more than three cannot.
            4..=6 => first.len() == 1 && first[0].len() <= 2,
            _ => false,
        };
        if shape.separators.last() != Some(&b',') || !whole || !decimals || self.labelled(cx, at) {
            return None;
        }
        let tokens = cx.tokens();
        let previous = Self::before(cx, at);
        if previous.is_some_and(|(i, _)| self.months.contains(tokens[i].hash()) || tokens[i].is_number()) {
            return None;
        }
        // `8, 10,12 years`
        if previous.is_some_and(|(_, w)| w == ",") && near(cx, at, -2).is_some_and(|i| tokens[i].is_number()) {
            return None;
        }
        let next = near(cx, at, 1);
        let next_word = next.map_or("", |i| cx.word(i));
        // `3,5 and 7`, `2,4-D`, `3,5/7`, `(3,5)`: lists, names, coordinates.
        let tied = next.is_some_and(|i| !tokens[i].spaced())
            && matches!(next_word, "-" | "/" | "–" | "]" | ":" | "°" | "º" | "'" | "′")
            && !(next_word == "-" && near(cx, at, 2).is_some_and(|i| self.is_measure(tokens[i].hash())));
        if tied
            || previous.is_some_and(|(_, w)| matches!(w, "[" | "(" | "×" | "x")) && matches!(next_word, ")" | "]" | "")
        {
            return None;
        }
        let measured = matches!(next_word, "%" | "°" | "€" | "$" | "£" | "‰")
            || next.is_some_and(|i| self.is_measure(tokens[i].hash()))
            || self.counts_of(cx, at, &self.measures)
            || Self::sign(cx, previous.map(|(i, _)| i))
            || matches!(
                shape.suffix.to_ascii_lowercase().as_str(),
                "m" | "bn" | "mn" | "tn" | "k" | "km" | "kg" | "cm" | "mm" | "ha" | "t" | "g" | "l" | "mw" | "gw"
            );
        let magnitude = previous.is_some_and(|(_, w)| matches!(w, "magnitude" | "averaged" | "averaging" | "scored"));
        let ends =
            next.is_none_or(|i| tokens[i].is_punct() && tokens.get(i + 1).is_none_or(|t| t.spaced() || t.is_punct()));
        let cued =
            shape.suffix.is_empty() && ends && previous.is_some_and(|(i, _)| self.cues.contains(tokens[i].hash()));
        // `0,5` can be nothing else.
        let zero = first == ["0"] && shape.suffix.is_empty() && next.is_none_or(|i| tokens[i].spaced() || ends);
        // “2,4 books”, but “2,3 books” may be two or three of them.
        let single = last.len() == 1 && first.len() == 1 && first[0].len() == 1;
        let counted = single
            && shape.suffix.is_empty()
            && first[0].as_bytes()[0] + 1 != last.as_bytes()[0]
            && next.is_some_and(|i| tokens[i].spaced() && self.counts.contains(tokens[i].hash()));
        let unknown = last.len() == 1 && next.is_some_and(|i| tokens[i].spaced() && certain::starred(cx, i));
        let sure = measured || cued || zero || magnitude || counted || unknown;
        // “5,3 doctors”, “1,5 *millardos”, “4,1 in the south”: other figures of the article settle it.
        let likely = || {
            let listed = matches!(next_word, "and" | "or" | "to" | "&") || previous.is_some_and(|(_, w)| w == "and");
            let open = next.is_none_or(|i| {
                tokens[i].spaced() && (tokens[i].is_word() && !tokens[i].is_capital() || certain::starred(cx, i))
                    || ends
            });
            shape.suffix.is_empty() && shape.groups.len() == 2 && last.len() <= 2 && !listed && open
        };
        (sure || likely()).then_some((shape, sure))
    }

    fn ungrouped(&self, cx: &Cx<'_>, rule: RuleId, at: usize) -> Option<Hit> {
        let word = cx.word(at);
        if !(5..=9).contains(&word.len())
            || !word.bytes().all(|b| b.is_ascii_digit())
            || word.starts_with('0')
            || self.labelled(cx, at)
        {
            return None;
        }
        let tokens = cx.tokens();
        let previous = near(cx, at, -1);
        let next = near(cx, at, 1);
        // A name before it makes it a label too: “Boeing 737800”, “ICD 10115”.
        let named = previous.is_some_and(|i| {
            let capital = tokens[i].is_word() && tokens[i].is_capital();
            capital && !self.small.contains(tokens[i].hash()) && !cx.is_first(i) || tokens[i].is_number()
        });
        let glued = next.is_some_and(|i| !tokens[i].spaced() && matches!(cx.word(i), "-" | "/" | "_" | ":"));
        let money = Self::sign(cx, previous) || next.is_some_and(|i| Self::sign(cx, Some(i)));
        let about = previous.is_some_and(|i| {
            matches!(
                cx.word(i),
                "than"
                    | "about"
                    | "nearly"
                    | "almost"
                    | "approximately"
                    | "around"
                    | "roughly"
                    | "some"
                    | "About"
                    | "Nearly"
                    | "Some"
            )
        });
        if named
            || glued
            || !(about
                || self.counts_of(cx, at, &self.measures)
                || money
                || self.counts_of(cx, at, from_ref(&self.counts))
                || self.counts_of(cx, at, from_ref(&self.currencies)))
        {
            return None;
        }
        let better = grouped(word);
        let span = tokens[at].span();
        Some(Hit::new(rule, span).slot("better", better.clone()).fix(Applicability::Safe, span, better))
    }
}

/// Commas between thousands.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}
