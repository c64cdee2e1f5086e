//! What is noted beside a model's file: where it came from, and that its terms were accepted. A file each,
//! so that two programs that install different models never write the same one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::error::ModelError;

/// How a model's file came into the models folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// Downloaded.
    Download,
    /// Copied from a folder or out of an archive.
    Import,
}

/// Where a model's file came from, and what it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// How it came.
    pub arrival: Arrival,
    /// Name of the host, or path of the folder or archive.
    pub from: String,
    /// SHA-256 of the file when it came. A file without a published hash has to stay like this.
    pub sha256: String,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
}

impl Origin {
    /// What is noted beside a file. A note that can't be read is as good as none.
    pub fn of(file: &Path) -> Option<Self> {
        let text = std::fs::read(beside(file, ORIGIN)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub(crate) fn write(&self, file: &Path) -> Result<(), ModelError> {
        write_note(&beside(file, ORIGIN), self)
    }
}

const ORIGIN: &str = ".origin.json";
const ACCEPTED: &str = ".accepted.json";

/// That somebody agreed to the terms of a model.
#[derive(Debug, Serialize, Deserialize)]
struct Accepted {
    /// The words that were agreed to.
    terms: String,
    at_ms: u64,
}

/// Whether the terms were accepted as they are worded now.
pub(crate) fn is_accepted(file: &Path, terms: &str) -> bool {
    std::fs::read(beside(file, ACCEPTED))
        .ok()
        .and_then(|text| serde_json::from_slice::<Accepted>(&text).ok())
        .is_some_and(|accepted| accepted.terms == terms)
}

pub(crate) fn accept(file: &Path, terms: &str) -> Result<(), ModelError> {
    let accepted = Accepted {
        terms: terms.to_owned(),
        at_ms: now_ms(),
    };
    write_note(&beside(file, ACCEPTED), &accepted)
}

/// Removes what is noted about a file that is gone. That its terms were accepted stays.
pub(crate) fn forget(file: &Path) {
    // without its file the note says nothing
    drop(std::fs::remove_file(beside(file, ORIGIN)));
}

/// A path with something added to its whole name.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(ending);
    name.into()
}

/// Writes a small JSON file in one step.
pub(crate) fn write_note<T: Serialize>(path: &Path, note: &T) -> Result<(), ModelError> {
    let new = beside(path, ".new");
    serde_json::to_vec_pretty(note)
        .map_err(std::io::Error::from)
        .and_then(|text| std::fs::write(&new, text))
        .and_then(|()| std::fs::rename(&new, path))
        .map_err(|source| ModelError::not_writable(path, source))
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_millis() as u64
}
