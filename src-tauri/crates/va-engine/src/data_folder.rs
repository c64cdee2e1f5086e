//! The data folder: where jobs, the catalogue and logs live, made when missing, owned by one process at a
//! time through an operating-system lock that goes away with the process, however that ends.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};
use va_core::JobId;
use va_store::WallTime;

use crate::error::EngineError;
use crate::job_folder::write_whole;
use crate::location::Location;
use crate::storage_move::{Journal, guard};

pub use crate::location::STORAGE_VARIABLE;

/// Names at the top of a data folder.
pub mod names {
    /// The file that is locked. It holds nothing: Windows lets nobody read a locked file.
    pub const LOCK: &str = "engine.lock";
    /// Who holds the lock, as JSON.
    pub const HOLDER: &str = "engine.holder.json";
    /// The catalogue database.
    pub const CATALOGUE: &str = "catalogue.sqlite";
    /// Recordings that came with their job, a folder each.
    pub const UPLOADS: &str = "uploads";
    /// Folders of jobs that the engine made.
    pub const JOBS: &str = "jobs";
    /// Unfinished uploads and downloads; nothing in it outlives a start.
    pub const TEMP: &str = "temp";
    /// The program's logs.
    pub const LOGS: &str = "logs";
    /// Folders with results that no job in the catalogue names. Nothing here is ever removed.
    pub const RECOVERED: &str = "recovered";
    /// A note that this folder is being filled by a move.
    pub const MOVING: &str = "moving.json";
    /// A note that this folder was moved elsewhere.
    pub const MOVED: &str = "moved.json";
}

/// How long a lock is asked for again: a program that was killed just now holds it until the system has
/// ended it. And how often.
const DYING: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(20);

/// An opened and locked data folder.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

/// Who holds a data folder.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    pid: u32,
    program: String,
    since: String,
}

/// Where the data folder of this user is, see [`Location::find`].
pub fn default_root() -> Result<PathBuf, EngineError> {
    Location::of_this_user().find().map(|place| place.root)
}

/// Free and total bytes of the disk that holds a folder.
pub fn space(folder: &Path) -> std::io::Result<(u64, u64)> {
    Ok((fs4::available_space(folder)?, fs4::total_space(folder)?))
}

impl DataFolder {
    /// The folders that exist in every data folder.
    pub const PARTS: [&'static str; 5] = [
        names::UPLOADS,
        "results",
        names::TEMP,
        names::LOGS,
        names::JOBS,
    ];

    /// Makes the folder where it is missing and takes its lock. Refuses when another process has it, and
    /// says which, and when a move has left it unfinished or moved it elsewhere.
    pub fn open(root: &Path) -> Result<Self, EngineError> {
        Self::open_in(root, &Location::of_this_user()).map(|(folder, _)| folder)
    }

    /// The same with the places of another user; answers also what a move that has been switched left to be
    /// done.
    pub fn open_in(
        root: &Path,
        location: &Location,
    ) -> Result<(Self, Option<Journal>), EngineError> {
        let folder = Self::lock(root)?;
        let pending = guard(root, location)?;
        folder.make_parts()?;
        Ok((folder, pending))
    }

    /// Makes the folders that exist in every data folder.
    pub(crate) fn make_parts(&self) -> Result<(), EngineError> {
        for part in Self::PARTS {
            let path = self.root.join(part);
            fs::create_dir_all(&path)
                .map_err(|source| EngineError::NotWritable { path, source })?;
        }
        Ok(())
    }

    /// Takes the lock of a folder and makes nothing else in it.
    pub(crate) fn lock(root: &Path) -> Result<Self, EngineError> {
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |source| EngineError::NotWritable { path, source }
        };
        fs::create_dir_all(root).map_err(unwritable(root))?;
        let path = root.join(names::LOCK);
        let lock = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(unwritable(&path))?;
        let deadline = Instant::now() + DYING;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(LOOK);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(EngineError::Locked {
                        path: root.to_owned(),
                        holder: Holder::read(root),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(unwritable(&path)(source)),
            }
        }
        let path = root.join(names::HOLDER);
        Holder::this().write(&path).map_err(unwritable(&path))?;
        Ok(Self {
            root: root.to_owned(),
            _lock: lock,
        })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The catalogue database.
    pub fn catalogue(&self) -> PathBuf {
        self.root.join(names::CATALOGUE)
    }

    /// The folder of a job that this engine made.
    pub fn job(&self, job: JobId) -> PathBuf {
        self.root.join(names::JOBS).join(job.to_string())
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        // a name that stays behind is only a courtesy gone stale: the lock decides
        drop(fs::remove_file(self.root.join(names::HOLDER)));
    }
}

impl Holder {
    fn this() -> Self {
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(Path::file_name);
        Self {
            pid: std::process::id(),
            program: program.unwrap_or_default().to_string_lossy().into_owned(),
            since: WallTime::from(SystemTime::now()).to_string(),
        }
    }

    fn write(&self, path: &Path) -> std::io::Result<()> {
        write_whole(path, &serde_json::to_vec(self)?)
    }

    /// The holder in words, as far as it can be known.
    fn read(root: &Path) -> String {
        let text = fs::read(root.join(names::HOLDER)).unwrap_or_default();
        match serde_json::from_slice::<Self>(&text) {
            Ok(Self {
                pid,
                program,
                since,
            }) => {
                format!("{program} (process {pid}, since {since})")
            }
            // between taking the lock and writing the name there is a moment without a name
            Err(_) => "another process".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_owner_is_told_who_holds_the_folder_and_since_when() {
        let root = tempfile::tempdir().unwrap();
        let first = DataFolder::open(root.path()).unwrap();
        let error = DataFolder::open(root.path()).unwrap_err();
        let EngineError::Locked { holder, .. } = &error else {
            panic!("{error}")
        };
        assert!(
            holder.contains(&format!("process {},", std::process::id())),
            "{holder}"
        );
        assert!(holder.contains("since 2"), "{holder}");
        drop(first);
        assert!(
            DataFolder::open(root.path()).is_ok(),
            "the lock goes with its owner"
        );
    }

    #[test]
    fn a_name_that_a_killed_owner_left_behind_locks_nothing() {
        let root = tempfile::tempdir().unwrap();
        fs::write(
            root.path().join(names::HOLDER),
            r#"{"pid":1,"program":"x","since":"y"}"#,
        )
        .unwrap();
        fs::write(root.path().join(names::LOCK), "text of an earlier version").unwrap();
        assert!(DataFolder::open(root.path()).is_ok());
    }

    #[test]
    fn every_part_exists_after_opening() {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&root.path().join("new/one")).unwrap();
        for part in DataFolder::PARTS {
            assert!(folder.root().join(part).is_dir(), "{part}");
        }
        assert!(space(folder.root()).unwrap().1 > 0);
    }
}
