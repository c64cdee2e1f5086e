//! Which folder is the data folder: the environment, else the setting, else the platform's place. The setting
//! is one small file outside every data folder, so that it can be read before one is opened and replaced in
//! one step. It opens and makes no data folder. Called by the engine, the command line and the move.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::error::EngineError;
use crate::job_folder::write_whole;
use crate::storage_error::StorageError;
use crate::storage_move::require_not_moved;

/// Environment variable that names another data folder.
pub const STORAGE_VARIABLE: &str = "VIDEOANNOTATOR_STORAGE_DIR";

/// Name of the setting's file in the configuration folder.
pub const LOCATION_FILE: &str = "location.json";

/// Who says where the data folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageSource {
    /// The platform.
    Default,
    /// `VIDEOANNOTATOR_STORAGE_DIR`, or whoever started the engine.
    Environment,
    /// The setting, which a move of the data folder writes.
    Setting,
}

impl StorageSource {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Environment => "environment",
            Self::Setting => "setting",
        }
    }
}

/// A data folder with who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder, absolute.
    pub root: PathBuf,
    /// Who says so.
    pub source: StorageSource,
}

/// Where to look for the data folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// What the environment or the caller says; wins.
    pub given: Option<PathBuf>,
    /// The setting's file.
    pub file: Option<PathBuf>,
    /// The platform's folder for application data.
    pub default: Option<PathBuf>,
}

/// What the setting's file says.
#[derive(Debug, Serialize, Deserialize)]
struct Setting {
    /// Version of this file's shape, 1.
    schema: u32,
    /// The data folder, absolute.
    storage: PathBuf,
}

impl Location {
    /// The environment, configuration folder and data folder of this user: on Linux
    /// `~/.config/videoannotator` and `~/.local/share/videoannotator`.
    pub fn of_this_user() -> Self {
        let variable = std::env::var_os(STORAGE_VARIABLE).filter(|value| !value.is_empty());
        let dirs = ProjectDirs::from("org", "VideoAnnotator", "VideoAnnotator");
        let dirs = dirs.as_ref();
        Self {
            given: variable.map(PathBuf::from),
            file: dirs.map(|dirs| dirs.config_dir().join(LOCATION_FILE)),
            default: dirs.map(|dirs| dirs.data_dir().to_owned()),
        }
    }

    /// The data folder. A folder that somebody chose must be there: a disk that is not connected is an
    /// error, never a new, empty library, and so is one that was moved elsewhere. The platform's own is made
    /// when it is opened.
    pub fn find(&self) -> Result<Place, EngineError> {
        let (root, source) = if let Some(given) = &self.given {
            (given.clone(), StorageSource::Environment)
        } else if let Some(setting) = self.setting()? {
            (setting, StorageSource::Setting)
        } else {
            let default = self.default.clone().ok_or(EngineError::NoDataFolder)?;
            (default, StorageSource::Default)
        };
        // job folders are remembered by path, whatever the working folder is next time
        let root = std::path::absolute(&root).unwrap_or(root);
        let missing = match source {
            StorageSource::Default => false,
            // it is made when missing, but not the folder in which it would lie
            StorageSource::Environment => {
                !root.is_dir() && root.parent().is_some_and(|parent| !parent.is_dir())
            }
            // the mount point of a disk that is not connected is there, and empty
            StorageSource::Setting => !is_storage(&root),
        };
        if missing {
            return Err(StorageError::Missing {
                path: root,
                chosen: source,
            }
            .into());
        }
        require_not_moved(&root)?;
        Ok(Place { root, source })
    }

    /// The folder that the setting names, if there is a setting.
    pub fn setting(&self) -> Result<Option<PathBuf>, EngineError> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let unreadable = |reason: String| {
            let path = file.clone();
            EngineError::from(StorageError::LocationUnreadable { path, reason })
        };
        let text = match fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        let setting: Setting =
            serde_json::from_slice(&text).map_err(|e| unreadable(e.to_string()))?;
        if setting.schema != 1 {
            let reason = format!("it has schema {}, this program knows 1", setting.schema);
            return Err(unreadable(reason));
        }
        Ok(Some(setting.storage))
    }

    /// Whether the setting names this folder.
    pub fn names(&self, root: &Path) -> bool {
        let named = self.setting().ok().flatten();
        named.is_some_and(|named| same_folder(&named, root))
    }

    /// Makes this folder the data folder, in one step that survives a power cut: from then on every start
    /// finds it, before that every start finds the old one.
    pub fn set(&self, root: &Path) -> Result<(), EngineError> {
        let file = self.file.as_ref().ok_or(EngineError::NoDataFolder)?;
        let unwritable = |source| EngineError::NotWritable {
            path: file.clone(),
            source,
        };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(unwritable)?;
        }
        let setting = Setting {
            schema: 1,
            storage: root.to_owned(),
        };
        let json = serde_json::to_vec_pretty(&setting).map_err(std::io::Error::from);
        json.and_then(|json| write_whole(file, &json))
            .map_err(unwritable)
    }
}

/// Whether a folder has been a data folder.
fn is_storage(root: &Path) -> bool {
    root.join("catalogue.sqlite").is_file() || root.join("jobs").is_dir()
}

/// Whether two paths are the same folder, however they are written.
pub(crate) fn same_folder(one: &Path, other: &Path) -> bool {
    if one == other {
        return true;
    }
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(home: &Path) -> Location {
        Location {
            given: None,
            file: Some(home.join("config/location.json")),
            default: Some(home.join("share")),
        }
    }

    #[test]
    fn the_environment_wins_over_the_setting_and_the_setting_over_the_platform() {
        let home = tempfile::tempdir().unwrap();
        let mut location = location(home.path());
        let found = location.find().unwrap();
        assert_eq!(
            (found.root, found.source),
            (home.path().join("share"), StorageSource::Default)
        );
        let chosen = home.path().join("disk/library");
        fs::create_dir_all(chosen.join("jobs")).unwrap();
        location.set(&chosen).unwrap();
        let found = location.find().unwrap();
        assert_eq!(
            (&found.root, found.source),
            (&chosen, StorageSource::Setting)
        );
        assert!(
            location.names(&home.path().join("disk/./library")),
            "the same, written differently"
        );
        location.given = Some(home.path().join("other"));
        assert_eq!(location.find().unwrap().source, StorageSource::Environment);
    }

    fn missing(error: &EngineError) -> bool {
        matches!(error, EngineError::Storage(StorageError::Missing { .. }))
    }

    #[test]
    fn a_chosen_folder_whose_disk_is_not_connected_is_an_error_and_nothing_is_made() {
        let home = tempfile::tempdir().unwrap();
        let mount = home.path().join("disk");
        fs::create_dir(&mount).unwrap();
        let mut location = location(home.path());
        for chosen in [
            mount.clone(),
            mount.join("library"),
            mount.join("deeper/library"),
        ] {
            location.set(&chosen).unwrap();
            let error = location.find().unwrap_err();
            assert!(missing(&error), "{error}");
            assert!(error.failure().hint.unwrap().contains("connect"));
        }
        location.given = Some(mount.join("deeper/library"));
        assert!(missing(&location.find().unwrap_err()));
        location.given = Some(mount.join("library"));
        assert!(
            location.find().is_ok(),
            "a new folder in one that is there may be made"
        );
        assert_eq!(
            fs::read_dir(&mount).unwrap().count(),
            0,
            "looking makes nothing"
        );
    }

    #[test]
    fn a_setting_that_cannot_be_read_is_never_taken_for_none() {
        let home = tempfile::tempdir().unwrap();
        let location = location(home.path());
        fs::create_dir(home.path().join("config")).unwrap();
        for text in [
            "",
            "{",
            "{\"schema\":2,\"storage\":\"/x\"}",
            "{\"schema\":1}",
        ] {
            fs::write(home.path().join("config/location.json"), text).unwrap();
            let error = location.find().unwrap_err();
            let unreadable = matches!(
                error,
                EngineError::Storage(StorageError::LocationUnreadable { .. })
            );
            assert!(unreadable, "{text}: {error}");
        }
    }
}
