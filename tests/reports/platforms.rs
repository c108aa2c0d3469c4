//! Formats that platforms read: snapshots, and that they agree with the files they speak of.

use super::run::{LETTER, WIRE, articles, engine, render, run};
use mtlint::{
    model::Severity,
    report::{Account, Checkstyle, Github, Gitlab, Junit, Rdjsonl, Report, Sarif},
};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

fn sarif() -> Value {
    serde_json::from_str(&run(&Sarif::default())).unwrap()
}

/// The bytes of a file of the run.
fn file_of(uri: &str) -> Option<&'static str> {
    match uri {
        "wire.jsonl" => Some(WIRE),
        "letters/mill.txt" => Some(LETTER),
        _ => None,
    }
}

/// What stands between two places of a text whose columns count UTF-16 units.
fn utf16(text: &str, region: &Value) -> String {
    let at = |line: &str, column: &str| {
        let (line, column) = (region[line].as_u64().unwrap() as usize, region[column].as_u64().unwrap() as usize);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let units: Vec<u16> = text[before..].encode_utf16().take(column - 1).collect();
        before + String::from_utf16(&units).unwrap().len()
    };
    let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    text_without_mark[at("startLine", "startColumn")..at("endLine", "endColumn")].to_owned()
}

fn bytes<'t>(text: &'t str, region: &Value) -> &'t str {
    let start = region["byteOffset"].as_u64().unwrap() as usize;
    &text[start..start + region["byteLength"].as_u64().unwrap() as usize]
}

#[test]
fn snapshots() {
    assert_data_eq!(run(&Sarif::default()), file!["sarif.json": Text].raw());
    assert_data_eq!(run(&Gitlab::default()), file!["gitlab.json": Text].raw());
    assert_data_eq!(run(&Github::default()), file!["github.txt": Text].raw());
    assert_data_eq!(run(&Rdjsonl::default()), file!["rdjsonl.jsonl": Text].raw());
    assert_data_eq!(run(&Junit { fail_on: Some(Severity::Major) }), file!["junit.xml": Text].raw());
    assert_data_eq!(run(&Checkstyle), file!["checkstyle.xml": Text].raw());
    assert_data_eq!(run(&Account), file!["account.txt": Text].raw());
}

#[test]
fn sarif_regions_say_the_same_in_bytes_and_in_units() {
    let sarif = sarif();
    let mut seen = 0;
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        let Some(file) = place["artifactLocation"]["uri"].as_str().and_then(file_of) else { continue };
        let region = &place["region"];
        assert_eq!(bytes(file, region), utf16(file, region));
        assert_eq!(bytes(file, region), region["snippet"]["text"]);
        seen += 1;
        for fix in result["fixes"].as_array().into_iter().flatten() {
            for replacement in fix["artifactChanges"][0]["replacements"].as_array().unwrap() {
                let region = &replacement["deletedRegion"];
                assert_eq!(bytes(file, region), utf16(file, region));
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen} regions");
}

#[test]
fn a_sarif_fix_leaves_a_record_a_record() {
    let mut seen = 0;
    for result in sarif()["runs"][0]["results"].as_array().unwrap() {
        for fix in result["fixes"].as_array().into_iter().flatten() {
            let change = &fix["artifactChanges"][0];
            if change["artifactLocation"]["uri"] != "wire.jsonl" {
                continue;
            }
            let mut fixed = WIRE.to_owned();
            for replacement in change["replacements"].as_array().unwrap().iter().rev() {
                let region = &replacement["deletedRegion"];
                let start = region["byteOffset"].as_u64().unwrap() as usize;
                let end = start + region["byteLength"].as_u64().unwrap() as usize;
                fixed.replace_range(start..end, replacement["insertedContent"]["text"].as_str().unwrap());
            }
            assert_ne!(fixed, WIRE);
            for line in fixed.trim_start_matches('\u{feff}').lines().filter(|line| !line.is_empty()) {
                serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{e}: {line}"));
            }
            seen += 1;
        }
    }
    assert!(seen > 2, "{seen} fixes");
}

#[test]
fn sarif_names_every_rule_once_and_with_help() {
    let sarif = sarif();
    let run = &sarif["runs"][0];
    let rules: Vec<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    for result in run["results"].as_array().unwrap() {
        assert_eq!(rules.iter().filter(|id| result["ruleId"] == **id).count(), 1);
    }
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!(rule["help"]["markdown"].as_str().is_some_and(|help| !help.is_empty()));
        assert_eq!(rule["properties"]["tags"][0], "mqm");
    }
}

#[test]
fn fingerprints_do_not_depend_on_the_line() {
    let engine = engine();
    let prints = |text: &str| -> Vec<Value> {
        let article = super::run::read(&engine, "a.txt", text, mtlint::input::Format::Text);
        let report: Value = serde_json::from_str(&render(&engine, &Sarif::default(), &article)).unwrap();
        report["runs"][0]["results"].as_array().unwrap().iter().map(|r| r["partialFingerprints"].clone()).collect()
    };
    let text = "It burned, said the France Media Agency.\n\nDear {{name}}, thank you.";
    let before = prints(text);
    assert_eq!(before.len(), 2);
    assert_eq!(before, prints(&format!("A new first paragraph.\n\n{text}")));
    assert_ne!(before[0], prints(&text.replace("It burned", "It still burns"))[0]);
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let engine = engine();
    let text = "Dear {{name}}. Dear {{name}}.";
    let mut articles = super::run::read(&engine, "a.txt", text, mtlint::input::Format::Text);
    articles.extend(super::run::read(&engine, "b.txt", text, mtlint::input::Format::Text));
    let report: Value = serde_json::from_str(&render(&engine, &Gitlab::default(), &articles)).unwrap();
    let mut prints: Vec<&str> =
        report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), 4);
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), 4);
}

#[test]
fn reports_without_findings_are_whole() {
    let engine = engine();
    for report in [&Sarif::default() as &dyn Report, &Gitlab::default()] {
        let text = render(&engine, report, &[]);
        serde_json::from_str::<Value>(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
    }
    assert_eq!(render(&engine, &Github::default(), &[]), "");
    assert!(render(&engine, &Junit { fail_on: None }, &[]).ends_with("</testsuites>\n"));
}

#[test]
fn junit_fails_from_the_gate_on() {
    let failures = |fail_on| run(&Junit { fail_on }).matches("<failure").count();
    let counted = |severity: &str| run(&mtlint::report::Compact).matches(&format!(": {severity} ")).count();
    assert_eq!(failures(None), 0);
    assert_eq!(failures(Some(Severity::Critical)), counted("critical"));
    assert_eq!(failures(Some(Severity::Major)), counted("critical") + counted("major"));
}

#[test]
fn xml_holds_no_character_that_xml_forbids() {
    let engine = engine();
    let odd = "Dear {{a\u{1}}} {{b}}\u{fffe} said \u{1b}[31m “<x> & 'y'” of the France Media Agency.";
    let articles = super::run::read(&engine, "a&<\"\u{7}.txt", odd, mtlint::input::Format::Text);
    for report in [&Junit { fail_on: Some(Severity::Minor) } as &dyn Report, &Checkstyle] {
        let text = render(&engine, report, &articles);
        assert!(!text.contains(|c: char| (c < ' ' && c != '\n') || c == '\u{fffe}'), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                    assert!(element.attributes().all(|attribute| attribute.is_ok()));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn github_commands_are_a_line_each_and_escape_their_signs() {
    let engine = engine();
    let path = "50%, a:b.txt";
    let articles = super::run::read(&engine, path, "Dear {{name}}, it is 5% {{x}}.", mtlint::input::Format::Text);
    let report = render(&engine, &Github::default(), &articles);
    assert_eq!(report.lines().count(), 2);
    assert!(report.lines().all(|line| line.starts_with("::error file=50%25%2C a%3Ab.txt,line=1,")), "{report}");
}

#[test]
fn the_account_adds_up() {
    let engine = engine();
    for checked in articles(&engine) {
        let text = render(&engine, &Account, std::slice::from_ref(&checked));
        let sum: f64 = text
            .lines()
            .skip_while(|line| !line.trim_start().starts_with("points"))
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok())
            .sum();
        let said = format!("points          {:>8}", (sum * 100.0).round() / 100.0 + 0.0);
        assert!(text.contains(&said), "{sum} points in\n{text}");
    }
}
