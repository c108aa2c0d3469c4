//! Scores of sentences and articles.

/// Score of one sentence: good for finding the place, not for a verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SentenceScore {
    /// Penalty points of its findings.
    pub points: f32,
    /// Words, as counted: at least [`SentenceScore::MIN_WORDS`].
    pub words: u32,
    /// How many findings start in it.
    pub findings: u32,
}

impl SentenceScore {
    /// A shorter sentence counts as this many words, or one comma would ruin “No.”.
    pub const MIN_WORDS: u32 = 10;

    /// 100 minus points per 100 words, floor 0.
    pub fn score(&self) -> f32 {
        let words = self.words.max(Self::MIN_WORDS) as f32;
        (100.0 - self.points * 100.0 / words).max(0.0)
    }
}

/// Score of one article.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DocumentScore {
    /// Penalty points of the translation.
    pub points: f32,
    /// Penalty points of page furniture, once a kind; not part of `points`.
    pub furniture: f32,
    /// Words and numbers in the article.
    pub words: u32,
    /// A critical finding forbids publication, whatever the number.
    pub blocked: bool,
    /// The article says that a machine translated it.
    pub declared_mt: bool,
}

impl DocumentScore {
    /// Points per 1,000 words; 0 for an empty article.
    pub fn per_1000(&self) -> f32 {
        if self.words == 0 { 0.0 } else { self.points * 1000.0 / self.words as f32 }
    }

    /// 100 minus points per 1,000 words, floor 0.
    pub fn score(&self) -> f32 {
        (100.0 - self.per_1000()).max(0.0)
    }
}
