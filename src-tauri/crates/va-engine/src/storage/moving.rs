//! A move while the engine runs: the owner stands still, a thread copies and verifies, the owner switches,
//! the thread removes the old folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use va_core::{ErrorCode, Failure};
use va_store::CatalogueReader;

use super::StorageMessage;
use crate::data_folder::DataFolder;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::location::StorageSource;
use crate::storage_error::StorageError;
use crate::storage_move::{
    Journal, MoveState, Plan, Progress, Unwatched, check_target, copy, finish, leave, plan,
};

/// How often a move begins anew because something changed the old folder meanwhile: the daily copy of the
/// catalogue, for example.
const TRIES: u32 = 3;

/// How long workers of jobs that have ended may take to leave, and how often to look.
const LEAVING: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// Checks everything that can be checked at once and starts the thread.
pub(super) fn begin(engine: &Engine, to: &Path, keep: bool) -> Result<(), EngineError> {
    let desk = engine.desk();
    desk.require_still()?;
    let place = desk.place();
    if place.source == StorageSource::Environment {
        return Err(StorageError::Fixed.into());
    }
    if !to.is_absolute() {
        return Err(StorageError::Target {
            path: to.to_owned(),
            reason: "that is not an absolute path".to_owned(),
        }
        .into());
    }
    check_target(&place.root, to)?;
    let running = engine.model_desk().running();
    if running > 0 {
        return Err(StorageError::Loading { running }.into());
    }
    let catalogue = hold(engine)?;
    let started = plan(&place.root, to, keep)
        .map_err(EngineError::from)
        .and_then(|plan| start(engine, plan, catalogue));
    if started.is_err() {
        engine.tell_storage(StorageMessage::Release);
    }
    started
}

/// Makes the catalogue stand still, as soon as the workers of jobs that have just ended are gone.
fn hold(engine: &Engine) -> Result<CatalogueReader, EngineError> {
    let deadline = Instant::now() + LEAVING;
    loop {
        match engine.ask_storage(StorageMessage::Hold)? {
            Some(catalogue) => return Ok(catalogue),
            None if Instant::now() > deadline => {
                return Err(StorageError::Busy { running: 1 }.into());
            }
            None => std::thread::sleep(LOOK),
        }
    }
}

fn start(engine: &Engine, plan: Plan, catalogue: CatalogueReader) -> Result<(), EngineError> {
    let files = plan.files.len() as u64;
    let progress = Arc::new(Progress::new(plan.to.clone(), files, plan.bytes));
    engine.desk().set_moving(Arc::clone(&progress));
    let to = plan.to.clone();
    let moving = {
        let (engine, progress) = (engine.clone(), Arc::clone(&progress));
        move || work(&engine, &plan, catalogue, &progress)
    };
    let thread = std::thread::Builder::new().name("storage-move".into());
    if let Err(source) = thread.spawn(moving) {
        let error = EngineError::NotWritable { path: to, source };
        progress.end(MoveState::Failed, Some(error.failure()));
        return Err(error);
    }
    Ok(())
}

fn work(engine: &Engine, plan: &Plan, catalogue: CatalogueReader, progress: &Progress) {
    let mut last = None;
    let old = copied(plan, &mut last, &catalogue, progress).and_then(|new| {
        progress.point_of_no_return()?;
        engine.ask_storage(|reply| StorageMessage::Switch(Box::new(new), reply))
    });
    drop(catalogue);
    match old {
        Ok(old) => {
            // the move is done whatever becomes of the old folder; the next start tries again
            let left = match clear(engine, &plan.to, Some(old)) {
                Ok(left) => not_taken_along(&plan.from, &left),
                Err(error) => Some(error.failure()),
            };
            progress.end(MoveState::Done, left);
        }
        Err(error) => {
            engine.tell_storage(StorageMessage::Release);
            let cancelled = matches!(error, EngineError::Storage(StorageError::Cancelled));
            tracing::warn!(%error, to = %plan.to.display(), "the storage folder stays where it is");
            if !cancelled {
                return progress.end(MoveState::Failed, Some(error.failure()));
            }
            // by what was copied last: it may hold more than the first plan knew of
            let left = leave(last.as_ref().unwrap_or(plan));
            if let Err(error) = &left {
                tracing::warn!(%error, "the unfinished copy stays");
            }
            progress.end(
                MoveState::Cancelled,
                left.err().map(|error| error.failure()),
            );
        }
    }
}

fn copied(
    first: &Plan,
    last: &mut Option<Plan>,
    catalogue: &CatalogueReader,
    progress: &Progress,
) -> Result<DataFolder, EngineError> {
    let mut tries = 1;
    let mut result = copy(first, catalogue, progress);
    while let Err(EngineError::Storage(StorageError::Changed { path })) = &result
        && tries < TRIES
    {
        tracing::info!(path = %path.display(), "it changed while it was copied, so the move looks again");
        tries += 1;
        let again = plan(&first.from, &first.to, first.keep)?;
        progress.restart(again.files.len() as u64, again.bytes);
        result = copy(last.insert(again), catalogue, progress);
    }
    result
}

/// Removes the old folder of a move that was switched.
fn clear(
    engine: &Engine,
    new: &Path,
    old: Option<DataFolder>,
) -> Result<Vec<PathBuf>, EngineError> {
    let Some(journal) = Journal::read(new)? else {
        return Ok(Vec::new());
    };
    let left = finish(new, &journal, &engine.desk().location, old, &Unwatched)?;
    if left.is_empty() && !journal.keep {
        tracing::info!(old = %journal.from.display(), "the old storage folder was removed");
    }
    Ok(left)
}

/// What somebody put into the old folder in the last moment, which stays there.
fn not_taken_along(old: &Path, left: &[PathBuf]) -> Option<Failure> {
    let first = left.first()?;
    let words = format!(
        "{} file(s) came into the old folder `{}` during the move and stay there, `{}` among them",
        left.len(),
        old.display(),
        first.display(),
    );
    let hint = "copy what you need into the new folder, then remove the old one";
    Some(Failure::new(ErrorCode::StorageMoving, words).hint(hint))
}

/// Removes the old folder of a move that was switched before this start.
pub(super) fn finish_later(engine: &Engine, journal: Journal) {
    let engine = engine.clone();
    let work = move || {
        let new = engine.desk().place().root;
        if let Err(error) = clear(&engine, &new, None) {
            tracing::warn!(%error, old = %journal.from.display(), "the old storage folder stays for now");
        }
    };
    let thread = std::thread::Builder::new().name("storage-move".into());
    if let Err(error) = thread.spawn(work) {
        tracing::warn!(%error, "the old storage folder stays for now");
    }
}
