//! Results as exports read them: an open results file behind the exporters' own trait. Reads item by item, so an
//! hour of samples never sits in memory. Used by the worker, which exports what has succeeded, and by
//! `routes::exports`, which does it again on demand.

use std::cell::OnceCell;
use std::ops::ControlFlow;

use va_core::annotation::{Observation, Sample, Segment, TrackSpec};
use va_core::{Failure, PipelineId, pipelines};
use va_export::Annotations;
use va_store::{ResultsReader, StoreError};

/// The results of the steps that succeeded, as exports read them.
#[derive(Debug)]
pub struct Finished {
    results: ResultsReader,
    succeeded: Vec<PipelineId>,
    frames: OnceCell<Vec<i64>>,
}

impl Finished {
    /// The results of these pipelines.
    pub fn new(results: ResultsReader, succeeded: Vec<PipelineId>) -> Self {
        Self {
            results,
            succeeded,
            frames: OnceCell::new(),
        }
    }

    /// The tracks that are exported: those of known pipelines that have succeeded.
    pub fn tracks(&self) -> Result<Vec<TrackSpec>, Failure> {
        let tracks = self.results.tracks().map_err(|e| e.failure())?;
        let known = |id: &PipelineId| pipelines::find(id.as_str()).is_some();
        let specs = tracks.into_iter().map(|track| track.spec);
        Ok(specs
            .filter(|t| self.succeeded.contains(&t.pipeline) && known(&t.pipeline))
            .collect())
    }
}

impl Annotations for Finished {
    fn each_segment(
        &self,
        track: &str,
        take: &mut dyn FnMut(Segment) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        match self.results.segments(track) {
            Ok(segments) => {
                for segment in segments {
                    if take(segment).is_break() {
                        break;
                    }
                }
                Ok(())
            }
            Err(StoreError::TrackNotFound { .. }) => Ok(()),
            Err(error) => Err(error.failure()),
        }
    }

    fn each_sample(
        &self,
        track: &str,
        take: &mut dyn FnMut(Sample) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let read = self
            .results
            .for_each_sample(track, |view| -> Result<bool, StoreError> {
                let values = view
                    .values
                    .iter()
                    .map(|v| (!v.is_nan()).then_some(*v))
                    .collect();
                let sample = Sample {
                    pts: view.pts,
                    time: view.time,
                    values,
                };
                Ok(take(sample).is_continue())
            });
        match read {
            Ok(()) | Err(StoreError::TrackNotFound { .. }) => Ok(()),
            Err(error) => Err(error.failure()),
        }
    }

    fn each_object(
        &self,
        track: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        match self.results.for_each_observation(track, take) {
            Ok(()) | Err(StoreError::TrackNotFound { .. }) => Ok(()),
            Err(error) => Err(error.failure()),
        }
    }

    fn each_object_at(
        &self,
        track: &str,
        pts: i64,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        match self.results.for_each_object_at(track, pts, take) {
            Ok(()) | Err(StoreError::TrackNotFound { .. }) => Ok(()),
            Err(error) => Err(error.failure()),
        }
    }

    fn frame_number(&self, pts: i64) -> Result<Option<u64>, Failure> {
        let frames = if let Some(frames) = self.frames.get() {
            frames
        } else {
            let read = self.results.frame_times().map_err(|e| e.failure())?;
            self.frames.get_or_init(|| read)
        };
        // a damaged recording may show a frame at another tick than its packets said: the one before it
        let after = frames.partition_point(|frame| *frame <= pts);
        Ok((!frames.is_empty()).then(|| after.saturating_sub(1) as u64))
    }
}
