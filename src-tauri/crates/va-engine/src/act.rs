//! The part of the owner that does what the user asks for: cancel, try again, delete, pin, and the order
//! of the queue. Each change is final in the catalogue before a worker hears of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::oneshot;
use va_core::job::JobStatus;
use va_core::step::{StepEvent, StepState};
use va_core::{JobId, PipelineId, dependants};
use va_store::StoreError;
use va_store::catalogue::{Reached, StepDetails};

use crate::error::EngineError;
use crate::events::{EventKind, TOLD};
use crate::owner::{Owner, Removal, answer, now};
use crate::queue::QueueView;
use crate::view::JobView;

impl Owner {
    pub(crate) fn cancel(&mut self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let before = self.view(id)?;
        match before.status {
            JobStatus::Completed | JobStatus::Failed => {
                return Err(EngineError::JobAlreadyEnded(id, before.status.as_str()));
            }
            JobStatus::Cancelled => return Ok(before),
            JobStatus::Pending | JobStatus::Running => {}
        }
        self.keep_reached(id);
        // final before the worker knows: whatever it still says can't change it any more
        self.catalogue.cancel_job(id, now())?;
        self.stop_worker(id);
        let after = self.announce(id);
        self.schedule();
        after
    }

    /// Cancels one step and skips those that read from it. A job that has nothing left to do has ended.
    pub(crate) fn cancel_step(
        &mut self,
        id: JobId,
        pipeline: &PipelineId,
    ) -> Result<Arc<JobView>, EngineError> {
        let job = self.view(id)?;
        let step = job
            .step(pipeline.as_str())
            .ok_or_else(|| EngineError::StepNotFound(id, pipeline.clone()))?;
        match step.state {
            StepState::Queued | StepState::Running => {}
            StepState::Cancelled => return Ok(job),
            StepState::Succeeded | StepState::Failed | StepState::Skipped => {
                return Err(EngineError::StepAlreadyEnded(id, pipeline.clone()));
            }
        }
        self.keep_reached(id);
        let nothing = StepDetails::default();
        self.catalogue
            .apply(id, pipeline, StepEvent::Cancel, &nothing, now())?;
        let steps: Vec<_> = job.steps.iter().map(|s| s.config.clone()).collect();
        for dependant in dependants::of(&steps, pipeline) {
            let details = StepDetails {
                failure: Some(dependants::reason(&dependant, pipeline)),
                ..StepDetails::default()
            };
            let skipped = self
                .catalogue
                .apply(id, &dependant, StepEvent::Skip, &details, now());
            if let Err(error) = skipped {
                tracing::debug!(%id, %dependant, %error, "had ended before");
            }
        }
        let after = self.row(id)?;
        if after.status.is_final() {
            self.stop_worker(id);
        } else if let Some(running) = self.running.get(&id) {
            running.control.cancel_step(pipeline.clone());
        }
        let after = self.announce(id);
        self.schedule();
        after
    }

    /// Cancels everything that runs or waits.
    pub(crate) fn cancel_all(&mut self) -> Result<u32, EngineError> {
        for id in self.running.keys().copied().collect::<Vec<JobId>>() {
            self.keep_reached(id);
        }
        let cancelled = self.catalogue.cancel_all(now())?;
        for id in &cancelled {
            self.stop_worker(*id);
        }
        if cancelled.len() > TOLD {
            // so many events would push each other out: listeners read everything again
            for id in &cancelled {
                self.queue.remove(*id);
                self.retries.remove(id);
            }
            self.forecast.outdate();
            self.hub.publish(EventKind::Reset);
        } else {
            for id in &cancelled {
                self.update(*id);
            }
        }
        self.schedule();
        Ok(cancelled.len() as u32)
    }

    /// Remembers how far a running job's steps are, for those that are about to be cut off.
    pub(crate) fn keep_reached(&mut self, id: JobId) {
        let Some(running) = self.running.get(&id) else {
            return;
        };
        let steps = running.live.steps.iter();
        let reached: Reached = steps
            .map(|(name, live)| (PipelineId::new(name.as_str()), (live.done, live.total)))
            .collect();
        if let Err(error) = self.catalogue.keep_reached(id, &reached) {
            tracing::error!(%id, %error, "could not keep how far a job is");
        }
    }

    fn stop_worker(&mut self, id: JobId) {
        self.starting.remove(&id);
        if let Some(running) = self.running.get(&id) {
            running.control.stop();
        }
    }

    /// Queues the failed steps of a job again.
    pub(crate) fn retry(&mut self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let job = self.row(id)?;
        if job.origin.is_some() {
            let reason = "it was imported, and its pipelines never ran here";
            return Err(EngineError::NothingToRetry(id, reason));
        }
        if job.status == JobStatus::Cancelled {
            return Err(StoreError::JobCancelled(id).into());
        }
        if self.running.contains_key(&id) {
            return Err(EngineError::NothingToRetry(id, "it is still running"));
        }
        let (_, again) = self.catalogue.retry_job(id, now())?;
        if again.is_empty() {
            return Err(EngineError::NothingToRetry(
                id,
                "none of its pipelines failed",
            ));
        }
        let view = self.announce(id);
        self.schedule();
        view
    }

    pub(crate) fn pin(&mut self, id: JobId, pinned: bool) -> Result<Arc<JobView>, EngineError> {
        self.row(id)?;
        self.catalogue.set_pinned(id, pinned, now())?;
        self.announce(id)
    }

    pub(crate) fn opened(&mut self, id: JobId) -> Result<(), EngineError> {
        self.row(id)?;
        Ok(self.catalogue.set_opened(id, now())?)
    }

    pub(crate) fn pause_queue(&mut self, paused: bool) -> Result<QueueView, EngineError> {
        self.keep_paused(paused)?;
        self.forecast.outdate();
        self.schedule();
        Ok(self.queue_view())
    }

    pub(crate) fn reorder(
        &mut self,
        id: JobId,
        before: Option<JobId>,
    ) -> Result<QueueView, EngineError> {
        self.row(id)?;
        if let Some(before) = before {
            self.row(before)?;
        }
        self.catalogue.move_job(id, before, now())?;
        self.take_in(self.catalogue.read().waiting()?);
        self.forecast.outdate();
        self.schedule();
        Ok(self.queue_view())
    }

    pub(crate) fn delete(&mut self, id: JobId, reply: oneshot::Sender<Result<(), EngineError>>) {
        let (folder, upload) = match self.remove_from_catalogue(id) {
            Ok(folders) => folders,
            Err(error) => {
                // it may be cancelled already, which is final
                if self.row(id).is_ok_and(|job| job.status.is_final()) {
                    self.stop_worker(id);
                    self.update(id);
                }
                return answer(reply, Err(error));
            }
        };
        let removal = Removal {
            folder,
            upload,
            reply,
        };
        if let Some(running) = self.running.get_mut(&id) {
            running.delete = Some(removal);
            running.control.stop();
        } else {
            self.complete(removal);
            self.schedule();
        }
    }

    /// Takes a job out of the catalogue; returns its folder if the engine made it, and that of its recording
    /// if that was uploaded and no other job needs it.
    fn remove_from_catalogue(
        &mut self,
        id: JobId,
    ) -> Result<(Option<PathBuf>, Option<PathBuf>), EngineError> {
        let job = self.row(id)?;
        if !job.status.is_final() {
            self.catalogue.cancel_job(id, now())?;
        }
        self.catalogue.delete_job(id, now())?;
        self.queue.remove(id);
        self.retries.remove(&id);
        self.starting.remove(&id);
        self.unsettled.remove(&id);
        self.forecast.outdate();
        self.hub.publish(EventKind::JobRemoved(id));
        let upload = self.orphaned_upload(job.video);
        let own = job.folder == self.folder.job(id);
        Ok((own.then_some(job.folder), upload))
    }

    /// Does what a deletion has left to do once no worker is there any more.
    pub(crate) fn complete(&self, removal: Removal) {
        for folder in removal.folder.iter().chain(&removal.upload) {
            self.remove_folder(folder);
        }
        answer(removal.reply, Ok(()));
    }

    /// Removes a job's own folder. What can't be removed is logged and left.
    pub(crate) fn remove_folder(&self, folder: &Path) {
        if let Err(error) = crate::removal::remove_folder(self.folder.root(), folder) {
            tracing::warn!(folder = %folder.display(), %error, "a job's folder can't be removed");
        }
    }
}
