//! `french-spacing`: high marks without the space that the same article sets elsewhere.
//!
//! France sets a space before : ; ! ? and inside « »; Canada only at the colon and the guillemets, Switzerland and much
//! of the web nowhere. The language of an article does not tell its country, so the article itself has to: what it
//! mostly spaces, it forgot where it does not.

use super::{Compile, Cx, Detector, Hit, Sink};
use crate::model::{Applicability, RuleId, Token, TokenKind};
use serde::Deserialize;

/// Parameters of a `french-spacing` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Names that end in a mark: `Yahoo!`.
    #[serde(default)]
    except_after: Vec<String>,
}

struct Spacing(Vec<(RuleId, Vec<String>)>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    Box::new(Spacing(compile.params::<Params>().into_iter().map(|(id, _, params)| (id, params.except_after)).collect()))
}

/// How an article sets the marks of one kind.
#[derive(Default)]
struct Usage {
    spaced: u32,
    tight: Vec<usize>,
}

impl Detector for Spacing {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        for (rule, names) in &self.0 {
            if !out.wants(*rule) {
                continue;
            }
            // Canada spaces the second kind only.
            let (mut high, mut wide) = (Usage::default(), Usage::default());
            for block in cx.text.blocks() {
                let seen = Seen { cx, start: block.tokens.start as usize, end: block.tokens.end as usize, names };
                for i in seen.start..seen.end {
                    if !cx.tokens()[i].is_punct() {
                        continue;
                    }
                    let usage = match cx.word(i) {
                        "?" | "!" | ";" => &mut high,
                        ":" | "«" | "»" => &mut wide,
                        _ => continue,
                    };
                    match seen.spaced(i) {
                        Some(true) => usage.spaced += 1,
                        Some(false) => usage.tight.push(i),
                        None => {}
                    }
                }
            }
            for usage in [high, wide] {
                if usage.spaced as usize * 2 >= usage.tight.len() {
                    usage.tight.into_iter().for_each(|i| report(cx, *rule, i, out));
                }
            }
        }
    }
}

/// A block.
struct Seen<'d, 'c> {
    cx: &'c Cx<'d>,
    start: usize,
    end: usize,
    names: &'c [String],
}

/// Tokens of a quotation in guillemets that is short enough to be a field or a command.
const SHORT: usize = 12;

impl Seen<'_, '_> {
    /// Whether the mark stands in a short quotation: `« Depends: »`, `« hosts: files »` and `« cd src; make »` are copied
    /// from a file or a screen as they are.
    fn quoted(&self, i: usize) -> bool {
        let opened = (i.saturating_sub(SHORT)..i).rev().find(|&j| matches!(self.word(j), "«" | "»"));
        let closed = (i + 1..i + SHORT).find(|&j| matches!(self.word(j), "«" | "»"));
        opened.is_some_and(|j| self.word(j) == "«") && closed.is_some_and(|j| self.word(j) == "»")
    }

    fn token(&self, index: usize) -> Option<&Token> {
        (self.start..self.end).contains(&index).then(|| &self.cx.tokens()[index])
    }

    fn word(&self, index: usize) -> &str {
        self.token(index).map_or("", |_| self.cx.word(index))
    }

    /// Whether the mark has its space; nothing where it is no mark of the sentence (`10:30`, `&amp;`, `Yahoo!`).
    fn spaced(&self, i: usize) -> Option<bool> {
        let token = &self.cx.tokens()[i];
        let gap_after = self.token(i + 1).is_none_or(Token::spaced);
        let mark = self.cx.word(i);
        if mark == "«" {
            return (self.word(i + 1) != "»" && i + 1 < self.end).then_some(gap_after);
        }
        let before = i.checked_sub(1).filter(|&b| b >= self.start).and_then(|b| self.token(b))?;
        let ends = gap_after || self.token(i + 1).is_some_and(Token::is_punct);
        let stands = match mark {
            "?" | "!" => {
                (before.counts() || matches!(self.word(i - 1), ")" | "»" | "”"))
                    && ends
                    && !self.names.iter().any(|name| name == self.word(i - 1))
            }
            ";" => {
                before.counts() && gap_after && !(i >= 2 && matches!(self.word(i - 2), "&" | "#")) && !self.quoted(i)
            }
            ":" => before.is_word() && gap_after && !self.quoted(i),
            _ => before.kind() != TokenKind::Address && self.word(i - 1) != "«",
        };
        stands.then(|| token.spaced())
    }
}

fn report(cx: &Cx<'_>, rule: RuleId, i: usize, out: &mut Sink<'_>) {
    let (span, mark) = (cx.tokens()[i].span(), cx.word(i));
    let text = match mark {
        "«" => "«\u{a0}".to_owned(),
        ":" | "»" => format!("\u{a0}{mark}"),
        _ => format!("\u{202f}{mark}"),
    };
    out.report(Hit::new(rule, span).slot("better", text.trim().to_owned()).fix(Applicability::Safe, span, text));
}
