//! The handle that writes a results file. Each call is one transaction.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use va_core::media::MediaFacts;
use va_core::provenance::DecodeRecord;
use va_core::{ErrorCode, PipelineId};

use super::commit::commit;
use super::{Batch, ResultsHeader, ResultsReader, key};
use crate::columns::to_json;
use crate::database::{open_for_writing, write};
use crate::error::{Doing, Result, StoreError};
use crate::migrations::RESULTS;

/// Frames in one row of `frame_times`: 64 KiB.
const RUN: usize = 8192;

/// Writes a results file. There is one at a time; readers may be many.
#[derive(Debug)]
pub struct ResultsWriter {
    reader: ResultsReader,
    tracks: HashMap<String, KnownTrack>,
}

/// A track that this writer has met.
#[derive(Clone, Debug)]
pub(super) struct KnownTrack {
    pub(super) id: i64,
    pub(super) channels: usize,
    pub(super) next_segment: i64,
}

impl ResultsWriter {
    /// Opens a job's results file; makes it if it is not there. A damaged or newer file and the file of
    /// another job are refused and stay as they are.
    pub fn open(path: &Path, header: &ResultsHeader) -> Result<Self> {
        let beside = path.parent().unwrap_or(path);
        let reader = ResultsReader::wrap(open_for_writing(path, RESULTS, beside)?, path)?;
        let mut writer = Self {
            reader,
            tracks: HashMap::new(),
        };
        let job = header.job.to_string();
        writer.write(|t, path| {
            let found: Option<String> = t
                .query_row("SELECT value FROM meta WHERE key = ?1", [key::JOB], |r| {
                    r.get(0)
                })
                .optional()
                .doing(path, "read whose results these are")?;
            match found {
                Some(found) if found != job => Err(StoreError::OtherJob {
                    path: path.to_owned(),
                    expected: header.job,
                    found,
                }),
                Some(_) => set(t, path, key::SOFTWARE, &header.software),
                None => {
                    set(t, path, key::JOB, &job)?;
                    set(t, path, key::SOFTWARE, &header.software)
                }
            }
        })?;
        Ok(writer)
    }

    /// Everything that can be read, through this handle's own connection.
    pub fn read(&self) -> &ResultsReader {
        &self.reader
    }

    /// Records what the probe found.
    pub fn set_media(&mut self, facts: &MediaFacts) -> Result<()> {
        let text = to_json("the facts of a recording", facts)?;
        self.write(|t, path| set(t, path, key::MEDIA, &text))
    }

    /// Records the SHA-256 of the recording, lower-case hexadecimal.
    pub fn set_media_sha256(&mut self, sha256: &str) -> Result<()> {
        self.write(|t, path| set(t, path, key::MEDIA_SHA256, sha256))
    }

    /// Records what decoding found.
    pub fn set_decode(&mut self, decode: &DecodeRecord) -> Result<()> {
        let text = to_json("what decoding found", decode)?;
        self.write(|t, path| set(t, path, key::DECODE, &text))
    }

    /// Records the display tick of every frame, in ascending order; replaces what was recorded.
    pub fn set_frame_times(&mut self, pts: &[i64]) -> Result<()> {
        self.write(|t, path| {
            let doing = "record the times of frames";
            t.execute("DELETE FROM frame_times", [])
                .doing(path, doing)?;
            let sql = "INSERT INTO frame_times (first_index, pts) VALUES (?1, ?2)";
            let mut insert = t.prepare_cached(sql).doing(path, doing)?;
            for (run, ticks) in pts.chunks(RUN).enumerate() {
                let bytes: Vec<u8> = ticks.iter().flat_map(|tick| tick.to_le_bytes()).collect();
                let first = (run * RUN) as i64;
                insert.execute(params![first, bytes]).doing(path, doing)?;
            }
            Ok(())
        })
    }

    /// Commits a batch: its items, its checkpoint and its outcome in one transaction. After an error
    /// nothing of it is in the file. A checkpoint without an outcome means that the pipeline goes on, so
    /// an earlier failure is forgotten.
    pub fn commit(&mut self, batch: &Batch) -> Result<()> {
        // what this batch teaches about tracks is true only once it is committed
        let mut tracks = self.tracks.clone();
        self.write(|t, path| commit(t, path, &mut tracks, batch))?;
        self.tracks = tracks;
        Ok(())
    }

    /// Forgets everything that a pipeline wrote, its checkpoint included: it starts over.
    pub fn reset(&mut self, pipeline: &PipelineId) -> Result<()> {
        self.write(|t, path| {
            let doing = "forget the results of a pipeline";
            for sql in [
                "DELETE FROM track WHERE pipeline = ?1",
                "DELETE FROM checkpoint WHERE pipeline = ?1",
            ] {
                t.execute(sql, [pipeline.as_str()]).doing(path, doing)?;
            }
            Ok(())
        })?;
        self.tracks.clear();
        Ok(())
    }

    /// Merges the log into the file, so that the one file is everything and can be read where nothing can
    /// be written. While somebody is reading, the log stays beside it; that is no error, and a later writer
    /// merges it.
    pub fn close(self) -> Result<()> {
        let path = &self.reader.path;
        let connection = &self.reader.connection;
        let doing = "merge its log";
        connection.busy_timeout(Duration::ZERO).doing(path, doing)?;
        // each of them gives way to a reader: the first needs the log unused, the second the file unopened
        for sql in [
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA journal_mode = DELETE",
        ] {
            match connection.query_row(sql, [], |_| Ok(())).doing(path, doing) {
                Err(error) if error.code() != ErrorCode::DatabaseBusy => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn write<T>(&mut self, statements: impl FnOnce(&Connection, &Path) -> Result<T>) -> Result<T> {
        let path = self.reader.path.clone();
        write(&mut self.reader.connection, &path, |t| statements(t, &path))
    }
}

fn set(connection: &Connection, path: &Path, key: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    connection
        .execute(sql, [key, value])
        .doing(path, "describe the results")?;
    Ok(())
}
