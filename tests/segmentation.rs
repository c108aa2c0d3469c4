//! What holds for blocks, tokens and sentences of any text.

use mtlint::{
    model::{Text, TokenFlags, hash_word},
    text::{plain_blocks, segment, tokens_of},
};
use proptest::prelude::*;

fn cut(content: &str) -> Text {
    segment(content.to_owned(), &plain_blocks(content))
}

/// Asserts that the parts lie in order inside each other and cover what they should.
fn check(content: &str) {
    let text = cut(content);
    let (mut sentence, mut token, mut end) = (0, 0, 0);
    for (number, block) in text.blocks().iter().enumerate() {
        assert!(block.span.start >= end, "blocks overlap");
        assert_eq!(block.sentences.start, sentence, "a sentence without a block");
        assert_eq!(block.tokens.start, token, "a token without a block");
        end = block.span.end;
        for index in block.sentences.clone() {
            let sentence = &text.sentences()[index as usize];
            assert_eq!(sentence.block as usize, number);
            assert_eq!(sentence.tokens.start, token, "a token without a sentence");
            assert!(!sentence.tokens.is_empty());
            assert!(block.span.contains(sentence.span), "a sentence leaves its block");
            let tokens = text.tokens_in(&sentence.tokens);
            assert_eq!(sentence.span.start, tokens[0].start());
            assert_eq!(sentence.span.end, tokens[tokens.len() - 1].end());
            let words = tokens.iter().filter(|token| token.counts()).count();
            assert_eq!(sentence.words as usize, words);
            let slice = text.slice(sentence.span);
            assert_eq!(slice.trim(), slice, "white space around a sentence");
            token = sentence.tokens.end;
        }
        assert_eq!(block.tokens.end, token, "a token behind the last sentence");
        sentence = block.sentences.end;
    }
    assert_eq!(text.sentences().len(), sentence as usize);
    assert_eq!(text.tokens().len(), token as usize);
    let mut end = 0;
    for token in text.tokens() {
        assert!(token.start() >= end && token.end() > token.start(), "tokens overlap");
        let between = &content[end as usize..token.start() as usize];
        assert!(
            between.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'),
            "{between:?} is in no token"
        );
        if token.has(TokenFlags::ONE_SPACE) {
            assert!(token.spaced());
        }
        // Panics where a token starts or ends inside a character.
        assert_eq!(token.hash(), hash_word(&content[token.span().range()]));
        end = token.end();
    }
    assert!(content[end as usize..].chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'));
}

/// Pieces that the rules look at, to be put together in any order.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " ",
        " ",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\u{a0}",
        "\u{2028}",
        ".",
        "..",
        "...",
        "…",
        "!",
        "?",
        "?!",
        "。",
        "؟",
        "।",
        "\"",
        "'",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "»",
        "„",
        "(",
        ")",
        "[",
        "]",
        "[3]",
        "-",
        "—",
        "*",
        "_",
        "/",
        ":",
        "://",
        "@",
        "+",
        ",",
        "1",
        "12",
        "3.5",
        "2006",
        "1,200",
        "5th",
        "²",
        "A",
        "B",
        "I",
        "U.S.",
        "U.S",
        "e.g.",
        "p.m.",
        "Mr",
        "Inc",
        "No",
        "Jan",
        "Yahoo",
        "The",
        "He",
        "said",
        "asked",
        "he",
        "Smith",
        "don’t",
        "www.",
        "com",
        "http",
        "Привет",
        "é",
        "ß",
        "İ",
        "中",
        "は",
        "ก",
        "\u{301}",
        "\u{200b}",
        "\u{200d}",
        "\u{ad}",
        "ʼ",
        "🎉",
        "👩‍🚀",
        "½",
        "\0",
        "\u{feff}",
        "\u{7f}",
        "1.",
        "a)",
        "- ",
        "Photo:",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn parts_cover_any_text(content in any::<String>()) {
        check(&content);
    }

    #[test]
    fn parts_cover_texts_of_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        check(&pieces.concat());
    }

    #[test]
    fn white_space_around_a_block_changes_nothing(pieces in prop::collection::vec(piece(), 0..20)) {
        let content = pieces.concat().replace(['\n', '\r', '\u{2028}'], " ");
        let bare: Vec<_> = cut(&content).tokens().iter().map(|t| (t.hash(), t.kind())).collect();
        let spaced: Vec<_> = cut(&format!("\n  {content} \n")).tokens().iter().map(|t| (t.hash(), t.kind())).collect();
        prop_assert_eq!(bare, spaced);
    }
}

#[test]
fn long_texts_take_linear_time() {
    // A quadratic step anywhere would take minutes.
    let pieces = [
        "a", "a ", "a-", "a.", "ab.", "ab.Cd", "a@", "a_", "5_", "5.", "5'a", ".", ". ", "... ", "… ", "...,", "\"",
        ".\"", ".\"A", "”", ".” ", "? a ", "! ", "[1", "[1]", ".[1] ", "://", "x://", "http://a", "www.", "www.a)",
        "'a", "’", "中", "。", "e\u{301}", "\u{200d}", "🎉", ". 🎉", "A. ", "Mr. ", "U.S. ", "U.S.", "«.", "a\n",
        "a\n\n", "- a\n", "1. ", "(", "(a) ", "Photo: ", "a b. A", "\u{2028}", "\r", "é", "é.", "Ж’",
    ];
    for piece in pieces {
        let content = piece.repeat(1_000_000 / piece.len());
        let text = cut(&content);
        assert!(text.tokens().len() <= content.len());
        tokens_of(&content);
    }
}

#[test]
fn a_word_longer_than_a_token_is_cut() {
    for letter in ["a", "é", "中", "1", ".", "ж"] {
        check(&letter.repeat(200_000));
    }
}
