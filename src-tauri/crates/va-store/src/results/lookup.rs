//! Looking up one sample: which tick a point in a track belongs to.

use rusqlite::{OptionalExtension, params};

use super::ResultsReader;
use crate::error::{Doing, Result};

impl ResultsReader {
    /// The tick of the first committed sample of a track at or after `pts`; `None` without one, also when
    /// no such track has been committed yet.
    pub fn first_sample_from(&self, track: &str, pts: i64) -> Result<Option<i64>> {
        let sql = "SELECT sample.pts FROM sample JOIN track ON track.id = sample.track_id \
                   WHERE track.key = ?1 AND sample.pts >= ?2 ORDER BY sample.pts LIMIT 1";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_row(params![track, pts], |row| row.get(0))
                    .optional()
            })
            .doing(&self.path, "look for a sample")
    }
}
