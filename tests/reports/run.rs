//! The articles and rules of the run that all reports show.

use mtlint::{
    Checked, Engine, RuleSet,
    input::{Format, Options, Source, parse},
    model::Lang,
    report::{Report, Summary},
    rule::Lists,
    text::text_document,
};
use std::io::Cursor;

const RULES: [(&str, &str); 7] = [
    (
        "attribution-echo.toml",
        r#"
id = "attribution-echo"
title = "The same attribution twice"
category = "linguistic.duplication"
severity = "major"
status = "stable"
message = "“{found}” attributes the same words twice; keep the fuller attribution"
docs = "Test."
[detect]
kind = "sequence"
find = ["[s=<subject-pronoun> v=<said> . =s =v]"]
"#,
    ),
    (
        "agency-name.toml",
        r#"
id = "agency-name"
title = "Translated name of an agency"
category = "terminology.wrong-term"
severity = "major"
status = "stable"
message = "“{found}” is a word-for-word rendering; the name is {better}"
docs = "Test."
[detect]
kind = "phrase"
fix = "safe"
entries = [{ find = ["France Media Agency"], better = "Agence France-Presse (AFP)" }]
"#,
    ),
    (
        "placeholder-leak.toml",
        r#"
id = "placeholder-leak"
title = "Template variable not filled in"
category = "markup.placeholder"
severity = "critical"
status = "stable"
message = "“{found}” is a template variable that was never filled in"
docs = "Test."
[detect]
kind = "pattern"
find = ['\{\{\s*[\w.]+\s*\}\}']
fix = ""
"#,
    ),
    (
        "read-more.toml",
        r#"
id = "read-more"
title = "Link to another article"
category = "markup.link"
severity = "minor"
status = "stable"
furniture = true
flag = "page-furniture"
message = "“{found}” belongs to the page, not to the article; remove the line"
docs = "Test."
[detect]
kind = "phrase"
at = "block-start"
fix = "drop-line"
entries = [{ find = ["Read more"] }]
"#,
    ),
    (
        "fire.toml",
        r#"
id = "fire"
title = "Wide characters and marks"
category = "accuracy"
severity = "neutral"
status = "stable"
message = "“{found}” stands here"
docs = "Test."
[detect]
kind = "pattern"
find = ['火事|café|cafe\x{301}|fire\x{200b}works|👍.', '=HYPERLINK\([^)]*\)', '(?:^|\n)(?P<mark>[-+@]\w+)', '\x1b\[\d+m']
"#,
    ),
    (
        "space-before-mark.toml",
        r#"
id = "space-before-mark"
title = "Space before a mark"
category = "linguistic.punctuation"
severity = "minor"
points = 0.1
status = "stable"
message = "a space stands before “{found}”"
docs = "Test."
[detect]
kind = "pattern"
find = ['\w(?P<mark> [,;])']
"#,
    ),
    (
        "unproved.toml",
        r#"
id = "unproved"
title = "A rule that weighs nothing"
category = "style.awkward"
severity = "major"
status = "experimental"
message = "“{found}” may be awkward"
docs = "Test."
[detect]
kind = "phrase"
entries = [{ find = ["brought to the attention"] }]
"#,
    ),
];

/// Records with escapes, emoji, wide and combining characters, and texts that a spreadsheet would calculate.
pub(crate) const WIRE: &str = concat!(
    "\u{feff}{\"id\": \"a-17\", \"title\": \"Blaze at the old mill\", \"lang\": \"en\", \"site\": \"example.org\", \"text\": \"“We had no choice,” he said. he said on Thursday.\\n\\nThe arrest was first reported by the France Media Agency.\\nDear {{first_name}}, thank you.\"}\r\n",
    "\r\n",
    "{\"id\": 18, \"lang\": \"en\", \"text\": \"The \\u706b\\u4e8b (火事) in 東京 was out , he said. he said.\\n\\nA caf\\u00e9 and a cafe\\u0301 burned 👩‍🚒 ❤️ near \\ud83d\\udc4d\\ud83c\\udffd; fire\\u200bworks \\u001b[31m, \\\"quoted\\\" by the France\\tMedia Agency.\"}\r\n",
    "{\"id\": \"=1+1\", \"title\": \"+49 numbers\", \"lang\": \"en\", \"text\": \"=HYPERLINK(\\\"http://example.com\\\",\\\"x\\\") was the first cell.\\n\\n-minus came next.\\n\\n@handle came last , with a comma.\"}\n",
    "{\"id\": \"clean\", \"lang\": \"en\", \"text\": \"Nothing is wrong with this sentence. Nor with this one.\"}\n",
    "{\"id\": \"long\", \"lang\": \"en\", \"text\": \"The spokeswoman for the regional fire service, who had been on duty since the early hours of the morning and had spoken to several of the families by then, confirmed that the report of the France Media Agency about the number of people who had to leave their homes was right, and that most of them would be able to return before the end of the week if the wind did not turn again.\"}\n",
);

/// A file with CRLF, a byte order mark and lines wrapped at a fixed width.
pub(crate) const LETTER: &str = "\u{feff}Mill burns down\r\n\r\nThe old mill at the river burned down on Tuesday night, and the\r\nFrance Media Agency reported that the fire service was called too\r\nlate. It was brought to the attention of the mayor in the morning\r\nof the next day.\r\n\r\nRead more: Floods in the valley\r\n";

pub(crate) fn engine() -> Engine {
    let rules = RuleSet::load(RULES.into_iter(), Lists::embedded()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let all = rules.select(&[rules.selector("all").unwrap()], &[]);
    Engine::new(rules, all).unwrap_or_else(|problems| panic!("{problems:?}"))
}

pub(crate) fn read(engine: &Engine, path: &str, bytes: &str, format: Format) -> Vec<Checked> {
    let mut source = Source::new(path.into(), Box::new(Cursor::new(bytes.as_bytes().to_vec())), Some(format)).unwrap();
    let mut checked = Vec::new();
    while let Some(batch) = source.next_batch().unwrap() {
        checked.extend(batch.units.into_iter().map(|unit| engine.check(parse(unit, Options::default()).unwrap())));
    }
    checked
}

/// The run that all reports show.
pub(crate) fn articles(engine: &Engine) -> Vec<Checked> {
    let mut all = read(engine, "wire.jsonl", WIRE, Format::Jsonl);
    all.extend(read(engine, "letters/mill.txt", LETTER, Format::Text));
    all.push(engine.check(text_document("“It is over,” she said. she said in an interview.", Some("Over"), Lang::EN)));
    all
}

pub(crate) fn render(engine: &Engine, report: &dyn Report, articles: &[Checked]) -> String {
    let (mut out, mut summary) = (Vec::new(), Summary::default());
    report.begin(engine.rules(), &mut out);
    let mut first = true;
    for checked in articles {
        let mut piece = Vec::new();
        report.document(engine.rules(), checked, &mut piece);
        if !piece.is_empty() && report.keep(&piece) {
            piece.clear();
        }
        if !piece.is_empty() && !std::mem::take(&mut first) {
            out.extend_from_slice(report.between());
        }
        out.extend(piece);
        summary.add(Summary::of(checked));
    }
    report.finish(engine.rules(), &summary, &mut out);
    String::from_utf8(out).unwrap()
}

pub(crate) fn run(report: &dyn Report) -> String {
    let engine = engine();
    render(&engine, report, &articles(&engine))
}
