//! Words that end in a point which is not a full stop, and words that open sentences.
//!
//! Both are looked up by the hash that every token carries. The tables are made when the crate is compiled.

use crate::model::Token;

/// What the point after an abbreviation may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Abbreviation {
    /// Something always follows: `Mr.`, `vs.`, `e.g.`. Never a full stop.
    Bound = 1,
    /// A number follows, else it is a word: `No. 5`, `p. 12`.
    BeforeNumber = 2,
    /// A capital may follow inside the sentence: `Inc.`, `St.`, `U.S.`. A full stop before a word that opens sentences.
    BeforeName = 3,
    /// A capital does not follow inside the sentence: `etc.`, `p.m.`, `kg.`. A full stop before a capital.
    Closing = 4,
    /// `BeforeName`, but a word unless it is written with a capital: `Jan.`, `Sat.`.
    Calendar = 5,
}

/// What is known of a word before a point.
pub(super) fn abbreviation(token: &Token) -> Option<Abbreviation> {
    Some(match ABBREVIATIONS.get(token.hash()) {
        1 => Abbreviation::Bound,
        2 => Abbreviation::BeforeNumber,
        3 => Abbreviation::BeforeName,
        4 => Abbreviation::Closing,
        5 => Abbreviation::Calendar,
        _ => return None,
    })
}

/// Whether a word with a capital opens a sentence rather than going on with a name: `The`, `He`, `But`.
pub(super) fn opens_sentences(token: &Token) -> bool {
    OPENERS.get(token.hash()) != 0
}

/// Whether the word is a verb of saying in a form that stands in an attribution: `said`, `asks`.
pub(super) fn says(token: &Token) -> bool {
    SAYING.get(token.hash()) != 0
}

/// Whether the word goes on with a time of day: a time zone, a weekday, a month.
pub(super) fn follows_time(token: &Token) -> bool {
    AFTER_TIME.get(token.hash()) != 0
}

/// Whether the word is a common ending of a web address.
pub(super) fn domain(token: &Token) -> bool {
    DOMAINS.get(token.hash()) != 0
}

/// Whether the word is a month in German, where the number before it carries a point.
pub(super) fn german_month(token: &Token) -> bool {
    GERMAN.get(token.hash()) == 1
}

/// Whether the word is one behind which German sets an ordinal number, which carries a point.
pub(super) fn before_ordinal(token: &Token) -> bool {
    GERMAN.get(token.hash()) == 2
}

/// Whether the word is a name that is written with an exclamation mark.
pub(super) fn exclaimed_name(token: &Token) -> bool {
    EXCLAIMED.get(token.hash()) != 0
}

static ABBREVIATIONS: Table<1024> = Table::new(&[
    (Abbreviation::Bound as u8, BOUND),
    (Abbreviation::BeforeNumber as u8, BEFORE_NUMBER),
    (Abbreviation::BeforeName as u8, BEFORE_NAME),
    (Abbreviation::Closing as u8, CLOSING),
    (Abbreviation::Calendar as u8, CALENDAR),
]);
static OPENERS: Table<512> = Table::new(&[(1, OPENING)]);
static SAYING: Table<128> = Table::new(&[(1, SAID)]);
static AFTER_TIME: Table<128> = Table::new(&[(1, TIME)]);
static DOMAINS: Table<16> = Table::new(&[(1, "com net org ru info")]);
static GERMAN: Table<64> = Table::new(&[
    (1, "januar februar märz april mai juni juli august september oktober november dezember"),
    (2, "am dem die der das den im vom zum zur des"),
]);
static EXCLAIMED: Table<8> = Table::new(&[(1, "yahoo jeopardy joomla")]);

// Lower case, separated by one space. A word must stand in one list only. The words that open sentences leave out those
// that open titles and names as often (`U.S. First Lady`) or stand behind a name in a headline (`U.S. Will Leave`).

const BOUND: &str = "mr mrs ms mx dr drs prof gen sen sens rep reps gov govs pres capt col lt cpl sgt pvt maj adm brig \
    cmdr cdr comdr cmdt lieut supt det insp rev hon messrs mme mmes mlle mgr msgr fr bros sra srta dra dña d.ª atty \
    amb asst assoc vs cf viz approx esp e.g. i.e. incl excl resp ca al-hajj spc pfc ssgt tsgt cwo ens rt sts \
    hrn bzw z.b. d.h. u.a. vgl inkl ggf evtl sog geb p.ex. núm nº ee dott sig sigg avv exmo exma \
    dhr mevr bijv tzw np ul им ул проф акад стр рис т.е. т.н. \
    напр гл просп див ім вул tzn tj zob godz inż hab św wg";

const BEFORE_NUMBER: &str = "no nos nr nrs pg pp vol vols fig figs art sec secs ch chap eq eqs par para paras pop div tab tel \
    ext est circa nn vv abb kap págs pág";

const BEFORE_NAME: &str = "inc corp ltd co llc plc jr sr st ste ave blvd rd hwy sq mt mts ft pl ct dept univ assn inst intl \
    natl govt gov't ed eds trans op cit al ala ariz ark calif colo conn fla ga kan ky md mich minn mont neb nev okla \
    penn tenn tex va vt wis wyo u.s. u.k. u.n. u.s.a. u.s.s.r. d.c. n.y. l.a. e.u. u.a.e. b.c. n.j. str mio mrd jh jhd \
    cie ets ehf gmbh млн млрд тыс руб mln mld";

const CLOSING: &str = "etc a.m. p.m. usw uvm usf kg km cm mm mg ml lb lbs oz tbsp tsp tbs mph hrs hr mins min max avg misc ibid \
    b.c.e. c.e. a.d. др пр \
    обл ст гг вв рр ін тис грн крб долл чел мин сек хв коп см proc itd itp tys";

const CALENDAR: &str = "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun";

const OPENING: &str = "the a an this that these those it it's its he he's his she she's her they they're \
    their theirs we we're our you you're your i i'm i've i'd i'll my in on at by for from with without within \
    during through throughout under upon about above across against along among around behind between beyond \
    despite except since but and or nor so yet if when whenever while after before as although though because \
    unless until till whereas whether once there there's here here's what what's which who whose whom why how \
    where no none some any many most much more each every both either neither another other others several \
    such few one two three four five six seven eight nine however meanwhile moreover furthermore nevertheless \
    nonetheless therefore thus hence otherwise instead besides then also still now today yesterday tomorrow \
    later earlier recently currently previously soon again already never always often sometimes usually even \
    just only perhaps maybe probably according additionally finally eventually indeed rather let let's please \
    thanks thank yes oh it'll that's anyone someone everyone nobody nothing something everything";

const TIME: &str = "est edt cst cdt mst mdt pst pdt et ct mt pt gmt utc bst cet cest ist jst msk eet eastern central mountain \
    pacific greenwich moscow beijing local monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs \
    fri sat sun january february march april june july august september october november december jan feb mar apr jun jul \
    aug sep sept oct nov dec";

const SAID: &str = "said says asked asks told tells added adds replied replies answered answers cried cries shouted shouts \
    exclaimed exclaims whispered whispers yelled yells wondered wonders demanded demands called calls wrote writes \
    tweeted tweets posted posts quipped quips joked jokes muttered mutters murmured inquired enquired responded \
    responds declared declares insisted insists continued continues explained explains thought thinks screamed";

/// An open-addressing table from word hashes to small values.
struct Table<const N: usize> {
    slots: [(u64, u8); N],
}

impl<const N: usize> Table<N> {
    const fn new(lists: &[(u8, &str)]) -> Self {
        let mut slots = [(0, 0); N];
        let mut list = 0;
        while list < lists.len() {
            let (value, words) = (lists[list].0, lists[list].1.as_bytes());
            let mut at = 0;
            while at < words.len() {
                let start = at;
                while at < words.len() && words[at] != b' ' {
                    at += 1;
                }
                if at > start {
                    let hash = crate::model::hash_lower(words, start, at);
                    let mut slot = hash as usize % N;
                    while slots[slot].1 != 0 {
                        slot = (slot + 1) % N;
                    }
                    slots[slot] = (hash, value);
                }
                at += 1;
            }
            list += 1;
        }
        Self { slots }
    }

    fn get(&self, hash: u64) -> u8 {
        let mut slot = hash as usize % N;
        loop {
            let (key, value) = self.slots[slot];
            if value == 0 || key == hash {
                return value;
            }
            slot = (slot + 1) % N;
        }
    }
}
