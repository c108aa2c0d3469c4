//! `mtlint config`.

use super::{
    args::{ConfigArgs, ConfigCommand},
    find::shown,
    setup::{chosen, reviews_file, settings},
};
use crate::{
    cli::Exit,
    cli::packs,
    config::{Policies, schema},
};
use std::io::{self, Write};

pub(in crate::cli) fn config(args: &ConfigArgs) -> anyhow::Result<Exit> {
    let mut out = io::stdout();
    match &args.command {
        ConfigCommand::Schema => writeln!(out, "{:#}", schema())?,
        ConfigCommand::Show { paths, place } => {
            let settings = settings(place.layer()?, place.config.as_deref(), paths)?;
            // What does not hold cannot be shown: names are looked up, as a check would.
            let rules = packs::load(&settings.packs.value)?;
            let chosen = chosen(&settings, &rules)?;
            Policies::new(&settings, &rules, chosen).map_err(|problems| packs::report(&problems))?;
            match &settings.file {
                Some(file) => writeln!(out, "# {}", shown(file))?,
                None => writeln!(out, "# no mtlint.toml found upwards")?,
            }
            if settings.reviews.is_none() {
                let (file, _) = reviews_file(&settings, paths);
                let there = if file.is_file() { "found" } else { "would be written to" };
                writeln!(out, "# decisions on findings: {there} {}", shown(&file))?;
            }
            write!(out, "{}", settings.show())?;
        }
    }
    Ok(Exit::Clean)
}
