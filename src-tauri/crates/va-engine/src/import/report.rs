//! What an import did, job by job.

use std::path::PathBuf;

use serde::Serialize;
use va_core::JobId;
use va_core::job::JobStatus;
use va_store::legacy::LegacyJob;

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the library now.
    Imported,
    /// It was in the library before.
    AlreadyThere,
    /// It could not be taken over; the problems say why.
    Failed,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportedJob {
    /// Its id in the server's database.
    pub id: String,
    /// Its id here.
    pub job: JobId,
    /// What became of it.
    pub outcome: Outcome,
    /// Its status there.
    pub status_there: String,
    /// Its status here.
    pub status: Option<JobStatus>,
    /// The recording.
    pub media: PathBuf,
    /// Whether the recording is there.
    pub media_found: bool,
    /// Result files that were copied.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// What could not be read or was decided, one sentence each.
    pub problems: Vec<String>,
}

/// The whole import.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// The server's database.
    pub database: PathBuf,
    /// Its jobs, oldest first.
    pub jobs: Vec<ImportedJob>,
}

impl ImportedJob {
    pub(super) fn new(theirs: &LegacyJob, job: JobId) -> Self {
        Self {
            id: theirs.id.clone(),
            job,
            outcome: Outcome::Imported,
            status_there: theirs.status.clone(),
            status: None,
            media: theirs.video_path.clone().unwrap_or_default().into(),
            media_found: false,
            files: 0,
            bytes: 0,
            problems: Vec::new(),
        }
    }
}

impl ImportReport {
    /// How many jobs came to something.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.jobs
            .iter()
            .filter(|job| job.outcome == outcome)
            .count()
    }
}
