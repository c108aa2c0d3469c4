//! `mtlint review`.

use super::{
    args::{Only, Place, ReviewArgs, ReviewCommand},
    find::{absolute, folder_of, relative, shown},
    setup,
};
use crate::{
    cli::{Exit, check, output::Output, packs},
    engine::Checked,
    report::Report,
    review::{Decision, Review, Reviews, import},
    rule::RuleSet,
};
use anyhow::{Context, bail};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

pub(in crate::cli) fn review(args: &ReviewArgs) -> anyhow::Result<Exit> {
    match &args.command {
        ReviewCommand::Import { file, place } => take_over(file, place),
        ReviewCommand::Dismiss { rule, document, note, place } => {
            dismiss(rule.as_deref(), document.as_deref(), note, place)
        }
        ReviewCommand::List { paths, unused, place } => list(paths, *unused, place),
    }
}

/// The file with decisions, and what is in it.
fn open(place: &Place, must_exist: bool) -> anyhow::Result<(PathBuf, Reviews)> {
    let settings = setup::settings(place.layer()?, place.config.as_deref(), &[])?;
    let (path, _) = setup::reviews_file(&settings, &[]);
    let reviews = setup::read_reviews(&path, must_exist)?;
    Ok((path, reviews))
}

fn save(path: &Path, reviews: &Reviews) -> anyhow::Result<()> {
    let mut out = Output::open(Some(path))?;
    out.write_all(reviews.render().as_bytes())?;
    out.finish()
}

fn take_over(file: &Path, place: &Place) -> anyhow::Result<Exit> {
    let bytes = fs::read(file).with_context(|| format!("{}: cannot read this table", file.display()))?;
    let imported = match import(&bytes) {
        Ok(imported) => imported,
        Err(problems) => {
            for problem in &problems {
                anstream::eprintln!("mtlint: {}: {problem}", file.display());
            }
            bail!("nothing was taken over; mend the table and import it again");
        }
    };
    let (path, mut reviews) = open(place, false)?;
    let folder = folder_of(&path);
    let mut counts = [0_u64; 3];
    let mut replaced = 0_u64;
    for mut review in imported.reviews {
        counts[review.decision as usize] += 1;
        // Paths in the table are from where the report was made, which is where a table is taken over too.
        review.path = review.path.map(|path| relative(&folder, &path));
        replaced += u64::from(reviews.add(review).map_err(anyhow::Error::msg)?);
    }
    let total: u64 = counts.iter().sum();
    if total > 0 {
        save(&path, &reviews)?;
    }
    let parts: Vec<String> = Decision::ALL.iter().zip(counts).map(|(d, n)| format!("{n} {d}")).collect();
    writeln!(
        io::stdout(),
        "{}: {} taken over ({}), {replaced} in place of earlier ones; {} without a decision",
        shown(&path),
        count(total, "decision"),
        parts.join(", "),
        count(imported.undecided, "row")
    )?;
    Ok(Exit::Clean)
}

fn dismiss(rule: Option<&str>, document: Option<&str>, note: &str, place: &Place) -> anyhow::Result<Exit> {
    let settings = setup::settings(place.layer()?, place.config.as_deref(), &[])?;
    if let Some(rule) = rule {
        let rules = packs::load(&settings.packs.value)?;
        if rules.find(rule).is_none() {
            // The selector's message names the nearest rule; a category is none.
            let problem = rules.selector(rule).err().unwrap_or_else(|| format!("`{rule}` is no id of a rule"));
            bail!("{problem}");
        }
    }
    let (path, mut reviews) = open(place, false)?;
    let (rule, document) = (rule.map(str::to_owned), document.map(str::to_owned));
    let what = match (&rule, &document) {
        (Some(rule), Some(document)) => format!("findings of {rule} in {document}"),
        (Some(rule), None) => format!("findings of {rule}"),
        (None, document) => format!("findings in {}", document.as_deref().unwrap_or("**")),
    };
    reviews.add(Review::bulk(rule, document, Decision::Dismiss, note.to_owned())).map_err(anyhow::Error::msg)?;
    save(&path, &reviews)?;
    writeln!(io::stdout(), "{}: all {what} are dismissed", shown(&path))?;
    Ok(Exit::Clean)
}

/// A report that says nothing.
struct Nothing;

impl Report for Nothing {
    fn document(&self, _rules: &RuleSet, _checked: &Checked, _out: &mut Vec<u8>) {}
}

fn list(paths: &[PathBuf], unused: bool, place: &Place) -> anyhow::Result<Exit> {
    let mut out = io::BufWriter::new(io::stdout());
    if !unused {
        let (_, reviews) = open(place, true)?;
        for review in reviews.all() {
            line(&mut out, review)?;
        }
        out.flush()?;
        return Ok(Exit::Clean);
    }
    let mut settings = setup::settings(place.layer()?, place.config.as_deref(), paths)?;
    settings.baseline = None;
    settings.max_new = None;
    let (path, _) = setup::reviews_file(&settings, paths);
    setup::read_reviews(&path, true)?;
    let beside = [folder_of(&path)];
    let paths = if paths.is_empty() { &beside[..] } else { paths };
    let paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    settings.reviews = Some(crate::config::Held { value: path, origin: crate::config::Origin::Default });
    let (engine, desk) = setup::open(&settings, &Only::default(), &paths)?;
    let errors = check::silently(&engine, &desk, &settings, &paths, &Nothing)?;
    for review in desk.unused(&engine, None) {
        line(&mut out, review)?;
    }
    out.flush()?;
    if errors > 0 {
        let unread = count(errors, "input");
        anstream::eprintln!("mtlint: {unread} not read; what is dismissed there is listed as unused");
        return Ok(Exit::Error);
    }
    Ok(Exit::Clean)
}

fn line(out: &mut impl Write, review: &Review) -> io::Result<()> {
    let rule = review.rule.as_deref().unwrap_or("all rules");
    let place = match (&review.document, &review.path) {
        (Some(glob), _) => format!("in {glob}"),
        (None, Some(path)) => path.clone(),
        (None, None) => "everywhere".to_owned(),
    };
    let text = review.text.as_deref().map_or_else(String::new, |text| format!("  {}", crate::report::quoted(text)));
    let note = if review.note.is_empty() { String::new() } else { format!("  ({})", review.note) };
    writeln!(out, "{:7}  {rule}  {place}{text}{note}", review.decision)
}

fn count(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
