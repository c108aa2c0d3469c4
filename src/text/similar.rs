//! How alike two texts are, behind filters that make asking cheap.

/// Likeness of two sequences of words, 0 to 1: the words they share in order, as a part of both. `None` where their
/// lengths alone forbid `least`.
pub fn word_similarity(a: &[u64], b: &[u64], least: f64) -> Option<f64> {
    let (short, long) = if a.len() <= b.len() { (a.len(), b.len()) } else { (b.len(), a.len()) };
    if long == 0 || (2 * short) as f64 / ((short + long) as f64) < least {
        return None;
    }
    let likeness = rapidfuzz::distance::indel::normalized_similarity(a.iter().copied(), b.iter().copied());
    (likeness >= least).then_some(likeness)
}

/// How many of two sorted sets of words are shared, as a part of the larger one.
pub fn shared_part(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    shared as f64 / a.len().max(b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_counts() {
        assert_eq!(word_similarity(&[1, 2, 3, 4], &[1, 2, 3, 4], 0.9), Some(1.0));
        assert_eq!(word_similarity(&[1, 2, 3, 4], &[4, 3, 2, 1], 0.5), None);
        assert_eq!(word_similarity(&[1], &[1, 2, 3, 4, 5, 6], 0.5), None);
        assert_eq!(word_similarity(&[], &[], 0.5), None);
    }

    #[test]
    fn sets_share() {
        assert!((shared_part(&[1, 2, 3], &[2, 3, 4]) - 2.0 / 3.0).abs() < 1e-9);
        assert!(shared_part(&[], &[]).abs() < 1e-9);
    }
}
