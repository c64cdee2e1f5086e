//! The storage folder and the cleaning up of old jobs on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use va_engine::retention::{Due, RetentionPreview, RetentionReport, Skipped};
use va_engine::storage::StorageView;
use va_engine::storage_move::{MoveState, MoveView};

use super::job::{FailureBody, text};

/// Where everything lies.
#[derive(Debug, Serialize, ToSchema)]
pub struct StorageFolder {
    /// The folder.
    pub path: String,
    /// What decided it: `default`, `environment` or `setting`.
    pub source: String,
    /// Bytes that it takes.
    pub used_bytes: u64,
    /// Bytes that are free on its disk.
    pub free_bytes: u64,
    /// Size of its disk.
    pub total_bytes: u64,
    /// The move that goes on, or the last one of this run.
    #[schema(required = true, rename = "move")]
    #[serde(rename = "move")]
    pub moving: Option<StorageMove>,
}

/// A move of the storage folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct StorageMove {
    /// Where it stands.
    pub state: StorageMoveState,
    /// The new folder.
    pub to: String,
    /// Files that are copied, or read back and compared, so far.
    pub files_done: u64,
    /// Files in all.
    pub files_total: u64,
    /// Bytes so far.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Why it failed.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
}

/// Where a move stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StorageMoveState {
    /// Files are being copied.
    Copying,
    /// Copies are being read back and compared.
    Verifying,
    /// The new folder is taken into use.
    Switching,
    /// The new folder is in force.
    Done,
    /// The old folder is in force.
    Failed,
    /// The old folder is in force, by the user's wish.
    Cancelled,
}

/// Where the storage folder goes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StorageTarget {
    /// Absolute path of an empty or new folder.
    #[schema(example = "/data/videoannotator")]
    pub to: String,
    /// Whether the old folder stays after the move.
    #[serde(default)]
    pub keep: bool,
}

/// What cleaning up would remove today.
#[derive(Debug, Serialize, ToSchema)]
pub struct CleanupPreview {
    /// Age in days.
    pub days: u32,
    /// Jobs that are old enough.
    pub jobs_found: usize,
    /// Bytes that would be freed.
    pub bytes: u64,
    /// Jobs that would be removed, oldest first.
    pub jobs: Vec<DueJob>,
    /// Jobs that are old enough and would stay.
    pub skipped: Vec<KeptJob>,
}

/// A job that would be removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueJob {
    /// Which.
    pub job_id: String,
    /// File name of its recording.
    pub video_filename: String,
    /// When it ended.
    pub completed_at: String,
    /// Bytes of its folder.
    pub bytes: u64,
}

/// A job that stays.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptJob {
    /// Which.
    pub job_id: String,
    /// File name of its recording.
    pub video_filename: String,
    /// Why, in words.
    pub reason: String,
}

/// What cleaning up has removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CleanupReport {
    /// Jobs that were old enough.
    pub jobs_found: usize,
    /// Jobs that were removed.
    pub jobs_deleted: usize,
    /// Jobs that stayed.
    pub jobs_skipped: usize,
    /// Bytes that were freed.
    pub bytes_freed: u64,
    /// The same in megabytes of 1024 * 1024 bytes.
    pub bytes_freed_mb: f64,
    /// The removed jobs.
    pub deleted_jobs: Vec<String>,
    /// The others.
    pub skipped_jobs: Vec<KeptJob>,
    /// What went wrong.
    pub errors: Vec<String>,
}

impl From<&StorageView> for StorageFolder {
    fn from(storage: &StorageView) -> Self {
        Self {
            path: text(&storage.path),
            source: storage.source.as_str().to_owned(),
            used_bytes: storage.used_bytes,
            free_bytes: storage.free_bytes,
            total_bytes: storage.total_bytes,
            moving: storage.moving.as_ref().map(StorageMove::from),
        }
    }
}

impl From<&MoveView> for StorageMove {
    fn from(moving: &MoveView) -> Self {
        Self {
            state: match moving.state {
                MoveState::Copying => StorageMoveState::Copying,
                MoveState::Verifying => StorageMoveState::Verifying,
                MoveState::Switching => StorageMoveState::Switching,
                MoveState::Done => StorageMoveState::Done,
                MoveState::Failed => StorageMoveState::Failed,
                MoveState::Cancelled => StorageMoveState::Cancelled,
            },
            to: text(&moving.to),
            files_done: moving.files_done,
            files_total: moving.files_total,
            bytes_done: moving.bytes_done,
            bytes_total: moving.bytes_total,
            error: moving.error.as_ref().map(FailureBody::from),
        }
    }
}

impl From<RetentionPreview> for CleanupPreview {
    fn from(preview: RetentionPreview) -> Self {
        Self {
            days: preview.days,
            jobs_found: preview.jobs_found,
            bytes: preview.bytes,
            jobs: preview.jobs.into_iter().map(DueJob::from).collect(),
            skipped: preview.skipped.into_iter().map(KeptJob::from).collect(),
        }
    }
}

impl From<Due> for DueJob {
    fn from(due: Due) -> Self {
        Self {
            job_id: due.job_id.to_string(),
            video_filename: due.video_filename,
            completed_at: due.completed_at,
            bytes: due.bytes,
        }
    }
}

impl From<Skipped> for KeptJob {
    fn from(skipped: Skipped) -> Self {
        Self {
            job_id: skipped.job_id.to_string(),
            video_filename: skipped.video_filename,
            reason: skipped.reason,
        }
    }
}

impl From<RetentionReport> for CleanupReport {
    fn from(report: RetentionReport) -> Self {
        Self {
            jobs_found: report.jobs_found,
            jobs_deleted: report.jobs_deleted,
            jobs_skipped: report.jobs_skipped,
            bytes_freed: report.bytes_freed,
            bytes_freed_mb: report.bytes_freed_mb,
            deleted_jobs: report
                .deleted_jobs
                .iter()
                .map(ToString::to_string)
                .collect(),
            skipped_jobs: report.skipped_jobs.into_iter().map(KeptJob::from).collect(),
            errors: report.errors,
        }
    }
}
