//! What a run remembers.

/// What is left to try, or to take back.
#[derive(Clone, Copy)]
pub(super) enum Frame {
    /// Another way.
    Way { pc: u32, at: u32 },
    /// A group as it was.
    Slot { slot: u32, old: u32 },
    /// A repetition that may be as short as up to `low`.
    Less { pc: u32, at: u32, low: u32 },
    /// A repetition that may take so many more.
    More { pc: u32, at: u32, left: u32 },
}

/// Bits for where a machine has been and found nothing, frames, and places of groups. It is used again and again, so that
/// a run costs no more than what it touches.
pub(super) struct Scratch {
    bits: Vec<u64>,
    /// Which of the bits' words are set.
    touched: Vec<u32>,
    pub(super) frames: Vec<Frame>,
    pub(super) slots: Vec<u32>,
    pub(super) steps: u32,
}

/// No place.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Scratch {
    pub(super) const fn new() -> Self {
        Self { bits: Vec::new(), touched: Vec::new(), frames: Vec::new(), slots: Vec::new(), steps: 0 }
    }

    /// For a run over a text that needs so many bits and slots.
    pub(super) fn reset(&mut self, bits: usize, slots: usize) {
        for touched in self.touched.drain(..) {
            self.bits[touched as usize] = 0;
        }
        let words = bits.div_ceil(64);
        if self.bits.len() < words {
            self.bits.resize(words, 0);
        }
        self.frames.clear();
        self.slots.clear();
        self.slots.resize(slots, NOWHERE);
    }

    /// Whether a bit is set for the first time.
    pub(super) fn is_new(&mut self, bit: usize) -> bool {
        let Some(word) = self.bits.get_mut(bit / 64) else { return false };
        let mask = 1 << (bit % 64);
        if *word & mask != 0 {
            return false;
        }
        if *word == 0 {
            self.touched.push((bit / 64) as u32);
        }
        *word |= mask;
        true
    }
}
