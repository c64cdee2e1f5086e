//! The diagnostics' findings for whoever asks again and again how the program is: looked at in the background and
//! kept for a while, so that no answer waits for them. Called by the health route.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use va_engine::diagnostics::{Context, Report, chosen, examine};

/// How long findings are kept: a look writes to the disk and starts processes.
const HOLDS: Duration = Duration::from_mins(10);

type Kept = Option<(Instant, Arc<Report>)>;

/// The last findings.
#[derive(Debug, Default)]
pub struct Checked {
    kept: Mutex<Kept>,
    looking: AtomicBool,
}

impl Checked {
    fn kept(&self) -> Kept {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What was found last; `None` before anything was. Looks again in the background when that is old.
    pub(crate) fn recent(
        self: &Arc<Self>,
        context: impl FnOnce() -> Context,
    ) -> Option<Arc<Report>> {
        let kept = self.kept();
        let fresh = kept.as_ref().is_some_and(|(at, _)| at.elapsed() < HOLDS);
        if !fresh && !self.looking.swap(true, Ordering::Relaxed) {
            let (own, context) = (Arc::clone(self), context());
            tokio::task::spawn_blocking(move || {
                let report = examine(&chosen("all", false).unwrap_or_default(), &context);
                let kept = Some((Instant::now(), Arc::new(report)));
                *own.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
                own.looking.store(false, Ordering::Relaxed);
            });
        }
        kept.map(|(_, report)| report)
    }
}
