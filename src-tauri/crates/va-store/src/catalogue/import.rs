//! Adding jobs that ran elsewhere: with the times and states that they had there, never in the queue.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::params;
use serde_json::Value;
use va_core::step::StepState;
use va_core::{Failure, Millis};

use super::job::{self, JobRow, NewJob};
use super::{Catalogue, insert, step, video};
use crate::WallTime;
use crate::columns::to_json;
use crate::database::text_of;
use crate::error::{Doing, Result, StoreError};

/// A job that ended elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct EndedJob {
    /// The job; its `video` is filled in.
    pub job: NewJob,
    /// The recording.
    pub media: PathBuf,
    /// Its size in bytes, as far as it is known.
    pub size_bytes: u64,
    /// Where the job comes from: an object.
    pub origin: Value,
    /// When it was made there.
    pub created_at: WallTime,
    /// When it was first taken up there.
    pub started_at: Option<WallTime>,
    /// When it ended.
    pub ended_at: WallTime,
    /// Why the job as a whole failed.
    pub failure: Option<Failure>,
    /// How often it had been tried again.
    pub retry_count: u32,
    /// What each step had come to, in the order of the job's steps; every state is a final one.
    pub steps: Vec<EndedStep>,
}

/// A step that ended elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct EndedStep {
    /// What it had come to.
    pub state: StepState,
    /// When it began.
    pub started_at: Option<WallTime>,
    /// When it ended.
    pub ended_at: WallTime,
    /// Time spent on it.
    pub took: Option<Millis>,
    /// Items by name.
    pub counts: BTreeMap<String, u64>,
    /// Why it failed.
    pub failure: Option<Failure>,
}

impl Catalogue {
    /// Adds the job in one transaction. One that is in the catalogue already is left as it is: then `None`.
    /// A recording that the catalogue knows keeps what is known about it.
    pub fn insert_ended_job(&mut self, ended: &EndedJob, at: WallTime) -> Result<Option<JobRow>> {
        let path = self.reader.path.clone();
        let doing = "add a job that ran elsewhere";
        let text = text_of(&ended.media)?;
        let failure = ended.failure.as_ref();
        let failure = failure.map(|f| to_json("a failure", f)).transpose()?;
        let origin = to_json("where a job comes from", &ended.origin)?;
        self.write(|t| {
            match job::require(t, &path, ended.job.id) {
                Ok(()) => return Ok(None),
                Err(StoreError::JobNotFound(_)) => {}
                Err(error) => return Err(error),
            }
            let known = "SELECT size_bytes FROM video WHERE path = ?1";
            let known: Option<i64> = t.query_row(known, [text], |row| row.get(0)).ok();
            let size = known.map_or(ended.size_bytes, |bytes| bytes as u64);
            let mut new = ended.job.clone();
            new.video = video::insert_or_get(t, &path, &ended.media, size, at)?.id;
            insert::insert(t, &path, &new, at)?;
            let id = new.id.to_string();
            for (given, step) in new.steps.iter().zip(&ended.steps) {
                let failure = step.failure.as_ref();
                t.execute(
                    "UPDATE step SET state = ?3, started_at = ?4, finished_at = ?5, took_ms = ?6, \
                     counts = ?7, failure = ?8, attempts = ?9 WHERE job_id = ?1 AND pipeline = ?2",
                    params![
                        id,
                        given.pipeline.as_str(),
                        step::state_word(step.state),
                        step.started_at.map(|at| at.0),
                        step.ended_at.0,
                        step.took.map(|took| took.0),
                        to_json("counts", &step.counts)?,
                        failure.map(|f| to_json("a failure", f)).transpose()?,
                        u32::from(step.started_at.is_some()),
                    ],
                )
                .doing(&path, doing)?;
            }
            let cancelled = ended.steps.iter().any(|s| s.state == StepState::Cancelled);
            t.execute(
                "UPDATE job SET created_at = ?2, queued_at = ?2, started_at = ?3, completed_at = ?4, \
                 cancelled_at = iif(?5, ?4, NULL), updated_at = ?4, failure = ?6, retry_count = ?7, \
                 origin = ?8 WHERE id = ?1",
                params![
                    id,
                    ended.created_at.0,
                    ended.started_at.map(|at| at.0),
                    ended.ended_at.0,
                    cancelled,
                    failure,
                    ended.retry_count,
                    origin,
                ],
            )
            .doing(&path, doing)?;
            job::get(t, &path, new.id).map(Some)
        })
    }
}
