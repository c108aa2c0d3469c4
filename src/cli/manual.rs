//! `mtlint completions` and `mtlint man`: what shells and `man` read.

use super::{Exit, args::Cli};
use anyhow::Context;
use clap::CommandFactory;
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "mtlint", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Exit::Clean)
}

pub(super) fn man(dir: Option<&Path>) -> anyhow::Result<Exit> {
    match dir {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            io::stdout().write_all(&page)?;
        }
        Some(dir) => {
            let wrap = || format!("{}: cannot write manual pages here", dir.display());
            fs::create_dir_all(dir).with_context(wrap)?;
            clap_mangen::generate_to(Cli::command(), dir).with_context(wrap)?;
        }
    }
    Ok(Exit::Clean)
}
