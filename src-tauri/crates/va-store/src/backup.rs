//! Copies of a database: whole, checked, and on the disk before they get their name. One before a schema is
//! updated, one a day of the catalogue. Never changes what it copies; restoring is [`crate::restore`].

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::WallTime;
use crate::database::{Check, beside, check, uri_path};
use crate::error::{Doing, Result, StoreError};

/// Days of which a copy is kept.
pub const KEPT: usize = 7;

const DAILY: &str = "catalogue-";
const ENDING: &str = ".sqlite";

/// The folder of a catalogue's copies: `backups` beside it.
pub fn folder_of(catalogue: &Path) -> PathBuf {
    catalogue.with_file_name("backups")
}

/// Copies the catalogue, with what its log holds, to `catalogue-<day>.sqlite` in its folder of copies, in
/// place of an earlier copy of that day, and removes the oldest ones beyond [`KEPT`]. Somebody may write
/// meanwhile. Returns the copy.
pub fn back_up_catalogue(catalogue: &Path, at: WallTime) -> Result<PathBuf> {
    let folder = folder_of(catalogue);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(catalogue, flags).doing(catalogue, "copy it")?;
    connection
        .busy_timeout(crate::database::BUSY)
        .doing(catalogue, "copy it")?;
    let copy = folder.join(format!("{DAILY}{}{ENDING}", day(at)));
    copy_to(&connection, catalogue, &copy)?;
    prune(&folder);
    Ok(copy)
}

/// The day of a time, in UTC, as it stands in the names of copies.
pub fn day(at: WallTime) -> String {
    let time = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::MAX);
    time.to_string().chars().take(10).collect()
}

/// Every copy of a catalogue, best one first: by what they hold, not by their dates, because a clock may
/// have been wrong. Copies that can't be opened come last.
pub(crate) fn copies(catalogue: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder_of(catalogue)) else {
        return Vec::new();
    };
    let is_copy = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "sqlite");
    let mut found: Vec<(i64, PathBuf)> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_copy)
        .map(|path| (events_in(&path).unwrap_or(-1), path))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

/// The number of the last event that a copy knows.
fn events_in(copy: &Path) -> Option<i64> {
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'";
    standing_still(copy)
        .ok()?
        .query_row(sql, [], |row| row.get(0))
        .ok()
}

/// Copies a database to a file that is whole and checked, or not there. A file of that name is replaced.
pub(crate) fn copy_to(connection: &Connection, path: &Path, to: &Path) -> Result<()> {
    let io = |doing| {
        move |source| StoreError::Io {
            path: to.to_owned(),
            doing,
            source,
        }
    };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(io("make the folder of"))?;
    }
    let part = beside(to, ".part");
    // left by a copy that was cut off; its journal would be taken for the new part's
    let journal = beside(&part, "-journal");
    for left in [&journal, &part] {
        remove_if_there(left).map_err(io("replace"))?;
    }
    let written = write_part(connection, path, &part)
        .and_then(|()| fs::rename(&part, to).map_err(io("put a copy at")));
    if written.is_err() {
        // the first error says why; a part file is never taken for a copy
        drop(fs::remove_file(&part));
        drop(fs::remove_file(&journal));
    }
    written?;
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(io("put a copy at"))?;
    }
    Ok(())
}

fn write_part(connection: &Connection, path: &Path, part: &Path) -> Result<()> {
    let text = crate::database::text_of(part)?;
    connection
        .execute("VACUUM INTO ?1", [text])
        .doing(path, "copy it")?;
    let synced = File::options().write(true).open(part);
    synced
        .and_then(|file| file.sync_all())
        .map_err(|source| StoreError::Io {
            path: part.to_owned(),
            doing: "write",
            source,
        })?;
    check(&standing_still(part)?, part, Check::Quick)
}

/// A file that nobody writes, opened without making anything beside it.
pub(crate) fn standing_still(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let uri = format!("file:{}?immutable=1", uri_path(path)?);
    Connection::open_with_flags(uri, flags).doing(path, "open it")
}

/// Removes the oldest daily copies and half ones; those from before an update of the schema stay.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let (mut copies, mut left): (Vec<PathBuf>, Vec<PathBuf>) = (Vec::new(), Vec::new());
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(DAILY) && name.ends_with(ENDING) {
            copies.push(path);
        } else if name.ends_with(".part") || name.ends_with(".part-journal") {
            // of a copy that was cut off; there is one writer, and it is here
            left.push(path);
        }
    }
    copies.sort_unstable();
    for old in copies.iter().rev().skip(KEPT).chain(&left) {
        if let Err(error) = fs::remove_file(old) {
            tracing::warn!(copy = %old.display(), %error, "an old copy can't be removed");
        }
    }
}

pub(crate) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    const DAY: i64 = 86_400_000;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn one_copy_a_day_is_kept_for_seven_days() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("catalogue.sqlite");
        let _writer = Catalogue::open(&path).unwrap();
        let kept = folder_of(&path).join("catalogue.v1.sqlite");
        fs::create_dir_all(folder_of(&path)).unwrap();
        fs::write(&kept, "made before an update").unwrap();
        for day in 0..9 {
            for hour in 0..3 {
                back_up_catalogue(&path, WallTime(day * DAY + hour * 3_600_000)).unwrap();
            }
        }
        let mut expected: Vec<String> = (3..=9)
            .map(|day| format!("catalogue-1970-01-0{day}.sqlite"))
            .collect();
        expected.push("catalogue.v1.sqlite".to_owned());
        assert_eq!(names(&folder_of(&path)), expected);
    }

    #[test]
    fn a_copy_holds_what_only_the_log_holds_and_nothing_that_is_not_committed() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("catalogue.sqlite");
        let mut writer = Catalogue::open(&path).unwrap();
        let at = WallTime(1);
        let video = Path::new("/media/a.mp4");
        writer.insert_video_or_get(video, 1, at).unwrap();
        let half = rusqlite::Connection::open(&path).unwrap();
        half.execute_batch("BEGIN IMMEDIATE; DELETE FROM video")
            .unwrap();
        let copy = back_up_catalogue(&path, at).unwrap();
        let copy = Catalogue::open(&copy).unwrap();
        assert!(copy.read().video_at(video).unwrap().is_some());
        assert_eq!(copy.read().list_videos().unwrap().len(), 1);
    }

    #[test]
    fn a_copy_that_was_cut_off_is_made_anew() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("catalogue.sqlite");
        let _writer = Catalogue::open(&path).unwrap();
        let folder = folder_of(&path);
        fs::create_dir_all(&folder).unwrap();
        for ending in ["", "-journal"] {
            let part = format!("catalogue-1970-01-01.sqlite.part{ending}");
            fs::write(folder.join(part), "half").unwrap();
        }
        fs::write(folder.join("catalogue-1969-12-31.sqlite.part"), "half").unwrap();
        back_up_catalogue(&path, WallTime(0)).unwrap();
        assert_eq!(names(&folder), ["catalogue-1970-01-01.sqlite"]);
    }

    #[test]
    fn nothing_is_left_where_a_copy_can_not_be_made() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("catalogue.sqlite");
        let _writer = Catalogue::open(&path).unwrap();
        fs::write(folder_of(&path), "a file where the folder should be").unwrap();
        let refused = back_up_catalogue(&path, WallTime(0)).unwrap_err();
        assert!(matches!(refused, StoreError::Io { .. }), "{refused}");
        assert!(folder_of(&path).is_file());
    }
}
