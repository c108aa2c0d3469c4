//! The command line: a thin shell around the library.

mod args;
mod check;
mod desk;
mod eval;
mod feed;
mod foreign;
mod group;
mod manual;
mod mend;
mod output;
mod packs;
mod progress;
mod reports;
mod rules;
mod run;
mod walk;

use args::{Cli, Command};
use clap::Parser;
use std::{io::ErrorKind, process::ExitCode};

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Nothing at or above the gate.
    Clean,
    /// Findings.
    Findings,
    /// Something could not be done: usage, rules, input, output.
    Error,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Error => 2,
        })
    }
}

/// Runs the command.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` and `--version` are no errors; a closed pipe while printing them is none either.
            let _ = error.print();
            return if error.use_stderr() { Exit::Error } else { Exit::Clean }.into();
        }
    };
    let done = match cli.command {
        Command::Check(args) => check::check(&args),
        Command::Eval(args) => eval::eval(&args),
        Command::Rules(args) => rules::rules(&args.command),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { dir } => manual::man(dir.as_deref()),
        Command::Review(args) => desk::review::review(&args),
        Command::Baseline(args) => desk::baseline::baseline(&args),
        Command::Config(args) => desk::config::config(&args),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) if is(&error, ErrorKind::BrokenPipe) => Exit::Clean.into(),
        Err(error) => {
            anstream::eprintln!("mtlint: {error:#}");
            // As shells say of a process that Ctrl-C ended.
            if is(&error, ErrorKind::Interrupted) { ExitCode::from(130) } else { Exit::Error.into() }
        }
    }
}

/// Whether an error is of a kind: somebody stopped reading the report, as `head` does, which is success, or wants the
/// command to stop.
fn is(error: &anyhow::Error, kind: ErrorKind) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == kind))
}
