//! The words that the shapes ask for, by their hashes.

use crate::{
    detect::{
        lists::{capitals, list, words},
        sieve::Sieve,
    },
    model::{Hashes, Lang, Token, TokenFlags, WordMap, hash_lower},
    rule::Lists,
    text::tokens_of,
};
use std::sync::OnceLock;

/// Words in any case, and words that count with a capital only.
pub(super) struct WordSet {
    all: Hashes,
    capital: Hashes,
}

impl WordSet {
    fn of_list(lists: &Lists, name: &str) -> Self {
        Self { all: list(lists, name), capital: capitals(lists, name) }
    }

    fn of(all: Hashes) -> Self {
        Self { all, capital: Hashes::default() }
    }

    #[inline]
    pub(super) fn has(&self, token: &Token) -> bool {
        self.all.contains(token.hash()) && (token.is_capital() || !self.capital.contains(token.hash()))
    }
}

const POINT: u64 = hash_lower(b".", 0, 1);
const STOPS: [u64; 3] = [POINT, hash_lower(b"!", 0, 1), hash_lower(b"?", 0, 1)];

/// Word lists of the shapes.
pub(super) struct Words {
    abbreviation: WordSet,
    /// Brands, name particles and the like that may start a sentence in lower case.
    pub(super) brand: WordSet,
    pub(super) role: WordSet,
    pub(super) reporting: WordSet,
    pub(super) pronoun: WordSet,
    pub(super) conjunction: WordSet,
    pub(super) article: WordSet,
    pub(super) preposition: WordSet,
    /// Words that show a clause has a verb.
    pub(super) auxiliary: WordSet,
    /// Words that can not end a sentence.
    pub(super) never_last: WordSet,
    /// Prepositions that end no sentence before a name that stands alone.
    pub(super) joins_name: WordSet,
    pub(super) first_person: WordSet,
    pub(super) we: WordSet,
    pub(super) first_possessive: WordSet,
    /// All three.
    pub(super) speaker: WordSet,
    pub(super) may_speak: Sieve,
    /// Words that a reporting clause ends in when its source is gone.
    pub(super) hanging: WordSet,
    /// Common words of names of media, and what may stand around a name.
    pub(super) media: WordSet,
    pub(super) around_name: WordSet,
    /// What an agency calls itself.
    pub(super) agency_noun: WordSet,
    /// Names of agencies and outlets as hashes, by their first word.
    agencies: OnceLock<WordMap<Vec<Vec<u64>>>>,
    lists: Lists,
    /// Names that carry a point before their second half.
    pub(super) named_point: WordSet,
    /// What people write small at the end of a message.
    pub(super) courtesy: WordSet,
    /// Second halves of names of sites: `Kostroma.Today`.
    pub(super) site: WordSet,
    /// Endings of addresses.
    pub(super) domain: WordSet,
    pub(super) month: WordSet,
}

impl Words {
    pub(super) fn new(lists: &Lists) -> Self {
        let speaker = WordSet::of(words!("i i'm i've i'll i'd we we're we've we'll we'd my our"));
        let mut may_speak = Sieve::default();
        speaker.all.iter().for_each(|hash| may_speak.add(hash));
        Self {
            abbreviation: WordSet::of_list(lists, "classes/abbreviation"),
            brand: WordSet::of_list(lists, "classes/lower-brand"),
            month: WordSet::of_list(lists, "classes/month-name"),
            role: WordSet::of_list(lists, "classes/role-noun"),
            reporting: WordSet::of_list(lists, "classes/reporting-verb"),
            pronoun: WordSet::of_list(lists, "classes/subject-pronoun"),
            conjunction: WordSet::of_list(lists, "classes/conjunction"),
            article: WordSet::of_list(lists, "classes/article"),
            preposition: WordSet::of_list(lists, "classes/preposition"),
            auxiliary: WordSet::of(words!(
                "is are was were am be been being has have had do does did will would can could may might must shall should \
                 isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"
            )),
            never_last: WordSet::of(words!(
                "the a an and or nor their our my your its every than although whose despite during amid whether"
            )),
            joins_name: WordSet::of(words!(
                "of to from with by into for at in on against among between during toward towards upon via amid until onto"
            )),
            first_person: WordSet::of(words!("i i'm i've i'll i'd")),
            we: WordSet::of(words!("we we're we've we'll we'd")),
            first_possessive: WordSet::of(words!("my our")),
            speaker,
            may_speak,
            hanging: WordSet::of(words!("to by with told quoting citing from via")),
            media: WordSet::of(words!(
                "agency news press media newspaper newswire gazette herald tribune daily weekly times telegraph tv radio television broadcasting"
            )),
            around_name: WordSet::of(words!(
                "the of and agency news wire newspaper paper daily weekly portal channel broadcaster station website magazine outlet press state"
            )),
            agency_noun: WordSet::of(words!("agency newswire wire")),
            agencies: OnceLock::new(),
            lists: lists.clone(),
            named_point: WordSet::of(words!("yandex rambler gazeta lenta")),
            courtesy: WordSet::of(words!(
                "thanks thank thx regards bye please ok okay yes yeah no lol cheers hi hello sorry sure haha love well amen wow"
            )),
            site: WordSet::of(words!("today news online life live media press city world pro")),
            domain: WordSet::of(words!("com org net edu gov io co uk eu ru ua de fr tv info js cs vb")),
        }
    }

    /// `.`, `!` or `?`, alone.
    #[inline]
    pub(super) fn is_stop(token: &Token) -> bool {
        token.is_punct() && token.has(TokenFlags::TERMINAL) && STOPS.contains(&token.hash())
    }

    /// `.` alone.
    #[inline]
    pub(super) fn is_point(token: &Token) -> bool {
        token.is_punct() && token.hash() == POINT
    }

    /// Listed abbreviations, single letters, and short words without a vowel such as `Blvd`.
    ///
    /// The list is English; in other languages any short word may be one.
    pub(super) fn is_abbreviation(&self, token: &Token, word: &str, lang: Lang) -> bool {
        if token.has(TokenFlags::UNCASED) {
            return false;
        }
        if self.abbreviation.has(token) {
            return true;
        }
        let mut letters = 0;
        let mut vowel = false;
        for c in word.chars().take(6) {
            letters += 1;
            vowel |= !c.is_ascii_alphabetic() || matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        }
        letters == 1 || lang != Lang::EN && letters <= 5 || letters <= 4 && !vowel && !token.has(TokenFlags::ALL_CAPS)
    }

    /// Whether the tokens from `tokens[0]` begin with the name of an agency; how many tokens it has.
    pub(super) fn agency(&self, tokens: &[Token]) -> Option<usize> {
        let agencies = self.agencies.get_or_init(|| agencies(&self.lists));
        let names = agencies.get(&tokens.first()?.hash())?;
        let fits = |name: &&Vec<u64>| {
            tokens.len() >= name.len() && tokens.iter().zip(name.iter()).all(|(t, h)| t.hash() == *h)
        };
        names.iter().filter(fits).map(Vec::len).max()
    }
}

fn agencies(lists: &Lists) -> WordMap<Vec<Vec<u64>>> {
    let mut agencies: WordMap<Vec<Vec<u64>>> = WordMap::default();
    for name in lists.words("agencies").into_iter().flatten() {
        let hashes: Vec<u64> = tokens_of(name).iter().map(Token::hash).collect();
        if let Some(first) = hashes.first() {
            agencies.entry(*first).or_default().push(hashes);
        }
    }
    agencies
}
