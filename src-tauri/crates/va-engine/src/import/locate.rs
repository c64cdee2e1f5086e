//! Finding the server's database, and files that it named by paths of another computer or time.

use std::path::{Path, PathBuf};

use crate::error::EngineError;

/// Names that the server gives its database.
const NAMES: [&str; 2] = ["videoannotator.db", "api_tokens.db"];
/// Folders in which it may lie.
const PLACES: [&str; 4] = ["", "data", "database", "storage"];

/// The server's database: the file itself, or the one in a folder of the server.
pub(super) fn database(from: &Path) -> Result<PathBuf, EngineError> {
    if from.is_file() {
        return Ok(from.to_owned());
    }
    let places = PLACES.map(|place| from.join(place));
    let named = places.iter().map(|place| place.join(NAMES[0]));
    if let Some(found) = named.clone().find(|path| path.is_file()) {
        return Ok(found);
    }
    // a database of another name, if there is exactly one
    let entries = std::fs::read_dir(from).into_iter().flatten().flatten();
    let other: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "db" || e == "sqlite"))
        .filter(|path| path.file_name().is_some_and(|name| name != NAMES[1]))
        .collect();
    if let [only] = &other[..] {
        return Ok(only.clone());
    }
    let reason = if other.is_empty() {
        format!("there is no `{}` in it", NAMES[0])
    } else {
        "it holds several databases: give the file instead of the folder".to_owned()
    };
    Err(EngineError::NoLegacyDatabase {
        path: from.to_owned(),
        reason,
    })
}

/// A file or folder that the server recorded: where it says, else below the folder that is imported, by as
/// much of the path's end as still names the job (or, without the job's id in it, its last two parts).
pub(super) fn recorded(path: &str, job: &str, from: &Path) -> Option<PathBuf> {
    if path.is_empty() {
        return None;
    }
    let plain = Path::new(path);
    if plain.is_absolute() && plain.exists() {
        return Some(plain.to_owned());
    }
    let from = if from.is_file() { from.parent()? } else { from };
    // paths of another system have other separators
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let enough = |rest: &[&str]| rest.contains(&job) || rest.len() >= 2 || parts.len() == 1;
    (0..parts.len())
        .map(|start| &parts[start..])
        .filter(|rest| enough(rest) && !rest.contains(&".."))
        .flat_map(|rest| {
            let rest: PathBuf = rest.iter().collect();
            ["", "storage", "storage/jobs"].map(|place| from.join(place).join(&rest))
        })
        .find(|candidate| candidate.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_path_is_found_again_below_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let from = root.path();
        let folder = from.join("storage/jobs/job-1");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.mp4"), "").unwrap();
        std::fs::write(from.join("a.mp4"), "").unwrap();
        for path in [
            "/srv/old/storage/jobs/job-1/a.mp4",
            "C:\\va\\storage\\jobs\\job-1\\a.mp4",
            "./storage/jobs/job-1/a.mp4",
            "/elsewhere/job-1/a.mp4",
        ] {
            let found = recorded(path, "job-1", from).unwrap();
            assert_eq!(found, folder.join("a.mp4"), "{path}");
        }
        assert_eq!(recorded("a.mp4", "job-1", from), Some(from.join("a.mp4")));
        let other = recorded("/media/usb/a.mp4", "job-1", from);
        assert_eq!(other, None, "a name alone may be any file");
        assert_eq!(recorded("", "job-1", from), None);
    }
}
