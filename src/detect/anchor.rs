//! How frequent words are: what is found by a word is best found by its rarest.

use crate::model::{WordMap, hash_word};
use std::{collections::BTreeMap, sync::LazyLock};

/// How many tokens in a hundred thousand of English news are this word or mark, rounded; words that are not here are
/// rarer than 16. Articles of other languages stand with them: they make bad anchors there.
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
    (
        60,
        "china development th chinese according work industry countries international system should order united \
          economic market number party management china's make government 1 research enterprises technology water \
          million country team project service social help beijing security held construction states don't foreign \
          before 10 central food life group including need university still under business",
    ),
    (
        30,
        "quality yuan products must 70 next great cooperation control special city data committee increase want \
          price 3 20 russian addition past news study president south billion minister training september continue \
          27 get 2 think general small company support people's companies future major area operation every \
          promote white 2019 main while where school level road capital line product law local report nations \
          points back full province protection become information total tourism children free health 30 today \
          australian department paper human growth director rate wang meeting production rights services students \
          does change process improve hong due 4 strong financial airport trade tea center mr place person 100 \
          open 5 achievements australia come different education 26 times rural oil measures called home however \
          land safety council provide various experience share plan economy farmers kong domestic defense reported \
          age innovation opening congress supply science can't areas together air hours anniversary military \
          family 25 researchers green pay always increased whole expected money self conditions power situation \
          put best region provincial tax xinhua cost station announced present problems left industrial building \
          agency bank lot whether 19 red effect based half recently light secretary shares online environment \
          peace results political film repurchase 15 award relations cultural listed investment give body needs \
          federal implementation house please office river common find 12 ministry characteristics among again six \
          took few show attention current prevention why travel strengthen africa play sales period exchange \
          within police early scientific activities exhibition",
    ),
    (
        18,
        "without deputy republic iran energy value transformation american policy comprehensive transfer low \
          point zhang key equipment i'm founding really previous released little joint export history buy reporter \
          case forward october look already design cause store cities delivery received short medical third \
          changes higher agreement game job problem working scale able russia issued developing reason december \
          reform 11 digital affairs platform hard known care further until real media spirit live path traditional \
          community 6 field intelligent ago society shows resources never vietnam once thank sheep xi didn't side \
          course pointed amount 24 minutes impact win ceremony jointly series progress here july related shanghai \
          natural inspection making possible although role lead original anti ensure women's base black prices \
          actively understand example believe insurance members contact young difficult scientists citizens \
          culture owned african hospital thought leading published later hope achieve lake developed manufacturing \
          risk professor stock enough car co head above relevant consumption bureau internet away action start \
          strength experts century almost things issue taking member cases cannot won top 7 association epidemic 8 \
          create daily fact demand means launched era macao workers several competition efforts groups tianjin \
          beautiful north recent projects told skin led conference friends tunnel largest june looking world's \
          story build choose child interests customers environmental chairman performance came completed event \
          class man term regional france carry earlier face return especially seen winter fund 40 let model \
          representatives opened move institute practice learning 18 reached growers railway institutions tv \
          middle form round nearly 2020 hand war agricultural 50 fields etc municipal name participate speed \
          enforcement dr opportunity festival video 2018 nuclear brand japan reports clear feel earth driving site \
          core basic daxing east climate facilities introduced administration taken forum issues lower got \
          promoting asked meet prime regulations ethics delivered court sustainable stable disease port directly \
          golden",
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
