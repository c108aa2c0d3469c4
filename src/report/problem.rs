//! Draws a problem of a rule file, as findings are drawn.

use crate::rule::RuleProblem;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A problem with its line of the file and the place underlined.
pub fn draw_problem(problem: &RuleProblem) -> String {
    let end = problem.source.len();
    let span = problem.span.start.min(end)..problem.span.end.min(end);
    let snippet = Snippet::source(&*problem.source).path(&*problem.file).annotation(AnnotationKind::Primary.span(span));
    let title = Level::ERROR.primary_title(&*problem.message).element(snippet);
    let group = match &problem.help {
        Some(help) => title.element(Level::HELP.message(&**help)),
        None => title,
    };
    Renderer::styled().render(&[group])
}
