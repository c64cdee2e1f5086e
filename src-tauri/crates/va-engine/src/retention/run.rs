//! Carrying the decision out: what is due, and its removal, one job at a time.

use std::path::{Path, PathBuf};

use serde::Serialize;
use va_core::JobId;
use va_store::catalogue::JobRow;
use va_store::{Catalogue, CatalogueReader, WallTime};

use super::decide::{Decision, Ended, Rule, decide};
use super::{RetentionPreview, RetentionReport};
use crate::data_folder::names;
use crate::error::EngineError;
use crate::removal::{bytes_below, remove_folder, standing};

/// A job that is removed, or would be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Due {
    /// The job.
    pub job_id: JobId,
    /// Name of its recording.
    pub video_filename: String,
    /// When it ended, RFC 3339.
    pub completed_at: String,
    /// Bytes of its folder.
    pub bytes: u64,
}

/// A job that is old enough and stays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skipped {
    /// The job.
    pub job_id: JobId,
    /// Name of its recording.
    pub video_filename: String,
    /// Why.
    pub reason: String,
}

/// What a run would do now. Reads the catalogue and the folders; changes nothing.
pub fn preview(
    root: &Path,
    catalogue: &CatalogueReader,
    rule: Rule,
) -> Result<RetentionPreview, EngineError> {
    let mut found = RetentionPreview {
        days: rule.days,
        jobs_found: 0,
        bytes: 0,
        jobs: Vec::new(),
        skipped: Vec::new(),
    };
    for job in catalogue.ended(rule.before(), rule.now)? {
        let decision = decision(root, rule, &job);
        if decision == Decision::NotDue {
            continue;
        }
        let video = catalogue.video(job.video)?.path;
        let video_filename = video.file_name().unwrap_or_default();
        let video_filename = video_filename.to_string_lossy().into_owned();
        found.jobs_found += 1;
        match decision {
            Decision::NotDue => {}
            Decision::Skip(reason) => found.skipped.push(Skipped {
                job_id: job.id,
                video_filename,
                reason: reason.to_owned(),
            }),
            Decision::Remove => {
                let bytes = bytes_below(&job.folder);
                found.bytes += bytes;
                found.jobs.push(Due {
                    job_id: job.id,
                    video_filename,
                    completed_at: job.completed_at.unwrap_or_default().to_string(),
                    bytes,
                });
            }
        }
    }
    Ok(found)
}

/// Removes what is due. `expire` takes one job out of the catalogue, after deciding again, and answers its
/// folder, or why it stays after all: between looking and removing, a job may have been pinned or opened.
pub fn remove(
    root: &Path,
    catalogue: &CatalogueReader,
    rule: Rule,
    expire: &mut dyn FnMut(JobId) -> Result<Expired, EngineError>,
) -> Result<RetentionReport, EngineError> {
    let found = preview(root, catalogue, rule)?;
    let mut report = RetentionReport {
        jobs_found: found.jobs_found,
        skipped_jobs: found.skipped,
        ..RetentionReport::default()
    };
    for due in found.jobs {
        let id = due.job_id;
        match expire(id) {
            Ok(Expired::Stays(reason)) => report.skipped_jobs.push(Skipped {
                job_id: id,
                video_filename: due.video_filename,
                reason: reason.to_owned(),
            }),
            Ok(Expired::Gone(folder)) => {
                report.deleted_jobs.push(id);
                match remove_folder(root, &folder) {
                    Ok(()) => {
                        report.bytes_freed += due.bytes;
                        tracing::info!(
                            %id, completed_at = due.completed_at,
                            bytes = due.bytes, days = rule.days, "removed an old job"
                        );
                    }
                    Err(error) => {
                        // the next start removes it: the catalogue remembers that the job was deleted
                        tracing::warn!(%id, %error, "the folder of an old job stays for now");
                        report.errors.push(format!("job {id}: {error}"));
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%id, %error, "an old job can't be removed");
                report.errors.push(format!("job {id}: {error}"));
            }
        }
    }
    report.jobs_deleted = report.deleted_jobs.len();
    report.jobs_skipped = report.skipped_jobs.len();
    report.bytes_freed_mb = report.bytes_freed as f64 / f64::from(1_u32 << 20);
    Ok(report)
}

/// What became of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expired {
    /// It is out of the catalogue; this is its folder.
    Gone(PathBuf),
    /// It stays.
    Stays(&'static str),
}

/// Takes one job out of the catalogue if it may go now. Called by whoever owns the catalogue.
pub fn expire(
    root: &Path,
    catalogue: &mut Catalogue,
    rule: Rule,
    id: JobId,
    at: WallTime,
) -> Result<Expired, EngineError> {
    let job = catalogue.read().job(id)?;
    match decision(root, rule, &job) {
        Decision::NotDue => Ok(Expired::Stays("it is in use again")),
        Decision::Skip(reason) => Ok(Expired::Stays(reason)),
        Decision::Remove => Ok(Expired::Gone(catalogue.expire_job(id, at)?.folder)),
    }
}

fn decision(root: &Path, rule: Rule, job: &JobRow) -> Decision {
    let own = job.folder == root.join(names::JOBS).join(job.id.to_string());
    decide(rule, &Ended::of(job, own, standing(root, &job.folder)))
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
