//! What touches several steps of a job at once: the queue's order, cancelling, interruption, retries,
//! failure of a whole job. Each is one transaction.

use rusqlite::params;
use serde_json::json;
use va_core::step::{StepEvent, StepState};
use va_core::{Failure, JobId, PipelineId};

use super::event::{EventKind, append};
use super::job::{self, JobRow};
use super::status::settle;
use super::step::{StepDetails, move_steps};
use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::columns;
use crate::error::{Doing, Result};

const UNFINISHED: &[StepState] = &[StepState::Queued, StepState::Running];

impl Catalogue {
    /// Cancels every step that has not ended. Steps that ended keep their state; cancelling a job without
    /// any step left changes nothing. Returns the job as it is afterwards.
    pub fn cancel_job(&mut self, id: JobId, at: WallTime) -> Result<JobRow> {
        self.move_all(
            id,
            UNFINISHED,
            StepEvent::Cancel,
            &StepDetails::default(),
            at,
        )
        .map(|(job, _)| job)
    }

    /// The worker of a job went away: its running steps wait again. Returns the job afterwards.
    pub fn interrupt_job(&mut self, id: JobId, at: WallTime) -> Result<JobRow> {
        let running = &[StepState::Running];
        self.move_all(
            id,
            running,
            StepEvent::Interrupt,
            &StepDetails::default(),
            at,
        )
        .map(|(job, _)| job)
    }

    /// At the start of the program, when no worker can be alive: every running step waits again. Returns
    /// the jobs that this concerned, in the order of the queue, all from one transaction.
    pub fn interrupt_running(&mut self, at: WallTime) -> Result<Vec<JobId>> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let doing = "find interrupted jobs";
            let sql = "SELECT id FROM job WHERE id IN (SELECT job_id FROM step WHERE state = 'running') \
                       ORDER BY position, id";
            let mut select = t.prepare_cached(sql).doing(&path, doing)?;
            let ids: Vec<JobId> = select
                .query_map([], |row| columns::id(row, 0))
                .and_then(Iterator::collect)
                .doing(&path, doing)?;
            let running = &[StepState::Running];
            for id in &ids {
                let nothing = StepDetails::default();
                move_steps(t, &path, *id, running, StepEvent::Interrupt, &nothing, at)?;
                settle(t, &path, *id, at)?;
            }
            Ok(ids)
        })
    }

    /// The job as a whole can't go on: every step that has not ended fails with this, and the job says so.
    pub fn fail_job(&mut self, id: JobId, failure: &Failure, at: WallTime) -> Result<JobRow> {
        let path = self.reader.path.clone();
        self.write(|t| {
            job::require(t, &path, id)?;
            let details = StepDetails {
                failure: Some(failure.clone()),
                ..StepDetails::default()
            };
            move_steps(t, &path, id, UNFINISHED, StepEvent::Fail, &details, at)?;
            let text = columns::to_json("a failure", failure)?;
            t.execute(
                "UPDATE job SET failure = ?2 WHERE id = ?1",
                params![id.to_string(), text],
            )
            .doing(&path, "record why a job failed")?;
            let data = json!({"failure": failure});
            append(t, &path, (at, id, EventKind::JobChanged), &data)?;
            settle(t, &path, id, at)?;
            job::get(t, &path, id)
        })
    }

    /// Queues every failed step again, at the end of the queue, and counts one retry of the job. Returns
    /// the job afterwards and which pipelines wait again: none, if none had failed. A cancelled job with a
    /// failed step is refused.
    pub fn retry_job(&mut self, id: JobId, at: WallTime) -> Result<(JobRow, Vec<PipelineId>)> {
        let failed = &[StepState::Failed];
        self.move_all(id, failed, StepEvent::Retry, &StepDetails::default(), at)
    }

    fn move_all(
        &mut self,
        id: JobId,
        states: &[StepState],
        event: StepEvent,
        details: &StepDetails,
        at: WallTime,
    ) -> Result<(JobRow, Vec<PipelineId>)> {
        let path = self.reader.path.clone();
        self.write(|t| {
            job::require(t, &path, id)?;
            let moved = move_steps(t, &path, id, states, event, details, at)?;
            if !moved.is_empty() {
                settle(t, &path, id, at)?;
            }
            if event == StepEvent::Retry && !moved.is_empty() {
                let sql = "UPDATE job SET retry_count = retry_count + 1 WHERE id = ?1";
                t.execute(sql, [id.to_string()])
                    .doing(&path, "count a retry")?;
            }
            Ok((job::get(t, &path, id)?, moved))
        })
    }
}

impl CatalogueReader {
    /// The jobs that wait for a worker, next one first.
    pub fn queue(&self) -> Result<Vec<JobId>> {
        let doing = "read the queue";
        let sql = "SELECT id FROM job WHERE status = 'pending' ORDER BY position, id";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        select
            .query_map([], |row| columns::id(row, 0))
            .and_then(Iterator::collect)
            .doing(&self.path, doing)
    }

    /// Where a job stands in the queue, counted from 1; `None` if it does not wait.
    pub fn queue_position(&self, id: JobId) -> Result<Option<u32>> {
        let waiting = self.queue()?;
        let at = waiting.iter().position(|other| *other == id);
        Ok(at.map(|at| at as u32 + 1))
    }
}
