//! `spacing`: punctuation marks and the white space around them, in one pass over the tokens.

mod glued;
mod marks;
mod residue;
mod seen;
mod white;

use super::{Compile, Cx, Detector, Sink};
use crate::model::{Hashes, Lang, RuleId};
use seen::Seen;
use serde::Deserialize;
use toml::Spanned;

/// Parameters of a `spacing` rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// What the rule looks for.
    check: Check,
    /// A list of words that keep their mark: abbreviations for `doubled`, schemes and namespaces for `missing`.
    except_words: Option<Spanned<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    /// `word ,`
    Before,
    /// `word,,`
    Doubled,
    /// `word,word`
    Missing,
    /// `it ’s`, `( so )`, `@-@`: tokens that were never joined again.
    Residue,
    /// White space other than one ordinary space.
    White,
}

struct Active {
    rule: RuleId,
    check: Check,
    except: Hashes,
}

struct Spacing(Vec<Active>);

pub(super) fn compile(compile: &mut Compile<'_>) -> Box<dyn Detector> {
    let mut all = Vec::new();
    for (rule_id, rule, params) in compile.params::<Params>() {
        let except = params.except_words.map(|name| compile.named_list(rule, &name)).unwrap_or_default();
        all.push(Active { rule: rule_id, check: params.check, except });
    }
    Box::new(Spacing(all))
}

impl Detector for Spacing {
    fn run(&self, cx: &Cx<'_>, out: &mut Sink<'_>) {
        if !self.0.iter().any(|active| out.wants(active.rule)) {
            return;
        }
        for active in &self.0 {
            if active.check == Check::Missing && cx.lang == Lang::EN && out.wants(active.rule) {
                glued::quotations(cx, active.rule, out);
            }
        }
        for (index, block) in cx.text.blocks().iter().enumerate() {
            let marked = cx.marks_of(index);
            let seen = Seen { cx, block, start: block.tokens.start as usize, end: block.tokens.end as usize, marked };
            seen.marks(|i, point| {
                for active in &self.0 {
                    let found = match active.check {
                        _ if !out.wants(active.rule) => None,
                        Check::Before if point => seen.before(i),
                        Check::Doubled if point => seen.doubled(i, &active.except),
                        Check::Missing if point => seen.missing(i, &active.except),
                        Check::Residue => seen.residue(i),
                        _ => None,
                    };
                    if let Some(found) = found {
                        out.report(found.hit(active.rule));
                    }
                }
            });
            if cx.odd().white() {
                for active in self.0.iter().filter(|active| active.check == Check::White) {
                    if out.wants(active.rule) {
                        seen.white(active.rule, out);
                    }
                }
            }
        }
    }
}
