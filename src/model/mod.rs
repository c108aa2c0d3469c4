//! Plain data: spans, texts, documents, findings, scores.
//!
//! Nothing here does I/O, knows a format or can be serialised; the shapes that other programs read
//! live in `report::wire`, so that they can keep their promises while the model moves.

mod category;
mod document;
mod finding;
mod hashes;
mod lang;
mod map;
mod marked;
mod position;
mod score;
mod span;
mod table;
mod text;
mod token;
mod word_map;

pub use category::{Category, Dimension};
pub use document::{Allow, Document, Locator, Mark, MarkKind, Origin, Original, Raw, Source, SourceFrom};
pub use finding::{Applicability, Edit, Finding, Fix, RuleId, Severity};
pub(crate) use hashes::{Hashes, count, only_capitals, places, room};
pub use lang::Lang;
pub use map::SourceMap;
pub(crate) use marked::Marked;
pub use position::{Cursor, Position};
pub use score::{DocumentScore, SentenceScore};
pub use span::Span;
pub(crate) use table::{Collect, Slot, Table};
pub use text::{Block, BlockKind, Sentence, Text};
pub(crate) use token::{Hasher, hash_lower};
pub use token::{Token, TokenFlags, TokenKind, hash_word};
pub use word_map::{AlreadyHashed, WordMap, WordSet};
