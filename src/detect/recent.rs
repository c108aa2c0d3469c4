//! The last words met, by a key: whether an equal one stands near by costs one look into a table for most words.

/// Kinds of keys.
const CELLS: usize = 1024;
/// Words that are remembered.
const RING: usize = 32;

/// A word that was met.
#[derive(Clone, Copy, Default)]
struct Met {
    key: u64,
    /// The place of the word of the same kind before it.
    before: u32,
    marked: bool,
}

/// The last words met. Places go on from one stretch of words to the next, so that nothing has to be cleared.
pub(super) struct Recent {
    /// For each kind of key the place of the last one.
    last: Box<[u32; CELLS]>,
    ring: [Met; RING],
    /// The first place of this stretch of words, and the last one taken.
    first: u32,
    place: u32,
}

impl Default for Recent {
    fn default() -> Self {
        Self { last: Box::new([0; CELLS]), ring: [Met::default(); RING], first: 1, place: 0 }
    }
}

impl Recent {
    /// How far back copies are found.
    pub(super) const REACH: u32 = RING as u32 - 2;

    /// Begins a new stretch of words; those before are forgotten.
    pub(super) fn begin(&mut self) {
        if self.place > u32::MAX / 2 {
            *self = Self::default();
        }
        self.first = self.place + 1;
    }

    /// Passes over a word that is like no other.
    #[inline]
    pub(super) fn skip(&mut self) {
        self.place += 1;
        self.ring[self.place as usize % RING] = Met::default();
    }

    /// Takes a word.
    #[inline]
    pub(super) fn push(&mut self, key: u64) {
        self.place += 1;
        let cell = &mut self.last[(key >> 40) as usize % CELLS];
        let before = std::mem::replace(cell, self.place);
        self.ring[self.place as usize % RING] = Met { key, before, marked: false };
    }

    /// Marks the last word of this stretch.
    pub(super) fn mark(&mut self) {
        if self.place >= self.first {
            self.ring[self.place as usize % RING].marked = true;
        }
    }

    /// Whether `tells` holds for one of the copies of the last word up to `reach` words back; it is given how far back.
    #[inline]
    pub(super) fn again(&self, reach: u32, mut tells: impl FnMut(u32) -> bool) -> bool {
        debug_assert!(reach <= Self::REACH, "a copy so far back is forgotten");
        let met = self.ring[self.place as usize % RING];
        let mut other = met.before;
        while other >= self.first && self.place - other <= reach {
            let copy = self.ring[other as usize % RING];
            if copy.key == met.key && tells(self.place - other) {
                return true;
            }
            other = copy.before;
        }
        false
    }

    /// The key of the word so many words back, if this stretch reaches as far.
    pub(super) fn key(&self, back: u32) -> Option<u64> {
        Some(self.back(back)?.key)
    }

    /// Whether the word so many words back is marked.
    pub(super) fn marked(&self, back: u32) -> bool {
        self.back(back).is_some_and(|met| met.marked)
    }

    fn back(&self, back: u32) -> Option<Met> {
        let place = self.place.checked_sub(back).filter(|&place| place >= self.first)?;
        Some(self.ring[place as usize % RING])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_stands_near() {
        let mut recent = Recent::default();
        let distances = |recent: &Recent, reach| {
            let mut found = Vec::new();
            recent.again(reach, |back| {
                found.push(back);
                false
            });
            found
        };
        recent.begin();
        for key in [7, 8, 7, 9, 7] {
            recent.push(key << 40);
        }
        assert_eq!(distances(&recent, 16), [2, 4]);
        assert_eq!(distances(&recent, 3), [2]);
        assert_eq!((recent.key(1), recent.key(5)), (Some(9 << 40), None));
        // Keys of one kind that are not equal do not hide each other.
        recent.push(7 << 40 | 1);
        recent.push(7 << 40);
        assert_eq!(distances(&recent, 16), [2, 4, 6]);
        recent.begin();
        recent.push(7 << 40);
        assert!(distances(&recent, 16).is_empty());
    }

    #[test]
    fn marks_stay_inside_a_stretch() {
        let mut recent = Recent::default();
        recent.begin();
        recent.mark();
        recent.push(1);
        assert!(!recent.marked(0));
        recent.mark();
        recent.skip();
        assert!(recent.marked(1) && !recent.marked(0) && !recent.marked(9));
    }
}
