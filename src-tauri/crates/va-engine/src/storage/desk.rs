//! What everybody may ask about the data folder without asking the owner: where it is, and how the last move
//! goes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::data_folder::space;
use crate::error::EngineError;
use crate::location::{Location, Place, StorageSource};
use crate::removal::bytes_below;
use crate::storage_error::StorageError;
use crate::storage_move::{MoveView, Progress};

/// How long a count of all files is good enough.
const COUNTED_FOR: Duration = Duration::from_secs(30);

/// The storage folder as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StorageView {
    /// The folder.
    pub path: PathBuf,
    /// Who says that it is there.
    pub source: StorageSource,
    /// Bytes of everything in it, at most half a minute old.
    pub used_bytes: u64,
    /// Free bytes of its disk.
    pub free_bytes: u64,
    /// Bytes of its disk.
    pub total_bytes: u64,
    /// The move that goes on, or the last one since the start.
    pub moving: Option<MoveView>,
}

/// Where the data folder is, shared by everybody who needs to know.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) location: Location,
    place: Mutex<Place>,
    moving: Mutex<Option<Arc<Progress>>>,
    used: Mutex<Option<(Instant, u64)>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub(crate) fn new(location: Location, place: Place) -> Self {
        Self {
            location,
            place: Mutex::new(place),
            moving: Mutex::default(),
            used: Mutex::default(),
        }
    }

    /// Where the data folder is now.
    pub(crate) fn place(&self) -> Place {
        lock(&self.place).clone()
    }

    /// The data folder has been moved.
    pub(crate) fn moved_to(&self, root: PathBuf) {
        let source = StorageSource::Setting;
        *lock(&self.place) = Place { root, source };
        *lock(&self.used) = None;
    }

    /// The last move, if there was one.
    pub(crate) fn moving(&self) -> Option<Arc<Progress>> {
        lock(&self.moving).clone()
    }

    pub(crate) fn set_moving(&self, progress: Arc<Progress>) {
        *lock(&self.moving) = Some(progress);
    }

    /// Fails while a move goes on.
    pub(crate) fn require_still(&self) -> Result<(), StorageError> {
        match self.moving() {
            Some(moving) if !moving.view().state.is_final() => Err(StorageError::Moving),
            Some(_) | None => Ok(()),
        }
    }

    /// Everything about the folder. Counts its files, so it takes a moment.
    pub(crate) fn view(&self) -> Result<StorageView, EngineError> {
        let Place { root, source } = self.place();
        let (free_bytes, total_bytes) = space(&root).map_err(|source| StorageError::Io {
            doing: "ask for the free space of",
            path: root.clone(),
            source,
        })?;
        let counted = *lock(&self.used);
        let used_bytes = match counted {
            Some((at, bytes)) if at.elapsed() < COUNTED_FOR => bytes,
            Some(_) | None => {
                let bytes = bytes_below(&root);
                *lock(&self.used) = Some((Instant::now(), bytes));
                bytes
            }
        };
        Ok(StorageView {
            path: root,
            source,
            used_bytes,
            free_bytes,
            total_bytes,
            moving: self.moving().map(|moving| moving.view()),
        })
    }
}
