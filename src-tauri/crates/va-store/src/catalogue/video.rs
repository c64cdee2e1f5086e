//! Videos: files that were ever added, by path.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use va_core::media::MediaFacts;

use super::{Catalogue, CatalogueReader, JobRow, job};
use crate::WallTime;
use crate::columns::{json_or_null, to_json};
use crate::database::text_of;
use crate::error::{Doing, Result, StoreError};

const COLUMNS: &str = "id, path, size_bytes, facts, added_at";

/// A video.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoRow {
    /// Number in the catalogue.
    pub id: i64,
    /// Where the file was when it was added.
    pub path: PathBuf,
    /// Its size in bytes then.
    pub size_bytes: u64,
    /// What the probe found, once it has run.
    pub facts: Option<MediaFacts>,
    /// When it was added.
    pub added_at: WallTime,
}

/// A video's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Number in the catalogue.
    pub video: i64,
    /// Where it is.
    pub path: PathBuf,
    /// Whether a job names it.
    pub in_use: bool,
}

/// A video with what was done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoSummary {
    /// The video.
    pub video: VideoRow,
    /// Its newest job.
    pub job: Option<JobRow>,
    /// How many jobs it has.
    pub jobs: u64,
}

impl Catalogue {
    /// The video at a path, added if it is new. Another size means another recording: what was known
    /// about it is forgotten.
    pub fn insert_video_or_get(
        &mut self,
        video: &Path,
        size_bytes: u64,
        at: WallTime,
    ) -> Result<VideoRow> {
        let path = self.reader.path.clone();
        self.write(|t| insert_or_get(t, &path, video, size_bytes, at))
    }

    /// Takes a video out that no job names any more. Whether it is out now.
    pub fn forget_video(&mut self, video: i64) -> Result<bool> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let sql = "DELETE FROM video WHERE id = ?1 \
                       AND NOT EXISTS (SELECT 1 FROM job WHERE video_id = ?1)";
            let removed = t.execute(sql, [video]).doing(&path, "forget a video")?;
            Ok(removed == 1)
        })
    }

    /// Records what the probe found.
    pub fn set_facts(&mut self, video: i64, facts: &MediaFacts) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| set_facts(t, &path, video, facts))
    }
}

pub(super) fn insert_or_get(
    connection: &Connection,
    path: &Path,
    video: &Path,
    size_bytes: u64,
    at: WallTime,
) -> Result<VideoRow> {
    let doing = "add a video";
    let text = text_of(video)?;
    connection
        .prepare_cached(
            "INSERT INTO video (path, size_bytes, added_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT (path) DO UPDATE SET size_bytes = excluded.size_bytes, facts = NULL \
             WHERE size_bytes <> excluded.size_bytes",
        )
        .and_then(|mut s| s.execute(params![text, size_bytes as i64, at.0]))
        .doing(path, doing)?;
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM video WHERE path = ?1"))
        .and_then(|mut s| s.query_row([text], row))
        .doing(path, doing)
}

pub(super) fn set_facts(
    connection: &Connection,
    path: &Path,
    video: i64,
    facts: &MediaFacts,
) -> Result<()> {
    let text = to_json("the facts of a video", facts)?;
    let changed = connection
        .prepare_cached("UPDATE video SET facts = ?2 WHERE id = ?1")
        .and_then(|mut s| s.execute(params![video, text]))
        .doing(path, "record the facts of a video")?;
    if changed == 0 {
        return Err(StoreError::VideoNotFound(video));
    }
    Ok(())
}

impl CatalogueReader {
    /// A video by its number.
    pub fn video(&self, id: i64) -> Result<VideoRow> {
        get(&self.connection, &self.path, id)
    }

    /// A video by its path.
    pub fn video_at(&self, video: &Path) -> Result<Option<VideoRow>> {
        let sql = format!("SELECT {COLUMNS} FROM video WHERE path = ?1");
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut s| {
                s.query_row([text_of(video).unwrap_or_default()], row)
                    .optional()
            })
            .doing(&self.path, "read a video")
    }

    /// Where every video lies, and whether a job names it.
    pub fn recordings(&self) -> Result<Vec<Recording>> {
        let doing = "list the recordings";
        let sql =
            "SELECT id, path, EXISTS (SELECT 1 FROM job WHERE video_id = video.id) FROM video";
        let mut select = self
            .connection
            .prepare_cached(sql)
            .doing(&self.path, doing)?;
        let rows = select.query_map([], |row| {
            Ok(Recording {
                video: row.get(0)?,
                path: PathBuf::from(row.get::<_, String>(1)?),
                in_use: row.get(2)?,
            })
        });
        rows.doing(&self.path, doing)?
            .collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }

    /// Every video with its newest job, newest first.
    pub fn list_videos(&self) -> Result<Vec<VideoSummary>> {
        let doing = "list the videos";
        let sql = format!(
            "SELECT {COLUMNS}, (SELECT count(*) FROM job WHERE video_id = video.id) \
             FROM video ORDER BY added_at DESC, id DESC"
        );
        let newest = "FROM job WHERE id IN (SELECT (\
                          SELECT own.id FROM job AS own WHERE own.video_id = video.id \
                          ORDER BY own.created_at DESC, own.id DESC LIMIT 1\
                      ) FROM video)";
        self.snapshot(|c| {
            let jobs = job::all(c, &self.path, newest, &[])?;
            let mut jobs: HashMap<i64, JobRow> = jobs.into_iter().map(|j| (j.video, j)).collect();
            let mut select = c.prepare_cached(&sql).doing(&self.path, doing)?;
            let rows = select.query_map([], |r| Ok((row(r)?, r.get::<_, i64>(5)? as u64)));
            let mut summary = |found: (VideoRow, u64)| VideoSummary {
                job: jobs.remove(&found.0.id),
                video: found.0,
                jobs: found.1,
            };
            rows.and_then(|rows| rows.map(|found| found.map(&mut summary)).collect())
                .doing(&self.path, doing)
        })
    }
}

/// The videos of the jobs that `picked` picks, as [`job::all`] takes it, by number.
pub(super) fn of_jobs(
    connection: &Connection,
    path: &Path,
    picked: &str,
    bounds: &[&dyn ToSql],
) -> Result<HashMap<i64, VideoRow>> {
    let doing = "read the videos of jobs";
    let sql = format!("SELECT {COLUMNS} FROM video WHERE id IN (SELECT video_id {picked})");
    let mut select = connection.prepare_cached(&sql).doing(path, doing)?;
    let rows = select.query_map(bounds, |r| row(r).map(|video| (video.id, video)));
    rows.and_then(Iterator::collect).doing(path, doing)
}

pub(super) fn get(connection: &Connection, path: &Path, id: i64) -> Result<VideoRow> {
    let sql = format!("SELECT {COLUMNS} FROM video WHERE id = ?1");
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row([id], row).optional())
        .doing(path, "read a video")?
        .ok_or(StoreError::VideoNotFound(id))
}

fn row(row: &Row<'_>) -> rusqlite::Result<VideoRow> {
    Ok(VideoRow {
        id: row.get(0)?,
        path: PathBuf::from(row.get::<_, String>(1)?),
        size_bytes: row.get::<_, i64>(2)? as u64,
        facts: json_or_null(row, 3)?,
        added_at: WallTime(row.get(4)?),
    })
}
