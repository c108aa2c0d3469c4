//! What can be wrong with a rule file.

use std::{fmt, ops::Range, sync::Arc};

/// A mistake in a rule file or list, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// The file, as a user would name it.
    pub file: Arc<str>,
    /// Its text.
    pub source: Arc<str>,
    /// Bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl RuleProblem {
    pub(super) fn new(file: &str, source: &str, span: Range<usize>, message: String) -> Self {
        Self { file: file.into(), source: source.into(), span, message, help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line of the mistake, from 1.
    pub fn line(&self) -> usize {
        let mut end = self.span.start.min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        self.source[..end].matches('\n').count() + 1
    }
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line(), self.message)?;
        if let Some(help) = &self.help {
            write!(f, " (help: {help})")?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleProblem {}
