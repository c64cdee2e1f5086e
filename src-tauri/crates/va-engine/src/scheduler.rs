//! The part of the owner that starts workers: the next job in the order of the queue that may start now,
//! while there is room for its kind.

use std::time::Instant;

use va_core::JobId;
use va_core::job::Device;
use va_core::step::StepState;
use va_core::worker::{PROTOCOL, WorkOrder};
use va_store::catalogue::Waiting;

use crate::error::EngineError;
use crate::job_folder::names;
use crate::limits::{Each, has_room, share};
use crate::message::Message;
use crate::owner::{Owner, Running, now};
use crate::retry::Policy;
use crate::submit::ensure_folder;
use crate::view::Live;
use crate::worker;

impl Owner {
    /// Starts waiting jobs while there is room.
    pub(crate) fn schedule(&mut self) {
        self.look_at_disk();
        while let Some((id, device)) = self.next_job() {
            if !self.has_room_on_disk(id) {
                return;
            }
            let threads = self.share();
            self.queue.remove(id);
            self.retries.remove(&id);
            if let Err(error) = self.start_worker(id, device, threads) {
                self.set_back(id, &error.failure(), false);
            }
            if self.unsettled.contains(&id) {
                // the catalogue can't be read or written just now
                return;
            }
        }
    }

    pub(crate) fn next_job(&self) -> Option<(JobId, Device)> {
        if self.closing.is_some() || self.paused || self.held_by().is_some() {
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
        !self.unsettled.contains(&job.id)
            && !self.preparing.contains(&job.id)
            && !self.retries.contains_key(&job.id)
    }

    /// The share of the cores for the job that starts next.
    fn share(&self) -> u32 {
        let cores = match self.settings.get().values.threads {
            0 => std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
            threads => threads,
        };
        // also those that are still being prepared: they follow within a moment
        let startable = self
            .queue
            .iter()
            .filter(|job| !self.unsettled.contains(&job.id) && !self.retries.contains_key(&job.id));
        let startable = Each::count(startable.map(|job| job.device));
        share(cores, self.limits(), self.running_each(), startable)
    }

    fn start_worker(&mut self, id: JobId, device: Device, threads: u32) -> Result<(), EngineError> {
        let job = self.view(id)?;
        if job.status.is_final() {
            // it ended while it was believed to wait
            self.update(id);
            return Ok(());
        }
        ensure_folder(&job)?;
        let steps: Vec<_> = job
            .steps
            .iter()
            .filter(|s| {
                matches!(
                    s.state,
                    StepState::Queued | StepState::Running | StepState::Succeeded
                )
            })
            .map(|s| s.config.clone())
            .collect();
        let tools = self.toolbox.tools(&steps).map_err(|reason| {
            let names: Vec<_> = steps.iter().map(|s| s.pipeline.as_str()).collect();
            EngineError::PipelineUnavailable {
                pipeline: names.join(", "),
                reason,
            }
        })?;
        let order = WorkOrder {
            protocol: PROTOCOL,
            job: id,
            folder: job.folder.clone(),
            media: job.path.clone(),
            steps,
            formats: vec!["all".to_owned()],
            tools,
            threads: self.catalogue.share_threads(id, threads)?,
        };
        let mark = crate::ending::mark(&job.folder);
        let _inside = self.tokio.enter();
        let (control, mut notices) =
            worker::start(&self.worker, order, &job.folder.join(names::LOG))?;
        let mailbox = self.mailbox.clone();
        self.tokio.spawn(async move {
            while let Some(notice) = notices.recv().await {
                if mailbox.send(Message::Worker(id, notice)).is_err() {
                    return;
                }
            }
        });
        let running = Running {
            control,
            device,
            live: Live::default(),
            mark,
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
