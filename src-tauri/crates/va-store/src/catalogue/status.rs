//! A job's timestamps, which follow from what its steps do. (Its status does too, by triggers.)

use std::path::Path;

use rusqlite::{Connection, params};
use va_core::JobId;
use va_core::job::JobStatus;

use super::step::of_job;
use crate::WallTime;
use crate::error::{Doing, Result};

/// Brings a job's timestamps in line with its steps, in the transaction that changed them:
/// `started_at` is the first start, `completed_at` the moment at which the job became final in any way,
/// `cancelled_at` the same for cancelled jobs; both last ones are empty while there is something left to
/// do. A job that runs or has ended waits for no other try; one that runs has no failure any more.
pub(super) fn settle(connection: &Connection, path: &Path, id: JobId, at: WallTime) -> Result<()> {
    let states: Vec<_> = of_job(connection, path, id)?
        .iter()
        .map(|s| s.state)
        .collect();
    let status = JobStatus::of(&states);
    let sql = "UPDATE job SET updated_at = ?2, \
               started_at = iif(?3, coalesce(started_at, ?2), started_at), \
               completed_at = iif(?4, coalesce(completed_at, ?2), NULL), \
               cancelled_at = iif(?5, coalesce(cancelled_at, ?2), NULL), \
               next_try_at = iif(?3 OR ?4, NULL, next_try_at), \
               failure = iif(?3, NULL, failure) \
               WHERE id = ?1";
    connection
        .prepare_cached(sql)
        .and_then(|mut s| {
            s.execute(params![
                id.to_string(),
                at.0,
                status == JobStatus::Running,
                status.is_final(),
                status == JobStatus::Cancelled,
            ])
        })
        .doing(path, "update a job's times")?;
    Ok(())
}
