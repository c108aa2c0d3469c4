//! Drawings for people at a terminal.

use super::run::{engine, render, run};
use mtlint::{model::Lang, report::Terminal, text::text_document};

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
