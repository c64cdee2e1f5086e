//! The jobs that wait, as the engine's queue needs them: their order, and changes of it.

use rusqlite::params;
use va_core::job::{Device, JobStatus};
use va_core::step::StepState;
use va_core::{JobId, Millis, PipelineId};

use super::event::{EventKind, append};
use super::job::{self, JobRow};
use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::columns;
use crate::error::{Doing, Result, StoreError};

/// A job that waits for a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub id: JobId,
    /// Its place in the order.
    pub position: i64,
    /// Which limit it counts against.
    pub device: Device,
    /// Tries that failed since it last got further.
    pub crashes: u32,
    /// Not before this time, after a failure.
    pub next_try_at: Option<WallTime>,
    /// Length of its recording, if that is known.
    pub length: Option<Millis>,
    /// What is left to run, in no order.
    pub pipelines: Vec<PipelineId>,
}

impl JobRow {
    /// Its entry in the queue, if it waits there. `length` is that of its recording.
    pub fn waiting(&self, length: Option<Millis>) -> Option<Waiting> {
        let left = self.steps.iter().filter(|s| s.state == StepState::Queued);
        (self.status == JobStatus::Pending).then(|| Waiting {
            id: self.id,
            position: self.position,
            device: self.device,
            crashes: self.crashes,
            next_try_at: self.next_try_at,
            length,
            pipelines: left.map(|s| s.pipeline.clone()).collect(),
        })
    }
}

impl CatalogueReader {
    /// Every job that waits, next one first.
    pub fn waiting(&self) -> Result<Vec<Waiting>> {
        let doing = "read the queue";
        let sql = "SELECT job.id, position, device, crashes, next_try_at, \
                   json_extract(video.facts, '$.duration'), \
                   (SELECT group_concat(pipeline) FROM step WHERE job_id = job.id AND state = 'queued') \
                   FROM job JOIN video ON video.id = video_id WHERE status = 'pending' \
                   ORDER BY position, job.id";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let rows = select
            .query_map([], |row| {
                let pipelines: Option<String> = row.get(6)?;
                let pipelines = pipelines.unwrap_or_default();
                Ok(Waiting {
                    id: columns::id(row, 0)?,
                    position: row.get(1)?,
                    device: columns::word(row, 2)?,
                    crashes: row.get(3)?,
                    next_try_at: row.get::<_, Option<i64>>(4)?.map(WallTime),
                    length: row.get::<_, Option<i64>>(5)?.map(Millis),
                    pipelines: pipelines.split(',').map(PipelineId::new).collect(),
                })
            })
            .doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }
}

impl Catalogue {
    /// Puts a waiting job before another one, or at the end. Both must wait; every job between them moves
    /// by one place, and nothing else changes.
    pub fn move_job(&mut self, id: JobId, before: Option<JobId>, at: WallTime) -> Result<()> {
        let order = self.reader.waiting()?;
        let place = |wanted: JobId| {
            let found = order.iter().position(|w| w.id == wanted);
            found.ok_or(StoreError::JobNotWaiting(wanted))
        };
        let from = place(id)?;
        let to = before.map_or(Ok(order.len()), place)?;
        let mut moved: Vec<JobId> = order.iter().map(|w| w.id).collect();
        moved.remove(from);
        moved.insert(if to > from { to - 1 } else { to }, id);
        let path = self.reader.path.clone();
        self.write(|t| {
            job::require(t, &path, id)?;
            let mut update = t
                .prepare_cached("UPDATE job SET position = ?2 WHERE id = ?1")
                .doing(&path, "move a job in the queue")?;
            // the places stay the same, so that jobs that run keep theirs among them
            for (slot, id) in order
                .iter()
                .zip(&moved)
                .filter(|(slot, id)| slot.id != **id)
            {
                update
                    .execute(params![id.to_string(), slot.position])
                    .doing(&path, "move a job in the queue")?;
            }
            let data = serde_json::json!({"before": before});
            append(t, &path, (at, id, EventKind::JobChanged), &data)
        })
    }
}
