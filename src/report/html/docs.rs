//! A rule's documentation, Markdown, as HTML in which nothing but Markdown's own elements stands.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};

/// Draws it. HTML in it is shown as text, pictures by their descriptions, and links lead to the web or nowhere.
pub(super) fn docs(markdown: &str) -> String {
    let mut links = Vec::new();
    let events = Parser::new(markdown).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            links.push(is_web(dest_url));
            links.last().is_some_and(|web| *web).then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        // The page has headings of its own above these.
        Event::Start(Tag::HtmlBlock | Tag::Heading { .. }) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock | TagEnd::Heading(_)) => Some(Event::End(TagEnd::Paragraph)),
        event => Some(event),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn is_web(address: &CowStr<'_>) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::docs;

    #[test]
    fn only_markdown_passes() {
        assert_eq!(docs("A *b* `<c>`\n\n- d"), "<p>A <em>b</em> <code>&lt;c&gt;</code></p>\n<ul>\n<li>d</li>\n</ul>\n");
        assert_eq!(docs("a <b onclick=\"x()\">b</b>"), "<p>a &lt;b onclick=\"x()\"&gt;b&lt;/b&gt;</p>\n");
        assert_eq!(docs("<script>\nx()\n</script>").matches('<').count(), 2);
        assert_eq!(
            docs("[a](javascript:x) [b](https://example.org/) ![c](https://example.org/c.png)"),
            "<p>a <a href=\"https://example.org/\">b</a> c</p>\n"
        );
        assert_eq!(docs("# Head\n\ntext"), "<p>Head</p>\n<p>text</p>\n");
    }
}
