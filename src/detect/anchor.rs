//! How frequent words are: what is found by a word is best found by its rarest.

use crate::model::{WordMap, hash_word};
use std::{collections::BTreeMap, sync::LazyLock};

/// How many tokens in a hundred thousand of English news are this word or mark, rounded; words that are not here are
/// rarer than 30. Articles of other languages stand with them: they make bad anchors there.
const FREQUENT: &[(u32, &str)] = &[
    (6500, "the"),
    (4500, ", ."),
    (3000, "of and to"),
    (1700, "in \" “ ” ’ a"),
    (900, "is that - – s"),
    (700, "for on der die das und la le les el los de en y и в 的 。 ، 、"),
    (500, "with it from are says"),
    (400, "has be as at have will by this he"),
    (300, "was more said but not they an new i ' « » „ den des une un una il da na"),
    (200, "been we also their which people can than year or"),
    (150, "up there time one out about all ) ( were years its other you world first national so who after"),
    (100, "two some us had into his when if over could would : such only high them"),
    (
        70,
        "what it's between like now may no state say because many found through ; made very three ? most \
          these good well last being how she our just long used during same",
    ),
    (
        50,
        "around use take way per any since then even old down global public important four big off set my \
          her end — – -- … ! % / … * • | &",
    ),
    (
        35,
        "better those going large much go part five second own far each both right against see your \
          another know using less do did me him am too day days week month months percent",
    ),
];
/// What a word that is not listed counts.
const RARE: u32 = 5;

struct Frequencies {
    words: WordMap<u32>,
    /// By the first four letters.
    starts: BTreeMap<u32, u32>,
}

static FREQUENCIES: LazyLock<Frequencies> = LazyLock::new(Frequencies::new);

impl Frequencies {
    fn new() -> Self {
        let words = FREQUENT.iter().flat_map(|(count, words)| words.split_whitespace().map(|word| (word, *count)));
        let (mut all, mut starts) = (WordMap::default(), BTreeMap::new());
        for (word, count) in words {
            all.entry(hash_word(word)).or_insert(count);
            if let Some(&[a, b, c, d]) = word.as_bytes().get(..4) {
                *starts.entry(u32::from_le_bytes([a, b, c, d])).or_default() += count;
            }
        }
        Self { words: all, starts }
    }
}

/// How many tokens in a hundred thousand are the word of this hash, roughly.
pub(crate) fn frequency(hash: u64) -> u32 {
    FREQUENCIES.words.get(&hash).copied().unwrap_or(RARE)
}

/// The same for all words that start with four letters.
pub(crate) fn frequency_of_start(letters: u32) -> u32 {
    FREQUENCIES.starts.get(&letters).copied().unwrap_or(0) + 4 * RARE
}
