//! The estimated starts of waiting jobs, worked out at most once a second, and the news of the queue,
//! told as rarely.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use va_core::job::Device;
use va_core::{ErrorCode, Failure, JobId, PipelineId};
use va_store::WallTime;
use va_store::catalogue::Waiting as Entry;

use crate::estimate::{Next, starts};
use crate::events::{EventKind, TOLD};
use crate::limits::Each;
use crate::owner::{Owner, now};
use crate::queue::{QueueView, Slots, Waiting};

/// Estimates and news are no newer than this.
const REST: Duration = Duration::from_secs(1);

/// What was last worked out.
#[derive(Debug, Default)]
pub(crate) struct Forecast {
    starts: HashMap<JobId, WallTime>,
    speeds: HashMap<PipelineId, Option<f64>>,
    outdated: bool,
    told: Option<Arc<QueueView>>,
    told_at: Option<Instant>,
}

impl Forecast {
    /// The queue, a limit or a running job has changed.
    pub(crate) fn outdate(&mut self) {
        self.outdated = true;
    }

    /// A step has finished, so that its pipeline's speed is another one.
    pub(crate) fn measured(&mut self, pipeline: &PipelineId) {
        self.speeds.remove(pipeline);
        self.outdated = true;
    }

    /// When a waiting job will start.
    pub(crate) fn start(&self, id: JobId) -> Option<WallTime> {
        self.starts.get(&id).copied()
    }

    /// When there is something to tell, if there is.
    pub(crate) fn next_news(&self) -> Option<Instant> {
        let rested = self.told_at.map_or_else(Instant::now, |at| at + REST);
        self.outdated.then_some(rested)
    }
}

impl Owner {
    /// Tells listeners how the queue is, if it has changed and they were not told just now.
    pub(crate) fn tell_queue(&mut self) {
        let due = self.forecast.next_news();
        // read after `due`: what is due at once must not lie in the future for ever
        let now = Instant::now();
        if due.is_none_or(|due| due > now) {
            return;
        }
        self.work_out();
        self.forecast.outdated = false;
        self.forecast.told_at = Some(now);
        let queue = Arc::new(self.told(TOLD));
        if self.forecast.told.as_ref() != Some(&queue) {
            self.forecast.told = Some(Arc::clone(&queue));
            self.hub.publish(EventKind::Queue(queue));
        }
    }

    /// The queue as it is now.
    pub(crate) fn queue_view(&mut self) -> QueueView {
        if self.forecast.outdated {
            self.work_out();
        }
        self.told(usize::MAX)
    }

    fn told(&self, most: usize) -> QueueView {
        let limits = self.limits();
        let running = self.running_each();
        let slots = |device| Slots {
            limit: limits.of(device),
            running: running.of(device),
        };
        let waiting = (1..).zip(self.queue.iter()).take(most);
        QueueView {
            paused: self.paused,
            held: self.held_by(),
            cpu: slots(Device::Cpu),
            gpu: slots(Device::Gpu),
            waiting: waiting
                .map(|(position, entry)| Waiting {
                    id: entry.id,
                    position,
                    estimated_start: self.forecast.start(entry.id),
                })
                .collect(),
        }
    }

    pub(crate) fn limits(&self) -> Each {
        Each::from(&self.settings.get().values)
    }

    pub(crate) fn running_each(&self) -> Each {
        let running = self.running.values().map(|running| running.device);
        Each::count(running.chain(self.starting.values().copied()))
    }

    /// Why nothing starts, other than a pause by the user.
    pub(crate) fn held_by(&self) -> Option<Failure> {
        if self.catalogue.is_frozen() {
            let words = "the storage folder is being moved";
            let hint = "waiting jobs start when the move is done or cancelled";
            return Some(Failure::new(ErrorCode::StorageMoving, words).hint(hint));
        }
        if let Some(held) = &self.held {
            return Some(held.clone());
        }
        let limits = self.limits();
        let none = |entry: &Entry| limits.of(entry.device) == 0;
        (self.queue.len() > 0 && self.queue.iter().all(none)).then(|| {
            Failure::new(
                ErrorCode::QueueHeld,
                "the number of jobs at once is set to 0",
            )
            .hint("raise it in the settings to let waiting jobs start")
        })
    }

    /// Estimates every waiting job's start.
    fn work_out(&mut self) {
        self.forecast.starts.clear();
        if self.paused || self.held_by().is_some() || self.closing.is_some() {
            return;
        }
        let (limits, today, instant) = (self.limits(), now(), Instant::now());
        for device in [Device::Cpu, Device::Gpu] {
            let running: Vec<Option<f64>> = self
                .running
                .iter()
                .filter(|(_, running)| running.device == device)
                .map(|(id, _)| self.view(*id).ok()?.seconds_left())
                .collect();
            let entries: Vec<Entry> = self
                .queue
                .iter()
                .filter(|entry| entry.device == device)
                .cloned()
                .collect();
            let next: Vec<Next> = entries
                .iter()
                .map(|entry| Next {
                    takes: self.takes(entry),
                    not_before: self.retries.get(&entry.id).map_or(0.0, |due| {
                        due.saturating_duration_since(instant).as_secs_f64()
                    }),
                })
                .collect();
            let found = starts(limits.of(device), &running, next.into_iter());
            for (entry, start) in entries.iter().zip(found) {
                if let Some(seconds) = start {
                    let at = WallTime(today.0.saturating_add((seconds * 1000.0) as i64));
                    self.forecast.starts.insert(entry.id, at);
                }
            }
        }
    }

    /// Seconds that a waiting job will take: its slowest pipeline sets the pace.
    fn takes(&mut self, entry: &Entry) -> Option<f64> {
        let length = entry.length?.seconds();
        let mut longest: f64 = 0.0;
        for pipeline in &entry.pipelines {
            let known = self.forecast.speeds.get(pipeline).copied();
            let speed = known.unwrap_or_else(|| {
                let measured = self.catalogue.read().speed(pipeline).unwrap_or_default();
                self.forecast.speeds.insert(pipeline.clone(), measured);
                measured
            });
            longest = longest.max(length / speed?);
        }
        Some(longest)
    }
}
