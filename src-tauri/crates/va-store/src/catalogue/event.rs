//! What happened, in order: clients that were away catch up from here.

use std::path::Path;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use va_core::JobId;

use super::CatalogueReader;
use crate::WallTime;
use crate::columns::{json, to_json, word};
use crate::error::{Doing, Result};

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A job was added.
    JobCreated,
    /// Something about a job other than its steps changed: a warning, a failure of the whole job.
    JobChanged,
    /// A job was deleted.
    JobRemoved,
    /// A step moved: data holds `pipeline`, `event`, `from` and `to`.
    StepChanged,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Number, growing by at least one, never used twice.
    pub seq: i64,
    /// When.
    pub at: WallTime,
    /// The job that it is about; it may be gone.
    pub job: Option<JobId>,
    /// What.
    pub kind: EventKind,
    /// Particulars, by kind.
    pub data: Map<String, Value>,
}

/// Events that are kept.
const KEPT: i64 = 10_000;

/// Adds an event and forgets what is older than the last ones that are kept.
pub(super) fn append(
    connection: &Connection,
    path: &Path,
    (at, job, kind): (WallTime, JobId, EventKind),
    data: &Value,
) -> Result<()> {
    let kind = match kind {
        EventKind::JobCreated => "job_created",
        EventKind::JobChanged => "job_changed",
        EventKind::JobRemoved => "job_removed",
        EventKind::StepChanged => "step_changed",
    };
    let sql = "INSERT INTO event (at, job_id, kind, data) VALUES (?1, ?2, ?3, ?4)";
    let data = to_json("an event", data)?;
    connection
        .prepare_cached(sql)
        .and_then(|mut s| s.execute(params![at.0, job.to_string(), kind, data]))
        .doing(path, "add an event")?;
    let oldest = connection.last_insert_rowid() - KEPT;
    connection
        .prepare_cached("DELETE FROM event WHERE seq <= ?1")
        .and_then(|mut s| s.execute([oldest]))
        .doing(path, "forget old events")?;
    Ok(())
}

impl CatalogueReader {
    /// Events with a greater number, in order, at most `limit`.
    pub fn events_since(&self, seq: i64, limit: u32) -> Result<Vec<EventRow>> {
        let sql =
            "SELECT seq, at, job_id, kind, data FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        let doing = "read events";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let rows = select
            .query_map(params![seq, limit], |row| {
                let job: Option<String> = row.get(2)?;
                Ok(EventRow {
                    seq: row.get(0)?,
                    at: WallTime(row.get(1)?),
                    job: job.and_then(|id| id.parse().ok()),
                    kind: word(row, 3)?,
                    data: json(row, 4)?,
                })
            })
            .doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }
}
