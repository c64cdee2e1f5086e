//! What one commit writes, inside the writer's transaction.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, params};
use va_core::annotation::{TrackKind, TrackSpec};

use super::writer::KnownTrack;
use super::{Batch, Outcome, objects, renumber, samples, tracks};
use crate::columns::to_json;
use crate::error::{Doing, Result, StoreError};

pub(super) fn commit(
    connection: &Connection,
    path: &Path,
    known: &mut HashMap<String, KnownTrack>,
    batch: &Batch,
) -> Result<()> {
    for spec in &batch.tracks {
        let track = declare(connection, path, spec)?;
        known.insert(spec.key.clone(), track);
    }
    segments(connection, path, known, batch)?;
    values(connection, path, known, batch)?;
    observations(connection, path, known, batch)?;
    for (key, changes) in &batch.renumbered {
        let track = known_track(connection, path, known, key)?;
        renumber::apply(connection, path, (key, track.id), changes)?;
    }
    progress(connection, path, batch)
}

/// The track, made if it is new, compared with what was declared before if it is not.
fn declare(connection: &Connection, path: &Path, spec: &TrackSpec) -> Result<KnownTrack> {
    let doing = "declare a track";
    if let Some((id, stored)) = tracks::find(connection, path, &spec.key)? {
        if stored != *spec {
            return Err(mismatch(&spec.key, "it was declared differently before"));
        }
        return Ok(KnownTrack {
            id,
            channels: spec.channels.len(),
            next_segment: next_segment(connection, path, id)?,
        });
    }
    let sql = "INSERT INTO track (key, pipeline, title, kind, channels, time_base_num, time_base_den) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let kind = match spec.kind {
        TrackKind::Segments => "segments",
        TrackKind::Curve => "curve",
        TrackKind::Objects => "objects",
    };
    let channels = to_json("channels", &spec.channels)?;
    connection
        .execute(
            sql,
            params![
                spec.key,
                spec.pipeline.as_str(),
                spec.title,
                kind,
                channels,
                spec.time_base.num,
                spec.time_base.den
            ],
        )
        .doing(path, doing)?;
    Ok(KnownTrack {
        id: connection.last_insert_rowid(),
        channels: spec.channels.len(),
        next_segment: 0,
    })
}

fn next_segment(connection: &Connection, path: &Path, track: i64) -> Result<i64> {
    let sql = "SELECT coalesce(max(id) + 1, 0) FROM segment WHERE track_id = ?1";
    connection
        .query_row(sql, [track], |row| row.get(0))
        .doing(path, "count segments")
}

/// The track of an item; one that was declared by an earlier run is found in the file.
fn known_track<'k>(
    connection: &Connection,
    path: &Path,
    known: &'k mut HashMap<String, KnownTrack>,
    key: &str,
) -> Result<&'k mut KnownTrack> {
    if !known.contains_key(key) {
        let (id, spec) = tracks::find(connection, path, key)?
            .ok_or_else(|| StoreError::TrackNotFound(key.to_owned()))?;
        let track = KnownTrack {
            id,
            channels: spec.channels.len(),
            next_segment: next_segment(connection, path, id)?,
        };
        known.insert(key.to_owned(), track);
    }
    known
        .get_mut(key)
        .ok_or_else(|| StoreError::TrackNotFound(key.to_owned()))
}

fn segments(
    connection: &Connection,
    path: &Path,
    known: &mut HashMap<String, KnownTrack>,
    batch: &Batch,
) -> Result<()> {
    let doing = "write segments";
    let sql = "INSERT INTO segment (track_id, id, start_pts, end_pts, start_ms, end_ms, label, score, data) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut insert = connection.prepare_cached(sql).doing(path, doing)?;
    for (key, segment) in &batch.segments {
        let track = known_track(connection, path, known, key)?;
        let data = to_json("the data of a segment", &segment.data)?;
        let row = params![
            track.id,
            track.next_segment,
            segment.start_pts,
            segment.end_pts,
            segment.start.0,
            segment.end.0,
            segment.label,
            segment.score,
            data
        ];
        insert.execute(row).doing(path, doing)?;
        track.next_segment += 1;
    }
    Ok(())
}

fn values(
    connection: &Connection,
    path: &Path,
    known: &mut HashMap<String, KnownTrack>,
    batch: &Batch,
) -> Result<()> {
    let doing = "write samples";
    let sql = "INSERT INTO sample (track_id, pts, time_ms, vals) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(sql).doing(path, doing)?;
    let mut bytes = Vec::new();
    for (key, sample) in &batch.samples {
        let track = known_track(connection, path, known, key)?;
        if sample.values.len() != track.channels {
            let (got, want) = (sample.values.len(), track.channels);
            let reason = format!("a sample has {got} values for {want} channels");
            return Err(mismatch(key, &reason));
        }
        samples::encode(&sample.values, &mut bytes);
        insert
            .execute(params![track.id, sample.pts, sample.time.0, bytes])
            .doing(path, doing)?;
    }
    let sql = "UPDATE sample SET vals = ?3 WHERE track_id = ?1 AND pts = ?2";
    let mut clear = connection.prepare_cached(sql).doing(path, doing)?;
    for (key, ticks) in &batch.cleared {
        let track = known_track(connection, path, known, key)?;
        samples::encode(&vec![None; track.channels], &mut bytes);
        for pts in ticks {
            clear
                .execute(params![track.id, pts, bytes])
                .doing(path, doing)?;
        }
    }
    Ok(())
}

fn observations(
    connection: &Connection,
    path: &Path,
    known: &mut HashMap<String, KnownTrack>,
    batch: &Batch,
) -> Result<()> {
    let doing = "write observations";
    let mut insert = connection
        .prepare_cached(objects::INSERT)
        .doing(path, doing)?;
    let mut bytes = Vec::new();
    for (key, seen) in &batch.objects {
        let track = known_track(connection, path, known, key)?;
        if seen.values.len() != track.channels {
            let (got, want) = (seen.values.len(), track.channels);
            let reason = format!("an observation has {got} values for {want} channels");
            return Err(mismatch(key, &reason));
        }
        samples::encode(&seen.values, &mut bytes);
        let score = seen.score.filter(|score| !score.is_nan());
        let row = params![
            track.id,
            seen.pts,
            seen.object,
            seen.time.0,
            score.map(f64::from),
            bytes
        ];
        match insert.execute(row) {
            Err(error) if objects::is_taken(&error) => {
                return Err(StoreError::ObjectTwice {
                    key: key.clone(),
                    object: seen.object,
                    pts: seen.pts,
                });
            }
            written => written.doing(path, doing)?,
        };
    }
    Ok(())
}

fn progress(connection: &Connection, path: &Path, batch: &Batch) -> Result<()> {
    if batch.checkpoint.is_none() && batch.finished.is_none() {
        return Ok(());
    }
    let at = batch.checkpoint.as_ref();
    let state = at
        .map(|c| to_json("the state of a pipeline", &c.state))
        .transpose()?;
    let outcome = batch.finished.as_ref();
    let text = outcome
        .map(|o| to_json("the outcome of a pipeline", o))
        .transpose()?;
    let sql = "INSERT INTO checkpoint (pipeline, position, time_ms, state, finished, took_ms, outcome) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
               ON CONFLICT (pipeline) DO UPDATE SET \
               position = coalesce(excluded.position, position), \
               time_ms = coalesce(excluded.time_ms, time_ms), \
               state = coalesce(excluded.state, state), \
               finished = excluded.finished, took_ms = excluded.took_ms, outcome = excluded.outcome";
    let row = params![
        batch.pipeline.as_str(),
        at.map(|c| c.position),
        at.map(|c| c.time.0),
        state,
        outcome.is_some_and(Outcome::is_finished),
        batch.took.0.max(0),
        text
    ];
    connection
        .prepare_cached(sql)
        .and_then(|mut s| s.execute(row))
        .doing(path, "write a checkpoint")?;
    Ok(())
}

pub(super) fn mismatch(key: &str, reason: &str) -> StoreError {
    StoreError::TrackMismatch {
        key: key.to_owned(),
        reason: reason.to_owned(),
    }
}
