//! What can go wrong with the data folder as a whole: finding it, moving it, cleaning it up. Each with its
//! code and what the user can do. Part of [`crate::EngineError`].

use std::path::PathBuf;

use va_core::{ErrorCode, Failure};

use crate::error::is_full;
use crate::location::{STORAGE_VARIABLE, StorageSource};

/// Why something with the data folder was refused or failed. Unless it says so, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The folder that somebody chose is not there.
    #[error("the storage folder `{path}` is not there")]
    Missing {
        /// The folder.
        path: PathBuf,
        /// Who chose it.
        chosen: StorageSource,
    },
    /// The file with the setting can't be read.
    #[error("`{path}`, which says where the storage folder is, can't be read: {reason}")]
    LocationUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The folder was moved elsewhere and kept.
    #[error("the storage folder `{path}` was moved to `{to}`")]
    Moved {
        /// The old folder.
        path: PathBuf,
        /// The new one.
        to: PathBuf,
    },
    /// The folder is only partly filled by a move.
    #[error("`{path}` holds an unfinished copy of the storage folder `{from}`")]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// What is being copied.
        from: PathBuf,
    },
    /// Jobs run, so the folder can't be moved.
    #[error("{running} job(s) are running, so the storage folder can't be moved")]
    Busy {
        /// How many.
        running: usize,
    },
    /// Models are being downloaded into the folder.
    #[error("{running} model(s) are being downloaded, so the storage folder can't be moved")]
    Loading {
        /// How many.
        running: usize,
    },
    /// The folder is being moved already.
    #[error("the storage folder is being moved, so nothing in it can be changed just now")]
    Moving,
    /// There is no move to cancel.
    #[error("the storage folder is not being moved")]
    NotMoving,
    /// The environment says where the folder is, so no setting can change it.
    #[error("the storage folder is set by {STORAGE_VARIABLE}, so it can't be moved from here")]
    Fixed,
    /// The folder can't become the data folder.
    #[error("the storage folder can't be moved to `{path}`: {reason}")]
    Target {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Something in the old folder can't be moved.
    #[error("`{path}` can't be moved: {reason}")]
    Unmovable {
        /// What.
        path: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// The new disk has too little room.
    #[error(
        "`{path}` has {} MB free, and the storage folder needs {} MB",
        .available >> 20,
        .needed.div_ceil(1 << 20)
    )]
    NoSpace {
        /// The new folder.
        path: PathBuf,
        /// Bytes.
        needed: u64,
        /// Bytes.
        available: u64,
    },
    /// A copy is not what was copied.
    #[error("the copy `{path}` is not the same as its original")]
    Differs {
        /// The copy.
        path: PathBuf,
    },
    /// Somebody kept changing the old folder.
    #[error("`{path}` was changed while it was copied")]
    Changed {
        /// What.
        path: PathBuf,
    },
    /// Reading, writing or removing failed.
    #[error("can't {doing} `{path}`: {source}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The user stopped the move.
    #[error("the move of the storage folder was cancelled")]
    Cancelled,
    /// Retention is off.
    #[error("old jobs are kept: no number of days is set after which they are removed")]
    RetentionDisabled,
    /// A job's folder lies where nothing may be removed.
    #[error("`{path}` is not removed: {reason}")]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: &'static str,
    },
}

impl StorageError {
    /// The error as it is sent and shown.
    pub fn failure(&self) -> Failure {
        Failure::new(self.code(), self.to_string()).hint(self.hint())
    }

    /// Which error it is on the wire.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Missing { .. } | Self::LocationUnreadable { .. } | Self::Moved { .. } => {
                ErrorCode::StorageMissing
            }
            Self::Moving => ErrorCode::StorageMoving,
            Self::Busy { .. } | Self::Loading { .. } | Self::Changed { .. } => {
                ErrorCode::StorageBusy
            }
            Self::Fixed => ErrorCode::SettingFixed,
            Self::Unfinished { .. }
            | Self::NotMoving
            | Self::Target { .. }
            | Self::Unmovable { .. }
            | Self::NotOurs { .. } => ErrorCode::StorageTargetRefused,
            Self::NoSpace { .. } => ErrorCode::StorageFull,
            Self::Io { source, .. } if is_full(source) => ErrorCode::StorageFull,
            Self::Differs { .. } | Self::Io { .. } => ErrorCode::StorageNotWritable,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::RetentionDisabled => ErrorCode::RetentionDisabled,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Missing { chosen, .. } => {
                let instead = match chosen {
                    StorageSource::Environment => {
                        format!("make the folder in which it lies, or change {STORAGE_VARIABLE}")
                    }
                    StorageSource::Setting | StorageSource::Default => {
                        "start with a new, empty library by removing `location.json` from the program's \
                         configuration folder"
                            .to_owned()
                    }
                };
                format!("connect the disk that holds it and start again, or {instead}")
            }
            Self::LocationUnreadable { .. } => {
                "repair the file, or remove it to use the platform's own folder again".to_owned()
            }
            Self::Moved { to, .. } => {
                format!("use `{}`; to use this old copy instead, remove `moved.json` from it", to.display())
            }
            Self::Unfinished { .. } => {
                "start the move again to complete it, or remove this folder: the original is complete".to_owned()
            }
            Self::Busy { .. } => "wait until they are done, or pause the queue and cancel them".to_owned(),
            Self::Loading { .. } => "wait until they are here, or pause them".to_owned(),
            Self::Moving => "wait until it has been moved, or cancel the move".to_owned(),
            Self::NotMoving => "start a move first".to_owned(),
            Self::Fixed => {
                format!("stop the program, move the folder by hand and change {STORAGE_VARIABLE}")
            }
            Self::Target { .. } => "choose a new or empty folder outside the storage folder".to_owned(),
            Self::Unmovable { .. } => {
                "replace it by what it points to, or take it out of the storage folder".to_owned()
            }
            Self::NoSpace { .. } => "free some space on that disk, or choose another one".to_owned(),
            Self::Differs { .. } => {
                "the storage folder stays where it was; check the new disk, it may be failing".to_owned()
            }
            Self::Changed { .. } => {
                "the storage folder stays where it was; close other programs that use it, then try again".to_owned()
            }
            Self::Io { source, .. } if is_full(source) => {
                "free some space on that disk, then try again".to_owned()
            }
            Self::Io { .. } => {
                "check that the disk is connected and the folder can be read and written, then try again".to_owned()
            }
            Self::Cancelled => "the storage folder stays where it was".to_owned(),
            Self::RetentionDisabled => {
                "set `retention_days` in the settings, or give the number of days".to_owned()
            }
            Self::NotOurs { .. } => "remove it by hand if you want it gone".to_owned(),
        }
    }
}
