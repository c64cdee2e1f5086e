//! A folder as VideoAnnotator 1.3 and 1.4, the Python server, leaves it: database and job folders, made from
//! the documented tables. Used by the tests of the import.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::{Connection, params};

/// The tables of 1.4: those of the API's model, with the batch model's over the same file.
const TABLES: &str = "
CREATE TABLE users (id CHAR(36) NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL, username VARCHAR(100) NOT NULL,
    full_name VARCHAR(200), is_active BOOLEAN NOT NULL, is_admin BOOLEAN NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, updated_at DATETIME);
CREATE TABLE api_keys (id CHAR(36) NOT NULL PRIMARY KEY, key_name VARCHAR(100) NOT NULL, key_hash VARCHAR(255) NOT NULL,
    key_prefix VARCHAR(10) NOT NULL, user_id CHAR(36) NOT NULL REFERENCES users (id), is_active BOOLEAN NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, last_used DATETIME, expires_at DATETIME);
CREATE TABLE jobs (id CHAR(36) NOT NULL PRIMARY KEY, user_id CHAR(36) REFERENCES users (id),
    video_path VARCHAR(500) NOT NULL, output_dir VARCHAR(500), video_filename VARCHAR(255), video_size_bytes INTEGER,
    video_duration_seconds INTEGER, selected_pipelines JSON, config JSON, status VARCHAR(50) NOT NULL,
    retry_count INTEGER, created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, started_at DATETIME,
    completed_at DATETIME, cancelled_at DATETIME, updated_at DATETIME, result_path VARCHAR(500),
    storage_path VARCHAR(500), error_message TEXT, progress_percentage INTEGER NOT NULL DEFAULT 0, job_metadata JSON);
CREATE TABLE pipeline_results (id INTEGER NOT NULL PRIMARY KEY, job_id VARCHAR NOT NULL REFERENCES jobs (id),
    pipeline_name VARCHAR NOT NULL, status VARCHAR NOT NULL, start_time DATETIME, end_time DATETIME,
    processing_time INTEGER, annotation_count INTEGER, output_file VARCHAR, error_message TEXT);
CREATE TABLE annotations (id INTEGER NOT NULL PRIMARY KEY, job_id VARCHAR NOT NULL REFERENCES jobs (id),
    pipeline VARCHAR NOT NULL, data JSON NOT NULL, created_at DATETIME NOT NULL);
CREATE TABLE batch_reports (id VARCHAR NOT NULL PRIMARY KEY, start_time DATETIME NOT NULL, end_time DATETIME,
    total_jobs INTEGER, completed_jobs INTEGER, failed_jobs INTEGER, cancelled_jobs INTEGER,
    total_processing_time INTEGER, report_data JSON, created_at DATETIME NOT NULL);
CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at DATETIME NOT NULL, description VARCHAR);
INSERT INTO schema_version VALUES (1, '2026-01-02 03:04:05.000006', 'Initial database schema for VideoAnnotator v1.2.0');
";

/// The columns that came with 1.3 and later.
const NEWER: [&str; 4] = ["cancelled_at", "storage_path", "output_dir", "retry_count"];

/// The folder of a server.
#[derive(Debug)]
pub struct PythonServer {
    /// The folder in which it was started.
    pub folder: PathBuf,
    database: Connection,
}

/// A job to be made.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its status.
    pub status: &'a str,
    /// Name of the recording.
    pub video: &'a str,
    /// The selection as the column holds it.
    pub selected: &'a str,
    /// The configuration as the column holds it.
    pub config: &'a str,
    /// What went wrong.
    pub error: Option<&'a str>,
}

impl PythonServer {
    /// A server with an empty database.
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder.join("storage/jobs"))?;
        let database = Connection::open(folder.join("videoannotator.db"))?;
        database.execute_batch(TABLES).context("make the tables")?;
        Ok(Self {
            folder: folder.to_owned(),
            database,
        })
    }

    /// Makes it a server from before those columns.
    pub fn make_older(&self) -> Result<()> {
        for column in NEWER {
            let sql = format!("ALTER TABLE jobs DROP COLUMN {column}");
            self.database.execute_batch(&sql)?;
        }
        Ok(())
    }

    /// The folder of a job.
    pub fn job_folder(&self, id: &str) -> PathBuf {
        self.folder.join("storage/jobs").join(id)
    }

    /// Where a job's results lie.
    pub fn output(&self, job: &Job<'_>) -> PathBuf {
        let stem = job
            .video
            .rsplit_once('.')
            .map_or(job.video, |(stem, _)| stem);
        self.job_folder(job.id).join(format!("{stem}_output"))
    }

    /// Adds a job with its folder and recording. Paths are recorded as on another computer, so that the
    /// folder can be moved. Returns where the recording is.
    pub fn add(&self, job: &Job<'_>) -> Result<PathBuf> {
        let there = format!("/srv/videoannotator/storage/jobs/{}", job.id);
        let ended = ["completed", "failed", "cancelled"].contains(&job.status);
        let started = job.status != "pending";
        self.database.execute(
            "INSERT INTO jobs (id, video_path, output_dir, video_filename, video_size_bytes, selected_pipelines,
             config, status, retry_count, created_at, started_at, completed_at, cancelled_at, storage_path,
             error_message) VALUES (?1, ?2, ?3, ?4, 11, ?5, ?6, ?7, 1, '2026-03-01 10:00:00.000000',
             iif(?8, '2026-03-01 10:00:01.500000', NULL), iif(?9, '2026-03-01 10:01:00.250000', NULL),
             iif(?7 = 'cancelled', '2026-03-01 10:01:00', NULL), ?10, ?11)",
            params![
                job.id,
                format!("{there}/{}", job.video),
                Option::<String>::None,
                job.video,
                job.selected,
                job.config,
                job.status,
                started,
                ended,
                there,
                job.error,
            ],
        )?;
        let folder = self.job_folder(job.id);
        fs::create_dir_all(&folder)?;
        let video = folder.join(job.video);
        fs::write(&video, "not a video")?;
        Ok(video)
    }

    /// Adds the record of a pipeline.
    pub fn add_result(&self, job: &str, pipeline: &str, status: &str, items: u32) -> Result<()> {
        self.database.execute(
            "INSERT INTO pipeline_results (job_id, pipeline_name, status, start_time, end_time, processing_time,
             annotation_count, error_message) VALUES (?1, ?2, ?3, '2026-03-01 10:00:02.000000',
             '2026-03-01 10:00:32.000000', 29500, ?4, iif(?3 = 'failed', 'no model', NULL))",
            params![job, pipeline, status, items],
        )?;
        Ok(())
    }

    /// Adds an item that the server kept in its database.
    pub fn add_annotation(&self, job: &str, pipeline: &str, data: &str) -> Result<()> {
        self.database.execute(
            "INSERT INTO annotations (job_id, pipeline, data, created_at) VALUES (?1, ?2, ?3, CURRENT_TIMESTAMP)",
            params![job, pipeline, data],
        )?;
        Ok(())
    }

    /// Changes the database in a way that the server would not.
    pub fn spoil(&self, sql: &str) -> Result<()> {
        self.database.execute_batch(sql).context("spoil it")
    }

    /// Closes the database.
    pub fn close(self) -> PathBuf {
        self.folder
    }
}

/// Every file below a folder with its bytes and the time of its last change.
pub fn contents(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>, std::time::SystemTime)>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let changed = fs::symlink_metadata(&path)?.modified()?;
                let bytes = fs::read(&path).unwrap_or_default();
                found.push((path, bytes, changed));
            }
        }
    }
    found.sort();
    Ok(found)
}
