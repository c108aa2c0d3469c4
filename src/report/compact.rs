//! One line a finding, as compilers and grep write them: `path:line:column: severity rule message`.

use super::{Report, show::one_line};
use crate::{engine::Checked, rule::RuleSet};
use std::io::Write;

/// The compact report. Control characters are written by their number, so a finding is always one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compact;

impl Report for Compact {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let path = one_line(&checked.document.origin.path);
        let mut locator = checked.document.locator();
        for finding in &checked.findings {
            let (_, place) = locator.locate(finding.span);
            let (severity, rule, message) = (finding.severity, &rules.get(finding.rule).id, one_line(&finding.message));
            writeln!(out, "{path}:{}:{}: {severity} {rule} {message}", place.line, place.column)
                .expect("memory takes what is written");
        }
    }
}
