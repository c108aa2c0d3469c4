//! Paths of the command line to files.

use std::path::{Path, PathBuf};

pub(super) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().map(|p| Path::new(p).to_owned()).collect()
}
