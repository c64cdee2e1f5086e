//! The catalogue for reading, and jobs by what a person types.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use va_core::{ErrorCode, Failure, JobId};
use va_engine::data_folder::{default_root, names};
use va_store::catalogue::{CatalogueReader, JobRow};
use va_store::{StoreError, WallTime};

/// Letters of an id that are enough to name a job.
const SHORTEST: usize = 4;

/// The data folder and its catalogue; `None` where no job was ever made.
pub fn catalogue() -> Result<(PathBuf, Option<CatalogueReader>), Failure> {
    let root = default_root().map_err(|e| e.failure())?;
    match CatalogueReader::open(&root.join(names::CATALOGUE)) {
        Ok(reader) => Ok((root, Some(reader))),
        Err(StoreError::Missing { .. }) => Ok((root, None)),
        Err(error @ StoreError::TooOld { .. }) => Err(error
            .failure()
            .hint("start the program once: it copies the catalogue and brings it up to date")),
        Err(error) => Err(error.failure()),
    }
}

/// Whether some process owns the data folder now.
pub fn is_held(root: &std::path::Path) -> bool {
    let lock = File::open(root.join(names::LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// The short id of a job: the one that its files begin with.
pub fn short(id: JobId) -> String {
    id.file_prefix()
}

/// The job that a text means: its id, its short id, or a beginning or end of either that no other job has.
pub fn find(reader: Option<&CatalogueReader>, text: &str) -> Result<JobRow, Failure> {
    let unknown = || {
        Failure::new(ErrorCode::JobNotFound, format!("there is no job `{text}`"))
            .hint("`videoannotator jobs list` prints the ids")
    };
    let reader = reader.ok_or_else(unknown)?;
    let wanted = text.trim().to_lowercase();
    if let Ok(id) = wanted.parse::<JobId>() {
        return match reader.job(id) {
            Err(StoreError::JobNotFound(_)) => Err(unknown()),
            found => found.map_err(|e| e.failure()),
        };
    }
    let ids: Vec<JobId> = reader
        .folders()
        .map_err(|e| e.failure())?
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let exact: Vec<JobId> = ids
        .iter()
        .copied()
        .filter(|id| short(*id) == wanted)
        .collect();
    let alike = |id: &JobId| {
        let long = id.to_string();
        long.starts_with(&wanted) || long.ends_with(&wanted) || short(*id).starts_with(&wanted)
    };
    let found: Vec<JobId> = if exact.is_empty() && wanted.len() >= SHORTEST {
        ids.into_iter().filter(alike).collect()
    } else {
        exact
    };
    match found[..] {
        [id] => reader.job(id).map_err(|e| e.failure()),
        [] => Err(unknown()),
        [..] => Err(Failure::new(
            ErrorCode::JobNotFound,
            format!("{} jobs have an id like `{text}`", found.len()),
        )
        .hint("give more of the id")),
    }
}

/// A time as a person reads it, in UTC: `2026-11-22 15:04`.
pub fn clock(at: WallTime) -> String {
    at.to_string()
        .chars()
        .take(16)
        .collect::<String>()
        .replace('T', " ")
}
