//! Whether somebody submits jobs just now. What has time (a new job's folder, its probe) waits for a lull,
//! so that answers are not kept waiting by it. Knows nothing about jobs.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Nobody has submitted for so long: a script that submits one job after the other is between two of them
/// for less.
const QUIET: Duration = Duration::from_millis(10);

/// Counts submissions that wait for their answer.
#[derive(Debug, Default)]
pub(crate) struct Lull {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    open: u32,
    last: Option<Instant>,
}

/// A submission that waits for its answer, until it is dropped.
#[derive(Debug)]
pub(crate) struct Busy(Arc<Lull>);

impl Lull {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A submission begins.
    pub(crate) fn busy(self: &Arc<Self>) -> Busy {
        self.state().open += 1;
        Busy(Arc::clone(self))
    }

    /// Waits until nobody submits, but not longer than this. Whether it is quiet.
    pub(crate) fn wait(&self, most: Duration) -> bool {
        let deadline = Instant::now() + most;
        let mut state = self.state();
        loop {
            let now = Instant::now();
            let quiet = match (state.open, state.last) {
                (0, None) => return true,
                (0, Some(last)) => last + QUIET,
                (_, _) => deadline,
            };
            if state.open == 0 && now >= quiet {
                return true;
            }
            if now >= deadline {
                return false;
            }
            let pause = quiet.min(deadline).saturating_duration_since(now);
            let waited = self.changed.wait_timeout(state, pause);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.open -= 1;
        state.last = Some(Instant::now());
        if state.open == 0 {
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn work_waits_for_the_last_submission_and_not_for_ever() {
        let lull = Arc::new(Lull::default());
        assert!(lull.wait(LONG), "nobody has submitted yet");
        let (first, second) = (lull.busy(), lull.busy());
        assert!(!lull.wait(Duration::from_millis(1)), "two are waiting");
        drop(first);
        assert!(!lull.wait(Duration::from_millis(1)), "one is waiting");
        let waiting = Arc::clone(&lull);
        let waiting = std::thread::spawn(move || waiting.wait(LONG));
        drop(second);
        let ended = Instant::now();
        assert!(waiting.join().unwrap());
        assert!(ended.elapsed() >= QUIET || lull.wait(LONG));
    }
}
