//! What goes into a bundle as it lies in the data folder: changed settings and the newest lines of logs. Takes no
//! lock; what can't be read is left out.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;
use va_store::catalogue::CatalogueReader;

use crate::data_folder::names;
use crate::logging::FOLDER;

/// Bytes of the program's log, of all its files together.
const LOG: u64 = 4 << 20;
/// Jobs whose logs are taken, and bytes of each.
const JOBS: usize = 10;
const JOB_LOG: u64 = 256 << 10;

/// The settings that somebody changed.
pub(super) fn settings(data: &Path) -> Option<Value> {
    let catalogue = CatalogueReader::open(&data.join(names::CATALOGUE)).ok()?;
    let settings = catalogue.settings().ok()?;
    Some(Value::Object(settings.into_iter().collect()))
}

/// The newest lines of the program's log and of the newest jobs, by the names that they get.
pub(super) fn logs(data: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut left = LOG;
    for (name, path) in newest(&data.join(FOLDER), |path| Some(path.to_owned())) {
        let Some(text) = tail(&path, left).filter(|text| !text.is_empty()) else {
            continue;
        };
        left = left.saturating_sub(text.len() as u64);
        found.push((format!("logs/{name}"), text));
    }
    let log = |folder: &Path| Some(folder.join("log.jsonl")).filter(|log| log.is_file());
    for (id, path) in newest(&data.join(names::JOBS), log).into_iter().take(JOBS) {
        if let Some(text) = tail(&path, JOB_LOG) {
            found.push((format!("jobs/{id}.jsonl"), text));
        }
    }
    found
}

/// The entries of a folder with the file that each stands for, the newest first.
fn newest(folder: &Path, file: impl Fn(&Path) -> Option<PathBuf>) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(SystemTime, String, PathBuf)> = entries
        .filter_map(|entry| {
            let file = file(&entry.path())?;
            let changed = fs::metadata(&file).ok()?.modified().ok()?;
            // names that are not Unicode are none of ours
            Some((changed, entry.file_name().into_string().ok()?, file))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found
        .into_iter()
        .map(|(_, name, file)| (name, file))
        .collect()
}

/// The last whole lines of a file.
fn tail(path: &Path, most: u64) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let skipped = file.metadata().ok()?.len().saturating_sub(most);
    file.seek(SeekFrom::Start(skipped)).ok()?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if skipped == 0 {
        return Some(text);
    }
    Some(
        text.split_once('\n')
            .map_or_else(String::new, |(_, rest)| rest.to_owned()),
    )
}
