//! The compiler of sequences.

#[path = "../src/detect/sequence/compile.rs"]
#[expect(dead_code, reason = "made here, run in the library")]
mod compile;
#[path = "../src/detect/sequence/guard.rs"]
#[expect(dead_code, reason = "made here, asked in the library")]
mod guard;
#[path = "../src/detect/sequence/parse.rs"]
mod parse;
#[path = "../src/detect/sequence/program.rs"]
#[expect(dead_code, reason = "made here, run in the library")]
mod program;
#[path = "../src/detect/sequence/reach.rs"]
mod reach;

pub(crate) use compile::Compiler;
pub(crate) use guard::Guard;
pub(crate) use program::Class;
