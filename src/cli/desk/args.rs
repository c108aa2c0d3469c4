//! What the desk understands on the command line.

use crate::{
    cli::args::{CheckArgs, FailOn as FailOnArg, RuleChoice},
    config::{FailOn, Held, Layer, Origin, Profile},
    model::{Lang, Severity},
};
use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Where settings and decisions come from.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct Place {
    /// Configuration file, in place of the `mtlint.toml` found upwards from the articles.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// What to start from: news, strict or web.
    #[arg(long, value_name = "PROFILE")]
    pub(in crate::cli) profile: Option<String>,
    /// Decisions on findings, in place of the `mtlint-reviews.jsonl` found upwards from the articles.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) reviews: Option<PathBuf>,
}

/// What of the findings counts.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct Only {
    /// Leave out the findings of this file; written by `mtlint baseline write`.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Only what changed since a revision (git), or since the branch left it.
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
    /// What counts as changed.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Changed::Sentences, requires = "since")]
    pub(in crate::cli) changed: Changed,
    /// Report dismissed findings too, as neutral.
    #[arg(long)]
    pub(in crate::cli) show_dismissed: bool,
    /// Exit with 1 where all articles together have more penalty points per 1,000 words.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) max_per_1000: Option<f32>,
    /// Exit with 1 only where more findings of the severity of --fail-on are new.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) max_new: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Changed {
    /// Lines that were added or edited.
    Lines,
    /// Sentences that were not there before, wherever they moved.
    #[default]
    Sentences,
    /// All of a file that was touched.
    Files,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Print what holds, and where each value came from.
    Show {
        /// Articles that it would hold for.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Print the JSON Schema of `mtlint.toml`.
    Schema,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BaselineArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: BaselineCommand,
}

/// The file of a baseline, and how it is made.
#[derive(Debug, Args)]
pub(in crate::cli) struct BaselineFile {
    /// The file; else that of the configuration, else mtlint-baseline.jsonl.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Place,
    #[command(flatten)]
    pub(in crate::cli) choice: RuleChoice,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BaselineCommand {
    /// Write all findings of the articles to the file: they are known from now on.
    Write {
        /// Files, folders and globs.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        file: BaselineFile,
    },
    /// Take out what is not found any more; nothing is added.
    Prune {
        /// Files, folders and globs.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        file: BaselineFile,
    },
    /// Print how many findings are known, of each rule.
    Show {
        #[command(flatten)]
        file: BaselineFile,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ReviewCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReviewCommand {
    /// Take over an editor's decisions: the CSV report with accept, dismiss or fixed in the column `decision`.
    Import {
        /// The table, as the spreadsheet saved it.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Dismiss all findings of a rule, of documents, or of a rule in documents.
    Dismiss {
        /// Id of the rule.
        #[arg(long, value_name = "ID", required_unless_present = "document")]
        rule: Option<String>,
        /// Glob of the documents, from the folder of the file with decisions.
        #[arg(long, value_name = "GLOB")]
        document: Option<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        note: String,
        #[command(flatten)]
        place: Place,
    },
    /// List decisions.
    List {
        /// With --unused: the articles to look at; else all beside the file with decisions.
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Only dismissals that no finding needs any more.
        #[arg(long)]
        unused: bool,
        #[command(flatten)]
        place: Place,
    },
}

fn held<T>(value: Option<T>, flag: &'static str) -> Option<Held<T>> {
    value.map(|value| Held { value, origin: Origin::Flag(flag) })
}

fn some<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}

impl Place {
    /// What these options say.
    pub(in crate::cli) fn layer(&self) -> anyhow::Result<Layer> {
        let profile = match &self.profile {
            None => None,
            Some(name) => {
                Some(Profile::parse(name).map_err(|(message, help)| anyhow::anyhow!("--profile: {message}; {help}"))?)
            }
        };
        Ok(Layer {
            profile: held(profile, "--profile"),
            reviews: held(self.reviews.clone(), "--reviews"),
            ..Layer::default()
        })
    }
}

impl RuleChoice {
    fn layer(&self) -> Layer {
        Layer {
            packs: held(some(&self.rules), "--rules"),
            select: held(some(&self.select), "--select"),
            ignore: held(some(&self.ignore), "--ignore"),
            ..Layer::default()
        }
    }
}

impl BaselineFile {
    /// What these options say.
    pub(in crate::cli) fn layer(&self) -> anyhow::Result<Layer> {
        let own = Layer { baseline: held(self.baseline.clone(), "--baseline"), ..Layer::default() };
        Ok(own.over(self.choice.layer()).over(self.place.layer()?))
    }
}

impl CheckArgs {
    /// What these options say.
    pub(in crate::cli) fn layer(&self) -> anyhow::Result<Layer> {
        let fail_on = self.fail_on.map(|severity| match severity {
            FailOnArg::Neutral => FailOn::Severity(Severity::Neutral),
            FailOnArg::Minor => FailOn::Severity(Severity::Minor),
            FailOnArg::Major => FailOn::Severity(Severity::Major),
            FailOnArg::Critical => FailOn::Severity(Severity::Critical),
            FailOnArg::Never => FailOn::Never,
        });
        if let Some(min) = self.min_score
            && !(0.0..=100.0).contains(&min)
        {
            bail!("--min-score {min}: a score lies between 0 and 100");
        }
        if let Some(max) = self.only.max_per_1000
            && !(max >= 0.0 && max.is_finite())
        {
            bail!("--max-per-1000 {max}: points are 0 or more");
        }
        let own = Layer {
            fail_on: held(fail_on, "--fail-on"),
            min_score: held(self.min_score, "--min-score"),
            max_per_1000: held(self.only.max_per_1000, "--max-per-1000"),
            max_new: held(self.only.max_new, "--max-new"),
            lang: held(language("--lang", self.lang.as_deref())?, "--lang"),
            source_lang: held(language("--source-lang", self.source_lang.as_deref())?, "--source-lang"),
            baseline: held(self.only.baseline.clone(), "--baseline"),
            ..Layer::default()
        };
        Ok(own.over(self.choice.layer()).over(self.place.layer()?))
    }
}

fn language(flag: &str, code: Option<&str>) -> anyhow::Result<Option<Lang>> {
    let Some(code) = code else { return Ok(None) };
    match Lang::parse(code) {
        Some(lang) => Ok(Some(lang)),
        None => bail!("{flag} {code}: not a language code; write an ISO 639-1 code such as `en`"),
    }
}
