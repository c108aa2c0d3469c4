//! The order in which the branches of a choice are tried: the first that matches wins, and those that start with different
//! bytes never compete. So most choices become a search by halves, and what branches have in common is matched once.

use super::first::First;
use regex_syntax::hir::{Hir, HirKind};

/// How a choice is made.
pub(crate) enum Plan {
    /// No choice: pieces one after the other.
    Run(Vec<Hir>),
    /// Pieces that all branches start with, and what follows.
    Shared(Vec<Hir>, Box<Plan>),
    /// One after the other.
    InTurn(Vec<Plan>),
    /// At most one of them can match.
    Apart(Vec<Plan>),
}

/// How to choose between branches.
pub(crate) fn plan(branches: &[Hir]) -> Plan {
    choose(branches.iter().map(pieces).collect())
}

/// A branch as pieces: single bytes, classes, and whatever else.
fn pieces(branch: &Hir) -> Vec<Hir> {
    match branch.kind() {
        HirKind::Empty => Vec::new(),
        HirKind::Literal(literal) => literal.0.iter().map(|byte| Hir::literal([*byte])).collect(),
        HirKind::Concat(parts) => parts.iter().flat_map(pieces).collect(),
        _ => vec![branch.clone()],
    }
}

fn choose(mut branches: Vec<Vec<Hir>>) -> Plan {
    if branches.len() == 1 {
        return Plan::Run(branches.remove(0));
    }
    // A branch that may be empty competes with all others.
    let mut turns: Vec<Plan> = Vec::new();
    let mut run: Vec<(First, Vec<Hir>)> = Vec::new();
    for branch in branches {
        let (first, empty) = First::of_run(&branch);
        if empty {
            turns.extend(apart(std::mem::take(&mut run)));
            turns.push(Plan::Run(branch));
        } else {
            run.push((first, branch));
        }
    }
    turns.extend(apart(run));
    if turns.len() == 1 { turns.remove(0) } else { Plan::InTurn(turns) }
}

/// Branches that may start with one of a set, each with its place in the order.
type Group = (First, Vec<(usize, Vec<Hir>)>);

/// Parts branches by what they start with.
fn apart(branches: Vec<(First, Vec<Hir>)>) -> Option<Plan> {
    let mut groups: Vec<Group> = Vec::new();
    for (number, (first, branch)) in branches.into_iter().enumerate() {
        let (met, mut others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(set, _)| set.meets(first));
        let mut all = (first, vec![(number, branch)]);
        for (set, group) in met {
            all.0 = all.0.or(set);
            all.1.extend(group);
        }
        all.1.sort_by_key(|(number, _)| *number);
        others.push(all);
        groups = others;
    }
    let group = |(_, group): Group| in_turn(group.into_iter().map(|(_, branch)| branch));
    let mut plans: Vec<Plan> = groups.into_iter().map(group).collect();
    match plans.len() {
        0 | 1 => plans.pop(),
        _ => Some(Plan::Apart(plans)),
    }
}

/// Branches one after the other; neighbours share what they start with.
fn in_turn(branches: impl Iterator<Item = Vec<Hir>>) -> Plan {
    let mut groups: Vec<Vec<Vec<Hir>>> = Vec::new();
    for branch in branches {
        match groups.last_mut() {
            Some(group) if plain(&group[0][0]) && group[0][0] == branch[0] => group.push(branch),
            _ => groups.push(vec![branch]),
        }
    }
    let mut plans: Vec<Plan> = groups.into_iter().map(shared).collect();
    if plans.len() == 1 { plans.remove(0) } else { Plan::InTurn(plans) }
}

/// Branches that start with the same piece.
fn shared(group: Vec<Vec<Hir>>) -> Plan {
    if group.len() == 1 {
        return choose(group);
    }
    let same = |at: usize| {
        group[0].get(at).is_some_and(|piece| plain(piece) && group.iter().all(|branch| branch.get(at) == Some(piece)))
    };
    let common = (0..group[0].len()).take_while(|at| same(*at)).count();
    let start = group[0][..common].to_vec();
    let rest = group.into_iter().map(|mut branch| branch.split_off(common)).collect();
    Plan::Shared(start, Box::new(choose(rest)))
}

fn plain(piece: &Hir) -> bool {
    matches!(piece.kind(), HirKind::Literal(_) | HirKind::Class(_))
}
