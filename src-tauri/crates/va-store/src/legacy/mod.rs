//! Reads the database of VideoAnnotator 1.3 and 1.4, the Python server that came before this program.
//! Opened so that nothing in its folder can change, not even a lock file; a log that waits to be merged is
//! merged in a copy. Columns that an older server did not have count as empty, and what can't be read is
//! said and passed over. Used by the engine's import.

mod row;
mod time;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::WallTime;
use crate::backup::standing_still;
use crate::database::{Check, beside, check};
use crate::error::{Doing, Result, StoreError};
use row::Fields;

/// A job as that server kept it.
#[derive(Clone, Debug, PartialEq)]
pub struct LegacyJob {
    /// Its id there, mostly a UUID.
    pub id: String,
    /// The recording, as the server named it.
    pub video_path: Option<String>,
    /// Its size in bytes.
    pub video_size_bytes: Option<u64>,
    /// Folders that may hold results, best one first.
    pub folders: Vec<String>,
    /// The configuration as it was sent.
    pub config: Value,
    /// The pipelines that were asked for.
    pub selected: Option<Vec<String>>,
    /// Its status there, lower case.
    pub status: String,
    /// When it was made.
    pub created_at: Option<WallTime>,
    /// When it began to run.
    pub started_at: Option<WallTime>,
    /// When it ended.
    pub completed_at: Option<WallTime>,
    /// When it was cancelled.
    pub cancelled_at: Option<WallTime>,
    /// How often it was tried again.
    pub retry_count: u32,
    /// What went wrong.
    pub error_message: Option<String>,
    /// What each pipeline came to.
    pub results: Vec<LegacyResult>,
    /// Both tables' rows as they are, for the record.
    pub raw: Value,
    /// What could not be read, one sentence each.
    pub unreadable: Vec<String>,
}

/// What a pipeline came to.
#[derive(Clone, Debug, PartialEq)]
pub struct LegacyResult {
    /// The pipeline, as the server named it.
    pub pipeline: String,
    /// Its status, lower case.
    pub status: String,
    /// When it began.
    pub started_at: Option<WallTime>,
    /// When it ended.
    pub ended_at: Option<WallTime>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<i64>,
    /// Items that it found.
    pub items: Option<u64>,
    /// A file with its results.
    pub output_file: Option<String>,
    /// What went wrong.
    pub error_message: Option<String>,
}

/// The database.
#[derive(Debug)]
pub struct LegacyDatabase {
    connection: Connection,
    path: PathBuf,
}

impl LegacyDatabase {
    /// Opens a database of that server. `scratch` is a folder for a copy, needed only where the server left
    /// a log behind; the caller removes it. A damaged file, and one without the server's tables, is refused.
    pub fn open(path: &Path, scratch: &Path) -> Result<Self> {
        let logs = ["-wal", "-journal"].map(|ending| beside(path, ending));
        let waits = |log: &PathBuf| fs::metadata(log).is_ok_and(|data| data.len() > 0);
        let connection = if logs.iter().any(waits) {
            merged(path, &logs, scratch)?
        } else if path.is_file() {
            standing_still(path)?
        } else {
            return Err(StoreError::Missing {
                path: path.to_owned(),
            });
        };
        check(&connection, path, Check::Quick)?;
        let found = Self {
            connection,
            path: path.to_owned(),
        };
        let columns = row::columns(&found.connection, path, "jobs")?;
        let needed = ["id", "video_path", "status"];
        if needed.iter().all(|name| columns.iter().any(|c| c == name)) {
            return Ok(found);
        }
        Err(StoreError::Corrupt {
            path: path.to_owned(),
            detail: "it has no table `jobs` of a VideoAnnotator server".to_owned(),
        })
    }

    /// Every job, in the order in which they were made.
    pub fn jobs(&self) -> Result<Vec<LegacyJob>> {
        let mut results = self.results()?;
        let rows = row::all(&self.connection, &self.path, "jobs")?;
        let mut jobs: Vec<LegacyJob> = rows
            .into_iter()
            .map(|fields| {
                let id = fields.text("id").unwrap_or_default();
                job(&fields, &results.remove(&id).unwrap_or_default())
            })
            .collect();
        jobs.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(jobs)
    }

    /// What the server kept of a job's results in the database itself, by pipeline.
    pub fn annotations(&self, job: &str) -> Result<BTreeMap<String, Vec<Value>>> {
        let doing = "read annotations";
        let columns = row::columns(&self.connection, &self.path, "annotations")?;
        let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let needed = ["job_id", "pipeline", "data"];
        if !needed.iter().all(|name| columns.iter().any(|c| c == name)) {
            return Ok(found);
        }
        let sql = "SELECT pipeline, data FROM annotations WHERE job_id = ?1 ORDER BY rowid";
        let mut select = self.connection.prepare(sql).doing(&self.path, doing)?;
        let mut rows = select.query([job]).doing(&self.path, doing)?;
        while let Some(row) = rows.next().doing(&self.path, doing)? {
            let pipeline: String = row.get(0).doing(&self.path, doing)?;
            let data: String = row.get(1).doing(&self.path, doing)?;
            let data = serde_json::from_str(&data).unwrap_or(Value::String(data));
            found.entry(pipeline).or_default().push(data);
        }
        Ok(found)
    }

    fn results(&self) -> Result<BTreeMap<String, Vec<Fields>>> {
        let mut found: BTreeMap<String, Vec<Fields>> = BTreeMap::new();
        for fields in row::all(&self.connection, &self.path, "pipeline_results")? {
            let job = fields.text("job_id").unwrap_or_default();
            found.entry(job).or_default().push(fields);
        }
        Ok(found)
    }
}

/// A connection to a copy in which the log is merged.
fn merged(path: &Path, logs: &[PathBuf], scratch: &Path) -> Result<Connection> {
    let copy = scratch.join("videoannotator.db");
    let copied = fs::create_dir_all(scratch)
        .and_then(|()| fs::copy(path, &copy).map(drop))
        .and_then(|()| {
            let there = logs.iter().filter(|log| log.exists());
            for (log, ending) in there.filter_map(|log| Some((log, ending_of(path, log)?))) {
                fs::copy(log, beside(&copy, &ending))?;
            }
            Ok(())
        });
    copied.map_err(|source| StoreError::Io {
        path: path.to_owned(),
        doing: "copy",
        source,
    })?;
    Connection::open(&copy).doing(&copy, "open it")
}

fn ending_of(path: &Path, log: &Path) -> Option<String> {
    let (path, log) = (path.to_str()?, log.to_str()?);
    log.strip_prefix(path).map(str::to_owned)
}

fn job(fields: &Fields, results: &[Fields]) -> LegacyJob {
    let mut unreadable = Vec::new();
    let config = fields.json("config", &mut unreadable);
    let selected = match fields.json("selected_pipelines", &mut unreadable) {
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str).map(str::to_owned);
            Some(names.collect())
        }
        Value::String(names) => Some(
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    };
    let folders = ["output_dir", "result_path", "storage_path"]
        .iter()
        .filter_map(|name| fields.text(name))
        .collect();
    let mut time = |name: &str| fields.time(name, &mut unreadable);
    let times = (
        time("created_at"),
        time("started_at"),
        time("completed_at"),
        time("cancelled_at"),
    );
    let raw_results = results.iter().map(|r| Value::Object(r.0.clone())).collect();
    let results = results
        .iter()
        .filter_map(|fields| result(fields, &mut unreadable))
        .collect();
    LegacyJob {
        id: fields.text("id").unwrap_or_default(),
        video_path: fields.text("video_path"),
        video_size_bytes: fields
            .whole("video_size_bytes")
            .and_then(|n| n.try_into().ok()),
        folders,
        config: if config.is_null() {
            Value::Object(Map::new())
        } else {
            config
        },
        selected,
        status: fields.text("status").unwrap_or_default().to_lowercase(),
        created_at: times.0,
        started_at: times.1,
        completed_at: times.2,
        cancelled_at: times.3,
        retry_count: fields
            .whole("retry_count")
            .and_then(|n| n.try_into().ok())
            .unwrap_or(0),
        error_message: fields.text("error_message"),
        results,
        raw: serde_json::json!({ "job": fields.0, "pipeline_results": Value::Array(raw_results) }),
        unreadable,
    }
}

fn result(fields: &Fields, unreadable: &mut Vec<String>) -> Option<LegacyResult> {
    let Some(pipeline) = fields.text("pipeline_name") else {
        unreadable.push("a row of `pipeline_results` names no pipeline".to_owned());
        return None;
    };
    Some(LegacyResult {
        pipeline,
        status: fields.text("status").unwrap_or_default().to_lowercase(),
        started_at: fields.time("start_time", unreadable),
        ended_at: fields.time("end_time", unreadable),
        took_ms: fields.whole("processing_time"),
        items: fields
            .whole("annotation_count")
            .and_then(|n| n.try_into().ok()),
        output_file: fields.text("output_file"),
        error_message: fields.text("error_message"),
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
