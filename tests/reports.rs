//! One small run in every format, against snapshots; and what must hold for every report whatever it shows.
//!
//! The rules are the test's own, so that the snapshots change with reports only. `SNAPSHOTS=overwrite` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test that fails here shows where")]

use mtlint::{
    Checked, Engine, RuleSet,
    input::{Format, Options, Source, parse},
    model::Lang,
    report::{Compact, Csv, Jsonl, Report, Rows, Sentences, Summary, Terminal},
    rule::Lists,
    text::text_document,
};
use serde_json::Value;
use snapbox::{assert_data_eq, file};
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
const WIRE: &str = concat!(
    "\u{feff}{\"id\": \"a-17\", \"title\": \"Blaze at the old mill\", \"lang\": \"en\", \"site\": \"example.org\", \"text\": \"“We had no choice,” he said. he said on Thursday.\\n\\nThe arrest was first reported by the France Media Agency.\\nDear {{first_name}}, thank you.\"}\r\n",
    "\r\n",
    "{\"id\": 18, \"lang\": \"en\", \"text\": \"The \\u706b\\u4e8b (火事) in 東京 was out , he said. he said.\\n\\nA caf\\u00e9 and a cafe\\u0301 burned 👩‍🚒 ❤️ near \\ud83d\\udc4d\\ud83c\\udffd; fire\\u200bworks \\u001b[31m, \\\"quoted\\\" by the France\\tMedia Agency.\"}\r\n",
    "{\"id\": \"=1+1\", \"title\": \"+49 numbers\", \"lang\": \"en\", \"text\": \"=HYPERLINK(\\\"http://example.com\\\",\\\"x\\\") was the first cell.\\n\\n-minus came next.\\n\\n@handle came last , with a comma.\"}\n",
    "{\"id\": \"clean\", \"lang\": \"en\", \"text\": \"Nothing is wrong with this sentence. Nor with this one.\"}\n",
    "{\"id\": \"long\", \"lang\": \"en\", \"text\": \"The spokeswoman for the regional fire service, who had been on duty since the early hours of the morning and had spoken to several of the families by then, confirmed that the report of the France Media Agency about the number of people who had to leave their homes was right, and that most of them would be able to return before the end of the week if the wind did not turn again.\"}\n",
);

/// A file with CRLF, a byte order mark and lines wrapped at a fixed width.
const LETTER: &str = "\u{feff}Mill burns down\r\n\r\nThe old mill at the river burned down on Tuesday night, and the\r\nFrance Media Agency reported that the fire service was called too\r\nlate. It was brought to the attention of the mayor in the morning\r\nof the next day.\r\n\r\nRead more: Floods in the valley\r\n";

fn engine() -> Engine {
    let rules = RuleSet::load(RULES.into_iter(), Lists::embedded()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let all = rules.select(&[rules.selector("all").unwrap()], &[]);
    Engine::new(rules, all).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn read(engine: &Engine, path: &str, bytes: &str, format: Format) -> Vec<Checked> {
    let mut source = Source::new(path.into(), Box::new(Cursor::new(bytes.as_bytes().to_vec())), Some(format)).unwrap();
    let mut checked = Vec::new();
    while let Some(batch) = source.next_batch().unwrap() {
        checked.extend(batch.units.into_iter().map(|unit| engine.check(parse(unit, Options::default()).unwrap())));
    }
    checked
}

/// The run that all reports show.
fn articles(engine: &Engine) -> Vec<Checked> {
    let mut all = read(engine, "wire.jsonl", WIRE, Format::Jsonl);
    all.extend(read(engine, "letters/mill.txt", LETTER, Format::Text));
    all.push(engine.check(text_document("“It is over,” she said. she said in an interview.", Some("Over"), Lang::EN)));
    all
}

fn render(engine: &Engine, report: &dyn Report, articles: &[Checked]) -> String {
    let (mut out, mut summary) = (Vec::new(), Summary::default());
    report.begin(engine.rules(), &mut out);
    for checked in articles {
        report.document(engine.rules(), checked, &mut out);
        summary.add(Summary::of(checked));
    }
    report.finish(engine.rules(), &summary, &mut out);
    String::from_utf8(out).unwrap()
}

fn run(report: &dyn Report) -> String {
    let engine = engine();
    render(&engine, report, &articles(&engine))
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn jsonl() {
    assert_data_eq!(run(&Jsonl { sentences: Sentences::All }), file!["reports/all.jsonl": Text].raw());
    assert_data_eq!(run(&Jsonl { sentences: Sentences::None }), file!["reports/findings.jsonl": Text].raw());
}

#[test]
fn compact() {
    assert_data_eq!(run(&Compact), file!["reports/compact.txt": Text].raw());
}

#[test]
fn csv_tables() {
    assert_data_eq!(run(&Csv { rows: Rows::Findings, bom: false }), file!["reports/findings.csv": Text].raw());
    assert_data_eq!(run(&Csv { rows: Rows::Sentences, bom: false }), file!["reports/sentences.csv": Text].raw());
    assert_data_eq!(run(&Csv { rows: Rows::Articles, bom: false }), file!["reports/articles.csv": Text].raw());
}

#[test]
fn terminal() {
    assert_data_eq!(
        run(&Terminal { color: false, width: 250, summary: true }),
        file!["reports/terminal.txt": Text].raw()
    );
    assert_data_eq!(
        run(&Terminal { color: false, width: 72, summary: false }),
        file!["reports/terminal-narrow.txt": Text].raw()
    );
    assert_data_eq!(
        run(&Terminal { color: true, width: 100, summary: true }),
        file!["reports/terminal-color.txt": Text].raw()
    );
}

#[test]
fn jsonl_spans_are_the_bytes_of_the_file() {
    let mut seen = 0;
    for record in records(&run(&Jsonl::default())).iter().filter(|r| r["type"] == "finding") {
        let file = match record["path"].as_str().unwrap() {
            "wire.jsonl" => WIRE,
            "letters/mill.txt" => LETTER,
            _ => continue,
        };
        let number = |field: &str| usize::try_from(record[field].as_u64().unwrap()).unwrap();
        let raw = &file[number("start")..number("end")];
        let decoded = if file == WIRE { serde_json::from_str(&format!("\"{raw}\"")).unwrap() } else { raw.to_owned() };
        assert_eq!(record["text"], decoded);
        // Line and column lead to the same byte; the byte order mark is no character.
        let line = file.trim_start_matches('\u{feff}').split('\n').nth(number("line") - 1).unwrap();
        let rest: String = line.chars().skip(number("column") - 1).collect();
        assert!(rest.starts_with(raw.lines().next().unwrap()), "{raw:?} at {}:{}", number("line"), number("column"));
        seen += 1;
    }
    assert!(seen > 12, "{seen} findings");
}

#[test]
fn jsonl_keeps_the_order_of_fields() {
    let report = run(&Jsonl { sentences: Sentences::All });
    let document = report.lines().next().unwrap();
    let fields = [
        "type",
        "v",
        "path",
        "id",
        "title",
        "lang",
        "words",
        "sentences",
        "findings",
        "points",
        "per_1000",
        "score",
        "blocked",
        "flags",
    ];
    let places: Vec<usize> = fields.iter().map(|field| document.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{document}");
    assert!(!report.contains("-0.0"));
    for finding in report.lines().filter(|line| line.starts_with("{\"type\":\"finding\"")) {
        let hex = records(finding)[0]["fingerprint"].as_str().unwrap().to_owned();
        assert!(hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()), "{hex}");
    }
}

#[test]
fn sentences_with_findings_only() {
    let all = records(&run(&Jsonl { sentences: Sentences::All }));
    let flagged = records(&run(&Jsonl { sentences: Sentences::Flagged }));
    let sentences = |records: &[Value]| records.iter().filter(|r| r["type"] == "sentence").cloned().collect::<Vec<_>>();
    let mut expected = sentences(&all);
    expected.retain(|sentence| sentence["findings"] != 0);
    assert_eq!(sentences(&flagged), expected);
}

#[test]
fn csv_and_jsonl_agree() {
    let jsonl = records(&run(&Jsonl { sentences: Sentences::All }));
    for (rows, kind) in [(Rows::Findings, "finding"), (Rows::Sentences, "sentence"), (Rows::Articles, "document")] {
        let table = csv_rows(&run(&Csv { rows, bom: false }));
        let (head, body) = table.split_first().unwrap();
        let expected: Vec<&Value> = jsonl.iter().filter(|r| r["type"] == kind).collect();
        assert_eq!(body.len(), expected.len(), "{kind}");
        for (cells, record) in body.iter().zip(expected) {
            for (name, cell) in head.iter().zip(cells) {
                match &record[name] {
                    Value::String(text) => {
                        assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text, "{name}");
                    }
                    Value::Number(number) => {
                        // Bit for bit: both say the same number, one of them perhaps with `.0`.
                        let (cell, number) = (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
                        assert_eq!(cell.to_bits(), number.to_bits(), "{name}");
                    }
                    Value::Bool(flag) => assert_eq!(*cell, flag.to_string(), "{name}"),
                    Value::Null => {
                        assert!(cell.is_empty() || name == "sentence_text", "{name}: {cell}");
                    }
                    // Fixes and flags are for people here.
                    Value::Array(_) | Value::Object(_) => {}
                }
            }
        }
    }
}

#[test]
fn csv_holds_no_formula() {
    let mut quoted = 0;
    for rows in [Rows::Findings, Rows::Sentences, Rows::Articles] {
        for cell in csv_rows(&run(&Csv { rows, bom: false })).concat() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            quoted += usize::from(cell.starts_with(['\'']));
        }
    }
    assert!(quoted > 6, "{quoted} cells made safe");
}

#[test]
fn csv_lines_end_as_the_standard_says() {
    let table = run(&Csv { rows: Rows::Articles, bom: true });
    assert!(table.starts_with("\u{feff}path,id,title"));
    assert!(table.lines().count() > 5);
    assert!(table.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
    let (engine, none) = (engine(), []);
    assert_eq!(
        render(&engine, &Csv { rows: Rows::Sentences, bom: false }, &none),
        "path,id,index,start,end,line,text,points,score,findings\r\n"
    );
}

#[test]
fn compact_is_a_line_a_finding() {
    let engine = engine();
    let mut articles = articles(&engine);
    articles.extend(read(&engine, "odd\nname\u{1b}.txt", LETTER, Format::Text));
    let findings: usize = articles.iter().map(|checked| checked.findings.len()).sum();
    let report = render(&engine, &Compact, &articles);
    assert_eq!(report.lines().count(), findings);
    assert!(!report.contains(|c: char| c.is_control() && c != '\n'));
    assert!(report.contains("odd\\nname\\u{1b}.txt:4:1: major agency-name "));
}

/// Columns of the characters that the articles here hold.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{301}' | '\u{200d}' => 0,
            '\u{4e00}'..='\u{9fff}' | '\u{1f300}'.. => 2,
            _ => 1,
        })
        .sum()
}

#[test]
fn underlines_stand_under_what_they_mark() {
    for columns in [50, 72, 100, 250] {
        let report = run(&Terminal { color: false, width: columns, summary: false });
        let lines: Vec<&str> = report.lines().collect();
        let mut seen = 0;
        for pair in lines.windows(2).filter(|pair| pair[1].trim_start().starts_with("| ") && pair[1].contains('^')) {
            let (start, end) = (width(&pair[1][..pair[1].find('^').unwrap()]), width(pair[1].trim_end()));
            let mut at = 0;
            let marked: String = pair[0]
                .chars()
                .filter(|&c| {
                    let inside = at >= start && (at < end || width(&c.to_string()) == 0 && at == end);
                    at += width(&c.to_string());
                    inside
                })
                .collect();
            let known = [
                "he said. he said",
                "she said. she said",
                "France Media Agency",
                "France    Media Agency",
                "{{first_name}}",
                "+49",
                "Read more: Floods in the valley",
                "火事",
                "café",
                "cafe\u{301}",
                "fire\\u{200b}works",
                "👍",
                "=HYPERLINK(\"http://example.com\",\"x\")",
                "-minus",
                "@handle",
                " ,",
                "brought to the attention",
                "\\u{1b}[31m",
            ];
            assert!(known.contains(&marked.as_str()), "{marked:?} is underlined in\n{}\n{}", pair[0], pair[1]);
            assert!(width(pair[0]) <= columns, "{} columns in\n{}", width(pair[0]), pair[0]);
            seen += 1;
        }
        assert!(seen > 12, "{seen} underlines");
    }
}

#[test]
fn terminal_writes_no_escape_codes_unasked() {
    assert!(!run(&Terminal { color: false, width: 80, summary: true }).contains('\u{1b}'));
    let colored = run(&Terminal { color: true, width: 80, summary: true });
    assert!(colored.contains("\u{1b}[1m"));
    // What stands in an article is never an escape code.
    assert!(!colored.contains("\u{1b}[31m"));
}

#[test]
fn terminal_is_friendly_when_clean() {
    let engine = engine();
    let clean = [engine.check(text_document("Nothing is wrong with this sentence.", None, Lang::EN))];
    let terminal = Terminal::default();
    assert_eq!(render(&engine, &terminal, &clean), "Nothing found in 1 article (1 sentence, 6 words). Well done!\n");
    assert_eq!(render(&engine, &terminal, &[]), "No article was checked.\n");
    assert_eq!(render(&engine, &Terminal { summary: false, ..terminal }, &clean), "");
}

#[test]
fn articles_of_any_shape_are_drawn() {
    let engine = engine();
    let long = format!("{}he said. he said {}", "word ".repeat(3000), "火".repeat(3000));
    let unbroken = format!("{}{{{{x}}}}{}", "é".repeat(3000), "e\u{301}".repeat(3000));
    let long_mark = format!("See =HYPERLINK({}) there", "x ".repeat(500));
    let many_lines = format!("{}\n{{{{x}}}}", "A line.\n".repeat(12_345));
    for text in
        ["", "\n", "{{x}}", " {{x}} ", "\u{301}{{x}}\u{301}", "火{{x}}火", &long, &unbroken, &long_mark, &many_lines]
    {
        for width in [0, 1, 20, 80, 1000] {
            let checked = [engine.check(text_document(text, None, Lang::EN))];
            let report = render(&engine, &Terminal { color: false, width, summary: true }, &checked);
            assert_eq!(report.matches("-->").count(), checked[0].findings.len());
            if width >= 80 {
                let widest = report.lines().filter(|line| !line.starts_with("neutral")).map(self::width).max().unwrap();
                assert!(widest <= width.clamp(120, 210), "{widest} columns at {width}");
            }
        }
    }
}
