//! The disk under the data folder: whether there is room for the next job and for those that run, and
//! whether the folder is still there and can be written. A thread of its own looks once a second, because
//! asking a network drive may take long; it writes nothing. The owner decides what follows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use va_core::media::MediaFacts;
use va_core::{ErrorCode, Failure};

use crate::data_folder::space;

/// Between two looks.
const PERIOD: Duration = Duration::from_secs(1);
/// What any job needs, in bytes: its database, its log, its exported files.
const JOB: u64 = 16 << 20;
/// What a value at a point in time needs at most, in bytes: stored, and in every exported format.
const VALUE: u64 = 400;
/// Windows of sound a second.
const WINDOWS: u64 = 32;

/// How the disk is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DiskState {
    /// There is room for the next job.
    Roomy,
    /// What runs can go on; the next job has to wait.
    Tight(Failure),
    /// Less is free than has to stay free: what runs has to stop before the disk is full.
    Low(Failure),
    /// The folder is not there or can't be written.
    Gone(Failure),
}

impl DiskState {
    /// Why the next job can't start, if it can't.
    pub(crate) fn obstacle(&self) -> Option<&Failure> {
        match self {
            Self::Roomy => None,
            Self::Tight(failure) | Self::Low(failure) | Self::Gone(failure) => Some(failure),
        }
    }

    /// Why what runs can't go on, if it can't.
    pub(crate) fn emergency(&self) -> Option<&Failure> {
        match self {
            Self::Roomy | Self::Tight(_) => None,
            Self::Low(failure) | Self::Gone(failure) => Some(failure),
        }
    }

    /// Whether the same follows, whatever the numbers are.
    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && self.obstacle().map(|f| f.code) == other.obstacle().map(|f| f.code)
    }
}

/// What a job may need on the data folder's disk, in bytes: rather too much than too little.
pub(crate) fn need(facts: Option<&MediaFacts>, steps: usize) -> u64 {
    let frames = facts.and_then(|f| f.video.as_ref()).map_or(0, |v| v.frames);
    let length = facts.and_then(|f| f.duration).map_or(0, |d| d.0.max(0));
    let windows = length as u64 * WINDOWS / 1000;
    let values = frames.saturating_add(windows).saturating_mul(steps as u64);
    values.saturating_mul(VALUE).saturating_add(JOB)
}

/// What was seen on the last look.
#[derive(Clone, Debug)]
enum Reading {
    Free(u64),
    Broken(Failure),
}

#[derive(Debug)]
struct Watched {
    root: PathBuf,
    /// Which lock file it was: a folder that was made anew in the same place is another one.
    mark: Option<(u64, u64)>,
    reading: Reading,
    floor: u64,
    wanted: u64,
    /// What the owner knows.
    told: DiskState,
}

impl Watched {
    fn judge(&self) -> DiskState {
        let free = match &self.reading {
            Reading::Broken(failure) => return DiskState::Gone(failure.clone()),
            Reading::Free(free) => *free,
        };
        let place = self.root.display();
        let (is_free, stays) = (megabytes(free), megabytes(self.floor));
        let lacking = (self.floor + self.wanted).saturating_sub(free);
        let hint = format!(
            "free at least {} MB on that disk, or set a lower minimum in the settings; the queue goes on \
             by itself, from the checkpoints",
            megabytes(lacking).max(1)
        );
        if free < self.floor {
            let message = format!(
                "`{place}` has {is_free} MB of free space left, and {stays} MB are to stay free"
            );
            DiskState::Low(Failure::new(ErrorCode::StorageFull, message).hint(hint))
        } else if lacking > 0 {
            let needs = megabytes(self.wanted);
            let message = format!(
                "the next job needs about {needs} MB in `{place}`, where {is_free} MB are free and \
                 {stays} MB are to stay free"
            );
            DiskState::Tight(Failure::new(ErrorCode::StorageFull, message).hint(hint))
        } else {
            DiskState::Roomy
        }
    }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

/// The disk under the data folder, watched until this is dropped.
#[derive(Debug)]
pub(crate) struct Disk {
    watched: Arc<Mutex<Watched>>,
    /// Closing it ends the thread.
    _thread: Sender<()>,
}

impl Disk {
    /// Looks once, then once a second; `tell` hears of every change of what follows.
    pub(crate) fn watch(
        root: &Path,
        floor: u64,
        tell: impl Fn(DiskState) + Send + 'static,
    ) -> std::io::Result<Self> {
        let mark = mark(root).ok();
        let mut watched = Watched {
            root: root.to_owned(),
            mark,
            reading: look(root, mark),
            floor,
            wanted: 0,
            told: DiskState::Roomy,
        };
        watched.told = watched.judge();
        let watched = Arc::new(Mutex::new(watched));
        let (thread, quit) = channel::<()>();
        let shared = Arc::clone(&watched);
        let watch = move || {
            while quit.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                let (root, mark) = {
                    let watched = lock(&shared);
                    (watched.root.clone(), watched.mark)
                };
                let reading = look(&root, mark);
                let mut watched = lock(&shared);
                if watched.root != root {
                    continue;
                }
                watched.reading = reading;
                let state = watched.judge();
                let is_new = !state.is_like(&watched.told);
                watched.told = state.clone();
                drop(watched);
                if is_new {
                    tell(state);
                }
            }
        };
        std::thread::Builder::new()
            .name("disk".into())
            .spawn(watch)?;
        Ok(Self {
            watched,
            _thread: thread,
        })
    }

    /// How the disk was on the last look.
    pub(crate) fn state(&self) -> DiskState {
        lock(&self.watched).judge()
    }

    /// How the disk is now: looks at once.
    pub(crate) fn look_now(&self) -> DiskState {
        let (root, mark) = {
            let watched = lock(&self.watched);
            (watched.root.clone(), watched.mark)
        };
        let reading = look(&root, mark);
        let mut watched = lock(&self.watched);
        watched.reading = reading;
        watched.judge()
    }

    /// What has to stay free, in bytes.
    pub(crate) fn set_floor(&self, floor: u64) {
        lock(&self.watched).floor = floor;
    }

    /// How the disk is for a job that needs this much. From now on, a change is a change for this job.
    pub(crate) fn room_for(&self, need: u64) -> DiskState {
        let mut watched = lock(&self.watched);
        watched.wanted = need;
        let state = watched.judge();
        // an emergency is told all the same: more follows from it than that this job waits
        if state.emergency().is_none() && watched.told.emergency().is_none() {
            watched.told = state.clone();
        }
        state
    }

    /// The data folder is another one now.
    pub(crate) fn moved(&self, root: &Path) {
        let mark = mark(root).ok();
        let reading = look(root, mark);
        let mut watched = lock(&self.watched);
        root.clone_into(&mut watched.root);
        watched.mark = mark;
        watched.reading = reading;
    }
}

fn lock(watched: &Mutex<Watched>) -> std::sync::MutexGuard<'_, Watched> {
    watched.lock().unwrap_or_else(PoisonError::into_inner)
}

fn look(root: &Path, before: Option<(u64, u64)>) -> Reading {
    let place = root.display();
    match mark(root) {
        Ok(now) if before.is_none_or(|before| before == now) => {}
        Ok(_) => {
            let message = format!("the data folder `{place}` was replaced by another one");
            return Reading::Broken(missing(message));
        }
        Err(error) => {
            let message = format!("the data folder `{place}` is not there any more: {error}");
            return Reading::Broken(missing(message));
        }
    }
    if let Err(error) = writable(root) {
        let message = format!("the data folder `{place}` can't be written: {error}");
        let failure = Failure::new(ErrorCode::StorageNotWritable, message);
        return Reading::Broken(
            failure
                .hint("make it writable again; the queue goes on by itself, from the checkpoints"),
        );
    }
    match space(root) {
        Ok((free, _)) => Reading::Free(free),
        Err(error) => {
            let message = format!("the disk of the data folder `{place}` does not answer: {error}");
            Reading::Broken(missing(message))
        }
    }
}

fn missing(message: String) -> Failure {
    Failure::new(ErrorCode::StorageMissing, message).hint(
        "put it back where it was, and the queue goes on by itself; if that can't be done, start the \
         program again",
    )
}

/// Which lock file is in the folder. It is held open, so no other one gets its number.
fn mark(root: &Path) -> std::io::Result<(u64, u64)> {
    let lock = fs::metadata(root.join("engine.lock"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Ok((lock.dev(), lock.ino()))
    }
    #[cfg(not(unix))]
    {
        drop(lock);
        Ok((0, 0))
    }
}

fn writable(root: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    nix::unistd::access(&root.join("jobs"), nix::unistd::AccessFlags::W_OK)?;
    fs::metadata(root.join("jobs")).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(free: u64, floor: u64, wanted: u64) -> DiskState {
        let (free, floor, wanted) = (free << 20, floor << 20, wanted << 20);
        Watched {
            root: "/data".into(),
            mark: None,
            reading: Reading::Free(free),
            floor,
            wanted,
            told: DiskState::Roomy,
        }
        .judge()
    }

    #[test]
    fn what_follows_from_the_free_space() {
        assert_eq!(watched(200, 100, 50), DiskState::Roomy);
        let tight = watched(120, 100, 50);
        assert!(tight.obstacle().is_some() && tight.emergency().is_none());
        let low = watched(99, 100, 0);
        let failure = low.emergency().unwrap();
        assert_eq!(failure.code, ErrorCode::StorageFull);
        let words = format!("{failure} {}", failure.hint.as_deref().unwrap());
        for part in ["/data", "99 MB", "100 MB", "at least 1 MB"] {
            assert!(words.contains(part), "`{part}` in {words}");
        }
    }

    #[test]
    fn a_long_recording_needs_more_than_a_short_one() {
        assert!(need(None, 3) >= JOB);
        assert_eq!(need(None, 0), need(None, 9));
    }

    #[test]
    fn a_folder_that_is_gone_or_was_replaced_is_told_and_one_that_is_back_is_well() {
        let place = tempfile::tempdir().unwrap();
        let (root, away) = (place.path().join("data"), place.path().join("away"));
        let lay_out = || {
            fs::create_dir_all(root.join("jobs")).unwrap();
            fs::File::create(root.join("engine.lock")).unwrap()
        };
        let _held_as_the_engine_does = lay_out();
        let mark = mark(&root).ok();
        let code = || match look(&root, mark) {
            Reading::Free(_) => None,
            Reading::Broken(failure) => {
                assert!(failure.message.contains(&*root.to_string_lossy()));
                Some(failure.code)
            }
        };
        assert_eq!(code(), None);
        fs::rename(&root, &away).unwrap();
        assert_eq!(code(), Some(ErrorCode::StorageMissing));
        if cfg!(unix) {
            drop(lay_out());
            assert_eq!(code(), Some(ErrorCode::StorageMissing), "another one");
            fs::remove_dir_all(&root).unwrap();
        }
        fs::rename(&away, &root).unwrap();
        assert_eq!(code(), None, "the same one again");
    }
}
