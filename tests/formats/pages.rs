//! Pages and other markup: which part is the article, and what is written beside it.

use super::*;

#[test]
fn a_page_gives_its_article_and_what_it_says_of_itself() {
    let bytes = bytes_of("page.html");
    let document = articles("page.html").remove(0);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Headline, "Ferry on the Lenta stops"),
            (
                BlockKind::Paragraph,
                "The ferry has crossed the river for ninety\u{a0}years, and it made its last trip on Sunday. 😀"
            ),
            (
                BlockKind::Paragraph,
                "“We carried cows, brides & coffins, sometimes at the same time,” said the ferryman, Anton Zupan. said Zupan, who took over from his father."
            ),
            (BlockKind::Paragraph, "Share on Facebook"),
            (BlockKind::Paragraph, "Read also: Five river crossings that are worth a detour"),
            (BlockKind::Quotation, "Its owner told the German Press Agency that she would miss the bell. ."),
            (BlockKind::ListItem, "First crossing in 1931"),
            (BlockKind::ListItem, "Last crossing in 2026"),
            (BlockKind::Caption, "The ferry in 1931"),
        ]
    );
    let origin = &document.origin;
    assert_eq!(origin.title.as_deref(), Some("Ferry on the Lenta stops"));
    assert!(origin.title_in_text);
    assert_eq!(origin.site.as_deref(), Some("The Valley Courier"));
    assert_eq!(origin.published.as_deref(), Some("2026-03-01T08:00:00Z"));
    assert_eq!(origin.modified.as_deref(), Some("2026-03-02"));
    assert_eq!(origin.url.as_deref(), Some("https://courier.example/ferry"));
    let marks: Vec<(MarkKind, &str)> = document.marks.iter().map(|m| (m.kind, document.target.slice(m.span))).collect();
    assert_eq!(
        marks,
        [(MarkKind::Emphasis, "Sunday"), (MarkKind::Link, "Anton Zupan"), (MarkKind::Emphasis, "German Press Agency"),]
    );
    let allows: Vec<(Vec<String>, Option<&str>)> =
        document.allows.iter().map(|a| (a.rules.clone(), a.span.map(|s| document.target.slice(s)))).collect();
    assert_eq!(allows.len(), 2, "{allows:?}");
    assert_eq!(allows[0], (vec!["@style".to_owned()], None));
    assert!(allows[1].1.is_some_and(|text| text.starts_with("Its owner")));
    let checked = exact(document, &bytes, markup);
    assert!(found(&checked).contains(&"agency-name"), "{:?}", found(&checked));
}

#[test]
fn the_article_is_found_on_pages_that_do_not_mark_it() {
    let prose =
        "The ferry crossed the river for ninety years, and on Sunday, after a long debate, it made its last trip.";
    let page = format!(
        r#"<html lang="en"><body><div id="top"><a href="/">Home</a> <a href="/w">World</a></div>
<div class="cols"><div class="sidebar"><p>Most read: the ten best rivers, lakes, ponds, and where to swim in them this year.</p></div>
<div class="story"><h1>Last ferry</h1><div><p>{prose}</p><p>{prose} Twice.</p></div><div><p>{prose} Thrice.</p></div></div></div>
<div class="footer"><p>All rights reserved by the publisher, its heirs, and all others.</p></div></body></html>"#
    );
    let (documents, _) = read("a.html", page.as_bytes(), None);
    assert_eq!(
        lines(&documents[0]),
        ["Last ferry".to_owned(), prose.to_owned(), format!("{prose} Twice."), format!("{prose} Thrice.")]
    );
    let teasers = "<article><h2><a href=1>One thing</a></h2><p><a href=1>It happened.</a></p></article>".repeat(5);
    let page =
        format!("<html><body>{teasers}<div class=content><p>{prose}</p><p>{prose} Twice.</p></div></body></html>");
    let (documents, _) = read("a.html", page.as_bytes(), None);
    assert_eq!(lines(&documents[0]), [prose.to_owned(), format!("{prose} Twice.")]);
}

#[test]
fn comments_of_markdown_and_catalogues_let_rules_pass() {
    let markdown = "# Title\n\n<!-- mtlint-allow-file @style: ours -->\n\nOne *day*, [he](x) left.\n\n<!-- mtlint-allow agency-name -->\nTwo days.\n";
    let (documents, _) = read("a.md", markdown.as_bytes(), None);
    let document = &documents[0];
    let scopes: Vec<Option<&str>> =
        document.allows.iter().map(|allow| allow.span.map(|span| document.target.slice(span))).collect();
    assert_eq!(scopes, [None, Some("Two days.")]);
    assert_eq!(document.allows[0].reason, "ours");
    let marks: Vec<(MarkKind, &str)> = document.marks.iter().map(|m| (m.kind, document.target.slice(m.span))).collect();
    assert_eq!(marks, [(MarkKind::Emphasis, "day"), (MarkKind::Link, "he")]);
    let catalogue = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\nmsgid \"a\"\nmsgstr \"First.\"\n\n#. mtlint-allow agency-name\nmsgid \"b\"\nmsgstr \"Second.\"\n\n#, fuzzy\nmsgid \"c\"\nmsgstr \"Third.\"\n";
    let (documents, _) = read("a.po", catalogue.as_bytes(), None);
    let document = &documents[0];
    assert_eq!(lines(document), ["First.", "Second."]);
    assert_eq!(document.allows[0].span.map(|span| document.target.slice(span)), Some("Second."));
    assert_eq!(document.lang, mtlint::model::Lang::EN);
}
