//! Machines of expressions.

#[path = "../src/detect/machine/branches.rs"]
mod branches;
#[path = "../src/detect/machine/first.rs"]
mod first;
#[path = "../src/detect/machine/format.rs"]
#[expect(dead_code, reason = "written here, read in the library")]
mod format;
#[path = "../src/detect/machine/graph.rs"]
mod graph;
#[path = "../src/detect/machine/write.rs"]
mod write;

pub(crate) use write::{Syntax, Writer};
