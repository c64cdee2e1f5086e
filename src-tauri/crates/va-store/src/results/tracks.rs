//! Tracks: what was declared, and how much each holds.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row};
use va_core::annotation::{TrackKind, TrackSpec};
use va_core::{Millis, PipelineId, TimeBase};

use super::{ResultsReader, TrackRow};
use crate::columns::{json, word};
use crate::error::{Doing, Result, StoreError};

const COLUMNS: &str = "id, key, pipeline, title, kind, channels, time_base_num, time_base_den";

impl ResultsReader {
    /// Every track in the order of its declaration, with counts and ends.
    pub fn tracks(&self) -> Result<Vec<TrackRow>> {
        let doing = "read the tracks";
        let sql = format!("SELECT {COLUMNS} FROM track ORDER BY id");
        let mut select = self
            .connection
            .prepare_cached(&sql)
            .doing(&self.path, doing)?;
        let specs: Vec<(i64, TrackSpec)> = select
            .query_map([], row)
            .and_then(Iterator::collect)
            .doing(&self.path, doing)?;
        specs
            .into_iter()
            .map(|(id, spec)| self.track_row(id, spec))
            .collect()
    }

    /// One track by its key.
    pub fn track(&self, key: &str) -> Result<TrackRow> {
        let (id, spec) = self.spec(key)?;
        self.track_row(id, spec)
    }

    /// How a track was declared, without counting what it holds.
    pub fn track_spec(&self, key: &str) -> Result<TrackSpec> {
        Ok(self.spec(key)?.1)
    }

    pub(super) fn spec(&self, key: &str) -> Result<(i64, TrackSpec)> {
        find(&self.connection, &self.path, key)?
            .ok_or_else(|| StoreError::TrackNotFound(key.to_owned()))
    }

    fn track_row(&self, id: i64, spec: TrackSpec) -> Result<TrackRow> {
        let sql = match spec.kind {
            TrackKind::Segments => {
                "SELECT count(*), min(start_ms), max(end_ms) FROM segment WHERE track_id = ?1"
            }
            TrackKind::Curve => {
                "SELECT count(*), min(time_ms), max(time_ms) FROM sample WHERE track_id = ?1"
            }
            TrackKind::Objects => {
                // the ends are looked up, and only the count walks over the index
                "SELECT (SELECT count(*) FROM observation WHERE track_id = ?1), \
                 (SELECT min(time_ms) FROM observation WHERE track_id = ?1), \
                 (SELECT max(time_ms) FROM observation WHERE track_id = ?1)"
            }
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_row([id], |row| {
                    let millis = |index| -> rusqlite::Result<_> {
                        Ok(row.get::<_, Option<i64>>(index)?.map(Millis))
                    };
                    Ok(TrackRow {
                        spec,
                        items: row.get::<_, i64>(0)? as u64,
                        first: millis(1)?,
                        last: millis(2)?,
                    })
                })
            })
            .doing(&self.path, "count the items of a track")
    }
}

pub(super) fn find(
    connection: &Connection,
    path: &Path,
    key: &str,
) -> Result<Option<(i64, TrackSpec)>> {
    let sql = format!("SELECT {COLUMNS} FROM track WHERE key = ?1");
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row([key], row).optional())
        .doing(path, "find a track")
}

fn row(row: &Row<'_>) -> rusqlite::Result<(i64, TrackSpec)> {
    let kind: TrackKind = word(row, 4)?;
    let spec = TrackSpec {
        key: row.get(1)?,
        pipeline: PipelineId::new(row.get::<_, String>(2)?),
        title: row.get(3)?,
        kind,
        channels: json(row, 5)?,
        time_base: TimeBase::new(row.get(6)?, row.get(7)?),
    };
    Ok((row.get(0)?, spec))
}
