//! What the command understands.

use super::desk::args::{BaselineArgs, ConfigArgs, Only, Place, ReviewArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds the marks that machine translation leaves in articles, and scores every sentence.
#[derive(Debug, Parser)]
#[command(name = "mtlint", version, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check articles and report what was found.
    Check(Box<CheckArgs>),
    /// Measure precision and recall on labelled articles.
    Eval(EvalArgs),
    /// List, explain and test rules.
    Rules(RulesArgs),
    /// Take over an editor's decisions on findings, dismiss in bulk, list.
    Review(ReviewArgs),
    /// Findings that are known: write, prune and show the file that `check --baseline` leaves out.
    Baseline(BaselineArgs),
    /// Show what holds and where it came from.
    Config(ConfigArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files, folders and globs; `-` or nothing reads a pipe.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to report.
    #[arg(short, long, value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
    /// Write the report to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) choice: RuleChoice,
    /// Language of all articles, as an ISO 639-1 code; else it is declared or guessed.
    #[arg(long, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// Language all articles were translated from; else the article says it or it is guessed.
    #[arg(long, value_name = "CODE")]
    pub(super) source_lang: Option<String>,
    /// Format of the input, where name and content do not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<InputFormatArg>,
    /// Exit with 1 where a finding is at least this severe [default: major].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Exit with 1 where an article scores less than this (0 to 100).
    #[arg(long, value_name = "N")]
    pub(super) min_score: Option<f32>,
    #[command(flatten)]
    pub(super) only: Only,
    #[command(flatten)]
    pub(super) place: Place,
    /// Sentence records of the JSONL report.
    #[arg(long, value_enum, default_value_t = SentencesArg::Flagged)]
    pub(super) sentences: SentencesArg,
    /// Rows of the CSV report.
    #[arg(long, value_enum, default_value_t = RowsArg::Findings)]
    pub(super) rows: RowsArg,
    /// Start a CSV report with a byte order mark, as some spreadsheets want.
    #[arg(long)]
    pub(super) bom: bool,
    /// Threads; 0 takes one for each core.
    #[arg(short = 'j', long, default_value_t = 0, value_name = "N")]
    pub(super) threads: usize,
    /// Nothing on standard error but errors, and no summary after a text report.
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// When to use colour.
    #[arg(long, value_enum, default_value_t = ColorArg::Auto, value_name = "WHEN")]
    pub(super) color: ColorArg,
}

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// JSONL files: a labelled article a line, with `text`, `labels` and optionally `title` and `lang`.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// How to report.
    #[arg(short, long, value_enum, default_value_t = EvalFormat::Text)]
    pub(super) format: EvalFormat,
    #[command(flatten)]
    pub(super) choice: RuleChoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EvalFormat {
    /// A table.
    Text,
    /// A table for spreadsheets.
    Csv,
}

/// Which rules run.
#[derive(Clone, Debug, Args)]
pub(super) struct RuleChoice {
    /// Only these rules: an id, `@category`, `@experimental`, or `all`; repeat or separate by commas.
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub(super) select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub(super) ignore: Vec<String>,
    /// A folder with rules of your own (`*.toml`) and lists (`lists/*`); repeat for several.
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// Snippets with the place underlined, and a summary.
    Text,
    /// One line a finding.
    Compact,
    /// Records for programs.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormatArg {
    /// Plain text.
    Text,
    /// Markdown with front matter.
    Markdown,
    /// A JSON object a line.
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Any finding.
    Neutral,
    /// Minor or worse.
    Minor,
    /// Major or worse.
    Major,
    /// Critical.
    Critical,
    /// Findings never fail.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SentencesArg {
    /// Every sentence.
    All,
    /// Those with a finding.
    Flagged,
    /// None.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RowsArg {
    /// A row a finding, with the whole sentence.
    Findings,
    /// A row a sentence.
    Sentences,
    /// A row an article.
    Articles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    /// Where the output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub(super) command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// List all rules.
    List {
        /// How to list.
        #[arg(short, long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        /// A folder with rules of your own; repeat for several.
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Explain a rule: what it catches, why, when it is wrong, with examples.
    Explain {
        /// Id of the rule.
        id: String,
        /// A folder with rules of your own; repeat for several.
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Run the examples inside rule files.
    Test {
        /// Rule files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write the skeleton of a new rule to ID.toml.
    New {
        /// Id of the rule, as in `acme/house-style`.
        id: String,
        /// Folder to write to.
        #[arg(long, default_value = ".", value_name = "DIR")]
        dir: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table.
    Text,
    /// JSON.
    Json,
}
