//! What the command understands.

use super::desk::args::{BaselineArgs, ConfigArgs, Only, Place, ReviewArgs};
use super::reports::ReportArg;
use crate::input::Format;
use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValue};
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
    /// Print a script that completes the command in a shell.
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man {
        /// Write it and a page for every subcommand to this folder.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Take over an editor's decisions on findings, dismiss in bulk, list.
    Review(ReviewArgs),
    /// Findings that are known: write, prune and show the file that `check --baseline` leaves out.
    Baseline(BaselineArgs),
    /// Show what holds and where it came from.
    Config(ConfigArgs),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are yes or no")]
pub(super) struct CheckArgs {
    /// Files, folders and globs; `-` or nothing reads a pipe.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to report; `text` unless something else is said.
    #[arg(short, long, value_enum)]
    pub(super) format: Option<FormatArg>,
    /// Write the report to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write another report, as in `sarif=mtlint.sarif`; repeat for several, `-` is standard output.
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(super) report: Vec<ReportArg>,
    /// Mend the files with the fixes that are safe, or with `=unsafe` with all of them, and report what is left.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe", value_name = "TRUST")]
    pub(super) fix: Option<FixArg>,
    /// Print what `--fix` would change, and change nothing.
    #[arg(long, conflicts_with_all = ["format", "output", "report", "explain_score"])]
    pub(super) diff: bool,
    /// Say how the score of each article came about.
    #[arg(long, conflicts_with = "format")]
    pub(super) explain_score: bool,
    #[command(flatten)]
    pub(super) choice: RuleChoice,
    /// Language of all articles, as an ISO 639-1 code; else it is declared or guessed.
    #[arg(long, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// Language all articles were translated from; else the article says it or it is guessed.
    #[arg(long, value_name = "CODE")]
    pub(super) source_lang: Option<String>,
    #[command(flatten)]
    pub(super) input: InputArgs,
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

/// How files are read.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Format of the input, where name and content do not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<Format>,
    /// Field or column that holds the text, in JSON, tables and Parquet; else it is found.
    #[arg(long, value_name = "NAME")]
    pub(super) text_field: Option<String>,
    /// Field or column that holds what was translated.
    #[arg(long, value_name = "NAME")]
    pub(super) source_field: Option<String>,
    /// The largest file or record that is read.
    #[arg(long, default_value_t = 256, value_name = "MIB")]
    pub(super) max_size: usize,
    /// How many times its size a packed file may unpack to; 0 is no limit.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(super) max_ratio: u64,
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
    /// A page for the browser, with buttons to decide on findings.
    Html,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// Workflow commands of GitHub: annotations in a pull request.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// reviewdog's diagnostics, one a line.
    Rdjsonl,
}

/// How far a fix must be trusted to be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FixArg {
    /// Only what may be applied unattended.
    Safe,
    /// Also what a person should look at.
    Unsafe,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Format::Text,
            Format::Markdown,
            Format::Jsonl,
            Format::Html,
            Format::Json,
            Format::Csv,
            Format::Xml,
            Format::Po,
            Format::Subtitles,
            Format::Warc,
            Format::Parquet,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Text => ("text", "Plain text"),
            Format::Markdown => ("markdown", "Markdown with front matter"),
            Format::Jsonl => ("jsonl", "A JSON object a line"),
            Format::Html => ("html", "Web pages"),
            Format::Json => ("json", "JSON objects: records, ninjs, JSON Feed"),
            Format::Csv => ("csv", "Tables: CSV, TSV"),
            Format::Xml => ("xml", "RSS, Atom, NITF, NewsML-G2, XLIFF, TMX"),
            Format::Po => ("po", "Gettext catalogues"),
            Format::Subtitles => ("subtitles", "Subtitles: SubRip, WebVTT"),
            Format::Warc => ("warc", "WARC and WET"),
            Format::Parquet => ("parquet", "Parquet"),
        };
        Some(PossibleValue::new(name).help(help))
    }
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
