//! Jobs that have ended, by when they did: what retention asks for and what it removes.

use rusqlite::params;
use serde_json::json;
use va_core::JobId;

use super::event::{EventKind, append};
use super::job::{all, get};
use super::{Catalogue, CatalogueReader, JobRow};
use crate::WallTime;
use crate::error::{Doing, Result};

impl Catalogue {
    /// Removes a job because it is old enough, and says so in its event; its folder is the caller's to
    /// remove.
    pub fn expire_job(&mut self, id: JobId, at: WallTime) -> Result<JobRow> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let row = get(t, &path, id)?;
            t.execute("DELETE FROM job WHERE id = ?1", [id.to_string()])
                .doing(&path, "remove an old job")?;
            let ended = row.completed_at.map(|at| at.to_string());
            let data = json!({"reason": "retention", "completed_at": ended});
            append(t, &path, (at, id, EventKind::JobRemoved), &data)?;
            Ok(row)
        })
    }
}

impl CatalogueReader {
    /// Jobs that ended before a time, oldest first, and those that say that they ended after another one,
    /// which the clock has not reached.
    pub fn ended(&self, before: WallTime, or_after: WallTime) -> Result<Vec<JobRow>> {
        let picked = "FROM job WHERE completed_at IS NOT NULL \
                   AND (completed_at < ?1 OR completed_at > ?2) ORDER BY completed_at, id";
        self.snapshot(|c| all(c, &self.path, picked, params![before.0, or_after.0]))
    }
}
