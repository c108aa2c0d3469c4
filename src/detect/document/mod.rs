//! `document`: what shows only over a whole paragraph or article: lost capitals, a text that stops in the middle.

mod casing;
mod ends;
mod headline;

use super::{
    Compile, Cx, Detector, Hit, Sink,
    lists::{list, words},
};
use crate::model::{Hashes, RuleId, Token, hash_lower};
use serde::Deserialize;
use std::ops::Range;

/// Parameters of a `document` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What to look for.
    shape: Shape,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    /// Paragraphs wholly in lower case or in capitals.
    CasingLoss,
    /// The last paragraph stops in the middle of a sentence.
    Truncated,
    /// Another paragraph does.
    NoTerminal,
    /// The headline of another story between two paragraphs.
    LinkHeadline,
}

struct DocumentRules {
    rules: Vec<(Shape, RuleId)>,
    words: Words,
}

struct Words {
    never: Hashes,
    auxiliary: Hashes,
    relative: Hashes,
    article: Hashes,
    pronoun: Hashes,
    /// How credits and invitations behind an article begin.
    credit: Hashes,
    /// How letters end.
    letter: Hashes,
    /// How headlines do not begin.
    opener: Hashes,
    preposition: Hashes,
    brand: Hashes,
    conjunction: Hashes,
    said: Hashes,
    /// Names that stand in news and are no other words.
    name: Hashes,
    /// Countries, nationalities and days.
    place: [Hashes; 3],
}

/// Bodies and people that every reader knows, beside countries and nationalities.
const NAME: &str = "un nato eu uk usa fifa uefa opec unesco unicef putin zelensky biden trump macron xi merkel scholz erdogan netanyahu";

/// Nothing ends in them: determiners and conjunctions.
const NEVER: &str = "the a an and or nor their our my your every than although whose because into";
const AUXILIARY: &str = "is are was were has had have been be will would can could shall should must may might";
/// Words that let a clause end in an auxiliary or a preposition.
const RELATIVE: &str = "than as what whatever who whom whose which how where wherever when that if all everything so made nothing something anything";

/// First words that headlines lack and columns love.
const OPENER: &str = "it he she they we i this that but and there so you the their our my your his her now then here if these those \
    nobody everyone a an no not in on at for as with yet or perhaps maybe some many all one";

/// First words of lines that need no mark at their end.
const CREDIT: &str = "reporting additional editing writing by photo photos image images picture pictures video with source sources contact read see more \
    for follow subscribe sign click join download watch listen send email call visit find get learn related copyright all about written \
    posted published updated filed translated compiled edited adapted from via courtesy credit share register buy book to next previous";

impl Words {
    fn is_name(&self, hash: u64) -> bool {
        hash != TURKEY && (self.name.contains(hash) || self.place.iter().any(|words| words.contains(hash)))
    }
}

/// A bird as well.
const TURKEY: u64 = hash_lower(b"turkey", 0, 6);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let rules = compile.params::<Params>().into_iter().map(|(id, _, params)| (params.shape, id)).collect();
    let class = |name: &str| list(compile.lists, &format!("classes/{name}"));
    let words = Words {
        never: words!(NEVER),
        auxiliary: words!(AUXILIARY),
        relative: words!(RELATIVE),
        pronoun: class("subject-pronoun"),
        credit: words!(CREDIT),
        opener: words!(OPENER),
        letter: words!("regards sincerely yours wishes thanks love cheers faithfully"),
        article: class("article"),
        preposition: class("preposition"),
        brand: class("lower-brand"),
        conjunction: class("conjunction"),
        said: class("said"),
        name: words!(NAME),
        place: ["country", "demonym", "weekday"].map(class),
    };
    Box::new(DocumentRules { rules, words })
}

impl Detector for DocumentRules {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.rules.iter().any(|(_, id)| out.wants(*id)) {
            return;
        }
        let paragraphs: Vec<Paragraph> = (0..cx.text.blocks().len()).map(|index| paragraph(cx, index)).collect();
        let truncated = self.truncated(cx, &paragraphs);
        for &(shape, id) in &self.rules {
            if !out.wants(id) {
                continue;
            }
            match shape {
                Shape::CasingLoss => self.casing(cx, &paragraphs, id, out),
                Shape::Truncated => {
                    if let Some((_, span)) = truncated {
                        out.report(Hit::new(id, span));
                    }
                }
                Shape::NoTerminal => {
                    self.no_terminal(cx, &paragraphs, id, truncated.map(|(block, _)| block), out);
                }
                Shape::LinkHeadline => self.link_headline(cx, &paragraphs, id, out),
            }
        }
    }
}

/// A block as these shapes look at it.
struct Paragraph {
    tokens: Range<usize>,
    words: usize,
    /// Ends with a mark that ends sentences, closing marks aside.
    terminal: bool,
}

fn paragraph(cx: &Cx<'_>, index: usize) -> Paragraph {
    let block = &cx.text.blocks()[index];
    let tokens = block.token_range();
    let bytes = cx.text.content().as_bytes();
    let sentences = &cx.sentences()[block.sentences.start as usize..block.sentences.end as usize];
    let words = sentences.iter().map(|sentence| sentence.words as usize).sum();
    // Nearly all end so.
    let stops = |token: &Token| {
        token.is_punct() && token.span().len() == 1 && matches!(bytes[token.start() as usize], b'.' | b'!' | b'?')
    };
    if cx.tokens()[tokens.clone()].last().is_some_and(stops) {
        return Paragraph { tokens, words, terminal: true };
    }
    let mut last = tokens.end;
    // A mark that opens may close: „…“.
    while last > tokens.start
        && cx.tokens()[last - 1].is_punct()
        && matches!(cx.word(last - 1), "”" | "“" | "\"" | "’" | "'" | "»" | ")" | "]")
    {
        last -= 1;
    }
    let terminal = last > tokens.start && is_terminal(cx, last - 1);
    Paragraph { tokens, words, terminal }
}

/// Whether a token ends with a mark that ends sentences.
fn is_terminal(cx: &Cx<'_>, at: usize) -> bool {
    let (word, punct) = (cx.word(at), cx.tokens()[at].is_punct());
    word.ends_with('.') || punct && word.ends_with(['!', '?', '…', '。', '！', '？', '؟', '।', ':'])
}

/// Most words begin with a capital: a headline.
fn title_case(cx: &Cx<'_>, range: &Range<usize>) -> bool {
    let tokens = cx.tokens()[range.clone()].iter().filter(|t| t.is_word());
    let (capital, all) = tokens.fold((0, 0), |(c, a), t| (c + usize::from(t.is_capital()), a + 1));
    capital * 2 > all
}

/// Whether a sentence ends inside the paragraph.
fn has_stop(cx: &Cx<'_>, paragraph: &Paragraph) -> bool {
    paragraph.tokens.clone().any(|i| matches!(cx.word(i), "." | "!" | "?"))
}

/// The first token of the last sentence of a paragraph.
fn sentence_start(cx: &Cx<'_>, range: &Range<usize>) -> usize {
    range.clone().rev().find(|i| matches!(cx.word(*i), "." | "!" | "?")).map_or(range.start, |stop| stop + 1)
}
