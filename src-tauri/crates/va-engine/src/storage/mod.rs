//! The data folder as a whole, seen from the engine: where it is, how full it is, moving it while the engine
//! runs, and removing old jobs. The catalogue stands still during a move; everything can still be read.

mod clean;
mod desk;
mod moving;
pub mod offline;
mod orders;

pub(crate) use desk::Desk;
pub(crate) use orders::StorageMessage;

pub use desk::StorageView;

use std::path::PathBuf;
use std::sync::Arc;

use va_store::catalogue::Statistics;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::retention::{RetentionPreview, RetentionReport};
use crate::storage_error::StorageError;

impl Engine {
    /// Numbers about everything in the catalogue.
    pub async fn statistics(&self) -> Result<Statistics, EngineError> {
        let engine = self.clone();
        let count = move || Ok(engine.ask_storage(StorageMessage::Reader)?.statistics()?);
        tokio::task::spawn_blocking(count)
            .await
            .map_err(|_| EngineError::Stopped)?
    }

    /// Where the storage folder is, how full it is, and how the last move goes.
    pub async fn storage(&self) -> Result<StorageView, EngineError> {
        let desk = Arc::clone(self.desk());
        blocking(move || desk.view()).await
    }

    /// Fails while the storage folder is being moved: what is written into it now would stay behind.
    pub fn require_still(&self) -> Result<(), EngineError> {
        Ok(self.desk().require_still()?)
    }

    /// Begins to move the storage folder: copied, verified, switched to without a restart. Afterwards the
    /// old one is removed unless `keep` says otherwise. Refused while jobs run; until the move has ended
    /// none starts and nothing can be changed.
    pub async fn move_storage(&self, to: PathBuf, keep: bool) -> Result<StorageView, EngineError> {
        let engine = self.clone();
        blocking(move || {
            moving::begin(&engine, &to, keep)?;
            engine.desk().view()
        })
        .await
    }

    /// Stops a move: the storage folder stays where it is, the unfinished copy goes. Refused when there is
    /// none, or when the new folder is being taken into use.
    #[expect(
        clippy::unused_async,
        reason = "as all that can be asked of the engine"
    )]
    pub async fn cancel_move(&self) -> Result<(), EngineError> {
        let moving = self.desk().moving().ok_or(StorageError::NotMoving)?;
        Ok(moving.cancel()?)
    }

    /// What a removal of jobs that ended so many days ago would do; without a number, as it is set.
    pub async fn retention_preview(
        &self,
        days: Option<u32>,
    ) -> Result<RetentionPreview, EngineError> {
        let engine = self.clone();
        blocking(move || clean::preview(&engine, days)).await
    }

    /// Removes jobs that ended so many days ago; without a number, as it is set.
    pub async fn retention_run(&self, days: Option<u32>) -> Result<RetentionReport, EngineError> {
        let engine = self.clone();
        blocking(move || clean::run(&engine, days)).await
    }
}

/// Work on files, off the threads that answer requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| EngineError::Stopped)?
}

/// Starts what the engine does with its data folder by itself: what an interrupted move has left, and the
/// daily removal of old jobs.
pub(crate) fn start(engine: &Engine, pending: Option<crate::storage_move::Journal>) {
    if let Some(journal) = pending {
        moving::finish_later(engine, journal);
    }
    clean::daily(engine);
}
