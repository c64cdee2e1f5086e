//! What a job remembers between its workers: tries, its share of the cores, how far cut-off steps had got,
//! and what the user said about it (pinned, opened).

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, ToSql, params};
use va_core::step::{StepEvent, StepState};
use va_core::{Failure, JobId, Millis, PipelineId};

use super::event::{EventKind, append};
use super::job;
use super::status::settle;
use super::step::{StepDetails, move_steps};
use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::columns::{self, to_json};
use crate::error::{Doing, Result, StoreError};

/// How far steps had got: how much was done, and the recording's length if it is known.
pub type Reached = BTreeMap<PipelineId, (Millis, Option<Millis>)>;

/// When a job is tried again after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextTry {
    /// Not before this time.
    pub at: WallTime,
    /// Tries that failed since the job last got further.
    pub crashes: u32,
    /// Whether it is a retry of the job; waiting for room on the disk is none.
    pub counts: bool,
}

/// Finished steps of a pipeline from which its speed is measured.
const MEASURED: u32 = 20;

impl Catalogue {
    /// A try has failed: running steps wait again, and the job waits for its next try. The failure stays
    /// with the job until it runs again. A job that has ended is left as it is.
    pub fn try_again(
        &mut self,
        id: JobId,
        failure: &Failure,
        next: NextTry,
        at: WallTime,
    ) -> Result<()> {
        let path = self.reader.path.clone();
        let text = to_json("a failure", failure)?;
        self.write(|t| {
            if job::get(t, &path, id)?.status.is_final() {
                return Ok(());
            }
            let nothing = StepDetails::default();
            let running = &[StepState::Running];
            move_steps(t, &path, id, running, StepEvent::Interrupt, &nothing, at)?;
            settle(t, &path, id, at)?;
            let sql = "UPDATE job SET crashes = ?2, next_try_at = ?3, failure = ?4, \
                       retry_count = retry_count + ?5 WHERE id = ?1";
            t.prepare_cached(sql)
                .and_then(|mut s| {
                    s.execute(params![
                        id.to_string(),
                        next.crashes,
                        next.at.0,
                        text,
                        next.counts
                    ])
                })
                .doing(&path, "plan the next try")?;
            let data = serde_json::json!({"failure": failure, "next_try_at": next.at});
            append(t, &path, (at, id, EventKind::JobChanged), &data)
        })
    }

    /// The job got further: earlier failures no longer count.
    pub fn forget_crashes(&mut self, id: JobId) -> Result<()> {
        self.set("crashes = 0", id, &[])
    }

    /// Gives a job its share of the cores, if it has none yet; returns the one that holds.
    pub fn share_threads(&mut self, id: JobId, threads: u32) -> Result<u32> {
        self.set("threads = coalesce(threads, ?2)", id, &[&threads])?;
        Ok(self.reader.job(id)?.threads.unwrap_or(threads))
    }

    /// Whether the user wants to keep the job.
    pub fn set_pinned(&mut self, id: JobId, pinned: bool, at: WallTime) -> Result<()> {
        self.set("pinned = ?2, updated_at = ?3", id, &[&pinned, &at.0])
    }

    /// The job's results were looked at.
    pub fn set_opened(&mut self, id: JobId, at: WallTime) -> Result<()> {
        self.set("opened_at = ?2", id, &[&at.0])
    }

    fn set(&mut self, assignment: &str, id: JobId, values: &[&dyn ToSql]) -> Result<()> {
        let path = self.reader.path.clone();
        let id_text = id.to_string();
        let bounds: Vec<&dyn ToSql> = std::iter::once(&id_text as &dyn ToSql)
            .chain(values.iter().copied())
            .collect();
        self.write(|t| {
            let changed = t
                .prepare_cached(&format!("UPDATE job SET {assignment} WHERE id = ?1"))
                .and_then(|mut s| s.execute(&bounds[..]))
                .doing(&path, "change a job")?;
            (changed == 1)
                .then_some(())
                .ok_or(StoreError::JobNotFound(id))
        })
    }

    /// Remembers how far steps had got, for those that are about to be cut off.
    pub fn keep_reached(&mut self, id: JobId, reached: &Reached) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let sql = "UPDATE step SET done_ms = max(?3, 0), total_ms = max(?4, 0) \
                       WHERE job_id = ?1 AND pipeline = ?2 AND state = 'running'";
            let mut update = t
                .prepare_cached(sql)
                .doing(&path, "keep how far a step is")?;
            for (pipeline, (done, total)) in reached {
                let total = total.map(|t| t.0);
                update
                    .execute(params![id.to_string(), pipeline.as_str(), done.0, total])
                    .doing(&path, "keep how far a step is")?;
            }
            Ok(())
        })
    }

    /// Cancels every job that has not ended, all in one transaction; returns them.
    pub fn cancel_all(&mut self, at: WallTime) -> Result<Vec<JobId>> {
        let path = self.reader.path.clone();
        let doing = "cancel every job";
        self.write(|t| {
            let sql =
                "SELECT id FROM job WHERE status IN ('pending', 'running') ORDER BY position, id";
            let ids: Vec<JobId> = t
                .prepare_cached(sql)
                .and_then(|mut s| s.query_map([], |row| columns::id(row, 0))?.collect())
                .doing(&path, doing)?;
            let unfinished = &[StepState::Queued, StepState::Running];
            for id in &ids {
                let nothing = StepDetails::default();
                move_steps(t, &path, *id, unfinished, StepEvent::Cancel, &nothing, at)?;
                settle(t, &path, *id, at)?;
            }
            Ok(ids)
        })
    }
}

impl CatalogueReader {
    /// Seconds of recording a second that a pipeline managed in its last finished steps; `None` where
    /// nothing was measured yet.
    pub fn speed(&self, pipeline: &PipelineId) -> Result<Option<f64>> {
        let sql = "SELECT sum(length) / sum(took) FROM (\
                       SELECT CAST(json_extract(video.facts, '$.duration') AS REAL) AS length, \
                              CAST(step.took_ms AS REAL) AS took \
                       FROM step JOIN job ON job.id = step.job_id JOIN video ON video.id = job.video_id \
                       WHERE step.pipeline = ?1 AND step.state = 'succeeded' AND step.took_ms > 0 \
                       ORDER BY step.finished_at DESC LIMIT ?2) \
                   WHERE length > 0";
        let speed: Option<Option<f64>> = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_row(params![pipeline.as_str(), MEASURED], |row| row.get(0))
                    .optional()
            })
            .doing(&self.path, "measure a pipeline's speed")?;
        Ok(speed.flatten().filter(|speed| *speed > 0.0))
    }
}
