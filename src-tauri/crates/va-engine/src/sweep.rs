//! What an earlier run left behind, put in order before the first job starts: folders of deleted jobs,
//! folders that no job names, half-written and temporary files. Results are never removed here: what nobody
//! names is set aside. Called once by whoever opens a data folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use va_core::JobId;
use va_store::{Catalogue, StoreError};

use crate::data_folder::names;
use crate::job_folder;
use crate::removal::{Standing, look, remove_folder, standing};

/// What was found and done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Folders of jobs that had been deleted, or had never come to anything: removed.
    pub removed: Vec<PathBuf>,
    /// Folders with results that no job names: set aside, at these places.
    pub recovered: Vec<PathBuf>,
    /// Jobs whose folder was found again after the data folder had been moved by hand.
    pub found_again: Vec<JobId>,
}

/// Puts the job folders in order. What can't be put in order is logged and left for the next start. Answers
/// also the folders of jobs that have ended, for [`remove_scrap`].
pub fn sweep(root: &Path, catalogue: &mut Catalogue) -> Result<(Swept, Vec<PathBuf>), StoreError> {
    let mut swept = Swept::default();
    let mut ended = Vec::new();
    let known: HashMap<JobId, PathBuf> = catalogue.read().folders()?.into_iter().collect();
    let unfinished: HashSet<JobId> = catalogue.read().queue()?.into_iter().collect();
    for (id, folder) in jobs_in(root) {
        match known.get(&id) {
            Some(named) if *named == folder => {
                // a worker that goes on replaces its own half files
                if !unfinished.contains(&id) {
                    ended.push(folder);
                }
            }
            // a copy of a job whose folder is elsewhere is not touched
            Some(named) if look(named).is_some() => {}
            Some(_) => {
                if job_folder::read(&folder).is_ok_and(|file| file.job == id) {
                    catalogue.set_folder(id, &folder)?;
                    swept.found_again.push(id);
                }
            }
            None => without_row(root, catalogue, id, folder, &mut swept)?,
        }
    }
    if swept != Swept::default() {
        tracing::info!(
            removed = swept.removed.len(),
            set_aside = swept.recovered.len(),
            found_again = swept.found_again.len(),
            "put the storage folder in order"
        );
    }
    Ok((swept, ended))
}

/// Removes half-written and temporary files that were there before this start: younger ones are somebody's
/// work. Looks into every folder, so it has a thread of its own. Answers how many went.
pub fn remove_scrap(root: &Path, ended: &[PathBuf], started: SystemTime) -> usize {
    let parts = |folder: &PathBuf| remove_parts(folder, started);
    let removed = remove_parts(root, started)
        + ended.iter().map(parts).sum::<usize>()
        + empty(root, &root.join(names::TEMP), started);
    if removed > 0 {
        tracing::info!(
            files = removed,
            "removed what an earlier run had not finished"
        );
    }
    removed
}

/// The same on a thread.
pub(crate) fn remove_scrap_later(root: PathBuf, ended: Vec<PathBuf>) {
    let started = SystemTime::now();
    let work = move || {
        remove_scrap(&root, &ended, started);
    };
    let thread = std::thread::Builder::new().name("sweep".into());
    if let Err(error) = thread.spawn(work) {
        tracing::warn!(%error, "temporary files stay for now");
    }
}

/// A folder that no job names: its job was deleted and the program ended in between, or it was being made,
/// or the catalogue is an older copy that does not know it.
fn without_row(
    root: &Path,
    catalogue: &Catalogue,
    id: JobId,
    folder: PathBuf,
    swept: &mut Swept,
) -> Result<(), StoreError> {
    if catalogue.read().was_removed(id)? || !holds_results(&folder) {
        match remove_folder(root, &folder) {
            Ok(()) => swept.removed.push(folder),
            Err(error) => tracing::warn!(%id, %error, "a folder that no job needs stays"),
        }
        return Ok(());
    }
    match set_aside(root, id, &folder) {
        Ok(place) => {
            tracing::warn!(
                %id, place = %place.display(),
                "a folder with results that no job names was set aside; open it to add it again"
            );
            swept.recovered.push(place);
        }
        Err(error) => tracing::warn!(%id, %error, "a folder that no job names can't be set aside"),
    }
    Ok(())
}

/// Moves a job folder that no row names to where nothing is ever removed. Answers where that is.
pub(crate) fn set_aside(root: &Path, id: JobId, folder: &Path) -> std::io::Result<PathBuf> {
    let shelf = root.join(names::RECOVERED);
    fs::create_dir_all(&shelf)?;
    let mut place = shelf.join(id.to_string());
    let mut number = 1;
    while look(&place).is_some() {
        number += 1;
        place = shelf.join(format!("{id}-{number}"));
    }
    fs::rename(folder, &place)?;
    Ok(place)
}

/// Whether a job folder holds anything but its description.
fn holds_results(folder: &Path) -> bool {
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        let Ok(entries) = fs::read_dir(&at) else {
            // what can't be looked at may be anything
            return true;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            match look(&path) {
                Some(found) if found.is_dir() => open.push(path),
                Some(_) if is_scrap(&path) || path == folder.join(job_folder::names::JOB) => {}
                Some(_) | None => return true,
            }
        }
    }
    false
}

/// The job folders: plain folders with a job's id for a name. Anything else there is not ours, and nothing is
/// if the folder of all jobs is itself a link.
fn jobs_in(root: &Path) -> Vec<(JobId, PathBuf)> {
    let jobs = root.join(names::JOBS);
    if standing(root, &jobs) != Standing::Inside {
        return Vec::new();
    }
    let Ok(entries) = fs::read_dir(&jobs) else {
        return Vec::new();
    };
    let named = entries.flatten().filter_map(|entry| {
        let id: JobId = entry.file_name().to_str()?.parse().ok()?;
        // of the entry itself, not of what a link points to
        let plain = entry.file_type().ok()?.is_dir();
        plain.then(|| (id, jobs.join(id.to_string())))
    });
    named.collect()
}

fn is_scrap(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "part")
}

/// Removes half-written files directly in a folder and in its `output`.
fn remove_parts(folder: &Path, started: SystemTime) -> usize {
    let output = folder.join(job_folder::names::OUTPUT);
    let files = [folder, &output]
        .into_iter()
        .filter_map(|f| fs::read_dir(f).ok());
    let parts = files.flatten().flatten().map(|entry| entry.path());
    parts
        .filter(|path| is_scrap(path) && is_older_file(path, started))
        .filter(|path| fs::remove_file(path).is_ok())
        .count()
}

/// Removes what lies in a folder of temporary files since before this start. Links are removed, never
/// followed.
fn empty(root: &Path, folder: &Path, started: SystemTime) -> usize {
    if standing(root, folder) != Standing::Inside {
        return 0;
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let mut removed = 0;
    for entry in entries.flatten() {
        let path = entry.path();
        match look(&path) {
            Some(found) if found.is_dir() => {
                removed += empty(root, &path, started);
                // only one that is empty by now goes
                drop(fs::remove_dir(&path));
            }
            Some(_) if is_older(&path, started) => {
                removed += usize::from(fs::remove_file(&path).is_ok());
            }
            Some(_) | None => {}
        }
    }
    removed
}

fn is_older(path: &Path, started: SystemTime) -> bool {
    let changed = look(path).and_then(|found| found.modified().ok());
    changed.is_some_and(|changed| changed < started)
}

fn is_older_file(path: &Path, started: SystemTime) -> bool {
    look(path).is_some_and(|found| found.is_file()) && is_older(path, started)
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
