//! The catalogue at the start of the program: opened, or brought back from its last good copy, and completed
//! from the job folders, which know themselves. Tells the user through a notice. Starts nothing. Called by
//! the engine and by the import.

use std::collections::HashSet;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;
use va_core::{ErrorCode, Failure, JobId};
use va_store::restore::{Restoration, open_or_restore};
use va_store::{Catalogue, WallTime};

use crate::adopt::{catch_up, take_back};
use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::job_folder::{self, JobFile};
use crate::removal::{Standing, standing};

/// The setting that pauses the queue.
const QUEUE_PAUSED: &str = "queue_paused";

/// Opens the catalogue of a data folder. Afterwards it names every job whose folder holds results, unless
/// somebody deleted it.
pub(crate) fn open_catalogue(folder: &DataFolder) -> Result<Catalogue, EngineError> {
    let at = WallTime::from(SystemTime::now());
    let (mut catalogue, restoration) = open_or_restore(&folder.catalogue(), at)?;
    if restoration.is_some() {
        forget_gone(&mut catalogue, folder)?;
        // one that was revoked since the copy was made must not come back to life
        catalogue.revoke_tokens(at)?;
        // the copy may have been made while they ran
        catalogue.interrupt_running(at)?;
        for id in catalogue.read().queue()? {
            let job = catalogue.read().job(id)?;
            if let Err(error) = catch_up(&mut catalogue, &job) {
                tracing::warn!(job = %id, %error, "what a job came to since the copy can't be read");
            }
        }
    }
    let found = found_in_folders(&mut catalogue, folder, restoration.is_some(), at)?;
    let waits = match &restoration {
        Some(_) => !catalogue.read().queue()?.is_empty(),
        None => found.waits,
    };
    // what was cancelled since the copy was made must not start by itself
    if waits {
        catalogue.set_setting(QUEUE_PAUSED, Some(&Value::Bool(true)), at)?;
    }
    match &restoration {
        Some(restoration) => catalogue.add_notice(&restored(restoration, found.jobs, waits), at)?,
        None if found.jobs > 0 => catalogue.add_notice(&found_again(found.jobs, waits), at)?,
        None => {}
    }
    Ok(catalogue)
}

/// Jobs that came back from their folders.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    jobs: u32,
    /// Whether one of them is not finished.
    waits: bool,
}

/// Takes jobs out whose own folder is gone: probably they were deleted after the copy was made. Only where
/// the folder of all jobs can be read and holds at least one that the catalogue names: a disk that is not
/// there, or fails, deletes nothing. No removal is recorded, so a folder that comes back is taken in again.
fn forget_gone(catalogue: &mut Catalogue, folder: &DataFolder) -> Result<(), EngineError> {
    if std::fs::read_dir(folder.root().join(names::JOBS)).is_err() {
        return Ok(());
    }
    let gone = |path: &Path| matches!(path.try_exists(), Ok(false));
    let known = catalogue.read().folders()?;
    let any_is_there = known.iter().any(|(id, _)| folder.job(*id).is_dir());
    for (id, named) in known.into_iter().filter(|_| any_is_there) {
        let own = folder.job(id);
        let ours = named == own || named.ends_with(Path::new(names::JOBS).join(id.to_string()));
        if ours && gone(&named) && gone(&own) {
            tracing::warn!(job = %id, "a job without its folder is not taken back");
            catalogue.forget_job(id)?;
        }
    }
    Ok(())
}

/// Adds the jobs that have a folder and no row. A folder without results, and one of an import, counts only
/// after a restoration, or when the catalogue names no job at all: else it is one that was being made.
fn found_in_folders(
    catalogue: &mut Catalogue,
    folder: &DataFolder,
    restored: bool,
    at: WallTime,
) -> Result<Found, EngineError> {
    let mut found = Found::default();
    let Ok(entries) = std::fs::read_dir(folder.root().join(names::JOBS)) else {
        return Ok(found);
    };
    let ids = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let known = catalogue.read().folders()?;
    let known: HashSet<JobId> = known.into_iter().map(|(id, _)| id).collect();
    let restored = restored || known.is_empty();
    let mut missing: Vec<JobId> = ids.filter(|id| !known.contains(id)).collect();
    missing.sort_unstable();
    for id in missing {
        let at_home = folder.job(id);
        if catalogue.read().was_removed(id)? {
            continue;
        }
        let Some(file) = own_description(folder.root(), &at_home, id) else {
            continue;
        };
        let has = |name: &str| at_home.join(name).is_file();
        if !restored && (!has(job_folder::names::RESULTS) || has(job_folder::names::ORIGIN)) {
            continue;
        }
        match take_back(catalogue, &at_home, file, made_at(id, &at_home, at)) {
            Ok(waits) => {
                // whether somebody pinned it, or looked at it lately, is forgotten
                catalogue.set_opened(id, at)?;
                found.jobs += 1;
                found.waits |= waits;
            }
            Err(error) => tracing::warn!(job = %id, %error, "a job's folder can't be read"),
        }
    }
    Ok(found)
}

fn own_description(root: &Path, folder: &Path, id: JobId) -> Option<JobFile> {
    if standing(root, folder) != Standing::Inside {
        return None;
    }
    job_folder::read(folder).ok().filter(|file| file.job == id)
}

/// When a job was made, as its id tells; else when its folder was described.
fn made_at(id: JobId, folder: &Path, now: WallTime) -> WallTime {
    let told = id.0.get_timestamp().map(|time| {
        let (seconds, nanos) = time.to_unix();
        seconds as i64 * 1000 + i64::from(nanos) / 1_000_000
    });
    let described = || job_folder::modified_ms(&folder.join(job_folder::names::JOB));
    let made = told.or_else(described).map_or(now, WallTime);
    if made.0 > 0 && made <= now { made } else { now }
}

fn jobs(number: u32) -> String {
    if number == 1 {
        "1 job".to_owned()
    } else {
        format!("{number} jobs")
    }
}

/// `storage::clean` holds to it.
const NO_CLEANING: &str = "old jobs are not cleaned up by themselves until you dismiss this notice";

const PAUSED: &str = "the queue is paused: cancel what should not run again, then resume it";

fn found_again(found: u32, waits: bool) -> Failure {
    let message = format!(
        "{} missing from the catalogue, found in the storage folder and added again",
        jobs(found)
    );
    let hint = if waits {
        format!("{NO_CLEANING}; {PAUSED}")
    } else {
        NO_CLEANING.to_owned()
    };
    Failure::new(ErrorCode::DatabaseCorrupt, message).hint(hint)
}

fn restored(restoration: &Restoration, found: u32, waits: bool) -> Failure {
    let copy = restoration.copy.as_deref().and_then(Path::file_name);
    let from = match copy {
        Some(copy) => format!("it was restored from the copy `{}`", copy.to_string_lossy()),
        None => "there was no good copy of it, so a new one was begun".to_owned(),
    };
    let back = match (found, copy) {
        (0, _) => String::new(),
        (_, Some(_)) => format!(
            ", and {} newer than the copy came back from the storage folder",
            jobs(found)
        ),
        (_, None) => format!(", and {} came back from the storage folder", jobs(found)),
    };
    let message = format!(
        "the catalogue of jobs was damaged ({}); {from}{back}",
        restoration.reason
    );
    let mut hints = vec![NO_CLEANING.to_owned()];
    if waits {
        hints.push(PAUSED.to_owned());
    }
    if let Some(kept) = &restoration.kept {
        hints.push(format!("the damaged file is kept as `{}`", kept.display()));
    }
    Failure::new(ErrorCode::DatabaseCorrupt, message).hint(hints.join("; "))
}

#[cfg(test)]
#[path = "recovery_tests.rs"]
mod tests;
