//! The formulas of the README, on rules made for the purpose, and what a score must tell apart with the real ones.

use mtlint::{
    Checked, Engine, RuleSet,
    model::Lang,
    rule::{Lists, Selector},
    text::text_document,
};

/// A rule that finds one word.
fn rule(id: &str, category: &str, severity: &str, word: &str, more: &str) -> (String, String) {
    let text = format!(
        "id = \"{id}\"\ntitle = \"x\"\ncategory = \"{category}\"\nseverity = \"{severity}\"\nstatus = \"stable\"\nmessage = \"{{found}}\"\ndocs = \"x\"\n{more}\n[detect]\nkind = \"phrase\"\nentries = [{{ find = [\"{word}\"] }}]\n"
    );
    (format!("{id}.toml"), text)
}

fn check(rules: &[(String, String)], text: &str) -> Checked {
    let files = rules.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let set = RuleSet::load(files, Lists::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let on = set.select(&[Selector::All], &[]);
    let engine = Engine::new(set, on).unwrap_or_else(|problems| panic!("{problems:?}"));
    engine.check(text_document(text, None, Lang::EN))
}

fn near(found: f32, expected: f32) {
    assert!((found - expected).abs() < 0.001, "{found} is not {expected}");
}

#[test]
fn severities_cost_0_1_5_and_25_points() {
    let rules = ["neutral", "minor", "major", "critical"].map(|s| rule(s, "style", s, s, ""));
    for (word, points) in [("neutral", 0.0), ("minor", 1.0), ("major", 5.0), ("critical", 25.0)] {
        let checked =
            check(&rules, &format!("This text holds a {word} mark and it has exactly twelve words, all counted."));
        near(checked.score.points, points);
        assert_eq!(checked.score.blocked, word == "critical");
    }
}

#[test]
fn a_rule_may_set_its_own_points() {
    let checked =
        check(&[rule("tiny", "linguistic.punctuation", "minor", "speck", "points = 0.1")], "A speck of dust.");
    near(checked.score.points, 0.1);
}

#[test]
fn a_sentence_counts_points_per_hundred_words_and_at_least_ten() {
    let rules = [rule("mark", "style", "minor", "mark", "")];
    let long = "This sentence has a mark and then goes on for as long as it takes to hold twenty words here.";
    let checked = check(&rules, &format!("Short mark here.\n\n{long}"));
    near(checked.sentences[0].score(), 90.0);
    assert_eq!(checked.sentences[1].words, 20);
    near(checked.sentences[1].score(), 95.0);
}

#[test]
fn an_article_counts_points_per_thousand_words() {
    let filler = "Nothing is wrong in this sentence of ten words here. ".repeat(19);
    let checked = check(
        &[rule("mark", "style", "minor", "mark", "")],
        &format!("{filler}One mark stands in this sentence of ten words here."),
    );
    assert_eq!(checked.score.words, 200);
    near(checked.score.per_1000(), 5.0);
    near(checked.score.score(), 95.0);
}

#[test]
fn identical_findings_after_the_third_cost_a_fifth() {
    let checked = check(&[rule("mark", "style", "minor", "mark", "")], "A mark. ".repeat(5).trim());
    near(checked.score.points, 3.4);
    assert_eq!(checked.findings.len(), 5);
}

#[test]
fn of_overlapping_findings_of_a_dimension_the_heaviest_counts() {
    let same = [rule("a", "style", "minor", "a bad mark", ""), rule("b", "style.awkward", "major", "bad", "")];
    near(check(&same, "This is a bad mark.").score.points, 5.0);
    let apart = [rule("a", "style", "minor", "a bad mark", ""), rule("b", "accuracy", "major", "bad", "")];
    near(check(&apart, "This is a bad mark.").score.points, 6.0);
}

#[test]
fn page_furniture_counts_once_a_kind_and_apart() {
    let rules = [
        rule("menu", "markup.layout", "minor", "menu", "furniture = true"),
        rule("mark", "style", "minor", "mark", ""),
    ];
    let checked = check(&rules, "The menu.\n\nThe menu again.\n\nA mark.");
    near(checked.score.points, 1.0);
    near(checked.score.furniture, 1.0);
}

#[test]
fn experimental_rules_weigh_nothing() {
    let (path, text) = rule("mark", "style", "critical", "mark", "");
    let checked = check(&[(path, text.replace("\"stable\"", "\"experimental\""))], "A mark.");
    assert_eq!(checked.findings.len(), 1);
    near(checked.score.points, 0.0);
    assert!(!checked.score.blocked);
}

#[test]
fn an_empty_article_has_no_points() {
    let checked = check(&[rule("mark", "style", "minor", "mark", "")], "");
    near(checked.score.score(), 100.0);
    near(checked.score.per_1000(), 0.0);
}

fn real(text: &str) -> f32 {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    let engine = Engine::new(rules, on).expect("the rules compile");
    engine.check(text_document(text, None, Lang::EN)).score.score()
}

#[test]
fn damaged_texts_score_clearly_worse_than_hard_but_sound_ones() {
    let untranslated = "The court ruled on Friday that the law is void.\n\nEl fiscal recurrirá la sentencia en los próximos días ante el tribunal supremo del país.";
    let repeated = "The council will vote on the new budget on Tuesday.\n\nThe council will vote on the new budget on Tuesday.\n\nThe council will vote on the new budget on Tuesday.";
    let looping = "The president of the president of the president of the president of the country arrived on Monday.";
    let names = "Ana Lima, Jonas Berg, Maria Leone, Pavel Horak and Ayşe Demir of the Lagos, Oslo, Turin, Brno and Izmir teams took part, as did Li Na and Fang Fang.";
    let poem = "The rain came down, the rain came down,\nand no one walked the streets of town.\nThe bell rang once, the bell rang twice,\nand all the river turned to ice.";
    let results = "Horak beat Lima 6-4, 3-6, 7-5.\n\nBerg beat Leone 6-2, 6-2.\n\nDemir beat Li 7-6, 6-3.";
    let list = "The candidates are:\n\n- Ana Lima (Greens)\n- Jonas Berg (Labour)\n- Maria Leone (independent)";
    let worst_sound = [names, poem, results, list].into_iter().map(real).fold(100.0, f32::min);
    for damaged in [untranslated, repeated, looping] {
        let score = real(damaged);
        assert!(score < worst_sound - 20.0, "{damaged:?} scores {score}, a sound text {worst_sound}");
    }
}
