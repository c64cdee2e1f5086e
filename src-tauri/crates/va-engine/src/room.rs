//! The part of the owner that minds the disk: no job starts without room for it, what runs is suspended
//! with its checkpoint before the disk is full, and when there is room again everything goes on by itself.

use va_core::{Failure, JobId};

use crate::disk::{Disk, DiskState, need};
use crate::error::EngineError;
use crate::message::Message;
use crate::owner::Owner;

/// Bytes in a megabyte of the setting.
const MEGABYTE: u64 = 1 << 20;

/// Starts to watch the disk of a data folder; what changes comes as [`Message::Disk`].
pub(crate) fn watch(
    root: &std::path::Path,
    minimum_free_mb: u64,
    mailbox: std::sync::mpsc::Sender<Message>,
) -> Result<Disk, EngineError> {
    // an owner that is gone minds no disk
    let tell = move |state| drop(mailbox.send(Message::Disk(state)));
    Disk::watch(root, minimum_free_mb.saturating_mul(MEGABYTE), tell).map_err(|source| {
        EngineError::NotWritable {
            path: root.to_owned(),
            source,
        }
    })
}

impl Owner {
    /// Forgets the last job that had no room; only what stops every job holds the queue until one is tried.
    pub(crate) fn look_at_disk(&mut self) {
        let state = self.disk.state();
        self.hold(state.emergency().cloned());
    }

    /// Whether there is room for a job; if not, the queue is held, so that the order stays.
    pub(crate) fn has_room_on_disk(&mut self, id: JobId) -> bool {
        let bytes = self
            .view(id)
            .map_or(0, |job| need(job.facts.as_ref(), job.steps.len()));
        let state = self.disk.room_for(bytes);
        self.hold(state.obstacle().cloned());
        self.held.is_none()
    }

    /// Why nothing can be added now: a data folder that is gone must not be made anew by the way.
    pub(crate) fn gone_folder(&self) -> Option<Failure> {
        match self.disk.look_now() {
            DiskState::Gone(failure) => Some(failure),
            DiskState::Roomy | DiskState::Tight(_) | DiskState::Low(_) => None,
        }
    }

    pub(crate) fn disk_changed(&mut self, state: &DiskState) {
        self.hold(state.emergency().cloned());
        if let Some(failure) = state.emergency() {
            tracing::warn!(code = %failure.code, %failure, jobs = self.running.len(), "running jobs are suspended");
            for running in self.running.values() {
                running.control.suspend();
            }
        } else {
            // what found the disk full waits no longer
            for id in std::mem::take(&mut self.without_room) {
                self.retries.remove(&id);
            }
            self.settle();
        }
    }

    pub(crate) fn set_minimum_free(&mut self, megabytes: u64) {
        self.disk.set_floor(megabytes.saturating_mul(MEGABYTE));
        let state = self.disk.state();
        self.disk_changed(&state);
    }

    fn hold(&mut self, held: Option<Failure>) {
        let code = |failure: &Option<Failure>| failure.as_ref().map(|f| f.code);
        if code(&self.held) != code(&held) {
            if let Some(failure) = &held {
                tracing::warn!(code = %failure.code, %failure, "the queue is held");
            } else {
                tracing::info!("the disk is well: the queue goes on");
            }
            self.forecast.outdate();
        }
        self.held = held;
    }
}
