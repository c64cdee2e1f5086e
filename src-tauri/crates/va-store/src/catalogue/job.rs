//! Jobs: one video with one configuration. Inserted with all their steps in one transaction.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use va_core::issue::Issue;
use va_core::job::{Device, JobStatus};
use va_core::job_config::StepConfig;
use va_core::media::MediaWarning;
use va_core::step::StepEvent;
use va_core::{Failure, JobId, PipelineId};

use super::event::{EventKind, append};
use super::status::settle;
use super::step::{self, StepDetails, StepRow};
use super::{Catalogue, CatalogueReader, VideoRow, insert, video};
use crate::WallTime;
use crate::columns::{self, json_or_null, to_json};
use crate::error::{Doing, Result, StoreError};

const COLUMNS: &str = "id, video_id, config, requested, folder, created_at, queued_at, started_at, \
                       completed_at, cancelled_at, updated_at, failure, warnings, retry_count, position, \
                       pinned, opened_at, device, threads, crashes, next_try_at, origin";

/// A job to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// The video, by its number in the catalogue.
    pub video: i64,
    /// The configuration as it was sent, for clients that ask for it.
    pub config: Value,
    /// The pipelines that were asked for by name, if any were.
    pub requested: Option<Vec<String>>,
    /// What runs, checked and complete.
    pub steps: Vec<StepConfig>,
    /// Its folder.
    pub folder: PathBuf,
    /// What a researcher should know.
    pub warnings: Vec<JobWarning>,
}

/// Something about a job that its results depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobWarning {
    /// Which one: a word of `MediaWarningCode` or `IssueCode`.
    pub code: String,
    /// One sentence.
    pub message: String,
}

impl From<&MediaWarning> for JobWarning {
    fn from(warning: &MediaWarning) -> Self {
        let code = serde_json::to_value(warning.code).ok();
        let code = code.as_ref().and_then(Value::as_str).unwrap_or_default();
        Self {
            code: code.to_owned(),
            message: warning.message.clone(),
        }
    }
}

impl From<&Issue> for JobWarning {
    fn from(issue: &Issue) -> Self {
        Self {
            code: issue.code.as_str().to_owned(),
            message: issue.message.clone(),
        }
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRow {
    /// Its id.
    pub id: JobId,
    /// The video.
    pub video: i64,
    /// The configuration as it was sent.
    pub config: Value,
    /// The pipelines that were asked for by name, if any were.
    pub requested: Option<Vec<String>>,
    /// Its folder.
    pub folder: PathBuf,
    /// When it was added.
    pub created_at: WallTime,
    /// When it entered the queue: at first, or by its last retry.
    pub queued_at: WallTime,
    /// When a worker first took it up since then.
    pub started_at: Option<WallTime>,
    /// When it ended, in whichever way.
    pub completed_at: Option<WallTime>,
    /// When it was cancelled, if that is how it ended.
    pub cancelled_at: Option<WallTime>,
    /// Last change.
    pub updated_at: WallTime,
    /// Why the job as a whole could not go on.
    pub failure: Option<Failure>,
    /// What a researcher should know.
    pub warnings: Vec<JobWarning>,
    /// How often it was queued again after a failure.
    pub retry_count: u32,
    /// Its place in the order of the queue; meaningful only beside those of other jobs.
    pub position: i64,
    /// Whether the user wants to keep it.
    pub pinned: bool,
    /// When its results were last looked at.
    pub opened_at: Option<WallTime>,
    /// What it computes on.
    pub device: Device,
    /// Its share of the cores, given at its first start.
    pub threads: Option<u32>,
    /// Tries that failed since it last got further.
    pub crashes: u32,
    /// When it is tried again after a failure.
    pub next_try_at: Option<WallTime>,
    /// Where it was imported from, if it was.
    pub origin: Option<Value>,
    /// Its steps, in the order of the configuration.
    pub steps: Vec<StepRow>,
    /// What follows from the states of the steps.
    pub status: JobStatus,
}

impl JobRow {
    /// Its steps, and the status that follows from them.
    fn take(&mut self, steps: Vec<StepRow>) {
        let states: Vec<_> = steps.iter().map(|s| s.state).collect();
        self.status = JobStatus::of(&states);
        self.steps = steps;
    }
}

/// One page of a list of jobs.
#[derive(Clone, Debug, PartialEq)]
pub struct JobPage {
    /// The jobs of this page, newest first.
    pub jobs: Vec<JobRow>,
    /// Their videos, by number.
    pub videos: HashMap<i64, VideoRow>,
    /// How many there are on all pages.
    pub total: u64,
}

impl Catalogue {
    /// Adds a job at the end of the queue, with all its steps queued.
    pub fn insert_job(&mut self, new: &NewJob, at: WallTime) -> Result<JobRow> {
        self.insert_job_as(new, &[], at)
    }

    /// The same for a job whose steps have already come to something: the events are applied in the same
    /// transaction, so that nobody ever sees it waiting.
    pub fn insert_job_as(
        &mut self,
        new: &NewJob,
        events: &[(PipelineId, StepEvent, StepDetails)],
        at: WallTime,
    ) -> Result<JobRow> {
        let path = self.reader.path.clone();
        self.write(|t| {
            insert::insert(t, &path, new, at)?;
            for (pipeline, event, details) in events {
                step::move_step(t, &path, (new.id, pipeline), *event, details, at)?;
            }
            settle(t, &path, new.id, at)?;
            get(t, &path, new.id)
        })
    }

    /// Adds a warning to a job; one that is there already is not added again.
    pub fn add_warning(&mut self, id: JobId, warning: &JobWarning, at: WallTime) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let mut warnings = get(t, &path, id)?.warnings;
            if warnings.contains(warning) {
                return Ok(());
            }
            warnings.push(warning.clone());
            let text = to_json("warnings", &warnings)?;
            t.execute(
                "UPDATE job SET warnings = ?2, updated_at = ?3 WHERE id = ?1",
                params![id.to_string(), text, at.0],
            )
            .doing(&path, "add a warning")?;
            let data = json!({"warning": warning});
            append(t, &path, (at, id, EventKind::JobChanged), &data)
        })
    }

    /// Removes a job and its steps from the catalogue; its folder is the caller's to remove. Returns the
    /// job as it was.
    pub fn delete_job(&mut self, id: JobId, at: WallTime) -> Result<JobRow> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let row = get(t, &path, id)?;
            t.execute("DELETE FROM job WHERE id = ?1", [id.to_string()])
                .doing(&path, "delete a job")?;
            append(t, &path, (at, id, EventKind::JobRemoved), &json!({}))?;
            Ok(row)
        })
    }
}

impl Catalogue {
    /// Takes a job's row out without recording a removal: nobody asked for it, its folder is only not
    /// there. A folder that comes back is taken in again.
    pub fn forget_job(&mut self, id: JobId) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            t.execute("DELETE FROM job WHERE id = ?1", [id.to_string()])
                .doing(&path, "forget a job")
                .map(drop)
        })
    }
}

impl CatalogueReader {
    /// A job with its steps.
    pub fn job(&self, id: JobId) -> Result<JobRow> {
        self.snapshot(|c| get(c, &self.path, id))
    }

    /// One page of jobs, newest first. Pages count from 1.
    pub fn list_jobs(
        &self,
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
    ) -> Result<JobPage> {
        let doing = "list the jobs";
        let status = status.map(JobStatus::as_str);
        // two statements: one with `?1 IS NULL OR` would use no index
        let filter = match status {
            None => "FROM job WHERE ?1 IS NULL",
            Some(_) => "FROM job WHERE status = ?1",
        };
        let skip = i64::from(page.max(1) - 1) * i64::from(per_page);
        self.snapshot(|c| {
            let total: i64 = c
                .prepare_cached(&format!("SELECT count(*) {filter}"))
                .and_then(|mut s| s.query_row([status], |row| row.get(0)))
                .doing(&self.path, doing)?;
            let order = "ORDER BY created_at DESC, id DESC LIMIT ?2 OFFSET ?3";
            let picked = format!("{filter} {order}");
            let bounds = params![status, per_page, skip];
            Ok(JobPage {
                jobs: all(c, &self.path, &picked, bounds)?,
                videos: video::of_jobs(c, &self.path, &picked, bounds)?,
                total: total as u64,
            })
        })
    }

    /// The jobs of a video, newest first.
    pub fn jobs_of_video(&self, video: i64) -> Result<Vec<JobRow>> {
        let picked = "FROM job WHERE video_id = ?1 ORDER BY created_at DESC, id DESC";
        self.snapshot(|c| all(c, &self.path, picked, params![video]))
    }
}

/// The jobs that `picked` picks, in its order. It is the end of a query, from `FROM job` on, so that jobs and
/// steps are two statements, however many jobs there are; the caller reads from a snapshot.
pub(super) fn all(
    connection: &Connection,
    path: &Path,
    picked: &str,
    bounds: &[&dyn ToSql],
) -> Result<Vec<JobRow>> {
    let doing = "list the jobs";
    let sql = format!("SELECT {COLUMNS} {picked}");
    let mut select = connection.prepare_cached(&sql).doing(path, doing)?;
    let mut jobs: Vec<JobRow> = select
        .query_map(bounds, row)
        .and_then(Iterator::collect)
        .doing(path, doing)?;
    let mut steps = step::of_jobs(connection, path, picked, bounds)?;
    for job in &mut jobs {
        job.take(steps.remove(&job.id).unwrap_or_default());
    }
    Ok(jobs)
}

pub(super) fn get(connection: &Connection, path: &Path, id: JobId) -> Result<JobRow> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE id = ?1");
    let mut job = connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row([id.to_string()], row).optional())
        .doing(path, "read a job")?
        .ok_or(StoreError::JobNotFound(id))?;
    job.take(step::of_job(connection, path, id)?);
    Ok(job)
}

/// Fails if there is no such job.
pub(super) fn require(connection: &Connection, path: &Path, id: JobId) -> Result<()> {
    connection
        .prepare_cached("SELECT 1 FROM job WHERE id = ?1")
        .and_then(|mut s| s.exists([id.to_string()]))
        .doing(path, "look for a job")?
        .then_some(())
        .ok_or(StoreError::JobNotFound(id))
}

/// Puts a job at the end of the queue, as after a retry: it has not been started since.
pub(super) fn enqueue_again(
    connection: &Connection,
    path: &Path,
    id: JobId,
    at: WallTime,
) -> Result<()> {
    let sql = "UPDATE job SET queued_at = ?2, started_at = NULL, failure = NULL, \
               crashes = 0, next_try_at = NULL, \
               position = (SELECT max(position) + 1 FROM job) WHERE id = ?1";
    connection
        .prepare_cached(sql)
        .and_then(|mut s| s.execute(params![id.to_string(), at.0]))
        .doing(path, "queue a job again")?;
    Ok(())
}

/// The job without its steps.
fn row(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    let time =
        |index| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(index)?.map(WallTime)) };
    Ok(JobRow {
        id: columns::id(row, 0)?,
        video: row.get(1)?,
        config: columns::json(row, 2)?,
        requested: json_or_null(row, 3)?,
        folder: PathBuf::from(row.get::<_, String>(4)?),
        created_at: WallTime(row.get(5)?),
        queued_at: WallTime(row.get(6)?),
        started_at: time(7)?,
        completed_at: time(8)?,
        cancelled_at: time(9)?,
        updated_at: WallTime(row.get(10)?),
        failure: json_or_null(row, 11)?,
        warnings: columns::json(row, 12)?,
        retry_count: row.get(13)?,
        position: row.get(14)?,
        pinned: row.get(15)?,
        opened_at: time(16)?,
        device: columns::word(row, 17)?,
        threads: row.get(18)?,
        crashes: row.get(19)?,
        next_try_at: time(20)?,
        origin: json_or_null(row, 21)?,
        steps: Vec::new(),
        status: JobStatus::Pending,
    })
}
