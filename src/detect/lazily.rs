//! Things made when an article first needs them, by number: thousands cost nothing until one is met.

use std::{iter::repeat_with, sync::OnceLock};

/// How many lie together.
const CHUNK: usize = 16;

type Chunk<T> = Box<[OnceLock<T>; CHUNK]>;

/// A place for each of a number of things.
pub(super) struct Lazily<T>(Box<[OnceLock<Chunk<T>>]>);

impl<T> Lazily<T> {
    /// Places for so many.
    pub(super) fn new(count: usize) -> Self {
        Self(repeat_with(OnceLock::new).take(count.div_ceil(CHUNK)).collect())
    }

    /// The thing of a number below the count, made where it is not there yet.
    pub(super) fn get(&self, number: usize, make: impl FnOnce() -> T) -> &T {
        let chunk = self.0[number / CHUNK].get_or_init(|| Box::new([const { OnceLock::new() }; CHUNK]));
        chunk[number % CHUNK].get_or_init(make)
    }
}

impl<T> FromIterator<T> for Lazily<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let all: Vec<T> = all.into_iter().collect();
        let made = Self::new(all.len());
        for (number, one) in all.into_iter().enumerate() {
            made.get(number, || one);
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_made_once_and_stays() {
        let lazily: Lazily<usize> = Lazily::new(100);
        let made: Vec<usize> = [99, 0, 99].iter().map(|&n| *lazily.get(n, || n * 2)).collect();
        assert_eq!(made, [198, 0, 198]);
        assert_eq!(*lazily.get(99, || 1), 198);
        let ready: Lazily<&str> = ["a", "b"].into_iter().collect();
        assert_eq!(*ready.get(1, || "c"), "b");
    }
}
