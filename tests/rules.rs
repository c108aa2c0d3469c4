//! Every example of every rule is a test of its own.

use libtest_mimic::{Arguments, Failed, Trial};
use mtlint::{RuleSet, engine::test_rule};

fn main() {
    let arguments = Arguments::from_args();
    let rules = match RuleSet::embedded() {
        Ok(rules) => rules,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("rule files with problems:\n{}", lines.join("\n"));
        }
    };
    let mut trials = Vec::new();
    for (id, rule) in rules.iter() {
        let rules = rules.clone();
        trials.push(Trial::test(format!("{}::examples", rule.id), move || run(&rules, id)));
        let (flagging, quiet) = (
            rule.examples().iter().filter(|e| !e.flags.is_empty()).count(),
            rule.examples().iter().filter(|e| e.flags.is_empty()).count(),
        );
        trials.push(Trial::test(format!("{}::has-examples", rule.id), move || {
            if flagging >= 2 && quiet >= 2 {
                Ok(())
            } else {
                Err(Failed::from(format!(
                    "{flagging} examples that flag and {quiet} that stay quiet; two of each are needed"
                )))
            }
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(rules: &RuleSet, id: mtlint::model::RuleId) -> Result<(), Failed> {
    let failures = test_rule(rules, id).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failed::from(lines.join("\n"))
    })?;
    if failures.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = failures.iter().map(ToString::to_string).collect();
    Err(Failed::from(lines.join("\n")))
}
