//! JUnit XML: an article is a test suite, so that build servers show which articles pass.

use super::{Report, Summary, place::Places, show::Proposal, xml::Xml};
use crate::{
    engine::Checked,
    model::{Finding, Severity},
    rule::RuleSet,
};

/// The JUnit report: a suite for every article, in it a case for every finding. A finding at or above the gate is a
/// failure, one below it a case that passes and says so; an article without findings has one case that passes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Junit {
    /// The gate; without one nothing fails.
    pub fail_on: Option<Severity>,
}

impl Report for Junit {
    fn begin(&self, _rules: &RuleSet, out: &mut Vec<u8>) {
        let mut xml = Xml::new(out, 0);
        xml.declaration();
        xml.open("testsuites", &[("name", "mtlint")]);
    }

    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let origin = &checked.document.origin;
        let fails = |finding: &&Finding| self.fail_on.is_some_and(|gate| finding.severity >= gate);
        let failures = checked.findings.iter().filter(fails).count();
        // Several records of one file are told apart by their ids.
        let name =
            if origin.record.is_some() { format!("{}#{}", origin.path, origin.id) } else { origin.path.to_string() };
        let mut places = Places::new(&checked.document);
        let mut xml = Xml::new(out, 1);
        xml.open(
            "testsuite",
            &[
                ("name", &name),
                ("tests", &checked.findings.len().max(1).to_string()),
                ("failures", &failures.to_string()),
                ("errors", "0"),
                ("skipped", "0"),
            ],
        );
        if checked.findings.is_empty() {
            xml.empty("testcase", &[("name", "no findings"), ("classname", &name)]);
        }
        for finding in &checked.findings {
            let start = places.span(finding.span).start;
            let id = &rules.get(finding.rule).id;
            let place = format!("{}:{}:{}", origin.path, start.line, start.chars);
            xml.open("testcase", &[("name", &format!("{id} at {}:{}", start.line, start.chars)), ("classname", &name)]);
            let said = format!("{place}: {} {id} {}{}", finding.severity, finding.message, proposal(checked, finding));
            if fails(&finding) {
                xml.text("failure", &[("message", &finding.message), ("type", finding.severity.name())], &said);
            } else {
                xml.text("system-out", &[], &said);
            }
            xml.close("testcase");
        }
        xml.close("testsuite");
    }

    fn finish(&self, _rules: &RuleSet, _summary: &Summary, out: &mut Vec<u8>) {
        Xml::new(out, 1).close("testsuites");
    }
}

fn proposal(checked: &Checked, finding: &Finding) -> String {
    match Proposal::of(&checked.document.target, finding) {
        None => String::new(),
        Some(proposal) if proposal.removes() => format!("\nhelp: remove “{}”", proposal.before.trim()),
        Some(proposal) => format!("\nhelp: “{}” → “{}”", proposal.before, proposal.after),
    }
}
