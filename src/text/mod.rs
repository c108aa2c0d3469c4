//! From a string to a [`Text`](crate::model::Text): blocks in, tokens and sentences out.
//!
//! Readers know blocks; this module knows words and sentences, and small functions over whatlang, Snowball and strsim.

mod abbreviation;
mod document;
mod language;
mod quotation;
mod segment;
mod sentence;
mod similar;
mod source;
mod stem;
mod token;

pub use document::text_document;
pub use language::{Guess, Tally, guess_language, has_common_words, is_plainly, sentence_language, tally};
pub use quotation::{Quotation, Quotations, QuoteStyle};
pub(crate) use segment::{LARGE, SHARES};
pub use segment::{plain_blocks, segment};
pub use similar::{shared_part, word_similarity};
pub use source::guess_source;
pub use stem::{stem, stem_hash};
pub use token::tokens_of;
