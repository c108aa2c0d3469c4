//! What leads to an expression.

#[path = "../src/detect/trigger/byte.rs"]
mod byte;
#[path = "../src/detect/trigger/class.rs"]
mod class;
#[path = "../src/detect/trigger/index.rs"]
mod index;
#[path = "../src/detect/trigger/key.rs"]
mod key;
#[path = "../src/detect/trigger/lead.rs"]
mod lead;
#[path = "../src/detect/trigger/require.rs"]
mod require;

pub(crate) use index::{Index, Triggers};
pub(crate) use key::Edges;
pub(crate) use require::{required, required_by_all};
