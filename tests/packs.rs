//! Packs: what a newsroom's own rules and lists change, and what they leave as it is.

use mtlint::{Engine, RuleSet, model::Lang, rule::Selector, text::text_document};
use std::fs;

type Files<'f> = &'f [(&'f str, &'f str)];

/// The rules that find something, with what they find.
fn found(rules: Files<'_>, lists: Files<'_>, select: &[&str], text: &str) -> Vec<(String, String)> {
    let owned = |files: Files<'_>| files.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect::<Vec<_>>();
    let set = RuleSet::with_packs(&owned(rules), &owned(lists)).unwrap_or_else(|problems| panic!("{problems:?}"));
    let select: Vec<Selector> = select.iter().map(|name| set.selector(name).expect("it is a rule")).collect();
    let on = set.select(&select, &[]);
    let engine = Engine::new(set, on).unwrap_or_else(|problems| panic!("{problems:?}"));
    let checked = engine.check(text_document(text, None, Lang::EN));
    let text = &checked.document.target;
    let name = |rule| engine.rules().get(rule).id.to_string();
    checked.findings.iter().map(|f| (name(f.rule), text.slice(f.span).to_owned())).collect()
}

fn rule(id: &str, kind: &str, detect: &str) -> String {
    format!(
        "id = \"{id}\"\ntitle = \"x\"\ncategory = \"style\"\nseverity = \"minor\"\nstatus = \"stable\"\n\
         message = \"{{found}}\"\ndocs = \"x\"\n[detect]\nkind = \"{kind}\"\n{detect}\n"
    )
}

const DAMAGED: &str = "The deal was signed on Monday. said the minister, and the talks went on for for two days.\n\n\
    Read more: the budget in five charts\n\nClick here to subscribe to our newsletter";

fn list(path: &str) -> String {
    fs::read_to_string(format!("{}/rules/lists/{path}", env!("CARGO_MANIFEST_DIR"))).expect("it is a list")
}

#[test]
fn a_pack_adds_to_the_rules_of_the_binary() {
    let own = rule("my/deal", "sequence", "find = [\"the deal\"]");
    let alone = found(&[], &[], &[], DAMAGED);
    assert!(alone.len() >= 3, "{alone:?}");
    let mut both = found(&[("deal.toml", &own)], &[], &[], DAMAGED);
    both.retain(|(rule, _)| rule != "my/deal");
    assert_eq!(both, alone);
    let mine = found(&[("deal.toml", &own)], &[], &["my/deal"], DAMAGED);
    assert_eq!(mine, [("my/deal".to_owned(), "The deal".to_owned())]);
}

#[test]
fn a_rule_of_a_pack_replaces_that_of_the_binary() {
    let name = "split-lowercase-start";
    assert!(found(&[], &[], &[name], DAMAGED).iter().any(|(_, text)| text.contains("said")));
    let own = rule(name, "sequence", "find = [\"two days\"]");
    assert_eq!(found(&[("own.toml", &own)], &[], &[name], DAMAGED), [(name.to_owned(), "two days".to_owned())]);
}

/// What was worked out ahead does not hold any more, and is worked out again: the same list finds the same.
#[test]
fn a_list_that_is_replaced_by_itself_changes_nothing() {
    let alone = found(&[], &[], &[], DAMAGED);
    for path in ["boilerplate.tsv", "classes/reporting-verb.txt", "agency-names.tsv"] {
        let lists = [(&*format!("lists/{path}"), &*list(path))];
        assert_eq!(found(&[], &lists, &[], DAMAGED), alone, "{path}");
    }
}

#[test]
fn a_list_of_a_pack_is_the_one_that_counts() {
    let name = "agency-name";
    let text = "The Agency of Made Up News reported it on Monday.";
    let row = "key\tfind\tbetter\nany-made-up\tAgency of Made Up News\tMade Up News\n";
    assert_eq!(found(&[], &[], &[name], text).iter().filter(|(_, text)| text.contains("Made Up")).count(), 0);
    let own = found(&[], &[("lists/agency-names.tsv", row)], &[name], text);
    assert_eq!(own, [(name.to_owned(), "Agency of Made Up News".to_owned())]);
}

#[test]
fn an_entry_has_exceptions_of_its_own() {
    let entries = "entries = [\n{ key = \"a\", find = ['red \\w+'], except = ['red car'] },\n\
        { key = \"b\", find = ['blue \\w+'] }]\nexcept = ['\\w+ sea']";
    let own = rule("my/colour", "pattern", entries);
    let text = "A red car, a red bus, a blue car, the red sea and the blue sea.";
    let texts: Vec<String> =
        found(&[("c.toml", &own)], &[], &["my/colour"], text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["red bus", "blue car"]);
}
