//! The notes that a move leaves in the two folders, so that a start and a second try know what they see:
//! `moving.json` in the new folder until everything is over, `moved.json` in the old one after the switch.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::io;
use super::plan::Item;
use crate::data_folder::names;
use crate::job_folder::{publish, write_whole};
use crate::location::Location;
use crate::storage_error::StorageError;

/// The list of what was copied, in the new folder.
pub(super) const LIST: &str = "moving.files.jsonl";

/// What `moving.json` in the new folder says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// Version of this file's shape, 1.
    pub schema: u32,
    /// The old folder.
    pub from: PathBuf,
    /// Whether the old folder is to stay.
    pub keep: bool,
    /// The old catalogue's fingerprint, once everything here is copied and verified.
    pub complete: Option<String>,
}

/// What `moved.json` in the old folder says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Moved {
    /// Version of this file's shape, 1.
    pub(super) schema: u32,
    /// The new folder.
    pub(super) to: PathBuf,
}

impl Journal {
    /// What a folder's journal says, if it has one.
    pub fn read(root: &Path) -> Result<Option<Self>, StorageError> {
        read_note(&root.join(names::MOVING))
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), StorageError> {
        write_note(&root.join(names::MOVING), self)
    }

    /// Takes the notes out of the new folder: the move is over.
    pub(super) fn remove(root: &Path) -> Result<(), StorageError> {
        // the journal first: a list without it means nothing, a journal without its list stops every start
        for name in [names::MOVING, LIST] {
            remove_file(&root.join(name))?;
        }
        Ok(())
    }
}

/// Whether a locked folder may be opened. Answers the journal of a move that went as far as the switch, so
/// that the old folder can be removed. A folder that is only partly filled, or was moved elsewhere, is
/// refused.
pub fn guard(root: &Path, location: &Location) -> Result<Option<Journal>, StorageError> {
    if let Some(journal) = Journal::read(root)? {
        if journal.complete.is_some() && location.names(root) {
            return Ok(Some(journal));
        }
        return Err(StorageError::Unfinished {
            path: root.to_owned(),
            from: journal.from,
        });
    }
    require_not_moved(root)?;
    Ok(None)
}

/// Fails if a folder was moved elsewhere and kept.
pub(crate) fn require_not_moved(root: &Path) -> Result<(), StorageError> {
    match read_note::<Moved>(&root.join(names::MOVED))? {
        Some(Moved { to, .. }) => Err(StorageError::Moved {
            path: root.to_owned(),
            to,
        }),
        None => Ok(()),
    }
}

/// Writes down what was copied.
pub(super) fn write_list(root: &Path, items: &[Item]) -> Result<(), StorageError> {
    let path = root.join(LIST);
    let part = root.join(format!("{LIST}.part"));
    let written = fs::File::create(&part).and_then(|file| {
        let mut file = std::io::BufWriter::new(file);
        for item in items {
            serde_json::to_writer(&mut file, item)?;
            file.write_all(b"\n")?;
        }
        file.into_inner()?.sync_all()
    });
    written
        .and_then(|()| publish(&part, &path))
        .map_err(io("write", &path))
}

/// What was copied.
pub(super) fn read_list(root: &Path) -> Result<Vec<Item>, StorageError> {
    let path = root.join(LIST);
    let file = fs::File::open(&path).map_err(io("read", &path))?;
    let lines = BufReader::new(file).lines();
    let items = lines.map(|line| Ok(serde_json::from_str(&line?)?));
    items
        .collect::<std::io::Result<_>>()
        .map_err(io("read", &path))
}

pub(super) fn write_note(path: &Path, note: &impl Serialize) -> Result<(), StorageError> {
    let json = serde_json::to_vec_pretty(note).map_err(std::io::Error::from);
    json.and_then(|json| write_whole(path, &json))
        .map_err(io("write", path))
}

fn read_note<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StorageError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(io("read", path)(error)),
    };
    let note = serde_json::from_slice(&text).map_err(std::io::Error::from);
    note.map(Some).map_err(io("read", path))
}

/// Removes a file; one that is not there is as good as removed.
pub(super) fn remove_file(path: &Path) -> Result<(), StorageError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(io("remove", path)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
