//! The part of the owner that listens to workers, one notice at a time. What comes too late (the job was
//! cancelled or deleted meanwhile) changes nothing: the catalogue refuses it.

use va_core::job_config::StepConfig;
use va_core::step::{StepEvent, StepState};
use va_core::worker::{StepProgress, WorkerEvent};
use va_core::{ErrorCode, Failure, JobId, PipelineId, dependants};
use va_store::StoreError;
use va_store::catalogue::{JobWarning, StepDetails, StepRow};

use crate::events::EventKind;
use crate::owner::{Owner, now};
use crate::view::LiveStep;
use crate::worker::Notice;

impl Owner {
    pub(crate) fn notice(&mut self, id: JobId, notice: Notice) {
        match notice {
            Notice::Event(event) => self.heard(id, *event),
            Notice::Gone(exit) => self.gone(id, &exit),
        }
    }

    fn heard(&mut self, id: JobId, event: WorkerEvent) {
        // a job that has ended (it was cancelled, say), is deleted or has no worker takes no words any more
        let listens = self.running.contains_key(&id);
        if !listens || self.row(id).map_or(true, |job| job.status.is_final()) {
            return tracing::debug!(%id, ?event, "a late word of a worker");
        }
        let nothing = StepDetails::default();
        match event {
            WorkerEvent::Hello { version, .. } => {
                tracing::debug!(%id, version, "a worker is there");
            }
            WorkerEvent::Alive | WorkerEvent::Finished { .. } => {}
            WorkerEvent::Media { facts } => {
                let video = self.row(id).map(|job| job.video);
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
            WorkerEvent::StepDevice { pipeline, device } => {
                tracing::info!(%id, %pipeline, device = device.obtained_words(), "models are ready");
                let kept = self.catalogue.set_device(id, &pipeline, &device);
                note(id, "record the device", kept.map_err(|e| e.to_string()));
                self.learn_device(&device);
                self.update(id);
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
                self.forecast.measured(&pipeline);
            }
            WorkerEvent::StepCancelled {
                pipeline,
                counts,
                took,
            } => {
                tracing::info!(%id, %pipeline, rows = counts.values().sum::<u64>(), took_ms = took.0, "a step has stopped");
            }
            WorkerEvent::StepSkipped { pipeline, reason } => {
                let details = StepDetails {
                    failure: Some(reason),
                    ..nothing
                };
                self.step(id, &pipeline, StepEvent::Skip, &details);
            }
            WorkerEvent::StepFailed { pipeline, failure } => {
                self.step_failed(id, &pipeline, failure);
            }
            WorkerEvent::JobFailed { failure } => {
                if let Some(running) = self.running.get_mut(&id) {
                    running.leaving = true;
                }
                if is_setback(&failure) || self.may_come_back(id, &failure) {
                    self.remember(id, failure);
                } else {
                    self.fail(id, &failure);
                }
            }
        }
    }

    /// A step's event. One that comes too late changes nothing.
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

    /// A failure that may pass lets the step wait for another try, which comes when the worker is gone;
    /// the other steps go on. So does the failure of a step that reads from one that waits for another try.
    fn step_failed(&mut self, id: JobId, pipeline: &PipelineId, failure: Failure) {
        self.keep_reached(id);
        let may_pass = is_setback(&failure) || self.input_may_come(id, pipeline);
        let details = StepDetails {
            failure: Some(failure.clone()),
            ..StepDetails::default()
        };
        if may_pass {
            self.remember(id, failure);
            self.step(id, pipeline, StepEvent::Interrupt, &details);
        } else {
            self.step(id, pipeline, StepEvent::Fail, &details);
        }
    }

    /// Whether a recording that is missing was there when its job was added: the drive that it lies on may
    /// only be away for a while.
    fn may_come_back(&self, id: JobId, failure: &Failure) -> bool {
        let known = || self.view(id).is_ok_and(|job| job.facts.is_some());
        failure.code == ErrorCode::MediaMissing && known()
    }

    /// Whether a step reads from another one that waits for its next try.
    fn input_may_come(&self, id: JobId, pipeline: &PipelineId) -> bool {
        let Ok(job) = self.row(id) else { return false };
        let configs: Vec<StepConfig> = job
            .steps
            .iter()
            .map(|step| StepConfig {
                pipeline: step.pipeline.clone(),
                settings: step.settings.clone(),
                needed_by: step.needed_by.clone(),
            })
            .collect();
        let waits = |step: &&StepRow| {
            step.state == StepState::Queued && step.failure.as_ref().is_some_and(is_setback)
        };
        job.steps
            .iter()
            .filter(waits)
            .any(|step| dependants::of(&configs, &step.pipeline).contains(pipeline))
    }

    /// Keeps the first failure of a run that may pass, until the worker is gone.
    fn remember(&mut self, id: JobId, failure: Failure) {
        if let Some(running) = self.running.get_mut(&id) {
            running.setback.get_or_insert(failure);
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
        self.forecast.outdate();
    }

    pub(crate) fn update(&mut self, id: JobId) {
        let announced = self.announce(id);
        match announced {
            // deleted meanwhile: everybody has been told
            Ok(_) | Err(crate::error::EngineError::JobNotFound(_)) => {}
            Err(error) => note::<()>(id, "tell how a job is", Err(error.to_string())),
        }
    }
}

/// Whether a failure does not end a job or step for good: it may pass by itself, or when there is room on
/// the disk again.
pub(crate) fn is_setback(failure: &Failure) -> bool {
    failure.code.heals() || crate::ending::is_of_the_disk(failure)
}

/// A failure of the catalogue can't be shown through the catalogue: it goes to the log.
pub(crate) fn note<T>(id: JobId, doing: &str, result: Result<T, String>) {
    if let Err(error) = result {
        tracing::error!(%id, %error, "could not {doing}");
    }
}
