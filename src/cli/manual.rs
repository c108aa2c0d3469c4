//! `mtlint completions` and `mtlint man`: what shells and `man` read.

use super::{Exit, args::Cli};
use crate::{config::VARIABLES, rule::RuleSet};
use anyhow::Context;
use clap::{
    Command, CommandFactory,
    builder::{PossibleValue, PossibleValuesParser},
};
use clap_mangen::{Man, roff};
use roff::{Roff, bold, roman};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::Path,
};

pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    let mut command = with_names(Cli::command());
    clap_complete::generate(shell, &mut command, "mtlint", &mut script);
    if shell == clap_complete::Shell::Fish {
        // What is made for fish leaves out values that belong to no option.
        let explain = command.find_subcommand("rules").and_then(|rules| rules.find_subcommand("explain"));
        let id = explain.and_then(|explain| explain.get_arguments().find(|arg| arg.get_id() == "id"));
        let values = id.map(clap::Arg::get_possible_values).unwrap_or_default();
        let ids: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let place = "__fish_mtlint_using_subcommand rules; and __fish_seen_subcommand_from explain";
        writeln!(script, "complete -c mtlint -n \"{place}\" -f -a \"{}\"", ids.join(" "))?;
    }
    io::stdout().write_all(&script)?;
    Ok(Exit::Clean)
}

/// The command in which arguments that take names of rules know them. Only scripts are made of it: rules of the user's
/// own are no mistake when it runs.
fn with_names(command: Command) -> Command {
    let Ok(rules) = RuleSet::embedded() else { return command };
    let ids: Vec<(String, String)> =
        rules.iter().map(|(_, rule)| (rule.id.to_string(), rule.title.to_string())).collect();
    let categories: BTreeSet<String> =
        rules.iter().map(|(_, rule)| format!("@{}", rule.category.dimension.name())).collect();
    // The names live as long as the process, which ends when the script is written.
    let one: Vec<PossibleValue> =
        ids.into_iter().map(|(id, title)| PossibleValue::new(&*id.leak()).help(title)).collect();
    let mut many = vec![PossibleValue::new("all").help("All rules"), PossibleValue::new("@experimental")];
    many.extend(categories.into_iter().map(|name| PossibleValue::new(&*name.leak())));
    many.extend(one.clone());
    let one = move || PossibleValuesParser::new(one.clone());
    let many = move || PossibleValuesParser::new(many.clone());
    let chosen = |command: Command| {
        let command = command.mut_arg("select", |arg| arg.value_parser(many()));
        command.mut_arg("ignore", |arg| arg.value_parser(many()))
    };
    command
        .mut_subcommand("check", chosen)
        .mut_subcommand("eval", chosen)
        .mut_subcommand("rules", |command| {
            command.mut_subcommand("explain", |command| command.mut_arg("id", |arg| arg.value_parser(one())))
        })
        .mut_subcommand("review", |command| {
            command.mut_subcommand("dismiss", |command| command.mut_arg("rule", |arg| arg.value_parser(one())))
        })
}

pub(super) fn man(dir: Option<&Path>) -> anyhow::Result<Exit> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    match dir {
        None => io::stdout().write_all(&page(&command, "mtlint")?)?,
        Some(dir) => {
            fs::create_dir_all(dir).with_context(|| format!("{}: cannot write manual pages here", dir.display()))?;
            pages(&command, "mtlint", dir)?;
        }
    }
    Ok(Exit::Clean)
}

/// Writes the page of a command and of every command under it.
fn pages(command: &Command, name: &str, dir: &Path) -> anyhow::Result<()> {
    let path = dir.join(format!("{name}.1"));
    fs::write(&path, page(command, name)?).with_context(|| format!("{}: cannot write this page", path.display()))?;
    command.get_subcommands().try_for_each(|sub| pages(sub, &format!("{name}-{}", sub.get_name()), dir))
}

/// A page in the language of `man`.
fn page(command: &Command, name: &str) -> io::Result<Vec<u8>> {
    let version = concat!("mtlint ", env!("CARGO_PKG_VERSION"));
    let mut page = format!(".TH \"{}\" \"1\" \"\" \"{version}\" \"mtlint\"\n", name.to_uppercase()).into_bytes();
    let man = Man::new(command.clone());
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(&mut page)?;
    }
    if command.get_subcommands().next().is_some() {
        man.render_subcommands_section(&mut page)?;
    }
    if matches!(name, "mtlint" | "mtlint-check") {
        around().to_writer(&mut page)?;
    }
    Ok(page)
}

/// What holds for all commands.
fn around() -> Roff {
    let mut text = Roff::new();
    let mut terms = |title: &str, terms: &[(&str, &str)]| {
        text.control("SH", [title]);
        for (term, meaning) in terms {
            text.control("TP", []).text([bold(*term)]).text([roman(*meaning)]);
        }
    };
    let (success, findings, error) = (
        "Nothing is at or above the gate.",
        "A gate fails; the last line on standard error says which.",
        "Something could not be read, understood or written.",
    );
    terms("EXIT STATUS", &[("0", success), ("1", findings), ("2", error), ("130", "Interrupted.")]);
    terms(
        "FILES",
        &[
            ("mtlint.toml", "Configuration, found upwards from the articles."),
            ("mtlint-reviews.jsonl", "Decisions on findings, found upwards from the articles."),
            ("mtlint-baseline.jsonl", "Known findings, where `mtlint baseline write` is given no other name."),
        ],
    );
    terms("ENVIRONMENT", &VARIABLES.map(|(name, meaning)| (name, meaning)));
    terms(
        "EXAMPLES",
        &[
            ("mtlint check articles/", "Report what is wrong in all articles of a folder."),
            ("mtlint check --since origin/main articles/", "Only what a branch brought in."),
            ("mtlint check --fix articles/", "Apply the fixes that are safe."),
            ("mtlint check --format csv --bom -o findings.csv articles/", "A table for an editor to decide in."),
            ("mtlint rules explain agency-name", "What a rule catches, and why."),
        ],
    );
    text
}
