//! Numbers of entries by the key that leads to them: plain numbers in two arrays, so that the build script can write the
//! table of the binary's rules as a constant, which costs nothing at start.

use std::borrow::Cow;

/// One bit for the low bits of each key: most tokens stop here, inside the fastest cache.
const BITS: usize = 1 << 17;

/// A place in a table: its key, and where among all entries its own begin and end; without entries it is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot(pub(crate) u64, pub(crate) u32, pub(crate) u32);

/// Entries by key: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) bits: Cow<'static, [u64]>,
    pub(crate) slots: Cow<'static, [Slot]>,
    pub(crate) entries: Cow<'static, [u32]>,
}

impl Table {
    /// The entries of a key, in order.
    #[inline]
    pub(crate) fn at(&self, key: u64) -> &[u32] {
        match self.bits.get((key as usize & (BITS - 1)) / 64) {
            Some(bits) if bits >> (key & 63) & 1 == 1 => self.probe(key),
            _ => &[],
        }
    }

    fn probe(&self, key: u64) -> &[u32] {
        let slots: &[Slot] = &self.slots;
        let mask = slots.len() - 1;
        let mut at = (key >> 20) as usize & mask;
        loop {
            let Slot(known, from, to) = slots[at];
            if known == key || from == to {
                return &self.entries[from as usize..to as usize];
            }
            at = (at + 1) & mask;
        }
    }
}

/// Collects what goes into a table.
#[derive(Default)]
pub(crate) struct Collect(Vec<(u64, u32)>);

impl Collect {
    /// Makes an entry found by a key.
    pub(crate) fn add(&mut self, key: u64, entry: u32) {
        self.0.push((key, entry));
    }

    /// The table; every entry once a key.
    pub(crate) fn table(mut self) -> Table {
        if self.0.is_empty() {
            return Table::default();
        }
        self.0.sort_unstable();
        self.0.dedup();
        let keys = self.0.chunk_by(|a, b| a.0 == b.0).count();
        let mut slots = vec![Slot::default(); (keys * 2).next_power_of_two()];
        let mut bits = vec![0; BITS / 64];
        let mask = slots.len() - 1;
        let mut from = 0;
        for same in self.0.chunk_by(|a, b| a.0 == b.0) {
            let key = same[0].0;
            bits[(key as usize & (BITS - 1)) / 64] |= 1 << (key & 63);
            let mut at = (key >> 20) as usize & mask;
            while slots[at].1 != slots[at].2 {
                at = (at + 1) & mask;
            }
            slots[at] = Slot(key, from, from + same.len() as u32);
            from += same.len() as u32;
        }
        let entries = self.0.iter().map(|(_, entry)| *entry).collect();
        Table { bits: bits.into(), slots: slots.into(), entries }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_leads_to_its_entries_and_no_other_to_any() {
        let key = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut collect = Collect::default();
        for i in 0..3000 {
            collect.add(key(i % 1000), i as u32);
            collect.add(key(i % 1000), i as u32);
        }
        let table = collect.table();
        for i in 0..1000 {
            assert_eq!(table.at(key(i)), [i as u32, i as u32 + 1000, i as u32 + 2000]);
            assert!(table.at(key(i + 1000)).is_empty());
        }
        assert!(Table::default().at(7).is_empty());
    }
}
