//! How far the running steps are, told at most four times a second.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use va_core::worker::{StepProgress, WorkerEvent};
use va_core::{Millis, PipelineId};

use super::voice::Voice;

/// Between two reports.
const PERIOD: Duration = Duration::from_millis(250);
/// Memory is read once in so many reports: it means looking at every process.
const MEMORY_EVERY: u32 = 8;

/// How far one step is. Written by its thread, read by the reporter.
pub struct Gauge {
    pipeline: PipelineId,
    origin: Millis,
    total: Option<Millis>,
    begun: Instant,
    from: Millis,
    done: AtomicI64,
    frames: AtomicU64,
    picture: bool,
}

impl Gauge {
    /// A gauge for a step that begins at `from` (on the recording's clock) of a recording that begins at
    /// `origin`.
    pub fn new(
        pipeline: PipelineId,
        (origin, total): (Millis, Option<Millis>),
        from: Option<Millis>,
        picture: bool,
    ) -> Arc<Self> {
        let from = from.map_or(Millis(0), |from| from - origin);
        Arc::new(Self {
            pipeline,
            origin,
            total,
            begun: Instant::now(),
            from,
            done: AtomicI64::new(from.0),
            frames: AtomicU64::new(0),
            picture,
        })
    }

    /// The step has got to this time.
    pub fn at(&self, time: Millis) {
        self.done
            .store((time - self.origin).0.max(0), Ordering::Relaxed);
        self.frames.fetch_add(1, Ordering::Relaxed);
    }

    fn read(&self) -> StepProgress {
        let done = Millis(self.done.load(Ordering::Relaxed));
        let seconds = self.begun.elapsed().as_secs_f64();
        // rates of the first moments would be noise
        let rate = |amount: f64| (seconds > 0.5).then(|| amount / seconds);
        let frames = self.frames.load(Ordering::Relaxed) as f64;
        StepProgress {
            pipeline: self.pipeline.clone(),
            done: self.total.map_or(done, |total| done.min(total)),
            total: self.total,
            frames_per_second: rate(frames).filter(|_| self.picture),
            speed: rate((done - self.from).seconds()),
        }
    }
}

/// The gauges of the running steps.
#[derive(Clone, Default)]
pub struct Gauges(Arc<Mutex<Vec<Arc<Gauge>>>>);

/// Says that the worker gets further while no step runs: at most this often.
const BETWEEN_EVERY: u32 = 40;

impl Gauges {
    /// A step runs.
    pub fn add(&self, gauge: &Arc<Gauge>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::clone(gauge));
    }

    /// A step has ended.
    pub fn remove(&self, pipeline: &PipelineId) {
        let mut gauges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gauges.retain(|gauge| gauge.pipeline != *pipeline);
    }

    fn read(&self) -> Vec<StepProgress> {
        let gauges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gauges.iter().map(|gauge| gauge.read()).collect()
    }

    /// Reports until `quit` closes. `hashed` counts the bytes of the recording that were hashed: what goes on
    /// after the last step, and may take longer than it.
    pub fn report(&self, voice: &Voice, quit: &Receiver<()>, hashed: &AtomicU64) {
        let mut told = None;
        let mut system = System::new().ok();
        let mut memory_bytes = 0;
        for round in 0u32.. {
            match quit.recv_timeout(PERIOD) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
            if round % MEMORY_EVERY == 0 {
                memory_bytes = system.as_mut().map_or(0, memory);
            }
            let steps = self.read();
            if !steps.is_empty() {
                told = None;
                voice.say(WorkerEvent::Progress {
                    steps,
                    memory_bytes,
                });
            } else if told.is_none() || round % BETWEEN_EVERY == 0 {
                let got = Some(hashed.load(Ordering::Relaxed));
                if got != told {
                    told = got;
                    voice.say(WorkerEvent::Progress {
                        steps,
                        memory_bytes,
                    });
                }
            }
        }
    }
}

/// Resident memory of this process and its children in bytes.
fn memory(system: &mut System) -> u64 {
    let kind = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, kind);
    let own = Pid::from_u32(std::process::id());
    let counts = |p: &&sysinfo::Process| {
        (p.pid() == own || p.parent() == Some(own)) && p.thread_kind().is_none()
    };
    system
        .processes()
        .values()
        .filter(counts)
        .map(sysinfo::Process::memory)
        .sum()
}
