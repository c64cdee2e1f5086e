//! What can go wrong in the engine, each with its code and what the user can do.

use std::path::PathBuf;

use va_core::issue::Issue;
use va_core::{ErrorCode, Failure, JobId, PipelineId};

use crate::storage_error::StorageError;

/// An error of the engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The platform names no data folder.
    #[error("this computer names no folder for application data")]
    NoDataFolder,
    /// The data folder's disk does not allow it now.
    #[error("{0}")]
    Disk(Failure),
    /// A recording does not fit on the disk of the data folder.
    #[error("`{place}` has no room for this recording: it needs {}, {} are free and {} are to stay free", megabytes(*needs), megabytes(*free), megabytes(*stays))]
    NoRoom {
        /// The data folder.
        place: PathBuf,
        /// Bytes that are known to come.
        needs: u64,
        /// Free bytes.
        free: u64,
        /// Bytes that have to stay free.
        stays: u64,
    },
    /// A recording is larger than what is taken in.
    #[error("the recording is larger than {}, which is the most that is taken in", megabytes(*limit))]
    UploadTooLarge {
        /// The most, in bytes.
        limit: u64,
    },
    /// A token can't be made like this.
    #[error("{0}")]
    Token(Failure),
    /// A folder or file can't be made or written.
    #[error("`{path}` can't be written: {source}")]
    NotWritable {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file can't be read.
    #[error("`{path}` can't be read: {source}")]
    NotReadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Another process owns the data folder.
    #[error("the data folder `{path}` is in use by {holder}")]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Who has it.
        holder: String,
    },
    /// The configuration has errors.
    #[error("the configuration has {} error(s)", .0.len())]
    InvalidConfig(Vec<Issue>),
    /// A pipeline can't run here.
    #[error("`{pipeline}` can't run: {reason}")]
    PipelineUnavailable {
        /// Registry name.
        pipeline: String,
        /// Why.
        reason: Failure,
    },
    /// No such job.
    #[error("there is no job `{0}`")]
    JobNotFound(JobId),
    /// The job has ended, so it can't be cancelled.
    #[error("job `{0}` has already ended as {1}")]
    JobAlreadyEnded(JobId, &'static str),
    /// The job has no failed pipeline that could be tried again.
    #[error("job `{0}` can't be tried again: {1}")]
    NothingToRetry(JobId, &'static str),
    /// The pipeline of this job has ended, so it can't be cancelled.
    #[error("`{1}` of job `{0}` has already ended")]
    StepAlreadyEnded(JobId, PipelineId),
    /// The job has no such pipeline.
    #[error("job `{0}` has no pipeline `{1}`")]
    StepNotFound(JobId, PipelineId),
    /// The environment decides this setting.
    #[error("`{key}` is set by the environment variable {variable}")]
    SettingFixed {
        /// The setting.
        key: &'static str,
        /// The variable.
        variable: &'static str,
    },
    /// The recording can't be used.
    #[error(transparent)]
    Media(#[from] va_media::MediaError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] va_store::StoreError),
    /// Something about a model.
    #[error(transparent)]
    Model(#[from] va_models::ModelError),
    /// Something about the data folder as a whole.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The worker program did not start.
    #[error("the worker `{program}` did not start: {source}")]
    WorkerStart {
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The demo clip is not in the runtime folder.
    #[error("the demo clip is not there: {}", .0.display())]
    DemoMissing(PathBuf),
    /// A folder is not a job folder.
    #[error("`{path}` is not a job folder: {reason}")]
    NotAJobFolder {
        /// The folder.
        path: PathBuf,
        /// What is missing or unreadable.
        reason: String,
    },
    /// There is no database of the Python server to import.
    #[error("`{path}` can't be imported: {reason}")]
    NoLegacyDatabase {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// The engine has been shut down.
    #[error("the engine has stopped")]
    Stopped,
}

impl EngineError {
    /// The error as it is sent and shown.
    pub fn failure(&self) -> Failure {
        let message = self.to_string();
        let with = |code, hint: &str| Failure::new(code, message.clone()).hint(hint);
        match self {
            Self::NoDataFolder => with(
                ErrorCode::StorageNotWritable,
                "set VIDEOANNOTATOR_STORAGE_DIR to a folder that you can write to",
            ),
            Self::NoRoom {
                needs, free, stays, ..
            } => {
                let lacking = needs.saturating_add(*stays).saturating_sub(*free);
                with(
                    ErrorCode::StorageFull,
                    &format!(
                        "free at least {} on that disk, or set a lower minimum in the settings",
                        megabytes(lacking.max(1))
                    ),
                )
            }
            Self::UploadTooLarge { .. } => with(
                ErrorCode::PayloadTooLarge,
                "give the path of the recording instead: POST /api/v1/jobs with {\"path\": ...}",
            ),
            Self::NotWritable { source, .. } if is_full(source) => with(
                ErrorCode::StorageFull,
                "free some space on that disk, then try again",
            ),
            Self::NotWritable { .. } => with(
                ErrorCode::StorageNotWritable,
                "choose a folder that you can write to, or change its permissions",
            ),
            Self::NotReadable { .. } => with(
                ErrorCode::StorageMissing,
                "check that the storage folder is there and that you may read it",
            ),
            Self::Locked { .. } => with(
                ErrorCode::StorageLocked,
                "close that program, or set VIDEOANNOTATOR_STORAGE_DIR to another folder",
            ),
            Self::InvalidConfig(issues) => {
                let first = issues
                    .first()
                    .map_or(String::new(), |i| format!("{}: {}", i.message, i.hint));
                with(ErrorCode::InvalidConfig, &first)
            }
            Self::PipelineUnavailable { reason, .. } => {
                let hint = reason.hint.clone().unwrap_or_default();
                with(ErrorCode::PipelineUnavailable, &hint)
            }
            Self::JobNotFound(_) => with(
                ErrorCode::JobNotFound,
                "check the id, or list the jobs with GET /api/v1/jobs",
            ),
            Self::JobAlreadyEnded(..) => with(
                ErrorCode::JobAlreadyCompleted,
                "a job that has ended can't be cancelled",
            ),
            Self::NothingToRetry(..) => with(
                ErrorCode::JobNotFailed,
                "only failed pipelines are tried again; \"run again\" makes a new job with the same settings",
            ),
            Self::StepAlreadyEnded(..) => with(
                ErrorCode::StepAlreadyEnded,
                "a pipeline that has ended can't be cancelled; its results are kept",
            ),
            Self::StepNotFound(..) => with(
                ErrorCode::StepNotFound,
                "the job's own pipelines are listed in its `pipelines`",
            ),
            Self::SettingFixed { variable, .. } => with(
                ErrorCode::SettingFixed,
                &format!("start the program without {variable} to change it here"),
            ),
            Self::Disk(failure) | Self::Token(failure) => failure.clone(),
            Self::Media(error) => error.failure(),
            Self::Store(error) => error.failure(),
            Self::Model(error) => error.failure(),
            Self::Storage(error) => error.failure(),
            Self::WorkerStart { source, .. } if is_absent(source) => with(
                ErrorCode::WorkerMissing,
                "reinstall the program: its worker is missing or damaged",
            ),
            Self::WorkerStart { .. } => with(
                ErrorCode::WorkerCrashed,
                "close other programs: the computer could not start one more process",
            ),
            Self::DemoMissing(_) => with(
                ErrorCode::MediaMissing,
                "reinstall the program, or add a video of your own",
            ),
            Self::NotAJobFolder { .. } => with(
                ErrorCode::InvalidRequest,
                "give the folder that holds job.json and annotations.sqlite",
            ),
            Self::NoLegacyDatabase { .. } => with(
                ErrorCode::InvalidRequest,
                "give the folder in which `videoannotator` was started, where `videoannotator.db` lies, or that file",
            ),
            Self::Stopped => with(ErrorCode::Internal, "start the program again"),
        }
    }
}

/// Whether an error says that a program is not there or is none, so that trying again is of no use.
fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as K;
    matches!(
        error.kind(),
        K::NotFound | K::PermissionDenied | K::NotADirectory | K::InvalidInput | K::Unsupported
    ) || error.raw_os_error() == Some(EXEC_FORMAT)
}

/// `ENOEXEC`: the file is no program for this computer.
const EXEC_FORMAT: i32 = 8;

/// Bytes in words.
fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

/// Whether an error says that the disk is full.
pub(crate) fn is_full(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
    )
}
