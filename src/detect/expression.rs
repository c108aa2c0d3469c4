//! Expressions of rules: those of the binary are machines until one has so much to do that compiling it is worth it.

use super::{
    Compile,
    furniture::loose::loose,
    machine::{Machine, Spans, machine},
    outline::Outline,
    pattern::light::compiled_from,
    written::Written,
};
use crate::rule::Rule;
use regex::{Regex, RegexBuilder, bytes};
use regex_automata::util::interpolate;
use std::{
    ops::Range,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};
use toml::Spanned;

/// Steps after which an expression is compiled: they take a few times as long as compiling it, which on ordinary articles
/// pays off after hundreds of megabytes or never. What compiles most is text made to keep one expression busy.
const WORTH_COMPILING: u32 = 200_000;

/// How an expression is meant.
#[derive(Clone, Copy)]
pub(super) enum Dialect {
    /// As a `pattern` rule has it.
    Pattern,
    /// As a `furniture` rule has it, with what stands around it.
    Furniture(&'static str, &'static str),
}

/// An expression of a rule.
pub(super) struct Expression {
    written: Written,
    dialect: Dialect,
    /// Told ahead where it cannot match.
    outline: Option<Outline>,
    /// How many steps its machine has taken.
    steps: AtomicU32,
    compiled: OnceLock<Option<Compiled>>,
}

enum Compiled {
    Text(Regex),
    Bytes(bytes::Regex),
}

impl Expression {
    /// An expression that is known to be right.
    pub(super) fn lazy(written: Written, dialect: Dialect, outline: Option<Outline>) -> Self {
        Self { written, dialect, outline, steps: AtomicU32::new(0), compiled: OnceLock::new() }
    }

    /// An expression of a rule that is not in the binary, or what is wrong with it.
    pub(super) fn compiled(text: &str, dialect: Dialect) -> Result<Self, String> {
        let made = Self::lazy(Written::Own(text.to_owned()), dialect, None);
        match made.compile() {
            Ok(compiled) => Ok(Self { compiled: OnceLock::from(Some(compiled)), ..made }),
            Err(error) => {
                let reason = error.to_string();
                Err(reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
            }
        }
    }

    fn compile(&self) -> Result<Compiled, regex::Error> {
        let source = self.dialect.source(self.written.text());
        match self.dialect {
            Dialect::Pattern => RegexBuilder::new(&source).multi_line(true).build().map(Compiled::Text),
            Dialect::Furniture(..) => {
                bytes::RegexBuilder::new(&source).case_insensitive(true).build().map(Compiled::Bytes)
            }
        }
    }

    /// What runs it over a text.
    fn engine(&self, text: &str) -> Option<Engine<'_>> {
        if self.compiled.get().is_none() {
            let idle = self.steps.load(Relaxed) < WORTH_COMPILING;
            if let Some(machine) = self.machine().filter(|machine| idle && machine.fits(text)) {
                return Some(Engine::Machine(machine, &self.steps));
            }
        }
        let compiled = self.compiled.get_or_init(|| self.compile().ok());
        compiled.as_ref().map(|compiled| match compiled {
            Compiled::Text(regex) => Engine::Text(regex),
            Compiled::Bytes(regex) => Engine::Bytes(regex),
        })
    }

    fn machine(&self) -> Option<Machine> {
        match &self.written {
            Written::Tree(node) => machine(node.at()),
            Written::Own(_) => None,
        }
    }

    /// Its outline, if there is one.
    pub(super) fn outline(&self) -> Option<Outline> {
        self.outline
    }

    /// Whether it matches nowhere but at the start of a text, as far as can be told without running it.
    pub(super) fn is_at_start(&self) -> bool {
        self.outline.is_some_and(Outline::is_at_start)
    }

    /// Whether it may match in a text, told without running it.
    pub(super) fn may_match(&self, text: &str) -> bool {
        self.outline.is_none_or(|outline| outline.may_match(text.as_bytes()))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.engine(text).is_some_and(|engine| engine.is_match(text))
    }

    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let (start, end) = self.engine(text)?.find_at(text, 0)?;
        Some(start..end)
    }

    /// All matches that do not overlap.
    pub(super) fn find_iter(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let engine = self.engine(text);
        each(text, move |start| engine.as_ref()?.find_at(text, start).map(|found| (found, found)))
            .map(|(start, end)| start..end)
    }

    /// The same with their groups.
    pub(super) fn groups_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Groups<'t, '_>> {
        // Most places that look promising hold no match, and looking for groups is slow.
        let engine = self.engine(text).filter(|engine| engine.is_quick() || engine.is_match(text));
        each(text, move |start| {
            let spans = engine.as_ref()?.groups_at(text, start)?;
            Some((spans.first().copied().flatten()?, spans))
        })
        .map(move |spans| Groups { expression: self, text, spans })
    }

    /// The number of a named group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        match self.engine("")? {
            Engine::Machine(machine, _) => machine.group(name),
            Engine::Text(regex) => regex.capture_names().position(|own| own == Some(name)),
            Engine::Bytes(regex) => regex.capture_names().position(|own| own == Some(name)),
        }
    }
}

impl Dialect {
    /// An expression as it is compiled.
    fn source(self, text: &str) -> String {
        match self {
            Self::Pattern => compiled_from(text),
            Self::Furniture(before, behind) => format!("{before}{}{behind}", loose(text)),
        }
    }
}

/// Matches one after the other; an empty one never ends where the one before it does.
fn each<T>(text: &str, find: impl Fn(usize) -> Option<((usize, usize), T)>) -> impl Iterator<Item = T> {
    let len = text.len();
    let find = move |start: usize| (start <= len).then(|| find(start)).flatten();
    let (mut start, mut last) = (0, None);
    std::iter::from_fn(move || {
        let mut found = find(start)?;
        if found.0.0 == found.0.1 && last == Some(found.0.1) {
            start += 1;
            found = find(start)?;
        }
        start = found.0.1;
        last = Some(start);
        Some(found.1)
    })
}

/// What runs an expression.
enum Engine<'e> {
    Machine(Machine, &'e AtomicU32),
    Text(&'e Regex),
    Bytes(&'e bytes::Regex),
}

impl Engine<'_> {
    /// Whether looking for groups costs no more than looking for a match.
    fn is_quick(&self) -> bool {
        matches!(self, Self::Machine(..))
    }

    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Machine(..) => self.find_at(text, 0).is_some(),
            Self::Text(regex) => regex.is_match(text),
            Self::Bytes(regex) => regex.is_match(text.as_bytes()),
        }
    }

    fn find_at(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        match self {
            Self::Machine(machine, steps) => {
                let (found, taken) = machine.find_at(text, start);
                steps.fetch_add(taken, Relaxed);
                found
            }
            Self::Text(regex) => regex.find_at(text, start).map(|found| (found.start(), found.end())),
            Self::Bytes(regex) => regex.find_at(text.as_bytes(), start).map(|found| (found.start(), found.end())),
        }
    }

    fn groups_at(&self, text: &str, start: usize) -> Option<Spans> {
        match self {
            Self::Machine(machine, steps) => {
                let (found, taken) = machine.groups_at(text, start);
                steps.fetch_add(taken, Relaxed);
                found
            }
            Self::Text(regex) => {
                let groups = regex.captures_at(text, start)?;
                Some(groups.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect())
            }
            Self::Bytes(regex) => {
                let groups = regex.captures_at(text.as_bytes(), start)?;
                Some(groups.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect())
            }
        }
    }
}

/// A match with its groups.
pub(super) struct Groups<'t, 'e> {
    expression: &'e Expression,
    text: &'t str,
    spans: Spans,
}

impl Groups<'_, '_> {
    /// Where a group is, if it took part; group 0 is the match.
    pub(super) fn get(&self, group: usize) -> Option<Range<usize>> {
        self.spans.get(group).copied().flatten().map(|(start, end)| start..end)
    }

    /// A template with `$1`, `$name` and `${name}` filled in.
    pub(super) fn expand(&self, template: &str) -> String {
        let mut out = String::new();
        let append = |group: usize, out: &mut String| {
            out.push_str(self.get(group).and_then(|range| self.text.get(range)).unwrap_or_default());
        };
        interpolate::string(template, append, |name| self.expression.group(name), &mut out);
        out
    }
}

/// An expression as a rule of a pack has it; one that is wrong is a problem. Those of the binary are tested.
pub(super) fn expression(
    compile: &mut Compile<'_>,
    rule: &Rule,
    text: &Spanned<String>,
    dialect: Dialect,
) -> Option<Expression> {
    if rule.is_embedded() {
        return Some(Expression::lazy(Written::Own(text.get_ref().clone()), dialect, None));
    }
    let made = Expression::compiled(text.get_ref(), dialect);
    made.map_err(|reason| {
        compile.problems.push(rule.problem(Some(text.span()), format!("the expression is wrong: {reason}")));
    })
    .ok()
}

#[cfg(test)]
mod tests;
