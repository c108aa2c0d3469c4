//! Runs a machine by bounded backtracking: ways are tried in order, and none twice from the same place.
//!
//! Where the next byte tells which way leads nowhere, nothing has to be remembered; that is nearly everywhere.

use super::{
    around::is_at,
    format::{
        CHARS, CHOICE, CLASS, EVER, FOLDED, GREEDY, JUMP, LITERAL, LITERAL_MOST, LOOK, MATCH, REPEAT, SAVE, SET, SPLIT,
        SWAPPED, Word, numbers,
    },
    library::{Machine, Set},
    scratch::{Frame, Scratch},
};
use memchr::{memchr, memchr2, memchr3};

/// So many bytes with which no match starts are passed over in the time of a step.
const BYTES_A_STEP: usize = 16;
/// More bits than this are left to an automaton.
const MOST_BITS: usize = 1 << 21;

impl Machine<'_> {
    /// Whether a text is short enough.
    pub(super) fn fits(&self, text: &str) -> bool {
        (text.len() + 1) * self.rows as usize <= MOST_BITS && u32::try_from(text.len()).is_ok()
    }

    /// The first match from a place on; groups are remembered if there are slots for them.
    pub(super) fn find_at(
        &self,
        text: &str,
        start: usize,
        slots: usize,
        scratch: &mut Scratch,
    ) -> Option<(usize, usize)> {
        scratch.reset((text.len() + 1) * self.rows as usize, slots);
        let bytes = text.as_bytes();
        let mut run = Run { machine: self, text, bytes, scratch };
        let mut at = start;
        if self.anchored {
            if start > 0 || !self.first.admits(bytes.first().copied()) {
                return None;
            }
            return run.from(0).map(|end| (0, end));
        }
        loop {
            let found = self.candidate(bytes, at);
            run.scratch.steps += (found.unwrap_or(bytes.len()).saturating_sub(at) / BYTES_A_STEP) as u32;
            at = found?;
            if let Some(end) = run.from(at) {
                return Some((at, end));
            }
            at += 1;
        }
    }

    /// The next place where a match may start.
    fn candidate(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        if let Some([a, b, c]) = self.few {
            let found = match (a == b, b == c) {
                (true, _) => memchr(a, rest),
                (_, true) => memchr2(a, b, rest),
                _ => memchr3(a, b, c, rest),
            };
            return found.map(|found| at + found);
        }
        // A match does not start inside a character.
        let inside = |byte: u8| self.text && byte & 0xc0 == 0x80;
        let found = rest.iter().position(|byte| self.first.has(*byte) && !inside(*byte));
        found.map(|found| at + found).or_else(|| self.first.end().then_some(bytes.len()))
    }
}

struct Run<'m, 'b> {
    machine: &'m Machine<'b>,
    text: &'m str,
    bytes: &'m [u8],
    scratch: &'m mut Scratch,
}

impl<'b> Run<'_, 'b> {
    fn set(&self, number: u16) -> Set<'b> {
        self.machine.library.set(number)
    }

    fn next(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn is_new(&mut self, row: u16, at: usize) -> bool {
        self.scratch.is_new(at * self.machine.rows as usize + usize::from(row))
    }

    /// Where a match that starts at a place ends.
    fn from(&mut self, start: usize) -> Option<usize> {
        self.scratch.frames.clear();
        let (mut pc, mut at) = (0, start);
        loop {
            if let Some(end) = self.go(pc, at) {
                return Some(end);
            }
            (pc, at) = self.back()?;
        }
    }

    /// Goes on until there is a match, or no way.
    fn go(&mut self, mut pc: usize, mut at: usize) -> Option<usize> {
        loop {
            self.scratch.steps += 1;
            let word = *self.machine.code.get(pc)?;
            match word[0] {
                MATCH => return Some(at),
                op @ (LITERAL | FOLDED) => {
                    let len = usize::from(word[1]);
                    if !starts_with(self.bytes, at, word, len, if op == FOLDED { LOWER } else { 0 }) {
                        return None;
                    }
                    at += len;
                    pc += 1;
                }
                SET => {
                    let byte = self.next(at)?;
                    if !self.set(numbers(word)[0]).has(byte) {
                        return None;
                    }
                    at += 1;
                    pc += 1;
                }
                CLASS => {
                    let [set, ranges, _] = numbers(word);
                    at += self.one(self.set(set), Some(ranges), at)?;
                    pc += 1;
                }
                REPEAT => {
                    at = self.repeat(pc, at)?;
                    pc += 2;
                }
                SPLIT => pc = self.split(word, pc, at)?,
                CHOICE => {
                    let [far, one, two] = numbers(word);
                    let next = self.next(at);
                    pc = if self.set(one).admits(next) {
                        pc + 1
                    } else if self.set(two).admits(next) {
                        usize::from(far)
                    } else {
                        return None;
                    };
                }
                JUMP => pc = usize::from(numbers(word)[0]),
                SAVE => {
                    let slot = usize::from(numbers(word)[0]);
                    if let Some(place) = self.scratch.slots.get_mut(slot) {
                        self.scratch.frames.push(Frame::Slot { slot: slot as u32, old: *place });
                        *place = at as u32;
                    }
                    pc += 1;
                }
                LOOK => {
                    if !is_at(word[1], self.text, at, self.machine.library) {
                        return None;
                    }
                    pc += 1;
                }
                _ => return None,
            }
        }
    }

    /// The way that the next byte allows; where it allows both, the second is left for later.
    fn split(&mut self, word: Word, pc: usize, at: usize) -> Option<usize> {
        let [far, one, two] = numbers(word);
        let next = self.next(at);
        let (near, far) = (pc + 2, usize::from(far));
        match (self.set(one).admits(next), self.set(two).admits(next)) {
            (true, false) => Some(near),
            (false, true) => Some(far),
            (false, false) => None,
            (true, true) => {
                let row = numbers(*self.machine.code.get(pc + 1)?)[2];
                if !self.is_new(row, at) {
                    return None;
                }
                let (preferred, other) = if word[1] == SWAPPED { (far, near) } else { (near, far) };
                self.scratch.frames.push(Frame::Way { pc: other as u32, at: at as u32 });
                Some(preferred)
            }
        }
    }

    /// How long the character at a place is, if it is in a class.
    fn one(&self, set: Set<'_>, ranges: Option<u16>, at: usize) -> Option<usize> {
        let byte = self.next(at)?;
        if !set.has(byte) {
            return None;
        }
        match ranges {
            Some(ranges) if !byte.is_ascii() => {
                let (c, len) = decode(self.bytes, at)?;
                self.machine.library.holds(ranges, c).then_some(len)
            }
            _ => Some(1),
        }
    }

    /// Where a repetition ends; other ends are left for later.
    fn repeat(&mut self, pc: usize, at: usize) -> Option<usize> {
        let kind = Repeat::new(self, pc)?;
        let mut at = at;
        if kind.least < kind.most && kind.most != EVER && !self.is_new(kind.row, at) {
            return None;
        }
        for _ in 0..kind.least {
            at += self.one(kind.set, kind.ranges, at)?;
        }
        if kind.least == kind.most {
            return Some(at);
        }
        let left = u32::from(kind.most - kind.least);
        if !kind.greedy {
            let left = if kind.most == EVER { NO_LIMIT } else { left };
            return self.more(&kind, pc, at, left, true);
        }
        let low = at;
        if kind.most == EVER {
            if !self.is_new(kind.row, at) {
                return None;
            }
            while let Some(len) = self.one(kind.set, kind.ranges, at) {
                // Whoever was there has gone on from there.
                if !self.is_new(kind.row, at + len) {
                    break;
                }
                at += len;
            }
        } else {
            for _ in 0..left {
                let Some(len) = self.one(kind.set, kind.ranges, at) else { break };
                at += len;
            }
        }
        self.scratch.steps += ((at - low) / 4) as u32;
        self.less(&kind, pc, at, low, false)
    }

    /// The longest end of a repetition between two places from where it can go on.
    fn less(&mut self, kind: &Repeat<'_>, pc: usize, at: usize, low: usize, below: bool) -> Option<usize> {
        let mut at = at;
        let mut below = below;
        loop {
            if below {
                if at <= low {
                    return None;
                }
                at -= 1;
                while kind.ranges.is_some() && at > low && self.bytes[at] & 0xc0 == 0x80 {
                    at -= 1;
                }
            }
            if kind.follow.admits(self.next(at)) {
                if at > low {
                    self.scratch.frames.push(Frame::Less { pc: pc as u32, at: at as u32, low: low as u32 });
                }
                return Some(at);
            }
            below = true;
        }
    }

    /// The shortest end of a repetition from a place on from where it can go on.
    fn more(&mut self, kind: &Repeat<'_>, pc: usize, at: usize, left: u32, here: bool) -> Option<usize> {
        let (mut at, mut left, mut here) = (at, left, here);
        loop {
            if here {
                if kind.most == EVER && !self.is_new(kind.row, at) {
                    return None;
                }
                if kind.follow.admits(self.next(at)) {
                    if left > 0 {
                        self.scratch.frames.push(Frame::More { pc: pc as u32, at: at as u32, left });
                    }
                    return Some(at);
                }
            }
            if left == 0 {
                return None;
            }
            at += self.one(kind.set, kind.ranges, at)?;
            left -= u32::from(left != NO_LIMIT);
            here = true;
        }
    }

    /// Where to go on after no way was found.
    fn back(&mut self) -> Option<(usize, usize)> {
        while let Some(frame) = self.scratch.frames.pop() {
            self.scratch.steps += 1;
            match frame {
                Frame::Way { pc, at } => return Some((pc as usize, at as usize)),
                Frame::Slot { slot, old } => {
                    if let Some(place) = self.scratch.slots.get_mut(slot as usize) {
                        *place = old;
                    }
                }
                Frame::Less { pc, at, low } => {
                    let pc = pc as usize;
                    let kind = Repeat::new(self, pc)?;
                    if let Some(at) = self.less(&kind, pc, at as usize, low as usize, true) {
                        return Some((pc + 2, at));
                    }
                }
                Frame::More { pc, at, left } => {
                    let pc = pc as usize;
                    let kind = Repeat::new(self, pc)?;
                    if let Some(at) = self.more(&kind, pc, at as usize, left, false) {
                        return Some((pc + 2, at));
                    }
                }
            }
        }
        None
    }
}

/// As often as there is text.
const NO_LIMIT: u32 = u32::MAX;

/// A repetition of a byte or character.
struct Repeat<'b> {
    greedy: bool,
    set: Set<'b>,
    ranges: Option<u16>,
    /// What may follow it.
    follow: Set<'b>,
    least: u16,
    most: u16,
    row: u16,
}

impl<'b> Repeat<'b> {
    fn new(run: &Run<'_, 'b>, pc: usize) -> Option<Self> {
        let [word, limits] = *run.machine.code.get(pc..pc + 2)?.first_chunk()?;
        let [set, ranges, follow] = numbers(word);
        let [least, most, row] = numbers(limits);
        Some(Self {
            greedy: word[1] & GREEDY != 0,
            set: run.set(set),
            ranges: (word[1] & CHARS != 0).then_some(ranges),
            follow: run.set(follow),
            least,
            most,
            row,
        })
    }
}

/// What makes lower case of letters.
const LOWER: u64 = u64::from_le_bytes([b' '; 8]);

/// Whether the bytes of a word stand at a place, with some bits set.
fn starts_with(bytes: &[u8], at: usize, word: Word, len: usize, set: u64) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk::<8>() {
        let different = (u64::from_le_bytes(*eight) | set) ^ (u64::from_le_bytes(word) >> 16);
        return different << (64 - 8 * len.clamp(1, LITERAL_MOST)) == 0;
    }
    let same = |(one, two): (&u8, &u8)| *one | set as u8 == *two;
    rest.len() >= len && rest.iter().zip(&word[2..]).take(len).all(same)
}

/// The character outside ASCII at a place, and how long it is.
fn decode(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x3f);
    Some(match *bytes.get(at..)? {
        [a, b, ..] if a < 0xe0 => (u32::from(a & 0x1f) << 6 | low(b), 2),
        [a, b, c, ..] if a < 0xf0 => (u32::from(a & 0xf) << 12 | low(b) << 6 | low(c), 3),
        [a, b, c, d, ..] => (u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4),
        _ => return None,
    })
}
