//! Which steps have ended: a step that reads from another one waits here for it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use va_core::PipelineId;
use va_core::annotation::{Observation, Segment};
use va_pipelines::{Dependencies, PipelineError};
use va_store::StoreError;

use super::records::Records;
use super::stop::Stop;

/// How long a step that waits for another one looks away from the wish to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// Which steps have ended, and whether with a result.
#[derive(Default)]
pub struct Board {
    ended: Mutex<HashMap<PipelineId, bool>>,
    changed: Condvar,
}

impl Board {
    /// A step of this job has ended.
    pub fn post(&self, pipeline: &PipelineId, succeeded: bool) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.insert(pipeline.clone(), succeeded);
        self.changed.notify_all();
    }

    /// Waits until a step has ended; whether it has a result. Waits no longer once `given_up`.
    fn wait(&self, pipeline: &PipelineId, given_up: impl Fn() -> bool) -> bool {
        loop {
            let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
            let open = |ended: &mut HashMap<PipelineId, bool>| !ended.contains_key(pipeline);
            let (ended, _) = self
                .changed
                .wait_timeout_while(ended, GLANCE, open)
                .unwrap_or_else(PoisonError::into_inner);
            if let Some(succeeded) = ended.get(pipeline) {
                return *succeeded;
            }
            // asked without the lock, which whoever ends a step needs
            drop(ended);
            if given_up() {
                return false;
            }
        }
    }
}

/// Results of the other steps of the same job.
pub struct Others<'a> {
    /// Which have ended.
    pub board: &'a Board,
    /// The steps of the job; one that is not among them has no result.
    pub steps: &'a [PipelineId],
    /// Where the results are.
    pub records: &'a Records,
    /// The wish to stop.
    pub stop: &'a Stop,
    /// Who asks.
    pub reader: &'a PipelineId,
}

impl Others<'_> {
    /// Whether a track has a result that can be read: at once for the reader's own, which is what it has
    /// committed so far, else when its pipeline has ended.
    fn is_readable(&self, track_key: &str) -> bool {
        let name = track_key
            .split_once('.')
            .map_or(track_key, |(pipeline, _)| pipeline);
        let pipeline = PipelineId::new(name);
        if pipeline == *self.reader {
            return true;
        }
        let given_up = || self.stop.of(self.reader).is_some();
        self.steps.contains(&pipeline) && self.board.wait(&pipeline, given_up)
    }
}

impl Dependencies for Others<'_> {
    fn segments(&self, track_key: &str) -> Result<Option<Vec<Segment>>, PipelineError> {
        if !self.is_readable(track_key) {
            return Ok(None);
        }
        let key = track_key.to_owned();
        let segments = self
            .records
            .with(move |writer| match writer.read().segments(&key) {
                // nothing of it has been committed yet
                Err(StoreError::TrackNotFound(_)) => Ok(Vec::new()),
                read => read,
            });
        segments.map(Some).map_err(PipelineError::Sink)
    }

    fn each_object(
        &self,
        track_key: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<bool, PipelineError> {
        if !self.is_readable(track_key) {
            return Ok(false);
        }
        // a handle of its own: the others' commits need not wait until `take` has seen everything
        let results = self.records.reader().map_err(PipelineError::Sink)?;
        match results.for_each_observation(track_key, take) {
            Ok(()) | Err(StoreError::TrackNotFound(_)) => Ok(true),
            Err(error) => Err(PipelineError::Sink(error.failure())),
        }
    }
}
