//! When two spellings are one name: keys that forget how a name was transliterated, and letters that differ.

/// Lower case, without accents and apostrophes.
pub(super) fn folded(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphabetic() && *c != 'ʼ')
        .flat_map(|c| plain(c).chars())
        .collect()
}

/// A letter without its accent.
fn plain(c: char) -> &'static str {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz";
    match c {
        'a'..='z' => {
            let i = (c as u8 - b'a') as usize;
            &ASCII[i..=i]
        }
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ậ' | 'ä' | 'æ' => {
            "a"
        }
        'ç' | 'ć' | 'č' | 'ĉ' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ế' | 'ệ' | 'ề' | 'ẹ' | 'ə' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' | 'ị' | 'ỉ' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' | 'ọ' | 'ố' | 'ộ' | 'ơ' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ū' | 'ů' | 'ų' | 'ụ' | 'ư' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        _ => "",
    }
}

/// What a letter group at the start of `rest` stands for in a key, and how many letters it has: groups that
/// transliterations use for one sound, longest first.
fn sound(rest: &[u8]) -> (&'static [u8], usize) {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let letter = |letter: u8| {
        let at = usize::from(letter.wrapping_sub(b'a')).min(25);
        (&LETTERS[at..=at], 1)
    };
    // Letters that begin no group.
    if let [first @ (b'a' | b'b' | b'f' | b'h' | b'l' | b'm' | b'n' | b'r' | b'u' | b'v'), ..] = rest {
        return letter(*first);
    }
    match rest {
        [b't', b's', b'c', b'h', ..] => (b"c", 4),
        [b's', b'c', b'h', ..] => (b"s", 3),
        [b't', b'c', b'h', ..] => (b"c", 3),
        [b'd', b'z', b'h', ..] => (b"j", 3),
        [b'd', b's', b'c', b'h', ..] => (b"j", 4),
        [b's', b'h' | b'z', ..] => (b"s", 2),
        [b'c', b'h' | b'z', ..] => (b"c", 2),
        [b'z', b'h', ..] => (b"j", 2),
        [b'k' | b'g', b'h', ..] => (if rest[0] == b'k' { b"h" } else { b"g" }, 2),
        [b'p', b'h', ..] => (b"f", 2),
        [b'c', b'k', ..] => (b"k", 2),
        [b'k', b's', ..] => (b"x", 2),
        [b'o', b'o' | b'u', ..] | [b'y' | b'j' | b'i', b'u', ..] => (b"u", 2),
        [b'i', b'y' | b'j', ..] | [b'y', b'i' | b'y', ..] => (b"i", 2),
        [b'e', b'y', ..] => (b"ei", 2),
        [b'i' | b'y' | b'j', b'e', ..] => (b"e", 2),
        [b'y' | b'j' | b'i', b'a', ..] => (b"a", 2),
        [b'q', ..] => (b"k", 1),
        [b'w', ..] => (b"v", 1),
        [b'y', ..] => (b"i", 1),
        [first, ..] => letter(*first),
        [] => (b"", 1),
    }
}

/// Room in which keys are made.
#[derive(Default)]
pub(super) struct Keys {
    folded: Vec<u8>,
    key: Vec<u8>,
}

impl Keys {
    /// The key of a name: equal for the transliterations of one name.
    pub(super) fn of(&mut self, name: &str) -> &[u8] {
        let Self { folded: word, key } = self;
        word.clear();
        if name.is_ascii() {
            word.extend(name.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()));
        } else {
            word.extend_from_slice(folded(name).as_bytes());
        }
        key.clear();
        let mut rest = word.as_slice();
        while !rest.is_empty() {
            let (sound, len) = sound(rest);
            match sound {
                [one] if key.last() != Some(one) => key.push(*one),
                [_] => {}
                _ if key.ends_with(sound) => {}
                _ => key.extend_from_slice(sound),
            }
            rest = &rest[len..];
        }
        // `Galyna` and `Halyna`, `Armendaris` and `Armendariz`.
        if key.len() >= 6 && key[0] == b'g' && !matches!(key[1], b'r' | b'l') {
            key[0] = b'h';
        }
        if let Some(last) = key.last_mut().filter(|last| **last == b'z') {
            *last = b's';
        }
        key
    }

    /// A number for the key of a name.
    pub(super) fn hash(&mut self, name: &str) -> u64 {
        hash(self.of(name))
    }
}

/// A number for a key.
pub(super) fn hash(key: &[u8]) -> u64 {
    key.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
    })
}

/// The key of a name as a string.
pub(super) fn key_of(name: &str) -> String {
    Keys::default().of(name).iter().map(|&byte| char::from(byte)).collect()
}

/// British and American spelling of a word that heads a sentence.
pub(super) fn spelling_only(a: &str, b: &str) -> bool {
    let ise = |w: &str| w.replace("iz", "is").replace("yz", "ys").replace("our", "or");
    ise(&a.to_lowercase()) == ise(&b.to_lowercase())
}

/// One or two letters apart, and not just by an ending that grammar or sex adds.
pub(super) fn near(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letters = short.chars().count();
    if letters < 5 || long.chars().count().abs_diff(letters) > 2 || short.chars().next() != long.chars().next() {
        return false;
    }
    let stem = short.trim_end_matches(['a', 'i', 'y', 'e', 'o', 's']);
    let ending = long.starts_with(short)
        || long.starts_with(stem)
            && long.len() <= stem.len() + 3
            && short.len() <= stem.len() + 3
            && stem.len() + 1 >= short.len();
    let distance = strsim::damerau_levenshtein(&folded(short), &folded(long));
    !ending && (1..=if letters >= 8 { 2 } else { 1 }).contains(&distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_join_transliterations_and_keep_people_apart() {
        for (a, b) in [
            ("Zelensky", "Zelenskyy"),
            ("Zelenskiy", "Zelenskyi"),
            ("Galyna", "Halyna"),
            ("Worku", "Vorku"),
            ("Armendaris", "Armendariz"),
            ("Tchaikovsky", "Chaikovsky"),
        ] {
            assert_eq!(key_of(a), key_of(b), "{a} {b}");
        }
        for (a, b) in [
            ("Johnson", "Johnston"),
            ("Zelensky", "Zelenska"),
            ("Ivanov", "Ivanova"),
            ("Georgia", "Georgian"),
            ("Smith", "Smiths"),
        ] {
            assert_ne!(key_of(a), key_of(b), "{a} {b}");
        }
    }

    #[test]
    fn surnames_near_each_other() {
        assert!(near("Otarashvili", "Otarashwili"));
        assert!(!near("Ivanov", "Ivanova"));
        assert!(!near("Zelensky", "Zelenska"));
    }
}
