//! Observations of objects: reading them in a stream, by time or by object, and counting them without
//! reading what was measured. Written by `commit`, renumbered by `renumber`.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, ToSql, ffi, params};
use va_core::Millis;
use va_core::annotation::{Observation, TrackKind};

use super::{ResultsReader, samples};
use crate::error::{Doing, Result, StoreError};

/// Adds one observation.
pub(super) const INSERT: &str = "INSERT INTO observation (track_id, pts, object, time_ms, score, vals) \
                                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const COLUMNS: &str = "pts, time_ms, object, score, vals";

/// An observation without an allocation of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObservationView<'v> {
    /// Tick of the frame that was measured.
    pub pts: i64,
    /// The same in milliseconds.
    pub time: Millis,
    /// Which object.
    pub object: u32,
    /// How sure; NaN without a score.
    pub score: f32,
    /// One value a channel; NaN where nothing was measured.
    pub values: &'v [f32],
}

impl ObservationView<'_> {
    /// Overwrites `seen`, whose memory is used again.
    pub fn copy_to(&self, seen: &mut Observation) {
        let some = |value: f32| (!value.is_nan()).then_some(value);
        seen.pts = self.pts;
        seen.time = self.time;
        seen.object = self.object;
        seen.score = some(self.score);
        seen.values.clear();
        seen.values.extend(self.values.iter().map(|v| some(*v)));
    }
}

/// What a track holds of one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectRow {
    /// Its number.
    pub object: u32,
    /// Time of its first observation.
    pub first: Millis,
    /// Time of its last observation.
    pub last: Millis,
    /// Observations.
    pub items: u64,
}

impl ResultsReader {
    /// Shows every observation of a track to `visit`, by tick, then by object, until it says stop
    /// (`Ok(false)`) or fails. One is in memory at a time. A track of another kind has none.
    pub fn for_each_object<E: From<StoreError>>(
        &self,
        track: &str,
        visit: impl FnMut(ObservationView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(());
        };
        let sql =
            format!("SELECT {COLUMNS} FROM observation WHERE track_id = ?1 ORDER BY pts, object");
        self.stream_objects(&sql, params![id], visit)
    }

    /// The same with whole observations, until `take` breaks.
    pub fn for_each_observation(
        &self,
        track: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<()> {
        self.for_each_object(track, whole(take))
    }

    /// Shows the observations of a track at one tick, by object, until `take` breaks.
    pub fn for_each_object_at(
        &self,
        track: &str,
        pts: i64,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<()> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(());
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM observation WHERE track_id = ?1 AND pts = ?2 ORDER BY object"
        );
        self.stream_objects(&sql, params![id, pts], whole(take))
    }

    /// Shows the observations from `from` (included) to `until` (not included) to `visit`, by
    /// time, then by object.
    pub fn for_each_object_in<E: From<StoreError>>(
        &self,
        track: &str,
        (from, until): (Millis, Millis),
        visit: impl FnMut(ObservationView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(());
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM observation WHERE track_id = ?1 AND time_ms >= ?2 AND time_ms < ?3 \
             ORDER BY time_ms, pts, object"
        );
        self.stream_objects(&sql, params![id, from.0, until.0], visit)
    }

    /// The same for one object.
    pub fn for_each_of_object<E: From<StoreError>>(
        &self,
        track: &str,
        object: u32,
        (from, until): (Millis, Millis),
        visit: impl FnMut(ObservationView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(());
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM observation \
             WHERE track_id = ?1 AND object = ?2 AND time_ms >= ?3 AND time_ms < ?4 \
             ORDER BY time_ms, pts"
        );
        self.stream_objects(&sql, params![id, object, from.0, until.0], visit)
    }

    /// The objects of a track by their number, at most `limit` of them. Reads an index only.
    pub fn objects(&self, track: &str, limit: usize) -> Result<Vec<ObjectRow>> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(Vec::new());
        };
        let doing = "count observations by object";
        let sql = "SELECT object, min(time_ms), max(time_ms), count(*) FROM observation \
                   WHERE track_id = ?1 GROUP BY object ORDER BY object LIMIT ?2";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let row = |row: &Row<'_>| {
            Ok(ObjectRow {
                object: row.get(0)?,
                first: Millis(row.get(1)?),
                last: Millis(row.get(2)?),
                items: row.get::<_, i64>(3)? as u64,
            })
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        select
            .query_map(params![id, limit], row)
            .and_then(Iterator::collect)
            .doing(&self.path, doing)
    }

    /// How many observations there are from `from` (included) to `until` (not included), of all objects or
    /// of one. Reads an index only.
    pub fn count_objects_in(
        &self,
        track: &str,
        object: Option<u32>,
        (from, until): (Millis, Millis),
    ) -> Result<u64> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(0);
        };
        let of = object.map_or("", |_| "AND object = ?4");
        let sql = format!(
            "SELECT count(*) FROM observation \
             WHERE track_id = ?1 AND time_ms >= ?2 AND time_ms < ?3 {of}"
        );
        let count = |row: &Row<'_>| Ok(row.get::<_, i64>(0)? as u64);
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut s| match object {
                Some(object) => s.query_row(params![id, from.0, until.0, object], count),
                None => s.query_row(params![id, from.0, until.0], count),
            })
            .doing(&self.path, "count observations")
    }

    /// Times of the first and the last observation of an object from `from` (included) to `until` (not
    /// included).
    pub fn ends_of_object_in(
        &self,
        track: &str,
        object: u32,
        (from, until): (Millis, Millis),
    ) -> Result<Option<(Millis, Millis)>> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(None);
        };
        let sql = "SELECT min(time_ms), max(time_ms) FROM observation \
                   WHERE track_id = ?1 AND object = ?2 AND time_ms >= ?3 AND time_ms < ?4";
        let ends = |row: &Row<'_>| {
            let first: Option<i64> = row.get(0)?;
            let last: Option<i64> = row.get(1)?;
            Ok(first.zip(last).map(|(a, b)| (Millis(a), Millis(b))))
        };
        self.connection
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row(params![id, object, from.0, until.0], ends))
            .doing(&self.path, "look for an object")
    }

    /// Times of ticks with the number of their observations, at most `most` of them, spread evenly over
    /// what lies from `from` (included) to `until` (not included). Jumps through an index: the time it
    /// takes depends on `most`, not on the length of the track.
    pub fn object_ticks_in(
        &self,
        track: &str,
        (from, until): (Millis, Millis),
        most: usize,
    ) -> Result<Vec<(Millis, u64)>> {
        let Some(id) = self.objects_track(track)? else {
            return Ok(Vec::new());
        };
        let doing = "look for ticks";
        let end = |order: &str| -> Result<Option<i64>> {
            let sql = format!(
                "SELECT time_ms FROM observation WHERE track_id = ?1 AND time_ms >= ?2 \
                 AND time_ms < ?3 ORDER BY time_ms {order} LIMIT 1"
            );
            self.connection
                .prepare_cached(&sql)
                .and_then(|mut s| {
                    s.query_row(params![id, from.0, until.0], |row| row.get(0))
                        .optional()
                })
                .doing(&self.path, doing)
        };
        let (Some(first), Some(last)) = (end("ASC")?, end("DESC")?) else {
            return Ok(Vec::new());
        };
        let sql = "SELECT time_ms, count(*) FROM observation WHERE track_id = ?1 AND time_ms = \
                   (SELECT time_ms FROM observation WHERE track_id = ?1 AND time_ms >= ?2 \
                    ORDER BY time_ms LIMIT 1)";
        let mut next = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let mut ticks: Vec<(Millis, u64)> = Vec::with_capacity(most);
        let steps = most.max(1) as i64;
        for step in 0..steps {
            // whole steps and the rest apart: the span times the step may not fit
            let span = last - first + 1;
            let wanted = first + span / steps * step + span % steps * step / steps;
            if ticks.last().is_some_and(|(time, _)| time.0 >= wanted) {
                continue;
            }
            let found = next
                .query_row(params![id, wanted], |row| {
                    Ok((Millis(row.get(0)?), row.get::<_, i64>(1)? as u64))
                })
                .doing(&self.path, doing)?;
            ticks.push(found);
        }
        Ok(ticks)
    }

    /// The number of a track in the file; `None` if it does not hold objects, which files of version 1
    /// have no table for.
    pub(super) fn objects_track(&self, track: &str) -> Result<Option<i64>> {
        let (id, spec) = self.spec(track)?;
        Ok((spec.kind == TrackKind::Objects).then_some(id))
    }

    fn stream_objects<E: From<StoreError>>(
        &self,
        sql: &str,
        bounds: &[&dyn ToSql],
        mut visit: impl FnMut(ObservationView<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let doing = "read observations";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let mut rows = select.query(bounds).doing(&self.path, doing)?;
        let mut values = Vec::new();
        while let Some(row) = rows.next().doing(&self.path, doing)? {
            let seen = observation(row, &mut values).doing(&self.path, doing)?;
            if !visit(seen)? {
                break;
            }
        }
        Ok(())
    }
}

/// A visitor that is given whole observations, all in the same memory.
fn whole(
    take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
) -> impl FnMut(ObservationView<'_>) -> Result<bool> {
    let mut seen = Observation {
        pts: 0,
        time: Millis(0),
        object: 0,
        score: None,
        values: Vec::new(),
    };
    move |view| {
        view.copy_to(&mut seen);
        Ok(take(&seen).is_continue())
    }
}

fn observation<'v>(
    row: &Row<'_>,
    values: &'v mut Vec<f32>,
) -> rusqlite::Result<ObservationView<'v>> {
    samples::decode(row.get_ref(4)?.as_blob()?, values);
    Ok(ObservationView {
        pts: row.get(0)?,
        time: Millis(row.get(1)?),
        object: row.get(2)?,
        score: row
            .get::<_, Option<f64>>(3)?
            .map_or(f32::NAN, |score| score as f32),
        values,
    })
}

/// Whether `SQLite` refused a row because there is one with the same key.
pub(super) fn is_taken(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|e| e.extended_code);
    extended == Some(ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}
