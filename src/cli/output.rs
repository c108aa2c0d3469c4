//! Where the report goes: standard output, or a file that appears whole or not at all.

use anyhow::{Context, bail};
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// The report's destination.
pub(super) enum Output {
    Stdout(BufWriter<io::Stdout>),
    /// A device or pipe, as `/dev/null` and `>(…)`: it is written to, never replaced.
    Device {
        writer: BufWriter<fs::File>,
        path: PathBuf,
    },
    File {
        writer: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Output {
    /// Opens the file, or standard output. The file is written under another name beside it and renamed at the end.
    pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Output> {
        let Some(path) = path else { return Ok(Output::Stdout(BufWriter::with_capacity(1 << 16, io::stdout()))) };
        if fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
            let device = fs::OpenOptions::new().write(true).open(path);
            let device = device.with_context(|| format!("{}: cannot write here", path.display()))?;
            return Ok(Output::Device { writer: BufWriter::with_capacity(1 << 16, device), path: path.to_owned() });
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".mtlint-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file: the umask takes its part.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        // The temporary file's name in the message would mislead.
        let file = builder
            .tempfile_in(folder)
            .map_err(|error| anyhow::anyhow!("{}: cannot write here: {}", path.display(), error.kind()))?;
        Ok(Output::File { writer: BufWriter::with_capacity(1 << 16, file), path: path.to_owned() })
    }

    /// Writes what is left and gives the file its name.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Output::File { writer, path } => {
                let file = writer.into_inner().map_err(|error| failed(Some(&path), &error.into_error()))?;
                file.persist(&path)
                    .map_err(|e| e.error)
                    .with_context(|| format!("{}: cannot write here", path.display()))?;
                Ok(())
            }
            mut other => other.flush().map_err(Into::into),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes).map_err(|error| failed(None, &error)),
            Output::Device { writer, path } => writer.write(bytes).map_err(|error| failed(Some(path), &error)),
            Output::File { writer, path } => writer.write(bytes).map_err(|error| failed(Some(path), &error)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush().map_err(|error| failed(None, &error)),
            Output::Device { writer, path } => writer.flush().map_err(|error| failed(Some(path), &error)),
            Output::File { writer, path } => writer.flush().map_err(|error| failed(Some(path), &error)),
        }
    }
}

/// An error of writing with what was written to; of the same kind, for a pipe that somebody closed is no failure.
fn failed(path: Option<&Path>, error: &io::Error) -> io::Error {
    let name = path.map_or_else(|| "standard output".into(), Path::to_string_lossy);
    io::Error::new(error.kind(), format!("{name}: cannot be written: {}", error.kind()))
}

/// Puts new bytes in the place of a file's, whole or not at all: they are written beside it and renamed. Permissions, and
/// as far as the system lets us the owner, stay; a link keeps leading to the file.
///
/// A file with several names would lose all but one by that. It is written in place instead, when its new bytes are safe
/// beside it; should that fail half-way, they stay there.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("{}: cannot be mended", path.display());
    let target = fs::canonicalize(path).with_context(failed)?;
    let metadata = fs::metadata(&target).with_context(failed)?;
    if metadata.permissions().readonly() {
        bail!("{}: is read-only; make it writable or leave it out", path.display());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".mtlint-").tempfile_in(folder);
    let mut file = file.map_err(|error| anyhow::anyhow!("{}: {}", failed(), error.kind()))?;
    // The temporary file's name in the message would mislead.
    file.write_all(new).map_err(|error| anyhow::anyhow!("{}: {}", failed(), error.kind()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only the superuser may give files away; for others the file is their own.
        let _ = fchown(file.as_file(), Some(metadata.uid()), Some(metadata.gid()));
    }
    file.as_file().set_permissions(metadata.permissions()).with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    if fs::read(&target).with_context(failed)? != old {
        bail!("{}: has changed while it was checked; not mended, run the command again", path.display());
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&metadata) > 1 {
        if let Err(error) = write_in_place(&target, new) {
            let (_, kept) = file.keep().with_context(failed)?;
            bail!(
                "{}: cannot be mended: {error}; it may be cut short, {} is what it should be",
                path.display(),
                kept.display()
            );
        }
        return Ok(());
    }
    file.persist(&target).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}

#[cfg(unix)]
fn write_in_place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
