//! A job's folder: self-contained, so that it can be copied to another computer and opened there.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use va_core::JobId;
use va_core::job_config::JobConfig;

use crate::error::EngineError;

/// What `job.json` says: enough to run the job again or to take the folder into another library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobFile {
    /// Version of this file's shape, 1.
    pub schema: u32,
    /// The job.
    pub job: JobId,
    /// The recording, as an absolute path on the computer that made the job.
    pub media: PathBuf,
    /// What was asked for, checked and complete.
    pub config: JobConfig,
    /// Program and version that made the folder.
    pub software: String,
}

/// Names inside a job folder.
pub mod names {
    /// The job's description.
    pub const JOB: &str = "job.json";
    /// Annotations and checkpoints.
    pub const RESULTS: &str = "annotations.sqlite";
    /// How the results were made.
    pub const PROVENANCE: &str = "provenance.json";
    /// The worker's log.
    pub const LOG: &str = "log.jsonl";
    /// Where an imported job comes from, with its rows in that program's database.
    pub const ORIGIN: &str = "origin.json";
    /// Exported files.
    pub const OUTPUT: &str = "output";
}

/// This program and its version, as written into results.
pub fn software() -> String {
    format!("VideoAnnotator Desktop {}", env!("CARGO_PKG_VERSION"))
}

/// Makes the folder with its `job.json`.
pub fn create(folder: &Path, file: &JobFile) -> Result<(), EngineError> {
    let output = folder.join(names::OUTPUT);
    fs::create_dir_all(&output).map_err(|source| EngineError::NotWritable {
        path: output,
        source,
    })?;
    let json = serde_json::to_vec_pretty(file).map_err(std::io::Error::from);
    let path = folder.join(names::JOB);
    json.and_then(|json| write_whole(&path, &json))
        .map_err(|source| EngineError::NotWritable { path, source })
}

/// Reads `job.json` of a folder.
pub fn read(folder: &Path) -> Result<JobFile, EngineError> {
    let refuse = |reason: String| EngineError::NotAJobFolder {
        path: folder.to_owned(),
        reason,
    };
    let text = fs::read(folder.join(names::JOB)).map_err(|e| refuse(format!("job.json: {e}")))?;
    let file: JobFile =
        serde_json::from_slice(&text).map_err(|e| refuse(format!("job.json: {e}")))?;
    if file.schema != 1 {
        return Err(refuse(format!(
            "job.json has schema {}, this program knows 1",
            file.schema
        )));
    }
    Ok(file)
}

/// Writes a file so that it is there whole or not at all: part file, fsync, rename.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| publish(&part, path));
    if written.is_err() {
        // a half file must not stay; if it can't be removed either, the first error says why
        drop(fs::remove_file(&part));
    }
    written
}

/// Gives a finished part file its name, and makes the name survive a power cut where folders can be
/// synced.
pub fn publish(part: &Path, path: &Path) -> std::io::Result<()> {
    if let Err(error) = fs::rename(part, path) {
        // a part file without a future must not stay; the first error says why
        drop(fs::remove_file(part));
        return Err(error);
    }
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// When a file was last changed, Unix time in milliseconds.
pub fn modified_ms(path: &Path) -> Option<i64> {
    let modified = fs::metadata(path).ok()?.modified().ok()?;
    Some(va_store::WallTime::from(modified).0)
}
