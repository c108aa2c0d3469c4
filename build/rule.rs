//! Lists, and the tree of rules.

#[path = "../src/rule/lists.rs"]
#[expect(dead_code, unreachable_pub, reason = "public in the library; not all of it is needed here")]
mod lists;
#[path = "../src/rule/tree.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
pub(crate) mod tree;

pub(crate) use lists::{Lists, Table};

/// Where the library finds its lists, which are read here.
mod embedded {
    pub(super) static LISTS: &[(&str, &str)] = &[];
}
