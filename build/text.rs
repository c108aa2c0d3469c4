//! The tokeniser.

#[path = "../src/text/token/mod.rs"]
#[expect(unreachable_pub, reason = "public in the library")]
mod token;

pub(crate) use token::tokens_of;
