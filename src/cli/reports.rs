//! The reports of a run and where each goes.

use super::{
    args::{CheckArgs, ColorArg, FormatArg, RowsArg, SentencesArg},
    output::Output,
};
use crate::{
    model::Severity,
    report::{
        Account, Checkstyle, Compact, Csv, Github, Gitlab, Html, Jsonl, Junit, Rdjsonl, Report, Rows, Sarif, Sentences,
        Summary, Terminal,
    },
    rule::RuleSet,
};
use anyhow::bail;
use clap::ValueEnum;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    str::FromStr,
};

/// `FORMAT=FILE` of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReportArg {
    format: FormatArg,
    file: PathBuf,
}

impl FromStr for ReportArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((format, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
            return Err("write FORMAT=FILE, as in `sarif=mtlint.sarif`".to_owned());
        };
        let format = FormatArg::from_str(format, false).map_err(|_| {
            let known: Vec<String> = FormatArg::value_variants()
                .iter()
                .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
                .collect();
            format!("there is no format `{format}`; formats are: {}", known.join(", "))
        })?;
        Ok(ReportArg { format, file: file.into() })
    }
}

impl ReportArg {
    fn to_stdout(&self) -> bool {
        self.file.as_os_str() == "-"
    }
}

/// Whether `--format` and `--output` ask for a report, or their defaults do: unless one of `--report` takes the standard
/// output.
fn has_first(args: &CheckArgs) -> bool {
    args.format.is_some()
        || args.explain_score
        || args.output.is_some()
        || !args.report.iter().any(ReportArg::to_stdout)
}

/// The reports: the one of `--format`, then those of `--report`.
pub(super) fn reports(args: &CheckArgs, fail_on: Option<Severity>) -> Vec<Box<dyn Report>> {
    let mut all: Vec<Box<dyn Report>> = Vec::new();
    if has_first(args) {
        let to_stdout = args.output.is_none();
        all.push(if args.explain_score {
            Box::new(Account)
        } else {
            report(args.format.unwrap_or(FormatArg::Text), args, fail_on, to_stdout)
        });
    }
    all.extend(args.report.iter().map(|more| report(more.format, args, fail_on, more.to_stdout())));
    all
}

fn report(format: FormatArg, args: &CheckArgs, fail_on: Option<Severity>, to_stdout: bool) -> Box<dyn Report> {
    let sentences = match args.sentences {
        SentencesArg::All => Sentences::All,
        SentencesArg::Flagged => Sentences::Flagged,
        SentencesArg::None => Sentences::None,
    };
    let rows = match args.rows {
        RowsArg::Findings => Rows::Findings,
        RowsArg::Sentences => Rows::Sentences,
        RowsArg::Articles => Rows::Articles,
    };
    match format {
        FormatArg::Text => {
            Box::new(Terminal { color: colored(args.color, to_stdout), width: width(), summary: !args.quiet })
        }
        FormatArg::Compact => Box::new(Compact),
        FormatArg::Jsonl => Box::new(Jsonl { sentences }),
        FormatArg::Csv => Box::new(Csv { rows, bom: args.bom }),
        FormatArg::Html => Box::new(Html::default()),
        FormatArg::Sarif => Box::new(Sarif { root: here() }),
        FormatArg::Github => Box::new(Github { root: here() }),
        FormatArg::Gitlab => Box::new(Gitlab { root: here() }),
        FormatArg::Junit => Box::new(Junit { fail_on }),
        FormatArg::Checkstyle => Box::new(Checkstyle),
        FormatArg::Rdjsonl => Box::new(Rdjsonl { root: here() }),
    }
}

/// The folder of the run, with `/`; empty where the system does not tell.
fn here() -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let folder = folder.to_string_lossy();
    if cfg!(windows) { folder.replace('\\', "/") } else { folder.into_owned() }
}

/// Whether output is drawn in colour: as told, else where it goes to a terminal that wants it.
pub(super) fn colored(when: ColorArg, to_stdout: bool) -> bool {
    match when {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => to_stdout && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Columns of the terminal, as far as it says.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|w| *w >= 40).unwrap_or(100)
}

/// Where the reports go, in their order.
pub(super) struct Outputs {
    outputs: Vec<Output>,
    /// Whether an article was written to each.
    met: Vec<bool>,
}

impl Outputs {
    /// Nowhere.
    pub(super) fn none() -> Self {
        Self { outputs: Vec::new(), met: Vec::new() }
    }

    /// Opens all of them, before anything is checked.
    pub(super) fn open(args: &CheckArgs) -> anyhow::Result<Outputs> {
        let mut places: Vec<Option<&Path>> = Vec::new();
        if has_first(args) {
            places.push(args.output.as_deref().filter(|path| path.as_os_str() != "-"));
        }
        places.extend(args.report.iter().map(|more| Some(&*more.file).filter(|_| !more.to_stdout())));
        for (i, place) in places.iter().enumerate() {
            if places[..i].contains(place) {
                match place {
                    Some(path) => bail!("{}: two reports cannot go to one file", path.display()),
                    None => bail!("two reports cannot go to standard output; give one of them a file"),
                }
            }
        }
        let outputs = places.into_iter().map(Output::open).collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Outputs { met: vec![false; outputs.len()], outputs })
    }

    /// Writes what comes before all articles.
    pub(super) fn begin(&mut self, reports: &[&dyn Report], rules: &RuleSet) -> io::Result<()> {
        for (output, report) in self.outputs.iter_mut().zip(reports) {
            let mut piece = Vec::new();
            report.begin(rules, &mut piece);
            output.write_all(&piece)?;
        }
        Ok(())
    }

    /// Writes what each report says of an article.
    pub(super) fn write(&mut self, reports: &[&dyn Report], pieces: &[Vec<u8>]) -> io::Result<()> {
        for (((output, met), report), piece) in self.outputs.iter_mut().zip(&mut self.met).zip(reports).zip(pieces) {
            if piece.is_empty() || report.keep(piece) {
                continue;
            }
            if std::mem::replace(met, true) {
                output.write_all(report.between())?;
            }
            output.write_all(piece)?;
        }
        Ok(())
    }

    /// Hands over what is written so far.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.outputs.iter_mut().try_for_each(Write::flush)
    }

    /// Writes what comes after all articles, and gives files their names.
    pub(super) fn finish(mut self, reports: &[&dyn Report], rules: &RuleSet, summary: &Summary) -> anyhow::Result<()> {
        for (output, report) in self.outputs.iter_mut().zip(reports) {
            let mut piece = Vec::new();
            report.finish(rules, summary, &mut piece);
            output.write_all(&piece)?;
        }
        self.outputs.into_iter().try_for_each(Output::finish)
    }
}
