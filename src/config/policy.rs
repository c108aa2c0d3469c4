//! Which rules hold where: levels for all articles, for some paths, and words that are right.

use super::{
    layer::{Held, lang, one_of},
    options::{File, Options},
    settings::{Origin, Profile, Settings},
};
use crate::{
    model::{Lang, RuleId, Severity},
    rule::{RuleProblem, RuleSet, Selection, Selector},
};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use toml::Spanned;

/// What a rule is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs.
    On,
    /// Its findings are of this severity.
    Severity(Severity),
}

impl Level {
    fn parse(name: &str) -> Result<Level, (String, String)> {
        let severities = Severity::ALL.map(|s| (s.name(), Level::Severity(s)));
        one_of(name, "level of a rule", &[&[("off", Level::Off), ("on", Level::On)], &severities[..]].concat())
    }

    fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::On => "on",
            Level::Severity(severity) => severity.name(),
        }
    }
}

/// A line of `[rules]`.
#[derive(Clone, Debug)]
pub struct RuleLevel {
    /// Rule, `@category`, `@status` or `all`, as written.
    pub name: String,
    /// What it is set to.
    pub level: Level,
    origin: Origin,
    problem: RuleProblem,
}

/// An `[[override]]`.
#[derive(Clone, Debug)]
struct Scope {
    shown: String,
    origin: Origin,
    paths: GlobSet,
    levels: Vec<RuleLevel>,
    lang: Option<Held<Lang>>,
    source_lang: Option<Held<Lang>>,
}

/// An `[[allow]]`.
#[derive(Clone, Debug)]
struct Permitted {
    text: String,
    reason: String,
    rule: Option<(String, RuleProblem)>,
    origin: Origin,
}

/// What the file says of rules, paths and words.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    levels: Vec<RuleLevel>,
    scopes: Vec<Scope>,
    words: Vec<Permitted>,
    /// Folder that globs start from.
    pub folder: PathBuf,
}

impl Rules {
    pub(super) fn of_file(file: &File, folder: &Path, options: &Options, problems: &mut Vec<RuleProblem>) -> Rules {
        let read = |map: &BTreeMap<Spanned<String>, Spanned<String>>, problems: &mut Vec<RuleProblem>| {
            let mut levels = Vec::new();
            for (name, level) in map {
                match Level::parse(level.get_ref()) {
                    Ok(level) => levels.push(RuleLevel {
                        name: name.get_ref().clone(),
                        level,
                        origin: origin(file, name),
                        problem: file.problem(name.span(), "", ""),
                    }),
                    Err((message, help)) => problems.push(file.problem(level.span(), message, help)),
                }
            }
            // The more one names, the less it says.
            levels.sort_by_key(|l| match l.name.as_str() {
                "all" => 0,
                name if name.starts_with('@') => 1 + usize::from(name.contains('.')),
                _ => 3,
            });
            levels
        };
        let levels = read(&options.rules, problems);
        let mut scopes = Vec::new();
        for written in &options.r#override {
            let mut globs = GlobSetBuilder::new();
            for path in &written.paths {
                match Glob::new(path.get_ref()) {
                    Ok(glob) => {
                        globs.add(glob);
                    }
                    Err(error) => problems.push(file.problem(
                        path.span(),
                        format!("`{}` is not a glob: {}", path.get_ref(), error.kind()),
                        "write one such as `archive/**`",
                    )),
                }
            }
            let mut language = |code: Option<&Spanned<String>>| {
                let code = code?;
                match lang(code.get_ref()) {
                    Ok(value) => Some(Held { value, origin: origin(file, code) }),
                    Err((message, help)) => {
                        problems.push(file.problem(code.span(), message, help));
                        None
                    }
                }
            };
            let (lang, source_lang) = (language(written.lang.as_ref()), language(written.source_lang.as_ref()));
            let shown: Vec<String> = written.paths.iter().map(|p| p.get_ref().clone()).collect();
            scopes.push(Scope {
                shown: toml::Value::from(shown).to_string(),
                origin: written.paths.first().map_or(Origin::Default, |p| origin(file, p)),
                // Of globs that were read a set can be made.
                paths: globs.build().unwrap_or_default(),
                levels: read(&written.rules, problems),
                lang,
                source_lang,
            });
        }
        let mut words = Vec::new();
        for word in &options.allow {
            if word.reason.get_ref().trim().is_empty() {
                problems.push(file.problem(
                    word.reason.span(),
                    "the reason is empty",
                    "say why the wording is right here",
                ));
            }
            if word.text.get_ref().trim().is_empty() {
                problems.push(file.problem(
                    word.text.span(),
                    "the text is empty",
                    "write the wording that is right here",
                ));
            }
            words.push(Permitted {
                text: word.text.get_ref().clone(),
                reason: word.reason.get_ref().clone(),
                rule: word.rule.as_ref().map(|r| (r.get_ref().clone(), file.problem(r.span(), "", ""))),
                origin: origin(file, &word.text),
            });
        }
        Rules { levels, scopes, words, folder: folder.to_owned() }
    }

    pub(super) fn show(&self, lines: &mut Vec<(String, String)>) {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let level = |l: &RuleLevel| (format!("{} = {}", quoted(&l.name), quoted(l.level.name())), l.origin.to_string());
        let heading = |title: &str, lines: &mut Vec<(String, String)>| {
            lines.push((String::new(), String::new()));
            lines.push((title.to_owned(), String::new()));
        };
        if !self.levels.is_empty() {
            heading("[rules]", lines);
            lines.extend(self.levels.iter().map(level));
        }
        for scope in &self.scopes {
            heading("[[override]]", lines);
            lines.push((format!("paths = {}", scope.shown), scope.origin.to_string()));
            for (key, held) in [("lang", &scope.lang), ("source-lang", &scope.source_lang)] {
                if let Some(held) = held {
                    lines.push((format!("{key} = {}", quoted(held.value.code())), held.origin.to_string()));
                }
            }
            let levels = scope.levels.iter().map(level);
            lines.extend(levels.map(|(line, origin)| (format!("rules.{line}"), origin)));
        }
        for word in &self.words {
            heading("[[allow]]", lines);
            lines.push((format!("text = {}", quoted(&word.text)), word.origin.to_string()));
            lines.push((format!("reason = {}", quoted(&word.reason)), String::new()));
            if let Some((rule, _)) = &word.rule {
                lines.push((format!("rule = {}", quoted(rule)), String::new()));
            }
        }
    }
}

fn origin<T>(file: &File, at: &Spanned<T>) -> Origin {
    Origin::File { path: file.name.clone(), line: file.line(at.span().start) }
}

/// What holds for an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Rules that are on.
    pub on: Selection,
    /// Severities that are not the rule's own.
    pub severity: BTreeMap<RuleId, Severity>,
    /// Its language.
    pub lang: Option<Lang>,
    /// The language it was translated from.
    pub source_lang: Option<Lang>,
}

/// What differs for some paths.
#[derive(Clone, Debug)]
struct Differing {
    paths: GlobSet,
    levels: Vec<(Selector, Level)>,
    lang: Option<Lang>,
    source_lang: Option<Lang>,
}

/// What holds for which articles, its names looked up in the rules.
#[derive(Clone, Debug)]
pub struct Policies {
    base: Here,
    scopes: Vec<Differing>,
    /// Wordings that are right, why, and the rules that are wrong about them.
    pub words: Vec<(String, String, Option<Selector>)>,
    /// Whether the command line says which rules run; the file then only says how bad they are.
    told: bool,
}

impl Policies {
    /// Looks the names up in the rules. `chosen` is what `select` and `ignore` leave on.
    ///
    /// # Errors
    /// Names that no rule or category has.
    pub fn new(settings: &Settings, rules: &RuleSet, chosen: Selection) -> Result<Policies, Vec<RuleProblem>> {
        let mut problems = Vec::new();
        let mut look = |levels: &[RuleLevel]| {
            let mut found = Vec::new();
            for level in levels {
                match rules.selector(&level.name) {
                    Ok(selector) => found.push((selector, level.level)),
                    Err(message) => problems.push(told(&level.problem, &message)),
                }
            }
            found
        };
        let levels = look(&settings.rules.levels);
        let scopes = &settings.rules.scopes;
        let scopes: Vec<_> = scopes
            .iter()
            .map(|s| {
                let language = |held: &Option<Held<Lang>>| held.as_ref().map(|h| h.value);
                Differing {
                    paths: s.paths.clone(),
                    levels: look(&s.levels),
                    lang: language(&s.lang),
                    source_lang: language(&s.source_lang),
                }
            })
            .collect();
        let mut words = Vec::new();
        for word in &settings.rules.words {
            let rule = match &word.rule {
                None => None,
                Some((name, problem)) => match rules.selector(name) {
                    Ok(selector) => Some(selector),
                    Err(message) => {
                        problems.push(self::told(problem, &message));
                        continue;
                    }
                },
            };
            words.push((word.text.clone(), word.reason.clone(), rule));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let flag = |held: &Held<Vec<String>>| matches!(held.origin, Origin::Flag(_));
        let told = flag(&settings.select);
        let mut base = Here { on: chosen, ..Here::default() };
        if settings.profile.value == Profile::Web {
            base.severity
                .extend(rules.iter().filter(|(_, rule)| rule.furniture).map(|(id, _)| (id, Severity::Neutral)));
        }
        apply(rules, &levels, told, &mut base);
        if flag(&settings.ignore) {
            for name in &settings.ignore.value {
                if let Ok(selector) = rules.selector(name.trim()) {
                    rules
                        .iter()
                        .filter(|(id, rule)| selector.matches(*id, rule))
                        .for_each(|(id, _)| base.on.set(id, false));
                }
            }
        }
        Ok(Policies { base, scopes, words, told })
    }

    /// Rules that are on for any article: what has to be compiled.
    pub fn compiled(&self, rules: &RuleSet) -> Selection {
        let mut all = self.base.on.clone();
        for scope in &self.scopes {
            let mut here = self.base.clone();
            apply(rules, &scope.levels, self.told, &mut here);
            rules.iter().filter(|(id, _)| here.on.has(*id)).for_each(|(id, _)| all.set(id, true));
        }
        all
    }

    /// Whether all articles are treated alike, and rules keep their severities.
    pub fn is_plain(&self) -> bool {
        self.scopes.is_empty() && self.base.severity.is_empty()
    }

    /// What holds for a path, from the folder of the file.
    pub fn at(&self, rules: &RuleSet, path: &Path) -> Here {
        let mut here = self.base.clone();
        for scope in self.scopes.iter().filter(|scope| scope.paths.is_match(path)) {
            apply(rules, &scope.levels, self.told, &mut here);
            here.lang = scope.lang.or(here.lang);
            here.source_lang = scope.source_lang.or(here.source_lang);
        }
        here
    }
}

fn told(problem: &RuleProblem, message: &str) -> RuleProblem {
    let (message, help) = message.split_once("; ").unwrap_or((message, "`mtlint rules list` shows them all"));
    RuleProblem { message: message.to_owned(), help: Some(help.to_owned()), ..problem.clone() }
}

fn apply(rules: &RuleSet, levels: &[(Selector, Level)], told: bool, here: &mut Here) {
    for (selector, level) in levels {
        for (id, _) in rules.iter().filter(|(id, rule)| selector.matches(*id, rule)) {
            let switch = match level {
                Level::Off => Some(false),
                Level::On => Some(true),
                Level::Severity(severity) => {
                    here.severity.insert(id, *severity);
                    matches!(selector, Selector::Rule(_)).then_some(true)
                }
            };
            if let Some(on) = switch
                && !told
            {
                here.on.set(id, on);
            }
        }
    }
}
