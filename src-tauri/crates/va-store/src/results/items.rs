//! Reading segments and samples: by time window for the window, in a stream for exporters.

use rusqlite::{Row, ToSql, params};
use va_core::Millis;
use va_core::annotation::{Sample, Segment};

use super::{ResultsReader, samples};
use crate::columns::json;
use crate::error::{Doing, Result, StoreError};

const SEGMENT: &str = "start_pts, end_pts, start_ms, end_ms, label, score, data";

/// A sample without an allocation of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleView<'v> {
    /// Tick of the frame or window that was measured.
    pub pts: i64,
    /// The same in milliseconds.
    pub time: Millis,
    /// One value a channel; NaN where nothing was measured.
    pub values: &'v [f32],
}

impl ResultsReader {
    /// Every segment of a track, by start.
    pub fn segments(&self, track: &str) -> Result<Vec<Segment>> {
        let (id, _) = self.spec(track)?;
        let sql =
            format!("SELECT {SEGMENT} FROM segment WHERE track_id = ?1 ORDER BY start_ms, id");
        self.select_segments(&sql, params![id])
    }

    /// The segments of a track that touch the window from `from` (included) to `until` (not included), by
    /// start.
    pub fn segments_window(
        &self,
        track: &str,
        from: Millis,
        until: Millis,
    ) -> Result<Vec<Segment>> {
        let (id, _) = self.spec(track)?;
        let sql = format!(
            "SELECT {SEGMENT} FROM segment WHERE track_id = ?1 AND start_ms < ?3 \
             AND (end_ms > ?2 OR start_ms >= ?2) ORDER BY start_ms, id"
        );
        self.select_segments(&sql, params![id, from.0, until.0])
    }

    /// Shows every sample of a track to `visit`, in order of ticks, until it says stop (`Ok(false)`) or
    /// fails. One sample is in memory at a time.
    pub fn for_each_sample<E: From<StoreError>>(
        &self,
        track: &str,
        visit: impl FnMut(SampleView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let (id, _) = self.spec(track)?;
        let sql = "SELECT pts, time_ms, vals FROM sample WHERE track_id = ?1 ORDER BY pts";
        self.stream(sql, params![id], visit)
    }

    /// The same for the samples from `from` (included) to `until` (not included), in order of time.
    pub fn for_each_sample_in<E: From<StoreError>>(
        &self,
        track: &str,
        (from, until): (Millis, Millis),
        visit: impl FnMut(SampleView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let (id, _) = self.spec(track)?;
        let sql = "SELECT pts, time_ms, vals FROM sample \
                   WHERE track_id = ?1 AND time_ms >= ?2 AND time_ms < ?3 ORDER BY time_ms, pts";
        self.stream(sql, params![id, from.0, until.0], visit)
    }

    /// The samples from `from` (included) to `until` (not included), in order of time.
    pub fn samples_window(&self, track: &str, from: Millis, until: Millis) -> Result<Vec<Sample>> {
        let mut found = Vec::new();
        self.for_each_sample_in(track, (from, until), |sample| -> Result<bool> {
            let value = |v: &f32| (!v.is_nan()).then_some(*v);
            found.push(Sample {
                pts: sample.pts,
                time: sample.time,
                values: sample.values.iter().map(value).collect(),
            });
            Ok(true)
        })?;
        Ok(found)
    }

    fn select_segments(&self, sql: &str, bounds: &[&dyn ToSql]) -> Result<Vec<Segment>> {
        let doing = "read segments";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        select
            .query_map(bounds, segment)
            .and_then(Iterator::collect)
            .doing(&self.path, doing)
    }

    fn stream<E: From<StoreError>>(
        &self,
        sql: &str,
        bounds: &[&dyn ToSql],
        mut visit: impl FnMut(SampleView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let doing = "read samples";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let mut rows = select.query(bounds).doing(&self.path, doing)?;
        let mut values = Vec::new();
        while let Some(row) = rows.next().doing(&self.path, doing)? {
            let (pts, time) = read_sample(row, &mut values).doing(&self.path, doing)?;
            let time = Millis(time);
            let values = &values;
            if !visit(SampleView { pts, time, values })? {
                break;
            }
        }
        Ok(())
    }
}

fn read_sample(row: &Row<'_>, values: &mut Vec<f32>) -> rusqlite::Result<(i64, i64)> {
    samples::decode(row.get_ref(2)?.as_blob()?, values);
    Ok((row.get(0)?, row.get(1)?))
}

pub(super) fn segment(row: &Row<'_>) -> rusqlite::Result<Segment> {
    Ok(Segment {
        start_pts: row.get(0)?,
        end_pts: row.get(1)?,
        start: Millis(row.get(2)?),
        end: Millis(row.get(3)?),
        label: row.get(4)?,
        score: row.get(5)?,
        data: json(row, 6)?,
    })
}
