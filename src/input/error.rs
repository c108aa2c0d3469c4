//! What can go wrong with a file.

use std::{io, sync::Arc};

/// Why something was not read: file, place, remedy.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file could not be opened or read.
    #[error("{path}: {}", describe(.error))]
    Io {
        /// The file.
        path: Arc<str>,
        /// What the system said.
        error: io::Error,
    },
    /// The bytes are no text in an encoding that is read.
    #[error("{path}: not text: {reason}; save it as UTF-8")]
    NotText {
        /// The file.
        path: Arc<str>,
        /// Why.
        reason: String,
    },
    /// A record of a file is not an article.
    #[error("{path}:{line}: {reason}")]
    Record {
        /// The file.
        path: Arc<str>,
        /// Line of the record, from 1.
        line: u64,
        /// Why, and what to do.
        reason: String,
    },
    /// A file that holds articles, but not as it should.
    #[error("{path}: {reason}")]
    Broken {
        /// The file.
        path: Arc<str>,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// More bytes than offsets can count or memory should hold.
    #[error("{path}: {what} is larger than {limit} MiB; split it, or raise --max-size")]
    TooLarge {
        /// The file.
        path: Arc<str>,
        /// The file or one of its records.
        what: String,
        /// The limit in MiB.
        limit: usize,
    },
}

fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; make it readable or leave it out".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => error.to_string(),
    }
}
