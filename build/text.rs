//! The tokeniser.

#[path = "../src/text/source/rows.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
pub(crate) mod rows;
#[path = "../src/text/token/mod.rs"]
#[expect(unreachable_pub, reason = "public in the library")]
mod token;

pub(crate) use token::tokens_of;
