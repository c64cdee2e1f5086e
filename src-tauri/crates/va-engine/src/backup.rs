//! The daily copy of the catalogue, made on a thread of its own: soon after the start, and whenever the day
//! has changed. A copy that can't be made is logged and tried again. Started by the engine.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use va_store::WallTime;
use va_store::backup::{back_up_catalogue, day};

/// How long after the start: a command that is over at once copies nothing.
const SOON: Duration = Duration::from_secs(3);
/// How often the calendar is looked at.
const LOOK: Duration = Duration::from_mins(1);
/// How long after a failure it is tried again.
const PAUSE: Duration = Duration::from_mins(15);

/// Starts the thread. `catalogue` says where the catalogue is now, `None` once the engine is gone.
pub(crate) fn start(catalogue: impl Fn() -> Option<PathBuf> + Send + 'static) {
    let work = move || {
        let mut done = None;
        std::thread::sleep(SOON);
        while let Some(path) = catalogue() {
            let at = WallTime::from(SystemTime::now());
            let place = (path, day(at));
            let pause = if done.as_ref() == Some(&place) {
                LOOK
            } else if copy(&place.0, at) {
                done = Some(place);
                LOOK
            } else {
                PAUSE
            };
            std::thread::sleep(pause);
        }
    };
    let started = std::thread::Builder::new()
        .name("catalogue-backup".into())
        .spawn(work);
    if let Err(error) = started {
        tracing::warn!(%error, "the catalogue is not copied: no thread can be started");
    }
}

fn copy(catalogue: &Path, at: WallTime) -> bool {
    match back_up_catalogue(catalogue, at) {
        Ok(copy) => {
            tracing::debug!(copy = %copy.display(), "copied the catalogue");
            true
        }
        Err(error) => {
            tracing::warn!(%error, "the catalogue can't be copied");
            false
        }
    }
}
