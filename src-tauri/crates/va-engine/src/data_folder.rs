//! The data folder: where jobs, the catalogue and logs live, made when missing, owned by one process at a
//! time through an operating-system lock that goes away with the process.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use va_core::JobId;

use crate::error::EngineError;

/// Environment variable that names another data folder.
pub const STORAGE_VARIABLE: &str = "VIDEOANNOTATOR_STORAGE_DIR";

/// An opened and locked data folder.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

/// Where the data folder is: the environment variable, else the platform's place for application data
/// (`~/.local/share/videoannotator`, `%APPDATA%\VideoAnnotator\data`, `~/Library/Application Support/...`).
pub fn default_root() -> Result<PathBuf, EngineError> {
    if let Some(path) = std::env::var_os(STORAGE_VARIABLE).filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    ProjectDirs::from("org", "VideoAnnotator", "VideoAnnotator")
        .map(|dirs| dirs.data_dir().to_owned())
        .ok_or(EngineError::NoDataFolder)
}

/// Free and total bytes of the disk that holds a folder.
pub fn space(folder: &Path) -> std::io::Result<(u64, u64)> {
    Ok((fs4::available_space(folder)?, fs4::total_space(folder)?))
}

impl DataFolder {
    /// The folders that exist in every data folder.
    pub const PARTS: [&'static str; 5] = ["uploads", "results", "temp", "logs", "jobs"];

    /// Makes the folder where it is missing and takes its lock. Refuses when another process has it.
    pub fn open(root: &Path) -> Result<Self, EngineError> {
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |source| EngineError::NotWritable { path, source }
        };
        for part in Self::PARTS {
            let path = root.join(part);
            fs::create_dir_all(&path).map_err(unwritable(&path))?;
        }
        let path = root.join("engine.lock");
        let mut lock = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(unwritable(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // the holder's name is a courtesy; Windows does not let a locked file be read
                let named = lock.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                let holder = if named {
                    holder.trim().to_owned()
                } else {
                    "another process".to_owned()
                };
                return Err(EngineError::Locked {
                    path: root.to_owned(),
                    holder,
                });
            }
            Err(TryLockError::Error(source)) => return Err(unwritable(&path)(source)),
        }
        let program = std::env::current_exe().ok();
        let program = program
            .as_deref()
            .and_then(Path::file_name)
            .unwrap_or_default();
        let holder = format!(
            "{} (process {})\n",
            program.to_string_lossy(),
            std::process::id()
        );
        lock.set_len(0)
            .and_then(|()| lock.write_all(holder.as_bytes()))
            .map_err(unwritable(&path))?;
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
        self.root.join("catalogue.sqlite")
    }

    /// The folder of a job that this engine made.
    pub fn job(&self, job: JobId) -> PathBuf {
        self.root.join("jobs").join(job.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_owner_is_told_who_holds_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let first = DataFolder::open(root.path()).unwrap();
        let error = DataFolder::open(root.path()).unwrap_err();
        let EngineError::Locked { holder, .. } = &error else {
            panic!("{error}")
        };
        assert!(holder.contains(&std::process::id().to_string()), "{holder}");
        drop(first);
        assert!(
            DataFolder::open(root.path()).is_ok(),
            "the lock goes with its owner"
        );
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
