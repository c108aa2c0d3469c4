//! What one place says: the command line, the file, the environment or the profile.

use super::{
    options::{File, Options, nearest},
    settings::{FailOn, Origin, PROFILES, Profile},
};
use crate::{
    model::{Lang, Severity},
    rule::RuleProblem,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use toml::Spanned;

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// What one place says; nothing where it says nothing.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of `Options`, which documents them")]
pub struct Layer {
    pub profile: Option<Held<Profile>>,
    pub fail_on: Option<Held<FailOn>>,
    pub min_score: Option<Held<f32>>,
    pub max_per_1000: Option<Held<f32>>,
    pub max_new: Option<Held<u64>>,
    pub lang: Option<Held<Lang>>,
    pub source_lang: Option<Held<Lang>>,
    pub packs: Option<Held<Vec<PathBuf>>>,
    pub select: Option<Held<Vec<String>>>,
    pub ignore: Option<Held<Vec<String>>>,
    pub reviews: Option<Held<PathBuf>>,
    pub baseline: Option<Held<PathBuf>>,
}

impl Layer {
    /// This layer, and the other where this one says nothing.
    #[must_use]
    pub fn over(self, below: Layer) -> Layer {
        Layer {
            profile: self.profile.or(below.profile),
            fail_on: self.fail_on.or(below.fail_on),
            min_score: self.min_score.or(below.min_score),
            max_per_1000: self.max_per_1000.or(below.max_per_1000),
            max_new: self.max_new.or(below.max_new),
            lang: self.lang.or(below.lang),
            source_lang: self.source_lang.or(below.source_lang),
            packs: self.packs.or(below.packs),
            select: self.select.or(below.select),
            ignore: self.ignore.or(below.ignore),
            reviews: self.reviews.or(below.reviews),
            baseline: self.baseline.or(below.baseline),
        }
    }

    /// What the file says. Paths are from its folder.
    pub(super) fn of_file(file: &File, folder: &Path, options: &Options, problems: &mut Vec<RuleProblem>) -> Layer {
        let read = Reader { file, folder };
        Layer {
            profile: read.word(options.profile.as_ref(), problems, Profile::parse),
            fail_on: read.word(options.fail_on.as_ref(), problems, FailOn::parse),
            min_score: read.number(options.min_score.as_ref(), problems, score),
            max_per_1000: read.number(options.max_per_1000.as_ref(), problems, points),
            max_new: options.max_new.as_ref().map(|n| read.held(n, *n.get_ref())),
            lang: read.word(options.lang.as_ref(), problems, lang),
            source_lang: read.word(options.source_lang.as_ref(), problems, lang),
            packs: options
                .packs
                .as_ref()
                .map(|packs| read.held(packs, packs.get_ref().iter().map(|p| folder.join(p)).collect())),
            select: options.select.as_ref().map(|names| read.held(names, names.get_ref().clone())),
            ignore: options.ignore.as_ref().map(|names| read.held(names, names.get_ref().clone())),
            reviews: options.reviews.as_ref().map(|path| read.held(path, read.folder.join(path.get_ref()))),
            baseline: options.baseline.as_ref().map(|path| read.held(path, read.folder.join(path.get_ref()))),
        }
    }
}

struct Reader<'f> {
    file: &'f File,
    folder: &'f Path,
}

impl Reader<'_> {
    fn held<S, T>(&self, at: &Spanned<S>, value: T) -> Held<T> {
        let origin = Origin::File { path: self.file.name.clone(), line: self.file.line(at.span().start) };
        Held { value, origin }
    }

    fn word<T>(
        &self,
        word: Option<&Spanned<String>>,
        problems: &mut Vec<RuleProblem>,
        parse: impl Fn(&str) -> Result<T, (String, String)>,
    ) -> Option<Held<T>> {
        let word = word?;
        match parse(word.get_ref()) {
            Ok(value) => Some(self.held(word, value)),
            Err((message, help)) => {
                problems.push(self.file.problem(word.span(), message, help));
                None
            }
        }
    }

    fn number(
        &self,
        number: Option<&Spanned<f32>>,
        problems: &mut Vec<RuleProblem>,
        parse: impl Fn(f32) -> Result<f32, (String, String)>,
    ) -> Option<Held<f32>> {
        let number = number?;
        match parse(*number.get_ref()) {
            Ok(value) => Some(self.held(number, value)),
            Err((message, help)) => {
                problems.push(self.file.problem(number.span(), message, help));
                None
            }
        }
    }
}

/// Variables of the environment that are read, and what they say.
pub const VARIABLES: [(&str, &str); 13] = [
    ("MTLINT_CONFIG", "path of the configuration file, in place of the one found upwards"),
    ("MTLINT_PROFILE", "profile"),
    ("MTLINT_FAIL_ON", "fail-on"),
    ("MTLINT_MIN_SCORE", "min-score"),
    ("MTLINT_MAX_PER_1000", "max-per-1000"),
    ("MTLINT_MAX_NEW", "max-new"),
    ("MTLINT_LANG", "lang"),
    ("MTLINT_SOURCE_LANG", "source-lang"),
    ("MTLINT_PACKS", "packs, separated as in PATH"),
    ("MTLINT_SELECT", "select, separated by commas"),
    ("MTLINT_IGNORE", "ignore, separated by commas"),
    ("MTLINT_REVIEWS", "reviews"),
    ("MTLINT_BASELINE", "baseline"),
];

/// What the environment says. Empty variables say nothing.
///
/// # Errors
/// A variable whose value cannot be understood.
pub fn environment(variable: impl Fn(&str) -> Option<String>) -> Result<Layer, String> {
    let get = |name: &'static str| variable(name).filter(|value| !value.trim().is_empty());
    let held = |name: &'static str| Origin::Environment(name);
    macro_rules! read {
        ($name:literal, $parse:expr) => {
            match get($name) {
                Some(value) => match ($parse)(value.trim()) {
                    Ok(value) => Some(Held { value, origin: held($name) }),
                    Err((message, help)) => return Err(format!("{}: {message}; {help}", $name)),
                },
                None => None,
            }
        };
    }
    let list = |text: &str| -> Result<Vec<String>, (String, String)> {
        Ok(text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect())
    };
    let path = |text: &str| -> Result<PathBuf, (String, String)> { Ok(PathBuf::from(text)) };
    let paths = |text: &str| -> Result<Vec<PathBuf>, (String, String)> { Ok(split_paths(text)) };
    Ok(Layer {
        profile: read!("MTLINT_PROFILE", Profile::parse),
        fail_on: read!("MTLINT_FAIL_ON", FailOn::parse),
        min_score: read!("MTLINT_MIN_SCORE", |text| number(text).and_then(score)),
        max_per_1000: read!("MTLINT_MAX_PER_1000", |text| number(text).and_then(points)),
        max_new: read!("MTLINT_MAX_NEW", |text: &str| text
            .parse::<u64>()
            .map_err(|_| (format!("`{text}` is not a number of findings"), "write a number such as 0".to_owned()))),
        lang: read!("MTLINT_LANG", lang),
        source_lang: read!("MTLINT_SOURCE_LANG", lang),
        packs: read!("MTLINT_PACKS", paths),
        select: read!("MTLINT_SELECT", list),
        ignore: read!("MTLINT_IGNORE", list),
        reviews: read!("MTLINT_REVIEWS", path),
        baseline: read!("MTLINT_BASELINE", path),
    })
}

fn split_paths(text: &str) -> Vec<PathBuf> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    text.split(separator).filter(|path| !path.is_empty()).map(PathBuf::from).collect()
}

fn number(text: &str) -> Result<f32, (String, String)> {
    text.parse().map_err(|_| (format!("`{text}` is not a number"), "write a number such as 80".to_owned()))
}

fn score(number: f32) -> Result<f32, (String, String)> {
    if (0.0..=100.0).contains(&number) {
        Ok(number)
    } else {
        Err((format!("{number} is no score"), "a score lies between 0 and 100".to_owned()))
    }
}

fn points(number: f32) -> Result<f32, (String, String)> {
    if number >= 0.0 && number.is_finite() {
        Ok(number)
    } else {
        Err((format!("{number} is no number of points"), "points are 0 or more".to_owned()))
    }
}

/// Reads the code of a language.
pub(super) fn lang(code: &str) -> Result<Lang, (String, String)> {
    let help = "write an ISO 639-1 code such as `en`".to_owned();
    Lang::parse(code).ok_or_else(|| (format!("`{code}` is not a language code"), help))
}

/// One of a few words.
pub(super) fn one_of<T: Copy>(word: &str, what: &str, words: &[(&str, T)]) -> Result<T, (String, String)> {
    if let Some((_, value)) = words.iter().find(|(name, _)| *name == word) {
        return Ok(*value);
    }
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    let help = match nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? one of: {}", names.join(", ")),
        None => format!("one of: {}", names.join(", ")),
    };
    Err((format!("`{word}` is not a {what}"), help))
}

impl Profile {
    /// Reads a name.
    ///
    /// # Errors
    /// What is wrong, and what to write.
    pub fn parse(name: &str) -> Result<Profile, (String, String)> {
        one_of(name, "profile", &PROFILES.map(|p| (p.name(), p)))
    }

    /// What it says.
    pub(super) fn layer(self) -> Layer {
        let fail_on = match self {
            Profile::News | Profile::Web => FailOn::Severity(Severity::Major),
            Profile::Strict => FailOn::Severity(Severity::Minor),
        };
        let origin = Origin::Profile(Arc::from(self.name()));
        Layer { fail_on: Some(Held { value: fail_on, origin }), ..Layer::default() }
    }
}
