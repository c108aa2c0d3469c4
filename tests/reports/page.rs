//! The page for the browser, read back as a browser reads it.

use super::run::{articles, engine, read, render, run};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use mtlint::{
    Engine, RuleSet,
    input::Format,
    report::{Html, PageLimits},
    review::{Content, Decision, Reviews, import},
    rule::Lists,
};
use sha2::{Digest, Sha256};
use snapbox::{assert_data_eq, file};
use std::{collections::BTreeMap, fmt::Write};

/// An element with all text in it.
#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    /// The number of the article and of the finding it is in.
    article: usize,
    finding: usize,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map(String::as_str).unwrap_or_default()
    }

    fn is(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|c| c == class)
    }
}

const VOID: [&str; 4] = ["meta", "br", "input", "link"];

/// The elements of a page, in the order they start.
fn elements(page: &str) -> Vec<Element> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    let (mut article, mut finding) = (0, 0);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let mut element = Element { name: text(&tag.name), ..Element::default() };
                element.attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                article += usize::from(element.name == "article");
                finding += usize::from(element.is("finding"));
                (element.article, element.finding) = (article, finding);
                if !VOID.contains(&&*element.name) {
                    open.push(all.len());
                }
                all.push(element);
            }
            Token::EndTag(tag) => {
                let closed = open.pop().map(|index| all[index].name.clone());
                assert_eq!(closed, Some(text(&tag.name)), "elements end in the order they start");
            }
            Token::String(string) => open.iter().for_each(|&index| all[index].text.push_str(&text(&string))),
            // Errors are those of control characters, which stand in texts.
            Token::Doctype(_) | Token::Error(_) => {}
            Token::Comment(comment) => panic!("the page has no comments: {comment:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

/// The table of decisions as the script makes it of the page: one decision on all findings.
fn table(page: &str, decision: &str) -> String {
    let elements = elements(page);
    let names = "path,id,rule,severity,line,column,text,message,fingerprint,sentence_text,decision,note";
    let mut table = vec![names.split(',').map(str::to_owned).collect::<Vec<_>>()];
    for finding in elements.iter().filter(|element| element.is("finding")) {
        let article = elements.iter().find(|e| e.name == "article" && e.article == finding.article).unwrap();
        let inside = |wanted: &dyn Fn(&Element) -> bool| {
            elements.iter().find(|e| e.finding == finding.finding && wanted(e)).unwrap().text.clone()
        };
        let data = |name: &str| finding.get(&format!("data-{name}")).to_owned();
        let cells = vec![
            article.get("data-path").to_owned(),
            article.get("data-id").to_owned(),
            data("rule"),
            data("severity"),
            data("line"),
            data("column"),
            inside(&|e| e.name == "mark"),
            inside(&|e| e.is("message")),
            data("fingerprint"),
            inside(&|e| e.is("sentence")),
            decision.to_owned(),
            String::new(),
        ];
        table.push(cells);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in table {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |chunk: &[u8], at: usize| {
        let bits = chunk.iter().chain(&[0, 0]).take(3).fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        if at <= chunk.len() { char::from(DIGITS[bits >> (18 - 6 * at) & 63]) } else { '=' }
    };
    bytes.chunks(3).flat_map(|chunk| (0..4).map(move |at| digit(chunk, at))).collect()
}

#[test]
fn snapshot() {
    let mut page = run(&Html::default());
    // Style and script are files of their own, and the policy names their hashes.
    for (start, end) in [("<style>", "</style>"), ("<script>", "</script>"), ("Policy\" content=\"", "\">")] {
        let from = page.find(start).unwrap() + start.len();
        let to = from + page[from..].find(end).unwrap();
        page.replace_range(from..to, "…");
    }
    assert_data_eq!(page, file!["page.html": Text].raw());
}

#[test]
fn the_policy_allows_this_style_and_this_script() {
    let elements = elements(&run(&Html::default()));
    let hash = |name: &str| {
        let mut texts = elements.iter().filter(|e| e.name == name).map(|e| &e.text);
        let (Some(text), None) = (texts.next(), texts.next()) else { panic!("there is one {name}") };
        base64(&Sha256::digest(text.as_bytes()))
    };
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\n",
        hash("style"),
        hash("script")
    );
    assert_data_eq!(policy.clone(), file!["../../src/report/html/policy.txt": Text].raw());
    let meta = elements.iter().find(|e| e.get("http-equiv") == "Content-Security-Policy").unwrap();
    assert_eq!(meta.get("content"), policy.trim());
}

#[test]
fn nothing_is_loaded_and_nothing_runs_but_the_script() {
    for element in elements(&run(&Html::default())) {
        assert!(!["link", "img", "iframe", "object", "base", "embed"].contains(&&*element.name), "{element:?}");
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on") && !["src", "style", "srcset", "action"].contains(&&**name), "{element:?}");
            let inside = value.starts_with('#') || value.starts_with("https://");
            assert!(name != "href" || inside, "{element:?}");
        }
    }
}

/// Text that would be markup, script, or turn the page around, were it not shown as text.
const HOSTILE: [&str; 7] = [
    "</script><script>alert(1)</script>",
    "</style></title></textarea></template>",
    "<img src=x onerror=\"alert(2)\">",
    "\" onfocus='alert(3)' autofocus=\"",
    "\u{2028}\u{2029}\u{202e}live\u{2066}",
    "&lt;b&gt; {{ version }} {% raw %} ]]> <!-- --> <!",
    "\u{0}\u{1}\u{feff}\u{fffd} ${alert(4)} `",
];

#[test]
fn what_strangers_write_is_text() {
    let rule = r#"
id = "hostile"
title = "A <b>title</b> & \"more\""
category = "accuracy"
severity = "major"
status = "stable"
message = "“{found}” </script><script>alert(5)</script>"
docs = "Docs <script>alert(6)</script> [a](javascript:alert(7)) <b onclick='x'>b</b>"
[detect]
kind = "phrase"
fix = "safe"
entries = [{ find = ["bad word"], better = "<i>good</i> word" }]
"#;
    let rules = RuleSet::load([("hostile.toml", rule)].into_iter(), Lists::embedded()).unwrap();
    let all = rules.select(&[rules.selector("all").unwrap()], &[]);
    let engine = Engine::new(rules, all).unwrap();
    for hostile in HOSTILE {
        let sentence = format!("It was a bad word {hostile} they wrote");
        let record = serde_json::json!({ "id": hostile, "title": hostile, "lang": "en", "text": sentence });
        let checked = read(&engine, hostile, &record.to_string(), Format::Jsonl);
        assert_eq!(checked[0].findings.len(), 1, "{hostile:?}");
        let page = render(&engine, &Html::default(), &checked);
        let elements = elements(&page);
        let count = |name: &str| elements.iter().filter(|e| e.name == name).count();
        for name in ["script", "style", "title", "textarea", "template", "article"] {
            assert_eq!(count(name), 1, "{name} in {hostile:?}");
        }
        assert_eq!(count("img") + count("i"), 0, "{hostile:?}");
        for element in &elements {
            assert!(element.attributes.keys().all(|name| !name.starts_with("on")), "{element:?}");
            assert!(!element.get("href").starts_with("javascript"), "{element:?}");
        }
        // What is shown is what was written, letter by letter.
        let text = checked[0].document.target.content();
        let shown = |class: &str| elements.iter().find(|e| e.is(class)).unwrap().text.clone();
        let article = elements.iter().find(|e| e.name == "article").unwrap();
        assert!(text.replace('\0', "\u{fffd}").contains(&shown("sentence")), "{hostile:?}: {}", shown("sentence"));
        assert!(shown("sentence").starts_with("It was a bad word"));
        assert!(shown("mended").contains("<i>good</i>"));
        assert_eq!(article.get("data-path").replace('\u{fffd}', ""), hostile.replace(['\0', '\u{fffd}'], ""));
        // Signs that turn the text stand alone in an element where their effect ends.
        let in_company = |e: &&Element| e.is("hidden") && e.text.chars().count() != 1;
        assert!(!elements.iter().any(|e| in_company(&e)));
        let hidden = elements.iter().filter(|e| e.is("hidden") && e.get("data-code") == "U+202E").count();
        assert_eq!(hidden > 0, hostile.contains('\u{202e}'));
    }
}

#[test]
fn decisions_of_the_page_are_taken_over() {
    let engine = engine();
    let articles = articles(&engine);
    let page = render(&engine, &Html::default(), &articles);
    let findings: usize = articles.iter().map(|checked| checked.findings.len()).sum();
    let imported = import(table(&page, "dismiss").as_bytes()).unwrap();
    assert_eq!((imported.reviews.len(), imported.undecided), (findings, 0));
    // Not only the fingerprint: each is the very finding, by rule, text and sentence.
    let told: Vec<Content> = articles
        .iter()
        .flat_map(|checked| checked.findings.iter().map(|finding| Content::of(engine.rules(), checked, finding)))
        .collect();
    for review in &imported.reviews {
        let same = |content: &&Content| {
            let text = |kept: &Option<String>| kept.clone().unwrap_or_default();
            content.rule == text(&review.rule)
                && content.text.replace("\r\n", "\n") == text(&review.text)
                && content.sentence.replace("\r\n", "\n") == text(&review.sentence)
                && content.fingerprint == review.fingerprint
        };
        assert!(told.iter().any(|content| same(&content)), "{review:?}");
    }
    let reviews = Reviews::new(imported.reviews).unwrap();
    let judged = reviews.judge(engine.rules(), &told, "elsewhere.txt");
    assert!(judged.iter().all(|judged| judged.is_some_and(|j| j.review.decision == Decision::Dismiss && !j.edited)));
}

/// What the script makes the table of is what this test makes it of.
#[test]
fn the_script_reads_what_the_page_holds() {
    let page = run(&Html::default());
    let script = elements(&page).into_iter().find(|e| e.name == "script").unwrap().text;
    let header = script.split("const names = [").nth(1).unwrap().split(']').next().unwrap();
    let names: String = header.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
    assert_eq!(table(&page, "accept").lines().next().unwrap(), names);
    for part in [
        "const { rule, severity, line, column } = element.dataset",
        "article.dataset.path, article.dataset.id",
        "content(\"mark\")",
        "content(\".message\")",
        "content(\".sentence\")",
        "element.dataset.fingerprint",
    ] {
        assert!(script.contains(part), "{part}");
    }
}

#[test]
fn a_page_is_bounded_and_says_so() {
    let engine = engine();
    let mut record = String::new();
    for number in 0..40 {
        let echo = "“It is over,” he said. he said on Thursday.\\n\\n".repeat(number % 4 + 1);
        writeln!(record, "{{\"id\": \"r{number}\", \"lang\": \"en\", \"text\": \"{echo}\"}}").unwrap();
    }
    let checked = read(&engine, "many.jsonl", &record, Format::Jsonl);
    let limits = PageLimits { articles: 6, findings: 100, of_article: 3, bytes: usize::MAX };
    let page = render(&engine, &Html::new(limits), &checked);
    let shown = elements(&page);
    let ids: Vec<&str> = shown.iter().filter(|e| e.name == "article").map(|e| e.get("data-id")).collect();
    // All have a score of 0, so they stay in the order of the input.
    assert_eq!(ids, ["r0", "r1", "r2", "r3", "r4", "r5"]);
    let notices: Vec<String> = shown
        .iter()
        .filter(|e| e.is("notice"))
        .map(|e| e.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        notices,
        [
            "This page shows the worst. 88 more findings, 34 articles of them whole, are not on it. mtlint check --format csv and --format jsonl write all of them.",
            "1 more in this article.",
        ]
    );
    assert_eq!(shown.iter().filter(|e| e.is("finding")).count(), 12);
    let whole = render(&engine, &Html::default(), &checked);
    assert!(!elements(&whole).iter().any(|e| e.is("notice")));
}

#[test]
fn an_empty_run_says_so() {
    let engine = engine();
    let page = render(&engine, &Html::default(), &[]);
    assert!(page.contains("No article was checked."));
    let clean = read(&engine, "a.txt", "All is well here.\n", Format::Text);
    let page = render(&engine, &Html::default(), &clean);
    let shown = elements(&page);
    assert!(page.contains("Nothing was found in 1 article\n(1 sentence, 4 words)."));
    assert!(!shown.iter().any(|e| ["script", "form", "article"].contains(&&*e.name)));
}

#[test]
fn articles_speak_their_language() {
    let engine = engine();
    let record = "{\"id\": \"ar\", \"title\": \"مرحبا\", \"lang\": \"ar\", \"text\": \"قال {{name}} ذلك\"}\n";
    let page = render(&engine, &Html::default(), &read(&engine, "ar.jsonl", record, Format::Jsonl));
    let shown = elements(&page);
    for class in ["sentence", "mended"] {
        let element = shown.iter().find(|e| e.is(class)).unwrap();
        assert_eq!((element.get("lang"), element.get("dir")), ("ar", "auto"));
    }
    let head = shown.iter().find(|e| e.name == "h3").unwrap();
    assert_eq!((head.get("lang"), head.get("dir"), &*head.text), ("ar", "auto", "مرحبا"));
}
