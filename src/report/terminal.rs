//! For people at a terminal: every finding in its sentence, underlined, and a summary at the end.

use super::{
    Report, Summary,
    show::{Proposal, brief, grouped, one_line},
    window::Window,
};
use crate::{
    engine::Checked,
    model::{Finding, Locator, Severity},
    rule::RuleSet,
};
use annotate_snippets::{
    AnnotationKind, Level, Renderer, Snippet,
    renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE, Style},
};
use std::{borrow::Cow, fmt::Write};

/// The report for people.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Write escape codes for colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether a summary follows the findings.
    pub summary: bool,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { color: false, width: 100, summary: true }
    }
}

/// Text that is shortened in a proposal keeps this many characters.
const PROPOSED: usize = 80;
/// Wider than any window, so that the library never cuts a line: it would not keep to words.
const UNCUT: usize = 10_000;
const MEMORY: &str = "memory takes what is written";

impl Report for Terminal {
    fn document(&self, rules: &RuleSet, checked: &Checked, out: &mut Vec<u8>) {
        let mut locator = checked.document.locator();
        for finding in &checked.findings {
            out.extend_from_slice(self.finding(rules, checked, finding, &mut locator).as_bytes());
        }
    }

    fn finish(&self, rules: &RuleSet, summary: &Summary, out: &mut Vec<u8>) {
        if self.summary {
            out.extend_from_slice(self.table(rules, summary).as_bytes());
        }
    }
}

impl Terminal {
    /// A finding and the empty line after it.
    fn finding(&self, rules: &RuleSet, checked: &Checked, finding: &Finding, locator: &mut Locator<'_>) -> String {
        let doc = &checked.document;
        let (_, place) = locator.locate(finding.span);
        let gutter = place.line.to_string().len();
        let window = Window::around(&doc.target, finding, self.width.saturating_sub(gutter + 3));
        let snippet = Snippet::source(window.line)
            .line_start(place.line as usize)
            .annotation(AnnotationKind::Primary.span(window.mark));
        let level = level(finding.severity).with_name(finding.severity.name());
        let title = level.primary_title(one_line(&finding.message)).id(&*rules.get(finding.rule).id);
        let group = title.element(snippet);
        let group = match Proposal::of(&doc.target, finding) {
            Some(proposal) => group.element(Level::HELP.message(help(&proposal))),
            None => group,
        };
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        let drawn = renderer.term_width(UNCUT).render(&[group]);

        // The library counts lines and columns in the text it is shown; a reader wants those of the file. So the place
        // is written here, between the title, which is one line, and the rest.
        let (title, rest) = drawn.split_once('\n').unwrap_or((&drawn, ""));
        let arrow = self.style(DEFAULT_LINE_NUM_STYLE);
        let (path, id) = (one_line(&doc.origin.path), record_id(doc.origin.record.is_some(), &doc.origin.id));
        let (line, column) = (place.line, place.column);
        format!("{title}\n{:gutter$}{arrow}-->{arrow:#} {path}:{line}:{column}{id}\n{rest}\n\n", "")
    }

    fn style(&self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }

    fn table(&self, rules: &RuleSet, summary: &Summary) -> String {
        let (articles, words) = (count(summary.articles, "article"), count(summary.words, "word"));
        if summary.articles == 0 {
            return "No article was checked.\n".to_owned();
        }
        if summary.findings() == 0 {
            return format!(
                "Nothing found in {articles} ({}, {words}). Well done!\n",
                count(summary.sentences, "sentence")
            );
        }
        let severities = Severity::ALL
            .iter()
            .rev()
            .map(|&severity| format!("{} {severity}", grouped(summary.by_severity[severity as usize])));
        let furniture =
            summary.by_rule.iter().filter(|(rule, _)| rules.get(**rule).furniture).map(|(_, count)| count).sum();
        let sources = summary
            .by_source
            .iter()
            .map(|((lang, from), count)| format!("{} from {lang} ({})", grouped(*count), from.name()));
        let mut rows = vec![
            ("articles", summary.articles, format!("{} blocked by a critical finding", grouped(summary.blocked))),
            ("sentences", summary.sentences, String::new()),
            ("words", summary.words, String::new()),
            ("findings", summary.findings(), severities.collect::<Vec<_>>().join(", ")),
            ("page furniture", furniture, "of the findings; not part of the score".to_owned()),
        ];
        if !summary.by_source.is_empty() {
            let translated = summary.by_source.values().sum();
            rows.push(("translated", translated, sources.collect::<Vec<_>>().join(", ")));
        }
        let bold = self.style(DEFAULT_EMPHASIS_STYLE);
        let wide = rows.iter().map(|row| grouped(row.1).len()).max().unwrap_or_default();
        let mut table = format!("{bold}summary{bold:#}\n");
        for (name, number, note) in rows {
            let line = format!("  {name:14} {:>wide$}  {note}", grouped(number));
            writeln!(table, "{}", line.trim_end()).expect(MEMORY);
        }
        writeln!(table, "\n{bold}worst articles{bold:#}\n   score    points  findings").expect(MEMORY);
        for worst in &summary.worst {
            let id = record_id(worst.id != worst.path, &worst.id);
            let blocked = if worst.blocked { "  blocked" } else { "" };
            let (path, findings) = (one_line(&worst.path), grouped(worst.findings));
            writeln!(table, "  {:6.1}  {:8.1}  {findings:>8}  {path}{id}{blocked}", worst.score, worst.points)
                .expect(MEMORY);
        }
        table.push_str("\nscore = 100 − points per 1,000 words\n");
        table
    }
}

/// The colours of the library's levels, red for the worst.
fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical => Level::ERROR,
        Severity::Major => Level::WARNING,
        Severity::Minor => Level::INFO,
        Severity::Neutral => Level::NOTE,
    }
}

fn help(proposal: &Proposal<'_>) -> String {
    let (before, after) = (brief(proposal.before, PROPOSED), brief(&proposal.after, PROPOSED));
    match (proposal.removes(), proposal.wider) {
        (true, false) => "remove it".to_owned(),
        (true, true) => format!("remove “{before}”"),
        (false, _) if seen(&before).eq(seen(&after)) => {
            format!("“{}” → “{}”", unseen_by_number(&before), unseen_by_number(&after))
        }
        (false, _) => format!("“{before}” → “{after}”"),
    }
}

/// Whether a character is hard to tell from an ordinary space or from nothing.
fn is_unseen(c: char) -> bool {
    c != ' ' && (c.is_whitespace() || matches!(c, '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}'))
}

fn seen(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| c != ' ' && !is_unseen(c))
}

/// “a b” → “a b” would be no help.
fn unseen_by_number(text: &str) -> String {
    text.chars().fold(String::new(), |mut line, c| {
        if is_unseen(c) {
            write!(line, "\\u{{{:x}}}", u32::from(c)).expect(MEMORY);
        } else {
            line.push(c);
        }
        line
    })
}

/// A record's id behind the path of a file that holds several articles.
fn record_id(several: bool, id: &str) -> Cow<'static, str> {
    if several { Cow::Owned(format!(" ({})", brief(id, PROPOSED))) } else { Cow::Borrowed("") }
}

fn count(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_says_what_changes() {
        let help = |before, after: &str, wider| help(&Proposal { before, after: after.to_owned(), wider });
        assert_eq!(help("colour", "color", false), "“colour” → “color”");
        assert_eq!(help("[1]", "", false), "remove it");
        assert_eq!(help(" [1]", " ", true), "remove “ [1]”");
        assert_eq!(help("  ", " ", false), "“  ” → “ ”");
        assert_eq!(help("10\u{a0}%", "10 %", false), "“10\\u{a0}%” → “10 %”");
        assert_eq!(help("fi\u{200d}re", "fire", false), "“fi\\u{200d}re” → “fire”");
        assert_eq!(help("said\nhe", "said he", false), "“said\\nhe” → “said he”");
    }
}
