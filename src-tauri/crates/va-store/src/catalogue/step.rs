//! Steps: one row a pipeline of a job. [`Catalogue::apply`] is the only way in which a step changes its
//! state, and it asks [`va_core::step::StepState::on`] inside the transaction that writes.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde_json::json;
use va_core::device::DeviceUse;
use va_core::schema::Settings;
use va_core::step::{StepEvent, StepState};
use va_core::{Failure, JobId, Millis, PipelineId};

use super::event::{EventKind, append};
use super::status::settle;
use super::{Catalogue, job};
use crate::WallTime;
use crate::columns::{self, json_or_null, to_json, word};
use crate::error::{Doing, Result, StoreError};

const COLUMNS: &str = "pipeline, settings, needed_by, state, started_at, finished_at, took_ms, \
                       resumed_from_ms, counts, failure, attempts, done_ms, total_ms, device";

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// Which pipeline.
    pub pipeline: PipelineId,
    /// Its settings, complete.
    pub settings: Settings,
    /// The pipeline that needs this one, when it was not asked for itself.
    pub needed_by: Option<PipelineId>,
    /// Where it stands.
    pub state: StepState,
    /// Start of the last attempt.
    pub started_at: Option<WallTime>,
    /// When it ended; present exactly in final states.
    pub finished_at: Option<WallTime>,
    /// Time spent on it in all runs.
    pub took: Option<Millis>,
    /// Up to where it had got before, if the last attempt went on from a checkpoint.
    pub resumed_from: Option<Millis>,
    /// Items written, by track key.
    pub counts: BTreeMap<String, u64>,
    /// Why it failed or was skipped.
    pub failure: Option<Failure>,
    /// How often it was started.
    pub attempts: u32,
    /// How much of the recording was done when it was last cut off.
    pub done: Option<Millis>,
    /// Length of the recording, as known then.
    pub total: Option<Millis>,
    /// What its models compute on, once they are loaded.
    pub device: Option<DeviceUse>,
}

/// What goes with an event of a step; what is `None` stays as it was, except as `apply` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepDetails {
    /// Why, for failures and skips.
    pub failure: Option<Failure>,
    /// Items written, by track key.
    pub counts: Option<BTreeMap<String, u64>>,
    /// Time spent on it in all runs.
    pub took: Option<Millis>,
    /// For a start: the checkpoint's time, if it goes on.
    pub resumed_from: Option<Millis>,
}

impl Catalogue {
    /// Moves a step by an event, if its state now allows that; else nothing is written. A start counts an
    /// attempt, forgets the last failure and takes `resumed_from` as given; a retry forgets the failure
    /// and puts the job at the end of the queue, unless the job was cancelled. The job's timestamps follow, and an event is appended.
    pub fn apply(
        &mut self,
        id: JobId,
        pipeline: &PipelineId,
        event: StepEvent,
        details: &StepDetails,
        at: WallTime,
    ) -> Result<StepState> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let state = move_step(t, &path, (id, pipeline), event, details, at)?;
            settle(t, &path, id, at)?;
            Ok(state)
        })
    }

    /// Keeps what the models of a step compute on.
    pub fn set_device(
        &mut self,
        id: JobId,
        pipeline: &PipelineId,
        device: &DeviceUse,
    ) -> Result<()> {
        let path = self.reader.path.clone();
        let text = to_json("a device", device)?;
        self.write(|t| {
            let sql = "UPDATE step SET device = ?3 WHERE job_id = ?1 AND pipeline = ?2";
            t.prepare_cached(sql)
                .and_then(|mut s| s.execute(params![id.to_string(), pipeline.as_str(), text]))
                .doing(&path, "keep a step's device")?;
            Ok(())
        })
    }
}

/// One transition without the job's timestamps; the caller settles those once.
pub(super) fn move_step(
    connection: &Connection,
    path: &Path,
    (id, pipeline): (JobId, &PipelineId),
    event: StepEvent,
    details: &StepDetails,
    at: WallTime,
) -> Result<StepState> {
    let doing = "move a step";
    let key = params![id.to_string(), pipeline.as_str()];
    let before: Option<StepState> = connection
        .prepare_cached("SELECT state FROM step WHERE job_id = ?1 AND pipeline = ?2")
        .and_then(|mut s| s.query_row(key, |row| word(row, 0)).optional())
        .doing(path, doing)?;
    let Some(before) = before else {
        job::require(connection, path, id)?;
        let pipeline = pipeline.clone();
        return Err(StoreError::StepNotFound { job: id, pipeline });
    };
    let after = before
        .on(event)
        .map_err(|source| StoreError::IllegalTransition {
            job: id,
            pipeline: pipeline.clone(),
            source,
        })?;
    if event == StepEvent::Retry {
        refuse_if_cancelled(connection, path, id)?;
    }
    let starts = event == StepEvent::Start;
    let forgets = starts || event == StepEvent::Retry;
    let failure = details.failure.as_ref();
    let failure = failure.map(|f| to_json("a failure", f)).transpose()?;
    let counts = details.counts.as_ref();
    let counts = counts.map(|c| to_json("counts", c)).transpose()?;
    let sql = "UPDATE step SET state = ?3, \
               started_at = iif(?4, ?5, started_at), \
               attempts = attempts + ?4, \
               resumed_from_ms = iif(?4, ?6, resumed_from_ms), \
               finished_at = iif(?7, ?5, NULL), \
               took_ms = coalesce(?8, took_ms), \
               counts = coalesce(?9, counts), \
               failure = iif(?10, NULL, coalesce(?11, failure)) \
               WHERE job_id = ?1 AND pipeline = ?2 AND state = ?12";
    let changed = connection
        .prepare_cached(sql)
        .and_then(|mut s| {
            s.execute(params![
                id.to_string(),
                pipeline.as_str(),
                state_word(after),
                starts,
                at.0,
                details.resumed_from.map(|m| m.0),
                after.is_final(),
                details.took.map(|m| m.0),
                counts,
                forgets,
                failure,
                state_word(before),
            ])
        })
        .doing(path, doing)?;
    debug_assert_eq!(
        changed, 1,
        "the write lock is held since the state was read"
    );
    if event == StepEvent::Retry {
        job::enqueue_again(connection, path, id, at)?;
    }
    let data = json!({"pipeline": pipeline, "event": event, "from": before, "to": after});
    append(connection, path, (at, id, EventKind::StepChanged), &data)?;
    Ok(after)
}

/// A failed step of a cancelled job stays failed, or the job would leave a final status.
fn refuse_if_cancelled(connection: &Connection, path: &Path, id: JobId) -> Result<()> {
    let sql = "SELECT 1 FROM step WHERE job_id = ?1 AND state = 'cancelled'";
    let cancelled = connection
        .prepare_cached(sql)
        .and_then(|mut s| s.exists([id.to_string()]))
        .doing(path, "look for cancelled steps")?;
    if cancelled {
        return Err(StoreError::JobCancelled(id));
    }
    Ok(())
}

/// Applies one event to every step of a job that is in one of the states; returns the pipelines.
pub(super) fn move_steps(
    connection: &Connection,
    path: &Path,
    id: JobId,
    states: &[StepState],
    event: StepEvent,
    details: &StepDetails,
    at: WallTime,
) -> Result<Vec<PipelineId>> {
    let steps = of_job(connection, path, id)?;
    let mut moved = Vec::new();
    for step in steps.into_iter().filter(|s| states.contains(&s.state)) {
        move_step(connection, path, (id, &step.pipeline), event, details, at)?;
        moved.push(step.pipeline);
    }
    Ok(moved)
}

pub(super) fn of_job(connection: &Connection, path: &Path, id: JobId) -> Result<Vec<StepRow>> {
    let doing = "read the steps of a job";
    let sql = format!("SELECT {COLUMNS} FROM step WHERE job_id = ?1 ORDER BY ordinal");
    let mut select = connection.prepare_cached(&sql).doing(path, doing)?;
    let rows = select.query_map([id.to_string()], row).doing(path, doing)?;
    rows.collect::<rusqlite::Result<_>>().doing(path, doing)
}

/// The steps of the jobs that `picked` picks, as [`job::all`] takes it.
pub(super) fn of_jobs(
    connection: &Connection,
    path: &Path,
    picked: &str,
    bounds: &[&dyn ToSql],
) -> Result<HashMap<JobId, Vec<StepRow>>> {
    let doing = "read the steps of jobs";
    let sql = format!(
        "SELECT {COLUMNS}, job_id FROM step WHERE job_id IN (SELECT id {picked}) ORDER BY job_id, ordinal"
    );
    let mut select = connection.prepare_cached(&sql).doing(path, doing)?;
    let rows = select
        .query_map(bounds, |r| Ok((columns::id(r, 14)?, row(r)?)))
        .doing(path, doing)?;
    let mut steps: HashMap<JobId, Vec<StepRow>> = HashMap::new();
    for found in rows {
        let (job, step) = found.doing(path, doing)?;
        steps.entry(job).or_default().push(step);
    }
    Ok(steps)
}

fn row(row: &Row<'_>) -> rusqlite::Result<StepRow> {
    let needed_by: Option<String> = row.get(2)?;
    let time =
        |index| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(index)?.map(WallTime)) };
    let millis =
        |index| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(index)?.map(Millis)) };
    Ok(StepRow {
        pipeline: PipelineId::new(row.get::<_, String>(0)?),
        settings: columns::json(row, 1)?,
        needed_by: needed_by.map(PipelineId::new),
        state: word(row, 3)?,
        started_at: time(4)?,
        finished_at: time(5)?,
        took: millis(6)?,
        resumed_from: millis(7)?,
        counts: columns::json(row, 8)?,
        failure: json_or_null(row, 9)?,
        attempts: row.get(10)?,
        done: millis(11)?,
        total: millis(12)?,
        device: json_or_null(row, 13)?,
    })
}

pub(super) fn state_word(state: StepState) -> &'static str {
    match state {
        StepState::Queued => "queued",
        StepState::Running => "running",
        StepState::Succeeded => "succeeded",
        StepState::Failed => "failed",
        StepState::Cancelled => "cancelled",
        StepState::Skipped => "skipped",
    }
}
