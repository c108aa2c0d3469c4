//! What holds, and where it came from.

use super::{
    layer::{Held, Layer, one_of},
    options::{File, Options},
    policy::Rules,
};
use crate::{
    model::{Lang, Severity},
    rule::RuleProblem,
};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is so unless said otherwise.
    Default,
    /// The profile of this name.
    Profile(Arc<str>),
    /// A variable of the environment.
    Environment(&'static str),
    /// A line of the configuration file.
    File {
        /// The file.
        path: Arc<str>,
        /// The line, from 1.
        line: usize,
    },
    /// An option of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::Profile(name) => write!(f, "profile {name}"),
            Origin::File { path, line } => write!(f, "{path}:{line}"),
            Origin::Environment(name) | Origin::Flag(name) => f.write_str(name),
        }
    }
}

/// Severity from which findings fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// This one or worse.
    Severity(Severity),
    /// Findings never fail.
    Never,
}

impl FailOn {
    /// Reads a name.
    ///
    /// # Errors
    /// What is wrong, and what to write.
    pub fn parse(name: &str) -> Result<FailOn, (String, String)> {
        let severities = Severity::ALL.map(|s| (s.name(), FailOn::Severity(s)));
        one_of(name, "severity", &[&severities[..], &[("never", FailOn::Never)]].concat())
    }

    /// The severity from which on a finding fails; none where none does.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Severity(severity) => Some(severity),
            FailOn::Never => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Severity(severity) => severity.name(),
            FailOn::Never => "never",
        }
    }
}

/// What a run starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Articles of a newsroom: fails on major findings.
    #[default]
    News,
    /// Before publication: fails on minor findings too.
    Strict,
    /// Pages as they were scraped: menus and share bars are neutral.
    Web,
}

/// All profiles.
pub const PROFILES: [Profile; 3] = [Profile::News, Profile::Strict, Profile::Web];

impl Profile {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Profile::News => "news",
            Profile::Strict => "strict",
            Profile::Web => "web",
        }
    }
}

/// What holds for a run.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of `Options`, which documents them")]
pub struct Settings {
    pub profile: Held<Profile>,
    pub fail_on: Held<FailOn>,
    pub min_score: Option<Held<f32>>,
    pub max_per_1000: Option<Held<f32>>,
    pub max_new: Option<Held<u64>>,
    pub lang: Option<Held<Lang>>,
    pub source_lang: Option<Held<Lang>>,
    pub packs: Held<Vec<PathBuf>>,
    pub select: Held<Vec<String>>,
    pub ignore: Held<Vec<String>>,
    pub reviews: Option<Held<PathBuf>>,
    pub baseline: Option<Held<PathBuf>>,
    /// What the file says of rules, paths and words.
    pub rules: Rules,
    /// The configuration file.
    pub file: Option<PathBuf>,
}

impl Settings {
    /// Puts the layers on top of each other. `file` is path and text of the configuration file, `name` what it is called
    /// in messages.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn resolve(
        flags: Layer,
        file: Option<(&Path, &str, &str)>,
        environment: Layer,
    ) -> Result<Settings, Vec<RuleProblem>> {
        let mut problems = Vec::new();
        let mut rules = Rules::default();
        let mut from_file = Layer::default();
        if let Some((path, name, text)) = file {
            let folder = path.parent().unwrap_or(Path::new(""));
            let file = File { name: name.into(), text: text.into() };
            match Options::parse(&file) {
                Ok(options) => {
                    from_file = Layer::of_file(&file, folder, &options, &mut problems);
                    rules = Rules::of_file(&file, folder, &options, &mut problems);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let said = flags.over(from_file).over(environment);
        let profile = said.profile.clone().unwrap_or(Held { value: Profile::default(), origin: Origin::Default });
        let all = said.over(profile.value.layer());
        let none = || Held { value: Vec::new(), origin: Origin::Default };
        Ok(Settings {
            fail_on: all.fail_on.unwrap_or(Held { value: FailOn::Severity(Severity::Major), origin: Origin::Default }),
            min_score: all.min_score,
            max_per_1000: all.max_per_1000,
            max_new: all.max_new,
            lang: all.lang,
            source_lang: all.source_lang,
            packs: all.packs.unwrap_or(Held { value: Vec::new(), origin: Origin::Default }),
            select: all.select.unwrap_or_else(none),
            ignore: all.ignore.unwrap_or_else(none),
            reviews: all.reviews,
            baseline: all.baseline,
            profile,
            rules,
            file: file.map(|(path, _, _)| path.to_owned()),
        })
    }

    /// All values as lines of TOML, each with its origin.
    pub fn show(&self) -> String {
        let mut lines: Vec<(String, String)> = Vec::new();
        let mut line = |key: &str, value: Option<String>, origin: &Origin| {
            let text = match value {
                Some(value) => format!("{key} = {value}"),
                None => format!("# {key} is not set"),
            };
            let origin = if text.starts_with('#') { String::new() } else { origin.to_string() };
            lines.push((text, origin));
        };
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let list = |texts: Vec<String>| toml::Value::from(texts).to_string();
        let path = |path: &Path| quoted(&path.to_string_lossy());
        let mut optional = |key, (value, origin): (Option<String>, Origin)| line(key, value, &origin);
        optional("profile", text(Some(&self.profile), |p| quoted(p.name())));
        optional("fail-on", text(Some(&self.fail_on), |f| quoted(f.name())));
        optional("min-score", text(self.min_score.as_ref(), ToString::to_string));
        optional("max-per-1000", text(self.max_per_1000.as_ref(), ToString::to_string));
        optional("max-new", text(self.max_new.as_ref(), ToString::to_string));
        optional("lang", text(self.lang.as_ref(), |l| quoted(l.code())));
        optional("source-lang", text(self.source_lang.as_ref(), |l| quoted(l.code())));
        let paths = |all: &Vec<PathBuf>| list(all.iter().map(|p| p.to_string_lossy().into_owned()).collect());
        optional("packs", text(Some(&self.packs), paths));
        optional("select", text(Some(&self.select), |names| list(names.clone())));
        optional("ignore", text(Some(&self.ignore), |names| list(names.clone())));
        optional("reviews", text(self.reviews.as_ref(), |p| path(p)));
        optional("baseline", text(self.baseline.as_ref(), |p| path(p)));
        self.rules.show(&mut lines);
        let wide = lines.iter().filter(|(_, o)| !o.is_empty()).map(|(l, _)| l.chars().count()).max().unwrap_or(0);
        let mut shown = String::new();
        for (text, origin) in lines {
            let line = if origin.is_empty() { text } else { format!("{text:wide$}  # {origin}") };
            shown.push_str(&line);
            shown.push('\n');
        }
        shown
    }
}

/// A value as it is shown, and its origin.
fn text<T>(held: Option<&Held<T>>, show: impl Fn(&T) -> String) -> (Option<String>, Origin) {
    (held.map(|h| show(&h.value)), held.map_or(Origin::Default, |h| h.origin.clone()))
}
