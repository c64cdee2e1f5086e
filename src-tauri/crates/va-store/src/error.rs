//! What can go wrong with a database, with the code and the hint that a person sees.

use std::path::{Path, PathBuf};

use rusqlite::ffi;
use va_core::step::IllegalTransition;
use va_core::{ErrorCode, Failure, JobId, PipelineId};

/// Result of everything in this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store refused.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `SQLite` refused.
    #[error("database `{path}`: can't {doing}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// The file is damaged or is no database of this program. It was not touched.
    #[error("database `{path}` is damaged: {detail}")]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// First finding of the check.
        detail: String,
    },
    /// The file was written by a newer version. It was not touched.
    #[error("database `{path}` has schema version {found}, this program knows {known}")]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file is older than this program and could not be brought up to date.
    #[error("database `{path}` can't be updated from schema version {from}: {source}")]
    Migration {
        /// The file.
        path: PathBuf,
        /// Its version before.
        from: i64,
        /// What failed.
        source: rusqlite_migration::Error,
    },
    /// The file is older than this program and was opened for reading only.
    #[error("database `{path}` has schema version {found}, this program reads {known}")]
    TooOld {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that is needed.
        known: i64,
    },
    /// There is no file to read. Whether it is not there yet or not any more, the caller knows.
    #[error("there is no database `{path}`")]
    Missing {
        /// Where it would be.
        path: PathBuf,
    },
    /// The file has changes that were not merged, and lies where they can't be.
    #[error("database `{path}` has unmerged changes and its folder can't be written")]
    Unmerged {
        /// The file.
        path: PathBuf,
    },
    /// A file operation beside the database failed.
    #[error("can't {doing} `{path}`: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A value can't be written as JSON or read back.
    #[error("{what} can't be stored or read back: {source}")]
    Json {
        /// Which value.
        what: &'static str,
        /// What serde said.
        source: serde_json::Error,
    },
    /// A path is not text, so it can neither be stored nor sent.
    #[error("path `{}` is not valid Unicode", .path.display())]
    PathNotUnicode {
        /// The path.
        path: PathBuf,
    },
    /// The whole data folder is being moved: nothing may change until that has ended.
    #[error("the storage folder is being moved, so nothing can be changed just now")]
    Frozen,
    /// No such job.
    #[error("no job has the id `{0}`")]
    JobNotFound(JobId),
    /// The job was cancelled: nothing of it is taken up again. Nothing was written.
    #[error("job `{0}` was cancelled and can't be retried")]
    JobCancelled(JobId),
    /// The job has no place in the queue: it runs or has ended. Nothing was written.
    #[error("job `{0}` does not wait in the queue")]
    JobNotWaiting(JobId),
    /// No such video.
    #[error("no video has the id `{0}`")]
    VideoNotFound(i64),
    /// The job has no such step.
    #[error("job `{job}` has no step `{pipeline}`")]
    StepNotFound {
        /// The job.
        job: JobId,
        /// The pipeline that it does not run.
        pipeline: PipelineId,
    },
    /// The step is in a state that does not allow this. Nothing was written.
    #[error("step `{pipeline}` of job `{job}`: {source}")]
    IllegalTransition {
        /// The job.
        job: JobId,
        /// The step.
        pipeline: PipelineId,
        /// State and event.
        source: IllegalTransition,
    },
    /// The results file belongs to another job.
    #[error("results `{path}` belong to job `{found}`, not to `{expected}`")]
    OtherJob {
        /// The file.
        path: PathBuf,
        /// The job that was asked for.
        expected: JobId,
        /// The job that it says.
        found: String,
    },
    /// No token has this number.
    #[error("there is no token with the number {0}")]
    TokenNotFound(i64),
    /// A token that is in use has this name.
    #[error("there is a token `{0}` already")]
    TokenExists(String),
    /// The results file has no such track.
    #[error("there is no track `{0}`")]
    TrackNotFound(String),
    /// An object would have two rows at a tick. Nothing was written.
    #[error("track `{key}` would hold object {object} twice at tick {pts}")]
    ObjectTwice {
        /// The track.
        key: String,
        /// The number of the object.
        object: u32,
        /// The tick.
        pts: i64,
    },
    /// The track was declared differently before, or an item does not fit it.
    #[error("track `{key}`: {reason}")]
    TrackMismatch {
        /// The track.
        key: String,
        /// What differs.
        reason: String,
    },
}

impl StoreError {
    /// The error as it is stored, sent and shown.
    pub fn failure(&self) -> Failure {
        let failure = Failure::new(self.code(), self.to_string());
        match self.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Which error it is on the wire.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Database { source, .. } => code_of_sqlite(source),
            Self::Migration { source, .. } => match source {
                rusqlite_migration::Error::RusqliteError { err, .. } => code_of_sqlite(err),
                _ => ErrorCode::DatabaseFailed,
            },
            Self::Corrupt { .. } => ErrorCode::DatabaseCorrupt,
            Self::TooNew { .. } => ErrorCode::DatabaseTooNew,
            Self::Unmerged { .. } => ErrorCode::StorageNotWritable,
            Self::Io { source, .. } => match source.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                    ErrorCode::StorageFull
                }
                std::io::ErrorKind::PermissionDenied
                | std::io::ErrorKind::ReadOnlyFilesystem
                | std::io::ErrorKind::NotFound => ErrorCode::StorageNotWritable,
                _ => ErrorCode::DatabaseFailed,
            },
            Self::TooOld { .. } | Self::Json { .. } => ErrorCode::DatabaseFailed,
            Self::PathNotUnicode { .. } => ErrorCode::InvalidRequest,
            Self::JobNotFound(_) => ErrorCode::JobNotFound,
            Self::Missing { .. } | Self::VideoNotFound(_) | Self::TrackNotFound(_) => {
                ErrorCode::NotFound
            }
            Self::TokenNotFound(_) => ErrorCode::TokenNotFound,
            Self::TokenExists(_) => ErrorCode::TokenExists,
            Self::StepNotFound { .. } => ErrorCode::PipelineNotFound,
            Self::IllegalTransition { .. } => ErrorCode::JobAlreadyCompleted,
            Self::JobCancelled(_) => ErrorCode::JobCancelled,
            Self::JobNotWaiting(_) => ErrorCode::JobNotWaiting,
            Self::OtherJob { .. } | Self::TrackMismatch { .. } | Self::ObjectTwice { .. } => {
                ErrorCode::Internal
            }
            Self::Frozen => ErrorCode::StorageMoving,
        }
    }

    fn hint(&self) -> Option<&'static str> {
        match self.code() {
            ErrorCode::StorageFull => Some(
                "free some space on that disk, then retry the job; it goes on from its last checkpoint",
            ),
            ErrorCode::StorageNotWritable => Some(
                "check that the folder exists and can be written, or choose another data folder with VIDEOANNOTATOR_STORAGE_DIR",
            ),
            ErrorCode::DatabaseBusy => {
                Some("close the other program that has the file open, then try again")
            }
            ErrorCode::DatabaseTooNew => Some("update the program; the file was not changed"),
            ErrorCode::DatabaseCorrupt => Some(
                "the file was not changed: a damaged catalogue is replaced by its last good copy when the program starts; measure the video again if it is a job's file",
            ),
            ErrorCode::DatabaseFailed => match self {
                Self::TooOld { .. } => Some(
                    "open the job once where its folder can be written; the file is brought up to date then",
                ),
                Self::Migration { .. } => Some(
                    "the file was not changed; a copy lies beside it. Report this with the program's log",
                ),
                Self::Database { .. } | Self::Io { .. } | Self::Json { .. } => {
                    Some("try again; if it fails again, report this with the program's log")
                }
                Self::Corrupt { .. }
                | Self::Missing { .. }
                | Self::TooNew { .. }
                | Self::Unmerged { .. }
                | Self::PathNotUnicode { .. }
                | Self::Frozen
                | Self::JobNotFound(_)
                | Self::JobCancelled(_)
                | Self::JobNotWaiting(_)
                | Self::VideoNotFound(_)
                | Self::StepNotFound { .. }
                | Self::IllegalTransition { .. }
                | Self::OtherJob { .. }
                | Self::TokenNotFound(_)
                | Self::TokenExists(_)
                | Self::TrackNotFound(_)
                | Self::ObjectTwice { .. }
                | Self::TrackMismatch { .. } => None,
            },
            ErrorCode::StorageMoving => {
                Some("wait until the storage folder has been moved, or cancel the move")
            }
            ErrorCode::TokenNotFound => Some("see `videoannotator token list`"),
            ErrorCode::TokenExists => Some("choose another name, or revoke that token first"),
            ErrorCode::InvalidRequest => {
                Some("rename the file or folder so that its name is valid Unicode")
            }
            ErrorCode::Internal => {
                Some("run the video again as a new job; report this with the job's log")
            }
            _ => None,
        }
    }
}

/// The wire code of an `SQLite` error. Anything that is not about the disk is a fault to report.
fn code_of_sqlite(error: &rusqlite::Error) -> ErrorCode {
    let e = match error {
        rusqlite::Error::SqliteFailure(e, _) => e,
        // a stored word or JSON text that does not read back was not written by this program
        rusqlite::Error::FromSqlConversionFailure(..) => return ErrorCode::DatabaseCorrupt,
        _ => return ErrorCode::DatabaseFailed,
    };
    match e.code {
        ffi::ErrorCode::DiskFull => ErrorCode::StorageFull,
        // the wal-index could not be grown: the same full disk, seen earlier
        _ if e.extended_code == ffi::SQLITE_IOERR_SHMSIZE => ErrorCode::StorageFull,
        ffi::ErrorCode::ReadOnly
        | ffi::ErrorCode::CannotOpen
        | ffi::ErrorCode::PermissionDenied
        | ffi::ErrorCode::AuthorizationForStatementDenied => ErrorCode::StorageNotWritable,
        ffi::ErrorCode::DatabaseCorrupt | ffi::ErrorCode::NotADatabase => {
            ErrorCode::DatabaseCorrupt
        }
        ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked => ErrorCode::DatabaseBusy,
        _ => ErrorCode::DatabaseFailed,
    }
}

/// Names the file and the attempt when `SQLite` refuses.
pub(crate) trait Doing<T> {
    fn doing(self, path: &Path, what: &'static str) -> Result<T>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, path: &Path, what: &'static str) -> Result<T> {
        self.map_err(|source| StoreError::Database {
            path: path.to_owned(),
            doing: what,
            source,
        })
    }
}

/// Turns a JSON error into ours.
pub(crate) trait Naming<T> {
    fn naming(self, what: &'static str) -> Result<T>;
}

impl<T> Naming<T> for serde_json::Result<T> {
    fn naming(self, what: &'static str) -> Result<T> {
        self.map_err(|source| StoreError::Json { what, source })
    }
}
