//! The handle that reads a results file: what it says about itself, how far each pipeline got, and when
//! its frames are. Tracks and their items are in the files beside.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};
use va_core::{Millis, PipelineId};

use super::{PipelineProgress, ResultsMeta, StoredCheckpoint, key};
use crate::columns::{json_or_null, parse};
use crate::database::{Check, check, open_for_reading};
use crate::error::{Doing, Result, StoreError};
use crate::migrations::{RESULTS, RESULTS_READABLE};

/// Pages that `SQLite` keeps, in KiB.
const CACHE_KIB: i64 = 512;

/// Reads a results file, also while its writer writes, and also where nothing can be written.
#[derive(Debug)]
pub struct ResultsReader {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl ResultsReader {
    /// Opens an existing results file, also one of an earlier version. Its integrity is not checked: see
    /// [`ResultsReader::check_integrity`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::wrap(open_for_reading(path, RESULTS, RESULTS_READABLE)?, path)
    }

    /// Keeps few pages in memory: results are written once and read in order, and a worker's memory must
    /// not grow with the length of the recording.
    pub(super) fn wrap(connection: Connection, path: &Path) -> Result<Self> {
        connection
            .pragma_update(None, "cache_size", -CACHE_KIB)
            .doing(path, "set it up")?;
        let path = path.to_owned();
        Ok(Self { connection, path })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the whole file and compares every index: seconds on large results.
    pub fn check_integrity(&self) -> Result<()> {
        check(&self.connection, &self.path, Check::Full)
    }

    /// What the file says about itself.
    pub fn meta(&self) -> Result<ResultsMeta> {
        let doing = "read what the results say about themselves";
        let mut select = self
            .connection
            .prepare_cached("SELECT key, value FROM meta")
            .doing(&self.path, doing)?;
        let mut found: HashMap<String, String> = select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .doing(&self.path, doing)?;
        let job = found.remove(key::JOB).unwrap_or_default();
        Ok(ResultsMeta {
            job: job.parse().map_err(|_| StoreError::Corrupt {
                path: self.path.clone(),
                detail: format!("`{job}` is no job id"),
            })?,
            software: found.remove(key::SOFTWARE).unwrap_or_default(),
            media: parse("the facts of a recording", found.get(key::MEDIA))?,
            media_sha256: found.remove(key::MEDIA_SHA256),
            decode: parse("what decoding found", found.get(key::DECODE))?,
        })
    }

    /// How far each pipeline got; those that never committed anything are not in it.
    pub fn checkpoints(&self) -> Result<Vec<PipelineProgress>> {
        let doing = "read the checkpoints";
        let sql = "SELECT pipeline, position, time_ms, state, took_ms, outcome FROM checkpoint \
                   ORDER BY pipeline";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        select
            .query_map([], progress)
            .and_then(Iterator::collect)
            .doing(&self.path, doing)
    }

    /// How far one pipeline got.
    pub fn checkpoint(&self, pipeline: &PipelineId) -> Result<Option<PipelineProgress>> {
        let mut all = self.checkpoints()?.into_iter();
        Ok(all.find(|p| p.pipeline == *pipeline))
    }

    /// The display tick of every frame, ascending; empty if it was not recorded.
    pub fn frame_times(&self) -> Result<Vec<i64>> {
        let doing = "read the times of frames";
        let sql = "SELECT pts FROM frame_times ORDER BY first_index";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let mut rows = select.query([]).doing(&self.path, doing)?;
        let mut ticks = Vec::new();
        while let Some(row) = rows.next().doing(&self.path, doing)? {
            let bytes = row.get_ref(0).and_then(|v| Ok(v.as_blob()?));
            let (whole, _) = bytes.doing(&self.path, doing)?.as_chunks::<8>();
            ticks.extend(whole.iter().map(|chunk| i64::from_le_bytes(*chunk)));
        }
        Ok(ticks)
    }
}

fn progress(row: &Row<'_>) -> rusqlite::Result<PipelineProgress> {
    let position: Option<i64> = row.get(1)?;
    let time: Option<i64> = row.get(2)?;
    let checkpoint = match (position, time) {
        (Some(position), Some(time)) => Some(StoredCheckpoint {
            position,
            time: Millis(time),
            state: json_or_null(row, 3)?.unwrap_or_default(),
        }),
        (None, _) | (_, None) => None,
    };
    Ok(PipelineProgress {
        pipeline: PipelineId::new(row.get::<_, String>(0)?),
        checkpoint,
        outcome: json_or_null(row, 5)?,
        took: Millis(row.get(4)?),
    })
}
