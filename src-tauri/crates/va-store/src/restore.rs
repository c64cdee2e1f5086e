//! Opening a catalogue that may be damaged, emptied or gone: the best copy takes its place, and what was
//! there is kept beside it under a name that says so. What has happened since the copy was made is not in
//! it: the caller finds those jobs in their folders. Called by the engine at its start.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use va_core::ErrorCode;

use crate::backup::{copies, copy_to, remove_if_there, standing_still};
use crate::database::{BUSY, Check, beside, check};
use crate::error::{Result, StoreError};
use crate::migrations::CATALOGUE;
use crate::{Catalogue, WallTime};

/// What was done to a catalogue that could not be used as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restoration {
    /// What was wrong with it.
    pub reason: String,
    /// Where it is now, if anything of it was there.
    pub kept: Option<PathBuf>,
    /// The copy that took its place; `None` if there was no good one and a new catalogue was begun.
    pub copy: Option<PathBuf>,
}

/// Opens the catalogue as [`Catalogue::open`] does. A damaged one, and one that is empty or gone while
/// copies of it exist, is replaced by the best copy first; without a good copy a damaged one is replaced by
/// a new, empty one. Any other trouble is an error and changes nothing.
pub fn open_or_restore(path: &Path, at: WallTime) -> Result<(Catalogue, Option<Restoration>)> {
    let reason = match missing(path) {
        Some(what) if copies(path).is_empty() => {
            // a log without its database would be taken for the new one's
            if what == GONE && beside(path, "-wal").exists() {
                what.to_owned()
            } else {
                return Ok((Catalogue::open(path)?, None));
            }
        }
        Some(what) => what.to_owned(),
        None => match Catalogue::open(path) {
            Ok(catalogue) => return Ok((catalogue, None)),
            Err(error) if error.code() == ErrorCode::DatabaseCorrupt => reason_of(error),
            Err(error) => return Err(error),
        },
    };
    tracing::error!(path = %path.display(), reason, "the catalogue is damaged");
    let copy = best_copy(path);
    let ready = beside(path, ".restoring");
    if let Some(copy) = &copy {
        copy_to(&standing_still(copy)?, copy, &ready)?;
    }
    let kept = set_aside(path, at)?;
    if copy.is_some() {
        rename(&ready, path)?;
    }
    let catalogue = Catalogue::open(path)?;
    Ok((catalogue, Some(Restoration { reason, kept, copy })))
}

const GONE: &str = "it is gone";

/// Why there is nothing to open, if so.
fn missing(path: &Path) -> Option<&'static str> {
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(GONE),
        // the opening itself says what is wrong
        Err(_) => return None,
        Ok(data) if data.len() == 0 => return Some("it is empty"),
        Ok(_) => {}
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    connection.busy_timeout(BUSY).ok()?;
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";
    let empty: bool = connection.query_row(sql, [], |row| row.get(0)).ok()?;
    empty.then_some("it holds nothing")
}

fn reason_of(error: StoreError) -> String {
    match error {
        StoreError::Corrupt { detail, .. } => detail,
        other => other.to_string(),
    }
}

/// The newest copy that passes its check and that this program knows.
fn best_copy(path: &Path) -> Option<PathBuf> {
    copies(path).into_iter().find(|copy| {
        let good = standing_still(copy).and_then(|connection| {
            check(&connection, copy, Check::Full)?;
            let version: i64 = connection
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .unwrap_or(0);
            Ok((1..=CATALOGUE.len() as i64).contains(&version))
        });
        match good {
            Ok(good) => good,
            Err(error) => {
                tracing::warn!(copy = %copy.display(), %error, "a copy is damaged too");
                false
            }
        }
    })
}

/// Moves the database and its log away, so that they still belong together. The log goes first: beside a
/// restored database it would be taken for its own.
fn set_aside(path: &Path, at: WallTime) -> Result<Option<PathBuf>> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |number: u32| {
        let again = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        path.with_file_name(format!("{stem}.damaged-{}{again}.sqlite", stamp(at)))
    };
    let free = |kept: &PathBuf| !kept.exists() && !beside(kept, "-wal").exists();
    let kept = (1..100).map(name).find(free).unwrap_or_else(|| name(100));
    let mut moved = false;
    for ending in ["-wal", ""] {
        let file = beside(path, ending);
        let is_log = !ending.is_empty();
        match fs::metadata(&file) {
            // an empty log is only a trace of the attempt to open it
            Ok(data) if is_log && data.len() == 0 => remove(&file)?,
            Ok(_) => {
                rename(&file, &beside(&kept, ending))?;
                moved = true;
            }
            Err(_) => {}
        }
    }
    remove(&beside(path, "-shm"))?;
    Ok(moved.then_some(kept))
}

fn remove(file: &Path) -> Result<()> {
    remove_if_there(file).map_err(|source| StoreError::Io {
        path: file.to_owned(),
        doing: "remove",
        source,
    })
}

/// A time as it can stand in a file's name, also on Windows: `20261122T150405Z`.
fn stamp(at: WallTime) -> String {
    let text: String = at.to_string().chars().take(19).collect();
    format!("{}Z", text.replace(['-', ':'], ""))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    let done = fs::rename(from, to);
    #[cfg(unix)]
    let done = done.and_then(|()| match to.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    });
    done.map_err(|source| StoreError::Io {
        path: to.to_owned(),
        doing: "put a file at",
        source,
    })
}

#[cfg(test)]
#[path = "restore_tests.rs"]
mod tests;
