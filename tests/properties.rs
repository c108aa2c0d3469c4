//! What holds for any input.

use mtlint::{
    Checked, Engine, RuleSet,
    engine::{Patch, apply_fixes},
    input::{self, Format, Options, Unit},
    model::{Applicability, Lang, Raw, Span},
    rule::Selector,
    text::text_document,
};
use proptest::prelude::*;
use std::{fmt::Write as _, sync::LazyLock};

/// Every rule, experimental ones included.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[Selector::All], &[]);
    Engine::new(rules, on).expect("the rules compile")
});

/// Pieces that detectors care for, mixed at random: more likely to reach their corners than random letters.
fn article() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "The minister",
        "said",
        "he said",
        ".",
        ". ",
        ",",
        " ",
        "  ",
        "\n",
        "\n\n",
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "«",
        "»",
        "(",
        ")",
        "the the",
        "France Media Agency",
        "3,5 percent",
        "12.500",
        "U.S.",
        "p.m.",
        "&amp;",
        "<b>",
        "{{x}}",
        "**",
        "…",
        "...",
        "—",
        "-",
        "é",
        "е\u{301}",
        "会议",
        "。",
        "مرحبا",
        "Привет",
        "😀",
        "\u{200b}",
        "\u{a0}",
        "\t",
        "Skip to content",
        "rekindled",
        "rekindle",
        "and",
        "report reported",
        "July 17",
        "17.07.2022",
        "$",
        "100$",
        "1",
        "cafÃ©",
        "\u{fffd}",
        "\r\n",
        "a",
        "an",
        "hour",
        "www.example.com",
        ". and",
        "future.The",
    ]);
    prop_oneof![
        4 => prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => "\\PC{0,80}",
    ]
}

fn check(text: &str) -> Checked {
    ENGINE.check(text_document(text, None, Lang::EN))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn spans_lie_on_characters_and_sentences_in_blocks(text in article()) {
        let checked = check(&text);
        let target = &checked.document.target;
        for finding in &checked.findings {
            prop_assert!(target.content().get(finding.span.range()).is_some_and(|s| !s.is_empty()));
            prop_assert!((finding.sentence as usize) < target.sentences().len());
            for edit in finding.fixes.iter().flat_map(|f| &f.edits) {
                prop_assert!(target.content().get(edit.span.range()).is_some());
            }
        }
        let mut end = 0;
        for sentence in target.sentences() {
            prop_assert!(sentence.span.start >= end);
            prop_assert!(target.blocks()[sentence.block as usize].span.contains(sentence.span));
            end = sentence.span.end;
        }
    }

    #[test]
    fn scores_lie_between_0_and_100(text in article()) {
        let checked = check(&text);
        let inside = |score: f32| (0.0..=100.0).contains(&score);
        prop_assert!(inside(checked.score.score()));
        prop_assert!(checked.sentences.iter().all(|s| inside(s.score()) && s.points >= 0.0));
        let sum: f32 = checked.sentences.iter().map(|s| s.points).sum();
        prop_assert!((sum - checked.score.points).abs() < 0.01 * (1.0 + sum));
    }

    #[test]
    fn safe_fixes_applied_twice_change_nothing_more(text in article()) {
        let fix = |text: &str| {
            let checked = check(text);
            apply_fixes(checked.document.target.content(), checked.findings.iter(), Applicability::Safe)
        };
        // Edits that overlap wait for the next round, so a text settles after a few.
        let mut settled = text;
        let mut rounds = 0;
        loop {
            let next = fix(&settled);
            if next == settled {
                break;
            }
            settled = next;
            rounds += 1;
            prop_assert!(rounds < 20, "never settles: {settled:?}");
        }
    }

    #[test]
    fn a_mended_file_reads_as_the_mended_text(text in article(), crlf in any::<bool>()) {
        let text = if crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text };
        let record = serde_json::json!({ "id": 7, "text": text, "lang": "en" }).to_string();
        for (format, bytes) in [(Format::Text, text.clone()), (Format::Jsonl, record)] {
            let record = (format == Format::Jsonl).then_some(1);
            let unit = |bytes: Vec<u8>| Unit { record, ..Unit::whole("x".into(), format, Raw::whole(bytes, true)) };
            let options = Options { lang: Some(Lang::EN), ..Options::default() };
            let Ok(document) = input::parse(unit(bytes.into_bytes()), options) else { continue };
            let checked = ENGINE.check(document);
            let patch = Patch::of(&checked, Applicability::Unsafe);
            prop_assert_eq!(patch.refused, 0);
            let mended = input::parse(unit(patch.apply(&checked.document.raw)), options).expect("a mended file is read");
            let expected = apply_fixes(checked.document.target.content(), checked.findings.iter(), Applicability::Unsafe);
            // A line that is deleted leaves no empty one in the file; in the text alone it does.
            let lines = |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(lines(mended.target.content()), lines(&expected));
        }
    }

    #[test]
    fn a_json_string_maps_back_to_the_file(text in article()) {
        let line = serde_json::json!({ "id": 7, "text": text, "lang": "en" }).to_string();
        let mut ascii = String::new();
        for c in line.chars() {
            if c.is_ascii() {
                ascii.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(ascii, "\\u{unit:04x}").expect("a string takes all");
                }
            }
        }
        for line in [line, ascii] {
            let unit = Unit::whole("x.jsonl".into(), Format::Jsonl, Raw::whole(line.clone().into_bytes(), true));
            let document = input::parse(unit, Options::default()).expect("the record is right");
            prop_assert_eq!(document.target.content(), &text);
            for (at, c) in text.char_indices() {
                let raw = document.map.raw(Span::new(at as u32, (at + c.len_utf8()) as u32));
                let piece = &line[raw.start as usize..raw.end as usize];
                let decoded: String = serde_json::from_str(&format!("\"{piece}\"")).expect("a whole escape");
                prop_assert_eq!(decoded, c.to_string());
            }
        }
    }

    #[test]
    fn plain_text_maps_to_itself_in_any_encoding(text in "[a-zA-Z éüß“”€.,\n]{1,120}") {
        let utf16: Vec<u8> = std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let bom = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        for (bytes, width) in [(text.clone().into_bytes(), 0), (bom, 0), (utf16, 2)] {
            let unit = Unit::whole("x.txt".into(), Format::Text, Raw::whole(bytes.clone(), true));
            let document = input::parse(unit, Options { lang: Some(Lang::EN), ..Options::default() }).expect("text in a known encoding");
            prop_assert_eq!(document.target.content(), &text);
            for (at, c) in text.char_indices() {
                let raw = document.map.raw(Span::new(at as u32, (at + c.len_utf8()) as u32));
                let piece = &bytes[raw.start as usize..raw.end as usize];
                let decoded = if width == 2 {
                    String::from_utf16_lossy(&piece.chunks(2).map(|p| u16::from_le_bytes([p[0], p[1]])).collect::<Vec<_>>())
                } else {
                    String::from_utf8_lossy(piece).into_owned()
                };
                prop_assert_eq!(decoded, c.to_string());
            }
        }
    }
}
