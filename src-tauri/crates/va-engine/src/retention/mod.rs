//! Retention: jobs that ended long ago are removed, if the user wants that. Off by default. One function
//! decides, for the preview, for the command line, for the daily run, and once more at the moment of the
//! removal. Never touches anything but a job's own folder inside the storage folder.

mod decide;
mod run;

pub use decide::{Decision, Ended, Rule, decide};
pub use run::{Due, Expired, Skipped, expire, preview, remove};

use serde::Serialize;
use va_core::JobId;
use va_store::WallTime;

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RetentionPreview {
    /// Days after which an ended job is removed.
    pub days: u32,
    /// Jobs that are old enough, whether they would be removed or not.
    pub jobs_found: usize,
    /// Bytes that would be freed.
    pub bytes: u64,
    /// Jobs that would be removed, oldest first.
    pub jobs: Vec<Due>,
    /// Jobs that are old enough and would be left, each with the reason.
    pub skipped: Vec<Skipped>,
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RetentionReport {
    /// Jobs that are old enough, whether they were removed or not.
    pub jobs_found: usize,
    /// Jobs that were removed.
    pub jobs_deleted: usize,
    /// Jobs that are old enough and were left.
    pub jobs_skipped: usize,
    /// Bytes that were freed.
    pub bytes_freed: u64,
    /// The same in megabytes of 1024 * 1024 bytes.
    pub bytes_freed_mb: f64,
    /// The removed jobs.
    pub deleted_jobs: Vec<JobId>,
    /// The others, each with the reason.
    pub skipped_jobs: Vec<Skipped>,
    /// What went wrong, one sentence each.
    pub errors: Vec<String>,
}

impl Rule {
    /// The rule of a number of days, seen from now. `None` for 0 days: then jobs are kept.
    pub fn new(days: u32, now: WallTime) -> Option<Self> {
        (days > 0).then_some(Self { days, now })
    }
}
