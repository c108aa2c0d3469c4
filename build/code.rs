//! Numbers as Rust constants.

use crate::{
    model::{Marked, Table},
    trigger::Triggers,
};
use std::fmt::{Display, Write as _};

/// A constant array.
pub(crate) fn array<T: Display>(name: &str, kind: &str, all: impl IntoIterator<Item = T>) -> String {
    let mut code = format!("pub(super) static {name}: &[{kind}] = &[\n");
    for one in all {
        let _ = writeln!(code, "{one},");
    }
    code + "];\n"
}

/// A constant table.
pub(crate) fn table(name: &str, table: &Table) -> String {
    format!("pub(super) static {name}: Table = {};\n", value(table))
}

fn value(table: &Table) -> String {
    let slots =
        array("SLOTS", "Slot", table.slots.iter().map(|slot| format!("Slot({}, {}, {})", slot.0, slot.1, slot.2)));
    format!(
        "{{ {}\n{slots}\n{}\nTable {{ bits: Cow::Borrowed(BITS), slots: Cow::Borrowed(SLOTS), entries: Cow::Borrowed(ENTRIES) }} }}",
        array("BITS", "u64", &*table.bits).replace("pub(super) ", ""),
        array("ENTRIES", "u32", &*table.entries).replace("pub(super) ", ""),
        slots = slots.replace("pub(super) ", ""),
    )
}

/// Constant bits of words.
pub(crate) fn marked(name: &str, marked: &Marked) -> String {
    let (places, len) = (&marked.words.places, marked.words.len());
    format!(
        "pub(super) static {name}: Marked = Marked::written(Hashes::written(&{places:?}, {len}), &{:?});\n",
        marked.marks
    )
}

/// Constant triggers.
pub(crate) fn triggers(triggers: &Triggers) -> String {
    let mut code = "pub(super) static TRIGGERS: Triggers = Triggers {\n".to_owned();
    let _ = writeln!(code, "words: {},", value(&triggers.words));
    let _ = writeln!(
        code,
        "base: {:?},\nmarks: Cow::Borrowed(&{:?}),\nknown: Cow::Borrowed(&{:?}),",
        triggers.base, triggers.marks, triggers.known
    );
    let lists = [
        ("digits", &triggers.digits),
        ("apostrophes", &triggers.apostrophes),
        ("foreign", &triggers.foreign),
        ("addresses", &triggers.addresses),
        ("always", &triggers.always),
        ("further", &triggers.further),
    ];
    for (name, list) in lists {
        let numbers: Vec<String> = list.iter().map(u32::to_string).collect();
        let _ = writeln!(code, "{name}: Cow::Borrowed(&[{}]),", numbers.join(", "));
    }
    let sets: Vec<String> = triggers.sets.iter().map(u16::to_string).collect();
    let _ = writeln!(code, "sets: Cow::Borrowed(&[{}]),", sets.join(", "));
    let leads: Vec<String> = triggers
        .leads
        .iter()
        .map(|lead| format!("Lead {{ bytes: {}, spaces: {} }}", lead.bytes, lead.spaces))
        .collect();
    let _ = writeln!(code, "heads: {},", value(&triggers.heads));
    let _ = writeln!(code, "leads: Cow::Borrowed(&[{}]),", leads.join(", "));
    let _ = writeln!(code, "bytes: Cow::Borrowed(&{:?}),", triggers.bytes);
    code + "};\n"
}
