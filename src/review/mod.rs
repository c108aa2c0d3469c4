//! What people said of findings, and what was there before: dismissals, baselines, comments in articles, words that are
//! right here.
//!
//! Nothing here reads or writes a file, and nothing is keyed by line: a finding is known again by rule, text found and
//! sentence ([`Content`]), exactly where the sentence is unchanged, by likeness where it was lightly edited.

mod allow;
mod baseline;
mod content;
mod import;
mod lines;
mod permit;
mod store;

pub use allow::{Allow, Allows};
pub use baseline::{Baseline, Known};
pub use content::Content;
pub use import::{Imported, import};
pub use permit::Permit;
pub use store::{Decision, Judged, Review, Reviews};
