use super::*;
use crate::text::{plain_blocks, segment};

/// Quotations, unclosed and unopened marks of a text, each with the word behind it.
fn read(content: &str) -> (Vec<String>, usize, usize) {
    let blocks = plain_blocks(content);
    let text = segment(content.to_owned(), &blocks);
    let found = Quotations::of(&text);
    let spans = found.spans().iter().map(|s| text.slice(*s).to_owned()).collect();
    (spans, found.unclosed.len(), found.unopened.len())
}

fn check(content: &str, spans: &[&str], unclosed: usize, unopened: usize) {
    let (found, open, close) = read(content);
    assert_eq!(found, spans, "{content}");
    assert_eq!((open, close), (unclosed, unopened), "{content}");
}

#[test]
fn marks_of_all_styles_pair() {
    check("He said “no” and \"yes\".", &["“no”", "\"yes\""], 0, 0);
    check("Er sagte „nein“ und »ja«.", &["„nein“", "»ja«"], 0, 0);
    check("Elle a dit « non » et «oui».", &["« non »", "«oui»"], 0, 0);
    check("Han sade ”nej” och gick.", &["”nej”"], 0, 0);
    check("The film 「Spring」 opens.", &["「Spring」"], 0, 0);
    check("The \" smart city \" project was halted.", &["\" smart city \""], 0, 0);
}

#[test]
fn two_levels_nest() {
    check("“He called it ‘a fantasy’,” she said.", &["“He called it ‘a fantasy’,”"], 0, 0);
    check("‘He said “no”,’ she wrote. ‘It’s the dogs’ home.’", &["‘He said “no”,’", "‘It’s the dogs’ home.’"], 0, 0);
    check("“He told me “never” and left,” she said.", &["“He told me “never” and left,”"], 0, 0);
}

#[test]
fn apostrophes_and_inches_are_no_quotations() {
    check("’Twas the ’90s, rock 'n' roll and the dogs’ kennels.", &[], 0, 0);
    check("He is 6'2\" and owns a 7\" single.", &[], 0, 0);
    check("\"He is 6'2\" tall,\" she said.", &["\"He is 6'2\" tall,\""], 0, 0);
}

#[test]
fn lost_marks_are_found() {
    check("“We tried, he said. “Nobody came,” he added.", &["“Nobody came,”"], 1, 0);
    check("We have no choice,” she told reporters.", &[], 0, 1);
    check("\"We tried, he said. \"Nobody came,\" he added.", &["\"Nobody came,\""], 1, 0);
}

#[test]
fn a_quotation_may_run_over_paragraphs() {
    check("“One.\n\n“Two.\n\n“Three,” he said.", &["“One.", "“Two.", "“Three,”"], 0, 0);
    check("“One\n\ntwo\n\nthree,” he said.", &["“One\n\ntwo\n\nthree,”"], 0, 0);
    check("“We tried, she said.\n\n“It failed,” he said.", &["“It failed,”"], 1, 0);
    check("It was “a breach of the law.\n\n“We appeal,” he said.", &["“We appeal,”"], 1, 0);
}
