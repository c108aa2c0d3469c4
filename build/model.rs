//! What the files below know of the model.

#[path = "../src/model/hashes.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod hashes;
#[path = "../src/model/lang.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod lang;
#[path = "../src/model/marked.rs"]
#[expect(dead_code, reason = "made here, read in the library")]
mod marked;
#[path = "../src/model/span.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod span;
#[path = "../src/model/table.rs"]
mod table;
#[path = "../src/model/token.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod token;
#[path = "../src/model/word_map.rs"]
#[expect(unreachable_pub, reason = "public in the library")]
mod word_map;

pub(crate) use hashes::{Hashes, only_capitals};
pub(crate) use lang::Lang;
pub(crate) use marked::Marked;
pub(crate) use span::Span;
pub(crate) use table::{Collect, Table};
pub(crate) use token::*;
pub(crate) use word_map::*;
