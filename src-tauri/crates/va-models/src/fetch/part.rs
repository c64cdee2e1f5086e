//! The part file: what of a model is here already. It is locked while it is written, so two programs never
//! fill the same one, and a note beside it says what it is a part of.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::catalog::Model;
use crate::error::ModelError;
use crate::fetch::Stop;
use crate::origin::{beside, write_note};
use crate::sha256::sha256_of;

/// What a part file is a part of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The address.
    pub(crate) url: String,
    /// What the server calls this version of the file: its strong entity tag, or its last change.
    pub(crate) tag: Option<String>,
    /// Size of the whole in bytes, if the server said.
    pub(crate) total: Option<u64>,
}

/// A part file, open and locked.
#[derive(Debug)]
pub(crate) struct Part {
    path: PathBuf,
    file: File,
    note: Note,
    len: u64,
}

fn path_of(target: &Path) -> PathBuf {
    beside(target, ".part")
}

fn note_of(target: &Path) -> PathBuf {
    beside(target, ".part.json")
}

fn read_note(target: &Path) -> Option<Note> {
    let text = fs::read(note_of(target)).ok()?;
    serde_json::from_slice(&text).ok()
}

impl Part {
    /// Bytes of the part file of this target, if there is one, and of the whole if that is known.
    pub(crate) fn left(target: &Path) -> Option<(u64, Option<u64>)> {
        let bytes = fs::metadata(path_of(target)).ok()?.len();
        let total = read_note(target).and_then(|note| note.total);
        Some((bytes, total))
    }

    /// Removes the part file of this target, if there is one.
    pub(crate) fn discard(target: &Path) -> Result<(), ModelError> {
        for path in [note_of(target), path_of(target)] {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != ErrorKind::NotFound => {
                    return Err(ModelError::not_writable(&path, e));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Opens or makes the part file of this target.
    pub(crate) fn open(model: &Model, target: &Path) -> Result<Self, ModelError> {
        let path = path_of(target);
        let failed = |source| ModelError::not_writable(&path, source);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let id = model.id.clone();
                return Err(ModelError::Busy { id });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let len = file.seek(SeekFrom::End(0)).map_err(failed)?;
        let note = read_note(target).unwrap_or_default();
        Ok(Self {
            path: target.to_owned(),
            file,
            note,
            len,
        })
    }

    /// Where it lies.
    pub(crate) fn file(&self) -> PathBuf {
        path_of(&self.path)
    }

    /// Bytes that are there.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// What it is a part of.
    pub(crate) fn note(&self) -> &Note {
        &self.note
    }

    /// Says what the following bytes are a part of.
    pub(crate) fn set_note(&mut self, note: Note) -> Result<(), ModelError> {
        if self.note != note {
            write_note(&note_of(&self.path), &note)?;
            self.note = note;
        }
        Ok(())
    }

    /// Throws away every byte.
    pub(crate) fn clear(&mut self) -> Result<(), ModelError> {
        let path = self.file();
        let failed = |source| ModelError::not_writable(&path, source);
        self.file.set_len(0).map_err(failed)?;
        self.file.rewind().map_err(failed)?;
        self.len = 0;
        self.set_note(Note::default())
    }

    /// The SHA-256 of what is there; `None` when it was stopped. Read through the lock, which keeps
    /// everybody else out on some systems.
    pub(crate) fn sha256(&mut self, stop: &Stop) -> Result<Option<String>, ModelError> {
        let watch = &mut |_| {
            if stop.is_stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let hashed = self
            .file
            .rewind()
            .and_then(|()| sha256_of(&mut self.file, self.len, watch));
        hashed.map_err(|source| ModelError::not_writable(&self.file(), source))
    }

    /// The open file at its beginning, to be read.
    pub(crate) fn reader(&mut self) -> Result<&mut File, ModelError> {
        let rewound = self.file.rewind();
        rewound.map_err(|source| ModelError::not_writable(&path_of(&self.path), source))?;
        Ok(&mut self.file)
    }

    /// Adds bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        let written = self.file.write_all(bytes);
        written.map_err(|source| ModelError::not_writable(&self.file(), source))?;
        self.len += bytes.len() as u64;
        Ok(())
    }
}
