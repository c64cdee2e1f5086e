//! The second half of a move, after the switch: the old folder is removed, file by file, and only what was
//! copied and has not changed since. Whatever else is in it stays, with a note that says where the rest is.
//! And the way back before the switch: the unfinished copy goes.

use std::fs;
use std::path::{Path, PathBuf};

use va_store::CatalogueReader;

use super::io;
use super::journal::{Journal, Moved, read_list, remove_file, write_note};
use super::plan::{CATALOGUE, Item, Plan, content, since_1970};
use super::progress::{Point, Watch};
use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::location::Location;
use crate::removal::look;
use crate::storage_error::StorageError;

/// Removes the old folder of a move that has been switched, unless it is to stay, and ends the move. The old
/// folder must be closed and locked by `old`; without it the lock is taken. Can be called again after a
/// kill. The answer says what was left in the old folder, if anything was.
pub fn finish(
    new: &Path,
    journal: &Journal,
    location: &Location,
    old: Option<DataFolder>,
    watch: &dyn Watch,
) -> Result<Vec<PathBuf>, EngineError> {
    let from = &journal.from;
    if journal.complete.is_none() || !location.names(new) {
        return Err(StorageError::Unfinished {
            path: new.to_owned(),
            from: from.clone(),
        }
        .into());
    }
    if !from.is_dir() {
        // its disk is gone, or it was removed already
        Journal::remove(new)?;
        return Ok(Vec::new());
    }
    let old = old.map_or_else(|| DataFolder::lock(from), Ok)?;
    if was_used_since(from, journal) {
        tracing::warn!(old = %from.display(), "the old storage folder was used again, so it stays");
        Journal::remove(new)?;
        return Ok(vec![from.clone()]);
    }
    let note = Moved {
        schema: 1,
        to: new.to_owned(),
    };
    write_note(&from.join(names::MOVED), &note)?;
    watch.at(Point::Between)?;
    if journal.keep {
        drop(old);
        Journal::remove(new)?;
        return Ok(Vec::new());
    }
    let items = read_list(new)?;
    let (folders, _) = content(from)?;
    for item in &items {
        remove_copied(from, item)?;
        watch.at(Point::Between)?;
    }
    for name in CATALOGUE {
        remove_file(&from.join(name))?;
        watch.at(Point::Between)?;
    }
    let left = remove_frame(from, &folders, old)?;
    watch.at(Point::Between)?;
    Journal::remove(new)?;
    Ok(left)
}

/// Whether somebody has opened and changed the old folder after it was copied: then it holds something that
/// the new one does not.
fn was_used_since(from: &Path, journal: &Journal) -> bool {
    let path = from.join(names::CATALOGUE);
    if look(&path).is_none() {
        // an earlier try came as far as the catalogue, which goes last
        return false;
    }
    let now = CatalogueReader::open(&path).and_then(|catalogue| catalogue.fingerprint());
    match now {
        Ok(now) => journal.complete.as_ref() != Some(&now),
        Err(error) => {
            tracing::warn!(%error, "the old catalogue can't be compared");
            true
        }
    }
}

/// Removes a file if it is the one that was copied. Logs may have grown.
fn remove_copied(from: &Path, item: &Item) -> Result<(), StorageError> {
    let path = from.join(&item.path);
    let Some(found) = look(&path) else {
        return Ok(());
    };
    let modified = found.modified().map(since_1970);
    let same = found.is_file()
        && found.len() == item.bytes
        && modified.is_ok_and(|modified| modified == item.modified);
    if same || (found.is_file() && item.path.starts_with(names::LOGS)) {
        return remove_file(&path);
    }
    tracing::warn!(path = %path.display(), "it has changed since it was copied, so it stays");
    Ok(())
}

/// Removes the empty folders, scrap and notes, then the folder itself. Answers what is left.
fn remove_frame(
    from: &Path,
    folders: &[PathBuf],
    old: DataFolder,
) -> Result<Vec<PathBuf>, EngineError> {
    let temp = from.join(names::TEMP);
    crate::removal::remove_folder(from, &temp)?;
    // each folder comes after the one that it lies in; one that is not empty stays
    for below in folders.iter().rev() {
        drop(remove_indexes(&from.join(below)));
        drop(fs::remove_dir(from.join(below)));
    }
    let (folders, files) = content(from)?;
    let mut left: Vec<_> = files.into_iter().map(|file| from.join(file.path)).collect();
    left.extend(folders.into_iter().map(|folder| from.join(folder)));
    // Windows removes no file that is locked
    drop(old);
    for name in [names::HOLDER, names::LOCK] {
        remove_file(&from.join(name))?;
    }
    if left.is_empty() {
        remove_file(&from.join(names::MOVED))?;
        // the top of a disk, or a folder that also holds the configuration, stays
        drop(fs::remove_dir(from));
    } else {
        tracing::warn!(old = %from.display(), left = left.len(), "something is left in the old storage folder");
    }
    Ok(left)
}

/// The indexes of database logs are not copied, so they are not in the list.
fn remove_indexes(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .to_str()
            .is_some_and(|path| path.ends_with(".sqlite-shm"))
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Takes an unfinished copy back: what the plan would have copied goes from the new folder, and the folder
/// with it if nothing else is in it. The old folder is in force and not touched.
pub fn leave(plan: &Plan) -> Result<(), EngineError> {
    let folder = DataFolder::lock(&plan.to)?;
    let Some(journal) = Journal::read(&plan.to)? else {
        return Ok(());
    };
    if !crate::location::same_folder(&journal.from, &plan.from) {
        return Ok(());
    }
    // from here on it is no copy any more, should this be cut off
    let journal = Journal {
        complete: None,
        ..journal
    };
    journal.write(&plan.to)?;
    for item in &plan.files {
        remove_file(&plan.to.join(&item.path))?;
    }
    for name in CATALOGUE {
        remove_file(&plan.to.join(name))?;
        remove_file(
            &plan
                .to
                .join(name.replace(names::CATALOGUE, super::copy::UNFINISHED)),
        )?;
    }
    for below in plan.folders.iter().rev() {
        drop(fs::remove_dir(plan.to.join(below)));
    }
    Journal::remove(&plan.to)?;
    drop(folder);
    for name in [names::HOLDER, names::LOCK] {
        remove_file(&plan.to.join(name))?;
    }
    match fs::remove_dir(&plan.to) {
        Ok(()) => Ok(()),
        // something that is not ours is in it
        Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
        // the top of a disk
        Err(error) if error.kind() == std::io::ErrorKind::ResourceBusy => Ok(()),
        Err(error) => Err(io("remove", &plan.to)(error).into()),
    }
}
