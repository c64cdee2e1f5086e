//! How much of this process's time ONNX Runtime itself has taken, so that a benchmark can tell what the
//! program adds to it. Two atomic additions a run; kept by [`super::Model`], read by `benches/vision_frames`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

static RUNS: AtomicU64 = AtomicU64::new(0);
static NANOSECONDS: AtomicU64 = AtomicU64::new(0);

/// Runs of all models of this process so far, and the time that all threads together spent in them.
pub fn spent() -> (u64, Duration) {
    let time = Duration::from_nanos(NANOSECONDS.load(Ordering::Relaxed));
    (RUNS.load(Ordering::Relaxed), time)
}

/// Adds a run that began then and is over now.
pub(super) fn add(begun: Instant) {
    let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
    RUNS.fetch_add(1, Ordering::Relaxed);
    NANOSECONDS.fetch_add(took, Ordering::Relaxed);
}
