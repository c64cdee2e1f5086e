//! How far a move is, and whether it is to go on. Shared between the thread that moves and everybody who
//! asks.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use va_core::Failure;

use crate::storage_error::StorageError;

/// Where a move stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveState {
    /// Files are being copied.
    Copying,
    /// Copies are being read back and compared.
    Verifying,
    /// The new folder is taken into use, then the old one removed.
    Switching,
    /// The new folder is in force.
    Done,
    /// The old folder is in force.
    Failed,
    /// The old folder is in force, by the user's wish.
    Cancelled,
}

impl MoveState {
    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        match self {
            Self::Copying | Self::Verifying | Self::Switching => false,
            Self::Done | Self::Failed | Self::Cancelled => true,
        }
    }
}

/// A move as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoveView {
    /// Where it stands.
    pub state: MoveState,
    /// The new folder.
    pub to: PathBuf,
    /// Files copied, or verified, so far.
    pub files_done: u64,
    /// Files in all.
    pub files_total: u64,
    /// Bytes copied, or verified, so far.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Why it failed.
    pub error: Option<Failure>,
}

/// What a move is about to do, or has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Copying begins.
    Copying,
    /// Verifying begins.
    Verifying,
    /// So many more bytes are copied or verified.
    Bytes(u64),
    /// One more file is copied or verified.
    File,
    /// One more thing is written or removed that is not counted.
    Between,
}

/// Who is told at every point of a move, and can stop it there.
pub trait Watch: Sync {
    /// An error ends the move.
    fn at(&self, point: Point) -> Result<(), StorageError>;
}

/// Nobody watches, nobody stops it.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn at(&self, _: Point) -> Result<(), StorageError> {
        Ok(())
    }
}

/// The progress of one move.
#[derive(Debug)]
pub struct Progress {
    view: Mutex<MoveView>,
    stopped: AtomicBool,
}

impl Progress {
    /// A move that is about to begin.
    pub fn new(to: PathBuf, files_total: u64, bytes_total: u64) -> Self {
        let view = MoveView {
            state: MoveState::Copying,
            to,
            files_done: 0,
            files_total,
            bytes_done: 0,
            bytes_total,
            error: None,
        };
        Self {
            view: Mutex::new(view),
            stopped: AtomicBool::new(false),
        }
    }

    fn lock(&self) -> MutexGuard<'_, MoveView> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it is now.
    pub fn view(&self) -> MoveView {
        self.lock().clone()
    }

    /// Asks it to stop at the next point. Refused once the new folder is taken into use.
    pub fn cancel(&self) -> Result<(), StorageError> {
        let view = self.lock();
        match view.state {
            MoveState::Copying | MoveState::Verifying => {
                self.stopped.store(true, Ordering::Relaxed);
                Ok(())
            }
            MoveState::Switching | MoveState::Done | MoveState::Failed | MoveState::Cancelled => {
                Err(StorageError::NotMoving)
            }
        }
    }

    /// From here on it can't be stopped; fails if somebody has asked to stop it before.
    pub fn point_of_no_return(&self) -> Result<(), StorageError> {
        let mut view = self.lock();
        if self.stopped.load(Ordering::Relaxed) {
            return Err(StorageError::Cancelled);
        }
        view.state = MoveState::Switching;
        Ok(())
    }

    /// It begins anew, with so many files and bytes.
    pub fn restart(&self, files_total: u64, bytes_total: u64) {
        let mut view = self.lock();
        (view.files_total, view.bytes_total) = (files_total, bytes_total);
    }

    /// It has ended.
    pub fn end(&self, state: MoveState, error: Option<Failure>) {
        let mut view = self.lock();
        view.state = state;
        view.error = error;
    }
}

impl Watch for Progress {
    fn at(&self, point: Point) -> Result<(), StorageError> {
        if self.stopped.load(Ordering::Relaxed) {
            return Err(StorageError::Cancelled);
        }
        let mut view = self.lock();
        match point {
            Point::Copying => {
                view.state = MoveState::Copying;
                (view.files_done, view.bytes_done) = (0, 0);
            }
            Point::Verifying => {
                view.state = MoveState::Verifying;
                (view.files_done, view.bytes_done) = (0, 0);
            }
            Point::Bytes(bytes) => view.bytes_done += bytes,
            Point::File => view.files_done += 1,
            Point::Between => {}
        }
        Ok(())
    }
}
