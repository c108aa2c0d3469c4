//! From the syntax tree of an expression to the steps of its machine, in the order in which the `regex` crate prefers them.

use super::{
    branches::{Plan, plan},
    first::First,
    format::{
        ASCII_EDGE, ASCII_NO_EDGE, EDGE, EVER, LINE_END, LINE_START, LITERAL_MOST, NO_EDGE, TEXT_END, TEXT_START,
    },
};
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// A step: what it does, and where it goes on.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Fail,
    Match,
    Literal(Vec<u8>, usize),
    /// Letters of ASCII in any case.
    Folded(Vec<u8>, usize),
    One(Class, usize),
    Repeat {
        class: Class,
        least: u16,
        most: u16,
        greedy: bool,
        next: usize,
    },
    Split {
        preferred: usize,
        other: usize,
    },
    Save(u16, usize),
    Look(u8, usize),
}

/// The steps of an expression, from the last to the first.
pub(crate) struct Graph {
    pub(crate) steps: Vec<Step>,
    pub(crate) start: usize,
    /// What each step may start with.
    pub(crate) firsts: Vec<First>,
    /// Whether groups are remembered.
    saves: bool,
}

/// More steps than this are more than a machine counts.
const MOST: usize = 20_000;

impl Graph {
    /// None for what no machine can do.
    pub(crate) fn new(hir: &Hir, saves: bool) -> Option<Self> {
        let mut graph = Self { steps: vec![Step::Match], start: 0, firsts: Vec::new(), saves };
        graph.start = graph.piece(hir, 0)?;
        graph.find_firsts();
        Some(graph)
    }

    fn push(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() < MOST).then(|| self.steps.len() - 1)
    }

    fn split(&mut self, greedy: bool, more: usize, less: usize) -> Option<usize> {
        self.push(way(greedy, more, less))
    }

    /// The first step of a piece that goes on at `next`.
    fn piece(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => self.literal(false, &literal.0, next),
            HirKind::Class(class) => {
                self.push(if is_empty(class) { Step::Fail } else { Step::One(class.clone(), next) })
            }
            HirKind::Look(look) => self.push(Step::Look(kind(*look)?, next)),
            HirKind::Repetition(repetition) => self.repetition(repetition, next),
            HirKind::Capture(capture) if self.saves => {
                let slot = u16::try_from(capture.index).ok()?.checked_mul(2)?;
                let end = self.push(Step::Save(slot + 1, next))?;
                let inside = self.piece(&capture.sub, end)?;
                self.push(Step::Save(slot, inside))
            }
            HirKind::Capture(capture) => self.piece(&capture.sub, next),
            HirKind::Concat(parts) => self.run(parts, next),
            HirKind::Alternation(branches) => self.plan(&plan(branches), next),
        }
    }

    fn literal(&mut self, folded: bool, bytes: &[u8], next: usize) -> Option<usize> {
        let mut next = next;
        for part in bytes.rchunks(LITERAL_MOST) {
            let part = part.to_vec();
            next = self.push(if folded { Step::Folded(part, next) } else { Step::Literal(part, next) })?;
        }
        Some(next)
    }

    /// Pieces one after the other; neighbouring literals become one, and so do letters in any case.
    fn run(&mut self, parts: &[Hir], next: usize) -> Option<usize> {
        let (mut next, mut folded, mut bytes) = (next, false, Vec::new());
        for part in parts.iter().rev() {
            let letter = any_case(part);
            let more = match part.kind() {
                HirKind::Literal(literal) => Some(&*literal.0),
                _ => letter.as_ref().map(std::slice::from_ref),
            };
            if more.is_none() || folded != letter.is_some() {
                next = self.literal(folded, &std::mem::take(&mut bytes), next)?;
                folded = letter.is_some();
            }
            match more {
                Some(more) => drop(bytes.splice(0..0, more.iter().copied())),
                None => next = self.piece(part, next)?,
            }
        }
        self.literal(folded, &bytes, next)
    }

    fn plan(&mut self, plan: &Plan, next: usize) -> Option<usize> {
        match plan {
            Plan::Run(parts) => self.run(parts, next),
            Plan::Shared(parts, rest) => {
                let rest = self.plan(rest, next)?;
                self.run(parts, rest)
            }
            Plan::InTurn(plans) => {
                let (last, before) = plans.split_last()?;
                let mut other = self.plan(last, next)?;
                for one in before.iter().rev() {
                    let preferred = self.plan(one, next)?;
                    other = self.split(true, preferred, other)?;
                }
                Some(other)
            }
            Plan::Apart(plans) => self.halves(plans, next),
        }
    }

    fn halves(&mut self, plans: &[Plan], next: usize) -> Option<usize> {
        let (left, right) = match plans {
            [one] => return self.plan(one, next),
            more => more.split_at(more.len() / 2),
        };
        let (left, right) = (self.halves(left, next)?, self.halves(right, next)?);
        self.split(true, left, right)
    }

    fn repetition(&mut self, repetition: &Repetition, next: usize) -> Option<usize> {
        let (least, most, greedy, sub) = (repetition.min, repetition.max, repetition.greedy, &*repetition.sub);
        if let Some(class) = single(sub) {
            if is_empty(&class) {
                return if least == 0 { Some(next) } else { self.push(Step::Fail) };
            }
            let least = u16::try_from(least).ok()?;
            let most = most.map_or(Some(EVER), |most| u16::try_from(most).ok().filter(|most| *most != EVER))?;
            return self.push(Step::Repeat { class, least, most, greedy, next });
        }
        let Some(most) = most else {
            let split = self.push(Step::Fail)?;
            let body = self.piece(sub, split)?;
            self.steps[split] = way(greedy, body, next);
            let copies = least.saturating_sub(1);
            let start = match (least, sub.properties().minimum_len()) {
                (0, Some(1..)) => split,
                // What may be empty once more would be preferred to going on, if it were not asked for apart.
                (0, _) => self.split(greedy, body, next)?,
                _ => body,
            };
            return self.copies(sub, copies, start);
        };
        let mut start = next;
        for _ in least..most {
            let body = self.piece(sub, start)?;
            start = self.split(greedy, body, next)?;
        }
        self.copies(sub, least, start)
    }

    fn copies(&mut self, hir: &Hir, count: u32, next: usize) -> Option<usize> {
        (0..count).try_fold(next, |next, _| self.piece(hir, next))
    }

    /// Goes over all steps until nothing is new.
    fn find_firsts(&mut self) {
        self.firsts = vec![First::default(); self.steps.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for (number, step) in self.steps.iter().enumerate() {
                let of = |step: &usize| self.firsts[*step];
                let first = match step {
                    Step::Fail => First::default(),
                    Step::Match => First::ALL,
                    Step::Literal(bytes, _) => bytes.first().map_or(First::ALL, |byte| First::of(*byte)),
                    Step::Folded(letters, _) => letters
                        .first()
                        .map_or(First::ALL, |letter| First::of(*letter).or(First::of(letter.to_ascii_uppercase()))),
                    Step::Repeat { class, least: 0, next, .. } => First::of_class(class).or(of(next)),
                    Step::One(class, _) | Step::Repeat { class, .. } => First::of_class(class),
                    Step::Split { preferred, other } => of(preferred).or(of(other)),
                    Step::Look(TEXT_END, next) => of(next).and(First::END),
                    Step::Look(LINE_END, next) => of(next).and(First::END.or(First::of(b'\n'))),
                    Step::Save(_, next) | Step::Look(_, next) => of(next),
                };
                changed |= self.firsts[number] != first;
                self.firsts[number] = first;
            }
        }
    }
}

/// Two ways on, `more` of them first where it is greedy.
fn way(greedy: bool, more: usize, less: usize) -> Step {
    let (preferred, other) = if greedy { (more, less) } else { (less, more) };
    Step::Split { preferred, other }
}

fn is_empty(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.ranges().is_empty(),
        Class::Bytes(class) => class.ranges().is_empty(),
    }
}

/// The lower case of a piece that is one letter of ASCII in any case.
fn any_case(hir: &Hir) -> Option<u8> {
    let HirKind::Class(class) = hir.kind() else { return None };
    let (upper, lower) = match class {
        Class::Unicode(class) => match class.ranges() {
            [upper, lower] if upper.start() == upper.end() && lower.start() == lower.end() => {
                (u8::try_from(upper.start()).ok()?, u8::try_from(lower.start()).ok()?)
            }
            _ => return None,
        },
        Class::Bytes(class) => match class.ranges() {
            [upper, lower] if upper.start() == upper.end() && lower.start() == lower.end() => {
                (upper.start(), lower.start())
            }
            _ => return None,
        },
    };
    (upper.is_ascii_uppercase() && upper.to_ascii_lowercase() == lower).then_some(lower)
}

/// A piece that is one character or byte.
fn single(hir: &Hir) -> Option<Class> {
    match hir.kind() {
        HirKind::Class(class) => Some(class.clone()),
        HirKind::Literal(literal) => match *literal.0 {
            [byte] => {
                let range = regex_syntax::hir::ClassBytesRange::new(byte, byte);
                Some(Class::Bytes(regex_syntax::hir::ClassBytes::new([range])))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Looking around as machines do it.
fn kind(look: Look) -> Option<u8> {
    Some(match look {
        Look::Start => TEXT_START,
        Look::End => TEXT_END,
        Look::StartLF => LINE_START,
        Look::EndLF => LINE_END,
        Look::WordAscii => ASCII_EDGE,
        Look::WordAsciiNegate => ASCII_NO_EDGE,
        Look::WordUnicode => EDGE,
        Look::WordUnicodeNegate => NO_EDGE,
        _ => return None,
    })
}
