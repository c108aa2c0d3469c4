//! Files found upwards from the articles, and paths as seen from them.

use std::path::{Component, Path, PathBuf};

/// The folder that all paths of the command line lie in; this folder where there is none.
pub(in crate::cli) fn start(paths: &[PathBuf]) -> PathBuf {
    let folders = paths.iter().filter(|path| path.as_os_str() != "-").map(|path| {
        let path = absolute(path);
        path.ancestors().find(|path| path.is_dir()).map_or(path.clone(), Path::to_owned)
    });
    let common =
        folders.reduce(|a, b| a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect());
    common.unwrap_or_else(|| absolute(Path::new(".")))
}

/// The nearest file of a name in a folder or above it. The search ends where a repository does.
pub(in crate::cli) fn upwards(start: &Path, name: &str) -> Option<PathBuf> {
    for folder in start.ancestors() {
        let path = folder.join(name);
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

/// The path from the root, without `.` and `..`.
pub(in crate::cli) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// A path as seen from a folder, with `/` on every system; from the root where it does not lie in it.
pub(in crate::cli) fn relative(folder: &Path, path: &str) -> String {
    if path == "-" {
        return path.to_owned();
    }
    let whole = absolute(Path::new(path));
    let short = whole.strip_prefix(folder).unwrap_or(&whole);
    let text = short.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// A path as a user would write it from here.
pub(in crate::cli) fn shown(path: &Path) -> String {
    relative(&absolute(Path::new(".")), &path.to_string_lossy())
}

/// The folder a file lies in.
pub(in crate::cli) fn folder_of(file: &Path) -> PathBuf {
    absolute(file).parent().map_or_else(PathBuf::new, Path::to_owned)
}
