//! What a move has to copy and whether it can: looked at before anything is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::io;
use super::journal::{Journal, LIST};
use crate::data_folder::{names, space};
use crate::location::LOCATION_FILE;
use crate::storage_error::StorageError;

/// Bytes that stay free on the new disk.
const SPARE: u64 = 64 << 20;

/// What operating systems put at the top of a disk. Not ours, and no reason to refuse a folder.
const OF_THE_SYSTEM: &[&str] = &[
    ".DS_Store",
    ".Spotlight-V100",
    ".Trashes",
    ".fseventsd",
    "$RECYCLE.BIN",
    "System Volume Information",
    "desktop.ini",
    "lost+found",
];

/// What a folder is opened and moved with; made anew in the new one.
const OF_THE_FOLDER: &[&str] = &[
    names::LOCK,
    names::HOLDER,
    names::MOVING,
    names::MOVED,
    LIST,
    // on macOS the configuration folder and the platform's data folder are one
    LOCATION_FILE,
];

/// The catalogue, which is copied by the database itself.
pub(super) const CATALOGUE: [&str; 3] = [
    names::CATALOGUE,
    "catalogue.sqlite-wal",
    "catalogue.sqlite-shm",
];

/// A file to copy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Item {
    /// Path below the data folder.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Last change, since 1970: seconds and nanoseconds.
    pub modified: (u64, u32),
}

/// A move that can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The folder in force.
    pub from: PathBuf,
    /// The new folder.
    pub to: PathBuf,
    /// Whether the old one stays.
    pub keep: bool,
    /// Folders below the old one, each after the one that it lies in.
    pub folders: Vec<PathBuf>,
    /// Files below the old one, without the catalogue.
    pub files: Vec<Item>,
    /// Bytes of the files.
    pub bytes: u64,
    /// Whether an earlier try has left something in the new folder.
    pub resumed: bool,
}

/// Whether a folder can become the data folder: absent or empty, or with an unfinished copy of the same old
/// one, and outside the old one. Says what is there: the new path, absolute, the nearest folder above it that
/// is there, and whether an earlier try has left something.
pub fn check_target(from: &Path, to: &Path) -> Result<(PathBuf, PathBuf, bool), StorageError> {
    let refuse = |reason: String| StorageError::Target {
        path: to.to_owned(),
        reason,
    };
    let to = std::path::absolute(to).map_err(|e| refuse(e.to_string()))?;
    let old = fs::canonicalize(from).map_err(io("read", from))?;
    let (above, new) = resolve(&to).map_err(|e| refuse(e.to_string()))?;
    if new == old {
        return Err(refuse("that is where it is".to_owned()));
    }
    if new.starts_with(&old) {
        return Err(refuse("that lies inside the storage folder".to_owned()));
    }
    if old.starts_with(&new) {
        return Err(refuse("the storage folder lies inside that".to_owned()));
    }
    let resumed = resumes(from, &to, refuse)?;
    Ok((to, above, resumed))
}

/// Looks at both folders. The new one must pass [`check_target`] and lie on a disk with enough room.
pub fn plan(from: &Path, to: &Path, keep: bool) -> Result<Plan, StorageError> {
    let (to, above, resumed) = check_target(from, to)?;
    let (folders, files) = content(from)?;
    let bytes = files.iter().map(|file| file.bytes).sum();
    let there: u64 = if resumed {
        let size = |file: &Item| fs::metadata(to.join(&file.path)).map_or(0, |m| m.len());
        files.iter().map(|file| size(file).min(file.bytes)).sum()
    } else {
        0
    };
    let catalogue = |name: &&str| fs::metadata(from.join(name)).map_or(0, |m| m.len());
    let catalogue: u64 = CATALOGUE.iter().map(catalogue).sum();
    // twice: a copy, and the log of what is changed in it
    let needed = bytes - there.min(bytes) + 2 * catalogue + SPARE;
    let (available, _) = space(&above).map_err(io("ask for the free space of", &above))?;
    if available < needed {
        return Err(StorageError::NoSpace {
            path: to,
            needed,
            available,
        });
    }
    Ok(Plan {
        from: from.to_owned(),
        to,
        keep,
        folders,
        files,
        bytes,
        resumed,
    })
}

/// The nearest folder that is there, and where the path leads through every link in it.
fn resolve(path: &Path) -> std::io::Result<(PathBuf, PathBuf)> {
    let mut above = path;
    let mut rest = Vec::new();
    loop {
        match fs::canonicalize(above) {
            Ok(real) => {
                let whole = rest
                    .iter()
                    .rev()
                    .fold(real.clone(), |at, part| at.join(part));
                return Ok((real, whole));
            }
            Err(error) => {
                let (Some(parent), Some(name)) = (above.parent(), above.file_name()) else {
                    return Err(error);
                };
                rest.push(name);
                above = parent;
            }
        }
    }
}

/// Whether the new folder holds an earlier try; an error if it holds anything else.
fn resumes(
    from: &Path,
    to: &Path,
    refuse: impl Fn(String) -> StorageError,
) -> Result<bool, StorageError> {
    let entries = match fs::read_dir(to) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(refuse(error.to_string())),
    };
    match Journal::read(to)? {
        Some(journal) if crate::location::same_folder(&journal.from, from) => return Ok(true),
        Some(journal) => {
            let other = journal.from.display();
            return Err(refuse(format!("it holds an unfinished copy of `{other}`")));
        }
        None => {}
    }
    for entry in entries {
        let name = entry.map_err(|e| refuse(e.to_string()))?.file_name();
        let name = name.to_string_lossy();
        // a try that ended before its first note leaves a lock behind
        let ours = [names::LOCK, names::HOLDER].contains(&name.as_ref())
            || name.starts_with(names::MOVING)
            || name.starts_with(LIST)
            || name.starts_with(names::HOLDER);
        if !ours && !OF_THE_SYSTEM.contains(&name.as_ref()) {
            return Err(refuse(format!("it is not empty: it holds `{name}`")));
        }
    }
    Ok(false)
}

/// Everything in a data folder that a move copies file by file.
pub(super) fn content(root: &Path) -> Result<(Vec<PathBuf>, Vec<Item>), StorageError> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let at = root.join(&below);
        for entry in fs::read_dir(&at).map_err(io("read", &at))? {
            let name = entry.map_err(io("read", &at))?.file_name();
            let (path, top) = (below.join(&name), below.as_os_str().is_empty());
            let full = root.join(&path);
            let Some(name) = name.to_str() else {
                let reason = "its name is not valid Unicode";
                return Err(StorageError::Unmovable { path: full, reason });
            };
            let left = top
                && (OF_THE_SYSTEM.contains(&name)
                    || OF_THE_FOLDER.contains(&name)
                    || CATALOGUE.contains(&name));
            // an index of a database's log, made anew by whoever opens it
            if left || name.ends_with(".sqlite-shm") {
                continue;
            }
            let found = fs::symlink_metadata(&full).map_err(io("read", &full))?;
            if found.is_dir() {
                if !(top && name == names::TEMP) {
                    open.push(path.clone());
                }
                folders.push(path);
            } else if found.is_file() {
                let modified = found.modified().map_err(io("read", &full))?;
                files.push(Item {
                    path,
                    bytes: found.len(),
                    modified: since_1970(modified),
                });
            } else {
                let reason = "it is a symbolic link or a special file, which a copy would lose";
                return Err(StorageError::Unmovable { path: full, reason });
            }
        }
    }
    folders.sort();
    files.sort();
    Ok((folders, files))
}

/// A file's time as it is written down. Before 1970 there is nothing to tell apart.
pub(super) fn since_1970(time: SystemTime) -> (u64, u32) {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    (since.as_secs(), since.subsec_nanos())
}

/// The time that was written down.
pub(super) fn time_of((seconds, nanos): (u64, u32)) -> SystemTime {
    UNIX_EPOCH + Duration::new(seconds, nanos)
}
