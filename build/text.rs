//! The tokeniser, and what is known of languages.

#[path = "../src/text/language/common.rs"]
pub(crate) mod common;
#[path = "../src/text/source/rows.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
pub(crate) mod rows;
#[path = "../src/text/token/mod.rs"]
#[expect(unreachable_pub, reason = "public in the library")]
mod token;

pub(crate) use token::tokens_of;
