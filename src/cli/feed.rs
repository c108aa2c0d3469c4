//! All files as one stream of batches, so that ten thousand small files keep every thread as busy as one large one.

use crate::input::{Batch, Format, InputError, Limits, Source, Unit};
use std::{collections::VecDeque, io, path::PathBuf};

/// Bytes and articles that a batch aims at.
const BYTES: usize = 1 << 20;
const UNITS: usize = 1024;

/// What comes next in the order of the input.
pub(super) enum Item {
    /// An article.
    Article(Unit),
    /// Something that cannot be read.
    Failed(InputError),
    /// A file without a record.
    Empty(String),
}

/// Files still to read.
pub(super) struct Feed {
    files: VecDeque<PathBuf>,
    format: Option<Format>,
    limits: Limits,
    current: Option<(Source, bool)>,
}

impl Feed {
    /// Reads the files in order; `-` is standard input.
    pub(super) fn new(files: Vec<PathBuf>, format: Option<Format>, limits: Limits) -> Self {
        Self { files: files.into(), format, limits, current: None }
    }

    /// The next items and their bytes; `None` when all files are read.
    pub(super) fn next(&mut self) -> Option<(Vec<Item>, usize)> {
        let mut items = Vec::new();
        let mut bytes = 0;
        while bytes < BYTES && items.len() < UNITS {
            let Some((source, met)) = &mut self.current else {
                match self.open() {
                    Some(Ok(source)) => self.current = Some((source, false)),
                    Some(Err(error)) => items.push(Item::Failed(error)),
                    None => break,
                }
                continue;
            };
            match source.next_batch() {
                Ok(Some(Batch { units, bytes: size })) => {
                    *met |= !units.is_empty();
                    bytes += size;
                    items.extend(units.into_iter().map(Item::Article));
                }
                Ok(None) => {
                    if !*met {
                        items.push(Item::Empty(source.name().to_string()));
                    }
                    self.current = None;
                }
                // What comes behind the error may still be read.
                Err(error) => {
                    *met = true;
                    items.push(Item::Failed(error));
                }
            }
        }
        (!items.is_empty() || self.current.is_some() || !self.files.is_empty()).then_some((items, bytes))
    }

    fn open(&mut self) -> Option<Result<Source, InputError>> {
        let path = self.files.pop_front()?;
        Some(if path.as_os_str() == "-" {
            Source::new_within("-".into(), Box::new(io::stdin()), self.format, self.limits)
        } else {
            Source::open_within(&path, self.format, self.limits)
        })
    }
}
