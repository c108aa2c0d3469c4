//! Paths as platforms want them: relative to the folder of the run, with `/`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a path of a URI as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The path relative to the folder, where it lies in it; without `./` in front.
pub(super) fn relative(path: &str, root: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let inside = path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).filter(|_| !root.is_empty());
    let mut short = inside.unwrap_or(&path);
    while let Some(rest) = short.strip_prefix("./") {
        short = rest.trim_start_matches('/');
    }
    short.to_owned()
}

/// The path as a URI reference: relative where it lies in the folder.
pub(super) fn uri(path: &str, root: &str) -> String {
    let path = relative(path, root);
    let encoded = utf8_percent_encode(&path, PATH).to_string();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_inside_the_folder_are_relative() {
        assert_eq!(relative("/a/b/c.txt", "/a"), "b/c.txt");
        assert_eq!(relative("/ab/c.txt", "/a"), "/ab/c.txt");
        assert_eq!(relative("././b/c.txt", "/a"), "b/c.txt");
        assert_eq!(relative("b.txt", ""), "b.txt");
    }

    #[test]
    fn uris_escape_what_is_no_part_of_a_path() {
        assert_eq!(uri("/a/b c/é:1.txt", "/a"), "b%20c/%C3%A9%3A1.txt");
        assert_eq!(uri("/x/100%.txt", "/a"), "file:///x/100%25.txt");
    }
}
