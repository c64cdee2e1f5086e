//! The part of the owner that starts workers and listens to them: the next job in the queue when there
//! is room, and what its worker says, one notice at a time.

use std::sync::Arc;

use va_core::step::{StepEvent, StepState};
use va_core::worker::{PROTOCOL, StepProgress, WorkOrder, WorkerEvent};
use va_core::{ErrorCode, Failure, JobId, PipelineId, pipelines};
use va_store::StoreError;
use va_store::catalogue::{JobWarning, StepDetails};

use crate::error::EngineError;
use crate::events::EventKind;
use crate::job_folder::names;
use crate::message::Message;
use crate::owner::{Owner, Running, now};
use crate::view::{JobView, Live, LiveStep};
use crate::worker::{self, Exit, Notice};

/// How often a job is taken up again after its worker has crashed.
const CRASHES_FORGIVEN: u32 = 2;

impl Owner {
    /// Starts waiting jobs while there is room.
    pub(crate) fn schedule(&mut self) {
        while self.closing.is_none() && (self.running.len() as u32) < self.max_jobs {
            let queue = match self.catalogue.read().queue() {
                Ok(queue) => queue,
                Err(error) => return tracing::error!(%error, "the queue can't be read"),
            };
            let Some(id) = queue
                .into_iter()
                .find(|id| !self.running.contains_key(id) && !self.unsettled.contains(id))
            else {
                return;
            };
            if let Err(error) = self.start_worker(id) {
                self.fail(id, &error.failure());
            }
        }
    }

    fn start_worker(&mut self, id: JobId) -> Result<(), EngineError> {
        let job = self.view(id)?;
        let steps = job
            .steps
            .iter()
            .filter(|s| !matches!(s.state, StepState::Failed | StepState::Cancelled));
        let steps: Vec<_> = steps.map(|s| s.config.clone()).collect();
        let described = steps
            .iter()
            .filter_map(|s| pipelines::find(s.pipeline.as_str()));
        let tools = self.toolbox.tools(described).map_err(|reason| {
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
            threads: std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
        };
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
            live: Live::default(),
            failed: false,
            delete: None,
        };
        self.running.insert(id, running);
        Ok(())
    }

    pub(crate) fn notice(&mut self, id: JobId, notice: Notice) {
        match notice {
            Notice::Event(event) => self.heard(id, *event),
            Notice::Gone(exit) => self.gone(id, &exit),
        }
    }

    fn heard(&mut self, id: JobId, event: WorkerEvent) {
        let nothing = StepDetails::default();
        match event {
            WorkerEvent::Hello { version, .. } => {
                tracing::debug!(%id, version, "a worker is there");
            }
            WorkerEvent::Media { facts } => {
                let video = self.view(id).map(|job| job.video);
                let set = video.and_then(|v| Ok(self.catalogue.set_facts(v, &facts)?));
                note(id, "record the facts", set.map_err(|e| e.to_string()));
            }
            WorkerEvent::Warning { warning } => {
                let warning = JobWarning::from(&warning);
                let added = self.catalogue.add_warning(id, &warning, now());
                note(id, "record a warning", added.map_err(|e| e.to_string()));
                self.update(id);
            }
            WorkerEvent::StepStarted {
                pipeline,
                resumed_from,
            } => {
                let details = StepDetails {
                    resumed_from,
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Start, &details);
            }
            WorkerEvent::Progress {
                steps,
                memory_bytes,
            } => self.progress(id, steps, memory_bytes),
            WorkerEvent::StepSucceeded {
                pipeline,
                counts,
                took,
            } => {
                let details = StepDetails {
                    counts: Some(counts),
                    took: Some(took),
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Succeed, &details);
            }
            WorkerEvent::StepSkipped { pipeline, reason } => {
                let details = StepDetails {
                    failure: Some(reason),
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Skip, &details);
            }
            WorkerEvent::StepCancelled {
                pipeline,
                counts,
                took,
            } => {
                let details = StepDetails {
                    counts: Some(counts),
                    took: Some(took),
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Cancel, &details);
            }
            WorkerEvent::StepFailed { pipeline, failure } => {
                let details = StepDetails {
                    failure: Some(failure),
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Fail, &details);
            }
            WorkerEvent::JobFailed { failure } => {
                if let Some(running) = self.running.get_mut(&id) {
                    running.failed = true;
                }
                self.fail(id, &failure);
            }
            WorkerEvent::Alive | WorkerEvent::Finished { .. } => {}
        }
    }

    /// A step's event. One that comes too late (the job was cancelled or deleted meanwhile) changes
    /// nothing: the catalogue refuses it.
    fn step(&mut self, id: JobId, pipeline: &PipelineId, event: StepEvent, details: &StepDetails) {
        match self.catalogue.apply(id, pipeline, event, details, now()) {
            Ok(_) => self.update(id),
            Err(error @ (StoreError::IllegalTransition { .. } | StoreError::JobNotFound(_))) => {
                tracing::debug!(%id, %pipeline, %error, "a late word of a worker");
            }
            Err(error) => {
                tracing::error!(%id, %pipeline, %error, "a step's state can't be kept");
                self.unsettled.insert(id);
            }
        }
    }

    fn progress(&mut self, id: JobId, steps: Vec<StepProgress>, memory_bytes: u64) {
        let Some(running) = self.running.get_mut(&id) else {
            return;
        };
        running.live.memory_bytes = (memory_bytes > 0).then_some(memory_bytes);
        for step in steps {
            let live = LiveStep {
                done: step.done,
                total: step.total,
                frames_per_second: step.frames_per_second,
                speed: step.speed,
            };
            running.live.steps.insert(step.pipeline.to_string(), live);
        }
        if let Ok(view) = self.view(id) {
            self.hub.publish(EventKind::JobProgress(view));
        }
    }

    fn gone(&mut self, id: JobId, exit: &Exit) {
        let Some(running) = self.running.remove(&id) else {
            return;
        };
        tracing::info!(%id, status = %exit.status, asked = exit.asked, killed = exit.killed, "a worker is gone");
        if let Some(removal) = running.delete {
            removal.complete();
        } else if let Ok(job) = self.view(id) {
            self.after(&job, exit);
        }
        self.schedule();
    }

    /// What becomes of a job whose worker is gone: nothing if it had ended, the queue if the program is
    /// closing or the crash may be forgiven, else a failure.
    fn after(&mut self, job: &Arc<JobView>, exit: &Exit) {
        let id = job.id;
        if job.status.is_final() {
            return self.update(id);
        }
        let crashes = self.catalogue.read().job(id).map_or(u32::MAX, |row| {
            row.steps
                .iter()
                .map(|step| step.attempts)
                .max()
                .unwrap_or_default()
        });
        let started = crashes > 0;
        if exit.asked || (started && crashes <= CRASHES_FORGIVEN) {
            let interrupted = self.catalogue.interrupt_job(id, now());
            if interrupted.is_err() {
                self.unsettled.insert(id);
            }
            note(
                id,
                "put a job back into the queue",
                interrupted.map_err(|e| e.to_string()),
            );
            return self.update(id);
        }
        let failure = exit.failure.clone().unwrap_or_else(|| {
            let message = "the worker ended without a result for every step";
            Failure::new(ErrorCode::WorkerIncomplete, message).hint(
                "measure the video again; if it fails again, send the job's log with a report",
            )
        });
        self.fail(id, &failure);
    }

    /// Fails every step that has not ended.
    fn fail(&mut self, id: JobId, failure: &Failure) {
        let failed = self.catalogue.fail_job(id, failure, now());
        if failed.is_err() {
            self.unsettled.insert(id);
        }
        note(id, "record a failure", failed.map_err(|e| e.to_string()));
        if let Some(running) = self.running.get(&id).filter(|r| !r.failed) {
            running.control.stop();
        }
        self.update(id);
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

    fn update(&self, id: JobId) {
        note(
            id,
            "tell how a job is",
            self.announce(id).map_err(|e| e.to_string()),
        );
    }
}

/// A failure of the catalogue can't be shown through the catalogue: it goes to the log.
fn note<T>(id: JobId, doing: &str, result: Result<T, String>) {
    if let Err(error) = result {
        tracing::error!(%id, %error, "could not {doing}");
    }
}
