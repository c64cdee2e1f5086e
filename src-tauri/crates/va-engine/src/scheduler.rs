//! The part of the owner that starts workers: the next job in the order of the queue that may start now,
//! while there is room for its kind.

use std::time::Instant;

use va_core::job::Device;
use va_core::worker::{PROTOCOL, WorkOrder};
use va_core::{Failure, JobId};
use va_store::catalogue::Waiting;

use crate::error::EngineError;
use crate::hand_on::hand_on;
use crate::limits::{Each, has_room, share};
use crate::message::Message;
use crate::owner::{Mark, Owner, Running, now};
use crate::prepare::PROBE_PATIENCE;
use crate::retry::Policy;
use crate::startup::{Ready, look_after};
use crate::view::Live;
use crate::worker;

impl Owner {
    /// Starts waiting jobs while there is room. What they need is looked after beside this thread; they go
    /// on in [`Self::ready`].
    pub(crate) fn schedule(&mut self) {
        self.look_at_disk();
        while let Some((id, device)) = self.next_job() {
            if !self.has_room_on_disk(id) {
                return;
            }
            let job = match self.view(id) {
                Ok(job) => job,
                Err(error) => {
                    // without its row it can't even be told
                    tracing::error!(%id, %error, "a job can't be read");
                    self.unsettled.insert(id);
                    return;
                }
            };
            if job.status.is_final() {
                // it ended while it was believed to wait
                self.update(id);
                continue;
            }
            self.starting.insert(id, device);
            let (mailbox, toolbox) = (self.mailbox.clone(), self.toolbox.clone());
            self.tokio.spawn(async move {
                let outcome = Box::new(look_after(job, toolbox).await);
                if mailbox.send(Message::Ready(id, outcome)).is_err() {
                    tracing::debug!(%id, "the engine has stopped before a job could start");
                }
            });
        }
    }

    /// A job may start, unless something has come between: it was cancelled or deleted, the queue was
    /// paused, the disk is full.
    pub(crate) fn ready(&mut self, id: JobId, outcome: Result<Ready, Failure>) {
        let Some(device) = self.starting.remove(&id) else {
            if let Err(EngineError::JobNotFound(_)) = self.row(id) {
                // deleted meanwhile: its folder may have been made after that
                self.remove_folder(&self.folder.job(id));
            }
            return tracing::debug!(%id, "a job that is no longer to start");
        };
        if !self.may_go_on() || !self.queue.has(id) {
            return;
        }
        let threads = self.share();
        self.queue.remove(id);
        self.retries.remove(&id);
        let started = outcome.and_then(|ready| {
            self.start_worker(id, device, threads, ready)
                .map_err(|error| error.failure())
        });
        if let Err(failure) = started {
            self.set_back(id, &failure, false);
        }
        self.schedule();
    }

    /// Whether the queue as a whole goes on.
    fn may_go_on(&self) -> bool {
        self.closing.is_none() && !self.paused && self.held_by().is_none()
    }

    pub(crate) fn next_job(&self) -> Option<(JobId, Device)> {
        if !self.may_go_on() {
            return None;
        }
        let (limits, running) = (self.limits(), self.running_each());
        let next = self
            .queue
            .iter()
            .find(|job| has_room(limits, running, job.device) && self.may_start(job))?;
        Some((next.id, next.device))
    }

    /// Whether nothing but room keeps a job from starting.
    fn may_start(&self, job: &Waiting) -> bool {
        let prepared = |since: &Instant| since.elapsed() > PROBE_PATIENCE;
        !self.unsettled.contains(&job.id)
            && self.preparing.get(&job.id).is_none_or(prepared)
            && !self.starting.contains_key(&job.id)
            && !self.retries.contains_key(&job.id)
    }

    /// The share of the cores for the job that starts next.
    fn share(&self) -> u32 {
        let cores = match self.settings.get().values.threads {
            0 => std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
            threads => threads,
        };
        // also those that are still being prepared: they follow within a moment
        let startable = self.queue.iter().filter(|job| {
            !self.unsettled.contains(&job.id)
                && !self.retries.contains_key(&job.id)
                && !self.starting.contains_key(&job.id)
        });
        let startable = Each::count(startable.map(|job| job.device));
        share(cores, self.limits(), self.running_each(), startable)
    }

    fn start_worker(
        &mut self,
        id: JobId,
        device: Device,
        threads: u32,
        ready: Ready,
    ) -> Result<(), EngineError> {
        let job = self.view(id)?;
        if job.status.is_final() {
            // it ended while it was believed to wait
            self.update(id);
            return Ok(());
        }
        let order = WorkOrder {
            protocol: PROTOCOL,
            job: id,
            folder: job.folder.clone(),
            media: job.path.clone(),
            steps: job.steps_to_run().cloned().collect(),
            formats: vec!["all".to_owned()],
            tools: ready.tools,
            threads: self.catalogue.share_threads(id, threads)?,
            device: job.wish.clone(),
        };
        let _inside = self.tokio.enter();
        let (control, notices) = worker::start_with(&self.worker, order, ready.log)?;
        let mailbox = self.mailbox.clone();
        self.tokio
            .spawn(hand_on(id, job.folder.clone(), notices, mailbox));
        let running = Running {
            control,
            device,
            live: Live::default(),
            mark: ready.mark,
            reached: Mark::default(),
            setback: None,
            leaving: false,
            delete: None,
        };
        self.running.insert(id, running);
        self.forecast.outdate();
        self.update(id);
        Ok(())
    }

    /// After a start of the program: jobs that wait for their next try go on waiting, on a clock that
    /// nobody sets.
    pub(crate) fn take_up_retries(&mut self) {
        let policy = Policy::from(&self.settings.get().values);
        let (today, instant) = (now(), Instant::now());
        let waits = |job: &Waiting| {
            let planned = job.next_try_at?;
            let left = policy.left(job.crashes, planned, today);
            Some((job.id, instant + left))
        };
        self.retries = self.queue.iter().filter_map(waits).collect();
    }

    /// Tries again what could not be written: jobs without a worker go back into the queue, where their
    /// checkpoints let them go on.
    pub(crate) fn settle(&mut self) {
        for id in std::mem::take(&mut self.unsettled) {
            let settled =
                !self.running.contains_key(&id) && self.catalogue.interrupt_job(id, now()).is_ok();
            if settled {
                self.update(id);
            } else {
                self.unsettled.insert(id);
            }
        }
        self.schedule();
    }
}
