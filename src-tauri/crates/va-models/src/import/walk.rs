//! The files below a folder, in order, without following links: a link could lead anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ModelError;

/// How deep folders are looked into.
const DEPTH: usize = 8;
/// Most files that are looked at.
const FILES: usize = 20_000;

/// The regular files below a folder, or the file itself.
pub(super) fn files(from: &Path) -> Result<Vec<PathBuf>, ModelError> {
    let refused = |path: &Path, reason: String| ModelError::Import {
        path: path.to_owned(),
        reason,
    };
    let top = fs::metadata(from).map_err(|e| refused(from, e.to_string()))?;
    if top.is_file() {
        return Ok(vec![from.to_owned()]);
    }
    let mut found = Vec::new();
    let mut open = vec![(from.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if folder == from => return Err(refused(from, e.to_string())),
            // a stick may hold folders of its system that nobody may read
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && depth < DEPTH {
                open.push((entry.path(), depth + 1));
            }
        }
        if found.len() > FILES {
            let reason =
                format!("it holds more than {FILES} files; give the folder with the models");
            return Err(refused(from, reason));
        }
    }
    found.sort();
    Ok(found)
}
