//! The compiler of sequences.

#[path = "../src/detect/sequence/code.rs"]
#[expect(dead_code, reason = "written here, read in the library")]
mod code;
#[path = "../src/detect/sequence/compile.rs"]
mod compile;
#[path = "../src/detect/sequence/glance.rs"]
#[expect(dead_code, reason = "written here, asked in the library")]
mod glance;
#[path = "../src/detect/sequence/guard.rs"]
mod guard;
#[path = "../src/detect/sequence/link.rs"]
mod link;
#[path = "../src/detect/sequence/parse.rs"]
mod parse;
#[path = "../src/detect/sequence/program.rs"]
mod program;
#[path = "../src/detect/sequence/reach.rs"]
mod reach;

pub(crate) use compile::Compiler;
pub(crate) use link::Linker;
pub(crate) use program::Class;
