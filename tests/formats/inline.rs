//! What rules make of links, emphasis and code: more certain where one begins or ends, quiet where it explains the text.

use super::*;

/// Rules and texts that they flag in a page with these paragraphs.
fn flagged(paragraphs: &str) -> Vec<(String, String)> {
    let page = format!("<!doctype html><html lang=\"en\"><body><article>{paragraphs}</article></body></html>");
    let (mut documents, errors) = read("a.html", page.as_bytes(), None);
    assert_eq!(errors, Vec::<String>::new());
    let checked = exact(documents.remove(0), page.as_bytes(), markup);
    let ids = found(&checked).into_iter().map(str::to_owned);
    ids.zip(checked.findings.iter().map(|f| checked.document.target.slice(f.span).to_owned())).collect()
}

fn assert_flags(paragraphs: &str, expected: &[(&str, &str)]) {
    let found = flagged(paragraphs);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    assert_eq!(found, expected, "{paragraphs}");
}

/// A paragraph that nothing is wrong with.
const CLEAN: &str = "<p>The bridge over the Lenta will open in May, the council of the valley said on Friday.</p>";

/// Another one.
const AFTER: &str = "<p>Nobody had asked for a second lane, and the mayor thanked the builders for their patience.</p>";

#[test]
fn a_sentence_cut_before_a_linked_name_is_found() {
    let cut = |name: &str| format!("{CLEAN}<p>The letter was first published in. {name}</p>{AFTER}");
    for name in [
        "<a href=\"/c\">The Valley Courier</a>.",
        "<a href=\"/c\">The Valley Courier.</a>",
        "<em>The Valley Courier</em>.",
        "<a href=\"/c\"><em>The Valley Courier</em></a> that has covered the case since.",
    ] {
        assert_flags(&cut(name), &[("terminal-function-word", "in.")]);
    }
    // Without the link it may be anything.
    assert_flags(&cut("The Valley Courier."), &[]);
    // The link is a sentence, or begins one.
    for name in [
        "<a href=\"/c\">Read the letter here</a>.",
        "<a href=\"/c\">The Valley Courier</a> has its own view.",
        "<a href=\"/c\">The Valley Courier</a>, which belongs to the state, denied it.",
        "<a href=\"/c\">Reuters</a>.",
    ] {
        assert_flags(&cut(name), &[]);
    }
    // Little stands before the article, but a link right behind it.
    assert_flags(
        &format!("{CLEAN}<p>According to the. <a href=\"/b\">Bulletin</a> of the valley, nobody was hurt.</p>"),
        &[("terminal-function-word", "to the.")],
    );
    assert_flags(&format!("{CLEAN}<p>According to the. Bulletin of the valley, nobody was hurt.</p>"), &[]);
}

#[test]
fn a_space_lost_at_a_link_is_found_in_names_too() {
    let text = |markup: &str| format!("{CLEAN}<p>The band played at the opening on {markup} showed the concert.</p>");
    assert_flags(
        &text("Friday.<a href=\"/y\">YouTube</a> and the site of the town"),
        &[("glued-sentences", ".YouTube")],
    );
    assert_flags(&text("Friday.YouTube and the site of the town"), &[]);
    assert_flags(&text("<a href=\"/y\">Yandex.Music</a> and it"), &[]);
    assert_flags(&text("<b>Yandex.</b><b>Music</b> and it"), &[]);
}

#[test]
fn links_behind_the_text_are_none_of_its_sentences() {
    let text = |markup: &str| format!("{CLEAN}<p>The bridge was closed on Monday. {markup}</p>{AFTER}");
    for label in [
        "<a href=\"/1\">more on the bridge</a>",
        "<a href=\"/1\">map</a>",
        "<a href=\"/1\">photos</a> | <a href=\"/2\">video of the works</a>",
    ] {
        assert_flags(&text(label), &[]);
    }
    // With a full stop behind it, or more words, it is what was cut off.
    assert_flags(&text("<a href=\"/1\">after the flood</a>."), &[("split-lowercase-start", ". after")]);
    assert_flags(
        &text("<a href=\"/1\">after the flood</a> and a long debate in the town."),
        &[("split-lowercase-start", ". after")],
    );
    assert_flags(&text("after the flood"), &[("split-lowercase-start", ". after")]);
}

#[test]
fn code_is_spelled_as_it_is() {
    let text = |markup: &str| {
        format!("{CLEAN}<p>The town put its timetable on a server of its own. {markup} shows it to anybody.</p>{AFTER}")
    };
    assert_flags(&text("<code>curl</code>"), &[]);
    assert_flags(&text("<em>curl</em>"), &[("split-lowercase-start", ". curl")]);
    assert_flags(&text("In it <code>&lt;br&gt;</code> and <kbd>&amp;nbsp;</kbd> are gone and this"), &[]);
    assert_flags(&text("In it &lt;br&gt; and this"), &[("html-tag-leftover", "<br>")]);
}

#[test]
fn markdown_has_links_too() {
    let text = "The letter was first published in. [The Valley Courier](https://courier.example).\n";
    let (mut documents, _) = read("a.md", text.as_bytes(), None);
    let checked = ENGINE.check(documents.remove(0));
    assert_eq!(found(&checked), ["terminal-function-word"]);
}
